"""`echotrade status`: whether an engine runs on a profile, and how its account stands. It reads and takes nothing."""

import json
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from echotrade_desktop.commands.parts import NO, OK, ledger_words, ledgers_in
from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.errors import EchoTradeError
from echotrade_desktop.engine.store.glance import Glance, glance
from echotrade_desktop.folders import default_profile
from echotrade_desktop.instance import HEADLESS, Holder, holder


def status(chosen: Path | None, *, as_json: bool = False) -> int:
    """Print it, with every ledger of the profile; 0 while an engine runs on the profile, 1 while none does."""
    profile = (chosen or default_profile()).expanduser().absolute()
    held = holder(profile)
    accounts = [(path.name, found) for path in ledgers_in(profile) if (found := _looked_at(path)) is not None]
    if as_json:
        print(
            json.dumps(
                {
                    "profile": str(profile),
                    "running": held is not None,
                    "pid": held.pid if held else None,
                    "kind": held.kind if held else None,
                    "accounts": [_as_json(ledger, account) for ledger, account in accounts],
                }
            )
        )
    else:
        print(f"{profile}: {_spoken(held)}")
        for ledger, account in accounts:
            print(f"{ledger_words(ledger)}: {account if isinstance(account, str) else _account(account)}")
    return OK if held else NO


def _looked_at(path: Path) -> Glance | str | None:
    """Return how a ledger stands, or why it cannot be read: one that is damaged hides no other."""
    try:
        return glance(path)
    except EchoTradeError as error:
        return str(error)


def _as_json(ledger: str, account: Glance | str) -> dict[str, Any]:
    told = {"ledger": ledger, "name": ledger_words(ledger)}
    if isinstance(account, str):
        return {**told, "problem": account}
    return {
        **told,
        **asdict(account),
        "cash": account.cash.rstrip("0").rstrip(".") if "." in account.cash else account.cash,
    }


def _spoken(held: Holder | None) -> str:
    if held is None:
        return "no engine runs here; stops and targets of this app are not watched."
    return f"{'an engine without a screen' if held.kind == HEADLESS else 'the app'} runs here (process {held.pid})."


def _account(account: Glance) -> str:
    positions = _counted(account.open_positions, "open position")
    calls = _counted(account.waiting_calls, "call")
    entries = words.paused(account.paused) if account.paused else "entries allowed"
    return f"cash {words.money(Decimal(account.cash))}, {positions}, {calls} waiting, {entries}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
