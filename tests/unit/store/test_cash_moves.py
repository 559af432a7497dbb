"""What came or went otherwise than by a trade is booked once, to the last digit, and the money is counted with it."""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from echotrade_desktop.engine.domain.cash import CashKind, CashMove
from echotrade_desktop.engine.domain.errors import IllegalTransition
from echotrade_desktop.engine.domain.facts import CashMoved
from echotrade_desktop.engine.store.ledger import SqliteLedger
from echotrade_desktop.engine.store.verify import verify
from tests.fakes.clock import START
from tests.unit.store.conftest import Open
from tests.unit.store.story import Story, a_day

D = Decimal
FUNDING = CashMove("FUNDING_FEE-BTCUSDT-1", CashKind.FUNDING, D("-0.12345678"), START, "BTC/USDT", "p2")
DEPOSIT = CashMove("TRANSFER--2", CashKind.DEPOSIT, D("500.5"), START)


def moved(story: Story, *moves: CashMove) -> Story:
    return story.tell(*(CashMoved(story.at, move, story.book.cash) for move in moves))


async def test_cash_is_what_trades_and_movements_left_and_verify_counts_it_again(open_it: Open, path: Path) -> None:
    story = moved(a_day(), FUNDING, DEPOSIT).marked("67200")
    ledger = open_it()
    await ledger.record(*story.facts)
    await ledger.close()
    again = open_it()
    facts = await again.load()
    await again.close()
    cash = Story().tell(*facts).book.cash
    assert cash == a_day().book.cash + FUNDING.amount + DEPOSIT.amount
    report = verify(path)
    assert report.disagreements == ()


async def test_a_movement_told_twice_counts_once(ledger: SqliteLedger, path: Path) -> None:
    story = moved(a_day(), FUNDING)
    await ledger.record(*story.facts)
    await ledger.record(CashMoved(START + timedelta(hours=1), FUNDING, D(1)))
    await ledger.close()
    assert len([fact for fact in story.facts if isinstance(fact, CashMoved)]) == 1
    assert verify(path).facts == len(story.facts)
    assert verify(path).ok


async def test_another_amount_under_a_known_id_is_refused(ledger: SqliteLedger) -> None:
    await ledger.record(*moved(a_day(), FUNDING).facts)
    with pytest.raises(IllegalTransition, match="another amount"):
        await ledger.record(CashMoved(START, replace(FUNDING, amount=D(1)), D(1)))


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE cash_moves SET amount = '9' WHERE kind = 'funding'", "amount is '9'"),
        ("DELETE FROM cash_moves", "is missing"),
        ("UPDATE account SET cash = '1'", "the account says 1"),
    ],
)
async def test_a_movement_that_was_changed_in_the_file_is_named(
    open_it: Open, path: Path, statement: str, says: str
) -> None:
    ledger = open_it()
    await ledger.record(*moved(a_day(), FUNDING, DEPOSIT).facts)
    await ledger.close()
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
    connection.close()
    assert any(says in sentence for sentence in verify(path).disagreements)


def test_a_deposit_is_neither_a_gain_nor_the_end_of_a_fall() -> None:
    story = Story().opened().marked("1", day_start=True)
    before = story.book.peak
    moved(story, replace(DEPOSIT, amount=D(10_000)))
    story.marked("1")
    assert (story.book.peak, story.book.paid_in_today) == (before * 2, 10_000)
    assert story.book.curve.max_drawdown == 0
    assert len(set(story.book.curve.closes((START + timedelta(days=1)).date()))) == 1


def test_a_withdrawal_is_no_loss_and_what_was_lost_before_stays_lost() -> None:
    story = Story().opened().marked("1", day_start=True)
    moved(story, replace(FUNDING, amount=D(-1_000), position_id=None))
    story.marked("1")
    moved(story, CashMove("w", CashKind.WITHDRAWAL, D(-4_500), START))
    story.marked("1")
    assert (story.book.cash, story.book.peak) == (4_500, 5_000)
    assert story.book.curve.max_drawdown == D("0.1")


def test_an_emptied_account_that_is_filled_again_begins_anew() -> None:
    story = Story().opened().marked("1", day_start=True)
    moved(story, CashMove("w", CashKind.WITHDRAWAL, D(-10_000), START))
    story.marked("1")
    moved(story, CashMove("d", CashKind.DEPOSIT, D(300), START))
    story.marked("1")
    assert (story.book.cash, story.book.peak, story.book.curve.max_drawdown) == (300, 300, 0)


def test_funding_is_part_of_what_its_position_has_brought_also_when_it_comes_after_the_close() -> None:
    story = a_day()
    closed = story.book.positions["p1"]
    moved(story, replace(FUNDING, position_id="p1"))
    assert story.book.result_of(closed) == closed.net_pnl + FUNDING.amount
    assert story.book.tallies.trades["p1"].net_pnl == closed.net_pnl + FUNDING.amount
    assert story.book.realised() == a_day().book.realised()
