"""What time it is at Binance: this machine's clock may be an hour off, signed requests may not."""

from datetime import UTC, datetime, timedelta

from echotrade_desktop.engine.domain.ports import Clock

WARN_BEYOND = timedelta(seconds=30)


class ServerTime:
    """The injected clock plus the offset measured against the server."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.offset = timedelta()
        self.measured = False

    def now(self) -> datetime:
        """Return the server's time, aware UTC."""
        return self._clock.now() + self.offset

    def milliseconds(self) -> int:
        """Return the server's time in ms since 1970, as Binance writes it."""
        return int(self.now().timestamp() * 1000)

    def measure(self, server_ms: int, asked: datetime, answered: datetime) -> None:
        """Take an answer of the server's clock; it is taken to be of the middle between asking and answering."""
        self.offset = from_ms(server_ms) - (asked + (answered - asked) / 2)
        self.measured = True

    @property
    def warning(self) -> str | None:
        """Return a sentence when this machine's clock is too far off to be left as it is."""
        if abs(self.offset) <= WARN_BEYOND:
            return None
        way = "behind" if self.offset > timedelta() else "ahead"
        seconds = abs(self.offset).total_seconds()
        return (
            f"This computer's clock is {seconds:.0f} s {way} of Binance's. EchoTrade uses Binance's time for its "
            "orders; set the clock, so that calls are dated right."
        )


def from_ms(milliseconds: int) -> datetime:
    """Return a time of Binance's as aware UTC; exact to the millisecond."""
    return datetime.fromtimestamp(milliseconds // 1000, UTC) + timedelta(milliseconds=milliseconds % 1000)


def to_ms(at: datetime) -> int:
    """Return a time as Binance writes it."""
    return int(at.timestamp() * 1000)
