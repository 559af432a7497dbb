"""Telling whoever started us how far we are, in systemd's way: a datagram to the socket it named.

A service manager waits for READY=1 (`Type=notify`) and shows STATUS as it is; `tools/check_installed` measures the
start with both.
"""

import os
from contextlib import suppress

VARIABLE = "NOTIFY_SOCKET"


def tell_ready() -> None:
    """Say READY=1 once; without anybody to hear it, or on a system without such sockets, do nothing."""
    _tell(os.environ.pop(VARIABLE, ""), "READY=1")  # not for the programs that we start


def tell_status(sentence: str) -> None:
    """Say what has been reached meanwhile, in one line; it may be said again, until READY=1."""
    _tell(os.environ.get(VARIABLE, ""), f"STATUS={sentence}")


def _tell(address: str, line: str) -> None:
    if not address:
        return
    import socket  # few are asked, and the first window need not wait for it

    if not hasattr(socket, "AF_UNIX"):
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.connect(f"\0{address[1:]}" if address.startswith("@") else address)
        sender.send(f"{line}\n".encode())
