"""Exits: closing, closing a part, selling what is held, as an instruction or a report."""

from decimal import Decimal

from echotrade_desktop.engine.signals.parser import clauses
from echotrade_desktop.engine.signals.parser.events import (
    MAX_UNKNOWN,
    Event,
    ahead_of,
    behind_of,
    leads,
    owns_price,
    price_in,
    scope_of,
    share_in,
)
from echotrade_desktop.engine.signals.parser.labels import is_counted, is_unknown
from echotrade_desktop.engine.signals.parser.result import Action
from echotrade_desktop.engine.signals.parser.tokens import EMOJI, NUMBER, SYMBOL, WORD, Token

_POINTERS = frozenset({"the", "my", "our", "your", "a", "this", "that", "these", "those", "all"})
_HELD = ("position", "all", "rest", "partial", "fraction", "profit", "loss", "filler", "market")
_LONGEST_SLANG = 3  # "ur", "dis"
_AUTHORS = frozenset({"i", "we", "i've", "we've", "just", "have", "also", "team", "guys", "now"})


def close(line: list[Token], place: int) -> Event | None:
    """Close it, or a part of it: "close", "exit", "get out"."""
    token = line[place]
    if token.has("target", "stop") and owns_price(line, place):
        return None
    if closes_a_stranger(line, place) or _closes_at_a_level(line, place):
        return None
    if _is_no_order(line, place) or _is_of_a_candle(line, place):
        return None
    if not leads(line, place) or any("stopped" in other.marks for other in clauses.around(line, place)):
        return None
    start, end = clauses.clause(line, place)
    around = [*line[start:place], *line[place + 1 : end]]
    if clauses.unknown_words(around) and not _has_object(around):
        return None
    share = share_in(_without_gains(around))
    reach = ahead_of(line, place)
    if "partial" in token.marks or any("partial" in other.marks for other in reach[:3]) or (share and share < 100):
        return Event(Action.PARTIAL_CLOSE, False, place, line, percent=share, price=_price_at(line, place))
    scope = scope_of(line, place)
    return Event(Action.CLOSE, False, place, line, scope=scope, price=_price_at(line, place))


def closes_a_stranger(line: list[Token], place: int) -> bool:
    """Whether what is closed is no trade ("I closed my laptop", "closing thoughts")."""
    end = clauses.clause(line, place)[1]
    reach = line[place + 1 : min(end, place + 4)]
    following = [token for token in reach if token.folded not in _POINTERS]
    if not following:
        return False
    pointed = following[0] is not reach[0]
    if following[0].unit == "unit" or _is_count(following):
        return True  # "our bot closed 34 trades"
    named = following[0].has("ignore", "timeframe") and not following[0].has(*_HELD)
    if named or following[0].has("question", "noise"):
        return True  # "exit liquidity", "closing thoughts", "closing the week"
    return is_unknown(following[0]) and (pointed or is_talk(following[0]))


def _is_no_order(line: list[Token], place: int) -> bool:
    """Whether a word for closing is a label ("Close 1: 5.40", "get out: 0.54"), a state or a saying."""
    following = line[place + 1 : place + 3]
    if is_counted(line, place) or (len(following) == 2 and following[0].folded == ":" and following[1].kind == NUMBER):
        return True
    before = line[max(0, place - 2) : place]
    if len(before) == 2 and before[1].folded in {"are", "is"} and before[0].folded not in _AUTHORS:
        return True  # "BTC longs are closing"
    alone = bool(following) and following[0].folded == "," and place == 0
    talks = clauses.unknown_words(line) > 1 or any(token.kind == SYMBOL for token in line)
    return alone and talks  # "Close, but no cigar: BTC missed our bid"


def _is_of_a_candle(line: list[Token], place: int) -> bool:
    """Whether brackets name nothing but a timeframe to be closed: "SL 66000 (close 1D)"."""
    said = line[max(0, place - 1) : place + 4]
    bracketed = place > 0 and len(said) > 4 and (said[0].folded, said[4].folded) == ("(", ")")
    return bracketed and said[2].unit == "time" and said[3].has("timeframe")


