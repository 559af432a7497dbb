"""What the rules of hours, blackouts, volatility, sources and single traders answer, word for word."""

from datetime import datetime
from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.limits import RiskLimits, Trader
from echotrade_desktop.engine.domain.schedule import period_of, weekly_of
from echotrade_desktop.engine.domain.signal import SourceKind
from echotrade_desktop.engine.domain.volatility import Volatility
from echotrade_desktop.engine.signals.rules.blackout import not_in_blackout
from echotrade_desktop.engine.signals.rules.hours import in_trading_hours
from echotrade_desktop.engine.signals.rules.sources import confidence_is_enough
from echotrade_desktop.engine.signals.rules.sources_allowed import source_is_chosen
from echotrade_desktop.engine.signals.rules.trader_options import (
    confident_enough_for_trader,
    money_is_allowed,
    room_beside_priority,
    symbol_allowed_for_trader,
)
from echotrade_desktop.engine.signals.rules.traders_allowed import trader_is_chosen
from echotrade_desktop.engine.signals.rules.volatility import volatility_is_calm
from echotrade_desktop.engine.signals.screening import screen
from tests.fakes.clock import START
from tests.makers import a_context, a_signal

D = Decimal
SIGNAL = a_signal()
THIN = "\u2009"


def answer(rule, signal=SIGNAL, **changes):
    limits = RiskLimits(**changes.pop("limits", {}))
    verdict = rule(signal, a_context(limits=limits, **changes))
    return verdict.passed, verdict.sentence, verdict.flips_if


def of_trader(rule, **options):
    changes = options.pop("context", {})
    return answer(rule, trader=Trader("telegram:1", "Anna", **options), **changes)


def test_with_nothing_set_every_rule_passes():
    """Defaults change nothing."""
    blocking = [verdict for verdict in screen(SIGNAL, a_context()) if not verdict.passed]
    assert blocking == []


def test_outside_trading_hours_the_next_opening_is_named():
    """F098: the clock of the test stands at Monday, 09:00 UTC."""
    hours = {"zone": "Europe/Berlin", "trading_hours": (weekly_of("Tue-Fri 09:00-17:00"),)}
    assert answer(in_trading_hours, limits=hours) == (
        False, "It is Mon 10:00 in Berlin; you trade Tue–Fri 09:00–17:00.", "it is Tue 09:00 or later",
    )  # fmt: skip


def test_within_trading_hours_the_closing_is_named():
    hours = {"zone": "UTC", "trading_hours": (weekly_of("09:00-12:00"), weekly_of("12:00-17:00"))}
    passed, _, flips = answer(in_trading_hours, limits=hours)
    assert (passed, flips) == (True, "it is 17:00 or later")


@pytest.mark.parametrize(
    ("period", "flips"),
    [("Mon 08:30-09:30", "it is 09:30 or later"), ("2026-01-05 08:00 to 2026-01-07 12:00", "it is Wed 12:00 or later")],
)
def test_a_blackout_says_when_it_ends(period, flips):
    """F099: every week, and once."""
    passed, sentence, hint = answer(not_in_blackout, limits={"zone": "UTC", "blackouts": (period_of(period),)})
    assert (passed, hint) == (False, flips)
    assert sentence.startswith("It is Mon 09:00 in UTC, within your blackout ")


def moving(*shares: str) -> Volatility:
    return Volatility(tuple(map(D, shares)), START)


BLACKOUT = {"volatility_blackout": D("0.03"), "volatility_resume": D("0.025")}


def test_volatility_above_the_limit_blocks_until_it_is_below_the_other():
    """F099."""
    assert answer(volatility_is_calm, limits=BLACKOUT, volatility=moving("0.031", "0.028")) == (
        False,
        f"The volatility is 2.80{THIN}%; the blackout that began above 3.00{THIN}% ends below 2.50{THIN}%.",
        f"the volatility is below 2.50{THIN}%",
    )
    assert answer(volatility_is_calm, limits=BLACKOUT, volatility=moving("0.028")) == (
        True,
        f"The volatility is 2.80{THIN}%, your blackout begins above 3.00{THIN}%.",
        f"the volatility is above 3.00{THIN}%",
    )


