"""The door for prices: what is no price, too old, or a lone wild jump does not come in."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from echotrade_desktop.engine.domain.amounts import ZERO
from echotrade_desktop.engine.domain.market import Ticker

NOT_A_PRICE = "not a price"
CROSSED = "bid above ask"
OLDER = "older than the last"
UNKNOWN_SYMBOL = "unknown symbol"
MALFORMED = "malformed"
LONE_JUMP = "jump without a second tick"

FALLEN = Decimal("0.8")  # a fifth away from the last price in either direction
RISEN = Decimal("1.2")
AGREES_ABOVE = Decimal("0.95")  # a second tick agrees with the first within a twentieth
AGREES_BELOW = Decimal("1.05")
LEAP = timedelta(seconds=60)  # a timestamp that runs this far ahead of the time that passed is as wild as a price


@dataclass(slots=True)
class LastTick:
    """The last tick of a symbol that was let in, when (monotonic seconds), and the range the next may have."""

    ticker: Ticker
    received: float
    lowest: Decimal
    highest: Decimal


class Door:
    """Judges the ticks of one feed, and counts what it turns away by reason."""

    def __init__(self) -> None:
        self.drops: Counter[str] = Counter()
        self._held: dict[str, LastTick] = {}

    def admit(self, ticker: Ticker, last: LastTick | None, received: float) -> Ticker | None:
        """Return the tick as it may be passed on, or None; never raises, whatever came."""
        try:
            fault = self._fault(ticker, last, received)
            if fault is None:
                return _without_unusable_extras(ticker)
        except (ArithmeticError, AttributeError, TypeError, ValueError):
            fault = MALFORMED
        self.drops[fault] += 1
        return None

    def turn_away(self, reason: str) -> None:
        """Count a tick that does not even get to be judged."""
        self.drops[reason] += 1

    def forget(self, symbol: str) -> None:
        """Drop what was remembered of a symbol."""
        self._held.pop(symbol, None)

    def _fault(self, ticker: Ticker, last: LastTick | None, received: float) -> str | None:
        price, bid, ask = ticker.price, ticker.bid, ticker.ask
        if not (price.is_finite() and bid.is_finite() and ask.is_finite()) or price <= ZERO or bid <= ZERO:
            return NOT_A_PRICE
        if bid > ask:
            return CROSSED
        if ticker.timestamp.tzinfo is None:
            return MALFORMED
        if last is None:
            wild = not price * FALLEN <= bid <= ask <= price * RISEN
        elif ticker.timestamp < last.ticker.timestamp:
            return OLDER
        else:
            wild = (
                not last.lowest <= price <= last.highest
                or bid < last.lowest
                or ask > last.highest
                or _leaps(ticker, last, received)
            )
        if wild and not self._confirms(ticker, received):
            return LONE_JUMP
        if self._held:
            self._held.pop(ticker.symbol, None)
        return None

    def _confirms(self, ticker: Ticker, received: float) -> bool:
        """A wild tick comes in only when another one before it said nearly the same."""
        held = self._held.get(ticker.symbol)
        if held is not None and held.ticker != ticker and _agrees(ticker, held, received):
            return True
        self._held[ticker.symbol] = last_tick(ticker, received)
        return False


def last_tick(ticker: Ticker, received: float) -> LastTick:
    """Return what the door needs to know to judge the tick after this one."""
    return LastTick(ticker, received, ticker.price * FALLEN, ticker.price * RISEN)


def _agrees(ticker: Ticker, held: LastTick, received: float) -> bool:
    first = held.ticker
    return (
        all(
            before * AGREES_ABOVE <= now <= before * AGREES_BELOW
            for now, before in ((ticker.price, first.price), (ticker.bid, first.bid), (ticker.ask, first.ask))
        )
        and ticker.timestamp >= first.timestamp
        and not _leaps(ticker, held, received)
    )


def _leaps(ticker: Ticker, last: LastTick, received: float) -> bool:
    return ticker.timestamp - last.ticker.timestamp > LEAP + timedelta(seconds=received - last.received)


def _without_unusable_extras(ticker: Ticker) -> Ticker:
    """Day figures that are no numbers are unknown figures; the price beside them still counts."""
    change = ticker.change_24h
    if (change is None or change.is_finite()) and all(map(_usable, _day_figures(ticker))):
        return ticker
    volume, high, low = (figure if _usable(figure) else None for figure in _day_figures(ticker))
    if change is not None and not change.is_finite():
        change = None
    return replace(ticker, volume=volume, change_24h=change, high_24h=high, low_24h=low)


def _day_figures(ticker: Ticker) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    return ticker.volume, ticker.high_24h, ticker.low_24h


def _usable(figure: Decimal | None) -> bool:
    return figure is None or (figure.is_finite() and figure >= ZERO)
