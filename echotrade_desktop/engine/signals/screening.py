"""The user's rules. Each is a small pure function that answers with its reason; all are asked, not just the first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.amounts import ONE, ZERO
from echotrade_desktop.engine.domain.limits import RiskLimits, Trader
from echotrade_desktop.engine.domain.market import Instrument, MarketKind, Side, Ticker
from echotrade_desktop.engine.domain.signal import Sizing, TradingSignal, Verdict
from echotrade_desktop.engine.signals.consensus import Consensus


@dataclass(frozen=True, slots=True)
class ScreeningContext:
    """Everything a rule may look at, gathered at one instant. Money in quote currency."""

    now: datetime
    limits: RiskLimits
    trader: Trader
    instrument: Instrument
    ticker: Ticker | None
    price_age: timedelta | None  # None before the first tick
    paused: str | None  # why entries are paused
    open_positions: int
    positions_on_symbol: Sequence[
        tuple[str, Side]
    ]  # (trader_id, side) of open positions on this symbol
    equity: Decimal
    peak: Decimal
    day_start_equity: Decimal
    consensus: Consensus
    sizing: Sizing
    repeats: str | None  # the earlier call this one repeats, in words


Rule = Callable[[TradingSignal, ScreeningContext], Verdict]


def screen(signal: TradingSignal, context: ScreeningContext) -> tuple[Verdict, ...]:
    """Ask every rule."""
    return tuple(rule(signal, context) for rule in RULES)


def adverse_drift(signal: TradingSignal, ticker: Ticker) -> Decimal:
    """Return how much worse than the call entering now is, as a share of the call's price; 0 inside a zone or better."""
    now = ticker.entry_price(signal.side)
    edge = worst_called_price(signal)
    return max(ZERO, (now - edge) * signal.side.sign / edge)


def worst_called_price(signal: TradingSignal) -> Decimal:
    """Return the entry least favourable to us that the call itself names: a zone's far edge, else its price."""
    if signal.zone is None:
        return signal.price
    low, high = signal.zone
    return high if signal.side is Side.LONG else low


def worst_entry(
    signal: TradingSignal, limits: RiskLimits, instrument: Instrument
) -> Decimal:
    """Return the limit of the entry order: the call's worst price plus the drift allowed, on the tick."""
    price = worst_called_price(signal) * (ONE + limits.max_drift * signal.side.sign)
    return (
        instrument.price_down(price)
        if signal.side is Side.LONG
        else instrument.price_up(price)
    )


def _verdict(
    rule: str,
    passed: bool,
    value: str,
    limit: str,
    sentence: str,
    flips_if: str,
    used: Decimal | None = None,
) -> Verdict:
    return Verdict(
        rule,
        passed,
        value,
        limit,
        sentence,
        flips_if,
        None if used is None else min(max(used, ZERO), ONE),
    )


