"""Every page of the account in every look at its least size: named, reachable, readable, whole."""

import asyncio
from datetime import timedelta

import pytest

from echotrade_desktop.engine.domain.live import VaultView
from echotrade_desktop.engine.domain.telegram import FollowedChat, LoginStep
from echotrade_desktop.views import theme
from echotrade_desktop.views.icons import load_icons
from echotrade_desktop.views.telegram.login import BOT
from echotrade_desktop.views.telegram.window import LEAST_SIZE, TelegramWindow
from tests.views import walk
from tests.views.fakes_telegram import HARBOUR_ROOM, NORTH_GROUP, TOKEN, FakeAccount, Place, jpeg

WRONG = "Telegram asks you to wait 2 m before the next try. Nothing was sent; the button comes back by itself."


def with_help(window, account):
    window.login.help_button.click()


def with_a_problem(window, account):
    account.become(account.state.step, problem=WRONG, until=account.clock.now() + timedelta(seconds=99))


def as_a_bot(window, account):
    window.login.ways.choose(BOT)
    window.login.token.line.setText(TOKEN)


def with_a_qr_code(window, account):
    account.renew_qr("x")


def at_a_channel(window, account):
    window.channels.chats.choose(HARBOUR_ROOM)


def at_a_group(window, account):
    window.channels.chats.choose(NORTH_GROUP)


def at_an_unfollowed_chat(window, account):
    window.channels.chats.choose(-1001111111111)


def as_it_opens(window, account):
    pass


def with_a_locked_vault(window, account):
    window.vault.box.show_view(VaultView("Sealed file", locked=True, is_new=False))


def with_a_new_vault(window, account):
    window.vault.box.show_view(VaultView("Sealed file", locked=True, is_new=True))


PLACES = [
    (LoginStep.NO_CONSENT, as_it_opens), (LoginStep.SIGNED_OUT, as_it_opens), (LoginStep.SIGNED_OUT, with_help),
    (LoginStep.SIGNED_OUT, with_a_problem), (LoginStep.SIGNED_OUT, as_a_bot), (LoginStep.CODE_SENT, as_it_opens),
    (LoginStep.CODE_SENT, with_a_problem), (LoginStep.PASSWORD_NEEDED, as_it_opens),
    (LoginStep.PASSWORD_NEEDED, with_a_problem), (LoginStep.SIGNED_OUT, with_a_qr_code),
    (LoginStep.SIGNED_IN, at_a_channel), (LoginStep.SIGNED_IN, at_a_group),
    (LoginStep.SIGNED_IN, at_an_unfollowed_chat), (LoginStep.SIGNED_OUT, with_a_locked_vault),
    (LoginStep.SIGNED_OUT, with_a_new_vault),
]  # fmt: skip


@pytest.mark.parametrize(("step", "come"), PLACES, ids=lambda part: getattr(part, "__name__", str(part)))
async def test_every_page_of_the_account_is_named_reachable_readable_and_whole(step, come):
    load_icons()
    account = FakeAccount(step)
    account.chats = (FollowedChat(HARBOUR_ROOM, "Harbour Calls"), FollowedChat(NORTH_GROUP, "Northline Desk"))
    account.pictures = {HARBOUR_ROOM: jpeg()}
    place, found = Place(account), []
    place.vault = VaultView("Sealed file", locked="vault" in come.__name__, is_new=False)
    window = TelegramWindow(place.bridge)
    window.resize(*LEAST_SIZE)
    window.open_here()
    await place.settle()
    come(window, account)
    await place.settle()
    await asyncio.sleep(0)
    for look in theme.THEMES:
        theme.set_theme(look)
        found += [f"{look}: {fault}" for fault in walk.faults(window)]
        await place.settle()
    window.close()
    window.deleteLater()
    assert found == [], "\n".join(found)


async def test_the_question_before_revoking_is_named_reachable_readable_and_whole():
    place = Place(FakeAccount(LoginStep.SIGNED_IN))
    window = TelegramWindow(place.bridge)
    window.open_here()
    await place.settle()
    question = window.ask_to_revoke()
    found = []
    for look in theme.THEMES:
        theme.set_theme(look)
        found += walk.faults(question)
    question.reject()
    window.close()
    window.deleteLater()
    assert found == [], "\n".join(found)
