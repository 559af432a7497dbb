"""The public REST endpoints of spot."""

import json
from collections.abc import Callable
from typing import Any

from tests.servers.binance.catalogue import Listing
from tests.servers.binance.endpoints import Params, endpoint
from tests.servers.binance.prices import INTERVALS, Prices
from tests.servers.binance.public_usdm import day_statistics, depth_levels, kline, listing_of, touch_size
from tests.servers.exchange.core import Refusal


class PublicSpot:
    """What anybody may ask about spot."""

    def __init__(self, prices: Prices, now_ms: Callable[[], int]) -> None:
        self._prices = prices
        self._now = now_ms

    @endpoint("GET /api/v3/ping")
    def ping(self, _: Params) -> Any:
        return {}

    @endpoint("GET /api/v3/time")
    def time(self, _: Params) -> Any:
        return {"serverTime": self._now()}

    @endpoint("GET /api/v3/exchangeInfo", weight=20)
    def exchange_info(self, params: Params) -> Any:
        for name in ("permissions", "showPermissionSets", "symbolStatus"):
            params.get(name)
        return {
            "timezone": "UTC",
            "serverTime": self._now(),
            "rateLimits": [
                {"rateLimitType": "REQUEST_WEIGHT", "interval": "MINUTE", "intervalNum": 1, "limit": 6000},
                {"rateLimitType": "ORDERS", "interval": "SECOND", "intervalNum": 10, "limit": 100},
                {"rateLimitType": "RAW_REQUESTS", "interval": "MINUTE", "intervalNum": 5, "limit": 61000},
            ],
            "exchangeFilters": [],
            "symbols": [_symbol_info(listing) for listing in self._asked(params)],
        }

    @endpoint("GET /api/v3/klines", weight=2)
    def klines(self, params: Params) -> Any:
        listing = listing_of(self._prices, params)
        interval = params.text("interval")
        if interval not in INTERVALS:
            raise Refusal(-1120, "Invalid interval.")
        limit = min(params.whole("limit") or 500, 1000)
        rows = self._prices.bars(listing.symbol, interval, limit, params.whole("startTime"), params.whole("endTime"))
        return [kline(listing, bar, INTERVALS[interval]) for bar in rows]

    @endpoint("GET /api/v3/ticker/24hr", weight=lambda params: 2 if "symbol" in params else 80)
    def day(self, params: Params) -> Any:
        return self._one_or_all(params, self._day_of)

    @endpoint("GET /api/v3/ticker/bookTicker", weight=lambda params: 2 if "symbol" in params else 4)
    def book(self, params: Params) -> Any:
        return self._one_or_all(params, self._book_of)

    @endpoint("GET /api/v3/ticker/price", weight=lambda params: 2 if "symbol" in params else 4)
    def price(self, params: Params) -> Any:
        return self._one_or_all(
            params,
            lambda listing: {
                "symbol": listing.symbol,
                "price": listing.price_text(self._prices.quotes[listing.symbol].last),
            },
        )

    @endpoint("GET /api/v3/depth", weight=5)
    def depth(self, params: Params) -> Any:
        listing = listing_of(self._prices, params)
        bids, asks = depth_levels(self._prices, listing)
        limit = params.whole("limit") or 100
        return {"lastUpdateId": self._prices.updates[listing.symbol], "bids": bids[:limit], "asks": asks[:limit]}

    def _asked(self, params: Params) -> list[Listing]:
        if "symbol" in params:
            return [listing_of(self._prices, params)]
        if "symbols" in params:
            return [listing_of(self._prices, Params({"symbol": symbol})) for symbol in json.loads(params["symbols"])]
        return list(self._prices.listings.values())

    def _one_or_all(self, params: Params, row: Callable[[Listing], Any]) -> Any:
        params.get("type")
        rows = [row(listing) for listing in self._asked(params)]
        return rows[0] if "symbol" in params else rows

    def _day_of(self, listing: Listing) -> Any:
        row = day_statistics(self._prices, listing, self._now())
        return row | {"prevClosePrice": row["openPrice"]} | self._touch(listing)

    def _book_of(self, listing: Listing) -> Any:
        return {"symbol": listing.symbol} | self._touch(listing)

    def _touch(self, listing: Listing) -> dict[str, str]:
        quote, size = self._prices.quotes[listing.symbol], touch_size(self._prices, listing)
        return {
            "bidPrice": listing.price_text(quote.bid),
            "bidQty": size,
            "askPrice": listing.price_text(quote.ask),
            "askQty": size,
        }


def _symbol_info(listing: Listing) -> dict[str, Any]:
    return {
        "symbol": listing.symbol,
        "status": listing.status,
        "baseAsset": listing.base,
        "baseAssetPrecision": 8,
        "quoteAsset": listing.quote,
        "quotePrecision": 8,
        "quoteAssetPrecision": 8,
        "baseCommissionPrecision": 8,
        "quoteCommissionPrecision": 8,
        "orderTypes": listing.order_types,
        "icebergAllowed": True,
        "ocoAllowed": True,
        "otoAllowed": True,
        "quoteOrderQtyMarketAllowed": True,
        "allowTrailingStop": True,
        "cancelReplaceAllowed": True,
        "amendAllowed": True,
        "isSpotTradingAllowed": True,
        "isMarginTradingAllowed": False,
        "filters": filters(listing),
        "permissions": [],
        "permissionSets": [["SPOT"]],
        "defaultSelfTradePreventionMode": "EXPIRE_MAKER",
        "allowedSelfTradePreventionModes": ["EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH", "NONE"],
    }


def filters(listing: Listing) -> list[dict[str, Any]]:
    """The filters of a spot pair."""
    return [
        {
            "filterType": "PRICE_FILTER",
            "minPrice": f"{listing.least_price():.8f}",
            "maxPrice": f"{listing.most_price():.8f}",
            "tickSize": f"{listing.tick:.8f}",
        },
        {
            "filterType": "LOT_SIZE",
            "minQty": f"{listing.lot:.8f}",
            "maxQty": f"{listing.max_quantity:.8f}",
            "stepSize": f"{listing.lot:.8f}",
        },
        {
            "filterType": "MARKET_LOT_SIZE",
            "minQty": "0.00000000",
            "maxQty": f"{listing.max_market_quantity:.8f}",
            "stepSize": "0.00000000",
        },
        {
            "filterType": "NOTIONAL",
            "minNotional": f"{listing.min_notional:.8f}",
            "applyMinToMarket": True,
            "maxNotional": "9000000.00000000",
            "applyMaxToMarket": False,
            "avgPriceMins": 5,
        },
        {
            "filterType": "PERCENT_PRICE_BY_SIDE",
            "bidMultiplierUp": str(listing.percent_up),
            "bidMultiplierDown": str(listing.percent_down),
            "askMultiplierUp": str(listing.percent_up),
            "askMultiplierDown": str(listing.percent_down),
            "avgPriceMins": 5,
        },
        {"filterType": "MAX_NUM_ORDERS", "maxNumOrders": 200},
        {"filterType": "MAX_NUM_ALGO_ORDERS", "maxNumAlgoOrders": 5},
    ]
