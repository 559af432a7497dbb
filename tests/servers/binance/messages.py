"""What the market streams say: one function a stream, for the perpetuals and for spot."""

from typing import Any

from tests.servers.binance.catalogue import USDM, Listing
from tests.servers.binance.prices import INTERVALS, Bar, Prices, Tick
from tests.servers.binance.public_usdm import FUNDING_EVERY_MS, depth_levels, touch_size


def book_ticker(prices: Prices, listing: Listing, tick: Tick) -> dict[str, Any]:
    """<symbol>@bookTicker."""
    size = touch_size(prices, listing)
    message: dict[str, Any] = {
        "u": tick.update,
        "s": listing.symbol,
        "b": listing.price_text(tick.quote.bid),
        "B": size,
        "a": listing.price_text(tick.quote.ask),
        "A": size,
    }
    if listing.market == USDM:
        return {"e": "bookTicker", "T": tick.at, "E": tick.at} | message
    return message


def mini_ticker(prices: Prices, listing: Listing, at: int) -> dict[str, Any]:
    """<symbol>@miniTicker."""
    day, last = prices.day(listing.symbol), prices.quotes[listing.symbol].last
    return {
        "e": "24hrMiniTicker",
        "E": at,
        "s": listing.symbol,
        "c": listing.price_text(last),
        "o": listing.price_text(day.open),
        "h": listing.price_text(day.high),
        "l": listing.price_text(day.low),
        "v": listing.quantity_text(day.volume),
        "q": f"{day.volume * last:.2f}",
    }


def day_ticker(prices: Prices, listing: Listing, at: int) -> dict[str, Any]:
    """<symbol>@ticker."""
    mini = mini_ticker(prices, listing, at)
    day, quote, size = prices.day(listing.symbol), prices.quotes[listing.symbol], touch_size(prices, listing)
    message = mini | {
        "e": "24hrTicker",
        "p": listing.price_text(quote.last - day.open),
        "P": f"{(quote.last / day.open - 1) * 100:.3f}",
        "w": listing.price_text((day.high + day.low) / 2),
        "Q": listing.quantity_text(listing.lot * 20),
        "O": day.opened,
        "C": at,
        "F": 1,
        "L": day.trades,
        "n": day.trades,
    }
    if listing.market != USDM:
        touch = {"b": listing.price_text(quote.bid), "B": size, "a": listing.price_text(quote.ask), "A": size}
        message |= {"x": listing.price_text(day.open)} | touch
    return message


def trade(listing: Listing, tick: Tick) -> dict[str, Any]:
    """<symbol>@trade."""
    message: dict[str, Any] = {
        "e": "trade",
        "E": tick.at,
        "T": tick.at,
        "s": listing.symbol,
        "t": tick.trade_id,
        "p": listing.price_text(tick.quote.last),
        "q": listing.quantity_text(tick.quantity),
        "m": False,
    }
    return message | ({"X": "MARKET"} if listing.market == USDM else {"M": True})


def aggregate_trade(listing: Listing, tick: Tick) -> dict[str, Any]:
    """<symbol>@aggTrade."""
    return {
        "e": "aggTrade",
        "E": tick.at,
        "s": listing.symbol,
        "a": tick.trade_id,
        "p": listing.price_text(tick.quote.last),
        "q": listing.quantity_text(tick.quantity),
        "f": tick.trade_id,
        "l": tick.trade_id,
        "T": tick.at,
        "m": False,
    }


def mark_price(prices: Prices, listing: Listing, at: int) -> dict[str, Any]:
    """<symbol>@markPrice."""
    mark = f"{prices.mark(listing.symbol):.8f}"
    return {
        "e": "markPriceUpdate",
        "E": at,
        "s": listing.symbol,
        "p": mark,
        "ap": mark,
        "P": mark,
        "i": mark,
        "r": "0.00010000",
        "T": (at // FUNDING_EVERY_MS + 1) * FUNDING_EVERY_MS,
    }


def candle(listing: Listing, bar: Bar, interval: str, at: int, *, closed: bool) -> dict[str, Any]:
    """<symbol>@kline_<interval>."""
    volume, worth = listing.quantity_text(bar.volume), f"{bar.volume * bar.close:.8f}"
    return {
        "e": "kline",
        "E": at,
        "s": listing.symbol,
        "k": {
            "t": bar.opened,
            "T": bar.opened + INTERVALS[interval] - 1,
            "s": listing.symbol,
            "i": interval,
            "f": 1,
            "L": bar.trades,
            "o": listing.price_text(bar.open),
            "c": listing.price_text(bar.close),
            "h": listing.price_text(bar.high),
            "l": listing.price_text(bar.low),
            "v": volume,
            "n": bar.trades,
            "x": closed,
            "q": worth,
            "V": volume,
            "Q": worth,
            "B": "0",
        },
    }


def depth(prices: Prices, listing: Listing, tick: Tick) -> dict[str, Any]:
    """<symbol>@depth: the levels as they are now, and with nothing at them those that are gone."""
    sides = zip(depth_levels(prices, listing), depth_levels(prices, listing, quote=tick.before), strict=True)
    bids, asks = [now + _gone(before, now) for now, before in sides]
    times = {"E": tick.at, "T": tick.at} if listing.market == USDM else {"E": tick.at}
    ids = {"U": tick.update, "u": tick.update} | ({"pu": tick.update - 1} if listing.market == USDM else {})
    return {"e": "depthUpdate", "s": listing.symbol} | times | ids | {"b": bids, "a": asks}


def _gone(before: list[Any], now: list[Any]) -> list[Any]:
    left = {price for price, _ in now}
    return [[price, "0"] for price, _ in before if price not in left]
