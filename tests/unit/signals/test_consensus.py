"""How much the sources agree."""

from datetime import timedelta
from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.domain.signal import SourceKind
from echotrade_desktop.engine.signals.consensus import consensus, effective
from tests.fakes.clock import START
from tests.makers import a_signal

LIMITS = RiskLimits()


def by(trader, side=Side.LONG, minutes=0, **changes):
    at = START + timedelta(minutes=minutes)
    return a_signal(
        signal_id=f"{trader}{minutes}", trader_id=trader, trader_name=trader, side=side, timestamp=at, **changes
    )


@pytest.mark.parametrize(("source", "weight"), [(SourceKind.TELEGRAM, "0.80"), (SourceKind.BINANCE, "0.64")])
def test_a_sources_weight_counts_once(source, weight):
    """F101, F103."""
    assert effective(by("anna", source=source), LIMITS) == Decimal(weight)
    alone = consensus(by("anna", source=source), [], LIMITS)
    assert alone.combined == alone.net == Decimal(weight)


def test_agreeing_sources_are_combined():
    """F102: 1 − (1 − 0.8)(1 − 0.64)."""
    both = consensus(by("anna"), [by("lead", source=SourceKind.BINANCE)], LIMITS)
    assert both.combined == Decimal("0.928")
    assert both.agreeing == ("anna", "lead")


def test_a_trader_has_one_vote_the_newest():
    others = [by("boris", minutes=1), by("boris", minutes=2), by("boris", Side.SHORT, minutes=3)]
    answer = consensus(by("anna", minutes=4), others, LIMITS)
    assert answer.against == ("boris",)
    assert (answer.combined, answer.net) == (Decimal("0.8"), 0)


def test_opposite_calls_net_out():
    answer = consensus(by("anna"), [by("boris", Side.SHORT), by("carla", Side.SHORT)], LIMITS)
    assert answer.net == Decimal("0.8") - Decimal("0.96")
    assert answer.against == ("boris", "carla")


@pytest.mark.parametrize(
    ("other", "counts"),
    [
        (by("boris", minutes=10), True),
        (by("boris", minutes=11), False),
        (by("boris", symbol="ETH/USDT"), False),
    ],
)
def test_only_calls_on_the_symbol_within_ten_minutes_count(other, counts):
    assert (consensus(by("anna"), [other], LIMITS).agreeing == ("anna", "boris")) is counts
