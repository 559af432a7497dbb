"""Rules the user set for one trader: confidence, symbols, paper only, priority."""

from decimal import Decimal

from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.signal import TradingSignal, Verdict
from echotrade_desktop.engine.signals.rules.context import Answer, ScreeningContext, in_the_same_words

PAPER = "paper"


def confident_enough_for_trader(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """A trader may need more confidence than the others: strictly greater than the limit set for them."""
    return _confident(context.consensus.combined, context.trader.min_confidence, signal.trader_name)


@in_the_same_words
def _confident(value: Decimal, limit: Decimal | None, name: str) -> Verdict:
    rule = "Trader's confidence"
    if limit is None:
        return Answer(True, "any", "any", f"You set no confidence of its own for {name}.").named(rule)
    value_text, limit_text = words.apart(value, limit)
    return Answer(
        passed=value > limit,
        value=value_text,
        limit=f"above {limit_text}",
        sentence=f"Confidence is {value_text}; of {name} you ask for more than {limit_text}.",
        passes_if=f"confidence is above {limit_text}",
        fails_if=f"confidence is {limit_text} or less",
    ).named(rule)


def symbol_allowed_for_trader(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """A trader may be followed in some symbols only; the blacklist wins."""
    return _followed(signal.symbol, signal.trader_name, context.trader.whitelist, context.trader.blacklist)


@in_the_same_words
def _followed(symbol: str, name: str, whitelist: tuple[str, ...], blacklist: tuple[str, ...]) -> Verdict:
    rule, refused = "Trader's symbols", symbol in blacklist
    unlisted = bool(whitelist) and symbol not in whitelist
    if refused or unlisted:
        limit = "not on the blacklist" if refused else "on the whitelist"
        sentence = f"{symbol} is {'on your blacklist' if refused else 'not on your whitelist'} for {name}."
        off = f"take {symbol} off the blacklist" if refused else ""
        changes = " and ".join(part for part in (off, f"put {symbol} on the whitelist" if unlisted else "") if part)
        return Answer(False, symbol, limit, sentence, f"you {changes} for {name}").named(rule)
    limit = "on the whitelist" if whitelist else "any"
    fails_if = f"you put {symbol} on the blacklist for {name}"
    return Answer(True, symbol, limit, f"You follow {name} in {symbol}.", fails_if=fails_if).named(rule)


def money_is_allowed(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """A trader on paper only is never traded with real money."""
    return _money(context.trader.paper_only, context.mode, signal.trader_name)


@in_the_same_words
def _money(only: bool, mode: str, name: str) -> Verdict:
    free = f"{name} may be traded with real money."
    return Answer(
        passed=not only or mode == PAPER,
        value=mode,
        limit=PAPER if only else "any",
        sentence=f"{name} is on paper only, and you trade on {mode}." if only else free,
        passes_if=f"{name} is not on paper only",
        fails_if=None if mode == PAPER else f"{name} is on paper only",
    ).named("Paper only")


def room_beside_priority(_signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """The last free places are kept for waiting calls of traders with a higher priority."""
    return _room(max(0, context.limits.max_positions - context.open_positions), context.calls_ahead)


@in_the_same_words
def _room(free: int, ahead: int) -> Verdict:
    fails_if = f"{max(free, 1)} or more calls of a higher priority wait"
    if ahead == 0:
        sentence = "No call of a higher priority waits."
        return Answer(True, "none", "any", sentence, fails_if=fails_if).named("Priority")
    return Answer(
        passed=free > ahead,
        value=str(ahead),
        limit=f"below {free}",
        sentence=f"Calls of a higher priority wait for {ahead} of the {free} free places.",
        passes_if="those calls are decided",
        fails_if=fails_if,
    ).named("Priority")
