"""What the exchange did, one JSON object a line; it outlives every app that traded on it."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any


class Journal:
    """Appends lines; each is with the operating system before `write` returns."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab", buffering=0)

    def write(self, at: datetime, event: str, **details: Any) -> None:
        """Append one event. Numbers that mean money are text."""
        line = {"at": at.isoformat(), "event": event, **details}
        self._file.write(json.dumps(line, default=str).encode() + b"\n")

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def read(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the events of a journal, oldest first; `at` as an instant."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.endswith("\n"):
                event = json.loads(line)
                event["at"] = datetime.fromisoformat(event["at"])
                yield event
