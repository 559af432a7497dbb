"""The loopback exchange as a process: prints its ports as one JSON line, serves until it is ended.

python -m tests.servers.binance --journal FILE [--port 0] [--spot-port 0] [--walk 0.5] [--quotes-every 1] [--seed 0]
    [--speed 1 --began MONOTONIC]
"""

import argparse
import asyncio
import json
import signal
from pathlib import Path

from tests.servers.binance.venue import binance_exchange
from tests.servers.exchange.clock import SharedClock


async def serve(asked: argparse.Namespace) -> None:
    """Serve until SIGTERM or SIGINT."""
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    async with binance_exchange(
        asked.journal.parent,
        journal=asked.journal,
        ports=(asked.port, asked.spot_port),
        walk=asked.walk,
        quotes_every=asked.quotes_every or None,
        clock=None if asked.began is None else SharedClock(asked.speed, asked.began),
        seed=asked.seed,
    ) as venue:
        told = {
            "port": venue.ports["usdm"],
            "spot_port": venue.ports["spot"],
            "rest_url": venue.rest_url,
            "ws_url": venue.ws_url,
            "spot_rest_url": venue.spot_rest_url,
            "spot_ws_url": venue.spot_ws_url,
            "api_key": venue.api_key,
            "api_secret": venue.api_secret,
        }
        print(json.dumps(told), flush=True)
        await ended.wait()


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.servers.binance", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--journal", type=Path, required=True)
    parser.add_argument("--port", type=int, default=0, help="of the perpetuals; all REST paths are served on both")
    parser.add_argument("--spot-port", type=int, default=0)
    parser.add_argument("--walk", type=float, default=0.5, help="seconds between the steps of the prices, 0: none")
    parser.add_argument("--quotes-every", type=float, default=1.0, help="seconds, 0: only when a price moves")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--speed", type=float, default=1.0, help="of the exchange's clock")
    parser.add_argument("--began", type=float, help="when that clock began: a reading of time.monotonic")
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(serve(arguments()))
