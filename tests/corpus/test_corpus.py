"""Every labelled message, judged: calls read exactly or refused, chatter never traded, updates understood."""

import pytest

from tests.corpus import judge

HALVES = {"tune": 98, "check": 95}  # least share of exact calls, in percent


@pytest.fixture(scope="module", params=sorted(HALVES))
def half(request):
    counts, faults = judge.count(judge.messages(request.param))
    return request.param, counts, faults


def test_nothing_is_ever_misread_or_traded_by_mistake(half):
    assert half[2] == []


def test_calls_are_read_exactly(half):
    name, counts, _ = half
    calls = counts["exact"] + counts["refused"] + counts["misread"]
    assert calls > 50
    assert 100 * counts["exact"] >= HALVES[name] * calls


def test_updates_are_understood(half):
    _, counts, _ = half
    updates = counts["update right"] + counts["update missed"] + counts["update misread"]
    assert updates > 20
    assert 100 * counts["update right"] >= 98 * updates


def test_the_corpus_is_as_large_and_as_varied_as_promised():
    rows = judge.messages()
    assert len(rows) >= 600
    assert len({row["id"] for row in rows}) == len(rows)
    assert len({row["format"] for row in rows}) >= 200


def test_the_judge_tells_a_misreading_from_a_refusal():
    row = {
        "id": "x", "text": "", "kind": "entry", "symbol": "BTC/USDT", "side": "long", "entries": ["67500"],
        "stop_loss": "66000", "take_profits": ["69000", "70000"], "leverage": 10, "reject": None,
    }  # fmt: skip
    good = {key: row[key] for key in ("symbol", "side", "entries", "stop_loss", "take_profits", "leverage")}

    def judged(*calls):
        return judge.verdicts(row, {"kind": "entry", "signals": list(calls), "update": None})

    assert judged(good) == ["exact"]
    assert judged({**good, "entries": ["67500.0"]}) == ["exact"]
    assert judged({**good, "side": "short"}) == ["misread"]
    assert judged({**good, "take_profits": ["70000", "69000"]}) == ["misread"]
    assert judged({**good, "stop_loss": None}) == ["misread"]
    assert judged({**good, "leverage": 5}) == ["exact", "leverage misread"]
    assert judged(good, good) == ["misread"]
    assert judged() == ["refused"]
