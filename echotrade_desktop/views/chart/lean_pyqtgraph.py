"""Imports pyqtgraph without its tour of Qt.

`pyqtgraph.Qt` copies every name of QtCore, QtGui and QtWidgets into modules of its own, and PySide6 makes a class when
it is first looked at: of the 250 ms that the import takes, that is half. Here these three modules look a name up when
somebody asks for it. Nothing else of pyqtgraph changes; `tests/views/chart/test_lean_pyqtgraph.py` holds the promise.
"""

import sys
from importlib import import_module
from types import ModuleType

_COPIED = ("QtCore", "QtGui", "QtWidgets")


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


def load_pyqtgraph() -> None:
    """Import it once; where it is there already, nothing happens."""
    if "pyqtgraph" in sys.modules:
        return
    sources = {name: import_module(f"PySide6.{name}") for name in _COPIED}
    own = {name: vars(source).get("__dir__") for name, source in sources.items()}
    for name, source in sources.items():
        sys.modules[f"pyqtgraph.Qt.{name}"] = _Lazy(f"pyqtgraph.Qt.{name}", source)
        vars(source)["__dir__"] = list  # it finds nothing to copy
    try:
        import_module("pyqtgraph")
    finally:
        for name, source in sources.items():
            del vars(source)["__dir__"]
            if own[name] is not None:
                vars(source)["__dir__"] = own[name]
