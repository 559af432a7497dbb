"""A call that was traded and changes on Telegram: what that offers, taken with the mouse, and never by itself."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from echotrade_desktop.views.confirm import Question
from tests.servers.telegram import LoopbackTelegram
from tests.views.stage import until
from tests.views.telegram_stage import CALL, PASSWORD, PHONE, play

pytestmark = pytest.mark.usefixtures("quick_vault")

LEFT = Qt.MouseButton.LeftButton


async def test_an_edit_offers_its_stop_and_a_deletion_offers_to_close_each_a_press_away(profile):
    telegram = LoopbackTelegram()
    telegram.world.add_account(PHONE, password=PASSWORD)
    calls = telegram.world.add_chat("Alpha Calls")

    async def act(stage):
        await stage.sign_in_by_code()
        await stage.follow(calls)
        post, position = await traded(stage, telegram, calls)
        telegram.world.edit(calls, post.id, "BTC LONG 67500 SL 67300 TP 68000")
        move = await offered(stage, "Move the stop to 67,300.0")
        assert stop_of(stage) == Decimal(67200), "nothing is done by itself"
        stage.market.tick("BTC/USDT")
        QTest.mouseClick(move, LEFT)
        await until(lambda: stop_of(stage) == Decimal(67300))

        telegram.world.delete(calls, post.id)
        close = await offered(stage, "Close the position…")
        QTest.mouseClick(close, LEFT)
        await until(lambda: stage.window.findChildren(Question))
        assert stage.parts.desk.book.open_positions(), "what cannot be undone is asked for first"
        stage.market.tick("BTC/USDT")
        stage.window.findChildren(Question)[0].yes.click()
        await until(lambda: not stage.parts.desk.book.open_positions())
        assert not stage.parts.desk.book.positions[position].is_open

    await play(profile, act, telegram)


async def traded(stage, telegram, calls):
    stage.market.tick("BTC/USDT")
    post = telegram.world.post(calls, CALL)
    panel = stage.window.approvals
    await until(lambda: panel.selected in panel.cards and panel.cards[panel.selected].armed)
    stage.page.close()
    stage.window.activateWindow()
    await until(stage.window.isActiveWindow)
    stage.market.tick("BTC/USDT")
    await stage.parts.engine.settle()
    QTest.keyClick(panel, Qt.Key.Key_A)
    await until(stage.parts.desk.book.open_positions)
    await stage.parts.engine.settle()
    return post, stage.parts.desk.book.open_positions()[0].position_id


async def offered(stage, name):
    def found():
        return [way for toast in stage.window.toasts.shown for way in toast.ways if way.text() == name]

    await until(found)
    return found()[0]


def stop_of(stage):
    return stage.parts.desk.book.open_positions()[0].stop_loss
