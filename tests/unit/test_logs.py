"""The log stays small, private and free of secrets, and a crash is told at the next start."""

import asyncio
import json
import logging
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from echotrade_desktop import logs, redaction
from echotrade_desktop.logs import hear_loop, install, last_crash
from echotrade_desktop.redaction import register_secret

log = logging.getLogger("echotrade_desktop.test")


@pytest.fixture
def profile(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(redaction, "_secrets", set())
    return tmp_path / "profile"


@pytest.fixture
def installed(profile):
    found = install(profile)
    yield found
    found.close()


def text_of(profile: Path) -> str:
    return (profile / "logs/echotrade.log").read_text()


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_line_says_when_where_and_what(profile, installed):
    log.info("order %s is FILLED", "e-1")
    assert text_of(profile).endswith("Z INFO echotrade_desktop.test: order e-1 is FILLED\n")


def test_only_the_owner_can_read_the_log(profile, installed):
    log.critical("stop lost")
    assert mode_of(profile / "logs") == 0o700
    assert {mode_of(path) for path in (profile / "logs").iterdir()} == {0o600}


def test_a_folder_left_open_to_others_is_closed(profile):
    (profile / "logs").mkdir(parents=True, mode=0o755)
    install(profile).close()
    assert mode_of(profile / "logs") == 0o700


def test_the_log_never_outgrows_its_budget(profile, monkeypatch):
    monkeypatch.setattr(logs, "FILE_BYTES", 10_000)
    found = install(profile)
    for number in range(2_000):
        log.info("tick %d of a long night", number)
    found.close()
    files = list((profile / "logs").glob("echotrade.log*"))
    assert sum(path.stat().st_size for path in files) <= 10_000 * logs.FILES
    assert len(files) == logs.FILES
    assert {mode_of(path) for path in files} == {0o600}
    assert "tick 1999 " in text_of(profile)


def test_the_budget_is_twenty_megabytes():
    assert logs.FILE_BYTES * logs.FILES <= 20_000_000


def test_a_message_cannot_pretend_to_be_a_record(profile, installed):
    log.info("channel said: %s", "buy\n2026-01-05T09:00:00.000Z INFO desk: LIVE armed\x1b[2J")
    lines = text_of(profile).splitlines()
    assert lines[-1].startswith("    2026-")
    assert "\x1b" not in lines[-1]


def test_no_secret_reaches_message_argument_or_traceback(profile, installed):
    register_secret("s3cr3t-key")
    try:
        raise ValueError("signed with s3cr3t-key")
    except ValueError:
        log.exception("order failed for %s", "s3cr3t-key")
    assert "ValueError: signed with [redacted]" in text_of(profile)
    assert "s3cr3t" not in text_of(profile)


def test_libraries_that_log_headers_stay_quiet_at_debug(profile):
    found = install(profile, "DEBUG")
    logging.getLogger("ccxt.base.exchange").debug("fetch Request: headers")
    log.debug("ours")
    found.close()
    assert "headers" not in text_of(profile)
    assert "ours" in text_of(profile)


def test_a_full_disk_does_not_stop_trading(profile, installed, capsys):
    class Full:
        def write(self, _):
            raise OSError(28, "No space left on device")

        def flush(self):
            raise OSError(28, "No space left on device")

    handler = installed._handlers[0]
    handler.stream, before = Full(), handler.stream
    log.info("tick")
    handler.stream = before
    assert capsys.readouterr().err == ""


def test_a_run_without_trouble_leaves_no_crash(profile, installed):
    log.error("the feed is down")
    assert not (profile / "logs/crash.json").exists()
    assert last_crash(profile) is None


def test_the_first_crash_is_read_back_once(profile, installed):
    register_secret("s3cr3t-key")
    for reason in ("first s3cr3t-key", "second"):
        try:
            raise LookupError(reason)
        except LookupError as error:
            hear_loop(None, {"message": "callback", "exception": error})
    crash = last_crash(profile)
    assert crash.error == "LookupError: first [redacted]"
    assert "Traceback" in crash.details
    assert "test_logs.py" in crash.details
    assert crash.version
    assert crash.at.tzinfo is not None
    assert last_crash(profile) is None


def test_a_crash_file_cut_off_is_still_a_crash(profile):
    (profile / "logs").mkdir(parents=True)
    (profile / "logs/crash.json").write_text('{"at": "2026-01-05T09:00')
    assert last_crash(profile).error == "The last run ended unexpectedly."
    assert last_crash(profile) is None


def test_an_error_in_a_callback_becomes_a_crash(profile, installed):
    async def main():
        asyncio.get_running_loop().set_exception_handler(hear_loop)
        asyncio.get_running_loop().call_soon(lambda: 1 / 0)
        await asyncio.sleep(0.01)

    asyncio.run(main())
    assert last_crash(profile).error == "ZeroDivisionError: division by zero"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_error_in_a_thread_becomes_a_crash(profile, installed):
    thread = threading.Thread(target=lambda: 1 / 0, name="writer")
    thread.start()
    thread.join()
    assert last_crash(profile).error == "ZeroDivisionError: division by zero"
    assert "thread writer died" in text_of(profile)


def run_and_die(profile: Path, end: str) -> subprocess.CompletedProcess[str]:
    code = f"import sys, pathlib; from echotrade_desktop import logs; logs.install(pathlib.Path(sys.argv[1])); {end}"
    command = [sys.executable, "-c", code, str(profile)]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)


@pytest.mark.parametrize(
    ("end", "error"),
    [
        ("raise LookupError('no such chat')", "LookupError: no such chat"),
        ("import faulthandler; faulthandler._sigabrt()", "The last run was ended by the system."),
    ],
)
def test_a_run_that_died_is_told_at_the_next_start(profile, end, error):
    done = run_and_die(profile, end)
    assert done.returncode != 0
    assert done.stderr == "", "a traceback reached the user"
    assert last_crash(profile).error == error


def test_interrupting_from_the_keyboard_is_no_crash(profile):
    assert run_and_die(profile, "raise KeyboardInterrupt").returncode != 0
    assert last_crash(profile) is None


def test_closing_gives_the_process_its_own_hooks_back(profile):
    before = sys.excepthook, threading.excepthook, sys.unraisablehook, list(logging.getLogger().handlers)
    install(profile).close()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook, list(logging.getLogger().handlers)) == before


def test_the_crash_file_holds_nothing_but_text(profile, installed):
    log.critical("stop lost")
    assert set(json.loads((profile / "logs/crash.json").read_text())) == {"at", "version", "error", "details"}
