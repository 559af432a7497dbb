"""The read side of the limits: what is in force and how much of it is used, and what a change would mean."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.amounts import ZERO
from echotrade_desktop.engine.domain.limit_rules import BadLimits
from echotrade_desktop.engine.domain.messages import VolatilityChanged
from echotrade_desktop.engine.domain.read_limits import Gauge, LimitsCheck, LimitsView, VolatilityRow
from echotrade_desktop.engine.domain.volatility import Halts
from echotrade_desktop.engine.hindsight import look_back
from echotrade_desktop.engine.limit_controls import LimitControls
from echotrade_desktop.engine.standing import worst_loss_today


class LimitsBoard:
    """Answers the page of rules and limits."""

    def __init__(
        self,
        desk: Desk,
        controls: LimitControls,
        volatility: Callable[[], dict[str, VolatilityChanged]] = dict,
        halts: Callable[[str], Halts] = lambda _symbol: (),
    ) -> None:
        self._desk = desk
        self._controls = controls
        self._volatility = volatility
        self._halts = halts

    def limits(self) -> LimitsView:
        """Return the limits as they stand."""
        desk, keeper = self._desk, self._controls.keeper
        rules = tuple(keeper.rules()) if keeper is not None else ()
        override, now = desk.book.max_positions, desk.clock.now()
        on = override is not None and now < override.until
        return LimitsView(
            limits=desk.limits,
            rules=rules,
            texts={rule.field: keeper.text_of(desk.limits, rule.field) for rule in rules} if keeper else {},
            gauges=self.gauges(),
            max_positions_for_now=override.limit if override is not None and on else None,
            max_positions_until=override.until if override is not None and on else None,
            traders=tuple((trader.trader_id, trader.name) for trader in desk.book.traders.values()),
            volatility=tuple(
                VolatilityRow(v.symbol, v.share, v.halted, self._halts(v.symbol)) for v in self._volatility().values()
            ),
        )

    def check(self, changes: Sequence[tuple[str, str]]) -> LimitsCheck:
        """Say which changes are no good, and which of the last calls the good ones would have blocked."""
        desk, refusals = self._desk, dict[str, str]()
        for change in changes:
            refusals |= self._refusals([change])
        good = [change for change in changes if change[0] not in refusals]
        refusals |= self._refusals(good)  # each may be good alone and bad beside another
        after = desk.limits if self._refusals(good) else self._controls.checked(desk.limits, good)
        return LimitsCheck(refusals, look_back(desk, desk.limits, after))

    def _refusals(self, changes: Sequence[tuple[str, str]]) -> dict[str, str]:
        try:
            self._controls.checked(self._desk.limits, changes)
        except BadLimits as error:
            return dict(error.refusals)
        return {}

    def gauges(self) -> tuple[Gauge, ...]:
        """Return open positions, the day's loss, the drawdown and the exposure against their limits."""
        desk = self._desk
        limits, worth, start = desk.limits_of(None), desk.valuation(), desk.day_start_equity()
        peak, count = max(desk.book.peak, worth.equity), len(desk.book.open_positions())
        loss = max(ZERO, start - worth.equity, worst_loss_today(desk.book, desk.clock.now()))
        positions = Gauge(
            "Open positions",
            str(count),
            str(limits.max_positions),
            _share(Decimal(count), Decimal(limits.max_positions)),
            "At the limit nothing new is opened; lowering it closes nothing.",
        )
        return (
            positions,
            _money("Loss today", loss, start * limits.max_daily_loss, "At the limit entries halt until 00:00 UTC."),
            _money(
                "Drawdown", peak - worth.equity, peak * limits.max_drawdown, "Below your highest equity of all time."
            ),
            _money(
                "Exposure", worth.exposure, worth.equity * limits.max_exposure, "What all open positions are worth."
            ),
        )


def _money(name: str, value: Decimal, limit: Decimal, sentence: str) -> Gauge:
    value = max(ZERO, value)
    return Gauge(
        name,
        words.money(value),
        words.money(limit, 0 if limit == limit.to_integral_value() else 2),
        _share(value, limit),
        sentence,
    )


def _share(value: Decimal, limit: Decimal) -> Decimal | None:
    return value / limit if limit > ZERO else None
