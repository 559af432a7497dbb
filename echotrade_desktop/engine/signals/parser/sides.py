"""Which side a call takes. It must be a word; it is never inferred from levels, emoji or arrows."""

from dataclasses import dataclass
from itertools import pairwise

from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.signals.parser import clauses
from echotrade_desktop.engine.signals.parser.result import Reason
from echotrade_desktop.engine.signals.parser.tokens import EMOJI, NUMBER, PUNCT, SYMBOL, WORD, Token

LABELLED, HEAD, PROSE = 3, 2, 1
_DIRECTION = {"long": Side.LONG, "buy": Side.LONG, "short": Side.SHORT, "sell": Side.SHORT}


@dataclass(frozen=True, slots=True, eq=False)
class SideWord:
    """A word that names a side, how plainly it stands there, and whether its clause takes it back."""

    token: Token
    direction: Side
    strong: bool  # long/short, not buy/sell
    weight: int
    vetoed: bool
    owns_number: bool


@dataclass(frozen=True, slots=True)
class SideFound:
    """The side, or why there is none; `vetoed`: side words stand there, but denied, asked or conditional."""

    side: Side | None
    word: SideWord | None = None
    reason: Reason | None = None
    vetoed: bool = False


def side_mark(token: Token) -> str:
    """Return "long", "short", "buy" or "sell" for a side word, else ""."""
    if token.kind != WORD or "phrase" in token.marks:
        return ""
    for mark in ("long", "short", "buy", "sell"):
        if mark in token.marks:
            return mark
    return ""


def find_words(lines: list[list[Token]]) -> list[SideWord]:
    """Return every side word of the message."""
    words = []
    for line in lines:
        for place, token in enumerate(line):
            if not token.marks:
                continue
            mark = side_mark(token) or _near_mark(line, place) or _gerund(line, place)
            if mark:
                words.append(_weigh(line, place, mark))
    return words


def _near_mark(line: list[Token], place: int) -> str:
    """Short words that mean a side only beside a symbol or behind a side label (Turkish "al", "sat")."""
    token = line[place]
    if not token.has("long_near", "short_near"):
        return ""
    near = [
        other for other in line[max(0, place - 3) : place + 3] if other.kind in {SYMBOL, WORD} and other is not token
    ]
    alone = all(other.kind in {EMOJI, PUNCT} for other in clauses.around(line, place) if other is not token)
    if not alone and not any(other.kind == SYMBOL or other.has("side_label") for other in near):
        return ""
    return "buy" if "long_near" in token.marks else "sell"


def _gerund(line: list[Token], place: int) -> str:
    """Read "Buying:" as a label; in prose it says what others do."""
    token = line[place]
    if not token.has("buying", "selling") or "phrase" in token.marks:
        return ""
    leads = all(clauses.is_decoration(other) for other in line[max(0, place - clauses.WINDOW) : place])
    return ("buy" if "buying" in token.marks else "sell") if leads else ""


def _weigh(line: list[Token], place: int, mark: str) -> SideWord:
    token = line[place]
    start = clauses.clause(line, place)[0]
    labelled = any(other.has("side_label") for other in line[max(start, place - 4) : place])
    unknown = clauses.unknown_words(clauses.around(line, place))
    weight = LABELLED if labelled else HEAD if unknown <= 3 else PROSE
    vetoed = clauses.is_asked(line, place) or clauses.is_denied(line, place) or clauses.is_conditional(line, place)
    following = next((other for other in line[place + 1 :] if _is_weighty(other)), None)
    owns = following is not None and following.kind == NUMBER
    return SideWord(token, _DIRECTION[mark], mark in {"long", "short"}, weight, vetoed, owns)


def _is_weighty(token: Token) -> bool:
    """Whether a token is more than punctuation or a preposition."""
    if token.kind == WORD:
        return not token.has("around", "range", "filler", "trigger")
    return token.kind in {NUMBER, SYMBOL}


def decide(words: list[SideWord], lines: list[list[Token]]) -> SideFound:
    """Choose the side that the message names; two that contradict each other are refused."""
    usable = [word for word in words if not word.vetoed]
    if not usable:
        return SideFound(None, None, Reason.MISSING_SIDE, vetoed=bool(words))
    strong = [word for word in usable if word.strong]
    plain = [word for word in strong if word.weight > PROSE] or strong
    if strong:
        labelled = [word for word in usable if word.weight == LABELLED]
        directions = {word.direction for word in plain} | {word.direction for word in labelled}
        if len(directions) > 1:
            return SideFound(None, None, Reason.AMBIGUOUS_SIDE)
        return SideFound(plain[0].direction, max(plain, key=lambda word: word.weight))
    return _between_buy_and_sell(usable, lines)


def _between_buy_and_sell(usable: list[SideWord], lines: list[list[Token]]) -> SideFound:
    best = [word for word in usable if word.weight > PROSE] or usable
    labelled = [word for word in best if word.weight == LABELLED]
    pool = labelled or best
    directions = [word.direction for word in pool]
    if len(set(directions)) == 1:
        return SideFound(directions[0], pool[0])
    if _stand_together(pool, lines) or directions[0] is Side.SHORT:
        return SideFound(None, None, Reason.AMBIGUOUS_SIDE)
    sells = [word for word in pool if word.direction is Side.SHORT]
    if all(word.owns_number for word in sells):
        return SideFound(Side.LONG, pool[0])  # "buy 6.5 sell 7.2": the sale is the target
    return SideFound(None, None, Reason.AMBIGUOUS_SIDE)


def _stand_together(pool: list[SideWord], lines: list[list[Token]]) -> bool:
    """Whether two opposite side words stand side by side: "BUY or SELL"."""
    by_token = {id(word.token): word for word in pool}
    for line in lines:
        places = [(n, by_token[id(token)]) for n, token in enumerate(line) if id(token) in by_token]
        for (n, first), (m, second) in pairwise(places):
            if first.direction is second.direction:
                continue
            beside = m - n <= 3 and not any(token.kind == NUMBER for token in line[n:m])
            if beside or any("either" in token.marks for token in line[max(n, m - 2) : m]):
                return True
    return False
