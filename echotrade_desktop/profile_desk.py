"""What the screen may ask about the profile itself: its settings, other profiles. Files are read off the loop."""

import asyncio
import os
import platform
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from echotrade_desktop import __version__
from echotrade_desktop.engine.domain.errors import BadInput, StoreUnavailable
from echotrade_desktop.engine.domain.messages import Event, LimitsChanged
from echotrade_desktop.other_profiles import recent_profiles, start_on
from echotrade_desktop.redaction import redact
from echotrade_desktop.settings import Settings
from echotrade_desktop.settings_book import Change, Imported, SettingRow, SettingsBook

LOG_FILE = Path("logs") / "echotrade.log"
LONGEST_TAIL = 200_000  # bytes


class ProfileDesk:
    """Answers for one profile; `applied` is told of settings that were saved."""

    def __init__(self, profile: Path, settings: Settings, applied: Callable[[Settings], None]) -> None:
        self.profile = profile
        self.settings = settings
        self._applied = applied
        self._book = SettingsBook(profile)

    def reads(self) -> dict[str, Callable[..., Any]]:
        """Return what is answered at once."""
        return {
            "settings": self.rows,
            "settings_check": self._book.check,
            "profile": lambda: self.profile,
            "recent_profiles": lambda: [path for path in recent_profiles() if path != self.profile],
        }

    def asks(self) -> dict[str, Callable[..., Coroutine[Any, Any, Any]]]:
        """Return what takes a moment."""
        return {
            "save_settings": self.save,
            "export_settings": self.export,
            "import_settings": self.read,
            "open_profile": self.open_other,
            "log_tail": self.log_tail,
        }

    def rows(self) -> tuple[SettingRow, ...]:
        """Return every setting as it is in force."""
        return self._book.rows(self.settings)

    def on_event(self, event: Event) -> None:
        """Know of limits that the engine has put in force."""
        if isinstance(event, LimitsChanged):
            self.settings = replace(self.settings, risk=event.limits)

    async def save(self, changes: Sequence[Change]) -> None:
        """Keep changes and put in force what can be."""
        saved = await asyncio.to_thread(self._book.save, changes)
        self.settings = replace(saved, risk=self.settings.risk)  # limits come as events, in their own order
        self._applied(self.settings)

    async def export(self, path: Path) -> None:
        """Write the settings to another file."""
        await asyncio.to_thread(self._book.export, path)

    async def read(self, path: Path) -> Imported:
        """Say what a file would change."""
        return await asyncio.to_thread(self._book.read, path)

    async def log_tail(self) -> str:
        """Return the newest lines of the log under what a helper needs to know, secrets blotted out."""
        return await asyncio.to_thread(support_text, self.profile)

    async def open_other(self, path: Path) -> None:
        """Start the app on another profile, in a process of its own."""
        if path == self.profile:
            raise BadInput("This profile is open already.")
        await asyncio.to_thread(start_on, path)


def support_text(profile: Path) -> str:
    """Return version, system and the newest of the log. Raises `StoreUnavailable`."""
    try:
        with (profile / LOG_FILE).open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - LONGEST_TAIL))
            lines = file.read().decode("utf-8", "replace")
    except FileNotFoundError:
        lines = ""
    except OSError as error:
        raise StoreUnavailable(f"The log could not be read ({error.strerror}).") from None
    head = f"EchoTrade {__version__}, Python {platform.python_version()}, {platform.platform()}"
    return redact(f"{head}\n\n{lines or 'The log is empty.'}")
