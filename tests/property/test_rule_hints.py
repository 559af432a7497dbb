"""Random calls under random settings: what a verdict says would flip it flips it, and it alone.

A few hundred in the suite; ten thousand with ECHOTRADE_FULL=1.
"""

import os
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.limits import RiskLimits, Trader
from echotrade_desktop.engine.domain.market import Instrument, MarketKind, Side, Ticker
from echotrade_desktop.engine.domain.schedule import Once, Weekly
from echotrade_desktop.engine.domain.signal import EntryKind, SourceKind
from echotrade_desktop.engine.domain.volatility import Volatility
from echotrade_desktop.engine.signals.consensus import Consensus
from echotrade_desktop.engine.signals.screening import RULES, screen
from tests.fakes.clock import START
from tests.hints import SYMBOL, TICK, flipped
from tests.makers import a_context, a_signal, a_sizing

D = Decimal
BLOCKS = 10
CASES = (10_000 if os.environ.get("ECHOTRADE_FULL") else 300) // BLOCKS
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata")
SHARE_AN_INPUT = (
    {"Confidence", "Trader's confidence"},
    {"Stop side", "Stop reached", "Liquidation"},
    {"Price drift", "Stop reached"},
    {"Side", "Liquidation"},  # spot is not leveraged
    {"Trading hours", "Blackout"},
    {"Loss today", "Drawdown"},
    {"Open positions", "Priority"},
)


def kin(rule: str) -> set[str]:
    """The rules that look at what this one looks at: one change may well turn them too."""
    return {rule}.union(*(group for group in SHARE_AN_INPUT if rule in group))


def share(rng: random.Random, most: int = 1000) -> Decimal:
    return D(rng.randint(0, most)) / 1000


def maybe(rng: random.Random, value, chance: float = 0.5, otherwise=None):
    return value if rng.random() < chance else otherwise


def a_week(rng: random.Random) -> Weekly:
    days = tuple(sorted(rng.sample(range(7), rng.randint(1, 7))))
    start, end = rng.sample(range(0, 1440, 15), 2)
    return Weekly(days, start, end)


def a_period(rng: random.Random, now: datetime) -> Weekly | Once:
    if rng.random() < 0.5:
        return a_week(rng)
    begins = (now + timedelta(minutes=rng.randint(-3000, 30_000))).replace(tzinfo=None, second=0, microsecond=0)
    return Once(begins, begins + timedelta(minutes=rng.randint(1, 5000)))


def limits(rng: random.Random, now: datetime) -> RiskLimits:
    above = maybe(rng, D(rng.randint(50, 500)) / 10_000)
    return RiskLimits(
        min_confidence=share(rng),
        min_consensus=share(rng, 600),
        max_age=timedelta(seconds=rng.randint(1, 100)),
        stale_after=timedelta(seconds=rng.randint(1, 60)),
        max_drift=D(rng.randint(0, 200)) / 10_000,
        max_positions=rng.randint(1, 8),
        max_leverage=rng.randint(1, 20),
        max_daily_loss=D(rng.randint(5, 200)) / 1000,
        max_drawdown=D(rng.randint(10, 500)) / 1000,
        size_min=maybe(rng, D(100), 0.3),
        size_max=maybe(rng, D(1000), 0.3),
        whitelist=rng.choice((frozenset(), frozenset({SYMBOL}), frozenset({"ETH/USDT"}))),
        blacklist=maybe(rng, frozenset({SYMBOL}), 0.2, frozenset()),
        only_traders=rng.choice((frozenset(), frozenset({"telegram:1", "telegram:2"}), frozenset({"telegram:2"}))),
        only_sources=rng.choice((frozenset(), frozenset({SourceKind.TELEGRAM}), frozenset({SourceKind.BINANCE}))),
        zone=rng.choice(ZONES),
        trading_hours=tuple(a_week(rng) for _ in range(rng.randint(0, 2))),
        blackouts=tuple(a_period(rng, now) for _ in range(rng.randint(0, 2))),
        volatility_blackout=above,
        volatility_resume=None if above is None else maybe(rng, above * D("0.8")),
    )


