"""Named places on the path of an order, where a test may end or stop the process. Unarmed, one look into a dictionary.

`ECHOTRADE_FAULT="after-submitted-recorded:kill"` kills the process when it gets there; `:kill@3` the third time;
`:fail` raises `StoreUnavailable` instead, as a disk that refuses would. Several are separated by commas.
"""

import os
import signal
from collections.abc import Callable

from echotrade_desktop.engine.domain.errors import StoreUnavailable

VARIABLE = "ECHOTRADE_FAULT"
POINTS = (
    "message-arrived",
    "message-stored",
    "approval-asked",
    "approval-recorded",
    "order-intended",
    "submitted-recorded",
    "answer-arrived",
    "answer-recorded",
    "cancel-intended",
    "cancel-answered",
    "cancel-recorded",
    "fill-arrived",
    "fill-recorded",
    "stop-due",
    "stop-placed",
    "old-stop-due",
    "old-stop-gone",
    "old-target-gone",
    "target-placed",
    "stop-move-asked",
    "stop-moved",
    "close-asked",
    "close-sent",
    "look-up-due",
    "look-up-answered",
    "adopted",
    "commit-due",
    "committed",
    "told",
    "recovery-begun",
    "recovered",
    "pause-recorded",
)
_armed: dict[str, Callable[[], None]] = {}


def reach(name: str) -> None:
    """Do what is armed for a place; nothing, nearly always."""
    act = _armed.get(name)
    if act is not None:
        act()


def arm(text: str) -> None:
    """Arm what `text` names and nothing else; raises ValueError for a place or an act there is not."""
    _armed.clear()
    for part in filter(None, text.split(",")):
        name, _, act = part.partition(":")
        act, _, turn = act.partition("@")
        if name not in POINTS or act not in _ACTS:
            raise ValueError(f"there is no fault {part!r}")
        _armed[name] = _counted(_ACTS[act], int(turn or 1))


def _counted(act: Callable[[], None], turn: int) -> Callable[[], None]:
    """Return what acts when it is called for the `turn`-th time, and never again."""
    calls = 0

    def count_and_act() -> None:
        nonlocal calls
        calls += 1
        if calls == turn:
            act()

    return count_and_act


def _kill() -> None:
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


def _fail() -> None:
    raise StoreUnavailable("A test let the disk refuse here; nothing of this was kept.")


_ACTS = {"kill": _kill, "fail": _fail}
arm(os.environ.get(VARIABLE, ""))
