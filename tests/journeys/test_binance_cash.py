"""Funding, transfers and fees on the loopback Binance: in the ledger once, to the last digit, whenever told."""

from datetime import timedelta
from decimal import Decimal

import pytest

from echotrade_desktop.engine import journal
from echotrade_desktop.engine.adapters.binance import cash_watch, income
from echotrade_desktop.engine.domain.cash import CashKind
from echotrade_desktop.engine.domain.facts import CashMoved
from echotrade_desktop.engine.domain.messages import Health
from echotrade_desktop.engine.runtime import ScaledClock
from echotrade_desktop.engine.store.verify import verify
from tests.binance_desk import engine_on, on_binance
from tests.servers.binance.venue import binance_exchange

D = Decimal
BIG = {"position_size": D("0.2"), "max_trade_share": D(1)}


def wallet(desk):
    return desk.venue.futures.account.wallet


def kinds(desk):
    return [move.kind for move in desk.book.moves]


async def booked(desk, count):
    await desk.until(lambda: len(desk.book.moves) == count)
    await desk.parts.engine.settle()


async def test_funding_is_booked_as_it_is_paid_and_belongs_to_the_position_that_paid_it(tmp_path):
    """I4: the ledger's cash is the exchange's wallet."""
    async with on_binance(tmp_path, clock=ScaledClock(10), **BIG) as desk:
        position = await desk.open("BTC LONG 67500 SL 66000")
        desk.venue.fund("BTC/USDT", "0.0001")
        await booked(desk, 1)
        (move,) = desk.book.moves
        assert (move.kind, move.symbol, move.position_id) == (CashKind.FUNDING, "BTC/USDT", position.position_id)
        assert move.amount < 0
        assert desk.book.cash == wallet(desk)

        await desk.close(position)
        await desk.until(lambda: not desk.position(position).is_open)
        await desk.parts.engine.settle()
        (row,) = desk.parts.dashboard.closed_positions()
        assert row.funding == move.amount
        assert row.realised_pnl == desk.position(position).net_pnl + move.amount
        assert desk.parts.dashboard.get_portfolio_metrics().earned_otherwise == move.amount
        assert desk.book.cash == wallet(desk)
        path = tmp_path / "trades.csv"
        assert "1 other movement of cash" in await journal.export(desk.parts.ledger, path)
        assert journal.read(path).cash_change == desk.book.cash - desk.book.starting_cash
    assert verify(tmp_path / "profile" / "paper.db").disagreements == ()


async def test_two_positions_on_a_symbol_share_the_funding_by_what_they_held_then(tmp_path):
    async with on_binance(tmp_path, clock=ScaledClock(10), **BIG) as desk:
        first = await desk.open("BTC LONG 67500 SL 66000")
        at_first = desk.clock.now()
        second = await open_for_another(desk, "BTC LONG 67500 SL 66100")
        desk.venue.fund("BTC/USDT", "0.0003")
        await booked(desk, 2)
        amounts = {move.position_id: move.amount for move in desk.book.moves}
        assert set(amounts) == {first.position_id, second.position_id}
        assert desk.book.cash == wallet(desk)
        late = desk.venue.futures.account
        late.income.append({**late.income[-1], "tranId": 7, "time": int(at_first.timestamp() * 1000), "income": "-0.5"})
        late.wallet -= D("0.5")
        desk.broker.cash.ask_soon()
        await booked(desk, 3)
        assert desk.book.moves[-1].position_id == first.position_id
        assert desk.book.cash == wallet(desk)


async def open_for_another(desk, text):
    """Follow somebody else's call."""
    from echotrade_desktop.engine.domain.signal import RawMessage

    now, before = desk.clock.now(), set(desk.book.signals)
    desk.parts.engine.receive(RawMessage(-1, next(desk.numbers), 0, now, now, 2, "Boris", text))
    await desk.parts.engine.settle()
    (key,) = set(desk.book.signals) - before
    await desk.approve(desk.book.signals[key])
    await desk.until(lambda: any(p.signal_id == key for p in desk.book.open_positions()))
    return next(p for p in desk.book.open_positions() if p.signal_id == key)


async def test_money_that_is_paid_in_or_taken_out_is_told_and_is_no_result(tmp_path):
    async with on_binance(tmp_path, clock=ScaledClock(10)) as desk:
        desk.venue.transfer("500")
        await booked(desk, 1)
        desk.venue.transfer("-2000")
        await booked(desk, 2)
        assert kinds(desk) == [CashKind.DEPOSIT, CashKind.WITHDRAWAL]
        metrics = desk.parts.dashboard.get_portfolio_metrics()
        assert (metrics.cash, metrics.paid_in) == (8_500, -1_500)
        assert (metrics.daily_pnl, metrics.total_return, metrics.drawdown) == (0, 0, 0)
        assert desk.book.loss_hits == {}
        assert "$500.00 came into the account" in " ".join(desk.sentences())
        assert "$2,000.00 left the account" in " ".join(desk.sentences())


