"""The vault on the page of settings, over the real sealed file: another passphrase, and a forgotten one."""

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from echotrade_desktop.engine.domain.errors import BadInput
from echotrade_desktop.sealed_vault import SealedVault
from echotrade_desktop.views.confirm import Question
from tests.views.stage import play, until

pytestmark = pytest.mark.usefixtures("quick_vault")

OLD, NEW = "correct horse battery", "a better passphrase"


async def open_page(stage):
    """Open the settings of a profile whose sealed file holds a key."""
    await stage.live.unlock(OLD)
    vault = await stage.live.vault()
    await vault.put("binance.key", "canary-4471")
    stage.window.open_settings("vault")
    row = stage.window.settings.vault
    await until(row.change.isVisible)
    return row


def fill(dialog, now, new, again):
    for field, text in ((dialog.now, now), (dialog.new, new), (dialog.again, again)):
        field.line.setFocus()
        field.line.setText("")
        QTest.keyClicks(field.line, text)


async def test_a_changed_passphrase_opens_the_vault_and_the_old_one_no_more(tmp_path):
    async def act(stage):
        row = await open_page(stage)
        dialog = row.open_change()
        fill(dialog, OLD, NEW, "another")
        dialog.save.click()
        assert dialog.again.problem == "These two are not the same."
        fill(dialog, "not it at all", NEW, NEW)
        dialog.save.click()
        await until(lambda: dialog.now.problem)
        assert "not the passphrase" in dialog.now.problem
        fill(dialog, OLD, NEW, NEW)
        QTest.keyClick(dialog.again.line, Qt.Key.Key_Return)
        await until(lambda: "new passphrase" in row.told.text())
        assert (dialog.now.line.text(), dialog.new.line.text()) == ("", "")
        stage.window.settings.close()

    await play(tmp_path, act)
    again = SealedVault(tmp_path)
    with pytest.raises(BadInput):
        again.unlock(OLD)
    again.unlock(NEW)
    assert again.get("binance.key") == "canary-4471"


async def test_a_forgotten_passphrase_sets_the_file_aside_only_after_a_yes_that_says_what_is_lost(tmp_path):
    async def act(stage):
        row = await open_page(stage)
        row.forgot.click()
        question = stage.window.settings.findChild(Question)
        assert "exchange keys and the Telegram login are lost" in question.findChildren(type(row.told))[1].text()
        question.reject()
        await asyncio.sleep(0)
        assert not SealedVault(tmp_path).is_new
        row.ask_aside().accept()
        await until(lambda: "vault.sealed.aside-1" in row.told.text())
        await until(lambda: not row.change.isVisible())
        stage.window.settings.close()

    await play(tmp_path, act)
    assert SealedVault(tmp_path).is_new
    aside = tmp_path / "vault.sealed.aside-1"
    aside.rename(tmp_path / "vault.sealed")
    kept = SealedVault(tmp_path)
    kept.unlock(OLD)
    assert kept.get("binance.key") == "canary-4471"


async def test_while_live_trading_needs_the_key_the_vault_stays(tmp_path):
    async def act(stage):
        row = await open_page(stage)
        stage.secrets._is_armed = lambda: True
        row.ask_aside().accept()
        await until(lambda: "Go back to paper first" in row.told.text())
        stage.window.settings.close()

    await play(tmp_path, act)
    assert not SealedVault(tmp_path).is_new
