"""Words on the screen in the user's language.

`tr` is called where a word is shown, never when a module is imported: the language is chosen once, before the first
window, and a module may be imported earlier. English is what stands in the code; `resources/translations/*.ts` hold
the others, as Qt's own Linguist writes them.
"""

import xml.etree.ElementTree as ET
from functools import cache

from PySide6.QtCore import QCoreApplication, QLocale, QObject, QTranslator

from echotrade_desktop.resources import resource

CONTEXT = "EchoTrade"
ENGLISH = "en"


def tr(text: str, /, **values: object) -> str:
    """Return a text in the user's language, the text itself where that has none, with its `{places}` filled in.

    A text without values is not looked at for places, so that a brace in it is a brace.
    """
    said = QCoreApplication.translate(CONTEXT, text)
    return said.format(**values) if values else said


class Translations(QTranslator):
    """Answers from a `.ts` file, so that nothing has to be compiled before the app can run."""

    def __init__(self, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words_of(language)

    def isEmpty(self) -> bool:
        return not self._words

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        # None is "not mine" for Qt, an empty text would be shown
        return self._words.get(source) if context == CONTEXT else None  # type: ignore[return-value]


@cache
def words_of(language: str) -> dict[str, str]:
    """Return the finished translations of a language: English text → translated text."""
    file = resource("translations", f"{language}.ts")
    if not file.is_file():
        return {}
    found = ET.fromstring(file.read_text("utf-8")).iter("message")  # noqa: S314 - ships with the app
    pairs = ((message.findtext("source"), message.find("translation")) for message in found)
    return {
        source: done.text
        for source, done in pairs
        if source and done is not None and done.text and not done.get("type")
    }


def use_language(chosen: str = "") -> str:
    """Put a language in force before the first window ("" is the system's) and return its code."""
    app = QCoreApplication.instance()
    language = chosen or QLocale.system().name().partition("_")[0]
    if app is None or language == ENGLISH or not words_of(language):
        return ENGLISH
    app.installTranslator(Translations(language, app))
    return language
