"""How an export is played: each message at its own time, faster, or all at once."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from echotrade_desktop.engine.adapters.chat_export import Export, ExportSource, read_export
from echotrade_desktop.engine.domain.ports import Clock
from echotrade_desktop.engine.domain.signal import RawMessage
from echotrade_desktop.engine.runtime import ManualClock

HARBOUR = Path(__file__).parents[2] / "data" / "exports" / "harbour.json"
LATER = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


async def played(export: Export, clock: ManualClock, speed: float | None, until: datetime) -> list[RawMessage]:
    """Return what has come when the clock has gone on to `until`."""
    heard: list[RawMessage] = []

    async def listen(source: ExportSource) -> None:
        nonlocal heard
        async for message in source.messages():
            heard += [message]

    listening = asyncio.create_task(listen(ExportSource(export, clock, speed)))
    await clock.advance_to(until)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    return heard


async def test_messages_come_with_their_own_pauses() -> None:
    export = read_export(HARBOUR)
    heard = await played(export, ManualClock(LATER), 1, LATER + timedelta(minutes=5))
    assert [message.message_id for message in heard] == [1, 2, 3, 4]
    assert [message.received_at - LATER for message in heard] == [
        timedelta(0),
        timedelta(seconds=30),
        timedelta(minutes=2),
        timedelta(minutes=5),
    ]


async def test_speed_divides_the_pauses() -> None:
    heard = await played(read_export(HARBOUR), ManualClock(LATER), 60, LATER + timedelta(seconds=5))
    assert [message.message_id for message in heard] == [1, 2, 3, 4]


async def test_on_the_messages_own_clock_each_is_received_when_it_was_sent() -> None:
    export = read_export(HARBOUR)
    start = export.messages[0].sent_at
    heard = await played(export, ManualClock(start), 1, start + timedelta(days=2))
    assert heard == list(export.messages)


async def test_at_once_every_message_comes_without_a_pause_and_keeps_its_time() -> None:
    export = read_export(HARBOUR)
    heard = await played(export, ManualClock(LATER), None, LATER)
    assert [message.message_id for message in heard] == [message.message_id for message in export.messages]
    assert heard[3].sent_at == export.messages[3].sent_at
    assert {message.received_at for message in heard} == {LATER}


async def test_no_message_is_received_before_it_was_sent() -> None:
    export = read_export(HARBOUR)
    early = export.messages[0].sent_at - timedelta(days=1)
    heard = await played(export, ManualClock(early), None, early)
    assert all(message.received_at == message.sent_at for message in heard)


async def test_a_closed_source_says_nothing_more() -> None:
    export = read_export(HARBOUR)
    clock: Clock = ManualClock(LATER)
    source = ExportSource(export, clock, None)
    heard = 0
    async for _ in source.messages():
        heard += 1
        await source.close()
    assert heard == 1
    assert source.name == "Chat export Harbour Calls"
