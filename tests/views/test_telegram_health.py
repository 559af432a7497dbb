"""How the connection to Telegram is, from the real listener to the foot of the real window and the tray's words."""

from datetime import UTC, datetime, timedelta

import pytest

from echotrade_desktop.engine.adapters.telegram import listener
from tests.servers.telegram import LoopbackTelegram
from tests.views.stage import until
from tests.views.telegram_stage import PASSWORD, PHONE, play

pytestmark = pytest.mark.usefixtures("quick_vault")


async def following(stage, chat):
    """Sign in and follow; return what the foot says, and what the tray is told from now on."""
    await stage.sign_in_by_code()
    await stage.follow(chat)
    told = []
    stage.window.telegram.health_changed.connect(told.append)

    def foot():
        return stage.window.status.items["telegram"].detail.text()

    return foot, told


async def test_a_wait_that_telegram_imposes_catching_up_and_being_signed_out_are_each_said(profile):
    telegram = LoopbackTelegram()
    account = telegram.world.add_account(PHONE, password=PASSWORD)
    calls = telegram.world.add_chat("Alpha Calls")

    async def act(stage):
        foot, told = await following(stage, calls)
        telegram.flood("GetHistory", 1)
        telegram.drop()
        await until(lambda: foot().startswith("stale · told to wait · 0:0"))
        await until(lambda: "told to wait" in told)
        telegram.deaf_to = {"GetHistory"}  # when the wait is over
        await until(lambda: foot() == "starting · catching up")
        await until(lambda: told[-1] == "catching up")
        telegram.deaf_to = set()
        telegram.drop()
        await until(lambda: foot() == "reading 1 chat")
        telegram.end_sessions(account)
        telegram.drop()
        await until(lambda: foot() == "down · signed out, press to sign in")
        await until(lambda: told[-1] == "signed out, press to sign in")

    await play(profile, act, telegram)


async def test_a_channel_that_is_silent_for_unusually_long_is_named(profile, monkeypatch):
    monkeypatch.setattr(listener, "LOOK_AGAIN_S", 0.05)
    moment = datetime.now(UTC) - timedelta(hours=9)

    def now():
        nonlocal moment
        moment += timedelta(seconds=30)
        return moment

    telegram = LoopbackTelegram(now=now)
    telegram.world.add_account(PHONE, password=PASSWORD)
    calls = telegram.world.add_chat("Alpha Calls")

    async def act(stage):
        foot, told = await following(stage, calls)
        for number in range(12):
            telegram.world.post(calls, f"good morning, number {number}")
        await until(lambda: foot().startswith("stale · Alpha Calls has been silent for"))
        await until(lambda: told[-1].endswith("which is unusual"))
        nonlocal moment
        moment += timedelta(hours=9)
        telegram.world.post(calls, "back again")
        await until(lambda: foot() == "reading 1 chat")

    await play(profile, act, telegram)
