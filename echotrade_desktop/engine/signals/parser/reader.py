"""How a message is read, from raw text to one `Reading`."""

from dataclasses import replace
from decimal import Decimal

from echotrade_desktop.engine.domain.signal import Span
from echotrade_desktop.engine.signals.parser import draft as drafts
from echotrade_desktop.engine.signals.parser import guard, patterns, several, sides, updates, validate
from echotrade_desktop.engine.signals.parser.body import Loose, Scan
from echotrade_desktop.engine.signals.parser.classify import looks_like_call
from echotrade_desktop.engine.signals.parser.clauses import unknown_words
from echotrade_desktop.engine.signals.parser.confidence import weigh
from echotrade_desktop.engine.signals.parser.draft import Draft
from echotrade_desktop.engine.signals.parser.events import Event
from echotrade_desktop.engine.signals.parser.labels import ENTRY, STOP, TARGET
from echotrade_desktop.engine.signals.parser.message import (
    Message,
    best_symbol,
    names_stranger,
    prepare,
    symbol_of_call,
)
from echotrade_desktop.engine.signals.parser.numbers import make_item
from echotrade_desktop.engine.signals.parser.profile import ParserContext
from echotrade_desktop.engine.signals.parser.reports import are_management, as_update, ticked_targets, with_symbol
from echotrade_desktop.engine.signals.parser.result import Action, CallSignal, Entry, Noise, Reading, Reason, Rejected
from echotrade_desktop.engine.signals.parser.segments import scan
from echotrade_desktop.engine.signals.parser.sides import SideFound
from echotrade_desktop.engine.signals.parser.tokens import NUMBER, SYMBOL, WORD, Token
from echotrade_desktop.engine.signals.parser.validate import reject

_CLOSE = Decimal("2.5")  # of the threefold distance that levels may have
_TELLING = frozenset((
    *updates.MARKS, "long", "short", "buy", "sell", "long_near", "short_near", "buying", "selling", "entry", "filled",
    "leverage", "price", "side_label", "symbol_label",
))  # fmt: skip


def read(text: str, context: ParserContext) -> Reading:
    """Read one message by itself."""
    refused = guard.refuse(text)
    if refused is not None:
        return refused
    if context.profile.pattern:
        by_pattern = _by_pattern(text, context)
        if by_pattern is not None:
            return by_pattern
    return decide(prepare(text, context))


def _by_pattern(text: str, context: ParserContext) -> Reading | None:
    """Read with the channel's own pattern; None where it finds nothing or cannot be used."""
    try:
        found = patterns.apply(context.profile.pattern or "", text)
    except patterns.PatternRefused:
        return None
    if found is None:
        return None
    reading = decide(prepare(found[0], context))
    return replace(reading, spans=found[1]) if isinstance(reading, Entry) else reading


def decide(message: Message) -> Reading:
    """Decide what a prepared message is."""
    if message.is_wall:
        return Noise("too many words for a call")
    if _is_plain_talk(message):
        return Noise()
    return _several(message) or _decide_one(message)


def _is_plain_talk(message: Message) -> bool:
    """Whether nothing can come of a message: it has no number, and no word of a side, a level or an instruction."""
    return all(token.kind != NUMBER and token.marks.isdisjoint(_TELLING) for token in message.tokens)


def _several(message: Message) -> Entry | None:
    """Read a message of several complete calls; None unless every part is one."""
    parts = several.split(message.lines)
    if parts is None:
        return None
    told = any(
        token.has("noise") for token in message.tokens
    )  # "Results: …" with a stop behind each is a list of calls
    read_parts = []
    for lines in parts:
        tokens = [token for line in lines for token in line]
        reading = _decide_one(replace(message, tokens=tokens, lines=lines))
        if not isinstance(reading, Entry):
            return None
        if not all(call.stop_loss or (call.take_profits and not told) for call in reading.signals):
            return None
        read_parts.append(reading)
    return Entry(
        tuple(call for reading in read_parts for call in reading.signals),
        tuple(span for reading in read_parts for span in reading.spans),
        tuple(text for reading in read_parts for text in reading.unused_numbers),
        min(reading.confidence for reading in read_parts),
        tuple(note for reading in read_parts for note in reading.evidence),
        tuple(note for reading in read_parts for note in reading.warnings),
    )


