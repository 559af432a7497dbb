"""The workshop's right: what a channel was taught, as a form, and the cases that are kept of it."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from echotrade_desktop.engine.domain.channel import (
    BreakoutMeaning,
    ChannelMessage,
    ChannelProfile,
    DashMeaning,
    WordMeaning,
)
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.fonts import CAPTION, MEDIUM, SEMIBOLD, font
from echotrade_desktop.views.icons import MARK, paint_icon
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import IconButton, IconMark, KeyButton
from echotrade_desktop.views.widgets.label import ElidedLabel, Label
from echotrade_desktop.views.widgets.scroll import scrolling

IGNORE = "ignore"
WORD_MEANINGS = {
    WordMeaning.ENTRY.value: "entry follows",
    WordMeaning.STOP.value: "stop follows",
    WordMeaning.TARGET.value: "target follows",
    WordMeaning.LEVERAGE.value: "leverage follows",
    IGNORE: "no price follows",
    WordMeaning.LONG.value: "means long",
    WordMeaning.SHORT.value: "means short",
    WordMeaning.MARKET.value: "means at the market",
    WordMeaning.NOISE.value: "means no call",
}
_DASHES = {
    DashMeaning.AUTO: "Two are a zone, more are levels",
    DashMeaning.RANGE: "Always a zone",
    DashMeaning.LADDER: "Always levels",
}
_BREAKOUTS = {BreakoutMeaning.ENTRY: "Is the entry", BreakoutMeaning.WAIT: "Waits for a breakout: not traded"}
_PATTERN_HINT = r"(?P<symbol>\w+) (?P<side>\w+) …"
_LONGEST_PHRASE = 40
_LONGEST_PATTERN = 500


class ProfileForm(QWidget):
    """The profile as it would be saved.

    Signals:
    changed(object): the user made it another `ChannelProfile`.
    forgotten(object), revealed(object): a kept case is to be let go of, or shown; its key.
    """

    changed = Signal(object)
    forgotten = Signal(object)
    revealed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("What this channel was taught"))
        self.profile = ChannelProfile()
        self.word_lines: list[WordLine] = []
        self.case_lines: list[CaseLine] = []
        self._build()
        self._lay_out()

    def _build(self) -> None:
        self.phrase = QLineEdit()
        self.phrase.setPlaceholderText(tr("word or phrase"))
        self.phrase.setAccessibleName(tr("A word or phrase of this channel"))
        self.phrase.setMaxLength(_LONGEST_PHRASE)
        self.phrase.returnPressed.connect(self.add_word)
        self.meaning = _choice(tr("What it means"), WORD_MEANINGS)
        self.add = KeyButton("Teach")
        self.add.setAccessibleName(tr("Teach this word"))
        self.add.clicked.connect(self.add_word)
        self.dash = _choice(tr("Entries joined by a dash or slash"), _DASHES)
        self.dash.activated.connect(lambda _at: self._put(dash=self.dash.currentData()))
        self.breakout = _choice(tr("A long above, a short below a price"), _BREAKOUTS)
        self.breakout.activated.connect(lambda _at: self._put(breakout=self.breakout.currentData()))
        self.quote = QLineEdit()
        self.quote.setAccessibleName(tr("Quote currency of a coin named alone"))
        self.quote.setMaxLength(6)
        self.quote.setFixedWidth(72)
        self.quote.editingFinished.connect(self._take_quote)
        self.pattern = QLineEdit()
        self.pattern.setAccessibleName(tr("Pattern with named groups"))
        self.pattern.setPlaceholderText(_PATTERN_HINT)
        self.pattern.setFont(font(12, mono=True))
        self.pattern.setMaxLength(_LONGEST_PATTERN)
        self.pattern.editingFinished.connect(self._take_pattern)
        told = tr(
            "A regular expression with the groups symbol, side, entry, stop, target and leverage; it reads first."
        )
        self.pattern.setToolTip(told)

    def _lay_out(self) -> None:
        body = QWidget()
        body.setProperty("surface", "panel")
        self._rows = QVBoxLayout(body)
        self._rows.setContentsMargins(12, 8, 12, 12)
        self._rows.setSpacing(4)
        self._head(tr("Words of this channel"))
        self._words = QVBoxLayout()
        self._words.setSpacing(0)
        self._no_words = _note(tr("None yet. Click a number in a message and say what it is, or add a word here."))
        self._rows.addWidget(self._no_words)
        self._rows.addLayout(self._words)
        adding = QHBoxLayout()
        adding.setSpacing(8)
        adding.addWidget(self.meaning, 1)
        adding.addWidget(self.add)
        self._rows.addSpacing(4)
        self._rows.addWidget(self.phrase)
        self._rows.addLayout(adding)
        for title, field in (
            (tr("Entries joined by a dash or slash"), self.dash),
            (tr("A long above, a short below a price"), self.breakout),
            (tr("Quote currency of a coin named alone"), self.quote),
            (tr("Pattern"), self.pattern),
        ):
            self._rows.addSpacing(8)
            self._head(title)
            self._rows.addWidget(field)
        self._rows.addSpacing(8)
        self._head(tr("Kept cases"))
        self._no_cases = _note(
            tr("A message that you confirm is kept here. No change of the profile may break it unseen.")
        )
        self._rows.addWidget(self._no_cases)
        self._cases = QVBoxLayout()
        self._cases.setSpacing(0)
        self._rows.addLayout(self._cases)
        self._rows.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(scrolling(body))

    def _head(self, title: str) -> None:
        self._rows.addWidget(Label(title, CAPTION, SEMIBOLD, "text2"))

    # --- what it shows ---

    def show_profile(self, profile: ChannelProfile, saved: ChannelProfile) -> None:
        """Show a profile; words that the `saved` one does not have are marked."""
        self.profile = profile
        pairs, old = _pairs(profile), _pairs(saved)
        self._no_words.setVisible(not pairs)
        _fill(self._words, self.word_lines, len(pairs), self._new_word_line)
        for line, (phrase, meaning) in zip(self.word_lines, pairs, strict=True):
            line.show_word(phrase, meaning, (phrase, meaning) not in old)
        for choice, value in ((self.dash, profile.dash), (self.breakout, profile.breakout)):
            choice.setCurrentIndex(choice.findData(value))
        if not self.quote.hasFocus():
            self.quote.setText(profile.default_quote)
        if not self.pattern.hasFocus():
            self.pattern.setText(profile.pattern or "")

    def show_cases(self, cases: tuple[ChannelMessage, ...]) -> None:
        """Show the kept cases and whether each is read as it was confirmed."""
        self._no_cases.setVisible(not cases)
        _fill(self._cases, self.case_lines, len(cases), self._new_case_line)
        for line, case in zip(self.case_lines, cases, strict=True):
            line.show_case(case)

    def show_fault(self, sentence: str) -> None:
        """Mark the pattern as the thing that cannot be used; "" when nothing is wrong with it."""
        wrong = bool(sentence) and "attern" in sentence
        if self.pattern.property("invalid") != wrong:
            self.pattern.setProperty("invalid", wrong)
            self.pattern.style().unpolish(self.pattern)
            self.pattern.style().polish(self.pattern)
        self.pattern.setAccessibleDescription(sentence if wrong else "")

    # --- what the user does ---

    def add_word(self) -> None:
        """Teach the phrase in the field."""
        phrase = " ".join(self.phrase.text().split())
        if not phrase:
            self.phrase.setFocus()
            return
        rest = self._without(phrase)
        meaning = self.meaning.currentData()
        self.phrase.clear()
        if meaning == IGNORE:
            self._emit(replace(rest, ignore_words=(*rest.ignore_words, phrase)))
        else:
            self._emit(replace(rest, words=(*rest.words, (phrase, meaning))))

    def _without(self, phrase: str) -> ChannelProfile:
        folded = phrase.casefold()
        words = tuple(pair for pair in self.profile.words if pair[0].casefold() != folded)
        ignored = tuple(word for word in self.profile.ignore_words if word.casefold() != folded)
        return replace(self.profile, words=words, ignore_words=ignored)

    def _take_quote(self) -> None:
        self._put(default_quote=self.quote.text().strip().upper() or "USDT")

    def _take_pattern(self) -> None:
        self._put(pattern=self.pattern.text().strip() or None)

    def _put(self, **changes: object) -> None:
        self._emit(replace(self.profile, **changes))  # type: ignore[arg-type]

    def _emit(self, profile: ChannelProfile) -> None:
        if profile != self.profile:
            self.profile = profile
            self.changed.emit(profile)

    def _new_word_line(self) -> "WordLine":
        line = WordLine()
        line.removed.connect(lambda phrase: self._emit(self._without(phrase)))
        return line

    def _new_case_line(self) -> "CaseLine":
        line = CaseLine()
        line.forgotten.connect(self.forgotten)
        line.revealed.connect(self.revealed)
        return line


class Choice(QComboBox):
    """A box of choices with a caret; a turn of the wheel scrolls the form and changes nothing."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        caret = QRectF(self.width() - 20, (self.height() - 12) / 2, 12, 12)
        paint_icon(QPainter(self), caret, "caret-down", current_palette().text2)


