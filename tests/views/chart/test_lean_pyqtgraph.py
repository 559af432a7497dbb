"""pyqtgraph without its tour of Qt is the same pyqtgraph."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
CODE = """
import os
import sys
os.environ["QT_API"], os.environ["PYQTGRAPH_QT_LIB"] = "pyside6", "PySide6"
import PySide6.QtCore
names = set(dir(PySide6.QtCore))
import echotrade_desktop.views.chart
import pyqtgraph as pg
import PySide6.QtWidgets
assert set(dir(PySide6.QtCore)) == names, "Qt's own names are changed"
assert len(vars(pg.Qt.QtWidgets)) < 150, "every name was copied"
assert pg.Qt.QtCore.QRectF is PySide6.QtCore.QRectF
assert "QRectF" in vars(pg.Qt.QtCore), "asked for each time anew"
assert pg.QtWidgets.QGraphicsView is PySide6.QtWidgets.QGraphicsView
assert not hasattr(pg.Qt.QtGui, "NoSuchThing")
assert not hasattr(pg, "NoSuchThing")
assert "pyqtgraph.parametertree" not in sys.modules, "all of it was imported"
app = pg.mkQApp()
plot = pg.PlotWidget()
plot.plot([1, 3, 2])
plot.addItem(pg.InfiniteLine(2))
plot.addItem(pg.TextItem("two"))
plot.resize(300, 200)
assert not plot.grab().isNull()
print("good")
"""


def test_it_draws_and_no_name_is_copied_before_it_is_asked_for():
    command = [sys.executable, "-W", "error", "-c", CODE]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "good", done.stderr
