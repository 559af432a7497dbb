"""The trade journal: what is written reads back the same, whatever traders call themselves."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from echotrade_desktop.engine import journal
from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.errors import BadInput
from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.domain.order import OrderPurpose
from tests.desk import open_desk
from tests.fakes.clock import START
from tests.makers import a_fill, a_position

D = Decimal
amounts = st.decimals("0.00000001", "99999.99999999", places=8)
names = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)


@st.composite
def ledgers(draw):
    """A book of a few positions, each opened and perhaps reduced, their fills in the order of time."""
    book, number = Book(), 0
    for at in range(draw(st.integers(0, 4))):
        side = draw(st.sampled_from(list(Side)))
        position = a_position(
            position_id=f"p{at}", side=side, trader_name=draw(names), leverage=draw(st.integers(1, 9))
        )
        opened = draw(amounts)
        fills = [(side.entry, OrderPurpose.ENTRY, opened)]
        if draw(st.booleans()):
            closed = opened if draw(st.booleans()) else opened / 2
            fills.append((side.exit, draw(st.sampled_from([OrderPurpose.STOP, OrderPurpose.CLOSE])), closed))
        for order_side, purpose, quantity in fills:
            number += 1
            fill = a_fill(
                quantity, draw(amounts), trade_id=f"t{number}", position_id=f"p{at}", side=order_side, purpose=purpose,
                fee=draw(amounts), at=START + timedelta(microseconds=number), slippage=draw(st.none() | amounts),
            )  # fmt: skip
            book.fills[fill.trade_id] = fill
            position = position.after(fill)
        book.positions[position.position_id] = position
    return book


def kept(position):
    """A position without what the journal does not keep."""
    return replace(position, initial_stop=position.stop_loss)


@given(ledgers())
def test_a_journal_reads_back_as_the_same_fills_and_the_same_positions(tmp_path_factory, book):
    path = tmp_path_factory.mktemp("journal") / "trades.csv"
    journal.save(path, journal.rows_of(book))
    again = journal.read(path)
    assert again.fills == tuple(book.fills.values())
    assert again.positions == {key: kept(position) for key, position in book.positions.items()}
    assert again.cash_change == sum((position.net_pnl for position in book.positions.values()), D(0))


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-2", "@me", "\ttab", "'quoted", "''", 'a,b\n"c"'])
def test_no_name_is_a_formula_to_a_spreadsheet(tmp_path, name):
    book = Book()
    fill = a_fill("1", "100")
    book.fills["f1"], book.positions["p1"] = fill, a_position(trader_name=name).after(fill)
    (row,) = journal.rows_of(book)
    assert not row["trader_name"].startswith(("=", "+", "-", "@", "\t", "\r"))
    path = tmp_path / "trades.csv"
    journal.save(path, [row])
    assert journal.read(path).positions["p1"].trader_name == name


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: text.replace(",100,", ",NaN,"), "Line 2"),
        (lambda text: text.replace("buy", "bought"), "Line 2"),
        (lambda text: text + text.splitlines()[1] + "\n", "repeats"),
        (lambda text: text.replace("+00:00", ""), "zone"),
        (lambda text: "a,b\n1,2\n", "not a trade journal"),
    ],
)
def test_a_journal_that_was_tampered_with_is_refused_in_a_sentence(tmp_path, change, told):
    book = Book()
    fill = a_fill("1", "100")
    book.fills["f1"], book.positions["p1"] = fill, a_position().after(fill)
    path = tmp_path / "trades.csv"
    journal.save(path, journal.rows_of(book))
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    with pytest.raises(BadInput, match=told):
        journal.read(path)


async def test_an_export_says_how_many_and_where(tmp_path):
    async with open_desk(tmp_path) as desk:
        await desk.open()
        told = await journal.export(desk.ledger, tmp_path / "trades.csv")
        assert told == f"1 execution was written to {tmp_path / 'trades.csv'}; the file reads back the same."
        assert journal.read(tmp_path / "trades.csv").fills == tuple(desk.desk.book.fills.values())


async def test_an_export_to_a_place_that_is_not_there_is_refused(tmp_path):
    async with open_desk(tmp_path) as desk:
        with pytest.raises(BadInput, match="Choose another place"):
            await journal.export(desk.ledger, tmp_path / "nowhere" / "trades.csv")
    assert not (tmp_path / "nowhere").exists()
