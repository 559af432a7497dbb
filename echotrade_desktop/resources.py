"""The files that come with the app: icons, fonts, style, sounds, the practice channel."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def resource(*parts: str) -> Traversable:
    """Return a bundled file or folder, from a wheel, the frozen app or the source tree; it may not exist."""
    packaged = files("echotrade_desktop") / "resources"
    root = packaged if packaged.is_dir() else Path(__file__).resolve().parent.parent / "resources"
    return root.joinpath(*parts)
