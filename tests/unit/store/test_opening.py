"""What a ledger's file may look like when the app starts, and what it says then."""

import os
import random
import sqlite3
import stat
from pathlib import Path

import pytest

from echotrade_desktop.engine.domain.errors import StoreDamaged, StoreUnavailable
from echotrade_desktop.engine.store import migrations, open_ledger, restore, verify
from tests.fakes.clock import FakeClock
from tests.unit.store.conftest import Open
from tests.unit.store.story import CHAT, WORDS, Story, a_day, message


async def test_a_new_ledger_is_private(open_it: Open, path: Path) -> None:
    old = os.umask(0)
    try:
        ledger = open_it()
        await ledger.receive(message())
        await ledger.daily_backup()
    finally:
        os.umask(old)
    files = [file for file in path.parent.rglob("*") if file.is_file()]
    assert {file.name for file in files} >= {"paper.db", "paper.db-wal", "paper.db-shm", "paper-2026-01-05.db"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    folders = [path.parent, *(folder for folder in path.parent.rglob("*") if folder.is_dir())]
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}


async def test_a_ledger_that_others_could_read_is_closed_to_them(open_it: Open, path: Path) -> None:
    await open_it().close()
    path.chmod(0o644)
    path.parent.chmod(0o755)
    open_it()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


async def test_it_writes_through_a_full_sync_and_a_write_ahead_log(open_it: Open) -> None:
    database = open_it()._database
    pragmas = {name: database.execute_sql(f"PRAGMA {name}").fetchone()[0] for name in
               ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")}  # fmt: skip
    database.close()
    assert pragmas == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "busy_timeout": 5000
    }  # fmt: skip


async def test_a_newer_ledger_is_refused_and_left_alone(open_it: Open, path: Path) -> None:
    await open_it().close()
    with sqlite3.connect(path) as file:
        file.execute("INSERT INTO schema_version VALUES (99, '2027-01-01T00:00:00.000000+00:00', '')")
    file.close()
    before = path.read_bytes()
    with pytest.raises(StoreUnavailable, match=r"newer EchoTrade \(schema 99") as refused:
        open_it()
    assert not isinstance(refused.value, StoreDamaged)
    assert path.read_bytes() == before


def test_another_program_s_database_is_refused_and_left_alone(path: Path, clock: FakeClock) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE cats (name)")
    file.close()
    with pytest.raises(StoreUnavailable, match="not a ledger of EchoTrade"):
        open_ledger(path, clock=clock)
    with sqlite3.connect(path) as file:
        assert [name for (name,) in file.execute("SELECT name FROM sqlite_master")] == ["cats"]
    file.close()


def test_a_file_that_is_no_database_is_damaged(path: Path, clock: FakeClock) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database at all, but long enough to be one" * 50)
    with pytest.raises(StoreDamaged, match=r"paper\.db is damaged"):
        open_ledger(path, clock=clock)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_named(path: Path, clock: FakeClock) -> None:
    path.parent.mkdir(mode=0o500)
    with pytest.raises(StoreUnavailable, match="may not be written"):
        open_ledger(path, clock=clock)


def test_a_profile_that_is_a_file_is_named(path: Path, clock: FakeClock) -> None:
    path.parent.write_text("a file where the folder should be")
    with pytest.raises(StoreUnavailable, match=r"paper\.db"):
        open_ledger(path, clock=clock)


async def test_a_later_schema_is_reached_step_by_step_after_a_backup(
    open_it: Open, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = open_it()
    await first.record(*a_day().facts)
    await first.close()

    def add_a_table(database: object) -> None:
        database.execute_sql("CREATE TABLE later (x)")  # type: ignore[attr-defined]

    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, add_a_table))
    monkeypatch.setattr(migrations, "NEWEST", migrations.NEWEST + 1)
    ledger = open_it()
    assert len(await ledger.load()) == len(a_day().facts)
    (backup,) = (path.parent / "backups").iterdir()
    assert backup.name == f"before-schema-{migrations.NEWEST}-paper-2026-01-05T090000.db"
    assert verify(backup).ok
    assert verify(path).ok


