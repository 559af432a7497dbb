"""Imports pyqtgraph without its tour of Qt, and of itself only what a chart takes.

`pyqtgraph.Qt` copies every name of QtCore, QtGui and QtWidgets into modules of its own, and PySide6 makes a class when
it is first looked at: of the 250 ms that the import takes, that is half. Here these three modules look a name up when
somebody asks for it. `pyqtgraph` itself imports all its items, widgets and tools; those that this app never uses wait
until one of their names is asked for. Nothing else of pyqtgraph changes; `tests/views/chart/test_lean_pyqtgraph.py`
holds the promise.
"""

import sys
from importlib import import_module
from types import ModuleType

_COPIED = ("QtCore", "QtGui", "QtWidgets")
_LATE = tuple(
    f"pyqtgraph.{name}"
    for name in (
        *(
            f"graphicsItems.{item}"
            for item in (
                "ArrowItem", "AxisItem", "BarGraphItem", "BoxplotItem", "ButtonItem", "ColorBarItem", "CurvePoint",
                "DateAxisItem", "ErrorBarItem", "FillBetweenItem", "GradientEditorItem", "GradientLegend",
                "GraphicsLayout", "GraphicsWidgetAnchor", "GraphItem", "GridItem", "HistogramLUTItem", "ImageItem",
                "InfiniteLine", "IsocurveItem", "LabelItem", "LegendItem", "LinearRegionItem", "PColorMeshItem",
                "PlotCurveItem", "PlotDataItem", "PlotItem", "ROI", "ScaleBar", "ScatterPlotItem", "TargetItem",
                "TextItem", "UIGraphicsItem", "VTickGroup",
            )
        ),
        "imageview",
        *(
            f"widgets.{widget}"
            for widget in (
                "BusyCursor", "CheckTable", "ColorButton", "ColorMapWidget", "ComboBox", "DataFilterWidget",
                "DataTreeWidget", "DiffTreeWidget", "FeedbackButton", "FileDialog", "GradientWidget",
                "GraphicsLayoutWidget", "HistogramLUTWidget", "JoystickButton", "LayoutWidget", "PathButton",
                "PlotWidget", "ProgressDialog", "RawImageWidget", "ScatterPlotWidget", "SpinBox", "TableWidget",
                "TreeWidget", "ValueLabel", "VerticalLabel",
            )
        ),
    )
)  # fmt: skip


class _Lazy(ModuleType):
    """A module whose names are another's, fetched once each."""

    def __init__(self, name: str, source: ModuleType) -> None:
        super().__init__(name)
        self.__path__: list[str] = []
        self._source = source

    def __getattr__(self, name: str) -> object:
        value = getattr(self._source, name)
        setattr(self, name, value)
        return value


class _Late(ModuleType):
    """Stands in for a module, empty, until one of its names is asked for."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(_real(self.__name__), name)


def load_pyqtgraph() -> None:
    """Import it once; where it is there already, nothing happens."""
    if "pyqtgraph" in sys.modules:
        return
    sources = {name: import_module(f"PySide6.{name}") for name in _COPIED}
    own = {name: vars(source).get("__dir__") for name, source in sources.items()}
    for name, source in sources.items():
        sys.modules[f"pyqtgraph.Qt.{name}"] = _Lazy(f"pyqtgraph.Qt.{name}", source)
        vars(source)["__dir__"] = list  # it finds nothing to copy
    for name in _LATE:
        sys.modules[name] = _Late(name)
    try:
        vars(import_module("pyqtgraph"))["__getattr__"] = _found_late
    finally:
        for name, source in sources.items():
            del vars(source)["__dir__"]
            if own[name] is not None:
                vars(source)["__dir__"] = own[name]


def _real(name: str) -> ModuleType:
    """Import a module whose place is held."""
    if isinstance(sys.modules.get(name), _Late):
        del sys.modules[name]
    return import_module(name)


def _found_late(name: str) -> object:
    """Answer for a name of pyqtgraph that a module still to be imported bears too: `pg.PlotWidget`."""
    module = next((late for late in _LATE if late.endswith(f".{name}")), None)
    if module is None:
        raise AttributeError(f"module 'pyqtgraph' has no attribute {name!r}")
    found = vars(sys.modules["pyqtgraph"])[name] = getattr(_real(module), name)
    return found
