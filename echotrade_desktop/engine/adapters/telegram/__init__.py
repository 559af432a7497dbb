"""The user's Telegram: signing in, choosing chats, and reading them without missing or doubling a post.

Telethon is imported when the first connection is made, never before: it takes a third of a second.
"""

from echotrade_desktop.engine.adapters.telegram.account import Account
from echotrade_desktop.engine.adapters.telegram.line import ServerAddress
from echotrade_desktop.engine.adapters.telegram.listener import TelegramSignalListener

__all__ = ["Account", "ServerAddress", "TelegramSignalListener"]
