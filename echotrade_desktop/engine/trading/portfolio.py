"""What the account is worth: cash and open positions at what closing them would yield now, fees included."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from echotrade_desktop.engine.domain.amounts import HUNDRED, ONE, ZERO, part_of
from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.facts import EquityMarked, Mark
from echotrade_desktop.engine.domain.market import Ticker
from echotrade_desktop.engine.domain.position import Position

TickerOf = Callable[[str], Ticker | None]


@dataclass(frozen=True, slots=True)
class Valuation:
    """The account at one instant, in quote currency. `complete` is False while a position has no price yet."""

    equity: Decimal
    unrealised: Decimal  # net of entry and closing fees of what is open
    exposure: Decimal
    margin: Decimal
    marks: tuple[Mark, ...]
    complete: bool


def value(book: Book, ticker_of: TickerOf, fee_rate: Decimal) -> Valuation:
    """Value the account at bid and ask; a position without a price counts at its entry."""
    equity, unrealised, exposure, margin = book.cash, ZERO, ZERO, ZERO
    marks: list[Mark] = []
    complete = True
    for position in book.open_positions():
        ticker = ticker_of(position.symbol)
        complete = complete and ticker is not None
        price = ticker.exit_price(position.side) if ticker else position.average_entry
        mark = Mark(position.position_id, price, price * position.quantity * fee_rate)
        marks.append(mark)
        worth = worth_of(position, mark)
        equity += worth
        unrealised += worth - position.open_fees
        exposure += price * position.quantity
        margin += position.margin()
    return Valuation(equity, unrealised, exposure, margin, tuple(marks), complete)


def worth_of(position: Position, mark: Mark) -> Decimal:
    """Return what closing at the mark adds to cash."""
    return position.unrealised_pnl(mark.price) - mark.closing_fee


def result_at(position: Position, price: Decimal, fee_rate: Decimal) -> Decimal:
    """Return the result of the open quantity if it were closed at `price`: entry and closing fees included."""
    return position.unrealised_pnl(price) - position.open_fees - price * position.quantity * fee_rate


def result_unattended(position: Position, outside: Decimal, fee_rate: Decimal) -> Decimal:
    """Return the result of the open quantity if this machine died now and never came back, fees included.

    `outside`, in base units, is closed at the stop that rests at the exchange. Nothing closes the rest: at worst all of
    its margin is lost, which is so at average entry × (1 ∓ 1/leverage), where isolated margin is used up.
    """
    at_stop = result_at(position, position.stop_loss, fee_rate)
    bankrupt = position.average_entry * (ONE - position.side.sign / Decimal(position.leverage))
    at_worst = result_at(position, bankrupt, fee_rate)
    return part_of(at_stop, outside, position.quantity) + part_of(
        at_worst, position.quantity - outside, position.quantity
    )


def equity_mark(book: Book, valuation: Valuation, at: datetime) -> EquityMarked:
    """Return the fact that marks the equity now; the first of a UTC day opens that day."""
    last = book.day_start
    new_day = last is None or last.at.date() != at.date()
    return EquityMarked(at, valuation.equity, book.cash, valuation.marks, day_start=new_day)


def percent_of(part: Decimal, whole: Decimal) -> Decimal:
    """Return part / whole in percent, 0 for an empty whole."""
    return part / whole * HUNDRED if whole else ZERO
