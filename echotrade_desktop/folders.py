"""Where everything of one user lives."""

from pathlib import Path

from platformdirs import user_data_path


def default_profile() -> Path:
    """Return the profile of this user on this system; it may not exist yet."""
    return user_data_path("EchoTrade", appauthor=False)


def open_profile(chosen: Path | None = None) -> Path:
    """Return the profile folder, absolute, made if need be and closed to other users.

    Raises BadInput when the place cannot be used.
    """
    profile = (chosen or default_profile()).expanduser().absolute()
    try:
        profile.mkdir(mode=0o700, parents=True, exist_ok=True)
        profile.chmod(0o700)
        for name in ("logs", "backups"):
            (profile / name).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        from echotrade_desktop.engine.domain.errors import BadInput  # the first window is up before the engine's words

        reason = error.strerror or "unknown reason"
        raise BadInput(f"The folder {profile} cannot be used ({reason}). Choose another with --profile.") from error
    return profile
