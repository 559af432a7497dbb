"""Switching traders and sizes: asked for in the view, true only when the engine says so."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from echotrade_desktop.engine.domain.messages import (
    GlobalMultiplierChanged,
    SetGlobalMultiplier,
    SetTraderMultiplier,
    ToggleTrader,
    TraderChanged,
)
from tests.views.fakes import HARBOUR, NOON, D, FakeBridge, nothing, portfolio, traders

LEFT = Qt.MouseButton.LeftButton


def line(window, name="telegram:1"):
    return window.traders.lines[name]


def test_the_switch_asks_and_the_row_changes_only_after_the_event(window, bridge):
    QTest.mouseClick(line(window).switch, LEFT)
    assert [(c.trader_id, c.enabled) for c in bridge.sent(ToggleTrader)] == [("telegram:1", False)]
    assert line(window).switch.isChecked()
    off = replace(HARBOUR, enabled=False)
    rows = (replace(traders()[0], trader=off), *traders()[1:])
    bridge.happen(TraderChanged(NOON, off, bridge.commands[0].command_id), traders=rows)
    window.reads.flush()
    assert not line(window).switch.isChecked()
    assert line(window)._record.text() == "Off"


def test_a_switched_trader_is_told_and_can_be_taken_back(window, bridge):
    off = replace(HARBOUR, enabled=False)
    bridge.happen(TraderChanged(NOON, off), traders=(replace(traders()[0], trader=off), *traders()[1:]))
    toast = window.toasts.shown[-1]
    assert toast.telling.sentence == "Harbour Calls is off: calls are blocked, open positions stay managed."
    QTest.mouseClick(toast.undo, LEFT)
    assert [(c.trader_id, c.enabled) for c in bridge.sent(ToggleTrader)] == [("telegram:1", True)]


def test_the_space_bar_switches_a_trader(window, bridge):
    line(window, "telegram:4").switch.setFocus()
    QTest.keyClick(line(window, "telegram:4").switch, Qt.Key.Key_Space)
    assert [(c.trader_id, c.enabled) for c in bridge.sent(ToggleTrader)] == [("telegram:4", True)]


def test_a_size_factor_is_chosen_between_a_half_and_two(window, bridge):
    menu = line(window).factor.open_choices()
    offered = [action.text() for action in menu.actions()]
    assert (offered[0], offered[-1], len(offered)) == ("×0.5", "×2.0", 16)
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["×1.5"]
    menu.actions()[7].trigger()
    menu.close()
    assert [(c.trader_id, c.multiplier) for c in bridge.sent(SetTraderMultiplier)] == [("telegram:1", D("1.2"))]
    assert line(window).factor.text() == "×1.5"


def test_the_factor_says_what_it_means_in_money(window):
    assert line(window).factor.toolTip() == "×1.5: $490 for a call of confidence 0.80"


def test_the_factor_for_all_is_the_engines(window, bridge):
    menu = window.traders.for_all.open_choices()
    menu.actions()[5].trigger()
    menu.close()
    assert [c.multiplier for c in bridge.sent(SetGlobalMultiplier)] == [D("1.0")]
    assert window.traders.for_all.text() == "×2.0"
    bridge.happen(GlobalMultiplierChanged(NOON, D(1)), portfolio=portfolio(global_multiplier=D(1)))
    window.reads.flush()
    assert window.traders.for_all.text() == "×1.0"


def test_too_few_trades_make_no_reputation(window):
    stranger = line(window, "telegram:4")
    assert stranger._sample.text() == "Not enough data"
    assert stranger._worth.text() == "n 6 of 20"
    assert not stranger._meter.isVisible()


def test_nobody_followed_says_how_they_appear(open_window):
    window = open_window(FakeBridge(**nothing()))
    assert window.traders._stack.currentIndex() == 0
