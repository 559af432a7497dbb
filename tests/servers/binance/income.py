"""Records of money that was not a trade's price: funding, fees, realised results, liquidation, transfers."""

from typing import Any

from tests.servers.binance.endpoints import Params, Security, endpoint
from tests.servers.binance.futures_account import MAKER, TAKER, FuturesAccount
from tests.servers.binance.public_usdm import listing_of

SIGNED = Security.SIGNED
KINDS = {"TRANSFER", "REALIZED_PNL", "FUNDING_FEE", "COMMISSION", "INSURANCE_CLEAR"}
WEEK_MS = 7 * 86_400_000


class Income:
    """Its REST endpoints."""

    def __init__(self, account: FuturesAccount) -> None:
        self._account = account

    @endpoint("GET /fapi/v1/income", weight=30, security=SIGNED)
    def income(self, params: Params) -> Any:
        symbol, kind = params.get("symbol"), params.get("incomeType")
        start, end = params.whole("startTime") or 0, params.whole("endTime") or 2**62
        limit, page = min(params.whole("limit") or 100, 1000), params.whole("page") or 1
        rows = [
            row
            for row in self._account.income
            if symbol in (None, row["symbol"]) and kind in (None, row["incomeType"]) and start <= row["time"] <= end
        ]
        return rows[(page - 1) * limit : page * limit]

    @endpoint("GET /fapi/v1/commissionRate", weight=20, security=SIGNED)
    def commission(self, params: Params) -> Any:
        listing = listing_of(self._account.prices, params)
        return {
            "symbol": listing.symbol,
            "makerCommissionRate": f"{MAKER:.6f}",
            "takerCommissionRate": f"{TAKER:.6f}",
            "rpiCommissionRate": "0.000050",
        }
