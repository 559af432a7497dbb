"""The signed endpoints of the perpetuals that tell the account and its settings, and change those."""

from collections.abc import Callable
from typing import Any

from tests.servers.binance.catalogue import Listing
from tests.servers.binance.endpoints import Params, Security, endpoint
from tests.servers.binance.futures_account import FuturesAccount, brackets, largest_notional
from tests.servers.binance.futures_book import FuturesBook
from tests.servers.binance.futures_rows import position_row
from tests.servers.binance.futures_state import ZERO, Holding
from tests.servers.binance.public_usdm import listing_of
from tests.servers.exchange.core import Refusal

SIGNED = Security.SIGNED
DONE = {"code": 200, "msg": "success"}


class FuturesSettings:
    """Balances, positions, leverage, margin and position mode."""

    def __init__(self, book: FuturesBook, tell: Callable[[dict[str, Any]], None], now_ms: Callable[[], int]) -> None:
        self._book = book
        self._account: FuturesAccount = book.account
        self._tell = tell
        self._now = now_ms

    # --- what there is ---

    @endpoint("GET /fapi/v2/account", weight=5, security=SIGNED)
    def old_account(self, params: Params) -> Any:
        may = {"feeTier": 0, "canTrade": self._account.can_trade, "canDeposit": True, "canWithdraw": False}
        return self.account(params) | may

    @endpoint("GET /fapi/v3/account", weight=5, security=SIGNED)
    def account(self, _: Params) -> Any:
        held = self._account.open_holdings()
        unrealised = sum((self._account.unrealised(each) for each in held), ZERO)
        initial = sum((self._account.initial_margin(each) for each in held), ZERO)
        maintenance = sum((self._account.maintenance(each) for each in held), ZERO)
        figures = {
            "InitialMargin": initial,
            "MaintMargin": maintenance,
            "WalletBalance": self._account.wallet,
            "UnrealizedProfit": unrealised,
            "MarginBalance": self._account.wallet + unrealised,
            "PositionInitialMargin": initial,
            "OpenOrderInitialMargin": ZERO,
            "CrossWalletBalance": self._account.wallet,
            "CrossUnPnl": unrealised,
        }
        free = {
            "availableBalance": f"{self._account.available():.8f}",
            "maxWithdrawAmount": f"{self._account.wallet:.8f}",
        }
        totals = {f"total{name}": f"{figure:.8f}" for name, figure in figures.items()}
        asset = {f"{name[0].lower()}{name[1:]}": f"{figure:.8f}" for name, figure in figures.items()}
        return {
            **totals,
            **free,
            "assets": [{"asset": "USDT", **asset, **free, "updateTime": self._now()}],
            "positions": [position_row(self._account, each) for each in held],
        }

    @endpoint("GET /fapi/v3/balance", weight=5, security=SIGNED)
    @endpoint("GET /fapi/v2/balance", weight=5, security=SIGNED)
    def balance(self, _: Params) -> Any:
        wallet = f"{self._account.wallet:.8f}"
        unrealised = sum((self._account.unrealised(each) for each in self._account.open_holdings()), ZERO)
        return [
            {
                "accountAlias": "SgsR",
                "asset": "USDT",
                "balance": wallet,
                "crossWalletBalance": wallet,
                "crossUnPnl": f"{unrealised:.8f}",
                "availableBalance": f"{self._account.available():.8f}",
                "maxWithdrawAmount": wallet,
                "marginAvailable": True,
                "updateTime": self._now(),
            }
        ]

    @endpoint("GET /fapi/v3/positionRisk", weight=5, security=SIGNED)
    def positions(self, params: Params) -> Any:
        symbol = listing_of(self._account.prices, params).symbol if "symbol" in params else None
        waiting = {(each.symbol, each.position_side) for each in self._book.open_orders(symbol)}
        held = {(each.symbol, each.position_side): each for each in self._account.open_holdings(symbol)}
        for key in waiting - set(held):
            held[key] = self._account.holding(*key)
        return [position_row(self._account, each) for each in held.values()]

    @endpoint("GET /fapi/v2/positionRisk", weight=5, security=SIGNED)
    def all_positions(self, params: Params) -> Any:
        asked = (
            [listing_of(self._account.prices, params)] if "symbol" in params else self._account.prices.listings.values()
        )
        sides = ("LONG", "SHORT") if self._account.hedged else ("BOTH",)
        return [
            self._old_row(listing, self._account.holding(listing.symbol, side)) for listing in asked for side in sides
        ]

    def _old_row(self, listing: Listing, holding: Holding) -> dict[str, Any]:
        settings = self._account.settings(listing.symbol)
        return position_row(self._account, holding) | {
            "leverage": str(settings.leverage),
            "marginType": "isolated" if settings.isolated else "cross",
            "maxNotionalValue": str(largest_notional(listing, settings.leverage)),
            "isAutoAddMargin": "false",
        }

    @endpoint("GET /fapi/v1/leverageBracket", security=SIGNED)
    def leverage_brackets(self, params: Params) -> Any:
        listings = self._account.prices.listings.values()
        asked = [listing_of(self._account.prices, params)] if "symbol" in params else listings
        return [{"symbol": each.symbol, "notionalCoef": 1.0, "brackets": _bracket_rows(each)} for each in asked]

    @endpoint("GET /fapi/v1/symbolConfig", weight=5, security=SIGNED)
    def symbol_config(self, params: Params) -> Any:
        asked = (
            [listing_of(self._account.prices, params)] if "symbol" in params else self._account.prices.listings.values()
        )
        return [
            {
                "symbol": each.symbol,
                "marginType": "ISOLATED" if self._account.settings(each.symbol).isolated else "CROSSED",
                "isAutoAddMargin": False,
                "leverage": self._account.settings(each.symbol).leverage,
                "maxNotionalValue": str(largest_notional(each, self._account.settings(each.symbol).leverage)),
            }
            for each in asked
        ]

    @endpoint("GET /fapi/v1/accountConfig", weight=5, security=SIGNED)
    def account_config(self, _: Params) -> Any:
        return {
            "feeTier": 0,
            "canTrade": self._account.can_trade,
            "canDeposit": True,
            "canWithdraw": False,
            "dualSidePosition": self._account.hedged,
            "updateTime": 0,
            "multiAssetsMargin": False,
            "tradeGroupId": -1,
        }

    @endpoint("GET /fapi/v1/multiAssetsMargin", weight=30, security=SIGNED)
    def multi_assets(self, _: Params) -> Any:
        return {"multiAssetsMargin": False}

    # --- what can be set ---

    @endpoint("GET /fapi/v1/positionSide/dual", weight=30, security=SIGNED)
    def position_mode(self, _: Params) -> Any:
        return {"dualSidePosition": self._account.hedged}

    @endpoint("POST /fapi/v1/positionSide/dual", security=SIGNED)
    def set_position_mode(self, params: Params) -> Any:
        params.text("dualSidePosition")
        wanted = params.flag("dualSidePosition")
        if wanted == self._account.hedged:
            raise Refusal(-4059, "No need to change position side.")
        if self._book.open_orders():
            raise Refusal(-4067, "Position side cannot be changed if there exists open orders.")
        if self._account.open_holdings():
            raise Refusal(-4068, "Position side cannot be changed if there exists position.")
        self._account.hedged = wanted
        return DONE

    @endpoint("POST /fapi/v1/leverage", security=SIGNED)
    def set_leverage(self, params: Params) -> Any:
        listing, wanted = listing_of(self._account.prices, params), int(params.needed("leverage"))
        if not 1 <= wanted <= listing.max_leverage:
            raise Refusal(-4028, f"Leverage {wanted} is not valid")
        settings, held = self._account.settings(listing.symbol), self._account.open_holdings(listing.symbol)
        if settings.isolated and held and wanted < settings.leverage:
            raise Refusal(-4161, "Leverage reduction is not supported in Isolated Margin Mode with open positions.")
        if any(abs(each.amount) * each.entry > largest_notional(listing, wanted) for each in held):
            raise Refusal(-2027, "Exceeded the maximum allowable position at current leverage.")
        settings.leverage = wanted
        at = self._now()
        change = {"s": listing.symbol, "l": wanted}
        self._tell({"e": "ACCOUNT_CONFIG_UPDATE", "E": at, "T": at, "ac": change})
        largest = str(largest_notional(listing, wanted))
        return {"symbol": listing.symbol, "leverage": wanted, "maxNotionalValue": largest}

    @endpoint("POST /fapi/v1/marginType", security=SIGNED)
    def set_margin_mode(self, params: Params) -> Any:
        listing = listing_of(self._account.prices, params)
        wanted = params.one_of("marginType", {"ISOLATED", "CROSSED"}) == "ISOLATED"
        settings = self._account.settings(listing.symbol)
        if wanted == settings.isolated:
            raise Refusal(-4046, "No need to change margin type.")
        if self._book.open_orders(listing.symbol):
            raise Refusal(-4047, "Margin type cannot be changed if there exists open orders.")
        if self._account.open_holdings(listing.symbol):
            raise Refusal(-4048, "Margin type cannot be changed if there exists position.")
        settings.isolated = wanted
        return DONE


def _bracket_rows(listing: Listing) -> list[dict[str, Any]]:
    rows, gathered, rate_before = [], ZERO, ZERO
    for number, (leverage, floor, cap, rate) in enumerate(brackets(listing), 1):
        gathered += floor * (type(floor)(rate) - rate_before)
        rate_before = type(floor)(rate)
        rows.append(
            {
                "bracket": number,
                "initialLeverage": leverage,
                "notionalCap": int(cap),
                "notionalFloor": int(floor),
                "maintMarginRatio": float(rate),
                "cum": float(gathered),
            }
        )
    return rows
