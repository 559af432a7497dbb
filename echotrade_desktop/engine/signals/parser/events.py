"""One instruction or report found in a line, and what its readers share."""

from dataclasses import dataclass, field
from decimal import Decimal

from echotrade_desktop.engine.signals.parser import clauses
from echotrade_desktop.engine.signals.parser.numbers import make_item
from echotrade_desktop.engine.signals.parser.result import Action
from echotrade_desktop.engine.signals.parser.tokens import NUMBER, SYMBOL, WORD, Token

MAX_UNKNOWN = 3
NEAR = 7  # tokens within which the parts of an instruction stand together


@dataclass(slots=True, eq=False)
class Event:
    """One instruction or report found in a line."""

    action: Action
    is_report: bool
    place: int
    line: list[Token]
    target: int | str | None = None
    price: Decimal | None = None
    percent: Decimal | None = None
    scope: str | None = None
    by_sign: bool = False  # only an emoji or an arrow behind the label says so
    moves: bool = False  # a verb of moving says so, not only a preposition
    tokens: list[Token] = field(default_factory=list)


def ahead_of(line: list[Token], place: int, reach: int = NEAR) -> list[Token]:
    """Return the tokens behind a word in its sentence, as far as an instruction reaches."""
    _, end = clauses.sentence(line, place)
    return line[place + 1 : min(end, place + 1 + reach)]


def behind_of(line: list[Token], place: int, reach: int = NEAR) -> list[Token]:
    """Return the tokens before a word in its sentence, as far as an instruction reaches."""
    start, _ = clauses.sentence(line, place)
    return line[max(start, place - reach) : place]


def price_in(tokens: list[Token]) -> Decimal | None:
    """Return the first number that can only be a price, None without one."""
    for token in tokens:
        if token.kind == NUMBER and token.unit in {"", "k", "myriad"}:
            choices = make_item(token).choices
            if choices and len(choices[0].texts) == 1 and choices[0].values[0] > 0:
                return choices[0].values[0]
    return None


def share_in(tokens: list[Token]) -> Decimal | None:
    """The part to close, in percent: "50%", "half", "1/3"."""
    for token in tokens:
        if token.kind == NUMBER and token.unit == "%":
            choices = make_item(token).choices
            return choices[0].values[0] if choices else None
        if "fraction" in token.marks and "ordinal" not in token.marks:
            return Decimal(token.value)
        if "fraction" in token.marks and token.value in {"33", "25"}:
            return Decimal(token.value)
    return None


def leads(line: list[Token], place: int) -> bool:
    """Whether an instruction opens its clause: nothing unknown stands before it."""
    start, end = clauses.clause(line, place)
    before = line[start:place]
    if any(token.kind == WORD and not token.marks and len(token.folded) > 1 for token in before):
        return False
    return clauses.unknown_words(line[place:end]) <= MAX_UNKNOWN


def scope_of(line: list[Token], place: int) -> str | None:
    """Return "all" where a clause speaks of every position."""
    start, end = clauses.clause(line, place)
    for token in line[start:end]:
        if "all" in token.marks and (token.folded != "all" or _names_positions(line[start:end])):
            return "all"
    return None


def _names_positions(tokens: list[Token]) -> bool:
    if any(token.kind == SYMBOL for token in tokens):
        return False
    words = [token for token in tokens if token.kind == WORD]
    return any(token.has("position", "stop") for token in words) or len(words) <= 3


def owns_price(line: list[Token], place: int) -> bool:
    """Whether a label has a price right behind it."""
    for token in ahead_of(line, place, 5):
        if token.kind == NUMBER and token.unit in {"", "k"} and not (token.folded.isdigit() and len(token.folded) < 3):
            return True
        if token.kind == WORD:
            return False
    return False
