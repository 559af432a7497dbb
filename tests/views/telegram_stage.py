"""The real window over the loopback Telegram, and a hand that signs in and follows."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from echotrade_desktop.engine.adapters.telegram import ServerAddress
from echotrade_desktop.engine.telegram_wiring import TelegramRecipe
from echotrade_desktop.late_vault import vault_of
from echotrade_desktop.stopping import Stop
from tests.views.stage import Stage, until

PHONE, PASSWORD = "+4915112345678", "kanarienvogel 88"
API_ID, API_HASH = "7654321", "c0ffee0123456789abcdef0123456789"
PASSPHRASE = "open sesame for tests"
CALL = "BTC LONG 67500 SL 67200 TP 68000"


class TelegramStage(Stage):
    """A session whose calls come from the loopback Telegram."""

    def __init__(self, profile, act, telegram) -> None:
        super().__init__(profile, act)
        self.telegram = telegram
        self.vault = vault_of(profile)

    def recipe(self):
        server = ServerAddress(2, "127.0.0.1", self.telegram.port, self.telegram.key_file(self.profile.parent))
        return replace(super().recipe(), telegram=TelegramRecipe(self.vault, server))

    @property
    def page(self):
        return self.window.telegram.window

    async def shows(self, page):
        await until(lambda: self.page.stack.currentWidget() is page)

    async def agree(self):
        self.window.telegram.open()
        await self.shows(self.page.consent)
        self.page.consent.agree.click()
        await self.choose_passphrase()
        await self.shows(self.page.login)

    async def choose_passphrase(self):
        """There is no keyring where tests run: a sealed file is made."""
        box = self.page.vault.box
        await until(box.again.isVisible)
        QTest.keyClicks(box.first.line, PASSPHRASE)
        QTest.keyClick(box.first.line, Qt.Key.Key_Return)
        QTest.keyClicks(box.again.line, PASSPHRASE)
        QTest.keyClick(box.again.line, Qt.Key.Key_Return)

    def fill_key(self):
        QTest.keyClicks(self.page.login.api_id.line, API_ID)
        QTest.keyClicks(self.page.login.api_hash.line, API_HASH)

    async def sign_in_by_code(self):
        await self.agree()
        QTest.keyClicks(self.page.login.phone.line, PHONE)
        self.fill_key()
        QTest.keyClick(self.page.login.api_hash.line, Qt.Key.Key_Return)
        await self.shows(self.page.code)
        QTest.keyClicks(self.page.code.field.line, self.telegram.logins.code)
        QTest.keyClick(self.page.code.field.line, Qt.Key.Key_Return)
        await self.shows(self.page.password)
        QTest.keyClicks(self.page.password.field.line, PASSWORD)
        QTest.keyClick(self.page.password.field.line, Qt.Key.Key_Return)
        await self.shows(self.page.channels)

    async def follow(self, chat):
        picker = self.page.channels
        await until(lambda: len(picker.chats.chats.rows) == len(self.telegram.world.chats))
        picker.search.setText(chat.title)
        picker.chats.choose(chat.chat_id)
        QTest.keyClick(picker.chats, Qt.Key.Key_Space)
        await until(self.parts.telegram.followed)
        await self.reads()

    async def reads(self):
        await until(lambda: any(row.name == "telegram" and "reading" in row.detail for row in self.health()))

    def health(self):
        return self.parts.dashboard.health()


async def play(profile, act, telegram):
    """Open the window, let `act` do its part with the loopback Telegram, close everything."""
    async with telegram:

        async def begin(stage):
            await stage.ready()
            await act(stage)
            await stage.parts.engine.settle()

        stage = TelegramStage(profile, begin, telegram)
        assert await stage.main(Stop()) == 0
    return stage
