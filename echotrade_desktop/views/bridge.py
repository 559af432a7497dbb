"""The one door between engine and screen: commands go in, events come out, reads and previews are answered at once."""

from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from echotrade_desktop.engine.domain.errors import EchoTradeError
from echotrade_desktop.engine.domain.market import Candle, Ticker, Timeframe
from echotrade_desktop.engine.domain.messages import (
    CandleChanged,
    Command,
    Edit,
    Event,
    Preview,
    TickerChanged,
)
from echotrade_desktop.engine.domain.ports import Clock

FRAME_MS = 16  # prices reach the screen once a frame, however many come


class EngineDoor(Protocol):
    """What the bridge needs of the engine."""

    def submit(self, command: Command) -> str:
        """Take a wish."""
        ...

    def preview(self, edit: Edit) -> Preview:
        """Answer what an edit would mean."""
        ...


class CandleSource(Protocol):
    """What the bridge needs to fetch candles."""

    async def get_candlestick_data(
        self, symbol: str, timeframe: str, limit: int, before: datetime | None = None
    ) -> Sequence[Candle]:
        """Return candles, ascending."""
        ...


class Events(QObject):
    """What happens, as Qt signals on the window's thread.

    Signals:
        event(object): every domain event but prices and candles, each once and in order.
        tickers(dict): the newest Ticker of each symbol that changed, once a frame.
        candles(dict): the newest Candle by (symbol, Timeframe), once a frame.
        candles_loaded(str, object, object, object): symbol, Timeframe, before (datetime or None), candles.
        candles_failed(str, object, str): symbol, Timeframe, a sentence.
    """

    event = Signal(object)
    tickers = Signal(dict)
    candles = Signal(dict)
    candles_loaded = Signal(str, object, object, object)
    candles_failed = Signal(str, object, str)


Spawn = Callable[[str, Coroutine[Any, Any, None]], object]


class Bridge:
    """Implements `views.door.Bridge` on a running engine."""

    def __init__(
        self,
        engine: EngineDoor,
        reads: dict[str, Callable[..., Any]],
        candles: CandleSource,
        clock: Clock,
        spawn: Spawn,
    ) -> None:
        self.events = Events()
        self._engine = engine
        self._reads = reads
        self._candles = candles
        self._clock = clock
        self._spawn = spawn
        self._new_tickers: dict[str, Ticker] = {}
        self._new_candles: dict[tuple[str, Timeframe], Candle] = {}
        self._frame = QTimer(self.events)
        self._frame.setSingleShot(True)
        self._frame.setTimerType(Qt.TimerType.PreciseTimer)
        self._frame.setInterval(FRAME_MS)
        self._frame.timeout.connect(self._show_frame)

    def submit(self, command: Command) -> str:
        """Send a wish; its answer arrives as an event with this command id."""
        return self._engine.submit(command)

    def preview(self, edit: Edit) -> Preview:
        """Say what an edit would mean; changes nothing."""
        return self._engine.preview(edit)

    def query(self, name: str, *args: Any) -> Any:
        """Read from the dashboard; an unknown name is a `KeyError`."""
        return self._reads[name](*args)

    def now(self) -> datetime:
        """Return the engine's time."""
        return self._clock.now()

    def want_candles(self, symbol: str, timeframe: Timeframe, limit: int, before: datetime | None = None) -> None:
        """Fetch candles; they arrive with `candles_loaded`, a failure with `candles_failed`."""
        self._spawn("candles", self._fetch(symbol, timeframe, limit, before))

    async def _fetch(self, symbol: str, timeframe: Timeframe, limit: int, before: datetime | None) -> None:
        try:
            candles = await self._candles.get_candlestick_data(symbol, timeframe.value, limit, before)
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
        if not self._frame.isActive():
            self._frame.start()

    def close(self) -> None:
        """Show no more frames."""
        self._frame.stop()

    def _show_frame(self) -> None:
        tickers, self._new_tickers = self._new_tickers, {}
        candles, self._new_candles = self._new_candles, {}
        if tickers:
            self.events.tickers.emit(tickers)
        if candles:
            self.events.candles.emit(candles)
