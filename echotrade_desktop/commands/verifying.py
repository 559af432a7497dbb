"""`echotrade verify`: derives every position, result and equity figure anew and compares to the last digit."""

import sys
from decimal import Decimal
from pathlib import Path

from echotrade_desktop.commands.parts import NO, OK, ledger_words, ledgers_in
from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.store.verify import verify as verify_ledger
from echotrade_desktop.folders import default_profile


def verify(chosen: Path | None) -> int:
    """Print what was compared in each ledger of the profile; 0 only if all agrees."""
    profile = chosen or default_profile()
    ledgers = ledgers_in(profile)
    return max(_verify_one(path, named=len(ledgers) > 1) for path in ledgers)


def _verify_one(path: Path, *, named: bool) -> int:
    report = verify_ledger(path)
    name = f"The ledger {path.name} ({ledger_words(path.name)})" if named else "The ledger"
    counts = ((report.facts, "fact"), (report.fills, "fill"), (report.positions, "position"))
    what = ", ".join(f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in counts)
    if report.ok:
        equity = f", equity {words.exact(Decimal(report.equity))}" if report.equity is not None else ""
        print(f"{name} agrees: {what}{equity}.")
        return OK
    for sentence in report.disagreements:
        print(sentence, file=sys.stderr)
    number = len(report.disagreements)
    found = f"{number} disagreement{'' if number == 1 else 's'}"
    print(f"{name} does NOT agree ({what}): {found}.", file=sys.stderr)
    return NO
