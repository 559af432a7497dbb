"""The workshop: channels, their messages as they are read, and what the user's hand teaches."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QToolButton

from echotrade_desktop.engine.domain import messages as m
from echotrade_desktop.engine.domain.channel import (
    ChannelMessage,
    ChannelProfile,
    ChannelRow,
    ChannelView,
    Evidence,
    ExpectedCall,
    ExpectedLevel,
    ExpectedReading,
    Lesson,
    ProfileTrial,
    ReadingChange,
    ShownReading,
)
from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.domain.signal import EntryKind, Origin, Span
from echotrade_desktop.views import theme
from echotrade_desktop.views.widgets.chip import Chip
from echotrade_desktop.views.widgets.label import ElidedLabel
from echotrade_desktop.views.workshop import LEAST_SIZE, Workshop
from echotrade_desktop.views.workshop_channels import spoken, understood
from tests.views.fakes import NOON, UTC, FakeBridge

CHAT, OTHER = -1_000_000_000_077, -3
LEFT = Qt.MouseButton.LeftButton
CALL = "BTC LONG 67500 SL 66000 TP 69000 ref 68123"
ODD = "ETH LONG 3190\nplug 3120\nmoon 3260"
PLUG = ChannelProfile(words=(("plug", "stop"),))


def level(text: str) -> ExpectedLevel:
    return ExpectedLevel(Decimal(text))


def a_call() -> ShownReading:
    roles = {"BTC": "symbol", "LONG": "side", "67500": "entry", "66000": "stop", "69000": "target"}
    spans = tuple(Span(CALL.index(word), CALL.index(word) + len(word), role) for word, role in roles.items())
    call = ExpectedCall("BTC/USDT", Side.LONG, EntryKind.LIMIT, (level("67500"),), level("66000"), (level("69000"),))
    unsure = Evidence("unused numbers", Decimal("-0.30"), "68123 looks like a price and belongs to nothing.")
    return ShownReading(
        "entry", "BTC/USDT long 67,500 · stop 66,000 · target 69,000", ExpectedReading("entry", (call,)),
        side=Side.LONG, spans=spans, unused_numbers=("68123",), confidence=Decimal("0.55"), evidence=(unsure,),
        asks=True,
    )  # fmt: skip


def a_refusal() -> ShownReading:
    told = "A number that looks like a price belongs to no label."
    return ShownReading(
        "rejected", "refused", ExpectedReading("rejected"), told, unused_numbers=("3120", "3260"),
    )  # fmt: skip


def a_message(number: int, text: str, reading: ShownReading | None, expected=None) -> ChannelMessage:
    return ChannelMessage((CHAT, number, 0), NOON - timedelta(minutes=number), "Harbour Calls", text, reading, expected)


def a_view(*messages: ChannelMessage, cases=(), profile=ChannelProfile(), trial=None, chat_id=CHAT) -> ChannelView:  # noqa: B008
    return ChannelView(chat_id, profile, messages, cases, trial or ProfileTrial(profile))


def a_row(chat_id: int = CHAT, name: str = "Harbour Calls VIP", **changes) -> ChannelRow:
    row = ChannelRow(chat_id, name, Origin.TELEGRAM, 1_204, 312, 4_120, 87, 2, taught=False)
    return replace(row, **changes)


MESSAGES = (a_message(1, CALL, a_call()), a_message(2, ODD, a_refusal()), a_message(3, "", None))
ROWS = (a_row(), a_row(OTHER, "Practice channel", origin=Origin.PRACTICE))


@pytest.fixture
def bridge():
    return FakeBridge()


@pytest.fixture
def workshop(qtbot, bridge):
    made = Workshop(bridge, UTC)
    qtbot.addWidget(made)
    made.open_at()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def filled(workshop, bridge):
    bridge.reply("channels", ROWS)
    bridge.reply("channel", a_view(*MESSAGES))
    QApplication.processEvents()
    return workshop


def asked(bridge, name):
    return [args for asked, args in bridge.asked if asked == name]


def click_number(card, written: str):
    """Press a number of a message where it stands; return the menu that opens."""
    (piece,) = [piece for piece in card.text.pieces if card.text.written(piece) == written]
    QTest.mouseClick(card.text, LEFT, pos=card.text.rects_of(piece)[0].center().toPoint())
    return card.text._menu


def choose(menu, words: str) -> None:
    (action,) = [action for action in menu.actions() if action.text() == words]
    QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())


def test_one_call_is_said_as_one():
    assert ": 1 call, 1 update, " in spoken(a_row(entries=1, updates=1))
    assert understood(a_row(entries=1, updates=1)) == ("1 call", "1 update")
    assert understood(a_row(entries=1_204, updates=0)) == ("1,204 calls", "0 updates")


# --- states ---


def test_it_says_that_it_reads_until_the_channels_come(workshop):
    assert workshop.stack.currentWidget().accessibleName().startswith("Reading…")


def test_with_no_channel_it_says_how_one_appears(workshop, bridge):
    bridge.reply("channels", ())
    assert workshop.stack.currentWidget().accessibleName().startswith("No channel has written yet")


def test_a_failure_is_told_in_words_and_can_be_tried_again(workshop, bridge):
    bridge.reply("channels", "The ledger is closed; it cannot be read.")
    assert workshop.trouble.isVisible()
    assert workshop.trouble.sentence.text() == "The ledger is closed; it cannot be read."
    QTest.mouseClick(workshop.trouble.again, LEFT)
    bridge.reply("channels", ROWS)
    bridge.reply("channel", a_view(*MESSAGES))
    assert workshop.messages.isVisible()


def test_a_failure_later_on_leaves_what_is_on_the_screen(filled, bridge):
    filled._ask_channel()
    bridge.reply("channel", "The ledger is closed; it cannot be read.")
    assert filled.messages.isVisible()
    assert filled.bar.said.text() == "The ledger is closed; it cannot be read."
    click_number(filled.messages.cards[1], "3120").close()


def test_the_first_channel_is_shown_and_another_on_a_click(filled, bridge):
    assert asked(bridge, "channel") == [(CHAT, None)]
    item = filled.channels.item(1)
    QTest.mouseClick(filled.channels.viewport(), LEFT, pos=filled.channels.visualItemRect(item).center())
    assert asked(bridge, "channel")[-1] == (OTHER, None)


def test_an_answer_about_a_channel_left_meanwhile_is_not_shown(filled, bridge):
    filled.choose(OTHER)
    late = a_view(a_message(9, "late", a_refusal()))
    bridge.reply("channel", late)
    assert filled.view is not late


# --- what is seen ---


def test_each_message_shows_what_was_read_how_sure_and_why(filled):
    call, odd, erased = filled.messages.cards
    assert call.chip.text == "LONG"
    assert call.summary.text() == "BTC/USDT long 67,500 · stop 66,000 · target 69,000"
    assert call._sure.text() == "sure 0.55 · asks you"
    assert "68123 looks like a price" in call.evidence.text()
    assert {call.text.written(p): p.role for p in call.text.pieces} == {
        "67500": "entry", "66000": "stop", "69000": "target", "68123": "unused",
    }  # fmt: skip
    assert (odd.chip.text, odd.summary.text()) == ("REFUSED", a_refusal().reason)
    assert "No words are kept" in erased.summary.text()
    assert not erased.text.isVisible()
    assert not erased.right.isVisible()


def test_the_filters_count_and_show_each_kind(filled):
    tabs = filled.messages.tabs
    assert [tab.count for tab in tabs.tabs] == [3, 1, 1, 0]
    QTest.mouseClick(tabs.tabs[2], LEFT)
    assert [card.message.key[1] for card in filled.messages.shown] == [2]


def test_words_from_outside_stay_words(filled, bridge):
    nasty = "<b>BTC</b> \u202eLONG\x07 " + "x" * 5000
    bridge.reply("channels", (a_row(name="<img src=x>\u202e"), ROWS[1]))
    filled._ask_channel()
    bridge.reply("channel", a_view(replace(a_message(1, nasty, a_refusal()), sender_name="<i>Eve</i>\u202e")))
    card = filled.messages.cards[0]
    assert card.text._text.startswith("<b>BTC</b> LONG x")
    assert len(card.text._text) <= 600
    assert "\u202e" not in card._who.text() + filled.channels.item(0).toolTip()
    for label in filled.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText


def test_a_number_behind_an_invisible_character_is_corrected_where_it_stands(filled, bridge):
    text = "BTC LONG \u200b\u202a67500 plug 66000"
    filled._ask_channel()
    bridge.reply("channel", a_view(a_message(1, text, a_refusal())))
    choose(click_number(filled.messages.cards[0], "66000"), "The stop")
    (_, start, end, meaning, _) = asked(bridge, "teach")[-1]
    assert (text[start:end], meaning) == ("66000", "stop")


# --- what the hand does ---


def test_a_click_on_a_number_asks_what_it_is_and_tries_what_that_teaches(filled, bridge):
    menu = click_number(filled.messages.cards[1], "3120")
    assert [action.text() for action in menu.actions() if action.isEnabled() and action.text()] == [
        "The entry", "The stop", "A target", "The leverage", "No price",
    ]  # fmt: skip
    choose(menu, "The stop")
    start = ODD.index("3120")
    assert asked(bridge, "teach") == [((CHAT, 2, 0), start, start + 4, "stop", ChannelProfile())]
    bridge.reply("teach", Lesson((CHAT, 2, 0), "plug", "stop", "“plug”: the stop follows.", PLUG))
    assert asked(bridge, "channel")[-1] == (CHAT, PLUG)
    assert bridge.commands == []


def test_the_keyboard_alone_reaches_a_number_and_corrects_it(filled, bridge, press):
    text = filled.messages.cards[1].text
    text.setFocus(Qt.FocusReason.TabFocusReason)
    press(text, Qt.Key.Key_Right)
    press(text, Qt.Key.Key_Return)
    press(text._menu, Qt.Key.Key_Down)
    press(text._menu, Qt.Key.Key_Down)
    press(text._menu, Qt.Key.Key_Return)
    start = ODD.index("3120")
    assert asked(bridge, "teach")[0][1:4] == (start, start + 4, "stop")


def drafted(workshop, bridge, reading=None, **trial):
    """Bring a draft on the screen by correcting a number."""
    choose(click_number(workshop.messages.cards[1], "3120"), "The stop")
    bridge.reply("teach", Lesson((CHAT, 2, 0), "plug", "stop", "“plug”: the stop follows.", PLUG))
    change = ReadingChange((CHAT, 2, 0), ODD, "refused", "ETH/USDT long")
    messages = (MESSAGES[0], a_message(2, ODD, reading or a_call()), MESSAGES[2])
    bridge.reply("channel", a_view(*messages, trial=ProfileTrial(PLUG, (change,), **trial)))
    QApplication.processEvents()


def test_a_draft_shows_what_it_changes_and_save_keeps_the_corrected_message(filled, bridge):
    drafted(filled, bridge)
    assert filled.bar.said.text() == "“plug”: the stop follows."
    assert filled.bar.effect.text() == "1 of the last 3 messages would read differently."
    assert filled.messages.cards[1].was.text() == "Until now: refused"
    assert filled.form.word_lines[0].phrase.text() == "plug"
    assert "not saved" in filled.form.word_lines[0].accessibleName()
    QTest.mouseClick(filled.bar.save, LEFT)
    (command,) = bridge.commands
    assert command == m.CorrectReading((CHAT, 2, 0), a_call().expected, PLUG, False, command.command_id)
    assert not filled.bar.save.isEnabled()


def test_a_correction_that_is_still_refused_saves_the_word_and_keeps_no_case(filled, bridge):
    drafted(filled, bridge, a_refusal())
    QTest.mouseClick(filled.bar.save, LEFT)
    (command,) = bridge.commands
    assert isinstance(command, m.SetChannelProfile)
    assert (command.chat_id, command.profile, command.despite) == (CHAT, PLUG, False)


def test_every_message_that_was_corrected_is_kept_with_the_draft(filled, bridge):
    drafted(filled, bridge)
    QTest.mouseClick(filled.messages.cards[0].right, LEFT)
    assert filled.bar.said.text() == "It is kept as a case when you save."
    assert bridge.commands == []
    QTest.mouseClick(filled.bar.save, LEFT)
    assert [(type(command), command.key[1]) for command in bridge.commands] == [
        (m.CorrectReading, 1), (m.ConfirmReading, 2),
    ]  # fmt: skip


def test_a_draft_that_breaks_a_case_names_it_and_is_saved_only_by_saying_so(filled, bridge):
    drafted(filled, bridge, breaks=("It would read “BTC LONG” as refused; you confirmed BTC/USDT long.",))
    assert "It would read “BTC LONG” as refused" in filled.bar.effect.text()
    assert filled.bar.save.text() == "Save anyway"
    assert filled.bar.save.property("kind") == "danger"
    QTest.mouseClick(filled.bar.save, LEFT)
    assert bridge.commands[0].despite is True


def test_a_saved_draft_is_a_draft_no_longer(filled, bridge):
    drafted(filled, bridge)
    QTest.mouseClick(filled.bar.save, LEFT)
    bridge.happen(m.ChannelProfileChanged(NOON, CHAT, PLUG, bridge.commands[0].command_id))
    assert filled.draft is None
    bridge.reply("channel", a_view(*MESSAGES, profile=PLUG))
    assert not filled.bar.isVisible()


def test_a_refused_save_says_why_and_the_draft_stays(filled, bridge):
    drafted(filled, bridge)
    QTest.mouseClick(filled.bar.save, LEFT)
    bridge.happen(m.CommandRefused(bridge.commands[0].command_id, "The message is read differently now."))
    assert filled.bar.said.text() == "The message is read differently now."
    assert filled.draft == PLUG


def test_escape_drops_the_draft_first_and_closes_then(filled, bridge, press):
    drafted(filled, bridge)
    press(filled, Qt.Key.Key_Escape)
    assert filled.draft is None
    assert filled.isVisible()
    press(filled, Qt.Key.Key_Escape)
    assert not filled.isVisible()
    assert bridge.commands == []


def test_enter_saves_nothing_unless_the_button_has_the_focus(filled, bridge, press):
    drafted(filled, bridge)
    for widget in (filled, filled.form.pattern, filled.messages.tabs.tabs[0]):
        press(widget, Qt.Key.Key_Return)
    assert bridge.commands == []
    filled.bar.save.setFocus()
    press(filled.bar.save, Qt.Key.Key_Space)
    assert len(bridge.commands) == 1


def test_another_channel_drops_the_draft(filled, bridge):
    drafted(filled, bridge)
    filled.choose(OTHER)
    assert asked(bridge, "channel")[-1] == (OTHER, None)


def test_a_lesson_that_finds_no_word_says_so_and_changes_nothing(filled, bridge):
    choose(click_number(filled.messages.cards[1], "3190"), "The stop")
    bridge.reply("teach", Lesson((CHAT, 2, 0), "", "stop", "No word near “3190” tells that it is the stop."))
    assert filled.bar.said.text() == "No word near “3190” tells that it is the stop."
    assert filled.draft is None
    assert not filled.bar.save.isVisible()


def test_a_reading_is_confirmed_as_it_was_seen(filled, bridge):
    QTest.mouseClick(filled.messages.cards[0].right, LEFT)
    (command,) = bridge.commands
    assert (command.key, command.expected) == ((CHAT, 1, 0), a_call().expected)


def test_kept_cases_say_whether_they_hold_and_can_be_let_go_of(filled, bridge):
    other = ExpectedReading("noise")
    cases = (
        a_message(1, CALL, a_call(), a_call().expected),
        a_message(2, ODD, a_refusal(), other),
        a_message(3, "", None, other),
    )
    filled._ask_channel()
    bridge.reply("channel", a_view(*cases, cases=cases))
    spoken = [line.show_it.accessibleName().rpartition(": ")[2] for line in filled.form.case_lines]
    assert spoken == ["read as confirmed", "read otherwise", "its words were erased"]
    assert [card.kept.text() for card in filled.messages.cards] == [
        "kept", "kept, read otherwise", "kept without words",
    ]  # fmt: skip
    QTest.mouseClick(filled.form.case_lines[1].remove, LEFT)
    (command,) = bridge.commands
    assert command == m.ForgetReading((CHAT, 2, 0), command.command_id)


def test_the_form_makes_a_draft_of_every_field(filled, bridge):
    form = filled.form
    QTest.keyClicks(form.phrase, " bail  at ")
    form.meaning.setCurrentIndex(1)
    QTest.mouseClick(form.add, LEFT)
    assert filled.draft.words == (("bail at", "stop"),)
    QTest.keyClicks(form.phrase, "Bail at")
    form.meaning.setCurrentIndex(4)
    QTest.keyClick(form.phrase, Qt.Key.Key_Return)
    assert (filled.draft.words, filled.draft.ignore_words) == ((), ("Bail at",))
    for box in (form.dash, form.breakout):
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_End)
        box.activated.emit(box.currentIndex())
    assert (filled.draft.dash, filled.draft.breakout) == ("ladder", "wait")
    form.pattern.setFocus()
    QTest.keyClicks(form.pattern, "(?P<symbol>x)")
    QTest.keyClick(form.pattern, Qt.Key.Key_Return)
    assert filled.draft.pattern == "(?P<symbol>x)"
    assert asked(bridge, "channel")[-1] == (CHAT, filled.draft)


def test_a_pattern_that_cannot_be_used_is_marked_and_cannot_be_saved(filled, bridge):
    filled.try_profile(ChannelProfile(pattern="("))
    told = "The pattern is not a regular expression: missing ), unterminated subpattern."
    bridge.reply("channel", a_view(*MESSAGES, trial=ProfileTrial(ChannelProfile(), refusal=told)))
    assert filled.bar.effect.text() == told
    assert filled.form.pattern.property("invalid") is True
    assert not filled.bar.save.isEnabled()


def test_a_word_is_forgotten_with_its_cross(filled, bridge):
    filled._ask_channel()
    bridge.reply("channel", a_view(*MESSAGES, profile=PLUG))
    QTest.mouseClick(filled.form.word_lines[0].remove, LEFT)
    assert filled.draft == ChannelProfile()


def test_a_turn_of_the_wheel_over_a_choice_changes_nothing(filled):
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QWheelEvent

    box = filled.form.dash
    none = Qt.KeyboardModifier.NoModifier
    place = QPointF(5, 5)
    wheel = QWheelEvent(
        place, box.mapToGlobal(place), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton, none,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, wheel)
    assert box.currentIndex() == 0


# --- while messages come ---


def test_new_messages_move_nothing_until_they_are_asked_for(filled, bridge, qtbot):
    before = [card.message for card in filled.messages.cards]
    questions = len(asked(bridge, "channel"))
    for number in (7, 8):
        bridge.happen(m.MessageRead(NOON, CHAT, number, 0, NOON, "noise"))
    bridge.happen(m.MessageRead(NOON, OTHER, 1, 0, NOON, "noise"))
    assert filled.messages.newer.text() == "2 new · show"
    assert [card.message for card in filled.messages.cards] == before
    assert len(asked(bridge, "channel")) == questions
    QTest.mouseClick(filled.messages.newer, LEFT)
    assert len(asked(bridge, "channel")) == questions + 1
    qtbot.waitUntil(lambda: len(asked(bridge, "channels")) == 2)  # the counts follow by themselves


def test_a_closed_workshop_asks_for_nothing(filled, bridge):
    bridge.happen(m.MessageRead(NOON, CHAT, 7, 0, NOON, "entry"))
    assert filled._counting.isActive()
    filled.close()
    count = len(bridge.asked)
    bridge.happen(m.MessageRead(NOON, CHAT, 8, 0, NOON, "entry"))
    assert len(bridge.asked) == count
    assert not filled._counting.isActive()


def test_how_far_a_channel_is_known_is_always_said(filled):
    from echotrade_desktop.views.workshop_channels import confirmed_words

    assert confirmed_words(a_row()) == "2 confirmed · paper only, 3 to go"
    assert confirmed_words(a_row(confirmed=5)) == "5 readings confirmed"
    assert confirmed_words(ROWS[1]) == "2 confirmed · paper only"
    assert "87 refused" in filled.channels.item(0).data(Qt.ItemDataRole.AccessibleTextRole)


# --- looks ---


@pytest.mark.parametrize("look", ["dark", "light", "contrast"])
@pytest.mark.parametrize("size", [LEAST_SIZE, (1024, 700), (1440, 900)])
def test_nothing_is_cut_off(filled, bridge, look, size):
    theme.set_theme(look)
    drafted(filled, bridge, breaks=("It would read “BTC LONG” as refused; you confirmed BTC/USDT long.",))
    filled.resize(*size)
    QApplication.processEvents()
    assert (filled.width(), filled.height()) == size
    cut = []
    for widget in filled.findChildren(QLabel) + filled.findChildren(QPushButton) + filled.findChildren(Chip):
        if not widget.isVisible() or isinstance(widget, ElidedLabel):
            continue
        wanted = widget.minimumSizeHint().width() if not isinstance(widget, QLabel) else 0
        high = widget.heightForWidth(widget.width()) if isinstance(widget, QLabel) and widget.wordWrap() else 0
        plain = widget.sizeHint().width() if isinstance(widget, QLabel) and not widget.wordWrap() else 0
        if widget.width() < max(wanted, plain) or widget.height() < high:
            cut.append((type(widget).__name__, widget.text() if not isinstance(widget, Chip) else widget.text))
        right = widget.mapTo(filled, QPoint(widget.width(), 0)).x()
        assert right <= filled.width()
    assert cut == []


def test_everything_that_is_pressed_or_filled_in_has_a_name(filled, bridge):
    drafted(filled, bridge)
    nameless = [
        widget
        for kind in (QPushButton, QToolButton, QComboBox, QLineEdit)
        for widget in filled.findChildren(kind)
        if widget.isVisible() and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert nameless == []
    assert filled.messages.cards[1].text.accessibleName().startswith("The message: ETH LONG 3190")
