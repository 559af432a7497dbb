"""Instructions and reports on earlier calls: close, move stop, break-even, cancel, target hit, stopped."""

from dataclasses import dataclass, field
from decimal import Decimal

from echotrade_desktop.engine.signals.parser import clauses
from echotrade_desktop.engine.signals.parser.body import MAX_INDEX
from echotrade_desktop.engine.signals.parser.labels import is_unknown
from echotrade_desktop.engine.signals.parser.numbers import make_item
from echotrade_desktop.engine.signals.parser.result import Action
from echotrade_desktop.engine.signals.parser.tokens import EMOJI, NUMBER, PUNCT, SYMBOL, WORD, Token

_TICKS = frozenset("✅☑✔💯🎉🥳🏆💥🎯👌✓")
_CROSSES = frozenset("❌⛔🛑🚫☠💀😔🔴✖😞😢")
_STRICT_BREAKEVEN = frozenset(
    {"be", "breakeven", "break even", "break - even", "b / e", "b.e", "risk free", "riskfree", "risk - free", "bep"}
)
_POINTERS = frozenset({"the", "my", "our", "your", "a", "this", "that", "these", "those", "all"})
_PULLS = frozenset({"pull", "pulling", "remove", "withdraw"})
_ORDERS = frozenset("order orders limit limits bid bids".split()) | {"limit order", "limit orders", "pending order"}
_NUMBERED = frozenset("#-,&/+().") | frozenset({"no", "number", "num", "nr", "nº", "№", "numero", "número"})
_AUTHORS = frozenset({"i", "we", "i've", "we've", "just", "have", "also", "team", "guys", "now"})
_MAX_UNKNOWN = 3
_NEAR = 7  # tokens within which the parts of an instruction stand together


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
    moves: bool = False  # a verb of moving says so, not only a preposition
    tokens: list[Token] = field(default_factory=list)


def find(lines: list[list[Token]]) -> list[Event]:
    """Return the events of a message in written order; denied, asked and conditional ones are left out."""
    events: list[Event] = []
    for line in lines:
        if line[0].has("trailing"):
            break
        events.extend(_in_line(line))
    return events


def _in_line(line: list[Token]) -> list[Event]:
    found: list[Event] = []
    for place, token in enumerate(line):
        if token.kind != WORD or not token.marks or "phrase" in token.marks or _is_syllable(line, place):
            continue
        event = _event_at(line, place)
        if event is not None and not _taken_back(event):
            found.append(event)
    return _without_echoes(found)


def _is_syllable(line: list[Token], place: int) -> bool:
    """Whether a word of one character is part of a longer word that no table knows ("平" in "平顺")."""
    token = line[place]
    if len(token.folded) > 1 or token.folded.isascii():
        return False
    beside = [line[n] for n in (place - 1, place + 1) if 0 <= n < len(line)]
    return any(other.kind == WORD and not other.marks and not other.folded.isascii() for other in beside)


def _event_at(line: list[Token], place: int) -> Event | None:
    token = line[place]
    for mark, reader in _READERS:
        if mark in token.marks:
            event = reader(line, place)
            if event is not None:
                return event
    return None


def _taken_back(event: Event) -> bool:
    line, place = event.line, event.place
    if clauses.is_denied(line, place) or clauses.is_asked(line, place):
        return True
    if event.is_report:
        return clauses.is_conditional(line, place) or any("past" in token.marks for token in line[:place])
    return clauses.is_conditional(line, place, behind=True) or clauses.depends(line, place)


def _without_echoes(found: list[Event]) -> list[Event]:
    """A break-even move is not also a close, a stop report not also a target report."""
    kept: list[Event] = []
    for event in found:
        if any(other.action is event.action and not _says_more(event, other) for other in kept):
            continue
        kept.append(event)
    return kept


def _says_more(event: Event, other: Event) -> bool:
    if event.action is Action.TARGET_HIT:
        return event.target != other.target
    return other.price is None and event.price is not None and event.action is Action.MOVE_STOP


def _ahead(line: list[Token], place: int, reach: int = _NEAR) -> list[Token]:
    _, end = clauses.sentence(line, place)
    return line[place + 1 : min(end, place + 1 + reach)]


def _behind(line: list[Token], place: int, reach: int = _NEAR) -> list[Token]:
    start, _ = clauses.sentence(line, place)
    return line[max(start, place - reach) : place]


