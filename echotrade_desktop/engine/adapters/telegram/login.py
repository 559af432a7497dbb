"""The ways in: code and password, QR code, a bot's token. Each failure is a sentence, and the way on is known."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from echotrade_desktop.engine.adapters.telegram.line import Line
from echotrade_desktop.engine.domain.errors import BadInput, EchoTradeError, VaultUnavailable
from echotrade_desktop.engine.domain.ports import Clock
from echotrade_desktop.engine.domain.telegram import AppKey, LoginState, LoginStep

if TYPE_CHECKING:
    from telethon import TelegramClient

    from echotrade_desktop.engine.adapters.telegram.session import VaultSession

log = logging.getLogger(__name__)

RENEW_BEFORE = timedelta(seconds=4)  # a QR code is drawn anew that long before it ends
NOTHING_BEGUN = "No login has begun. Start again with your phone number, a QR code or a bot token."
_SENT_BY = {
    "SentCodeTypeApp": "the Telegram app on your other devices",
    "SentCodeTypeSms": "SMS",
    "SentCodeTypeCall": "a phone call",
    "SentCodeTypeFlashCall": "a phone call",
    "SentCodeTypeMissedCall": "a missed call: the last digits of its number",
    "SentCodeTypeEmailCode": "your e-mail",
    "SentCodeTypeFragmentSms": "Fragment",
    "SentCodeTypeSmsWord": "SMS",
    "SentCodeTypeSmsPhrase": "SMS",
}


@dataclass(slots=True)
class Attempt:
    """A login that is under way."""

    client: "TelegramClient"
    session: "VaultSession"
    key: AppKey
    phone: str | None = None


class Login:
    """Leads through a login. `tell` shows each step, `done` takes the session of who has signed in."""

    def __init__(
        self,
        line: Line,
        clock: Clock,
        tell: Callable[[LoginState], None],
        done: Callable[["VaultSession", AppKey], Awaitable[None]],
        changed: Callable[[], None],
    ) -> None:
        self._line = line
        self._clock = clock
        self._tell = tell
        self._done = done
        self._changed = changed
        self._attempt: Attempt | None = None
        self._scanned = asyncio.Event()
        self.state = LoginState(LoginStep.SIGNED_OUT)

    async def send_code(self, key: AppKey, phone: str) -> None:
        """Ask for a code; asking again for the same number sends it another way."""
        attempt = self._attempt
        if attempt is None or attempt.phone != phone or attempt.key != key or not self._line.is_up:
            attempt = await self._begin(key, phone)
        sent = await self._step(attempt.client.send_code_request(phone))
        goes_to = _SENT_BY.get(type(sent.type).__name__, "Telegram")
        self._show(LoginState(LoginStep.CODE_SENT, code_goes_to=goes_to))

    async def enter_code(self, code: str) -> None:
        """Answer with the code."""
        attempt = self._current()
        digits = "".join(c for c in code if c.isalnum())
        await self._enter(attempt, attempt.client.sign_in(attempt.phone, digits))

    async def enter_password(self, password: str) -> None:
        """Answer with the password. It is worked on in a thread: by design that takes a while."""
        from telethon.password import compute_check
        from telethon.tl.functions.account import GetPasswordRequest
        from telethon.tl.functions.auth import CheckPasswordRequest

        attempt = self._current()

        async def check() -> Any:
            asked = await attempt.client(GetPasswordRequest())
            proof = await asyncio.to_thread(compute_check, asked, password)
            signed = await attempt.client(CheckPasswordRequest(proof))
            return await attempt.client._on_login(signed.user)  # noqa: SLF001 - what Telethon's own sign_in ends with

        await self._enter(attempt, check())

    async def sign_in_bot(self, key: AppKey, token: str) -> None:
        """Sign in as a bot."""
        attempt = await self._begin(key, None)
        await self._enter(attempt, attempt.client.sign_in(bot_token=token.strip()))

    async def show_qr(self, key: AppKey) -> None:
        """Show the first QR code; `renew_qr` keeps it fresh."""
        attempt = await self._begin(key, None)
        await self._show_token(attempt)

    async def renew_qr(self) -> None:
        """Draw the code anew before it ends, until it was scanned or the login is given up."""
        while (attempt := self._attempt) is not None and self.state.step is LoginStep.QR_SHOWN:
            until = self.state.until
            assert until is not None  # noqa: S101 - a shown code has an end
            rest = (until - RENEW_BEFORE - self._clock.now()).total_seconds()
            waiting = asyncio.ensure_future(self._scanned.wait())
            passing = asyncio.ensure_future(self._clock.sleep(max(1.0, rest)))
            try:
                await asyncio.wait((waiting, passing), return_when=asyncio.FIRST_COMPLETED)
            finally:
                waiting.cancel()
                passing.cancel()
                await asyncio.gather(waiting, passing, return_exceptions=True)
            if self._attempt is not attempt:
                return
            self._scanned.clear()
            await self._show_token(attempt)

    def was_scanned(self) -> None:
        """Telegram says that the QR code was scanned."""
        self._scanned.set()

    async def give_up(self) -> None:
        """End what has begun."""
        self._attempt = None
        await self._line.close()

    # --- steps ---

    async def _begin(self, key: AppKey, phone: str | None) -> Attempt:
        self._attempt = None
        self._scanned.clear()
        if key.api_id <= 0 or not key.api_hash.strip():
            raise BadInput(
                "Telegram needs an api_id (a number) and an api_hash. Both are at my.telegram.org, under API tools."
            )
        from echotrade_desktop.engine.adapters.telegram.session import VaultSession

        session = VaultSession(self._changed)
        client = await self._step(self._line.connect(session, key), over=True)
        self._attempt = Attempt(client, session, key, phone)
        return self._attempt

    def _current(self) -> Attempt:
        if self._attempt is None:
            raise BadInput(NOTHING_BEGUN)
        return self._attempt

    async def _show_token(self, attempt: Attempt) -> None:
        """Ask for a token; when the one before was scanned, this is the way in."""
        from telethon.tl.functions.auth import ExportLoginTokenRequest
        from telethon.tl.types.auth import LoginToken

        async def token() -> Any:
            return await attempt.client(ExportLoginTokenRequest(attempt.key.api_id, attempt.key.api_hash, []))

        answer = await self._asking_for_password(attempt, token())
        if isinstance(answer, LoginToken):
            import base64

            text = base64.urlsafe_b64encode(answer.token).decode().rstrip("=")
            self._show(LoginState(LoginStep.QR_SHOWN, qr_url=f"tg://login?token={text}", until=answer.expires))
        elif answer is not None:
            await self._finish(attempt, await self._step(self._scanned_in(attempt.client, answer)))

    @staticmethod
    async def _scanned_in(client: "TelegramClient", answer: Any) -> Any:
        from telethon.tl.functions.auth import ImportLoginTokenRequest
        from telethon.tl.types.auth import LoginTokenMigrateTo

        if isinstance(answer, LoginTokenMigrateTo):
            await client._switch_dc(answer.dc_id)  # noqa: SLF001 - as Telethon's own QR login does
            answer = await client(ImportLoginTokenRequest(answer.token))
        return await client._on_login(answer.authorization.user)  # noqa: SLF001

    async def _enter(self, attempt: Attempt, work: Awaitable[Any]) -> None:
        user = await self._asking_for_password(attempt, work)
        if user is not None:
            await self._finish(attempt, user)

    async def _asking_for_password(self, attempt: Attempt, work: Awaitable[Any]) -> Any:
        """Await a step; None when Telegram wants the password next."""
        from telethon.errors import SessionPasswordNeededError
        from telethon.tl.functions.account import GetPasswordRequest

        try:
            return await self._step(work, let_through=SessionPasswordNeededError)
        except SessionPasswordNeededError:
            asked = await self._step(attempt.client(GetPasswordRequest()))
            self._show(LoginState(LoginStep.PASSWORD_NEEDED, password_hint=asked.hint or None))
            return None

    async def _finish(self, attempt: Attempt, user: Any) -> None:
        from telethon.utils import get_display_name

        attempt.session.signed_in(get_display_name(user) or "Telegram", is_bot=bool(user.bot))
        self._attempt = None
        try:
            await self._done(attempt.session, attempt.key)
        except VaultUnavailable as trouble:
            await attempt.client.log_out()
            await self._line.close()
            sentence = f"{trouble} The login was given up; nothing was kept."
            self._show(LoginState(LoginStep.SIGNED_OUT, problem=sentence))
            raise BadInput(sentence) from None

    async def _step(
        self, work: Awaitable[Any], *, let_through: type[Exception] | tuple[()] = (), over: bool = False
    ) -> Any:
        """Await an answer; a refusal is shown and raised as `BadInput`, in words."""
        from echotrade_desktop.engine.adapters.telegram.sentences import login_refusal

        try:
            return await self._line.ask(work, may_move=True)
        except let_through:
            raise
        except EchoTradeError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it was, Telegram's words end here
            log.info("a step of the login failed: %s", type(error).__name__)
            refusal = login_refusal(error)
            until = refusal.wait.until(self._clock.now()) if refusal.wait else None
            if over or refusal.over or not self._line.is_up:
                await self.give_up()
                self._show(LoginState(LoginStep.SIGNED_OUT, problem=str(refusal), until=until))
            else:
                self._show(replace(self.state, problem=str(refusal), until=until or self._qr_end()))
            raise refusal from None

    def _qr_end(self) -> Any:
        return self.state.until if self.state.step is LoginStep.QR_SHOWN else None

    def _show(self, state: LoginState) -> None:
        self.state = state
        self._tell(state)
