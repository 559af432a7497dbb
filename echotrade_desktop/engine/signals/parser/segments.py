"""Which label owns which numbers: the message cut into labelled segments, line by line."""

from dataclasses import dataclass, field
from decimal import Decimal

from echotrade_desktop.engine.signals.parser.numbers import Item, add_merges, add_shorthand, make_item
from echotrade_desktop.engine.signals.parser.tokens import EMOJI, JUNK, NUMBER, PUNCT, SYMBOL, WORD, Token

ENTRY, STOP, TARGET, LEVERAGE, PRICE, IGNORE = "entry", "stop", "target", "leverage", "price", "ignore"
SIDES = ("long", "short", "buy", "sell")
_OWNERS = frozenset({ENTRY, STOP, TARGET})
_EMOJI_LABELS = (
    dict.fromkeys("🛑⛔🚫❌☠💀🔻", STOP) | dict.fromkeys("🎯🏁🥇🥈🥉💰🔵🏆✔☑", TARGET) | dict.fromkeys("📍🔑📥", ENTRY)
)
_JOINS = {
    "-": "-",
    "~": "-",
    "/": "/",
    "|": "/",
    ",": ",",
    "&": ",",
    ";": ",",
    "_": ",",
    "→": "-",
    "+": ",",
    ">": "-",
    "•": ",",
    "·": ",",
}
_BREAKS = frozenset(".;!?")
_MAX_INDEX = 20
_QUIET = frozenset(
    {"filler", "around", "trigger", "range", "and", "timeframe", "unit", "exchange", "margin_mode", "place", "thousand",
     "myriad", "market", "none", "position", "ordinal", "name", "entry_colon", "fraction", "profit"}
)  # fmt: skip


@dataclass(slots=True, eq=False)
class Segment:
    """A label and the prices it owns. `role` may be a side word ("buy"), "symbol" or "at": owners until proven otherwise."""

    role: str
    label: Token
    items: list[Item] = field(default_factory=list)
    market: bool = False
    placeholder: bool = False  # "open", "moon": a level that is no number
    enumerated: bool = False
    broken: bool = False  # an index that could as well be a price
    by_colon: bool = False

    @property
    def prices(self) -> list[Item]:
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

    def of(self, *roles: str) -> list[Segment]:
        return [segment for segment in self.segments if segment.role in roles]


def into_lines(tokens: list[Token]) -> list[list[Token]]:
    """Return the tokens grouped by line; empty lines are left out."""
    lines: list[list[Token]] = []
    for token in tokens:
        if lines and lines[-1][0].line == token.line:
            lines[-1].append(token)
        else:
            lines.append([token])
    return lines


def is_unknown(token: Token) -> bool:
    """Whether a token is a word that the lexicon does not know."""
    return token.kind == WORD and not token.marks and (len(token.folded) > 1 or not token.text.isascii())


def role_of(tokens: list[Token], place: int) -> str:
    """Return the owner role of a token in its line, or ""."""
    token = tokens[place]
    if token.kind == SYMBOL:
        return "symbol"
    if token.kind == EMOJI:
        return _emoji_role(tokens, place)
    if token.kind == PUNCT:
        behind_label = place > 0 and line_has_label(tokens[place - 1])
        return "at" if token.folded == "@" and not behind_label else ""
    if token.kind != WORD or not token.marks or "phrase" in token.marks:
        return ""
    for side in SIDES:
        if side in token.marks:
            return side
    for role in (STOP, TARGET, ENTRY, LEVERAGE):
        if role in token.marks:
            return _checked(tokens, place, role)
    if token.has("buying", "selling"):
        return "buy" if "buying" in token.marks else "sell"
    if "price" in token.marks:
        return PRICE
    for role in (TARGET, STOP, ENTRY):
        if f"{role}_near" in token.marks and _number_follows(tokens, place, only="$"):
            return role
    if "entry_colon" in token.marks and _has_colon(tokens, place) and _number_follows(tokens, place):
        return ENTRY
    if token.has("ignore", "side_label", "symbol_label") and _opens_clause(tokens, place):
        return IGNORE
    return ""


def line_has_label(token: Token) -> bool:
    """Whether a token is a label that an @ merely points from ("SL @ 66000")."""
    return token.kind == WORD and token.has(ENTRY, STOP, TARGET, LEVERAGE) and "phrase" not in token.marks


