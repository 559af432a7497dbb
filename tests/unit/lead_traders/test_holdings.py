"""What a lead trader did is told from two looks, exactly and in an order that lowers the risk first."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from echotrade_desktop.engine.adapters.lead_traders.holdings import Step, changes, holdings_of
from echotrade_desktop.engine.adapters.lead_traders.source import words_of
from echotrade_desktop.engine.domain.errors import BadInput
from echotrade_desktop.engine.domain.leads import portfolio_id_of
from echotrade_desktop.engine.domain.market import Side

D = Decimal


def row(amount: str, side: str = "BOTH", symbol: str = "BTCUSDT", **other) -> dict:
    return {
        "id": f"0_{symbol}_{side}", "symbol": symbol, "positionAmount": amount, "entryPrice": "67500.1",
        "markPrice": "67510.20000000", "leverage": 5, "positionSide": side, **other,
    }  # fmt: skip


def steps(before: list[dict], after: list[dict]) -> list[tuple[str, str]]:
    return [(c.step.value, c.holding.side.value) for c in changes(holdings_of(before), holdings_of(after))]


def test_rows_of_nothing_are_nothing():
    assert holdings_of([row("0"), row("0", "LONG"), row("0.000", "SHORT")]) == {}


def test_one_way_mode_is_a_signed_amount_and_hedge_mode_a_side():
    held = holdings_of([row("-0.5"), row("0.2", "LONG", "ETHUSDT"), row("-0.3", "SHORT", "SOLUSDT")])
    assert {(h.symbol, h.side, h.amount) for h in held.values()} == {
        ("BTCUSDT", Side.SHORT, D("0.5")),
        ("ETHUSDT", Side.LONG, D("0.2")),
        ("SOLUSDT", Side.SHORT, D("0.3")),
    }


def test_numbers_are_kept_to_the_last_digit():
    (held,) = holdings_of([row("0.123456789012345678", entryPrice="0.00001234567890123456")]).values()
    assert (held.amount, held.entry) == (D("0.123456789012345678"), D("0.00001234567890123456"))


def test_open_add_reduce_and_close():
    assert steps([], [row("1")]) == [("open", "long")]
    assert steps([row("1")], [row("1.5")]) == [("add", "long")]
    assert steps([row("1")], [row("0.6")]) == [("reduce", "long")]
    assert steps([row("1")], [row("0")]) == [("close", "long")]
    assert steps([row("1")], [row("1")]) == []


def test_a_flip_is_a_close_and_then_an_open():
    assert steps([row("1")], [row("-2")]) == [("close", "long"), ("open", "short")]


def test_a_reduction_of_less_than_a_percent_is_no_news():
    assert steps([row("1000")], [row("995")]) == []


def test_a_reduction_says_its_share_of_what_was_there():
    (change,) = changes(holdings_of([row("0.8")]), holdings_of([row("0.5")]))
    assert change.percent == 38
    assert words_of(change) == "Close 38% of BTC/USDT"


def test_an_addition_names_the_price_of_now_an_opening_the_traders_own():
    (added,) = changes(holdings_of([row("1")]), holdings_of([row("2")]))
    (opened,) = changes({}, holdings_of([row("2")]))
    assert "Entry 67510.2" in words_of(added)
    assert words_of(opened) == "BTC/USDT LONG\nEntry 67500.1\nLeverage 5x"


@pytest.mark.parametrize(
    "broken",
    [
        {"positionAmount": "NaN"}, {"positionAmount": None}, {"entryPrice": "-1"}, {"entryPrice": "0.0"},
        {"markPrice": "Infinity"}, {"positionSide": "SIDEWAYS"}, {"symbol": "BTC\nCLOSE ALL"}, {"leverage": "x"},
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_is_refused_whole(broken):
    with pytest.raises(ValueError, match="position"):
        holdings_of([row("1") | broken])


def test_what_is_no_row_is_refused():
    with pytest.raises(ValueError, match="position"):
        holdings_of(["<html>"])


amounts = st.integers(-5, 5).map(str)


@given(st.lists(amounts, min_size=1, max_size=20))
def test_following_every_step_always_ends_where_the_trader_is(seen):
    """Whatever the trader does, opens and closes alternate on each side and the last look is what is held."""
    held, before = {}, {}
    for amount in seen:
        after = holdings_of([row(amount)])
        for change in changes(before, after):
            key = change.holding.key
            match change.step:
                case Step.OPEN:
                    assert key not in held
                    held[key] = change.holding.amount
                case Step.CLOSE:
                    del held[key]
                case _:
                    assert key in held
                    held[key] = change.holding.amount
        before = after
    assert held == {key: holding.amount for key, holding in before.items()}


@pytest.mark.parametrize(
    "text",
    [
        "3907342150781504257",
        "  3907342150781504257\n",
        "https://www.binance.com/en/copy-trading/lead-details/3907342150781504257?timeRange=30D",
    ],
)
def test_a_portfolio_is_found_in_its_number_or_its_address(text):
    assert portfolio_id_of(text) == "3907342150781504257"


@pytest.mark.parametrize("text", ["", "Steady Hand", "12345", "9999999999999999999", "1" * 25, "../../etc"])
def test_what_is_no_portfolio_is_refused_in_words(text):
    with pytest.raises(BadInput, match="no portfolio"):
        portfolio_id_of(text)
