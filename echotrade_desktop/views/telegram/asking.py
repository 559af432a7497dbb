"""Asking the bridge, and handing each answer to whoever wanted it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.door import Bridge
from echotrade_desktop.views.telegram.said import said

Take = Callable[[Any], object]
LONGEST_SENTENCE = 400


class Asker(QObject):
    """Keeps who waits for which answer; an answer that nobody waits for any more is dropped."""

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._waiting: dict[str, tuple[Take, Callable[[str], object]]] = {}
        bridge.events.answered.connect(self._on_answer)
        bridge.events.unanswered.connect(self._on_failure)

    def ask(self, name: str, *args: object, then: Take, otherwise: Callable[[str], object]) -> None:
        """Ask; `then` takes the answer, `otherwise` the sentence that says why there is none."""
        self._waiting[self._bridge.ask(name, *args)] = (then, otherwise)

    def forget(self) -> None:
        """Wait for nothing any more."""
        self._waiting.clear()

    def _on_answer(self, question: str, answer: object) -> None:
        if (waiting := self._waiting.pop(question, None)) is not None:
            waiting[0](answer)

    def _on_failure(self, question: str, sentence: str) -> None:
        if (waiting := self._waiting.pop(question, None)) is not None:
            waiting[1](fmt.plain(said(sentence), LONGEST_SENTENCE))
