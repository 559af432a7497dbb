"""What the perpetuals' account received and paid otherwise than by trades: Binance's records of income."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from echotrade_desktop.engine.adapters.binance.budget import Urgency
from echotrade_desktop.engine.adapters.binance.catalogue import Catalogue
from echotrade_desktop.engine.adapters.binance.client import Client, Endpoint
from echotrade_desktop.engine.adapters.binance.orders import listed
from echotrade_desktop.engine.adapters.binance.server_time import from_ms, to_ms
from echotrade_desktop.engine.domain.amounts import ZERO, decimal_from
from echotrade_desktop.engine.domain.cash import CashKind, CashMove
from echotrade_desktop.engine.domain.errors import BadNumber

log = logging.getLogger(__name__)

INCOME = Endpoint("fapiPrivate", "GET", "income", 30)
PAGE = 1000
SPAN = timedelta(days=7)  # the longest that one question covers
KEPT = timedelta(days=89)  # Binance tells of three months
QUOTE = "USDT"
BY_TRADES = frozenset({"REALIZED_PNL", "COMMISSION"})  # booked with the fills they come of
TRANSFERS = frozenset(
    {
        "TRANSFER",
        "INTERNAL_TRANSFER",
        "CROSS_COLLATERAL_TRANSFER",
        "COIN_SWAP_DEPOSIT",
        "COIN_SWAP_WITHDRAW",
        "STRATEGY_UMFUTURES_TRANSFER",
    }
)
FEES = frozenset({"INSURANCE_CLEAR", "POSITION_LIMIT_INCREASE_FEE"})


async def moves_since(client: Client, catalogue: Catalogue, since: datetime) -> list[CashMove]:
    """Return what moved since a time, oldest first; amounts in other coins are left out, as the ledger knows none."""
    now = client.line.time.now()
    start, found = max(since, now - KEPT), dict[str, CashMove]()
    while start < now:
        end = min(start + SPAN, now)
        for row in await _rows(client, start, end):
            if (move := _move(row, catalogue)) is not None:
                found[move.venue_id] = move
        start = end + timedelta(milliseconds=1)
    return sorted(found.values(), key=lambda move: move.at)


async def _rows(client: Client, start: datetime, end: datetime) -> list[Mapping[str, Any]]:
    rows: list[Mapping[str, Any]] = []
    span = {"startTime": str(to_ms(start)), "endTime": str(to_ms(end)), "limit": str(PAGE)}
    for page in range(1, 1000):
        more = listed(await client.call(INCOME, {**span, "page": str(page)}, Urgency.LOOK), client.who)
        rows += more
        if len(more) < PAGE:
            break
    return rows


def _move(row: Mapping[str, Any], catalogue: Catalogue) -> CashMove | None:
    """Return what a row says, None when it is of a trade, of another coin, or cannot be read."""
    try:
        kind, amount, asset = str(row["incomeType"]), decimal_from(row["income"]), row["asset"]
        if kind in BY_TRADES or asset != QUOTE or not amount:
            return None
        raw = str(row.get("symbol") or "")
        listing = catalogue.by_raw.get(raw)
        return CashMove(
            venue_id=f"{kind}-{raw}-{row['tranId']}",  # its number is its own among those of its kind
            kind=_kind(kind, amount),
            amount=amount,
            at=from_ms(int(row["time"])),
            symbol=listing.instrument.symbol if listing else raw or None,
        )
    except (ArithmeticError, BadNumber, KeyError, TypeError, ValueError) as error:
        log.warning("a record of income could not be read (%s)", type(error).__name__)
        return None


def _kind(kind: str, amount: Decimal) -> CashKind:
    if kind == "FUNDING_FEE":
        return CashKind.FUNDING
    if kind in TRANSFERS:
        return CashKind.DEPOSIT if amount > ZERO else CashKind.WITHDRAWAL
    return CashKind.FEE if kind in FEES else CashKind.OTHER