def entries_allowed(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """While entries are paused nothing new is opened."""
    reason = context.paused
    return _verdict(
        "Entries",
        reason is None,
        "allowed" if reason is None else "paused",
        "not paused",
        "Entries are allowed." if reason is None else f"Entries are paused: {reason}.",
        "entries are paused" if reason is None else "you resume entries",
    )


def trader_is_on(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """A trader who is switched off is not followed."""
    on = context.trader.enabled
    name = signal.trader_name
    return _verdict(
        "Trader",
        on,
        "on" if on else "off",
        name,
        f"{name} is switched on." if on else f"{name} is switched off.",
        f"{name} is switched {'off' if on else 'on'}",
    )


def confidence_is_enough(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """The combined confidence must be strictly greater than the limit."""
    value, limit = context.consensus.combined, context.limits.min_confidence
    passed = value > limit
    return _verdict(
        "Confidence",
        passed,
        words.number(value, 2),
        f"above {words.number(limit, 2)}",
        f"Confidence is {words.number(value, 2)}, you ask for more than {words.number(limit, 2)}.",
        f"confidence is {words.number(limit, 2)} or less"
        if passed
        else f"confidence is above {words.number(limit, 2)}",
    )


def sources_agree(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """Calls on both sides of a symbol cancel out: the net must be clear and on the call's side."""
    net, limit = context.consensus.net * signal.side.sign, context.limits.min_consensus
    passed = net >= limit
    against = ", ".join(context.consensus.against) or "none"
    return _verdict(
        "Agreement",
        passed,
        words.number(net, 2),
        f"at least {words.number(limit, 2)}",
        f"Calls on both sides net to {words.number(net, 2)} (against: {against}), "
        f"you ask for {words.number(limit, 2)}.",
        f"the net is {'below' if passed else 'at least'} {words.number(limit, 2)}",
    )


def received_in_time(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """A call that was old when it arrived is shown, not traded."""
    age = max(timedelta(0), signal.received_at - signal.timestamp)
    limit = context.limits.max_age
    passed = age <= limit
    return _verdict(
        "Age when received",
        passed,
        words.span(age),
        f"at most {words.span(limit)}",
        f"The call was {words.span(age)} old when it arrived, your limit is {words.span(limit)}.",
        f"it arrives {'later than' if passed else 'within'} {words.span(limit)}",
        Decimal(int(age.total_seconds())) / max(1, int(limit.total_seconds())),
    )


def price_is_live(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """No decision on a price that is missing or stale."""
    age, limit = context.price_age, context.limits.stale_after
    passed = age is not None and age <= limit
    value = "none" if age is None else words.span(age)
    sentence = (
        "There is no live price yet."
        if age is None
        else f"The price is {value} old, at most {words.span(limit)}."
    )
    return _verdict(
        "Live price",
        passed,
        value,
        f"at most {words.span(limit)}",
        sentence,
        "the price is live again",
    )


def price_is_near(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """The price must not have run away from the call on the losing side."""
    limit = context.limits.max_drift
    bound = worst_entry(signal, context.limits, context.instrument)
    bound_text = words.price(bound, context.instrument)
    better = "or lower" if signal.side is Side.LONG else "or higher"
    if context.ticker is None:
        return _verdict(
            "Price drift",
            False,
            "no price",
            words.percent(limit),
            "There is no price yet.",
            "a price comes",
        )
    drift = adverse_drift(signal, context.ticker)
    passed = (
        context.ticker.entry_price(signal.side) - bound
    ) * signal.side.sign <= ZERO
    way = "above" if signal.side is Side.LONG else "below"
    sentence = f"Price is {words.percent(drift)} {way} the call, your limit is {words.percent(limit)}."
    return _verdict(
        "Price drift",
        passed,
        words.percent(drift),
        f"at most {words.percent(limit)}",
        sentence,
        f"the price is beyond {bound_text}"
        if passed
        else f"the price is {bound_text} {better}",
        drift / limit if limit else None,
    )


def symbol_is_allowed(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """The blacklist wins; a whitelist, when there is one, must have the symbol."""
    limits, symbol = context.limits, signal.symbol
    if symbol in limits.blacklist:
        return _verdict(
            "Symbol",
            False,
            symbol,
            "not on your blacklist",
            f"{symbol} is on your blacklist.",
            "you remove it",
        )
    listed = not limits.whitelist or symbol in limits.whitelist
    limit = "on your list" if limits.whitelist else "any"
    sentence = (
        f"{symbol} is allowed." if listed else f"{symbol} is not on your whitelist."
    )
    return _verdict(
        "Symbol",
        listed,
        symbol,
        limit,
        sentence,
        "you blacklist it" if listed else "you add it to the list",
    )


def side_is_tradable(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """Spot can only be bought."""
    spot = context.instrument.market is MarketKind.SPOT
    passed = not (spot and signal.side is Side.SHORT)
    market = context.instrument.market.value
    sentence = (
        f"A {signal.side.value} can be traded on {market}."
        if passed
        else "Spot cannot be sold short."
    )
    return _verdict(
        "Side",
        passed,
        signal.side.value,
        market,
        sentence,
        "the market were spot" if passed else "perpetuals",
    )


def stop_on_losing_side(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """A long stops out below its entry, a short above it."""
    return _on_side("Stop side", "stop", signal, context, signal.stop_loss, losing=True)


def targets_on_winning_side(
    signal: TradingSignal, context: ScreeningContext
) -> Verdict:
    """Every target lies beyond the entry on the winning side."""
    if not signal.take_profits:
        return _verdict(
            "Target side",
            True,
            "none",
            "any",
            "The call names no target.",
            "a target is on the losing side",
        )
    nearest = min(signal.take_profits, key=lambda target: target * signal.side.sign)
    return _on_side(
        "Target side", "nearest target", signal, context, nearest, losing=False
    )


def _on_side(
    rule: str,
    name: str,
    signal: TradingSignal,
    context: ScreeningContext,
    level: Decimal,
    *,
    losing: bool,
) -> Verdict:
    below = (signal.side is Side.LONG) == losing
    passed = level < signal.price if below else level > signal.price
    level_text, entry_text = (
        words.price(price, context.instrument) for price in (level, signal.price)
    )
    word = "below" if below else "above"
    return _verdict(
        rule,
        passed,
        level_text,
        f"{word} {entry_text}",
        f"The {name} {level_text} {'is' if passed else 'is not'} {word} the entry {entry_text}.",
        f"the {name} is {'not ' if passed else ''}{word} {entry_text}",
    )


def stop_before_liquidation(
    signal: TradingSignal, context: ScreeningContext
) -> Verdict:
    """The stop must come before liquidation, with a fifth of the way to spare."""
    leverage = used_leverage(signal, context.limits, context.instrument)
    room = ONE / leverage - context.instrument.maintenance_margin
    allowed = room * (ONE - context.limits.stop_before_liquidation)
    distance = (signal.price - signal.stop_loss) * signal.side.sign / signal.price
    passed = distance <= allowed
    nearest = signal.price * (ONE - allowed * signal.side.sign)
    way = "or above" if signal.side is Side.LONG else "or below"
    text = words.price(nearest, context.instrument)
    return _verdict(
        "Liquidation",
        passed,
        words.percent(distance),
        f"at most {words.percent(allowed)}",
        f"At {leverage}× the stop may be {words.percent(allowed)} away, it is {words.percent(distance)}.",
        f"the stop is beyond {text}" if passed else f"the stop is at {text} {way}",
        distance / allowed if allowed > ZERO else None,
    )


def used_leverage(
    signal: TradingSignal, limits: RiskLimits, instrument: Instrument
) -> int:
    """Return the call's leverage (1 when it names none) under the user's and the instrument's cap."""
    if instrument.market is MarketKind.SPOT:
        return 1
    return max(
        1, min(signal.leverage or 1, limits.max_leverage, instrument.max_leverage)
    )


def not_a_repeat(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """The same call twice within the window is one call."""
    window = words.span(context.limits.duplicate_window)
    sentence = (
        f"It repeats {context.repeats}."
        if context.repeats
        else f"Nobody called the same in the last {window}."
    )
    return _verdict(
        "Duplicate",
        context.repeats is None,
        "none" if context.repeats is None else "repeats",
        f"last {window}",
        sentence,
        "it were called twice" if context.repeats is None else f"{window} have passed",
    )


def symbol_is_free(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """A second call never touches an open position silently: not by the same trader, not the other way round."""
    opposite = [
        side for _, side in context.positions_on_symbol if side is not signal.side
    ]
    own = [
        trader
        for trader, side in context.positions_on_symbol
        if trader == signal.trader_id and side is signal.side
    ]
    if opposite:
        sentence = f"You hold {signal.symbol} {opposite[0].value}; an opposite call never changes an open position."
        return _verdict(
            "Open position",
            False,
            opposite[0].value,
            "none opposite",
            sentence,
            "that position is closed",
        )
    if own:
        sentence = f"You already follow {signal.trader_name} in {signal.symbol}; a second call does not add to it."
        return _verdict(
            "Open position",
            False,
            "same trader",
            "none",
            sentence,
            "that position is closed",
        )
    return _verdict(
        "Open position",
        True,
        "none",
        "none",
        f"Nothing is in the way on {signal.symbol}.",
        "one is opened",
    )


def room_for_a_position(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """Only so many positions at a time."""
    value, limit = context.open_positions, context.limits.max_positions
    return _verdict(
        "Open positions",
        value < limit,
        str(value),
        f"below {limit}",
        f"{value} positions are open, your limit is {limit}.",
        f"{limit} are open" if value < limit else f"fewer than {limit} are open",
        Decimal(value) / limit if limit else None,
    )


def leverage_is_allowed(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """The call's leverage is used up to the user's cap; more than that is cut, which is no reason to block."""
    used = used_leverage(signal, context.limits, context.instrument)
    cap = context.limits.max_leverage
    called = f"{signal.leverage}×" if signal.leverage else "none"
    sentence = f"The call says {called}, {used}× is used (your cap is {cap}×). Size does not change with leverage."
    return _verdict(
        "Leverage",
        True,
        f"{used}×",
        f"at most {cap}×",
        sentence,
        "never",
        Decimal(used) / cap,
    )


def loss_today_in_limit(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """After too large a loss today nothing new is opened."""
    loss = max(ZERO, context.day_start_equity - context.equity)
    limit = context.day_start_equity * context.limits.max_daily_loss
    return _money_limit("Loss today", "lost today", loss, limit)


def drawdown_in_limit(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """Too far below the highest equity nothing new is opened."""
    down = max(ZERO, context.peak - context.equity)
    return _money_limit(
        "Drawdown",
        "below the highest equity",
        down,
        context.peak * context.limits.max_drawdown,
    )


def _money_limit(rule: str, what: str, value: Decimal, limit: Decimal) -> Verdict:
    return _verdict(
        rule,
        value < limit,
        "none" if value == ZERO else words.money(value),
        f"below {words.money(limit)}",
        f"{words.money(value)} {what}, your limit is {words.money(limit)}.",
        f"it is {'at least' if value < limit else 'below'} {words.money(limit)}",
        value / limit if limit else None,
    )


def size_is_tradable(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """The size must be above the market's and the user's minimum."""
    sizing = context.sizing
    sentence = (
        f"The size is {words.money(sizing.notional)}."
        if sizing.refusal is None
        else f"Too small: {sizing.refusal}."
    )
    return _verdict(
        "Size",
        sizing.refusal is None,
        words.money(sizing.notional),
        f"at least {words.money(max(context.limits.min_trade, context.instrument.min_notional))}",
        sentence,
        "the size is below the minimum"
        if sizing.refusal is None
        else "the size is larger",
    )


def size_in_range(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """An optional range of sizes, off by default."""
    least, most, value = (
        context.limits.size_min,
        context.limits.size_max,
        context.sizing.notional,
    )
    passed = (least is None or value >= least) and (most is None or value <= most)
    low = words.money(least) if least is not None else "any"
    high = words.money(most) if most is not None else "any"
    limit = "any" if least is None and most is None else f"{low} to {high}"
    sentence = f"The size is {words.money(value)}, your range is {limit}."
    return _verdict(
        "Size range",
        passed,
        words.money(value),
        limit,
        sentence,
        f"it is {'out of' if passed else 'in'} {limit}",
    )


RULES: tuple[Rule, ...] = (
    entries_allowed,
    trader_is_on,
    confidence_is_enough,
    sources_agree,
    received_in_time,
    price_is_live,
    price_is_near,
    symbol_is_allowed,
    side_is_tradable,
    stop_on_losing_side,
    targets_on_winning_side,
    stop_before_liquidation,
    not_a_repeat,
    symbol_is_free,
    room_for_a_position,
    leverage_is_allowed,
    loss_today_in_limit,
    drawdown_in_limit,
    size_is_tradable,
    size_in_range,
)
