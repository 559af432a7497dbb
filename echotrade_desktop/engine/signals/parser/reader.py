"""How a message is read, from raw text to one `Reading`."""

from dataclasses import dataclass, replace
from decimal import Decimal

from echotrade_desktop.engine.domain.signal import Span
from echotrade_desktop.engine.signals.parser import clauses, guard, sides, symbols, updates, validate
from echotrade_desktop.engine.signals.parser import draft as drafts
from echotrade_desktop.engine.signals.parser.body import Scan
from echotrade_desktop.engine.signals.parser.confidence import weigh
from echotrade_desktop.engine.signals.parser.draft import Draft
from echotrade_desktop.engine.signals.parser.labels import ENTRY, PRICE, STOP, TARGET, into_lines, is_enumerated
from echotrade_desktop.engine.signals.parser.lexicon import Node, build, standard
from echotrade_desktop.engine.signals.parser.normalise import Plain, make_plain
from echotrade_desktop.engine.signals.parser.numbers import mark_units
from echotrade_desktop.engine.signals.parser.profile import ParserContext
from echotrade_desktop.engine.signals.parser.result import (
    Action,
    CallSignal,
    Entry,
    Noise,
    Reading,
    Reason,
    Rejected,
    Update,
)
from echotrade_desktop.engine.signals.parser.segments import scan
from echotrade_desktop.engine.signals.parser.sides import SideFound
from echotrade_desktop.engine.signals.parser.symbols import Listing, make_listing
from echotrade_desktop.engine.signals.parser.tables import unfold
from echotrade_desktop.engine.signals.parser.tokens import NUMBER, SYMBOL, WORD, Token, mark_phrases, tokenise


@dataclass(slots=True, eq=False)
class Message:
    """A message cut into marked tokens, before anything is decided."""

    plain: Plain
    tokens: list[Token]
    lines: list[list[Token]]
    listing: Listing
    context: ParserContext


def prepare(text: str, context: ParserContext) -> Message:
    """Return the marked tokens of a text that passed the guard."""
    plain = make_plain(text)
    root = _root(context)
    listing = make_listing(context.known_symbols, context.profile.default_quote)
    tokens = mark_phrases(symbols.mark_symbols(tokenise(plain), listing, root), root)
    symbols.mark_names(tokens, listing)
    symbols.mark_word_tickers(tokens, listing)
    mark_units(tokens)
    drafts.mark_negatives(tokens)
    return Message(plain, tokens, unfold(into_lines(tokens)), listing, context)


def _root(context: ParserContext) -> Node:
    profile = context.profile
    if not profile.words and not profile.ignore_words:
        return standard()
    return build([*profile.words, *((word, "ignore") for word in profile.ignore_words)])


def read(text: str, context: ParserContext) -> Reading:
    """Read one message by itself."""
    refused = guard.refuse(text)
    if refused is not None:
        return refused
    return decide(prepare(text, context))


def decide(message: Message) -> Reading:
    """Decide what a prepared message is."""
    side = sides.decide(sides.find_words(message.lines), message.lines)
    scanned = scan(message.lines)
    call = drafts.assemble(scanned, side.side, message.tokens)
    events = updates.find(message.lines)
    levelled = bool(call.entries or call.market) and call.has_levels
    complete = side.side is not None and (levelled or (len(call.labelled) >= 2 and bool(call.items)))
    if complete and (reported := _ticked_targets(scanned)) is not None:
        return reported if isinstance(reported, Rejected) else _with_symbol(message, reported)
    if events and not (complete and _are_management(events)):
        return _as_update(message, scanned, events, complete)
    if updates.is_fill_report(message.lines) and not (complete and call.stops and call.targets):
        return Noise("fill report")
    return _as_call(message, side, call, scanned)


def _ticked_targets(scanned: Scan) -> Update | Rejected | None:
    """Tell a call repeated with its reached targets ticked from one whose levels are merely decorated."""
    targets, hit, count = scanned.of(TARGET), [], 0
    for segment in targets:
        hit.extend(count + place for place in segment.ticked)
        count += len(segment.items)
    if not hit:
        return None
    if len(hit) < count:
        return Update(Action.TARGET_HIT, target=max(hit), is_report=True)
    stops = scanned.of(STOP)
    decorated = any(segment.ticked or segment.crossed for segment in stops)
    return None if decorated else _reject(Reason.NOT_A_SIGNAL)


def _with_symbol(message: Message, update: Update) -> Update:
    symbol = _best_symbol(message.tokens)
    return replace(update, symbol=None if isinstance(symbol, Reason) else symbol)


def _are_management(events: list[updates.Event]) -> bool:
    grave = {Action.CLOSE, Action.CANCEL}
    return all(
        not event.is_report and not event.moves and (event.action not in grave or is_enumerated(event.line))
        for event in events
    )


def _reject(reason: Reason) -> Rejected:
    return Rejected(reason, validate.SENTENCES[reason])


