"""The type of a page that is read: sizes of headings, air between paragraphs, pictures as wide as the text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QByteArray, Qt, QUrl
from PySide6.QtGui import QFont, QImage, QTextBlock, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser

from echotrade_desktop.views.fonts import BASE, FIGURE, MEDIUM, REGULAR, SEMIBOLD, font

PICTURE_WIDTH = 660
LINE_PERCENT = 128
_ABOVE, _BELOW = {1: 0.0, 2: 28.0}, {1: 10.0, 2: 6.0}
_SIZES = {1: FIGURE + 4, 2: FIGURE - 4}
_HEADING_ABOVE, _HEADING_BELOW, _PARAGRAPH, _ITEM = 18.0, 6.0, 12.0, 4.0


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading of the second level and where it stands, in characters from the beginning."""

    title: str
    position: int


def chapters(document: QTextDocument) -> list[Chapter]:
    """Return the chapters, in order."""
    return [
        Chapter(block.text(), block.position())
        for block in _blocks(document)
        if block.blockFormat().headingLevel() == 2
    ]


class Page(QTextBrowser):
    """A page whose pictures are made as small as they are shown, smoothly and for the screen it is on."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        found = super().loadResource(kind, name)
        if kind != QTextDocument.ResourceType.ImageResource.value or not found:
            return found
        picture = QImage.fromData(found) if isinstance(found, QByteArray) else QImage(found)
        ratio = self.devicePixelRatioF()
        smooth = Qt.TransformationMode.SmoothTransformation
        small = picture.scaledToWidth(min(picture.width(), round(PICTURE_WIDTH * ratio)), smooth)
        small.setDevicePixelRatio(small.width() / PICTURE_WIDTH)
        return small


def set_type(document: QTextDocument) -> None:
    """Give every block its size, weight and air; Qt's own are those of a plain page."""
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for block in list(_blocks(document)):
        cursor.setPosition(block.position())
        cursor.setBlockFormat(_block_format(block))
        for start, length, made in list(_fragments(block)):
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(made)
    cursor.endEditBlock()


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _block_format(block: QTextBlock) -> QTextBlockFormat:
    made = QTextBlockFormat(block.blockFormat())
    level = made.headingLevel()
    in_list = QTextCursor(block).currentList() is not None
    in_table = QTextCursor(block).currentTable() is not None
    if level:
        made.setTopMargin(_ABOVE.get(level, _HEADING_ABOVE))
        made.setBottomMargin(_BELOW.get(level, _HEADING_BELOW))
        return made
    made.setTopMargin(0)
    made.setBottomMargin(_ITEM if in_list or in_table else _PARAGRAPH)
    if not _is_picture(block):
        made.setLineHeight(LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    return made


def _fragments(block: QTextBlock) -> Iterator[tuple[int, int, QTextCharFormat]]:
    """Return where each run of one format is, and the format it is to have."""
    level = block.blockFormat().headingLevel()
    parts = block.begin()
    while not parts.atEnd():
        fragment = parts.fragment()
        if fragment.isValid():
            yield fragment.position(), fragment.length(), _char_format(fragment.charFormat(), level)
        parts += 1


def _char_format(found: QTextCharFormat, level: int) -> QTextCharFormat:
    if found.isImageFormat():
        picture = found.toImageFormat()
        picture.setWidth(PICTURE_WIDTH)
        return picture
    made = QTextCharFormat(found)
    strong = found.fontWeight() > QFont.Weight.Medium
    weight = SEMIBOLD if level or strong else MEDIUM if found.fontItalic() else REGULAR
    made.clearProperty(QTextCharFormat.Property.FontSizeAdjustment)  # Qt's own way to make a heading large
    made.setFont(font(_SIZES.get(level, BASE + 1), weight, mono=found.fontFixedPitch()))
    return made


def _is_picture(block: QTextBlock) -> bool:
    parts = block.begin()
    return not parts.atEnd() and parts.fragment().charFormat().isImageFormat()
