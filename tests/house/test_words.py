"""Every text on the screen can be said in another language, and German says all of them."""

import ast

import pytest

from echotrade_desktop.views.translation import words_of
from tests.house.untranslated import COLLECT, ROOT, bypassing, reads_like_words

VIEWS = sorted((ROOT / "echotrade_desktop" / "views").rglob("*.py"))


def test_german_has_every_text_of_the_screens():
    missing = set(COLLECT["words"]()) - words_of("de").keys()
    assert sorted(missing) == []


def test_no_text_reaches_the_screen_past_the_translation():
    found = [
        f"{file.relative_to(ROOT)}:{line} {text!r}"
        for file in VIEWS
        for line, text in bypassing(file.read_text("utf-8"))
    ]
    assert found == []


def test_every_table_of_words_is_collected():
    """A table at the top of a module is not translated where it stands: `tools/collect_words` must know its name."""
    known = set(COLLECT["words"]())
    found = [
        f"{file.relative_to(ROOT)}:{line} {text!r}"
        for file in VIEWS
        for line, text in tables_of(file.read_text("utf-8"))
        if text not in known
    ]
    assert found == []


def tables_of(source: str) -> list[tuple[int, str]]:
    """Return the words that stand in tables of modules and classes."""
    found = []
    for top in ast.walk(ast.parse(source)):
        if not isinstance(top, ast.Module | ast.ClassDef):
            continue
        for statement in top.body:
            if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
                found += [
                    (part.lineno, part.value)
                    for part in ast.walk(statement.value)
                    if isinstance(part, ast.Constant) and isinstance(part.value, str) and " " in part.value.strip()
                    and reads_like_words(part.value)
                ]  # fmt: skip
    return found


@pytest.mark.parametrize(
    "line",
    [
        'label.setText("Nothing yet")',
        'label.setText(f"{count} rules pass")',
        'label.setText("Close" if closed else tr("Open"))',
        'button.setToolTip(tr("{a} of {b}", a=one, b="Not known"))',
    ],
)
def test_a_text_that_bypasses_the_translation_is_found(line):
    assert list(bypassing(f"def show():\n    {line}\n"))


@pytest.mark.parametrize(
    "line", ['label.setText(tr("Nothing yet"))', 'KeyButton("Save")', 'shown = kind == "Nothing yet"']
)
def test_what_is_translated_or_never_shown_is_passed_by(line):
    assert not list(bypassing(f"def show():\n    {line}\n"))
