"""Rules about what is traded: the symbol, the side, the leverage, and what is open on the symbol already."""

from decimal import Decimal

from echotrade_desktop.engine.domain.market import MarketKind, Side
from echotrade_desktop.engine.domain.signal import TradingSignal, Verdict
from echotrade_desktop.engine.signals.rules.context import Answer, ScreeningContext, used_leverage


def symbol_is_allowed(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """The blacklist wins; a whitelist, when there is one, must have the symbol."""
    limits, symbol = context.limits, signal.symbol
    banned = symbol in limits.blacklist
    listed = not limits.whitelist or symbol in limits.whitelist
    changes = [f"take {symbol} off your blacklist"] if banned else []
    changes += [] if listed else [f"put {symbol} on your whitelist"]
    limit = "on your whitelist" if limits.whitelist else "any"
    sentence = f"{symbol} is allowed." if listed else f"{symbol} is not on your whitelist."
    return Answer(
        passed=listed and not banned,
        value=symbol,
        limit="not on your blacklist" if banned else limit,
        sentence=f"{symbol} is on your blacklist." if banned else sentence,
        passes_if=f"you {' and '.join(changes)}",
        fails_if=f"you put {symbol} on your blacklist",
    ).named("Symbol")


def side_is_tradable(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """Spot can only be bought."""
    short, market = signal.side is Side.SHORT, context.instrument.market
    passed = not (short and market is MarketKind.SPOT)
    allowed = f"A {signal.side.value} can be traded on {market.value}."
    return Answer(
        passed=passed,
        value=signal.side.value,
        limit="long" if market is MarketKind.SPOT else "long or short",
        sentence=allowed if passed else "Spot cannot be sold short; only a long can be traded.",
        passes_if="you trade perpetuals",
        fails_if="you trade spot" if short else None,
    ).named("Side")


def symbol_is_free(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """A second call never touches an open position silently: not by the same trader, not the other way round."""
    on_symbol, symbol = context.positions_on_symbol, signal.symbol
    opposite = [side for _, side in on_symbol if side is not signal.side]
    own = [trader for trader, side in on_symbol if trader == signal.trader_id and side is signal.side]
    value, sentence = "none", f"Nothing is in the way on {symbol}."
    if opposite:
        value = opposite[0].value
        sentence = f"You hold {symbol} {value}; an opposite call never changes an open position."
    elif own:
        value = "same trader"
        sentence = f"You already follow {signal.trader_name} in {symbol}; a second call does not add to it."
    return Answer(
        passed=not opposite and not own,
        value=value,
        limit="none opposite, none of the same trader",
        sentence=sentence,
        passes_if="that position is closed",
        fails_if=f"you hold {symbol} {signal.side.opposite.value}",
    ).named("Open position")


def room_for_a_position(_signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """Only so many positions at a time."""
    value, limit = context.open_positions, context.limits.max_positions
    return Answer(
        passed=value < limit,
        value=str(value),
        limit=f"below {limit}",
        sentence=f"{value} positions are open, your limit is {limit}.",
        passes_if=f"fewer than {limit} are open",
        fails_if=f"{limit} are open",
        used=Decimal(value) / limit if limit else None,
    ).named("Open positions")


def leverage_is_allowed(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """The call's leverage is used up to the user's cap; more than that is cut, which is no reason to block."""
    used, cap = used_leverage(signal, context.limits, context.instrument), context.limits.max_leverage
    called = f"{signal.leverage}×" if signal.leverage else "none"
    sentence = f"The call says {called}, {used}× is used (your cap is {cap}×). Size does not change with leverage."
    share = Decimal(used) / cap if cap else None
    return Answer(True, f"{used}×", f"at most {cap}×", sentence, used=share).named("Leverage")
