"""Joins the user's Telegram to the engine: the account for the screen, the listener as a source of calls."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from echotrade_desktop.engine.adapters.telegram import Account, ServerAddress, TelegramSignalListener
from echotrade_desktop.engine.adapters.telegram.secrets_kept import Secrets
from echotrade_desktop.engine.domain.messages import Event
from echotrade_desktop.engine.domain.ports import Clock
from echotrade_desktop.engine.domain.signal import Origin
from echotrade_desktop.engine.runtime import Supervisor
from echotrade_desktop.engine.store.ledger import SqliteLedger


@dataclass(frozen=True, slots=True)
class TelegramRecipe:
    """Where the session is kept, which server is asked (None: Telegram's own), who counts in every chat."""

    secrets: Secrets
    server: ServerAddress | None = None
    allowed_users: tuple[int | str, ...] = ()


def join_telegram(
    recipe: TelegramRecipe,
    profile: Path,
    clock: Clock,
    ledger: SqliteLedger,
    supervisor: Supervisor,
    publish: Callable[[Event], None],
) -> tuple[Account, TelegramSignalListener]:
    """Return the account for the screen and the source that reads; nothing is connected before the user agreed."""

    async def erase() -> None:
        for newest in await ledger.newest_of_each_chat():
            if newest.origin is Origin.TELEGRAM:
                await ledger.erase_texts(newest.chat_id)

    account = Account(profile, recipe.secrets, clock, supervisor.spawn, erase, recipe.server)
    listener = TelegramSignalListener(
        recipe.allowed_users, account=account, stored=ledger, clock=clock, publish=publish
    )
    return account, listener