def _as_update(message: Message, scanned: Scan, events: list[updates.Event], complete: bool) -> Reading:
    event = updates.leading(events)
    if complete and not event.is_report and (event.action in {Action.CLOSE, Action.CANCEL} or _is_whole(scanned)):
        return _reject(Reason.MULTIPLE_SIGNALS)
    symbol = _best_symbol(message.tokens)
    if isinstance(symbol, Reason):
        symbol = None
    also = tuple(dict.fromkeys(other.action for other in events if other.action is not event.action))
    return Update(
        event.action,
        None if event.scope else symbol,
        target=_highest(events),
        price=_price_of(event, events, scanned),
        percent=event.percent or next((e.percent for e in events if e.percent), None),
        scope=event.scope,
        also=also,
        is_report=event.is_report,
        spans=_event_spans(message, event),
    )


def _is_whole(scanned: Scan) -> bool:
    """Whether entry, stop and targets all stand there: a new call beside the instruction."""
    return all(any(segment.prices for segment in scanned.of(role)) for role in (ENTRY, STOP, TARGET))


def _highest(events: list[updates.Event]) -> int | str | None:
    found = [event.target for event in events if event.target is not None]
    if "all" in found:
        return "all"
    return max((value for value in found if isinstance(value, int)), default=None)


def _price_of(event: updates.Event, events: list[updates.Event], scanned: Scan) -> Decimal | None:
    if event.price is not None:
        return event.price
    moved = next((other.price for other in events if other.action is Action.MOVE_STOP and other.price), None)
    if moved is not None:
        return moved
    roles = {Action.MOVE_STOP: (STOP,), Action.CLOSE: (PRICE, "symbol", "at")}.get(event.action, ())
    prices = {c.values[0] for segment in scanned.of(*roles) for item in segment.prices for c in item.choices[:1]}
    return prices.pop() if len(prices) == 1 else None


def _event_spans(message: Message, event: updates.Event) -> tuple[Span, ...]:
    token = event.line[event.place]
    return (Span(*message.plain.span(token.start, token.end), "action"),)


def _best_symbol(tokens: list[Token]) -> str | Reason | None:
    """The one symbol of the highest rank, None, or why it cannot be told."""
    found = [token for token in tokens if token.kind == SYMBOL]
    named = [token for token in found if token.value]
    if not named:
        return Reason.UNKNOWN_SYMBOL if found else None
    top = max(symbols.RANK[token.unit] for token in named)
    best = [token for token in named if symbols.RANK[token.unit] == top]
    if len({token.value for token in best}) > 1:
        bracketed = _in_brackets(tokens)
        best = [token for token in best if id(token) not in bracketed] or best
    return best[0].value if len({token.value for token in best}) == 1 else Reason.AMBIGUOUS_SYMBOL


def _in_brackets(tokens: list[Token]) -> set[int]:
    """The tokens inside round brackets, by identity: an aside ("(BTC 67,300 right now)")."""
    inside: set[int] = set()
    depth, line = 0, -1
    for token in tokens:
        if token.line != line:
            depth, line = 0, token.line
        if token.folded == "(":
            depth += 1
        elif token.folded == ")":
            depth = max(0, depth - 1)
        elif depth:
            inside.add(id(token))
    return inside


def _as_call(message: Message, side: SideFound, call: Draft, scanned: Scan) -> Reading:
    symbol = _symbol_of_call(message, side)
    if not _looks_like_call(message, side, call, symbol):
        return Noise()
    if side.side is None:
        return Noise("no side is taken") if side.vetoed else _reject(side.reason or Reason.MISSING_SIDE)
    if symbol is None:
        return _reject(Reason.MISSING_SYMBOL)
    if isinstance(symbol, Reason):
        return _reject(symbol)
    if message.listing.symbols is not None and symbol not in message.listing.symbols:
        return _reject(Reason.UNKNOWN_SYMBOL)
    if call.problem is not None:
        return _reject(call.problem)
    return _finish(message, side, call, scanned, symbol)


def _finish(message: Message, side: SideFound, call: Draft, scanned: Scan, symbol: str) -> Reading:
    price_of = message.context.market_price
    market_price = price_of(symbol) if price_of is not None else None
    reason = drafts.settle(call, market_price)
    if reason is not None:
        return _reject(reason)
    assert side.side is not None
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
        return _reject(wrong)
    if not entries and not call.market and not call.has_levels:
        return _reject(Reason.MISSING_ENTRY)
    unclaimed = _unclaimed(call, signal)
    if any(loose.shape != "prose" for loose in unclaimed):
        return _reject(Reason.UNCLAIMED_NUMBER)
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


