"""Arms live trading. Only `arm` and `rearmed` make an `Armed`, and without one no live broker is built.

What is armed is kept in `live.json` beside the ledgers, without keys, so that a restart with an open live position
takes up its protection again.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from echotrade_desktop.engine.domain.errors import BadInput, CommandRejected, StoreUnavailable
from echotrade_desktop.engine.domain.live import TYPED_WORD, KeyReport, LiveAccount, LiveState
from echotrade_desktop.private_files import write_private

log = logging.getLogger(__name__)

LIVE_FILE = "live.json"
_SEAL = object()
_STATES = (LiveState.ARMING, LiveState.ARMED, LiveState.CLOSING)


class Armed:
    """Leave to send orders to an account, with its key. Nobody else can make one."""

    __slots__ = ("account", "key", "secret", "state")

    def __init__(self, seal: object, kept: "Kept", key: str, secret: str) -> None:
        if seal is not _SEAL:
            raise TypeError("live trading is armed by the user, through `arm`")
        self.account, self.state = kept.account, kept.state
        self.key, self.secret = key, secret

    def __repr__(self) -> str:
        return f"Armed({self.account.words}, {self.state})"


@dataclass(frozen=True, slots=True)
class Kept:
    """What `live.json` says."""

    account: LiveAccount
    state: LiveState


def kept_in(profile: Path) -> Kept | None:
    """Return what is armed, None when nothing is. Raises `StoreUnavailable` for a file that cannot be read.

    A damaged file is not taken for paper: there may be open positions behind it.
    """
    path = profile / LIVE_FILE
    try:
        found = json.loads(path.read_text("utf-8"))
        return Kept(LiveAccount(**found["account"]), _state_of(found["state"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.warning("%s cannot be read: %s", path, type(error).__name__)
        raise StoreUnavailable(
            f"{path} is damaged, so EchoTrade cannot tell whether live trading is armed. Nothing was started; what "
            "rests at the exchange goes on protecting. Look at your positions there, then delete the file and arm anew."
        ) from None


def arm(profile: Path, account: LiveAccount, report: KeyReport, typed: str, key: str, secret: str) -> Armed:
    """Arm live trading after everything was asked; durable.

    Raises `CommandRejected` for a key that may not be used, `BadInput` for another word, `StoreUnavailable`.
    """
    if report.refusal is not None:
        raise CommandRejected(report.refusal)
    if typed.strip() != TYPED_WORD:
        raise BadInput(f"Type {TYPED_WORD} to arm live trading; nothing was changed.")
    kept = Kept(account, LiveState.ARMING)
    keep(profile, kept)
    log.warning("live trading is armed: %s", account.words)
    return Armed(_SEAL, kept, key, secret)


def checked(armed: object) -> Armed:
    """Return the leave itself; raise `TypeError` for anything that only looks like one."""
    if type(armed) is not Armed:
        raise TypeError("a live broker needs the leave that arming gives")
    return armed


def rearmed(profile: Path, secret_of: Callable[[str], str | None]) -> Armed | None:
    """Return the leave that an earlier run was given; None when live trading is not armed.

    `secret_of` reads the vault. Raises `VaultUnavailable`, `StoreUnavailable`, `BadInput` when the key is gone.
    """
    kept = kept_in(profile)
    if kept is None:
        return None
    key, secret = (secret_of(f"{kept.account.secret_name}.{part}") for part in ("key", "secret"))
    if not key or not secret:
        raise BadInput(
            f"Live trading is armed for {kept.account.words}, but its key is not in the vault. What rests at the "
            "exchange goes on protecting. Go back to paper, then arm it again with the key."
        )
    return Armed(_SEAL, kept, key, secret)


def keep(profile: Path, kept: Kept) -> None:
    """Write down what is armed. Raises `StoreUnavailable`."""
    text = json.dumps({"state": kept.state.value, "account": asdict(kept.account)}, indent=1)
    try:
        write_private(profile / LIVE_FILE, text.encode())
    except OSError as error:
        raise StoreUnavailable(
            f"{profile / LIVE_FILE} could not be written ({error.strerror}); nothing was changed. Free some space."
        ) from None


def begun(profile: Path, armed: Armed) -> None:
    """Queue and traders are set for live trading: from now on a start goes on with them as they are."""
    if armed.state is LiveState.ARMING:
        keep(profile, Kept(armed.account, LiveState.ARMED))
        armed.state = LiveState.ARMED


def disarm(profile: Path) -> None:
    """Be on paper from now on. Raises `StoreUnavailable`."""
    try:
        (profile / LIVE_FILE).unlink(missing_ok=True)
    except OSError as error:
        raise StoreUnavailable(
            f"{profile / LIVE_FILE} could not be removed ({error.strerror}); nothing was changed."
        ) from None


def _state_of(text: str) -> LiveState:
    state = LiveState(text)
    if state not in _STATES:
        raise ValueError(text)
    return state
