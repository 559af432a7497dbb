"""A channel's own pattern: a regular expression with named groups that can never backtrack.

Every quantifier is made possessive and every group atomic, so a match attempt reads each character once; attempts
begin at line starts only. What a quantifier takes it never gives back: write `[^|]*`, not `.*`.
"""

import re
from functools import lru_cache

from echotrade_desktop.engine.domain.signal import Span

GROUPS = frozenset({"symbol", "side", "entry", "stop", "target", "leverage"})
MAX_PATTERN = 500
_FORBIDDEN = "Look-ahead, look-behind, flags and back-references cannot be used in a pattern."
_LINE_START = re.compile(r"^", re.M)


class PatternRefused(ValueError):
    """The pattern cannot be used; the text says why, as a sentence."""


@lru_cache(maxsize=64)
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Return the pattern without backtracking; raise `PatternRefused` for one that cannot be made so."""
    if len(pattern) > MAX_PATTERN:
        raise PatternRefused(f"The pattern is longer than {MAX_PATTERN} characters.")
    try:
        asked = re.compile(pattern)
        made = re.compile(_without_backtracking(pattern), re.I | re.M)
    except (re.error, RecursionError, OverflowError) as error:
        raise PatternRefused(f"The pattern is not a regular expression: {error}.") from None
    unknown = set(asked.groupindex) - GROUPS
    if unknown or not {"symbol", "side"} <= set(asked.groupindex):
        raise PatternRefused(
            f"The pattern needs the groups symbol and side, and knows only {', '.join(sorted(GROUPS))}."
        )
    return made


def _without_backtracking(pattern: str) -> str:
    out: list[str] = []
    closers: list[str] = []
    place = 0
    while place < len(pattern):
        piece = _piece(pattern, place)
        place += len(piece)
        if piece[0] == "\\" and piece[1:].isdigit():
            raise PatternRefused(_FORBIDDEN)
        if piece == "(" or (piece.startswith("(?") and len(piece) > 1):
            opened, closer = _opening(piece)
            out.append(opened)
            closers.append(closer)
        elif piece == ")" and closers:
            out.append(closers.pop())
        elif piece[0] in "*+?{" and out:
            out.append(_possessive(piece))
        else:
            out.append(piece)
    return "".join(out)


def _possessive(piece: str) -> str:
    return (piece[: piece.index("}") + 1] if piece[0] == "{" else piece[0]) + "+"


_PIECES = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?P<\w+>|\(\?:|\(\?.?|\{\d*,?\d*\}[?+]?|[*+?][?+]?|.", re.S)


def _piece(pattern: str, place: int) -> str:
    match = _PIECES.match(pattern, place)
    return match[0] if match is not None else pattern[place]


def _opening(piece: str) -> tuple[str, str]:
    if piece.startswith("(?P<"):
        return f"{piece}(?>", "))"
    if piece in {"(", "(?:"}:
        return "(?>", ")"
    raise PatternRefused(_FORBIDDEN)


def apply(pattern: str, text: str) -> tuple[str, tuple[Span, ...]] | None:
    """Return the call that the pattern finds, as labelled lines, with the places of its groups; None without one."""
    compiled = compile_pattern(pattern)
    for start in _LINE_START.finditer(text):
        match = compiled.match(text, start.start())
        if match is None:
            continue
        found = {name: value for name, value in match.groupdict().items() if value}
        spans = tuple(Span(*match.span(name), name) for name in found)
        return _as_lines(found), tuple(sorted(spans, key=lambda span: span.start))
    return None


def _as_lines(found: dict[str, str]) -> str:
    lines = [f"{found.get('symbol', '')} {found.get('side', '')}"]
    roles = [role for role in ("entry", "stop", "target", "leverage") if role in found]
    return "\n".join([*lines, *(f"{role}: {' '.join(found[role].split())}" for role in roles)])