async def test_a_step_that_fails_leaves_the_ledger_as_it_was(
    open_it: Open, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_it().close()

    def fail_halfway(database: object) -> None:
        database.execute_sql("CREATE TABLE later (x)")  # type: ignore[attr-defined]
        database.execute_sql("CREATE TABLE later (x)")  # type: ignore[attr-defined]

    with monkeypatch.context() as patch:
        patch.setattr(migrations, "STEPS", (*migrations.STEPS, fail_halfway))
        patch.setattr(migrations, "NEWEST", migrations.NEWEST + 1)
        with pytest.raises(StoreUnavailable):
            open_it()
    assert await open_it().load() == []


async def test_a_backup_a_day_is_made_and_seven_are_kept(open_it: Open, path: Path, clock: FakeClock) -> None:
    ledger = open_it()
    await ledger.record(*a_day().facts)
    assert await ledger.daily_backup() is not None
    assert await ledger.daily_backup() is None
    for _ in range(9):
        clock.jump(86_400)
        await ledger.daily_backup()
    names = sorted(file.name for file in (path.parent / "backups").iterdir())
    assert names == [f"paper-2026-01-{day:02}.db" for day in range(8, 15)]
    assert all(verify(path.parent / "backups" / name).ok for name in names)


async def test_a_damaged_ledger_is_set_aside_and_the_newest_sound_backup_restored(
    open_it: Open, path: Path, clock: FakeClock
) -> None:
    ledger, story = open_it(), a_day()
    await ledger.record(*story.facts[:10])
    await ledger.daily_backup()
    clock.jump(86_400)
    await ledger.daily_backup()
    await ledger.record(*story.facts[10:])
    await ledger.close()
    (path.parent / "backups" / "paper-2026-01-06.db").write_bytes(b"rotten" * 1000)
    raw = bytearray(path.read_bytes())
    raw[100:200] = bytes(100)
    path.write_bytes(raw)

    with pytest.raises(StoreDamaged):
        open_it()
    restored = restore(path, clock.now())

    assert restored.set_aside == path.with_name("paper.db.damaged-2026-01-06T090000")
    assert restored.set_aside.read_bytes() == raw
    assert restored.backup == path.parent / "backups" / "paper-2026-01-05.db"
    assert "paper.db.damaged-2026-01-06T090000" in restored.sentence
    assert "2026-01-05 09:00 UTC" in restored.sentence
    assert "Check your positions" in restored.sentence
    assert len(await open_it().load()) == 10
    assert verify(path).ok


async def test_restoring_says_how_many_records_are_missing(open_it: Open, path: Path, clock: FakeClock) -> None:
    ledger, story = open_it(), a_day()
    await ledger.record(*story.facts[:10])
    await ledger.daily_backup()
    await ledger.record(*story.facts[10:])
    await ledger.close()
    with sqlite3.connect(path) as file:
        file.execute("DROP TRIGGER event_log_keeps_UPDATE")
        file.execute("UPDATE event_log SET at = '' WHERE seq = 12")
    file.close()
    lost = len(story.facts) - 10
    restored = restore(path, clock.now())
    assert restored.lost == lost
    assert f"{lost} later records are missing" in restored.sentence


async def test_without_a_sound_backup_a_new_ledger_begins_and_says_so(
    open_it: Open, path: Path, clock: FakeClock
) -> None:
    await open_it().close()
    path.write_bytes(b"x" * 5000)
    restored = restore(path, clock.now())
    assert restored.backup is None
    assert "no sound backup" in restored.sentence
    assert await open_it().load() == []


@pytest.mark.parametrize("fate", ["missing", "empty"])
async def test_a_ledger_that_vanished_is_not_begun_anew_while_there_are_backups(
    open_it: Open, path: Path, fate: str
) -> None:
    ledger = open_it()
    await ledger.daily_backup()
    await ledger.close()
    path.unlink()
    if fate == "empty":
        path.touch()
    with pytest.raises(StoreDamaged, match="missing or empty, although there are backups"):
        open_it()


async def test_erased_words_are_nowhere_in_the_profile_and_the_facts_stay(
    open_it: Open, path: Path, clock: FakeClock
) -> None:
    ledger = open_it()
    await ledger.receive(message(1), *Story().opened().called(1).facts)
    await ledger.receive(message(2, text="a canary of another chat", chat_id=5))
    await ledger.daily_backup()
    await ledger.receive(message(1, 1, "my canary edit"))
    clock.jump(86_400)
    await ledger.daily_backup()
    facts = await ledger.load()

    erased = await ledger.erase_texts(CHAT)

    assert (erased.messages, erased.left) == (2, ())
    assert await ledger.message_text(CHAT, 1) is None
    assert await ledger.message_text(5, 2) == "a canary of another chat"
    assert len(await ledger.load()) == len(facts)
    assert [row.message.text for row in await ledger.read_messages(9)] == ["a canary of another chat", "", ""]
    assert _files_with(path.parent, WORDS) == _files_with(path.parent, "my canary edit") == []
    assert len(_files_with(path.parent, "a canary of another chat")) == 3
    assert verify(path).ok
    assert all(verify(file).ok for file in (path.parent / "backups").iterdir())

    assert (await ledger.erase_texts()).messages == 1
    assert _files_with(path.parent, "canary") == []


async def test_nothing_of_erased_words_is_left_between_the_rows(open_it: Open, path: Path) -> None:
    ledger, chance = open_it(), random.Random(7)
    for number in chance.sample(range(600), 600):  # pages fill up in the middle and split
        await ledger.receive(message(number, text=f"canary {number} " * chance.randint(1, 40)))
    await ledger.erase_texts()
    assert _files_with(path.parent, "canary") == []


async def test_a_repeat_of_an_erased_message_does_not_bring_its_words_back(open_it: Open, path: Path) -> None:
    ledger = open_it()
    await ledger.receive(message())
    await ledger.erase_texts()
    assert not await ledger.receive(message())
    assert await ledger.message_text(CHAT, 1) is None
    assert _files_with(path.parent, "canary") == []


async def test_words_never_enter_the_log(open_it: Open, path: Path) -> None:
    ledger = open_it()
    await ledger.record(*a_day().facts)
    await ledger.close()
    assert _files_with(path.parent, "canary") == []


def _files_with(folder: Path, words: str) -> list[str]:
    return [file.name for file in folder.rglob("*") if file.is_file() and words.encode() in file.read_bytes()]
