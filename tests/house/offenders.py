"""Tests with bad manners, run by ``test_guards.py`` in a session of their own; the name says how each must end."""

import asyncio
import gc
import socket
import threading
import time
import warnings

from hypothesis import given, settings, strategies
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QWidget

BEYOND = "192.0.2.1"  # an address reserved for documentation
KEPT = []


async def forever():
    await asyncio.sleep(60)


async def fail():
    raise ZeroDivisionError


async def test_passed_on_a_plain_loop(loop):
    assert isinstance(loop, asyncio.SelectorEventLoop)
    await asyncio.to_thread(time.monotonic)


async def test_passed_on_the_windows_loop(qapp, loop):
    assert type(loop).__name__ == "QtLoop"
    fired = asyncio.Event()
    QTimer.singleShot(1, fired.set)
    await fired.wait()


def test_passed_without_a_loop():
    assert threading.active_count()


@settings(max_examples=5, database=None)
@given(number=strategies.integers(1, 9))
async def test_passed_for_every_example(number):
    await asyncio.sleep(0)


@settings(max_examples=50, database=None)
@given(number=strategies.integers(1, 9))
async def test_failed_for_one_example(number):
    await asyncio.sleep(0)
    assert number < 9


async def test_error_task():
    KEPT.append(asyncio.create_task(forever()))


async def test_error_task_on_qt(qapp):
    KEPT.append(asyncio.create_task(forever()))


async def test_error_scheduled_call(loop):
    loop.call_later(60, print)


async def test_error_scheduled_call_on_qt(qapp, loop):
    loop.call_later(60, print)


async def test_error_lost_exception():
    asyncio.create_task(fail())  # noqa: RUF006
    await asyncio.sleep(0.01)


async def test_error_lost_exception_on_qt(qapp):
    asyncio.create_task(fail())  # noqa: RUF006
    await asyncio.sleep(0.01)


def test_error_thread():
    threading.Thread(target=time.sleep, args=(1.5,), daemon=True, name="feed").start()


def test_error_active_qtimer(qapp):
    KEPT.append(timer := QTimer())
    timer.start(1000)


def test_error_visible_window(qapp):
    KEPT.append(window := QWidget())
    window.show()


def test_failed_slot(qtbot):
    QTimer.singleShot(0, lambda: 1 / 0)
    qtbot.wait(20)


def test_failed_qt_message(qapp):
    qWarning("QPainter::begin: Paint device returned engine == 0")


def test_failed_warning():
    warnings.warn("old", DeprecationWarning, stacklevel=1)


async def test_failed_never_awaited():
    asyncio.sleep(0)
    gc.collect()


async def test_failed_too_long():
    await forever()


async def test_failed_too_long_on_qt(qapp):
    await forever()


def test_failed_connection():
    socket.create_connection((BEYOND, 80), timeout=1)


def test_failed_look_up():
    socket.getaddrinfo("exchange.invalid", 80)


def test_failed_datagram():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"?", (BEYOND, 53))


async def test_failed_async_connection():
    await asyncio.open_connection(BEYOND, 80)
