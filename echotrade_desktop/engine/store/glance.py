"""A short look at a ledger from outside, also while an engine is writing to it."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from echotrade_desktop.engine.store.database import read_only, speaking


@dataclass(frozen=True, slots=True)
class Glance:
    """How an account stands, as its tables say. Money is in quote currency, exact, as text."""

    mode: str
    cash: str
    open_positions: int
    waiting_calls: int
    paused: str | None  # the reason, None while entries are allowed


def glance(path: Path) -> Glance | None:
    """Return how the ledger at `path` stands; None when there is none yet. Raises `StoreUnavailable`."""
    if not path.is_file():
        return None
    with speaking(path), closing(read_only(path)) as connection:
        connection.execute("BEGIN")
        account = connection.execute("SELECT mode, cash, paused_at, pause_reason FROM account").fetchone()
        if account is None:
            return None
        mode, cash, paused_at, reason = account
        held = "SELECT count(*) FROM positions WHERE opened_at IS NOT NULL AND closed_at IS NULL"
        return Glance(
            mode=mode,
            cash=cash,
            open_positions=connection.execute(held).fetchone()[0],
            waiting_calls=connection.execute("SELECT count(*) FROM signals WHERE status = 'pending'").fetchone()[0],
            paused=(reason or "paused") if paused_at is not None else None,
        )
