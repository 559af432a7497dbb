"""Turns the frames of Binance's market streams into tickers, every one of them: nothing is merged on the way.

A frame that says nothing new, or nothing that can be read, becomes no ticker; the door of `PriceFeed` judges the rest.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from echotrade_desktop.engine.domain.amounts import HUNDRED, ZERO
from echotrade_desktop.engine.domain.market import Ticker

LATEST = datetime(1970, 1, 1, tzinfo=UTC)
MALFORMED, UNKNOWN_FRAME, REPEATED = "malformed", "unknown frame", "repeated"


@dataclass(slots=True)
class _Known:
    """What is known of a symbol; `at` never goes back, since books and trades come over different sockets."""

    symbol: str
    price: Decimal | None = None
    bid: Decimal | None = None
    ask: Decimal | None = None
    at: datetime = LATEST
    at_ms: int = 0  # the same, as it was told
    book_id: int = -1
    trade_id: int = -1
    volume: Decimal | None = None
    opened: Decimal | None = None
    high: Decimal | None = None
    low: Decimal | None = None
    change: Decimal | None = None


class Quotes:
    """The newest quote of each symbol that is watched; `take` makes a ticker of a frame."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """`now` is the server's time, for the frames that carry none."""
        self._now = now
        self._known: dict[str, _Known] = {}  # by Binance's spelling
        self.drops: Counter[str] = Counter()
        self.halted: set[str] = set()

    def watch(self, spelled: Mapping[str, str]) -> None:
        """Know these symbols (Binance's spelling to ours) and no others."""
        self._known = {raw: self._known.get(raw) or _Known(symbol) for raw, symbol in spelled.items()}

    def take(self, frame: Any) -> Ticker | None:
        """Return the ticker that a frame of any market stream leads to, None when it leads to none. Never raises."""
        try:
            return self._take(frame)
        except (
            AttributeError,
            ArithmeticError,
            InvalidOperation,
            KeyError,
            OSError,
            OverflowError,
            TypeError,
            ValueError,
        ):
            self.drops[MALFORMED] += 1
            return None

    def touch(self, raw: str, milliseconds: int) -> Ticker | None:
        """Return the standing quote of a symbol again, as of a time at which the stream is known to be sound."""
        known = self._known.get(raw)
        return None if known is None else self._ticker(known, milliseconds)

    def _take(self, frame: Any) -> Ticker | None:
        known = self._known.get(frame["s"])
        if known is None:
            return None
        kind = frame.get("e", "bookTicker")
        if kind == "bookTicker":  # by far the most
            return self._on_book(known, frame)
        if kind == "aggTrade":
            return self._on_trade(known, frame, frame["a"])
        if kind == "trade":
            return self._on_trade(known, frame, frame["t"])
        if kind == "24hrMiniTicker":
            return self._on_day(known, frame)
        self.drops[UNKNOWN_FRAME] += 1
        return None

    def _on_book(self, known: _Known, frame: Mapping[str, Any]) -> Ticker | None:
        number = frame["u"]
        if number <= known.book_id:
            self.drops[REPEATED] += 1
            return None
        bid, ask = Decimal(frame["b"]), Decimal(frame["a"])
        known.book_id, known.bid, known.ask = number, bid, ask
        return self._ticker(known, frame.get("T"))

    def _on_trade(self, known: _Known, frame: Mapping[str, Any], trade_id: int) -> Ticker | None:
        if trade_id <= known.trade_id:
            self.drops[REPEATED] += 1
            return None
        price, quantity = Decimal(frame["p"]), Decimal(frame["q"])
        known.trade_id, known.price = trade_id, price
        if known.volume is not None and quantity.is_finite():
            known.volume += quantity  # until the day's figures come again
        _note_change(known)
        return self._ticker(known, frame["T"])

    def _on_day(self, known: _Known, frame: Mapping[str, Any]) -> Ticker | None:
        known.opened, known.high, known.low = Decimal(frame["o"]), Decimal(frame["h"]), Decimal(frame["l"])
        known.volume = Decimal(frame["v"])
        if known.price is None:
            known.price = Decimal(frame["c"])
        _note_change(known)
        return self._ticker(known, frame["E"])

    # --- what is asked for ---

    def on_answers(self, books: list[Any], days: list[Any]) -> list[Ticker]:
        """Take the answers of `bookTicker` and `24hr` (or `price`), after a gap and while polling."""
        for row in days:
            self._safely(self._on_day_row, row)
        return [ticker for row in books if (ticker := self._safely(self._on_book_row, row)) is not None]

    def _safely(self, take: Callable[[Any], Ticker | None], row: Any) -> Ticker | None:
        try:
            return take(row) if row["symbol"] in self._known else None
        except (AttributeError, ArithmeticError, KeyError, TypeError, ValueError):
            self.drops[MALFORMED] += 1
            return None

    def _on_book_row(self, row: Mapping[str, Any]) -> Ticker | None:
        known = self._known[row["symbol"]]
        bid, ask = Decimal(row["bidPrice"]), Decimal(row["askPrice"])
        if not (bid > ZERO and ask > ZERO):
            return None  # a halted symbol has no book
        known.bid, known.ask = bid, ask
        stamp = row.get("time")
        return self._ticker(known, stamp if isinstance(stamp, int) else None)

    def _on_day_row(self, row: Mapping[str, Any]) -> None:
        known = self._known[row["symbol"]]
        known.price = Decimal(row["lastPrice"] if "lastPrice" in row else row["price"])
        if "openPrice" in row:
            known.opened, known.volume = Decimal(row["openPrice"]), Decimal(row["volume"])
            known.high, known.low = Decimal(row["highPrice"]), Decimal(row["lowPrice"])
        _note_change(known)

    def _ticker(self, known: _Known, milliseconds: int | None) -> Ticker | None:
        if milliseconds is None:
            known.at = max(known.at, self._now())
        elif milliseconds > known.at_ms:
            known.at_ms = milliseconds
            known.at = max(known.at, datetime.fromtimestamp(milliseconds / 1000, UTC))
        price, bid, ask = known.price, known.bid, known.ask
        if price is None or bid is None or ask is None:
            return None
        return Ticker(known.symbol, price, bid, ask, known.at, known.volume, known.change, known.high, known.low)


def _note_change(known: _Known) -> None:
    if known.opened and known.price is not None:
        known.change = (known.price - known.opened) / known.opened * HUNDRED
