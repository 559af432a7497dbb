"""The filters of both markets, each with the code that Binance refuses with."""

from decimal import Decimal

from tests.servers.binance.catalogue import SPOT, Listing
from tests.servers.exchange.core import Refusal

PRECISION = "Precision is over the maximum defined for this asset."


def check_quantity(listing: Listing, quantity: Decimal | None, *, at_market: bool) -> None:
    """LOT_SIZE and MARKET_LOT_SIZE of a perpetual."""
    if quantity is None:
        raise Refusal(-1102, "Mandatory parameter 'quantity' was not sent, was empty/null, or malformed.")
    if quantity <= 0:
        raise Refusal(-4003, "Quantity less than or equal to zero.")
    if quantity % listing.lot:
        raise Refusal(-1111, PRECISION)
    if quantity < listing.lot:
        raise Refusal(-4004, "Quantity less than min quantity.")
    if quantity > (listing.max_market_quantity if at_market else listing.max_quantity):
        raise Refusal(-4005, "Quantity greater than max quantity.")


def check_price(listing: Listing, price: Decimal | None, name: str = "price") -> None:
    """PRICE_FILTER of a perpetual."""
    if price is None:
        raise Refusal(-1102, f"Mandatory parameter '{name}' was not sent, was empty/null, or malformed.")
    if price <= 0:
        raise Refusal(-4001, "Price less than 0.")
    if price < listing.least_price():
        raise Refusal(-4013, "Price less than min price.")
    if price > listing.most_price():
        raise Refusal(-4002, "Price greater than max price.")
    if price % listing.tick:
        raise Refusal(-4014, "Price not increased by tick size.")


def check_percent(listing: Listing, side: str, price: Decimal, mark: Decimal) -> None:
    """PERCENT_PRICE of a perpetual: a buy not too far above the mark, a sell not too far below."""
    if side == "BUY" and price > mark * listing.percent_up:
        raise Refusal(-4016, f"Limit price can't be higher than {mark * listing.percent_up:f}.")
    if side == "SELL" and price < mark * listing.percent_down:
        raise Refusal(-4024, f"Limit price can't be lower than {mark * listing.percent_down:f}.")


def check_notional(listing: Listing, notional: Decimal) -> None:
    """MIN_NOTIONAL of a perpetual; who reduces is not asked."""
    if notional < listing.min_notional:
        raise Refusal(
            -4164, f"Order's notional must be no smaller than {listing.min_notional} (unless you choose reduce only)."
        )


def check_trading(listing: Listing, *, opens: bool) -> None:
    """Whether the symbol takes this order at all."""
    if listing.status == "TRADING":
        return
    if listing.market == SPOT:
        raise Refusal(-1013, "Market is closed.")
    if listing.status == "SETTLING" and not opens:
        return
    if listing.status == "SETTLING":
        raise Refusal(-4140, "Invalid symbol status for opening position.")
    raise Refusal(-4108, "This symbol is on delivering or delivered or settling or closed or pre-trading.")


def check_spot(listing: Listing, price: Decimal, quantity: Decimal, last: Decimal, *, at_market: bool) -> None:
    """The filters of a spot pair; all answer -1013 and name themselves."""
    if quantity <= 0:
        raise Refusal(-1013, "Invalid quantity.")
    if _places(quantity) > 8 or _places(price) > 8:
        raise Refusal(-1111, "Parameter 'quantity' has too much precision.")
    failed = ""
    if price % listing.tick or not listing.least_price() <= price <= listing.most_price():
        failed = "PRICE_FILTER"
    elif quantity % listing.lot or quantity > listing.max_quantity:
        failed = "LOT_SIZE"
    elif at_market and quantity > listing.max_market_quantity:
        failed = "MARKET_LOT_SIZE"
    elif price * quantity < listing.min_notional:
        failed = "NOTIONAL"
    elif not last * listing.percent_down <= price <= last * listing.percent_up:
        failed = "PERCENT_PRICE_BY_SIDE"
    if failed:
        raise Refusal(-1013, f"Filter failure: {failed}")


def _places(number: Decimal) -> int:
    return max(0, -int(number.normalize().as_tuple().exponent))
