"""How large a window may be at first: as wished, but no larger than the screen it opens on."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

_TITLE = 32  # what the desktop puts above a window, in pixels


def first_size(widget: QWidget, width: int, height: int) -> QSize:
    """Return the size to open with, in logical pixels; the least size of a window still counts."""
    screen = widget.screen()
    room = screen.availableGeometry() if screen is not None else None
    if room is None or room.isEmpty():
        return QSize(width, height)
    return QSize(min(width, room.width()), min(height, room.height() - _TITLE)).expandedTo(widget.minimumSize())
