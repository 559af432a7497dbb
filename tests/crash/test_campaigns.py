"""A small share of each campaign in every run of the suite, and the proof that they can fail."""

import re
import sys
from pathlib import Path

import pytest

from echotrade_desktop.engine import fault_points as points
from tests.crash import damaged_db, disk_full, stop_moves
from tests.crash.campaign import ROOT, run

SOME_COURSES = 60
UNHURRIED = "10"  # times as fast as real: the suite's machine has other things to do, and its delays must not count


def test_every_named_step_is_on_some_path_and_every_step_on_a_path_is_named():
    """A fault armed for a step that nobody takes would prove nothing."""
    source = "".join(path.read_text() for path in (ROOT / "echotrade_desktop").rglob("*.py"))
    assert set(re.findall(r'reach\("([^"]*)"', source)) == set(points.POINTS)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_killed_at_random_instants_it_loses_doubles_and_bares_nothing():
    line = run("kill9", "--runs", "40", "--seed", "11", "--speed", UNHURRIED)
    only_late = re.search(r"seeds=\[([\d, ]+)\] found=\{'unprotected': \d+\}", line)
    if only_late is None:
        assert " PASS " in line, line
        return
    for seed in only_late[1].split(", "):  # a second of this machine counts as ten: alone, it has to keep its word
        again = run("kill9", "--runs", "3", "--seed", seed, "--speed", UNHURRIED)
        assert " PASS " in again, f"{line}\n{again}"


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_without_its_stops_the_campaign_of_kills_fails():
    for seed in ("12", "13", "14"):  # on a busy machine ten lives may pass before any position has stood long enough
        line = run("kill9", "--runs", "10", "--seed", seed, "--speed", UNHURRIED, "--break", "no_stop")
        if " FAIL " in line:
            break
    assert " FAIL " in line, line
    assert "'unprotected'" in line, line


@pytest.mark.slow
def test_no_way_of_moving_a_stop_leaves_the_position_bare():
    played, wrong = stop_moves.campaign(every=SOME_COURSES)
    assert played >= 30
    assert wrong == []


@pytest.mark.slow
def test_a_full_disk_loses_nothing_whatever_write_it_strikes():
    assert disk_full.campaign(range(2, 40, 9)) == []


@pytest.mark.slow
def test_damaged_ledgers_are_set_aside_and_told(tmp_path: Path):
    seen, wrong = damaged_db.campaign(tmp_path, 18, seed=5)
    assert wrong == []
    assert seen["backup restored"] > 5


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_of_many_starts_at_once_one_lives():
    line = run("instances", "--n", "8")
    assert " PASS " in line, line
