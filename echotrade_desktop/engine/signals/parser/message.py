"""A message cut into marked tokens, before anything is decided, and the symbol it names."""

from dataclasses import dataclass
from functools import lru_cache

from echotrade_desktop.engine.signals.parser import draft as drafts
from echotrade_desktop.engine.signals.parser import guard, sides, symbols
from echotrade_desktop.engine.signals.parser.labels import into_lines, mark_initials
from echotrade_desktop.engine.signals.parser.lexicon import Node, standard, with_words
from echotrade_desktop.engine.signals.parser.normalise import Plain, mask, read_plain
from echotrade_desktop.engine.signals.parser.numbers import mark_units
from echotrade_desktop.engine.signals.parser.profile import ChannelProfile, ParserContext
from echotrade_desktop.engine.signals.parser.result import Reason
from echotrade_desktop.engine.signals.parser.sides import SideFound
from echotrade_desktop.engine.signals.parser.symbols import Listing, make_listing
from echotrade_desktop.engine.signals.parser.tables import unfold
from echotrade_desktop.engine.signals.parser.tokens import (
    NUMBER,
    SYMBOL,
    WORD,
    Token,
    mark_phrases,
    mark_suffixes,
    tokenise,
)

_LABELS = frozenset((
    "long", "short", "buy", "sell", "entry", "stop", "target", "move", "close", "closed", "hit", "cancel", "cancelled",
    "book", "partial", "breakeven", "breakeven_strict", "stopped", "not", "if",
))  # fmt: skip
_KEPT = 64  # texts: as many as are taken together, and the last of as many senders


@dataclass(slots=True, eq=False)
class Message:
    """A message cut into marked tokens, before anything is decided."""

    plain: Plain
    tokens: list[Token]
    lines: list[list[Token]]
    listing: Listing
    context: ParserContext
    is_wall: bool = False  # more words, numbers or labels than any call has: it has no tokens


def prepare(text: str, context: ParserContext) -> Message:
    """Return the marked tokens of a text that passed the guard.

    They are the same objects for whoever asks about the same text again, and nobody changes them: a message is also
    asked whether it gives the details of the one before it, and the one before it once more whether it lacks them.
    """
    kept = _prepared(text, context.known_symbols, context.profile)
    return Message(kept.plain, kept.tokens, kept.lines, kept.listing, context, kept.is_wall)


def forget_prepared() -> None:
    """Let go of what was prepared, as when the cost of reading is measured."""
    _prepared.cache_clear()


@lru_cache(maxsize=_KEPT)
def _prepared(text: str, known_symbols: frozenset[str] | None, profile: ChannelProfile) -> Message:
    context = ParserContext(known_symbols, None, profile)
    masked = mask(text)
    if guard.is_wall(masked):
        return _wall(context)
    plain = read_plain(masked)
    root = _root(context)
    listing = make_listing(context.known_symbols, context.profile.default_quote)
    pieces = tokenise(plain, most=guard.MAX_TOKENS)
    if len(pieces) > guard.MAX_TOKENS:
        return _wall(context)
    tokens = mark_phrases(symbols.mark_symbols(pieces, listing, root), root)
    if _is_crowded(tokens):
        return _wall(context)
    symbols.mark_names(tokens, listing)
    symbols.mark_word_tickers(tokens, listing)
    mark_initials(tokens)
    if "'" in plain.folded:
        mark_suffixes(tokens)
    mark_units(tokens)
    drafts.mark_negatives(tokens)
    lines = unfold(into_lines(tokens))
    return Message(plain, [token for line in lines for token in line], lines, listing, context)


def _wall(context: ParserContext) -> Message:
    listing = make_listing(context.known_symbols, context.profile.default_quote)
    return Message(Plain("", "", (), ()), [], [], listing, context, is_wall=True)


def _is_crowded(tokens: list[Token]) -> bool:
    """Whether a message has more numbers or labels than any call: it is not read, whatever it says."""
    if sum(token.kind == NUMBER for token in tokens) > guard.MAX_NUMBERS:
        return True
    return sum(not token.marks.isdisjoint(_LABELS) for token in tokens if token.marks) > guard.MAX_LABELS


def _root(context: ParserContext) -> Node:
    profile = context.profile
    if not profile.words and not profile.ignore_words:
        return standard()
    return with_words((*profile.words, *((word, "ignored") for word in profile.ignore_words)))


def best_symbol(tokens: list[Token]) -> str | Reason | None:
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


def symbol_of_call(message: Message, side: SideFound) -> str | Reason | None:
    """The one symbol of a call; of several, the one that stands with the side."""
    best = best_symbol(message.tokens)
    if best is not Reason.AMBIGUOUS_SYMBOL or side.word is None:
        return best
    line = next(line for line in message.lines if side.word.token in line)
    others = [other for other in message.lines if other is not line]
    bound = best_symbol([token for token in line if token.kind == SYMBOL])
    elsewhere = any(sides.side_mark(token) for other in others for token in other if _names_symbol(other))
    return bound if isinstance(bound, str) and not elsewhere else best


def _names_symbol(line: list[Token]) -> bool:
    return any(token.kind == SYMBOL for token in line)


def names_stranger(message: Message, side: SideFound) -> bool:
    """Whether an unknown word in capitals stands right beside the side, where a ticker would: "SOMECOIN LONG 1.20"."""
    if side.word is None:
        return False
    line = next(line for line in message.lines if side.word.token in line)
    words = [token for token in line if token.kind in {WORD, NUMBER}]
    place = words.index(side.word.token)
    beside = [words[n] for n in (place - 1, place + 1) if 0 <= n < len(words)]
    return any(token.kind == WORD and not token.marks and _is_shouted(token.text) for token in beside)


def _is_shouted(text: str) -> bool:
    return text.isascii() and text.isupper() and len(text) > 1
