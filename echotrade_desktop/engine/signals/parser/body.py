"""What stands behind a label: the prices it owns, its indices, and what it leaves to nobody."""

from dataclasses import dataclass, field
from decimal import Decimal

from echotrade_desktop.engine.signals.parser.labels import OWNERS, QUIET, SIDES, STOP, TARGET
from echotrade_desktop.engine.signals.parser.numbers import Item, make_item
from echotrade_desktop.engine.signals.parser.tokens import EMOJI, NUMBER, WORD, Token

_JOINS = {
    "-": "-",
    "~": "-",
    "/": "/",
    "|": "/",
    ",": ",",
    "&": ",",
    ";": ",",
    "_": ",",
    "→": "→",
    "+": ",",
    ">": "-",
    "•": ",",
    "·": ",",
}
TICKS = frozenset("✅☑✔✓🟩💯")
_BREAKS = frozenset(".;!?")
_PRICES = frozenset({"", "k", "myriad", "id"})
MAX_INDEX = 20


@dataclass(slots=True, eq=False)
class Segment:
    """A label and the prices it owns. `role` may be a side word ("buy"), "symbol" or "at": owners on trial."""

    role: str
    label: Token
    items: list[Item] = field(default_factory=list)
    market: bool = False
    placeholder: bool = False  # "open", "moon": a level that is no number
    enumerated: bool = False
    broken: bool = False  # an index that could as well be a price
    by_colon: bool = False
    strange: bool = False  # words that say something else stand between the label and its price
    followed: bool = False  # another label stands behind it in the line
    may_be_index: bool = False  # "Target 1 450": 450, or 1450
    ticked: list[int] = field(default_factory=list)  # places of prices with a tick behind them
    crossed: bool = False  # another emoji stands behind the price

    @property
    def prices(self) -> list[Item]:
        """What it owns, without percentages."""
        return [item for item in self.items if not item.is_percent]


@dataclass(slots=True, eq=False)
class Loose:
    """A number that no label owns; `shape` is "bare", "label" (behind an unknown word) or "prose"."""

    token: Token
    shape: str


@dataclass(slots=True, eq=False)
class Scan:
    """A message cut up: segments in written order, leverage numbers, and what nobody claimed."""

    segments: list[Segment] = field(default_factory=list)
    leverages: list[Token] = field(default_factory=list)
    loose: list[Loose] = field(default_factory=list)
    skipped: list[Token] = field(default_factory=list)  # numbers in management and aside lines
    no_prices: list[Token] = field(default_factory=list)  # "1)", the "2" of "TP2", what the user's own words ignore

    def lost(self, tokens: list[Token]) -> list[Token]:
        """The numbers among tokens that could be prices and that nothing here accounts for."""
        known = {id(token) for segment in self.segments for item in segment.items for token in item.tokens}
        known |= {id(token) for group in (self.leverages, self.skipped, self.no_prices) for token in group}
        known |= {id(loose.token) for loose in self.loose}
        return [token for token in tokens if token.kind == NUMBER and token.unit in _PRICES and id(token) not in known]

    def of(self, *roles: str) -> list[Segment]:
        """The segments of some roles, in written order."""
        return [segment for segment in self.segments if segment.role in roles]


