"""What an account of Binance is worth and what its key may do, asked before live trading is armed."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from echotrade_desktop.engine.adapters.binance.answers import Trouble
from echotrade_desktop.engine.adapters.binance.budget import Urgency
from echotrade_desktop.engine.adapters.binance.client import Client, Endpoint, Line
from echotrade_desktop.engine.adapters.binance.connection import ApiKeys, BinanceMarketName, Connection, Mode
from echotrade_desktop.engine.adapters.binance.permissions import read_permissions
from echotrade_desktop.engine.domain.amounts import ZERO
from echotrade_desktop.engine.domain.errors import MarketUnavailable
from echotrade_desktop.engine.domain.live import KeyReport, LiveAccount, report_on
from echotrade_desktop.engine.domain.ports import Clock
from echotrade_desktop.engine.runtime import SystemClock

QUOTE = "USDT"
FUTURES_BALANCE = Endpoint("fapiPrivateV3", "GET", "balance", 5)
SPOT_ACCOUNT = Endpoint("private", "GET", "account", 20)


def connection_of(account: LiveAccount) -> Connection:
    """Return where an account is. Raises `BadInput` for a bad address."""
    return Connection(BinanceMarketName(account.market), Mode(account.mode), account.rest_url, account.ws_url)


async def look_at_key(account: LiveAccount, key: str, secret: str, clock: Clock | None = None) -> KeyReport:
    """Ask what a key may do and what its account is worth.

    Raises `BadInput` for a key that Binance does not take, `MarketUnavailable` when it cannot be asked.
    """
    connection, keys = connection_of(account), ApiKeys(key, secret)
    report = report_on(await read_permissions(connection, keys, clock), account)
    if report.refusal is not None:
        return report
    return KeyReport(report.rows, None, await read_cash(connection, keys, clock))


async def read_cash(connection: Connection, keys: ApiKeys, clock: Clock | None = None) -> Decimal:
    """Return the account's balance in USDT, open results not counted. Raises `MarketUnavailable`."""
    client = Client(Line(connection, clock or SystemClock()), keys)
    try:
        if connection.market is BinanceMarketName.USDM:
            return _sum(await client.call(FUTURES_BALANCE, urgency=Urgency.ASK), ("balance",))
        account = await client.call(SPOT_ACCOUNT, urgency=Urgency.ASK)
        return _sum(account["balances"], ("free", "locked"))
    except Trouble as trouble:
        raise MarketUnavailable(f"What the account is worth could not be asked. {trouble}") from None
    except (ArithmeticError, KeyError, TypeError, ValueError):
        raise MarketUnavailable("Binance answered about the account in a way EchoTrade cannot read.") from None
    finally:
        await client.close()


def _sum(rows: Iterable[Any], names: tuple[str, ...]) -> Decimal:
    found = [Decimal(row[name]) for row in rows if row["asset"] == QUOTE for name in names]
    total = sum(found, ZERO)
    if not total.is_finite():
        raise ValueError(total)
    return total
