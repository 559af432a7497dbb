"""A test that leaves something behind, or reaches beyond this machine, fails: each guard is shown to bite."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
TEST_IN_VIEWS = """
async def test_passed_in_views(loop):
    assert type(loop).__name__ == "QtLoop"
"""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory) -> dict[str, set[str]]:
    """How each offender ended, under the real conftest and configuration: {"test_error_task": {"PASSED", "ERROR"}}."""
    folder = tmp_path_factory.mktemp("offenders")
    (folder / "tests/views").mkdir(parents=True)
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copy(ROOT / "tests/house/offenders.py", folder / "tests/test_offenders.py")
    (folder / "tests/views/test_here.py").write_text(TEST_IN_VIEWS)
    conftest = (ROOT / "tests/conftest.py").read_text()
    quicker, count = re.subn(r"^LONGEST_ASYNC_TEST_S = \d+$", "LONGEST_ASYNC_TEST_S = 0.3", conftest, flags=re.M)
    assert count == 1
    (folder / "tests/conftest.py").write_text(quicker)
    command = [sys.executable, "-m", "pytest", "-rA", "-p", "no:cacheprovider", "--rootdir", str(folder), str(folder)]
    report = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False).stdout
    found: dict[str, set[str]] = {}
    for outcome, name in re.findall(r"^(PASSED|FAILED|ERROR) \S+::(\w+)", report, re.M):
        found.setdefault(name, set()).add(outcome)
    assert found, report
    return found


def test_every_offender_ends_as_its_name_says(outcomes):
    expected = {"passed": {"PASSED"}, "failed": {"FAILED"}, "error": {"PASSED", "ERROR"}}
    wrong = {name: ended for name, ended in outcomes.items() if ended != expected[name.split("_")[1]]}
    assert wrong == {}


def test_all_offenders_ran(outcomes):
    offenders = re.findall(r"^(?:async )?def (test_\w+)", (ROOT / "tests/house/offenders.py").read_text(), re.M)
    assert set(outcomes) == {*offenders, "test_passed_in_views"}
