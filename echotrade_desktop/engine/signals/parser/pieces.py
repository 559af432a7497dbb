"""Calls in pieces: an alert whose details come in the next message, and a call with its correction."""

from dataclasses import replace

from echotrade_desktop.engine.signals.parser import draft as drafts
from echotrade_desktop.engine.signals.parser import guard, reader, sides, validate
from echotrade_desktop.engine.signals.parser.body import MAX_INDEX, Scan, Segment
from echotrade_desktop.engine.signals.parser.clauses import unknown_words
from echotrade_desktop.engine.signals.parser.draft import Draft
from echotrade_desktop.engine.signals.parser.labels import ENTRY, TARGET
from echotrade_desktop.engine.signals.parser.message import Message, prepare
from echotrade_desktop.engine.signals.parser.profile import ParserContext
from echotrade_desktop.engine.signals.parser.result import CallSignal, Entry, Level
from echotrade_desktop.engine.signals.parser.segments import scan
from echotrade_desktop.engine.signals.parser.tokens import NUMBER, SYMBOL, Token

_MAX_UNKNOWN = 3  # words that no table knows, in a message of details
_PRICES = frozenset({"", "k", "myriad", "broken", "negative"})


def is_alert(text: str, context: ParserContext) -> bool:
    """Whether a text takes one side in one symbol and gives no price yet ("BTC LONG soon, details follow")."""
    if guard.refuse(text) is not None:
        return False
    message = prepare(text, context)
    asked = any(token.folded == "?" for token in message.tokens)
    return not asked and not _has_prices(message) and reader.alert_in(message) is not None


def are_details(text: str, context: ParserContext, with_entry: bool = False) -> bool:
    """Whether a text gives levels of a call under two labels and nothing else: no symbol, no side, no chatter.

    `with_entry`: one of them must be the entry, or a word for the market's price.
    """
    if guard.refuse(text) is not None:
        return False
    message = prepare(text, context)
    kinds = {token.kind for token in message.tokens}
    if NUMBER not in kinds or SYMBOL in kinds or sides.find_words(message.lines):
        return False
    draft = drafts.assemble(scan(message.lines), None, message.tokens)
    entered = draft.market or ENTRY in draft.labelled
    named = draft.labelled | ({ENTRY} if entered else set())
    return len(named) > 1 and (entered or not with_entry) and unknown_words(message.tokens) <= _MAX_UNKNOWN


def corrected(text: str, call: str, context: ParserContext) -> Entry | None:
    """Return a call with the levels that a correction names ("typo, TP2 is 69500"); None where it plainly names none.

    `call` is the text of the one call that is corrected. What the correction leaves contradictory is None too.
    """
    if guard.refuse(text) is not None or guard.refuse(call) is not None:
        return None
    message = prepare(text, context)
    if not _says_correction(message):
        return None
    first = reader.read(call, context)
    if not isinstance(first, Entry) or len(first.signals) != 1:
        return None
    scanned = scan(message.lines)
    draft = drafts.assemble(scanned, first.signals[0].side, message.tokens)
    if not _is_plain(message, draft) or drafts.settle(draft, None) is not None:
        return None
    signal = _replaced(first.signals[0], draft, scanned, message)
    if signal is None or signal == first.signals[0] or validate.fault(signal, None) is not None:
        return None
    return replace(first, signals=(signal,), spans=())


def _says_correction(message: Message) -> bool:
    return any(token.has("correction") for token in message.tokens)


def _has_prices(message: Message) -> bool:
    return any(token.kind == NUMBER and token.unit in _PRICES for token in message.tokens)


def _is_plain(message: Message, draft: Draft) -> bool:
    """Whether labelled prices are all there is: no other symbol or side, nothing denied, asked or left over."""
    strange = any(token.kind == SYMBOL or token.has("not", "if", "hedge", "question") for token in message.tokens)
    asked = any(token.folded == "?" for token in message.tokens)
    plain = not (strange or asked or draft.loose or draft.problem or draft.market)
    return plain and bool(draft.labelled) and not any(item.is_percent for item in draft.items)


def _replaced(call: CallSignal, draft: Draft, scanned: Scan, message: Message) -> CallSignal | None:
    """Return the call with the new levels in place of the old ones; None where it is unclear which they replace."""
    entries = tuple(drafts.levels(draft.entries)) if ENTRY in draft.labelled else call.entries
    if len(entries) != len(call.entries):
        return None
    stops = drafts.levels(draft.stops)
    targets = _targets(call, scanned, message) if TARGET in draft.labelled else call.take_profits
    if targets is None:
        return None
    return replace(call, entries=entries, stop_loss=stops[0] if stops else call.stop_loss, take_profits=targets)


def _targets(call: CallSignal, scanned: Scan, message: Message) -> tuple[Level, ...] | None:
    targets = list(call.take_profits)
    fresh: list[Level] = []
    for segment in scanned.of(TARGET):
        new = drafts.levels(segment.prices)
        index = _index(segment, message.tokens)
        if index is None:
            fresh.extend(new)
        elif len(new) == 1 and index <= len(targets):
            targets[index - 1] = new[0]
        else:
            return None
    if not fresh:
        return tuple(targets)
    return tuple(fresh) if len(fresh) == len(targets) and targets == list(call.take_profits) else None


def _index(segment: Segment, tokens: list[Token]) -> int | None:
    """The number of the target that a label names ("TP2"), None for "TP" and "targets"."""
    place = next(n for n, token in enumerate(tokens) if token is segment.label) + 1
    follows = tokens[place] if place < len(tokens) else None
    if follows is None or follows.kind != NUMBER or any(follows in item.tokens for item in segment.items):
        return None
    counts = follows.folded.isdigit() and 1 <= int(follows.folded) <= MAX_INDEX
    return int(follows.folded) if counts else None
