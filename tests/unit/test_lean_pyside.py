"""Qt's bindings read nobody's source text, and what they offer is there all the same."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
READS = """
import linecache
import sys
if {lean}:
    from echotrade_desktop.lean_pyside import leave_sources_unread
    leave_sources_unread()
import PySide6.QtWidgets
import graphlib
print(graphlib.__file__ in linecache.cache)
"""
SWITCHES = """
from echotrade_desktop.lean_pyside import leave_sources_unread
leave_sources_unread()
from PySide6.QtCore import QObject
from __feature__ import snake_case
import graphlib
print(hasattr(QObject, "set_parent"), hasattr(QObject, "setParent"))
"""


def said(code: str) -> str:
    """What a fresh interpreter prints."""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_module_that_is_imported_is_not_read_as_text():
    assert said(READS.format(lean=False)) == "True", "the bindings read it no more: this can go"
    assert said(READS.format(lean=True)) == "False"


def test_who_asks_for_a_switch_of_the_bindings_has_it():
    assert said(SWITCHES) == "True False"
