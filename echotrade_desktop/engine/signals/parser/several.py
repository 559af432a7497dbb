"""Two complete calls in one message: read apart, or refused together; never a mixture."""

from echotrade_desktop.engine.signals.parser import sides
from echotrade_desktop.engine.signals.parser.tokens import SYMBOL, Token

_CALLS = 2  # a longer list is a watch list or a report


def split(lines: list[list[Token]]) -> list[list[list[Token]]] | None:
    """Return the lines of each call, or None when the message does not fall into calls of their own symbol and side.

    A call begins with a line that names a symbol; every part must name exactly one symbol and a side.
    """
    heads = [place for place, line in enumerate(lines) if any(token.kind == SYMBOL for token in line)]
    if len(heads) != _CALLS:
        return None
    parts: list[list[list[Token]]] = []
    for number, place in enumerate(heads):
        end = heads[number + 1] if number + 1 < len(heads) else len(lines)
        parts.append(lines[place:end])
    symbols = [{token.value for line in part for token in line if token.kind == SYMBOL} for part in parts]
    if any(len(found) != 1 for found in symbols) or len({min(found) for found in symbols}) != len(parts):
        return None
    if any(not any(sides.side_mark(token) for line in part for token in line) for part in parts):
        return None
    preface = lines[: heads[0]]
    if any(sides.side_mark(token) for line in preface for token in line):
        return None
    return parts
