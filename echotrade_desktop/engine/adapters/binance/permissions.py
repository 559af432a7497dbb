"""What a key may do, as Binance says; where it does not say, that is None and not a guess."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from echotrade_desktop.engine.adapters.binance.answers import Trouble, Verdict
from echotrade_desktop.engine.adapters.binance.budget import Urgency
from echotrade_desktop.engine.adapters.binance.client import Client, Endpoint, Line
from echotrade_desktop.engine.adapters.binance.connection import ApiKeys, BinanceMarketName, Connection
from echotrade_desktop.engine.domain.errors import BadInput, MarketUnavailable
from echotrade_desktop.engine.domain.ports import Clock
from echotrade_desktop.engine.runtime import SystemClock

KEY = Endpoint("sapi", "GET", "account/apiRestrictions", 1)
FUTURES_ACCOUNT = Endpoint("fapiPrivate", "GET", "accountConfig", 5)
SPOT_ACCOUNT = Endpoint("private", "GET", "account", 20)
WRONG_KEY = frozenset({-1022, -2008, -2014, -2015})
TRANSFERS = ("enableWithdrawals", "enableInternalTransfer", "permitsUniversalTransfer")


@dataclass(frozen=True, slots=True)
class Permissions:
    """What a key may do; None where Binance does not say.

    `can_withdraw` is whether it may take money out of the account in any way: withdraw, or transfer to others.
    """

    can_trade: bool | None = None
    can_withdraw: bool | None = None
    ip_restricted: bool | None = None
    futures_enabled: bool | None = None


async def read_permissions(connection: Connection, keys: ApiKeys, clock: Clock | None = None) -> Permissions:
    """Ask what a key may do on the market of `connection`.

    Raises `BadInput` for a key that Binance does not take, `MarketUnavailable` when it cannot be asked.
    """
    client = Client(Line(connection, clock or SystemClock()), keys)
    try:
        rights = await _ask(client, KEY) if connection.addresses.account is not None else {}
        is_futures = connection.market is BinanceMarketName.USDM
        account = await _ask(client, FUTURES_ACCOUNT if is_futures else SPOT_ACCOUNT)
    finally:
        await client.close()
    return permissions_of(rights, account, connection.market)


async def _ask(client: Client, endpoint: Endpoint) -> Mapping[str, Any]:
    """Return an answer, nothing where a permission is missing for this question alone."""
    try:
        answer = await client.call(endpoint, urgency=Urgency.ASK)
    except Trouble as trouble:
        if trouble.code in WRONG_KEY and endpoint is not FUTURES_ACCOUNT:
            raise BadInput(f"The key cannot be used. {trouble}") from None
        if trouble.verdict in (Verdict.REJECTED, Verdict.GONE):
            return {}
        raise MarketUnavailable(f"What the key may do could not be asked. {trouble}") from None
    return answer if isinstance(answer, dict) else {}


def permissions_of(rights: Mapping[str, Any], account: Mapping[str, Any], market: BinanceMarketName) -> Permissions:
    """Return what the answers about the key and about the account say together.

    The account's `canWithdraw` is of the account and not of the key, so it counts only when it says no.
    """
    futures = _said(rights, "enableFutures")
    spot = _said(rights, "enableSpotAndMarginTrading")
    key_trades = futures if market is BinanceMarketName.USDM else spot
    taking_out = [_said(rights, name) for name in TRANSFERS]
    withdraws = _any(taking_out)
    if withdraws is None and _said(account, "canWithdraw") is False:
        withdraws = False
    return Permissions(
        can_trade=_both(key_trades, _said(account, "canTrade")),
        can_withdraw=withdraws,
        ip_restricted=_said(rights, "ipRestrict"),
        futures_enabled=futures,
    )


def _said(answer: Mapping[str, Any], name: str) -> bool | None:
    value = answer.get(name)
    return value if isinstance(value, bool) else None


def _both(first: bool | None, second: bool | None) -> bool | None:
    if first is False or second is False:
        return False
    return first if first is not None else second


def _any(answers: list[bool | None]) -> bool | None:
    """True when one says yes; False when the first, which is about withdrawals, says no; else nothing."""
    return True if any(answers) else answers[0]