def _price(tokens: list[Token]) -> Decimal | None:
    for token in tokens:
        if token.kind == NUMBER and token.unit in {"", "k", "myriad"}:
            choices = make_item(token).choices
            if choices and len(choices[0].texts) == 1 and choices[0].values[0] > 0:
                return choices[0].values[0]
    return None


def _last_price(tokens: list[Token]) -> Decimal | None:
    """The price a stop goes to: the second of "from 66555 to 66950"."""
    for place, token in enumerate(tokens):
        if place and token.has("range", "place") and tokens[place - 1].kind == NUMBER:
            return _price(tokens[place + 1 :]) or _price(tokens)
    return _price(tokens)


def _without_indices(tokens: list[Token]) -> list[Token]:
    """The tokens without the number of a target: "TP1" names no price."""
    kept: list[Token] = []
    for place, token in enumerate(tokens):
        counts = token.kind == NUMBER and token.folded.isdigit() and int(token.folded) <= MAX_INDEX
        if not (counts and place and "target" in tokens[place - 1].marks):
            kept.append(token)
    return kept


def _share(tokens: list[Token]) -> Decimal | None:
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


def _leads(line: list[Token], place: int) -> bool:
    """Whether an instruction opens its clause: nothing unknown stands before it."""
    start, end = clauses.clause(line, place)
    before = line[start:place]
    if any(token.kind == WORD and not token.marks and len(token.folded) > 1 for token in before):
        return False
    return clauses.unknown_words(line[place:end]) <= _MAX_UNKNOWN


def _stopped(line: list[Token], place: int) -> Event | None:
    return Event(Action.STOPPED, True, place, line)


def _stop(line: list[Token], place: int) -> Event | None:
    """What is said of the stop: moved to a price, to entry, or hit."""
    ahead, behind = _ahead(line, place), _behind(line, place)
    moved = any(token.has("move") for token in behind) or any(token.has("move") for token in ahead)
    placed = moved or bool(ahead and ahead[0].folded == "→") or any(token.has("place") for token in [*behind, *ahead])
    even = next((n for n, token in enumerate(ahead) if token.has("breakeven", "breakeven_strict")), None)
    if _says_nothing(ahead, even):
        return None
    price = _last_price(_without_indices(ahead))
    scope = _scope(line, place)
    hit = next((n for n, token in enumerate(ahead[:3]) if token.has("hit") and not token.has("move")), None)
    if even is not None and (price is None or ahead[even].folded in _STRICT_BREAKEVEN):
        return Event(Action.BREAKEVEN, False, place, line, scope=scope)
    if moved and any(map(_is_strictly_even, behind)):
        return Event(Action.BREAKEVEN, False, place, line, scope=scope)
    if hit is None and price is None and behind and _is_strictly_even(behind[-1]):
        return Event(Action.BREAKEVEN, False, place, line, scope=scope)
    if hit is not None and price is None:
        return Event(Action.STOPPED, True, place, line)
    if price is not None and placed and _leads(line, place):
        return Event(Action.MOVE_STOP, False, place, line, price=price, moves=moved)
    before = _price(behind)
    if before is not None and moved and price is None:
        return Event(Action.MOVE_STOP, False, place, line, price=before, moves=True)
    goal = next((n for n, token in enumerate(ahead) if "target" in token.marks), None)
    if goal is not None and moved:
        return Event(Action.MOVE_STOP, False, place, line, target=_index_behind(ahead, goal), moves=True)
    if price is None and ahead and ahead[0].kind == EMOJI and ahead[0].folded in _CROSSES and len(line) < 8:
        return Event(Action.STOPPED, True, place, line)
    return (
        Event(Action.MOVE_STOP, False, place, line, price=price, moves=True)
        if moved and "stop" in line[place].marks
        else None
    )


def _says_nothing(ahead: list[Token], even: int | None) -> bool:
    """Whether a label has no value ("Stop: ..."), or it is only said on which side of the entry the stop lies."""
    if even is not None:
        return any(token.has("trigger") for token in ahead[:even])
    return bool(ahead) and ahead[0].folded in {":", "="} and _price(ahead) is None


def _is_strictly_even(token: Token) -> bool:
    return token.folded in _STRICT_BREAKEVEN or token.has("breakeven_strict")