def _decide_one(message: Message) -> Reading:
    side = sides.decide(sides.find_words(message.lines), message.lines)
    scanned = scan(message.lines)
    call = drafts.assemble(scanned, side.side, message.tokens)
    events = updates.find(message.lines)
    levelled = bool(call.entries or call.market) and call.has_levels
    complete = side.side is not None and (levelled or (len(call.labelled) >= 2 and bool(call.items)))
    if complete and (reported := ticked_targets(scanned)) is not None:
        return reported if isinstance(reported, Rejected) else with_symbol(message, reported)
    if complete:
        events = [event for event in events if not event.by_sign]  # "Take-profit 🎯" heads a list
    if events and len(call.labelled) > 1 and _is_mere_state(events):
        return Noise("an entry that was not reached")
    if events and not (complete and are_management(events)):
        if not updates.leading(events).is_report and _opens_like_a_call(message):
            return reject(Reason.MULTIPLE_SIGNALS)  # a call that says how it will be closed, or two things at once
        return as_update(message, scanned, events, complete)
    if updates.is_fill_report(message.lines) and not (complete and call.stops and call.targets):
        return Noise("fill report")
    return _as_call(message, side, call, scanned)


def _is_mere_state(events: list[Event]) -> bool:
    """Whether beside levels it is only told that nothing happened yet: "entry would be 141, SL 137. Not triggered"."""
    return all(event.is_report and event.action is Action.CANCEL for event in events)


def _opens_like_a_call(message: Message) -> bool:
    """Whether the message begins with a side, a coin and a price, in whatever order: "Long LINK at 14.20"."""
    opening = [token for token in message.lines[0] if token.kind in {WORD, NUMBER, SYMBOL} and not token.has("around")]
    head, price = opening[:2], opening[2:3]
    if len(opening) > 3 and any(token.folded == ":" for token in message.lines[0]):
        behind = message.lines[0].index(opening[2]) + 1 if price else 0
        if message.lines[0][behind].folded == ":":
            return False  # "ETH long from 3190: moving the stop" names the call it speaks of
    sided = any(sides.side_mark(token) for token in head) and any(token.kind == SYMBOL for token in head)
    return sided and bool(price) and price[0].kind == NUMBER and price[0].unit in {"", "k"}


def _as_call(message: Message, side: SideFound, call: Draft, scanned: Scan) -> Reading:
    symbol = symbol_of_call(message, side)
    if not looks_like_call(message, side, call, symbol):
        return Noise()
    if side.side is None:
        return Noise("no side is taken") if side.vetoed else reject(side.reason or Reason.MISSING_SIDE)
    if symbol is None:
        return reject(Reason.UNKNOWN_SYMBOL if names_stranger(message, side) else Reason.MISSING_SYMBOL)
    if isinstance(symbol, Reason):
        return reject(symbol)
    if message.listing.symbols is not None and symbol not in message.listing.symbols:
        return reject(Reason.UNKNOWN_SYMBOL)
    if call.problem is not None:
        return reject(call.problem)
    return _finish(message, side, call, scanned, symbol)


def _finish(message: Message, side: SideFound, call: Draft, scanned: Scan, symbol: str) -> Reading:
    price_of = message.context.market_price
    market_price = price_of(symbol) if price_of is not None else None
    reason = drafts.settle(call, market_price)
    if reason is not None:
        return reject(reason)
    if side.side is None:
        return reject(Reason.MISSING_SIDE)
    entries = drafts.levels(call.entries)
    kind = drafts.kind_of(call, entries, message.context.profile.dash)
    if kind == "range":
        entries.sort(key=lambda level: level.value)
    stops = drafts.levels(call.stops)
    signal = CallSignal(
        symbol,
        side.side,
        kind,
        tuple(entries),
        stops[0] if stops else None,
        tuple(drafts.levels(call.targets)),
        _leverage(scanned),
    )
    wrong = validate.fault(signal, market_price, call.reference)
    if wrong is not None:
        return reject(wrong)
    unclaimed = _unclaimed(call, signal, scanned.lost(message.tokens))
    if any(loose.shape != "prose" for loose in unclaimed) or (unclaimed and not call.has_levels):
        return reject(Reason.UNCLAIMED_NUMBER)
    if not entries and not call.market and not call.has_levels:
        return reject(Reason.MISSING_ENTRY)
    unused = tuple(loose.token.text for loose in unclaimed)
    confidence, evidence = weigh(signal, call, unused, market_price)
    return Entry((signal,), _spans(message, side, call, scanned), unused, confidence, evidence, tuple(call.warnings))


