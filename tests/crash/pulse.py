"""What a second of the app's life is in a campaign: one in which its loop and its disk have moved on.

The app's clock runs many times as fast as the disk. A write that takes the disk 0.3 s of real time would count as six
seconds without a stop, in which the app could do nothing but wait; such a write counts as one second.
"""

from echotrade_desktop.engine.domain.ports import Clock
from echotrade_desktop.engine.store.writer import Writer

LOOK_EVERY_S = 0.1  # of the common time
_under_way: set[int] = set()  # of this process' writers, those with a transaction on its way to the disk


def watch_writers() -> None:
    """Know from now on, in this process, when a transaction is on its way."""
    run = Writer._run_together

    def run_watched(self: Writer, batch: object) -> None:
        _under_way.add(id(self))
        try:
            run(self, batch)  # type: ignore[arg-type]
        finally:
            _under_way.discard(id(self))

    Writer._run_together = run_watched  # type: ignore[method-assign]


async def a_second(clock: Clock) -> None:
    """Wait for a second, and for the transaction that is on its way then."""
    await clock.sleep(1)
    while _under_way:
        await clock.sleep(LOOK_EVERY_S)