def _unclaimed(call: Draft, signal: CallSignal) -> list[drafts.Loose]:
    """The numbers that nobody claimed and that could be prices of this call."""
    known = [level.value for level in (*signal.entries, *signal.take_profits) if not level.is_percent]
    if signal.stop_loss is not None and not signal.stop_loss.is_percent:
        known.append(signal.stop_loss.value)
    found = []
    for loose in call.loose:
        values = [choice.values for choice in drafts.numbers.make_item(loose.token).choices]
        near = not known or any(
            value * 3 >= min(known) and value <= 3 * max(known) for group in values for value in group
        )
        if not values or near:
            found.append(loose)
    return found


def _spans(message: Message, side: SideFound, call: Draft, scanned: Scan) -> tuple[Span, ...]:
    plain = message.plain
    spans = [Span(*plain.span(token.start, token.end), "symbol") for token in message.tokens if token.kind == SYMBOL][
        :1
    ]
    if side.word is not None:
        spans.append(Span(*plain.span(side.word.token.start, side.word.token.end), "side"))
    for role, items in ((ENTRY, call.entries), (STOP, call.stops), (TARGET, call.targets)):
        for item in items:
            spans.append(Span(*plain.span(item.tokens[0].start, item.tokens[-1].end), role))
    spans.extend(Span(*plain.span(token.start, token.end), "leverage") for token in scanned.leverages)
    return tuple(sorted(spans, key=lambda span: (span.start, span.end)))


def _symbol_of_call(message: Message, side: SideFound) -> str | Reason | None:
    best = _best_symbol(message.tokens)
    if best is not Reason.AMBIGUOUS_SYMBOL or side.word is None:
        return best
    line = next(line for line in message.lines if side.word.token in line)
    others = [other for other in message.lines if other is not line]
    bound = _best_symbol([token for token in line if token.kind == SYMBOL])
    elsewhere = any(sides.side_mark(token) for other in others for token in other if _names_symbol(other))
    return bound if isinstance(bound, str) and not elsewhere else best


def _names_symbol(line: list[Token]) -> bool:
    return any(token.kind == SYMBOL for token in line)


def _looks_like_call(message: Message, side: SideFound, call: Draft, symbol: str | Reason | None) -> bool:
    """Tell a call from chatter that happens to hold a side word or a price."""
    levels = bool(call.stops or call.targets)
    if side.side is None:
        structured = len(call.labelled) >= 2 and (symbol is not None)
        return structured or (side.reason is Reason.AMBIGUOUS_SIDE and bool(call.items or call.market))
    if len(call.labelled) >= 2 or (levels and call.entries):
        return not _is_chatter(message, strict=False)
    if levels:
        return not _is_chatter(message, strict=False) and symbol is not None
    if not (call.entries or call.market):
        return False
    return symbol is not None and not _is_chatter(message, strict=_fields(message) < 3)


def _fields(message: Message) -> int:
    """Count the known labels with a colon behind them: a form that was filled in, not prose."""
    named = ("side_label", "symbol_label", "entry", "price", "stop", "target", "leverage")
    tokens = message.tokens
    return sum(token.has(*named) and tokens[n + 1].folded in {":", "="} for n, token in enumerate(tokens[:-1]))


def _is_chatter(message: Message, strict: bool) -> bool:
    """Whether the words around the numbers speak of news, results and opinions rather than a call."""
    unknown = clauses.unknown_words(message.tokens)
    noisy = [
        token
        for token in message.tokens
        if token.kind == WORD and token.has("noise") and not token.has("filler", "phrase")
    ]
    gains = [
        n for n, token in enumerate(message.tokens) if token.unit == "%" and n and message.tokens[n - 1].folded in "+-"
    ]
    if strict:
        hedged = any(
            token.has("hedge", "if", "question", "not") and not token.has("phrase", "filler")
            for token in message.tokens
        )
        asked = any(token.folded == "?" for token in message.tokens)
        reported = any(
            token.has("profit", "loss", "position_report") and not token.has("filler") for token in message.tokens
        )
        return unknown > 3 or bool(noisy) or hedged or asked or bool(gains) or reported
    return len(noisy) > 3 and not any(token.kind == NUMBER and token.unit == "" for token in message.tokens)


def named_symbol(text: str, context: ParserContext) -> str | None:
    """Return the one symbol a text names, or None."""
    best = _best_symbol(prepare(text, context).tokens)
    return best if isinstance(best, str) and not isinstance(best, Reason) else None


def has_labelled_levels(text: str, context: ParserContext) -> bool:
    """Whether a text gives levels under labels (the details of a call)."""
    message = prepare(text, context)
    return bool(drafts.assemble(scan(message.lines), None, message.tokens).labelled)


def alert_of(text: str, context: ParserContext) -> str | None:
    """Return "BTC/USDT long" for an alert that takes a side in one symbol, or None."""
    message = prepare(text, context)
    side = sides.decide(sides.find_words(message.lines), message.lines)
    symbol = _symbol_of_call(message, side)
    if side.side is None or symbol is None or isinstance(symbol, Reason):
        return None
    return f"{symbol} {side.side}"
