"""What an approval card says, worked out once from a queue row: texts, tones and the way they are meant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal

from echotrade_desktop.engine.domain.amounts import HUNDRED
from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.domain.read import ApprovalRow
from echotrade_desktop.engine.domain.signal import EntryKind, QueuedSignal, SignalStatus, TradingSignal
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views import numerals
from echotrade_desktop.views.models.positions import is_practice, source_glyph
from echotrade_desktop.views.translation import tr

_ENTRY = {EntryKind.MARKET: "Entry at market", EntryKind.LIMIT: "Entry limit", EntryKind.RANGE: "Entry zone"}

_COUNTS = {2: "Two", 3: "Three", 4: "Four", 5: "Five"}


@dataclass(frozen=True, slots=True)
class CardText:
    """The words and figures of one card. `left_share` is what is left of its life, 0 to 1."""

    symbol: str
    side: str
    arrow: int
    trader: str
    glyph: str
    practice: bool
    record: str
    entry_name: str
    entry: str
    away: str
    stop: str
    stop_percent: str
    stop_note: str
    target: str
    target_percent: str
    size: str
    quantity: str
    risk: str
    r: str
    rules: str
    all_pass: bool
    blocked: str
    passes: str
    agree: str
    combined: str
    votes: str
    waiting: bool


def card_text(row: ApprovalRow) -> CardText:
    """Everything a card shows that does not change by itself with the clock."""
    signal, queued, instrument = row.queued.signal, row.queued, row.instrument
    target = next(iter(signal.take_profits), None)
    blocking, count = queued.blocking, len(queued.verdicts)
    sizing = queued.sizing
    refusal = sizing.refusal if sizing else None
    return CardText(
        symbol=signal.symbol,
        side=signal.side.value.upper(),
        arrow=signal.side.sign,
        trader=fmt.plain(signal.trader_name, 40),
        glyph=source_glyph(signal.source, signal.trader_id),
        practice=is_practice(signal.trader_id),
        record=_record(row),
        entry_name=_entry_name(signal),
        entry=fmt.price(signal.price, instrument),
        away="" if row.away is None else tr("{percent} away", percent=fmt.percent_points(row.away, signed=True)),
        stop=fmt.price(signal.stop_loss, instrument),
        stop_percent=_distance(signal.stop_loss, signal.price),
        stop_note=tr("yours: the call named none") if signal.stop_is_ours else "",
        target=fmt.price(target, instrument),
        target_percent=_distance(target, signal.price),
        size=fmt.money(sizing.notional if sizing else None),
        quantity=f"{fmt.quantity(sizing.quantity, instrument)} {instrument.base}" if sizing else "",
        risk=fmt.money(row.risk),
        r=fmt.r_multiple(row.reward_to_risk),
        rules=tr("{n} of {count} rules", n=len(blocking), count=count)
        if blocking
        else tr("{count} rules", count=count),
        all_pass=not blocking and not refusal,
        blocked=_blocked(blocking[0].sentence if blocking else refusal, (signal.trader_name, signal.symbol)),
        passes=_passes(blocking[0].flips_if if len(blocking) == 1 else None, len(blocking)),
        agree=_agree(row),
        combined=fmt.number(queued.combined_confidence, 2),
        votes=" · ".join(fmt.plain(name, 24) for name in queued.agreeing) if len(queued.agreeing) > 1 else "",
        waiting=queued.status is SignalStatus.WAITING,
    )


def can_approve(row: ApprovalRow) -> bool:
    """Whether approving is possible now: all rules pass and there is a size."""
    sizing = row.queued.sizing
    return row.queued.status is SignalStatus.PENDING and sizing is not None and sizing.refusal is None


def in_the_hand(row: ApprovalRow, queued: QueuedSignal) -> ApprovalRow:
    """Return the row of a call as the line in the hand would make it."""
    sizing, price = queued.sizing, queued.signal.price
    return replace(
        row,
        queued=queued,
        away=None if row.price is None else (price - row.price) / row.price * HUNDRED,
        risk=sizing.risk if sizing else None,
        reward_to_risk=sizing.reward_to_risk if sizing else None,
    )


def left_share(row: ApprovalRow, now: datetime) -> float:
    """What is left of the call's life, 0 to 1."""
    life = row.queued.expires_at - row.queued.signal.received_at
    return (row.queued.expires_at - now) / life if life > timedelta(0) else 0.0


