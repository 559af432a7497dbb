"""What the rules cost: calls that were blocked or rejected are followed in the shadow, beside everything traded.

A call is followed from the moment a rule blocks it, or the user rejects it, with the size it would have had. While it
waits in the queue this is only remembered: if it passes after all and is traded, nothing was missed. Once it has ended
untraded its shadow is kept as facts and lives on across restarts.

Who is charged: the first rule, in the order of `screening.RULES`, of those that blocked it when it ended, and no other;
a call that several rules blocked counts once, so that the rules' sums add up to the whole. A call that passed every
rule and that the user rejected is the user's own. A call nobody decided on, and one its author took back, is followed
for nobody.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain.amounts import ZERO
from echotrade_desktop.engine.domain.facts import (
    Fact,
    ShadowClosed,
    ShadowFilled,
    ShadowOpened,
    SignalApproved,
    SignalEdited,
    SignalEnded,
    SignalQueued,
    SignalRescreened,
)
from echotrade_desktop.engine.domain.market import Instrument, Ticker
from echotrade_desktop.engine.domain.messages import Event
from echotrade_desktop.engine.domain.position import Position
from echotrade_desktop.engine.domain.shadow import YOUR_REJECTION, Shadow
from echotrade_desktop.engine.domain.signal import QueuedSignal, SignalStatus
from echotrade_desktop.engine.signals.screening import used_leverage, worst_entry
from echotrade_desktop.engine.trading.alarms import Alarms, Calm
from echotrade_desktop.engine.trading.protection import ladder
from echotrade_desktop.engine.trading.shadow import ShadowNews, calm, step

DRIFT = "Price drift"


@dataclass(slots=True)
class _Waiting:
    """A blocked call in the queue: its shadow as it began, as it is now, and what has happened to it."""

    seed: Shadow
    now: Shadow
    news: list[ShadowNews] = field(default_factory=list)


class _Symbol:
    """Whom the ticks of one symbol concern: every one who waits for its entry, others at their alarm."""

    def __init__(self) -> None:
        self._entering: dict[str, None] = {}
        self._alarms = Alarms()

    def follow(self, shadow: Shadow, instrument: Instrument) -> None:
        """Follow a shadow from its present state on."""
        self._entering.pop(shadow.signal_id, None)
        self._alarms.drop(shadow.signal_id)
        if not shadow.entered:
            self._entering[shadow.signal_id] = None
        elif not shadow.ended:
            self._alarms.put(shadow.signal_id, calm(shadow, instrument))

    @property
    def busy(self) -> bool:
        """Whether a price could concern anybody."""
        return bool(self._entering or self._alarms)

    def calm(self) -> Calm | None:
        """Return which prices concern nobody; None when every price concerns somebody."""
        return None if self._entering else self._alarms.calm()

    def take_due(self, price: Decimal, now: datetime) -> list[str]:
        """Return whom a price concerns; who is to be followed further is told again."""
        due = [*self._entering, *self._alarms.due(price, now)]
        self._entering.clear()
        return due


class Shadows:
    """Follows what was not traded. `wake` asks the owner to call `record` soon, from where facts are recorded."""

    def __init__(self, desk: Desk, wake: Callable[[], None]) -> None:
        self._desk = desk
        self._wake = wake
        self._followed: dict[str, Shadow] = {}  # kept as facts, by signal id
        self._waiting: dict[str, _Waiting] = {}
        self._symbols: defaultdict[str, _Symbol] = defaultdict(_Symbol)
        self._news: list[Fact] = []

    def restore(self) -> None:
        """Take up where the ledger left off."""
        book = self._desk.book
        self._followed = {key: book.shadows[key] for key in book.live_shadows()}
        for shadow in self._followed.values():
            self._follow(shadow)
        for queued in book.queued():
            self._look_at(queued)

    def note(self, event: Event) -> None:
        """Hear of every fact after it has been recorded."""
        book = self._desk.book
        match event:
            case SignalQueued(queued=queued):
                self._look_at(queued)
            case SignalRescreened(signal_id=key):
                self._look_at(book.signals[key])
            case SignalEdited(signal=signal):
                self._waiting.pop(signal.signal_id, None)
                self._look_at(book.signals[signal.signal_id])
            case SignalApproved(signal_id=key):
                self._waiting.pop(key, None)
            case SignalEnded():
                self._on_end(event, book.signals[event.signal_id])

    def on_ticker(self, ticker: Ticker) -> None:
        """See every price."""
        followed = self._symbols.get(ticker.symbol)
        if followed is None or not followed.busy:
            return
        for key in followed.take_due(ticker.price, self._desk.clock.now()):
            if key in self._followed:
                news, after = self._step(self._followed[key], ticker)
                self._tell(*news)
                self._followed[key] = after
            elif key in self._waiting:
                waiting = self._waiting[key]
                news, after = self._step(waiting.now, ticker)
                waiting.now = after
                waiting.news += news
            else:
                continue  # traded, withdrawn or edited meanwhile
            if not _has_ended(news):
                self._follow(after)
            else:
                self._followed.pop(key, None)

    def calm(self, symbol: str) -> Calm | None:
        """Return which prices of a symbol change nothing here; None when every price counts."""
        followed = self._symbols.get(symbol)
        return Calm(None, None) if followed is None else followed.calm()

    async def record(self) -> None:
        """Make what has happened durable. Raises `StoreUnavailable`; the next call tries again."""
        news = tuple(self._news)
        if news:
            await self._desk.record(*news)
            del self._news[: len(news)]

    def _step(self, shadow: Shadow, ticker: Ticker) -> tuple[tuple[ShadowNews, ...], Shadow]:
        desk = self._desk
        news = step(shadow, ticker, desk.instrument(ticker.symbol), desk.limits, desk.clock.now())
        for one in news:
            if isinstance(one, ShadowFilled):
                shadow = shadow.after(one.fill, one.target)
        return news, shadow

    # --- which calls ---

    def _look_at(self, queued: QueuedSignal) -> None:
        """Begin to remember a call that is blocked, go on with one that still is, forget one that passes."""
        key = queued.signal.signal_id
        known = self._waiting.get(key)
        if queued.status is not SignalStatus.BLOCKED:
            self._waiting.pop(key, None)
        elif known is None or not known.now.entered:
            seed = self._begin(queued, queued.blocking[0].rule)
            if seed is not None:
                self._waiting[key] = _Waiting(seed, seed)
                self._follow(seed)

    def _on_end(self, ended: SignalEnded, queued: QueuedSignal) -> None:
        waiting = self._waiting.pop(ended.signal_id, None)
        rejected = ended.status is SignalStatus.REJECTED and ended.by == "user"
        if waiting is None and rejected:
            seed = self._begin(queued, YOUR_REJECTION)
            waiting = None if seed is None else _Waiting(seed, seed)
        if waiting is not None and (rejected or (waiting.now.entered and ended.status is SignalStatus.EXPIRED)):
            self._keep(waiting, queued)

    def _keep(self, waiting: _Waiting, queued: QueuedSignal) -> None:
        """Charge it to the first rule that blocks it now, and tell all that has happened to it."""
        blocked = waiting.seed.rule != YOUR_REJECTION and queued.blocking
        rule = queued.blocking[0].rule if blocked else waiting.seed.rule
        told = [replace(one, rule=rule) if isinstance(one, ShadowClosed) else one for one in waiting.news]
        self._tell(ShadowOpened(self._desk.clock.now(), replace(waiting.seed, rule=rule)), *told)
        if not _has_ended(told):
            self._followed[waiting.seed.signal_id] = replace(waiting.now, rule=rule)
            self._follow(waiting.now)

    def _begin(self, queued: QueuedSignal, rule: str) -> Shadow | None:
        """Return the shadow of a call as it stands now; None when it has no size that could be traded."""
        desk, signal = self._desk, queued.signal
        instrument = desk.instruments.get(signal.symbol)
        if instrument is None or queued.sizing is None:
            return None
        sizing = queued.sizing
        quantity = sizing.quantity or instrument.quantity_down(max(sizing.uncapped, ZERO) / signal.price)
        if quantity <= ZERO:
            return None
        drifted = any(verdict.rule == DRIFT for verdict in queued.blocking)
        return Shadow(
            signal_id=signal.signal_id,
            rule=rule,
            position=Position(
                position_id=f"shadow-{signal.signal_id}",
                signal_id=signal.signal_id,
                symbol=signal.symbol,
                side=signal.side,
                trader_id=signal.trader_id,
                trader_name=signal.trader_name,
                source=signal.source.value,
                leverage=used_leverage(signal, desk.limits, instrument),
                stop_loss=signal.stop_loss,
                initial_stop=signal.stop_loss,
                stop_is_ours=signal.stop_is_ours,
                take_profits=ladder(signal.take_profits),
            ),
            quantity=quantity,
            limit=None if drifted else worst_entry(signal, desk.limits, instrument),
            began_at=desk.clock.now(),
            enter_until=queued.expires_at,
        )

    def _follow(self, shadow: Shadow) -> None:
        instrument = self._desk.instruments.get(shadow.position.symbol)
        if instrument is not None:  # else this market does not have it, and no price of it will come
            self._symbols[instrument.symbol].follow(shadow, instrument)

    def _tell(self, *news: Fact) -> None:
        if news:
            self._news += news
            self._wake()


def _has_ended(news: Sequence[ShadowNews]) -> bool:
    return bool(news) and isinstance(news[-1], ShadowClosed)
