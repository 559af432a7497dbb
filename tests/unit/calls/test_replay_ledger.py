"""The replay's ledger: it does not wait for the disk, and forgets, reorders and hides nothing."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from echotrade_desktop import replay_ledger
from echotrade_desktop.engine.domain.errors import StoreUnavailable
from echotrade_desktop.engine.domain.facts import AccountOpened, EquityMarked, MessageRead
from echotrade_desktop.engine.domain.signal import Origin, RawMessage
from echotrade_desktop.engine.runtime import ManualClock
from echotrade_desktop.engine.store.ledger import SqliteLedger, open_ledger
from echotrade_desktop.replay_ledger import UnhurriedLedger

NOON = datetime(2024, 3, 4, 12, tzinfo=UTC)


def opened(folder: Path) -> SqliteLedger:
    return open_ledger(folder / "paper.db", clock=ManualClock(NOON))


def post(message_id: int, text: str = "gm", version: int = 0) -> RawMessage:
    return RawMessage(5, message_id, version, NOON, NOON, 7, "Desk", text, origin=Origin.EXPORT)


def read(message: RawMessage) -> MessageRead:
    return MessageRead(NOON, message.chat_id, message.message_id, message.edit_version, NOON, "noise")


def mark(number: int) -> EquityMarked:
    return EquityMarked(NOON, Decimal(number), Decimal(number))


async def test_everything_is_on_disk_in_order_after_a_flush(tmp_path: Path) -> None:
    ledger = UnhurriedLedger(below := opened(tmp_path))
    facts = [AccountOpened(NOON, Decimal(10_000)), *(mark(number) for number in range(700))]
    for fact in facts:
        await ledger.record(fact)
    await ledger.flush()
    assert list(await below.load()) == facts == list(await ledger.load())
    await ledger.close()


async def test_no_more_than_some_records_are_ever_under_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay_ledger, "AT_ONCE", 2)
    monkeypatch.setattr(replay_ledger, "MOST_UNDER_WAY", 4)
    ledger = UnhurriedLedger(opened(tmp_path))
    for number in range(9):
        await ledger.record(mark(number))
        assert len(ledger._under_way) + len(ledger._waiting) <= 4
    await ledger.close()


async def test_a_message_that_is_there_is_refused_before_it_is_on_disk(tmp_path: Path) -> None:
    ledger = UnhurriedLedger(opened(tmp_path))
    assert await ledger.receive(post(1), read(post(1)))
    assert not await ledger.receive(post(1), read(post(1)))
    assert await ledger.receive(post(1, "gm!", version=1), read(post(1, version=1)))
    assert await ledger.latest_edit(5, 1) == 1
    assert await ledger.latest_edit(5, 2) is None
    assert await ledger.message_text(5, 1) == "gm!"
    assert await ledger.message_text(5, 1, 0) == "gm"
    assert await ledger.message_text(5, 2) is None
    assert len(await ledger.load()) == 2
    await ledger.close()


async def test_what_the_disk_refuses_comes_out_and_nothing_more_is_taken(tmp_path: Path) -> None:
    below = opened(tmp_path)
    ledger = UnhurriedLedger(below)
    await ledger.record(mark(1))
    await below.close()
    with pytest.raises(StoreUnavailable):
        await ledger.flush()
    with pytest.raises(StoreUnavailable):
        await ledger.record(mark(2))
