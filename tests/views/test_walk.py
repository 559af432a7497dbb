"""Every view in every look: named, reachable, readable, whole at the least size, at 100 and at 200 %."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from echotrade_desktop.views import theme
from echotrade_desktop.views.icons import load_icons
from echotrade_desktop.views.numerals import use_style
from echotrade_desktop.views.toasts import Telling
from echotrade_desktop.views.translation import Translations, tr
from tests.views import walk
from tests.views.stage import Stage, play, until

CALLS = ("ETH SHORT 3200 SL 3250 TP 3100", "BTC LONG 67500 SL 69000", "BTC LONG 67500 SL 66800 TP 69000 71000 lev 10x")
NOT_OPENED = ("Quit", "Full screen", "Reset the layout", "Charts on the whole screen")
LOOKS = theme.THEMES if os.environ.get("QT_SCALE_FACTOR") is None else ("dark",)
GERMAN = "light"  # the look that is walked through in German, whose words are longer


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()
    QTest.qWait(1)


def tops(window: QWidget) -> list[QWidget]:
    """Return the windows above the window."""
    return [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not window and isinstance(w, QDialog)]


def close_above(window: QWidget) -> None:
    for top in QApplication.topLevelWidgets():
        if top is not window and top.isVisible() and isinstance(top, QDialog | QMenu):
            top.close()
    settle()


def pages(dialog: QWidget) -> list:
    """Return what brings each section of a dialog to the front; itself alone where there are none."""
    group = getattr(dialog, "sections", None)
    return [button.click for button in group.buttons()] if group is not None else [lambda: None]


async def rich(stage: Stage) -> None:
    """Fill the window: a position, calls that wait and that are blocked, a closed trade, notices."""
    await stage.opened("BTC LONG 67500 SL 67200 TP 68000")
    for text in CALLS:
        await stage.call(text)
    await stage.call("Good morning everyone")
    await until(lambda: stage.window.approvals.cards)
    stage.window.tell(Telling("The stop of BTC/USDT has moved to 67,300.0, was 67,200.0.", undo=lambda: None))
    stage.window.tell(Telling("The market is silent since 12 s; entries wait.", "warning"))


def lasting(faults: Callable[[QWidget], Iterable[str]], widget: QWidget) -> list[str]:
    """Return the faults that stay: an age may grow by a digit, a price become old, while one looks."""
    seen: list[str] = []
    for _ in range(3):
        settle()
        seen = list(faults(widget))
        if not seen:
            break
    return seen


async def walk_everything(stage: Stage, look: str) -> list[str]:
    """Return what is wrong; names, places and order are the same in every look, so they are looked at in one."""
    window, found = stage.window, []
    faults = walk.unreadable if look == "contrast" else walk.faults
    left_alone, looks = {tr(name) for name in NOT_OPENED}, (tr("Look: {look}", look=""), tr("Look: follow the system"))

    def look_at(widget: QWidget, where: str) -> None:
        found.extend(f"{look}, {where}: {fault}" for fault in lasting(faults, widget))

    theme.set_theme(look)
    window.resize(1024, 700)
    for tab in range(4):
        window.go_to_tab(tab)
        look_at(window, f"tab {tab}")
    window.go_to_tab(0)
    for action in list(window.actions_of):
        if action.text() in left_alone or action.text().startswith(looks) or action.isCheckable():
            continue
        action.trigger()
        await asyncio.sleep(0.05)  # what it asks the engine is answered
        settle()
        if "chart" in action.text().lower():
            look_at(window, action.text())
        for top in tops(window):
            for number, page in enumerate(pages(top)):
                page()
                if top.minimumHeight() > 300 and top.minimumWidth() < top.maximumWidth():  # else as large as its words
                    top.resize(top.minimumSize())
                look_at(top, f"{action.text()} {number}")
        close_above(window)
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Escape)  # an editor in a table
    return found


@pytest.fixture
def spoken(qapp, look):
    """Speak German in one of the looks."""
    if look != GERMAN:
        yield
        return
    words = Translations("de", qapp)
    QApplication.installTranslator(words)
    use_style("de")
    yield
    use_style("en")
    QApplication.removeTranslator(words)
    words.deleteLater()


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize("look", LOOKS)
async def test_every_widget_of_every_view_has_a_name_a_place_and_enough_contrast(tmp_path, qapp, look):
    load_icons()
    found: list[str] = []

    async def act(stage: Stage) -> None:
        await rich(stage)
        found.extend(await walk_everything(stage, look))

    await play(tmp_path, act)
    assert found == [], "\n".join(sorted(set(found)))


@pytest.mark.slow
@pytest.mark.skipif(os.environ.get("QT_SCALE_FACTOR") is not None, reason="this is the run at another scale")
def test_all_of_this_holds_at_two_hundred_percent():
    here = Path(__file__)
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:randomly", "-p", "no:cacheprovider", str(here)],
        cwd=here.parents[2],
        env={**os.environ, "QT_SCALE_FACTOR": "2"},
        check=False,
        capture_output=True,
        text=True,
        timeout=110,
    )
    assert run.returncode == 0, run.stdout[-6000:]
