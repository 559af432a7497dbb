"""From a reading to a signal: defaults, percentages, the tick."""

from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.errors import BadInput
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.domain.signal import EntryKind, RawMessage
from echotrade_desktop.engine.signals.build import CallContext, build_signal, signal_id_of
from echotrade_desktop.engine.signals.parser.result import CallSignal, Entry, Level
from tests.fakes.clock import START
from tests.makers import BTC, a_ticker

MESSAGE = RawMessage(-100, 7, 0, START, START, 1, "Anna", "the words")


def level(text, *, percent=False):
    return Level(Decimal(text), text, text, percent)


def build(side=Side.LONG, entries=("100",), stop="98", targets=(), ticker=None, kind=EntryKind.LIMIT, **levels):
    stop_level = levels.get("stop_level", None if stop is None else level(stop))
    call = CallSignal(
        "BTC/USDT",
        side,
        kind,
        tuple(map(level, entries)),
        stop_level,
        levels.get("target_levels", tuple(map(level, targets))),
    )
    context = CallContext(MESSAGE, "telegram:1", "Anna", BTC, ticker, RiskLimits())
    return build_signal(call, Entry((call,)), 0, context)


def test_a_signal_carries_what_the_message_said():
    """F104, R1: no amount is no fault."""
    signal = build(targets=("105", "110"))
    assert (signal.trader_name, signal.symbol, signal.side) == ("Anna", "BTC/USDT", Side.LONG)
    assert (signal.price, signal.stop_loss, signal.take_profits) == (100, 98, (105, 110))
    assert (signal.confidence, signal.amount, signal.message) == (Decimal("0.8"), None, "the words")
    assert not signal.stop_is_ours


@pytest.mark.parametrize(("side", "stop"), [(Side.LONG, "98"), (Side.SHORT, "102")])
def test_a_missing_stop_is_ours_and_marked_so(side, stop):
    """F084: two percent on the losing side."""
    signal = build(side, stop=None)
    assert (signal.stop_loss, signal.stop_is_ours) == (Decimal(stop), True)


@pytest.mark.parametrize(("side", "stop", "target"), [(Side.LONG, "97", "105"), (Side.SHORT, "103", "95")])
def test_percentages_count_from_the_entry_on_the_right_side(side, stop, target):
    signal = build(side, stop_level=level("3", percent=True), target_levels=(level("5", percent=True),))
    assert (signal.stop_loss, signal.take_profits) == (Decimal(stop), (Decimal(target),))


def test_levels_stand_on_the_tick_towards_the_entry():
    signal = build(stop="98.01", targets=("105.09",))
    assert (signal.stop_loss, signal.take_profits) == (Decimal("98.1"), (Decimal("105.0"),))


@pytest.mark.parametrize(
    ("kind", "entries", "price"),
    [
        (EntryKind.RANGE, ("100", "103"), "101.5"),
        (EntryKind.LADDER, ("100", "99", "98"), "100"),
        (EntryKind.LIMIT, ("100",), "100"),
    ],
)
def test_the_reference_price_is_the_written_entry(kind, entries, price):
    assert build(kind=kind, entries=entries, stop="90").price == Decimal(price)


@pytest.mark.parametrize(("side", "price"), [(Side.LONG, "101"), (Side.SHORT, "99")])
def test_a_market_call_takes_the_price_it_would_pay(side, price):
    signal = build(side, entries=(), stop=None, ticker=a_ticker("100", "99", "101"), kind=EntryKind.MARKET)
    assert signal.price == Decimal(price)


def test_a_market_call_without_a_price_cannot_be_built():
    """F004: never a made-up price."""
    with pytest.raises(BadInput, match="no live price"):
        build(entries=(), kind=EntryKind.MARKET)


def test_the_same_message_version_always_gets_the_same_id():
    from dataclasses import replace

    ids = [signal_id_of(MESSAGE, 0), signal_id_of(MESSAGE, 1), signal_id_of(replace(MESSAGE, edit_version=1), 0)]
    assert len(set(ids)) == 3
    assert signal_id_of(replace(MESSAGE, text="other", sender_name="x"), 0) == ids[0]