class Body:
    """Reads the tokens behind a label into the prices it owns."""

    def __init__(self, result: Scan, segment: Segment, tokens: list[Token]) -> None:
        self.result, self.segment, self.tokens = result, segment, tokens
        self.indices: set[int] = set()
        self.count = 0  # prices read from these tokens
        self.unknown = 0
        self.join = ""
        self.detached = False
        self.between = False
        self.aside = False  # inside brackets that follow a price
        self.quoted = False  # the brackets tell the market's price
        self.bracketed = False  # every price stands in brackets of its own
        self.ended = False  # a sentence ended behind a price
        self.words = 0  # words since
        self.aimed: Segment | None = None  # the targets behind an arrow

    def read(self, continues: bool = False) -> None:
        """Read the tokens into the segment; `continues`: on a further line of it."""
        skip = self.indices = _index_tokens(self.tokens, self.segment)
        self.result.no_prices.extend(self.tokens[place] for place in skip)
        if skip and self.segment.role in {*OWNERS, *SIDES}:
            self.segment.enumerated = True
        self.join = "line" if continues else ""
        for place, token in enumerate(self.tokens):
            if place in skip:
                continue
            match token.kind:
                case "number":
                    self._number(place, token)
                case "word":
                    self._word(place, token)
                case "punct":
                    self._punct(place, token)
                case "emoji" if self.count:
                    self._emoji(token)

    def _number(self, place: int, token: Token) -> None:
        if token.unit == "x":
            self._multiple(token)
        elif token.unit in {"time", "unit"}:
            pass
        elif token.unit == "id" or (_is_ratio(self.tokens, place) and not self._is_counted(place)):
            if self.segment.role in OWNERS and not self.aside:
                self._leave(token)
        elif token.unit == "%":
            self._percent(place, token)
        elif self.detached or self.aside or self.unknown > 3:
            self._leave(token)
        elif self._is_share(place):
            pass
        elif self.join == "→" and self.count and self.segment.role not in {TARGET, STOP}:
            self._aim(token)
        elif self.aimed is not None and self.join not in {"", "line"}:
            self.aimed.items.append(make_item(token, self.join))
            self.join = ""
        else:
            self.segment.strange |= self.unknown > 0
            self.segment.items.append(make_item(token, self.join or (" " if self.count else "")))
            self.count += 1
            self.join = ""

    def _multiple(self, token: Token) -> None:
        """A leverage; right behind a target ("Targets: 2x, 5x") it is a multiple of the entry, and no price."""
        if self.segment.role == TARGET and not self.count:
            self.segment.placeholder = True
        else:
            self.result.leverages.append(token)

    def _is_counted(self, place: int) -> bool:
        """Whether the number before the colon is an index: "TP1:597", "Targets: 1:86 2:90", but not "TP 1:3"."""
        if place - 2 not in self.indices or self.segment.role not in OWNERS:
            return False
        index = self.tokens[place - 2]
        return len(self.tokens[place].folded) > 1 or (
            place == 2 and index.glued and index.start == self.segment.label.end
        )

    def _aim(self, token: Token) -> None:
        """Behind an arrow ("short 68750 → 67500") stands the target; behind a written label it could be a zone."""
        self.segment.broken |= self.segment.role in OWNERS or self.count > 1
        self.aimed = Segment(TARGET, token, [make_item(token)])
        self.result.segments.append(self.aimed)
        self.join = ""

    def _leave(self, token: Token) -> None:
        """Leave a number to nobody: in a new sentence it is prose, right behind a strange word it may be a level."""
        if self.aside and self.quoted:
            self.result.skipped.append(token)
        elif self.aside:
            self.result.loose.append(Loose(token, "paren"))
        else:
            prose = self.ended and self.words > 1
            self.result.loose.append(Loose(token, "prose" if prose else "label"))

    def _is_share(self, place: int) -> bool:
        """A plain number joined to a percentage ("5-10%") is a percentage too."""
        following = self.tokens[place + 1 : place + 3]
        joined = len(following) == 2 and (following[0].folded in {"-", "/"} or following[0].has("range"))
        if not joined or following[1].unit != "%":
            return False
        if self.count or not self._is_tight_share(place):
            return bool(self.count and place and self.tokens[place - 1].folded == "(")
        self.segment.items.append(Item([self.tokens[place]], make_item(self.tokens[place]).choices, is_percent=True))
        return True

    def _is_tight_share(self, place: int) -> bool:
        token, dash, share = self.tokens[place : place + 3]
        tight = (dash.glued and share.glued) or dash.kind == WORD
        return tight and token.folded.isdigit() and _rough(token) <= min(Decimal(100), _rough(share))

    def _percent(self, place: int, token: Token) -> None:
        if self.count or self.detached or self.segment.role not in {STOP, TARGET} or self.unknown > 1:
            return
        self.segment.items.append(make_item(token, self.join))
        self.join = ""

    def _word(self, place: int, token: Token) -> None:
        self.words += 1
        self.quoted |= self.aside and token.has("market", "price", "mean")
        if "none" in token.marks and self.segment.role in {STOP, TARGET} and not self.detached:
            self.segment.placeholder = True
            self.segment.market |= "market" in token.marks
        elif token.has("market"):
            self.segment.market |= not self.detached and self.unknown < 2
        elif token.has("range", "and"):
            ranged = "range" in token.marks and "and" not in token.marks
            self.between |= ranged and not self.count
            self.join = "-" if ranged or self.between else ","
            if place + 1 < len(self.tokens) and self.tokens[place + 1].kind == WORD and not self.count:
                self.unknown += 2 * ("and" in token.marks)
        elif token.folded == "x" and len(token.folded) == 1:
            pass
        elif not token.marks or not token.marks <= QUIET:
            self.unknown += 1
            self.detached |= bool(self.count) and not self.aside

    def _emoji(self, token: Token) -> None:
        if token.folded in TICKS:
            self.segment.ticked.append(len(self.segment.items))
        else:
            self.segment.crossed = True

    def _punct(self, place: int, token: Token) -> None:
        if token.folded == "(":
            self.bracketed |= not self.count
            self.aside, self.quoted = self.count > 0 and not self.bracketed, False
        elif token.folded == ")":
            self.aside = False
        elif token.folded == "." and self._is_double(place):
            self.join = "-"
        elif token.folded in _JOINS:
            self.join = "-" if self.between and token.folded == "&" else _JOINS[token.folded]
            if token.folded in {",", ";"} and not self.count and place + 1 < len(self.tokens):
                self.unknown += 4 * (self.tokens[place + 1].kind == WORD)
        elif token.folded in _BREAKS and self.count and not self.join:
            self.ended = True
            self.words = 0
            self.detached = True

    def _is_double(self, place: int) -> bool:
        near = self.tokens[max(0, place - 1) : place + 2]
        return sum(token.folded == "." for token in near) > 1


