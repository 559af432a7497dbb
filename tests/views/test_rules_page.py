"""The page of rules and limits on a running engine: typed, checked, looked back on, saved, taken back."""

import itertools
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit

from echotrade_desktop.engine.domain.messages import (
    ApproveSignal,
    ChangeLimits,
    CommandRefused,
    LimitsChanged,
    MaxPositionsSet,
    SetMaxPositions,
)
from echotrade_desktop.engine.domain.order import OrderPurpose
from echotrade_desktop.engine.domain.signal import SignalStatus
from echotrade_desktop.settings import load
from echotrade_desktop.views import theme
from echotrade_desktop.views.rules_hindsight import sentence
from echotrade_desktop.views.rules_sections import SECTIONS
from tests.views.stage import Stage, play, until

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
LONG = "BTC LONG 67500 SL 67200 TP 68000"


async def opened(stage: Stage, section: str = ""):
    """Open the page with its key."""
    if section:
        stage.window.open_rules(section)
    else:
        stage.window.activateWindow()
        await until(stage.window.isActiveWindow)
        QTest.keyClick(stage.window, Qt.Key.Key_R, CTRL | Qt.KeyboardModifier.ShiftModifier)
    await until(lambda: stage.window.rules is not None and stage.window.rules.isActiveWindow())
    return stage.window.rules


def type_in(page, field: str, text: str) -> None:
    """Type into a limit's field, as a hand would."""
    line = page.rows[field].editor.field
    line.setFocus()
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClicks(line, text)
    page.check()


def heard(stage: Stage, kind: type) -> list:
    return [event for event in stage.heard if isinstance(event, kind)]


async def test_a_limit_typed_and_saved_is_in_force_kept_and_can_be_taken_back(tmp_path, qapp):
    """F083: from the key that opens the page to the file, the queue, and undo."""

    async def act(stage: Stage) -> None:
        signal = await stage.call(LONG)
        page = await opened(stage)
        assert page.rows["min_confidence"].editor.text() == "0.6"
        assert not page.save_button.isEnabled()
        type_in(page, "min_confidence", "0.85")
        assert page.hindsight.told.text() == "Of the last call this blocks 1, 1 more than now."
        assert stage.parts.desk.limits.min_confidence == Decimal("0.6")
        QTest.keyClick(page, Qt.Key.Key_S, CTRL)
        await until(lambda: heard(stage, LimitsChanged))
        assert load(stage.profile)[0].risk.min_confidence == Decimal("0.85")
        await until(lambda: stage.parts.desk.book.signals[signal].status is SignalStatus.BLOCKED)
        assert page.changes() == ()
        assert page.hindsight.told.text() == "Of the last call your filters block 1."
        await until(lambda: stage.window.toasts.kept[0].sentence == "Confidence is now 0.85, was 0.6.")
        stage.window.toasts.undo_last()
        await until(lambda: len(heard(stage, LimitsChanged)) == 2)
        await until(lambda: stage.parts.desk.book.signals[signal].status is SignalStatus.PENDING)
        assert page.rows["min_confidence"].editor.text() == "0.6"

    await play(tmp_path, act)


async def test_a_value_that_is_no_good_is_told_beside_its_field_and_nothing_is_saved(tmp_path, qapp):
    async def act(stage: Stage) -> None:
        page = await opened(stage)
        type_in(page, "max_positions", "abc")
        type_in(page, "min_confidence", "0.8")
        row = page.rows["max_positions"]
        assert row.refusal.isVisible()
        assert row.refusal.text() == "Open positions must be a whole number from 1 to 100, not “abc”."
        assert row.editor.field.property("invalid") is True
        assert not page.save_button.isEnabled()
        page.save()
        assert stage.commands(ChangeLimits) == []
        type_in(page, "max_positions", "4")
        assert not row.refusal.isVisible()
        type_in(page, "size_min", "500")
        type_in(page, "size_max", "100")
        assert page.rows["size_max"].refusal.text() == "Size to must not be below the smallest size, $500."
        page.discard()
        assert page.changes() == ()
        assert row.editor.text() == "5"
        assert not (stage.profile / "settings.toml").exists()

    await play(tmp_path, act)


