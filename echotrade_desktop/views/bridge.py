"""The one door between engine and screen: commands go in, events come out, reads and previews are answered at once."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import uuid4

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from echotrade_desktop.engine.domain.errors import EchoTradeError
from echotrade_desktop.engine.domain.market import Candle, Ticker, Timeframe
from echotrade_desktop.engine.domain.messages import (
    CandleChanged,
    Command,
    CommandRefused,
    Edit,
    Event,
    Preview,
    TickerChanged,
)
from echotrade_desktop.engine.domain.ports import Clock
from echotrade_desktop.views.translation import tr

_STARTING = "EchoTrade is still starting."
FRAME_MS = 16  # prices reach the screen once a frame, however many come


class EngineDoor(Protocol):
    """What the bridge needs of the engine."""

    def submit(self, command: Command) -> str:
        """Take a wish."""
        ...

    def preview(self, edit: Edit) -> Preview:
        """Answer what an edit would mean."""
        ...


class CandleDoor(Protocol):
    """What the bridge needs to show candles."""

    async def get_candlestick_data(
        self, symbol: str, timeframe: str, limit: int, before: datetime | None = None
    ) -> Sequence[Candle]:
        """Return candles, ascending."""
        ...

    def watch_candles(self, symbol: str, timeframe: str) -> None:
        """Publish every change of these candles."""
        ...

    def unwatch_candles(self, symbol: str, timeframe: str) -> None:
        """Publish them no longer."""
        ...


class Events(QObject):
    """What happens, as Qt signals on the window's thread.

    Signals:
        event(object): every domain event but prices and candles, each once and in order.
        tickers(object): a dict of the newest Ticker of each symbol that changed, once a frame.
        candles(object): a dict of the newest Candle by (symbol, Timeframe), once a frame.
        candles_loaded(str, object, object, object): symbol, Timeframe, before (datetime or None), candles.
        candles_failed(str, object, str): symbol, Timeframe, a sentence.
        answered(str, object): the answer to `ask`, by the id it returned.
        unanswered(str, str): there is none: the id, and why, as a sentence.
    """

    event = Signal(object)  # type: ignore[assignment] # QObject.event() is Qt's own hook; nothing here needs it
    tickers = Signal(object)
    candles = Signal(object)
    candles_loaded = Signal(str, object, object, object)
    candles_failed = Signal(str, object, str)
    answered = Signal(str, object)
    unanswered = Signal(str, str)


Spawn = Callable[[str, Coroutine[Any, Any, None]], object]


@dataclass(frozen=True, slots=True)
class Desk:
    """A running engine, as far as the screen goes."""

    engine: EngineDoor
    reads: Mapping[str, Callable[..., Any]]
    candles: CandleDoor
    spawn: Spawn
    asks: Mapping[str, Callable[..., Coroutine[Any, Any, Any]]] = field(default_factory=dict)


class Bridge:
    """Implements `views.door.Bridge`. The window is there before the engine: `attach` joins them."""

    def __init__(self, clock: Clock) -> None:
        self.events = Events()
        self._clock = clock
        self._desk: Desk | None = None
        self._away = ""  # why there is no engine for a moment
        self._new_tickers: dict[str, Ticker] = {}
        self._new_candles: dict[tuple[str, Timeframe], Candle] = {}
        self._frame_due = 0.0  # when the newest frame should have begun, on the clock's monotonic seconds
        self._frame = QTimer(self.events, singleShot=True)
        self._frame.setTimerType(Qt.TimerType.PreciseTimer)
        self._frame.timeout.connect(self._show_frame)

    def attach(self, desk: Desk) -> None:
        """Join the screen to a running engine."""
        self._desk, self._away = desk, ""

    def suspend(self, sentence: str) -> None:
        """Carry no more wishes to the engine, which is stopping; what it knew can be read until the next `attach`."""
        self._away = sentence
        self.close()
        self._new_tickers, self._new_candles = {}, {}

    def submit(self, command: Command) -> str:
        """Send a wish; its answer arrives as an event with this command id."""
        if self._desk is None or self._away:
            refusal = CommandRefused(
                command.command_id, tr("{reason} Nothing was done.", reason=self._away or tr(_STARTING))
            )
            QTimer.singleShot(0, self.events, lambda: self.events.event.emit(refusal))
            return command.command_id
        return self._desk.engine.submit(command)

    def preview(self, edit: Edit) -> Preview:
        """Say what an edit would mean; changes nothing."""
        if self._desk is None:
            return Preview(refusal=tr(_STARTING))
        return self._desk.engine.preview(edit)

    def query(self, name: str, *args: Any) -> Any:
        """Read from the dashboard. An unknown name is a `KeyError`; before `attach` nothing can be read."""
        if self._desk is None:
            raise RuntimeError(f"{name} was asked for before there was an engine")
        return self._desk.reads[name](*args)

    def ask(self, name: str, *args: Any) -> str:
        """Read what takes a moment; the answer arrives with `answered`, a failure with `unanswered`, never at once."""
        question = uuid4().hex
        if self._desk is None or self._away:
            told = tr("{reason} Try again in a moment.", reason=self._away or tr(_STARTING))
            QTimer.singleShot(0, self.events, lambda: self.events.unanswered.emit(question, told))
        else:
            self._desk.spawn(name, self._answer(question, self._desk.asks[name], args))
        return question

    async def _answer(self, question: str, ask: Callable[..., Coroutine[Any, Any, Any]], args: tuple[Any, ...]) -> None:
        try:
            found = await ask(*args)
        except EchoTradeError as error:
            self.events.unanswered.emit(question, str(error))
        else:
            self.events.answered.emit(question, found)

    def now(self) -> datetime:
        """Return the engine's time."""
        return self._clock.now()

    def watch_candles(self, symbol: str, timeframe: Timeframe) -> None:
        """Let changes of these candles come with `candles`, until `unwatch_candles`."""
        if self._desk is not None:
            self._desk.candles.watch_candles(symbol, timeframe)

    def unwatch_candles(self, symbol: str, timeframe: Timeframe) -> None:
        """End one watch."""
        if self._desk is not None:
            self._desk.candles.unwatch_candles(symbol, timeframe)

    def want_candles(self, symbol: str, timeframe: Timeframe, limit: int, before: datetime | None = None) -> None:
        """Fetch candles; they arrive with `candles_loaded`, a failure with `candles_failed`."""
        if self._desk is not None and not self._away:
            self._desk.spawn("candles", self._fetch(self._desk.candles, symbol, timeframe, limit, before))

    async def _fetch(
        self, source: CandleDoor, symbol: str, timeframe: Timeframe, limit: int, before: datetime | None
    ) -> None:
        try:
            candles = await source.get_candlestick_data(symbol, timeframe, limit, before)
        except EchoTradeError as error:
            self.events.candles_failed.emit(symbol, timeframe, str(error))
        else:
            self.events.candles_loaded.emit(symbol, timeframe, before, candles)

    def publish(self, event: Event) -> None:
        """Take an event from the engine's outbox."""
        match event:
            case TickerChanged():
                self._new_tickers[event.symbol] = event.ticker
            case CandleChanged():
                self._new_candles[event.symbol, event.timeframe] = event.candle
            case _:
                self.events.event.emit(event)
                return
        if not self._frame.isActive():  # a frame is due 16 ms after the one before, however long and late that one was
            since = (self._clock.monotonic() - self._frame_due) * 1000
            self._frame.start(min(FRAME_MS, max(0, round(FRAME_MS - since))))

    def close(self) -> None:
        """Show no more frames."""
        self._frame.stop()

    def _show_frame(self) -> None:
        now, due = self._clock.monotonic(), self._frame_due + FRAME_MS / 1000
        late = now - due
        self._frame_due = due if 0 < late < FRAME_MS / 1000 else now  # a little late, it makes none after it late
        tickers, self._new_tickers = self._new_tickers, {}
        candles, self._new_candles = self._new_candles, {}
        if tickers:
            self.events.tickers.emit(tickers)
        if candles:
            self.events.candles.emit(candles)
