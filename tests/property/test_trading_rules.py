"""The rules: none raises, each says value and limit in words, and what would flip it does flip it."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from echotrade_desktop.engine.domain.limits import RiskLimits, Trader
from echotrade_desktop.engine.domain.market import Instrument, MarketKind, Side, Ticker
from echotrade_desktop.engine.domain.signal import EntryKind
from echotrade_desktop.engine.signals.consensus import Consensus
from echotrade_desktop.engine.signals.screening import RULES, screen
from tests.fakes.clock import START
from tests.hints import SYMBOL, TICK, flipped, numbers
from tests.makers import a_context, a_signal, a_sizing

PRICES = st.integers(1, 10_000).map(lambda ticks: ticks * TICK)
SHARES = st.decimals(0, 1, places=3)
MONEY = st.decimals(100, 50_000, places=3)
ANYTHING = st.decimals(Decimal("1E-18"), Decimal("1E17"), allow_nan=False, allow_infinity=False)


@st.composite
def limits(draw):
    return RiskLimits(
        min_confidence=draw(SHARES),
        min_consensus=draw(st.decimals(-1, 1, places=3)),
        max_age=timedelta(seconds=draw(st.integers(1, 100))),
        stale_after=timedelta(seconds=draw(st.integers(1, 100))),
        max_drift=draw(st.decimals(0, Decimal("0.05"), places=4)),
        max_positions=draw(st.integers(0, 8)),
        max_leverage=draw(st.integers(1, 50)),
        max_daily_loss=draw(st.decimals(Decimal("0.001"), 1, places=3)),
        max_drawdown=draw(st.decimals(Decimal("0.001"), 1, places=3)),
        size_min=draw(st.none() | st.just(Decimal(100))),
        size_max=draw(st.none() | st.just(Decimal(1000))),
        whitelist=draw(st.sampled_from([frozenset(), frozenset({SYMBOL}), frozenset({"ETH/USDT"})])),
        blacklist=draw(st.sampled_from([frozenset(), frozenset({SYMBOL})])),
    )


@st.composite
def questions(draw, prices=PRICES):
    """Any call in any situation."""
    market = draw(st.sampled_from(MarketKind))
    price, stop = draw(prices), draw(prices)
    zone = draw(st.booleans())
    signal = a_signal(
        side=draw(st.sampled_from(Side)),
        price=price,
        stop_loss=stop,
        take_profits=tuple(draw(st.lists(prices, max_size=3))),
        entry_kind=EntryKind.RANGE if zone else EntryKind.LIMIT,
        entries=(price, draw(prices)) if zone else (price,),
        leverage=draw(st.none() | st.integers(1, 200)),
        received_at=START + timedelta(seconds=draw(st.floats(0, 200))),
    )
    last = draw(st.none() | prices)
    context = a_context(
        limits=draw(limits()),
        trader=Trader("telegram:1", "Anna", enabled=draw(st.booleans())),
        instrument=Instrument(SYMBOL, TICK, Decimal("0.001"), Decimal(5), market),
        ticker=None if last is None else Ticker(SYMBOL, last, last, last, START),
        price_age=draw(st.none() | st.floats(0, 200).map(lambda s: timedelta(seconds=s))),
        paused=draw(st.none() | st.just("paused by you")),
        open_positions=draw(st.integers(0, 9)),
        positions_on_symbol=draw(st.lists(st.tuples(st.just("telegram:1"), st.sampled_from(Side)), max_size=2)),
        equity=draw(MONEY),
        peak=draw(MONEY),
        day_start_equity=draw(MONEY),
        consensus=Consensus(draw(SHARES), draw(st.decimals(-1, 1, places=3)), ("Anna",), ()),
        sizing=a_sizing(notional=draw(MONEY), refusal=draw(st.none() | st.just("it is small"))),
        repeats=draw(st.none() | st.just("Anna's call of 09:00 UTC")),
    )
    return signal, context


@settings(max_examples=200)
@given(question=questions())
def test_what_would_flip_a_verdict_does_flip_it(question):
    """F106: done literally, number by number, the sentence is true in both directions."""
    for rule in RULES:
        verdict = rule(*question)
        if verdict.flips_if is None:
            continue
        changed = flipped(verdict, *question)
        if changed is not None:
            assert rule(*changed).passed is not verdict.passed, verdict


@settings(max_examples=200)
@given(question=questions())
def test_every_rule_answers_with_its_value_and_its_limit_in_words(question):
    """Each number of value and limit stands in the sentence, which is a sentence; a failing rule says what to do."""
    verdicts = screen(*question)
    assert len({verdict.rule for verdict in verdicts}) == len(RULES)
    for verdict in verdicts:
        said = numbers(verdict.sentence)
        assert set(numbers(verdict.value)) <= set(said), verdict
        assert set(numbers(verdict.limit)) <= set(said), verdict
        assert verdict.sentence.endswith(".")
        assert verdict.limit
        assert verdict.used is None or 0 <= verdict.used <= 1
        assert verdict.passed or verdict.flips_if, verdict


@settings(max_examples=200)
@given(question=questions(ANYTHING), amounts=st.tuples(ANYTHING, ANYTHING, ANYTHING))
def test_no_rule_raises_whatever_the_numbers_are(question, amounts):
    """Anything the door lets in, however large or small."""
    signal, context = question
    equity, peak, start = amounts
    verdicts = screen(signal, replace(context, equity=equity, peak=peak, day_start_equity=start))
    assert len(verdicts) == len(RULES)