def a_case(rng: random.Random):
    """Any call in any situation."""
    price = rng.randint(500, 10_000) * TICK
    other = lambda near=2000: price + rng.randint(-near, near) * TICK * D("0.1") // TICK * TICK  # noqa: E731
    zone = rng.random() < 0.3
    signal = a_signal(
        side=rng.choice(list(Side)),
        source=rng.choice(list(SourceKind)),
        price=price,
        stop_loss=max(TICK, other()),
        take_profits=tuple(max(TICK, other()) for _ in range(rng.randint(0, 3))),
        entry_kind=EntryKind.RANGE if zone else EntryKind.LIMIT,
        entries=(price, price + rng.randint(0, 20) * TICK) if zone else (price,),
        leverage=maybe(rng, rng.randint(1, 50)),
        received_at=START + timedelta(seconds=rng.randint(0, 120)),
    )
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=rng.randint(0, 500_000))
    last = max(TICK, other(60))
    trader = Trader(
        "telegram:1",
        "Anna",
        signal.source,
        enabled=rng.random() < 0.8,
        priority=rng.randint(0, 9),
        min_confidence=maybe(rng, share(rng)),
        whitelist=rng.choice(((), (SYMBOL,), ("ETH/USDT",))),
        blacklist=rng.choice(((), (), (SYMBOL,))),
        paper_only=rng.random() < 0.3,
    )
    known = Volatility(tuple(D(rng.randint(1, 600)) / 10_000 for _ in range(rng.randint(1, 8))), now)
    return signal, a_context(
        now=now,
        limits=limits(rng, now),
        trader=trader,
        instrument=Instrument(SYMBOL, TICK, D("0.001"), D(5), rng.choice(list(MarketKind))),
        ticker=maybe(rng, Ticker(SYMBOL, last, last, last, START), 0.9),
        price_age=maybe(rng, timedelta(seconds=rng.randint(0, 90)), 0.9),
        paused=maybe(rng, "paused by you", 0.2),
        open_positions=rng.randint(0, 9),
        positions_on_symbol=[("telegram:1", rng.choice(list(Side)))] if rng.random() < 0.3 else [],
        equity=D(rng.randint(8000, 12_000)),
        peak=D(rng.randint(12_000, 13_000)),
        day_start_equity=D(rng.randint(8000, 12_000)),
        consensus=Consensus(share(rng), share(rng, 2000) - 1, ("Anna",), ()),
        sizing=a_sizing(notional=D(rng.randint(10, 2000)), refusal=maybe(rng, "it is small", 0.2)),
        repeats=maybe(rng, "Anna's call of 09:00 UTC", 0.2),
        mode=rng.choice(("paper", "live")),
        volatility=maybe(rng, known, 0.8),
        calls_ahead=rng.choice((0, 0, 1, 3)),
        worst_loss_today=maybe(rng, D(rng.randint(100, 3000)), 0.2, D(0)),
    )


@pytest.mark.parametrize("block", range(BLOCKS))
def test_a_rules_hint_flips_that_rule_and_no_other(block):
    """F094, F098, F099, F106: 10,000 calls × settings in the full run."""
    rng, done = random.Random(block), dict.fromkeys((rule.__name__ for rule in RULES), 0)
    for _ in range(CASES):
        case = a_case(rng)
        before = {verdict.rule: verdict for verdict in screen(*case)}
        for rule, verdict in zip(RULES, before.values(), strict=True):
            changed = flipped(verdict, *case) if verdict.flips_if else None
            if changed is None:
                continue
            done[rule.__name__] += 1
            after = {other.rule: other for other in screen(*changed)}
            assert after[verdict.rule].passed is not verdict.passed, (verdict, after[verdict.rule])
            turned = {name for name, other in after.items() if other.passed is not before[name].passed}
            assert turned <= kin(verdict.rule), (verdict, turned)
    never = {name for name, count in done.items() if count == 0}
    assert never <= {"not_a_repeat", "size_is_tradable", "leverage_is_allowed"}  # nothing to do them with


def test_a_false_hint_would_be_found():
    """The test itself bites: hours that name the wrong hour do not pass then."""
    context = a_context(limits=RiskLimits(zone="UTC", trading_hours=(Weekly((0,), 600, 660),)))
    verdict = next(v for v in screen(a_signal(), context) if v.rule == "Trading hours")
    assert verdict.flips_if == "it is 10:00 or later"
    wrong = replace(verdict, flips_if="it is 09:30 or later")
    still = next(v for v in screen(*flipped(wrong, a_signal(), context)) if v.rule == "Trading hours")
    assert not still.passed
