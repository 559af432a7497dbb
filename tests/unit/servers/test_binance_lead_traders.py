"""The loopback exchange's lead traders: what the unofficial pages say, well or ill."""

import aiohttp
import pytest

from tests.servers.binance.lead_traders import FIRST_PORTFOLIO, ROOT
from tests.servers.binance.venue import binance_exchange


async def positions(session, venue):
    address = f"{venue.rest_url}{ROOT}/lead-data/positions?portfolioId={FIRST_PORTFOLIO}"
    async with session.get(address) as answer:
        told = await answer.json()
    return {row["id"]: row["positionAmount"] for row in told["data"] if row["positionAmount"] != "0"}


async def test_positions_open_flip_and_close_and_leave_a_history(tmp_path):
    async with binance_exchange(tmp_path) as venue, aiohttp.ClientSession() as session:
        assert await positions(session, venue) == {}
        venue.lead("BTC/USDT", "0.5")
        assert await positions(session, venue) == {"0_BTCUSDT_BOTH": "0.500"}
        venue.lead("BTC/USDT", "-0.2")
        assert await positions(session, venue) == {"0_BTCUSDT_BOTH": "-0.200"}
        venue.move("BTC/USDT", "67000")
        venue.lead("BTC/USDT", "-0.1")
        venue.lead("BTC/USDT", "0")
        assert await positions(session, venue) == {}
        asked = {"portfolioId": FIRST_PORTFOLIO, "pageNumber": 1, "pageSize": 50, "sort": "OPENING"}
        async with session.post(f"{venue.rest_url}{ROOT}/lead-portfolio/position-history", json=asked) as answer:
            rows = (await answer.json())["data"]["list"]
    assert [(row["side"], row["status"], row["closedVolume"]) for row in rows] == [
        ("Short", "All Closed", 0.1),
        ("Short", "Partially Closed", 0.1),
        ("Long", "All Closed", 0.5),
    ]


async def test_a_hidden_portfolio_has_no_rows_and_says_that_it_is_hidden(tmp_path):
    async with binance_exchange(tmp_path) as venue, aiohttp.ClientSession() as session:
        venue.lead("BTC/USDT", "0.5")
        for hidden in (True, False):
            venue.hide_leader(hidden=hidden)
            assert bool(await positions(session, venue)) is not hidden
            address = f"{venue.rest_url}{ROOT}/lead-portfolio/detail?portfolioId={FIRST_PORTFOLIO}"
            async with session.get(address) as answer:
                assert (await answer.json())["data"]["positionShow"] is not hidden


@pytest.mark.parametrize(
    ("mood", "status", "code"),
    [
        ("well", 200, "000000"),
        ("hiccup", 200, "000000"),
        ("refuses", 200, "000001"),
        ("html", 200, None),
        ("forbidden", 403, None),
        ("busy", 429, None),
        ("blocked", 451, None),
    ],
)
async def test_the_pages_have_moods(mood, status, code, tmp_path):
    async with binance_exchange(tmp_path) as venue, aiohttp.ClientSession() as session:
        venue.lead("BTC/USDT", "0.5")
        venue.lead_mood(mood)
        address = f"{venue.rest_url}{ROOT}/lead-data/positions?portfolioId={FIRST_PORTFOLIO}"
        async with session.get(address) as answer:
            assert answer.status == status
            if code is not None:
                told = await answer.json()
                assert (told["code"], bool(told["data"])) == (code, mood == "well")


async def test_traders_are_discovered_by_name(tmp_path):
    async with binance_exchange(tmp_path) as venue, aiohttp.ClientSession() as session:
        venue.add_leader("1234567890123456789", "Night Owl")
        asked = {
            "pageNumber": 1,
            "pageSize": 20,
            "timeRange": "30D",
            "dataType": "ROI",
            "nickname": "owl",
            "order": "DESC",
        }
        async with session.post(f"{venue.rest_url}{ROOT}/home-page/query-list", json=asked) as answer:
            data = (await answer.json())["data"]
    assert [row["leadPortfolioId"] for row in data["list"]] == ["1234567890123456789"]
