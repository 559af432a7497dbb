"""`echotrade parse FILE`: JSON lines with messages in, JSON lines with what was read out."""

import sys
from pathlib import Path

from echotrade_desktop.engine.domain.errors import BadInput
from echotrade_desktop.engine.signals.parser import parse_lines


def parse(name: str) -> int:
    """Read a file, or stdin for "-", and print one line a message."""
    if name == "-":
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]
        return parse_lines(sys.stdin, _print_line)
    try:
        with Path(name).open(encoding="utf-8", errors="surrogateescape") as lines:
            return parse_lines(lines, _print_line)
    except OSError as error:
        raise BadInput(f"The file {name} cannot be read ({error.strerror}).") from None


def _print_line(line: str) -> None:
    sys.stdout.write(line if line.endswith("\n") else line + "\n")
