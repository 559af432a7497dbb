"""The window's loop keeps what asyncio promises and Qt does not."""

import asyncio
import contextvars
import math
import os
import random
import signal
import threading
import time

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.exceptions import capture_exceptions

from echotrade_desktop.qt_loop import LONGEST_TIMER_MS, QtLoop, run
from echotrade_desktop.stopping import Stop


@pytest.mark.parametrize("delay", [0.0005, 0.01, 0.05, 0.3])
async def test_a_sleep_never_ends_early(delay):
    begin = time.monotonic()
    await asyncio.sleep(delay)
    assert delay <= time.monotonic() - begin < delay + 0.2


async def test_a_coarse_timer_that_fires_early_waits_for_the_rest(monkeypatch):
    monkeypatch.setattr("echotrade_desktop.qt_loop.PRECISE_BELOW_MS", 1)
    for _ in range(3):
        begin = time.monotonic()
        await asyncio.sleep(0.21)
        assert time.monotonic() - begin >= 0.21


async def test_a_timeout_that_did_not_happen_leaves_no_timer(loop):
    before = len(loop._timer._handles)
    for _ in range(500):
        await asyncio.wait_for(asyncio.sleep(0), 60)
    assert len(loop._timer._handles) <= before + 1


async def test_a_timer_beyond_what_qt_can_count_is_kept_and_cancellable(loop, monkeypatch):
    month = 30 * 24 * 3600
    handle = loop.call_later(month, pytest.fail, "a month has not passed")
    assert handle.when() == pytest.approx(loop.time() + month, abs=1)
    assert month * 1000 > LONGEST_TIMER_MS
    handle.cancel()
    assert handle not in loop.pending_timers()

    monkeypatch.setattr("echotrade_desktop.qt_loop.LONGEST_TIMER_MS", 20)
    begin = time.monotonic()
    await asyncio.sleep(0.1)  # five times what "Qt can count"
    assert time.monotonic() - begin >= 0.1


async def test_an_endless_delay_is_refused(loop):
    with pytest.raises(OverflowError):
        loop.call_later(math.inf, print)


async def test_a_dialog_executed_below_a_task_loses_no_other_task(loop):
    steps = 0

    async def other():
        nonlocal steps
        for _ in range(20):
            await asyncio.sleep(0.001)
            steps += 1

    task = asyncio.create_task(other())
    await asyncio.sleep(0)
    nested = QEventLoop()
    QTimer.singleShot(60, nested.quit)
    nested.exec()
    assert steps == 0, "a second task ran inside the first one's step"
    await asyncio.wait([task], timeout=5)  # a lost task would not even end when cancelled
    assert steps == 20


async def test_a_slot_may_nest_a_loop_and_tasks_go_on(loop):
    steps = 0

    async def other():
        nonlocal steps
        while steps < 10:
            await asyncio.sleep(0.001)
            steps += 1

    nested = QEventLoop()
    seen = []

    def slot():
        QTimer.singleShot(100, nested.quit)
        nested.exec()
        seen.append(steps)

    task = asyncio.create_task(other())
    QTimer.singleShot(0, slot)
    await task
    while not seen:
        await asyncio.sleep(0.01)
    assert seen[0] > 0


async def test_callbacks_run_in_the_order_they_were_given(loop):
    order = []
    done = asyncio.Event()
    for number in range(200):
        loop.call_soon(order.append, number)
    loop.call_soon(done.set)
    await done.wait()
    assert order == list(range(200))


async def test_another_thread_must_not_schedule(loop):
    with pytest.raises(RuntimeError, match="another thread"):
        await asyncio.to_thread(loop.call_soon, print)


async def test_a_thread_may_schedule_safely_and_in_order(loop):
    heard = []
    done = asyncio.Event()

    def hear(number):
        heard.append((number, threading.current_thread()))

    def work():
        for number in range(1000):
            loop.call_soon_threadsafe(hear, number)
        loop.call_soon_threadsafe(done.set)

    await asyncio.to_thread(work)
    await done.wait()
    assert heard == [(number, threading.main_thread()) for number in range(1000)]


async def test_a_safe_callback_can_be_cancelled(loop):
    handle = loop.call_soon_threadsafe(pytest.fail, "was cancelled")
    handle.cancel()
    await asyncio.sleep(0.01)


