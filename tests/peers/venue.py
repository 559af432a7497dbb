"""The loopback exchange as another process sees it."""

import asyncio
import json
import subprocess
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Venue:
    """Where it listens, and the door by which it is steered."""

    rest_url: str
    ws_url: str
    spot_rest_url: str
    spot_ws_url: str
    api_key: str
    api_secret: str

    def do(self, verb: str, *args: Any, **details: Any) -> Any:
        """Steer the exchange; see `Steering` for the verbs."""
        asked = json.dumps({"do": verb, "args": args, **details}).encode()
        with urllib.request.urlopen(urllib.request.Request(f"{self.rest_url}/_venue", asked), timeout=10) as answer:
            return json.load(answer)["told"]

    def unread(self) -> list[str]:
        """What clients have sent that the exchange has no meaning for."""
        return sorted({name for line in self.do("journal", "call") for name in line.get("unread", ())})


@contextmanager
def serving(python: str) -> Iterator[Venue]:
    """Run the exchange under the app's own Python."""
    with tempfile.TemporaryDirectory() as folder:
        journal = str(Path(folder) / "journal.jsonl")
        command = [python, "-m", "tests.servers.binance", "--journal", journal, "--walk", "0", "--quotes-every", "0.2"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            told = json.loads(process.stdout.readline())
            try:
                yield Venue(**{name: told[name] for name in Venue.__dataclass_fields__})
            finally:
                process.terminate()


async def until(holds: Callable[[], Any], seconds: float = 10) -> Any:
    """Wait until something is true, and return it."""
    async with asyncio.timeout(seconds):
        while not (found := holds()):
            await asyncio.sleep(0.01)
    return found


def equal(found: Any, expected: Any) -> None:
    """Raise `AssertionError` with both sides unless they are equal."""
    assert found == expected, f"{found!r} is not {expected!r}"
