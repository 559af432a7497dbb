"""From segments to a call: entries, stop and targets, settled and checked."""

from dataclasses import dataclass, field
from decimal import Decimal

from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.domain.signal import EntryKind
from echotrade_desktop.engine.signals.parser import numbers
from echotrade_desktop.engine.signals.parser.body import Loose, Scan, Segment
from echotrade_desktop.engine.signals.parser.labels import ENTRY, PRICE, STOP, TARGET
from echotrade_desktop.engine.signals.parser.numbers import Item
from echotrade_desktop.engine.signals.parser.result import Level, Reason
from echotrade_desktop.engine.signals.parser.tokens import NUMBER, SYMBOL, WORD, Token

MAX_LEVELS = 64  # more prices than this are no call
_SIDE_OF = {"long": Side.LONG, "buy": Side.LONG, "short": Side.SHORT, "sell": Side.SHORT}


@dataclass(slots=True, eq=False)
class Draft:
    """A call as the labels give it, before its numbers are settled."""

    entries: list[Item] = field(default_factory=list)
    stops: list[Item] = field(default_factory=list)
    targets: list[Item] = field(default_factory=list)
    market: bool = False
    ladder: bool = False
    by_side: bool = False  # the entries stand behind words of the side: "Buy 1: …"
    labelled: set[str] = field(default_factory=set)  # roles that a written label names with a value
    loose: list[Loose] = field(default_factory=list)
    problem: Reason | None = None
    warnings: list[str] = field(default_factory=list)
    reference: bool = False  # the entry is a price mentioned, not an entry written

    @property
    def items(self) -> list[Item]:
        """Every price of the call."""
        return [*self.entries, *self.stops, *self.targets]

    @property
    def has_levels(self) -> bool:
        """Whether there is a stop or a target."""
        return bool(self.stops or self.targets)


def assemble(scan: Scan, side: Side | None, tokens: list[Token]) -> Draft:
    """Give every segment its part in the call of one side (None: whatever the labels say by themselves)."""
    if sum(len(segment.items) for segment in scan.segments) > MAX_LEVELS:
        return Draft(problem=Reason.AMBIGUOUS_NUMBER)
    draft = Draft(loose=list(scan.loose))
    draft.market = any(segment.market for segment in scan.segments)
    _stops(draft, scan)
    _targets(draft, scan)
    _entries(draft, scan, side, tokens)
    if not draft.stops or not draft.targets or not (draft.entries or draft.market):
        draft.loose.extend(Loose(token, "label") for token in scan.skipped if token.unit in {"", "k", "myriad"})
    if any(segment.broken for segment in scan.segments) and draft.problem is None:
        draft.problem = Reason.AMBIGUOUS_NUMBER
    return draft


def _stops(draft: Draft, scan: Scan) -> None:
    prices = [item for segment in scan.of(STOP) for item in segment.prices]
    shares = [item for segment in scan.of(STOP) for item in segment.items if item.is_percent]
    if prices:
        draft.stops = _distinct(prices)
        draft.labelled.add(STOP)
        if len(draft.stops) > 1:
            draft.problem = Reason.AMBIGUOUS_NUMBER
    elif len(shares) == 1:
        draft.stops = shares
        draft.labelled.add(STOP)
    elif shares:
        draft.warnings.append("ambiguous_stop")


def _targets(draft: Draft, scan: Scan) -> None:
    segments = scan.of(TARGET)
    prices = [item for segment in segments for item in segment.prices]
    draft.targets = _distinct(prices or [item for segment in segments for item in segment.items])
    if draft.targets:
        draft.labelled.add(TARGET)


def _distinct(items: list[Item]) -> list[Item]:
    kept: list[Item] = []
    for item in items:
        if not any(_same(item, other) for other in kept):
            kept.append(item)
    return kept


def _same(item: Item, other: Item) -> bool:
    first = item.choices[0].values if item.choices else None
    return first is not None and bool(other.choices) and first == other.choices[0].values