def _is_count(tokens: list[Token]) -> bool:
    """Whether so many trades are spoken of: "12 positions"."""
    counted = tokens[0].kind == NUMBER and tokens[0].folded.isdigit() and not tokens[0].unit
    return counted and len(tokens) > 1 and tokens[1].kind == WORD and tokens[1].has("position", "unit")


def _closes_at_a_level(line: list[Token], place: int) -> bool:
    """Whether it is closed only beyond a price ("cut it under 0.68"): a stop or a plan, nothing to do now."""
    reach = ahead_of(line, place, 4)
    return any(
        token.has("trigger") and n + 1 < len(reach) and reach[n + 1].kind == NUMBER for n, token in enumerate(reach)
    )


def is_talk(token: Token) -> bool:
    """Whether an unknown word behind a verb is its object, in small letters: "cancel culture", "exit liquidity"."""
    return is_unknown(token) and token.text.isascii() and token.text.islower() and len(token.text) > _LONGEST_SLANG


def _has_object(tokens: list[Token]) -> bool:
    """Whether an instruction says what it is about: a coin, a position, a side, a part."""
    return any(
        token.kind == SYMBOL
        or token.unit == "%"
        or token.has("position", "long", "short", "buy", "sell", "all", "rest")
        for token in tokens
    )


def _without_gains(tokens: list[Token]) -> list[Token]:
    """Percentages that tell the result ("+12%", "12% profit") are no part to close."""
    kept = []
    for place, token in enumerate(tokens):
        if token.unit == "%" and place and tokens[place - 1].folded in {"+", "-"}:
            continue
        following = tokens[place + 2 : place + 4]
        if token.unit == "%" and any("profit" in other.marks or "loss" in other.marks for other in following):
            before = tokens[place - 1] if place else None
            if before is None or not before.has("book", "close", "partial"):
                continue
        kept.append(token)
    return kept


def _price_at(line: list[Token], place: int) -> Decimal | None:
    """The price an exit names, not its gain and not an index."""
    ahead = ahead_of(line, place)
    for number, token in enumerate(ahead):
        if token.kind != NUMBER or token.unit not in {"", "k", "myriad"}:
            continue
        before = ahead[number - 1] if number else line[place]
        beyond = ahead[number + 1] if number + 1 < len(ahead) else None
        signed = before.folded in {"+", "-"} and before.glued is False
        if signed or "target" in before.marks or (beyond is not None and beyond.folded == "/"):
            continue
        return price_in([token])
    return None


def book(line: list[Token], place: int) -> Event | None:
    """Take, book, secure a part of the profit."""
    ahead = ahead_of(line, place)
    near, clause = [line[place], *_before_levels(ahead)], _in_clause(line, place)
    share = share_in(_without_gains(near)) or share_in(_without_gains(clause))
    partly = any("partial" in token.marks for token in ahead)
    colon = place + 1 < len(line) and line[place + 1].folded in {":", "="}
    if colon or not leads(line, place) or (share is None and not partly):
        return None
    if share is None and _is_of_the_rest(ahead):
        return Event(Action.CLOSE, False, place, line, price=_price_at(line, place))
    if share is None and not any(token.has("profit", "partial", "position") for token in ahead):
        return None
    return Event(Action.PARTIAL_CLOSE, False, place, line, percent=share, price=_price_at(line, place))


def sold(line: list[Token], place: int) -> Event | None:
    """The author tells that a part was sold; what others sold is news."""
    start, _ = clauses.clause(line, place)
    if share_in(line[start:place]) is not None and any(token.kind == SYMBOL for token in line[start:place]):
        return _part_was_sold(line, start, place)
    by_author = all(token.kind != WORD or token.folded in _AUTHORS for token in line[start:place])
    event = sell(line, place) if by_author else None
    if event is not None:
        event.is_report = True
    return event


