"""Keys, clocks, limits and faults of the loopback exchange: what the real ccxt makes of them, what happened behind."""

import asyncio
import time

import aiohttp
import pytest
from ccxt.base.errors import (
    AuthenticationError,
    DDoSProtection,
    ExchangeNotAvailable,
    InvalidNonce,
    NetworkError,
    OperationFailed,
    OrderNotFound,
    RequestTimeout,
)

from tests.fakes.clock import FakeClock
from tests.servers.binance.clients import code_of, heard, until, usdm_client, usdm_desk
from tests.servers.binance.faults import HTML
from tests.servers.binance.venue import binance_exchange

BTC = "BTC/USDT:USDT"
ORDER = "POST /fapi/v1/order"


async def buy(client, client_id="p1-e1"):
    return await client.create_order(
        BTC, "limit", "buy", "0.01", 67510, {"timeInForce": "IOC", "clientOrderId": client_id}
    )


async def raises(kind, call):
    with pytest.raises(kind) as error:
        await call
    assert type(error.value) is kind
    return code_of(error.value)


# --- keys and clocks ---


async def test_wrong_keys_secrets_and_signatures_are_told_apart(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        client.secret = "x" * 64
        assert await raises(AuthenticationError, client.fetch_balance()) == -1022
        client.secret, client.apiKey = venue.api_secret, "y" * 64
        assert await raises(AuthenticationError, client.fetch_balance()) == -2015
        client.apiKey = "short"
        assert await raises(AuthenticationError, client.fetch_balance()) == -2014
        client.apiKey = venue.api_key
        await client.fetch_balance()
        venue.revoke_key()
        assert await raises(AuthenticationError, client.fetch_balance()) == -2015


async def test_a_clock_that_is_wrong_is_refused_until_it_is_set(tmp_path):
    async with usdm_desk(tmp_path, options={"adjustForTimeDifference": True}) as (venue, client):
        for skew in (-86_400, -30, 30, 86_400):
            venue.skew(skew)
            assert await raises(InvalidNonce, client.fetch_balance()) == -1021
            await client.load_time_difference()
            await client.fetch_balance()


async def test_the_signature_covers_the_text_as_it_was_sent(tmp_path):
    async with binance_exchange(tmp_path) as venue, aiohttp.ClientSession() as session:
        at = venue.now_ms()
        query = f"symbol=BTCUSDT&timestamp={at}"
        signature = venue.keys.sign(query)
        headers = {"X-MBX-APIKEY": venue.api_key}
        for sent, code in (
            (f"{query}&signature={signature}", None),
            (f"timestamp={at}&symbol=BTCUSDT&signature={signature}", -1022),
            (query, -1102),
            (f"{query}&symbol=BTCUSDT&signature={signature}", -1101),
            (f"{query}&recvWindow=60001&signature={signature}", -1131),
        ):
            async with session.get(f"{venue.rest_url}/fapi/v1/openOrders?{sent}", headers=headers) as answer:
                told = await answer.json()
                assert (told.get("code") if isinstance(told, dict) else None) == code


async def test_a_delete_may_carry_its_parameters_in_the_body(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client), aiohttp.ClientSession() as session:
        await client.create_order(BTC, "limit", "buy", 0.01, 60000 + 5000, {"clientOrderId": "rests"})
        body = f"symbol=BTCUSDT&origClientOrderId=rests&timestamp={venue.now_ms()}"
        body += f"&signature={venue.keys.sign(body)}"
        headers = {"X-MBX-APIKEY": venue.api_key, "Content-Type": "application/x-www-form-urlencoded"}
        async with session.delete(f"{venue.rest_url}/fapi/v1/order", data=body, headers=headers) as answer:
            assert (answer.status, (await answer.json())["status"]) == (200, "CANCELED")


async def test_what_is_sent_and_means_nothing_is_written_down(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        await client.create_order(BTC, "market", "buy", 0.01, None, {"stopLoss": {"triggerPrice": 66000}})
        (line,) = [each for each in venue.journal("call") if "unread" in each]
    assert line["unread"] == ["stopLoss"]


@pytest.mark.parametrize("shape", ["may trade", "may withdraw", "may not trade", "field missing", "a page"])
async def test_permissions_come_in_every_shape(shape, tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        venue.permit(enableWithdrawals=shape == "may withdraw", enableFutures=shape != "may not trade")
        venue.hide_permissions(*["enableWithdrawals"] * (shape == "field missing"))
        venue.permissions_page(shape == "a page")
        answer = await client.sapiGetAccountApiRestrictions()
        if shape == "a page":
            assert "<html>" in str(answer)
        else:
            withdraws = {"may withdraw": True, "field missing": None}.get(shape, False)
            assert answer.get("enableWithdrawals") is withdraws
        if shape == "may not trade":
            assert await raises(AuthenticationError, buy(client)) == -2015


# --- limits ---


async def test_weight_is_counted_then_refused_then_banned(tmp_path):
    async with usdm_desk(tmp_path, clock=FakeClock()) as (venue, client):
        limits = venue.gate.limits["usdm"]
        await client.fetch_tickers()
        used = int(client.last_response_headers["X-MBX-USED-WEIGHT-1M"])
        assert used == limits.used >= 41
        limits.weight_limit = used
        await raises(DDoSProtection, client.fetch_time())
        assert 1 <= int(client.last_response_headers["Retry-After"]) <= 60
        for _ in range(20):
            with pytest.raises(DDoSProtection):
                await client.fetch_time()
        assert limits.banned_until > venue.now_ms()
        venue.skew(121)
        limits.weight_limit = 2400
        await client.fetch_time()


async def test_orders_are_counted_by_themselves(tmp_path):
    async with usdm_desk(tmp_path, {"adjustForTimeDifference": True}, clock=FakeClock()) as (venue, client):
        await buy(client)
        assert client.last_response_headers["X-MBX-ORDER-COUNT-10S"] == "1"
        venue.gate.limits["usdm"].order_limit_10s = 1
        with pytest.raises(DDoSProtection):
            await buy(client, "p2-e1")
        assert [line["id"] for line in venue.journal("accepted")] == ["p1-e1"]


# --- faults of the wire ---

FAULTS = {  # kind and details: what ccxt raises, whether the order exists
    "drop before": ({}, ExchangeNotAvailable, False),
    "drop after": ({}, ExchangeNotAvailable, True),
    "silent before": ({}, RequestTimeout, False),
    "silent after": ({}, RequestTimeout, True),
    "status before": ({"status": 503, "body": HTML}, ExchangeNotAvailable, False),
    "status after": ({"status": 503}, OperationFailed, True),
    "late answer": ({"seconds": 5}, RequestTimeout, True),
    "slow order": ({"seconds": 5}, RequestTimeout, False),
}


@pytest.mark.parametrize("kind", FAULTS)
async def test_a_lost_answer_says_nothing_about_the_order(kind, tmp_path):
    details, error, exists = FAULTS[kind]
    async with usdm_desk(tmp_path) as (venue, client):
        client.timeout = 300 if error is RequestTimeout else 5000
        venue.fault(ORDER, kind, call=2, **details)
        await buy(client, "p1-e1")
        await raises(error, buy(client, "p2-e1"))
        await buy(client, "p3-e1")
        accepted = [line["id"] for line in venue.journal("accepted")]
        assert accepted == ["p1-e1", "p2-e1", "p3-e1"] if exists else ["p1-e1", "p3-e1"]
        assert venue.faults.struck == [(ORDER, kind)]
        assert venue.faults.calls("POST /fapi/*") == 3


async def test_a_slow_order_arrives_after_its_client_has_given_up(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        client.timeout = 200
        venue.fault(ORDER, "slow order", seconds=0.4)
        await raises(RequestTimeout, buy(client))
        await until(lambda: venue.journal("accepted"))


async def test_an_empty_answer_raises_nothing_and_names_no_order(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        venue.fault(ORDER, "empty")
        assert (await buy(client))["id"] is None
        assert len(venue.journal("accepted")) == 1


async def test_by_chance_a_share_of_the_calls_goes_wrong(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        venue.chance("GET /fapi/v1/time", 0.5, ["status before"], seed=3)
        results = await asyncio.gather(*[client.fetch_time() for _ in range(40)], return_exceptions=True)
        assert 8 < sum(isinstance(each, OperationFailed) for each in results) < 32
        venue.clear_faults()
        await client.fetch_time()


# --- faults of the streams ---


async def test_a_dropped_stream_ends_a_watch_with_an_error_and_the_next_comes_back(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        async with heard(client.watch_bids_asks([BTC])) as (book,):
            await until(lambda: any(each.streams for each in venue.market_streams.of("public")))
            assert venue.streams("drop", "public") == 1
            with pytest.raises(NetworkError):
                await book
        async with heard(client.watch_bids_asks([BTC])) as (book,):
            await until(lambda: any(each.streams for each in venue.market_streams.of("public")))
            venue.move(BTC, "67000")
            assert (await book)[BTC]["bid"] == 66999.9


async def test_a_silent_stream_stands_and_says_nothing(tmp_path):
    async with (
        binance_exchange(tmp_path) as venue,
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{venue.ws_url}/public/ws/btcusdt@trade") as socket,
    ):
        venue.streams("silent", "public")
        venue.move("BTCUSDT", "67000")
        await socket.send_json({"method": "SUBSCRIBE", "params": [], "id": 9})
        assert (await socket.receive_json())["id"] == 9
        venue.streams("silent", "public", on=False)
        venue.move("BTCUSDT", "67001")
        assert (await socket.receive_json())["p"] == "67001.0"


async def test_events_come_twice_out_of_order_or_as_rubbish(tmp_path):
    async with (
        binance_exchange(tmp_path) as venue,
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{venue.ws_url}/public/ws/btcusdt@trade") as socket,
    ):
        await until(lambda: venue.market_streams.of("public"))
        venue.streams("repeated", "public")
        venue.move("BTCUSDT", "67000")
        assert [(await socket.receive_json())["p"] for _ in range(2)] == ["67000.0"] * 2
        venue.streams("repeated", "public", on=False)
        venue.streams("swapped", "public")
        venue.move("BTCUSDT", "67001", "67002")
        assert [(await socket.receive_json())["p"] for _ in range(2)] == ["67002.0", "67001.0"]
        venue.streams("malformed", "public", times=3)
        assert [(await socket.receive()).data[:5] for _ in range(3)] == ['{"e":', "\x00\x01", "[]"]


async def test_a_listen_key_dies_after_an_hour_without_a_sign_and_its_socket_goes_deaf(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        async with heard(client.watch_orders(BTC)) as (orders,):
            await until(lambda: venue.futures.stream.clients)
            venue.skew(3601)
            await until(lambda: venue.journal("listen key expired"))
            venue.by_hand(ORDER, symbol="BTCUSDT", side="BUY", type="MARKET", quantity="0.01")
            assert venue.futures.stream.told[-1]["e"] == "ORDER_TRADE_UPDATE"
            await asyncio.wait([orders], timeout=0.2)
            assert not orders.done()
        client.options["adjustForTimeDifference"] = True
        assert await raises(AuthenticationError, client.fapiPrivatePutListenKey()) == -1125


async def test_a_listen_key_that_is_asked_for_again_is_the_same_one(tmp_path):
    async with binance_exchange(tmp_path) as venue:
        client = usdm_client(venue)
        client.timeout_on_exit = 0
        first, again = [(await client.fapiPrivatePostListenKey())["listenKey"] for _ in range(2)]
        await client.fapiPrivateDeleteListenKey()
        third = (await client.fapiPrivatePostListenKey())["listenKey"]
        await client.close()
    assert first == again != third


async def test_the_journal_is_with_the_system_before_the_answer_is_sent(tmp_path):
    """A reader that opens the file by itself finds the order as soon as its answer is there."""
    async with usdm_desk(tmp_path) as (_, client):
        began = time.monotonic()
        await buy(client)
        assert b'"accepted"' in (tmp_path / "journal.jsonl").read_bytes()
        assert time.monotonic() - began < 5


async def test_a_new_order_may_not_be_found_for_a_while(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        venue.quirk(lookup_lag_seconds=30)
        order = await client.create_order(BTC, "limit", "buy", 0.01, 66000)
        assert await raises(OrderNotFound, client.fetch_order(order["id"], BTC)) == -2013
        assert await client.fetch_open_orders(BTC) == []
        venue.quirk(lookup_lag_seconds=0)
        assert (await client.fetch_order(order["id"], BTC))["status"] == "open"


async def test_events_of_a_trigger_may_come_before_the_word_of_the_algo_service(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        venue.quirk(orders_before_algo=True)
        await buy(client)
        await client.create_order(BTC, "market", "sell", 0.01, None, {"stopLossPrice": "66000", "reduceOnly": True})
        venue.move(BTC, "65000")
        told = [each["o"]["X"] for each in venue.futures.stream.told if "o" in each][-5:]
    assert told == ["TRIGGERING", "NEW", "FILLED", "TRIGGERED", "FINISHED"]


async def test_who_asks_too_often_on_a_stream_is_cut_off(tmp_path):
    async with (
        binance_exchange(tmp_path) as venue,
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{venue.ws_url}/public/ws") as socket,
    ):
        for number in range(12):
            await socket.send_json({"method": "SUBSCRIBE", "params": ["btcusdt@trade"], "id": number})
        await until(lambda: venue.journal("too many messages"))
        while (await socket.receive()).type is aiohttp.WSMsgType.TEXT:
            pass
        assert venue.market_streams.clients == []
