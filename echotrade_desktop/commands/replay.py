"""`echotrade replay EXPORT.json`: a Telegram chat export, played through the whole pipeline."""

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from echotrade_desktop.commands.parts import NO, OK, held_profile, strict_settings
from echotrade_desktop.replay import Approve, ReplayOptions
from echotrade_desktop.replay import replay as play

LINES_OF_PROGRESS = 10  # where stderr is a file


def replay(export: Path, profile: Path | None, approve: str, candles: Path | None, *, as_json: bool) -> int:
    """Play an export and print what came of it; 0 when the ledger agrees afterwards, 1 when it does not."""
    progress = _Progress()
    with _profile(profile) as folder:
        settings = strict_settings(folder)
        options = ReplayOptions(
            export=export,
            profile=folder,
            approve=Approve(approve),
            candles=candles,
            limits=settings.risk,
            seed=settings.market.seed,
        )
        try:
            result = asyncio.run(play(options, progress.show))
        finally:
            progress.end()
    print(json.dumps(result, ensure_ascii=False) if as_json else _table(result))
    return OK if result["ledger_ok"] else NO


@contextmanager
def _profile(chosen: Path | None) -> Iterator[Path]:
    """Hold the chosen profile. Without one, a folder that is gone afterwards: never the profile of everyday use."""
    if chosen is not None:
        with held_profile(chosen) as folder:
            yield folder
        return
    with TemporaryDirectory(prefix="echotrade-replay-") as folder_name, held_profile(Path(folder_name)) as folder:
        yield folder


class _Progress:
    """Says on stderr how far the replay is: one line that changes on a screen, ten lines in a file."""

    def __init__(self) -> None:
        self._on_screen = sys.stderr.isatty()
        self._said = -1

    def show(self, done: int, total: int, at: datetime) -> None:
        """Say it, unless nothing has changed that one could see."""
        parts = 1000 if self._on_screen else LINES_OF_PROGRESS
        part = done * parts // total
        if part == self._said:
            return
        self._said = part
        line = f"{done:,} of {total:,} messages, {at:%Y-%m-%d %H:%M} UTC"
        print(
            f"\r{line}" if self._on_screen else line, end="" if self._on_screen else "\n", file=sys.stderr, flush=True
        )

    def end(self) -> None:
        """Leave the line."""
        if self._on_screen and self._said >= 0:
            print(file=sys.stderr)


def _table(result: dict[str, Any]) -> str:
    names = ("messages", "entries", "updates", "noise", "rejected", "service", "approved", "orders", "positions")
    lines = [f"{name:>10}  {result[name]:,}" for name in names]
    lines.append(f"\nPrices: {result['market']}. Positions still open: {result['still_open']}.")
    lines += [f"Rejected, {reason}: {count}" for reason, count in result["reasons"].items()]
    lines += [f"Not traded, {rule}: {count}" for rule, count in result["not_approved"].items()]
    lines += result["notices"]
    agrees = "The ledger agrees" if result["ledger_ok"] else "The ledger does NOT agree: see echotrade verify"
    lines.append(f"{agrees}. {result['seconds']:.1f} s.")
    return "\n".join(lines)
