"""docs/checklist.md may claim only what is there: each test it names exists, each file of a view too."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHECKLIST = ROOT / "docs" / "checklist.md"
LINE = re.compile(r"^\| *(?P<key>[FR]\d+) *\|(?P<what>[^|]*)\|(?P<tests>[^|]*)\|(?P<view>[^|]*)\|$")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
PLACE = re.compile(r"`((?:echotrade_desktop|resources)/[\w/.]+)`")
WANTED = (
    {f"F{n:03}" for n in (*range(1, 15), *range(20, 25), *range(30, 41), *range(50, 64), *range(70, 76))}
    | {f"F{n:03}" for n in (*range(80, 88), *range(90, 107), *range(110, 118), *range(120, 124), *range(130, 137))}
    | {f"R{n}" for n in (1, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19)}
)


def rows():
    return [match for line in CHECKLIST.read_text(encoding="utf-8").splitlines() if (match := LINE.match(line))]


@cache
def names_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_the_checklist_has_every_line_once():
    keys = [row["key"] for row in rows()]
    assert sorted(keys) == sorted(WANTED)


def test_every_test_the_checklist_names_exists():
    missing = [
        f"{row['key']}: {path}::{name}"
        for row in rows()
        for path, name in TEST.findall(row["tests"])
        if not (ROOT / path).is_file() or name not in names_in(path)
    ]
    assert missing == []


def test_a_line_names_a_test_or_says_not_yet():
    silent = [row["key"] for row in rows() if not TEST.search(row["tests"]) and "not yet" not in row["tests"]]
    assert silent == []


def test_every_place_the_checklist_names_exists():
    missing = [place for row in rows() for place in PLACE.findall(row["view"]) if not (ROOT / place).exists()]
    assert missing == []