def _rough(token: Token) -> Decimal:
    choices = make_item(token).choices
    return choices[0].values[0] if choices else Decimal(0)


def _is_ratio(tokens: list[Token], place: int) -> bool:
    """Whether a number is part of "1:3" or of a clock time."""
    for colon, other in ((place + 1, place + 2), (place - 1, place - 2)):
        if not (0 <= colon < len(tokens) and 0 <= other < len(tokens)):
            continue
        first, second = min(place, other), max(place, other)
        if tokens[colon].folded != ":" or tokens[other].kind != NUMBER:
            continue
        if tokens[colon].glued and tokens[second].glued and len(tokens[first].folded) <= 2:
            return len(tokens[second].folded) <= 3
    return False


def _index_tokens(tokens: list[Token], segment: Segment) -> set[int]:
    """Return the places of enumerators: "1)", "TP1", "Target 1 -", "1,2,3:"."""
    skip = _before_colon(tokens) or _alone(tokens, segment)
    numbers = [
        place
        for place, token in enumerate(tokens)
        if token.kind == NUMBER and token.unit not in {"%", "x", "time", "unit"}
    ]
    expected = len(segment.items) + 1
    for order, place in enumerate(numbers):
        token = tokens[place]
        if place in skip or not token.folded.isdigit() or len(token.folded) > 2 or int(token.folded) > MAX_INDEX:
            expected += place not in skip
            continue
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        rest = len(numbers) - order - 1
        if after is not None and after.folded == ")" and rest and not _closes_pair(tokens, place):
            skip.add(place)
            continue
        if order == 0 and rest and _is_leading_index(tokens, place, after, rest, expected, segment):
            skip.add(place)
            continue
        if order and rest and int(token.folded) == expected and _is_inline_index(tokens, place, after, skip):
            skip.add(place)
            continue
        expected += 1
    return skip


