"""Instructions and reports on earlier calls: close, move stop, break-even, cancel, target hit, stopped."""

from decimal import Decimal

from echotrade_desktop.engine.signals.parser import clauses, exits
from echotrade_desktop.engine.signals.parser.body import MAX_INDEX
from echotrade_desktop.engine.signals.parser.events import (
    MAX_UNKNOWN,
    NEAR,
    Event,
    ahead_of,
    behind_of,
    leads,
    owns_price,
    price_in,
    scope_of,
)
from echotrade_desktop.engine.signals.parser.result import Action
from echotrade_desktop.engine.signals.parser.tokens import EMOJI, NUMBER, PUNCT, SYMBOL, WORD, Token

_TICKS = frozenset("✅☑✔💯🎉🥳🏆💥🎯👌✓")
_CROSSES = frozenset("❌⛔🛑🚫☠💀😔🔴✖😞😢")
_STRICT_BREAKEVEN = frozenset(
    {"be", "breakeven", "break even", "break - even", "b / e", "b.e", "risk free", "riskfree", "risk - free", "bep"}
)
_PULLS = frozenset({"pull", "pulling", "remove", "withdraw"})
_ORDERS = frozenset("order orders limit limits bid bids".split()) | {"limit order", "limit orders", "pending order"}
_NUMBERED = frozenset("#-,&/+().") | frozenset({"no", "number", "num", "nr", "nº", "№", "numero", "número"})


def find(lines: list[list[Token]]) -> list[Event]:
    """Return the events of a message in written order; denied, asked and conditional ones are left out."""
    events: list[Event] = []
    for line in lines:
        if line[0].has("trailing"):
            break
        events.extend(_in_line(line))
    if not events and len(lines) == 1:
        events.extend(_ticked_alone(lines[0]))
    if any(event.action is Action.STOPPED for event in events):  # an arrow then points to where the stop stood
        events = [event for event in events if not (event.action is Action.MOVE_STOP and event.by_sign)]
    return events


def _ticked_alone(line: list[Token]) -> list[Event]:
    """A message of nothing but a tick and a target: "BTC/USDT ✅ Target 2", "🎯 tp1"."""
    place = next((n for n, token in enumerate(line) if "target" in token.marks), None)
    if place is None or not any(token.kind == EMOJI and token.folded in _TICKS for token in line[:place]):
        return []
    if any(token.kind == WORD and n != place and not token.has("filler") for n, token in enumerate(line)):
        return []
    index = _index_behind(line, place)
    counted = sum(token.kind == NUMBER for token in line) == 1
    return [Event(Action.TARGET_HIT, True, place, line, target=index)] if index and counted else []


def _in_line(line: list[Token]) -> list[Event]:
    found: list[Event] = []
    for place, token in enumerate(line):
        if token.kind != WORD or token.marks.isdisjoint(MARKS) or "phrase" in token.marks or _is_syllable(line, place):
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
    if clauses.is_anothers(line, place):
        return True
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


def _last_price(tokens: list[Token]) -> Decimal | None:
    """The price a stop goes to: the second of "from 66555 to 66950"."""
    for place, token in enumerate(tokens):
        if place and token.has("range", "place") and tokens[place - 1].kind == NUMBER:
            return price_in(tokens[place + 1 :]) or price_in(tokens)
    return price_in(tokens)


def _without_indices(tokens: list[Token]) -> list[Token]:
    """The tokens without the number of a target: "TP1" names no price."""
    kept: list[Token] = []
    for place, token in enumerate(tokens):
        counts = token.kind == NUMBER and token.folded.isdigit() and int(token.folded) <= MAX_INDEX
        if not (counts and place and "target" in tokens[place - 1].marks):
            kept.append(token)
    return kept


def _stopped(line: list[Token], place: int) -> Event | None:
    return Event(Action.STOPPED, True, place, line)


