"""From the events of a message to the update it is."""

from dataclasses import replace
from decimal import Decimal

from echotrade_desktop.engine.domain.signal import Span
from echotrade_desktop.engine.signals.parser import updates
from echotrade_desktop.engine.signals.parser.body import Scan
from echotrade_desktop.engine.signals.parser.events import Event
from echotrade_desktop.engine.signals.parser.labels import ENTRY, PRICE, STOP, TARGET, is_enumerated
from echotrade_desktop.engine.signals.parser.message import Message, best_symbol
from echotrade_desktop.engine.signals.parser.result import Action, Reading, Reason, Rejected, Update
from echotrade_desktop.engine.signals.parser.validate import reject


def ticked_targets(scanned: Scan) -> Update | Rejected | None:
    """Tell a call repeated with its reached targets ticked from one whose levels are merely decorated."""
    targets, count = scanned.of(TARGET), 0
    hit: list[int] = []
    for segment in targets:
        hit.extend(count + place for place in segment.ticked)
        count += len(segment.items)
    if not hit:
        return None
    if len(hit) < count:
        return Update(Action.TARGET_HIT, target=max(hit), is_report=True)
    stops = scanned.of(STOP)
    decorated = any(segment.ticked or segment.crossed for segment in stops)
    return None if decorated else reject(Reason.NOT_A_SIGNAL)


def with_symbol(message: Message, update: Update) -> Update:
    """Return an update with the symbol its message names."""
    symbol = best_symbol(message.tokens)
    return replace(update, symbol=None if isinstance(symbol, Reason) else symbol)


def are_management(events: list[Event]) -> bool:
    """Whether the events of a complete call merely tell how it will be managed."""
    grave = {Action.CLOSE, Action.CANCEL}
    return all(
        not event.is_report and not event.moves and (event.action not in grave or is_enumerated(event.line))
        for event in events
    )


def as_update(message: Message, scanned: Scan, events: list[Event], complete: bool) -> Reading:
    """Return what the events of a message amount to; beside a complete call, a refusal."""
    event = updates.leading(events)
    if complete and not event.is_report and (event.action in {Action.CLOSE, Action.CANCEL} or _is_whole(scanned)):
        return reject(Reason.MULTIPLE_SIGNALS)
    symbol = best_symbol(message.tokens)
    if isinstance(symbol, Reason):
        symbol = None
    also = tuple(dict.fromkeys(other.action for other in events if other.action is not event.action))
    return Update(
        event.action,
        None if event.scope else symbol,
        target=_highest(events),
        price=_price_of(event, events, scanned),
        percent=event.percent or next((e.percent for e in events if e.percent), None),
        scope=event.scope,
        also=also,
        is_report=event.is_report,
        spans=_event_spans(message, event),
    )


def _is_whole(scanned: Scan) -> bool:
    """Whether entry, stop and targets all stand there: a new call beside the instruction."""
    return all(any(segment.prices for segment in scanned.of(role)) for role in (ENTRY, STOP, TARGET))


def _highest(events: list[Event]) -> int | str | None:
    found = [event.target for event in events if event.target is not None]
    if "all" in found:
        return "all"
    return max((value for value in found if isinstance(value, int)), default=None)


def _price_of(event: Event, events: list[Event], scanned: Scan) -> Decimal | None:
    if event.price is not None:
        return event.price
    again = next((other.price for other in events if other.action is event.action and other.price), None)
    if again is not None:
        return again
    moved = next((other.price for other in events if other.action is Action.MOVE_STOP and other.price), None)
    if moved is not None:
        return moved
    roles = {Action.MOVE_STOP: (STOP,), Action.CLOSE: (PRICE, "symbol", "at")}.get(event.action, ())
    prices = {c.values[0] for segment in scanned.of(*roles) for item in segment.prices for c in item.choices[:1]}
    return prices.pop() if len(prices) == 1 else None


def _event_spans(message: Message, event: Event) -> tuple[Span, ...]:
    token = event.line[event.place]
    return (Span(*message.plain.span(token.start, token.end), "action"),)
