"""The text of an exported message: a string, or a list of strings and formatted pieces."""

import re
from collections.abc import Iterator

# Telegram's own marks, as typed, with the character that may not stand between them.
# The parser leaves out what they enclose, a run of at most 300 characters of one line.
MARKS = {"strikethrough": ("~~", "~"), "spoiler": ("||", "|")}
_RUN = re.compile(r"\S(?:.{0,250}\S)?")


def text_of(raw: object) -> str | None:
    """Return the text in one string, or None when it is malformed.

    Struck-through and hidden pieces keep their marks and quotes get `> `, so that the parser can leave them out. A
    message that is nothing but a quote is a matter of taste, not a quotation, and stays plain. A list with one
    malformed piece is refused whole: half a call is another call.
    """
    if isinstance(raw, str):
        return _storable(raw)
    if not isinstance(raw, list):
        return None
    pieces = [_piece(piece) for piece in raw]
    if any(piece is None for piece in pieces):
        return None
    known = [piece for piece in pieces if piece is not None]
    all_quoted = all(kind == "blockquote" or not text.strip() for kind, text in known)
    return _storable("".join(_joined(known, all_quoted)))


def _piece(raw: object) -> tuple[str, str] | None:
    """Return (kind, text) of a piece."""
    if isinstance(raw, str):
        return "plain", raw
    if not isinstance(raw, dict):
        return None
    kind, text = raw.get("type"), raw.get("text")
    return (kind, text) if isinstance(kind, str) and isinstance(text, str) else None


def _joined(pieces: list[tuple[str, str]], all_quoted: bool) -> Iterator[str]:
    at_line_start = True
    for kind, text in pieces:
        if not text:
            continue
        if kind == "blockquote" and not all_quoted:
            yield "" if at_line_start else "\n"
            yield "\n".join(f"> {line}" for line in text.split("\n"))
            yield "\n"
            at_line_start = True
            continue
        yield _marked(text, *MARKS[kind]) if kind in MARKS else text
        at_line_start = text.endswith("\n")


def _marked(text: str, mark: str, inner: str) -> str:
    return _RUN.sub(lambda run: f"{mark}{run.group()}{mark}", text.replace(inner, "¦"))


def _storable(text: str) -> str:
    """Replace halves of surrogate pairs, which no file or database can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
