"""The log of a profile (`logs/`, at most 20 MB, readable by its owner only, no secrets) and its crash file.

Whatever nobody handled (an exception in a slot, a callback, a thread or at the top) is logged as CRITICAL, and the
first such record of a run also becomes `logs/crash.json`, which the next start reads back once.
"""

import asyncio
import faulthandler
import io
import json
import logging
import os
import sys
import threading
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from echotrade_desktop import __version__
from echotrade_desktop.redaction import redact

FILE_BYTES = 4_000_000
FILES = 5
LOUD_LIBRARIES = ("aiohttp", "asyncio", "ccxt", "keyring", "peewee", "qasync", "telethon", "urllib3")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Crash:
    """What went wrong in an earlier run; free of secrets."""

    at: datetime
    version: str
    error: str
    details: str


class InstalledLogs:
    """The log while it is written; `close` gives the process its own handlers back."""

    def __init__(self, folder: Path, level: str) -> None:
        self._handlers = (_LogFile(folder / "echotrade.log"), _CrashFile(folder / "crash.json"))
        self._root = logging.getLogger()
        self._level_before = self._root.level
        self._root.setLevel(level)
        for name in LOUD_LIBRARIES:  # at DEBUG they would log headers and message bodies
            logging.getLogger(name).setLevel(logging.WARNING)
        for handler in self._handlers:
            self._root.addHandler(handler)
        self._hooks_before = sys.excepthook, threading.excepthook, sys.unraisablehook
        sys.excepthook, threading.excepthook, sys.unraisablehook = _uncaught, _uncaught_in_thread, _unraisable
        self._fault = _open_private(folder / "fault.log", "w")
        faulthandler.enable(self._fault)

    def close(self) -> None:
        """Write no more."""
        faulthandler.disable()
        self._fault.close()
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._hooks_before
        for handler in self._handlers:
            self._root.removeHandler(handler)
            handler.close()
        self._root.setLevel(self._level_before)


def install(profile: Path, level: str = "INFO") -> InstalledLogs:
    """Write the log of `profile` from now on; call `last_crash` before, it would find this run's empty files."""
    return InstalledLogs(_folder(profile), level)


def last_crash(profile: Path) -> Crash | None:
    """Return what ended or disturbed the last run, once; None when nothing did."""
    folder = _folder(profile)
    for name, read in (("crash.json", _read_crash), ("fault.log", _read_fault)):
        path = folder / name
        if not path.exists() or not path.stat().st_size:
            continue
        crash = read(path)
        path.replace(path.with_suffix(".seen"))
        return crash
    return None


def hear_loop(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log what no task and no caller will hear: a loop's exception handler."""
    _log.critical("loop: %s", context.get("message", "unheard error"), exc_info=context.get("exception"))


class _Formatter(logging.Formatter):
    """One record a line, later lines of it indented, so that no message can look like a record; secrets blotted out."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        lines = redact(super().format(record)).splitlines()
        return "\n    ".join(
            "".join(c if c.isprintable() or c == "\t" else "\N{REPLACEMENT CHARACTER}" for c in line) for line in lines
        )


class _LogFile(RotatingFileHandler):
    """Rotates within the budget; each file is for its owner only."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=FILE_BYTES, backupCount=FILES - 1)
        self.setFormatter(_Formatter())

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Go on without a log: a full disk is the ledger's to report."""

    def _open(self) -> io.TextIOWrapper:
        return _open_private(Path(self.baseFilename), "a")


class _CrashFile(logging.Handler):
    """Keeps the first CRITICAL record of a run: what follows is usually its consequence."""

    def __init__(self, path: Path) -> None:
        super().__init__(logging.CRITICAL)
        self.setFormatter(_Formatter())
        self._path = path
        self._written = False

    def emit(self, record: logging.LogRecord) -> None:
        if self._written:
            return
        self._written = True
        error = record.exc_info[1] if record.exc_info else None
        at = datetime.fromtimestamp(record.created, UTC)
        summary = f"{type(error).__name__}: {error}" if error else record.getMessage()
        crash = Crash(at, __version__, redact(summary), self.format(record))
        try:
            with _open_private(self._path, "w") as file:
                json.dump(asdict(crash) | {"at": at.isoformat()}, file)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            self._written = False


def _folder(profile: Path) -> Path:
    folder = profile / "logs"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def _open_private(path: Path, mode: Literal["a", "w"]) -> io.TextIOWrapper:
    """Open for the owner only, from the first moment on."""

    def opener(name: str, flags: int) -> int:
        return os.open(name, flags, 0o600)

    return open(path, mode, encoding="utf-8", errors="backslashreplace", opener=opener)


def _read_crash(path: Path) -> Crash:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return Crash(datetime.fromisoformat(found["at"]), found["version"], found["error"], found["details"])
    except (ValueError, KeyError, TypeError):  # cut off while it was written
        return Crash(_changed(path), "", "The last run ended unexpectedly.", "")


def _read_fault(path: Path) -> Crash:
    return Crash(_changed(path), "", "The last run was ended by the system.", redact(path.read_text(errors="replace")))


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _uncaught(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    _log.critical("nobody handled this", exc_info=(kind, error, traceback))


def _uncaught_in_thread(found: threading.ExceptHookArgs) -> None:
    if found.exc_value is not None and found.exc_type is not SystemExit:
        name = found.thread.name if found.thread else "?"
        _log.critical("thread %s died", name, exc_info=(found.exc_type, found.exc_value, found.exc_traceback))


def _unraisable(found: "sys.UnraisableHookArgs") -> None:
    where = found.err_msg or "Exception ignored in"
    error = found.exc_value
    _log.error("%s %r", where, found.object, exc_info=(found.exc_type, error, found.exc_traceback) if error else None)
