"""Rules about what is traded: the symbol, the side, the leverage, and what is open on the symbol already."""

from decimal import Decimal

from echotrade_desktop.engine.domain.market import MarketKind, Side
from echotrade_desktop.engine.domain.signal import TradingSignal, Verdict
from echotrade_desktop.engine.signals.rules.context import Answer, ScreeningContext, in_the_same_words, used_leverage


def symbol_is_allowed(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """The blacklist wins; a whitelist, when there is one, must have the symbol."""
    return _allowed(signal.symbol, context.limits.whitelist, context.limits.blacklist)


@in_the_same_words
def _allowed(symbol: str, whitelist: frozenset[str], blacklist: frozenset[str]) -> Verdict:
    banned = symbol in blacklist
    listed = not whitelist or symbol in whitelist
    changes = [f"take {symbol} off your blacklist"] if banned else []
    changes += [] if listed else [f"put {symbol} on your whitelist"]
    limit = "on your whitelist" if whitelist else "any"
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
    return _tradable(signal.side, context.instrument.market)


@in_the_same_words
def _tradable(side: Side, market: MarketKind) -> Verdict:
    short = side is Side.SHORT
    passed = not (short and market is MarketKind.SPOT)
    allowed = f"A {side.value} can be traded on {market.value}."
    return Answer(
        passed=passed,
        value=side.value,
        limit="long" if market is MarketKind.SPOT else "long or short",
        sentence=allowed if passed else "Spot cannot be sold short; only a long can be traded.",
        passes_if="you trade perpetuals",
        fails_if="you trade spot" if short else None,
    ).named("Side")


def symbol_is_free(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """A second call never touches an open position silently: not by the same trader, not the other way round."""
    on_symbol = context.positions_on_symbol
    opposite = any(side is not signal.side for _, side in on_symbol)
    own = any(trader == signal.trader_id and side is signal.side for trader, side in on_symbol)
    return _free(signal.symbol, signal.side, signal.trader_name, opposite, own)


@in_the_same_words
def _free(symbol: str, side: Side, trader_name: str, opposite: bool, own: bool) -> Verdict:
    value, sentence = "none", f"Nothing is in the way on {symbol}."
    if opposite:
        value = side.opposite.value
        sentence = f"You hold {symbol} {value}; an opposite call never changes an open position."
    elif own:
        value = "same trader"
        sentence = f"You already follow {trader_name} in {symbol}; a second call does not add to it."
    return Answer(
        passed=not opposite and not own,
        value=value,
        limit="none opposite or of theirs",
        sentence=sentence,
        passes_if="that position is closed",
        fails_if=f"you hold {symbol} {side.opposite.value}",
    ).named("Open position")


def room_for_a_position(_signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """Only so many positions at a time."""
    return _open(context.open_positions, context.limits.max_positions)


@in_the_same_words
def _open(value: int, limit: int) -> Verdict:
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
    used = used_leverage(signal, context.limits, context.instrument)
    return _leverage(signal.leverage, used, context.limits.max_leverage)


@in_the_same_words
def _leverage(leverage: int | None, used: int, cap: int) -> Verdict:
    called = f"{leverage}×" if leverage else "none"
    sentence = f"The call says {called}, {used}× is used (your cap is {cap}×). Size does not change with leverage."
    share = Decimal(used) / cap if cap else None
    return Answer(True, f"{used}×", f"at most {cap}×", sentence, used=share).named("Leverage")
