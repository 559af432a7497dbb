"""What a login is typed into: a field with its name above and what is wrong below; secrets masked and forgotten."""

from datetime import datetime
from math import ceil

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.fonts import BASE, CAPTION, MEDIUM, font
from echotrade_desktop.views.rules_fields import mark_invalid
from echotrade_desktop.views.telegram.said import said
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import IconButton
from echotrade_desktop.views.widgets.label import Label

HEIGHT = 32
_HINTS = (
    Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhNoAutoUppercase
)


class LoginField(QWidget):
    """A line to type in, its name above it, and below it what is wrong or what to know.

    It translates its name, hint and note, and what is wrong where that is one of the engine's sentences.
    """

    def __init__(self, name: str, hint: str = "", note: str = "", longest: int = 64) -> None:
        super().__init__()
        self._note = tr(note)
        self.line = self._make_line()
        self.line.setAccessibleName(tr(name))
        self.line.setPlaceholderText(tr(hint))
        self.line.setMaxLength(longest)
        self.line.setProperty("room", "tall")
        self.line.setFont(font(BASE))
        self.line.textEdited.connect(lambda _: self.show_problem(""))
        self.setFocusProxy(self.line)
        self.name = Label(tr(name), CAPTION, MEDIUM, "text2")
        self.name.setBuddy(self.line)
        self.told = Label("", CAPTION, tone="text2")
        self.told.setWordWrap(True)
        self.row = QHBoxLayout()
        self.row.setSpacing(4)
        self.row.addWidget(self.line, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(self.name)
        rows.addLayout(self.row)
        rows.addWidget(self.told)
        self.show_problem("")

    def _make_line(self) -> QLineEdit:
        line = QLineEdit()
        line.setInputMethodHints(_HINTS)
        return line

    def text(self) -> str:
        """What was typed, without the blanks around it."""
        return self.line.text().strip()

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong with it; "" when nothing is."""
        self.told.show_value(fmt.plain(said(sentence), 400) or self._note, "danger" if sentence else "text2")
        self.told.setVisible(bool(self.told.text()))
        self.line.setAccessibleDescription(self.told.text())
        mark_invalid(self.line, bool(sentence))

    @property
    def problem(self) -> str:
        """What is said to be wrong with it."""
        return self.told.text() if self.told.tone == "danger" else ""

    def forget(self) -> None:
        """Empty it for good: nothing is left to undo, and nothing that was pasted stays on the clipboard."""
        take_off_clipboard(self.line.text())
        self.line.setText("")  # unlike clear(), this leaves no history
        self.show_problem("")


class SecretField(LoginField):
    """A field for what nobody else may see: masked, never copied out of, readable only while its eye is pressed in."""

    def __init__(self, name: str, hint: str = "", note: str = "", longest: int = 128) -> None:
        super().__init__(name, hint, note, longest)
        self._what = tr(name)
        self.reveal = IconButton("eye", tr("Show: {name}", name=self._what))
        self.reveal.setCheckable(True)
        self.reveal.setFixedSize(HEIGHT, HEIGHT)
        self.reveal.toggled.connect(self._show)
        self.row.addWidget(self.reveal)

    def _make_line(self) -> QLineEdit:
        return _SecretLine()

    def forget(self) -> None:
        """Empty it for good, and mask it again."""
        super().forget()
        self.reveal.setChecked(False)

    def _show(self, shown: bool) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        name = tr("Hide: {name}", name=self._what) if shown else tr("Show: {name}", name=self._what)
        self.reveal.setToolTip(name)
        self.reveal.setAccessibleName(name)


class _SecretLine(QLineEdit):
    """Takes text and gives none back: a masked field is never copied, in a readable one nothing can be selected."""

    def __init__(self) -> None:
        super().__init__()
        self.setInputMethodHints(_HINTS | Qt.InputMethodHint.ImhHiddenText)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setDragEnabled(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        paste = QAction(tr("Paste"), self)
        paste.triggered.connect(self.paste)
        self.addAction(paste)
        self.selectionChanged.connect(self._let_go)

    def _let_go(self) -> None:
        """What is selected can be copied, and on some desktops is on a second clipboard at once."""
        if self.echoMode() == QLineEdit.EchoMode.Normal:
            self.deselect()


def seconds_left(until: datetime | None, now: datetime) -> int:
    """Whole seconds until a moment, the last one counted to its end; 0 when it is past or there is none."""
    return 0 if until is None else max(0, ceil((until - now).total_seconds()))


def again_in(seconds: int) -> str:
    """What a button says as long as it has to wait."""
    return tr("Again in {time}", time=f"{seconds // 60}:{seconds % 60:02}")


def take_off_clipboard(secret: str) -> None:
    """Empty the clipboard when it still holds what was pasted from it."""
    board = QGuiApplication.clipboard()
    if secret.strip() and board.text().strip() == secret.strip():
        board.clear()
