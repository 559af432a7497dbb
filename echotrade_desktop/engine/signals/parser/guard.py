"""The door: what is refused before a word is read."""

import re

from echotrade_desktop.engine.signals.parser.result import Reason, Rejected

MAX_LENGTH = 4096  # a Telegram message

_OVERRIDES = re.compile("[\u202d\u202e]")
_RIGHT_TO_LEFT = re.compile("[\u202b\u2067]")
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
