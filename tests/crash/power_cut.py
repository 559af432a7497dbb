"""The power goes at any moment: what was not synced is dropped or torn; every acknowledged approval is still there.

python -m tests.crash.power_cut --images 1000 [--seed 7] [--break skip_fsync]

A desk trades in a process whose writes and syncs are recorded (`disk_recorder.c`, preloaded; needs a C compiler).
An image is a prefix of that record: what was synced is kept, each later write is kept, dropped or torn at a sector.
"""

import asyncio
import os
import random
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.errors import EchoTradeError
from echotrade_desktop.engine.domain.facts import SignalApproved
from echotrade_desktop.engine.store.ledger import open_ledger
from echotrade_desktop.engine.store.verify import verify
from echotrade_desktop.settings import load, save
from tests.crash.breaks import BREAKS
from tests.crash.campaign import ROOT, arguments, report, workplace
from tests.desk import open_desk
from tests.fakes.clock import FakeClock

HEAD = struct.Struct("<cHqI")
SECTOR = 512
CALLS = 120
FREE = {"max_exposure": Decimal(10_000), "min_consensus": Decimal(0), "max_daily_loss": Decimal(1)}
RECORDER = Path(__file__).with_name("disk_recorder.c")


@dataclass(frozen=True, slots=True)
class Step:
    """One recorded step: A(cknowledged), W(ritten), S(ynced), T(runcated), R(enamed), U(nlinked)."""

    kind: str
    path: str
    offset: int
    data: bytes