def _checked(tokens: list[Token], place: int, role: str) -> str:
    """One-letter labels count only with an index behind them ("T1")."""
    token = tokens[place]
    if len(token.folded) > 1 or not token.text.isascii():
        return role
    follows = place + 1 < len(tokens) and tokens[place + 1].kind == NUMBER and tokens[place + 1].glued
    return role if follows else ""


def _emoji_role(tokens: list[Token], place: int) -> str:
    role = _EMOJI_LABELS.get(tokens[place].folded, "")
    if not role or not _number_follows(tokens, place, only="$:-("):
        return ""
    return role


def _number_follows(tokens: list[Token], place: int, only: str = "$:-(=") -> bool:
    place += 1
    while place < len(tokens) and (tokens[place].kind == EMOJI or tokens[place].folded in only):
        place += 1
    return place < len(tokens) and tokens[place].kind == NUMBER


def _has_colon(tokens: list[Token], place: int) -> bool:
    return place + 1 < len(tokens) and tokens[place + 1].folded in {":", "="}


def _opens_clause(tokens: list[Token], place: int) -> bool:
    if _has_colon(tokens, place) or place == 0:
        return True
    before = tokens[place - 1]
    return before.kind in {PUNCT, EMOJI, SYMBOL, NUMBER, JUNK} or before.has("filler", "and")


def is_management(line: list[Token]) -> bool:
    """Whether a line says how the trade will be managed later ("after TP1 move SL to entry")."""
    first_label = next((n for n, token in enumerate(line) if role_of(line, n) in _OWNERS), None)
    conditions = [n for n, token in enumerate(line) if "if" in token.marks and "phrase" not in token.marks]
    if conditions and (first_label is None or conditions[0] < first_label):
        return not is_enumerated(line)
    acts = [
        n for n, token in enumerate(line) if token.has("move", "partial", "close", "book") and not token.has("phrase")
    ]
    if not acts or is_enumerated(line):
        return False
    if first_label is not None and first_label < acts[0] and not conditions:
        return any(token.has("breakeven") for token in line[acts[0] :]) and line[acts[0]].has("move")
    managed = any(token.has("stop", "breakeven", "target", "rest", "fraction") or token.unit == "%" for token in line)
    return managed and (line[acts[0]].has("move") or bool(conditions) or _percent_or_target(line))


def _percent_or_target(line: list[Token]) -> bool:
    return any(token.unit == "%" or "fraction" in token.marks or "rest" in token.marks for token in line)


def is_enumerated(line: list[Token]) -> bool:
    """Whether a line begins with "1)" or "1."."""
    words = [token for token in line if token.kind not in {EMOJI}]
    return len(words) > 1 and words[0].kind == NUMBER and words[0].folded.isdigit() and words[1].folded in {")", "."}


def scan(lines: list[list[Token]], labels_behind: bool = False) -> Scan:
    """Cut the lines into segments. `labels_behind` reads "66000 stop" where a line can be read both ways."""
    result = Scan()
    state = _State(result)
    for line in lines:
        if line[0].has("trailing") and _is_header(line):
            result.skipped.extend(
                token for later in lines[lines.index(line) :] for token in later if token.kind == NUMBER
            )
            break
        if is_management(line) or (line[0].has("aside") and _is_aside(line)):
            result.skipped.extend(token for token in line if token.kind == NUMBER)
            continue
        state.read_line(line, labels_behind)
    for segment in result.segments:
        add_shorthand(segment.items)
        segment.items = add_merges(segment.items)
    return result


def _is_header(line: list[Token]) -> bool:
    return len(line) == 1 or line[1].folded in {":", "-"} or all(token.kind != WORD for token in line[1:])


def _is_aside(line: list[Token]) -> bool:
    return len(line) > 1 and line[1].folded in {":", "-", ".", ")"}


