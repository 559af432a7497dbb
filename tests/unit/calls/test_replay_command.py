"""`echotrade replay` as it is typed: figures on stdout, progress and sentences on stderr, exit codes."""

import json
from pathlib import Path

import pytest

from echotrade_desktop.__main__ import main
from echotrade_desktop.engine.compose import PAPER_DB
from echotrade_desktop.folders import default_profile

EXPORTS = Path(__file__).parents[2] / "data" / "exports"
HARBOUR = str(EXPORTS / "harbour.json")


def test_it_prints_one_json_object_and_leaves_a_ledger_that_verifies(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["replay", HARBOUR, "--profile", str(tmp_path), "--approve", "rules", "--json"]) == 0
    printed = capsys.readouterr()
    result = json.loads(printed.out)
    kinds = ("entries", "updates", "noise", "rejected", "service")
    assert result["messages"] == sum(result[kind] for kind in kinds) == 63
    assert {"orders", "positions", "ledger_ok", "seconds"} <= result.keys()
    assert "62 of 62 messages" in printed.err
    assert main(["verify", "--profile", str(tmp_path)]) == 0


def test_without_a_profile_nothing_of_the_user_is_touched(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", HARBOUR]) == 0
    assert "Positions still open: 0." in capsys.readouterr().out
    assert not (default_profile() / PAPER_DB).exists()


@pytest.mark.parametrize("name", ["truncated", "not_json", "web_page", "absent"])
def test_a_file_that_is_no_export_ends_with_one_sentence_and_2(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["replay", str(EXPORTS / f"{name}.json"), "--profile", str(tmp_path), "--json"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.strip().splitlines()) == 1
    assert "Traceback" not in printed.err


def test_a_second_replay_into_the_same_profile_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["replay", str(EXPORTS / "account.json"), "--profile", str(tmp_path)]
    assert main(words) == 0
    capsys.readouterr()
    assert main(words) == 2
    assert capsys.readouterr().err.startswith(f"The profile {tmp_path} has a ledger already")