def _in_clause(line: list[Token], place: int) -> list[Token]:
    """The tokens before a verb at the end of its clause; none where they set a stop ("set SL at 3% and take TP")."""
    start, _ = clauses.clause(line, place)
    said = line[max(start, place - 5) : place]
    return [] if any("stop" in token.marks for token in said) else said


def _before_levels(ahead: list[Token]) -> list[Token]:
    """The tokens before a target that is said to lie at a percentage: "take TP at 4%" takes no part."""
    for place, token in enumerate(ahead[:-1]):
        if "target" in token.marks and ahead[place + 1].has("around"):
            return ahead[:place]
    return ahead


def _part_was_sold(line: list[Token], start: int, place: int) -> Event | None:
    """A part, its coin, and that it was sold: "Half of XMR sold at 167"."""
    said = line[start:place]
    if any(token.kind == WORD and not token.has("fraction", "filler", "around", "position") for token in said):
        return None
    return Event(Action.PARTIAL_CLOSE, True, place, line, percent=share_in(said), price=_price_at(line, place))


def _is_of_the_rest(ahead: list[Token]) -> bool:
    """Whether a verb speaks of what is left: "take the rest off"."""
    named = next((token for token in ahead if token.folded not in _POINTERS), None)
    return named is not None and "rest" in named.marks


def sell(line: list[Token], place: int) -> Event | None:
    """Sell what is held: a part of it, the rest, "your" coins. It never opens a short."""
    said = [token for token in ahead_of(line, place, 5) if token.kind != EMOJI]
    held = next((n for n, token in enumerate(said) if token.kind == SYMBOL or token.has("position")), None)
    if not leads(line, place):
        return None
    part = said[:held] if held is not None else _part_before(line, place)
    share = share_in(part)
    if share is not None and share < 100:
        return Event(Action.PARTIAL_CLOSE, False, place, line, percent=share, price=_price_at(line, place))
    if any(token.has("partial") or token.folded == "some" for token in part):
        return Event(Action.PARTIAL_CLOSE, False, place, line, price=_price_at(line, place))
    if share is not None or any(token.has("rest", "all", "yours") for token in part):
        return Event(Action.CLOSE, False, place, line, price=_price_at(line, place))
    return None


def _part_before(line: list[Token], place: int) -> list[Token]:
    """What a verb at the end of its clause sells: "ein Drittel von LINK verkaufen", "SOL'un yarısını satın"."""
    start, end = clauses.clause(line, place)
    said = line[start:place]
    ends = all(token.kind not in {WORD, NUMBER} or token.has("filler", "market") for token in line[place + 1 : end])
    return said if ends and any(token.kind == SYMBOL for token in said) else []


def partial(line: list[Token], place: int) -> Event | None:
    """Close a part: "trim", "scale out", "some off"."""
    near = [*behind_of(line, place, 5), *ahead_of(line, place, 5)]
    share = share_in(near)
    acts = any(token.has("close", "book", "profit", "position") for token in near)
    if not leads(line, place) or (share is None and not acts and len(line) > 3):
        return None
    noisy = any("noise" in token.marks for token in clauses.around(line, place))
    if line[place].folded == "off" and (share is None or noisy):
        return None
    return Event(Action.PARTIAL_CLOSE, False, place, line, percent=share, price=_price_at(line, place))


def closed(line: list[Token], place: int) -> Event | None:
    """It was closed, or a part of it."""
    near = clauses.around(line, place)
    if any("stopped" in token.marks for token in near) or clauses.unknown_words(near) > MAX_UNKNOWN + 1:
        return None
    if closes_a_stranger(line, place):
        return None
    start, end = clauses.clause(line, place)
    named = any(token.kind == SYMBOL or token.has("position", "long", "short", "stop") for token in near)
    if not named and len(line) > 4 and not (line[place].folded.startswith("exit") or line[place].parts):
        return None
    share = share_in(_without_gains(line[start:end]))
    if share is not None and share < 100:
        return Event(Action.PARTIAL_CLOSE, True, place, line, percent=share, price=_price_at(line, place))
    return Event(Action.CLOSE, True, place, line, price=_price_at(line, place), scope=scope_of(line, place))
