"""Reading by a channel's profile: what a message comes to, in words and as what the user can confirm."""

from decimal import Decimal

from echotrade_desktop.engine.domain.channel import (
    BreakoutMeaning,
    ChannelProfile,
    ExpectedCall,
    ExpectedLevel,
    ExpectedReading,
    ShownReading,
    WordMeaning,
)
from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.domain.signal import EntryKind
from echotrade_desktop.engine.signals.parser import ParserContext, parse
from echotrade_desktop.engine.signals.parser.message import prepare
from echotrade_desktop.engine.signals.parser.patterns import PatternRefused, apply, compile_pattern
from echotrade_desktop.engine.signals.parser.result import (
    Action,
    CallSignal,
    Entry,
    Level,
    Noise,
    Reading,
    Reason,
    Rejected,
    Update,
)
from echotrade_desktop.engine.signals.parser.tokens import NUMBER, Token

LONGEST_PHRASE = 40
MOST_WORDS = 100
_WORST_TEXTS = ("\n" * 4096, "a" * 4096, ("a" * 63 + "\n") * 64, "1 " * 2048)
_MEANINGS = frozenset(meaning.value for meaning in WordMeaning)
_UPWARD = frozenset({"above", "over", "higher", "breakout", "breaks"})
_DOWNWARD = frozenset({"below", "under", "beneath", "lower", "breakdown"})
_AWAITED = "It waits for a breakout; this channel's calls of that kind are not traded."
_ALSO = {
    Action.CLOSE: "close",
    Action.PARTIAL_CLOSE: "close a part",
    Action.MOVE_STOP: "move the stop",
    Action.BREAKEVEN: "stop to break-even",
    Action.CANCEL: "cancel",
    Action.TARGET_HIT: "a target reached",
    Action.STOPPED: "stopped out",
    Action.REENTRY: "enter again",
}
_ACTIONS = {
    Action.CLOSE: "close",
    Action.PARTIAL_CLOSE: "close a part of",
    Action.MOVE_STOP: "move the stop of",
    Action.BREAKEVEN: "stop to break-even on",
    Action.CANCEL: "cancel",
    Action.TARGET_HIT: "target reached on",
    Action.STOPPED: "stopped out of",
    Action.REENTRY: "enter again",
}


def read_message(text: str, reply_to: str | None, context: ParserContext) -> Reading:
    """Read a message as its channel's profile says. Pure; raises nothing for any text."""
    reading = parse(text, reply_to=reply_to, context=context)
    if context.profile.breakout is not BreakoutMeaning.WAIT or not isinstance(reading, Entry):
        return reading
    awaited = any(_awaits_breakout(text, call, context) for call in reading.signals)
    return Rejected(Reason.NOT_A_SIGNAL, _AWAITED, reading.spans) if awaited else reading


def _awaits_breakout(text: str, call: CallSignal, context: ParserContext) -> bool:
    """Whether a long stands "above" its entry, or a short "below" it."""
    entries = {level.written for level in call.entries}
    against = _DOWNWARD if call.side is Side.LONG else _UPWARD
    tokens = prepare(text, context).tokens
    return any(
        token.has("trigger") and _next_number(tokens, place) in entries and not against & set(token.folded.split())
        for place, token in enumerate(tokens)
    )


def _next_number(tokens: list[Token], place: int) -> str | None:
    return next((token.text for token in tokens[place + 1 : place + 4] if token.kind == NUMBER), None)


def fault_of(profile: ChannelProfile) -> str | None:
    """Return why a profile cannot be used, as a sentence, or None."""
    if len(profile.words) + len(profile.ignore_words) > MOST_WORDS:
        return f"A channel may have {MOST_WORDS} words of its own; this profile has more."
    for phrase, meaning in profile.words:
        if meaning not in _MEANINGS:
            return f"“{meaning}” is nothing that a word can mean."
        if not _is_phrase(phrase):
            return _not_a_phrase(phrase)
    for phrase in profile.ignore_words:
        if not _is_phrase(phrase):
            return _not_a_phrase(phrase)
    phrases = [phrase.casefold() for phrase, _ in profile.words] + [word.casefold() for word in profile.ignore_words]
    doubled = next((phrase for phrase in phrases if phrases.count(phrase) > 1), None)
    if doubled is not None:
        return f"“{doubled}” is given two meanings; a word can have one."
    if not (profile.default_quote.isascii() and profile.default_quote.isalnum() and profile.default_quote.isupper()):
        return "The quote currency is written in capitals, such as USDT."
    return _fault_of_pattern(profile.pattern)


