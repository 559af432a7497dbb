"""The parser's front door."""

from echotrade_desktop.engine.signals.parser import guard, reader
from echotrade_desktop.engine.signals.parser.message import prepare
from echotrade_desktop.engine.signals.parser.profile import DEFAULT, ParserContext
from echotrade_desktop.engine.signals.parser.replies import read_reply
from echotrade_desktop.engine.signals.parser.result import Reading


def parse(text: str, *, reply_to: str | None = None, context: ParserContext = DEFAULT) -> Reading:
    """Read one message, together with the text of the message it answers. Pure; raises nothing for any text."""
    if reply_to:
        return read_reply(text, reply_to, context)
    return reader.read(text, context)


def read_ahead(text: str, context: ParserContext = DEFAULT) -> None:
    """Do what of reading a message hangs on nothing but its text; `parse` is quicker for it, and reads the same."""
    if guard.refuse(text) is None:
        prepare(text, context)
