"""The engine's façade: commands, messages and the broker's news come in, are handled one by one, and facts go out.

Everything that changes the state goes through a lane: what is about a position through that position's, so that nothing
of it waits for what hangs elsewhere; everything else through one, in series, so that limits are asked at the moment of
sending and a double click finds the first click's work done. Ticks do not queue: every listener sees each.
"""

import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from itertools import islice

from echotrade_desktop.engine.approvals import Approvals
from echotrade_desktop.engine.cash import book_move
from echotrade_desktop.engine.channels import Channels
from echotrade_desktop.engine.controls import Controls
from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain.amounts import ONE, ZERO
from echotrade_desktop.engine.domain.cash import CashMove
from echotrade_desktop.engine.domain.commands import (
    ApproveSignal,
    CloseAll,
    ClosePosition,
    Command,
    ConfirmReading,
    CorrectReading,
    Edit,
    EditSignal,
    ForgetReading,
    MoveStop,
    PauseEntries,
    Preview,
    RejectSignal,
    SetChannelProfile,
    SetTargets,
)
from echotrade_desktop.engine.domain.errors import EchoTradeError, StoreUnavailable
from echotrade_desktop.engine.domain.facts import AccountOpened, Fact
from echotrade_desktop.engine.domain.market import Instrument, Ticker
from echotrade_desktop.engine.domain.messages import (
    CommandDone,
    CommandRefused,
    EntriesPaused,
    Health,
    HealthChanged,
    StopMoveRefused,
    TickerChanged,
)
from echotrade_desktop.engine.domain.order import Fill, Order
from echotrade_desktop.engine.domain.ports import SignalSource
from echotrade_desktop.engine.domain.signal import RawMessage
from echotrade_desktop.engine.follow_up import FollowUp
from echotrade_desktop.engine.followed_stops import FollowedStops
from echotrade_desktop.engine.halts import Halts
from echotrade_desktop.engine.intake import LOOKED_AHEAD, Intake
from echotrade_desktop.engine.lanes import CALL, DESK, NEWS, SOON, WISH, Lanes, Work
from echotrade_desktop.engine.positions import Positions, StopRefused
from echotrade_desktop.engine.preview import preview
from echotrade_desktop.engine.runtime import Outbox, together
from echotrade_desktop.engine.shadow import Shadows
from echotrade_desktop.engine.trading.executor import Executor

log = logging.getLogger(__name__)

BEAT_S = 1.0
WRITE_AGAIN_S = 1.0
RESCREENED_A_BEAT = 50  # calls: asking all of a flood every second would hold up everything else
RESCREENED_AT_ONCE = 10  # of these, before whatever else waits has its turn: a new call is on the screen in a moment
MARK_EVERY = timedelta(minutes=1)
FINEST_STEP = Decimal("0.00000001")  # of a symbol whose own steps are no longer known


@dataclass(frozen=True, slots=True)
class _Beat:
    """A second has passed."""


@dataclass(frozen=True, slots=True)
class _PositionBeat:
    """A second has passed for a position."""

    position_id: str


@dataclass(frozen=True, slots=True)
class _Sweep:
    """A second has passed for what rests at the broker."""


@dataclass(frozen=True, slots=True)
class _Rescreen:
    """Some of the queue are to be judged anew, and after them so many more."""

    left: int


@dataclass(frozen=True, slots=True)
class _ShadowMoved:
    """Something has happened to a call that was not traded."""


@dataclass(frozen=True, slots=True)
class _PriceCame:
    """A price that an approved call waits for."""

    symbol: str


@dataclass(frozen=True, slots=True)
class _Woke:
    """Time has passed in which nothing was seen."""

    seconds: float


