"""`echotrade status`: whether an engine runs on a profile, and how its account stands. It reads and takes nothing."""

import json
from dataclasses import asdict
from pathlib import Path

from echotrade_desktop.commands.parts import NO, OK
from echotrade_desktop.engine.compose import PAPER_DB
from echotrade_desktop.engine.store.glance import Glance, glance
from echotrade_desktop.folders import default_profile
from echotrade_desktop.instance import HEADLESS, Holder, holder

LEDGERS = (PAPER_DB, "live.db")


def status(chosen: Path | None, *, as_json: bool = False) -> int:
    """Print it; 0 while an engine runs on the profile, 1 while none does."""
    profile = (chosen or default_profile()).expanduser().absolute()
    held = holder(profile)
    accounts = [found for name in LEDGERS if (found := glance(profile / name)) is not None]
    if as_json:
        print(
            json.dumps(
                {
                    "profile": str(profile),
                    "running": held is not None,
                    "pid": held.pid if held else None,
                    "kind": held.kind if held else None,
                    "accounts": [asdict(account) for account in accounts],
                }
            )
        )
    else:
        print(f"{profile}: {_spoken(held)}")
        for account in accounts:
            print(f"{account.mode}: {_account(account)}")
    return OK if held else NO


def _spoken(held: Holder | None) -> str:
    if held is None:
        return "no engine runs here; stops and targets of this app are not watched."
    return f"{'an engine without a screen' if held.kind == HEADLESS else 'the app'} runs here (process {held.pid})."


def _account(account: Glance) -> str:
    entries = f"entries {account.paused}" if account.paused else "entries allowed"
    waiting = f"{account.waiting_calls} calls waiting"
    return f"cash {account.cash}, {account.open_positions} open positions, {waiting}, {entries}"
