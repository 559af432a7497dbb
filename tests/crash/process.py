"""Processes of their own, made by a fork: real ones for the system and for SIGKILL, without the wait for imports."""

import gc
import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn


@dataclass(slots=True)
class Child:
    """A forked process. `stdin` and `stdout` are our ends of its pipes; `half` is a line whose end has not come yet."""

    pid: int
    stdin: int
    stdout: int
    half: bytes = b""

    def lines(self, chunk: bytes) -> list[bytes]:
        """Return the lines that are whole with what was just read of its words."""
        *lines, self.half = (self.half + chunk).split(b"\n")
        return lines

    def signal(self, number: int) -> None:
        """Send a signal to this process and to no other."""
        os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once and wait until it is gone."""
        self.signal(signal.SIGKILL)
        self.reap()

    def reap(self) -> int:
        """Wait for its end; return its exit code, negative for a signal."""
        _, status = os.waitpid(self.pid, 0)
        return os.waitstatus_to_exitcode(status)

    def close(self) -> None:
        """Close our ends of the pipes."""
        os.close(self.stdin)
        os.close(self.stdout)


def fork(work: Callable[[], int], *, stderr: int | None = None) -> Child:
    """Run `work` in a process of its own and return it; the caller must have no other thread."""
    their_in, our_out = os.pipe()
    our_in, their_out = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    gc.freeze()  # the children share these pages; a collection would copy them
    pid = os.fork()
    if pid == 0:
        _become(work, their_in, their_out, stderr, (our_in, our_out))
    os.close(their_in)
    os.close(their_out)
    return Child(pid, our_out, our_in)


def _become(work: Callable[[], int], stdin: int, stdout: int, stderr: int | None, others: tuple[int, ...]) -> NoReturn:
    code = 70
    try:
        for descriptor in others:
            os.close(descriptor)
        os.dup2(stdin, 0)
        os.dup2(stdout, 1)
        if stderr is not None:
            os.dup2(stderr, 2)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        sys.stdin, sys.stdout = os.fdopen(0, "r"), os.fdopen(1, "w")
        code = work()
    except BaseException:  # noqa: BLE001  whatever it was, it is told here and goes no further
        traceback.print_exc()
    finally:
        os._exit(code)