def _move(line: list[Token], place: int) -> Event | None:
    """A move whose object is named later or not at all: "move to breakeven", "Trailing Stop Activated"."""
    ahead = _ahead(line, place)
    if any("stop" in token.marks for token in [*ahead, *_behind(line, place)]):
        return None
    if any(token.has("breakeven", "breakeven_strict") for token in ahead):
        return Event(Action.BREAKEVEN, False, place, line)
    if "stop" in line[place].folded:
        return Event(Action.MOVE_STOP, False, place, line, price=_price(ahead), moves=True)
    return None


def _breakeven(line: list[Token], place: int) -> Event | None:
    """Break-even by itself: "BE now", "risk free"."""
    token = line[place]
    if token.folded not in _STRICT_BREAKEVEN and "breakeven_strict" not in token.marks:
        return None
    shouting = len(line) > _NEAR and not any(other.text.islower() for other in line)
    if token.folded == "be" and shouting:
        return None
    near = clauses.around(line, place)
    if any("stop" in other.marks for other in near) or (
        token.folded == "be" and not token.text.isupper() and len(line) > 1
    ):
        return None
    if clauses.unknown_words(near) > 2 or any(other.has("close", "closed", "stopped") for other in near):
        return None
    return Event(Action.BREAKEVEN, False, place, line)


def _close(line: list[Token], place: int) -> Event | None:
    token = line[place]
    if token.has("target", "stop") and _owns_price(line, place):
        return None
    if _closes_a_stranger(line, place):
        return None
    if not _leads(line, place) or any("stopped" in other.marks for other in clauses.around(line, place)):
        return None
    start, end = clauses.clause(line, place)
    around = [*line[start:place], *line[place + 1 : end]]
    if clauses.unknown_words(around) and not _has_object(around):
        return None
    share = _share(_without_gains(around))
    reach = _ahead(line, place)
    if "partial" in token.marks or any("partial" in other.marks for other in reach[:3]) or (share and share < 100):
        return Event(Action.PARTIAL_CLOSE, False, place, line, percent=share, price=_price_at(line, place))
    scope = _scope(line, place)
    return Event(Action.CLOSE, False, place, line, scope=scope, price=_price_at(line, place))


def _closes_a_stranger(line: list[Token], place: int) -> bool:
    """Whether what is closed is no trade ("I closed my laptop", "closing thoughts")."""
    end = clauses.clause(line, place)[1]
    reach = line[place + 1 : min(end, place + 4)]
    following = [token for token in reach if token.folded not in _POINTERS]
    if not following:
        return False
    pointed = following[0] is not reach[0]
    return following[0].has("question", "noise") or (pointed and is_unknown(following[0]))


def _has_object(tokens: list[Token]) -> bool:
    """Whether an instruction says what it is about: a coin, a position, a side, a part."""
    return any(
        token.kind == SYMBOL
        or token.unit == "%"
        or token.has("position", "long", "short", "buy", "sell", "all", "rest")
        for token in tokens
    )


def _scope(line: list[Token], place: int) -> str | None:
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
    ahead = _ahead(line, place)
    for number, token in enumerate(ahead):
        if token.kind != NUMBER or token.unit not in {"", "k", "myriad"}:
            continue
        before = ahead[number - 1] if number else line[place]
        beyond = ahead[number + 1] if number + 1 < len(ahead) else None
        signed = before.folded in {"+", "-"} and before.glued is False
        if signed or "target" in before.marks or (beyond is not None and beyond.folded == "/"):
            continue
        return _price([token])
    return None


def _book(line: list[Token], place: int) -> Event | None:
    """Take, book, secure a part of the profit."""
    ahead = _ahead(line, place)
    share = _share(_without_gains([line[place], *ahead])) or _share(_without_gains(_behind(line, place, 3)))
    partly = any("partial" in token.marks for token in ahead)
    colon = place + 1 < len(line) and line[place + 1].folded in {":", "="}
    if colon or not _leads(line, place) or (share is None and not partly):
        return None
    if share is None and _is_of_the_rest(ahead):
        return Event(Action.CLOSE, False, place, line, price=_price_at(line, place))
    if share is None and not any(token.has("profit", "partial", "position") for token in ahead):
        return None
    return Event(Action.PARTIAL_CLOSE, False, place, line, percent=share, price=_price_at(line, place))


def _sold(line: list[Token], place: int) -> Event | None:
    """The author tells that a part was sold; what others sold is news."""
    start, _ = clauses.clause(line, place)
    by_author = all(token.kind != WORD or token.folded in _AUTHORS for token in line[start:place])
    event = _sell(line, place) if by_author else None
    if event is not None:
        event.is_report = True
    return event


