"""The half that trades: knows no screen."""

from echotrade_desktop.lean_dataclasses import compile_methods_late

compile_methods_late()
