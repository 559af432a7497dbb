"""The app's start, as a user starts it, each time in a fresh process: the medians of some warm ones.

`chart usable` is the paint that shows the first candles. Behind it the exchange's and Telegram's libraries are imported
in a thread, as the app does when they are needed; what that keeps the window from is the stall. The app is measured as
it is installed: with its bytecode compiled.
"""
# ruff: noqa: PLC0415 - what is imported when is what is measured

import compileall
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

STARTS = 7
FIRST_MS, CHART_MS, BEHIND_MS, ALL_MS, STALL_MS = 200, 450, 900, 1_100, 40
BEAT_MS = 2
PACKAGE = Path(__file__).parents[1] / "echotrade_desktop"


# The bare minimum: Qt with an empty window, then pyqtgraph with an empty plot.
BARE = """
import sys, time
from PySide6.QtWidgets import QApplication, QWidget
def told(): return (time.clock_gettime(time.CLOCK_MONOTONIC) - float(sys.argv[1])) * 1000
app = QApplication([])
window = QWidget(); window.resize(1440, 900); window.show(); app.processEvents()
first = told()
import pyqtgraph
plot = pyqtgraph.PlotWidget(window); plot.resize(1080, 572); plot.show(); app.processEvents()
print(first, told())
"""


def run() -> list[dict[str, Any]]:
    """One start to warm up, then those that count."""
    told, bare = [], []
    compileall.compile_dir(PACKAGE, quiet=2)  # an environment that writes no bytecode would compile it at every start
    for _ in range(STARTS + 1):
        told.append(_start())
        bare.append(_bare())
    middle = {name: statistics.median(each[name] for each in told[1:]) for name in told[0]}
    window, plot = (statistics.median(each) for each in zip(*bare[1:], strict=True))
    return [
        _row("first window", middle["first"], FIRST_MS) | {"floor": window},
        {"name": "main window", "value": middle["main"], "unit": "ms"},
        _row("chart usable", middle["chart"], CHART_MS) | {"floor": plot},
        _row("ccxt and Telethon imported behind it", middle["behind"], BEHIND_MS),
        _row("everything, from the start of the process", middle["all"], ALL_MS),
        _row("longest stall while they are imported", middle["stall"], STALL_MS),
    ]


def _row(name: str, value: float, goal: float) -> dict[str, Any]:
    return {"name": name, "value": value, "unit": "ms", "goal": goal}


def _start() -> dict[str, float]:
    """Milliseconds from the start of a process to each of its moments."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.clock_gettime(time.CLOCK_MONOTONIC)
        command = [sys.executable, "-m", "benchmarks.start", folder, repr(began)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode:
        told = f"{done.stdout[-500:]}{done.stderr[-2000:]}"
        raise RuntimeError(f"the app did not start (it ended with {done.returncode}): {told}")
    return json.loads(done.stdout.splitlines()[-1])


def _bare() -> tuple[float, float]:
    began = time.clock_gettime(time.CLOCK_MONOTONIC)
    command = [sys.executable, "-c", BARE, repr(began)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    first, plot = map(float, done.stdout.split()[-2:])
    return first, plot


class _Watch:
    """Takes the times of one start, inside the process that starts."""

    def __init__(self, began: float) -> None:
        self._began = began
        self.times: dict[str, float] = {}

    def note(self, name: str) -> None:
        self.times.setdefault(name, (time.clock_gettime(time.CLOCK_MONOTONIC) - self._began) * 1000)

    def follow(self) -> None:
        """Look for the first window, then wrap what comes after it; nothing is imported earlier than it would be."""
        from echotrade_desktop.lean_pyside import leave_sources_unread

        leave_sources_unread()  # as the app does before it imports the first window
        from echotrade_desktop import first_window

        show, close = first_window.show_first_window, first_window.close_first_window

        def shown(profile: Path | None) -> None:
            show(profile)
            self.note("first")
            from echotrade_desktop import app

            app.close_first_window = closed
            place = app.Session._place_chart

            def placed(session: Any, stack: Any) -> None:
                place(session, stack)
                self._look_at(session.chart.view.canvas)

            app.Session._place_chart = placed

        def closed() -> None:
            close()
            self.note("main")

        first_window.show_first_window = shown

    def _look_at(self, canvas: Any) -> None:
        from PySide6.QtCore import QEvent, QObject, QTimer

        watch = self

        class Paints(QObject):
            def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
                if event.type() == QEvent.Type.Paint and len(canvas.series):
                    QTimer.singleShot(0, canvas, lambda: watch.chart_is_there(canvas))
                return False

        canvas.viewport().installEventFilter(Paints(canvas))

    def chart_is_there(self, canvas: Any) -> None:
        """Import the rest behind it, with an eye on the loop."""
        if "chart" in self.times:
            return
        self.note("chart")
        from PySide6.QtCore import Qt, QTimer

        done, last, stall = threading.Event(), [time.perf_counter()], [0.0]
        thread = threading.Thread(target=_import_the_rest, args=(done,))

        def beat() -> None:
            now = time.perf_counter()
            stall[0] = max(stall[0], (now - last[0]) * 1000 - BEAT_MS)
            last[0] = now
            if done.is_set() and "all" not in self.times:
                self.note("all")
                self.times |= {"behind": self.times["all"] - self.times["chart"], "stall": stall[0]}
                timer.stop()
                QTimer.singleShot(0, canvas.window(), canvas.window().close)

        timer = QTimer(canvas, interval=BEAT_MS)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(beat)
        timer.start()
        thread.start()


def _import_the_rest(done: threading.Event) -> None:
    from echotrade_desktop.engine.adapters.binance import lean_ccxt
    from echotrade_desktop.engine.adapters.late_imports import import_now

    lean_ccxt.install()
    import_now("ccxt.pro.binanceusdm", "telethon")
    done.set()


def _be_the_app(profile: str, began: float) -> int:
    watch = _Watch(began)
    watch.follow()
    from echotrade_desktop.__main__ import main

    code = main(["--profile", profile])
    print(json.dumps(watch.times), flush=True)
    return code


if __name__ == "__main__":
    os.environ.setdefault("QT_API", "pyside6")
    sys.exit(_be_the_app(sys.argv[1], float(sys.argv[2])))