class WordLine(QWidget):
    """A phrase and what it means.

    Signals:
    removed(str): the phrase is to be forgotten.
    """

    removed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.phrase = ElidedLabel("", CAPTION, MEDIUM)
        self.means = Label("", CAPTION, tone="text2")
        self.remove = IconButton("x", "Forget this word", MARK)
        self.remove.clicked.connect(lambda: self.removed.emit(self.phrase.text()))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(self.phrase, 1)
        line.addWidget(self.means)
        line.addWidget(self.remove)

    def show_word(self, phrase: str, meaning: str, new: bool) -> None:
        """Show a phrase; `new` ones are not saved yet."""
        self.phrase.show_value(fmt.plain(phrase, _LONGEST_PHRASE), "accent" if new else "text")
        self.means.show_value(tr(WORD_MEANINGS.get(meaning, meaning)))
        self.remove.setAccessibleName(tr("Forget {phrase}", phrase=fmt.plain(phrase, _LONGEST_PHRASE)))
        self.setAccessibleName(f"{phrase}: {self.means.text()}{tr(', not saved') if new else ''}")


class CaseLine(QWidget):
    """A kept case: whether it holds, and its first words.

    Signals:
    forgotten(object), revealed(object): its key.
    """

    forgotten = Signal(object)
    revealed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._mark = IconMark("check", "up_text", 12)
        self.show_it = QPushButton("")
        self.show_it.setProperty("kind", "quiet")
        self.show_it.setFont(font(CAPTION))
        self.show_it.setAutoDefault(False)
        self.show_it.setStyleSheet("text-align: left;")
        self.show_it.setMinimumWidth(40)
        self.show_it.clicked.connect(lambda: self.revealed.emit(self.case.key))
        self.remove = IconButton("x", "Keep no longer", MARK)
        self.remove.clicked.connect(lambda: self.forgotten.emit(self.case.key))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self._mark)
        line.addWidget(self.show_it, 1)
        line.addWidget(self.remove)

    def show_case(self, case: ChannelMessage) -> None:
        """Show a case and whether it holds."""
        self.case = case
        state = {True: tr("read as confirmed"), False: tr("read otherwise"), None: tr("its words were erased")}[
            case.passes
        ]
        marks = {True: ("check", "up_text"), False: ("x", "warning_text"), None: ("prohibit", "text3")}
        self._mark.show_value(*marks[case.passes], state)
        words = fmt.plain(case.text, 34) or tr("Words erased")
        self.show_it.setText(words)
        self.show_it.setToolTip(fmt.plain(case.text, 300) or tr("It cannot be checked any more; the profile stays."))
        self.show_it.setAccessibleName(tr("Show the kept case {words}: {state}", words=words, state=state))
        self.remove.setAccessibleName(tr("Keep {words} no longer", words=words))


def _pairs(profile: ChannelProfile) -> list[tuple[str, str]]:
    return [*profile.words, *((word, IGNORE) for word in profile.ignore_words)]


def _choice(name: str, values: "dict[str, str] | dict[DashMeaning, str] | dict[BreakoutMeaning, str]") -> "Choice":
    choice = Choice(name)
    for value, words in values.items():
        choice.addItem(tr(words), value)
    return choice


def _note(sentence: str) -> Label:
    note = Label(sentence, CAPTION, tone="text3")
    note.setWordWrap(True)
    return note


def _fill(column: QVBoxLayout, lines: list, count: int, make: Callable[[], QWidget]) -> None:  # type: ignore[type-arg]
    """Have as many lines as are wanted, those that are there reused."""
    while len(lines) < count:
        lines.append(make())
        column.addWidget(lines[-1])
    while len(lines) > count:
        line = lines.pop()
        column.removeWidget(line)
        line.hide()
        line.deleteLater()
