"""`echotrade parse`: JSON lines in, JSON lines out."""

import json
import sys
from collections.abc import Callable, Iterable
from decimal import Decimal

from echotrade_desktop.engine.signals.parser.api import parse
from echotrade_desktop.engine.signals.parser.result import CallSignal, Entry, Noise, Reading, Rejected, Update

BAD_INPUT = 2


def as_json(reading: Reading, message_id: object) -> dict[str, object]:
    """Return a reading as `echotrade parse` prints it; every price is text."""
    row: dict[str, object] = {"id": message_id, "kind": "", "reason": "", "signals": [], "update": None}
    match reading:
        case Entry():
            row["kind"] = "entry"
            row["signals"] = [_signal(signal) for signal in reading.signals]
            row["confidence"] = str(reading.confidence)
            row["warnings"] = list(reading.warnings)
        case Update():
            row["kind"], row["update"] = "update", _update(reading)
        case Noise():
            row["kind"], row["reason"] = "noise", reading.reason
        case Rejected():
            row["kind"], row["reason"], row["sentence"] = "rejected", str(reading.reason), reading.sentence
    spans: dict[str, list[list[int]]] = {}
    for span in reading.spans:
        spans.setdefault(span.role, []).append([span.start, span.end])
    row["spans"] = spans
    row["unused_numbers"] = list(reading.unused_numbers)
    return row


def _signal(signal: CallSignal) -> dict[str, object]:
    return {
        "symbol": signal.symbol,
        "side": str(signal.side),
        "order": str(signal.order),
        "entries": [str(level) for level in signal.entries],
        "stop_loss": None if signal.stop_loss is None else str(signal.stop_loss),
        "take_profits": [str(level) for level in signal.take_profits],
        "leverage": signal.leverage,
    }


def _update(update: Update) -> dict[str, object]:
    row: dict[str, object] = {"action": str(update.action), "symbol": update.symbol}
    if update.target is not None:
        row["target"] = update.target
    if update.price is not None:
        row["price"] = _text(update.price)
    if update.percent is not None:
        row["percent"] = _text(update.percent)
    if update.scope is not None:
        row["scope"] = update.scope
    if update.also:
        row["also"] = [str(action) for action in update.also]
    return row


def _text(value: Decimal) -> str:
    return f"{value:f}"


def parse_lines(stdin_lines: Iterable[str], out: Callable[[str], None]) -> int:
    """Parse one message a line; a line that is none ends it with a sentence on stderr and exit code 2."""
    for number, line in enumerate(stdin_lines, 1):
        if not line.strip():
            continue
        row = _row(line)
        if isinstance(row, str):
            sys.stderr.write(f"Line {number} {row}\n")
            return BAD_INPUT
        reply_to = row.get("reply_to")
        reading = parse(str(row["text"]), reply_to=reply_to if isinstance(reply_to, str) else None)
        out(json.dumps(as_json(reading, row.get("id")), ensure_ascii=True))
    return 0


def _row(line: str) -> dict[str, object] | str:
    """Return the message of a line, or what is wrong with it (the end of a sentence)."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return 'is not JSON; each line must be an object like {"id": 1, "text": "BTC LONG 67500"}.'
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        return 'has no "text"; each line must be an object like {"id": 1, "text": "BTC LONG 67500"}.'
    return row
