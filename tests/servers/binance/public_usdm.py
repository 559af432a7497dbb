"""The public REST endpoints of the perpetuals."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.servers.binance.catalogue import Listing, decimals
from tests.servers.binance.endpoints import Params, endpoint
from tests.servers.binance.prices import DAY, INTERVALS, Bar, Prices
from tests.servers.exchange.core import Quote, Refusal

FUNDING_EVERY_MS = 8 * 3600 * 1000
DEPTH_LEVELS = 20


def listing_of(prices: Prices, params: Params) -> Listing:
    """The listing that a call is about; raises -1121."""
    listing = prices.listings.get(params.text("symbol"))
    if listing is None:
        raise Refusal(-1121, "Invalid symbol.")
    return listing


def kline(listing: Listing, bar: Bar, length: int) -> list[Any]:
    """One row of klines."""
    price, volume = listing.price_text, listing.quantity_text(bar.volume)
    worth = f"{bar.volume * bar.close:.8f}"
    return [
        bar.opened,
        price(bar.open),
        price(bar.high),
        price(bar.low),
        price(bar.close),
        volume,
        bar.opened + length - 1,
        worth,
        bar.trades,
        volume,
        worth,
        "0",
    ]


def depth_levels(
    prices: Prices, listing: Listing, levels: int = DEPTH_LEVELS, quote: Quote | None = None
) -> tuple[list[Any], list[Any]]:
    """Bids and asks: the touch (of a quote, by default the present one), and level after level a tick further."""
    quote, resting = quote or prices.quotes[listing.symbol], prices.depth.get(listing.symbol)
    at_touch = resting if resting is not None else listing.lot * 1000

    def side(price: Decimal, step: Decimal) -> list[Any]:
        rows = [(price + step * level, at_touch if level == 0 else listing.lot * 1000) for level in range(levels)]
        return [[listing.price_text(at), listing.quantity_text(size)] for at, size in rows if at > 0]

    return side(quote.bid, -listing.tick), side(quote.ask, listing.tick)


def touch_size(prices: Prices, listing: Listing) -> str:
    """How much is offered at the touch."""
    resting = prices.depth.get(listing.symbol)
    return listing.quantity_text(resting if resting is not None else listing.lot * 1000)


def klines_weight(params: Params) -> int:
    """What klines cost, by how many."""
    limit = int(params.get("limit", "500"))
    return 1 if limit < 100 else 2 if limit < 500 else 5 if limit <= 1000 else 10


class PublicUsdm:
    """What anybody may ask about the perpetuals."""

    def __init__(self, prices: Prices, now_ms: Callable[[], int]) -> None:
        self._prices = prices
        self._now = now_ms

    @endpoint("GET /fapi/v1/ping")
    def ping(self, _: Params) -> Any:
        return {}

    @endpoint("GET /fapi/v1/time")
    def time(self, _: Params) -> Any:
        return {"serverTime": self._now()}

    @endpoint("GET /fapi/v1/exchangeInfo")
    def exchange_info(self, _: Params) -> Any:
        return {
            "timezone": "UTC",
            "serverTime": self._now(),
            "futuresType": "U_MARGINED",
            "rateLimits": [
                {"rateLimitType": "REQUEST_WEIGHT", "interval": "MINUTE", "intervalNum": 1, "limit": 2400},
                {"rateLimitType": "ORDERS", "interval": "MINUTE", "intervalNum": 1, "limit": 1200},
                {"rateLimitType": "ORDERS", "interval": "SECOND", "intervalNum": 10, "limit": 300},
            ],
            "exchangeFilters": [],
            "assets": [{"asset": "USDT", "marginAvailable": True, "autoAssetExchange": "-10000"}],
            "symbols": [_symbol_info(listing) for listing in self._prices.listings.values()],
        }

    @endpoint("GET /fapi/v1/klines", weight=klines_weight)
    def klines(self, params: Params) -> Any:
        listing = listing_of(self._prices, params)
        interval = params.text("interval")
        if interval not in INTERVALS or interval == "1s":
            raise Refusal(-1120, "Invalid interval.")
        limit = min(params.whole("limit") or 500, 1500)
        rows = self._prices.bars(listing.symbol, interval, limit, params.whole("startTime"), params.whole("endTime"))
        return [kline(listing, bar, INTERVALS[interval]) for bar in rows]

    @endpoint("GET /fapi/v1/markPriceKlines", weight=klines_weight)
    def mark_klines(self, params: Params) -> Any:
        return [[*row[:5], "0", row[6], "0", row[8], "0", "0", "0"] for row in self.klines(params)]

    @endpoint("GET /fapi/v1/ticker/24hr", weight=lambda params: 1 if "symbol" in params else 40)
    def day(self, params: Params) -> Any:
        return self._one_or_all(params, self._day_of)

    @endpoint("GET /fapi/v1/ticker/price", weight=lambda params: 1 if "symbol" in params else 2)
    @endpoint("GET /fapi/v2/ticker/price", weight=lambda params: 1 if "symbol" in params else 2)
    def price(self, params: Params) -> Any:
        return self._one_or_all(
            params,
            lambda listing: {
                "symbol": listing.symbol,
                "price": listing.price_text(self._prices.quotes[listing.symbol].last),
                "time": self._now(),
            },
        )

    @endpoint("GET /fapi/v1/ticker/bookTicker", weight=lambda params: 2 if "symbol" in params else 5)
    def book(self, params: Params) -> Any:
        return self._one_or_all(params, self._book_of)

    @endpoint("GET /fapi/v1/premiumIndex", weight=lambda params: 1 if "symbol" in params else 10)
    def premium(self, params: Params) -> Any:
        return self._one_or_all(params, self._premium_of)

    @endpoint("GET /fapi/v1/fundingRate")
    def funding(self, params: Params) -> Any:
        listing = listing_of(self._prices, params)
        last = self._now() // FUNDING_EVERY_MS * FUNDING_EVERY_MS
        mark = listing.price_text(self._prices.mark(listing.symbol))
        return [{"symbol": listing.symbol, "fundingRate": "0.00010000", "fundingTime": last, "markPrice": mark}]

    @endpoint("GET /fapi/v1/depth", weight=lambda params: 20 if int(params.get("limit", "500")) > 500 else 10)
    def depth(self, params: Params) -> Any:
        listing = listing_of(self._prices, params)
        bids, asks = depth_levels(self._prices, listing, min(DEPTH_LEVELS, params.whole("limit") or 500))
        at = self._now()
        return {"lastUpdateId": self._prices.updates[listing.symbol], "E": at, "T": at, "bids": bids, "asks": asks}

    def _one_or_all(self, params: Params, row: Callable[[Listing], Any]) -> Any:
        if "symbol" in params:
            return row(listing_of(self._prices, params))
        return [row(listing) for listing in self._prices.listings.values()]

    def _day_of(self, listing: Listing) -> Any:
        return day_statistics(self._prices, listing, self._now())

    def _book_of(self, listing: Listing) -> Any:
        quote, size = self._prices.quotes[listing.symbol], touch_size(self._prices, listing)
        return {
            "symbol": listing.symbol,
            "bidPrice": listing.price_text(quote.bid),
            "bidQty": size,
            "askPrice": listing.price_text(quote.ask),
            "askQty": size,
            "time": self._now(),
        }

    def _premium_of(self, listing: Listing) -> Any:
        mark = f"{self._prices.mark(listing.symbol):.8f}"
        return {
            "symbol": listing.symbol,
            "markPrice": mark,
            "indexPrice": mark,
            "estimatedSettlePrice": mark,
            "lastFundingRate": "0.00010000",
            "interestRate": "0.00010000",
            "nextFundingTime": (self._now() // FUNDING_EVERY_MS + 1) * FUNDING_EVERY_MS,
            "time": self._now(),
        }


def day_statistics(prices: Prices, listing: Listing, now_ms: int) -> dict[str, Any]:
    """ticker/24hr of a symbol, as both markets give it."""
    bar, quote, price = prices.day(listing.symbol), prices.quotes[listing.symbol], listing.price_text
    change = quote.last - bar.open
    return {
        "symbol": listing.symbol,
        "priceChange": price(change),
        "priceChangePercent": f"{change / bar.open * 100:.3f}",
        "weightedAvgPrice": price((bar.high + bar.low) / 2),
        "lastPrice": price(quote.last),
        "lastQty": listing.quantity_text(listing.lot * 20),
        "openPrice": price(bar.open),
        "highPrice": price(bar.high),
        "lowPrice": price(bar.low),
        "volume": listing.quantity_text(bar.volume),
        "quoteVolume": f"{bar.volume * quote.last:.2f}",
        "openTime": now_ms - DAY,
        "closeTime": now_ms,
        "firstId": 1,
        "lastId": bar.trades,
        "count": bar.trades,
    }


def _symbol_info(listing: Listing) -> dict[str, Any]:
    return {
        "symbol": listing.symbol,
        "pair": listing.symbol,
        "contractType": "PERPETUAL",
        "deliveryDate": 4133404800000,
        "onboardDate": 1569398400000,
        "status": listing.status,
        "maintMarginPercent": "2.5000",
        "requiredMarginPercent": "5.0000",
        "baseAsset": listing.base,
        "quoteAsset": listing.quote,
        "marginAsset": listing.quote,
        "pricePrecision": decimals(listing.tick),
        "quantityPrecision": decimals(listing.lot),
        "baseAssetPrecision": 8,
        "quotePrecision": 8,
        "underlyingType": "COIN",
        "underlyingSubType": [],
        "settlePlan": 0,
        "triggerProtect": "0.0500",
        "liquidationFee": "0.012500",
        "marketTakeBound": "0.05",
        "maxMoveOrderLimit": 10000,
        "filters": filters(listing),
        "orderTypes": listing.order_types,
        "timeInForce": ["GTC", "IOC", "FOK", "GTX", "GTD"],
    }


def filters(listing: Listing) -> list[dict[str, Any]]:
    """The seven filters of a perpetual."""
    return [
        {
            "filterType": "PRICE_FILTER",
            "minPrice": str(listing.least_price()),
            "maxPrice": str(listing.most_price()),
            "tickSize": str(listing.tick),
        },
        {
            "filterType": "LOT_SIZE",
            "minQty": str(listing.lot),
            "maxQty": str(listing.max_quantity),
            "stepSize": str(listing.lot),
        },
        {
            "filterType": "MARKET_LOT_SIZE",
            "minQty": str(listing.lot),
            "maxQty": str(listing.max_market_quantity),
            "stepSize": str(listing.lot),
        },
        {"filterType": "MAX_NUM_ORDERS", "limit": 200},
        {"filterType": "MAX_NUM_ALGO_ORDERS", "limit": 200},
        {"filterType": "MIN_NOTIONAL", "notional": str(listing.min_notional)},
        {
            "filterType": "PERCENT_PRICE",
            "multiplierUp": str(listing.percent_up),
            "multiplierDown": str(listing.percent_down),
            "multiplierDecimal": "4",
        },
    ]
