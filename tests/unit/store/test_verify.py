"""`verify` finds what was changed, wherever it was changed."""

import re
import sqlite3
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from echotrade_desktop.engine.domain.errors import StoreUnavailable
from echotrade_desktop.engine.domain.facts import EquityMarked, GlobalMultiplierChanged
from echotrade_desktop.engine.store import VerifyReport, log, verify
from tests.unit.store.conftest import Open
from tests.unit.store.story import a_day, message


async def _a_kept_day(open_it: Open) -> None:
    ledger = open_it()
    for number in (1, 2, 3):
        await ledger.receive(message(number))
    await ledger.record(*a_day().facts)
    await ledger.close()


def _tampered(path: Path, *statements: str) -> VerifyReport:
    file = sqlite3.connect(path)
    file.execute("DROP TRIGGER event_log_keeps_UPDATE")
    file.execute("DROP TRIGGER event_log_keeps_DELETE")
    for statement in statements:
        assert file.execute(statement).rowcount > 0, statement
    file.commit()
    file.close()
    return verify(path)


async def test_an_honest_ledger_agrees(open_it: Open, path: Path) -> None:
    await _a_kept_day(open_it)
    report = verify(path)
    assert report.ok, report.disagreements
    assert (report.facts, report.fills, report.positions) == (len(a_day().facts), 5, 2)
    last = a_day().book.curve.newest
    assert report.equity == str(last.equity)


async def test_a_multiplier_written_with_other_digits_is_kept_with_these(open_it: Open, path: Path) -> None:
    """A slider says 1.0 where 1 was: the same number, and not the same text."""
    await _a_kept_day(open_it)
    ledger = open_it()
    (*_, last) = await ledger.load()
    await ledger.record(*(GlobalMultiplierChanged(last.at, Decimal(text), "c1") for text in ("1", "1.0")))
    await ledger.close()
    assert verify(path).disagreements == ()


async def test_a_running_engine_is_verified_without_disturbing_it(open_it: Open, path: Path) -> None:
    ledger, story = open_it(), a_day()
    for number, fact in enumerate(story.facts):
        await ledger.record(fact)
        if number % 5 == 0:
            assert verify(path).ok
    assert len(await ledger.load()) == len(story.facts)


async def test_verifying_leaves_nothing_behind(open_it: Open, path: Path) -> None:
    await _a_kept_day(open_it)
    before = {file.name: file.read_bytes() for file in path.parent.iterdir() if file.is_file()}
    verify(path)
    assert {file.name: file.read_bytes() for file in path.parent.iterdir() if file.is_file()} == before


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE fills SET price = '67500.11' WHERE trade_id = 't1'", "Table fills, row t1: price"),
        ("UPDATE fills SET fee = fee || '0' WHERE trade_id = 't1'", "Table fills, row t1: fee"),
        ("DELETE FROM fills WHERE trade_id = 't5'", "Table fills: the row t5 is missing"),
        ("UPDATE positions SET realised_pnl = '0.01' WHERE position_id = 'p1'", "Table positions, row p1: realised"),
        ("UPDATE positions SET rest = replace(rest, 'Anna', 'Anne')", "Table positions, row p1: rest"),
        ("UPDATE orders SET status = 'cancelled' WHERE position_id = 'p2'", "Table orders, row p2-1: status"),
        ("UPDATE signals SET verdicts = replace(verdicts, '0.7', '0.9')", "Table signals, row s1: verdicts"),
        ("UPDATE approvals SET quantity = '0.004' WHERE signal_id = 's1'", "Table approvals, row s1: quantity"),
        ("DELETE FROM approvals WHERE signal_id = 's2'", "Table approvals: the row s2 is missing"),
        ("UPDATE equity_points SET equity = equity || '1' WHERE day_start = 1", "Table equity_points"),
        ("UPDATE equity_points SET day_start = 2 WHERE day_start = 1", "Table equity_points"),
        ("UPDATE traders SET multiplier = '2'", "Table traders, row telegram:7: multiplier"),
        ("UPDATE account SET cash = '10000.01'", "Table account, row 1: cash"),
        ("UPDATE readings SET kind = 'noise' WHERE message_id = 1", "Table readings"),
        ("UPDATE messages SET text = 'SHORT' WHERE message_id = 2", "Message -100123, 2, 0 does not agree"),
        ("DELETE FROM messages WHERE message_id = 3", "Chat -100123: 3 message versions were stored, 2 are there"),
        ("UPDATE chats SET high_water = 2", "its mark says 2"),
        ("DELETE FROM chats", "it has messages but no mark"),
        ("INSERT INTO traders SELECT 'x', name, source, enabled, multiplier, approval, rest FROM traders",
         "Table traders: the row x does not come from any event"),
        ("UPDATE schema_version SET applied_at = ''", "Schema: the row of version 1"),
        ("UPDATE log_tip SET seq = seq + 1", "its log ends at record"),
    ],
)  # fmt: skip
async def test_a_changed_row_is_named(open_it: Open, path: Path, statement: str, says: str) -> None:
    await _a_kept_day(open_it)
    report = _tampered(path, statement)
    assert any(says in sentence for sentence in report.disagreements), report.disagreements


async def test_a_cent_in_a_fill_of_the_log_is_located(open_it: Open, path: Path) -> None:
    await _a_kept_day(open_it)
    report = _tampered(path, "UPDATE event_log SET body = replace(body, '67501.7', '67501.71') WHERE seq = 9")
    assert report.first_bad == 9
    assert any("Table fills, row t2: price" in sentence for sentence in report.disagreements)


