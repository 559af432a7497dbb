"""The real window on the loopback Binance, started from its settings as the app is: live prices, candles, no key."""

import os
from pathlib import Path

from echotrade_desktop.app import Session
from echotrade_desktop.settings import load
from echotrade_desktop.stopping import Stop
from tests.servers.binance.venue import Venue, binance_exchange
from tests.views.stage import until

SETTINGS = """
[market]
source = "binance"

[exchange]
market = "usdm"
rest_url = "{rest}"
ws_url = "{ws}"

[calls]
practice = false
"""


def profile_on(venue: Venue, folder: Path) -> Path:
    """A profile whose settings name the venue."""
    folder.mkdir(mode=0o700)
    (folder / "settings.toml").write_text(SETTINGS.format(rest=venue.rest_url, ws=venue.ws_url))
    return folder


async def test_the_window_shows_binances_prices_and_candles_and_how_they_come(tmp_path):
    """F007, F030, F038: one setting, no key."""
    async with binance_exchange(tmp_path, quotes_every=0.2) as venue:
        profile = profile_on(venue, tmp_path / "profile")
        settings, notices = load(profile)
        assert notices == []

        async def act(session: Session) -> None:
            window, dashboard = session.window, session.parts.dashboard
            await until(lambda: "BTC/USDT" in dashboard.get_live_prices())
            await until(lambda: len(session.chart.view.canvas.series) > 50)
            venue.move("BTC/USDT", "67890.1")
            await until(lambda: "67,890" in window.ticker_bar.cells["BTC/USDT"].accessibleName())
            series = session.chart.view.canvas.series
            await until(lambda: series.last is not None and series.last.close == 67890.1)
            if picture := os.environ.get("ECHOTRADE_PICTURE"):
                window.grab().save(picture)
            market = window.status.items["market"]
            await until(lambda: "websocket" in market.detail.text())
            venue.streams("silent")
            await until(lambda: "polling" in market.detail.text())

        session = Session(profile, settings, [], act)
        assert await session.main(Stop()) == 0
        assert venue.journal("call", "accepted") == []  # nothing that carries a key
