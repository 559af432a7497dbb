"""Keeps the views' reads fresh: which event touches which view, and how often prices may."""

from collections.abc import Iterable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from echotrade_desktop.engine.domain import messages as m
from echotrade_desktop.views.door import Bridge

POSITIONS, APPROVALS, TRADERS, PORTFOLIO = "open_positions", "pending_approvals", "traders", "portfolio"
CLOSED, SIGNALS, HEALTH, EQUITY = "closed_positions", "signals", "health", "equity_curve"
ALL = (APPROVALS, POSITIONS, TRADERS, PORTFOLIO, CLOSED, SIGNALS, HEALTH, EQUITY)

EVENT_MS = 16
"""Between two readings: the first event after a quiet moment is read in the next turn of the loop."""
PRICE_MS = 100
"""Ten times a second is as fast as a profit can be read."""
SECOND_MS = 1_000
TURN_MS = 4
"""One turn of the loop reads no longer than this: what is left is read in the next, with a frame between them."""
REST_FACTOR, MOST_REST_MS = 5, 500
"""In a flood the loop has five times as long for everything else as reading, laying out and painting took."""
CREDIT_MS = 200
"""So much rest may stay owed: only a flood waits for it, not the call that comes right after another."""

_QUEUE = (APPROVALS, SIGNALS, TRADERS)
_TOUCHED: dict[type, tuple[str, ...]] = {
    m.AccountOpened: ALL,
    m.TraderSeen: (TRADERS, APPROVALS),
    m.TraderChanged: (TRADERS, APPROVALS),
    m.SignalQueued: _QUEUE,
    m.SignalRescreened: (APPROVALS, SIGNALS),
    m.SignalEdited: (APPROVALS, SIGNALS),
    m.SignalApproved: (*_QUEUE, POSITIONS),
    m.SignalEnded: _QUEUE,
    m.OrderChanged: (POSITIONS, SIGNALS),
    m.FillRecorded: (POSITIONS, PORTFOLIO, CLOSED, SIGNALS, TRADERS),
    m.CashMoved: (PORTFOLIO, CLOSED, POSITIONS, TRADERS),
    m.StopMoved: (POSITIONS,),
    m.TargetsChanged: (POSITIONS,),
    m.ProtectionChanged: (POSITIONS,),
    m.EntriesPaused: (PORTFOLIO, APPROVALS),
    m.EntriesResumed: (PORTFOLIO, APPROVALS),
    m.GlobalMultiplierChanged: (PORTFOLIO, APPROVALS, TRADERS),
    m.LossLimitHit: (PORTFOLIO, APPROVALS),
    m.MaxPositionsSet: (PORTFOLIO, APPROVALS),
    m.LimitsChanged: (PORTFOLIO, APPROVALS, TRADERS, POSITIONS),
    m.VolatilityChanged: (APPROVALS,),
    m.EquityMarked: (PORTFOLIO, EQUITY),
    m.HealthChanged: (HEALTH, POSITIONS, APPROVALS),
}


class LiveReads(QObject):
    """Reads again what an event may have changed, at most once a frame.

    Signals:
    changed(str, object): a read's name and its new answer.
    second(object): the engine's time, once a second, for ages and countdowns.
    """

    changed = Signal(str, object)
    second = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._dirty: set[str] = set()
        self._owed_ms = 0  # the rest that was owed to the loop when it was last left to others
        self._left = QElapsedTimer()  # since then
        self._busy = QElapsedTimer()  # since the first of what is being read and shown
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._read_a_turn)
        self._shown = QTimer(self, singleShot=True, interval=0)
        self._shown.timeout.connect(self._rest)
        self._clock = QTimer(self, interval=SECOND_MS)
        self._clock.timeout.connect(self._tick)
        bridge.events.event.connect(self._on_event)
        self._held = True  # whether prices change any result: something is open, as far as was read
        bridge.events.tickers.connect(self._on_tickers)

    def start(self) -> None:
        """Read everything once and begin to count seconds."""
        self._dirty.update(ALL)
        self.flush()
        self._tick()
        self._clock.start()

    def stop(self) -> None:
        """Read no more."""
        self._clock.stop()
        self._soon.stop()
        self._shown.stop()
        self._busy.invalidate()

    def flush(self) -> None:
        """Read again everything that is waiting to be read."""
        self._soon.stop()
        while self._dirty:
            self._read_next()

    def _read_a_turn(self) -> None:
        """Read what this turn has time for."""
        if not self._busy.isValid():
            self._busy.start()
        spent = QElapsedTimer()
        spent.start()
        while self._dirty and spent.elapsed() < TURN_MS:
            if self._read_next() == APPROVALS:
                break  # a call is painted before anything else is read
        if self._dirty:
            self._soon.start(0)
        else:
            self._shown.start()

    def _rest(self) -> None:
        """Leave the loop to others, now that what was read is painted: Qt paints before it looks at timers again."""
        spent = self._busy.elapsed()
        rested = self._left.elapsed() - spent if self._left.isValid() else self._owed_ms
        self._owed_ms = min(CREDIT_MS + MOST_REST_MS, max(0, self._owed_ms - rested) + spent * REST_FACTOR)
        self._left.start()
        self._busy.invalidate()
        if self._soon.isActive() and self._soon.remainingTime() < self._wait_ms:
            self._soon.start(self._wait_ms)

    @property
    def _wait_ms(self) -> int:
        """How long from now the next reading has to wait."""
        if self._busy.isValid():
            return EVENT_MS  # what was read is not painted yet
        if not self._left.isValid():
            return 0
        return max(0, max(EVENT_MS, self._owed_ms - CREDIT_MS) - self._left.elapsed())

    def _read_next(self) -> str:
        """Read what comes first in `ALL` of that which waits, and return its name."""
        name = next(name for name in ALL if name in self._dirty)
        self._dirty.discard(name)
        answer = self._bridge.query(name)
        if name == POSITIONS:
            self._held = bool(answer)
        self.changed.emit(name, answer)
        return name

    def _on_tickers(self, _: object) -> None:
        if self._held:
            self._mark((POSITIONS, PORTFOLIO), PRICE_MS)

    def _on_event(self, event: object) -> None:
        if touched := _TOUCHED.get(type(event)):
            self._mark(touched)

    def _mark(self, names: Iterable[str], within_ms: int = 0) -> None:
        self._dirty.update(names)
        within_ms = max(within_ms, self._wait_ms)
        if not self._soon.isActive() or self._soon.remainingTime() > within_ms:
            self._soon.start(within_ms)

    def _tick(self) -> None:
        self.second.emit(self._bridge.now())
        self._mark((APPROVALS, HEALTH), PRICE_MS)