def _leverage(scanned: Scan) -> int | None:
    values = []
    for token in scanned.leverages:
        whole = token.folded.replace(",", ".").partition(".")[0]
        if whole.isdigit():
            values.append(int(whole))
    return min(values) if values else None


def _unclaimed(call: Draft, signal: CallSignal, lost: list[Token]) -> list[Loose]:
    """The numbers that nobody claimed and that could be prices of this call; `lost` ones only if they lie close."""
    known = [level.value for level in (*signal.entries, *signal.take_profits) if not level.is_percent]
    if signal.stop_loss is not None and not signal.stop_loss.is_percent:
        known.append(signal.stop_loss.value)
    low, high = (min(known) / 3, max(known) * 3) if known else (Decimal(0), Decimal("Infinity"))
    near = (low * _CLOSE, high / _CLOSE)
    return [
        *(loose for loose in call.loose if _may_be_price(loose, low, high)),
        *(Loose(token, "bare") for token in lost if known and _is_near(token, *near)),
    ]


def _may_be_price(loose: Loose, low: Decimal, high: Decimal) -> bool:
    return not make_item(loose.token).choices or _is_near(loose.token, low, high)


def _is_near(token: Token, low: Decimal, high: Decimal) -> bool:
    return any(low <= value <= high for choice in make_item(token).choices for value in choice.values)


def _spans(message: Message, side: SideFound, call: Draft, scanned: Scan) -> tuple[Span, ...]:
    plain = message.plain
    named = [token for token in message.tokens if token.kind == SYMBOL]
    spans = [Span(*plain.span(token.start, token.end), "symbol") for token in named[:1]]
    if side.word is not None:
        spans.append(Span(*plain.span(side.word.token.start, side.word.token.end), "side"))
    for role, items in ((ENTRY, call.entries), (STOP, call.stops), (TARGET, call.targets)):
        spans.extend(Span(*plain.span(item.tokens[0].start, item.tokens[-1].end), role) for item in items)
    spans.extend(Span(*plain.span(token.start, token.end), "leverage") for token in scanned.leverages)
    return tuple(sorted(spans, key=lambda span: (span.start, span.end)))


def named_symbol(text: str, context: ParserContext) -> str | None:
    """Return the one symbol a text names, or None."""
    best = best_symbol(prepare(text, context).tokens)
    return best if isinstance(best, str) and not isinstance(best, Reason) else None


def lone_stop(text: str, context: ParserContext) -> Decimal | None:
    """Return the price of a text that says nothing but a stop, or None."""
    message = prepare(text, context)
    call = drafts.assemble(scan(message.lines), None, message.tokens)
    plain = call.labelled == {STOP} and not call.loose and call.problem is None and not call.stops[0].is_percent
    quiet = unknown_words(message.tokens) == 0 and not any(token.folded == "?" for token in message.tokens)
    taken_back = any(token.has("not", "if", "hedge", "hit", "stopped") for token in message.tokens)
    if not plain or not quiet or taken_back or len(call.stops[0].choices) != 1:
        return None
    return call.stops[0].choices[0].values[0]


def alert_of(text: str, context: ParserContext) -> str | None:
    """Return "BTC/USDT long" for an alert that takes a side in one symbol, or None."""
    return alert_in(prepare(text, context))


def alert_in(message: Message) -> str | None:
    """The same for a message that is prepared."""
    side = sides.decide(sides.find_words(message.lines), message.lines)
    symbol = symbol_of_call(message, side)
    if side.side is None or symbol is None or isinstance(symbol, Reason):
        return None
    return f"{symbol} {side.side}"
