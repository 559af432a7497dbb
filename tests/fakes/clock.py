"""A clock that tests move by hand."""

from datetime import UTC, datetime, timedelta

from echotrade_desktop.engine.runtime import ManualClock

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)  # a Monday morning


class FakeClock(ManualClock):
    """Stands at `START` until a test moves it."""

    def __init__(self, start: datetime = START) -> None:
        super().__init__(start)

    async def advance(self, seconds: float) -> None:
        """Let that much time pass; every sleeper on the way wakes at its own time and runs."""
        await self.advance_to(self.now() + timedelta(seconds=seconds))

    def jump(self, seconds: float) -> None:
        """Be that much later at once; for tests without a loop, and for a machine that slept."""
        self.jump_to(self.now() + timedelta(seconds=seconds))