def test_an_unknown_volatility_blocks_only_with_a_limit():
    assert answer(volatility_is_calm)[0]
    passed, sentence, flips = answer(volatility_is_calm, limits=BLACKOUT)
    assert not passed
    assert sentence.startswith("The volatility of BTC/USDT is not measured yet")
    assert flips == f"it is measured and not above 3.00{THIN}%"


def test_only_chosen_sources_are_traded():
    """F100."""
    only = {"only_sources": frozenset({SourceKind.BINANCE})}
    assert answer(source_is_chosen, limits=only) == (
        False, "It comes from Telegram; you follow only Binance.", "you choose Telegram as a source",
    )  # fmt: skip
    assert answer(source_is_chosen, a_signal(source=SourceKind.BINANCE), limits=only)[0]


def test_only_chosen_traders_are_traded_and_a_name_alone_does_not_count():
    """F095: chosen by id, so that nobody passes by copying a name."""
    only = {"only_traders": frozenset({"telegram:1"})}
    assert answer(trader_is_chosen, limits=only)[0]
    assert answer(trader_is_chosen, a_signal(trader_id="telegram:2"), limits=only) == (
        False, "Anna is not one of the traders you have chosen.", "you choose Anna",
    )  # fmt: skip


@pytest.mark.parametrize(("limit", "passed"), [("0.7", True), ("0.79", True), ("0.8", False), ("0.9", False)])
def test_confidence_must_be_strictly_greater_than_the_users_limit(limit, passed):
    """F096: the call's is 0.80."""
    assert answer(confidence_is_enough, limits={"min_confidence": D(limit)})[0] is passed


@pytest.mark.parametrize(("least", "passed"), [(None, True), ("0.79", True), ("0.8", False)])
def test_a_trader_may_need_more_confidence(least, passed):
    """F075."""
    found = of_trader(confident_enough_for_trader, min_confidence=None if least is None else D(least))
    assert found[0] is passed
    if not passed:
        assert found[1:] == (
            "Confidence is 0.80; of Anna you ask for more than 0.80.", "confidence is above 0.80",
        )  # fmt: skip


def test_a_traders_blacklist_is_stronger_than_their_whitelist():
    """F075, F094."""
    assert of_trader(symbol_allowed_for_trader, whitelist=("BTC/USDT",))[0]
    assert not of_trader(symbol_allowed_for_trader, whitelist=("ETH/USDT",))[0]
    assert of_trader(symbol_allowed_for_trader, whitelist=("BTC/USDT",), blacklist=("BTC/USDT",)) == (
        False, "BTC/USDT is on your blacklist for Anna.", "you take BTC/USDT off the blacklist for Anna",
    )  # fmt: skip


def test_a_trader_on_paper_only_is_blocked_live_and_not_on_paper():
    """F075."""
    assert of_trader(money_is_allowed, paper_only=True)[0]
    live = {"context": {"mode": "live"}}
    assert of_trader(money_is_allowed, paper_only=True, **live) == (
        False, "Anna is on paper only, and you trade on live.", "Anna is not on paper only",
    )  # fmt: skip
    assert of_trader(money_is_allowed, **live)[0]


@pytest.mark.parametrize(
    ("open_positions", "ahead", "passed"), [(0, 0, True), (3, 1, True), (4, 1, False), (3, 2, False), (5, 0, True)]
)
def test_the_last_free_places_are_kept_for_a_higher_priority(open_positions, ahead, passed):
    """F075: of five places."""
    found = of_trader(room_beside_priority, context={"open_positions": open_positions, "calls_ahead": ahead})
    assert found[0] is passed


def test_todays_date_is_that_of_the_wall_not_of_the_world():
    late = datetime.fromisoformat("2026-01-05T23:30+00:00")
    hours = {"zone": "Asia/Kolkata", "trading_hours": (weekly_of("Tue 05:00-06:00"),)}
    assert answer(in_trading_hours, limits=hours, now=late)[0]
