"""What the screen may read and ask of the user's Telegram account, by name; nothing where there is no account."""

from collections.abc import Callable, Coroutine
from typing import Any

from echotrade_desktop.engine.domain.telegram import TelegramAccount


def reads_of_account(account: TelegramAccount | None) -> dict[str, Callable[..., object]]:
    """Return what is answered at once; the state is None where there is no account to sign in to."""
    if account is None:
        return {"telegram_state": lambda: None, "telegram_followed": tuple}
    return {"telegram_state": lambda: account.state, "telegram_followed": lambda: tuple(account.followed())}


def asks_of_account(account: TelegramAccount | None) -> dict[str, Callable[..., Coroutine[Any, Any, Any]]]:
    """Return what takes a moment, because Telegram or the disk answers it."""
    if account is None:
        return {}
    return {
        "telegram_consent": account.consent,
        "telegram_revoke": account.revoke,
        "telegram_send_code": account.send_code,
        "telegram_code": account.enter_code,
        "telegram_password": account.enter_password,
        "telegram_qr": account.show_qr,
        "telegram_bot": account.sign_in_bot,
        "telegram_cancel": account.cancel_login,
        "telegram_dialogs": account.dialogs,
        "telegram_icon": account.icon,
        "telegram_members": account.members,
        "telegram_follow": account.follow,
    }