async def test_the_context_of_the_caller_or_the_one_given_is_honoured(loop):
    trader = contextvars.ContextVar("trader", default="nobody")
    other = contextvars.copy_context()
    other.run(trader.set, "anna")
    heard = []

    def hear():
        heard.append(trader.get())

    def from_a_thread():
        trader.set("carl")
        loop.call_soon_threadsafe(hear)

    loop.call_soon(hear, context=other)
    loop.call_later(0.001, hear, context=other)
    loop.call_soon_threadsafe(hear, context=other)
    await asyncio.sleep(0.02)
    await asyncio.get_running_loop().run_in_executor(None, from_a_thread)
    await asyncio.sleep(0.02)
    assert heard == ["anna", "anna", "anna", "carl"]


async def test_a_socket_server_and_its_client_speak(loop):
    async def echo(reader, writer):
        writer.write(await reader.readexactly(300_000))
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(echo, "127.0.0.1", 0) as server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        sent = random.randbytes(300_000)
        writer.write(sent)
        assert await reader.read(-1) == sent
        writer.close()
        await writer.wait_closed()


async def test_a_callback_that_fails_reaches_the_loops_handler_and_the_next_one_runs(loop):
    heard = []
    loop.set_exception_handler(lambda _, context: heard.append(context["exception"]))
    after = asyncio.Event()
    loop.call_soon(lambda: 1 / 0)
    loop.call_soon(after.set)
    await after.wait()
    assert [type(error) for error in heard] == [ZeroDivisionError]


def test_a_closed_loop_refuses_work(qapp):
    loop = QtLoop(qapp)
    forgotten = loop.call_later(60, print)
    loop.close()
    assert loop.pending_timers() == []
    assert not forgotten.cancelled()
    with pytest.raises(RuntimeError, match="closed"):
        loop.call_soon(print)
    with pytest.raises(RuntimeError, match="closed"):
        loop.call_soon_threadsafe(print)


def test_what_a_thread_handed_over_before_the_loop_closed_is_dropped(qapp):
    loop = QtLoop(qapp)
    thread = threading.Thread(target=loop.call_soon_threadsafe, args=(pytest.fail, "the loop was closed"))
    thread.start()
    thread.join()
    loop.close()
    with capture_exceptions() as seen:
        QApplication.processEvents()
    assert not seen


def test_a_running_loop_cannot_be_run_again(qapp):
    loop = QtLoop(qapp)

    async def main():
        inner = asyncio.sleep(0)
        with pytest.raises(RuntimeError, match="already running"):
            loop.run_until_complete(inner)
        inner.close()

    loop.run_until_complete(main())
    loop.close()


def test_main_stops_when_somebody_asks_and_gives_the_exit_code(qapp):
    async def main(stop: Stop) -> int:
        asyncio.get_running_loop().call_later(0.01, stop.request, "window")
        assert await stop.wait() == "window"
        return 3

    assert run(main, qapp) == 3


def test_main_may_tidy_up_when_qt_quits_first(qapp):
    tidied = []

    async def main(stop: Stop) -> int:
        QTimer.singleShot(5, QApplication.quit)
        try:
            await stop.wait()
        finally:
            await asyncio.sleep(0.02)
            tidied.append("writer")
        return 1

    assert run(main, qapp) == 0
    assert tidied == ["writer"]


def test_main_has_named_io_threads_that_end_with_it(qapp):
    async def main(stop: Stop) -> int:
        name = await asyncio.to_thread(lambda: threading.current_thread().name)
        assert name.startswith("io")
        return 0

    assert run(main, qapp) == 0


def test_an_error_in_main_reaches_the_caller(qapp):
    async def main(stop: Stop) -> int:
        raise LookupError("no profile")

    with pytest.raises(LookupError, match="no profile"):
        run(main, qapp)


def test_a_task_forgotten_by_main_is_cancelled(qapp):
    ended = []

    async def forgotten():
        try:
            await asyncio.sleep(60)
        finally:
            ended.append(True)

    async def main(stop: Stop) -> int:
        main.task = asyncio.create_task(forgotten())
        await asyncio.sleep(0)
        return 0

    assert run(main, qapp) == 0
    assert ended == [True]


def test_an_unheard_error_goes_to_the_log(qapp, caplog):
    async def main(stop: Stop) -> int:
        asyncio.get_running_loop().call_soon(lambda: 1 / 0)
        await asyncio.sleep(0.01)
        return 0

    assert run(main, qapp) == 0
    assert "ZeroDivisionError" in caplog.text


async def test_a_signal_reaches_its_handler_while_the_loop_is_idle(loop):
    heard = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, heard.set)
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        await heard.wait()
    finally:
        loop.remove_signal_handler(signal.SIGTERM)
