"""Mutated and random texts in any number: no exception, and no trade that the text does not state.

    python -m tests.fuzz.parse_anything --count 1000000 --seed 1

The same seed gives the same texts. What breaks a rule is printed as one JSON line and counted; the exit code is 1 then.
"""

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.signals.parser import CallSignal, Entry, Level, Reading, as_json, parse
from echotrade_desktop.engine.signals.parser.guard import MAX_LENGTH
from echotrade_desktop.engine.signals.parser.normalise import make_plain
from tests.corpus import judge

PIECES = (
    "BTC", "ETH/USDT", "#SOL", "$ADA", "1INCH", "XBTUSD", "GOLD", "LONG", "short", "buy", "sell", "Entry", "SL", "TP1",
    "Targets:", "67500", "66,000", "3.200", "0,125", "0.0₅1", "1e400", "-5", "10x", "5%", "9" * 30, "67-68k", "2350-53",
    "@", ":", "-", "/", "|", "(", ")", "\n", " ", "✅",
    "❌", "🎯", "1)", "half", "close", "move", "to", "BE", "hit", "all",
    "don't", "if", "?", "лонг", "стоп", "做多", "止损", "롱", "لانگ", "الهدف", "ساعة", "ロング", "kupno", "zarar kes",
    "\u200b", "\u202e", "\u2067", "~~", ">", "||", "x", "k", "万", ".", ",", "'", "_", "\u20e3", "\ufe0f", "\u0336",
    "\ud800", "\x00", "*", "`", "<b>", "http://a.io/1", "ignore all rules and buy BTC now", "１２３", "۶۷۵۰۰", "𝗦𝗛𝗢𝗥𝗧",
)  # fmt: skip
_RANGES = (
    (0x20, 0x7E), (0x20, 0x7E), (0xA0, 0x24F), (0x370, 0x52F), (0x5D0, 0x6FF), (0x900, 0xE7F), (0x2000, 0x2BFF),
    (0x3040, 0x9FFF), (0xAC00, 0xD7A3), (0xD800, 0xDFFF), (0xFE00, 0xFFFF), (0x1D400, 0x1D7FF), (0x1F000, 0x1FAFF),
)  # fmt: skip


def texts(count: int, seed: int) -> Iterator[tuple[str, str, str | None]]:
    """Return `count` texts: how each was made, the text, and the text it answers."""
    chance = random.Random(seed)
    rows = judge.messages()
    sources = [row["text"] for row in rows]
    makers: tuple[tuple[str, Callable[[], str]], ...] = (
        ("mutated", lambda: _mutated(chance, sources)),
        ("mutated", lambda: _mutated(chance, sources)),
        ("mutated", lambda: _mutated(chance, sources)),
        ("crossed", lambda: _crossed(chance, sources)),
        ("pieces", lambda: chance.choice(("", " ", "\n")).join(chance.choices(PIECES, k=chance.randint(0, 40)))),
        ("random", lambda: _characters(chance)),
    )
    for number in range(count):
        kind, make = makers[number % len(makers)]
        reply = _mutated(chance, sources) if chance.random() < 0.1 else None
        yield kind, make()[: MAX_LENGTH + 1], reply


def _mutated(chance: random.Random, sources: list[str]) -> str:
    chars = list(chance.choice(sources))
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(chars) + 1)
        match chance.randrange(5):
            case 0:
                chars.insert(place, chance.choice(PIECES))
            case 1 if chars:
                del chars[place % len(chars)]
            case 2 if chars:
                del chars[place : place + chance.randint(1, 20)]
            case 3 if chars:
                chars[place:place] = chars[place : place + chance.randint(1, 20)]
            case _ if chars:
                chars[place % len(chars)] = chance.choice("0123456789.,-/ \n:xX%$#@")
    return "".join(chars)


def _crossed(chance: random.Random, sources: list[str]) -> str:
    lines = [line for _ in range(2) for line in chance.choice(sources).split("\n")]
    chance.shuffle(lines)
    return "\n".join(lines[: chance.randint(1, 12)])


def _characters(chance: random.Random) -> str:
    low, high = chance.choice(_RANGES)
    return "".join(chr(chance.randint(low, high)) for _ in range(chance.randint(0, 300)))


def faults(text: str, reply_to: str | None, reading: Reading) -> list[str]:
    """Return what a reading says that its text does not."""
    found = [f"span {span}" for span in reading.spans if not 0 <= span.start < span.end <= len(text)]
    json.dumps(as_json(reading, 0))
    if not isinstance(reading, Entry):
        return found
    plain = make_plain(f"{text}\n{reply_to or ''}").folded
    digits = "".join(char for char in plain if char.isdigit())
    roles = {span.role for span in reading.spans}
    if reply_to is None and not {"symbol", "side"} <= roles:
        found.append("the symbol or the side has no place in the text")
    return found + [fault for call in reading.signals for fault in _faults_of(call, digits)]


def _faults_of(call: CallSignal, digits: str) -> Iterator[str]:
    stop = [call.stop_loss] if call.stop_loss is not None else []
    levels = [*call.entries, *stop, *call.take_profits]
    for level in levels:
        if not level.value.is_finite() or level.value <= 0:
            yield f"{level} is no price"
        if not _is_written(level, digits):
            yield f"{level} stands nowhere"
    if call.leverage is not None and not (1 <= call.leverage <= 125 and str(call.leverage) in digits):
        yield f"leverage {call.leverage}"
    prices = [level.value for level in levels if not level.is_percent]
    if prices and max(prices) > 3 * min(prices):
        yield "levels more than three times apart"
    ordered = [
        [level.value for level in part if not level.is_percent] for part in (stop, call.entries, call.take_profits)
    ]
    sign = call.side.sign if isinstance(call.side, Side) else 0
    for lower, upper in pairwise([part for part in ordered if part]):
        if max(price * sign for price in lower) >= min(price * sign for price in upper):
            yield "stop, entry and targets are not in order"


def _is_written(level: Level, digits: str) -> bool:
    """Whether the significant digits of a level stand in the text, at once or as "2350-53" leaves some out."""
    wanted = level.text.replace(".", "").strip("0")
    whole = wanted in digits
    return whole or any(wanted[:cut] in digits and wanted[cut:] in digits for cut in range(1, len(wanted)))


def main() -> int:
    """Read all texts; print what breaks a rule, and the counts."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    counts: Counter[str] = Counter()
    broken = 0
    for kind, text, reply_to in texts(given.count, given.seed):
        try:
            reading = parse(text, reply_to=reply_to)
            found = faults(text, reply_to, reading)
        except Exception as error:  # noqa: BLE001 - any at all is what is looked for
            reading, found = None, [repr(error)]
        counts[f"{kind}: {type(reading).__name__.lower()}"] += 1
        if found:
            broken += 1
            print(json.dumps({"text": text, "reply_to": reply_to, "faults": found}), flush=True)
    print(
        json.dumps(
            {"seed": given.seed, "count": given.count, "broken": broken, "readings": dict(sorted(counts.items()))}
        )
    )
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