def _entries(draft: Draft, scan: Scan, side: Side | None, tokens: list[Token]) -> None:
    labelled = _without_mean([segment for segment in scan.of(ENTRY) if segment.prices])
    sided = [segment for segment in scan.of(*_SIDE_OF) if segment.prices]
    weak = [segment for segment in scan.of("symbol", "at") if segment.prices]
    sided = _without_amounts(draft, sided, bool(labelled or weak), tokens)
    if labelled:
        draft.entries = _distinct([item for segment in labelled for item in segment.prices])
        draft.ladder = len(labelled) > 1 or any(segment.enumerated for segment in labelled)
        draft.labelled.add(ENTRY)
    willing = [segment for segment in sided if side is None or _SIDE_OF[segment.role] is side]
    if willing and labelled and _add_to(willing, labelled):
        draft.entries = [*_distinct([item for segment in willing for item in segment.prices]), *draft.entries]
        willing, sided, draft.ladder = [], [segment for segment in sided if segment not in willing], True
    elif weak and not willing and labelled and _add_to(weak, labelled):
        draft.entries = _distinct([item for segment in (*weak, *labelled) for item in segment.prices])
        weak, draft.ladder = [], True
    for segment in willing:
        _place_sided(draft, segment, side, labelled, scan)
    for segment in weak:
        _place_weak(draft, segment)
    for segment in sided:
        if segment not in willing:
            _place_sided(draft, segment, side, labelled, scan)
    if not draft.entries:
        _from_price(draft, scan)


def _add_to(first: list[Segment], labelled: list[Segment]) -> bool:
    """Whether every labelled entry adds to a price behind side or coin: "Long APT from 8.90, averaging 8.60".

    What strange words stand before may be anything: "long | stopp hier: 8.20 | reload: 8.60".
    """
    adds = all("entry_near" in segment.label.marks for segment in labelled)
    return adds and not any(segment.strange or segment.role == "at" for segment in first)


def _without_mean(labelled: list[Segment]) -> list[Segment]:
    """Leave out the mean of the entries that stand beside it: "Entry 152 - 154, avg entry 153"."""
    levels = [segment for segment in labelled if "mean" not in segment.label.marks]
    if len(levels) == len(labelled):
        return labelled
    known = [value for segment in levels for item in segment.prices for c in item.choices[:1] for value in c.values]
    if len(known) < 2:
        return labelled
    return [segment for segment in labelled if segment in levels or not _lies_within(segment, known)]


def _lies_within(segment: Segment, known: list[Decimal]) -> bool:
    values = [value for item in segment.prices for choice in item.choices[:1] for value in choice.values]
    return all(min(known) <= value <= max(known) for value in values)


def _without_amounts(draft: Draft, sided: list[Segment], others: bool, tokens: list[Token]) -> list[Segment]:
    """Leave out amounts: numbers between the side and the symbol ("Buy 0.5 BTC at 67000")."""
    if not sided:
        return []
    kept = []
    places = {id(token): place for place, token in enumerate(tokens)}
    for segment in sided:
        last = segment.items[-1].tokens[-1]
        place = places[id(last)]
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        beside = following is not None and following.kind == SYMBOL and following.line == last.line
        money = following is not None and following.kind == WORD and following.folded in {"usdt", "usd", "dollars"}
        ranged = len(segment.items) > 1  # "Buy between 8.30 & 8.45 ATOM"
        if not segment.by_colon and ((beside and not ranged) or (money and others)):
            if not others:
                draft.problem = Reason.AMBIGUOUS_NUMBER
            continue
        kept.append(segment)
    return kept


def _place_sided(draft: Draft, segment: Segment, side: Side | None, labelled: list[Segment], scan: Scan) -> None:
    direction = _SIDE_OF[segment.role]
    strong = segment.role in {"long", "short"}
    same = side is None or direction is side
    has_targets = any(other.items for other in scan.of(TARGET))
    counted = segment.enumerated and draft.ladder and draft.by_side
    if same and not labelled and (counted or not draft.entries):
        _add_entries(draft, segment)
        draft.by_side = True
    elif same and not strong and _repeats(draft.entries, segment.prices):
        return
    elif (segment.role == "sell" and draft.entries and not has_targets) or (
        not same and not strong and draft.entries and not has_targets
    ):
        draft.targets.extend(segment.prices)
        draft.labelled.add(TARGET)
    elif not same and not strong and not draft.entries and not labelled and has_targets:
        _add_entries(draft, segment)
    elif not _repeats(draft.entries, segment.prices):
        draft.loose.extend(Loose(token, "bare") for item in segment.prices for token in item.tokens)


