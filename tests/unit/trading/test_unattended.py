"""What is lost if this machine dies now: at the exchange's stop for what it covers, the margin for the rest."""

from decimal import Decimal

import pytest

from echotrade_desktop.engine.adapters.paper_holding import Holding
from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.trading.portfolio import result_unattended
from tests.makers import BTC, a_fill, a_ticker, held

D = Decimal
FEE = D("0.001")


@pytest.mark.parametrize(
    ("side", "stop", "outside", "fee", "lost"),
    [
        (Side.LONG, "98", "2", "0", "-4"),  # distance to the stop × quantity
        (Side.SHORT, "102", "2", "0", "-4"),
        (Side.LONG, "98", "2", "0.001", "-4.196"),  # and the fee of closing 2 at 98
        (Side.LONG, "103", "2", "0", "6"),  # a stop in profit keeps it
        (Side.LONG, "98", "0", "0", "-40"),  # 200 at 5×: the margin
        (Side.SHORT, "102", "0", "0", "-40"),
        (Side.LONG, "98", "1", "0", "-22"),  # half and half
    ],
)
def test_what_is_lost_is_the_stop_where_there_is_one_outside_and_the_margin_where_there_is_none(
    side, stop, outside, fee, lost
):
    position = held("2", "100", side=side, stop_loss=D(stop), leverage=5)
    assert result_unattended(position, D(outside), D(fee)) == D(lost)


def test_entry_fees_are_in_it():
    position = held("2", "100", leverage=5).after(a_fill("0.5", "100", trade_id="f2", fee=D("0.3")))
    assert result_unattended(position, D("2.5"), D(0)) == D("-5.3")


@pytest.mark.parametrize("side", list(Side))
def test_the_worst_is_no_better_than_what_the_paper_broker_does_to_a_position_nobody_watched(side):
    position = held("2", "100", side=side, leverage=4)
    far = a_ticker("1" if side is Side.LONG else "500")
    holding = Holding(BTC, side.entry, 4, position.quantity, position.open_cost)
    price = holding.liquidation_fill_price(far)
    assert position.unrealised_pnl(price) == result_unattended(position, D(0), D(0))
