"""The chart against an empty pyqtgraph plot of the same size, in the same run: medians of real paints.

finplot is measured beside it where `make peers` has been run.
"""

import gc
import json
import os
import statistics
import subprocess
import sys
import time
import tracemalloc
from decimal import Decimal
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from benchmarks.plots import EXAMPLE_CANDLES, NOON, SIZE, Empty, Example, Mouse, Probe, interleaved, walk
from echotrade_desktop.engine.domain.market import Instrument, Side, Timeframe
from echotrade_desktop.views.chart.chart_view import ChartView
from echotrade_desktop.views.chart.specs import LineKind, LineSpec
from echotrade_desktop.views.models.candles import Bar, CandleSeries
from echotrade_desktop.views.theme import set_theme

BTC = Instrument("BTC/USDT", Decimal("0.1"), Decimal("0.001"), Decimal(5))
PEERS = Path(".venv-peers/bin/python")
TICK_GOAL_MS, DRAG_GOAL_MS, LOAD_GOAL_S, MEMORY_GOAL_MB = 1.0, 1.5, 0.25, 80
PAN_SHARE, ALL_SHARE, LINES_SHARE = 1.25, 1.4, 2.0


def run() -> list[dict]:
    """Live ticks, pan steps and a dragged stop, in milliseconds from the change to the end of its paint."""
    app = QApplication.instance() or QApplication([])
    set_theme("dark")
    empty = Empty(app)
    example = Example(app)
    rows = []
    for count in (10_000, 100_000, 1_000_000):
        rows += _rows_for(app, count, empty, example if count == EXAMPLE_CANDLES else None)
    rows += _dragging(app, empty)
    return rows


def _rows_for(app: QApplication, count: int, empty: "Empty", example: "Example | None") -> list[dict]:
    columns = walk(count)
    memory, seconds = _loading(columns)
    finplot = _finplot(count)
    view = _chart(app, columns)
    probe = Probe(app, view.canvas)
    tick_floor, tick = interleaved(probe, (empty.probe, empty.tick), lambda i: _tick(view, i))
    pan_floor, pan = interleaved(probe, (empty.probe, empty.pan), lambda i: _pan(view, i))
    view.canvas.look(view.canvas.viewport_state.zoomed(1e-9, 0))
    whole = count * view.canvas.viewport_state.step
    view.canvas.look(view.canvas.viewport_state.zoomed(view.canvas.viewport_state.width / whole, 0))
    view.canvas.look_at_newest()
    all_floor, all_pan = interleaved(probe, (empty.probe, empty.pan), lambda i: _pan(view, i))
    _close(app, view)
    name = f"{count:,} candles"
    rows = [
        _row(f"live tick, {name}", tick, "ms", TICK_GOAL_MS, tick_floor) | _beside(finplot, "tick"),
        _row(f"pan step, {name}", pan, "ms", PAN_SHARE * pan_floor, pan_floor) | _beside(finplot, "pan"),
        _row(f"pan step, all of {name} in view", all_pan, "ms", ALL_SHARE * all_floor, all_floor)
        | _beside(finplot, "all"),
    ]
    if example:
        rows[0]["peers"] = {**rows[0]["peers"], "pyqtgraph's example": example.tick_ms}
    if count == 1_000_000:
        rows.append(_row(f"load {name}", seconds, "s", LOAD_GOAL_S) | _beside(finplot, "load"))
        rows.append(_row(f"memory for {name}", memory, "MB", MEMORY_GOAL_MB) | _beside(finplot, "memory"))
    return rows


def _row(name: str, value: float, unit: str, goal: float, floor: float | None = None) -> dict:
    return {"name": name, "value": value, "unit": unit, "goal": goal, "floor": floor, "peers": {}}


def _beside(figures: dict[str, float], key: str) -> dict:
    return {"peers": {"finplot": figures[key]}} if figures else {}


