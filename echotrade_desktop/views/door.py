"""What the views ask of the bridge: the one door between screen and engine, as a protocol."""

from datetime import datetime
from typing import Any, Protocol

from PySide6.QtCore import SignalInstance

from echotrade_desktop.engine.domain.messages import Command, Edit, Preview


class BridgeEvents(Protocol):
    """Qt signals: `event(object)` for every domain event, `tickers(dict[str, Ticker])` merged once a frame.

    `answered(str, object)` and `unanswered(str, str)` for what was asked.
    """

    event: SignalInstance
    tickers: SignalInstance
    answered: SignalInstance
    unanswered: SignalInstance


class Bridge(Protocol):
    """Events out, commands in, reads in between."""

    @property
    def events(self) -> BridgeEvents:
        """The signals to listen to."""
        ...

    def submit(self, command: Command) -> str:
        """Send a wish; its answer arrives as an event with this command id."""
        ...

    def preview(self, edit: Edit) -> Preview:
        """Say what an edit would mean; changes nothing."""
        ...

    def query(self, name: str, *args: Any) -> Any:
        """Read from the dashboard: a frozen view object, or a tuple of them."""
        ...

    def ask(self, name: str, *args: Any) -> str:
        """Read what takes a moment; the answer arrives as `events.answered` or `unanswered` with the id returned."""
        ...

    def now(self) -> datetime:
        """The engine's time, aware UTC: what ages and countdowns are measured against."""
        ...