@dataclass(slots=True)
class File:
    """What is surely on disk, and what came after."""

    synced: bytearray | None = None  # None: the file itself may not be there
    pending: list[Step] = field(default_factory=list)

    def sync(self) -> None:
        """Everything so far is on disk."""
        content = self.synced if self.synced is not None else bytearray()
        for step in self.pending:
            _apply(content, step)
        self.synced, self.pending = content, []

    def after_a_cut(self, rng: random.Random) -> bytes | None:
        """Return what the disk may hold after a power cut now; None when the file is not there."""
        if self.synced is None and rng.random() < 0.5:
            return None
        content = bytearray(self.synced or b"")
        fate = rng.choice(("all", "none", "each"))
        for step in self.pending:
            own = rng.choice(("all", "none", "torn")) if fate == "each" else fate
            if own == "all":
                _apply(content, step)
            elif own == "torn" and step.kind == "W":
                kept = SECTOR * rng.randint(0, len(step.data) // SECTOR)
                _apply(content, replace(step, data=step.data[:kept]))
        return bytes(content)


def _apply(content: bytearray, step: Step) -> None:
    if step.kind == "T":
        del content[step.offset :]
        content.extend(bytes(step.offset - len(content)))
    elif step.data:
        content.extend(bytes(max(0, step.offset - len(content))))
        content[step.offset : step.offset + len(step.data)] = step.data


class Disk:
    """The files of a profile, step by step."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self.files: dict[str, File] = {}
        self.said = b""

    def take(self, step: Step) -> None:
        """Let one step happen."""
        match step.kind:
            case "A":
                self.said += step.data
            case "S" if step.path in self.files:
                self.files[step.path].sync()
            case "W" | "T":
                self.files.setdefault(step.path, File()).pending.append(step)
            case "R":  # the app syncs before it replaces; a journalling disk keeps that order
                self.files[step.data.decode()] = self.files.pop(step.path, File())
            case "U":
                self.files.pop(step.path, None)

    def cut(self, rng: random.Random, into: Path) -> None:
        """Write one possible image of the disk after a power cut now."""
        for path, file in self.files.items():
            content = file.after_a_cut(rng)
            if content is not None and not path.endswith("-shm"):
                image = into / Path(path).relative_to(self._root)
                image.parent.mkdir(parents=True, exist_ok=True)
                image.write_bytes(content)


def steps_of(record: Path) -> Iterator[Step]:
    """Yield what was recorded, in order."""
    raw, at = record.read_bytes(), 0
    while at + HEAD.size <= len(raw):
        kind, path, offset, length = HEAD.unpack_from(raw, at)
        at += HEAD.size
        name = raw[at : at + path].decode()
        at += path
        yield Step(kind.decode(), name, offset, raw[at : at + length])
        at += length


def record(folder: Path, broken: str | None) -> Path:
    """Let a desk trade in a recorded process; return the record."""
    library, log = folder / "recorder.so", folder / "record.bin"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, RECORDER, "-ldl", "-lpthread"], check=True)
    (folder / "profile").mkdir()
    environment = {**os.environ, "LD_PRELOAD": str(library), "REC_ROOT": str(folder / "profile"), "REC_LOG": str(log)}
    command = [sys.executable, "-m", "tests.crash.power_cut", "--trade-in", str(folder / "profile")]
    command += ["--break", broken] if broken else []
    subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)
    return log


async def trade(profile: Path) -> None:
    """Approve many calls, saying so on stdout as each is acknowledged, and change a setting now and then."""
    async with open_desk(profile, max_positions=10_000, **FREE) as desk:

        def say(event: object) -> None:
            if isinstance(event, SignalApproved):
                os.write(1, f"{event.signal_id}\n".encode())

        desk.engine.outbox.subscribe(say)
        for number in range(CALLS):
            settings, _ = load(profile)
            save(replace(settings, calls=replace(settings.calls, practice=not settings.calls.practice)), profile)
            coin, price = (("BTC", 67500), ("ETH", 3500), ("ADA", "0.45"))[number % 3]
            stop = {"BTC": 66000, "ETH": 3400, "ADA": "0.44"}[coin]
            desk.tick(f"{coin}/USDT", str(price))
            calls = await desk.call(f"{coin} LONG {price} SL {stop}", sender=(number + 1, f"Trader {number}"))
            for call in calls:
                with suppress(AssertionError):
                    await desk.approve(call)
            for position in desk.desk.book.open_positions():
                await desk.close(position)


def examine(image: Path, said: bytes) -> str | None:
    """Return what is wrong with an image."""
    acknowledged = said.decode().split()
    try:
        _, notices = load(image)
        if notices:
            return f"the settings are damaged: {notices[0]}"
        if not (image / "paper.db").exists():
            return f"{len(acknowledged)} approvals are gone with the ledger" if acknowledged else None
        facts = asyncio.run(_load(image / "paper.db"))
        report_ = verify(image / "paper.db")
    except EchoTradeError as error:
        return f"it does not open: {error}"
    book = Book.fold(facts)
    lost = [signal for signal in acknowledged if signal not in book.signals or not book.signals[signal].decided_at]
    if lost:
        return f"{len(lost)} of {len(acknowledged)} acknowledged approvals are lost"
    return None if report_.ok else f"verify: {report_.disagreements[0]}"


async def _load(path: Path) -> list[object]:
    ledger = open_ledger(path, clock=FakeClock())
    try:
        return list(await ledger.load())
    finally:
        await ledger.close()


def campaign(folder: Path, images: int, seed: int, broken: str | None = None) -> tuple[int, int, list[str]]:
    """Cut the power at so many moments; return how many steps and approvals there were, and what went wrong."""
    steps = list(steps_of(record(folder, broken)))
    rng, disk, wrong = random.Random(seed), Disk(folder / "profile"), list[str]()
    moments = sorted(rng.randrange(1, len(steps) + 1) for _ in range(images))
    done = 0
    for number, moment in enumerate(moments):
        while done < moment:
            disk.take(steps[done])
            done += 1
        image = folder / "image"
        image.mkdir()
        disk.cut(rng, image)
        fault = examine(image, disk.said)
        if fault is not None:
            wrong.append(f"image {number}, after step {moment}: {fault}")
        shutil.rmtree(image)
    return len(steps), len(disk.said.split()), wrong


def main() -> int:
    asked = arguments("power_cut", images=1000, trade_in="")
    if asked.trade_in:
        if asked.broken:
            BREAKS[asked.broken]()
        asyncio.run(trade(Path(asked.trade_in)))
        return 0
    if shutil.which("cc") is None or not sys.platform.startswith("linux"):
        return report("power_cut", "not run", 0, passed=False, why="it needs Linux and a C compiler")
    with workplace("power-cut") as folder:
        steps, approvals, wrong = campaign(folder, asked.images, asked.seed, asked.broken)
        shutil.rmtree(folder)
        folder.mkdir()
    for sentence in wrong[:5]:
        print(f"  seed {asked.seed}: {sentence}", file=sys.stderr)
    return report(
        "power_cut",
        len(wrong),
        0,
        passed=not wrong and approvals > CALLS // 2,
        images=asked.images,
        steps=steps,
        approvals=approvals,
    )


if __name__ == "__main__":
    sys.exit(main())
