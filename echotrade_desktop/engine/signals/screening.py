"""Screening: every rule is asked, not just the first, and answers with its reason."""

from echotrade_desktop.engine.domain.signal import TradingSignal, Verdict
from echotrade_desktop.engine.signals.rules.blackout import not_in_blackout
from echotrade_desktop.engine.signals.rules.context import (
    Rule,
    ScreeningContext,
    adverse_drift,
    used_leverage,
    worst_called_price,
    worst_entry,
)
from echotrade_desktop.engine.signals.rules.hours import in_trading_hours
from echotrade_desktop.engine.signals.rules.levels import (
    price_is_live,
    price_is_near,
    stop_before_liquidation,
    stop_not_reached,
    stop_on_losing_side,
    targets_on_winning_side,
)
from echotrade_desktop.engine.signals.rules.market import (
    leverage_is_allowed,
    room_for_a_position,
    side_is_tradable,
    symbol_is_allowed,
    symbol_is_free,
)
from echotrade_desktop.engine.signals.rules.money import (
    drawdown_in_limit,
    loss_today_in_limit,
    size_in_range,
    size_is_tradable,
)
from echotrade_desktop.engine.signals.rules.sources import (
    confidence_is_enough,
    entries_allowed,
    not_a_repeat,
    received_in_time,
    sources_agree,
    trader_is_on,
)
from echotrade_desktop.engine.signals.rules.sources_allowed import source_is_chosen
from echotrade_desktop.engine.signals.rules.trader_options import (
    confident_enough_for_trader,
    money_is_allowed,
    room_beside_priority,
    symbol_allowed_for_trader,
)
from echotrade_desktop.engine.signals.rules.traders_allowed import trader_is_chosen
from echotrade_desktop.engine.signals.rules.volatility import volatility_is_calm

__all__ = [
    "RULES",
    "Rule",
    "ScreeningContext",
    "adverse_drift",
    "screen",
    "used_leverage",
    "worst_called_price",
    "worst_entry",
]

RULES: tuple[Rule, ...] = (
    entries_allowed,
    trader_is_on,
    trader_is_chosen,
    source_is_chosen,
    money_is_allowed,
    in_trading_hours,
    not_in_blackout,
    confidence_is_enough,
    confident_enough_for_trader,
    sources_agree,
    received_in_time,
    price_is_live,
    price_is_near,
    volatility_is_calm,
    symbol_is_allowed,
    symbol_allowed_for_trader,
    side_is_tradable,
    stop_on_losing_side,
    stop_not_reached,
    targets_on_winning_side,
    stop_before_liquidation,
    not_a_repeat,
    symbol_is_free,
    room_for_a_position,
    room_beside_priority,
    leverage_is_allowed,
    loss_today_in_limit,
    drawdown_in_limit,
    size_is_tradable,
    size_in_range,
)


def screen(signal: TradingSignal, context: ScreeningContext) -> tuple[Verdict, ...]:
    """Ask every rule."""
    return tuple(rule(signal, context) for rule in RULES)
