"""What a channel says after its call: closes, stops to break-even, cancellations. It may only ever lower the risk."""

from decimal import Decimal

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.amounts import HUNDRED, ONE
from echotrade_desktop.engine.domain.errors import CommandRejected
from echotrade_desktop.engine.domain.facts import SignalEnded
from echotrade_desktop.engine.domain.position import Position
from echotrade_desktop.engine.domain.signal import QueuedSignal, RawMessage, SignalStatus
from echotrade_desktop.engine.lanes import CALL, Lanes
from echotrade_desktop.engine.positions import Positions
from echotrade_desktop.engine.runtime import together
from echotrade_desktop.engine.signals.parser.result import Action, Update

HALF = Decimal("0.5")


class FollowUp:
    """Carries out updates on positions that came from the same sender in the same channel."""

    def __init__(self, desk: Desk, positions: Positions, lanes: Lanes) -> None:
        self._desk = desk
        self._positions = positions
        self._lanes = lanes

    async def follow(self, message: RawMessage, update: Update) -> None:
        """Do what an update asks for; a report asks for nothing, and what would risk more is only shown."""
        if not update.asks_for_something:
            return
        await self._withdraw(message, update)
        positions = self._meant(message, update)
        refusal = self._not_followed(message, update) if positions else None
        if refusal:
            self._desk.tell(f"{message.sender_name}: {refusal} Decide yourself.", "warning")
            return
        await together(self._follow(message, update, position) for position in positions)

    async def _follow(self, message: RawMessage, update: Update, position: Position) -> None:
        async def apply() -> None:
            await self._apply(self._desk.book.positions[position.position_id], update)

        try:
            await self._lanes.do(position.position_id, CALL, apply)
        except CommandRejected as refusal:
            self._desk.tell(f"{message.sender_name} on {position.symbol}: not followed. {refusal}", "warning")

    def _not_followed(self, message: RawMessage, update: Update) -> str | None:
        """Return why an update is only shown, None when it is followed."""
        age = message.received_at - message.sent_at
        what = update.action.value.replace("_", " ")
        if age > self._desk.limits.max_age:
            return f"an update ({what}) was {words.span(age)} old when it arrived; it was not followed."
        if update.action is Action.PARTIAL_CLOSE and message.edit_version > 0:
            return "a partial close was edited after it came; it was not carried out again."
        return None

    async def _apply(self, position: Position, update: Update) -> None:
        match update.action:
            case Action.CLOSE:
                await self._positions.close(position.position_id, ONE)
            case Action.PARTIAL_CLOSE:
                share = update.percent / HUNDRED if update.percent else HALF
                await self._positions.close(position.position_id, min(share, ONE))
            case Action.BREAKEVEN:
                await self._positions.move_stop(position.position_id, position.average_entry, by="call")
            case Action.MOVE_STOP if update.price is not None:
                await self._positions.move_stop(position.position_id, update.price, by="call")
            case _:
                return
        self._desk.tell(
            f"{position.trader_name}: {update.action.value.replace('_', ' ')} on {position.symbol}, followed."
        )

    def _meant(self, message: RawMessage, update: Update) -> list[Position]:
        """Return the positions an update is about: the replied-to call's, the symbol's if one, or all it names."""
        mine = [position for position in self._desk.book.open_positions() if self._from(message, position)]
        if update.scope == "all":
            return mine
        if message.reply_to is not None:
            answered = {q.signal.signal_id for q in self._desk.book.signals_of(message.chat_id, message.reply_to)}
            return [position for position in mine if position.signal_id in answered]
        if update.symbol is not None:
            mine = [position for position in mine if position.symbol == update.symbol]
        if len(mine) > 1:
            names = ", ".join(position.symbol for position in mine)
            self._desk.tell(
                f"{words.whose(message.sender_name)} update could mean {names}: nothing was done. Decide yourself.",
                "warning",
            )
            return []
        return mine

    def _from(self, message: RawMessage, position: Position) -> bool:
        signal = self._desk.book.signals[position.signal_id].signal
        return signal.chat_id == message.chat_id and signal.trader_id == message.trader_id

    async def _withdraw(self, message: RawMessage, update: Update) -> None:
        """A cancelled or closed call that still waits is withdrawn."""
        if update.action not in (Action.CANCEL, Action.CLOSE):
            return
        for queued in self._desk.book.queued():
            if self._concerns(message, update, queued):
                reason = f"{queued.signal.trader_name} took the call back."
                await self._desk.record(
                    SignalEnded(
                        self._desk.clock.now(), queued.signal.signal_id, SignalStatus.WITHDRAWN, "author", reason
                    )
                )

    def _concerns(self, message: RawMessage, update: Update, queued: QueuedSignal) -> bool:
        signal = queued.signal
        if signal.chat_id != message.chat_id or signal.trader_id != message.trader_id:
            return False
        if message.reply_to is not None:
            return signal.message_id == message.reply_to
        return update.scope == "all" or update.symbol == signal.symbol
