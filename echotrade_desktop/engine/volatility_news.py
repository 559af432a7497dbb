"""Tells the screen how much a symbol moves, and the user when a blackout begins or ends."""

from decimal import ROUND_HALF_EVEN, Decimal

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.messages import Event, LimitsChanged, VolatilityChanged
from echotrade_desktop.engine.domain.volatility import Volatility

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
        limits = self._desk.limits
        halted = volatility.is_halted(limits.volatility_blackout, limits.volatility_resume)
        told = ((volatility.now / _SEEN).quantize(Decimal(1), ROUND_HALF_EVEN), halted)
        before = self._told.get(symbol)
        if told == before:
            return
        self._told[symbol] = told
        self._desk.publish(VolatilityChanged(symbol, volatility.now, halted, self._desk.clock.now()))
        if halted is not (before is not None and before[1]):
            self._tell(symbol, volatility.now, halted)

    def note(self, event: Event) -> None:
        """Look at everything again when the limits are others."""
        if isinstance(event, LimitsChanged):
            for symbol, volatility in tuple(self._newest.items()):
                self.measured(symbol, volatility)

    def all(self) -> dict[str, VolatilityChanged]:
        """Return how each measured symbol stands."""
        return {
            symbol: VolatilityChanged(symbol, found.now, self._told[symbol][1], found.at)
            for symbol, found in self._newest.items()
        }

    def _tell(self, symbol: str, share: Decimal, halted: bool) -> None:
        limits, now = self._desk.limits, words.percent(share, 1)
        above, resume = limits.volatility_blackout, limits.volatility_resume
        if above is None:
            self._desk.tell(f"{symbol}: the volatility blackout is off, entries are allowed.")
        elif halted:
            ends = words.percent(above if resume is None else resume, 1)
            self._desk.tell(
                f"{symbol}: volatility {now} is above {words.percent(above, 1)}, no entries there. "
                f"They resume by themselves below {ends}.",
                "warning",
            )
        else:
            self._desk.tell(f"{symbol}: volatility is down to {now}, entries are allowed again.")
