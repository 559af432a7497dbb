"""The source of calls: reads the followed chats so that no post is missed, and none told twice makes a difference.

What Telegram pushes is the quick way; the order of a chat's posts is the sure one. After every connection each chat is
read from its mark in the ledger on, and the newest stored posts are looked at again for edits and deletions. Posts are
handed on strictly in their order: the mark in the ledger therefore never passes one that is not stored.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from echotrade_desktop.engine.adapters.telegram.account import Account
from echotrade_desktop.engine.adapters.telegram.reader import Ask, ChatMemory, ChatReader, Stored
from echotrade_desktop.engine.adapters.telegram.senders import AllowedUsers, Ears
from echotrade_desktop.engine.adapters.telegram.silence import unusual_silence
from echotrade_desktop.engine.domain.channel import STANDARD_PROFILE, ChannelProfile
from echotrade_desktop.engine.domain.errors import EchoTradeError, SourceUnavailable
from echotrade_desktop.engine.domain.messages import Event, Health, HealthChanged, Notice
from echotrade_desktop.engine.domain.ports import Clock
from echotrade_desktop.engine.domain.signal import RawMessage
from echotrade_desktop.engine.domain.telegram import LoginStep
from echotrade_desktop.engine.signals.parser import ParserContext
from echotrade_desktop.engine.signals.parser.result import Reading
from echotrade_desktop.engine.signals.profiles import read_message

if TYPE_CHECKING:
    from telethon import TelegramClient

    from echotrade_desktop.engine.adapters.telegram.sentences import ChatClosed

log = logging.getLogger(__name__)

FIRST_WAIT_S, LONGEST_WAIT_S = 0.25, 30.0
LOOK_AGAIN_S = 120.0  # between two looks at the newest stored posts, and whether it has been silent for long
HEALTH = "telegram"
_LOST, _WOKE, _CHANGED, _LOOK = "lost", "woke", "changed", "look"  # among what is pushed


class TelegramSignalListener:
    """A `SignalSource` over the user's Telegram account.

    `allowed_users` (numbers, or user names) count in every followed chat, beside those that a chat names itself;
    anybody else is dropped unread, counted in `unheard`, and not stored.
    """

    def __init__(
        self,
        allowed_users: Iterable[int | str] = (),
        *,
        account: Account | None = None,
        stored: Stored | None = None,
        clock: Clock | None = None,
        publish: Callable[[Event], None] = lambda _event: None,
    ) -> None:
        self._allowed = AllowedUsers(allowed_users)
        self._ears = Ears(self._allowed)
        self._account = account
        self._stored = stored
        self._clock = clock
        self._publish = publish
        self._news: asyncio.Queue[Any] = asyncio.Queue()
        self._readers: dict[int, ChatReader] = {}
        self._memory: dict[int, ChatMemory] = {}  # by chat
        self._told: tuple[Health, str] | None = None
        self._left: set[int] = set()  # chats that could not be read the last time
        self._failures = 0  # in a row
        self._waiting = False
        self._closed = False

    # --- what a message says, and who may say it ---

    def validate_trader(self, trader: int | str) -> bool:
        """Whether somebody's posts count: a number, or a user name in any case, with or without @."""
        return self._allowed.allows(trader)

    @staticmethod
    def parse_signal(text: str, reply_to: str | None = None, profile: ChannelProfile = STANDARD_PROFILE) -> Reading:
        """Return what a message says, as the engine reads it: an entry, an update, noise, or refused with a reason."""
        return read_message(text, reply_to, ParserContext(None, None, profile))

    @property
    def unheard(self) -> dict[int, int]:
        """How many posts of strangers were dropped, by chat."""
        return dict(self._ears.unheard)

    # --- the source ---

    @property
    def name(self) -> str:
        """What the screen calls it."""
        return "Telegram"

    def woke(self) -> None:
        """The machine has slept: what was pushed meanwhile is lost, so everything is looked at anew."""
        self._news.put_nowait(_WOKE)

    async def close(self) -> None:
        """Read nothing more and let go of the connection."""
        self._closed = True
        if self._account is not None:
            await self._account.close()

    async def messages(self) -> AsyncIterator[RawMessage]:
        """Yield posts, edits and deletions for ever; connections that are lost are made anew."""
        account, clock = self._account, self._clock
        if account is None or clock is None or self._stored is None:
            raise SourceUnavailable("No Telegram account is joined to this listener, so nothing can be read.")
        account.on_update = self._news.put_nowait
        account.subscribe(lambda _state: self._tell_why_not(account))
        account.line.on_lost = lambda: self._news.put_nowait(_LOST)
        while not self._closed:
            await self._until_ready(account)
            wait = 0.0
            try:
                async for message in self._connection(account):
                    yield message
            except EchoTradeError as trouble:
                self._failures += 1
                wait = await self._trouble(account, trouble)
            finally:
                await account.hang_up()
            await clock.sleep(wait)

    async def _until_ready(self, account: Account) -> None:
        ready = asyncio.ensure_future(account.ready())
        try:
            await asyncio.sleep(0)
            self._waiting = not ready.done()
            self._tell_why_not(account)
            await ready
        finally:
            self._waiting = False
            ready.cancel()
            await asyncio.gather(ready, return_exceptions=True)

    def _tell_why_not(self, account: Account) -> None:
        """Say what is missing before anything can be read, as long as it is."""
        state = account.state
        if not self._waiting or (state.step is LoginStep.NO_CONSENT and self._told is None):
            return  # who has never agreed is not told that something is missing
        match state.step:
            case LoginStep.SIGNED_IN:
                self._tell(Health.DOWN, "no chat is followed")
            case LoginStep.NO_CONSENT | LoginStep.SIGNED_OUT:
                self._tell(Health.DOWN, state.problem or state.step.value)
            case _:
                self._tell(Health.DOWN, "signing in")

    async def _trouble(self, account: Account, trouble: EchoTradeError) -> float:
        """Tell what happened and return how many seconds to leave Telegram alone."""
        from echotrade_desktop.engine.adapters.telegram.sentences import SignedOut, ToldToWait, reading_refusal

        trouble = reading_refusal(account.line.why_failed(trouble))
        if isinstance(trouble, SignedOut):
            await account.session_ended(str(trouble))
            self._tell(Health.DOWN, str(trouble))
            self._say(f"{trouble}", "danger")
            return 0.0
        if isinstance(trouble, ToldToWait):
            until = trouble.wait.until(self._now())
            self._tell(Health.STALE, str(trouble), until)
            return trouble.wait.seconds + 1.0
        wait = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(self._failures - 1, 10))
        if self._failures > 1:
            self._tell(Health.DOWN, str(trouble), self._now() + timedelta(seconds=wait))
        return wait

    # --- one connection ---

    async def _connection(self, account: Account) -> AsyncIterator[RawMessage]:
        """Catch up, then read what is pushed, until the connection or the choice of chats ends."""
        self._forget_what_was_pushed()
        account.changes.clear()
        self._tell(Health.STARTING, "connecting")
        client = await self._asked(account.client())
        self._tell(Health.STARTING, "catching up")
        self._readers = {chat.chat_id: self._reader(account, client, chat) for chat in account.choices.chats}
        for reader in list(self._readers.values()):
            async for message in self._safely(reader, reader.catch_up()):
                yield message
        self._tell_up()
        watch = asyncio.ensure_future(self._watch(account))
        try:
            async for message in self._pushed(account):
                yield message
        finally:
            watch.cancel()
            await asyncio.gather(watch, return_exceptions=True)

    def _reader(self, account: Account, client: "TelegramClient", chat: Any) -> ChatReader:
        assert self._stored is not None  # noqa: S101 - messages() has looked
        assert self._clock is not None  # noqa: S101
        since = account.choices.now.since.get(chat.chat_id, 0)
        ask = Ask(client, account.line, is_bot=account.is_bot)
        memory = self._memory.setdefault(chat.chat_id, ChatMemory())
        return ChatReader(ask, chat, self._ears, self._stored, self._clock, since, memory)

    async def _pushed(self, account: Account) -> AsyncIterator[RawMessage]:
        while True:
            news = await self._news.get()
            match news:
                case "lost":
                    raise SourceUnavailable("The connection to Telegram was lost.")
                case "woke" | "changed":
                    return
                case "look":
                    async for message in self._look_again(account):
                        yield message
                case _:
                    async for message in self._from_update(news):
                        yield message
                    async for message in self._out_of_doubt():
                        yield message

    async def _out_of_doubt(self) -> AsyncIterator[RawMessage]:
        """Look again at chats of which something was lost, once what is waiting has been read."""
        if self._news.empty():
            for reader in [reader for reader in self._readers.values() if reader.in_doubt]:
                async for message in self._safely(reader, reader.look_again()):
                    yield message

    async def _look_again(self, account: Account) -> AsyncIterator[RawMessage]:
        for reader in list(self._readers.values()):
            async for message in self._safely(reader, reader.look_again()):
                yield message
            if (place := await reader.place()) is not None:
                await asyncio.to_thread(account.choices.read_until, reader.chat.chat_id, place)
        self._tell_up(await unusual_silence(self._readers.values(), self._now()))

    async def _from_update(self, update: Any) -> AsyncIterator[RawMessage]:
        from echotrade_desktop.engine.adapters.telegram.updates import told_by

        for reader, steps in told_by(update, self._readers):
            async for message in self._safely(reader, steps):
                yield message

    async def _safely(self, reader: ChatReader, steps: AsyncIterator[RawMessage]) -> AsyncIterator[RawMessage]:
        """Yield what a reader reads; a chat that is closed is said and left, the others go on."""
        from echotrade_desktop.engine.adapters.telegram.sentences import ChatClosed, reading_refusal

        try:
            async for message in steps:
                yield message
        except Exception as error:  # noqa: BLE001 - whatever it was, it ends as one of our own
            refusal = reading_refusal(error)
            if not isinstance(refusal, ChatClosed):
                log.info("reading a chat failed: %s", type(error).__name__)
                raise refusal from None
            self._leave(reader, refusal)
        if reader.vanished:
            self._say(_vanished(reader), "warning")

    def _leave(self, reader: ChatReader, why: "ChatClosed") -> None:
        """Read a chat no longer, until the next connection tries again; it is said once."""
        chat = reader.chat
        self._readers.pop(chat.chat_id, None)
        if chat.chat_id not in self._left:
            self._left.add(chat.chat_id)
            self._say(f"{chat.title} can no longer be read: {why}. Its calls are missing from now on.", "warning")

    async def _asked(self, work: Any) -> Any:
        from echotrade_desktop.engine.adapters.telegram.sentences import reading_refusal

        try:
            return await work
        except Exception as error:  # noqa: BLE001 - Telethon's errors end here
            raise reading_refusal(error) from None

    async def _watch(self, account: Account) -> None:
        """Look again from time to time; begin anew when chats or standing have changed."""
        assert self._clock is not None  # noqa: S101 - messages() has looked
        changed = asyncio.ensure_future(account.changes.wait())
        changed.add_done_callback(lambda done: None if done.cancelled() else self._news.put_nowait(_CHANGED))
        try:
            while True:
                await self._clock.sleep(LOOK_AGAIN_S)
                self._news.put_nowait(_LOOK)
        finally:
            changed.cancel()

    def _forget_what_was_pushed(self) -> None:
        """What came on an earlier connection is read again from the mark on."""
        while not self._news.empty():
            self._news.get_nowait()

    # --- what is told ---

    def _now(self) -> datetime:
        assert self._clock is not None  # noqa: S101 - messages() has looked
        return self._clock.now()

    def _tell_up(self, silence: str | None = None) -> None:
        self._failures, count = 0, len(self._readers)
        self._left -= self._readers.keys()
        if silence:
            self._tell(Health.STALE, silence)
        else:
            self._tell(Health.UP, "reading 1 chat" if count == 1 else f"reading {count} chats")

    def _tell(self, health: Health, detail: str, retry_at: datetime | None = None) -> None:
        if self._told != (health, detail) or retry_at is not None:
            self._told = (health, detail)
            self._publish(HealthChanged(HEALTH, health, detail, self._now(), retry_at))

    def _say(self, sentence: str, level: str) -> None:
        self._publish(Notice(sentence, level, self._now()))


def _vanished(reader: ChatReader) -> str:
    count, reader.vanished = reader.vanished, 0
    title = reader.chat.title
    if count == 1:
        return f"1 post of {title} was deleted before EchoTrade could read it. It is not in the log."
    return f"{count} posts of {title} were deleted before EchoTrade could read them. They are not in the log."
