"""Rules about who calls: switches, confidence, agreement, lateness, repetition."""

from datetime import timedelta
from decimal import Decimal

from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.signal import TradingSignal, Verdict
from echotrade_desktop.engine.signals.rules.context import Answer, ScreeningContext, in_the_same_words


def entries_allowed(_signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """While entries are paused nothing new is opened."""
    return _entries(context.paused)


@in_the_same_words
def _entries(reason: str | None) -> Verdict:
    return Answer(
        passed=reason is None,
        value="allowed" if reason is None else "paused",
        limit="not paused",
        sentence="Entries are allowed." if reason is None else f"E{words.paused(reason)[1:]}.",
        passes_if="you resume entries",
        fails_if="entries are paused",
    ).named("Entries")


def trader_is_on(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """A trader who is switched off is not followed."""
    return _switched(signal.trader_name, context.trader.enabled)


@in_the_same_words
def _switched(name: str, enabled: bool) -> Verdict:
    standing = "on" if enabled else "off"
    return Answer(
        passed=enabled,
        value=standing,
        limit="on",
        sentence=f"{name} is switched {standing}.",
        passes_if=f"{name} is switched on",
        fails_if=f"{name} is switched off",
    ).named("Trader")


def confidence_is_enough(_signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """The combined confidence must be strictly greater than the limit."""
    return _confident(context.consensus.combined, context.limits.min_confidence)


@in_the_same_words
def _confident(value: Decimal, limit: Decimal) -> Verdict:
    value_text, limit_text = words.apart(value, limit)
    return Answer(
        passed=value > limit,
        value=value_text,
        limit=f"above {limit_text}",
        sentence=f"Confidence is {value_text}, you ask for more than {limit_text}.",
        passes_if=f"confidence is above {limit_text}",
        fails_if=f"confidence is {limit_text} or less",
    ).named("Confidence")


def sources_agree(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """Calls on both sides of a symbol cancel out: the net must be clear and on the call's side."""
    against = ", ".join(context.consensus.against) or "none"
    return _agreed(context.consensus.net * signal.side.sign, context.limits.min_consensus, against)


@in_the_same_words
def _agreed(net: Decimal, limit: Decimal, against: str) -> Verdict:
    net_text, limit_text = words.apart(net, limit)
    return Answer(
        passed=net >= limit,
        value=net_text,
        limit=f"at least {limit_text}",
        sentence=f"Calls on both sides net to {net_text} (against: {against}), you ask for {limit_text}.",
        passes_if=f"the net is at least {limit_text}",
        fails_if=f"the net is below {limit_text}",
    ).named("Agreement")


def received_in_time(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """A call that was old when it arrived is shown, not traded."""
    age, limit = max(timedelta(0), signal.received_at - signal.timestamp), context.limits.max_age
    return Answer(
        passed=age <= limit,
        value=words.span(age),
        limit=f"at most {words.span(limit)}",
        sentence=f"The call was {words.span(age)} old when it arrived, your limit is {words.span(limit)}.",
        passes_if=f"it arrives within {words.span(limit)}",
        fails_if=f"it arrives later than {words.span(limit)}",
        used=Decimal(int(age.total_seconds())) / max(1, int(limit.total_seconds())),
    ).named("Age when received")


def not_a_repeat(_signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """The same call twice within the window is one call."""
    return _repeated(context.repeats, context.limits.duplicate_window)


@in_the_same_words
def _repeated(earlier: str | None, within: timedelta) -> Verdict:
    window = words.span(within)
    fresh = f"The same was not called in the {window} before."
    return Answer(
        passed=earlier is None,
        value="none" if earlier is None else "repeats",
        limit=f"none within {window}",
        sentence=fresh if earlier is None else f"It repeats {earlier}, within {window}.",
        passes_if=f"it is called again more than {window} after the first",
        fails_if="the same was called before it",
    ).named("Duplicate")
