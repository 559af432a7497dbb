"""Is it a call at all? The words around the numbers tell a call from news, results and opinions."""

from echotrade_desktop.engine.signals.parser import clauses
from echotrade_desktop.engine.signals.parser.draft import Draft
from echotrade_desktop.engine.signals.parser.message import Message
from echotrade_desktop.engine.signals.parser.result import Reason
from echotrade_desktop.engine.signals.parser.sides import SideFound
from echotrade_desktop.engine.signals.parser.tokens import EMOJI, NUMBER, SYMBOL, WORD, Token

_ASKS_OR_TICKS = frozenset("❓❔⁉✅☑✔")
_MOST_SMALL = 2  # words such as "please" and "guys" in an order that gives no stop
_SIDES = ("long", "short", "buy", "sell", "buying", "selling")
_OF_ORDERS = (
    *_SIDES, "market", "entry", "leverage", "margin_mode", "exchange", "around", "symbol_label", "side_label", "price",
    "position", "place", "timeframe", "range", "and", "filler", "entry_colon", "unit", "trigger", "name",
)  # fmt: skip


def looks_like_call(message: Message, side: SideFound, call: Draft, symbol: str | Reason | None) -> bool:
    """Tell a call from chatter that happens to hold a side word or a price."""
    levels = bool(call.stops or call.targets)
    if any("no_call" in token.marks for token in message.tokens) or _is_of_the_past(message, side):
        return False
    if _is_somebody_elses(message, side):
        return False
    if side.side is None:
        structured = len(call.labelled) >= 2 and (symbol is not None)
        return structured or (side.reason is Reason.AMBIGUOUS_SIDE and bool(call.items or call.market))
    if levels and not (call.entries or call.market) and _is_summary(message):
        return False
    if len(call.labelled) >= 2 or (levels and call.entries):
        return not _is_chatter(message, strict=False) and not _is_result(message, call)
    if levels:
        return not _is_chatter(message, strict=False) and symbol is not None and not _is_result(message, call)
    if not (call.entries or call.market):
        return symbol is not None and _is_unread_form(call) and not any(t.folded == "?" for t in message.tokens)
    if _fields(message) >= 3:
        return symbol is not None and not _is_chatter(message, strict=False)
    if symbol is None or _is_chatter(message, strict=True):
        return False
    return _is_order(message, side) or _is_unread_form(call)  # numbers that nobody claims: refused, not passed over


def _is_result(message: Message, call: Draft) -> bool:
    """Whether an arrow tells where the price went: "LINK long 13.2 → 14.9 ✅", "BTC LONG 64200 → 66100 +3%"."""
    tokens = message.tokens
    gained = any(token.unit == "%" and n and tokens[n - 1].folded == "+" for n, token in enumerate(tokens))
    if gained and any("noise" in token.marks for token in tokens):
        return True
    if call.stops or any(token.has("target", "stop") for token in tokens):
        return False
    return gained or any(token.folded in _ASKS_OR_TICKS or "noise" in token.marks for token in tokens)


def _is_summary(message: Message) -> bool:
    """Whether results are counted where no entry is named: "41 trades, 29 TP, 12 SL, biggest win SOL long +34%"."""
    tokens = message.tokens
    gained = any(token.unit == "%" and n and tokens[n - 1].folded == "+" for n, token in enumerate(tokens))
    return gained or any(token.unit == "unit" or token.has("noise") for token in tokens)


def _is_order(message: Message, side: SideFound) -> bool:
    """Whether a side without stop and target is an order and not news, a result, or the state of somebody.

    No level vouches for it ("Everyone is long BTC at 67k"): every word has to be one of an order's.
    """
    if _tells_a_state(message, side):
        return False
    if any(token.kind == EMOJI and token.folded in _ASKS_OR_TICKS for token in message.tokens):
        return False
    words = [token for token in message.tokens if token.kind == WORD and (token.marks or len(token.folded) > 1)]
    small = sum("filler" in token.marks and not token.has("market", "around", "position", "place") for token in words)
    return small <= _MOST_SMALL and all(token.has(*_OF_ORDERS) and not _speaks_of_a_holding(token) for token in words)


def _is_of_the_past(message: Message, side: SideFound) -> bool:
    """Whether the line that takes the side, or a heading above it, tells what was: "yesterday's BTC long"."""
    line = _line_of(message, side)
    if any(token.has("past", "told") for token in line):
        return True
    above = [other for other in message.lines if other[0].line < line[0].line] if line else []
    return any(other[-1].folded == ":" and any(token.has("past", "told") for token in other) for other in above)


def _is_somebody_elses(message: Message, side: SideFound) -> bool:
    """Whether the line that takes the side begins with whose trade it is: "@mike your ETH long 3200 looks nice"."""
    line = _line_of(message, side)
    if side.word is None or len(line) < 2:
        return False
    if clauses.is_anothers(line, line.index(side.word.token)):
        return True
    if not line[0].has("theirs"):
        return False
    return line[1].kind == SYMBOL or line[1] is side.word.token


def _tells_a_state(message: Message, side: SideFound) -> bool:
    """Whether somebody's state stands before the side in its line: "everyone is long BTC"."""
    line = _line_of(message, side)
    return side.word is not None and any("state" in token.marks for token in line[: line.index(side.word.token)])


def _line_of(message: Message, side: SideFound) -> list[Token]:
    """Return the line that takes the side, no line without one."""
    if side.word is None:
        return []
    return next(line for line in message.lines if side.word.token in line)


def _speaks_of_a_holding(token: Token) -> bool:
    """Whether a word is about what is held, or about what was: it has no place in an order to open."""
    return token.has("yours", "rest", "fraction", "partial", "ignore") and not token.has(*_SIDES)


def _is_unread_form(call: Draft) -> bool:
    """Whether the numbers stand behind labels in a language that is not known: a call, but not one to read."""
    return sum(loose.shape in {"bare", "label"} for loose in call.loose) > 1


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
        small = sum("filler" in token.marks for token in message.tokens)
        return unknown > 1 or small > 6 or bool(noisy) or hedged or asked or bool(gains) or reported
    return len(noisy) > 3 and not any(token.kind == NUMBER and token.unit == "" for token in message.tokens)
