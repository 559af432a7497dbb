"""One step of a shadow: what a tick does to a call that was not traded. Pure: facts out, nothing changed.

It is filled as the paper broker fills. Entry at the ask (a short: at the bid) while that is within the limit; from the
next tick on the stop closes everything and each target its part, as `protection.wanted` lays them out, triggered by
the last price and filled at the quote, so that a gap through a stop costs what it costs. Fees are the user's taker
fee. Slippage is half of the most that is set: the mean of what the paper broker draws. What is still open after
`HORIZON` is closed at the quote. What its author says later, and what the user might have done, is not followed.
"""

from datetime import datetime, timedelta
from decimal import ROUND_UP, Decimal

from echotrade_desktop.engine.domain.amounts import ONE, ZERO
from echotrade_desktop.engine.domain.facts import ShadowClosed, ShadowFilled
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.market import Instrument, OrderSide, Ticker
from echotrade_desktop.engine.domain.order import Fill, OrderPurpose
from echotrade_desktop.engine.domain.shadow import NOT_ENTERED, Shadow
from echotrade_desktop.engine.trading.alarms import Calm
from echotrade_desktop.engine.trading.protection import Wanted, wanted

HORIZON = timedelta(days=7)
FEE_STEP = Decimal("0.00000001")

ShadowNews = ShadowFilled | ShadowClosed


def step(
    shadow: Shadow, ticker: Ticker, instrument: Instrument, limits: RiskLimits, now: datetime
) -> tuple[ShadowNews, ...]:
    """Return what a tick of its symbol leads to, in order; most lead to nothing."""
    follower = _Step(shadow, ticker, instrument, limits, now)
    return tuple(follower.exits() if shadow.entered else follower.entry())


def calm(shadow: Shadow, instrument: Instrument) -> Calm:
    """Return the last prices and the time at which `step` leads to nothing for a shadow that has been entered."""
    position = shadow.position
    stop, *targets = wanted(position, (), instrument)
    ends = (stop.trigger_price, position.liquidation_price(instrument))
    reached = [target.trigger_price for target in targets]
    until = shadow.began_at + HORIZON
    if position.side.sign > 0:
        return Calm(max(ends), min(reached, default=None), until)
    return Calm(max(reached, default=None), min(ends), until)


class _Step:
    """One shadow, one tick."""

    def __init__(
        self, shadow: Shadow, ticker: Ticker, instrument: Instrument, limits: RiskLimits, now: datetime
    ) -> None:
        self._shadow = shadow
        self._ticker = ticker
        self._instrument = instrument
        self._limits = limits
        self._now = now
        self._news: list[ShadowNews] = []

    def entry(self) -> list[ShadowNews]:
        """Enter when the price is there, give up when its time is over."""
        shadow, side = self._shadow, self._shadow.position.side
        if self._now > shadow.enter_until:
            return [ShadowClosed(self._now, shadow.signal_id, shadow.rule, ZERO, NOT_ENTERED)]
        quote = self._ticker.entry_price(side)
        if shadow.limit is not None and (quote - shadow.limit) * side.sign > ZERO:
            return []
        self._fill(OrderPurpose.ENTRY, side.entry, shadow.quantity, quote)
        return self._news

    def exits(self) -> list[ShadowNews]:
        """Close what is liquidated, stopped, reached or too old, in this order."""
        position = self._shadow.position
        stop, *targets = wanted(position, (), self._instrument)
        if self._beyond(position.liquidation_price(self._instrument)) <= ZERO:
            self._close(OrderPurpose.LIQUIDATION, self._margin_left())
        elif self._triggered(stop):
            self._close(OrderPurpose.STOP, self._quote)
        else:
            for target in filter(self._triggered, targets):
                self._fill(OrderPurpose.TARGET, position.side.exit, target.quantity, self._quote, target.target)
            if not self._shadow.ended and self._now - self._shadow.began_at >= HORIZON:
                self._close(OrderPurpose.CLOSE, self._quote)
        if self._shadow.ended:
            shadow, after = self._shadow, self._shadow.position
            ended = ShadowClosed(self._now, shadow.signal_id, shadow.rule, after.net_pnl, after.closed_by or "")
            self._news.append(ended)
        return self._news

    @property
    def _quote(self) -> Decimal:
        return self._ticker.exit_price(self._shadow.position.side)

    def _beyond(self, price: Decimal) -> Decimal:
        """How far the last price is on the winning side of another."""
        return (self._ticker.price - price) * self._shadow.position.side.sign

    def _triggered(self, want: Wanted) -> bool:
        beyond = self._beyond(want.trigger_price)
        return beyond <= ZERO if want.purpose is OrderPurpose.STOP else beyond >= ZERO

    def _margin_left(self) -> Decimal:
        """The quote, but never worse than the margin can bear."""
        position = self._shadow.position
        bankrupt = position.average_entry * (ONE - ONE / position.leverage * position.side.sign)
        if position.side.sign > 0:
            return max(self._quote, self._instrument.price_up(bankrupt), self._instrument.tick)
        return min(self._quote, self._instrument.price_down(bankrupt))

    def _close(self, purpose: OrderPurpose, quote: Decimal) -> None:
        position = self._shadow.position
        self._fill(purpose, position.side.exit, position.quantity, quote)

    def _fill(
        self, purpose: OrderPurpose, side: OrderSide, quantity: Decimal, quote: Decimal, target: int | None = None
    ) -> None:
        shadow, price = self._shadow, self._slipped(purpose, side, quote)
        name = f"shadow-{shadow.signal_id}-{shadow.fills + 1}"
        fill = Fill(
            trade_id=name,
            client_order_id=name,
            position_id=shadow.position.position_id,
            symbol=self._ticker.symbol,
            side=side,
            purpose=purpose,
            quantity=quantity,
            price=price,
            fee=(price * quantity * self._limits.taker_fee).quantize(FEE_STEP, ROUND_UP),
            at=self._now,
            slippage=abs(price - quote),
        )
        self._shadow = shadow.after(fill, target)
        self._news.append(ShadowFilled(self._now, shadow.signal_id, fill, target))

    def _slipped(self, purpose: OrderPurpose, side: OrderSide, quote: Decimal) -> Decimal:
        """The price half the allowed slippage against us, on the tick, never beyond the limit of the entry."""
        if purpose is OrderPurpose.LIQUIDATION:
            return quote
        slip, limit = quote * self._limits.slippage / 2, self._shadow.limit
        if side is OrderSide.BUY:
            price = self._instrument.price_up(quote + slip)
            return price if limit is None or purpose is not OrderPurpose.ENTRY else min(price, limit)
        price = max(self._instrument.tick, self._instrument.price_down(quote - slip))
        return price if limit is None or purpose is not OrderPurpose.ENTRY else max(price, limit)
