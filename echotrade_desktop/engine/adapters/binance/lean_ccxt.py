"""Makes `ccxt`, `ccxt.async_support` and `ccxt.pro` importable without importing their hundred exchanges.

Each package's `__init__` imports every exchange: half a second of work, for two classes. The packages are created but
not executed; a name is looked up on its first use (PEP 562). Works from files and from a frozen archive.
"""

import importlib
import sys
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any

_SHARED = ("ccxt.base.errors", "ccxt.base.decimal_to_precision", "ccxt.base.precise")
_BASES = {
    "ccxt": "ccxt.base.exchange",
    "ccxt.async_support": "ccxt.async_support.base.exchange",
    "ccxt.pro": "ccxt.async_support.base.exchange",
}


class _Shell(ModuleType):
    """A package whose names are looked up when they are asked for."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        for source in (*_SHARED, _BASES[self.__name__]):
            found = importlib.import_module(source)
            if hasattr(found, name):
                return getattr(found, name)
        whole = f"{self.__name__}.{name}"
        try:
            importlib.import_module(whole)
        except ModuleNotFoundError as error:
            if error.name != whole:
                raise
            raise AttributeError(f"{self.__name__} has no {name}") from None
        return self.__dict__[name]

    def __setattr__(self, name: str, value: Any) -> None:
        """Keep the exchange's class where the import system puts the module that holds it.

        A shell inside another holds no class of its own name, and would import all it has to find that out.
        """
        is_exchange = isinstance(value, ModuleType) and not isinstance(value, _Shell)
        if is_exchange and value.__name__ == f"{self.__name__}.{name}":
            value = getattr(value, name, value)
        super().__setattr__(name, value)


def install() -> None:
    """Put the shells in place; when ccxt was imported before, it stays as it is."""
    if "ccxt" in sys.modules:
        return
    for name in _BASES:
        spec = find_spec(name)
        if spec is None:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        shell = module_from_spec(spec)
        shell.__class__ = _Shell
        sys.modules[name] = shell
        parent, _, leaf = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], leaf, shell)
