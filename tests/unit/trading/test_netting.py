"""Whose an execution is on an exchange that holds one position a symbol."""

from dataclasses import replace
from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.market import OrderSide, Side
from echotrade_desktop.engine.domain.order import Fill, OrderPurpose
from echotrade_desktop.engine.domain.position import Position
from echotrade_desktop.engine.trading.netting import shared_out
from tests.fakes.clock import START

ANNAS = Position("p1", "s1", "BTC/USDT", Side.LONG, "telegram:1", "Anna", "telegram", 5, Decimal(66000))
BORIS = replace(ANNAS, position_id="p2", signal_id="s2", trader_id="telegram:2", trader_name="Boris")


def holding(position: Position, quantity: str) -> Position:
    return replace(position, quantity=Decimal(quantity))


def sold(quantity: str, fee: str = "1") -> Fill:
    side, purpose = OrderSide.SELL, OrderPurpose.STOP
    return Fill("x1", "p1-s2", "p1", "BTC/USDT", side, purpose, Decimal(quantity), Decimal(66000), Decimal(fee), START)


@pytest.mark.parametrize("held", ["1", "2"])
def test_a_stop_closes_its_own_position_first(held):
    fill = sold("1")
    assert shared_out(fill, holding(ANNAS, held), [holding(BORIS, "5")]) == [fill]


def test_a_second_stop_that_fired_closes_what_another_trader_s_call_holds():
    parts = shared_out(sold("1"), holding(ANNAS, "0"), [holding(BORIS, "5")])
    assert [(part.trade_id, part.position_id, part.quantity, part.fee) for part in parts] == [("x1", "p2", 1, 1)]


def test_an_execution_over_two_positions_is_booked_in_parts_that_add_up():
    fill = sold("3", fee="0.1")
    parts = shared_out(fill, holding(ANNAS, "1"), [holding(BORIS, "5")])
    assert [(part.trade_id, part.position_id, part.quantity) for part in parts] == [("x1", "p1", 1), ("x1/2", "p2", 2)]
    assert sum(part.fee for part in parts) == fill.fee


def test_what_fits_nowhere_is_left_for_the_ledger_to_refuse():
    fill = sold("9")
    other_coin = replace(holding(BORIS, "9"), symbol="ETH/USDT")
    other_side = replace(holding(BORIS, "9"), side=Side.SHORT)
    assert shared_out(fill, holding(ANNAS, "1"), [holding(BORIS, "5"), other_coin, other_side]) == [fill]


def test_an_entry_is_never_shared_out():
    fill = replace(sold("9"), side=OrderSide.BUY, purpose=OrderPurpose.ENTRY)
    assert shared_out(fill, holding(ANNAS, "0"), [holding(BORIS, "5")]) == [fill]