def _is_of_the_rest(ahead: list[Token]) -> bool:
    """Whether a verb speaks of what is left: "take the rest off"."""
    named = next((token for token in ahead if token.folded not in _POINTERS), None)
    return named is not None and "rest" in named.marks


def _sell(line: list[Token], place: int) -> Event | None:
    """Sell what is held: a part of it, the rest, "your" coins. It never opens a short."""
    said = [token for token in _ahead(line, place, 5) if token.kind != EMOJI]
    held = next((n for n, token in enumerate(said) if token.kind == SYMBOL or token.has("position")), None)
    if held is None or not _leads(line, place):
        return None
    part = said[:held]
    share = _share(part)
    if share is not None and share < 100:
        return Event(Action.PARTIAL_CLOSE, False, place, line, percent=share, price=_price_at(line, place))
    if any(token.has("partial") or token.folded == "some" for token in part):
        return Event(Action.PARTIAL_CLOSE, False, place, line, price=_price_at(line, place))
    if share is not None or any(token.has("rest", "all", "yours") for token in part):
        return Event(Action.CLOSE, False, place, line, price=_price_at(line, place))
    return None


def _partial(line: list[Token], place: int) -> Event | None:
    near = [*_behind(line, place, 5), *_ahead(line, place, 5)]
    share = _share(near)
    acts = any(token.has("close", "book", "profit", "position") for token in near)
    if not _leads(line, place) or (share is None and not acts and len(line) > 3):
        return None
    noisy = any("noise" in token.marks for token in clauses.around(line, place))
    if line[place].folded == "off" and (share is None or noisy):
        return None
    return Event(Action.PARTIAL_CLOSE, False, place, line, percent=share, price=_price_at(line, place))


def _cancel(line: list[Token], place: int) -> Event | None:
    if not _leads(line, place):
        return None
    start, end = clauses.clause(line, place)
    around = [*line[start:place], *line[place + 1 : end]]
    objects = [
        token for token in around if token.kind == SYMBOL or token.has("position", "entry", "all", "buy", "sell")
    ]
    alone = all(clauses.is_decoration(token) for token in around)
    if not objects and not alone:
        return None
    return Event(Action.CANCEL, False, place, line, scope=_scope(line, place))


def _pull_order(line: list[Token], place: int) -> Event | None:
    """An order that is taken back: "pull your ATOM order". A stop that is pulled up is moved."""
    ahead = _ahead(line, place, 5)
    orders = any(token.folded in _ORDERS for token in ahead)
    if line[place].folded not in _PULLS or not orders or any(token.has("stop", "target") for token in ahead):
        return None
    return Event(Action.CANCEL, False, place, line, scope=_scope(line, place)) if _leads(line, place) else None


def _cancelled(line: list[Token], place: int) -> Event | None:
    return (
        Event(Action.CANCEL, True, place, line)
        if clauses.unknown_words(clauses.around(line, place)) <= _MAX_UNKNOWN
        else None
    )


def _closed(line: list[Token], place: int) -> Event | None:
    near = clauses.around(line, place)
    if any("stopped" in token.marks for token in near) or clauses.unknown_words(near) > _MAX_UNKNOWN + 1:
        return None
    if _closes_a_stranger(line, place):
        return None
    start, end = clauses.clause(line, place)
    named = any(token.kind == SYMBOL or token.has("position", "long", "short", "stop") for token in near)
    if not named and len(line) > 4 and not (line[place].folded.startswith("exit") or line[place].parts):
        return None
    share = _share(_without_gains(line[start:end]))
    if share is not None and share < 100:
        return Event(Action.PARTIAL_CLOSE, True, place, line, percent=share, price=_price_at(line, place))
    return Event(Action.CLOSE, True, place, line, price=_price_at(line, place), scope=_scope(line, place))


def _index_behind(tokens: list[Token], place: int) -> int | None:
    """The number of a target: "TP2", "target 2", "targets 1, 2 & 3" (the last one)."""
    best: int | None = None
    for token in tokens[place + 1 : place + 9]:
        if token.kind == NUMBER and token.unit == "":
            pieces = token.folded.replace(".", ",").split(",")
            if not all(piece.isdigit() and 1 <= int(piece) <= 20 for piece in pieces if piece):
                break
            best = max(int(piece) for piece in pieces if piece)
        elif not (
            token.folded in "#-,&/+()." or token.folded in _NUMBERED or token.has("and", "range", "target", "filler")
        ):
            break
    return best