def _alone(tokens: list[Token], segment: Segment) -> set[int]:
    """An index with no price behind it: "TP3 open", "Entry 2 (DCA):", "TP1/TP2: ..."."""
    numbers = [place for place, token in enumerate(tokens) if token.kind == NUMBER]
    if numbers != [0] or not tokens[0].folded.isdigit() or not 1 <= int(tokens[0].folded) <= MAX_INDEX:
        return set()
    if tokens[0].unit:
        return set()
    glued = tokens[0].glued and segment.label.end == tokens[0].start
    empty = len(tokens) > 1 and tokens[1].folded in {"(", ":", "/", "&", "-", ",", "="}
    pointed = glued and len(tokens) > 1 and tokens[1].folded in {":", "="}
    told = (
        pointed or any(token.has("none", "hit") for token in tokens) or any(token.folded in TICKS for token in tokens)
    )
    return {0} if told or (segment.followed and (glued or empty)) else set()


def _closes_pair(tokens: list[Token], place: int) -> bool:
    """Whether the ")" behind a number closes a longer bracket: "(0.027 - 2)"."""
    for before in range(place - 1, -1, -1):
        if tokens[before].folded == "(":
            return before != place - 1
        if tokens[before].folded == ")":
            return False
    return False


def _before_colon(tokens: list[Token]) -> set[int]:
    """Indices listed before a colon: "1,2,3: 68000, 69000, 70000", "1-3:"."""
    colon = next((n for n, token in enumerate(tokens) if token.folded == ":" and n), None)
    if colon is None or not any(token.kind == NUMBER for token in tokens[colon:]):
        return set()
    before = [n for n in range(colon) if tokens[n].kind == NUMBER]
    small = all(len(piece) <= 2 and piece.isdigit() for n in before for piece in tokens[n].folded.split(","))
    plain = all(tokens[n].kind == NUMBER or tokens[n].folded in {"-", "/", "&", ",", "(", ")"} for n in range(colon))
    return set(before) if before and small and plain else set()


def _is_leading_index(
    tokens: list[Token], place: int, after: Token | None, rest: int, expected: int, segment: Segment
) -> bool:
    token = tokens[place]
    if place == 0 and token.glued and not segment.items and segment.label.end == token.start:
        return True
    if after is None:
        return False
    if after.folded in {":", "=", "]", "@", "→", "º", "°", ">"} or (after.folded == "." and after.glued):
        return not (after.folded == ":" and _is_ratio(tokens, place) and int(token.folded) != expected)
    if after.kind == NUMBER and _is_group(after):
        segment.may_be_index |= place == 0
        return False
    value = next(_rough(other) for other in tokens[place + 1 :] if other.kind == NUMBER)
    near = value > 0 and Decimal(1) / 3 <= value / max(1, int(token.folded)) <= 3
    if after.folded == "-" or after.kind in {NUMBER, EMOJI} or after.folded in {"$", "("}:
        if not near:
            return place == 0 or after.folded == "-" or int(token.folded) == expected
        if rest == 1 and int(token.folded) == expected and segment.role == TARGET:
            return True
        segment.broken |= int(token.folded) == expected
    return False


def _is_group(token: Token) -> bool:
    """Whether a number could be the thousands group of the one before it: "3 250"."""
    return len(token.folded.replace(",", ".").partition(".")[0]) == 3


def _is_inline_index(tokens: list[Token], place: int, after: Token | None, skip: set[int]) -> bool:
    if not skip or after is None:
        return False
    return after.folded in {":", "-", "=", "→", "."} and after.glued
