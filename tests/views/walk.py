"""Looks at every widget of a window as a person would who cannot see well, has no mouse, or a small screen."""

from collections.abc import Iterator
from itertools import permutations

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QWidget,
)

from echotrade_desktop.views import theme
from echotrade_desktop.views.widgets.chip import Chip
from echotrade_desktop.views.widgets.label import ElidedLabel

READABLE = 4.5
SHARP = 2  # device pixels a point, so that a thin stroke has a core in its own colour
HANDS = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QAbstractSpinBox, QPlainTextEdit)


def faults(window: QWidget) -> list[str]:
    """Return what is wrong with a visible window, a sentence each."""
    return [*nameless(window), *unreadable(window), *cut_off(window), *lost(window), *out_of_order(window)]


def shown(window: QWidget, kind: type = QWidget) -> list[QWidget]:
    """Return the widgets of a kind that can be seen now, those scrolled out of sight apart."""
    own = [w for w in window.findChildren(kind) if w.isVisible() and w.window() is window]
    return [w for w in own if not w.visibleRegion().isEmpty() and w.width() > 0 and w.height() > 0]


def said(widget: QWidget) -> str:
    """Return what a screen reader has to say about a widget."""
    text = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
    return widget.accessibleName() or text


def nameless(window: QWidget) -> Iterator[str]:
    """Name what can be pressed, typed into or tabbed to and has no name."""
    for widget in shown(window):
        inner = isinstance(widget.parentWidget(), QComboBox | QAbstractSpinBox | QLineEdit)
        for_hands = isinstance(widget, HANDS) or widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        plain = isinstance(widget, QScrollBar) or isinstance(widget.parentWidget(), QAbstractScrollArea)
        if for_hands and not inner and not plain and not said(widget).strip():
            yield f"{path(widget)} has no name"


