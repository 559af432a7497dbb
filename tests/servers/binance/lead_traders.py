"""Binance's unofficial copy-trading pages: lead traders whose positions tests script, and the moods of the service."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tests.servers.binance.endpoints import Params, endpoint
from tests.servers.binance.faults import HTML
from tests.servers.binance.futures_state import ZERO
from tests.servers.binance.gate import PlainAnswer
from tests.servers.binance.prices import Prices

ROOT = "/bapi/futures/v1/friendly/future/copy-trade"
MOODS = ("well", "hiccup", "refuses", "html", "forbidden", "busy", "blocked")
FIRST_PORTFOLIO = "4046571179165909504"


@dataclass(slots=True)
class LeadPosition:
    """A position; `amount` is signed for BOTH, a size for LONG and SHORT."""

    amount: Decimal
    entry: Decimal
    opened: int
    leverage: int = 5


@dataclass(slots=True)
class Leader:
    """One portfolio and what became of it."""

    id: str
    nickname: str
    hidden: bool = False
    positions: dict[tuple[str, str], LeadPosition] = field(default_factory=dict)
    history: list[dict[str, Any]] = field(default_factory=list)
    last_trade: int = 0


class LeadTraders:
    """The portfolios and the four pages about them."""

    def __init__(self, prices: Prices, now_ms: Callable[[], int]) -> None:
        self.mood = "well"
        self.leaders: dict[str, Leader] = {}
        self._prices = prices
        self._now = now_ms
        self.add(FIRST_PORTFOLIO, "Steady Hand")

    # --- the script ---

    def add(self, portfolio: str, nickname: str) -> None:
        """Let a trader publish a portfolio."""
        self.leaders[portfolio] = Leader(portfolio, nickname)

    def set(
        self, portfolio: str, symbol: str, amount: Decimal, side: str, entry: Decimal | None, leverage: int
    ) -> None:
        """Let a trader's position be this from now on; 0 closes it. A reduction is written into the history."""
        leader, price = self.leaders[portfolio], self._prices.mark(symbol)
        before = leader.positions.get((symbol, side))
        if before is not None and (abs(amount) < abs(before.amount) or amount * before.amount < 0):
            kept = abs(amount) if amount * before.amount > 0 else ZERO
            self._remember(leader, symbol, side, before, abs(before.amount) - kept)
        opened = before.opened if before is not None and before.amount * amount > 0 else self._now()
        leader.positions[symbol, side] = LeadPosition(amount, entry if entry is not None else price, opened, leverage)
        leader.last_trade = self._now()

    def _remember(self, leader: Leader, symbol: str, side: str, before: LeadPosition, closed: Decimal) -> None:
        price, whole = self._prices.mark(symbol), closed == abs(before.amount)
        long = before.amount > 0 and side != "SHORT"
        leader.history.insert(
            0,
            {
                "id": 9_000_000 + len(leader.history),
                "symbol": symbol,
                "type": "UM",
                "opened": before.opened,
                "closed": self._now() if whole else None,
                "avgCost": float(before.entry),
                "avgClosePrice": float(price),
                "closingPnl": float((price - before.entry) * closed * (1 if long else -1)),
                "maxOpenInterest": float(abs(before.amount)),
                "closedVolume": float(closed),
                "isolated": "Cross",
                "side": "Long" if long else "Short",
                "status": "All Closed" if whole else "Partially Closed",
                "updateTime": self._now(),
            },
        )

    # --- the pages ---

    @endpoint(f"GET {ROOT}/lead-data/positions", weight=0)
    def positions(self, params: Params) -> Any:
        leader = self._leader(params)
        if leader is None or self.mood == "hiccup" or leader.hidden:
            return self._wrapped([] if leader else None)
        symbols = dict.fromkeys([symbol for symbol, _ in leader.positions] + ["BTCUSDT", "ETHUSDT"])
        nothing = LeadPosition(ZERO, ZERO, 0)
        rows = [
            self._row(symbol, side, leader.positions.get((symbol, side), nothing))
            for symbol in symbols
            for side in ("BOTH", "LONG", "SHORT")
        ]
        return self._wrapped(rows)

    @endpoint(f"GET {ROOT}/lead-portfolio/detail", weight=0)
    def detail(self, params: Params) -> Any:
        leader = self._leader(params)
        if leader is None:
            return self._wrapped(None)
        return self._wrapped(
            {
                "leadPortfolioId": leader.id,
                "nickname": leader.nickname,
                "positionShow": not leader.hidden,
                "status": "ACTIVE",
                "portfolioType": "PUBLIC",
                "marginBalance": "25000.00000000",
                "currentCopyCount": 120,
                "maxCopyCount": 300,
                "lastTradeTime": leader.last_trade or None,
            }
        )

    @endpoint(f"POST {ROOT}/lead-portfolio/position-history", weight=0)
    def history(self, params: Params) -> Any:
        leader, page, size = self._leader(params), params.whole("pageNumber") or 1, params.whole("pageSize") or 10
        params.get("sort")
        if leader is None:
            return self._wrapped(None)
        rows = leader.history[(page - 1) * size : page * size]
        return self._wrapped({"indexValue": None, "total": len(leader.history), "list": rows})

    @endpoint(f"POST {ROOT}/home-page/query-list", weight=0)
    def discover(self, params: Params) -> Any:
        page, size, wanted = (
            params.whole("pageNumber") or 1,
            params.whole("pageSize") or 20,
            params.get("nickname") or "",
        )
        for name in "timeRange dataType favoriteOnly hideFull order userAsset portfolioType useAiRecommended".split():
            params.get(name)
        self._check_mood()
        found = [each for each in self.leaders.values() if wanted.lower() in each.nickname.lower()]
        rows = [
            {
                "leadPortfolioId": each.id,
                "nickname": each.nickname,
                "avatarUrl": "",
                "currentCopyCount": 120,
                "maxCopyCount": 300,
                "roi": 42.5,
                "pnl": 10250.75,
                "aum": 250_000.5,
                "mdd": 12.3,
                "winRate": 61.5,
                "sharpRatio": "1.9",
                "portfolioType": "PUBLIC",
            }
            for each in found[(page - 1) * size : page * size]
        ]
        return self._wrapped({"total": len(found), "list": rows})

    def _leader(self, params: Params) -> Leader | None:
        self._check_mood()
        return self.leaders.get(params.text("portfolioId"))

    def _check_mood(self) -> None:
        match self.mood:
            case "html":
                raise PlainAnswer(200, HTML)
            case "forbidden":
                raise PlainAnswer(403, HTML)
            case "busy":
                raise PlainAnswer(429, "Too many requests", "text/plain")
            case "blocked":
                raise PlainAnswer(451, HTML)

    def _wrapped(self, data: Any) -> dict[str, Any]:
        if self.mood == "refuses":
            return {"code": "000001", "message": "system busy", "messageDetail": None, "data": None, "success": False}
        if data is None:
            return {
                "code": "000002",
                "message": "illegal parameter",
                "messageDetail": None,
                "data": None,
                "success": False,
            }
        return {"code": "000000", "message": None, "messageDetail": None, "data": data, "success": True}

    def _row(self, symbol: str, side: str, position: LeadPosition) -> dict[str, Any]:
        mark, listing = self._prices.mark(symbol), self._prices.listings[symbol]
        amount = position.amount
        long = amount > 0 and side != "SHORT"
        gain = (mark - position.entry) * abs(amount) * (1 if long else -1) if amount else ZERO
        return {
            "id": f"0_{symbol}_{side}",
            "symbol": symbol,
            "collateral": "USDT",
            "positionAmount": listing.quantity_text(amount) if amount else "0",
            "entryPrice": listing.price_text(position.entry) if amount else "0.0",
            "unrealizedProfit": f"{gain:.8f}",
            "cumRealized": "0",
            "askNotional": "0",
            "bidNotional": "0",
            "notionalValue": f"{abs(amount) * mark:.8f}",
            "markPrice": f"{mark:.8f}",
            "leverage": position.leverage,
            "isolated": False,
            "isolatedWallet": "0",
            "adl": 0,
            "positionSide": side,
            "breakEvenPrice": listing.price_text(position.entry) if amount else "0.0",
        }
