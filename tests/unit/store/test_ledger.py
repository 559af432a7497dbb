"""The ledger as the engine knows it: what is recorded comes back, once, and in order."""

import asyncio
import sqlite3
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.errors import IllegalTransition, StoreDamaged, StoreUnavailable
from echotrade_desktop.engine.domain.facts import FillRecorded, SignalApproved, SignalQueued
from echotrade_desktop.engine.store import SqliteLedger, verify
from tests.unit.store.conftest import Open
from tests.unit.store.story import CHAT, WORDS, Story, a_day, message, position_of, queued, without_words


async def test_a_day_of_trading_is_the_same_after_a_restart(open_it: Open) -> None:
    story, first = a_day(), open_it()
    for fact in story.facts:
        await first.record(fact)
    await first.close()
    facts = await open_it().load()
    assert facts == without_words(story.facts)
    book = Book.fold(facts)
    assert book.cash == story.book.cash
    assert book.positions == story.book.positions


async def test_numbers_come_back_to_the_last_digit(ledger: SqliteLedger) -> None:
    story = Story().opened().called().approved().filled(1, "0.003", "12345678.123456789012345678")
    await ledger.record(*story.facts)
    fill = Book.fold(await ledger.load()).fills["t1"]
    assert str(fill.price) == "12345678.123456789012345678"
    assert str(fill.fee) == str(story.book.fills["t1"].fee)


async def test_facts_recorded_together_are_kept_together_or_not_at_all(ledger: SqliteLedger) -> None:
    story = Story().opened().called()
    await ledger.record(*story.facts)
    before = await ledger.load()
    unknown = Story().opened().called(9).approved(9).facts[-1]
    stop = replace(story.facts[0], cash=Decimal(1))
    with pytest.raises(IllegalTransition):
        await ledger.record(stop, SignalApproved(story.at, "s404", 1, Decimal(1), "user", None, None), unknown)
    assert await ledger.load() == before
    await ledger.record(*story.called(2).facts[-2:])
    assert [type(fact).__name__ for fact in (await ledger.load())[-2:]] == ["MessageRead", "SignalQueued"]


async def test_a_second_approval_of_a_signal_is_refused_and_changes_nothing(ledger: SqliteLedger, path: Path) -> None:
    story = Story().opened().called().approved()
    await ledger.record(*story.facts)
    approval = next(fact for fact in story.facts if isinstance(fact, SignalApproved))
    with pytest.raises(IllegalTransition):
        await ledger.record(approval)
    assert len(await ledger.load()) == len(story.facts)
    assert verify(path).ok


async def test_two_approvals_never_share_an_order(ledger: SqliteLedger) -> None:
    story = Story().opened().called(1).called(2).approved(1)
    await ledger.record(*story.facts)
    order = story.book.orders["p1-1"]
    stolen = SignalApproved(story.at, "s2", 1, order.quantity, "user", position_of("p2", "s2"), order)
    with pytest.raises(IllegalTransition, match="already recorded"):
        await ledger.record(stolen)
    assert len(await ledger.load()) == len(story.facts)


async def test_of_two_approvals_at_the_same_moment_one_wins(ledger: SqliteLedger) -> None:
    story = Story().opened().called().approved()
    approval = next(fact for fact in story.facts if isinstance(fact, SignalApproved))
    await ledger.record(*story.facts[:4])
    answers = await asyncio.gather(*(ledger.record(approval) for _ in range(20)), return_exceptions=True)
    assert sum(answer is None for answer in answers) == 1
    assert sum(isinstance(answer, IllegalTransition) for answer in answers) == 19
    assert sum(isinstance(fact, SignalApproved) for fact in await ledger.load()) == 1


async def test_an_execution_told_twice_counts_once(ledger: SqliteLedger, path: Path) -> None:
    story = Story().opened().called().approved().filled(1, "0.003", "67500")
    await ledger.record(*story.facts)
    await ledger.record(story.facts[-1])
    assert await ledger.load() == without_words(story.facts)
    assert verify(path).ok


async def test_another_execution_under_a_known_trade_id_is_refused(ledger: SqliteLedger) -> None:
    story = Story().opened().called().approved().filled(1, "0.003", "67500")
    await ledger.record(*story.facts)
    fill = story.book.fills["t1"]
    with pytest.raises(IllegalTransition, match="already booked with other numbers"):
        await ledger.record(FillRecorded(story.at, replace(fill, price=Decimal("67500.01"))))


async def test_a_fill_of_an_unknown_position_is_refused(ledger: SqliteLedger) -> None:
    story = Story().opened().called().approved().filled(1, "0.003", "67500")
    with pytest.raises(IllegalTransition):
        await ledger.record(story.facts[-1])
    assert await ledger.load() == []


async def test_a_number_that_is_not_finite_is_never_written(ledger: SqliteLedger) -> None:
    story = Story().opened()
    with pytest.raises(ValueError, match="finite"):
        await ledger.record(replace(story.facts[0], cash=Decimal("NaN")))
    with pytest.raises(TypeError):
        await ledger.record(replace(story.facts[0], cash=10000.0))  # type: ignore[arg-type]
    assert await ledger.load() == []


async def test_a_message_is_stored_once_with_the_facts_it_led_to(ledger: SqliteLedger) -> None:
    facts = Story().opened().called().facts
    assert await ledger.receive(message(), *facts)
    assert not await ledger.receive(message(), *facts)
    assert len(await ledger.load()) == len(facts)


