"""Let independent clients do their rounds against the loopback exchange: a line each, PASS or FAIL.

.venv-peers/bin/python -m tests.peers --server .venv/bin/python [--only sdk]
"""

import argparse
import asyncio
import importlib
import sys
import traceback
from importlib.metadata import version

from tests.peers.venue import Venue, serving

CLIENTS = {
    "python-binance": "tests.peers.python_binance",
    "binance-sdk-derivatives-trading-usds-futures": "tests.peers.sdk_usdm",
    "binance-sdk-spot": "tests.peers.sdk_spot",
}
LONGEST_ROUND_S = 30


async def rounds_of(client: str, module: str, venue: Venue) -> int:
    """Do a client's rounds in order; return how many failed."""
    failed = 0
    for name, go in importlib.import_module(module).ROUNDS.items():
        try:
            async with asyncio.timeout(LONGEST_ROUND_S):
                await go(venue)
        except Exception:  # noqa: BLE001  one client's trouble must not hide the others
            failed += 1
            print(f"FAIL  {client} {version(client)}: {name}")
            traceback.print_exc(limit=-3)
        else:
            print(f"PASS  {client} {version(client)}: {name}", flush=True)
    return failed


async def run(python: str, only: str) -> int:
    """Run all clients; 0 when all passed."""
    failed = 0
    with serving(python) as venue:
        for client, module in CLIENTS.items():
            if only in client:
                failed += await rounds_of(client, module, venue)
        print(f"sent and without a meaning here: {', '.join(venue.unread()) or 'nothing'}")
    return 1 if failed else 0


def main() -> int:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.peers", description=(__doc__ or "").split("\n", maxsplit=1)[0]
    )
    parser.add_argument("--server", required=True, help="the Python that has the app's environment")
    parser.add_argument("--only", default="", help="a part of a client's name")
    asked = parser.parse_args()
    return asyncio.run(run(asked.server, asked.only))


if __name__ == "__main__":
    sys.exit(main())
