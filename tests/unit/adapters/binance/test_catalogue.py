"""What Binance lists, on the wire and on disk."""

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from echotrade_desktop.engine.adapters.binance import catalogue as kept
from echotrade_desktop.engine.adapters.binance.catalogue import Catalogue, read_listings
from echotrade_desktop.engine.adapters.binance.connection import BinanceMarketName, Connection
from echotrade_desktop.engine.adapters.binance.market import BinanceMarket
from echotrade_desktop.engine.domain.errors import BadInput, BadNumber, MarketUnavailable
from echotrade_desktop.engine.domain.market import MarketKind
from echotrade_desktop.engine.runtime import SystemClock
from tests.binance_desk import connection_to
from tests.fakes.clock import START, FakeClock
from tests.servers.binance.venue import binance_exchange

USDM = BinanceMarketName.USDM
NOWHERE = Connection("usdm", "real", "http://127.0.0.1:1", "ws://127.0.0.1:1")


def row(**changes):
    filters = [
        {"filterType": "PRICE_FILTER", "minPrice": "556.80", "maxPrice": "4529764", "tickSize": "0.10"},
        {"filterType": "LOT_SIZE", "minQty": "0.001", "maxQty": "1000", "stepSize": "0.001"},
        {"filterType": "MARKET_LOT_SIZE", "minQty": "0.001", "maxQty": "120", "stepSize": "0.001"},
        {"filterType": "MIN_NOTIONAL", "notional": "50"},
    ]
    fields = {
        "symbol": "BTCUSDT", "baseAsset": "BTC", "quoteAsset": "USDT", "contractType": "PERPETUAL",
        "status": "TRADING", "filters": filters,
    }  # fmt: skip
    return fields | changes


def test_filters_are_read_to_the_last_digit():
    (listing,) = read_listings({"symbols": [row()]}, USDM)
    instrument = listing.instrument
    assert (instrument.symbol, listing.raw, instrument.market) == ("BTC/USDT", "BTCUSDT", MarketKind.PERPETUAL)
    assert (instrument.tick, instrument.lot, instrument.min_notional) == (Decimal("0.10"), Decimal("0.001"), 50)
    assert (listing.max_market_quantity, listing.lowest) == (120, Decimal("556.80"))


def test_dated_contracts_and_other_currencies_are_not_listed_and_nonsense_spoils_nothing():
    rows = [
        row(),
        row(symbol="BTCUSDT_261225", contractType="CURRENT_QUARTER"),
        row(symbol="BTCUSDC", quoteAsset="USDC"),
        row(symbol="BADUSDT", filters=[]),
        "nonsense",
        row(symbol="NANUSDT", filters=[{**each, "tickSize": "NaN"} for each in row()["filters"]]),
    ]
    assert [listing.raw for listing in read_listings({"symbols": rows}, USDM)] == ["BTCUSDT"]


@pytest.mark.parametrize("answer", [None, [], {}, {"symbols": None}, {"symbols": [1, 2]}, "<html>"])
def test_an_answer_without_a_single_listing_is_an_error(answer):
    with pytest.raises(BadNumber):
        read_listings(answer, USDM)


def test_a_kept_catalogue_comes_back_as_it_was(tmp_path):
    listings = read_listings({"symbols": [row(), row(symbol="ETHUSDT", baseAsset="ETH", status="SETTLING")]}, USDM)
    file = tmp_path / "usdm.json"
    kept.save(Catalogue(listings, START), file)
    again = kept.load(file)
    assert again.by_symbol == {listing.instrument.symbol: listing for listing in listings}
    assert [instrument.symbol for instrument in again.instruments()] == ["BTC/USDT"]
    assert again.is_fresh(START + timedelta(hours=23))
    assert not again.is_fresh(START + timedelta(hours=25))
    assert not again.is_fresh(START - timedelta(hours=1))


def test_a_catalogue_cut_at_any_byte_is_fetched_anew(tmp_path):
    file = tmp_path / "usdm.json"
    kept.save(Catalogue(read_listings({"symbols": [row()]}, USDM), START), file)
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        assert kept.load(file) is None
    file.write_text(json.dumps({"version": 99, "listings": []}))
    assert kept.load(file) is None


async def test_without_binance_the_kept_catalogue_starts_the_app_with_a_notice(tmp_path):
    file, clock = tmp_path / "usdm.json", FakeClock()
    kept.save(Catalogue(read_listings({"symbols": [row()]}, USDM), START - timedelta(days=3)), file)
    market, told = BinanceMarket(NOWHERE, clock, file), []
    assert [instrument.symbol for instrument in await market.instruments()] == ["BTC/USDT"]
    market.announce(lambda sentence, _level: told.append(sentence))
    assert "cannot be reached" in told[0]
    assert "2 January" in told[0].replace("02", "2")
    await market.close()


async def test_without_binance_and_without_a_catalogue_there_is_a_sentence(tmp_path):
    market = BinanceMarket(NOWHERE, SystemClock(), tmp_path / "usdm.json")
    with pytest.raises(MarketUnavailable, match="choose the simulated market"):
        await market.instruments()
    await market.close()


async def test_the_catalogue_is_asked_for_once_a_day(tmp_path):
    async with binance_exchange(tmp_path) as venue:
        for _ in range(3):
            market = BinanceMarket(connection_to(venue), SystemClock(), tmp_path / "usdm.json")
            await market.instruments()
            await market.close()
        assert venue.faults.calls("GET /fapi/v1/exchangeInfo") == 1


@pytest.mark.parametrize("market", ["usdm", "spot"])
async def test_both_markets_are_read_from_the_exchange(tmp_path, market):
    async with binance_exchange(tmp_path) as venue:
        source = BinanceMarket(connection_to(venue, market), SystemClock(), tmp_path / "catalogue.json")
        listed = {instrument.symbol: instrument for instrument in await source.instruments()}
        assert {"BTC/USDT", "ADA/USDT"} <= set(listed)
        assert "LUNA/USDT" not in listed  # halted
        assert listed["BTC/USDT"].market.value == ("spot" if market == "spot" else "perpetual")
        await source.close()


@pytest.mark.parametrize(
    "wrong",
    [
        {"rest_url": "http://127.0.0.1:1"},
        {"ws_url": "ws://127.0.0.1:1"},
        {"rest_url": "ftp://a", "ws_url": "ws://a"},
        {"rest_url": "http://a/path", "ws_url": "ws://a"},
        {"rest_url": "http://", "ws_url": "ws://a"},
    ],
)
def test_half_an_address_or_a_wrong_one_is_refused_before_anything_is_asked(wrong):
    """Orders meant for a test server must not reach Binance because a line is missing."""
    with pytest.raises(BadInput):
        Connection("usdm", "real", **wrong)


def test_a_leverage_that_the_account_knows_is_kept(tmp_path):
    (listing,) = read_listings({"symbols": [row()]}, USDM)
    known = replace(listing, instrument=replace(listing.instrument, max_leverage=125))
    (again,) = read_listings({"symbols": [row()]}, USDM, {"BTC/USDT": known})
    assert again.instrument.max_leverage == 125
