"""The message cut into labelled segments, line by line."""

from echotrade_desktop.engine.signals.parser.body import MAX_INDEX, Body, Loose, Scan, Segment
from echotrade_desktop.engine.signals.parser.labels import (
    DOUBT,
    ENTRY,
    IGNORE,
    LEVERAGE,
    OWNERS,
    PRICE,
    QUIET,
    SIDES,
    STOP,
    TARGET,
    is_enumerated,
    is_management,
    is_unknown,
    role_of,
)
from echotrade_desktop.engine.signals.parser.numbers import add_merges, add_shorthand
from echotrade_desktop.engine.signals.parser.tokens import EMOJI, NUMBER, PUNCT, SYMBOL, WORD, Token

_PRICES = frozenset({"", "k", "myriad"})


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
        segment.items = add_merges(segment.items, segment.may_be_index)
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
        self.listed: Segment | None = None  # the last label, for lists of objects ({"price": 1.87, "pct": 50})

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
        parts = _clauses(line)
        for part in parts:
            bounds = _turned(part) if len(parts) > 1 else None
            if bounds is None:
                rest.extend(part)
                continue
            first, label = bounds
            segment = Segment(role_of(part, label), part[label])
            Body(self.result, segment, part[first:label]).read()
            self.result.segments.append(segment)
            rest.extend((*part[:first], *part[label + 1 :]))
        return rest

    def _read_head(self, head: list[Token], whole: bool) -> None:
        """Read what stands before the first label of a line: a continuation, or nobody's numbers."""
        if not whole and _is_bare_index(head):
            self.result.no_prices.extend(token for token in head if token.kind == NUMBER)
            return
        numbers = [token for token in head if token.kind == NUMBER]
        plain = [token for token in numbers if token.unit in {"", "k", "myriad", "broken", "negative"}]
        words = [token for token in head if is_unknown(token)]
        quiet = QUIET | {"phrase"} if self.owner is not None and not self.owner_had_values else QUIET
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
        if owner.role in SIDES and owner.by_colon and _is_allocation(head):
            return True
        return owner.role in {STOP, "at", "symbol", "buying", *SIDES} and not owner.items

    def _give(self, head: list[Token]) -> None:
        if self.owner is None:
            return
        Body(self.result, self.owner, head).read(continues=bool(self.owner.items))
        if self.owner.role not in {TARGET, ENTRY}:
            self.owner_had_values = True

    def _lose(self, numbers: list[Token], shape: str) -> None:
        self.result.loose.extend(Loose(token, shape) for token in numbers)

    def _read_segment(self, line: list[Token], place: int, end: int) -> None:
        role = role_of(line, place)
        segment = Segment(role, line[place])
        body = line[place + 1 : end]
        if role == PRICE and place and line[place - 1].folded == "{" and self.listed is not None:
            Body(self.result, self.listed, body).read(continues=bool(self.listed.items))
            return
        self.listed = segment if role in OWNERS else self.listed
        segment.followed = end < len(line)
        segment.by_colon = bool(body) and body[0].folded in {":", "="}
        if role == LEVERAGE:
            self.result.leverages.extend(_leverage_numbers(body))
            self._lose_after_leverage(body)
            return
        if role == IGNORE:
            self._ignore(body, on_request="ignored" in line[place].marks)
            return
        if role == DOUBT:
            self._lose([token for n, token in enumerate(body) if _is_price(token) and not _is_part(body, n)], "label")
            return
        Body(self.result, segment, body).read()
        self.result.segments.append(segment)
        weak = role in {"symbol", "at", PRICE, *SIDES}
        if not weak or (self.owner is None or self.owner.items or self.owner.role not in OWNERS) or segment.items:
            self.owner = segment
            self.owner_had_values = bool(segment.items) or segment.placeholder

    def _lose_after_leverage(self, body: list[Token]) -> None:
        self.owner = None
        taken = {id(token) for token in self.result.leverages[-len(body) :]}
        extra = [
            token
            for place, token in enumerate(body)
            if token.kind == NUMBER
            and id(token) not in taken
            and token.unit in {"", "k"}
            and not _in_ratio(body, place)
        ]
        self._lose(extra, "bare")

    def _ignore(self, body: list[Token], on_request: bool) -> None:
        """Swallow the numbers behind an ignored label up to the end of its clause; what follows is nobody's."""
        end = _end_of_ignored(body)
        self._lose([token for token in body[end:] if _is_price(token)], "label")
        body = body[:end]
        self.result.leverages.extend(token for token in body if token.kind == NUMBER and token.unit == "x")
        swallowed = self.result.no_prices if on_request else self.result.skipped
        swallowed.extend(token for token in body if token.kind == NUMBER and token.unit in {"", "k"})
        if any(token.kind == NUMBER for token in body):
            self.owner = None

    def _read_backwards(self, line: list[Token]) -> None:
        pending: list[Token] = []
        for place, token in enumerate(line):
            role = role_of(line, place)
            if role in OWNERS:
                segment = Segment(role, token)
                Body(self.result, segment, pending).read()
                self.result.segments.append(segment)
                pending = []
            elif role in {"symbol", *SIDES}:
                self.result.segments.append(Segment(role, token))
            elif token.kind == WORD and "market" in token.marks:
                self.result.segments.append(Segment("now", token, market=True))
            else:
                pending.append(token)
        self.owner = None