class _State:
    """The segment that may take the numbers of the next line."""

    def __init__(self, result: Scan) -> None:
        self.result = result
        self.owner: Segment | None = None
        self.owner_had_values = False

    def read_line(self, line: list[Token], labels_behind: bool) -> None:
        if _labels_stand_behind(line, labels_behind):
            self._read_backwards(line)
            return
        line = self._read_turned(line)
        places = [place for place in range(len(line)) if role_of(line, place)]
        places = _without_bullets(line, places, self.owner)
        head = line[: places[0]] if places else line
        self._read_head(head, whole=not places)
        for number, place in enumerate(places):
            end = places[number + 1] if number + 1 < len(places) else len(line)
            self._read_segment(line, place, end)

    def _read_turned(self, line: list[Token]) -> list[Token]:
        """Take out the clauses of a line whose label stands last ("..., 5% stop loss, ..."); return the rest."""
        rest: list[Token] = []
        for part in _clauses(line):
            roles = [n for n in range(len(part)) if role_of(part, n)]
            if len(roles) == 1 and len(part) < len(line) and _ends_with_label(part, roles[0]):
                segment = Segment(role_of(part, roles[0]), part[roles[0]])
                _Body(self.result, segment, part[: roles[0]]).read()
                self.result.segments.append(segment)
            else:
                rest.extend(part)
        return rest

    def _read_head(self, head: list[Token], whole: bool) -> None:
        """Read what stands before the first label of a line: a continuation, or nobody's numbers."""
        if not whole and _is_bare_index(head):
            return
        numbers = [token for token in head if token.kind == NUMBER]
        plain = [token for token in numbers if token.unit in {"", "k", "myriad", "broken", "negative"}]
        words = [token for token in head if is_unknown(token)]
        quiet = _QUIET | {"phrase"} if self.owner is not None and not self.owner_had_values else _QUIET
        marked = [token for token in head if token.kind == WORD and token.marks and not token.marks <= quiet]
        if not plain:
            self.result.leverages.extend(token for token in numbers if token.unit == "x" and len(words) < 3)
            if self._takes_percent(numbers, words):
                self._give(head)
            elif whole and (len(words) > 2 or marked):
                self.owner = None
            elif any(token.has("market") for token in head) and len(words) < 3:
                self._note_market(head)
            return
        if self._may_continue(head, words, marked):
            self._give(head)
            return
        self._lose(plain, "bare" if not words else _shape(head))
        if whole and words:
            self.owner = None

    def _note_market(self, head: list[Token]) -> None:
        token = next(token for token in head if token.has("market"))
        self.result.segments.append(Segment("now", token, market=True))

    def _takes_percent(self, numbers: list[Token], words: list[Token]) -> bool:
        owner = self.owner
        if owner is None or words or owner.role not in {STOP, TARGET} or self.owner_had_values:
            return False
        return any(token.unit == "%" for token in numbers)

    def _may_continue(self, head: list[Token], words: list[Token], marked: list[Token]) -> bool:
        owner = self.owner
        if owner is None:
            return False
        enumerated = is_enumerated(head)
        if (words or marked) and not (enumerated and owner.role == TARGET and len(words) < 9):
            return False
        if owner.role == TARGET or (owner.role == ENTRY and (enumerated or not self.owner_had_values)):
            return True
        return owner.role in {STOP, "at", "symbol", "buying", *SIDES} and not owner.items

    def _give(self, head: list[Token]) -> None:
        assert self.owner is not None
        had = len(self.owner.items)
        _Body(self.result, self.owner, head).read(continues=bool(had))
        if self.owner.role not in {TARGET, ENTRY}:
            self.owner_had_values = True

    def _lose(self, numbers: list[Token], shape: str) -> None:
        self.result.loose.extend(Loose(token, shape) for token in numbers)

    def _read_segment(self, line: list[Token], place: int, end: int) -> None:
        role = role_of(line, place)
        segment = Segment(role, line[place])
        body = line[place + 1 : end]
        segment.by_colon = bool(body) and body[0].folded in {":", "="}
        if role == LEVERAGE:
            self.result.leverages.extend(_leverage_numbers(body))
            self._lose_after_leverage(body)
            return
        if role == IGNORE:
            self._ignore(body)
            return
        _Body(self.result, segment, body).read()
        self.result.segments.append(segment)
        weak = role in {"symbol", "at", PRICE, *SIDES}
        if not weak or (self.owner is None or self.owner.items or self.owner.role not in _OWNERS) or segment.items:
            self.owner = segment
            self.owner_had_values = bool(segment.items) or segment.placeholder

    def _lose_after_leverage(self, body: list[Token]) -> None:
        self.owner = None
        taken = {id(token) for token in self.result.leverages}
        extra = [
            t
            for t in body
            if t.kind == NUMBER and id(t) not in taken and t.unit in {"", "k"} and not _in_ratio(body, t)
        ]
        self._lose(extra, "bare")

    def _ignore(self, body: list[Token]) -> None:
        """Swallow the numbers behind an ignored label up to the end of its clause."""
        self.result.leverages.extend(token for token in body if token.kind == NUMBER and token.unit == "x")
        self.result.skipped.extend(token for token in body if token.kind == NUMBER and token.unit in {"", "k"})
        if any(token.kind == NUMBER for token in body):
            self.owner = None

    def _read_backwards(self, line: list[Token]) -> None:
        pending: list[Token] = []
        for place, token in enumerate(line):
            role = role_of(line, place)
            if role in _OWNERS:
                segment = Segment(role, token)
                _Body(self.result, segment, pending).read()
                self.result.segments.append(segment)
                pending = []
            elif role in {"symbol", *SIDES}:
                self.result.segments.append(Segment(role, token))
            elif token.kind == WORD and "market" in token.marks:
                self.result.segments.append(Segment("now", token, market=True))
            else:
                pending.append(token)
        self.owner = None


