"""The words of every language, as one look-up tree. A language is one TOML file in this folder."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import Any

from echotrade_desktop.engine.signals.parser.fold import fold

_SPLIT = re.compile(r"[^\W\d_]+|\d+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
LONGEST_WORD = 24  # longer words are not looked up by their stem
# A short word that is a preposition in one language must not be a market order or a question in another.
_SHORT = 3
_FUNCTION = frozenset({"around", "and", "range", "filler", "place"})
_LOUD = frozenset({"market", "none", "noise", "question", "hedge", "close", "position", "hit", "buy", "price"})
NO_MARKS: frozenset[str] = frozenset()


class Node:
    """A step in the tree of phrases: `marks` if a phrase ends here, with its `value` (a number, a symbol)."""

    __slots__ = ("marks", "stems", "value", "words")

    def __init__(self) -> None:
        self.words: dict[str, Node] = {}
        self.stems: dict[str, Node] = {}
        self.marks: frozenset[str] = NO_MARKS
        self.value: str = ""

    def step(self, word: str) -> "Node | None":
        """Return the node after a word: the whole word, else its longest known stem."""
        found = self.words.get(word)
        if found is not None or not self.stems:
            return found
        for length in range(min(len(word), LONGEST_WORD), 1, -1):
            found = self.stems.get(word[:length])
            if found is not None:
                return found
        return None


def split_words(folded: str) -> list[str]:
    """Return the words of folded text; scripts without spaces give one word a character."""
    words: list[str] = []
    for run in _SPLIT.findall(folded):
        words.extend(run if _UNSPACED.search(run) else (run,))
    return words


def add_phrase(root: Node, phrase: str, mark: str, value: str = "") -> None:
    """Enter one phrase; "word*" stands for every word that begins with it."""
    node = root
    parts = [part for part in re.split(r"[\s\-_./&'()#:]+", fold(phrase)) if part]
    for part in parts:
        words = split_words(part)
        for place, word in enumerate(words):
            is_stem = part.endswith("*") and place == len(words) - 1
            node = (node.stems if is_stem else node.words).setdefault(word, Node())
    if node is not root:
        node.marks |= {mark}
        node.value = value or node.value


def _tables() -> Iterator[dict[str, Any]]:
    for file in sorted(resources.files(__package__).iterdir(), key=lambda item: item.name):
        if file.name.endswith(".toml"):
            yield tomllib.loads(file.read_text(encoding="utf-8"))


def _add_table(root: Node, table: dict[str, Any]) -> None:
    for mark, phrases in table.items():
        match phrases:
            case list():
                for phrase in phrases:
                    add_phrase(root, phrase, mark)
            case dict() if mark == "names":
                for symbol, names in phrases.items():
                    for name in names:
                        add_phrase(root, name, "name", symbol)
            case dict():
                for phrase, value in phrases.items():
                    add_phrase(root, phrase, mark, str(value))


def build(extra: Iterable[tuple[str, str]] = ()) -> Node:
    """Return the tree of all languages, with a channel's own (phrase, mark) pairs on top."""
    root = Node()
    for table in _tables():
        _add_table(root, table)
    for word, node in root.words.items():
        if len(word) <= _SHORT and word.isascii() and node.marks & _FUNCTION:
            node.marks -= _LOUD
    for phrase, mark in extra:
        add_phrase(root, phrase, mark)
    return root


@cache
def standard() -> Node:
    """The tree without any channel's words, built once."""
    return build()
