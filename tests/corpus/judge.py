"""How a reading is judged against the label of its message: exact, refused (safe), or misread (never acceptable)."""

import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from echotrade_desktop.engine.signals.parser import as_json, parse

HERE = Path(__file__).parent
TOUCHING = {"close", "partial_close", "move_stop", "breakeven", "cancel"}  # updates that act on a position
NEVER = frozenset(
    {"misread", "false trade", "false action", "must-reject opened", "leverage misread", "update misread"}
)


def messages(split: str | None = None) -> list[dict[str, Any]]:
    """Every labelled message of this folder, or those of one half ("tune", "check")."""
    rows = [json.loads(line) for file in sorted(HERE.glob("*.jsonl")) for line in _lines(file)]
    return [row for row in rows if split is None or row.get("split", "tune") == split]


def _lines(file: Path) -> Iterator[str]:
    return (line for line in file.read_text(encoding="utf-8").splitlines() if line.strip())


def answer(row: dict[str, Any]) -> dict[str, Any]:
    """What `echotrade parse` answers to a message."""
    return as_json(parse(row["text"], reply_to=row.get("reply_to")), row["id"])


def _figure(value: Any) -> str | None:
    if value is None:
        return None
    try:
        return str(Decimal(str(value)).normalize())
    except InvalidOperation:
        return str(value)


def _levels(call: dict[str, Any]) -> tuple[Any, ...]:
    entries = sorted(_figure(price) or "" for price in call.get("entries") or [])
    targets = [_figure(price) for price in call.get("take_profits") or []]
    return call.get("symbol"), call.get("side"), entries, _figure(call.get("stop_loss")), targets


def verdicts(row: dict[str, Any], given: dict[str, Any]) -> list[str]:
    """Judge one answer; more than one verdict when several things are wrong with it."""
    opened = given["signals"] if given["kind"] == "entry" else []
    if row["kind"] == "entry":
        return _on_a_call(row, opened)
    found = ["false trade"] if opened else []
    update = given["update"] if given["kind"] == "update" else None
    if row["kind"] == "update":
        found.append(_on_an_update(row, update))
    elif update is not None and update["action"] in TOUCHING:
        found.append("false action")
    return found


def _on_a_call(row: dict[str, Any], opened: list[dict[str, Any]]) -> list[str]:
    if row.get("reject") and not row.get("parse_ok"):
        pieces = sorted(map(str, map(_levels, row.get("multi") or [])))
        all_of_them = bool(pieces) and pieces == sorted(map(str, map(_levels, opened)))
        return ["kept shut" if all_of_them or not opened else "must-reject opened"]
    if not opened:
        return ["refused"]
    if len(opened) > 1 or _levels(opened[0]) != _levels(row):
        return ["misread"]
    wanted = row.get("leverage")
    return ["exact"] if wanted is None or opened[0]["leverage"] == wanted else ["exact", "leverage misread"]


def _on_an_update(row: dict[str, Any], update: dict[str, Any] | None) -> str:
    wanted = row["update"]
    if update is None or update["action"] != wanted["action"]:
        return "update missed"
    if row.get("symbol") and update["symbol"] not in {None, row["symbol"]}:
        return "update misread"
    same = all(
        _figure(update.get(key)) == _figure(wanted[key])
        for key in ("price", "percent", "target", "scope")
        if key in wanted
    )
    return "update right" if same else "update misread"


def count(rows: list[dict[str, Any]]) -> tuple[Counter[str], list[str]]:
    """Judge many messages: the verdicts counted, and the ids of the messages that must never be read so."""
    counts: Counter[str] = Counter()
    faults: list[str] = []
    for row in rows:
        found = verdicts(row, answer(row))
        counts.update(found)
        faults.extend(f"{row['id']}: {verdict}" for verdict in found if verdict in NEVER)
    return counts, faults
