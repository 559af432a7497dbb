"""A connection to the exchange: requests with one answer each, and what it tells of its own accord."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from tests.servers.exchange.line import Gone, read_line, write_line


class Connection:
    """Connects when it is first needed and again when it broke. `told` is called with what the exchange tells."""

    def __init__(
        self,
        port: int,
        *,
        listen_to: tuple[str, ...] = (),
        told: Callable[[dict[str, Any]], None] = lambda _: None,
    ) -> None:
        self._port = port
        self._listen_to = listen_to
        self._told = told
        self._writer: asyncio.StreamWriter | None = None
        self._reading: asyncio.Task[None] | None = None
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._number = 0
        self._connecting = asyncio.Lock()

    async def ask(self, what: str, **details: Any) -> dict[str, Any]:
        """Send a request and return its answer; raises `Gone` when the connection breaks first."""
        await self.connect()
        self._number += 1
        number = self._number
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        self.send({"ask": what, "number": number, **details})
        try:
            return await answer
        finally:
            self._waiting.pop(number, None)

    def send(self, record: dict[str, Any]) -> None:
        """Send without waiting for anything."""
        if self._writer is not None:
            write_line(self._writer, record)

    async def connect(self) -> None:
        """Connect unless connected; raises `Gone` when nobody answers."""
        async with self._connecting:
            if self._writer is not None:
                return
            try:
                reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port, limit=1_000_000)
            except OSError as error:
                raise Gone(str(error)) from None
            if self._listen_to:
                self.send({"ask": "listen", "to": list(self._listen_to)})
            self._reading = asyncio.get_running_loop().create_task(self._read(reader))

    async def _read(self, reader: asyncio.StreamReader) -> None:
        try:
            while True:
                record = await read_line(reader)
                if "answer" in record:
                    waiting = self._waiting.get(record["answer"])
                    if waiting is not None and not waiting.done():
                        waiting.set_result(record)
                else:
                    self._told(record)
        except Gone as gone:
            self._lose(gone)

    def _lose(self, gone: Gone) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(gone)

    @property
    def connected(self) -> bool:
        """Whether the line stands, as far as this side knows."""
        return self._writer is not None

    async def close(self) -> None:
        """Hang up."""
        if self._reading is not None:
            self._reading.cancel()
            with suppress(asyncio.CancelledError):
                await self._reading
        self._lose(Gone("closed"))
