"""Run every benchmark, print one table, write `build/bench.json`.

`python -m benchmarks [NAME ...]` runs only the modules named. A module beside this one takes part when it has
`run() -> list[dict]`; a row has `name`, `value` and `unit`, and may have `goal` (not to be exceeded, or with `at_least`
to be reached), `floor` (the same unit, the bare minimum measured in the same run) and `peers` (name to value).
"""

import importlib
import json
import os
import pkgutil
import sys
from pathlib import Path

import benchmarks

OUTPUT = Path("build/bench.json")


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


def main(names: list[str]) -> int:
    """Run the modules named, or all; 2 for a name there is not."""
    os.environ.setdefault("QT_API", "pyside6")
    os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")
    known = sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name != "__main__")
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"No benchmark {', '.join(unknown)}; there are {', '.join(known)}.", file=sys.stderr)
        return 2
    rows: list[dict] = []
    for name in names or known:
        run = getattr(importlib.import_module(f"benchmarks.{name}"), "run", None)
        if run is not None:
            print(f"{name} ...", file=sys.stderr)
            rows += [finished(row) for row in run()]
    print(table(rows))
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text(json.dumps({"rows": rows}, indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
