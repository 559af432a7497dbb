"""The account's window over a scripted account: consent, each way to sign in, each page of a chat."""

import asyncio

from echotrade_desktop.engine.domain.live import VaultView
from echotrade_desktop.engine.domain.telegram import FollowedChat
from echotrade_desktop.views.telegram.window import TelegramWindow
from tests.views.fakes_telegram import HARBOUR_ROOM, NORTH_GROUP, FakeAccount, Place, jpeg
from tests.views.test_telegram_walk import PLACES
from tools.screens.camera import Camera, kept


async def account_pages(camera: Camera, width: int, height: int) -> None:
    """Grab every page that the walk through the account looks at, in a window of this size."""
    for step, come in PLACES:
        account = FakeAccount(step)
        account.chats = (FollowedChat(HARBOUR_ROOM, "Harbour Calls"), FollowedChat(NORTH_GROUP, "Northline Desk"))
        account.pictures = {HARBOUR_ROOM: jpeg()}
        place = Place(account)
        place.vault = VaultView("Sealed file", locked="vault" in come.__name__, is_new=False)
        window = TelegramWindow(place.bridge)
        window.resize(width, height)
        window.open_here()
        await place.settle()
        come(window, account)
        await place.settle()
        await asyncio.sleep(0.05)
        camera.take(window, f"telegram {step.value} {come.__name__}")
        window.close()
        kept.append((window, place))
