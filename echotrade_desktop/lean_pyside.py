"""Lets Qt's bindings import modules without reading their source text.

PySide offers `from __feature__ import snake_case`. To know where such a switch would apply, it reads the text of every
module that anybody imports and looks for its own name in it: a fifth of the processor time of the app's imports, and
15 MB of text that `linecache` keeps. No module here asks for the switch, and one that does has it all the same. It
relies on a private function as it is in PySide 6.11, the pinned version; elsewhere nothing changes.
"""

import sys

import shiboken6  # noqa: F401 - brings the modules of its support


def leave_sources_unread() -> None:
    """Put it in force for what is imported from now on."""
    feature = sys.modules.get("shibokensupport.feature")
    if feature is not None and "_mod_uses_pyside" in vars(feature):
        vars(feature)["_mod_uses_pyside"] = _uses_no_switch


def _uses_no_switch(_module: object) -> bool:
    return False