def _is_phrase(phrase: str) -> bool:
    return (
        0 < len(phrase) <= LONGEST_PHRASE
        and any(c.isalpha() for c in phrase)
        and not any(c.isdigit() for c in phrase)
        and phrase.isprintable()
    )


def _not_a_phrase(phrase: str) -> str:
    return f"“{phrase[:LONGEST_PHRASE]}” cannot be a word: 1 to {LONGEST_PHRASE} letters and spaces, no digits."


def _fault_of_pattern(pattern: str | None) -> str | None:
    if pattern is None:
        return None
    try:
        compile_pattern(pattern)
    except PatternRefused as refusal:
        return str(refusal)
    return None


def try_pattern(pattern: str) -> None:
    """Let a pattern that passed `fault_of` run over the longest texts of the worst kinds."""
    for worst in _WORST_TEXTS:
        apply(pattern, worst)


def expected_of(reading: Reading) -> ExpectedReading:
    """Return what a reading comes to, without any words of the message."""
    match reading:
        case Entry():
            return ExpectedReading("entry", tuple(_call(signal) for signal in reading.signals))
        case Update():
            return ExpectedReading(
                "update",
                action=reading.action.value,
                symbol=reading.symbol,
                target=None if reading.target is None else str(reading.target),
                price=reading.price,
                percent=reading.percent,
                scope=reading.scope,
                also=tuple(action.value for action in reading.also),
            )
        case Rejected():
            return ExpectedReading("rejected", reason=reading.reason.value)
        case Noise():
            return ExpectedReading("noise")


def _call(signal: CallSignal) -> ExpectedCall:
    return ExpectedCall(
        signal.symbol,
        signal.side,
        EntryKind(signal.order),
        tuple(_level(level) for level in signal.entries),
        None if signal.stop_loss is None else _level(signal.stop_loss),
        tuple(_level(level) for level in signal.take_profits),
        signal.leverage,
    )


def _level(level: Level) -> ExpectedLevel:
    return ExpectedLevel(level.value, level.is_percent)


def shown(reading: Reading, least_confidence: Decimal) -> ShownReading:
    """Return a reading as the screen shows it."""
    expected = expected_of(reading)
    match reading:
        case Entry():
            return ShownReading(
                "entry",
                summary(expected),
                expected,
                side=reading.signals[0].side,
                spans=reading.spans,
                unused_numbers=reading.unused_numbers,
                confidence=reading.confidence,
                evidence=reading.evidence,
                asks=reading.confidence < least_confidence or bool(reading.unused_numbers),
            )
        case Update():
            return ShownReading("update", summary(expected), expected, spans=reading.spans)
        case Rejected():
            return ShownReading("rejected", summary(expected), expected, reading.sentence, spans=reading.spans)
        case Noise():
            told = "" if reading.reason == "chatter" else f"{reading.reason[:1].upper()}{reading.reason[1:]}."
            return ShownReading("noise", summary(expected), expected, told, spans=reading.spans)


def summary(expected: ExpectedReading) -> str:
    """Return what a message comes to in one line."""
    match expected.kind:
        case "entry":
            return "; ".join(_call_line(call) for call in expected.calls)
        case "update":
            return _update_line(expected)
        case "rejected":
            return "refused"
        case _:
            return "no call"


def _call_line(call: ExpectedCall) -> str:
    joint = " to " if call.order is EntryKind.RANGE else ", "
    entry = joint.join(_price(level) for level in call.entries) if call.entries else "at the market"
    parts = [f"{call.symbol} {call.side.value} {entry}"]
    parts.append(f"stop {_price(call.stop_loss)}" if call.stop_loss else "no stop")
    if call.take_profits:
        targets = ", ".join(_price(level) for level in call.take_profits)
        parts.append(f"target{'s' if len(call.take_profits) > 1 else ''} {targets}")
    if call.leverage:
        parts.append(f"{call.leverage}×")
    return " · ".join(parts)


def _price(level: ExpectedLevel) -> str:
    return f"{level.value:,f}" + ("\u2009%" if level.is_percent else "")


def _update_line(expected: ExpectedReading) -> str:
    action = _ACTIONS[Action(expected.action or "")]
    everything = "every call" if expected.scope else "the call it speaks of"
    parts = [f"{action} {expected.symbol or everything}"]
    if expected.target:
        parts.append("all targets" if expected.target == "all" else f"target {expected.target}")
    if expected.percent is not None:
        parts.append(f"{expected.percent:f}\u2009%")
    if expected.price is not None:
        parts.append(f"at {expected.price:,f}")
    parts += [f"also {_ALSO[Action(action)]}" for action in expected.also]
    return " · ".join(parts)
