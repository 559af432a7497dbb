"""What the table of positions says of their stops: where each lives, since when, and what is lost without this app."""

from decimal import Decimal

import pytest

from echotrade_desktop.engine.dashboard import Dashboard
from echotrade_desktop.engine.domain.position import ProtectionStatus
from echotrade_desktop.engine.market.candle_feed import CandlestickFeed
from tests.desk import ADA, FRICTIONLESS, open_desk
from tests.fakes.clock import FakeClock
from tests.fakes.exchange import LastingExchange
from tests.fakes.market import FakeMarket

CALL = "ADA LONG 0.5000 SL 0.4800 TP 0.6000 leverage 5x"
D = Decimal


def row_of(desk):
    candles = CandlestickFeed(FakeMarket(), desk.clock, publish=desk.events.append, spawn=lambda *_: None)
    (row,) = Dashboard(desk.desk, candles, desk.broker.where).get_open_positions()
    return row


@pytest.fixture
def exchange(tmp_path):
    there = LastingExchange(tmp_path, FakeClock())
    there.move(ADA, "0.5000")
    yield there
    there.end()


def on(exchange, folder):
    clock, prices = exchange.clock, {ADA: "0.5000"}
    return open_desk(folder, clock=clock, broker=lambda _: exchange, prices=prices, **FRICTIONLESS)


async def test_on_the_exchange_only_the_way_to_the_stop_is_lost(tmp_path, exchange):
    async with on(exchange, tmp_path) as desk:
        await desk.open(CALL)
        row = row_of(desk)
        assert (row.protection, row.protected_where) == (ProtectionStatus.PROTECTED, "exchange")
        assert row.protected_at == desk.clock.now()
        assert row.outside == row.quantity
        assert row.if_machine_dies == row.if_hit == -D("0.02") * row.quantity - row.open_fees


async def test_what_the_stop_on_the_exchange_does_not_cover_yet_may_lose_its_margin(tmp_path, exchange):
    async with on(exchange, tmp_path) as desk:
        position = await desk.open(CALL)
        (entry,) = desk.entries()
        exchange.telling = False
        exchange.core._execute(exchange.core.find(entry.client_order_id), D(80), D("0.5000"), desk.clock.now())
        bare = exchange.core.executions[-1]
        await desk.engine.positions.on_fill(exchange.as_fill(bare))
        row = row_of(desk)
        assert (row.quantity, row.outside) == (position.quantity + 80, position.quantity)
        assert row.if_machine_dies == -D("0.02") * position.quantity - D("0.1") * 80 - row.open_fees


async def test_on_paper_the_stop_dies_with_the_app_and_at_worst_the_margin_is_lost(tmp_path):
    async with open_desk(tmp_path, prices={ADA: "0.5000"}, **FRICTIONLESS) as desk:
        await desk.open(CALL)
        row = row_of(desk)
        assert (row.protected_where, row.outside) == ("this app", 0)
        assert row.if_machine_dies == -row.margin < row.if_hit
