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
