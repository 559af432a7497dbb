"""`echotrade explain TEXT`: what was read, and every rule's verdict on it as things stand on the simulated market."""

import asyncio
import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from echotrade_desktop.commands.parts import OK, strict_settings
from echotrade_desktop.engine.compose import Recipe, Running, running
from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.messages import MessageRead
from echotrade_desktop.engine.domain.signal import RawMessage
from echotrade_desktop.engine.judge import judge
from echotrade_desktop.engine.signals.parser import as_json, parse

EXPLAINED = "what you typed"


def explain(text: str, chosen: Path | None, *, as_json_text: bool) -> int:
    """Print the reading and the verdicts, as a table or as JSON. Nothing is kept."""
    limits = strict_settings(chosen).risk if chosen else RiskLimits()
    answer = asyncio.run(explained(text, limits))
    print(json.dumps(answer, ensure_ascii=False, indent=2) if as_json_text else _table(answer))
    return OK


async def explained(text: str, limits: RiskLimits) -> dict[str, Any]:
    """Return the reading and the verdicts, from an engine of its own in a folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="echotrade-explain-") as folder:
        async with running(Recipe(profile=Path(folder), limits=limits, heartbeat=False)) as parts:
            await _first_prices(parts)
            return await _judged(text, parts)


async def _first_prices(parts: Running) -> None:
    """Wait until the market has spoken once about every symbol, a few seconds at most."""
    waiting = set(parts.desk.instruments)
    came = asyncio.Event()

    def note(ticker: Any) -> None:
        waiting.discard(ticker.symbol)
        if not waiting:
            came.set()

    parts.feed.subscribe(note)
    async with asyncio.timeout(10):
        await came.wait()
    parts.feed.unsubscribe(note)


async def _judged(text: str, parts: Running) -> dict[str, Any]:
    answer: dict[str, Any] = {"market": parts.market.name, "reading": as_json(parse(text), "1"), "signals": []}
    now = parts.desk.clock.now()
    message = RawMessage(0, 1, 0, now, now, 1, EXPLAINED, text)
    parts.engine.receive(message)
    await parts.engine.settle()
    for queued in parts.desk.book.signals.values():
        await parts.limits.volatility.measure(queued.signal.symbol)
        judgement = judge(parts.desk, queued.signal)
        instrument = parts.desk.instrument(queued.signal.symbol)
        answer["signals"].append(
            {
                "symbol": queued.signal.symbol,
                "side": queued.signal.side.value,
                "entry": words.price(queued.signal.price, instrument),
                "stop_loss": words.price(queued.signal.stop_loss, instrument),
                "stop_is_ours": queued.signal.stop_is_ours,
                "status": judgement.status.value,
                "size": words.money(judgement.sizing.notional),
                "risk": words.money(judgement.sizing.risk),
                "verdicts": [
                    {**asdict(verdict), "used": None if verdict.used is None else str(verdict.used)}
                    for verdict in judgement.verdicts
                ],
            }
        )
    answer["reason"] = next(
        (event.reason for event in parts.outbox.recent(50) if isinstance(event, MessageRead) and event.reason), None
    )
    return answer


def _table(answer: dict[str, Any]) -> str:
    lines = [f"Read as: {answer['reading']['kind']}"]
    if answer["reason"]:
        lines.append(answer["reason"])
    for signal in answer["signals"]:
        ours = " (your default; the call names none)" if signal["stop_is_ours"] else ""
        lines += [
            f"{signal['symbol']} {signal['side'].upper()}  entry {signal['entry']}  stop {signal['stop_loss']}{ours}",
            f"size {signal['size']}, risk {signal['risk']}, on the {answer['market'].lower()}",
            "",
        ]
        width = max(len(verdict["rule"]) for verdict in signal["verdicts"])
        for verdict in signal["verdicts"]:
            mark = "✓" if verdict["passed"] else "✗"
            hint = "" if verdict["passed"] or not verdict["flips_if"] else f"  Passes if {verdict['flips_if']}."
            lines.append(f" {mark} {verdict['rule']:<{width}}  {verdict['sentence']}{hint}")
    return "\n".join(lines)
