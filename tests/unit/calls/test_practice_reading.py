"""The app's own parser reads every practice message as the script says, whatever the prices of the day."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from echotrade_desktop.engine.adapters.practice_call import PracticeCall, changed, make_call, words_of
from echotrade_desktop.engine.adapters.practice_script import Line, Reads, Script, load_script
from echotrade_desktop.engine.domain.market import Ticker
from echotrade_desktop.engine.signals.parser import parse
from echotrade_desktop.engine.signals.parser.result import Entry, Noise, Reading, Rejected, Update

SHIPPED = Path(__file__).parents[3] / "resources" / "practice" / "channel.toml"
SCRIPT = load_script(SHIPPED.read_text("utf-8"))
NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
USUAL = {"BTC/USDT": "67480.5", "ETH/USDT": "3204.37", "BNB/USDT": "590.12", "ADA/USDT": "0.4517"}
KINDS = {Reads.ENTRY: Entry, Reads.UPDATE: Update, Reads.NOISE: Noise, Reads.REJECTED: Rejected}


@dataclass(frozen=True)
class Said:
    """A practice message as it would be sent at some prices."""

    line: Line
    text: str
    call: PracticeCall | None
    reply: str | None


def said(script: Script, prices: dict[str, str], rounds: int = 0) -> list[Said]:
    """Return what the channel would say in a round, if every message that waits came at once."""
    symbols, sent, all_said = script.symbols, dict[str, Said](), list[Said]()
    for line in script.lines:
        meant = sent.get(line.refers_to) if line.refers_to else None
        call = meant.call if meant else None
        if line.symbol:
            symbol = symbols[(symbols.index(line.symbol) + rounds) % len(symbols)]
            price = Decimal(prices[symbol])
            call = make_call(line, Ticker(symbol, price, price, price, NOON))
        if call is not None and line.edits:
            call = changed(call, line)
        text = meant.text if meant and line.copies else words_of(line, call, None)
        reply = meant.text if meant and line.about and line.replies else None
        message = Said(line, text, call, reply)
        if line.deletes is None:
            all_said.append(message)
        if line.label or line.edits:
            sent[line.label or line.edits or ""] = replace(message, reply=None)
    return all_said


def complaint(message: Said) -> str | None:
    """Return what the parser made of a message that the script does not say, or None."""
    reading = parse(message.text, reply_to=message.reply)
    line = message.line
    if not isinstance(reading, KINDS[line.reads]):
        return f"{type(reading).__name__} instead of {line.reads}: {reading}"
    match reading:
        case Entry():
            return entry_complaint(message, reading)
        case Update() if line.action != reading.action.value:
            return f"{reading.action} instead of {line.action}"
        case Rejected() if line.reason != reading.reason.value:
            return f"{reading.reason} instead of {line.reason}"
    return None


def entry_complaint(message: Said, reading: Entry) -> str | None:
    call = message.call
    assert call is not None
    if len(reading.signals) != 1:
        return f"{len(reading.signals)} calls"
    (signal,) = reading.signals
    line = message.line if message.line.side else next(x for x in SCRIPT.lines if x.label == message.line.refers_to)
    targets = [call.levels[f"t{number}"] for number in range(1, len(line.targets) + 1)]
    stop = signal.stop_loss.value if signal.stop_loss else None
    read = (signal.symbol, signal.side, stop, [target.value for target in signal.take_profits])
    meant = (call.symbol, call.side, call.levels.get("stop"), targets)
    if read != meant:
        return f"{read} instead of {meant}"
    entries = sorted(value for name, value in call.levels.items() if name.startswith("entry") and name != "entry")
    if signal.entries and sorted(signal.entry_prices) != entries:
        return f"entries {signal.entry_prices} instead of {entries}"
    return None


@pytest.mark.parametrize("rounds", range(4))
def test_every_practice_message_is_read_as_the_script_says(rounds: int) -> None:
    wrong = {message.text: why for message in said(SCRIPT, USUAL, rounds) if (why := complaint(message))}
    assert wrong == {}


@given(st.fixed_dictionaries({symbol: st.floats(0.6, 1.9) for symbol in USUAL}), st.integers(0, 3))
@settings(max_examples=25, deadline=None)
def test_they_are_read_so_at_other_prices_too(moves: dict[str, float], rounds: int) -> None:
    prices = {
        symbol: str((Decimal(price) * Decimal(moves[symbol])).quantize(Decimal(price)))
        for symbol, price in USUAL.items()
    }
    wrong = {message.text: why for message in said(SCRIPT, prices, rounds) if (why := complaint(message))}
    assert wrong == {}


def test_readings_cover_every_kind() -> None:
    kinds: set[type[Reading]] = {type(parse(message.text, reply_to=message.reply)) for message in said(SCRIPT, USUAL)}
    assert kinds == set(KINDS.values())
