"""The signals page: every message with what became of it, found by filter, read by page, told in full."""

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from echotrade_desktop.engine.domain import messages as m
from echotrade_desktop.engine.domain.history import Became, HistoryFilter, HistoryPage, SignalStory, place_of
from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.domain.order import OrderPurpose
from echotrade_desktop.engine.domain.read import FillMark
from echotrade_desktop.engine.domain.signal import SignalStatus
from echotrade_desktop.views.models.signals import CALLS, HistoryModel
from echotrade_desktop.views.signals import MOST_ANEW, PAGE
from tests.views.fakes import MESSAGE, NOON, UTC, history_rows, message

D = Decimal
WAITING, NOISE, UPDATE, TRADED, BLOCKED, UNREADABLE = range(6)


@pytest.fixture
def page(window, bridge):
    window.tabs.choose(2)
    bridge.reply("history", HistoryPage(history_rows(), None))
    return window.signals


def asked(bridge):
    return [args for name, args in bridge.asked if name == "history"]


def texts(row):
    model = HistoryModel(UTC)
    return {spec.key: model.cell(row, spec.key).text for spec in model.columns}


def fill(purpose, entry, price, pnl=None):
    return FillMark(f"f{price}", "p7", "BTC/USDT", Side.LONG, purpose, entry, NOON, D(price), D("0.007"), pnl)


def shown_steps(page):
    return [row.told for row in page.detail.step_rows if row.isVisibleTo(page.detail)]


def test_each_row_says_who_what_and_what_became_of_it(page):
    rows = page.model.rows
    assert [texts(row)["became"] for row in rows] == [
        "Waits for you", "No call", "Update", "Traded", "Blocked", "Not understood",
    ]  # fmt: skip
    assert texts(rows[WAITING])["what"] == "BTC Long"
    assert texts(rows[NOISE])["what"] == "good morning, coffee first"
    assert texts(rows[NOISE])["why"] == "No side and no symbol"
    assert texts(rows[UPDATE])["why"] == "Move stop to entry"
    assert texts(rows[TRADED])["result"] == "+$9.05"
    assert texts(rows[BLOCKED])["result"] == "on paper −$12.61"
    assert texts(rows[BLOCKED])["why"].startswith("Price is 0.6")


def test_f100_each_row_has_the_badge_of_its_source(page):
    model = HistoryModel(UTC)
    glyphs = [model.cell(row, "from").parts[0].glyph for row in page.model.rows]
    assert glyphs[WAITING] == "telegram-logo"
    assert glyphs[UNREADABLE] == "arrows-left-right"
    assert model.cell(page.model.rows[UNREADABLE], "from").tooltip == "Kestrel 7, Binance lead trader"


def test_erased_words_are_said_to_be_erased():
    row = replace(history_rows()[NOISE], message=message(1, ""))
    told = HistoryModel(UTC).cell(row, "what")
    assert (told.text, told.tooltip) == ("no words", "its words have been erased")


def test_words_from_outside_are_plain_and_short():
    row = replace(history_rows()[NOISE], message=message(1, "<b>\u202emoon\u202c</b>\n" + "x" * 500))
    shown = texts(row)["what"]
    assert shown.startswith("<b>moon</b> x")
    assert len(shown) <= 120


def test_the_selected_message_is_shown_with_what_was_read_marked(page, bridge):
    page.table.selectRow(WAITING)
    assert page.detail.isVisible()
    assert page.detail.message.marked == ["BTC", "LONG", "67240", "3x", "66600", "68600"]
    assert page.detail.message.accessibleName() == f"The message: {MESSAGE}"
    assert shown_steps(page) == ["Telegram, 2 s after it was sent", "All 11 rules pass"]
    assert sum(row.isVisibleTo(page.detail) for row in page.detail.rule_rows) == 11


def test_what_became_of_a_traded_call_is_told_step_by_step(page, bridge):
    bridge.reads["signal_story"] = SignalStory(
        fills=(fill(OrderPurpose.ENTRY, True, "67241.2"), fill(OrderPurpose.TARGET, False, "68600", D("9.05"))),
        result=D("9.05"),
    )
    page.table.selectRow(TRADED)
    assert shown_steps(page)[2:] == [
        "Approved by you",
        "Entered: 0.007 at 67,241.2",
        "Target reached: 0.007 at 68,600.0 +$9.05",
        "Closed, after fees +$9.05",
    ]


def test_a_blocked_call_tells_its_rule_first_and_what_it_would_have_brought(page, bridge):
    bridge.reads["signal_story"] = SignalStory(shadow=history_rows()[BLOCKED].shadow)
    page.table.selectRow(BLOCKED)
    steps = shown_steps(page)
    assert steps[1] == "Blocked by: Price drift"
    assert steps[2] == "Nobody decided within 5 m"
    assert steps[3] == "On paper 594.75 to 580.00, at its stop −$12.61"
    assert page.detail.rule_rows[0].accessibleName().startswith("Price is 0.6")


def test_a_message_that_was_no_call_has_no_rules_and_can_still_be_looked_at(page, window, bridge):
    page.table.selectRow(UNREADABLE)
    assert not any(row.isVisibleTo(page.detail) for row in page.detail.rule_rows)
    assert shown_steps(page)[1] == "Not understood: It names a symbol and prices, but no side."
    asked_for = []
    page.reading_asked.disconnect()
    page.reading_asked.connect(asked_for.append)
    page.detail._reading.click()
    assert asked_for == [page.model.rows[UNREADABLE].message.key]


def test_the_chart_of_a_call_is_a_press_away(page, window):
    page.table.selectRow(BLOCKED)
    page.detail._chart.click()
    assert window.symbol == "BNB/USDT"


