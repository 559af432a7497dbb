"""The rehearsal: each drill while it runs and as it is explained; and the questions of vault and live trading."""

import asyncio
import tempfile
from pathlib import Path

from PySide6.QtTest import QTest

from echotrade_desktop import rehearsal
from echotrade_desktop.engine.domain.rehearsal import Drill
from echotrade_desktop.views.arming import RIGHTS
from tests.views import test_arming
from tests.views.stage import Stage, until
from tests.views.test_help import hold_one
from tests.views.test_vault_settings import open_page
from tests.views.test_walk import close_above
from tools.screens.camera import Camera

QUICK = {"CRASH_S": 3, "SILENT_S": 8, "CALL_INTO_SILENCE_S": 6, "BETWEEN_S": 1}


async def drills(stage: Stage, camera: Camera) -> None:
    """Play every drill."""
    for name, seconds in QUICK.items():
        setattr(rehearsal, name, seconds)
    await hold_one(stage)
    stage.window.help.open_rehearsal()
    window = stage.window.help.rehearsal
    camera.take(window, "rehearsal before")
    for drill in Drill:
        window.rows[drill].start.click()
        await asyncio.sleep(2.2)
        camera.take(window, f"rehearsal {drill.value} runs")
        camera.take(stage.window, f"rehearsal {drill.value} window")
        await until(window.report.text)
        camera.take(window, f"rehearsal {drill.value} explained")
        stage.window.toasts.clear()
    window.close()


async def vault(stage: Stage, camera: Camera) -> None:
    """The sealed file on the page of settings, another passphrase, and the file set aside."""
    row = await open_page(stage)
    camera.take(stage.window.settings, "vault settings")
    dialog = row.open_change()
    dialog.again.say("These two are not the same.") if hasattr(dialog.again, "say") else None
    camera.take(dialog, "vault change")
    dialog.reject()
    question = row.ask_aside()
    camera.take(question, "vault aside")
    question.reject()
    close_above(stage.window)
    stage.window.settings.close()


async def live(camera: Camera, take_looks) -> None:
    """From paper to live over an exchange on loopback: each step of arming, the window in its red frame."""

    async def act(trader: test_arming.Trader) -> None:
        await trader.prices()
        dialog = await trader.arm_to(RIGHTS)
        take_looks(lambda: camera.take(dialog, "arming step 2"))
        trader.press(dialog.go_on)
        QTest.keyClicks(dialog.word_page.word.line, "LIVE")
        take_looks(lambda: camera.take(dialog, "arming step 3"))
        trader.press(dialog.go_on)
        await until(lambda: trader.window.header.mode.text == "LIVE")
        await trader.prices()
        signal_id = await trader.call("BTC LONG 67500 SL 67000 TP 69000")
        panel = trader.window.approvals
        await until(lambda: signal_id in panel.cards)
        panel.select(signal_id)
        await until(lambda: panel.cards[signal_id].armed)
        take_looks(lambda: camera.take(trader.window, "live window"))
        if panel.cards[signal_id].can_approve:
            panel.approve_selected()
            take_looks(lambda: camera.take(panel, "live second press"))
        trader.window.open_connection()
        await asyncio.sleep(0.2)
        take_looks(lambda: camera.take(trader.window.connection, "live markets and accounts"))
        trader.window.connection.close()
        trader.window.leave_live()
        await asyncio.sleep(0.3)

    with tempfile.TemporaryDirectory() as folder:
        await test_arming.play(Path(folder), act)
