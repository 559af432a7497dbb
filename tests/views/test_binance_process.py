"""`echotrade --profile DIR` as a user starts it, a process of its own, with the loopback exchange in its settings."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from echotrade_desktop.engine.store.verify import verify
from tests.servers.binance.venue import binance_exchange
from tests.views.stage import until
from tests.views.test_binance_window import profile_on

ECHOTRADE = [sys.executable, "-m", "echotrade_desktop"]
SHOWN = ("btcusdt", "ethusdt")
SPOKEN = ("the book stream speaks", "the trade stream speaks", "500 candles of BTC/USDT 15m came")


def started(profile: Path) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen([*ECHOTRADE, "--profile", str(profile)], env=environment)


async def test_the_app_started_by_its_command_shows_live_tickers_and_candles_on_paper(tmp_path, qapp):
    """What it asked for stands in the exchange's journal, what came in the app's own log; no call carried a key."""
    async with binance_exchange(tmp_path, quotes_every=0.2) as venue:
        profile = profile_on(venue, tmp_path / "profile")
        log = profile / "logs" / "echotrade.log"

        def told(*sentences: str) -> bool:
            words = log.read_text() if log.exists() else ""
            return all(sentence in words for sentence in sentences)

        with started(profile) as app:
            try:
                await until(lambda: told(*SPOKEN) or app.poll())
                assert app.poll() is None
                app.send_signal(signal.SIGTERM)
                await until(lambda: app.poll() is not None)
            finally:
                app.kill()
        assert app.returncode == 0
        streams = {name for line in venue.journal("subscribed") for name in line["streams"]}
        assert {f"{symbol}@bookTicker" for symbol in SHOWN} <= streams
        assert "GET /fapi/v1/klines" in {line["endpoint"] for line in venue.journal("asked")}
        assert venue.journal("call", "accepted", "unknown path", "wrong route") == []
    assert verify(profile / "paper-binance.db").ok
    assert "Traceback" not in log.read_text()