def test_f100_a_filter_is_sent_and_says_when_nothing_matches(page, bridge):
    bar = page.filters
    bar.outcome.setCurrentIndex(1)
    assert asked(bridge)[-1] == (HistoryFilter(became=CALLS), PAGE, None)
    bar.trader.setCurrentIndex(1)
    bar.symbol.setCurrentIndex(1)
    bar.origin.setCurrentIndex(bar.origin.count() - 1)
    wanted = asked(bridge)[-1][0]
    assert wanted == HistoryFilter(CALLS, "telegram:1", "BTC/USDT", "binance")
    bridge.reply("history", HistoryPage((), None))
    assert page.stack.currentIndex() == 2
    bar.clear.click()
    assert asked(bridge)[-1] == (HistoryFilter(), PAGE, None)
    assert not bar.clear.isVisible()


def test_typed_words_are_looked_for_after_a_moment_or_at_once_with_enter(page, bridge, qtbot):
    before = len(asked(bridge))
    QTest.keyClicks(page.filters.text, "moon")
    assert len(asked(bridge)) == before
    qtbot.waitUntil(lambda: len(asked(bridge)) == before + 1)
    assert asked(bridge)[-1][0].text == "moon"
    QTest.keyClick(page.filters.text, Qt.Key.Key_Return)
    assert len(asked(bridge)) == before + 2


def test_older_messages_are_read_on_and_an_event_keeps_them(page, bridge, qtbot):
    first = tuple(replace(history_rows()[NOISE], key=f"n{i}", message=message(i, f"hello {i}")) for i in range(1, 101))
    older = tuple(
        replace(history_rows()[NOISE], key=f"n{i}", message=message(i, f"hello {i}")) for i in range(101, 121)
    )
    page.refresh()
    bridge.reply("history", HistoryPage(first, place_of(first[-1].message)))
    assert page.older.isVisible()
    page.older.click()
    assert asked(bridge)[-1] == (HistoryFilter(), PAGE, place_of(first[-1].message))
    bridge.reply("history", HistoryPage(older, None))
    assert [row.key for row in page.model.rows] == [f"n{i}" for i in range(1, 121)]
    assert not page.older.isVisible()
    new = replace(history_rows()[NOISE], key="n0", message=message(0, "hello 0"))
    bridge.happen(m.MessageRead(NOON, -100, 1000, 0, NOON, "noise"))
    qtbot.waitUntil(lambda: asked(bridge)[-1][2] is None)
    assert asked(bridge)[-1][1] == 120 < MOST_ANEW
    fresh = (new, *first[:99])
    bridge.reply("history", HistoryPage(fresh, place_of(fresh[-1].message)))
    assert [row.key for row in page.model.rows] == [f"n{i}" for i in range(121)]


def test_an_answer_to_an_older_question_is_not_shown(page, bridge):
    page.filters.outcome.setCurrentIndex(1)
    page.filters.outcome.setCurrentIndex(2)
    number = len(bridge.asked) - 1
    bridge.events.answered.emit(f"history-{number}", HistoryPage(history_rows(), None))
    assert page.model.rows == ()


def test_a_failure_is_told_and_tried_again(page, bridge):
    page.refresh()
    bridge.reply("history", "The ledger could not be read.")
    assert page.stack.currentIndex() == 3
    assert page.trouble.sentence.text() == "The ledger could not be read."
    page.trouble.again.click()
    bridge.reply("history", HistoryPage(history_rows(), None))
    assert page.stack.currentIndex() == 4


def test_the_first_start_says_what_will_be_here(window, bridge):
    window.tabs.choose(2)
    page = window.signals
    assert page.stack.currentIndex() == 0
    bridge.reply("history", HistoryPage((), None))
    assert page.stack.currentIndex() == 1
    assert not page.filters.isVisible()


def test_an_unseen_page_asks_for_nothing(window, bridge):
    bridge.happen(m.MessageRead(NOON, -100, 1000, 0, NOON, "noise"))
    window.signals.refresh()
    assert asked(bridge) == []


def test_rows_are_reached_and_words_found_by_keyboard(page, window, qtbot):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.go_to_tab(2)
    QTest.keyClick(page.table, Qt.Key.Key_Home)
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    assert page.selected().key == page.model.rows[1].key
    QTest.keyClick(page.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.filters.text.hasFocus()


def test_a_row_that_changes_while_it_is_selected_is_told_anew(page, bridge):
    page.table.selectRow(WAITING)
    rows = list(history_rows())
    rows[WAITING] = replace(rows[WAITING], became=Became.TRADED)
    page.refresh()
    bridge.reply("history", HistoryPage(tuple(rows), None))
    assert page.detail._became.text() == "Traded"


def test_the_page_asks_no_more_width_than_a_small_window_has(open_window, bridge):
    window = open_window(bridge, size=(1024, 700))
    window.tabs.choose(2)
    bridge.reply("history", HistoryPage(history_rows(), None))
    window.signals.table.selectRow(0)
    assert window.width() == 1024
    assert window.signals.minimumSizeHint().width() < 640
    assert window.signals.detail.isVisible()


def test_a_blocked_call_that_the_user_rejected_says_both(page, bridge):
    row = page.model.rows[BLOCKED]
    queued = replace(row.queued, status=SignalStatus.REJECTED, decided_by="user", reason=None)
    rows = (*history_rows()[:BLOCKED], replace(row, queued=queued), history_rows()[UNREADABLE])
    page.refresh()
    bridge.reply("history", HistoryPage(rows, None))
    page.table.selectRow(BLOCKED)
    assert shown_steps(page)[1:3] == ["Blocked by: Price drift", "Rejected by you"]
