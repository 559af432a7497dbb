"""Messages in, signals and follow-ups out: each message is stored, read and accounted for exactly once."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.errors import BadInput, UnknownSymbol
from echotrade_desktop.engine.domain.facts import Fact, MessageRead, SignalEnded, SignalQueued, TraderSeen
from echotrade_desktop.engine.domain.limits import Trader
from echotrade_desktop.engine.domain.market import Instrument
from echotrade_desktop.engine.domain.messages import Offer
from echotrade_desktop.engine.domain.signal import (
    QUEUED,
    QueuedSignal,
    RawMessage,
    SignalStatus,
    Span,
    TradingSignal,
    is_timed,
    same_second,
)
from echotrade_desktop.engine.fault_points import reach
from echotrade_desktop.engine.follow_up import FollowUp
from echotrade_desktop.engine.judge import judge
from echotrade_desktop.engine.late_changes import late_changes
from echotrade_desktop.engine.offers import offers_after_a_deletion, offers_after_an_edit
from echotrade_desktop.engine.recent import RecentMessages
from echotrade_desktop.engine.signals.build import CallContext, build_signal
from echotrade_desktop.engine.signals.parser import ParserContext, pieces, read_ahead
from echotrade_desktop.engine.signals.parser.result import Entry, Noise, Reading, Reason, Rejected, Update
from echotrade_desktop.engine.signals.profiles import read_message

log = logging.getLogger(__name__)

MOST_TOGETHER = 16  # messages that go to disk together: a wish waits no longer than they take
LOOKED_AHEAD = 64  # messages in line whose being new is asked for at once


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a message comes to: facts to keep, signals that are new, an update to follow."""

    facts: tuple[Fact, ...]
    queued: tuple[QueuedSignal, ...] = ()
    update: Update | None = None
    warning: str | None = None
    offers: tuple[Offer, ...] = ()

    @property
    def is_more_than_talk(self) -> bool:
        """Whether the state changes by it, beyond the count of what was read."""
        asked = self.update is not None and self.update.asks_for_something
        return asked or len(self.facts) > 1 or bool(self.queued or self.warning)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The message that a new one belongs to: the one it answers, or the one its sender wrote right before."""

    message_id: int
    text: str


class Intake:
    """Reads messages. `queued` is called for each new signal that may be approved by rule."""

    def __init__(self, desk: Desk, follow_up: FollowUp) -> None:
        self._desk = desk
        self._follow_up = follow_up
        self._recent = RecentMessages(desk.clock)
        self._listed: Mapping[str, Instrument] = {}
        self._symbols: frozenset[str] | None = None  # of those
        self._new: frozenset[tuple[int, int]] = frozenset()  # messages in line that are known not to be stored
        self._forgotten: Sequence[QueuedSignal] = ()  # calls that the message at hand may speak of

    async def restore(self) -> None:
        """Remember the newest message of each chat, as before a restart: its details may still come."""
        self._recent.restore(await self._desk.ledger.newest_of_each_chat())

    async def take_some(self, messages: Sequence[RawMessage]) -> tuple[int, tuple[QueuedSignal, ...]]:
        """Take one or more messages from the head of a line; return how many, and the new signals.

        Talk goes to disk together. The first call or instruction ends the group: what comes after it is read and judged
        on the state that it leaves. Nothing is believed or told before the whole group is on disk.
        """
        before = self._recent
        self._recent = before.copy()
        try:
            group = await self._group(messages) if len(messages) > 1 else []
            if group:
                await self._write(group, messages[len(group) :])
                before = self._recent
        finally:
            self._recent = before
        if not group:
            return 1, await self.take(messages[0])
        reach("message-stored")
        await self._act_on(*group[-1])
        return len(group), group[-1][1].queued

    async def _write(self, group: Sequence[tuple[RawMessage, Outcome]], behind: Sequence[RawMessage]) -> None:
        """Write a group down; while the disk works, take apart what those behind it say."""
        written = {message.key[:2] for message, _ in group}
        self._new -= written
        writing = asyncio.ensure_future(
            self._desk.receive_all([(message, outcome.facts) for message, outcome in group])
        )
        try:
            await asyncio.sleep(0)  # it is handed over first
            for message in behind[:MOST_TOGETHER]:
                if writing.done():
                    break
                with suppress(Exception):  # what cannot be read is told when its turn comes
                    read_ahead(message.text, self._context(message.chat_id))
                await asyncio.sleep(0)
            await writing
        finally:
            writing.cancel()

    async def _look_ahead(self, messages: Sequence[RawMessage]) -> None:
        """Know which messages of a line are new; asked for all of them, not again for each group."""
        if not self._new.issuperset(message.key[:2] for message in messages[:MOST_TOGETHER]):
            keys = frozenset(message.key[:2] for message in messages)
            self._new = keys - await self._desk.ledger.stored_messages(keys)

    async def _group(self, messages: Sequence[RawMessage]) -> list[tuple[RawMessage, Outcome]]:
        """Read new posts as far as they are talk, and the first that is more."""
        reach("message-arrived")
        await self._look_ahead(messages)
        self._forgotten = ()
        group: list[tuple[RawMessage, Outcome]] = []
        for message in messages[:MOST_TOGETHER]:
            twice = any(message.key[:2] == other.key[:2] for other, _ in group)
            if twice or message.key[:2] not in self._new or not _is_new_post(message):
                break
            try:
                outcome = self._outcome(message, None, await self._read_with_prices(message, None))
            except Exception:
                if not group:
                    raise
                break  # it is taken by itself, after those before it
            group.append((message, outcome))
            self._recent.note(message)
            if outcome.is_more_than_talk:
                break
        return group

    async def take(self, message: RawMessage) -> tuple[QueuedSignal, ...]:
        """Store and read a message; return the new signals. A repeat changes nothing."""
        reach("message-arrived")
        self._new = frozenset()
        latest = await self._desk.ledger.latest_edit(message.chat_id, message.message_id)
        if latest is not None and (message.deleted or is_timed(message.edit_version)):
            numbered = await self._numbered(message, latest)
            if numbered is None:
                return ()
            message = numbered
        if latest is not None and message.edit_version <= latest:
            await self._store_late_version(message)
            return ()
        reply = await self._replied_text(message)
        self._forgotten = await self._recall(message)
        outcome = self._outcome(message, reply, await self._read_with_prices(message, reply))
        if not await self._desk.receive(message, *outcome.facts):
            return ()
        self._recent.note(message)
        reach("message-stored")
        await self._act_on(message, outcome)
        return outcome.queued

    async def _act_on(self, message: RawMessage, outcome: Outcome) -> None:
        if outcome.warning:
            self._desk.tell(outcome.warning, "warning", outcome.offers)
        if outcome.update is not None:
            await self._follow_up.follow(message, outcome.update)

    async def _numbered(self, message: RawMessage, latest: int) -> RawMessage | None:
        """Return a deletion or an edit with its number behind the newest version; None when that says it already.

        Of two edits in one second the later one counts. Views and reactions are told as edits that change no word.
        """
        (newest,) = await self._desk.ledger.find_messages([(message.chat_id, message.message_id, latest)])
        if message.deleted:
            return None if newest.deleted else replace(message, edit_version=latest + 1)
        if newest.deleted or newest.text == message.text:
            return None
        return replace(message, edit_version=latest + 1) if same_second(latest, message.edit_version) else message

    async def _store_late_version(self, message: RawMessage) -> None:
        """An older version that arrives after a newer one is kept and counted, and changes nothing."""
        await self._desk.receive(message, self._read(message, "noise", "a newer version of it is known already"))

    async def _replied_text(self, message: RawMessage) -> str | None:
        if message.reply_to is None:
            return None
        return await self._desk.ledger.message_text(message.chat_id, message.reply_to)

    async def _recall(self, message: RawMessage) -> Sequence[QueuedSignal]:
        """Read back the calls that an edit, a deletion or an answer may speak of and that the book has forgotten."""
        book = self._desk.book
        meant = {message.reply_to, message.message_id if message.edit_version or message.deleted else None} - {None}
        if not meant or not book.tallies.forgotten:
            return ()
        keys = [(message.chat_id, message_id) for message_id in meant if message_id is not None]
        calls = await self._desk.ledger.past_calls(keys)
        return [call.queued for call in calls if call.queued.signal.signal_id not in book.signals]

    async def _read_with_prices(self, message: RawMessage, reply: str | None) -> Reading:
        """Read a message; if it calls a symbol without a price, again once it has one: the reading may hang on it."""
        if message.is_service or message.deleted:
            return Noise("nothing is written")
        reading = self._reading(message, reply)
        called = [call.symbol for call in reading.signals] if isinstance(reading, Entry) else []
        unpriced = [symbol for symbol in called if self._desk.ticker(symbol) is None or self._desk.is_stale(symbol)]
        for symbol in unpriced:
            await self._desk.bring_price(symbol)
        return self._reading(message, reply) if unpriced else reading

    def _outcome(self, message: RawMessage, reply: str | None, reading: Reading) -> Outcome:
        if message.is_service:
            return Outcome((self._read(message, "service"),))
        if message.deleted:
            reason = "its author deleted the message"
            called = self._signals_of(message)
            ended, warning = self._end_earlier(called, SignalStatus.WITHDRAWN, reason)
            late = late_changes(self._desk, called, message)
            offers = offers_after_a_deletion(self._desk, called)
            return Outcome((self._read(message, "update", detail="deleted"), *late, *ended), (), None, warning, offers)
        if message.edit_version == 0:
            return self._of_pieces(message, reply, reading) or self._of_reading(message, reading)
        reason = "an edit of the message replaced it"
        called = self._signals_of(message)
        late = late_changes(self._desk, called, message)
        ended, warning = self._end_earlier(called, SignalStatus.SUPERSEDED, reason)
        ended = [*late, *ended]
        if warning is not None:  # traded already: an edit never leads to a second order
            kept = self._read(message, "update", detail="edited after it was traded")
            offers = offers_after_an_edit(self._desk, called, reading)
            return Outcome((*ended, kept), (), None, f"{warning} {_offer(reading) or _quote(message)}", offers)
        outcome = self._of_reading(message, reading)
        return replace(outcome, facts=(*ended, *outcome.facts))

    def _of_pieces(self, message: RawMessage, reply: str | None, reading: Reading) -> Outcome | None:
        """Read a message together with the one it belongs to: details behind an alert, a correction behind a call.

        The whole takes the place of a waiting call. A call that was traded is never traded again.
        """
        earlier = self._earlier(message, reply)
        if earlier is None:
            return None
        context = self._context(message.chat_id)
        whole = self._corrected(message, earlier, context)
        reason = "its author corrected it"
        if whole is None:
            whole, reason = self._completed(message, earlier, reading, context), "its details came"
        if whole is None:
            return None
        own = self._of_sender(message, earlier.message_id)
        ended, warning = self._end_earlier(own, SignalStatus.SUPERSEDED, reason)
        if warning is not None:
            if isinstance(reading, Update):
                return None  # it is followed as what it says by itself: it may only lower the risk
            kept = self._read(message, "update", detail="changes a call that was traded")
            offers = offers_after_an_edit(self._desk, own, whole)
            return Outcome((*ended, kept), (), None, f"{warning} {_quote(message)}", offers)
        shift = len(earlier.text) + 1
        spans = tuple(Span(span.start + shift, span.end + shift, span.role) for span in whole.spans)
        both = replace(message, text=f"{earlier.text}\n{message.text}")
        outcome = self._entry(both, replace(whole, spans=spans), frozenset(queued.signal.signal_id for queued in own))
        return replace(outcome, facts=(*ended, *outcome.facts)) if outcome.queued else None

    def _earlier(self, message: RawMessage, reply: str | None) -> Earlier | None:
        if message.reply_to is not None:
            return Earlier(message.reply_to, reply) if reply else None
        last = self._recent.before(message)
        return Earlier(last.message_id, last.text) if last is not None else None

    def _corrected(self, message: RawMessage, earlier: Earlier, context: ParserContext) -> Entry | None:
        """Return a call of this sender as its correction makes it; one that neither waits nor was traded stays."""
        alive = (*QUEUED, SignalStatus.APPROVED, SignalStatus.EXECUTED)
        if not any(queued.status in alive for queued in self._of_sender(message, earlier.message_id)):
            return None
        return pieces.corrected(message.text, earlier.text, context)

    def _completed(
        self, message: RawMessage, earlier: Earlier, reading: Reading, context: ParserContext
    ) -> Entry | None:
        """Return an alert with the details that this message gives; None unless each lacks what the other has."""
        if isinstance(reading, Update) or not pieces.are_details(message.text, context):
            return None
        if not pieces.is_alert(earlier.text, context):
            return None
        whole = self._reading(message, earlier.text)
        return whole if isinstance(whole, Entry) else None

    def _signals_of(self, message: RawMessage) -> list[QueuedSignal]:
        """The signals that earlier versions of a message led to."""
        return self._calls_of(message.chat_id, message.message_id)

    def _calls_of(self, chat_id: int, message_id: int) -> list[QueuedSignal]:
        forgotten = [queued for queued in self._forgotten if queued.signal.message_id == message_id]
        return [*forgotten, *self._desk.book.signals_of(chat_id, message_id)]

    def _of_sender(self, message: RawMessage, message_id: int) -> list[QueuedSignal]:
        """The signals that an earlier message of the same sender led to."""
        found = self._calls_of(message.chat_id, message_id)
        return [queued for queued in found if queued.signal.trader_id == message.trader_id]

    def _reading(self, message: RawMessage, reply: str | None) -> Reading:
        context = self._context(message.chat_id)
        reading = read_message(message.text, reply, context)
        if isinstance(reading, Rejected) and reading.reason is Reason.UNKNOWN_SYMBOL:
            elsewhere = read_message(message.text, reply, replace(context, known_symbols=None))
            if isinstance(elsewhere, Entry) and not any(
                call.symbol in self._desk.instruments for call in elsewhere.signals
            ):
                return elsewhere  # a call for another market: it is refused by name
        return reading

    def _context(self, chat_id: int) -> ParserContext:
        """What the parser may know: what is traded here, at what prices, and how this channel writes."""
        if self._listed is not self._desk.instruments:  # replaced as a whole when the market lists anew
            self._listed = self._desk.instruments
            self._symbols = frozenset(self._listed) or None
        return ParserContext(self._symbols, self._market_price, self._desk.book.profile_of(chat_id))

    def _market_price(self, symbol: str) -> Decimal | None:
        ticker = self._desk.ticker(symbol)
        return ticker.price if ticker and not self._desk.is_stale(symbol) else None

    def _read(
        self, message: RawMessage, kind: str, reason: str | None = None, detail: str | None = None
    ) -> MessageRead:
        return MessageRead(
            at=self._desk.clock.now(),
            chat_id=message.chat_id,
            message_id=message.message_id,
            edit_version=message.edit_version,
            sent_at=message.sent_at,
            kind=kind,
            reason=reason,
            detail=detail,
        )

    def _of_reading(self, message: RawMessage, reading: Reading) -> Outcome:
        match reading:
            case Entry():
                return self._entry(message, reading)
            case Update():
                return Outcome((self._read(message, "update", detail=reading.action.value),), update=reading)
            case Rejected():
                return Outcome((self._read(message, "rejected", reading.sentence, reading.reason.value),))
            case Noise():
                return Outcome((self._read(message, "noise", reading.reason),))

    def _entry(self, message: RawMessage, reading: Entry, replaced: frozenset[str] = frozenset()) -> Outcome:
        known = self._desk.trader(message.trader_id)
        trader = known or Trader(message.trader_id, message.sender_name, message.source)
        try:
            signals = [
                build_signal(call, reading, index, self._call_context(message, trader, call.symbol))
                for index, call in enumerate(reading.signals)
            ]
        except UnknownSymbol as refusal:
            return Outcome((self._read(message, "rejected", str(refusal), "unsupported_symbol"),))
        except BadInput as refusal:
            return Outcome((self._read(message, "rejected", str(refusal), "no_price"),))
        seen: tuple[Fact, ...] = () if known else (TraderSeen(self._desk.clock.now(), trader),)
        queued = tuple(self._queued(signal, trader, replaced) for signal in signals)
        arrivals = tuple(SignalQueued(self._desk.clock.now(), item) for item in queued)
        return Outcome((*seen, self._read(message, "entry"), *arrivals), queued=queued)

    def _call_context(self, message: RawMessage, trader: Trader, symbol: str) -> CallContext:
        desk = self._desk
        instrument = desk.instrument(symbol)
        return CallContext(message, trader.trader_id, trader.name, instrument, desk.ticker(symbol), desk.limits)

    def _queued(self, signal: TradingSignal, trader: Trader, replaced: frozenset[str]) -> QueuedSignal:
        judgement = judge(self._desk, signal, trader, replaced)
        return QueuedSignal(
            signal=signal,
            status=judgement.status,
            expires_at=signal.received_at + self._desk.limits.signal_expiry,
            verdicts=judgement.verdicts,
            sizing=judgement.sizing,
            combined_confidence=judgement.consensus.combined,
            agreeing=judgement.consensus.agreeing,
        )

    def _end_earlier(
        self, signals: list[QueuedSignal], status: SignalStatus, reason: str
    ) -> tuple[list[Fact], str | None]:
        """End the waiting ones of earlier signals; what was traded already is only spoken of."""
        now = self._desk.clock.now()
        facts: list[Fact] = []
        warning = None
        for queued in signals:
            signal = queued.signal
            if queued.status in QUEUED:
                facts.append(SignalEnded(now, signal.signal_id, status, "author", f"Ended because {reason}."))
            elif queued.status in (SignalStatus.APPROVED, SignalStatus.EXECUTED):
                warning = (
                    f"The {signal.symbol} call of {signal.trader_name} changed after you traded it: {reason}. "
                    "EchoTrade left the position as it is; check its stop and targets."
                )
        return facts, warning


def _is_new_post(message: RawMessage) -> bool:
    """Whether a message stands by itself: no edit, no deletion, no answer."""
    return message.edit_version == 0 and not message.deleted and message.reply_to is None


def _quote(message: RawMessage) -> str:
    return f"It now says: {words.quoted(message.text)}"


def _offer(reading: Reading) -> str | None:
    """Return what a changed call offers whoever has traded it: its stop and its targets, as it now has them."""
    if not isinstance(reading, Entry) or len(reading.signals) != 1:
        return None
    (call,) = reading.signals
    stop = f"stop {call.stop_loss}" if call.stop_loss is not None else "no stop"
    targets = f"targets {', '.join(map(str, call.take_profits))}" if call.take_profits else "no targets"
    return f"It now has {stop} and {targets}: set them in the position if you agree."