@pytest.mark.parametrize("seq", [1, 9, len(a_day().facts)])
async def test_a_record_missing_from_the_log_is_located(open_it: Open, path: Path, seq: int) -> None:
    await _a_kept_day(open_it)
    report = _tampered(path, f"DELETE FROM event_log WHERE seq = {seq}")
    assert report.first_bad == seq
    missing = f"record {seq} of the log is missing", f"its log ends at record {seq - 1} instead of {seq}"
    assert any(words in sentence for sentence in report.disagreements for words in missing)


@pytest.mark.parametrize(
    ("column", "figure"),
    [
        ("price", "realised result"),
        ("fee", "fees"),
        ("quantity", "quantity"),
    ],
)
async def test_a_fill_forged_in_table_and_log_alike_is_still_found(
    open_it: Open, path: Path, column: str, figure: str
) -> None:
    """Even with every checksum made anew, position, cash and equity no longer follow from the fills."""
    await _a_kept_day(open_it)
    file = sqlite3.connect(path)
    file.execute("DROP TRIGGER event_log_keeps_UPDATE")
    stored = file.execute(f"SELECT {column} FROM fills WHERE trade_id = 't2'").fetchone()[0]
    forged = str(Decimal(stored) + Decimal("0.0001"))
    file.execute(f"UPDATE fills SET {column} = ? WHERE trade_id = 't2'", (forged,))
    file.execute("UPDATE event_log SET body = replace(body, ?, ?) WHERE seq = 9", (f'"{stored}"', f'"{forged}"'))
    tip = log.Tip()
    for seq, at, kind, body, _ in file.execute(log.SELECT).fetchall():
        tip = log.Tip(seq, log.checksum(tip.checksum, seq, at, kind, body))
        file.execute("UPDATE event_log SET checksum = ? WHERE seq = ?", (tip.checksum, seq))
    file.execute("UPDATE log_tip SET checksum = ?", (tip.checksum,))
    file.commit()
    file.close()
    report = verify(path)
    assert report.first_bad is None
    assert any(re.match(f"Position p1: the fills come to ({figure})", each) for each in report.disagreements)
    assert any(sentence.startswith("Equity at record") for sentence in report.disagreements)


async def test_a_mark_whose_cash_is_not_what_the_fills_left_is_found(open_it: Open, path: Path) -> None:
    ledger, story = open_it(), a_day()
    last = story.facts[-1]
    assert isinstance(last, EquityMarked)
    await ledger.record(*story.facts[:-1], replace(last, cash=last.cash + Decimal("0.01")))
    (sentence,) = verify(path).disagreements
    assert "of cash, the mark says" in sentence


async def test_an_equity_that_does_not_add_up_is_found_although_it_was_recorded_so(open_it: Open, path: Path) -> None:
    ledger, story = open_it(), a_day()
    last = story.facts[-1]
    assert isinstance(last, EquityMarked)
    await ledger.record(*story.facts[:-1], replace(last, equity=last.equity + Decimal("0.01")))
    report = verify(path)
    assert len(report.disagreements) == 1
    assert report.disagreements[0].startswith(f"Equity at record {len(story.facts)}: cash and positions come to")


async def test_an_equity_that_leaves_a_position_out_is_found(open_it: Open, path: Path) -> None:
    ledger, story = open_it(), a_day()
    last = story.facts[-1]
    assert isinstance(last, EquityMarked)
    await ledger.record(*story.facts[:-1], replace(last, equity=last.cash, marks=()))
    assert "['p2']" in verify(path).disagreements[0]


async def test_a_table_that_lost_its_guard_is_named(open_it: Open, path: Path) -> None:
    await _a_kept_day(open_it)
    with sqlite3.connect(path) as file:
        file.execute("DROP TRIGGER event_log_keeps_DELETE")
    file.close()
    assert verify(path).disagreements == ("Schema: the trigger event_log_keeps_DELETE is not as EchoTrade makes it.",)


async def test_a_record_of_a_kind_nobody_knows_is_said_to_be_newer(open_it: Open, path: Path) -> None:
    await _a_kept_day(open_it)
    report = _tampered(path, "UPDATE event_log SET kind = 'StopTeleported' WHERE seq = 5")
    assert report.first_bad == 5
    assert any('"StopTeleported"' in sentence and "newer version" in sentence for sentence in report.disagreements)


def test_no_ledger_and_another_database_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="no ledger"):
        verify(tmp_path / "paper.db")
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as file:
        file.execute("CREATE TABLE cats (name)")
    file.close()
    with pytest.raises(StoreUnavailable, match="not a ledger"):
        verify(other)
    other.write_bytes(b"My diary, page one." * 100)
    report = verify(other)
    assert not report.ok


async def test_tables_that_were_damaged_are_made_anew_from_the_events(open_it: Open, path: Path) -> None:
    await _a_kept_day(open_it)
    with sqlite3.connect(path) as file:
        file.execute("UPDATE positions SET realised_pnl = '1000000' WHERE position_id = 'p1'")
        file.execute("DELETE FROM approvals")
        file.execute("DELETE FROM fills WHERE trade_id = 't3'")
        file.execute("UPDATE equity_points SET cash = '0'")
    file.close()
    ledger = open_it()
    differences = await ledger.mend_tables()
    assert any(sentence.startswith("Table positions, row p1: realised_pnl is '1000000'") for sentence in differences)
    assert verify(path).ok
    assert await ledger.mend_tables() == []
