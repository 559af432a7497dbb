"""The files that come with the app: icons, fonts, style, sounds, the practice channel."""

from pathlib import Path

_HERE = Path(__file__).parent


def resource(*parts: str) -> Path:
    """Return a bundled file or folder, from a wheel, the frozen app or the source tree; it may not exist."""
    packaged = _HERE / "resources"
    root = packaged if packaged.is_dir() else _HERE.resolve().parent / "resources"
    return root.joinpath(*parts)
