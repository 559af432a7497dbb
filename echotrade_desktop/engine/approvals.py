"""The queue of calls: approve, reject, edit, expire, wait for the price. An approval is executed exactly once."""

import logging
from dataclasses import replace
from decimal import Decimal
from functools import partial

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.amounts import ZERO
from echotrade_desktop.engine.domain.commands import ApproveSignal, EditSignal, PreviewSignal, RejectSignal
from echotrade_desktop.engine.domain.errors import CommandRejected
from echotrade_desktop.engine.domain.facts import (
    Fact,
    SignalApproved,
    SignalEdited,
    SignalEnded,
    SignalRescreened,
)
from echotrade_desktop.engine.domain.limits import ApprovalMode
from echotrade_desktop.engine.domain.order import Order, OrderKind, OrderPurpose, OrderStatus
from echotrade_desktop.engine.domain.position import Position
from echotrade_desktop.engine.domain.signal import EntryKind, QueuedSignal, SignalStatus, TradingSignal
from echotrade_desktop.engine.fault_points import reach
from echotrade_desktop.engine.judge import Judgement, judge
from echotrade_desktop.engine.positions import Positions
from echotrade_desktop.engine.signals.screening import used_leverage, worst_entry
from echotrade_desktop.engine.trading.executor import Executor
from echotrade_desktop.engine.trading.protection import ladder
from echotrade_desktop.engine.trading.sizing import refusal_of

log = logging.getLogger(__name__)

OPEN_TO_DECISION = (SignalStatus.PENDING, SignalStatus.BLOCKED)
DRIFT = "Price drift"