def _stop(line: list[Token], place: int) -> Event | None:
    """What is said of the stop: moved to a price, to entry, or hit."""
    ahead, behind = ahead_of(line, place), behind_of(line, place)
    moved = any(token.has("move") for token in behind) or any(token.has("move") for token in ahead)
    said = moved or any(map(_places, behind)) or any(token.has("place") for token in ahead)
    pointed = bool(ahead and ahead[0].folded == "→")
    even = next((n for n, token in enumerate(ahead) if token.has("breakeven", "breakeven_strict")), None)
    if _says_nothing(ahead, even):
        return None
    price = _last_price(_without_indices(ahead))
    scope = scope_of(line, place)
    hit = next((n for n, token in enumerate(ahead[:3]) if token.has("hit") and not token.has("move")), None)
    if even is not None and (price is None or ahead[even].folded in _STRICT_BREAKEVEN):
        return Event(Action.BREAKEVEN, False, place, line, scope=scope)
    if moved and any(map(_is_strictly_even, behind)):
        return Event(Action.BREAKEVEN, False, place, line, scope=scope)
    if hit is None and price is None and behind and _is_strictly_even(behind[-1]):
        return Event(Action.BREAKEVEN, False, place, line, scope=scope)
    if hit is not None and price is None:
        return Event(Action.STOPPED, True, place, line)
    if price is not None and (said or pointed) and leads(line, place):
        return Event(Action.MOVE_STOP, False, place, line, price=price, moves=moved, by_sign=not said)
    before = price_in(behind)
    if before is not None and moved and price is None:
        return Event(Action.MOVE_STOP, False, place, line, price=before, moves=True)
    goal = next((n for n, token in enumerate(ahead) if "target" in token.marks), None)
    if goal is not None and moved:
        return Event(Action.MOVE_STOP, False, place, line, target=_index_behind(ahead, goal), moves=True)
    if price is None and ahead and ahead[0].kind == EMOJI and ahead[0].folded in _CROSSES and len(line) < 8:
        return Event(Action.STOPPED, True, place, line, by_sign=True)
    return _moved(line, place, price) if moved and "stop" in line[place].marks else None


def _moved(line: list[Token], place: int, price: Decimal | None) -> Event | None:
    """A moved stop; without its price only where little else is said."""
    plain = clauses.unknown_words([*behind_of(line, place), *ahead_of(line, place)]) < 2
    return Event(Action.MOVE_STOP, False, place, line, price=price, moves=True) if price is not None or plain else None


def _places(token: Token) -> bool:
    """Whether a word before the stop sets it; a mere preposition ("at 1.84, stop 1.77") does not."""
    return token.has("place") and not token.has("around", "range")


def _says_nothing(ahead: list[Token], even: int | None) -> bool:
    """Whether a label has no value ("Stop: ..."), or it is only said on which side of the entry the stop lies."""
    if even is not None:
        return any(token.has("trigger") for token in ahead[:even])
    return bool(ahead) and ahead[0].folded in {":", "="} and price_in(ahead) is None


def _is_strictly_even(token: Token) -> bool:
    return token.folded in _STRICT_BREAKEVEN or token.has("breakeven_strict")


def _move(line: list[Token], place: int) -> Event | None:
    """A move whose object is named later or not at all: "move to breakeven", "Trailing Stop Activated"."""
    ahead = ahead_of(line, place)
    if any("stop" in token.marks for token in [*ahead, *behind_of(line, place)]):
        return None
    if any(token.has("breakeven", "breakeven_strict") for token in ahead):
        return Event(Action.BREAKEVEN, False, place, line)
    if "stop" in line[place].folded:
        return Event(Action.MOVE_STOP, False, place, line, price=price_in(ahead), moves=True)
    return None


def _breakeven(line: list[Token], place: int) -> Event | None:
    """Break-even by itself: "BE now", "risk free"."""
    token = line[place]
    if token.folded not in _STRICT_BREAKEVEN and "breakeven_strict" not in token.marks:
        return None
    shouting = len(line) > NEAR and not any(other.text.islower() for other in line)
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


