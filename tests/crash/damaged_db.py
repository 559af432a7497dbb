"""Ledgers damaged in every manner, opened by the whole engine: told, set aside, the backup restored, entries locked.

python -m tests.crash.damaged_db --files 500 [--seed 7]

A start is *silent on bad data* when the app says nothing and yet knows something else than the sound ledger said.
"""

import asyncio
import logging
import random
import shutil
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from echotrade_desktop.engine.compose import Recipe, running
from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.errors import StoreUnavailable
from echotrade_desktop.engine.domain.messages import Notice
from echotrade_desktop.engine.store.ledger import open_ledger
from tests.crash.campaign import arguments, report, workplace
from tests.fakes.clock import FakeClock
from tests.fakes.market import FakeMarket
from tests.unit.store.story import a_day, message

Damage = Callable[[bytearray, random.Random], bytearray]
SECTOR = 512
PARTS = ("positions", "orders", "cash", "fills", "traders", "paused")


def _flip(raw: bytearray, rng: random.Random) -> bytearray:
    for _ in range(rng.choice((1, 1, 3, 40))):
        raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
    return raw


def _cut(raw: bytearray, rng: random.Random) -> bytearray:
    return raw[: rng.randrange(len(raw))]


def _zeros(raw: bytearray, rng: random.Random) -> bytearray:
    begin = rng.randrange(0, len(raw), SECTOR)
    length = SECTOR * rng.randint(1, 16)
    raw[begin : begin + length] = bytes(len(raw[begin : begin + length]))
    return raw


def _swap(raw: bytearray, rng: random.Random) -> bytearray:
    one, two = (SECTOR * 8 * rng.randrange(len(raw) // (SECTOR * 8)) for _ in range(2))
    raw[one : one + SECTOR * 8], raw[two : two + SECTOR * 8] = (
        raw[two : two + SECTOR * 8],
        raw[one : one + SECTOR * 8],
    )
    return raw


def _noise(raw: bytearray, rng: random.Random) -> bytearray:
    begin = rng.randrange(len(raw))
    raw[begin : begin + 4096] = rng.randbytes(len(raw[begin : begin + 4096]))
    return raw


def _header(raw: bytearray, rng: random.Random) -> bytearray:
    raw[rng.randrange(100)] = rng.randrange(256)
    return raw


DAMAGES: tuple[Damage, ...] = (_flip, _cut, _zeros, _swap, _noise, _header)


async def _make(profile: Path) -> None:
    """A ledger of a day's trading, with a backup from its middle."""
    ledger = open_ledger(profile / "paper.db", clock=FakeClock())
    facts = a_day().facts
    await ledger.receive(message(1))
    await ledger.record(*facts[: len(facts) // 2])
    await ledger.daily_backup()
    await ledger.record(*facts[len(facts) // 2 :])
    await ledger.close()


async def _start(profile: Path) -> tuple[Book, list[str]]:
    """Start the engine; return what it knows and what it said."""
    recipe = Recipe(profile=profile, clock=FakeClock(), market=FakeMarket(), heartbeat=False)
    async with running(recipe) as parts:
        told = [event.sentence for event in parts.outbox.recent(1000) if isinstance(event, Notice)]
        return parts.desk.book, told


def outcome(profile: Path, sound: Book) -> tuple[str, str | None]:
    """Start on what is there; return how it went, and what is wrong with that."""
    try:
        book, told = asyncio.run(_start(profile))
    except StoreUnavailable as refusal:
        return "refused in words", None if str(refusal) else "it was refused without a word"
    except Exception:  # noqa: BLE001  a traceback is what this looks for
        return "traceback", traceback.format_exc()
    damaged = [sentence for sentence in told if "damaged" in sentence]
    if damaged:
        kept = any(".damaged-" in path.name for path in profile.iterdir())
        wrong = None if kept and book.paused is not None else f"kept aside: {kept}, locked: {book.paused is not None}"
        return ("backup restored" if "was restored" in damaged[0] else "begun anew"), wrong
    same = all(getattr(book, part) == getattr(sound, part) for part in PARTS)
    return "harmless", None if same else "a silent start on bad data"


def campaign(folder: Path, files: int, seed: int) -> tuple[Counter[str], list[str]]:
    """Damage so many copies and start on each."""
    logging.disable(logging.CRITICAL)
    honest = folder / "honest"
    asyncio.run(_make(honest))
    shutil.copytree(honest, folder / "sound")
    sound, _ = asyncio.run(_start(folder / "sound"))
    shutil.rmtree(folder / "sound")
    seen, wrong = Counter[str](), list[str]()
    for number in range(files):
        rng = random.Random(seed * 100_000 + number)
        profile = folder / "damaged"
        shutil.copytree(honest, profile)
        damage = DAMAGES[number % len(DAMAGES)]
        path = profile / "paper.db"
        path.write_bytes(damage(bytearray(path.read_bytes()), rng))
        if rng.random() < 0.1:  # the backup as well
            backup = next((profile / "backups").iterdir())
            backup.write_bytes(_noise(bytearray(backup.read_bytes()), rng))
        how, fault = outcome(profile, sound)
        seen[how] += 1
        if fault is not None:
            wrong.append(f"file {number} ({damage.__name__[1:]}): {fault}")
        shutil.rmtree(profile)
    shutil.rmtree(honest)
    logging.disable(logging.NOTSET)
    return seen, wrong


def main() -> int:
    asked = arguments("damaged_db", files=500)
    with workplace("damaged-db") as folder:
        seen, wrong = campaign(folder, asked.files, asked.seed)
    for sentence in wrong[:5]:
        print(f"  seed {asked.seed}: {sentence}", file=sys.stderr)
    return report("damaged_db", len(wrong), 0, passed=not wrong, files=asked.files, outcomes=dict(seen.most_common()))


if __name__ == "__main__":
    sys.exit(main())
