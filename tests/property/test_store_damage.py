"""A flipped byte anywhere in a ledger's file is found, or changes nothing; it never brings the app down."""

import asyncio
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from echotrade_desktop.engine.domain.errors import StoreUnavailable
from echotrade_desktop.engine.domain.facts import Fact, SignalQueued
from echotrade_desktop.engine.store import open_ledger, verify
from tests.fakes.clock import FakeClock
from tests.unit.store.story import a_day, message, without_words

DAMAGE = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

PAGE = 4096


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("honest") / "paper.db"

    async def keep() -> None:
        ledger = open_ledger(path, clock=FakeClock())
        for number in (1, 2, 3):
            await ledger.receive(message(number))
        await ledger.record(*a_day().facts)
        await ledger.close()

    asyncio.run(keep())
    return path


@given(data=st.data())
@DAMAGE
def test_a_flipped_byte_is_found_or_changes_nothing(data: st.DataObject, honest: Path) -> None:
    raw = bytearray(honest.read_bytes())
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= data.draw(st.integers(1, 255))
    damaged = honest.with_name("damaged.db")
    _write_alone(damaged, raw)
    found = True
    with suppress(StoreUnavailable):
        found = not verify(damaged).ok
    if not found:
        assert _rows(damaged) == _rows(honest)
    loaded = asyncio.run(_load(damaged))
    if loaded is not None:
        expected = asyncio.run(_load(honest)) or []
        assert without_words(loaded) == without_words(expected)
        assert _words(loaded) <= {*_words(expected), ""}  # never others; none when the message's key was hit


@given(data=st.data())
@DAMAGE
def test_a_file_cut_short_is_never_opened_in_silence(data: st.DataObject, honest: Path) -> None:
    raw = honest.read_bytes()
    cut = honest.with_name("cut.db")
    pages = st.integers(1, len(raw) // PAGE - 1).map(lambda page: page * PAGE)
    _write_alone(cut, raw[: data.draw(st.integers(1, len(raw) - 1) | pages)])
    assert asyncio.run(_load(cut)) is None


def test_what_was_kept_is_what_is_checked_here(honest: Path) -> None:
    facts = asyncio.run(_load(honest))
    assert facts is not None
    assert without_words(facts) == without_words(a_day().facts)


def _write_alone(path: Path, raw: bytes) -> None:
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    path.write_bytes(raw)


async def _load(path: Path) -> list[Fact] | None:
    """Return the facts, or None when the ledger said that it cannot be used."""
    copy = path.with_name("opened.db")
    _write_alone(copy, b"")
    shutil.copyfile(path, copy)
    try:
        ledger = open_ledger(copy, clock=FakeClock())
    except StoreUnavailable:
        return None
    try:
        return list(await ledger.load())
    except StoreUnavailable:
        return None
    finally:
        await ledger.close()


def _words(facts: list[Fact]) -> set[str]:
    return {fact.queued.signal.message for fact in facts if isinstance(fact, SignalQueued)}


def _rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    connection = sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables}
    connection.close()
    return rows