def _target(line: list[Token], place: int) -> Event | None:
    """A target reached: "TP1 hit", "hit TP2", "all targets done", "first target ✅"."""
    index: int | str | None = _index_behind(line, place)
    behind, ahead = _behind(line, place, 4), _ahead(line, place, 8)
    if any("all" in token.marks for token in behind[-3:]) or any("all" in token.marks for token in ahead[:2]):
        index = "all"
    elif index is None:
        near = [*behind[-2:], *ahead[:2]]
        index = next((int(token.value) for token in near if "ordinal" in token.marks), None) or _number_before(
            line, place
        )
    reached = any(token.has("hit", "filled") and not token.has("move", "not") for token in [*behind[-3:], *ahead])
    ticked = _is_ticked(ahead)
    if not reached and not ticked:
        return None
    if _owns_price(line, place) and not reached:
        return None
    return Event(Action.TARGET_HIT, True, place, line, target=index)


def _number_before(line: list[Token], place: int) -> int | None:
    """The number of "2. hedef", "2nd target", "2 цель"."""
    for token in reversed(line[max(0, place - 2) : place]):
        if token.kind == NUMBER and token.folded.isdigit() and 1 <= int(token.folded) <= 20:
            return int(token.folded)
        if token.kind != PUNCT and not (token.kind == WORD and token.glued and len(token.folded) <= 2):
            return None
    return None


def _is_ticked(ahead: list[Token]) -> bool:
    """Whether the first thing behind a target and its number is a tick."""
    for token in ahead:
        if token.kind == EMOJI:
            return token.folded in _TICKS
        if token.kind == WORD and not token.has("filler", "target", "ordinal"):
            return False
        if token.kind == PUNCT and token.folded in ":=":
            return False
    return False


def _owns_price(line: list[Token], place: int) -> bool:
    for token in _ahead(line, place, 5):
        if token.kind == NUMBER and token.unit in {"", "k"} and not (token.folded.isdigit() and len(token.folded) < 3):
            return True
        if token.kind == WORD:
            return False
    return False


def _hit(line: list[Token], place: int) -> Event | None:
    """A hit whose object follows: "hit SL", "reached stop loss"."""
    ahead = _ahead(line, place, 4)
    if any("stop" in token.marks for token in ahead) and _price(ahead) is None:
        return Event(Action.STOPPED, True, place, line)
    return None


def _reentry(line: list[Token], place: int) -> Event | None:
    return Event(Action.REENTRY, False, place, line, price=_price(_ahead(line, place)))


def _all_targets(line: list[Token], place: int) -> Event | None:
    """Every target reached in one word: "Full TP"."""
    return None if _owns_price(line, place) else Event(Action.TARGET_HIT, True, place, line, target="all")


_READERS = (
    ("all_targets", _all_targets),
    ("stopped", _stopped),
    ("reentry", _reentry),
    ("stop", _stop),
    ("target", _target),
    ("closed", _closed),
    ("close", _close),
    ("cancelled", _cancelled),
    ("cancel", _cancel),
    ("move", _pull_order),
    ("move", _move),
    ("partial", _partial),
    ("book", _book),
    ("sell", _sell),
    ("selling", _sell),
    ("sold", _sold),
    ("hit", _hit),
    ("breakeven", _breakeven),
    ("breakeven_strict", _breakeven),
)

_REPORT_ORDER = (Action.CANCEL, Action.STOPPED, Action.CLOSE, Action.PARTIAL_CLOSE, Action.TARGET_HIT)


def is_fill_report(lines: list[list[Token]]) -> bool:
    """Whether the message tells that an entry was filled."""
    for line in lines:
        for place, token in enumerate(line):
            if "filled" in token.marks and not token.has("hit") and not clauses.is_conditional(line, place):
                return True
            follows = line[place + 1 : place + 4]
            if "entry" in token.marks and any(_says_filled(other) for other in follows) and _price(follows) is None:
                return True
    return False


def _says_filled(token: Token) -> bool:
    return token.has("filled", "hit") or (token.kind == EMOJI and token.folded in _TICKS)


def leading(events: list[Event]) -> Event:
    """The event that matters: an instruction before a report, the gravest report first."""
    instructions = [event for event in events if not event.is_report]
    if instructions:
        priced = [
            event for event in instructions if event.action is not Action.MOVE_STOP or event.price or event.target
        ]
        return (priced or instructions)[0]
    return min(events, key=lambda event: _REPORT_ORDER.index(event.action))
