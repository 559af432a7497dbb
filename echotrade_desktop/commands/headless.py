"""`echotrade headless`: the same engine without a screen, events out and commands in as JSON lines."""

import asyncio
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TextIO

from echotrade_desktop.commands.parts import OK, held_profile, recipe_of, strict_settings
from echotrade_desktop.engine.arming import Armed, kept_in, rearmed
from echotrade_desktop.engine.compose import Recipe, Running, running
from echotrade_desktop.engine.domain.errors import BadInput
from echotrade_desktop.engine.domain.messages import CommandRefused, Event
from echotrade_desktop.engine.runtime import KEPT_EVENTS
from echotrade_desktop.engine.wire import event_line, read_command
from echotrade_desktop.live_desk import must_be_open
from echotrade_desktop.logs import install
from echotrade_desktop.readiness import tell_ready
from echotrade_desktop.secrets import forbid_core_dumps, open_vault
from echotrade_desktop.settings import SecretSettings
from echotrade_desktop.stopping import Stop, stop_signals


def headless(chosen: Path | None) -> int:
    """Run until SIGTERM, SIGINT or the end of stdin's reader; returns the exit code."""
    with held_profile(chosen) as profile:
        forbid_core_dumps()
        settings = strict_settings(profile)
        with closing(install(profile)):
            recipe = recipe_of(profile, settings, _live(profile, settings.secrets))
            return asyncio.run(run(recipe, sys.stdin, sys.stdout))


def _live(profile: Path, chosen: SecretSettings) -> Armed | None:
    """Take up live trading that was armed on the screen. Raises what keeps it from that, as a sentence."""
    if kept_in(profile) is None:
        return None
    file = Path(chosen.passphrase_file).expanduser() if chosen.passphrase_file else None
    vault = open_vault(profile, chosen.place, passphrase_file=file)
    must_be_open(vault)
    return rearmed(profile, vault.get)


async def run(recipe: Recipe, lines: TextIO, out: TextIO) -> int:
    """Run an engine with commands from `lines` and events to `out` until it is told to stop."""
    stop = Stop()
    printer = _Printer(out, stop)
    with stop_signals(stop):
        async with running(recipe) as parts:
            for event in parts.outbox.recent(KEPT_EVENTS):
                printer.publish(event)
            parts.outbox.subscribe(printer.publish)
            reader = threading.Thread(target=_read_commands, args=(lines, _taker(parts, printer)), daemon=True)
            reader.start()  # daemon: a read of stdin cannot be interrupted
            tell_ready()
            await stop.wait()
    return OK


def _read_commands(lines: TextIO, take: Callable[[str], None]) -> None:
    """Read lines until there are no more; the end of stdin ends the reading, not the engine."""
    for line in lines:
        if line.strip():
            take(line)


def _taker(parts: Running, printer: "_Printer") -> Callable[[str], None]:
    """Return what a line from another thread is given to."""
    loop = asyncio.get_running_loop()

    def take(line: str) -> None:
        try:
            command = read_command(line)
        except BadInput as error:
            refusal = CommandRefused("", str(error))
            loop.call_soon_threadsafe(printer.publish, refusal)
        else:
            loop.call_soon_threadsafe(parts.engine.submit, command)

    return take


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
