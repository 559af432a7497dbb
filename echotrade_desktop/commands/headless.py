"""`echotrade headless`: the same engine without a screen, events out and commands in as JSON lines."""

import asyncio
import sys
from pathlib import Path
from typing import TextIO

from echotrade_desktop.commands.parts import OK, held_profile, recipe_of, strict_settings
from echotrade_desktop.engine.compose import Recipe, running
from echotrade_desktop.engine.domain.errors import BadInput
from echotrade_desktop.engine.domain.messages import CommandRefused, Event
from echotrade_desktop.engine.wire import event_line, read_command
from echotrade_desktop.stopping import Stop, stop_signals


def headless(chosen: Path | None) -> int:
    """Run until SIGTERM, SIGINT or the end of stdin's reader; returns the exit code."""
    with held_profile(chosen) as profile:
        recipe = recipe_of(profile, strict_settings(profile))
        return asyncio.run(_run(recipe, sys.stdin, sys.stdout))


async def _run(recipe: Recipe, lines: TextIO, out: TextIO) -> int:
    stop = Stop()
    printer = _Printer(out, stop)
    with stop_signals(stop):
        async with running(recipe) as parts:
            parts.outbox.subscribe(printer.publish)
            parts.supervisor.spawn("commands", _read_commands(lines, parts.engine.submit, printer))
            await stop.wait()
    return OK


async def _read_commands(lines: TextIO, submit, printer: "_Printer") -> None:
    """Read stdin on a thread; its end ends the reading, not the engine."""
    reader = asyncio.StreamReader()
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), lines
    )
    try:
        while line := await reader.readline():
            text = line.decode("utf-8", "replace").strip()
            if not text:
                continue
            try:
                submit(read_command(text))
            except BadInput as error:
                printer.publish(CommandRefused("", str(error)))
    finally:
        transport.close()


class _Printer:
    """Writes events as lines; a reader that went away ends the engine, quietly."""

    def __init__(self, out: TextIO, stop: Stop) -> None:
        self._out = out
        self._stop = stop

    def publish(self, event: Event) -> None:
        try:
            self._out.write(event_line(event) + "\n")
            self._out.flush()
        except BrokenPipeError:
            self._stop.request("nobody reads the events")
