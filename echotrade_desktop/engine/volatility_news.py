"""Tells the screen how much a symbol moves, and the user when a blackout begins or ends."""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.messages import Event, LimitsChanged, VolatilityChanged
from echotrade_desktop.engine.domain.volatility import Halts, Volatility
from echotrade_desktop.engine.market.volatility import TIMEFRAME

_SEEN = Decimal("0.0005")  # a smaller change is not worth a repaint


class VolatilityNews:
    """Publishes what has changed since it last spoke."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._newest: dict[str, Volatility] = {}
        self._told: dict[str, tuple[Decimal, bool]] = {}

    def measured(self, symbol: str, volatility: Volatility) -> None:
        """Take a new measurement."""
        self._newest[symbol] = volatility
        if self._has_turned(symbol):
            self._tell([symbol], halted=self._told[symbol][1])

    def note(self, event: Event) -> None:
        """Look at everything again when the limits are others."""
        if isinstance(event, LimitsChanged):
            turned = [symbol for symbol in self._newest if self._has_turned(symbol)]
            for halted in (True, False):
                if symbols := [symbol for symbol in turned if self._told[symbol][1] is halted]:
                    self._tell(symbols, halted=halted)

    def all(self) -> dict[str, VolatilityChanged]:
        """Return how each measured symbol stands."""
        return {
            symbol: VolatilityChanged(symbol, found.now, self._told[symbol][1], found.at)
            for symbol, found in self._newest.items()
        }

    def halts(self, symbol: str) -> Halts:
        """Return when the limits in force halted entries in a symbol, as far back as its candles tell."""
        found, limits = self._newest.get(symbol), self._desk.limits
        if found is None:
            return ()
        return found.halts(limits.volatility_blackout, limits.volatility_resume, TIMEFRAME.length)

    def _has_turned(self, symbol: str) -> bool:
        """Publish how a symbol stands if that is new; return whether a blackout has begun or ended."""
        found, limits = self._newest[symbol], self._desk.limits
        halted = found.is_halted(limits.volatility_blackout, limits.volatility_resume)
        before, now = self._told.get(symbol), ((found.now / _SEEN).quantize(Decimal(1), ROUND_HALF_EVEN), halted)
        if now == before:
            return False
        self._told[symbol] = now
        self._desk.publish(VolatilityChanged(symbol, found.now, halted, self._desk.clock.now()))
        return halted is not (before is not None and before[1])

    def _tell(self, symbols: Sequence[str], *, halted: bool) -> None:
        limits, names = self._desk.limits, ", ".join(symbols)
        above, resume = limits.volatility_blackout, limits.volatility_resume
        if above is None:
            self._desk.tell(f"{names}: the volatility blackout is off, entries are allowed.")
            return
        now = ", ".join(words.percent(self._newest[symbol].now) for symbol in symbols)
        if halted:
            ends = words.percent(above if resume is None else resume)
            self._desk.tell(
                f"{names}: volatility {now} is above {words.percent(above)}, no entries there. "
                f"They resume by themselves below {ends}.",
                "warning",
            )
        else:
            self._desk.tell(f"{names}: volatility is down to {now}, entries are allowed again.")
