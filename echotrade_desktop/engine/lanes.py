"""Lanes: in each one thing after the other, all of them side by side. What hangs in one uses up no other's time.

Every position has a lane, so that nothing about it changes while a step of its own waits for the broker. What concerns
no position in particular, or opens one, goes through `DESK`, in series.
"""

import asyncio
import heapq
import itertools
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

DESK = "the desk"  # a lane of its own; a position's is named by its id
NEWS, SOON, WISH, CALL, REST = range(
    5
)  # the broker's word, time and pauses, what the user wants, messages, what is left
Work = Callable[[], Coroutine[Any, Any, None]]
T = TypeVar("T")


class Lanes:
    """`put` work into a lane, or `do` it there and wait; lower ranks first, else in the order in which it came.

    Work in a position's lane never waits for another lane; work in any other lane may wait for a position's.
    """

    def __init__(self, carry_out: Callable[[int, Work], Awaitable[None]]) -> None:
        """`carry_out(rank, work)` does a piece of work and answers for everything that goes wrong with it."""
        self._carry_out = carry_out
        self._waiting: dict[str, list[tuple[int, int, Work]]] = {}  # of every lane in which something is done
        self._arrivals = itertools.count()
        self._group: asyncio.TaskGroup | None = None
        self._idle = asyncio.Event()
        self._idle.set()

    def put(self, lane: str, rank: int, work: Work) -> None:
        """Let work be done in a lane; nothing is done before `run`."""
        self._idle.clear()
        if lane not in self._waiting:
            self._waiting[lane] = []
            self._begin(lane)
        heapq.heappush(self._waiting[lane], (rank, next(self._arrivals), work))

    async def do(self, lane: str, rank: int, work: Callable[[], Awaitable[T]]) -> T:
        """Let work be done in a lane and return its result, or raise what it raised."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()

        async def act() -> None:
            try:
                result = await work()
            except asyncio.CancelledError:
                done.cancel()
                raise
            except Exception as error:  # noqa: BLE001  it is for whoever waits
                if not done.done():
                    done.set_exception(error)
            else:
                if not done.done():
                    done.set_result(result)

        self.put(lane, rank, act)
        return await done

    def waits(self, lane: str, rank: int = REST) -> bool:
        """Whether something of this rank or a lower one waits in a lane."""
        waiting = self._waiting.get(lane)
        return waiting is not None and len(waiting) > 0 and waiting[0][0] <= rank

    async def idle(self) -> None:
        """Wait until everything that was put in, and what it led to, has been done."""
        await self._idle.wait()

    async def run(self) -> None:
        """Do the work, until cancelled."""
        try:
            async with asyncio.TaskGroup() as group:
                self._group = group
                try:
                    for lane in self._waiting:
                        self._begin(lane)
                    await asyncio.Event().wait()
                finally:
                    self._group = None  # what comes now waits for the next run
        except* Exception as errors:  # noqa: BLE001  the first goes on as itself
            raise errors.exceptions[0] from None

    def _begin(self, lane: str) -> None:
        if self._group is not None:
            self._group.create_task(self._work_off(lane), name=f"lane of {lane}")

    async def _work_off(self, lane: str) -> None:
        waiting = self._waiting[lane]
        while waiting:
            rank, _, work = heapq.heappop(waiting)
            await self._carry_out(rank, work)
        del self._waiting[lane]
        if not self._waiting:
            self._idle.set()
