r"""Walks one JSON document in a file, value by value, so that a file of any size needs the memory of its largest value.

Reads what Telegram Desktop writes: it escapes control characters as `\x0B`, which JSON does not have.
"""

import json
import re
from collections.abc import Iterator
from typing import TextIO

FIRST_READ = 1 << 20  # characters
LONGEST_INTEGER = 18  # digits; longer ones stay text: no id is longer, and Python refuses to read very long ones
_ESCAPES = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|.)", re.DOTALL)
# What an error may stop at only because the rest is not there yet: the beginning of a word, a number or an escape.
_BEGUN = re.compile(r"[-A-Za-z]{0,8}|\\?[ux]?[0-9A-Fa-f]{0,4}|\.|[eE][-+]")
NUMBER_GOES_ON = 3  # characters, as in 1e+9
_SPACE = re.compile(r"[ \t\r\n]*")


class BrokenJson(ValueError):
    """The document cannot be read on. `cut` when it just ends too early."""

    def __init__(self, cut: bool) -> None:
        super().__init__("the document ends too early" if cut else "the document is not JSON")
        self.cut = cut


class JsonWalk:
    """A cursor in a JSON document; each method raises `BrokenJson` where the document is none."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._text = ""
        self._at = 0
        self._ended = False
        self._decoder = json.JSONDecoder(parse_int=_integer)

    def peek(self) -> str:
        """Return the next character that is not white space without passing it, or "" at the end."""
        while True:
            self._at = _end_of_space(self._text, self._at)
            if self._at < len(self._text) or self._ended:
                return self._text[self._at : self._at + 1]
            self._read()

    def value(self) -> object:
        """Pass one value and return it."""
        self.peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                self._help(error)
            except RecursionError:
                raise BrokenJson(cut=False) from None
            else:
                if self._ended or end + NUMBER_GOES_ON <= len(self._text):
                    self._at = end
                    return value
                self._read()

    def members(self) -> Iterator[str]:
        """Pass an object, yielding each key; whoever asks for the next key has passed the value."""
        for _ in self._items("{", "}"):
            key = self.value()
            if not isinstance(key, str):
                raise BrokenJson(cut=False)
            self._pass(":")
            yield key

    def elements(self) -> Iterator[None]:
        """Pass an array, stopping at each element; whoever goes on has passed the element."""
        return self._items("[", "]")

    def _items(self, opening: str, closing: str) -> Iterator[None]:
        self._pass(opening)
        if self.peek() == closing:
            self._at += 1
            return
        while True:
            yield
            if self.peek() == closing:
                self._at += 1
                return
            self._pass(",")

    def _pass(self, character: str) -> None:
        found = self.peek()
        if found != character:
            raise BrokenJson(cut=not found)
        self._at += 1

    def _help(self, error: json.JSONDecodeError) -> None:
        """Make what failed readable: mend Telegram's escapes or read on; else raise."""
        if self._text.startswith("\\x", error.pos):
            mended = _ESCAPES.sub(_json_escape, self._text[self._at :])
            if mended != self._text[self._at :]:
                self._text, self._at = mended, 0
                return
        unfinished = error.msg.startswith("Unterminated string") or bool(_BEGUN.fullmatch(self._text, error.pos))
        if self._ended or not unfinished:
            raise BrokenJson(cut=unfinished) from None
        self._read()

    def _read(self) -> None:
        """Read on, dropping what was passed; twice as much as is still there, so that a long value stays linear."""
        rest = self._text[self._at :]
        more = self._file.read(max(FIRST_READ, 2 * len(rest)))
        self._ended = not more
        self._text, self._at = rest + more, 0


def _integer(text: str) -> int | str:
    return int(text) if len(text) <= LONGEST_INTEGER else text


def _end_of_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _json_escape(match: re.Match[str]) -> str:
    code = match.group(1)
    return f"\\u00{code}" if code else match.group()
