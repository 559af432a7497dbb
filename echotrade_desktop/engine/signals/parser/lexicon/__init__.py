"""The words of every language, as one look-up tree. A language is one TOML file in this folder."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
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
_OFTEN_MISTYPED = ("entry", "entries", "target", "targets", "stoploss", "leverage")
_SHORTEST_SLIP = 5
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
        return self.words.get(word) or self.step_by_stem(word)

    def step_by_stem(self, word: str) -> "Node | None":
        """Return the node after the longest known stem of a word."""
        if not self.stems:
            return None
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


def build() -> Node:
    """Return the tree of all languages."""
    root = Node()
    tables = list(_tables())
    for table in tables:
        _add_table(root, table)
    for word, marks in _borrowed(tables).items():
        root.words[word].marks -= marks
    _add_slips(root)
    return root


def _add_slips(root: Node) -> None:
    """Know the long labels with two letters swapped or one left out; sides are never guessed."""
    for word in _OFTEN_MISTYPED:
        swapped = (word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(len(word) - 1))
        short = (word[:n] + word[n + 1 :] for n in range(1, len(word)))
        for slip in (*swapped, *short):
            if len(slip) >= _SHORTEST_SLIP:
                root.words.setdefault(slip, root.words[word])


def _borrowed(tables: Iterable[dict[str, Any]]) -> dict[str, set[str]]:
    """Return the loud marks that a short word owes to one language while another uses it as a preposition."""
    speakers: dict[str, dict[str, set[str]]] = {}
    for table in tables:
        for mark in _LOUD | _FUNCTION:
            for phrase in table.get(mark, ()):
                word = fold(phrase)
                if len(word) <= _SHORT and word.isascii() and word.isalpha():
                    speakers.setdefault(word, {}).setdefault(mark, set()).add(table["language"])
    found: dict[str, set[str]] = {}
    for word, marks in speakers.items():
        quiet = {language for mark in _FUNCTION & marks.keys() for language in marks[mark]}
        found[word] = {mark for mark in _LOUD & marks.keys() if quiet - marks[mark]}
    return found


@cache
def standard() -> Node:
    """The tree without any channel's words, built once."""
    return build()


@lru_cache(maxsize=256)
def with_words(extra: tuple[tuple[str, str], ...]) -> Node:
    """Return the tree with a channel's own (phrase, mark) pairs on top: what they say of a phrase replaces the rest.

    Only the steps on the way to these phrases are copied; everything else is shared with the standard tree.
    """
    root = _copied(standard())
    for phrase, mark in extra:
        node = root
        for word in split_words(fold(phrase)):
            child = node.words[word] = _copied(node.step(word))
            node = child
        if node is not root:
            node.marks = frozenset({mark})
    return root


def _copied(node: Node | None) -> Node:
    copy = Node()
    if node is not None:
        copy.words, copy.stems, copy.marks, copy.value = dict(node.words), dict(node.stems), node.marks, node.value
    return copy