def _add_entries(draft: Draft, segment: Segment) -> None:
    """Take the numbers behind a side word, a symbol or an @ as the entry, if they plainly are one."""
    if not segment.by_colon and not _is_plain_entry(draft, segment):
        draft.problem = draft.problem or Reason.AMBIGUOUS_NUMBER
    if _is_negative(segment):
        draft.problem = Reason.NON_POSITIVE_PRICE
    draft.entries = _distinct([*draft.entries, *segment.prices])
    draft.ladder |= segment.enumerated
    if segment.by_colon or segment.label.text != segment.label.text.strip():
        draft.labelled.add(ENTRY)


def _is_plain_entry(draft: Draft, segment: Segment) -> bool:
    items = segment.prices
    if len(items) == 1:
        listed = min((len(choice.texts) for choice in items[0].choices), default=1)
        return listed == 1 or (listed == 2 and bool(draft.stops and draft.targets))
    joined = all(item.joined_by in {"-", "/"} for item in items[1:])
    listed = len(items) == 2 and items[1].joined_by == "," and bool(draft.stops and draft.targets)
    return listed or (joined and (len(items) == 2 or draft.has_levels))


def _is_negative(segment: Segment) -> bool:
    first = segment.items[0].tokens[0]
    return first.unit == "negative"


def _repeats(entries: list[Item], prices: list[Item]) -> bool:
    return bool(entries) and all(any(_same(item, other) for other in entries) for item in prices)


def _place_weak(draft: Draft, segment: Segment) -> None:
    if not draft.entries:
        _add_entries(draft, segment)
    elif not _repeats(draft.entries, segment.prices):
        draft.loose.extend(Loose(token, "bare") for item in segment.prices for token in item.tokens)


def _from_price(draft: Draft, scan: Scan) -> None:
    prices = _distinct([item for segment in scan.of(PRICE, "now") for item in segment.prices])
    if len(prices) == 1:
        draft.entries = prices
        draft.reference = True
        draft.labelled.add(ENTRY)
    elif prices:
        draft.problem = draft.problem or Reason.AMBIGUOUS_NUMBER


def mark_negatives(tokens: list[Token]) -> None:
    """A minus glued to a number behind a space is a sign ("LONG -67500"), behind a plain label a dash ("SL -0.157")."""
    for place in range(2, len(tokens)):
        token, dash, before = tokens[place], tokens[place - 1], tokens[place - 2]
        if token.kind != NUMBER or token.unit or not token.glued or dash.folded != "-" or dash.glued:
            continue
        if before.line == token.line and (
            before.kind == SYMBOL or before.has(*_SIDE_OF) or before.folded in {":", "="}
        ):
            token.unit = "negative"


def levels(items: list[Item]) -> list[Level]:
    """Return the settled levels of items, in order."""
    found: list[Level] = []
    for item in items:
        choice = item.settled or item.choices[0]
        found.extend(Level(Decimal(text), text, item.written, item.is_percent) for text in choice.texts)
    return found


def kind_of(draft: Draft, entries: list[Level], dash: str) -> EntryKind:
    """Return how the call names its entry."""
    if draft.market:
        return EntryKind.MARKET
    if len(entries) < 2:
        return EntryKind.LIMIT if entries else EntryKind.MARKET
    if dash == "range":
        return EntryKind.RANGE
    if dash == "ladder" or draft.ladder or len(entries) > 2:
        return EntryKind.LADDER
    return EntryKind.RANGE


def settle(draft: Draft, market_price: Decimal | None) -> Reason | None:
    """Settle every number's reading; return why that fails."""
    if any(not item.choices for item in draft.items):
        return Reason.INVALID_NUMBER
    if any(token.unit == "negative" for item in draft.items for token in item.tokens):
        return Reason.NON_POSITIVE_PRICE
    for item in draft.items:
        positive = [choice for choice in item.choices if min(choice.values) > 0]
        if not positive:
            return Reason.NON_POSITIVE_PRICE
        item.choices = positive
    priced = [item for item in draft.items if not item.is_percent]
    return None if numbers.settle(priced, market_price) else Reason.AMBIGUOUS_NUMBER