class Approvals:
    """Decides about queued signals. Every change is one record: a second click finds it made."""

    def __init__(self, desk: Desk, executor: Executor, positions: Positions) -> None:
        self._desk = desk
        self._executor = executor
        self._positions = positions
        self._looked_at = 0  # calls of a long queue, by beats

    # --- decisions of the user ---

    async def approve(self, command: ApproveSignal) -> None:
        """Trade a call as it was shown; limits are asked again now and may only reduce the quantity."""
        reach("approval-asked")
        queued = self._find(command.signal_id, command.version)
        await self._approve(queued, command.quantity, "user", command.command_id)

    async def reject(self, command: RejectSignal) -> None:
        """Put a call aside; it stays in the history."""
        queued = self._find(command.signal_id, command.version, *OPEN_TO_DECISION, SignalStatus.WAITING)
        await self._end(queued, SignalStatus.REJECTED, "user", command.reason, command.command_id)

    async def edit(self, command: EditSignal) -> None:
        """Change a waiting call's levels and judge it again; what the message said stays in the history."""
        queued = self._find(command.signal_id, command.version)
        question = PreviewSignal(command.signal_id, command.stop_loss, command.take_profits, command.price)
        signal = edited(self._desk, queued.signal, question)
        judgement = judge(self._desk, signal)
        await self._desk.record(
            SignalEdited(
                self._desk.clock.now(),
                replace(signal, version=signal.version + 1),
                judgement.verdicts,
                judgement.sizing,
                judgement.status,
                command.command_id,
            )
        )

    # --- decisions of rules and time ---

    async def approve_by_rule(self, queued: QueuedSignal) -> None:
        """Approve a new call of a trader whom the user lets trade automatically, if it is clear enough."""
        queued = self._desk.book.signals[queued.signal.signal_id]  # as it is now, not as it arrived
        trader = self._desk.trader(queued.signal.trader_id)
        clear = queued.signal.reading_confidence >= self._desk.limits.min_reading_confidence
        if (
            trader is None
            or trader.approval is not ApprovalMode.AUTOMATIC
            or queued.status is not SignalStatus.PENDING
            or not clear
            or queued.signal.unused_numbers
            or (queued.combined_confidence or ZERO) <= trader.auto_confidence
            or queued.sizing is None
        ):
            return
        try:
            await self._approve(queued, queued.sizing.quantity, "rule", None)
        except CommandRejected as refusal:
            self._desk.tell(f"{queued.signal.symbol} was not approved automatically. {refusal}", "warning")

    async def rescreen(self, most: int | None = None) -> None:
        """Ask the rules again about every call in the queue, or the next `most`, and note where the answer changed."""
        facts: list[Fact] = []
        undecided = [queued for queued in self._desk.book.queued() if queued.status in OPEN_TO_DECISION]
        for queued in undecided if most is None else self._next_of(undecided, most):
            judgement = judge(self._desk, queued.signal)
            before = {verdict.rule for verdict in queued.blocking}
            if before != {verdict.rule for verdict in judgement.blocking}:
                facts.append(self._rescreened(queued, judgement))
        if facts:
            await self._desk.record(*facts)

    def _next_of(self, undecided: list[QueuedSignal], most: int) -> list[QueuedSignal]:
        """Return all of a short queue; of a long one those whose turn it is."""
        if len(undecided) <= most:
            return undecided
        first = self._looked_at % len(undecided)
        self._looked_at = first + most
        return [*undecided[first:], *undecided[:first]][:most]

    async def expire(self) -> None:
        """End the calls whose time is over, in one record: a flood of them would hold up what comes next."""
        now = self._desk.clock.now()
        facts = [
            SignalEnded(now, queued.signal.signal_id, SignalStatus.EXPIRED, "time", _why_expired(queued))
            for queued in self._desk.book.queued()
            if queued.expires_at <= now
        ]
        if facts:
            await self._desk.record(*facts)

    async def enter_waiting(self, symbol: str) -> None:
        """Send the entries that waited for their price, if it has come."""
        for queued in self._desk.book.queued():
            if queued.status is not SignalStatus.WAITING or queued.signal.symbol != symbol:
                continue
            if not self._positions.reconciled:
                return
            if queued.expires_at <= self._desk.clock.now():
                await self._end(queued, SignalStatus.EXPIRED, "time", _why_expired(queued), None)
                continue
            await self._positions.open(position_id_of(queued.signal), partial(self._enter_if_allowed, queued))

    async def _enter_if_allowed(self, queued: QueuedSignal) -> None:
        judgement = judge(self._desk, queued.signal)
        others = [verdict for verdict in judgement.blocking if verdict.rule != DRIFT]
        if others:
            await self._end(queued, SignalStatus.NOT_EXECUTED, "rule", others[0].sentence, None)
        elif not judgement.blocking and queued.sizing is not None:
            await self._enter(queued, min(queued.sizing.quantity, judgement.sizing.quantity), "wait", None)

    async def end_waiting(self, reason: str) -> None:
        """End every approved call that still waits for its price."""
        for queued in self._desk.book.queued():
            if queued.status is SignalStatus.WAITING:
                await self._end(queued, SignalStatus.NOT_EXECUTED, "pause", reason, None)

    # --- the steps ---

    def _find(self, signal_id: str, version: int, *allowed: SignalStatus) -> QueuedSignal:
        queued = self._desk.book.signals.get(signal_id)
        if queued is None:
            raise CommandRejected("That call is not in the queue; nothing was sent.")
        if queued.status not in (allowed or OPEN_TO_DECISION):
            standing = queued.status.value.replace("_", " ")
            raise CommandRejected(f"The {queued.signal.symbol} call is {standing} already; nothing was sent.")
        if queued.signal.version != version:
            raise CommandRejected(f"The {queued.signal.symbol} call was changed meanwhile; look at it again.")
        return queued

    async def _approve(self, queued: QueuedSignal, shown: Decimal, by: str, command_id: str | None) -> None:
        position_id = position_id_of(queued.signal)
        await self._positions.open(position_id, lambda: self._decide(queued, shown, by, command_id))

    async def _decide(self, queued: QueuedSignal, shown: Decimal, by: str, command_id: str | None) -> None:
        if queued.expires_at <= self._desk.clock.now():
            raise CommandRejected(f"The {queued.signal.symbol} call has expired; nothing was sent.")
        if not self._positions.reconciled:
            raise CommandRejected(
                f"{self._executor.broker.name} has not said yet what became of earlier orders; nothing was sent. "
                "EchoTrade keeps asking. Approve it again in a moment."
            )
        judgement = judge(self._desk, queued.signal)
        rules = {verdict.rule for verdict in judgement.blocking}
        if rules == {DRIFT} and self._desk.limits.wait_for_price:
            await self._wait(queued, judgement, shown, by, command_id)
            return
        if rules:
            await self._desk.record(self._rescreened(queued, judgement))
            raise CommandRejected(f"Not approved. {judgement.reason}")
        quantity = self._tradable(queued, shown, judgement)
        unblocked = (self._rescreened(queued, judgement),) if queued.status is SignalStatus.BLOCKED else ()
        await self._enter(queued, quantity, by, command_id, *unblocked)

    async def _wait(
        self, queued: QueuedSignal, judgement: Judgement, shown: Decimal, by: str, command_id: str | None
    ) -> None:
        """Note the approval; the quantity that was shown stays with the signal until its price comes."""
        quantity = self._tradable(queued, shown, judgement)
        passing = replace(
            judgement,
            verdicts=tuple(verdict for verdict in judgement.verdicts if verdict.rule != DRIFT),
            sizing=replace(judgement.sizing, quantity=quantity, notional=quantity * judgement.sizing.price),
        )
        signal = queued.signal
        approved = SignalApproved(
            self._desk.clock.now(), signal.signal_id, signal.version, quantity, by, None, None, command_id
        )
        await self._desk.record(self._rescreened(queued, passing), approved)

    def _tradable(self, queued: QueuedSignal, shown: Decimal, judgement: Judgement) -> Decimal:
        """Return what may be sent: what was shown, or less when the limits have become tighter."""
        quantity = self._desk.instrument(queued.signal.symbol).quantity_down(min(shown, judgement.sizing.quantity))
        refusal = refusal_of(quantity, judgement.question, self._desk.limits)
        if refusal:
            raise CommandRejected(f"Not approved: {refusal}. Nothing was sent.")
        return quantity

    async def _enter(
        self, queued: QueuedSignal, quantity: Decimal, by: str, command_id: str | None, *before: Fact
    ) -> None:
        """Write down the approval together with the order it means, then send the order.

        The limits were asked in the same breath: nothing has been awaited since.
        """
        signal, now = queued.signal, self._desk.clock.now()
        position, order = self._position(signal), self._entry_order(signal, quantity)
        approved = SignalApproved(now, signal.signal_id, signal.version, quantity, by, position, order, command_id)
        await self._desk.record(*before, approved)
        reach("approval-recorded")
        sent = await self._executor.send(order)
        if sent.status is OrderStatus.REJECTED:
            await self._positions.end_if_empty(sent)
            self._desk.tell(f"{signal.symbol} was not opened: {sent.reason}", "warning")
        elif sent.status is OrderStatus.UNKNOWN:
            self._desk.tell(
                f"{self._executor.broker.name} did not answer. The {signal.symbol} order may exist; EchoTrade is "
                "checking. Do not place it again.",
                "danger",
            )

    def _position(self, signal: TradingSignal) -> Position:
        return Position(
            position_id=position_id_of(signal),
            signal_id=signal.signal_id,
            symbol=signal.symbol,
            side=signal.side,
            trader_id=signal.trader_id,
            trader_name=signal.trader_name,
            source=signal.source.value,
            leverage=self._leverage(signal),
            stop_loss=signal.stop_loss,
            initial_stop=signal.stop_loss,
            stop_is_ours=signal.stop_is_ours,
            take_profits=ladder(signal.take_profits),
            break_even_after=self._desk.limits.break_even_after,
            trail_distance=self._desk.limits.trail_distance,
        )

    def _leverage(self, signal: TradingSignal) -> int:
        limits = self._desk.limits_of(self._desk.trader(signal.trader_id))
        return used_leverage(signal, limits, self._desk.instrument(signal.symbol))

    def _entry_order(self, signal: TradingSignal, quantity: Decimal) -> Order:
        instrument, now = self._desk.instrument(signal.symbol), self._desk.clock.now()
        return Order(
            client_order_id=f"{position_id_of(signal)}-e1",
            position_id=position_id_of(signal),
            symbol=signal.symbol,
            side=signal.side.entry,
            kind=OrderKind.LIMIT_IOC,
            purpose=OrderPurpose.ENTRY,
            quantity=quantity,
            created_at=now,
            updated_at=now,
            limit_price=worst_entry(signal, self._desk.limits, instrument),
            leverage=self._leverage(signal),
        )

    def _rescreened(self, queued: QueuedSignal, judgement: Judgement) -> SignalRescreened:
        return SignalRescreened(
            self._desk.clock.now(),
            queued.signal.signal_id,
            judgement.status,
            judgement.verdicts,
            judgement.sizing,
            judgement.consensus.combined,
            judgement.consensus.agreeing,
        )

    async def _end(
        self, queued: QueuedSignal, status: SignalStatus, by: str, reason: str | None, command_id: str | None
    ) -> None:
        fact = SignalEnded(self._desk.clock.now(), queued.signal.signal_id, status, by, reason, command_id)
        await self._desk.record(fact)


