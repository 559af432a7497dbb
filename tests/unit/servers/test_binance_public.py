"""The loopback exchange's public side, heard by the real ccxt."""

import asyncio
import json
import subprocess
import sys
import urllib.request
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import aiohttp

from tests.fakes.clock import FakeClock
from tests.servers.binance.clients import heard, spot_desk, until, usdm_desk
from tests.servers.binance.venue import binance_exchange

BTC = "BTC/USDT:USDT"
ROOT = Path(__file__).parents[3]


async def candles_at(client, symbol, price):
    """Candles, once the newest closes at a price; the minute before it may be told first, closed."""
    while (rows := await client.watch_ohlcv(symbol, "1m"))[-1][4] != price:
        pass
    return rows


async def test_the_perpetuals_are_listed_with_their_filters(tmp_path):
    async with usdm_desk(tmp_path) as (_, client):
        bitcoin, small, halted = (client.market(f"{base}/USDT:USDT") for base in ("BTC", "1000PEPE", "LUNA"))
        assert (bitcoin["precision"]["price"], bitcoin["precision"]["amount"]) == (0.1, 0.001)
        assert (bitcoin["limits"]["cost"]["min"], bitcoin["limits"]["market"]["max"]) == (50, 120)
        assert bitcoin["contractSize"] == 1
        assert "STOP_MARKET" in bitcoin["info"]["orderTypes"]
        assert small["precision"]["price"] == 1e-7
        assert halted["active"] is False


