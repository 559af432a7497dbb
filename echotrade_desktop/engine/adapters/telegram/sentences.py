"""What Telegram's refusals mean to a user: each a sentence that says what happened and what to do."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from telethon import errors

from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.errors import BadInput, EchoTradeError, SourceUnavailable


@dataclass(frozen=True, slots=True)
class Wait:
    """Telegram wants to be left alone for so long."""

    seconds: int

    def until(self, now: datetime) -> datetime:
        """Return when to try again."""
        return now + timedelta(seconds=self.seconds + 1)


class SignedOut(SourceUnavailable):
    """The session is over; only a new login helps."""


class ToldToWait(SourceUnavailable):
    """Telegram has told this app to wait."""

    def __init__(self, wait: Wait) -> None:
        super().__init__(f"Telegram asked EchoTrade to wait {words.span(timedelta(seconds=wait.seconds))}.")
        self.wait = wait


class ChatClosed(SourceUnavailable):
    """A chat may not be read (any more)."""


class LoginRefused(BadInput):
    """A step of a login was refused; `wait` when it may be tried again later, `over` when the login begins anew."""

    def __init__(self, sentence: str, *, wait: Wait | None = None, over: bool = False) -> None:
        super().__init__(sentence)
        self.wait = wait
        self.over = over


UNREACHABLE = "Telegram could not be reached. Check the connection; EchoTrade tries again by itself."
TELEGRAM_ENDED = {
    errors.AuthKeyDuplicatedError: (
        "Telegram ended this session because it was used at two places at once. EchoTrade does not fight for it: "
        "sign in again here, and give this profile to no other computer."
    ),
    errors.UserDeactivatedBanError: (
        "Telegram has banned this account. EchoTrade stopped reading; write to recover@telegram.org from the account's "
        "mail address, or sign in with another account."
    ),
    errors.UserDeactivatedError: "This Telegram account was deleted. Sign in with another one.",
    errors.SessionRevokedError: "You ended EchoTrade's session in Telegram. Nothing is read; sign in again to go on.",
    errors.SessionExpiredError: "Telegram let the session expire. Sign in again to go on.",
}
_LOGGED_OUT = "EchoTrade was signed out of Telegram. Nothing is read; sign in again to go on."
TELEGRAM_REFUSED: dict[type[Exception], tuple[str, bool]] = {
    errors.PhoneNumberInvalidError: (
        "That is no phone number Telegram knows. Write it with the country's code, such as +49 151 1234567.",
        True,
    ),
    errors.PhoneNumberBannedError: (
        "Telegram has banned this number. Write to recover@telegram.org, or sign in with another account.",
        True,
    ),
    errors.PhoneNumberUnoccupiedError: (
        "There is no Telegram account with this number. Make one in Telegram's own app first, then come back.",
        True,
    ),
    errors.PhoneNumberFloodError: (
        "Too many codes were asked for with this number. Telegram wants a pause of a day; the QR code may work now.",
        True,
    ),
    errors.PhoneCodeInvalidError: ("That is not the code Telegram sent. Look again and type it once more.", False),
    errors.PhoneCodeEmptyError: ("The code is missing. Type the digits that Telegram sent.", False),
    errors.PhoneCodeExpiredError: ("The code has expired. Ask for a new one.", True),
    errors.PasswordHashInvalidError: (
        "That is not the password of your two-step verification. Try again; it is not the code.",
        False,
    ),
    errors.PhonePasswordFloodError: ("Too many tries. Telegram wants a pause; try again later.", True),
    errors.ApiIdInvalidError: (
        "Telegram does not know this api_id with this api_hash. Copy both again from my.telegram.org, API development "
        "tools.",
        True,
    ),
    errors.ApiIdPublishedFloodError: (
        "This api_id is public and Telegram no longer accepts it. Make one of your own at my.telegram.org.",
        True,
    ),
    errors.AccessTokenInvalidError: (
        "Telegram knows no bot with this token. Copy it again from @BotFather: digits, a colon, letters.",
        True,
    ),
    errors.AccessTokenExpiredError: ("This bot token was replaced. Copy the new one from @BotFather.", True),
    errors.SendCodeUnavailableError: (
        "Telegram has no other way left to send this number a code. Wait for the one it sent, or use the QR code.",
        False,
    ),
}


def session_ended(error: BaseException) -> str | None:
    """Return why a session is over, None when the error says nothing of the kind."""
    for kind, sentence in TELEGRAM_ENDED.items():
        if isinstance(error, kind):
            return sentence
    if isinstance(error, errors.UnauthorizedError | errors.AuthKeyError | errors.AuthKeyNotFound):
        return _LOGGED_OUT
    return None


def wait_of(error: BaseException) -> Wait | None:
    """Return how long Telegram wants to be left alone."""
    seconds = getattr(error, "seconds", None)
    return Wait(int(seconds)) if isinstance(error, errors.FloodError) and seconds is not None else None


def login_refusal(error: Exception) -> LoginRefused:
    """Return a refused login in words."""
    for kind, (sentence, over) in TELEGRAM_REFUSED.items():
        if isinstance(error, kind):
            return LoginRefused(sentence, over=over)
    if (wait := wait_of(error)) is not None:
        pause = words.span(timedelta(seconds=wait.seconds))
        return LoginRefused(f"Telegram asks you to wait {pause} before the next try.", wait=wait)
    if (ended := session_ended(error)) is not None:
        return LoginRefused(ended, over=True)
    if isinstance(error, errors.RPCError):
        name = type(error).__name__.removesuffix("Error")
        return LoginRefused(f"Telegram refused this ({name}). Nothing was changed; try again or use the QR code.")
    return LoginRefused("Telegram could not be reached. Nothing was changed; check the connection and try again.")


def reading_refusal(error: Exception) -> EchoTradeError:
    """Return a refused or failed request in the engine's words."""
    if isinstance(error, EchoTradeError):
        return error
    if (wait := wait_of(error)) is not None:
        return ToldToWait(wait)
    if (ended := session_ended(error)) is not None:
        return SignedOut(ended)
    if isinstance(error, errors.ChannelPrivateError | errors.ChannelInvalidError | errors.PeerIdInvalidError):
        return ChatClosed("it was left, closed, or made private")
    if isinstance(error, errors.BadRequestError | errors.ForbiddenError):
        return ChatClosed(f"Telegram refuses it ({type(error).__name__.removesuffix('Error')})")
    if isinstance(error, errors.RPCError):
        return SourceUnavailable(f"Telegram refused a request ({type(error).__name__.removesuffix('Error')}).")
    return SourceUnavailable(UNREACHABLE)
