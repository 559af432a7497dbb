"""Imports of large libraries when they are needed: on a thread, so that the loop goes on."""

import asyncio
import sys
from importlib import import_module

from echotrade_desktop.collector import heavy_work


async def bring(*names: str) -> None:
    """Import modules that are not there yet; afterwards an import statement takes no time."""
    missing = [name for name in names if name not in sys.modules]
    if missing:
        await asyncio.to_thread(import_now, *missing)


def import_now(*names: str) -> None:
    """Import modules on this thread, with nothing beside it that would keep the window waiting."""
    with heavy_work():
        for name in names:
            import_module(name)
