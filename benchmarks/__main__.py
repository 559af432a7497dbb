"""Run every benchmark, print one table, write `build/bench.json`.

`python -m benchmarks [NAME ...]` runs only the modules named, each in a process of its own. A module beside this one
takes part when it has `run() -> list[dict]`; a row has `name`, `value` and `unit`, and may have `goal` (not to be
exceeded, or with `at_least` to be reached), `floor` (the same unit, the bare minimum measured in the same run) and
`peers` (name to value).
"""

import importlib
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
from pathlib import Path

import benchmarks

OUTPUT = Path("build/bench.json")
ALONE = "--alone"


def finished(row: dict) -> dict:
    """A row with what follows from its figures: whether the goal is met, and the ratio to the floor."""
    value, goal, floor = row["value"], row.get("goal"), row.get("floor")
    met = None if goal is None else value >= goal if row.get("at_least") else value <= goal
    return {
        "name": row["name"],
        "value": value,
        "unit": row["unit"],
        "goal": goal,
        "met": met,
        "peers": row.get("peers", {}),
        "ratio_to_floor": None if not floor else round(value / floor, 3),
    }


def table(rows: list[dict]) -> str:
    """The rows as text, their columns aligned."""
    heads = ("benchmark", "value", "unit", "goal", "met", "× floor", "peers")
    lines = [heads, *(_cells(row) for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(heads))]
    aligned = (zip(line, widths, strict=True) for line in lines)
    return "\n".join("  ".join(cell.ljust(width) for cell, width in line).rstrip() for line in aligned)


def _cells(row: dict) -> tuple[str, ...]:
    def figure(number: float | None) -> str:
        return "" if number is None else f"{number:,.3g}" if abs(number) < 1000 else f"{number:,.0f}"

    met = {True: "yes", False: "NO", None: ""}[row["met"]]
    peers = ", ".join(f"{name} {figure(value)}" for name, value in row["peers"].items())
    return (
        row["name"],
        figure(row["value"]),
        row["unit"],
        figure(row["goal"]),
        met,
        figure(row["ratio_to_floor"]),
        peers,
    )


def measured(name: str) -> list[dict] | None:
    """The rows of one module, measured in a fresh process; None when it failed, which it has said itself."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "rows.json"
        done = subprocess.run([sys.executable, "-m", "benchmarks", ALONE, name, str(answer)], check=False)
        return json.loads(answer.read_text("utf-8")) if done.returncode == 0 else None


def alone(name: str, answer: str) -> int:
    """Run one module here and write its rows; a module that only helps others has none."""
    run = getattr(importlib.import_module(f"benchmarks.{name}"), "run", None)
    rows = [finished(row) for row in run()] if run is not None else []
    Path(answer).write_text(json.dumps(rows), "utf-8")
    return 0


def main(names: list[str]) -> int:
    """Run the modules named, or all; 2 for a name there is not, 1 when one of them failed."""
    os.environ.setdefault("QT_API", "pyside6")
    os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")
    if names[:1] == [ALONE]:
        return alone(*names[1:])
    helpers = ("__main__", "page", "plots", "peers_chart")
    known = sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name not in helpers)
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"No benchmark {', '.join(unknown)}; there are {', '.join(known)}.", file=sys.stderr)
        return 2
    rows, failed, load = list[dict](), list[str](), os.getloadavg()[0]
    for name in names or known:
        print(f"{name} ...", file=sys.stderr, flush=True)
        found = measured(name)
        rows += found or []
        failed += [name] if found is None else []
    print(table(rows))
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text(json.dumps({"rows": rows, "load": round(load, 1)}, indent=2) + "\n", "utf-8")
    if failed:
        print(f"Not measured, because they failed: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
