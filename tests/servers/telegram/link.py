"""One client's connection: frames and encryption by mtproto, requests and answers in Telegram's types by Telethon."""

import asyncio
import logging
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha1

from mtproto import ConnectionRole
from mtproto.enums import TransportEvent
from mtproto.transport import Connection
from mtproto.transport.packets import (
    DecryptedMessagePacket,
    EncryptedMessagePacket,
    ErrorPacket,
    UnencryptedMessagePacket,
)
from telethon.extensions import BinaryReader
from telethon.tl import functions, types
from telethon.tl.core import GzipPacked, MessageContainer

from tests.servers.telegram.handshake import Handshake
from tests.servers.telegram.world import Account

log = logging.getLogger(__name__)

RPC_RESULT = 0xF35C6D01
NO_SUCH_KEY = 404


class Fault(Exception):
    """A request is answered with an error."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


class Silence(Exception):
    """A request is not answered."""


@dataclass(eq=False)
class Key:
    """An agreed key, which stands for one installation of an app; `account` once it is signed in."""

    key: bytes
    account: Account | None = None
    ended: Fault | None = None  # what every request is answered from now on
    phone: str | None = None
    code_hash: str = ""
    half_in: Account | None = None  # the code was right, the password is missing
    qr_token: bytes = b""
    qr_account: Account | None = None
    srp: dict[int, tuple[int, int]] = field(default_factory=dict)  # id → our secret and our public number


Ask = Callable[["Link", object], bytes]


class Link(asyncio.Protocol):
    """A connection; `ask` answers requests or raises `Fault`."""

    def __init__(self, keys: dict[int, Key], ask: Ask, open_links: set["Link"]) -> None:
        self._keys = keys
        self._ask = ask
        self._open = open_links
        self._frames = Connection(ConnectionRole.SERVER)
        self._handshake = Handshake()
        self._transport: asyncio.Transport
        self._session = 0
        self._sequence = 0
        self._last_number = 0
        self.key: Key | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._open.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._open.discard(self)

    def data_received(self, data: bytes) -> None:
        self._frames.data_received(data)
        while (packet := self._frames.next_event()) is not None:
            if packet is TransportEvent.DISCONNECT:
                self._transport.abort()
                return
            try:
                self._take(packet)
            except Exception:
                log.exception("a packet could not be handled")
                self._transport.abort()
                raise

    def drop(self) -> None:
        """End the connection without a word."""
        self._transport.abort()

    # --- inwards ---

    def _take(self, packet: object) -> None:
        match packet:
            case UnencryptedMessagePacket():
                self._shake(packet.message_data)
            case EncryptedMessagePacket():
                self.key = self._keys.get(packet.auth_key_id)
                if self.key is None:
                    self._write(ErrorPacket(NO_SUCH_KEY))
                    return
                inner = packet.decrypt(self.key.key, ConnectionRole.CLIENT)
                if inner.session_id != self._session:
                    self._session, self._sequence = inner.session_id, 0
                    created = types.NewSessionCreated(inner.message_id, 1, 0)
                    self._send(bytes(created), answer=False)
                self._handle(inner.message_id, _read(inner.data))

    def _shake(self, data: bytes) -> None:
        answer = self._handshake.answer(_read(data))
        self._write(UnencryptedMessagePacket(self._number(answer=True), answer))
        if self._handshake.key is not None:
            key = Key(self._handshake.key)
            self._keys[_id_of(key.key)] = key
            self._handshake = Handshake()

    def _handle(self, number: int, asked: object) -> None:
        match asked:
            case MessageContainer():
                for message in asked.messages:
                    self._handle(message.msg_id, message.obj)
            case GzipPacked():
                self._handle(number, _read(asked.data))
            case types.MsgsAck():
                return
            case functions.PingRequest() | functions.PingDelayDisconnectRequest():
                self._send(bytes(types.Pong(number, asked.ping_id)), answer=True)
            case _:
                with suppress(Silence):
                    self._send(struct.pack("<Iq", RPC_RESULT, number) + self._answer(asked), answer=True)

    def _answer(self, asked: object) -> bytes:
        try:
            return self._ask(self, asked)
        except Fault as fault:
            return bytes(types.RpcError(fault.code, fault.message))

    # --- outwards ---

    def push(self, told: object) -> None:
        """Tell the client something that it did not ask."""
        if self._session:
            self._send(bytes(told), answer=False)  # type: ignore[call-overload]

    def _send(self, data: bytes, *, answer: bool) -> None:
        if self.key is None or self._transport.is_closing():
            return
        packet = DecryptedMessagePacket(
            salt=bytes(8),
            session_id=self._session,
            message_id=self._number(answer=answer),
            seq_no=self._sequence * 2 + 1,
            data=data,
        )
        self._sequence += 1
        self._write(packet.encrypt(self.key.key, ConnectionRole.SERVER))

    def _write(self, packet: object) -> None:
        self._transport.write(bytes(self._frames.send(packet)))

    def _number(self, *, answer: bool) -> int:
        """Return the next message number: the time, then counting; its last bits say whether it is an answer."""
        fresh = int(time.time() * 2**32) & ~3
        self._last_number = max(fresh, (self._last_number & ~3) + 4) | (1 if answer else 3)
        return self._last_number


def _read(data: bytes) -> object:
    with BinaryReader(bytes(data)) as reader:
        return reader.tgread_object()


def _id_of(key: bytes) -> int:
    return int.from_bytes(sha1(key).digest()[-8:], "little", signed=True)