def _cancel(line: list[Token], place: int) -> Event | None:
    if not leads(line, place) or exits.closes_a_stranger(line, place):
        return None
    start, end = clauses.clause(line, place)
    around = [*line[start:place], *line[place + 1 : end]]
    if any("fraction" in token.marks or token.unit == "%" for token in around):
        return None  # no part of an order is cancelled
    objects = [
        token for token in around if token.kind == SYMBOL or token.has("position", "entry", "all", "buy", "sell")
    ]
    alone = all(clauses.is_decoration(token) for token in around) and clauses.unknown_words(line[:start]) < MAX_UNKNOWN
    if not objects and not alone:
        return None
    return Event(Action.CANCEL, False, place, line, scope=scope_of(line, place))


def _pull_order(line: list[Token], place: int) -> Event | None:
    """An order that is taken back: "pull your ATOM order". A stop that is pulled up is moved."""
    ahead = ahead_of(line, place, 5)
    orders = any(token.folded in _ORDERS for token in ahead)
    if line[place].folded not in _PULLS or not orders or any(token.has("stop", "target") for token in ahead):
        return None
    return Event(Action.CANCEL, False, place, line, scope=scope_of(line, place)) if leads(line, place) else None


def _cancelled(line: list[Token], place: int) -> Event | None:
    if exits.closes_a_stranger(line, place):
        return None
    return (
        Event(Action.CANCEL, True, place, line)
        if clauses.unknown_words(clauses.around(line, place)) <= MAX_UNKNOWN
        else None
    )


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
    behind, ahead = behind_of(line, place, 4), ahead_of(line, place, 8)
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
    if owns_price(line, place) and not reached:
        return None
    return Event(Action.TARGET_HIT, True, place, line, target=index, by_sign=not reached and index is None)


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


def _hit(line: list[Token], place: int) -> Event | None:
    """A hit whose object follows: "hit SL", "reached stop loss"."""
    ahead = ahead_of(line, place, 4)
    if any("stop" in token.marks for token in ahead) and price_in(ahead) is None:
        return Event(Action.STOPPED, True, place, line)
    return None


def _reentry(line: list[Token], place: int) -> Event | None:
    return Event(Action.REENTRY, False, place, line, price=price_in(ahead_of(line, place)))


def _all_targets(line: list[Token], place: int) -> Event | None:
    """Every target reached in one word: "Full TP"."""
    return None if owns_price(line, place) else Event(Action.TARGET_HIT, True, place, line, target="all")


_READERS = (
    ("all_targets", _all_targets),
    ("stopped", _stopped),
    ("reentry", _reentry),
    ("stop", _stop),
    ("target", _target),
    ("closed", exits.closed),
    ("close", exits.close),
    ("cancelled", _cancelled),
    ("cancel", _cancel),
    ("move", _pull_order),
    ("move", _move),
    ("partial", exits.partial),
    ("book", exits.book),
    ("sell", exits.sell),
    ("selling", exits.sell),
    ("sold", exits.sold),
    ("hit", _hit),
    ("breakeven", _breakeven),
    ("breakeven_strict", _breakeven),
)

MARKS = frozenset(mark for mark, _ in _READERS)  # of the words that tell of an earlier call

_REPORT_ORDER = (Action.CANCEL, Action.STOPPED, Action.CLOSE, Action.PARTIAL_CLOSE, Action.TARGET_HIT)


def is_fill_report(lines: list[list[Token]]) -> bool:
    """Whether the message tells that an entry was filled."""
    for line in lines:
        for place, token in enumerate(line):
            if "filled" in token.marks and not token.has("hit") and not clauses.is_conditional(line, place):
                return True
            follows = line[place + 1 : place + 4]
            if "entry" in token.marks and any(_says_filled(other) for other in follows) and price_in(follows) is None:
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
