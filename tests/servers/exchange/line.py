"""JSON lines over a socket: how the exchange speaks with whoever connects."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

LONGEST_LINE = 1_000_000


class Gone(ConnectionError):
    """The connection has ended."""


async def read_line(reader: asyncio.StreamReader) -> dict[str, Any]:
    """Return the next object; raise `Gone` when there is none."""
    try:
        line = await reader.readline()
    except (ConnectionError, ValueError) as error:
        raise Gone(str(error)) from None
    if not line.endswith(b"\n"):
        raise Gone("the other side has closed")
    record: dict[str, Any] = json.loads(line)
    return record


def write_line(writer: asyncio.StreamWriter, record: Mapping[str, Any]) -> None:
    """Send an object; nothing happens when the connection has ended."""
    if not writer.is_closing():
        writer.write(json.dumps(record, default=str).encode() + b"\n")
