"""The user's Telegram account: consent, login, choice of chats. What is read from it is the listener's."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from echotrade_desktop.engine.adapters.late_imports import bring
from echotrade_desktop.engine.adapters.telegram.choices import ChoicesFile
from echotrade_desktop.engine.adapters.telegram.line import Line, ServerAddress
from echotrade_desktop.engine.adapters.telegram.login import Login
from echotrade_desktop.engine.adapters.telegram.secrets_kept import KeptSession, Secrets
from echotrade_desktop.engine.domain.errors import BadInput, EchoTradeError, SourceUnavailable, VaultUnavailable
from echotrade_desktop.engine.domain.ports import Clock
from echotrade_desktop.engine.domain.telegram import AppKey, Dialog, FollowedChat, LoginState, LoginStep, Member

if TYPE_CHECKING:
    from telethon import TelegramClient

    from echotrade_desktop.engine.adapters.telegram.session import VaultSession

log = logging.getLogger(__name__)

LOG_OUT_WITHIN_S = 5.0
LOOK_AGAIN_S = 2.0  # whether the vault was unlocked
NOT_SIGNED_IN = "You are not signed in to Telegram. Sign in first."
Spawn = Callable[[str, Coroutine[Any, Any, None]], object]
T = TypeVar("T")
Erase = Callable[[], Awaitable[None]]


class Account:
    """A `TelegramAccount` over Telethon.

    `secrets` is the user's vault, `erase` forgets the words of every Telegram message, `spawn` starts a short task.
    """

    def __init__(
        self,
        profile: Path,
        secrets: Secrets,
        clock: Clock,
        spawn: Spawn,
        erase: Erase,
        server: ServerAddress | None = None,
    ) -> None:
        self.choices = ChoicesFile(profile)
        self.line = Line(lambda: self.choices.now.consent is not None, server)
        self.line.on_update = self._on_update
        self._kept = KeptSession(secrets)
        self._clock = clock
        self._spawn = spawn
        self._erase = erase
        self._listeners: tuple[Callable[[LoginState], None], ...] = ()
        self._login = Login(self.line, clock, self._tell, self._signed_in, self._keep_soon)
        self._session: VaultSession | None = None
        self._key: AppKey | None = None
        self._one_at_a_time = asyncio.Lock()
        self._state = LoginState(LoginStep.SIGNED_OUT if self.choices.now.consent else LoginStep.NO_CONSENT)
        self._changed = asyncio.Event()
        self._opened = False
        self._text = ""  # of the session, as it was last kept
        self.on_update: Callable[[Any], None] = lambda _update: None

    # --- the port ---

    @property
    def state(self) -> LoginState:
        """Where the login stands."""
        return self._state

    @property
    def agreed_at(self) -> datetime | None:
        """When the user agreed, None when they have not."""
        return self.choices.now.consent

    def subscribe(self, listener: Callable[[LoginState], None]) -> Callable[[], None]:
        """Call `listener` with every change; return the way to unsubscribe."""
        self._listeners = (*self._listeners, listener)

        def unsubscribe() -> None:
            self._listeners = tuple(kept for kept in self._listeners if kept is not listener)

        return unsubscribe

    async def consent(self) -> None:
        """Keep that the user has agreed."""
        if self.choices.now.consent is None:
            await self._write(lambda: self.choices.agree(self._clock.now()))
            self._tell(LoginState(LoginStep.SIGNED_OUT))

    async def revoke(self, keep_messages: bool) -> None:
        """Sign out, delete session and consent; erase stored words unless they are to be kept."""
        async with self._one_at_a_time:
            signed_out = await self._log_out()
            await self._write(self.choices.forget)
            await self.line.close()
            self._session = self._key = None
            try:
                await self._kept.forget()
            except VaultUnavailable as trouble:
                self._tell(LoginState(LoginStep.NO_CONSENT, problem=str(trouble)))
                raise BadInput(f"The consent was taken back, but the session stays in the vault. {trouble}") from None
            if not keep_messages:
                await self._erase()
            problem = (
                None
                if signed_out
                else (
                    "Telegram could not be reached to end the session. It is deleted here; end it there too, under "
                    "Settings, Devices."
                )
            )
            self._tell(LoginState(LoginStep.NO_CONSENT, problem=problem))

    async def send_code(self, key: AppKey, phone: str) -> None:
        """Ask Telegram to send a login code."""
        await self._step(lambda: self._login.send_code(key, phone.strip()))

    async def enter_code(self, code: str) -> None:
        """Answer with the code."""
        await self._step(lambda: self._login.enter_code(code))

    async def enter_password(self, password: str) -> None:
        """Answer with the password of two-step verification."""
        await self._step(lambda: self._login.enter_password(password))

    async def show_qr(self, key: AppKey) -> None:
        """Show a QR code and keep it fresh."""
        await self._step(lambda: self._login.show_qr(key))
        self._spawn("telegram login", self._renew_qr())

    async def sign_in_bot(self, key: AppKey, token: str) -> None:
        """Sign in as a bot."""
        await self._step(lambda: self._login.sign_in_bot(key, token))

    async def cancel_login(self) -> None:
        """Give up the login that has begun."""
        async with self._one_at_a_time:
            if self._session is None:
                await self._login.give_up()
                step = LoginStep.SIGNED_OUT if self.choices.now.consent else LoginStep.NO_CONSENT
                self._tell(LoginState(step))

    async def dialogs(self) -> Sequence[Dialog]:
        """Return the user's chats, the newest first."""
        from echotrade_desktop.engine.adapters.telegram import chats

        client = await self._client_for_the_user()
        followed = {chat.chat_id for chat in self.choices.now.followed}
        return await self._asked(chats.dialogs(client, followed))

    async def icon(self, chat_id: int) -> bytes | None:
        """Return a chat's small picture."""
        from echotrade_desktop.engine.adapters.telegram import chats

        client = await self._client_for_the_user()
        return await self._asked(chats.icon(client, chat_id))

    async def members(self, chat_id: int) -> Sequence[Member]:
        """Return who posted lately, most posts first."""
        from echotrade_desktop.engine.adapters.telegram import chats

        client = await self._client_for_the_user()
        return await self._asked(chats.members(client, chat_id))

    async def follow(self, chosen: Sequence[FollowedChat]) -> None:
        """Read exactly these chats from now on; a new one from its next post on."""
        known = self.choices.now.since
        fresh = [chat.chat_id for chat in chosen if chat.chat_id not in known]
        since: dict[int, int] = {}
        if fresh:
            from echotrade_desktop.engine.adapters.telegram import chats

            client = await self._client_for_the_user()
            since = await self._asked(chats.newest(client, fresh))
        await self._write(lambda: self.choices.follow(chosen, since))
        if self._session is not None:
            self._session.need(frozenset(chat.chat_id for chat in chosen))
            await self._keep()
        self._wake()

    def followed(self) -> Sequence[FollowedChat]:
        """Return the chats that are read."""
        return self.choices.now.followed

    # --- for the listener ---

    async def ready(self) -> None:
        """Wait until there is consent, a session, and something to read."""
        while True:
            self._changed.clear()
            if not self._opened and self.choices.now.consent is not None:
                await self._open()
            if self._session is not None and self._key is not None and self.choices.chats:
                return
            if self._opened or self.choices.now.consent is None:
                await self._changed.wait()

    async def client(self) -> "TelegramClient":
        """Return a connection, made if there is none. Raises what Telethon raises, `SourceUnavailable` signed out."""
        async with self._one_at_a_time:
            if self._session is None or self._key is None:
                raise SourceUnavailable(NOT_SIGNED_IN)
            if not self.line.is_up or self.line.client is None:
                return await self.line.connect(self._session, self._key)
            return self.line.client

    async def hang_up(self) -> None:
        """End the connection; the session stays."""
        async with self._one_at_a_time:
            if self._session is not None:
                await self.line.close()
                await self._keep()

    async def session_ended(self, sentence: str) -> None:
        """Telegram has ended the session: forget it, and say why."""
        async with self._one_at_a_time:
            self._session = self._key = None
            await self.line.close()
            with suppress(VaultUnavailable):
                await self._kept.forget()
            self._tell(LoginState(LoginStep.SIGNED_OUT, problem=sentence))

    async def close(self) -> None:
        """Let go of everything; how far it was read is kept with the session."""
        await self.line.close()
        await self._keep()

    @property
    def is_bot(self) -> bool:
        """Whether it is a bot, which may not ask for a chat's history."""
        return self._session is not None and self._session.is_bot

    @property
    def changes(self) -> asyncio.Event:
        """Set when chats or standing have changed."""
        return self._changed

    # --- inside ---

    async def _open(self) -> None:
        """Take the session out of the vault; wait for the vault as long as it is locked."""
        try:
            kept = await self._kept.load()
        except VaultUnavailable as trouble:
            sentence = f"{trouble} Calls are not read until then."
            if self._state.problem != sentence:
                self._tell(LoginState(LoginStep.SIGNED_OUT, problem=sentence))
            await self._clock.sleep(LOOK_AGAIN_S)
            return
        self._opened = True
        if kept is None:
            return
        await bring("telethon")
        from echotrade_desktop.engine.adapters.telegram.session import restored

        try:
            session = restored(kept[1], self._keep_soon)
        except ValueError:
            self._tell(LoginState(LoginStep.SIGNED_OUT, problem="The kept Telegram session is damaged. Sign in again."))
            return
        session.need(frozenset(chat.chat_id for chat in self.choices.now.followed))
        self._session, self._key = session, kept[0]
        self._tell(LoginState(LoginStep.SIGNED_IN, account=session.account))

    async def _signed_in(self, session: "VaultSession", key: AppKey) -> None:
        await self._kept.keep_key(key)
        session.need(frozenset(chat.chat_id for chat in self.choices.now.followed))
        self._text = session.text()
        await self._kept.keep(self._text)
        self._session, self._key, self._opened = session, key, True
        self._tell(LoginState(LoginStep.SIGNED_IN, account=session.account))

    async def _step(self, work: Callable[[], Awaitable[None]]) -> None:
        """Take a step of a login; one at a time, and not while somebody is signed in."""
        async with self._one_at_a_time:
            if self._session is not None:
                raise BadInput("You are signed in already. Sign out first.")
            await bring("telethon")
            await work()

    async def _renew_qr(self) -> None:
        with suppress(EchoTradeError):  # the state says why
            await self._login.renew_qr()

    async def _client_for_the_user(self) -> "TelegramClient":
        from echotrade_desktop.engine.adapters.telegram.sentences import reading_refusal

        if self._session is None:
            raise BadInput(NOT_SIGNED_IN)
        try:
            return await self.client()
        except EchoTradeError as error:
            raise BadInput(str(error)) from None
        except Exception as error:  # noqa: BLE001 - Telethon's errors end here
            raise await self._for_the_user(reading_refusal(self.line.why_failed(error))) from None

    async def _asked(self, work: Awaitable[T]) -> T:
        """Await Telegram's answer to what the user asked; a failure is `BadInput`, in words."""
        from echotrade_desktop.engine.adapters.telegram.sentences import reading_refusal

        try:
            return await self.line.ask(work)
        except Exception as error:  # noqa: BLE001 - Telethon's errors end here
            raise await self._for_the_user(reading_refusal(self.line.why_failed(error))) from None

    async def _for_the_user(self, refusal: EchoTradeError) -> BadInput:
        from echotrade_desktop.engine.adapters.telegram.sentences import ChatClosed, SignedOut

        if isinstance(refusal, SignedOut):
            await self.session_ended(str(refusal))
        if isinstance(refusal, ChatClosed):
            return BadInput(f"The chat cannot be read: {refusal}.")
        return BadInput(str(refusal))

    async def _log_out(self) -> bool:
        """End the session at Telegram; False when it could not be told."""
        session, key = self._session, self._key
        if session is None or key is None:
            return True
        try:
            async with asyncio.timeout(LOG_OUT_WITHIN_S):
                client = self.line.client if self.line.is_up else await self.line.connect(session, key)
                assert client is not None  # noqa: S101 - it is up
                return bool(await client.log_out())
        except Exception as error:  # noqa: BLE001 - whatever it was, the session goes here all the same
            log.info("signing out failed: %s", type(error).__name__)
            return False

    def _keep_soon(self) -> None:
        with suppress(RuntimeError):  # the app is being stopped: `close` keeps it
            self._spawn("telegram session", self._keep())

    async def _keep(self) -> None:
        """Keep how far the session has come; a vault that refuses now costs a little reading twice, later."""
        session = self._session
        if session is None or (text := session.text()) == self._text:
            return
        self._text = text
        try:
            await self._kept.keep(text)
        except VaultUnavailable as trouble:
            log.warning("the session could not be kept: %s", trouble)

    async def _write(self, work: Callable[[], None]) -> None:
        try:
            await asyncio.to_thread(work)
        except EchoTradeError as error:
            raise BadInput(str(error)) from None

    def _on_update(self, update: Any) -> None:
        if type(update).__name__ == "UpdateLoginToken":
            self._login.was_scanned()
        elif self._session is not None:
            self.on_update(update)

    def _tell(self, state: LoginState) -> None:
        self._state = state
        for listener in self._listeners:
            listener(state)
        self._wake()

    def _wake(self) -> None:
        self._changed.set()
