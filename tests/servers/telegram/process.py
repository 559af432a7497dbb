"""The loopback Telegram as a process of its own, which outlives the app: JSON lines say what is to happen in it."""

import asyncio
import json
import socket
import sys
import time
from pathlib import Path
from typing import Any

from tests.servers.telegram.server import LoopbackTelegram
from tests.servers.telegram.world import Account, Chat, World


def serve(door: socket.socket, listener: socket.socket, folder: Path) -> int:
    """Run until the last visitor leaves `door`, where wishes come in; the key file lands in `folder`."""
    asyncio.run(_serve(door, listener, folder))
    return 0


async def _serve(door: socket.socket, listener: socket.socket, folder: Path) -> None:
    telegram = LoopbackTelegram()
    telegram.key_file(folder)
    await telegram.start(listener)
    doorman = Doorman(telegram)
    server = await asyncio.start_server(doorman.welcome, sock=door, limit=10_000_000)
    async with server:
        await doorman.alone.wait()


class Doorman:
    """Carries out wishes; people and chats are named by their numbers."""

    def __init__(self, telegram: LoopbackTelegram) -> None:
        self._telegram = telegram
        self._visitors = 0
        self.alone = asyncio.Event()  # again: nobody is left who could want anything

    @property
    def _world(self) -> World:
        return self._telegram.world

    async def welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one visitor's lines, one after the other."""
        self._visitors += 1
        while line := await reader.readline():
            wish = json.loads(line)
            answer = await getattr(self, f"do_{wish.pop('do')}")(**wish)
            writer.write(json.dumps(answer).encode() + b"\n")
            await writer.drain()
        writer.close()
        self._visitors -= 1
        if not self._visitors:
            self.alone.set()

    def _chat(self, chat: int) -> Chat:
        return self._world.chats[chat]

    def _account(self, phone: str) -> Account:
        return next(account for account in self._world.accounts if account.phone == phone)

    def _sender(self, sender: int | None) -> Any:
        return None if sender is None else self._world.people.get(sender) or self._world.chats[sender]

    async def do_account(self, phone: str, password: str | None = None) -> int:
        return self._world.add_account(phone, password=password).person.id

    async def do_person(self, name: str, username: str | None = None) -> int:
        return self._world.add_person(name, username).id

    async def do_chat(self, title: str, kind: str = "channel", members: int = 1200, picture: bool = False) -> int:
        return self._world.add_chat(title, kind, members=members, picture=picture).chat_id

    async def do_post(self, chat: int, text: str, sender: int | None = None, **more: Any) -> dict[str, Any]:
        """Return the post's number and the moment at which it was pushed (monotonic seconds)."""
        at = time.monotonic()
        post = self._world.post(self._chat(chat), text, sender=self._sender(sender), **more)
        return {"id": post.id, "at": at}

    async def do_posts(self, posts: list[dict[str, Any]]) -> list[int]:
        """Post many at once."""
        return [(await self.do_post(**post))["id"] for post in posts]

    async def do_edit(self, chat: int, id: int, text: str) -> None:  # noqa: A002
        self._world.edit(self._chat(chat), id, text)

    async def do_delete(self, chat: int, ids: list[int]) -> None:
        self._world.delete(self._chat(chat), *ids)

    async def do_drop(self) -> None:
        self._telegram.drop()

    async def do_restart(self, seconds: float = 0.1) -> None:
        await self._telegram.stop()
        await asyncio.sleep(seconds)
        await self._telegram.start()

    async def do_quiet(self, quiet: bool) -> None:
        self._telegram.quiet = quiet

    async def do_keep(self, chat: int, changes: int | None) -> None:
        """Let a difference reach back only so many changes."""
        self._chat(chat).kept = changes

    async def do_flood(self, request: str, seconds: int, times: int = 1) -> None:
        self._telegram.flood(request, seconds, times)

    async def do_scan(self, url: str, phone: str) -> bool:
        return self._telegram.scan(url, self._account(phone))

    async def do_log_out(self, phone: str) -> None:
        self._telegram.end_sessions(self._account(phone))

    async def do_code(self) -> str:
        """Return the code that everybody is sent."""
        return self._telegram.logins.code

    async def do_connections(self) -> int:
        return self._telegram.connections

    async def do_state(self, chat: int) -> dict[str, Any]:
        """Return every post as it stands now: number, text, whether it is deleted."""
        posts = self._chat(chat).posts.values()
        return {str(post.id): None if post.deleted else post.text for post in posts}


class RemoteTelegram:
    """A visitor at the door of a loopback Telegram in another process; every wish waits for its answer."""

    def __init__(self, door: int) -> None:
        self._line = socket.create_connection(("127.0.0.1", door))
        self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._answers = self._line.makefile("rb")

    def do(self, wish: str, **details: Any) -> Any:
        """Let something happen; return what the server says about it."""
        self._line.sendall(json.dumps({"do": wish, **details}).encode() + b"\n")
        return json.loads(self._answers.readline())

    def close(self) -> None:
        """Leave."""
        self._answers.close()
        self._line.close()


def main(folder: Path) -> None:
    """Serve, after one line that says where the door and the server are."""
    door, listener = socket.create_server(("127.0.0.1", 0)), socket.create_server(("127.0.0.1", 0))
    print(json.dumps({"door": door.getsockname()[1], "port": listener.getsockname()[1]}), flush=True)
    serve(door, listener, folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
