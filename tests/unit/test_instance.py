"""One running app a profile, however many are started."""

import os
import subprocess
import sys

import pytest

from echotrade_desktop.instance import acquire

START = """
import sys, pathlib
from echotrade_desktop.instance import acquire
sys.stdin.readline()
lock = acquire(pathlib.Path(sys.argv[1]))
print("lives" if lock else "leaves", flush=True)
sys.stdin.readline()
assert "PySide6" not in sys.modules
"""


def start(profile) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", START, str(profile)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def tell(process, line="go\n"):
    process.stdin.write(line)
    process.stdin.flush()


def test_of_fifty_starts_at_once_exactly_one_lives(tmp_path):
    processes = [start(tmp_path) for _ in range(50)]
    for process in processes:
        tell(process)
    answers = [process.stdout.readline().strip() for process in processes]
    codes = [process.communicate("end\n")[0] or process.returncode for process in processes]
    assert sorted(answers) == ["leaves"] * 49 + ["lives"]
    assert codes == [0] * 50


def test_a_killed_app_leaves_the_profile_free(tmp_path):
    first = start(tmp_path)
    tell(first)
    assert first.stdout.readline().strip() == "lives"
    assert acquire(tmp_path) is None
    first.kill()
    first.communicate()
    with acquire(tmp_path) as lock:
        assert lock


def test_a_closed_lock_is_free_again_and_two_profiles_do_not_mind_each_other(tmp_path):
    (tmp_path / "other").mkdir()
    with acquire(tmp_path), acquire(tmp_path / "other") as other:
        assert other
        assert acquire(tmp_path) is None
        assert acquire(tmp_path) is None, "a failed attempt took the lock away"
    lock = acquire(tmp_path)
    lock.close()
    lock.close()
    assert (tmp_path / "lock").read_text() == f"{os.getpid()} window\n"


def test_a_program_started_by_the_app_does_not_keep_the_profile(tmp_path):
    code = "print('runs', flush=True); input()"  # what it inherited is closed for sure once it runs
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with acquire(tmp_path):
        child = subprocess.Popen([sys.executable, "-c", code], close_fds=False, **pipes)
    assert child.stdout.readline() == "runs\n"
    with acquire(tmp_path) as lock:
        assert lock
    child.communicate("\n")


def test_a_profile_that_cannot_be_written_is_an_error_and_not_a_second_app(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        acquire(tmp_path / "missing")
