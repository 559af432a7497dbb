"""Channels: what the user teaches about each, tried on its own messages before it counts, and kept as cases.

The workshop reads messages without a market price: today's says nothing about a message of last week, and a kept
case must not come out differently because the market has moved.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.channel import (
    STANDARD_PROFILE,
    ChannelMessage,
    ChannelProfile,
    ChannelRow,
    ChannelView,
    KeptCase,
    Lesson,
    MessageKey,
    ProfileTrial,
    ReadingChange,
    ShownReading,
)
from echotrade_desktop.engine.domain.commands import (
    Command,
    ConfirmReading,
    CorrectReading,
    ForgetReading,
    SetChannelProfile,
)
from echotrade_desktop.engine.domain.errors import BadInput, CommandRejected
from echotrade_desktop.engine.domain.facts import ChannelProfileChanged, ReadingConfirmed, ReadingForgotten
from echotrade_desktop.engine.domain.signal import RawMessage
from echotrade_desktop.engine.signals import lessons
from echotrade_desktop.engine.signals.parser import ParserContext
from echotrade_desktop.engine.signals.profiles import fault_of, read_message, shown, summary, try_pattern

SHOWN_MESSAGES = 50
PATTERN_WITHIN_S = 0.25  # a pattern may take that long over the worst texts there are, all of them together
QUOTED = 60  # characters of a message in a sentence
MOST_PROPOSALS = 6  # that are weighed against each other
_NAMED = {
    "entry": "the entry",
    "stop": "the stop",
    "target": "a target",
    "leverage": "the leverage",
    lessons.NO_PRICE: "no price",
}
_TAUGHT = {
    "entry": "the entry follows",
    "stop": "the stop follows",
    "target": "a target follows",
    "leverage": "the leverage follows",
    lessons.NO_PRICE: "the number behind it is no price",
}
_TOO_SLOW = "The pattern takes too long over long messages. Leave out repetitions within repetitions."
_GONE = "That message is not there any more, or its words were erased; nothing was changed."


@dataclass(frozen=True, slots=True)
class _Heard:
    """A message with the text it answers: all that reading it needs."""

    message: RawMessage
    reply_to: str | None


class Channels:
    """Answers what the workshop asks and carries out what it wishes."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # --- questions: nothing is changed ---

    async def rows(self) -> tuple[ChannelRow, ...]:
        """Return every channel that has written, the one heard last first."""
        book = self._desk.book
        found = []
        for newest in await self._desk.ledger.newest_of_each_chat():
            kinds = book.channel_kinds.get(newest.chat_id, {})
            found.append(
                ChannelRow(
                    chat_id=newest.chat_id,
                    name=newest.chat_name or newest.sender_name,
                    origin=newest.origin,
                    entries=kinds.get("entry", 0),
                    updates=kinds.get("update", 0),
                    noise=kinds.get("noise", 0),
                    rejected=kinds.get("rejected", 0),
                    confirmed=len(book.cases_of(newest.chat_id)),
                    taught=book.profile_of(newest.chat_id) != STANDARD_PROFILE,
                )
            )
        return tuple(found)

    async def view(self, chat_id: int, draft: ChannelProfile | None = None) -> ChannelView:
        """Return a channel as its profile, or a draft of another, reads it, and what the draft would change."""
        kept = self._desk.book.profile_of(chat_id)
        heard = await self._newest(chat_id)
        cases = await self._cases(chat_id)
        fault = await self._fault(draft) if draft is not None else None
        profile = kept if draft is None or fault is not None else draft
        return await asyncio.to_thread(self._view, chat_id, heard, cases, profile, fault)

    async def teach(self, key: MessageKey, start: int, end: int, meaning: str, draft: ChannelProfile) -> Lesson:
        """Return what makes the number at a place of a message mean something else. Raises `BadInput`."""
        if meaning not in _NAMED:
            raise BadInput(f"“{meaning}” is nothing that a number can mean.")
        found = await self._desk.ledger.find_messages([key])
        if not found or not 0 <= start < end <= len(found[0].text):
            raise BadInput(_GONE)
        heard = await self._newest(key[0])
        cases = await self._cases(key[0])
        return await asyncio.to_thread(self._teach, found[0], (start, end), meaning, draft, (heard, cases))

    # --- wishes ---

    async def carry_out(self, command: Command) -> None:
        """Record what a wish means; raise `CommandRejected`, then nothing changed."""
        now = self._desk.clock.now()
        match command:
            case SetChannelProfile():
                await self._check(command.chat_id, command.profile, despite=command.despite, but=None)
                await self._desk.record(
                    ChannelProfileChanged(now, command.chat_id, command.profile, command.command_id)
                )
            case ConfirmReading():
                await self._check_reading(command, self._desk.book.profile_of(command.key[0]))
                await self._desk.record(ReadingConfirmed(now, *command.key, command.expected, command.command_id))
            case CorrectReading():
                await self._check(command.key[0], command.profile, despite=command.despite, but=command.key)
                await self._check_reading(command, command.profile)
                await self._desk.record(
                    ChannelProfileChanged(now, command.key[0], command.profile),
                    ReadingConfirmed(now, *command.key, command.expected, command.command_id),
                )
            case ForgetReading():
                if command.key not in self._desk.book.cases.get(command.key[0], {}):
                    raise CommandRejected("That message is not a kept case; nothing was changed.")
                await self._desk.record(ReadingForgotten(now, *command.key, command.command_id))

    async def _check(self, chat_id: int, profile: ChannelProfile, *, despite: bool, but: MessageKey | None) -> None:
        fault = await self._fault(profile)
        if fault is not None:
            raise CommandRejected(f"{fault} The profile was not changed.")
        cases = [pair for pair in await self._cases(chat_id) if pair[0].key != but]
        breaks = await asyncio.to_thread(self._breaks, cases, self._desk.book.profile_of(chat_id), profile)
        if breaks and not despite:
            more = f" So would {len(breaks) - 1} more." if len(breaks) > 1 else ""
            raise CommandRejected(f"The profile was not changed. {breaks[0]}{more} Save it anyway if that is meant.")

    async def _fault(self, profile: ChannelProfile) -> str | None:
        """Return why a profile cannot be used: what is wrong with it, or that its pattern takes too long."""
        fault = fault_of(profile)
        if fault is not None or profile.pattern is None:
            return fault
        clock = self._desk.clock
        start = clock.monotonic()
        await asyncio.to_thread(try_pattern, profile.pattern)
        return _TOO_SLOW if clock.monotonic() - start > PATTERN_WITHIN_S else None

    async def _check_reading(self, command: ConfirmReading | CorrectReading, profile: ChannelProfile) -> None:
        """A message is kept only as what it is read as now: what the user saw may be out of date."""
        found = await self._desk.ledger.find_messages([command.key])
        if not found or not found[0].text:
            raise CommandRejected(_GONE)
        heard = await self._with_reply(found[0])
        reading = await asyncio.to_thread(self._read, heard, profile)
        if reading.expected != command.expected:
            raise CommandRejected("The message is read differently now. Look at it again; nothing was changed.")

    # --- what has been heard ---

    async def _newest(self, chat_id: int) -> list[_Heard]:
        found = await self._desk.ledger.chat_messages(chat_id, SHOWN_MESSAGES)
        return [await self._with_reply(message) for message in found]

    async def _with_reply(self, message: RawMessage) -> _Heard:
        if message.reply_to is None or not message.text:
            return _Heard(message, None)
        return _Heard(message, await self._desk.ledger.message_text(message.chat_id, message.reply_to))

    async def _cases(self, chat_id: int) -> list[tuple[KeptCase, _Heard]]:
        """Return the kept cases whose messages are stored, with their words where these are not erased."""
        kept = {case.key: case for case in self._desk.book.cases_of(chat_id)}
        found = await self._desk.ledger.find_messages(list(kept))
        return [(kept[message.key], await self._with_reply(message)) for message in found]

    # --- reading: on another thread, from what is given alone ---

    def _read(self, heard: _Heard, profile: ChannelProfile) -> ShownReading:
        context = ParserContext(frozenset(self._desk.instruments) or None, None, profile)
        reading = shown(
            read_message(heard.message.text, heard.reply_to, context), self._desk.limits.min_reading_confidence
        )
        if reading.kind != "rejected":
            return reading
        spans, unused = lessons.marks_of(heard.message.text, context)  # so that the user sees what is missing
        return replace(reading, spans=spans, unused_numbers=unused)

    def _view(
        self,
        chat_id: int,
        heard: Sequence[_Heard],
        cases: Sequence[tuple[KeptCase, _Heard]],
        profile: ChannelProfile,
        fault: str | None,
    ) -> ChannelView:
        kept = {case.key: case for case, _ in cases}
        messages = tuple(self._message(one, profile, kept.get(one.message.key)) for one in heard)
        shown_cases = tuple(self._message(one, profile, case) for case, one in cases)
        trial = replace(self._trial(chat_id, heard, cases, profile), refusal=fault)
        return ChannelView(chat_id, self._desk.book.profile_of(chat_id), messages, shown_cases, trial)

    def _message(self, heard: _Heard, profile: ChannelProfile, case: KeptCase | None) -> ChannelMessage:
        message = heard.message
        return ChannelMessage(
            key=message.key,
            sent_at=message.sent_at,
            sender_name=message.sender_name,
            text=message.text,
            reading=self._read(heard, profile) if message.text else None,
            expected=case.expected if case else None,
        )

    def _trial(
        self,
        chat_id: int,
        heard: Sequence[_Heard],
        cases: Sequence[tuple[KeptCase, _Heard]],
        profile: ChannelProfile,
    ) -> ProfileTrial:
        before = self._desk.book.profile_of(chat_id)
        if profile == before:
            return ProfileTrial(profile)
        changes = []
        for one in heard:
            was, now = self._read(one, before), self._read(one, profile)
            if one.message.text and was.expected != now.expected:
                changes.append(ReadingChange(one.message.key, one.message.text, was.summary, now.summary))
        return ProfileTrial(profile, tuple(changes), tuple(self._breaks(cases, before, profile)))

    def _breaks(
        self, cases: Sequence[tuple[KeptCase, _Heard]], before: ChannelProfile, after: ChannelProfile
    ) -> list[str]:
        """Return a sentence a case that is kept now and would not be any more."""
        sentences = []
        for case, heard in cases:
            if self._read(heard, before).expected != case.expected:
                continue
            now = self._read(heard, after)
            if now.expected != case.expected:
                quoted = words.quoted(heard.message.text, QUOTED)
                sentences.append(f"It would read {quoted} as {now.summary}; you confirmed {summary(case.expected)}.")
        return sentences

    def _teach(
        self,
        message: RawMessage,
        place: tuple[int, int],
        meaning: str,
        draft: ChannelProfile,
        known: tuple[Sequence[_Heard], Sequence[tuple[KeptCase, _Heard]]],
    ) -> Lesson:
        """Weigh what could be taught: first what keeps every case, then what changes the fewest other messages."""
        text, (start, end) = message.text, place
        context = ParserContext(frozenset(self._desk.instruments) or None, None, draft)
        written, named = words.quoted(text[start:end], 20), _NAMED[meaning]
        if lessons.is_read_as(text, start, end, meaning, context):
            return Lesson(message.key, "", meaning, f"{written} is read as {named} already.")
        found = list(islice(lessons.proposals(text, start, end, meaning, context), MOST_PROPOSALS))
        if not found:
            told = f"No word near {written} tells that it is {named}. Teach a word yourself, or write a pattern."
            return Lesson(message.key, "", meaning, told)
        heard, cases = known
        others = [one for one in heard if one.message.key != message.key and one.message.text]
        best = min(found, key=lambda proposal: self._cost(others, cases, draft, proposal.profile))
        return Lesson(message.key, best.phrase, meaning, f"“{best.phrase}”: {_TAUGHT[meaning]}.", best.profile)

    def _cost(
        self,
        others: Sequence[_Heard],
        cases: Sequence[tuple[KeptCase, _Heard]],
        before: ChannelProfile,
        after: ChannelProfile,
    ) -> tuple[int, int]:
        """Return how many kept cases a profile breaks, and how many entries among other messages it loses."""
        lost = 0
        for one in others:
            was = self._read(one, before)
            lost += was.kind == "entry" and self._read(one, after).expected != was.expected
        return len(self._breaks(cases, before, after)), lost
