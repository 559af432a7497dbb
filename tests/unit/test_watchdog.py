"""The watchdog tells, once and with its stack, when the loop stands still; and nothing else."""

import asyncio
import sys
import threading
import time

from echotrade_desktop.engine.watchdog import Watchdog

LIMIT_S = 0.15


class Told:
    def __init__(self) -> None:
        self.stalls: list[tuple[float, str]] = []
        self.one = threading.Event()

    def __call__(self, seconds: float, stack: str) -> None:
        self.stalls.append((seconds, stack))
        self.one.set()


def block_the_loop(until: threading.Event) -> None:
    until.wait(10)


async def test_a_blocked_loop_is_told_once_with_the_name_of_what_blocks_it():
    told = Told()
    with Watchdog(LIMIT_S, told) as dog:
        beating = asyncio.create_task(dog.keep_beating(asyncio.sleep))
        await asyncio.sleep(0)
        block_the_loop(told.one)
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)
    assert len(told.stalls) == dog.stalls == 1
    assert "block_the_loop" in told.stalls[0][1]
    assert told.stalls[0][0] >= LIMIT_S


async def test_a_loop_that_turns_is_left_alone():
    told = Told()
    with Watchdog(5.0, told) as dog:
        beating = asyncio.create_task(dog.keep_beating(asyncio.sleep))
        deadline = time.monotonic() + 0.2
        while time.monotonic() < deadline:
            await asyncio.sleep(0)
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)
    assert told.stalls == []


async def test_no_frame_of_the_blocked_thread_is_taken_for_its_stack(monkeypatch):
    """A held frame keeps its locals alive: a painter that ends in another thread crashes the window."""

    def taken():
        raise AssertionError("a frame was taken")

    monkeypatch.setattr(sys, "_current_frames", taken)
    told = Told()
    with Watchdog(LIMIT_S, told) as dog:
        beating = asyncio.create_task(dog.keep_beating(asyncio.sleep))
        await asyncio.sleep(0)
        block_the_loop(told.one)
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)
    assert "block_the_loop" in told.stalls[0][1]
