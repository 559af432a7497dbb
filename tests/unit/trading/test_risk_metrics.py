"""Ratios against figures that others have published, and what they say where there is nothing to say."""

import json
import random
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest

from echotrade_desktop.engine.trading.credible import beta_interval, beta_quantile, beta_share
from echotrade_desktop.engine.trading.risk_metrics import (
    annual_return,
    calmar,
    expectancy,
    growth,
    max_drawdown,
    returns_of,
    sharpe,
    sortino,
)

D = Decimal
TRADING_DAYS = D(252)
PEERS = Path(__file__).parents[3] / ".venv-peers" / "bin" / "python"
EMPYRICAL = """if True:
    import json, sys, empyrical, numpy
    months = [numpy.array(returns) for returns in json.load(sys.stdin)]
    ratios = (empyrical.sharpe_ratio, empyrical.sortino_ratio, empyrical.calmar_ratio)
    print(json.dumps([[float(ratio(returns, annualization=365)) for ratio in ratios] for returns in months]))
"""

# The returns of empyrical-reloaded's own test suite (tests/test_stats.py, `mixed_returns`, its first day empty),
# with the figures that suite expects of them at 252 days a year.
MIXED = tuple(D(r) / 100 for r in (1, 10, -4, 2, 3, 2, 1, -10))


def numbers(*texts):
    return [D(text) for text in texts]


def test_f122_the_drawdown_of_the_glossary_of_ycharts():
    """ycharts.com/glossary/terms/max_drawdown: (150,000 − 80,000) / 150,000 = 46.67 %."""
    values = numbers("100000", "150000", "90000", "120000", "80000", "200000")
    assert round(max_drawdown(values) * 100, 2) == D("46.67")


def test_f122_the_sortino_of_red_rock_capital():
    """Rollinger and Hoffman, "Sortino: A 'Sharper' Ratio": 10 % over a downside deviation of 2.264 % is 4.417."""
    returns = [D(r) / 100 for r in (17, 15, 23, -5, 12, 9, 13, -4)]
    assert round(sortino(returns, periods=D(1)), 3) == D("4.417")


def test_f122_the_sharpe_that_empyrical_expects():
    assert float(sharpe(MIXED, TRADING_DAYS)) == pytest.approx(1.7238613961706866, abs=1e-12)


def test_f122_the_sortino_that_empyrical_expects():
    assert float(sortino(MIXED, periods=TRADING_DAYS)) == pytest.approx(2.605531251673693, abs=1e-12)


def test_f122_the_calmar_and_the_yearly_return_that_empyrical_expects():
    """Its nine days: the empty first one counts as a day without a gain."""
    nine = (D(0), *MIXED)
    assert float(annual_return(nine, TRADING_DAYS)) == pytest.approx(1.9135925373194231, abs=1e-12)
    assert float(calmar(nine, TRADING_DAYS)) == pytest.approx(19.135925373194233, abs=1e-11)
    assert max_drawdown(growth(nine)) == D("0.1")


def test_f122_expectancy_is_the_win_rate_times_the_win_less_the_loss_rate_times_the_loss():
    """Four wins of 250 and six losses of 100: 0.4 × 250 − 0.6 × 100 = 40 a trade."""
    assert expectancy(numbers(*["250"] * 4, *["-100"] * 6)) == 40


def test_f123_a_ratio_without_anything_to_compute_it_from_is_none():
    assert sharpe([]) is None
    assert sharpe([D("0.01")]) is None
    assert sharpe([D("0.01")] * 5) is None  # no risk was seen: infinite is no number
    assert sortino([D("0.01"), D("0.02")]) is None
    assert calmar([D("0.01"), D("0.02")]) is None
    assert annual_return([]) is None
    assert annual_return([D(-1)]) is None
    assert max_drawdown([]) is None
    assert expectancy([]) is None


def test_returns_are_between_values_that_follow_each_other():
    assert returns_of(numbers("100", "110", "99")) == (D("0.1"), D("-0.1"))
    assert returns_of([D(100)]) == ()


def test_f074_the_interval_of_gelmans_placenta_previa():
    """Bayesian Data Analysis, 3rd edition, section 2.4: Beta(438, 544) has its central 95 % in [0.415, 0.477]."""
    assert beta_interval(D(438), D(544), D("0.95")) == (D("0.415"), D("0.477"))


def test_f074_the_beta_distribution_where_it_is_known_in_closed_form():
    assert beta_share(0.3, 1, 1) == pytest.approx(0.3)  # even
    assert beta_share(0.3, 2, 1) == pytest.approx(0.09)  # x²
    assert beta_share(0.3, 1, 3) == pytest.approx(1 - 0.7**3)
    assert beta_share(-1, 2, 2) == 0
    assert beta_share(2, 2, 2) == 1
    assert beta_quantile(0.5, 10, 10) == pytest.approx(0.5)


def test_our_ratios_are_empyricals():
    if not PEERS.exists():
        pytest.skip("in the environment of `make peers` only")
    rng = random.Random(7)
    months = [[round(rng.gauss(0.001, 0.02), 6) for _ in range(90)] for _ in range(50)]
    done = subprocess.run(
        [PEERS, "-W", "ignore", "-c", EMPYRICAL],
        input=json.dumps(months),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    for returns, theirs in zip(months, json.loads(done.stdout), strict=True):
        exact = [D(str(one)) for one in returns]
        ours = [float(ratio(exact)) for ratio in (sharpe, sortino, calmar)]
        assert ours == pytest.approx(theirs, rel=1e-9)