async def test_what_moved_while_the_app_was_closed_is_booked_at_the_next_start_and_once(tmp_path):
    async with binance_exchange(tmp_path, quotes_every=0.5) as venue:
        async with engine_on(venue, tmp_path / "profile", **BIG) as desk:
            await desk.open("BTC LONG 67500 SL 66000")
            venue.fund("BTC/USDT", "0.0001")
            await booked(desk, 1)
        venue.fund("BTC/USDT", "-0.0002")
        venue.transfer("250")
        for _ in range(2):
            async with engine_on(venue, tmp_path / "profile", **BIG) as desk:
                await booked(desk, 3)
                await desk.until(lambda desk=desk: desk.broker.cash._asked_until is not None)
                await desk.parts.engine.settle()
                assert desk.book.cash == wallet(desk)
                facts = [fact for fact in await desk.parts.ledger.load() if isinstance(fact, CashMoved)]
                assert len(facts) == 3
    assert verify(tmp_path / "profile" / "paper.db").disagreements == ()


async def test_what_moved_before_the_ledger_began_is_in_the_cash_it_began_with(tmp_path):
    async with binance_exchange(tmp_path, quotes_every=0.5) as venue:
        venue.transfer("250")
        venue.futures.account.income[-1]["time"] -= int(timedelta(minutes=5).total_seconds() * 1000)
        async with engine_on(venue, tmp_path / "profile") as desk:
            await desk.until(lambda: desk.broker.cash._asked_until is not None)
            await desk.parts.engine.settle()
            assert list(desk.book.moves) == []
            assert desk.book.cash == 10_000


async def test_many_records_are_read_page_by_page_and_trades_other_coins_and_rubbish_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr(income, "PAGE", 3)
    async with on_binance(tmp_path, clock=ScaledClock(10)) as desk:
        rows = desk.venue.futures.account.income
        for number in range(7):
            desk.venue.futures.account.transfer(D(number + 1))
        rows.append({**rows[-1], "asset": "BNB", "tranId": 1})
        rows.append({**rows[-1], "asset": "USDT", "income": "much", "tranId": 2})
        rows.append({**rows[-1], "income": "3", "incomeType": "REALIZED_PNL", "tranId": 3})
        rows.append({**rows[-1], "income": "-0.25", "incomeType": "INSURANCE_CLEAR", "tranId": 4})
        desk.broker.cash.ask_soon()
        await booked(desk, 8)
        assert desk.book.tallies.paid_in == sum(range(1, 8))
        assert desk.book.tallies.moved[CashKind.FEE] == D("-0.25")


async def test_without_an_answer_it_is_asked_again_and_orders_go_on(tmp_path, monkeypatch):
    monkeypatch.setattr(cash_watch, "AGAIN_S", 1.0)
    clock = ScaledClock(10)
    async with binance_exchange(tmp_path, clock=clock, quotes_every=0.5) as venue:
        for body in ("<html>busy</html>", {}):
            venue.fault("GET /fapi/v1/income", "status before", status=200, body=body)
        async with engine_on(venue, tmp_path / "profile", clock=clock) as desk:
            venue.futures.account.transfer(D(5))
            await booked(desk, 1)
            await desk.open("BTC LONG 67500 SL 66000")
            assert all(service.health is not Health.DOWN for service in desk.parts.dashboard.health())


async def test_on_spot_the_user_is_told_that_what_is_paid_in_or_taken_out_is_not_booked(tmp_path):
    async with on_binance(tmp_path, market="spot") as desk:
        cash = desk.book.cash
        desk.venue.spot_paid("BTC", "0.5")
        desk.venue.spot_paid("USDT", "500")
        desk.venue.spot_paid("USDT", "-20.5")
        told = " the spot account. EchoTrade does not book that on spot: its cash and equity go on without it."
        await desk.until(lambda: f"$20.50 left{told}" in desk.sentences())
        assert f"$500.00 came into{told}" in desk.sentences()
        assert sum("does not book" in sentence for sentence in desk.sentences()) == 2
        assert (desk.book.cash, list(desk.book.moves)) == (cash, [])


@pytest.mark.parametrize("market", ["usdm", "spot"])
async def test_on_paper_nobody_asks_for_it(tmp_path, market):
    async with on_binance(tmp_path, live=False, market=market) as desk:
        await desk.parts.engine.settle()
        assert desk.venue.journal("call") == []
