"""A reply is read together with the message it answers."""

from dataclasses import replace

from echotrade_desktop.engine.domain.signal import Span
from echotrade_desktop.engine.signals.parser import guard, pieces, reader
from echotrade_desktop.engine.signals.parser.profile import ParserContext
from echotrade_desktop.engine.signals.parser.result import Action, Entry, Noise, Reading, Rejected, Update


def read_reply(text: str, reply_to: str, context: ParserContext) -> Reading:
    """Details complete the alert they answer; an instruction applies to the symbol of what it answers."""
    own = reader.read(text, context)
    refused = guard.refuse(reply_to)
    if refused is not None:
        return own
    first = reader.read(reply_to, context)
    symbol = reader.named_symbol(reply_to, context)
    match own:
        case Update() if own.symbol is None and own.scope is None:
            return replace(own, symbol=symbol)
        case Update() | Entry():
            return own
        case Noise() | Rejected():
            return _completed(own, first, text, reply_to, context)


def _completed(own: Reading, first: Reading, text: str, reply_to: str, context: ParserContext) -> Reading:
    """Read the levels of a reply as the details of an alert that gave none."""
    if isinstance(first, Entry) and _has_levels(first):
        return _corrected_stop(own, first, text, context)
    if isinstance(first, Update):
        return own
    waits = not isinstance(first, Entry)  # "BTC LONG soon": nothing says that it is entered now
    if not pieces.is_alert(reply_to, context) or not pieces.are_details(text, context, with_entry=waits):
        return own
    head = reader.alert_of(reply_to, context)
    if head is None:
        return own
    both = reader.read(f"{head}\n{text}", context)
    return replace(both, spans=_shifted(both.spans, len(head) + 1)) if isinstance(both, Entry) else own


def _shifted(spans: tuple[Span, ...], by: int) -> tuple[Span, ...]:
    """The spans that lie in the reply, in the reply's own places."""
    return tuple(Span(span.start - by, span.end - by, span.role) for span in spans if span.start >= by)


def _corrected_stop(own: Reading, first: Entry, text: str, context: ParserContext) -> Reading:
    """A stop alone, in answer to a complete call, is that call's new stop ("SL 147.5")."""
    stop = reader.lone_stop(text, context)
    if stop is None or len(first.signals) != 1:
        return own
    return Update(Action.MOVE_STOP, first.signals[0].symbol, price=stop)


def _has_levels(entry: Entry) -> bool:
    return any(signal.entries or signal.stop_loss or signal.take_profits for signal in entry.signals)