async def test_escape_first_drops_the_edits_and_then_closes_the_page(tmp_path, qapp):
    async def act(stage: Stage) -> None:
        page = await opened(stage, "Filters")
        type_in(page, "max_drift", "1")
        assert page.changes() == (("max_drift", "1 %"),)
        QTest.keyClick(page, Qt.Key.Key_Escape)
        assert page.isVisible()
        assert page.changes() == ()
        QTest.keyClick(page, Qt.Key.Key_Escape)
        assert not page.isVisible()

    await play(tmp_path, act)


async def test_hours_are_pressed_and_typed_and_an_empty_window_is_refused(tmp_path, qapp):
    """F098."""

    async def act(stage: Stage) -> None:
        page = await opened(stage, "Hours")
        editor = page.rows["trading_hours"].editor
        QTest.mouseClick(editor.add, LEFT)
        assert editor.text() == "Mon-Fri 09:00-17:00"
        row = editor.rows[0]
        QTest.mouseClick(row.days[5], LEFT)
        row.fields[1].selectAll()
        QTest.keyClicks(row.fields[1], "09:00")
        assert page.check().refusals.keys() == {"trading_hours"}
        assert "must end at another time than it starts" in page.rows["trading_hours"].refusal.text()
        row.fields[1].selectAll()
        QTest.keyClicks(row.fields[1], "02:30")
        page.rows["zone"].editor.box.setCurrentText("Europe/Berlin")
        page.check()
        page.save()
        await until(lambda: heard(stage, LimitsChanged))
        limits = load(stage.profile)[0].risk
        assert [str(hours) for hours in limits.trading_hours] == ["Mon-Sat 09:00-02:30"]
        assert limits.zone == "Europe/Berlin"
        page.reset(["trading_hours", "zone"])
        assert set(page.changes()) == {("trading_hours", ""), ("zone", "")}

    await play(tmp_path, act)


async def test_a_maximum_for_a_while_counts_down_on_the_page_and_ends_at_a_press(tmp_path, qapp):
    """F082."""

    async def act(stage: Stage) -> None:
        page = await opened(stage)
        row = page.for_now
        row.positions.set_text("2")
        row.minutes.set_text("90")
        QTest.mouseClick(row.button, LEFT)
        await until(lambda: heard(stage, MaxPositionsSet))
        assert row.left.text().startswith("At most 2 for 1:2")
        assert page.gauges[0].accessibleName() == "Open positions 0 of 2"
        QTest.mouseClick(row.button, LEFT)
        await until(lambda: len(heard(stage, MaxPositionsSet)) == 2)
        assert page.gauges[0].accessibleName() == "Open positions 0 of 5"
        row.positions.set_text("500")
        QTest.mouseClick(row.button, LEFT)
        await until(lambda: heard(stage, CommandRefused))
        assert row.refusal.text() == "A maximum of positions must lie between 1 and 100; nothing was changed."
        row.positions.set_text("x")
        QTest.mouseClick(row.button, LEFT)
        assert row.refusal.text() == "Positions and minutes must be whole numbers."
        assert len(stage.commands(SetMaxPositions)) == 3

    await play(tmp_path, act)


async def test_every_section_is_whole_at_the_least_size_in_both_looks_and_every_control_has_a_name(tmp_path, qapp):
    async def act(stage: Stage) -> None:
        await stage.call(LONG)
        for look in ("dark", "light"):
            theme.set_theme(look)
            page = await opened(stage, "Risk")
            page.resize(page.minimumSize())
            for number, (name, _, groups) in enumerate(SECTIONS):
                page.sections.button(number).click()
                QApplication.processEvents()
                inner, room = page._pages.widget(number).widget(), page._pages.widget(number).viewport()
                assert inner.minimumSizeHint().width() <= room.width(), name
                for field in (field for _, fields in groups for field in fields):
                    for label in page.rows[field].findChildren(QLabel):
                        assert label.isHidden() or label.width() >= min(label.minimumSizeHint().width(), 60), field
            controls = (page.findChildren(kind) for kind in (QLineEdit, QAbstractButton, QComboBox))
            for control in itertools.chain.from_iterable(controls):
                if control.focusPolicy() != Qt.FocusPolicy.NoFocus and not isinstance(control.parent(), QComboBox):
                    assert control.accessibleName() or control.text(), control
            page.close()
        theme.set_theme("dark")

    await play(tmp_path, act)


