"""The loopback Telegram: listens on 127.0.0.1, answers the real Telethon, and lets it down when told to."""

import asyncio
import base64
import socket
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from telethon.tl import functions, types

from tests.servers.telegram import told
from tests.servers.telegram.answers import ANSWERS
from tests.servers.telegram.keys import server_key, use_quick_aes
from tests.servers.telegram.link import Fault, Key, Link, Silence
from tests.servers.telegram.login import Logins
from tests.servers.telegram.world import Account, Change, Chat, World

HOST = "127.0.0.1"
UNSIGNED = Fault(401, "AUTH_KEY_UNREGISTERED")
f = functions
WRAPPERS = (
    f.InvokeWithLayerRequest,
    f.InitConnectionRequest,
    f.InvokeWithoutUpdatesRequest,
    f.InvokeAfterMsgRequest,
)


@dataclass
class Flood:
    """The next `times` requests of a name are told to wait."""

    seconds: int
    times: int


class LoopbackTelegram:
    """`async with LoopbackTelegram() as telegram:`; the world outlives drops, `stop` and `start`.

    `connections` counts what ever connected, `asked` the requests by name, `quiet` keeps updates from being pushed
    (they are then only found by asking), requests whose names are in `deaf_to`, such as "GetHistory", go unanswered.
    """

    def __init__(self, world: World | None = None, now: Callable[[], datetime] | None = None) -> None:
        use_quick_aes()
        self.world = world or (World(now) if now else World())
        self.world.changed = self._tell
        self.logins = Logins(self.world)
        self.port = 0
        self.connections = 0
        self.asked: Counter[str] = Counter()
        self.quiet = False
        self.deaf_to: set[str] = set()
        self.refuses = False  # new connections are closed at once
        self._keys: dict[int, Key] = {}
        self._links: set[Link] = set()
        self._floods: dict[str, Flood] = {}
        self._server: asyncio.Server | None = None

    # --- life ---

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self, listener: socket.socket | None = None) -> None:
        """Listen: on a socket that is given, else on the port of the last time."""
        loop = asyncio.get_running_loop()
        if listener is not None:
            self._server = await loop.create_server(self._welcome, sock=listener)
        else:
            self._server = await loop.create_server(self._welcome, HOST, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Drop everybody and stop listening."""
        self.drop()
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None
        await asyncio.sleep(0)

    def _welcome(self) -> Link:
        self.connections += 1
        link = Link(self._keys, self._ask, self._links)
        if self.refuses:
            asyncio.get_running_loop().call_soon(lambda: link.drop() if link in self._links else None)
        return link

    def key_file(self, folder: Path) -> Path:
        """Write the public key for `[telegram.server] public_key_file` and return where."""
        path = folder / "telegram-server.pem"
        path.write_text(server_key().pem, encoding="ascii")
        return path

    # --- how it lets clients down ---

    def drop(self) -> None:
        """Cut every connection."""
        for link in list(self._links):
            link.drop()

    def flood(self, request: str, seconds: int, times: int = 1) -> None:
        """Answer the next `times` requests of a name, such as "GetHistory", with a flood wait."""
        self._floods[f"{request}Request"] = Flood(seconds, times)

    def end_sessions(self, account: Account, message: str = "AUTH_KEY_UNREGISTERED", code: int = 401) -> None:
        """Answer each request of an account's sessions with an error: logged out elsewhere, banned, used twice."""
        for key in self._keys.values():
            if key.account is account:
                key.ended = Fault(code, message)

    def used_elsewhere(self, account: Account) -> None:
        """Telegram has seen the session at two places at once, and ends it."""
        self.end_sessions(account, "AUTH_KEY_DUPLICATED", 406)

    def ban(self, account: Account) -> None:
        """Telegram has banned the account."""
        account.phone_banned = True
        self.end_sessions(account, "USER_DEACTIVATED_BAN")

    def scan(self, url: str, account: Account) -> bool:
        """Scan a QR code with the account's phone; False when the code has no meaning any more."""
        token = url.rpartition("token=")[2]
        wanted = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        for link in self._links:
            if link.key is not None and link.key.qr_token == wanted:
                link.key.qr_account = account
                link.push(types.UpdateShort(types.UpdateLoginToken(), self.world.now()))
                return True
        return False

    def signed_in(self, account: Account) -> int:
        """Return how many sessions an account has."""
        return sum(key.account is account for key in self._keys.values())

    # --- requests ---

    def _ask(self, link: Link, asked: Any) -> bytes:
        if isinstance(asked, WRAPPERS):
            return self._ask(link, asked.query)
        name = type(asked).__name__
        self.asked[name] += 1
        key = link.key
        assert key is not None
        if name.removesuffix("Request") in self.deaf_to:
            raise Silence
        flood = self._floods.get(name)
        if flood is not None and flood.times > 0:
            flood.times -= 1
            raise Fault(420, f"FLOOD_WAIT_{flood.seconds}")
        if key.ended is not None and not isinstance(asked, f.help.GetConfigRequest):
            raise key.ended
        answer = self._answer(key, asked)
        return answer if isinstance(answer, bytes) else bytes(answer)  # type: ignore[call-overload]

    def _answer(self, key: Key, asked: Any) -> object:
        if isinstance(asked, f.help.GetConfigRequest):
            return self._config()
        if (way_in := self._way_in(key, asked)) is not None:
            return way_in
        if key.account is None:
            raise UNSIGNED
        if isinstance(asked, f.auth.LogOutRequest):
            key.account, key.ended = None, UNSIGNED
            return types.auth.LoggedOut()
        found = ANSWERS.get(type(asked))
        if found is None:
            raise Fault(400, f"METHOD_INVALID_{type(asked).__name__}")
        return found(self.world, key.account, asked)

    def _way_in(self, key: Key, asked: Any) -> object | None:
        match asked:
            case f.auth.SendCodeRequest():
                return self.logins.send_code(key, asked)
            case f.auth.SignInRequest():
                return self.logins.sign_in(key, asked)
            case f.account.GetPasswordRequest():
                return self.logins.password(key)
            case f.auth.CheckPasswordRequest():
                return self.logins.check_password(key, asked)
            case f.auth.ExportLoginTokenRequest():
                return self.logins.export_token(key)
            case f.auth.ImportBotAuthorizationRequest():
                return self.logins.import_bot(key, asked)
        return None

    def _config(self) -> types.Config:
        now = self.world.now()
        here = types.DcOption(told.DC, HOST, self.port, this_port_only=True)
        numbers = [200, 200_000, 100, 5000, 30_000, 300_000, 30_000, 1500, 10, 60_000, 100, 172_800]
        numbers += [172_800, 172_800, 2400, 200, 604_800, 20_000, 90_000, 30_000, 10_000]
        return types.Config(now, now, False, told.DC, [here], "", *numbers, "https://t.me/", 1024, 4096, 4)

    # --- news ---

    def _tell(self, chat: Chat, change: Change) -> None:
        if self.quiet or chat.private:
            return
        for link in list(self._links):
            account = link.key.account if link.key is not None and link.key.ended is None else None
            if account is None:
                continue
            people, chats = told.known([chat], change.posts, account)
            update = told.update(chat, change, account)
            link.push(types.Updates([update], people, chats, self.world.now(), 0))
