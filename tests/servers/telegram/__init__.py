"""A loopback Telegram: a real MTProto server that the real Telethon signs in to, reads from and is let down by."""

from tests.servers.telegram.server import LoopbackTelegram
from tests.servers.telegram.world import Account, Chat, Kind, Person, Post, World

__all__ = ["Account", "Chat", "Kind", "LoopbackTelegram", "Person", "Post", "World"]
