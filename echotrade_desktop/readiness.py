"""Telling whoever started us that we are ready, in systemd's way: a datagram to the socket it named.

A service manager waits for it (`Type=notify`); `tools/check_installed` measures the first window with it.
"""

import os
import socket
from contextlib import suppress

VARIABLE = "NOTIFY_SOCKET"


def tell_ready() -> None:
    """Say READY=1 once; without anybody to hear it, or on a system without such sockets, do nothing."""
    address = os.environ.pop(VARIABLE, "")  # not for the programs that we start
    if not address or not hasattr(socket, "AF_UNIX"):
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.connect(f"\0{address[1:]}" if address.startswith("@") else address)
        sender.send(b"READY=1\n")
