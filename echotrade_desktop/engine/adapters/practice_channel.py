"""The practice channel: a built-in channel of invented traders whose calls fit the market of the moment.

It is for trying the app out. Its messages are written by us, its prices come from the market it is given, and it says
so: every message has `Origin.PRACTICE` and the channel's name. Where it is allowed to, it also leads the simulated
market towards some of its targets and stops, so that a call has an end within minutes: the practice market follows
the practice calls, which no real market does.
"""

import random
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from echotrade_desktop.engine.adapters.practice_call import PracticeCall, changed, make_call, words_of
from echotrade_desktop.engine.adapters.practice_script import Line, Script, load_script
from echotrade_desktop.engine.domain.market import Ticker
from echotrade_desktop.engine.domain.ports import Clock
from echotrade_desktop.engine.domain.signal import Origin, RawMessage

__all__ = ["PRACTICE_CHAT_ID", "PracticeChannel", "load_script"]

PRACTICE_CHAT_ID = -3_000_000_000_000  # beyond every number that Telegram gives a chat
FIRST_AFTER_S = 3.0
PAUSE_S = (8.0, 25.0)
WATCH_EVERY_S = 1.0
LED_AFTER_S = 20.0  # the market stays near a new call for that long, so that it can be approved
LED_BEYOND = Decimal("0.0006")  # share by which the market is led past a level, so that bid and ask pass it too
HELD_FOR_S = 480.0  # a message that waits for a price is dropped after that long

Prices = Callable[[str], Ticker | None]
Steer = Callable[[str, Decimal, float], None]


class PracticeChannel:
    """A `SignalSource` that plays a script (see `load_script`) again and again, each round on other symbols.

    `prices` answers the newest ticker of a symbol or None; a call waits until there is one. `speed` divides all
    pauses. The same seed, clock and prices give the same messages. `steer(symbol, price, seconds)` leads the
    simulated market; None leaves it alone.
    """

    def __init__(
        self, clock: Clock, prices: Prices, seed: int, script: Script, speed: float = 1.0, steer: Steer | None = None
    ) -> None:
        self._clock = clock
        self._prices = prices
        self._random = random.Random(seed)
        self._script = script
        self._speed = speed
        self._leader = _Leader(steer, speed)
        self._sent: dict[str, _Sent] = {}
        self._held: deque[tuple[Line, float]] = deque()
        self._next_id = 0
        self._closed = False

    @property
    def name(self) -> str:
        """What the screen calls it."""
        return self._script.name

    async def messages(self) -> AsyncIterator[RawMessage]:
        """Yield the first message after three seconds, then one every 8–25 s, without end."""
        # Milliseconds, so that a later start of the app on the same ledger never repeats an id.
        self._next_id = int(self._clock.now().timestamp() * 1000)
        lines: deque[Line] = deque()
        rounds, pause = 0, FIRST_AFTER_S
        while True:
            if not lines:
                self._begin_round()
                lines.extend(self._script.lines)
                rounds += 1
            line = self._held_no_longer() or lines.popleft()
            if not self._makes_sense(line) or self._must_wait(line):
                continue
            await self._wait(pause if line.after is None else line.after)
            if line.symbol is not None:
                line = replace(line, symbol=self._symbol(line.symbol, rounds))
                await self._wait_for_price(line.symbol)
            if self._closed:
                return
            yield self._message(line)
            pause = self._random.uniform(*PAUSE_S)

    async def close(self) -> None:
        """Send no further message."""
        self._closed = True

    def _begin_round(self) -> None:
        self._sent.clear()
        self._held.clear()

    def _symbol(self, symbol: str, rounds: int) -> str:
        """Return the symbol that takes the place of the written one in this round."""
        symbols = self._script.symbols
        return symbols[(symbols.index(symbol) + rounds - 1) % len(symbols)]

    def _makes_sense(self, line: Line) -> bool:
        """Whether what the message speaks of was sent, and still stands."""
        if line.refers_to is None:
            return True
        meant = self._sent.get(line.refers_to)
        return meant is not None and (line.when == "stop" or not meant.is_over)

    def _must_wait(self, line: Line) -> bool:
        """Hold a message back until the price that it reports has come."""
        if line.when is None or line.refers_to is None or line.when in self._sent[line.refers_to].reached:
            return False
        self._held.append((line, self._clock.monotonic()))
        return True

    def _held_no_longer(self) -> Line | None:
        """Return the oldest message whose price has come, and forget those that waited too long."""
        longest = HELD_FOR_S / self._speed
        now = self._clock.monotonic()
        held, self._held = self._held, deque()
        due: Line | None = None
        for line, since in held:
            meant = self._sent.get(line.refers_to or "")
            if due is None and meant is not None and line.when in meant.reached:
                due = line
            elif now - since < longest:
                self._held.append((line, since))
        return due

    async def _wait_for_price(self, symbol: str | None) -> None:
        while symbol is not None and self._prices(symbol) is None and not self._closed:
            await self._wait(WATCH_EVERY_S)

    async def _wait(self, seconds: float) -> None:
        """Wait, watching the market meanwhile."""
        until = self._clock.monotonic() + seconds / self._speed
        while (rest := until - self._clock.monotonic()) > 0 and not self._closed:
            await self._clock.sleep(min(rest, WATCH_EVERY_S))
            for sent in self._sent.values():
                if sent.call is not None and (ticker := self._prices(sent.call.symbol)) is not None:
                    sent.watch(ticker.price)
            self._leader.lead(self._clock.monotonic())

    def _message(self, line: Line) -> RawMessage:
        if line.edits is not None:
            return self._edit(line, self._sent[line.edits])
        if line.deletes is not None:
            gone = self._sent.pop(line.deletes)
            return self._raw(line, gone.message_id, gone.edits + 1, "", deleted=True)
        meant = self._sent.get(line.refers_to) if line.refers_to else None
        call = self._call(line) if line.symbol else meant.call if meant else None
        copied = meant is not None and line.copies is not None
        text = meant.text if meant is not None and copied else words_of(line, call, self._price(call))
        message_id, self._next_id = self._next_id, self._next_id + 1
        if line.label is not None:
            self._sent[line.label] = _Sent(message_id, text, call)
        if call is not None and line.goes_to is not None:
            self._leader.plan(call, line.goes_to, line.within, self._clock.monotonic())
        reply_to = meant.message_id if meant is not None and line.about and line.replies else None
        return self._raw(line, message_id, 0, text, reply_to=reply_to)

    def _edit(self, line: Line, sent: "_Sent") -> RawMessage:
        sent.edits += 1
        if sent.call is not None:
            sent.call = changed(sent.call, line)
        sent.text = words_of(line, sent.call, self._price(sent.call))
        return self._raw(line, sent.message_id, sent.edits, sent.text)

    def _call(self, line: Line) -> PracticeCall | None:
        ticker = self._prices(line.symbol) if line.symbol else None
        return make_call(line, ticker) if ticker else None

    def _price(self, call: PracticeCall | None) -> Decimal | None:
        ticker = self._prices(call.symbol) if call else None
        return ticker.price if ticker else None

    def _raw(
        self,
        line: Line,
        message_id: int,
        version: int,
        text: str,
        *,
        reply_to: int | None = None,
        deleted: bool = False,
    ) -> RawMessage:
        now = self._clock.now()
        return RawMessage(
            chat_id=PRACTICE_CHAT_ID,
            message_id=message_id,
            edit_version=version,
            sent_at=now,
            received_at=now,
            sender_id=line.author.sender_id,
            sender_name=line.author.name,
            text=text,
            chat_name=self._script.name,
            reply_to=reply_to,
            origin=Origin.PRACTICE,
            deleted=deleted,
        )


