"""What the engine says about Telegram can be said in German: every sentence that its adapter is able to say."""

import ast
from collections.abc import Iterator

import pytest

from echotrade_desktop.views.telegram import said as telegram
from echotrade_desktop.views.telegram.said import said
from echotrade_desktop.views.translation import Translations, words_of
from tests.house.untranslated import ROOT

ADAPTER = ROOT / "echotrade_desktop" / "engine" / "adapters" / "telegram"
NOT_SHOWN = {
    "telegram login", "telegram session",  # names of tasks
    "not a kept session",  # caught, and told in other words
    "the connection was closed",  # Telethon's, told in other words
    "No Telegram account is joined to this listener, so nothing can be read.",  # to who writes code with it
    "EchoTrade Desktop",
    "unnamed chat",  # in place of a title, which is no text of ours
}  # fmt: skip


def sentences(source: str) -> Iterator[str]:
    """Texts of more than one word, a fact in them as 7; neither what is documented nor what is logged."""
    tree = ast.parse(source)
    passed: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed.add(node.value)
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("info", "warning", "debug", "exception"):
            passed.update(ast.walk(node))
        elif isinstance(node, ast.JoinedStr):
            passed.update(part for part in ast.walk(node) if part is not node)
    for node in ast.walk(tree):
        if node in passed:
            continue
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        if " " in text.strip() and text not in NOT_SHOWN:
            yield text


@pytest.fixture
def german(qapp):
    translations = Translations("de")
    qapp.installTranslator(translations)
    yield words_of("de")
    qapp.removeTranslator(translations)


@pytest.mark.parametrize("file", sorted(ADAPTER.glob("*.py")), ids=lambda file: file.stem)
def test_german_has_every_sentence_about_telegram(german, file):
    english = [sentence for sentence in sentences(file.read_text("utf-8")) if said(sentence) == sentence]
    assert english == []


def test_every_sentence_that_is_known_has_its_german(german):
    assert [template for template in (*telegram.TELEGRAM_SAID, "connecting") if template not in german] == []


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("reading 1 chat", "liest 1 Chat"),
        ("reading 12 chats", "liest 12 Chats"),
        ("connecting", "verbindet sich"),
        ("Telegram asked EchoTrade to wait 48 s.", "Telegram hat EchoTrade gebeten, 48 s zu warten."),
        (
            "a phone call has been silent for 3 h, which is unusual",
            "a phone call schweigt seit 3 h, das ist ungewöhnlich",
        ),
        (
            "The chat cannot be read: it was left, closed, or made private.",
            "Der Chat lässt sich nicht lesen: er wurde verlassen, geschlossen oder privat gemacht.",
        ),
        ("Something else altogether.", "Something else altogether."),
    ],
)
def test_facts_in_a_sentence_stay_and_reasons_are_translated_with_it(german, sentence, told):
    assert said(sentence) == told
