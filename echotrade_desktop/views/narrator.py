"""Turns events into sentences for the user, with the way back where there is one."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial

from echotrade_desktop.engine.domain import messages as m
from echotrade_desktop.engine.domain.limits import Trader
from echotrade_desktop.engine.domain.market import Instrument, OrderSide
from echotrade_desktop.engine.domain.order import Fill, OrderPurpose
from echotrade_desktop.engine.domain.position import ProtectionStatus
from echotrade_desktop.engine.domain.read import PositionRow
from echotrade_desktop.engine.domain.signal import SignalStatus, TradingSignal
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.door import Bridge
from echotrade_desktop.views.numerals import spoken
from echotrade_desktop.views.telegram.said import said
from echotrade_desktop.views.toasts import Telling
from echotrade_desktop.views.translation import tr

_FILLED = {
    OrderPurpose.STOP: "Stop hit: {verb} {amount} at {price}.",
    OrderPurpose.TARGET: "Target reached: {verb} {amount} at {price}.",
    OrderPurpose.CLOSE: "Closed: {verb} {amount} at {price}.",
    OrderPurpose.ENTRY: "{Verb} {amount} at {price}.",
}
_SHOWN_TARGETS = 3


class Narrator:
    """Knows what was, to say what has changed."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._traders: dict[str, Trader] = {}
        self._factor: Decimal | None = None
        self._instruments: dict[str, Instrument] = {}
        self.take_up: Callable[[m.Offer], object] = lambda _offer: None
        """Does what a notice offers, once the user wants it."""

    def learn(self) -> None:
        """Take the present state as what was."""
        self._instruments = {one.symbol: one for one in self._bridge.query("instruments")}
        self._traders = {row.trader.trader_id: row.trader for row in self._bridge.query("traders")}
        self._factor = self._bridge.query("portfolio").global_multiplier

    def tell(self, event: object) -> Telling | None:
        """What to say about an event; None when its view says enough."""
        match event:
            case m.CommandRefused(reason=reason) | m.StopMoveRefused(reason=reason):
                return Telling(spoken(reason), "warning")
            case m.Notice(sentence=sentence, level=level, offers=offers):
                return Telling(said(sentence), level, ways=self._ways(offers))
            case m.TraderSeen(trader=trader):
                self._traders[trader.trader_id] = trader
            case m.TraderChanged(trader=trader):
                return self._trader(trader)
            case m.GlobalMultiplierChanged(multiplier=factor):
                return self._global(factor)
            case m.EntriesPaused(by="user"):
                undo = lambda: self._bridge.submit(m.ResumeEntries())  # noqa: E731
                return Telling(tr("Entries are paused. Stops, targets and closing go on."), undo=undo)
            case m.EntriesPaused(reason=reason):
                return Telling(
                    tr("Entries are paused: {reason}. Stops, targets and closing go on.", reason=spoken(reason)),
                    "warning",
                )
            case m.EntriesResumed():
                return Telling(tr("Entries are allowed again."))
            case _:
                return self._trade(event)
        return None

    def _ways(self, offers: Iterable[m.Offer]) -> tuple[tuple[str, Callable[[], object]], ...]:
        """What is offered, by its name, and what taking it does; a position that is closed takes nothing."""
        rows: dict[str, PositionRow] = {row.position_id: row for row in self._bridge.query("open_positions")}
        held = [(offer, rows[offer.position_id]) for offer in offers if offer.position_id in rows]
        several = len({row.position_id for _, row in held}) > 1
        return tuple((_name_of(offer, row, among_others=several), partial(self.take_up, offer)) for offer, row in held)

    def _trade(self, event: object) -> Telling | None:
        match event:
            case m.SignalApproved(order=order, by="user") if order is not None:
                return None  # the card is gone, and the fill or the refusal follows at once
            case m.SignalApproved(signal_id=key, order=order, by=by):
                who = tr("Approved") if by == "user" else tr("Approved by rule")
                rest = tr("it waits for the call's price") if order is None else tr("the order is on its way")
                return Telling(f"{who}: {self._call(key)}, {rest}.")
            case m.SignalEnded(signal_id=key, status=SignalStatus.REJECTED, by="user"):
                return Telling(tr("Rejected: {call}.", call=self._call(key)))
            case m.SignalEnded(signal_id=key, status=SignalStatus.NOT_EXECUTED, reason=reason):
                return Telling(
                    tr("Not executed: {call}. {reason}", call=self._call(key), reason=spoken(reason or "")).strip(),
                    "warning",
                )
            case m.FillRecorded(fill=fill):
                return self._fill(fill)
            case m.StopMoved(position_id=key, price=price, was=was):
                return self._stop(key, price, was)
            case m.ProtectionChanged(position_id=key, status=ProtectionStatus.UNPROTECTED):
                return Telling(
                    tr(
                        "{position} has no stop. The app keeps trying; close it if you do not want to wait.",
                        position=self._held(key),
                    ),
                    "danger",
                )
        return self._limit(event)

    def _limit(self, event: object) -> Telling | None:
        match event:
            case m.LimitsChanged(changed=changed):
                return self._limits(changed)
            case m.MaxPositionsSet(limit=limit, until=until, at=at):
                over = tr("The usual maximum of positions is in force again.")
                return Telling(
                    over
                    if until <= at
                    else tr("At most {limit} open positions for {age}.", limit=limit, age=fmt.age(until - at))
                )
        return None

    def _trader(self, trader: Trader) -> Telling | None:
        before, self._traders[trader.trader_id] = self._traders.get(trader.trader_id), trader
        name, key = fmt.plain(trader.name, 40), trader.trader_id
        if before is None or before.enabled != trader.enabled:
            rest = (
                tr("is on: calls are followed.")
                if trader.enabled
                else tr("is off: calls are blocked, open positions stay managed.")
            )
            return Telling(f"{name} {rest}", undo=lambda: self._bridge.submit(m.ToggleTrader(key, not trader.enabled)))
        if before.multiplier != trader.multiplier:
            undo = lambda: self._bridge.submit(m.SetTraderMultiplier(key, before.multiplier))  # noqa: E731
            return Telling(
                tr("{name} is now traded at {multiplier}.", name=name, multiplier=fmt.times(trader.multiplier)),
                undo=undo,
            )
        if before.approval != trader.approval:
            return Telling(
                tr(
                    "Calls of {name} are now approved {what}.",
                    name=name,
                    what=tr("by rule") if trader.approval == "automatic" else tr("by you"),
                )
            )
        if before != trader:
            return Telling(tr("Options of {name} are saved.", name=name))
        return None

    def _limits(self, changed: tuple[m.LimitChange, ...]) -> Telling:
        back = tuple((change.field, change.was) for change in changed)
        first = changed[0]
        told = tr(
            "{name} is now {now}, was {was}.",
            name=tr(first.name),
            now=fmt.told(first.now, 80) or tr("off"),
            was=fmt.told(first.was, 80) or tr("off"),
        )
        if len(changed) > 1:
            names = [tr(change.name) for change in changed[:4]] + (
                [tr("{n} more", n=len(changed) - 4)] if len(changed) > 4 else []
            )
            told = tr("{n} limits are changed: {names}.", n=len(changed), names=", ".join(names))
        return Telling(told, undo=lambda: self._bridge.submit(m.ChangeLimits(back)))

    def _global(self, factor: Decimal) -> Telling:
        before, self._factor = self._factor, factor
        undo = None if before is None else lambda: self._bridge.submit(m.SetGlobalMultiplier(before))
        return Telling(tr("New calls are now traded at {factor} for all.", factor=fmt.times(factor)), undo=undo)

    def _fill(self, fill: Fill) -> Telling:
        instrument = self._instruments.get(fill.symbol)
        verb = tr("bought") if fill.side is OrderSide.BUY else tr("sold")
        price = fmt.price(fill.price, instrument or max(0, fmt.decimals_of(fill.price)))
        amount = f"{fmt.quantity(fill.quantity, instrument)} {fmt.base(fill.symbol)}"
        words = tr(_FILLED[fill.purpose], verb=verb, Verb=verb.capitalize(), amount=amount, price=price)
        return Telling(words, "warning" if fill.purpose is OrderPurpose.STOP else "info")

    def _stop(self, key: str, price: Decimal, was: Decimal) -> Telling | None:
        row = next((row for row in self._bridge.query("open_positions") if row.position_id == key), None)
        if row is None or price == was:
            return None
        undo = lambda: self._bridge.submit(m.MoveStop(key, was, row.version, loosen=True))  # noqa: E731
        told = tr(
            "Stop of {symbol} moved to {price}, was {was}.",
            symbol=row.symbol,
            price=fmt.price(price, row.instrument),
            was=fmt.price(was, row.instrument),
        )
        return Telling(told, undo=undo)

    def new_call(self, signal: TradingSignal) -> tuple[str, str]:
        """Title and sentence of the notice that a call waits."""
        instrument = self._instruments.get(signal.symbol) or max(0, fmt.decimals_of(signal.price))
        entry, stop = fmt.price(signal.price, instrument), fmt.price(signal.stop_loss, instrument)
        title = tr(
            "{symbol} {side} from {trader_name}",
            symbol=signal.symbol,
            side=signal.side.value,
            trader_name=fmt.plain(signal.trader_name, 30),
        )
        return title, tr("Entry {entry}, stop {stop}. It waits for you.", entry=entry, stop=stop)

    def _call(self, signal_id: str) -> str:
        signals: list[TradingSignal] = [row.queued.signal for row in self._bridge.query("signals")]
        found = next((signal for signal in signals if signal.signal_id == signal_id), None)
        return (
            tr("a call")
            if found is None
            else tr(
                "{symbol} {side} from {trader_name}",
                symbol=found.symbol,
                side=found.side.value,
                trader_name=fmt.plain(found.trader_name, 40),
            )
        )

    def _held(self, position_id: str) -> str:
        rows = self._bridge.query("open_positions")
        return next(
            (f"{row.symbol} {row.side.value}" for row in rows if row.position_id == position_id), tr("A position")
        )


def _name_of(offer: m.Offer, row: PositionRow, *, among_others: bool) -> str:
    """What taking an offer is called; the symbol is said where the notice speaks of several positions."""
    if offer.stop_loss is not None:
        name = tr("Move the stop to {price}", price=fmt.price(offer.stop_loss, row.instrument))
    elif offer.take_profits:
        shown = [fmt.price(price, row.instrument) for price in offer.take_profits]
        more = " …" if len(shown) > _SHOWN_TARGETS else ""
        name = tr("Set the targets to {prices}", prices=" · ".join(shown[:_SHOWN_TARGETS]) + more)
    else:
        name = tr("Close the position…")
    return f"{fmt.base(row.symbol)}: {name}" if among_others else name
