"""`python -m tests.servers.telegram`: a loopback Telegram to try the app with by hand.

It prints the lines for settings.toml, the number, the code and the password to sign in with, and then posts a call now
and then until it is stopped.
"""

import argparse
import asyncio
import contextlib
import random
from pathlib import Path

from tests.servers.telegram.server import HOST, LoopbackTelegram
from tests.servers.telegram.world import Chat, Kind

PHONE, PASSWORD = "+4915112345678", "correct horse"
CALLS = (
    "BTC LONG 67500 SL 66000 TP 69000 TP 71000",
    "ETH SHORT 3000 SL 3100 TP 2900",
    "ADA LONG market SL 3%",
    "good morning everyone",
)


async def main(folder: Path, port: int, every: float) -> None:
    """Serve until cancelled."""
    telegram = LoopbackTelegram()
    telegram.port = port
    telegram.world.add_account(PHONE, password=PASSWORD)
    chats = [
        telegram.world.add_chat("Alpha Calls", username="alphacalls", picture=True),
        telegram.world.add_chat("Trading room", Kind.FORUM, members=340),
    ]
    async with telegram:
        print("[telegram.server]")
        print(f'dc_id = 2\nhost = "{HOST}"\nport = {telegram.port}\npublic_key_file = "{telegram.key_file(folder)}"\n')
        print(f"# sign in with any api_id above 1 and any api_hash, {PHONE}, code {telegram.logins.code}, {PASSWORD!r}")
        await post_now_and_then(telegram, chats[0], every)


async def post_now_and_then(telegram: LoopbackTelegram, chat: Chat, every: float) -> None:
    """Post something every so many seconds, for ever."""
    while True:
        await asyncio.sleep(every)
        telegram.world.post(chat, random.choice(CALLS))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.servers.telegram")
    parser.add_argument("--folder", type=Path, default=Path("/tmp"))
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--every", type=float, default=20.0)
    options = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main(options.folder, options.port, options.every))