def out_of_order(window: QWidget) -> Iterator[str]:
    """Name neighbours of one row that Tab reaches from right to left, and what it never reaches."""
    stops = list(tab_stops(window))
    if not stops:
        return
    corner = min(range(len(stops)), key=lambda n: (_middle(stops[n], window).y() // 8, _middle(stops[n], window).x()))
    at = {id(stop): (number - corner) % len(stops) for number, stop in enumerate(stops)}
    by_parent: dict[int, list[QWidget]] = {}
    for stop in stops:
        by_parent.setdefault(id(stop.parentWidget()), []).append(stop)
    for row in by_parent.values():
        for one, other in permutations(row, 2):
            level = abs(one.geometry().center().y() - other.geometry().center().y()) < 6
            if level and one.x() < other.x() and at[id(one)] > at[id(other)]:
                yield f"Tab reaches {path(other)} before {path(one)} at its left"
    for widget in shown(window):
        pressed = isinstance(widget, QAbstractButton | QComboBox) and widget.isEnabled()
        if pressed and widget.focusPolicy() == Qt.FocusPolicy.NoFocus and not _is_part(widget):
            yield f"{path(widget)} cannot be reached by keyboard"


def _middle(widget: QWidget, window: QWidget) -> QPoint:
    """Return where a widget's middle is: tall and low neighbours of a row are on one level."""
    return widget.mapTo(window, widget.rect().center())


def _is_part(widget: QWidget) -> bool:
    """Whether it is a part of what can be reached: the cross in a field, one of several that the arrows choose from."""
    parent = widget.parentWidget()
    if isinstance(widget, QAbstractButton) and (group := widget.group()) is not None and group.exclusive():
        return True
    return isinstance(parent, QLineEdit | QAbstractSpinBox | QComboBox | QAbstractScrollArea | QTabBar)


def tab_stops(window: QWidget) -> Iterator[QWidget]:
    """Return the widgets that Tab stops at, in its order, by pressing it."""
    seen: set[int] = set()
    for _ in range(400):
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        stop = window.focusWidget()
        if stop is None or id(stop) in seen:
            return
        seen.add(id(stop))
        yield stop


def cut_off(window: QWidget) -> Iterator[str]:
    """Name texts that do not fit in their place."""
    for label in shown(window, QLabel):
        if not label.text() or isinstance(label, ElidedLabel):
            continue
        if label.wordWrap():
            if label.heightForWidth(label.width()) > label.height() + 1:
                yield f"{path(label)} needs {label.heightForWidth(label.width())} px, has {label.height()}"
        elif label.width() < label.sizeHint().width() - 1 or label.height() < label.fontMetrics().ascent():
            yield f"{path(label)} needs {label.sizeHint().width()} px, has {label.width()}"
    for button in shown(window, QAbstractButton):
        if button.text() and button.width() < button.minimumSizeHint().width() - 1:
            yield f"{path(button)} needs {button.minimumSizeHint().width()} px, has {button.width()}"


def lost(window: QWidget) -> Iterator[str]:
    """Name what lies outside its parent, where nothing scrolls to it."""
    for widget in shown(window):
        parent = widget.parentWidget()
        if parent is None or widget.isWindow() or widget.objectName().startswith("qt_"):
            continue
        if isinstance(parent.parentWidget(), QScrollArea | QAbstractItemView) or isinstance(
            parent, QAbstractScrollArea
        ):
            continue
        splitter = parent is window and type(widget) is QWidget  # Qt widens what separates docks for the hand
        if not splitter and not parent.rect().adjusted(-1, -1, 1, 1).contains(widget.geometry()):
            yield f"{path(widget)} at {_spot(widget.geometry())} is outside {_spot(parent.rect())}"
    room = window.screen().availableGeometry().size() if window.screen() else QSize()
    if room.isValid() and (window.minimumWidth() > 1024 or window.minimumHeight() > 700):
        yield f"{path(window)} cannot be smaller than {window.minimumWidth()} × {window.minimumHeight()}"


def unreadable(window: QWidget) -> Iterator[str]:
    """Name texts whose contrast with what lies behind them, as painted, is under 4.5."""
    picture = _pixels(window)
    for widget in shown(window):
        text = _text_of(widget)
        if not text.strip() or _covered(widget):
            continue
        where = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()) & window.rect()
        part = picture[where.top() * SHARP : where.bottom() * SHARP, where.left() * SHARP : where.right() * SHARP]
        if part.size and (ratio := _contrast(part)) < READABLE - 0.05:
            yield f"{path(widget)} {text[:30]!r} has a contrast of {ratio:.2f}"


def path(widget: QWidget) -> str:
    """Return where a widget is, from the window down."""
    parts = []
    part: QWidget | None = widget
    while part is not None and len(parts) < 4:
        name = said(part)
        parts.append(f"{type(part).__name__}{f' {name[:40]!r}' if name else ''}")
        part = None if part.isWindow() else part.parentWidget()
    return " < ".join(parts)


def _text_of(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton) and not widget.findChildren(QWidget):
        return str(widget.text())
    if isinstance(widget, QLineEdit):
        return str(widget.text())
    return widget.text if isinstance(widget, Chip) else ""


def _covered(widget: QWidget) -> bool:
    """Whether a part of it is hidden by what scrolls or lies above."""
    return widget.visibleRegion() != QRegion(widget.rect())


def _pixels(window: QWidget) -> np.ndarray:
    picture = QImage(window.size() * SHARP, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(SHARP)
    picture.fill(theme.current_palette().panel)
    QApplication.processEvents()
    window.render(picture)
    raw = np.frombuffer(picture.constBits(), np.uint32)  # 0xffRRGGBB
    return raw.reshape(picture.height(), picture.bytesPerLine() // 4)[:, : picture.width()].copy()


def _contrast(part: np.ndarray) -> float:
    """Return the contrast of the most frequent colour with the one that stands out most from it."""
    colours, counts = np.unique(part, return_counts=True)
    ground = QColor.fromRgb(int(colours[counts.argmax()]))
    often = colours[counts >= 4]
    return max(theme.contrast(ground, QColor.fromRgb(int(colour))) for colour in _ends(often))


def _ends(colours: np.ndarray) -> tuple[int, int]:
    """Return the darkest and the lightest of some colours, as WCAG measures light."""
    parts = np.stack([(colours >> shift & 255) / 255 for shift in (16, 8, 0)], axis=1)
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    light = linear @ (0.2126, 0.7152, 0.0722)
    return int(colours[light.argmin()]), int(colours[light.argmax()])


def _spot(rect: QRect) -> str:
    return f"{rect.x()},{rect.y()} {rect.width()}×{rect.height()}"
