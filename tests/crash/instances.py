"""Many starts at the same moment on one profile: one engine lives, the others are told so.

python -m tests.crash.instances --n 50
"""

import os
import signal
import sys
from pathlib import Path

from echotrade_desktop.commands.headless import headless
from echotrade_desktop.engine.domain.errors import BadInput
from tests.crash.campaign import arguments, report, workplace
from tests.crash.process import Child, fork

REFUSED = 2
LONGEST_S = 120


def campaign(folder: Path, n: int) -> tuple[int, list[int]]:
    """Start so many; return how many lived and how the others ended."""
    profile = folder / "profile"
    errors = os.open(folder / "stderr.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def start() -> int:
        try:
            return headless(profile)
        except BadInput as refusal:
            print(refusal, file=sys.stderr)
            return REFUSED

    apps = [fork(start, stderr=errors) for _ in range(n)]
    alive = [app for app in apps if _speaks(app)]
    for app in alive:
        app.signal(signal.SIGTERM)
        _drain(app)
    codes = [app.reap() for app in apps]
    for app in apps:
        app.close()
    os.close(errors)
    return len(alive), codes


def _speaks(app: Child) -> bool:
    """Wait for the first word of an app, or for its end."""
    return bool(os.read(app.stdout, 1))


def _drain(app: Child) -> None:
    while os.read(app.stdout, 1 << 16):
        continue


def main() -> int:
    asked = arguments("instances", n=50)
    with workplace("instances") as folder:
        alive, codes = campaign(folder, asked.n)
        told = (folder / "stderr.txt").read_text()
        complaints = told.count("runs on the profile")
        clean = codes.count(0) == 1 and codes.count(REFUSED) == asked.n - 1 and complaints == asked.n - 1
        if "Traceback" not in told and alive == 1 and clean:
            for path in sorted(folder.rglob("*"), reverse=True):
                path.rmdir() if path.is_dir() else path.unlink()
        return report("instances", alive, 1, passed=alive == 1 and clean and "Traceback" not in told, starts=asked.n)


if __name__ == "__main__":
    sys.exit(main())
