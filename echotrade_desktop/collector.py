"""Python's collector of cyclic garbage, kept from holding the window up.

Imports and the making of tables and windows leave a great many objects that stay. The collector looks through all of
them again and again while they are made: a twentieth of the start, and stalls of up to a tenth of a second while ccxt
and Telethon are imported behind the window. So it pauses meanwhile, and what was made is then left out of every later
look (`gc.freeze`): a look costs what is new.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_ONE_AT_A_TIME = Lock()


class _Pauses:
    """How many ask for a pause, and whether this process leaves out what was made in one."""

    lock = Lock()
    count = 0
    starting = False
    freezes = False


def begin_start() -> None:
    """Collect nothing until `end_start`; called by the process that becomes the app."""
    _Pauses.starting = True
    _pause()


def end_start() -> None:
    """The app is up. Where `begin_start` was not called, nothing happens."""
    if _Pauses.starting:
        _Pauses.starting, _Pauses.freezes = False, True
        _go_on()


@contextmanager
def paused() -> Iterator[None]:
    """Collect nothing meanwhile; pauses may overlap, on any threads."""
    _pause()
    try:
        yield
    finally:
        _go_on()


@contextmanager
def heavy_work() -> Iterator[None]:
    """Long Python work on a thread beside the loop: nothing is collected meanwhile, and one of them runs at a time.

    Of two threads the interpreter lets the loop in between within 5 ms. With a third it may pass the loop over again
    and again, for they hand the turn to each other: up to a tenth of a second. Not for the loop's own thread, which
    would wait here, and not one inside the other.
    """
    with _ONE_AT_A_TIME, paused():
        yield


def _pause() -> None:
    with _Pauses.lock:
        _Pauses.count += 1
        gc.disable()


def _go_on() -> None:
    with _Pauses.lock:
        _Pauses.count -= 1
        if _Pauses.count == 0:
            if _Pauses.freezes:
                gc.freeze()
            gc.enable()
