"""Plain text out of decorated text, with a map back to every original character."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from echotrade_desktop.engine.signals.parser.fold import BREAK, SUBSCRIPTS, fold_char, read_char, unmask

_HIDDEN = "\u200b"  # a mask that joins its neighbours
_REPLY_HEADER = re.compile(r"^[ \t]*[\[(]\s*(?:in reply to|reply to|forwarded from)\b[^\])\n]*[\])]", re.I | re.M)
_FORWARD_HEADER = re.compile(r"^[ \t]*(?:forwarded (?:from|message)\b|reply to:)[^\n]*", re.I | re.M)
_QUOTED_LINE = re.compile(r"^[ \t]*(?:>(?!>)|&gt;|\u2503 )[^\n]*", re.M)
_URL = re.compile(
    r"(?:https?://|www\.|tg://)[^\s<>\"]+|\b[a-z0-9-]{2,40}\.(?:com|me|io|org|net|co|ly|gg|app|xyz|info|ru|ir|cn|to)"
    r"(?:/[^\s<>\"]*|\b(?![:.]?\w))",
    re.I,
)
_EMAIL = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,64}\.[A-Za-z]{2,10}\b")
_NAME = re.compile(r"(?<![\w@])@(?!(?:market|cmp|entry|now|current|limit|be|breakeven)\b)[A-Za-z_]\w{2,40}", re.I)
_STRUCK = re.compile(
    r"~~[^~\n]{1,300}~~|(?<!\S)~(?=[^\s~])[^~\n]{0,200}[^\s~-]~(?=[\s.,;:!?)]|$)"
    r"|<(s|del|strike)>[^<]{0,300}</\1>|\|\|(?=\S)[^|\n]{1,300}\|\|",
    re.I | re.M,
)
_TAG = re.compile(r"</?(?:b|i|u|em|strong|code|pre|a|span|p|div|br|font|tg-emoji)(?: [^<>]{0,200})?/?>", re.I)
_STRIKE_MARKS = re.compile("[\u0335-\u0338]")
_CLUSTER = re.compile(
    "(?P<plain>[A-Za-z \n,.:;/()-]+(?![\u0300-\u036f\u0653-\u0655]))|[0-9]\ufe0f?\u20e3"
    "|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?|[^\u0300-\u036f\u0653-\u0655][\u0300-\u036f\u0653-\u0655]+|.",
    re.S,
)
_SPACED = re.compile(r"(?<![A-Z0-9])(?:[A-Z] ){2,30}[A-Z](?![A-Za-z0-9])")
_MIXED = re.compile(r"[A-Za-z0-9\u0370-\u052f]+")
_FOREIGN = re.compile("[\u0370-\u052f]")
_LATIN = re.compile("[A-Za-z]")
_SPECIAL = frozenset(SUBSCRIPTS + "，")
_TIMES = {"х": "x", "Х": "x", "к": "k", "К": "k"}


@dataclass(frozen=True, slots=True)
class Plain:
    """A message made plain: `text` and `folded` are of one length, `starts`/`ends` map each character back."""

    text: str
    folded: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the characters [start, end) stand in the original message."""
        return (self.starts[start], self.ends[end - 1]) if end > start else (0, 0)


def make_plain(text: str) -> Plain:
    """Return the plain form of a message: quotes, links, names and struck text gone, letters and digits plain."""
    return read_plain(mask(text))


def read_plain(masked: str) -> Plain:
    """Return the plain form of a text that `mask` has been over."""
    if masked.isascii() and "*" not in masked and "`" not in masked and masked.replace("\n", "").isprintable():
        return Plain(masked, masked.lower(), range(len(masked)), range(1, len(masked) + 1))
    return _read(masked)


def _blank(match: re.Match[str]) -> str:
    found = match[0]
    return "\n".join(" " * len(line) for line in found.split("\n")) if "\n" in found else " " * len(found)


def _hide(match: re.Match[str]) -> str:
    return _HIDDEN * len(match[0])


def mask(text: str) -> str:
    """Blank out what is not the author's own call, keeping every position."""
    if "\r" in text:
        text = text.replace("\r", "\n")
    steps: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
        ("(", _REPLY_HEADER, _blank),
        ("[", _REPLY_HEADER, _blank),
        ("", _FORWARD_HEADER, _blank),
        (">", _QUOTED_LINE, _blank),
        ("&gt;", _QUOTED_LINE, _blank),
        ("~", _STRUCK, _blank),
        ("</", _STRUCK, _blank),
        ("||", _STRUCK, _blank),
        ("<", _TAG, _hide),
        ("@", _EMAIL, _blank),
        ("@", _NAME, _blank),
        (".", _URL, _blank),
        ("://", _URL, _blank),
    )
    for needle, pattern, mask in steps:
        if needle in text:
            text = pattern.sub(mask, text)
    return _SPACED.sub(_draw_together, text)


def _draw_together(match: re.Match[str]) -> str:
    """Letters set apart for effect ("S H O R T") are one word."""
    return match[0].replace(" ", _HIDDEN)


def _read(text: str) -> Plain:
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _CLUSTER.finditer(text):
        start, end = match.span()
        if match.lastgroup:
            chars.extend(match[0])
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
            continue
        cluster = match[0]
        plain = len(cluster) == 1 and not cluster.isascii() and cluster not in _SPECIAL
        for out in read_char(cluster) if plain else _read_cluster(cluster, chars, text[end : end + 3]):
            chars.append(out)
            starts.append(start)
            ends.append(end)
    whole = "".join(chars)
    if _FOREIGN.search(whole):
        whole = _MIXED.sub(_unmask, whole)
    return Plain(whole, "".join(map(fold_char, whole)), starts, ends)


def _read_cluster(cluster: str, before: list[str], after: str) -> str:
    if len(cluster) == 1:
        return _read_single(cluster, before, after)
    if cluster[-1] == "\u20e3":
        follows = len(after) > 1 and after[0].isdigit() and "\u20e3" in after
        glued = bool(before) and before[-1].isdigit() and not _after_keycap(before)
        return (" " if glued else "") + cluster[0] + ("" if follows else ")")
    if _STRIKE_MARKS.search(cluster):
        return " "
    composed = "".join(mark for mark in cluster if mark != "\ufe0f")
    return "".join(read_char(char) for char in _compose(composed))


def _after_keycap(before: list[str]) -> bool:
    return len(before) > 1 and before[-2] == ")"


def _compose(cluster: str) -> str:
    return unicodedata.normalize("NFC", cluster)


def _read_single(char: str, before: list[str], after: str) -> str:
    if char == "\n":
        return "\n"
    if char == "\t":
        return "|"
    if char.isascii():
        if char in "*`":
            between = bool(before) and before[-1].isdigit() and after[:1].isdigit()
            return BREAK if between else ""
        return char if char.isprintable() else BREAK
    if char == "，":  # between a price and the next clause ("13.4，10倍") it groups no thousands
        return "," if len(after) == 3 and after.isdigit() else ", "
    if char in SUBSCRIPTS:
        joined = bool(before) and (before[-1].isdigit() or before[-1] in "." + SUBSCRIPTS)
        return char if joined or after[:1].isdigit() else str(SUBSCRIPTS.index(char) % 10)
    return read_char(char)


def _unmask(match: re.Match[str]) -> str:
    word = match[0]
    if word[-1] in _TIMES and word[:-1].isdigit():
        return word[:-1] + _TIMES[word[-1]]
    if len(word) > 1 and word[0] in "хХ" and word[1:].isdigit():
        return "x" + word[1:]
    return word if word.isascii() or not _LATIN.search(word) else unmask(word)