async def test_a_message_is_not_marked_as_read_when_its_facts_are_refused(ledger: SqliteLedger) -> None:
    with pytest.raises(IllegalTransition):
        await ledger.receive(message(), SignalApproved(message().sent_at, "s1", 1, Decimal(1), "user", None, None))
    assert await ledger.high_water(CHAT) is None
    assert await ledger.receive(message())


async def test_the_highest_message_is_the_mark_whatever_the_order(ledger: SqliteLedger) -> None:
    for number in (5, 9, 7):
        await ledger.receive(message(number))
    assert await ledger.high_water(CHAT) == 9
    assert await ledger.high_water(CHAT + 1) is None


async def test_the_newest_version_of_a_message_is_its_text(ledger: SqliteLedger) -> None:
    await ledger.receive(message(1, 2, "second edit"))
    await ledger.receive(message(1, 0, "first"))
    assert await ledger.latest_edit(CHAT, 1) == 2
    assert await ledger.latest_edit(CHAT, 2) is None
    assert await ledger.message_text(CHAT, 1) == "second edit"
    assert await ledger.message_text(CHAT, 1, 0) == "first"
    assert await ledger.message_text(CHAT, 1, 1) is None


async def test_half_an_emoji_from_an_export_does_not_stop_the_store(ledger: SqliteLedger) -> None:
    await ledger.receive(message(1, 0, "to the moon \ud83d"))
    assert await ledger.message_text(CHAT, 1) == "to the moon ?"


async def test_a_signal_has_its_words_back_after_a_restart(open_it: Open) -> None:
    first = open_it()
    await first.receive(message(), *Story().opened().called().facts)
    await first.close()
    again = open_it()
    loaded = next(fact for fact in await again.load() if isinstance(fact, SignalQueued))
    assert loaded.queued.signal.message == WORDS
    assert loaded.queued == queued()
    assert await again.signals(10) == [queued()]


async def test_the_signal_log_is_paged_from_the_newest(ledger: SqliteLedger) -> None:
    await ledger.record(*Story().opened().facts)
    story = Story()
    for number in range(5):
        call = queued(f"s{number}", number)
        later = replace(call.signal, received_at=story.at, message="")
        await ledger.record(*story.tell(SignalQueued(story.at, replace(call, signal=later))).facts[-1:])
    first = await ledger.signals(2)
    assert [item.signal.signal_id for item in first] == ["s4", "s3"]
    rest = await ledger.signals(10, first[-1].signal.received_at)
    assert [item.signal.signal_id for item in rest] == ["s2", "s1", "s0"]


async def test_the_message_log_says_what_each_was_read_as(ledger: SqliteLedger) -> None:
    await ledger.receive(message(1), *Story().opened().called().facts)
    await ledger.receive(message(2))
    unread, read = await ledger.read_messages(10)
    assert (unread.message, unread.kind) == (message(2), None)
    assert (read.message, read.kind) == (message(1), "entry")


async def test_two_thousand_writes_at_once_are_all_kept_in_order(ledger: SqliteLedger, path: Path) -> None:
    await asyncio.gather(*(ledger.receive(message(number)) for number in range(2000)))
    story = Story().opened().called().approved()
    await asyncio.gather(*(ledger.record(fact) for fact in story.facts))
    assert [type(fact) for fact in await ledger.load()] == [type(fact) for fact in story.facts]
    assert await ledger.high_water(CHAT) == 1999
    assert verify(path).ok


async def test_what_is_queued_when_the_ledger_closes_is_written(open_it: Open) -> None:
    first = open_it()
    writes = [asyncio.ensure_future(first.receive(message(number))) for number in range(300)]
    await asyncio.sleep(0)
    await first.close()
    assert all(await asyncio.gather(*writes))
    assert await open_it().high_water(CHAT) == 299


async def test_a_closed_ledger_says_so(open_it: Open) -> None:
    ledger = open_it()
    await ledger.close()
    await ledger.close()
    with pytest.raises(StoreUnavailable, match="closed"):
        await ledger.receive(message())
    with pytest.raises(StoreUnavailable, match="closed"):
        await ledger.load()


async def test_a_write_whose_waiter_gave_up_is_still_written(ledger: SqliteLedger) -> None:
    write = asyncio.ensure_future(ledger.receive(message()))
    await asyncio.sleep(0)
    write.cancel()
    with pytest.raises(asyncio.CancelledError):
        await write
    assert not await ledger.receive(message())


async def test_a_changed_record_is_found_when_the_ledger_is_loaded(open_it: Open, path: Path) -> None:
    first = open_it()
    await first.record(*a_day().facts)
    await first.close()
    with sqlite3.connect(path) as file:
        file.execute("DROP TRIGGER event_log_keeps_UPDATE")
        file.execute("UPDATE event_log SET body = replace(body, '67501.7', '67501.71') WHERE kind = 'FillRecorded'")
    file.close()
    with pytest.raises(StoreDamaged, match="record 9 of the log"):
        await open_it().load()


async def test_the_log_refuses_to_be_rewritten(ledger: SqliteLedger, path: Path) -> None:
    await ledger.record(*a_day().facts)
    file = sqlite3.connect(path)
    for statement in ("UPDATE event_log SET body = '{}'", "DELETE FROM event_log WHERE seq = 3"):
        with pytest.raises(sqlite3.IntegrityError, match="only grows"):
            file.execute(statement)
    file.close()
