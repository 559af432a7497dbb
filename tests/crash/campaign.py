"""What campaigns share: their arguments, their one line, and where a failure's evidence is kept."""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.crash.breaks import BREAKS

ROOT = Path(__file__).parents[2]


def arguments(name: str, **numbers: Any) -> argparse.Namespace:
    """Parse the command line: every campaign has a seed and may switch one safeguard off."""
    parser = argparse.ArgumentParser(prog=f"python -m tests.crash.{name}")
    for option, default in numbers.items():
        parser.add_argument(f"--{option.replace('_', '-')}", type=type(default), default=default)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--break", dest="broken", choices=sorted(BREAKS), default=None)
    return parser.parse_args()


def report(name: str, value: object, limit: object, *, passed: bool, **details: object) -> int:
    """Print `name value limit PASS|FAIL` and what else is worth knowing; return the exit code."""
    more = " ".join(f"{key}={value}" for key, value in details.items())
    print(f"{name} {value} {limit} {'PASS' if passed else 'FAIL'} {more}".rstrip(), flush=True)
    return 0 if passed else 1


def told(violations: Mapping[str, list[str]], seed: int) -> None:
    """Say on stderr what broke, and with which seed it can be seen again."""
    for name, sentences in violations.items():
        for sentence in sentences[:5]:
            print(f"  seed {seed}: {name}: {sentence}", file=sys.stderr)


@contextmanager
def workplace(name: str) -> Iterator[Path]:
    """A folder that goes when it is empty in the end, and stays for whoever wants to look when it is not."""
    folder = Path(tempfile.mkdtemp(prefix=f"echotrade-{name}-"))
    yield folder
    if any(folder.iterdir()):
        print(f"  the evidence is in {folder}", file=sys.stderr)
    else:
        folder.rmdir()


def run(name: str, *options: str) -> str:
    """Run a campaign as its users do, in a process without other threads; return its line and its complaints."""
    command = [sys.executable, "-m", f"tests.crash.{name}", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr
