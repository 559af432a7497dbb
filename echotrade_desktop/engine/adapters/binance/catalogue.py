"""What Binance lists: its instruments with their filters, kept on disk so that the app starts without it.

The file is rewritten when it is older than a day; a file that cannot be read is fetched anew.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from echotrade_desktop.engine.adapters.binance.connection import BinanceMarketName
from echotrade_desktop.engine.domain.amounts import ZERO, decimal_from
from echotrade_desktop.engine.domain.errors import BadNumber
from echotrade_desktop.engine.domain.market import Instrument, MarketKind

log = logging.getLogger(__name__)

FRESH_FOR = timedelta(days=1)
QUOTE = "USDT"
TRADING = "TRADING"
PERPETUAL = "PERPETUAL"
VERSION = 1
NOTHING_ASKED = Decimal("0.00000001")


@dataclass(frozen=True, slots=True)
class Listing:
    """One symbol as Binance lists it: its spelling, whether it trades, and the limits an `Instrument` has no place for.

    Quantities in base units; `lowest` and `highest` bound a price.
    """

    raw: str
    instrument: Instrument
    status: str
    min_quantity: Decimal
    max_quantity: Decimal
    max_market_quantity: Decimal
    lowest: Decimal
    highest: Decimal

    @property
    def trades(self) -> bool:
        """Whether orders are taken."""
        return self.status == TRADING


class Catalogue:
    """Every listing by our symbol and by Binance's spelling."""

    def __init__(self, listings: Sequence[Listing], read_at: datetime) -> None:
        self.read_at = read_at
        self.by_symbol: Mapping[str, Listing] = {each.instrument.symbol: each for each in listings}
        self.by_raw: Mapping[str, Listing] = {each.raw: each for each in listings}

    def instruments(self) -> list[Instrument]:
        """Return what can be traded now."""
        return [listing.instrument for listing in self.by_symbol.values() if listing.trades]

    def is_fresh(self, now: datetime) -> bool:
        """Whether it need not be fetched yet."""
        return timedelta() <= now - self.read_at < FRESH_FOR


def read_listings(answer: Any, market: BinanceMarketName, kept: Mapping[str, Listing] | None = None) -> list[Listing]:
    """Return the USDT listings of an `exchangeInfo`; one that cannot be understood is left out and logged.

    `kept` are the listings of before, whose leverage and margin (which this answer does not tell) are taken over.
    Raises `BadNumber` when nothing at all can be understood.
    """
    rows = answer.get("symbols") if isinstance(answer, dict) else None
    listings: list[Listing] = []
    for row in rows if isinstance(rows, list) else ():
        try:
            listing = _listing(row, market, kept or {})
        except (AttributeError, BadNumber, KeyError, TypeError, ValueError) as error:
            log.warning("a listing of Binance was not understood: %s", type(error).__name__)
            continue
        if listing is not None:
            listings.append(listing)
    if not listings:
        raise BadNumber("Binance's list of symbols could not be understood.")
    return listings


def _listing(row: Mapping[str, Any], market: BinanceMarketName, kept: Mapping[str, Listing]) -> Listing | None:
    is_perpetual = market is BinanceMarketName.USDM
    if row["quoteAsset"] != QUOTE or (is_perpetual and row["contractType"] != PERPETUAL):
        return None
    filters = {each["filterType"]: each for each in row["filters"]}
    price, lot = filters["PRICE_FILTER"], filters["LOT_SIZE"]
    market_lot = filters.get("MARKET_LOT_SIZE", lot)
    notional = filters.get("MIN_NOTIONAL") or filters.get("NOTIONAL") or {}
    least = notional.get("notional") or notional.get("minNotional") or "0"
    step = max(decimal_from(lot["stepSize"]), decimal_from(market_lot["stepSize"]))
    symbol = f"{row['baseAsset']}/{row['quoteAsset']}"
    known = kept.get(symbol)
    instrument = Instrument(
        symbol=symbol,
        tick=_step(price["tickSize"]),
        lot=step if step > ZERO else NOTHING_ASKED,
        min_notional=decimal_from(least),
        market=market.kind,
        max_leverage=(known.instrument.max_leverage if known else 20) if is_perpetual else 1,
        maintenance_margin=known.instrument.maintenance_margin if known else _maintenance(row, is_perpetual),
    )
    most = decimal_from(lot["maxQty"])
    market_most = decimal_from(market_lot["maxQty"])
    return Listing(
        raw=str(row["symbol"]),
        instrument=instrument,
        status=str(row["status"]),
        min_quantity=max(decimal_from(lot["minQty"]), decimal_from(market_lot["minQty"])),
        max_quantity=most,
        max_market_quantity=min(most, market_most) if market_most > ZERO else most,
        lowest=decimal_from(price["minPrice"]),
        highest=decimal_from(price["maxPrice"]),
    )


def _step(text: str) -> Decimal:
    step = decimal_from(text)
    return step if step > ZERO else NOTHING_ASKED


def _maintenance(row: Mapping[str, Any], is_perpetual: bool) -> Decimal:
    """Return a careful share until the account's brackets are known: what is listed, in percent, is the general one."""
    return decimal_from(str(row.get("maintMarginPercent", "2.5"))) / 100 if is_perpetual else ZERO


# --- the file ---


def save(catalogue: Catalogue, file: Path) -> None:
    """Keep a catalogue, whole or not at all; a disk that refuses costs the next start a request."""
    rows = [_to_row(listing) for listing in catalogue.by_symbol.values()]
    content = {"version": VERSION, "read_at": catalogue.read_at.isoformat(), "listings": rows}
    draft = file.with_name(f"{file.name}.draft")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(content), encoding="utf-8")
        draft.replace(file)
    except OSError as error:
        log.warning("the catalogue was not kept: %s", error.strerror)


def load(file: Path) -> Catalogue | None:
    """Return the kept catalogue, None when there is none or it cannot be used."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        if content["version"] != VERSION:
            return None
        listings = [_from_row(row) for row in content["listings"]]
        return Catalogue(listings, datetime.fromisoformat(content["read_at"]).astimezone(UTC)) if listings else None
    except FileNotFoundError:
        return None
    except (BadNumber, KeyError, OSError, RecursionError, TypeError, ValueError) as error:
        log.warning("the kept catalogue cannot be used: %s", type(error).__name__)
        return None


_NUMBERS = ("min_quantity", "max_quantity", "max_market_quantity", "lowest", "highest")
_AMOUNTS = ("tick", "lot", "min_notional", "maintenance_margin")


def _to_row(listing: Listing) -> dict[str, Any]:
    instrument = listing.instrument
    return {
        "raw": listing.raw,
        "symbol": instrument.symbol,
        "status": listing.status,
        "market": instrument.market.value,
        "max_leverage": instrument.max_leverage,
        **{name: str(getattr(instrument, name)) for name in _AMOUNTS},
        **{name: str(getattr(listing, name)) for name in _NUMBERS},
    }


def _from_row(row: Mapping[str, Any]) -> Listing:
    amounts = {name: decimal_from(row[name]) for name in _AMOUNTS}
    instrument = Instrument(
        symbol=row["symbol"], market=MarketKind(row["market"]), max_leverage=int(row["max_leverage"]), **amounts
    )
    return Listing(row["raw"], instrument, row["status"], **{name: decimal_from(row[name]) for name in _NUMBERS})
