"""Domain objects for tests, with everything that does not matter filled in."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from echotrade_desktop.engine.domain.amounts import ZERO
from echotrade_desktop.engine.domain.limits import RiskLimits, Trader
from echotrade_desktop.engine.domain.market import Instrument, OrderSide, Side, Ticker
from echotrade_desktop.engine.domain.order import Fill, Order, OrderKind, OrderPurpose, OrderStatus
from echotrade_desktop.engine.domain.position import Position
from echotrade_desktop.engine.domain.signal import Sizing, SourceKind, TradingSignal
from echotrade_desktop.engine.signals.consensus import Consensus
from echotrade_desktop.engine.signals.screening import ScreeningContext
from tests.fakes.clock import START

BTC = Instrument("BTC/USDT", Decimal("0.1"), Decimal("0.001"), Decimal(5))
ADA = Instrument("ADA/USDT", Decimal("0.0001"), Decimal(1), Decimal(5))


def a_signal(**changes: Any) -> TradingSignal:
    """A long on BTC at 100 with its stop at 98."""
    fields: dict[str, Any] = {
        "signal_id": "s1",
        "trader_id": "telegram:1",
        "trader_name": "Anna",
        "symbol": "BTC/USDT",
        "side": Side.LONG,
        "price": Decimal(100),
        "confidence": Decimal("0.8"),
        "timestamp": START,
        "received_at": START,
        "source": SourceKind.TELEGRAM,
        "stop_loss": Decimal(98),
    }
    return TradingSignal(**fields | changes)


def a_position(**changes: Any) -> Position:
    """An empty long on BTC with its stop at 98, 1×."""
    fields: dict[str, Any] = {
        "position_id": "p1",
        "signal_id": "s1",
        "symbol": "BTC/USDT",
        "side": Side.LONG,
        "trader_id": "telegram:1",
        "trader_name": "Anna",
        "source": "telegram",
        "leverage": 1,
        "stop_loss": Decimal(98),
    }
    return Position(**fields | changes)


def held(quantity: str, price: str = "100", **changes: Any) -> Position:
    """A position that holds something, bought or sold short at one price without a fee."""
    position = a_position(**changes)
    return position.after(a_fill(quantity, price, side=position.side.entry))


def a_fill(quantity: str | Decimal, price: str | Decimal, **changes: Any) -> Fill:
    """A buy for position p1 without a fee."""
    fields: dict[str, Any] = {
        "trade_id": "f1",
        "client_order_id": "p1-e1",
        "position_id": "p1",
        "symbol": "BTC/USDT",
        "side": OrderSide.BUY,
        "purpose": OrderPurpose.ENTRY,
        "quantity": Decimal(quantity),
        "price": Decimal(price),
        "fee": ZERO,
        "at": START,
    }
    return Fill(**fields | changes)


def an_order(**changes: Any) -> Order:
    """An intended IOC entry: buy 1 BTC up to 101."""
    fields: dict[str, Any] = {
        "client_order_id": "p1-e1",
        "position_id": "p1",
        "symbol": "BTC/USDT",
        "side": OrderSide.BUY,
        "kind": OrderKind.LIMIT_IOC,
        "purpose": OrderPurpose.ENTRY,
        "quantity": Decimal(1),
        "created_at": START,
        "updated_at": START,
        "limit_price": Decimal(101),
    }
    return Order(**fields | changes)


def an_exit(purpose: OrderPurpose, quantity: str = "1", trigger: str | None = None, **changes: Any) -> Order:
    """A reduce-only sell of position p1: a stop, a target or a close."""
    kinds = {OrderPurpose.STOP: OrderKind.STOP_MARKET, OrderPurpose.TARGET: OrderKind.TAKE_PROFIT_MARKET}
    fields: dict[str, Any] = {
        "client_order_id": f"p1-{purpose.value[0]}2",
        "side": OrderSide.SELL,
        "kind": kinds.get(purpose, OrderKind.MARKET),
        "purpose": purpose,
        "quantity": Decimal(quantity),
        "limit_price": None,
        "trigger_price": None if trigger is None else Decimal(trigger),
        "reduce_only": True,
    }
    return an_order(**fields | changes)


def resting(order: Order, seconds: float = 0) -> Order:
    """The order as it stands once the broker has it."""
    at = START + timedelta(seconds=seconds)
    return order.to(OrderStatus.SUBMITTED, at).to(OrderStatus.ACCEPTED, at)


def a_ticker(price: str, bid: str | None = None, ask: str | None = None, symbol: str = "BTC/USDT") -> Ticker:
    """A quote; bid and ask are the price unless told."""
    return Ticker(symbol, Decimal(price), Decimal(bid or price), Decimal(ask or price), START)


def a_sizing(**changes: Any) -> Sizing:
    """Ten thousand dollars of equity, a trade of 160."""
    fields: dict[str, Any] = {
        "equity": Decimal(10_000),
        "base": Decimal("0.02"),
        "confidence": Decimal("0.8"),
        "trader_multiplier": Decimal(1),
        "global_multiplier": Decimal(1),
        "uncapped": Decimal(160),
        "notional": Decimal(160),
        "quantity": Decimal("1.6"),
        "price": Decimal(100),
        "risk": Decimal("3.2"),
        "reward_to_risk": None,
    }
    return Sizing(**fields | changes)


def a_context(**changes: Any) -> ScreeningContext:
    """A quiet moment in which every rule passes `a_signal`."""
    fields: dict[str, Any] = {
        "now": START,
        "limits": RiskLimits(),
        "trader": Trader("telegram:1", "Anna"),
        "instrument": BTC,
        "ticker": a_ticker("100"),
        "price_age": timedelta(seconds=1),
        "paused": None,
        "open_positions": 0,
        "positions_on_symbol": [],
        "equity": Decimal(10_000),
        "peak": Decimal(10_000),
        "day_start_equity": Decimal(10_000),
        "consensus": Consensus(Decimal("0.8"), Decimal("0.8"), ("Anna",), ()),
        "sizing": a_sizing(),
        "repeats": None,
    }
    return ScreeningContext(**fields | changes)