async def test_candles_go_back_a_day_and_end_with_the_price_of_now(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        venue.move("BTC/USDT", "67650.5")
        minutes = await client.fetch_ohlcv(BTC, "1m", limit=1000)
        days = await client.fetch_ohlcv(BTC, "1d", limit=200)
    assert (len(minutes), len(days)) == (1000, 200)
    assert minutes[-1][4] == days[-1][4] == 67650.5
    assert {later[0] - sooner[0] for sooner, later in pairwise(minutes)} == {60_000}
    assert all(low <= min(begin, end) and high >= max(begin, end) for _, begin, high, low, end, _ in minutes + days)
    assert [row[1] for row in minutes[1:-1]] == [row[4] for row in minutes[:-2]]


async def test_candles_are_given_from_a_time_on(tmp_path):
    async with usdm_desk(tmp_path) as (_, client):
        newest = (await client.fetch_ohlcv(BTC, "5m", limit=1))[0][0]
        since = newest - 10 * 300_000
        rows = await client.fetch_ohlcv(BTC, "5m", since=since, limit=4)
    assert [row[0] for row in rows] == [since + number * 300_000 for number in range(4)]


async def test_a_trade_reaches_every_stream_of_the_perpetual(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        watches = (
            client.watch_bids_asks([BTC]),
            client.watch_trades(BTC),
            client.watch_ticker(BTC),
            candles_at(client, BTC, 67600),
            client.watch_mark_price(BTC),
        )
        async with heard(*watches) as (book, trades, ticker, candles, mark):
            wanted = [
                "btcusdt@bookTicker",
                "btcusdt@kline_1m",
                "btcusdt@markPrice@1s",
                "btcusdt@miniTicker",
                "btcusdt@trade",
            ]
            await until(lambda: sorted(s for c in venue.market_streams.of("*") for s in c.streams) == wanted)
            venue.move("BTCUSDT", "67600", bid="67599.9", ask="67600.4")
            assert ((await book)[BTC]["bid"], (await book)[BTC]["ask"]) == (67599.9, 67600.4)
            assert (await trades)[-1]["price"] == 67600
            assert (await ticker)["last"] == 67600
            assert (await candles)[-1][4] == 67600
            assert (await mark)["markPrice"] == 67600
    assert venue.journal("wrong route") == []


async def test_a_trade_reaches_every_stream_of_the_spot_pair(tmp_path):
    async with spot_desk(tmp_path) as (venue, client):
        watches = (
            client.watch_bids_asks(["ETH/USDT"]),
            client.watch_trades("ETH/USDT"),
            client.watch_ticker("ETH/USDT"),
            candles_at(client, "ETH/USDT", 3600.01),
        )
        async with heard(*watches) as (book, trades, ticker, candles):
            await until(lambda: sum(len(each.streams) for each in venue.market_streams.of("spot")) == 4)
            venue.move("ETH/USDT", "3600.01")
            assert (await book)["ETH/USDT"]["ask"] == 3600.02
            assert (await trades)[-1]["price"] == (await ticker)["last"] == (await candles)[-1][4] == 3600.01


async def test_a_stream_on_the_wrong_route_is_acknowledged_and_silent(tmp_path):
    async with (
        binance_exchange(tmp_path) as venue,
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{venue.ws_url}/market/ws") as socket,
    ):
        asked = ["btcusdt@bookTicker", "btcusdt@aggTrade"]
        await socket.send_json({"method": "SUBSCRIBE", "params": asked, "id": 1})
        assert await socket.receive_json() == {"result": None, "id": 1}
        venue.move("BTCUSDT", "67600")
        assert (await socket.receive_json())["e"] == "aggTrade"
        venue.move("BTCUSDT", "67601")
        assert (await socket.receive_json())["e"] == "aggTrade"
        assert [line["stream"] for line in venue.journal("wrong route")] == ["btcusdt@bookTicker"]


async def test_unsubscribing_ends_a_stream(tmp_path):
    async with (
        binance_exchange(tmp_path) as venue,
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{venue.ws_url}/public/ws/btcusdt@trade") as socket,
    ):
        await socket.send_json({"method": "SUBSCRIBE", "params": ["ethusdt@trade"], "id": 1})
        await socket.send_json({"method": "UNSUBSCRIBE", "params": ["btcusdt@trade"], "id": 2})
        assert [(await socket.receive_json())["id"] for _ in range(2)] == [1, 2]
        venue.move("BTCUSDT", "67600")
        venue.move("ETHUSDT", "3501")
        assert (await socket.receive_json())["s"] == "ETHUSDT"


async def test_a_minute_that_has_ended_is_told_once_more_closed(tmp_path):
    async with (
        binance_exchange(tmp_path, clock=FakeClock()) as venue,
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{venue.ws_url}/market/stream?streams=btcusdt@kline_1m") as socket,
    ):
        venue.move("BTCUSDT", "67600")
        open_one = (await socket.receive_json())["data"]["k"]
        venue.skew(60)
        venue.move("BTCUSDT", "67700")
        closed, next_one = [(await socket.receive_json())["data"]["k"] for _ in range(2)]
    assert (open_one["x"], closed["x"], next_one["x"]) == (False, True, False)
    assert (closed["t"], closed["c"], next_one["o"]) == (open_one["t"], "67600.0", "67700.0")


async def test_every_price_is_exact_text_on_its_tick(tmp_path):
    async with usdm_desk(tmp_path, walk=0.005) as (venue, client):
        await until(lambda: venue.prices["usdm"].quotes["ETHUSDT"].last != Decimal(3500))
        tickers = await client.fetch_bids_asks()
        for ticker in tickers.values():
            tick = venue.prices["usdm"].listings[ticker["info"]["symbol"]].tick
            assert Decimal(ticker["info"]["bidPrice"]) % tick == 0


def test_the_process_prints_where_it_is_takes_orders_and_ends(tmp_path):
    command = [
        sys.executable,
        "-m",
        "tests.servers.binance",
        "--journal",
        str(tmp_path / "journal.jsonl"),
        "--walk",
        "0",
    ]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            told = json.loads(process.stdout.readline())
            moved = json.dumps({"do": "move", "args": ["BTC/USDT", "70000"]}).encode()
            urllib.request.urlopen(urllib.request.Request(f"{told['rest_url']}/_venue", moved), timeout=10).close()
            for rest, path in (("rest_url", "fapi/v1"), ("spot_rest_url", "api/v3")):
                address = f"{told[rest]}/{path}/ticker/price?symbol=BTCUSDT"
                with urllib.request.urlopen(address, timeout=10) as answer:
                    assert Decimal(json.load(answer)["price"]) == 70_000
        finally:
            process.terminate()
            assert process.wait(10) == 0


async def test_quotes_are_told_again_although_nothing_moves(tmp_path):
    async with (
        binance_exchange(tmp_path, quotes_every=0.01) as venue,
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{venue.ws_url}/public/stream?streams=btcusdt@bookTicker/btcusdt@trade") as socket,
    ):
        told = [await asyncio.wait_for(socket.receive_json(), 5) for _ in range(3)]
    assert {each["data"]["e"] for each in told} == {"bookTicker"}


async def test_a_flood_of_quotes_comes_whole_and_numbered(tmp_path):
    async with (
        binance_exchange(tmp_path) as venue,
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{venue.ws_url}/public/ws/btcusdt@bookTicker/ethusdt@bookTicker") as socket,
    ):
        await until(lambda: venue.market_streams.of("public"))
        venue.flood(50_000, 20_000)
        told = [json.loads((await socket.receive()).data) for _ in range(20_000)]
        await until(lambda: venue.journal("flood"))
        venue.move("BTC/USDT", "67500")
        later = json.loads((await socket.receive()).data)
    assert {later["u"] - sooner["u"] for sooner, later in pairwise(told)} == {1}
    assert later["u"] > told[-1]["u"], "a quote after the flood is newer"
    assert {each["s"] for each in told} == {"BTCUSDT", "ETHUSDT"}
    assert all(Decimal(each["b"]) < Decimal(each["a"]) for each in told)


async def test_an_order_book_is_kept_from_a_snapshot_and_its_changes(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):

        async def follow():
            while (book := await client.watch_order_book(BTC))["asks"][0][0] != 67400.1:
                pass
            return book

        async with heard(follow()) as (book,):
            await until(lambda: any(each.streams for each in venue.market_streams.of("public")))
            for price in ("67500.5", "67520", "67400"):
                venue.move(BTC, price)
            await until(lambda: book.done() or venue.move(BTC, "67400"))
            told = await book
        assert (told["bids"][0][0], len(told["bids"]), len(told["asks"])) == (67399.9, 20, 20)


async def test_all_symbols_are_told_on_one_stream(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        wanted = client.watch_tickers(), client.watch_bids_asks(), client.watch_mark_prices()
        async with heard(*wanted) as watches:
            await until(lambda: sum(len(each.streams) for each in venue.market_streams.of("*")) == 3)
            venue.move("SOL/USDT", "151")
            tickers, books, marks = [await each for each in watches]
    assert tickers["SOL/USDT:USDT"]["last"] == 151
    assert books["SOL/USDT:USDT"]["ask"] == 151.01
    assert marks["SOL/USDT:USDT"]["markPrice"] == 151
