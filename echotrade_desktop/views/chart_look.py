"""How the user likes the charts, kept beside the window's layout."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QFileDevice, QIODevice, QSaveFile

from echotrade_desktop.engine.domain.errors import UnknownTimeframe
from echotrade_desktop.engine.domain.market import Timeframe
from echotrade_desktop.views import format as fmt

_FORMAT = 2
_BEFORE_SEVERAL = 1
ARRANGEMENTS = (1, 2, 4)
"""How many charts can be shown side by side: one, two in a row, two rows of two."""
MOST_CHARTS = max(ARRANGEMENTS)


@dataclass(frozen=True, slots=True)
class KeptChart:
    """One chart: its market ("" for none yet), the keys of its indicators, how its prices and candles are drawn."""

    symbol: str = ""
    timeframe: Timeframe = Timeframe.M15
    indicators: tuple[str, ...] = ()
    log: bool = False
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class ChartLook:
    """What is kept: the charts, how many of them are shown, the active one, and whether dragging takes the Alt key."""

    charts: tuple[KeptChart, ...] = (KeptChart(),)
    shown: int = 1
    active: int = 0
    alt_to_drag: bool = False


def read_look(path: Path) -> ChartLook:
    """What was kept; the default when there is nothing, or nothing that can be used."""
    try:
        kept = json.loads(path.read_text("utf-8"))
        if kept["format"] == _BEFORE_SEVERAL:
            chart = KeptChart(indicators=_keys(kept["indicators"]))
            return ChartLook((chart,), alt_to_drag=kept["alt_to_drag"] is True)
        if kept["format"] != _FORMAT:
            return ChartLook()
        return _look(kept)
    except (OSError, ValueError, TypeError, KeyError, UnknownTimeframe):
        return ChartLook()


def write_look(path: Path, look: ChartLook) -> bool:
    """Keep it, whole or not at all; False when it could not be written."""
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        return False
    file.setPermissions(QFileDevice.Permission.ReadOwner | QFileDevice.Permission.WriteOwner)
    file.write(json.dumps({"format": _FORMAT, **asdict(look)}, indent=1).encode())
    return file.commit()


def _look(kept: dict[str, Any]) -> ChartLook:
    charts = tuple(_chart(chart) for chart in kept["charts"][:MOST_CHARTS])
    shown = kept["shown"] if kept["shown"] in ARRANGEMENTS else 1
    active = kept["active"] if kept["active"] in range(shown) else 0
    return ChartLook(charts or (KeptChart(),), shown, active, kept["alt_to_drag"] is True)


def _chart(kept: dict[str, Any]) -> KeptChart:
    return KeptChart(
        fmt.plain(kept["symbol"], 40),
        Timeframe.of(kept["timeframe"]),
        _keys(kept["indicators"]),
        kept["log"] is True,
        kept["hollow"] is True,
    )


def _keys(kept: list[Any]) -> tuple[str, ...]:
    return tuple(key for key in kept if isinstance(key, str))