def newest(rows: Sequence[ApprovalRow], most: int, held: Sequence[str]) -> list[ApprovalRow]:
    """The newest `most` of the queue, and whatever is held."""
    by_age = sorted(rows, key=lambda row: row.queued.signal.received_at, reverse=True)
    return [row for at, row in enumerate(by_age) if at < most or row.queued.signal.signal_id in held]


def in_order(shown: Sequence[str], rows: Iterable[ApprovalRow], held: Iterable[str]) -> list[str]:
    """The order of the cards: newest on top, but a new card goes below the lowest one that is held.

    `shown` is the present order, `held` the cards that are hovered or selected: a new card never moves those. Calls
    older than all that are shown come last: they had to wait for their cards.
    """
    by_age = sorted(rows, key=lambda row: row.queued.signal.received_at, reverse=True)
    present = {row.queued.signal.signal_id for row in by_age}
    order = [key for key in shown if key in present]
    top = max((order.index(key) + 1 for key in held if key in order), default=0)
    known = set(order)
    oldest = max((at for at, row in enumerate(by_age) if row.queued.signal.signal_id in known), default=len(by_age))
    newer, older = by_age[:oldest], by_age[oldest:]
    for row in reversed(newer):
        if row.queued.signal.signal_id not in known:
            order.insert(top, row.queued.signal.signal_id)
    return [*order, *(row.queued.signal.signal_id for row in older if row.queued.signal.signal_id not in known)]


def what_happens(row: ApprovalRow, live: bool, zone: tzinfo | None = None) -> str:
    """What approving this card does, in two sentences."""
    signal, sizing = row.queued.signal, row.queued.sizing
    if sizing is None or sizing.refusal:
        return fmt.told(sizing.refusal, 200) if sizing and sizing.refusal else tr("Nothing: this call has no size yet.")
    verb = tr("Buys") if signal.side is Side.LONG else tr("Sells")
    amount = f"{fmt.quantity(sizing.quantity, row.instrument)} {row.instrument.base}"
    until = fmt.clock(row.queued.expires_at, zone)
    stop = fmt.price(signal.stop_loss, row.instrument)
    guard = tr("goes to the exchange with the fill") if live else tr("is watched by this app from the first fill")
    return tr(
        "{verb} {amount} near {price}, if your limits still hold; good until {until}. Stop {stop} {guard}.",
        verb=verb,
        amount=amount,
        price=fmt.price(signal.price, row.instrument),
        until=until,
        stop=stop,
        guard=guard,
    )


def _entry_name(signal: TradingSignal) -> str:
    words = _ENTRY.get(signal.entry_kind)
    return tr(words) if words else tr("Entry, first of {n}", n=len(signal.entries))


def passes_when(flips_if: str) -> str:
    """What would turn a "no", as a sentence."""
    told = fmt.told(flips_if, 120)
    return tr("Passes at {told}", told=told) if told[:1].isdigit() else tr("Passes if {told}", told=told)


def _record(row: ApprovalRow) -> str:
    record = row.trader_record
    if record is None:
        return tr("first call")
    if record.reputation is None:
        return tr("n {closed} of {least}", closed=record.closed, least=record.least_sample)
    return f"{fmt.number(record.reputation, 2)} n {record.closed}"


def _distance(level: Decimal | None, price: Decimal) -> str:
    return "" if level is None or not price else fmt.percent((level - price) / price, signed=True)


def _blocked(sentence: str | None, names: tuple[str, ...]) -> str:
    """The reason as the second half of a sentence; a name it begins with keeps its capital."""
    if not sentence:
        return ""
    sentence = numerals.spoken(sentence)
    first = sentence[:1] if sentence.startswith(names) else sentence[:1].lower()
    return tr("Blocked: {reason}", reason=f"{first}{sentence[1:].rstrip('.')}")


def _passes(flips_if: str | None, count: int) -> str:
    if flips_if:
        return passes_when(flips_if)
    return tr("{count} rules say no", count=count) if count > 1 else ""


def _agree(row: ApprovalRow) -> str:
    count = len(row.queued.agreeing)
    return tr("{count} sources agree", count=tr(_COUNTS.get(count, str(count)))) if count > 1 else ""
