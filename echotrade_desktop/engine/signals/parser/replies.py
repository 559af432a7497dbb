"""A reply is read together with the message it answers."""

from dataclasses import replace

from echotrade_desktop.engine.signals.parser import guard, reader
from echotrade_desktop.engine.signals.parser.profile import ParserContext
from echotrade_desktop.engine.signals.parser.result import Entry, Noise, Reading, Rejected, Update


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
    if isinstance(first, Update) or (isinstance(first, Entry) and _has_levels(first)):
        return own
    if not reader.has_labelled_levels(text, context):
        return own
    head = reader.alert_of(reply_to, context)
    if head is None:
        return own
    both = reader.read(f"{head}\n{text}", context)
    return both if isinstance(both, Entry) else own


def _has_levels(entry: Entry) -> bool:
    return any(signal.entries or signal.stop_loss or signal.take_profits for signal in entry.signals)
