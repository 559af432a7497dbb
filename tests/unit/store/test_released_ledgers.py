"""Ledgers that released versions wrote are opened by this one, to the last digit, and go on.

A file per release, made by its own tour (`make demo`, then `gzip -9n` of its paper.db); none is ever made anew.
"""

import gzip
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.facts import EntriesPaused
from echotrade_desktop.engine.store.migrations import NEWEST, version_of
from echotrade_desktop.engine.store.opening import open_or_restore
from echotrade_desktop.engine.store.verify import verify
from tests.fakes.clock import FakeClock

LEDGERS = Path(__file__).parents[2] / "data" / "ledgers"


@dataclass(frozen=True)
class Known:
    """What a released version said about its own ledger."""

    facts: int
    fills: int
    positions: int
    cash: Decimal


RELEASED = {"0.1.0": Known(facts=144, fills=11, positions=5, cash=Decimal("10000.9828893800000000"))}


def test_every_stored_ledger_is_known_and_every_known_one_is_stored():
    assert {file.name.removesuffix(".db.gz") for file in LEDGERS.glob("*.db.gz")} == set(RELEASED)


@pytest.mark.parametrize("release", RELEASED)
async def test_a_ledger_of_a_released_version_opens_with_every_figure_and_can_be_written_to(tmp_path, release):
    known, path = RELEASED[release], tmp_path / "paper.db"
    path.write_bytes(gzip.decompress((LEDGERS / f"{release}.db.gz").read_bytes()))
    clock = FakeClock()
    opened = await open_or_restore(path, clock)
    assert opened.repair is None
    book = Book()
    for fact in opened.facts:
        book.apply(fact)
    assert len(opened.facts) == known.facts
    assert len(book.positions) == known.positions
    assert book.cash == known.cash
    await opened.ledger.record(EntriesPaused(clock.now(), "after the upgrade"))
    await opened.ledger.close()
    report = verify(path)
    assert report.ok, report.disagreements
    assert (report.facts, report.fills) == (known.facts + 1, known.fills)


@pytest.mark.parametrize("release", RELEASED)
async def test_a_ledger_of_a_released_version_is_verified_as_it_is_and_brought_to_todays_schema(tmp_path, release):
    from echotrade_desktop.engine.store.database import connect

    path = tmp_path / "paper.db"
    path.write_bytes(gzip.decompress((LEDGERS / f"{release}.db.gz").read_bytes()))
    before = verify(path)
    assert before.ok, before.disagreements
    opened = await open_or_restore(path, FakeClock())
    await opened.ledger.close()
    database = connect(path)
    assert version_of(database) == NEWEST
    database.close()
    assert len(list((tmp_path / "backups").iterdir())) == 1
