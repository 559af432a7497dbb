"""Small pictures of chats, fetched when they are first to be painted, and a letter until then."""

from functools import partial

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImageReader, QPainter, QPainterPath, QPixmap

from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.fonts import BASE, FIGURE, MEDIUM, font
from echotrade_desktop.views.telegram.asking import Asker
from echotrade_desktop.views.theme import current_palette

AT_ONCE = 3
"""Pictures asked for at the same time: Telegram answers a flood with a wait."""
LARGEST_BYTES, LARGEST_SIDE, KEPT_SIDE = 256 * 1024, 1024, 96
_JPEG = b"\xff\xd8\xff"


class Pictures(QObject):
    """Asks for pictures, a few at a time, and keeps them.

    Signals:
    changed(object): the chat whose picture is there now.
    """

    changed = Signal(object)

    def __init__(self, asker: Asker, parent: QObject) -> None:
        super().__init__(parent)
        self._asker = asker
        self._kept: dict[int, QPixmap | None] = {}
        self._wanted: dict[int, None] = {}
        self._asked = 0
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask_next)

    def of(self, chat_id: int) -> QPixmap | None:
        """Return a chat's picture, None while it has none; then it is on its way."""
        if chat_id not in self._kept and chat_id not in self._wanted:
            self._wanted[chat_id] = None
            if not self._soon.isActive():
                self._soon.start()
        return self._kept.get(chat_id)

    def forget(self) -> None:
        """Let go of every picture."""
        self._soon.stop()
        self._kept.clear()
        self._wanted.clear()
        self._asked = 0

    def _ask_next(self) -> None:
        waiting = [chat_id for chat_id in self._wanted if chat_id not in self._kept]
        for chat_id in waiting[: AT_ONCE - self._asked]:
            self._kept[chat_id] = None
            self._asked += 1
            none = partial(self._take_none, chat_id)
            self._asker.ask("telegram_icon", chat_id, then=partial(self._take, chat_id), otherwise=none)

    def _take(self, chat_id: int, data: bytes | None) -> None:
        self._asked = max(0, self._asked - 1)
        self._wanted.pop(chat_id, None)
        if data and (picture := decoded(data)) is not None:
            self._kept[chat_id] = picture
            self.changed.emit(chat_id)
        if self._wanted:
            self._soon.start()

    def _take_none(self, chat_id: int, _sentence: str) -> None:
        """A picture that cannot be had is no trouble: the letter stays."""
        self._take(chat_id, None)


def decoded(data: bytes) -> QPixmap | None:
    """Return a JPEG from outside as a small picture; None for anything else, or anything large."""
    if len(data) > LARGEST_BYTES or not data.startswith(_JPEG):
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"jpeg"))
    reader.setDecideFormatFromContent(False)
    size = reader.size()
    if not size.isValid() or max(size.width(), size.height()) > LARGEST_SIDE:
        return None
    reader.setScaledSize(size.scaled(QSize(KEPT_SIDE, KEPT_SIDE), Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    image = reader.read()
    return None if image.isNull() else QPixmap.fromImage(image)


def paint_picture(painter: QPainter, circle: QRectF, picture: QPixmap | None, title: str) -> None:
    """Paint a chat's round picture, or the first letter of its title."""
    palette = current_palette()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    if picture is not None:
        path = QPainterPath()
        path.addEllipse(circle)
        painter.setClipPath(path)
        side = min(picture.width(), picture.height())
        painter.drawPixmap(circle, picture, QRectF(0, 0, side, side))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.mixed("text2", "panel", 0.18))
        painter.drawEllipse(circle)
        painter.setPen(palette.text2)
        painter.setFont(font(FIGURE if circle.width() > 40 else BASE, MEDIUM))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, _letter(title))
    painter.restore()


def _letter(title: str) -> str:
    return next((letter.upper() for letter in fmt.plain(title, 40) if letter.isalnum()), "#")
