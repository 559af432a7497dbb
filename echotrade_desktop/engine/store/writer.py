"""The one thread that writes: everything queued while a commit runs goes into the next transaction.

A job that fails takes no other with it: all are undone, and run again each in a savepoint of its own. A job is answered
only when the transaction is on disk, with one wake-up of the event loop for all of them.
"""

import asyncio
import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from peewee import SqliteDatabase

from echotrade_desktop.engine.domain.errors import StoreUnavailable
from echotrade_desktop.engine.fault_points import reach
from echotrade_desktop.engine.store.database import FAULTS, explained
from echotrade_desktop.engine.store.log import Log

T = TypeVar("T")
LARGEST_BATCH = 200  # more would hold up the loop when all of them are answered
logger = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class _Job:
    run: Callable[[], Any]
    future: asyncio.Future[Any]
    alone: bool  # outside a transaction, as VACUUM must be
    result: Any = None
    error: Exception | None = None


class _Failed(Exception):
    """Jobs were taken back, and nothing else."""

    def __init__(self, reason: Exception) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Writer:
    """Owns the writing connection of one database and the end of its log."""

    def __init__(self, database: SqliteDatabase, path: Path, log: Log, undone: Callable[[], None]) -> None:
        """`undone` is called on the writer's thread whenever something that jobs have written is taken back."""
        self._undone = undone
        self._database = database
        self._path = path
        self._log = log
        self._queue: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._held: _Job | None = None  # taken from the queue, but to be run by itself
        self._last_fault: str | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._work, name=f"writer of {path.name}", daemon=True)
        self._thread.start()

    async def do(self, run: Callable[[], T], *, alone: bool = False) -> T:
        """Run a job on the writer thread and return its result when it is on disk.

        Raises what the job raised, or `StoreUnavailable`; nothing of the job is then kept. Cancelling the wait does
        not take the job back.
        """
        if self._closed:
            raise StoreUnavailable("The ledger is closed; nothing was written.")
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._queue.put(_Job(run, future, alone))
        return await future

    def close(self) -> None:
        """Write what is queued, then end the thread. May be called from any thread, and twice."""
        if not self._closed:
            self._closed = True
            self._queue.put(None)
        self._thread.join()

    def _work(self) -> None:
        going = True
        while going:
            batch, going = self._next_batch()
            if not batch:
                continue
            if batch[0].alone:
                self._run_alone(batch[0])
            else:
                self._run_together(batch)
            _answer(batch)
        self._database.close()

    def _next_batch(self) -> tuple[list[_Job], bool]:
        """Wait for a job, then take what else has queued up; False when the last has come."""
        job, self._held = self._held or self._queue.get(), None
        batch: list[_Job] = []
        while job is not None:
            if job.alone and batch:
                self._held = job
                return batch, True
            batch.append(job)
            if job.alone or len(batch) == LARGEST_BATCH:
                return batch, True
            try:
                job = self._queue.get_nowait()
            except queue.Empty:
                return batch, True
        return batch, False

    def _run_alone(self, job: _Job) -> None:
        try:
            job.result = job.run()
        except Exception as error:  # noqa: BLE001  whoever waits is told; the thread goes on
            job.error = self._explained(error)

    def _run_together(self, batch: list[_Job]) -> None:
        try:
            self._database.execute_sql("BEGIN IMMEDIATE")
            self._log.find_tip()
            self._run_all(batch)
            self._log.seal()
            reach("commit-due")
            self._database.execute_sql("COMMIT")
            reach("committed")
            if not any(job.error for job in batch):
                self._last_fault = None
        except Exception as error:  # noqa: BLE001  the same
            self._roll_back()
            for job in batch:
                job.error = job.error or self._explained(error)

    def _run_all(self, batch: list[_Job]) -> None:
        if len(batch) > 1:
            try:
                self._run_in_savepoint(batch)
            except _Failed:
                pass  # nothing of them is left: now each by itself
            else:
                return
        for job in batch:
            try:
                self._run_in_savepoint([job])
            except _Failed as failed:
                job.error = failed.reason

    def _run_in_savepoint(self, jobs: list[_Job]) -> None:
        """Run jobs; when one fails take all of them back and raise `_Failed`, or what ended the whole transaction."""
        tip = self._log.tip
        self._database.execute_sql("SAVEPOINT jobs")
        try:
            for job in jobs:
                job.result = job.run()
        except Exception as error:
            reason = self._explained(error)
            self._log.tip = tip
            self._undone()
            if not self._database.connection().in_transaction:
                raise  # a fault of the disk
            self._database.execute_sql("ROLLBACK TO jobs")
            self._database.execute_sql("RELEASE jobs")
            raise _Failed(reason) from error
        self._database.execute_sql("RELEASE jobs")

    def _roll_back(self) -> None:
        self._undone()
        try:
            if self._database.connection().in_transaction:
                self._database.execute_sql("ROLLBACK")
        except Exception:
            logger.exception("rolling back %s", self._path.name)
            self._database.close()  # the next transaction begins with a new connection

    def _explained(self, error: Exception) -> Exception:
        if not isinstance(error, FAULTS):
            return error
        if str(error) != self._last_fault:  # a full disk refuses every write; it is logged once
            self._last_fault = str(error)
            logger.error("%s: %s", self._path.name, error)
        return explained(error, self._path)


def _answer(batch: list[_Job]) -> None:
    """Wake each waiting loop once."""
    loops = {id(job.future.get_loop()): job.future.get_loop() for job in batch}
    for loop in loops.values():
        jobs = [job for job in batch if job.future.get_loop() is loop]
        try:
            loop.call_soon_threadsafe(_settle, jobs)
        except RuntimeError:  # the loop has ended; nobody waits any more
            logger.warning("%d writes ended after their loop did", len(jobs))


def _settle(jobs: list[_Job]) -> None:
    for job in jobs:
        if job.future.done():
            continue
        if job.error is not None:
            job.future.set_exception(job.error)
        else:
            job.future.set_result(job.result)
