"""Other profiles of this user: which were open lately, and starting the app on one of them."""

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from platformdirs import user_config_path

from echotrade_desktop.engine.domain.errors import StoreUnavailable
from echotrade_desktop.folders import open_profile

MOST = 8


def recent_profiles() -> list[Path]:
    """Return the profiles that were open lately and still are there, the last first."""
    try:
        kept = json.loads(_list_file().read_text("utf-8"))
    except (OSError, ValueError):
        return []
    paths = [Path(item) for item in kept if isinstance(item, str)] if isinstance(kept, list) else []
    return [path for path in paths if path.is_dir()][:MOST]


def note_opened(profile: Path) -> None:
    """Remember that a profile was opened; it is a comfort, so a full disk is no fault."""
    paths = [profile, *(path for path in recent_profiles() if path != profile)][:MOST]
    file = _list_file()
    draft = file.with_name(f"{file.name}.draft")
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.write_text(json.dumps([str(path) for path in paths]), "utf-8")
        draft.replace(file)


def start_on(profile: Path) -> None:
    """Start the app on a profile, in a process of its own. Raises `BadInput` and `StoreUnavailable`."""
    folder = open_profile(profile)
    frozen = getattr(sys, "frozen", False)
    command = [sys.executable] if frozen else [sys.executable, "-m", "echotrade_desktop"]
    try:
        subprocess.Popen(  # noqa: S603  our own program, a folder the user chose
            [*command, "--profile", str(folder)],
            cwd=os.fspath(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise StoreUnavailable(f"EchoTrade could not be started on {folder} ({error.strerror}).") from None


def _list_file() -> Path:
    return user_config_path("EchoTrade", appauthor=False) / "recent-profiles.json"
