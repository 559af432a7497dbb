"""The door: what is refused before a word is read."""

import re

from echotrade_desktop.engine.signals.parser.result import Reason, Rejected

MAX_LENGTH = 4096  # a Telegram message
MAX_TOKENS = 300  # words, numbers and marks; the longest call of the corpus has 74
MAX_LABELS = 30  # words that name a side, a level, an action or a condition; the most in a call of the corpus is 11
MAX_NUMBERS = 100  # the most in a call of the corpus is 23

_OVERRIDES = re.compile("[\u202d\u202e]")
_RIGHT_TO_LEFT = re.compile("[\u202b\u2067]")
_SHORT = 500  # characters: nothing shorter is counted before it is read
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_PIECE = re.compile(rf"[{_UNSPACED}]|[^\W\d_{_UNSPACED}]+|\d[\d.,]*|[^\w\s\u0300-\u036f\u200b-\u200f\u2060\ufe0f]+")
_UNBROKEN = re.compile(r"\S{400}")
_RTL_LETTERS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def refuse(text: str) -> Rejected | None:
    """Return why a text is not read at all, or None.

    Direction overrides show the reader other digits than the machine sees. Right-to-left embeddings are usual in
    Persian and Arabic text, and refused where no such letter explains them.
    """
    if len(text) > MAX_LENGTH:
        return Rejected(Reason.TOO_LONG, f"The message is longer than {MAX_LENGTH} characters.")
    if _OVERRIDES.search(text) or (_RIGHT_TO_LEFT.search(text) and not _RTL_LETTERS.search(text)):
        return Rejected(Reason.BIDI_CONTROL, "The message hides its reading order with direction controls.")
    return None


def is_wall(text: str) -> bool:
    """Whether a text has more pieces than any call, or one that is longer than any; told before it is read.

    It counts fewer pieces than `tokens` will find, so nothing is taken for a wall that would not be refused later.
    """
    if len(text) <= _SHORT:
        return False
    if not text.isascii() and _UNBROKEN.search(text):
        return True
    return any(count >= MAX_TOKENS for count, _ in enumerate(_PIECE.finditer(text)))
