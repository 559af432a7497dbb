"""Sentences for the user that come up before anybody listens wait until somebody does."""

from collections.abc import Callable


class Announcer:
    """Call it with a sentence; it is told as soon as there is somebody to tell."""

    def __init__(self) -> None:
        self._tell: Callable[[str, str], None] | None = None
        self._waiting: list[tuple[str, str]] = []

    def __call__(self, sentence: str, level: str = "warning") -> None:
        """Tell a sentence, or keep it until there is somebody."""
        if self._tell is None:
            self._waiting.append((sentence, level))
        else:
            self._tell(sentence, level)

    def through(self, tell: Callable[[str, str], None]) -> None:
        """Tell through `tell` from now on, what has waited first."""
        self._tell = tell
        waiting, self._waiting = self._waiting, []
        for sentence, level in waiting:
            tell(sentence, level)