async def test_every_limit_of_the_settings_is_on_the_page_once(tmp_path, qapp):
    async def act(stage: Stage) -> None:
        page = await opened(stage)
        shown = [field for _, _, groups in SECTIONS for _, fields in groups for field in fields]
        assert sorted(shown) == sorted(page.rows)

    await play(tmp_path, act)


async def test_pause_by_the_key_then_fifty_calls_open_nothing_and_a_restart_is_still_paused(tmp_path, qapp):
    """F080."""

    async def pause(stage: Stage) -> None:
        stage.window.activateWindow()
        await until(stage.window.isActiveWindow)
        QTest.keyClick(stage.window, Qt.Key.Key_P, CTRL | SHIFT)
        await until(lambda: stage.parts.desk.book.paused)
        for number in range(50):
            key = await stage.call(f"BTC LONG {67400 + number} SL 66000", sender=number, name=f"Trader {number}")
            queued = stage.parts.desk.book.signals[key]
            quantity = queued.sizing.quantity
            stage.bridge.submit(ApproveSignal(key, queued.signal.version, quantity))
        await stage.parts.engine.settle()
        assert len(heard(stage, CommandRefused)) == 50
        assert not entries(stage)

    async def restart(stage: Stage) -> None:
        await until(stage.window.header.banner.isVisible)
        stage._messages = 1000  # the ledger knows the earlier ones
        key = await stage.call(LONG)
        assert stage.parts.desk.book.signals[key].status is SignalStatus.BLOCKED
        assert not entries(stage)

    def entries(stage: Stage) -> list:
        return [order for order in stage.parts.desk.book.orders.values() if order.purpose is OrderPurpose.ENTRY]

    await play(tmp_path, pause)
    await play(tmp_path, restart)


async def test_the_chart_and_the_prices_say_how_much_a_symbol_moves_and_where_that_keeps_entries_out(tmp_path, qapp):
    """F099."""

    async def act(stage: Stage) -> None:
        note = lambda: stage.chart.view.canvas.note  # noqa: E731
        await until(lambda: note().startswith("Volatility 0."))
        stage.bridge.submit(ChangeLimits((("volatility_blackout", "5 %"),)))
        await until(lambda: note().endswith("blackout above 5.0\u2009%"))
        signal = await stage.call(LONG)
        await until(lambda: stage.parts.desk.book.signals[signal].status is SignalStatus.PENDING)
        stage.bridge.submit(ChangeLimits((("volatility_blackout", "0.1 %"),)))
        await until(lambda: note().endswith("no entries until below 0.1\u2009%"))
        await until(lambda: stage.parts.desk.book.signals[signal].status is SignalStatus.BLOCKED)
        assert stage.window.ticker_bar.cells["BTC/USDT"].texts()[1] == "no entries"
        stage.bridge.submit(ChangeLimits((("volatility_blackout", "off"),)))
        await until(lambda: not note().count("blackout") and not note().count("entries"))
        await until(lambda: stage.parts.desk.book.signals[signal].status is SignalStatus.PENDING)

    await play(tmp_path, act)


async def test_before_the_engine_is_there_the_page_says_so(open_window, bridge):
    window = open_window(bridge)
    window.ticker_bar.cells.clear()
    window.open_rules()
    assert window.rules is None
    assert window.toasts.kept[0].sentence.startswith("EchoTrade is still starting")


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((0, 0, 0, 0, True), "No calls yet. Here you will see which of the last 50 your filters block."),
        ((50, 0, 0, 0, False), "Of the last 50 calls your filters block none."),
        ((50, 7, 2, 1, True), "Of the last 50 calls this blocks 7, 2 more and 1 fewer than now."),
        ((50, 0, 0, 3, True), "Of the last 50 calls this blocks none, 3 fewer than now."),
        ((50, 4, 0, 0, True), "Of the last 50 calls this blocks 4, the same as now."),
    ],
)
def test_what_a_change_would_have_blocked_is_said_in_a_sentence(counts, told):
    assert sentence(*counts) == told
