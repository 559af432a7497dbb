"""Where the bundled files lie: beside the package when installed or frozen, beside the source tree otherwise."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_ROOTS = (_PACKAGE / "resources", _PACKAGE.parent / "resources")


def resource(*parts: str) -> Path:
    """The path of a bundled file, `resource("fonts", "OFL.txt")`; it may not exist."""
    candidates = [root.joinpath(*parts) for root in _ROOTS]
    return next((path for path in candidates if path.exists()), candidates[-1])