def _finplot(count: int) -> dict[str, float]:
    """Finplot under the same steps; nothing where it is not installed or does not get through."""
    if not PEERS.exists():
        print("  finplot is skipped: run `make peers` to measure it too.", file=sys.stderr)
        return {}
    command = [str(PEERS), str(Path(__file__).with_name("peers_chart.py")), str(count)]
    own = {name: value for name, value in os.environ.items() if name not in ("QT_API", "PYQTGRAPH_QT_LIB")}
    done = subprocess.run(command, env=own, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        print(f"  finplot is skipped: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return {}
    return json.loads(done.stdout.splitlines()[-1])


def _loading(columns: np.ndarray) -> tuple[float, float]:
    """Megabytes and seconds that a series takes for itself."""
    gc.collect()
    tracemalloc.start()
    series = CandleSeries()
    series.replace(columns)
    memory = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    del series
    return memory, statistics.median(_load_once(columns) for _ in range(5))


def _load_once(columns: np.ndarray) -> float:
    begin = time.perf_counter()
    CandleSeries().replace(columns)
    return time.perf_counter() - begin


def _dragging(app: QApplication, empty: "Empty") -> list[dict]:
    view = _chart(app, walk(10_000))
    last = Decimal(str(round(view.canvas.series.last.close, 1)))
    common = {"side": Side.LONG, "entry": last, "quantity": Decimal("0.01"), "group": "p", "started_at": NOON}
    view.set_lines(
        [
            LineSpec("entry", LineKind.ENTRY, "Long 0.010", last, **common),
            LineSpec("stop", LineKind.STOP, "SL", last - 100, draggable=True, **common),
            LineSpec("target", LineKind.TARGET, "TP1", last + 100, draggable=True, **common),
        ]
    )
    app.processEvents()
    y = view.canvas.viewport_state.y_of(float(last - 100))
    probe = Probe(app, view.canvas)
    mouse = Mouse(view.canvas)
    floor, tick = interleaved(probe, (empty.probe, empty.tick), lambda i: _tick(view, i))
    mouse.press(400, y)
    mouse.move(400, y + 20)
    drag = probe.median(lambda i: mouse.move(400, y + 20 + i % 37))
    mouse.release(400, y)
    view.set_indicators(("ema20", "rsi"))
    study_floor, study = interleaved(probe, (empty.probe, empty.tick), lambda i: _tick(view, i))
    _close(app, view)
    return [
        _row("live tick, three lines", tick, "ms", LINES_SHARE * floor, floor),
        {"name": "live tick, three lines, EMA and RSI", "value": study, "unit": "ms", "floor": study_floor},
        _row("stop drag, event to paint", drag, "ms", DRAG_GOAL_MS, floor),
    ]


def _chart(app: QApplication, columns: np.ndarray) -> ChartView:
    view = ChartView(lambda: NOON)
    view.resize(*SIZE)
    view.set_symbols([BTC])
    view.show_loading(BTC, Timeframe.M1)
    view.show_candles(BTC.symbol, Timeframe.M1, columns)
    view.canvas.look(view.canvas.viewport_state.zoomed(0.55, view.canvas.viewport_state.width))
    view.canvas.look_at_newest()
    view.show()
    app.processEvents()
    return view


def _close(app: QApplication, view: ChartView) -> None:
    view.close()
    view.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _tick(view: ChartView, index: int) -> None:
    """A trade within the newest candle: its close, its volume, the price line."""
    last = view.canvas.series.last
    close = last.low + (last.high - last.low) * (index % 11 + 1) / 12
    view.canvas.series.update_last(Bar(last.time, last.open, last.high, last.low, close, last.volume + 0.001))
    view.update_price(BTC.symbol, Decimal(f"{close:.1f}"), 1)


def _pan(view: ChartView, index: int) -> None:
    view.canvas.look(view.canvas.viewport_state.panned(40 if index % 2 else -40))
