"""Plays a chat export through the whole pipeline, on the messages' own clock.

The clock stands at each message's time while it is read, judged and, if so chosen, approved. Between messages it goes
on as fast as the machine can: every price of a coin that is held is walked through, so that stops and targets fill and
calls expire when they should, and those that concern somebody are shown; where nothing is held and nothing waits, it
leaps.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import get_args

from echotrade_desktop.engine.adapters.chat_export import Export, read_export
from echotrade_desktop.engine.compose import PAPER_DB, Recipe, Running, running
from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.commands import ApproveSignal
from echotrade_desktop.engine.domain.errors import BadInput, EchoTradeError
from echotrade_desktop.engine.domain.facts import Fact
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.market import Ticker
from echotrade_desktop.engine.domain.messages import Event, FillRecorded, MessageRead, SignalApproved
from echotrade_desktop.engine.domain.signal import QueuedSignal, RawMessage, SignalStatus
from echotrade_desktop.engine.runtime import ManualClock, SystemClock
from echotrade_desktop.engine.store.verify import verify
from echotrade_desktop.replay_calm import CalmPrices
from echotrade_desktop.replay_ledger import UnhurriedLedger
from echotrade_desktop.replay_prices import Calls, ReplayMarket, replay_market

FACTS = frozenset(get_args(Fact))
KINDS = {"entry": "entries", "update": "updates", "noise": "noise", "rejected": "rejected", "service": "service"}
WHILE_CALLS_WAIT = timedelta(minutes=1)  # between two looks at calls that may still be approved
WHILE_POSITIONS_ARE_OPEN = timedelta(hours=1)  # between two points of the equity curve; prices are all seen
A_MOMENT = timedelta.resolution  # after a leap the feed believes a far price only when it is told a second time
STUCK_AFTER_S = 60.0  # of real time on one message

Progress = Callable[[int, int, datetime], None]  # messages done, messages in all, the replay's time


class Approve(StrEnum):
    """Who approves calls in a replay."""

    NONE = "none"
    RULES = "rules"  # what an automatic approval would take: all rules pass and the reading is clear
    ALL = "all"  # whatever all rules pass, at once or before it expires; what a rule blocks stays blocked


@dataclass(frozen=True, slots=True)
class ReplayOptions:
    """What to replay. `profile` must not hold a ledger yet; `candles` is a folder of kline files, else it simulates."""

    export: Path
    profile: Path
    approve: Approve = Approve.NONE
    candles: Path | None = None
    limits: RiskLimits = field(default_factory=RiskLimits)
    seed: int = 7


async def replay(options: ReplayOptions, progress: Progress = lambda *_: None) -> dict[str, object]:
    """Play an export and return what came of it; see `Tally.as_json`.

    Raises `BadInput` for an export, a profile or a folder of candles that cannot be used.
    """
    real_time = SystemClock()
    began = real_time.monotonic()
    export = read_export(options.export)
    ledger = options.profile / PAPER_DB
    if ledger.exists():
        raise BadInput(
            f"The profile {options.profile} has a ledger already, and a replay would mix past times into it; "
            "nothing was played. Choose an empty folder with --profile."
        )
    calls = Calls(export.messages)
    clock = ManualClock(export.messages[0].sent_at if export.messages else real_time.now())
    market = replay_market(options.candles, calls, clock, options.seed)
    recipe = Recipe(options.profile, options.limits, options.seed, clock=clock, market=market, heartbeat=False)
    tally = Tally()
    async with running(recipe) as parts:
        parts.outbox.subscribe(tally.note, prices=False)
        parts.desk.ledger = unhurried = UnhurriedLedger(parts.ledger)
        await _Player(parts, clock, market, calls, options.approve).play(export.messages, progress)
        await unhurried.flush()
    report = await asyncio.to_thread(verify, ledger)
    seconds = round(real_time.monotonic() - began, 3)
    return tally.as_json(export, market.name, ledger_ok=report.ok, seconds=seconds)


class Tally:
    """Counts what becomes of every message and of every call."""

    def __init__(self) -> None:
        self._kinds: Counter[str] = Counter()
        self._reasons: Counter[str] = Counter()
        self._positions: set[str] = set()
        self._approved = 0
        self._book = Book()  # the engine's own forgets calls that are over

    def note(self, event: Event) -> None:
        """Take in an event of the engine."""
        if type(event) in FACTS:
            self._book.apply(event)
        match event:
            case MessageRead():
                self._kinds[event.kind] += 1
                if event.kind == "rejected":
                    self._reasons[event.detail or event.reason or "unknown"] += 1
            case SignalApproved():
                self._approved += 1
            case FillRecorded():
                self._positions.add(event.fill.position_id)

    def as_json(self, export: Export, market: str, *, ledger_ok: bool, seconds: float) -> dict[str, object]:
        """Return the counts: each of `messages` is in entries, updates, noise, rejected or service.

        `rejected` includes the messages that the export itself holds broken; `reasons` says why each was rejected,
        `not_approved` which rules kept calls from being traded. `seconds` are real ones.
        """
        counts = {name: self._kinds[kind] for kind, name in KINDS.items()}
        counts["rejected"] += len(export.problems)
        unaccounted = export.total - sum(counts.values())
        if unaccounted:
            raise EchoTradeError(f"{unaccounted} of {export.total} messages were not accounted for; the log says more.")
        reasons = self._reasons + Counter(f"unreadable: {why}" for _, why in export.problems)
        return {
            "messages": export.total,
            **counts,
            "approved": self._approved,
            "orders": len(self._book.orders),
            "positions": len(self._positions),
            "still_open": len(self._book.open_positions()),
            "ledger_ok": ledger_ok,
            "seconds": seconds,
            "market": market,
            "reasons": dict(reasons.most_common()),
            "not_approved": dict(self._why_not_approved().most_common()),
            "notices": list(export.notices),
        }

    def _why_not_approved(self) -> Counter[str]:
        """Count what kept calls from being traded, as they stand in the end."""
        why: Counter[str] = Counter()
        for queued in self._book.signals.values():
            if queued.status not in (SignalStatus.APPROVED, SignalStatus.EXECUTED):
                why.update({verdict.rule for verdict in queued.blocking} or {"nobody approved it"})
        return why


class _Player:
    """Moves the clock, shows prices, hands over messages, approves."""

    def __init__(
        self, parts: Running, clock: ManualClock, market: ReplayMarket, calls: Calls, approve: Approve
    ) -> None:
        self._engine, self._desk, self._feed = parts.engine, parts.desk, parts.feed
        self._calm = CalmPrices(parts.desk, parts.engine.shadows)
        parts.outbox.subscribe(self._calm.note, prices=False)
        self._clock = clock
        self._market = market
        self._calls = calls
        self._approve = approve
        self._approvals = 0
        nobody_decides = approve is Approve.NONE  # then waiting calls can only expire
        self._while_calls_wait = self._desk.limits.signal_expiry if nobody_decides else WHILE_CALLS_WAIT

    async def play(self, messages: Sequence[RawMessage], progress: Progress) -> None:
        """Hand over every message at its time, then go on until the last call has expired."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(STUCK_AFTER_S) as patience:
                for done, message in enumerate(messages, 1):
                    await self._go_on_until(message.sent_at)
                    await self._hand_over(message)
                    progress(done, len(messages), message.sent_at)
                    patience.reschedule(loop.time() + STUCK_AFTER_S)
                await self._go_on_until(self._clock.now() + 2 * self._desk.limits.signal_expiry)
        except TimeoutError:
            raise EchoTradeError(
                f"The replay came to a stop at {self._clock.now():%Y-%m-%d %H:%M} UTC; the log says more."
            ) from None

    async def _hand_over(self, message: RawMessage) -> None:
        self._show(self._held().union(self._calls.symbols_of(message)))
        self._engine.receive(replace(message, received_at=self._clock.now()))
        await self._engine.settle()
        await self._approve_what_may_be()

    async def _go_on_until(self, at: datetime) -> None:
        while (now := self._clock.now()) < at:
            held, waiting = self._held(), self._waiting()
            if not held and not waiting:
                await self._leap(at)
                return
            beat_at = _next_multiple(now, self._while_calls_wait if waiting else WHILE_POSITIONS_ARE_OPEN)
            until = min(at, beat_at)
            await self._walk(held | self._wanted(), until)
            self._clock.jump_to(until)
            if until == beat_at:
                self._show(held | waiting)
                self._engine.beat()
                await self._engine.settle()
                await self._approve_what_may_be()

    async def _leap(self, at: datetime) -> None:
        """Nothing is held and nothing waits: only a new day has to be noticed."""
        days = at.date() != self._clock.now().date()
        self._clock.jump_to(at)
        if days:
            self._engine.beat()
            await self._engine.settle()

    async def _walk(self, symbols: set[str], until: datetime) -> None:
        """Let every price on the way be seen that concerns somebody; what one leads to is done before the next."""
        passed: dict[str, Ticker] = {}  # the newest of each coin that concerned nobody
        for ticker in self._market.walk(sorted(symbols), self._clock.now(), until):
            passed.pop(ticker.symbol, None)
            passed[ticker.symbol] = ticker
            if self._calm.passes_over(ticker):
                continue
            for shown in passed.values():
                self._clock.jump_to(shown.timestamp)
                self._accept(shown)
            passed.clear()
            await self._engine.settle()

    def _accept(self, ticker: Ticker) -> bool:
        self._calm.show(ticker)
        return self._feed.accept(ticker)

    def _show(self, symbols: set[str]) -> None:
        """Show the newest prices, so that none is stale when somebody decides."""
        for symbol in sorted(symbols):
            ticker = self._market.newest(symbol, self._clock.now()) if symbol in self._desk.instruments else None
            if ticker is not None and not self._accept(ticker):
                self._accept(replace(ticker, timestamp=ticker.timestamp + A_MOMENT))

    def _held(self) -> set[str]:
        return {position.symbol for position in self._desk.book.open_positions()}

    def _waiting(self) -> set[str]:
        return {queued.signal.symbol for queued in self._desk.book.queued()}

    def _wanted(self) -> set[str]:
        """Return the coins whose price an approved call waits for."""
        return {queued.signal.symbol for queued in self._desk.book.queued() if queued.status is SignalStatus.WAITING}

    async def _approve_what_may_be(self) -> None:
        if self._approve is Approve.NONE:
            return
        for queued in self._desk.book.queued():
            if queued.status is not SignalStatus.PENDING or queued.sizing is None or not self._is_clear(queued):
                continue
            self._approvals += 1
            signal = queued.signal
            self._engine.submit(
                ApproveSignal(
                    signal.signal_id, signal.version, queued.sizing.quantity, command_id=f"replay-{self._approvals}"
                )
            )
            await self._engine.settle()

    def _is_clear(self, queued: QueuedSignal) -> bool:
        """Whether the reading leaves nothing to ask; what an automatic approval demands too."""
        if self._approve is Approve.ALL:
            return True
        signal = queued.signal
        return signal.reading_confidence >= self._desk.limits.min_reading_confidence and not signal.unused_numbers


def _next_multiple(now: datetime, step: timedelta) -> datetime:
    """Return the next time of day that is a whole number of steps after midnight UTC."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + ((now - midnight) // step + 1) * step