def _is_bare_index(head: list[Token]) -> bool:
    """Whether a label is merely numbered: "1) Target: 148", "2. TP"."""
    words = [token for token in head if token.kind != EMOJI]
    if not words or words[0].kind != NUMBER or not words[0].folded.isdigit() or int(words[0].folded) > _MAX_INDEX:
        return False
    return all(token.kind == PUNCT for token in words[1:])


def _shape(head: list[Token]) -> str:
    """Tell a line that looks like "Label: 123" from prose with a number in it."""
    words = 0
    for place, token in enumerate(head):
        if token.kind == NUMBER:
            before = head[place - 1] if place else None
            pointed = before is not None and before.folded in {":", "=", "-", "→", "("}
            return "label" if words < 3 or pointed else "prose"
        words += token.kind == WORD
    return "prose"


def _labels_stand_behind(line: list[Token], both_ways: bool) -> bool:
    """Whether each label of a line follows its number: "0.06$ can be stop", "66000 SL"."""
    labels = [n for n in range(len(line)) if role_of(line, n) in _OWNERS and line[n].kind == WORD]
    numbers = [
        n
        for n, token in enumerate(line)
        if token.kind == NUMBER and token.unit in {"", "k", "myriad", "%"} and not _is_label_index(line, n)
    ]
    if not labels or not numbers or numbers[0] > labels[0] or numbers[-1] > labels[-1]:
        return False
    if any(token.kind == WORD and not token.marks <= _QUIET for token in line[labels[-1] + 1 :]):
        return False
    if labels[-1] + 1 < len(line) and line[labels[-1] + 1].folded in {":", "="}:
        return False
    if is_enumerated(line):
        return False
    if len(labels) == 1:
        weak = [n for n in range(numbers[0]) if role_of(line, n) in {"symbol", "at", *SIDES}]
        return not weak or both_ways
    return both_ways


def _clauses(line: list[Token]) -> list[list[Token]]:
    """Cut a line behind each comma, semicolon or bar that is not inside a number; the marks stay at the ends."""
    parts: list[list[Token]] = [[]]
    for token in line:
        parts[-1].append(token)
        if token.kind == PUNCT and token.folded in {",", ";", "|"}:
            parts.append([])
    return [part for part in parts if part]


def _ends_with_label(part: list[Token], place: int) -> bool:
    if part[place].kind != WORD or role_of(part, place) not in _OWNERS:
        return False
    before = [token for token in part[:place] if token.kind in {WORD, NUMBER}]
    after = [token for token in part[place + 1 :] if token.kind != PUNCT or token.folded in {":", "="}]
    numbers = [token for token in before if token.kind == NUMBER and token.unit in {"", "k", "myriad", "%"}]
    quiet = all(token.kind == NUMBER or (token.marks and token.marks <= _QUIET) for token in before)
    return bool(numbers) and before[0].kind == NUMBER and quiet and not after


def _is_label_index(line: list[Token], place: int) -> bool:
    token = line[place]
    return place > 0 and token.glued and line[place - 1].kind == WORD and len(token.folded) <= 2 and token.folded.isdigit()


def _without_bullets(line: list[Token], places: list[int], owner: Segment | None) -> list[int]:
    """An emoji in front of a level is a bullet where a written label already owns the line."""
    written = [place for place in places if line[place].kind == WORD and role_of(line, place) in _OWNERS]
    kept = []
    for place in places:
        if line[place].kind == EMOJI:
            if any(other < place for other in written):
                continue
            if owner is not None and owner.label.kind == WORD and owner.role in _OWNERS and not written:
                same = {item.joined_by for item in owner.items} <= {"", "line"}
                if not owner.items or (same and owner.role == TARGET and owner.enumerated):
                    continue
        kept.append(place)
    return kept