def _is_price(token: Token) -> bool:
    return token.kind == NUMBER and token.unit in _PRICES


def _is_part(body: list[Token], place: int) -> bool:
    """Whether a number is the lower end of a percentage ("1-2%")."""
    return place + 2 < len(body) and _joined(body, place + 2) and body[place + 2].unit == "%"


def _end_of_ignored(body: list[Token]) -> int:
    """Where the clause of an ignored label ends: at a bracket it did not open, or at an emoji behind its number."""
    depth, seen = 0, False
    for place, token in enumerate(body):
        seen |= token.kind == NUMBER
        depth += token.folded == "("
        depth -= token.folded == ")"
        if depth < 0 or (seen and token.kind == EMOJI):
            return place
    return len(body)


def _is_allocation(head: list[Token]) -> bool:
    """Whether a line is a price with its share in brackets: "1.6650 (75%)"."""
    shape = "".join("n" if token.kind == NUMBER else token.folded for token in head)
    return shape == "n(n%)"


def _is_bare_index(head: list[Token]) -> bool:
    """Whether a label is merely numbered: "1) Target: 148", "2. TP"."""
    words = [token for token in head if token.kind != EMOJI]
    if not words or words[0].kind != NUMBER or not words[0].folded.isdigit() or int(words[0].folded) > MAX_INDEX:
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
    labels = [n for n in range(len(line)) if role_of(line, n) in OWNERS and line[n].kind == WORD]
    numbers = [
        n
        for n, token in enumerate(line)
        if token.kind == NUMBER and token.unit in {"", "k", "myriad", "%"} and not _is_label_index(line, n)
    ]
    if not labels or not numbers or numbers[0] > labels[0] or numbers[-1] > labels[-1]:
        return False
    if any(token.kind == WORD and not token.marks <= QUIET for token in line[labels[-1] + 1 :]):
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


def _turned(part: list[Token]) -> tuple[int, int] | None:
    """Return the places of the first number and the label of a clause like "SOL at 147.5 entry", or None."""
    numbers = [n for n, token in enumerate(part) if token.kind == NUMBER and token.unit in {*_PRICES, "%"}]
    labels = [n for n in range(len(part)) if part[n].kind == WORD and role_of(part, n) in OWNERS]
    if len(labels) != 1 or not numbers or numbers[-1] > labels[0]:
        return None
    first, label = numbers[0], labels[0]
    if any(not _is_quiet(token) for token in part[first:label]) or is_enumerated(part[first:]):
        return None
    if label + 1 < len(part) and part[label + 1].folded in {":", "=", "-", "→"}:
        return None
    owned = any(role_of(part, n) for n in range(first))
    return (first, label) if not owned or role_of(part, label) == ENTRY else None


def _is_quiet(token: Token) -> bool:
    return token.kind not in {WORD, SYMBOL} or bool(token.marks and token.marks <= QUIET)


def _is_label_index(line: list[Token], place: int) -> bool:
    token = line[place]
    return (
        place > 0 and token.glued and line[place - 1].kind == WORD and len(token.folded) <= 2 and token.folded.isdigit()
    )


def _without_bullets(line: list[Token], places: list[int], owner: Segment | None) -> list[int]:
    """An emoji in front of a level is a bullet where a written label already owns the line."""
    written = [place for place in places if line[place].kind == WORD and role_of(line, place) in OWNERS]
    kept = []
    for place in places:
        if line[place].kind == EMOJI:
            if written and written[0] < place:
                continue
            if owner is not None and owner.label.kind == WORD and owner.role in OWNERS and not written:
                same = {item.joined_by for item in owner.items} <= {"", "line"}
                if not owner.items or (same and owner.role == TARGET and owner.enumerated):
                    continue
        kept.append(place)
    return kept


def _leverage_numbers(body: list[Token]) -> list[Token]:
    numbers: list[Token] = []
    for place, token in enumerate(body):
        if token.kind == NUMBER:
            if token.unit == "" and not numbers and _in_ratio(body, place):
                continue
            if token.unit in {"", "x"} and (not numbers or token.unit == "x" or _joined(body, place)):
                numbers.append(token)
        elif is_unknown(token) and numbers:
            break
    return numbers


def _in_ratio(body: list[Token], place: int) -> bool:
    return (
        body[place].folded == "1"
        and place + 2 < len(body)
        and body[place + 1].folded == ":"
        and body[place + 2].kind == NUMBER
    )


def _joined(body: list[Token], place: int) -> bool:
    return place > 0 and (body[place - 1].folded in {"-", "/", "~", ":"} or body[place - 1].has("range"))