Beats = _Beat | _PositionBeat | _Sweep
FIRST_COME = (  # what was told, then time and a pause, then every other wish, then every call: a flood of those waits
    (NEWS, Fill | Order),
    (SOON, Beats | _Woke | PauseEntries),
    (WISH, Command | CashMove | _PriceCame | _ShadowMoved),
)
Item = Command | RawMessage | Fill | Order | CashMove | Beats | _PriceCame | _Rescreen | _ShadowMoved | _Woke
SWEEPING = "the sweep"  # a lane of its own, which waits for those of the positions


class Engine:
    """`submit` wishes, `preview` edits, `run` until cancelled; events leave through `outbox`."""

    def __init__(self, desk: Desk, executor: Executor, outbox: Outbox) -> None:
        self.desk = desk
        self.outbox = outbox
        self._lanes = Lanes(self._carry_out_surely)
        self.positions = Positions(desk, executor, self._lanes)
        self.approvals = Approvals(desk, executor, self.positions)
        self.controls = Controls(desk, self.approvals.rescreen)
        self._halts = Halts(desk, self.positions)
        self._followed = FollowedStops(desk, self.positions)
        self.channels = Channels(desk)
        self._intake = Intake(desk, FollowUp(desk, self.positions, self._lanes))
        self._executor = executor
        self._line: deque[RawMessage] = deque()  # messages in the order in which they came
        self._refused = False  # the disk has refused the first of them
        self._asked_for: set[str] = set()
        self._beating: set[Beats] = set()
        self._rescreens = False
        self._ledger_down, self._trouble = False, ""
        self._refusals = 0  # of the disk
        self._unwritten = 0  # pieces of the broker's news that wait for it
        self.shadows = Shadows(desk, lambda: self._put(_ShadowMoved()))
        outbox.subscribe(self.shadows.note, prices=False)
        executor.broker.listen(self)

    # --- the doors ---

    def submit(self, command: Command) -> str:
        """Put a wish in the inbox; its answer is an event that carries the id returned here."""
        self._put(command)
        return command.command_id

    def preview(self, edit: Edit) -> Preview:
        """Answer at once what an edit would mean."""
        return preview(self.desk, edit)

    def receive(self, message: RawMessage) -> None:
        """Take a message from a source of calls."""
        self._line.append(message)
        self._put(message)

    def filled(self, fill: Fill) -> None:
        """Take an execution from the broker."""
        self._put(fill)

    def order_changed(self, order: Order) -> None:
        """Take the broker's word on an order."""
        self._put(order)

    def cash_moved(self, move: CashMove) -> None:
        """Take the broker's word on money that came or went; what the disk refuses the broker tells again."""
        self._put(move)

    def on_ticker(self, ticker: Ticker) -> None:
        """See every price: tell the screen, and wake what waits for it."""
        self.outbox.publish(TickerChanged(ticker, ticker.symbol))
        self.shadows.on_ticker(ticker)
        self._followed.on_ticker(ticker)
        symbol = ticker.symbol
        if symbol not in self._asked_for and self._somebody_waits(symbol):
            self._asked_for.add(symbol)
            self._put(_PriceCame(symbol))

    def beat(self) -> None:
        """Let stops, expiry, rescreening and the equity curve move on; called once a second. Beats do not pile up."""
        self._followed.watch()
        self._beat_positions()
        self._put_beat(_Sweep())
        self._put_beat(_Beat())

    def _beat_positions(self) -> None:
        for position_id in self.positions.in_the_market():
            self._put_beat(_PositionBeat(position_id))

    def _put_beat(self, beat: Beats) -> None:
        if beat not in self._beating:
            self._beating.add(beat)
            self._put(beat)

    def woke(self, seconds: float) -> None:
        """Look everything up again after the machine slept, or its clock was moved, for so many seconds."""
        self._put(_Woke(seconds))

    def _put(self, item: Item) -> None:
        rank = next((rank for rank, kinds in FIRST_COME if isinstance(item, kinds)), CALL)
        self._lanes.put(_lane_of(item), rank, partial(self._handle, item))

    async def settle(self) -> None:
        """Wait until everything that came in, and what it led to, has been handled."""
        await self._lanes.idle()

    # --- life ---

    async def start(
        self, facts: Sequence[Fact] | None = None, cash: Decimal | None = None, mode: str = "paper"
    ) -> None:
        """Rebuild the state from the event log, or from its `facts` if they were read already.

        A new ledger gets its account: `cash` in quote currency (default: what the limits say), paper or live.
        """
        desk = self.desk
        if facts is None:
            facts = await desk.ledger.load()
        for fact in facts:
            desk.book.apply(fact)
        self._keep_what_is_no_longer_traded()
        if not facts:
            begins_with = desk.limits.starting_cash if cash is None else cash
            await desk.record(AccountOpened(desk.clock.now(), begins_with, mode))
        self.shadows.restore()
        await self._intake.restore()

    def _keep_what_is_no_longer_traded(self) -> None:
        """A position whose symbol the market has dropped stays on the screen, without a price; the others go on."""
        desk = self.desk
        for position in desk.book.open_positions():
            if position.symbol not in desk.instruments:
                gone = Instrument(position.symbol, FINEST_STEP, FINEST_STEP, ZERO)
                desk.instruments = {**desk.instruments, position.symbol: gone}
                desk.tell(
                    f"{position.symbol} is no longer traded here: its stop is not watched. Close it elsewhere.",
                    "danger",
                )

    async def recover(self) -> None:
        """Resolve what was under way when the app stopped and restore every stop, while `run` runs; entries wait."""
        for sentence in await self.positions.recover():
            self.desk.tell(sentence, "warning")
        await self.desk.mark_equity()
        self._tell_health()

    async def run(self) -> None:
        """Handle what comes in, until cancelled."""
        await self._lanes.run()

    async def run_source(self, source: SignalSource) -> None:
        """Read a source of calls until it ends; raises `SourceUnavailable` when the connection is lost."""
        clock = self.desk.clock
        self.outbox.publish(HealthChanged("calls", Health.UP, source.name, clock.now()))
        async for message in source.messages():
            self.receive(message)

    async def run_beat(self) -> None:
        """Beat once a second."""
        while True:
            await self.desk.clock.sleep(BEAT_S)
            self.beat()

    # --- one thing at a time ---

    async def _handle(self, item: Item) -> None:
        match item:
            case RawMessage():
                await self._take_messages()
            case Fill() | Order():
                await self.positions.hear(item)
            case CashMove():
                await book_move(self.desk, item)
            case _Beat() | _PositionBeat() | _Sweep():
                self._beating.discard(item)
                await self._on_beat(item)
            case _Rescreen(left):
                await self._rescreen(left)
            case _ShadowMoved():
                await self.shadows.record()
            case _Woke():
                await self._on_wake(item.seconds)
            case _PriceCame():
                self._asked_for.discard(item.symbol)
                await self.approvals.enter_waiting(item.symbol)
            case _:
                await self._answer(item)

    async def _take_messages(self) -> None:
        """Take messages in the order in which they came: none is passed over when the disk refuses one.

        The mark of their chat would pass it too, and a source would never bring it again.
        """
        while self._line:
            try:
                taken, signals = await self._intake.take_some(list(islice(self._line, LOOKED_AHEAD)))
            except StoreUnavailable:
                self._refused = True
                raise
            except Exception:
                self._line.popleft()
                raise
            for _ in range(taken):
                self._line.popleft()
            for queued in signals:
                await self.approvals.approve_by_rule(queued)
            if not self._refused and self._lanes.waits(DESK, CALL):
                return  # whoever waits goes first, or is the next message and goes on here
        self._refused = False

    async def _take_what_was_refused(self) -> None:
        """Try again; what has waited came now, as far as its age is concerned."""
        if not self._refused:
            return
        now = self.desk.clock.now()
        self._line = deque(replace(message, received_at=now) for message in self._line)
        await self._take_messages()

    async def _carry_out_surely(self, rank: int, work: Work) -> None:
        """Do a piece of work; what the broker told us is not lost, however long the disk refuses."""
        if await self._carried_out(work):
            return
        if rank != NEWS:
            self.desk.tell(f"Something could not be written down. {self._trouble}", "danger")
            return
        self._unwritten += 1
        try:
            while True:
                await self.desk.clock.sleep(WRITE_AGAIN_S)
                if await self._carried_out(work, again=True):
                    return
        finally:
            self._unwritten -= 1

    async def _carried_out(self, work: Work, *, again: bool = False) -> bool:
        """Do a piece of work once; False when the disk refused it."""
        refusals = self._refusals
        try:
            await work()
        except StoreUnavailable as trouble:
            self._tell_ledger_down(trouble)
            return False
        except Exception:
            log.exception("something could not be handled")
            self._pause_after_a_fault()
        else:
            if self._ledger_down and self._refusals == refusals and self._unwritten == again:
                self._ledger_down = False
                self.outbox.publish(HealthChanged("ledger", Health.UP, "agrees", self.desk.clock.now()))
        return True

    def _tell_ledger_down(self, trouble: StoreUnavailable) -> None:
        self._ledger_down, self._trouble = True, str(trouble)
        self._refusals += 1
        self.outbox.publish(HealthChanged("ledger", Health.DOWN, str(trouble), self.desk.clock.now()))

    def _pause_after_a_fault(self) -> None:
        """Open nothing new on a state that may be wrong; stops, targets and closes go on."""
        reason = "a fault in EchoTrade, see the log"
        self.desk.tell(f"Entries are paused after {reason}. Stops and closes work on. Check your positions.", "danger")

        async def pause() -> None:
            if self.desk.book.paused is None:
                await self.desk.record(EntriesPaused(self.desk.clock.now(), reason, by="fault"))

        self._lanes.put(DESK, SOON, pause)

    async def _answer(self, command: Command) -> None:
        """Carry out a command; whatever goes wrong is its one answer."""
        try:
            await self._carry_out(command)
        except StopRefused as refusal:
            assert isinstance(command, MoveStop)  # noqa: S101 - only a moved stop is refused this way
            self.outbox.publish(self._stop_refused(command, refusal))
        except StoreUnavailable as trouble:
            self._tell_ledger_down(trouble)
            self.outbox.publish(CommandRefused(command.command_id, str(trouble)))
        except EchoTradeError as refusal:
            self.outbox.publish(CommandRefused(command.command_id, str(refusal)))
        except Exception:
            log.exception("%s failed", type(command).__name__)
            reason = (
                "A fault in EchoTrade stopped this; the log has the details. Look at your positions before going on."
            )
            self.outbox.publish(CommandRefused(command.command_id, reason))

    async def _carry_out(self, command: Command) -> None:
        match command:
            case ApproveSignal():
                await self.approvals.approve(command)
            case RejectSignal():
                await self.approvals.reject(command)
            case EditSignal():
                await self.approvals.edit(command)
            case ClosePosition():
                sentence = await self.positions.close(command.position_id, command.share, version=command.version)
                self.outbox.publish(CommandDone(command.command_id, sentence))
            case CloseAll():
                await self._close_all(command)
            case MoveStop():
                await self._move_stop(command)
            case SetTargets():
                await self.positions.set_targets(
                    command.position_id,
                    command.prices,
                    by="user",
                    version=command.version,
                    command_id=command.command_id,
                )
            case SetChannelProfile() | ConfirmReading() | CorrectReading() | ForgetReading():
                await self.channels.carry_out(command)
            case _:
                await self._switch(command)

    async def _switch(self, command: Command) -> None:
        for fact in await self.controls.carry_out(command):
            if isinstance(fact, EntriesPaused):
                await self.approvals.end_waiting("Entries were paused while it waited for its price.")

    async def _move_stop(self, command: MoveStop) -> None:
        try:
            await self.positions.move_stop(
                command.position_id,
                command.price,
                by="user",
                version=command.version,
                loosen=command.loosen,
                command_id=command.command_id,
            )
        except StopRefused:
            raise
        except EchoTradeError as refusal:
            raise StopRefused(str(refusal)) from refusal

    def _stop_refused(self, command: MoveStop, refusal: StopRefused) -> StopMoveRefused:
        position = self.desk.book.positions.get(command.position_id)
        stays = position.stop_loss if position else command.price
        return StopMoveRefused(
            command.position_id, command.price, stays, str(refusal), command.command_id, refusal.close_now
        )

    async def _close_all(self, command: CloseAll) -> None:
        positions = self.desk.book.open_positions()
        refused: dict[str, str] = {}

        async def close(position_id: str) -> None:
            try:
                await self._lanes.do(position_id, WISH, lambda: self.positions.close(position_id, ONE))
            except EchoTradeError as refusal:
                refused[position_id] = str(refusal)

        await together(close(position.position_id) for position in positions)
        refusals = [refused[each.position_id] for each in positions if each.position_id in refused]
        sent = len(positions) - len(refusals)
        if refusals and not sent:
            self.outbox.publish(CommandRefused(command.command_id, " ".join(refusals)))
            return
        which = f"{sent} of {len(positions)}" if refusals else str(sent)
        closing = f"Closing {which} position{'s' if len(positions) != 1 else ''} at the market."
        sentence = " ".join([closing, *refusals]) if positions else "Nothing is open."
        self.outbox.publish(CommandDone(command.command_id, sentence))

    async def _on_beat(self, beat: Beats) -> None:
        match beat:
            case _PositionBeat(position_id):
                await self.positions.look_after(position_id)
                await self._followed.look(position_id)
                await self._halts.flatten(position_id)
            case _Sweep():
                await self.positions.sweep()
            case _Beat():
                await self._on_desk_beat()

    async def _on_desk_beat(self) -> None:
        await self.approvals.expire()
        if not self._rescreens:
            await self._rescreen(min(RESCREENED_A_BEAT, len(self.desk.book.queued())))
        await self.shadows.record()
        newest = self.desk.book.curve.newest
        now = self.desk.clock.now()
        moved = bool(self.desk.book.open_positions()) and (newest is None or now - newest.at >= MARK_EVERY)
        if moved or newest is None or newest.at.date() != now.date():
            await self.desk.mark_equity()
        if await self._halts.watch():
            self._beat_positions()
        await self._take_what_was_refused()

    async def _rescreen(self, calls: int) -> None:
        """Judge some of the queue anew; the rest waits its turn among the calls that come."""
        now = min(calls, RESCREENED_AT_ONCE)
        self._rescreens = False
        await self.approvals.rescreen(now)
        if calls > now:
            self._rescreens = True
            self._put(_Rescreen(calls - now))

    async def _on_wake(self, seconds: float) -> None:
        """What was waiting may be too old now, and orders may have filled: end the one, ask about the other."""
        log.warning("nothing was seen for %.0f s; orders and stops are looked up", seconds)
        await self.approvals.expire()
        for sentence in await self.positions.recover():
            self.desk.tell(sentence, "warning")
        await self.desk.mark_equity()

    def _somebody_waits(self, symbol: str) -> bool:
        return any(queued.signal.symbol == symbol for queued in self.desk.book.waiting())

    def _tell_health(self) -> None:
        now = self.desk.clock.now()
        broker = self._executor.broker
        self.outbox.publish(HealthChanged("orders", Health.UP, broker.name.lower(), now))
        self.outbox.publish(HealthChanged("stops", Health.UP, f"watched by {broker.where}", now))
        self.outbox.publish(HealthChanged("ledger", Health.UP, "agrees", now))


def _lane_of(item: Item) -> str:
    match item:
        case _Sweep():
            return SWEEPING
        case Fill() | Order() | _PositionBeat() | ClosePosition() | MoveStop() | SetTargets():
            return item.position_id
        case _:
            return DESK
