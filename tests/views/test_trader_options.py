"""A trader's options window, and what a trader's line says of them."""

from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from echotrade_desktop.engine.domain.limits import ApprovalMode
from echotrade_desktop.engine.domain.messages import CommandRefused, SetTraderOptions, TraderChanged
from echotrade_desktop.engine.trading.metrics import reputation, reputation_interval
from tests.views.fakes import HARBOUR, NOON, traders

LEFT = Qt.MouseButton.LeftButton


def opened(window):
    return window.traders.open_options(window.traders.lines[HARBOUR.trader_id].row)


def test_all_options_are_sent_with_one_command_and_the_window_goes_with_its_answer(window, bridge, qtbot):
    """F075."""
    options = opened(window)
    options.approval.editor.set_text("automatic")
    options.auto.editor.set_text("0.9")
    options.least.editor.set_text("0.75")
    options.leverage.editor.set_text("3")
    options.priority.editor.set_text("2")
    options.only.editor.set_text("btc, ETH/USDT")
    QTest.mouseClick(options.paper.editor.switch, LEFT)
    QTest.mouseClick(options.save_button, LEFT)
    (command,) = bridge.sent(SetTraderOptions)
    assert command == SetTraderOptions(
        HARBOUR.trader_id, ApprovalMode.AUTOMATIC, Decimal("0.9"), Decimal("0.75"), ("BTC/USDT", "ETH/USDT"), (),
        3, True, 2, command.command_id,
    )  # fmt: skip
    assert options.isVisible()
    with qtbot.waitSignal(options.accepted):
        bridge.happen(TraderChanged(NOON, replace(HARBOUR, priority=2), command.command_id))


def test_a_bad_option_is_told_beside_its_field_and_nothing_is_sent(window, bridge):
    options = opened(window)
    options.least.editor.set_text("abc")
    options.priority.editor.set_text("high")
    options.save()
    assert options.least.refusal.text() == "Must be from 0 to 1, not “abc”."
    assert options.priority.refusal.text() == "Must be a whole number, not “high”."
    assert bridge.sent(SetTraderOptions) == []
    options.reject()


def test_what_the_engine_refuses_is_said_in_the_window(window, bridge):
    options = opened(window)
    options.only.editor.set_text("DOGE")
    options.save()
    (command,) = bridge.sent(SetTraderOptions)
    bridge.happen(CommandRefused(command.command_id, "This market does not have DOGE/USDT; nothing was changed."))
    assert options.isVisible()
    assert options.told.text() == "This market does not have DOGE/USDT; nothing was changed."
    options.reject()


def test_a_trader_who_repeats_another_wears_the_badge(window, bridge):
    """F102: and the tooltip says what that means."""
    first, *rest = traders()
    bridge.reads["traders"] = (replace(first, repeats="Northline Desk"), *rest)
    window.traders.set_rows(bridge.reads["traders"])
    line = window.traders.lines[HARBOUR.trader_id]
    assert line._rate.text() == "repeats Northline Desk"
    assert "together they count as one" in line.toolTip()


def test_the_reputation_shows_its_interval_and_too_few_trades_show_none(window):
    """F074: twenty-four of forty-one won."""
    record = traders()[0].record
    low, high = reputation_interval(24, 41)
    row = replace(traders()[0], record=replace(record, reputation=reputation(24, 41), reputation_low=low,
                                               reputation_high=high))  # fmt: skip
    window.traders.set_rows((row,))
    assert "from 0.45 to 0.66" in window.traders.lines[HARBOUR.trader_id].toolTip()
    assert reputation_interval(3, 3) == (None, None)
