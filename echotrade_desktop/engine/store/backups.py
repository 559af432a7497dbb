"""Dated copies of the ledger, each proved readable before it counts, and the way back from a damaged one."""

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from echotrade_desktop.engine.domain.errors import StoreUnavailable
from echotrade_desktop.engine.store import log
from echotrade_desktop.engine.store.database import (
    FAULTS,
    FILE_MODE,
    FOLDER_MODE,
    integrity,
    make_private,
    read_only,
    remove_with_companions,
    speaking,
    sync_folder,
)

KEPT = 7


@dataclass(frozen=True, slots=True)
class Restored:
    """What became of a damaged ledger. `sentence` tells the user; `lost` is None where it cannot be counted."""

    set_aside: Path | None
    backup: Path | None
    reaches_to: str | None  # instant of the last fact in the backup, ISO 8601
    lost: int | None  # records that the damaged ledger had and the backup has not
    sentence: str


def folder_of(ledger: Path) -> Path:
    """Return where a ledger's backups are."""
    return ledger.parent / "backups"


def backups_of(ledger: Path) -> list[Path]:
    """Return the daily backups of a ledger, newest first."""
    return sorted(folder_of(ledger).glob(f"{ledger.stem}-[0-9][0-9][0-9][0-9]-*.db"), reverse=True)


def back_up(connection: sqlite3.Connection, ledger: Path, name: str) -> Path:
    """Copy the database that `connection` reads to `backups/NAME`, prove the copy and only then let it count."""
    folder = folder_of(ledger)
    folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
    finished, draft = folder / name, folder / f"{name}.draft"
    with speaking(draft):
        remove_with_companions(draft)
        make_private(draft)
        with closing(sqlite3.connect(draft)) as copy:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode = delete")  # one file, without companions
        complaint = fault_in(draft)
        if complaint is not None:
            remove_with_companions(draft)
            raise StoreUnavailable(f"The backup {name} could not be read back ({complaint}); it was not kept.")
        _sync(draft)
        draft.replace(finished)
        sync_folder(folder)
    return finished


def daily(connection: sqlite3.Connection, ledger: Path, day: date) -> Path | None:
    """Make the day's backup if there is none yet, and let go of all but the newest `KEPT`."""
    name = f"{ledger.stem}-{day.isoformat()}.db"
    if (folder_of(ledger) / name).exists():
        return None
    made = back_up(connection, ledger, name)
    for old in backups_of(ledger)[KEPT:]:
        remove_with_companions(old)
    return made


def fault_in(path: Path) -> str | None:
    """Return why a database cannot serve as a ledger; None when it is sound and its log agrees with its checksums."""
    try:
        with closing(read_only(path)) as connection:
            complaints = integrity(connection.execute, thorough=True)
            if complaints:
                return complaints[0]
            tip = log.read_tip(connection.execute(log.SELECT_TIP).fetchone())
            for _ in log.checked(connection.execute(log.SELECT), tip):
                pass
    except (*FAULTS, StoreUnavailable) as error:
        return str(error)
    return None


def restore(ledger: Path, at: datetime) -> Restored:
    """Set a damaged ledger aside as `NAME.damaged-DATE` and put the newest sound backup in its place.

    Without a sound backup nothing is put there: the next `open_ledger` begins a new ledger.
    """
    with speaking(ledger):
        had = _records_in(ledger)
        aside = _set_aside(ledger, at)
        backup = next((path for path in backups_of(ledger) if fault_in(path) is None), None)
        if backup is None:
            for useless in backups_of(ledger):
                useless.rename(useless.with_name(f"{useless.name}.damaged-{_stamp(at)}"))
            return Restored(aside, None, None, had, _sentence(ledger, aside, None, None, had))
        _put_in_place(backup, ledger)
        with closing(read_only(ledger)) as connection:
            tip = log.read_tip(connection.execute(log.SELECT_TIP).fetchone()).seq
            last = connection.execute("SELECT at FROM event_log WHERE seq = ?", (tip,)).fetchone()
        reaches_to = last[0] if last else None
        lost = None if had is None else max(0, had - tip)
        return Restored(aside, backup, reaches_to, lost, _sentence(ledger, aside, backup, reaches_to, lost))


def _put_in_place(backup: Path, ledger: Path) -> None:
    draft = ledger.with_name(f"{ledger.name}.draft")
    make_private(draft)
    shutil.copyfile(backup, draft)
    _sync(draft)
    draft.replace(ledger)
    ledger.chmod(FILE_MODE)
    sync_folder(ledger.parent)


def _records_in(ledger: Path) -> int | None:
    """Return how many records a damaged ledger seems to have had."""
    with suppress(*FAULTS), closing(read_only(ledger)) as connection:
        known: list[int] = [0]
        for query in ("SELECT seq FROM log_tip", "SELECT max(seq) FROM event_log"):
            with suppress(*FAULTS):
                known += [row[0] for row in connection.execute(query) if isinstance(row[0], int)]
        return max(known) or None
    return None


def _set_aside(ledger: Path, at: datetime) -> Path | None:
    aside = ledger.with_name(f"{ledger.name}.damaged-{_stamp(at)}")
    for ending in ("-wal", "-shm", ""):
        companion = ledger.with_name(ledger.name + ending)
        if companion.exists():
            companion.rename(aside.with_name(aside.name + ending))
    sync_folder(ledger.parent)
    return aside if aside.exists() else None


def _sentence(ledger: Path, aside: Path | None, backup: Path | None, reaches_to: str | None, lost: int | None) -> str:
    kept = f"It is kept as {aside.name}. " if aside else ""
    if backup is None:
        return (
            f"The ledger {ledger.name} is damaged and no sound backup was found. {kept}"
            "A new, empty ledger begins; positions from before are not in it."
        )
    until = f"up to {reaches_to[:16].replace('T', ' ')} UTC" if reaches_to else "from before the first record"
    missing = f" {lost} later records are missing." if lost else " What came later is missing." if lost is None else ""
    return (
        f"The ledger {ledger.name} is damaged. {kept}The backup {backup.name} was restored; it holds everything "
        f"{until}.{missing} Check your positions before you allow new entries."
    )


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H%M%S")


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
