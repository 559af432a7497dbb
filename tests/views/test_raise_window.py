"""A second start shows the first window instead of a second one."""

import asyncio
import sys

from echotrade_desktop.instance import ask_first_to_raise, listen_for_raise

SECOND_START = """
import sys, pathlib
from PySide6.QtCore import QCoreApplication
from echotrade_desktop.instance import ask_first_to_raise
app = QCoreApplication([])
sys.exit(0 if ask_first_to_raise(pathlib.Path(sys.argv[1])) else 1)
"""


async def second_start(profile) -> int:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", SECOND_START, str(profile))
    return await process.wait()


async def test_a_second_start_raises_the_first_window(tmp_path):
    raised = []
    server = listen_for_raise(tmp_path, lambda: raised.append(True))
    try:
        assert await second_start(tmp_path) == 0
        assert await second_start(tmp_path) == 0
    finally:
        server.close()
    assert raised == [True, True]


async def test_another_profile_is_not_raised(tmp_path):
    server = listen_for_raise(tmp_path, lambda: raised.append(True))
    raised = []
    try:
        assert await second_start(tmp_path / "other") == 1
    finally:
        server.close()
    assert raised == []


def test_nobody_answers_when_the_first_has_crashed(qapp, tmp_path):
    assert ask_first_to_raise(tmp_path) is False


async def test_the_address_left_by_a_crash_is_taken_over(tmp_path):
    code = f"""
import os, pathlib
from PySide6.QtCore import QCoreApplication
from echotrade_desktop.instance import listen_for_raise
app = QCoreApplication([])
server = listen_for_raise(pathlib.Path({str(tmp_path)!r}), print)
os._exit(9)
"""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code)
    assert await process.wait() == 9
    await test_a_second_start_raises_the_first_window(tmp_path)
