"""The queue, by mouse and keyboard: an approval is sent once, for the call that was looked at."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from echotrade_desktop.engine.domain.messages import (
    ApproveSignal,
    CommandRefused,
    RejectSignal,
    SignalEnded,
    SignalQueued,
    SignalRescreened,
)
from echotrade_desktop.engine.domain.signal import SignalStatus, Verdict
from echotrade_desktop.views.approval_card import BLOCKED, COMPACT, FULL, ApprovalCard
from echotrade_desktop.views.approvals import MOST_CARDS
from echotrade_desktop.views.confirm import Question
from echotrade_desktop.views.models.approvals import in_order, passes_when, what_happens
from tests.views.fakes import (
    BTC,
    ETH,
    HARBOUR,
    NOON,
    D,
    FakeBridge,
    approval,
    approvals,
    nothing,
    portfolio,
    sizing,
    verdicts,
)

LEFT = Qt.MouseButton.LeftButton


def newer(number=9, instrument=ETH):
    return approval(
        number, instrument, HARBOUR, "3200", "3100", "3400", "3200", sizing("0.1", "320", "3200", "10", "2"), 290, 1
    )


def arrive(bridge, row):
    """A call arrives, newest first as the dashboard answers."""
    bridge.happen(SignalQueued(NOON, row.queued), pending_approvals=(row, *bridge.reads["pending_approvals"]))


def made_smaller(row):
    """The same call, for less."""
    return replace(row, queued=replace(row.queued, sizing=replace(row.queued.sizing, quantity=D("0.001"))))


def test_the_newest_call_is_open_and_the_others_are_compact(window):
    cards = window.approvals.cards
    assert window.approvals.shown == ["s1", "s2", "s3"]
    assert [cards[key].height() for key in window.approvals.shown] == [FULL, COMPACT, BLOCKED]


def test_a_double_click_on_approve_sends_one_order(window, bridge, armed):
    armed(window)
    button = window.approvals.cards["s1"].approve_button
    QTest.mouseClick(button, LEFT)
    QTest.mouseDClick(button, LEFT)
    QTest.mouseClick(button, LEFT)
    assert [(c.signal_id, c.version, c.quantity) for c in bridge.commands] == [("s1", 1, D("0.007"))]


def test_approve_does_nothing_in_the_first_half_second(window, bridge):
    window.approvals.select("s2")
    card = window.approvals.cards["s2"]
    assert not card.armed
    QTest.mouseClick(card.approve_button, LEFT)
    QTest.keyClick(window, Qt.Key.Key_A)
    assert bridge.commands == []


def test_a_press_on_a_compact_cards_approve_only_selects_it(window, bridge, armed):
    armed(window)
    QTest.mouseClick(window.approvals.cards["s2"].approve_button, LEFT)
    assert window.approvals.selected == "s2"
    assert bridge.commands == []


def test_the_card_that_loses_the_selection_is_no_longer_armed(window, bridge, armed):
    armed(window)
    window.approvals.select("s2")
    window.approvals.select("s1")
    QTest.keyClick(window, Qt.Key.Key_A)
    assert bridge.commands == []


def test_the_keys_a_and_r_approve_and_reject_the_selected_call(window, bridge, armed):
    armed(window)
    QTest.keyClick(window.approvals, Qt.Key.Key_A)
    QTest.keyClick(window.approvals, Qt.Key.Key_Down)
    assert window.approvals.selected == "s2"
    QTest.keyClick(window.approvals, Qt.Key.Key_R)
    assert [type(command) for command in bridge.commands] == [ApproveSignal, RejectSignal]
    assert [command.signal_id for command in bridge.commands] == ["s1", "s2"]


def test_enter_sends_nothing_unless_the_button_has_the_focus(window, bridge, armed):
    armed(window)
    window.approvals.setFocus()
    QTest.keyClick(window.approvals, Qt.Key.Key_Return)
    assert bridge.commands == []
    button = window.approvals.cards["s1"].approve_button
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert [command.signal_id for command in bridge.sent(ApproveSignal)] == ["s1"]


def test_the_letter_a_typed_into_a_field_approves_nothing(window, bridge, armed, qtbot):
    armed(window)
    palette = window.open_palette()
    QTest.keyClick(palette.field, Qt.Key.Key_A)
    assert palette.field.text() == "a"
    assert bridge.commands == []
    palette.close()


def test_a_new_call_does_not_move_the_selected_card(window, bridge):
    card = window.approvals.cards["s1"]
    before = card.mapToGlobal(QPoint(0, 0))
    arrive(bridge, newer())
    window.reads.flush()
    QTest.qWait(1)
    assert card.mapToGlobal(QPoint(0, 0)) == before
    assert window.approvals.selected == "s1"
    assert window.approvals.shown == ["s1", "s9", "s2", "s3"]


def test_a_new_call_does_not_move_the_card_under_the_cursor(window, bridge):
    card = window.approvals.cards["s3"]
    card.hovered.emit("s3", True)
    before = card.mapToGlobal(QPoint(0, 0))
    arrive(bridge, newer())
    window.reads.flush()
    QTest.qWait(1)
    assert card.mapToGlobal(QPoint(0, 0)) == before


def test_with_nothing_in_hand_the_newest_call_is_on_top():
    rows = approvals()
    assert in_order(["s1", "s2", "s3"], (newer(), *rows), []) == ["s9", "s1", "s2", "s3"]


def test_a_blocked_call_names_rule_and_number_and_cannot_be_approved(window, bridge, armed):
    window.approvals.select("s3")
    armed(window)
    card = window.approvals.cards["s3"]
    assert card.text.blocked == "Blocked: price is 0.6 % above the call, your limit is 0.5 %"
    assert card.text.passes == "Passes at 594.15 or lower"
    assert not card.approve_button.isVisible()
    QTest.keyClick(window, Qt.Key.Key_A)
    assert bridge.commands == []


def test_a_blocked_call_that_passes_now_can_be_approved(window, bridge, armed):
    row = bridge.reads["pending_approvals"][2]
    queued = replace(row.queued, status=SignalStatus.PENDING, verdicts=verdicts("0.20", "0.4"))
    event = SignalRescreened(NOON, "s3", queued.status, queued.verdicts, queued.sizing)
    bridge.happen(event, pending_approvals=(*bridge.reads["pending_approvals"][:2], replace(row, queued=queued)))
    window.reads.flush()
    window.approvals.select("s3")
    armed(window)
    QTest.mouseClick(window.approvals.cards["s3"].approve_button, LEFT)
    assert [command.signal_id for command in bridge.sent(ApproveSignal)] == ["s3"]


def test_a_refused_approval_says_why_and_can_be_tried_again(window, bridge, armed):
    armed(window)
    QTest.mouseClick(window.approvals.cards["s1"].approve_button, LEFT)
    refusal = CommandRefused(bridge.commands[0].command_id, "The price has moved 0.7 % away; your limit is 0.5 %.")
    bridge.happen(refusal)
    assert window.toasts.shown[-1].telling.sentence == refusal.reason
    QTest.mouseClick(window.approvals.cards["s1"].approve_button, LEFT)
    assert len(bridge.sent(ApproveSignal)) == 2


def test_the_card_stays_until_the_engine_says_it_is_gone(window, bridge, armed):
    armed(window)
    QTest.mouseClick(window.approvals.cards["s1"].approve_button, LEFT)
    window.reads.flush()
    assert "s1" in window.approvals.cards
    bridge.happen(SignalRescreened(NOON, "s1", SignalStatus.PENDING, (), None), pending_approvals=approvals()[1:])
    window.reads.flush()
    assert window.approvals.shown == ["s2", "s3"]
    assert window.approvals.selected == "s2"


def test_several_chosen_calls_are_rejected_together(window, bridge):
    QTest.mouseClick(window.approvals.cards["s2"], LEFT, Qt.KeyboardModifier.ControlModifier, QPoint(30, 40))
    QTest.mouseClick(window.approvals.cards["s3"], LEFT, Qt.KeyboardModifier.ControlModifier, QPoint(30, 40))
    assert window.approvals.picked == {"s2", "s3"}
    QTest.mouseClick(window.approvals.several.reject, LEFT)
    assert [command.signal_id for command in bridge.sent(RejectSignal)] == ["s2", "s3"]


def test_several_chosen_calls_are_approved_together_but_never_a_blocked_one(window, bridge):
    window.approvals.pick_all()
    QTest.mouseClick(window.approvals.several.approve, LEFT)
    assert [command.signal_id for command in bridge.sent(ApproveSignal)] == ["s1", "s2"]


def test_the_countdown_runs_with_the_engines_clock(window, bridge):
    bridge.time = NOON + timedelta(seconds=240)
    window.reads._tick()
    header = window.approvals.cards["s1"].header
    assert header.left.text() == "0:12"
    assert header.left.tone == "warning"
    assert header.age.text() == "4 m 48 s ago"


def test_why_shows_what_was_read_each_rule_and_the_size(window):
    card = window.approvals.cards["s1"]
    QTest.mouseClick(card.full.rules.why, LEFT)
    why = card._why_view
    assert why.message.marked == ["BTC", "LONG", "67240", "3x", "66600", "68600"]
    assert len(why.rule_rows) == 11
    assert why.formula.accessibleName() == "equity $10,214.35 × base 2\u2009% × confidence 0.80 × trader 1.5 × all 2.0"
    QTest.keyClick(window.approvals, Qt.Key.Key_Escape)
    assert not why.isVisible()


def test_what_blocks_comes_first_and_rules_without_a_limit_are_only_named(open_window):
    row = approvals()[2]
    unset = Verdict("Chosen traders", True, "any", "any", "No traders chosen: any passes")
    row = replace(row, queued=replace(row.queued, verdicts=(*row.queued.verdicts, unset)))
    window = open_window(FakeBridge(pending_approvals=(row,)))
    window.approvals.toggle_why()
    why = window.approvals.cards["s3"]._why_view
    assert why.rule_rows[0]._name.text() == "Price drift"
    assert why.rule_rows[0]._flips.text() == "Passes at 594.15 or lower"
    assert why.unset.text() == "No limit set by you: chosen traders"


def test_marks_lie_on_the_right_letters_though_hidden_characters_were_dropped(open_window):
    row = approvals()[0]
    signal = replace(row.queued.signal, message="\u202e" + row.queued.signal.message)
    spans = tuple(replace(span, start=span.start + 1, end=span.end + 1) for span in signal.spans)
    row = replace(row, queued=replace(row.queued, signal=replace(signal, spans=spans)))
    window = open_window(FakeBridge(pending_approvals=(row,)))
    window.approvals.toggle_why()
    assert window.approvals.cards["s1"]._why_view.message.marked == ["BTC", "LONG", "67240", "3x", "66600", "68600"]


def test_on_paper_the_stop_is_watched_by_the_app_and_live_by_the_exchange():
    row = approvals()[0]
    assert "Stop 66,600.0 is watched by this app" in what_happens(row, live=False)
    assert "Stop 66,600.0 goes to the exchange" in what_happens(row, live=True)


def test_an_empty_queue_says_what_will_appear(open_window):
    window = open_window(FakeBridge(**nothing()))
    assert window.approvals._stack.currentIndex() == 0
    assert "A call from a trader you follow appears here" in window.approvals.empty.accessibleName()


def test_a_trader_cannot_write_markup_or_turn_the_line_around(open_window):
    row = approvals()[0]
    evil = replace(row.queued.signal, trader_name="<b>Boss</b>\u202e")
    window = open_window(FakeBridge(pending_approvals=(replace(row, queued=replace(row.queued, signal=evil)),)))
    label = window.approvals.cards["s1"].header.trader
    assert label.text() == "<b>Boss</b>"
    assert label.textFormat() is Qt.TextFormat.PlainText


@pytest.mark.parametrize("source", ["telegram", "binance"])
def test_the_queue_can_show_one_source_only(open_window, source):
    mine = approvals()[0]
    other = replace(
        newer(8, BTC), queued=replace(newer(8, BTC).queued, signal=replace(newer(8).queued.signal, source="binance"))
    )
    window = open_window(FakeBridge(pending_approvals=(mine, other)))
    window.approvals.filter_source(source)
    assert window.approvals.shown == (["s1"] if source == "telegram" else ["s8"])
    assert window.approvals.title_bar.badge.count == 2


def test_with_real_money_one_press_is_not_enough(open_window, armed):
    bridge = FakeBridge(portfolio=portfolio(mode="live"))
    window = open_window(bridge)
    armed(window)
    QTest.keyClick(window.approvals, Qt.Key.Key_A)
    assert bridge.commands == []
    assert window.approvals.cards["s1"].approve_button.text() == "Send for real"
    QTest.keyClick(window.approvals, Qt.Key.Key_A)
    assert [command.signal_id for command in bridge.sent(ApproveSignal)] == ["s1"]


def test_with_real_money_the_first_press_is_forgotten_with_the_selection(open_window, armed):
    bridge = FakeBridge(portfolio=portfolio(mode="live"))
    window = open_window(bridge)
    armed(window)
    QTest.keyClick(window.approvals, Qt.Key.Key_A)
    window.approvals.select("s2")
    window.approvals.select("s1")
    armed(window)
    QTest.keyClick(window.approvals, Qt.Key.Key_A)
    assert bridge.commands == []


def test_with_real_money_several_calls_are_asked_for(open_window):
    bridge = FakeBridge(portfolio=portfolio(mode="live"))
    window = open_window(bridge)
    window.approvals.pick_all()
    QTest.mouseClick(window.approvals.several.approve, LEFT)
    assert bridge.commands == []
    QTest.mouseClick(window.findChildren(Question)[-1].yes, LEFT)
    assert [command.signal_id for command in bridge.sent(ApproveSignal)] == ["s1", "s2"]


@pytest.mark.parametrize(
    ("flips_if", "told"),
    [("594.15 or lower", "Passes at 594.15 or lower"), ("the trader is on", "Passes if the trader is on")],
)
def test_what_would_turn_a_no_is_a_sentence(flips_if, told):
    assert passes_when(flips_if) == told


def test_a_flood_shows_the_newest_calls_counts_all_and_keeps_the_one_in_hand(open_window, qtbot):
    def call(number):
        row = newer(number)
        at = NOON + timedelta(seconds=number)
        return replace(row, queued=replace(row.queued, signal=replace(row.queued.signal, received_at=at)))

    bridge = FakeBridge(pending_approvals=(call(1),))
    window = open_window(bridge)
    flood = tuple(call(number) for number in range(60, 0, -1))
    bridge.happen(SignalQueued(NOON, flood[0].queued), pending_approvals=flood)
    window.reads.flush()
    qtbot.waitUntil(lambda: len(window.approvals.cards) == MOST_CARDS + 1)
    assert window.approvals.selected == "s1"
    assert "s60" in window.approvals.cards
    assert window.approvals.title_bar.badge.count == 60
    assert window.approvals._more.text() == "and 29 older calls, not shown to keep up"


def test_a_card_used_again_stands_for_the_new_call_alone(open_window, qtbot, armed):
    bridge = FakeBridge(pending_approvals=(approvals()[0],))
    window = open_window(bridge)
    queue = window.approvals
    armed(window)
    queue.toggle_picked("s1")
    card = queue.cards["s1"]
    bridge.happen(SignalEnded(NOON, "s1", SignalStatus.EXPIRED, "time"), pending_approvals=(newer(),))
    window.reads.flush()
    assert queue.cards["s9"] is card
    assert (card.key, card.text.symbol) == ("s9", newer().queued.signal.symbol)
    assert (card.armed, card.picked, queue.picked) == (False, False, frozenset())
    QTest.keyClick(window, Qt.Key.Key_A)
    assert bridge.commands == []


def test_a_press_that_began_on_a_call_never_lands_on_another(open_window):
    bridge = FakeBridge(pending_approvals=(approvals()[0],))
    window = open_window(bridge)
    card = window.approvals.cards["s1"]
    QTest.mousePress(card.reject_button, LEFT)
    bridge.happen(SignalEnded(NOON, "s1", SignalStatus.EXPIRED, "time"), pending_approvals=(newer(),))
    window.reads.flush()
    assert window.approvals.cards["s9"] is not card
    QTest.mouseRelease(card.reject_button, LEFT)
    assert bridge.commands == []


def test_a_card_out_of_sight_is_brought_up_to_date_before_anything_is_sent(open_window):
    first, *rest = (newer(number) for number in range(20, 0, -1))
    bridge = FakeBridge(pending_approvals=(first, *rest))
    window = open_window(bridge)
    queue, last = window.approvals, rest[-1]
    key = last.queued.signal.signal_id
    queue.set_rows((first, *rest))
    while key not in queue.cards:
        queue.set_rows((first, *rest))
    queue.set_rows((first, *rest[:-1], made_smaller(last)))
    assert queue.cards[key].row == last, "nobody sees it"
    queue.toggle_picked(key)
    queue.approve_picked()
    assert [command.quantity for command in bridge.commands] == [D("0.001")]


def test_a_cards_age_runs_where_it_is_seen_and_is_right_when_it_comes_into_sight(open_window, qtbot):
    calls = tuple(newer(number) for number in range(20, 0, -1))
    bridge = FakeBridge(pending_approvals=calls)
    window = open_window(bridge)
    queue, last = window.approvals, calls[-1].queued.signal.signal_id
    qtbot.waitUntil(lambda: len(queue.cards) == len(calls))
    bridge.time = NOON + timedelta(seconds=99)
    queue.show_time(bridge.time)
    assert queue.cards[queue.selected].header.age.text() == "1 m 40 s ago"
    assert queue.cards[last].header.age.text() == "1 s ago", "nobody sees it"
    queue._scroll.verticalScrollBar().setValue(queue._scroll.verticalScrollBar().maximum())
    assert queue.cards[last].header.age.text() == "1 m 40 s ago"


def test_only_an_opened_card_has_the_parts_of_an_open_one(window):
    cards = window.approvals.cards
    assert [card.full is not None for card in cards.values()] == [True, False, False]
    window.approvals.select("s2")
    assert cards["s2"].full.rules.why.isVisible()
    assert not cards["s1"].full.rules.why.isVisible()


def test_only_a_card_as_high_as_its_text_lays_its_text_out_for_its_height(window):
    cards = window.approvals.cards
    assert cards["s3"].text.blocked
    assert not cards["s3"].hasHeightForWidth(), "a compact card's height is given"
    window.approvals.select("s3")
    assert cards["s3"].hasHeightForWidth()


def test_a_call_that_opens_by_itself_is_painted_before_the_chart_follows(open_window, qtbot):
    bridge = FakeBridge(pending_approvals=())
    window = open_window(bridge)
    shown = []
    window.approvals.shown_call.connect(
        lambda row, by_hand: shown.append((row and row.queued.signal.signal_id, by_hand))
    )
    arrive(bridge, newer(9))
    window.reads.flush()
    assert window.approvals.selected == "s9"
    assert shown == []
    qtbot.waitUntil(lambda: shown == [("s9", False)])


def test_a_call_that_is_chosen_by_hand_is_on_the_chart_at_once(window):
    shown = []
    window.approvals.shown_call.connect(lambda row, by_hand: shown.append((row.queued.signal.signal_id, by_hand)))
    window.approvals.step(+1)
    assert shown == [("s2", True)]


def test_the_next_call_into_an_empty_queue_finds_a_card_ready(open_window):
    bridge = FakeBridge(pending_approvals=(newer(9),))
    window = open_window(bridge)
    card = window.approvals.cards["s9"]
    bridge.happen(SignalEnded(NOON, "s9", SignalStatus.EXPIRED, "clock"), pending_approvals=())
    window.reads.flush()
    assert window.approvals.shown == []
    arrive(bridge, newer(10))
    window.reads.flush()
    assert window.approvals.cards["s10"] is card


def test_a_card_for_the_next_call_is_made_while_nothing_else_happens(open_window, qtbot):
    bridge = FakeBridge(pending_approvals=(newer(9),))
    queue = open_window(bridge).approvals
    qtbot.waitUntil(lambda: queue.findChildren(ApprovalCard) != [queue.cards["s9"]])
    (ready,) = set(queue.findChildren(ApprovalCard)) - {queue.cards["s9"]}
    assert not ready.isVisible()
    arrive(bridge, newer(10))
    queue.window().reads.flush()
    assert queue.cards["s10"] is ready
    assert "ETH" in ready.header.symbol.text()


def test_beside_a_new_call_the_other_cards_change_once_it_is_painted(open_window, qtbot):
    bridge = FakeBridge(pending_approvals=(newer(9), newer(8)))
    queue = open_window(bridge).approvals
    smaller = made_smaller(newer(8))
    queue.set_rows((newer(10), newer(9), smaller))
    assert "s10" in queue.cards
    assert queue.cards["s8"].row != smaller
    qtbot.waitUntil(lambda: queue.cards["s8"].row == smaller)


def test_the_selected_card_never_waits_for_another_to_be_painted(open_window):
    bridge = FakeBridge(pending_approvals=(newer(9),))
    queue = open_window(bridge).approvals
    smaller = made_smaller(newer(9))
    queue.set_rows((newer(10), smaller))
    assert queue.selected == "s9"
    assert queue.cards["s9"].row == smaller
