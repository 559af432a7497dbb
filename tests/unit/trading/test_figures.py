"""Figures about closed trades and the account: computed from fills, or not given at all."""

from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.facts import AccountOpened
from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.domain.tallies import ClosedTrade
from echotrade_desktop.engine.trading.metrics import LEAST_SAMPLE, reputation, statistics
from echotrade_desktop.engine.trading.portfolio import equity_mark, percent_of, result_at, value
from tests.fakes.clock import START
from tests.makers import a_fill, a_ticker, held

FEE = Decimal("0.001")


def closed(*prices):
    positions = [held("1").after(a_fill("1", price, side=Side.LONG.exit)) for price in prices]
    return [ClosedTrade(p.trader_id, p.source, p.net_pnl, p.closed_at) for p in positions]


def test_statistics_count_results_after_fees():
    """F073, F122."""
    trades = statistics(closed("110", "95", "105", "100"))
    assert (trades.closed, trades.won, trades.net_pnl) == (4, 2, 10)
    assert trades.win_rate == Decimal("0.5")
    assert trades.profit_factor == 3


def test_without_trades_there_is_no_rate_and_no_factor():
    """F123, R17: not a zero, not a made-up figure."""
    empty = statistics([])
    assert (empty.win_rate, empty.profit_factor) == (None, None)
    assert statistics(closed("110")).profit_factor is None


def test_a_reputation_needs_a_sample_and_is_shrunk_to_one_half():
    """F074: three lucky calls do not beat a hundred good ones."""
    assert reputation(3, 3) is None
    assert reputation(LEAST_SAMPLE - 1, LEAST_SAMPLE - 1) is None
    assert reputation(20, 20) == Decimal("0.75")
    assert reputation(90, 100) > reputation(20, 20)  # type: ignore[operator]
    assert reputation(10, 20) == Decimal("0.5")


@pytest.mark.parametrize(
    ("side", "bid", "ask", "expected"), [(Side.LONG, "110", "111", 10), (Side.SHORT, "89", "90", 10)]
)
def test_a_position_is_worth_what_closing_it_would_yield(side, bid, ask, expected):
    """F063: the bid for a long, the ask for a short, the closing fee taken off."""
    book = Book.fold([AccountOpened(START, Decimal(1000))])
    book._put_position(held("1", side=side))
    ticker = a_ticker(bid, bid, ask)
    worth = value(book, lambda _: ticker, FEE)
    fee = ticker.exit_price(side) * FEE
    assert worth.equity == 1000 + expected - fee
    assert worth.unrealised == expected - fee
    assert worth.margin == 100
    assert worth.complete


def test_a_position_without_a_price_counts_at_its_entry_and_says_so():
    """R16: incomplete is not silently complete."""
    book = Book.fold([AccountOpened(START, Decimal(1000))])
    book._put_position(held("1"))
    worth = value(book, lambda _: None, Decimal(0))
    assert (worth.equity, worth.complete) == (1000, False)


def test_the_first_mark_of_a_day_opens_it():
    """F120: the day is UTC's."""
    from datetime import timedelta

    book = Book.fold([AccountOpened(START, Decimal(1000))])
    worth = value(book, lambda _: None, FEE)
    first = equity_mark(book, worth, START)
    assert first.day_start
    book.apply(first)
    assert not equity_mark(book, worth, START + timedelta(hours=14, minutes=59)).day_start
    assert equity_mark(book, worth, START + timedelta(hours=15)).day_start


def test_a_result_at_a_price_has_both_fees_in_it():
    """F037."""
    position = held("2").after(a_fill("1", "100", trade_id="b", fee=Decimal("0.3")))
    assert result_at(position, Decimal(110), FEE) == 30 - Decimal("0.3") - Decimal("0.33")


def test_a_share_of_nothing_is_nothing():
    assert percent_of(Decimal(1), Decimal(4)) == 25
    assert percent_of(Decimal(1), Decimal(0)) == 0
