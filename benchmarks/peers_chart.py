"""finplot under the chart benchmark's own steps, in an environment of its own (`make peers`).

`.venv-peers/bin/python benchmarks/peers_chart.py COUNT` prints one JSON object: milliseconds for a live tick, a pan
step and a pan step with all candles in view, seconds to load, megabytes taken.
"""

import gc
import json
import os
import statistics
import sys
import time
from pathlib import Path

import finplot
import numpy as np
import pandas as pd
from PyQt6.QtCore import QEvent, QObject

SIZE = (1280, 720)
SHOWN, STEP = 200, 4
TIMES = {"tick": 40, "pan": 40, "all": 12}


class Probe(QObject):
    """Counts the paints of a view."""

    def __init__(self, app, view):
        super().__init__(view)
        self.app, self.painted = app, 0
        view.viewport().installEventFilter(self)

    def eventFilter(self, _watched, event):  # noqa: N802
        """Count."""
        self.painted += event.type() == QEvent.Type.Paint
        return False

    def median(self, change, times):
        """Milliseconds from a change to the end of its paint."""
        spent = []
        for index in range(times + 3):
            self.app.processEvents()
            before, begin = self.painted, time.perf_counter()
            change(index)
            while self.painted == before and time.perf_counter() - begin < 20:
                self.app.processEvents()
            spent.append((time.perf_counter() - begin) * 1000)
        return statistics.median(spent[3:])


def walk(count):
    """The same random walk that the other charts show."""
    random = np.random.default_rng(7)
    close = 60_000 * np.exp(np.cumsum(random.normal(0, 2e-4, count)))
    opened = np.concatenate(([close[0]], close[:-1]))
    high = np.maximum(opened, close) * (1 + np.abs(random.normal(0, 2e-4, count)))
    low = np.minimum(opened, close) * (1 - np.abs(random.normal(0, 2e-4, count)))
    times = pd.date_range("2020-01-01", periods=count, freq="min")
    return pd.DataFrame({"open": opened, "close": close, "high": high, "low": low}, index=times)


def resident():
    """Megabytes of this process in memory now."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


def measure(count):
    """All figures for a number of candles."""
    frame = walk(count)
    axis = finplot.create_plot("finplot", init_zoom_periods=SHOWN)
    window = axis.vb.win
    window.resize(*SIZE)
    before, begin = resident(), time.perf_counter()
    item = finplot.candlestick_ochl(frame, ax=axis)
    finplot.show(qt_exec=False)
    app = finplot.QtGui.QGuiApplication.instance()
    app.processEvents()
    seconds = time.perf_counter() - begin
    megabytes = resident() - before
    probe = Probe(app, window)

    def tick(index):
        frame.iloc[-1, 1] = frame.iloc[-1, 3] + (frame.iloc[-1, 2] - frame.iloc[-1, 3]) * (index % 11 + 1) / 12
        item.update_data(frame)

    def pan(index):
        axis.vb.pan_x(steps=STEP if index % 2 else -STEP)

    figures = {"tick": probe.median(tick, TIMES["tick"]), "pan": probe.median(pan, TIMES["pan"])}
    finplot.set_x_pos(frame.index[0], frame.index[-1], ax=axis)
    app.processEvents()
    shift = max(1, count // 50)
    figures["all"] = probe.median(lambda i: axis.vb.pan_x(steps=shift if i % 2 else -shift), TIMES["all"])
    return figures | {"load": seconds, "memory": megabytes}


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