def position_id_of(signal: TradingSignal) -> str:
    """Return the id of the position a signal becomes: the same after a restart."""
    return "p" + signal.signal_id[1:]


def edited(desk: Desk, signal: TradingSignal, question: PreviewSignal) -> TradingSignal:
    """Return a signal with the levels of `question` put in, on the tick.

    Raises `CommandRejected` for a level that is no price.
    """
    instrument, side = desk.instrument(signal.symbol), signal.side
    if question.price is not None:
        price = instrument.price_down(question.price)
        signal = replace(signal, price=price, entry_kind=EntryKind.LIMIT, entries=(price,))
    if question.stop_loss is not None:
        signal = replace(signal, stop_loss=instrument.stop_price(question.stop_loss, side), stop_is_ours=False)
    if question.take_profits is not None:
        targets = tuple(instrument.target_price(target, side) for target in question.take_profits)
        signal = replace(signal, take_profits=targets)
    if min(signal.price, signal.stop_loss, *signal.take_profits) <= ZERO:
        raise CommandRejected("An entry, a stop and a target must be above zero; nothing was changed.")
    return signal


def _why_expired(queued: QueuedSignal) -> str:
    age = words.span(queued.expires_at - queued.signal.received_at)
    if queued.status is SignalStatus.WAITING:
        return f"The price did not come to the call within {age}."
    blocked = "; ".join(verdict.rule for verdict in queued.blocking)
    return f"Nobody decided within {age}." + (f" It was blocked by: {blocked}." if blocked else "")
