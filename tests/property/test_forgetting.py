"""A book that forgets calls answers every question about the present as one that remembers all."""

import random
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.facts import (
    AccountOpened,
    ExecutionsCompared,
    FillRecorded,
    OrderChanged,
    ShadowClosed,
    ShadowOpened,
    SignalApproved,
    SignalEnded,
    SignalQueued,
)
from echotrade_desktop.engine.domain.market import OrderSide
from echotrade_desktop.engine.domain.order import OrderPurpose, OrderStatus
from echotrade_desktop.engine.domain.shadow import Shadow
from echotrade_desktop.engine.domain.signal import QueuedSignal, SignalStatus
from echotrade_desktop.engine.domain.state import RECENT
from tests.fakes.clock import START
from tests.makers import a_fill, a_position, a_signal, an_order

D = Decimal
KEPT = 7
CALLS = 330


def story(rng):
    """Calls that are rejected, followed in the shadow, not filled, closed in parts, or still open; some come late."""
    yield AccountOpened(START, D(10_000))
    late = []
    for number in range(CALLS):
        yield from a_call(rng, number, late)
        while late and rng.random() < 0.3:
            yield late.pop(rng.randrange(len(late)))
    yield from late


def a_call(rng, number, late):
    at = START + timedelta(minutes=number)
    key, trader = f"s{number}", f"telegram:{number % 5}"
    signal = a_signal(signal_id=key, trader_id=trader, message_id=number, chat_id=-1)
    queued = QueuedSignal(signal, SignalStatus.PENDING, at + timedelta(minutes=5))
    yield SignalQueued(at, queued)
    end = rng.choice(("rejected", "shadow", "empty", "closed", "open", "waits"))
    position = a_position(position_id=f"p{number}", signal_id=key, trader_id=trader)
    order = an_order(client_order_id=f"p{number}-e1", position_id=f"p{number}", quantity=D(2), updated_at=at)
    match end:
        case "rejected" | "shadow":
            yield SignalEnded(at, key, SignalStatus.REJECTED, "user", "no")
            if end == "shadow":
                yield ShadowOpened(at, Shadow(key, "Drift", position, D(2), None, at, at))
                late.append(ShadowClosed(at, key, "Drift", D(rng.randint(-9, 9)), rng.choice(("stop", "not entered"))))
        case "empty" | "closed" | "open":
            yield SignalApproved(at, key, signal.version, D(2), "user", position, order)
            yield OrderChanged(at, replace(order, status=OrderStatus.SUBMITTED))
            if end == "empty":
                yield OrderChanged(at, replace(order, status=OrderStatus.REJECTED))
                yield SignalEnded(at, key, SignalStatus.NOT_EXECUTED, "broker", "no answer")
                late.append(ExecutionsCompared(at, at))
                return
            bought = a_fill(
                "2", "100", position_id=f"p{number}", client_order_id=f"p{number}-e1", trade_id=f"t{number}"
            )
            yield FillRecorded(at, bought)
            yield SignalEnded(at, key, SignalStatus.EXECUTED, "broker")
            if end == "closed":
                for part in ("0.5", "1.5"):
                    sold = replace(bought, side=OrderSide.SELL, quantity=D(part), price=D(rng.randint(90, 110)))
                    sold = replace(sold, client_order_id="", purpose=OrderPurpose.CLOSE, trade_id=f"t{number}/{part}")
                    late.append(FillRecorded(at, sold))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_what_is_forgotten_is_missed_by_no_figure_and_no_decision(seed):
    whole, brief = Book(), Book(KEPT)
    for fact in story(random.Random(seed)):
        whole.apply(fact)
        brief.apply(fact)
    assert len(brief.signals) < len(whole.signals)
    assert brief.open_positions() == whole.open_positions()
    assert brief.queued() == whole.queued()
    assert brief.approved() == whole.approved()
    assert brief.recent_signals() == whole.recent_signals()
    for symbol in {queued.signal.symbol for queued in whole.signals.values()}:
        on_it = [queued for queued in whole.recent_signals() if queued.signal.symbol == symbol]
        assert brief.recent_on(symbol) == whole.recent_on(symbol) == on_it
    assert brief.newest_call() == whole.newest_call() == whole.recent_signals()[-1].signal.signal_id
    assert brief.live_orders() == whole.live_orders()
    assert brief.unsettled() == whole.unsettled()
    assert brief.live_shadows() == whole.live_shadows()
    assert (brief.cash, brief.realised(), brief.fees()) == (whole.cash, whole.realised(), whole.fees())
    assert brief.cash == D(10_000) + brief.realised() - brief.fees()
    assert brief.tallies.trades == whole.tallies.trades
    assert brief.tallies.calls == whole.tallies.calls
    assert brief.tallies.charged == whole.tallies.charged
    assert brief.tallies.rules == whole.tallies.rules
    assert {key: brief.shadow_of(key) for key in whole.shadows} == {key: whole.shadow_of(key) for key in whole.shadows}
    for position in whole.open_positions():
        own = position.position_id
        assert brief.orders_of(own) == whole.orders_of(own)
        assert brief.fills_of(own) == whole.fills_of(own)
        assert position.signal_id in brief.signals
    for position_id in brief.positions:
        assert brief.fills_of(position_id) == whole.fills_of(position_id)


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10_000))
def test_no_more_is_remembered_than_was_asked_for(seed):
    brief = Book(KEPT)
    for fact in story(random.Random(seed)):
        brief.apply(fact)
    alive = [q for q in brief.signals.values() if q.status is SignalStatus.PENDING]
    held = len(brief.open_positions()) + len(brief.unsettled())
    assert len(brief.signals) <= RECENT + KEPT + len(alive) + held
    assert set(brief.shadows) <= {*brief.signals, *brief.live_shadows()}
    assert set(brief.positions) <= {q.position_id for q in brief.signals.values()}
    assert {order.position_id for order in brief.orders.values()} <= set(brief.positions)
    assert {fill.position_id for fill in brief.fills.values()} <= set(brief.positions)
