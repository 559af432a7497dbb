"""Whatever the fills, the ledger's decimals, its tables and a count in exact fractions come to the same."""

import asyncio
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.store import open_ledger, verify
from tests.fakes.clock import FakeClock
from tests.unit.store.story import Story, without_words

PRICES = st.decimals("0.00001", "150000", places=5)
LOTS = st.integers(1, 10_000)


@dataclass(frozen=True)
class Trade:
    side: Side
    lots: int
    prices: tuple[Decimal, ...]
    cuts: tuple[int, ...]


TRADES = st.builds(
    Trade,
    st.sampled_from(Side),
    LOTS,
    st.lists(PRICES, min_size=6, max_size=6).map(tuple),
    st.lists(st.integers(1, 99), min_size=1, max_size=4).map(tuple),
)


def told(trades: list[Trade], lot: Decimal) -> Story:
    """Open each trade in one or two fills and close part after part; mark the equity in between."""
    story = Story().opened()
    for number, trade in enumerate(trades, start=1):
        quantity = str(trade.lots * lot)
        story.called(number, trade.side).approved(number, quantity, trade.side)
        first = trade.lots * trade.cuts[0] // 100
        for lots, price in ((first, trade.prices[0]), (trade.lots - first, trade.prices[1])):
            if lots:
                story.filled(number, str(lots * lot), str(price))
        left = trade.lots
        for share, price in zip(trade.cuts, trade.prices[2:], strict=False):
            lots = max(1, left * share // 100)
            if lots <= left:
                story.filled(number, str(lots * lot), str(price), side=trade.side.exit)
                left -= lots
        story.marked(str(trade.prices[-1]))
    return story


@given(st.lists(TRADES, min_size=1, max_size=4), st.sampled_from([Decimal("0.001"), Decimal("0.0000001"), Decimal(1)]))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_decimals_tables_and_fractions_agree_for_any_fills(trades: list[Trade], lot: Decimal) -> None:
    story = told(trades, lot)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "paper.db"

        async def keep() -> list[object]:
            ledger = open_ledger(path, clock=FakeClock())
            await asyncio.gather(*(ledger.record(fact) for fact in story.facts))
            facts = await ledger.load()
            await ledger.close()
            return list(facts)

        facts = asyncio.run(keep())
        assert facts == without_words(story.facts)
        assert Book.fold(story.facts).cash == story.book.cash
        report = verify(path)
        assert report.ok, report.disagreements