def _leverage_numbers(body: list[Token]) -> list[Token]:
    numbers: list[Token] = []
    for place, token in enumerate(body):
        if token.kind == NUMBER:
            if token.unit == "" and not numbers and _in_ratio(body, token):
                continue
            if token.unit in {"", "x"} and (not numbers or token.unit == "x" or _joined(body, place)):
                numbers.append(token)
        elif is_unknown(token) and numbers:
            break
    return numbers


def _in_ratio(body: list[Token], token: Token) -> bool:
    place = body.index(token)
    return (
        token.folded == "1"
        and place + 2 < len(body)
        and body[place + 1].folded == ":"
        and body[place + 2].kind == NUMBER
    )


def _joined(body: list[Token], place: int) -> bool:
    return place > 0 and (body[place - 1].folded in {"-", "/", "~", ":"} or body[place - 1].has("range"))


class _Body:
    """Reads the tokens behind a label into the prices it owns."""

    def __init__(self, result: Scan, segment: Segment, tokens: list[Token]) -> None:
        self.result, self.segment, self.tokens = result, segment, tokens
        self.count = 0  # prices read from these tokens
        self.unknown = 0
        self.join = ""
        self.detached = False
        self.between = False
        self.aside = False  # inside brackets that follow a price

    def read(self, continues: bool = False) -> None:
        skip = _index_tokens(self.tokens, self.segment)
        if skip and self.segment.role in _OWNERS:
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

    def _number(self, place: int, token: Token) -> None:
        if token.unit == "x":
            self.result.leverages.append(token)
        elif token.unit in {"time", "unit", "id"} or _is_ratio(self.tokens, place):
            pass
        elif token.unit == "%":
            self._percent(place, token)
        elif self.detached or self.aside or self.unknown > 3:
            self.result.loose.append(Loose(token, "prose" if self.detached or self.unknown > 3 else "paren"))
        elif self._is_share(place):
            pass
        else:
            self.segment.items.append(make_item(token, self.join or (" " if self.count else "")))
            self.count += 1
            self.join = ""

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
        elif not token.marks or not token.marks <= _QUIET:
            self.unknown += 1
            self.detached |= bool(self.count)

    def _punct(self, place: int, token: Token) -> None:
        if token.folded == "(":
            self.aside = self.count > 0
        elif token.folded == ")":
            self.aside = False
        elif token.folded in _JOINS:
            self.join = _JOINS[token.folded]
            if token.folded in {",", ";"} and not self.count and place + 1 < len(self.tokens):
                self.unknown += 4 * (self.tokens[place + 1].kind == WORD)
        elif token.folded in _BREAKS and self.count and not token.glued:
            self.detached = True


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
    skip = _before_colon(tokens)
    numbers = [
        place
        for place, token in enumerate(tokens)
        if token.kind == NUMBER and token.unit not in {"%", "x", "time", "unit"}
    ]
    expected = len(segment.items) + 1
    for order, place in enumerate(numbers):
        token = tokens[place]
        if place in skip or not token.folded.isdigit() or len(token.folded) > 2 or int(token.folded) > _MAX_INDEX:
            expected += place not in skip
            continue
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        rest = len(numbers) - order - 1
        if after is not None and after.folded == ")" and rest:
            if not _closes_pair(tokens, place):
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
    if after.folded in {":", "=", "]", "→", "º", "°", ">"} or (after.folded == "." and after.glued):
        return not (after.folded == ":" and _is_ratio(tokens, place) and int(token.folded) != expected)
    value = next(_rough(other) for other in tokens[place + 1 :] if other.kind == NUMBER)
    near = value > 0 and Decimal(1) / 3 <= value / max(1, int(token.folded)) <= 3
    if after.folded == "-" or after.kind in {NUMBER, EMOJI} or after.folded in {"$", "("}:
        if not near:
            return after.folded != "-" or value != int(token.folded)
        if rest == 1 and int(token.folded) == expected and segment.role == TARGET:
            return True
        segment.broken |= int(token.folded) == expected
    return False


def _is_inline_index(tokens: list[Token], place: int, after: Token | None, skip: set[int]) -> bool:
    if not skip or after is None:
        return False
    return after.folded in {":", "-", "=", "→", "."} and after.glued
