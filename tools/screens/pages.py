"""Every tab of the filled window, every arrangement of charts, and everything the menus open."""

import asyncio

from echotrade_desktop.views.start_gate import StartGate
from echotrade_desktop.views.translation import tr
from tests.views.stage import Stage
from tests.views.test_walk import NOT_OPENED, close_above, pages, settle, tops
from tools.screens.camera import Camera, kept

TABS = ("positions", "history", "signals", "portfolio")


async def the_window(stage: Stage, camera: Camera) -> None:
    """Every tab, every arrangement of charts, and everything the menus open."""
    window = stage.window
    for number, name in enumerate(TABS):
        window.go_to_tab(number)
        await asyncio.sleep(0.05)
        camera.take(window, f"window {name}")
    window.go_to_tab(0)
    left_alone, looks = {tr(name) for name in NOT_OPENED}, (tr("Look: {look}", look=""), tr("Look: follow the system"))
    for action in list(window.actions_of):
        if action.text() in left_alone or action.text().startswith(looks) or action.isCheckable():
            continue
        action.trigger()
        await asyncio.sleep(0.1)
        settle()
        if action.shortcut().toString() in ("Alt+2", "Alt+4", "Alt+1"):
            camera.take(window, action.text())
        for top in tops(window):
            for number, page in enumerate(pages(top)):
                page()
                camera.take(top, f"{action.text()} {number}")
        close_above(window)
    for line in window.traders.lines.values():
        window.traders.open_options(line.row)
        settle()
        for top in tops(window):
            camera.take(top, "trader options")
        break
    close_above(window)


def start_gate(camera: Camera, size: tuple[int, int]) -> None:
    """What a start asks that cannot go on by itself."""
    for passphrase in (True, False):
        gate = StartGate(
            "Live trading is armed", "The vault with its key is locked.",
            (("unlock", "Unlock"), ("paper", "Stay on paper")), "", passphrase,
        )  # fmt: skip
        gate.resize(*size)
        gate.show()
        camera.take(gate, f"start gate {'passphrase' if passphrase else 'question'}")
        gate.close()
        kept.append(gate)
