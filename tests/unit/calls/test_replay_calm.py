"""Prices that concern nobody are passed over in a replay: the ledger is the same, to the last byte, as with all."""

import hashlib
import itertools
import json
import random
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from echotrade_desktop.engine.compose import PAPER_DB
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.replay import Approve, ReplayOptions, replay
from echotrade_desktop.replay_calm import CalmPrices

NOON = datetime(2024, 3, 4, 12, 0, tzinfo=UTC)
COINS = {"BTC": 62_000.0, "ETH": 3_400.0, "SOL": 130.0}
UPDATES = ("Close half of {0}", "Move the SL of {0} to entry", "Close {0}")


def a_channel(folder: Path, seed: int) -> Path:
    """A day of calls near the price, with stops and targets near enough to be hit, and some instructions."""
    rng = random.Random(seed)
    messages, at = [], NOON
    for number in range(1, 33):
        at += timedelta(minutes=rng.choice((1, 7, 45)))
        base = rng.choice(sorted(COINS))
        price = COINS[base] = COINS[base] * rng.uniform(0.99, 1.01)
        sign = rng.choice((1, -1))
        levels = [price * (1 + part * sign) for part in (-rng.uniform(0.004, 0.02), 0.004, rng.uniform(0.008, 0.03))]
        call = "{} {} {:.2f} SL {:.2f} TP1 {:.2f} TP2 {:.2f}".format(
            base, "LONG" if sign > 0 else "SHORT", price, *levels
        )
        text = rng.choice(UPDATES).format(base) if rng.random() < 0.2 else call
        sender = rng.choice(("channel5", "channel6"))
        when = str(int(at.timestamp()))
        messages.append(
            {"id": number, "type": "message", "date_unixtime": when, "from": "Desk", "from_id": sender, "text": text}
        )
    path = folder / "result.json"
    path.write_text(json.dumps({"name": "Desk", "type": "private_channel", "id": 5, "messages": messages}))
    return path


async def the_ledger_of(profile: Path, export: Path, limits: RiskLimits) -> tuple[str, dict[str, int]]:
    """The end of the chain of checksums over everything that happened, and how often what happened."""
    profile.mkdir()
    result = await replay(ReplayOptions(export, profile, Approve.ALL, limits=limits))
    assert result["ledger_ok"]
    with closing(sqlite3.connect(profile / PAPER_DB)) as database:
        kinds = dict(database.execute("SELECT kind, count(*) FROM event_log GROUP BY kind"))
        bodies = database.execute("SELECT at, kind, body FROM event_log ORDER BY seq")
        return hashlib.sha256(repr(bodies.fetchall()).encode()).hexdigest(), kinds


@pytest.mark.parametrize(
    ("seed", "limits"),
    [
        (1, RiskLimits()),
        (2, RiskLimits(wait_for_price=True, max_positions=3)),
        (3, RiskLimits(trail_distance=Decimal("0.01"), break_even_after=1)),
    ],
    ids=["plain", "waiting for the price", "trailing"],
)
async def test_what_concerns_nobody_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, limits: RiskLimits
) -> None:
    export = a_channel(tmp_path, seed)
    passed = itertools.count()
    look = CalmPrices.passes_over

    def counted(self: CalmPrices, ticker) -> bool:
        return look(self, ticker) and next(passed) >= 0

    monkeypatch.setattr(CalmPrices, "passes_over", counted)
    brief = await the_ledger_of(tmp_path / "brief", export, limits)
    monkeypatch.setattr(CalmPrices, "passes_over", lambda *_: False)
    whole = await the_ledger_of(tmp_path / "whole", export, limits)
    assert brief == whole
    assert brief[1]["FillRecorded"] > 10, "enough must have happened"
    assert next(passed) > (300 if limits.trail_distance is None else 30), "most prices concern nobody"
