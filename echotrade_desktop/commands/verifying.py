"""`echotrade verify`: derives every position, result and equity figure anew and compares to the last digit."""

import sys
from pathlib import Path

from echotrade_desktop.commands.parts import NO, OK
from echotrade_desktop.engine.compose import PAPER_DB
from echotrade_desktop.engine.store.verify import verify as verify_ledger
from echotrade_desktop.folders import default_profile


def verify(chosen: Path | None) -> int:
    """Print what was compared; 0 only if all agrees."""
    report = verify_ledger((chosen or default_profile()) / PAPER_DB)
    what = f"{report.facts} facts, {report.fills} fills, {report.positions} positions"
    if report.ok:
        equity = f", equity {report.equity}" if report.equity is not None else ""
        print(f"The ledger agrees: {what}{equity}.")
        return OK
    for sentence in report.disagreements:
        print(sentence, file=sys.stderr)
    print(f"The ledger does NOT agree ({what}): {len(report.disagreements)} disagreements.", file=sys.stderr)
    return NO
