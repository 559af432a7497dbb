"""What was last known of each lead trader, kept so that a restart neither makes a call up nor forgets one."""

import json
import logging
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from echotrade_desktop.engine.adapters.lead_traders.holdings import Holding, Key
from echotrade_desktop.engine.domain.errors import BadNumber
from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.private_files import write_private

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Known:
    """One portfolio: its trader's name, what it held, which message opened each position, when it was last seen."""

    name: str = ""
    holdings: dict[Key, Holding] = field(default_factory=dict)
    messages: dict[Key, int] = field(default_factory=dict)
    seen_ms: int = 0
    last_message: int = 0


class Memory:
    """A small file of the profile."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.known: dict[str, Known] = {}

    def load(self) -> None:
        """Read it; what cannot be read is forgotten, and the next look is a first one."""
        try:
            rows = json.loads(self._path.read_text("utf-8"))
            self.known = {portfolio: _known(row) for portfolio, row in rows.items()}
        except FileNotFoundError:
            self.known = {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, ArithmeticError, BadNumber) as error:
            log.warning(
                "%s cannot be read (%s); lead traders are looked at anew", self._path.name, type(error).__name__
            )
            self.known = {}

    def save(self) -> None:
        """Write it; a full disk only costs a first look after the next start."""
        try:
            rows = {portfolio: _row(known) for portfolio, known in self.known.items()}
            write_private(self._path, json.dumps(rows).encode())
        except OSError as error:
            log.warning("%s could not be written: %s", self._path.name, error.strerror)


def _row(known: Known) -> dict[str, Any]:
    held = [
        {
            "symbol": each.symbol, "side": each.side.value, "amount": str(each.amount), "entry": str(each.entry),
            "mark": str(each.mark), "leverage": each.leverage, "message": known.messages.get(key),
        }
        for key, each in known.holdings.items()
    ]  # fmt: skip
    return {"name": known.name, "held": held, "seen": known.seen_ms, "last": known.last_message}


def _known(row: dict[str, Any]) -> Known:
    known = Known(str(row["name"]), seen_ms=int(row["seen"]), last_message=int(row["last"]))
    for each in row["held"]:
        held = Holding(
            str(each["symbol"]), Side(each["side"]), Decimal(each["amount"]), Decimal(each["entry"]),
            Decimal(each["mark"]), int(each["leverage"]),
        )  # fmt: skip
        known.holdings[held.key] = held
        if each["message"] is not None:
            known.messages[held.key] = int(each["message"])
    return known
