"""The perpetuals' one account: wallet, positions, what they earn and cost, and how much may still be opened."""

from collections.abc import Callable, Iterator
from decimal import ROUND_UP, Decimal
from itertools import count
from typing import Any

from tests.servers.binance.catalogue import TIERS, Listing
from tests.servers.binance.futures_state import ZERO, Holding, Order, SymbolSettings, Trade
from tests.servers.binance.prices import Prices

TAKER = Decimal("0.0005")
MAKER = Decimal("0.0002")
CENT = Decimal("0.00000001")


class FuturesAccount:
    """Books fills, fees and funding; knows margin and liquidation prices. Everything in USDT."""

    def __init__(self, prices: Prices, now_ms: Callable[[], int], wallet: Decimal = Decimal(10_000)) -> None:
        self.prices = prices
        self.wallet = wallet
        self.hedged = False
        self.can_trade = True
        self.trades: list[Trade] = []
        self.income: list[dict[str, Any]] = []
        self._holdings: dict[tuple[str, str], Holding] = {}
        self._settings: dict[str, SymbolSettings] = {}
        self._now = now_ms
        self._trade_ids = count(500_001)
        self._transfers = count(900_001)

    # --- what there is ---

    def settings(self, symbol: str) -> SymbolSettings:
        """Leverage and margin mode of a symbol."""
        return self._settings.setdefault(symbol, SymbolSettings())

    def holding(self, symbol: str, position_side: str = "BOTH") -> Holding:
        """The position of a symbol (and side, in hedge mode); it may be empty."""
        return self._holdings.setdefault((symbol, position_side), Holding(symbol, position_side))

    def open_holdings(self, symbol: str | None = None) -> list[Holding]:
        """The positions that are not empty."""
        return [each for each in self._holdings.values() if each.amount and symbol in (None, each.symbol)]

    def reducible(self, order: Order) -> Decimal:
        """How much of an order would reduce its position."""
        amount = self.holding(order.symbol, order.position_side).amount
        return max(ZERO, -amount * order.sign)

    def unrealised(self, holding: Holding) -> Decimal:
        """At the mark price."""
        return holding.amount * (self.prices.mark(holding.symbol) - holding.entry)

    def initial_margin(self, holding: Holding) -> Decimal:
        """What a position ties up."""
        notional = abs(holding.amount) * self.prices.mark(holding.symbol)
        return notional / self.settings(holding.symbol).leverage

    def available(self) -> Decimal:
        """What is free for new orders: crossed losses count, gains too."""
        free = self.wallet
        for holding in self.open_holdings():
            if self.settings(holding.symbol).isolated:
                free -= holding.isolated_wallet
            else:
                free += self.unrealised(holding) - self.initial_margin(holding)
        return free

    def maintenance(self, holding: Holding) -> Decimal:
        """The margin below which it is liquidated."""
        notional = abs(holding.amount) * self.prices.mark(holding.symbol)
        return notional * _tier(self.prices.listings[holding.symbol], notional)

    def liquidation_price(self, holding: Holding) -> Decimal:
        """Where margin is used up; 0 when it cannot be."""
        listing = self.prices.listings[holding.symbol]
        size, sign = abs(holding.amount), 1 if holding.amount > 0 else -1
        if not size:
            return ZERO
        margin = holding.isolated_wallet if self.settings(holding.symbol).isolated else self.wallet
        rate = _tier(listing, size * holding.entry)
        return max(ZERO, (sign * size * holding.entry - margin) / (size * (sign - rate)))

    # --- what happens ---

    def book(self, order: Order, quantity: Decimal, price: Decimal, *, maker: bool) -> Trade:
        """Execute: position, wallet, fee, income."""
        at, holding = self._now(), self.holding(order.symbol, order.position_side)
        fee = (price * quantity * (MAKER if maker else TAKER)).quantize(CENT, ROUND_UP)
        realised = self._apply(holding, order.sign * quantity, price)
        self.wallet += realised - fee
        holding.updated_at = at
        trade = Trade(next(self._trade_ids), order, price, quantity, fee, realised, maker, at)
        self.trades.append(trade)
        if realised:
            self._earn("REALIZED_PNL", realised, order.symbol, trade.id)
        self._earn("COMMISSION", -fee, order.symbol, trade.id)
        return trade

    def fund(self, symbol: str, rate: Decimal) -> list[Holding]:
        """Exchange funding: longs pay shorts a positive rate. Return the positions concerned."""
        concerned = self.open_holdings(symbol)
        for holding in concerned:
            paid = (-holding.amount * self.prices.mark(symbol) * rate).quantize(CENT)
            self.wallet += paid
            if self.settings(symbol).isolated:
                holding.isolated_wallet += paid
            self._earn("FUNDING_FEE", paid, symbol)
        return concerned

    def transfer(self, amount: Decimal) -> None:
        """Money in, or out."""
        self.wallet += amount
        self._earn("TRANSFER", amount, "")

    def clear_insurance(self, symbol: str, amount: Decimal) -> None:
        """The fee of a liquidation."""
        self.wallet -= amount
        self._earn("INSURANCE_CLEAR", -amount, symbol)

    def _apply(self, holding: Holding, signed: Decimal, price: Decimal) -> Decimal:
        """Change a position; return what that realised."""
        before, realised = holding.amount, ZERO
        closing = min(abs(before), abs(signed)) if before * signed < 0 else ZERO
        margin = holding.isolated_wallet
        if closing:
            realised = closing * (price - holding.entry) * (1 if before > 0 else -1)
            holding.isolated_wallet = margin * (1 - closing / abs(before))
        opening = abs(signed) - closing
        holding.amount = before + signed
        if opening:
            kept = abs(before) - closing
            holding.entry = (holding.entry * kept + price * opening) / (kept + opening)
            holding.isolated_wallet += opening * price / self.settings(holding.symbol).leverage
        if not holding.amount:
            holding.entry = holding.isolated_wallet = ZERO
        holding.realised += realised
        return realised

    def _earn(self, kind: str, amount: Decimal, symbol: str, trade_id: int | None = None) -> None:
        self.income.append(
            {
                "symbol": symbol,
                "incomeType": kind,
                "income": f"{amount:.8f}",
                "asset": "USDT",
                "info": "" if trade_id is None else str(trade_id),
                "time": self._now(),
                "tranId": next(self._transfers),
                "tradeId": "" if trade_id is None else str(trade_id),
            }
        )


def brackets(listing: Listing) -> Iterator[tuple[int, Decimal, Decimal, str]]:
    """Leverage, floor, cap and maintenance rate of each bracket, smallest positions first."""
    floor, cap = ZERO, listing.bracket_notional
    for leverage, rate in ((listing.max_leverage, TIERS[0][1]), *TIERS[1:]):
        yield min(leverage, listing.max_leverage), floor, cap, rate
        floor, cap = cap, cap * 10


def largest_notional(listing: Listing, leverage: int) -> Decimal:
    """How large a position may be at a leverage."""
    return max((cap for most, _, cap, _ in brackets(listing) if most >= leverage), default=ZERO)


def _tier(listing: Listing, notional: Decimal) -> Decimal:
    """The maintenance rate of a position's size."""
    rate = Decimal(TIERS[-1][1])
    for _, floor, cap, each in brackets(listing):
        if floor <= notional < cap:
            rate = Decimal(each)
    return rate
