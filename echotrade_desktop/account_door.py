"""What the screen may read and ask of the user's Telegram account, by name; nothing where there is no account.

What is typed to sign in is known to the redaction before anything else sees it, so that no log can ever hold it.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from echotrade_desktop.engine.domain.telegram import AppKey, TelegramAccount
from echotrade_desktop.redaction import register_secret

Ask = Callable[..., Coroutine[Any, Any, Any]]


def reads_of_account(account: TelegramAccount | None) -> dict[str, Callable[..., object]]:
    """Return what is answered at once; the state is None where there is no account to sign in to."""
    if account is None:
        return {"telegram_state": lambda: None, "telegram_followed": tuple, "telegram_agreed": lambda: None}
    return {
        "telegram_state": lambda: account.state,
        "telegram_followed": lambda: tuple(account.followed()),
        "telegram_agreed": lambda: account.agreed_at,
    }


def asks_of_account(account: TelegramAccount | None) -> dict[str, Ask]:
    """Return what takes a moment, because Telegram or the disk answers it."""
    if account is None:
        return {}
    return {
        "telegram_consent": account.consent,
        "telegram_revoke": account.revoke,
        "telegram_send_code": _secretly(account.send_code),
        "telegram_code": account.enter_code,  # of use once and for minutes; as a secret it would blot out prices
        "telegram_password": _secretly(account.enter_password),
        "telegram_qr": _secretly(account.show_qr),
        "telegram_bot": _secretly(account.sign_in_bot),
        "telegram_cancel": account.cancel_login,
        "telegram_dialogs": account.dialogs,
        "telegram_icon": account.icon,
        "telegram_members": account.members,
        "telegram_follow": account.follow,
    }


def _secretly(ask: Ask) -> Ask:
    """Return a question whose words may never be read in a log."""

    async def asked(*words: str | AppKey) -> Any:
        for word in words:
            register_secret(word.api_hash if isinstance(word, AppKey) else word)
        return await ask(*words)

    return asked