@dataclass(slots=True)
class _Sent:
    """A message that was sent, as later ones may refer to it; `call` when it made or spoke of one."""

    message_id: int
    text: str
    call: PracticeCall | None = None
    edits: int = 0
    reached: set[str] = field(default_factory=set)

    @property
    def is_over(self) -> bool:
        return "stop" in self.reached

    def watch(self, price: Decimal) -> None:
        """Note the levels that the market is at; nothing counts after the stop."""
        if self.call is not None and not self.is_over:
            self.reached |= {level for level in self.call.levels if self.call.reached(level, price)}


@dataclass(frozen=True, slots=True)
class _Lead:
    """The market is to go to `price` within `seconds`, from `at` (the clock's monotonic seconds) on."""

    at: float
    symbol: str
    price: Decimal
    seconds: float


class _Leader:
    """Leads the simulated market, each symbol one way at a time."""

    def __init__(self, steer: Steer | None, speed: float) -> None:
        self._steer = steer
        self._speed = speed
        self._planned: list[_Lead] = []
        self._led_until: dict[str, float] = {}

    def plan(self, call: PracticeCall, level: str, seconds: float, now: float) -> None:
        """Lead the market to a level of `call`, unless it is being led already."""
        start = now + LED_AFTER_S / self._speed
        if self._steer is None or self._led_until.get(call.symbol, 0.0) > start:
            return
        span = seconds / self._speed
        beyond = 1 + LED_BEYOND if call.is_above(level) else 1 - LED_BEYOND
        self._planned.append(_Lead(start, call.symbol, call.levels[level] * beyond, span))
        self._led_until[call.symbol] = start + span

    def lead(self, now: float) -> None:
        """Start what is due."""
        due = [lead for lead in self._planned if lead.at <= now]
        self._planned = [lead for lead in self._planned if lead.at > now]
        for lead in due:
            if self._steer is not None:
                self._steer(lead.symbol, lead.price, lead.seconds)
