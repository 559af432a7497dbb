"""An exception that leaves a scene item's paint ends the process in C++; here it goes to the app's hook instead."""

import functools
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QPainter


def guarded(paint: Callable[..., None]) -> Callable[..., None]:
    """Wrap a `paint(self, painter, option, widget)`: what it raises is reported, and that one layer stays undrawn."""

    @functools.wraps(paint)
    def wrapped(self: Any, painter: QPainter, *args: Any) -> None:
        painter.save()
        try:
            paint(self, painter, *args)
        except Exception:  # noqa: BLE001 - what must not pass is whatever it is
            sys.excepthook(*sys.exc_info())
        finally:
            painter.restore()

    return wrapped
