"""The whole window: layout, keys, what is told, and that everyone can use it at every size."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from echotrade_desktop.engine.domain.live import LiveState, LiveView
from echotrade_desktop.engine.domain.market import OrderSide
from echotrade_desktop.engine.domain.messages import (
    CommandRefused,
    EntriesPaused,
    FillRecorded,
    Health,
    HealthChanged,
    MoveStop,
    Notice,
    PauseEntries,
    ResumeEntries,
    StopMoved,
    SymbolWatched,
    WatchSymbol,
)
from echotrade_desktop.engine.domain.order import Fill, OrderPurpose
from echotrade_desktop.engine.domain.read import HealthRow
from echotrade_desktop.views import theme
from echotrade_desktop.views.command_palette import matching
from echotrade_desktop.views.layout_file import read_layout
from echotrade_desktop.views.toasts import Telling
from echotrade_desktop.views.widgets.label import ElidedLabel
from tests.views.fakes import NOON, D, FakeBridge, health, nothing, portfolio, ticker

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
SIZES = [(1024, 700), (1440, 900), (3840, 2160)]


def visible(window, kind):
    return [widget for widget in window.findChildren(kind) if widget.isVisible()]


def test_the_header_says_whose_money_it_is_and_how_the_day_goes(window):
    header = window.header
    assert header.mode.text == "PAPER"
    assert header.equity.text() == "$10,214.35"
    assert header.today.text == "+$121.15 +1.20\u2009% today"
    assert header.drawdown.value.text() == "1.4\u2009% of 30\u2009%"
    assert len(header.curve.points) == 15


def test_live_is_unmistakable(open_window):
    window = open_window(FakeBridge(portfolio=portfolio(mode="live"), live=LiveView(LiveState.ARMED)))
    assert (window.header.mode.text, window.header.mode._kind) == ("LIVE", "danger")
    assert window.windowTitle() == "EchoTrade — LIVE"
    assert window._marks.frame.isVisible()


def test_an_equity_that_is_not_whole_is_grey_with_the_reason(open_window):
    window = open_window(FakeBridge(portfolio=portfolio(complete=False)))
    assert window.header.equity.tone == "text2"
    assert "no price yet" in window.header.equity.toolTip()


@pytest.mark.parametrize("by", ["button", "keys", "menu"])
def test_entries_are_paused_by_button_keys_and_menu(window, bridge, by):
    match by:
        case "button":
            QTest.mouseClick(window.header.pause, LEFT)
        case "keys":
            QTest.keyClick(window, Qt.Key.Key_P, CTRL | Qt.KeyboardModifier.ShiftModifier)
        case "menu":
            window.actions_of.pause.trigger()
    assert len(bridge.sent(PauseEntries)) == 1
    assert window.header.banner.isHidden()


def test_a_pause_shows_its_banner_and_offers_to_resume(window, bridge):
    paused = portfolio(paused=True, pause_reason="paused by you")
    bridge.happen(EntriesPaused(NOON, "paused by you"), portfolio=paused)
    window.reads.flush()
    assert window.header.banner.isVisible()
    assert window.header.banner.told.text() == "Entries are paused by you."
    assert window.status.entries.text() == "paused"
    QTest.mouseClick(window.header.banner.resume, LEFT)
    assert len(bridge.sent(ResumeEntries)) == 1


def test_undo_in_a_toast_is_reached_by_the_keyboard(window, bridge):
    bridge.happen(EntriesPaused(NOON, "paused by you"))
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert len(bridge.sent(ResumeEntries)) == 1
    assert window.toasts.shown == []


def test_a_moved_stop_can_be_taken_back(window, bridge):
    bridge.happen(StopMoved(NOON, "p1", D("66640"), D("66420"), "user", "c9"))
    assert window.toasts.shown[-1].telling.sentence == "Stop of BTC/USDT moved to 66,640.0, was 66,420.0."
    window.toasts.undo_last()
    assert [(c.position_id, c.price) for c in bridge.sent(MoveStop)] == [("p1", D("66420"))]


def test_a_stop_that_was_hit_is_told_with_its_price(window, bridge):
    fill = Fill("t1", "c1", "p1", "BTC/USDT", OrderSide.SELL, OrderPurpose.STOP, D("0.012"), D("66420"), D("0.4"), NOON)
    bridge.happen(FillRecorded(NOON, fill))
    telling = window.toasts.shown[-1].telling
    assert (telling.sentence, telling.level) == ("Stop hit: sold 0.012 BTC at 66,420.0.", "warning")


def test_a_refusal_is_told_in_its_own_words_and_kept_in_the_list(window, bridge):
    bridge.happen(CommandRefused("x", "Entries are paused. Nothing was sent."))
    window.toasts.clear()
    assert window.header.bell.unseen
    menu = window.open_notices()
    assert not window.header.bell.unseen
    (line,) = [action.text().split("\t") for action in menu.actions()]
    assert line == ["Entries are paused. Nothing was sent.", "12:03"]  # what, and when
    menu.close()


def test_at_most_three_toasts_are_shown_and_danger_stays(window, bridge):
    for number in range(5):
        bridge.happen(Notice(f"Notice {number}", "danger"))
    assert [toast.telling.sentence for toast in window.toasts.shown] == ["Notice 2", "Notice 3", "Notice 4"]
    assert not any(toast._going.isActive() for toast in window.toasts.shown)


def test_escape_closes_the_toast_that_has_the_focus(window):
    window.tell(Telling("Something happened."))
    toast = window.toasts.shown[0]
    toast.close_button.setFocus()
    QTest.keyClick(toast.close_button, Qt.Key.Key_Escape)
    assert window.toasts.shown == []


def test_a_price_that_changes_flashes_and_the_arrow_tells_the_day(window, bridge, qtbot):
    cell = window.ticker_bar.cells["ETH/USDT"]
    assert cell.texts() == ("3,204.11", "−0.40\u2009%", -1)
    bridge.events.tickers.emit({"ETH/USDT": ticker("ETH/USDT", "3205.00", "0.10")})
    assert cell.flash == 1
    qtbot.waitUntil(lambda: cell.flash == 0)
    assert cell.texts() == ("3,205.00", "+0.10\u2009%", 1)


def test_prices_of_one_moment_are_shown_together_and_the_newest_of_each_wins(window, bridge, qtbot):
    cells = window.ticker_bar.cells
    for price in ("3205.00", "3206.00", "3207.00"):
        bridge.events.tickers.emit({"ETH/USDT": ticker("ETH/USDT", price, "0.10")})
    bridge.events.tickers.emit({"BTC/USDT": ticker("BTC/USDT", "67600")})
    assert cells["ETH/USDT"].texts()[0] == "3,205.00"  # the first at once
    qtbot.waitUntil(lambda: cells["ETH/USDT"].texts()[0] == "3,207.00")
    assert cells["BTC/USDT"].texts()[0] == "67,600.0"


def test_a_silent_price_turns_stale_with_its_age(window, bridge):
    bridge.time = NOON + timedelta(seconds=7)
    window.reads._tick()
    assert window.ticker_bar.cells["BTC/USDT"].texts() == ("67,512.4", "stale 7 s", 0)
    assert window.ticker_bar.delay.text() == "7 s ago"
    assert window.ticker_bar.delay.tone == "warning"


def test_an_unknown_change_is_neutral_and_no_price_is_a_dash(open_window):
    window = open_window(FakeBridge(tickers={"BTC/USDT": ticker("BTC/USDT", "67000")}))
    assert window.ticker_bar.cells["BTC/USDT"].texts() == ("67,000.0", "–", 0)
    assert window.ticker_bar.cells["ETH/USDT"].texts() == ("–", "no price yet", 0)


def test_a_press_on_a_price_asks_for_its_chart(window, qtbot):
    with qtbot.waitSignal(window.symbol_asked) as asked:
        QTest.mouseClick(window.ticker_bar.cells["SOL/USDT"], LEFT)
    assert asked.args == ["SOL/USDT"]
    assert window.ticker_bar.cells["SOL/USDT"].current


def test_a_symbol_is_added_and_removed_only_when_the_engine_says_so(open_window):
    bridge = FakeBridge(watched=("BTC/USDT", "ETH/USDT"))
    window = open_window(bridge)
    menu = window.ticker_bar.open_choices()
    assert [action.text() for action in menu.actions()] == ["ADA/USDT", "BNB/USDT", "LINK/USDT", "SOL/USDT"]
    menu.actions()[0].trigger()
    menu.close()
    assert [(c.symbol, c.watched) for c in bridge.sent(WatchSymbol)] == [("ADA/USDT", True)]
    assert list(window.ticker_bar.cells) == ["BTC/USDT", "ETH/USDT"]
    bridge.happen(SymbolWatched(NOON, "ADA/USDT", True), watched=("BTC/USDT", "ETH/USDT", "ADA/USDT"))
    assert list(window.ticker_bar.cells) == ["BTC/USDT", "ETH/USDT", "ADA/USDT"]
    cell = window.ticker_bar.cells["ETH/USDT"]
    menu = window.ticker_bar.open_cell_menu(cell, cell.mapToGlobal(cell.rect().center()))
    menu.actions()[1].trigger()
    menu.close()
    assert [(c.symbol, c.watched) for c in bridge.sent(WatchSymbol)][1:] == [("ETH/USDT", False)]


def test_a_made_up_market_is_labelled(open_window):
    assert open_window(FakeBridge()).ticker_bar.simulated.isVisible()
    assert not open_window(FakeBridge(simulated=False)).ticker_bar.simulated.isVisible()


def test_a_part_that_is_down_says_so_in_words(window, bridge):
    rows = (HealthRow("market", Health.DOWN, "no answer for 12 s", NOON), *health()[1:])
    bridge.happen(HealthChanged("market", Health.DOWN, "no answer for 12 s", NOON), health=rows)
    window.reads.flush()
    assert window.status.items["market"].detail.text() == "down · no answer for 12 s"
    assert window.status.items["market"].accessibleName() == "Market: down · no answer for 12 s"


def test_the_selected_call_is_handed_to_the_chart(window, qtbot):
    with qtbot.waitSignal(window.call_shown) as shown:
        window.approvals.select("s2")
    assert shown.args[0].queued.signal.signal_id == "s2"
    assert window.symbol == "LINK/USDT"


def test_closing_asks_and_the_window_stays_until_it_may_go(window, qtbot):
    with qtbot.waitSignal(window.close_asked):
        window.close()
    assert window.isVisible()
    window.may_close = True
    window.close()
    assert not window.isVisible()


def test_docks_float_close_and_come_back_and_reset_puts_them_home(window):
    for dock in window.docks():
        dock.setFloating(True)
        assert dock.isFloating()
        dock.close()
        assert not dock.isVisible()
        dock.toggleViewAction().trigger()
        assert dock.isVisible()
    window.reset_layout()
    assert not any(dock.isFloating() for dock in window.docks())
    assert window.queue_dock.x() > window.positions_dock.x()


def test_positions_and_traders_begin_on_one_line_at_every_size(window, bridge, qtbot):
    def level():
        return abs(window.positions_dock.y() - window.traders_dock.y()) <= 1

    qtbot.waitUntil(level)
    for size in (*SIZES, SIZES[0]):
        window.resize(*size)
        qtbot.waitUntil(level)
    paused = portfolio(paused=True, pause_reason="paused by you")
    bridge.happen(EntriesPaused(NOON, "paused by you"), portfolio=paused)
    window.reads.flush()
    assert not level()
    qtbot.waitUntil(level)


def test_the_layout_of_yesterday_is_there_today(open_window, tmp_path):
    file = tmp_path / "layout.json"
    window = open_window(FakeBridge(), layout_file=file)
    window.traders_dock.close()
    window.tabs.choose(2)
    window.open_symbol("SOL/USDT")
    window.may_close = True
    window.close()
    again = open_window(FakeBridge(), layout_file=file)
    assert not again.traders_dock.isVisible()
    assert again.tabs.current == 2
    assert again.symbol == "SOL/USDT"


def test_a_look_chosen_in_the_menu_is_in_force_at_once_and_goes_to_the_settings(window, bridge):
    window.actions_of.themes[2].trigger()
    assert theme.current_palette().name == "light"
    assert bridge.asked[-1] == (
        "save_settings",
        ((("appearance.theme", "light"), ("appearance.colour_blind", "off")),),
    )


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 9}', '{"format": 1, "odd": 2}'])
def test_a_broken_layout_file_is_as_good_as_none(open_window, tmp_path, text):
    file = tmp_path / "layout.json"
    file.write_text(text)
    assert read_layout(file) is None
    assert open_window(FakeBridge(), layout_file=file).queue_dock.isVisible()


def test_the_palette_finds_an_act_by_a_few_letters_and_does_it(window, bridge):
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    palette = window.open_palette()
    QTest.keyClicks(palette.field, "pause")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert len(bridge.sent(PauseEntries)) == 1


def test_every_main_act_can_be_found(window):
    palette = window.open_palette()
    for words in (
        "approve selected",
        "reject selected",
        "close 50",
        "close all",
        "move stop",
        "targets",
        "chart SOL",
        "reset",
        "switch harbour",
    ):
        assert matching(palette._entries, words), words
    palette.close()


def test_a_first_start_says_everywhere_what_will_appear(open_window):
    window = open_window(FakeBridge(**nothing()))
    assert window.header.equity.text() == "$10,000.00"
    assert window.portfolio.figures["Win rate"].text() == "n/a"
    assert [tab.count for tab in window.tabs.tabs] == [0, 0, 0, None]


def test_before_the_engine_is_there_the_window_can_be_seen_and_touched(qtbot):
    from echotrade_desktop.views.main_window import MainWindow
    from tests.views.fakes import RecordingNotifier

    bridge = FakeBridge()
    bridge.query = None  # whatever reads now, fails
    window = MainWindow(bridge, notifier=RecordingNotifier())
    window.show()
    qtbot.waitExposed(window)
    QTest.mouseClick(window.header.pause, LEFT)
    window.open_palette().close()
    window.toggle_pause()
    window.grab()
    window.may_close = True
    window.close()
    window.deleteLater()


@pytest.mark.parametrize("look", theme.THEMES)
def test_everything_that_can_be_pressed_or_typed_into_has_a_name(window, look):
    theme.set_theme(look)
    kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView)
    nameless = [
        widget
        for kind in kinds
        for widget in visible(window, kind)
        if not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert nameless == []


def test_every_button_has_at_least_the_size_of_a_fingertip(window):
    small = [
        (b.accessibleName() or b.text(), b.size())
        for b in visible(window, QAbstractButton)
        if b.width() < 24 or b.height() < 22
    ]
    assert small == []


@pytest.mark.parametrize("size", SIZES)
def test_no_text_is_cut_off(open_window, size):
    window = open_window(FakeBridge(), size)
    QTest.qWait(1)
    window.approvals.toggle_why()
    QTest.qWait(1)
    cut = [
        (label.text(), label.width(), label.sizeHint().width())
        for label in visible(window, QLabel)
        if not isinstance(label, ElidedLabel) and label.text() and not label.wordWrap()
        if label.width() < label.sizeHint().width() or label.height() < label.fontMetrics().ascent()
    ]
    assert cut == []


@pytest.mark.parametrize("size", SIZES)
def test_nothing_lies_outside_its_parent_or_over_its_neighbour(open_window, size):
    window = open_window(FakeBridge(), size)
    QTest.qWait(1)
    lost = []
    for widget in visible(window, QWidget):
        parent = widget.parentWidget()
        handle = parent is window and type(widget) is QWidget  # Qt widens the separators of docks for the hand
        if (
            parent is None
            or handle
            or widget.isWindow()
            or isinstance(parent.parentWidget(), (QScrollArea, QAbstractItemView))
        ):
            continue
        if not parent.rect().adjusted(-1, -1, 1, 1).contains(widget.geometry()):
            lost.append((type(widget).__name__, widget.accessibleName(), widget.geometry(), parent.rect()))
    assert lost == []


def test_a_rule_its_value_and_its_limit_can_be_read_whole(open_window):
    window = open_window(FakeBridge(), (1024, 700))
    window.approvals.toggle_why()
    QTest.qWait(1)
    rows = window.approvals.cards["s1"]._why_view.rule_rows
    cut = [label.text() for row in rows for label in (row._name, row._value, row._limit) if label.elided]
    assert cut == []


def test_the_names_a_person_needs_are_whole_at_the_least_size(open_window):
    window = open_window(FakeBridge(), (1024, 700))
    QTest.qWait(1)
    whole = [line.name for line in window.traders.lines.values()] + [
        card.header.trader for card in window.approvals.cards.values()
    ]
    assert [label.text() for label in whole if label.elided] == []


def test_tab_reaches_the_switches_the_cards_and_the_row_buttons(window):
    window.header.menu_button.setFocus()
    reached = set()
    for _ in range(120):
        focus = window.focusWidget()
        reached.add(focus.accessibleName() or type(focus).__name__)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    for name in ("Follow Harbour Calls", "Close 50 % of BTC/USDT long", "Open positions", "Pause entries"):
        assert name in reached, sorted(reached)
    assert any(name.startswith("Approve BTC/USDT") for name in reached)


def test_the_portfolio_shows_fees_taken_off(window):
    window.go_to_tab(3)
    assert window.portfolio.figures["Realised, after fees"].text() == "+$153.52"
    assert window.portfolio.isVisible()


def test_a_loss_is_told_by_sign_and_arrow_too(open_window):
    window = open_window(FakeBridge(portfolio=replace(portfolio(), daily_pnl=D("-5"), daily_percent=D("-0.05"))))
    assert window.header.today.text.startswith("−$5.00 −0.05")
