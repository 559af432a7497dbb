"""`python -m benchmarks.page` writes the figures of `build/bench.json` into `docs/performance.md`."""

import json
import os
import sys
from pathlib import Path

PAGE, FIGURES = Path("docs/performance.md"), Path("build/bench.json")
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"


def table(rows: list[dict]) -> str:
    """The rows as a table in Markdown."""
    lines = ["| figure | value | goal | met | × floor | peers |", "|---|---|---|---|---|---|"]
    lines += [f"| {' | '.join(_cells(row))} |" for row in rows]
    return "\n".join(lines)


def _cells(row: dict) -> tuple[str, ...]:
    met = {True: "yes", False: "**no**", None: ""}[row["met"]]
    peers = ", ".join(f"{name} {_figure(value)}" for name, value in row["peers"].items())
    value = f"{_figure(row['value'])} {row['unit']}".strip()
    return row["name"], value, _figure(row["goal"]), met, _figure(row["ratio_to_floor"]), peers


def _figure(number: float | None) -> str:
    if number is None:
        return ""
    return f"{number:,.3g}" if abs(number) < 1000 else f"{number:,.0f}"


def main() -> int:
    """Put the table between its marks; 1 when there are no figures yet."""
    if not FIGURES.exists():
        print("There are no figures yet: run `make bench` first.", file=sys.stderr)
        return 1
    before, rest = PAGE.read_text("utf-8").split(BEGIN)
    after = rest.split(END)[1]
    figures = json.loads(FIGURES.read_text("utf-8"))
    load = f"Load of the machine when the run began: {figures['load']} on {os.cpu_count()} processors."
    PAGE.write_text(f"{before}{BEGIN}\n{load}\n\n{table(figures['rows'])}\n{END}{after}", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
