"""Closing and protecting from the table: each press is one order, nothing is shown before it is so."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.domain.messages import (
    CloseAll,
    ClosePosition,
    MoveStop,
    Preview,
    PreviewClose,
    PreviewStop,
    SetTargets,
    StopMoved,
    StopMoveRefused,
)
from echotrade_desktop.engine.domain.position import ProtectionStatus
from echotrade_desktop.views.confirm import Question
from echotrade_desktop.views.models.cells import Align
from echotrade_desktop.views.models.positions import PositionsModel, sign_tone, totals
from echotrade_desktop.views.positions import read_prices
from echotrade_desktop.views.widgets.table import DecimalCell
from tests.views.fakes import NOON, D, FakeBridge, nothing, positions

LEFT = Qt.MouseButton.LeftButton


def buttons(window, row=0):
    return window.positions.table.indexWidget(window.positions._act_index(row))


def question(window):
    asked = window.findChildren(Question)
    return asked[-1] if asked else None


def type_stop(window, text, row=0, key=Qt.Key.Key_F2, modifier=Qt.KeyboardModifier.NoModifier):
    table = window.positions.table
    table.selectRow(row)
    table.setFocus()
    QTest.keyClick(table, key, modifier)
    editor = table.findChild(QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()  # Qt takes an editor's text with the next turn of the loop


def shown(window, column, row=0):
    model = window.positions.model
    return model.cell(model.rows[row], column)


def test_on_a_wide_screen_the_room_is_shared_and_a_percentage_stays_beside_its_money(open_window, bridge):
    table = open_window(bridge, (2560, 1440)).positions.table
    (left, width), (share, as_ever) = table.column_rect("pnl"), table.column_rect("percent")
    assert table.column_rect("trader")[1] <= 220
    assert (share, as_ever) == (left + width, 52)
    assert sum(table.column_rect(key)[1] for key in table.shown_columns()) == table.viewport().width()


def test_half_closes_half_of_what_is_open_now(window, bridge):
    QTest.mouseClick(buttons(window).buttons[50], LEFT)
    assert bridge.edits == [PreviewClose("p1", D("0.5"))]
    assert [(c.position_id, c.share, c.version) for c in bridge.commands] == [("p1", D("0.5"), 3)]


def test_a_part_that_the_lot_step_makes_whole_is_asked_first(window, bridge):
    bridge.answer = Preview(warning="The rest could not be closed later: this closes all of it.")
    QTest.mouseClick(buttons(window).buttons[75], LEFT)
    assert bridge.commands == []
    QTest.mouseClick(question(window).yes, LEFT)
    assert [c.share for c in bridge.sent(ClosePosition)] == [D("0.75")]


def test_a_part_that_cannot_be_closed_says_why_and_sends_nothing(window, bridge):
    bridge.answer = Preview(refusal="25 % of 0.001 BTC is less than the lot step of 0.001.")
    QTest.mouseClick(buttons(window).buttons[25], LEFT)
    assert bridge.commands == []
    assert window.toasts.shown[-1].telling.sentence == bridge.answer.refusal


def test_close_asks_first_and_then_sends_one_order(window, bridge):
    QTest.mouseClick(buttons(window, 1).close_button, LEFT)
    assert bridge.commands == []
    QTest.mouseClick(question(window).yes, LEFT)
    assert [(c.position_id, c.share, c.version) for c in bridge.commands] == [("p2", D(1), 3)]


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_neither_escape_nor_a_hasty_enter_closes_a_position(window, bridge, key):
    QTest.mouseClick(buttons(window).close_button, LEFT)
    asked = question(window)
    QTest.keyClick(asked, key)
    if asked.isVisible():
        asked.reject()
    assert bridge.commands == []


def test_the_row_leaves_only_when_the_engine_says_so(window, bridge):
    QTest.mouseClick(buttons(window).close_button, LEFT)
    QTest.mouseClick(question(window).yes, LEFT)
    window.reads.flush()
    assert len(window.positions.model.rows) == 4
    bridge.reads["open_positions"] = positions()[1:]
    bridge.happen(StopMoved(NOON, "p2", D(1), D(2), "user", "c"))
    window.reads.flush()
    assert [row.position_id for row in window.positions.model.rows] == ["p2", "p3", "p4"]
    QTest.mouseClick(buttons(window).buttons[25], LEFT)
    assert bridge.sent(ClosePosition)[-1].position_id == "p2"


def test_close_all_asks_once_for_all(window, bridge):
    QTest.mouseClick(window.positions.footer.close_all, LEFT)
    assert "4 positions" in question(window).yes.text()
    QTest.mouseClick(question(window).yes, LEFT)
    assert len(bridge.sent(CloseAll)) == 1


def test_a_typed_stop_is_sent_and_shown_only_when_it_is_there(window, bridge):
    type_stop(window, "66500.5")
    assert bridge.edits == [PreviewStop("p1", D("66500.5"))]
    assert [(c.position_id, c.price, c.version, c.loosen) for c in bridge.commands] == [("p1", D("66500.5"), 3, False)]
    assert shown(window, "stop").text == "66,420.0"
    moved = (replace(positions()[0], stop_loss=D("66500.5"), version=4), *positions()[1:])
    bridge.happen(StopMoved(NOON, "p1", D("66500.5"), D(66420), "user", "c1"), open_positions=moved)
    window.reads.flush()
    assert shown(window, "stop").text == "66,500.5"


def test_a_double_click_on_the_stop_opens_it_for_typing(window):
    table = window.positions.table
    column = [spec.key for spec in PositionsModel.columns].index("stop")
    place = table.visualRect(window.positions.model.index(0, column)).center()
    QTest.mouseClick(table.viewport(), LEFT, pos=place)
    QTest.mouseDClick(table.viewport(), LEFT, pos=place)
    assert table.findChild(QLineEdit).text() == "66420.0"


def test_escape_while_typing_sends_nothing(window, bridge):
    table = window.positions.table
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = table.findChild(QLineEdit)
    QTest.keyClicks(editor, "1")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert bridge.commands == []


def test_loosening_a_stop_is_asked_first(window, bridge):
    bridge.answer = Preview(warning="This adds $7.20 to what you can lose.")
    type_stop(window, "65000")
    assert bridge.commands == []
    QTest.mouseClick(question(window).yes, LEFT)
    assert [(c.price, c.loosen) for c in bridge.sent(MoveStop)] == [(D(65000), True)]


def test_a_stop_on_the_wrong_side_is_refused_with_the_reason(window, bridge):
    bridge.answer = Preview(refusal="A long's stop must be below the price.")
    type_stop(window, "70000")
    assert bridge.commands == []
    assert window.toasts.shown[-1].telling.sentence == bridge.answer.refusal


def test_a_stop_beyond_the_price_offers_to_close_now(window, bridge):
    bridge.answer = Preview(refusal="At 67,600 it would trigger at once.", close_now=True)
    type_stop(window, "67600")
    assert bridge.commands == []
    QTest.mouseClick(question(window).yes, LEFT)
    assert [c.share for c in bridge.sent(ClosePosition)] == [D(1)]


def test_what_is_no_price_changes_nothing_and_says_so(window, bridge):
    type_stop(window, "soon")
    assert bridge.commands == []
    assert "“soon” is not a price" in window.toasts.shown[-1].telling.sentence


def test_a_refused_stop_is_told(window, bridge):
    bridge.happen(StopMoveRefused("p1", D(67000), D(66420), "The price moved; the stop stays at 66,420.0."))
    assert "stays at 66,420.0" in window.toasts.shown[-1].telling.sentence


def test_targets_can_be_typed_where_their_column_has_no_room(window, bridge):
    assert "target" not in window.positions.table.shown_columns()
    type_stop(window, "68000 69,500.5", modifier=Qt.KeyboardModifier.ShiftModifier)
    assert [(c.position_id, c.prices, c.version) for c in bridge.sent(SetTargets)] == [
        ("p1", (D(68000), D("69500.5")), 3)
    ]
    assert "target" not in window.positions.table.shown_columns()


def test_emptied_targets_are_removed(window, bridge):
    table = window.positions.table
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    editor = table.findChild(QLineEdit)
    editor.clear()
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert [c.prices for c in bridge.sent(SetTargets)] == [()]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("67,512.4", (D("67512.4"),)),
        ("1 2;3", (D(1), D(2), D(3))),
        ("", ()),
        ("-5", None),
        ("nan", None),
        ("1e999999", None),
    ],
)
def test_prices_are_read_as_a_hand_writes_them(typed, read):
    assert read_prices(typed) == read


def test_a_price_is_live_in_its_row_and_in_the_total(window, bridge):
    better = replace(positions()[0], price=D("67600"), unrealised_pnl=D("8.26"), pnl_percent=D("1.03"))
    bridge.reads["open_positions"] = (better, *positions()[1:])
    bridge.events.tickers.emit({})
    window.reads.flush()
    assert shown(window, "pnl").text == "+$8.26"
    assert "+$49.52" in window.positions.footer.accessibleName()


def test_an_unprotected_position_shouts_in_every_width(window, bridge):
    bare = replace(positions()[0], protection=ProtectionStatus.UNPROTECTED)
    bridge.reads["open_positions"] = (bare, *positions()[1:])
    bridge.events.tickers.emit({})
    window.reads.flush()
    assert shown(window, "protection").parts[0].tone == "danger"
    assert shown(window, "position").tooltip == "No stop covers this position"
    assert window.positions_head.stops.text() == "3 of 4 stops on the exchange"
    assert window.positions_head.stops.tone == "danger"


def test_on_paper_the_protection_is_this_app_and_a_dead_machine_closes_nothing(open_window):
    rows = tuple(replace(row, protected_where="this app", if_machine_dies=D("-270.40")) for row in positions())
    window = open_window(FakeBridge(open_positions=rows))
    assert window.positions_head.stops.text() == "4 of 4 stops watched by this app"
    assert shown(window, "protection").parts[0].text == "SL in this app"
    assert shown(window, "dies").text == "−$270.40"
    assert "nothing closes it" in shown(window, "dies").tooltip
    assert window.positions_head._lost.text() == "up to −$1,081.60"


def test_a_stale_price_is_grey_says_its_age_and_can_still_be_closed(open_window):
    old = replace(positions()[0], price_age=9.0)
    bridge = FakeBridge(open_positions=(old,))
    window = open_window(bridge)
    assert shown(window, "price").parts[0].tone == "text3"
    QTest.mouseClick(buttons(window).close_button, LEFT)
    QTest.mouseClick(question(window).yes, LEFT)
    assert len(bridge.sent(ClosePosition)) == 1


def test_totals_add_up_long_and_short_and_know_what_they_do_not_know():
    sums = totals(positions())
    assert (sums["pnl"], sums["long"], sums["short"], sums["dies"]) == (D("48.52"), D("35.30"), D("13.22"), D("-43.90"))
    assert totals((replace(positions()[0], unrealised_pnl=None),))["pnl"] is None


def test_nothing_open_says_how_positions_come_about(open_window):
    window = open_window(FakeBridge(**nothing()))
    assert window.positions._stack.currentIndex() == 0
    assert window.positions_head.stops.isHidden()


def test_a_columns_decimal_points_stand_in_one_line(window, monkeypatch):
    """Each price is painted so that what is before its point ends at the column's anchor."""
    from echotrade_desktop.views.widgets import table

    ends = {}

    def record(painter, room, part):
        ends.setdefault(record.column, set()).add(round(room.left() + table._before_point(part), 3))

    monkeypatch.setattr(table, "_paint_part", record)
    from PySide6.QtCore import QRectF

    model = window.positions.model
    for spec in [spec for spec in model.columns if spec.align is Align.DECIMAL and spec.key != "target"]:
        record.column = spec.key
        for row in model.rows:
            table.paint_cell(None, QRectF(0, 0, spec.width, 28), model.cell(row, spec.key), spec)
    assert ends == {"entry": {52}, "price": {48}, "stop": {52}}


def test_columns_give_way_by_rank_and_come_back(window):
    table = window.positions.table
    assert isinstance(table.itemDelegate(), DecimalCell)
    window.resize(1024, 700)
    QTest.qWait(1)
    assert table.shown_columns() == ["position", "quantity", "price", "pnl", "percent", "stop", "act"]
    window.resize(1440, 900)
    QTest.qWait(1)
    assert "protection" in table.shown_columns()
    window.resize(1700, 900)
    QTest.qWait(1)
    assert "target" in table.shown_columns()


def test_a_short_earns_when_it_falls_and_says_so_in_word_arrow_and_colour(window):
    cell = shown(window, "position", 1)
    assert cell.parts[0].arrow == -1
    assert cell.text == "ETH Short"
    assert window.positions.model.rows[1].side is Side.SHORT


@pytest.mark.parametrize(
    ("amount", "tone"), [("0.01", "up"), ("-0.01", "down"), ("0.004", "text2"), ("-0.004", "text2")]
)
def test_what_is_shown_as_nothing_has_no_colour(amount, tone):
    assert sign_tone(D(amount)) == tone
