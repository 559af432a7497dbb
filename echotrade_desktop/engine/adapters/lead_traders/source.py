"""Lead traders as a `SignalSource`: each is looked at every few seconds, and what changed becomes a message.

A message is written in the plain words that our own parser reads ("BTC/USDT LONG, Entry 67500.1, Leverage 5x"), so that
a lead trader's call goes the way of every other. The entry is the trader's own price; the rule on price drift then says
whether it is too late to copy. Nothing is made up from a look that fails: the old state stands until a sound answer.
"""

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path

from echotrade_desktop.engine.adapters.lead_traders.holdings import Change, Holding, Key, Step, changes
from echotrade_desktop.engine.adapters.lead_traders.memory import Known, Memory
from echotrade_desktop.engine.adapters.lead_traders.pages import Busy, LeadPages
from echotrade_desktop.engine.domain.errors import SourceUnavailable
from echotrade_desktop.engine.domain.leads import LeadRow
from echotrade_desktop.engine.domain.ports import Clock
from echotrade_desktop.engine.domain.signal import Origin, RawMessage

log = logging.getLogger(__name__)

NAME = "Binance lead traders"
MEMORY_FILE = "lead_traders.json"
JITTER = (0.85, 1.25)  # of the interval: nobody asks by the clock
LONGEST_WAIT_S = 300.0
LOOKS_BEFORE_DOWN = 3
CLOCKS_APART_MS = 5_000
_QUOTES = ("USDT", "USDC", "FDUSD", "BUSD", "BTC")


class LeadTraders:
    """Follows portfolios; `follow` changes which, at any time, also while `messages` runs."""

    name = NAME

    def __init__(
        self,
        clock: Clock,
        pages: LeadPages,
        memory_file: Path,
        portfolios: Sequence[str],
        interval: float,
        rng: random.Random | None = None,
    ) -> None:
        self._clock, self._pages = clock, pages
        self._memory = Memory(memory_file)
        self._interval = interval
        self._rng = rng or random.Random()
        self._followed = _Followed(portfolios)
        self._tell: Callable[[str, str], None] = lambda _sentence, _level: None
        self._show: Callable[[bool, str], None] = lambda _well, _words: None
        self._shown: tuple[bool, str] | None = None

    # --- what the user chose ---

    def follow(self, portfolios: Iterable[str]) -> None:
        """Follow these portfolios from now on, and no other."""
        self._followed.choose(portfolios)

    def rows(self) -> tuple[LeadRow, ...]:
        """Say how the following of each goes."""
        return tuple(
            LeadRow(watch.portfolio, self._known(watch.portfolio).name or watch.portfolio, watch.state, watch.is_well)
            for watch in self._followed.watches.values()
        )

    def announce(self, tell: Callable[[str, str], None], show: Callable[[bool, str], None]) -> None:
        """Say through `tell(sentence, level)` what the user must know, through `show(well, words)` how it goes."""
        self._tell, self._show = tell, show

    # --- the source ---

    async def messages(self) -> AsyncIterator[RawMessage]:
        """Yield what lead traders do, for ever; raise `SourceUnavailable` when none of them can be looked at."""
        await self.begin()
        try:
            while True:
                told = await self.look()
                for message in told:
                    yield message
                if told:  # only now: a close that nobody took must be told again after a crash
                    await self.keep()
                if (trouble := self._followed.trouble()) is not None:
                    raise SourceUnavailable(trouble)
                if self._followed.next_due(self._clock.monotonic()) is None:
                    await self._clock.sleep(min(1.0, self._interval))
        finally:
            await self._pages.close()

    async def begin(self) -> None:
        """Remember what was known; what was opened since then is of an unknown hour and no call."""
        await asyncio.to_thread(self._memory.load)
        for watch in self._followed.watches.values():
            watch.first = True

    async def look(self) -> list[RawMessage]:
        """Look at the portfolio that has waited longest, if one is due; return what is new there."""
        watch = self._followed.next_due(self._clock.monotonic())
        told = [] if watch is None else await self._look(watch)
        self._show_health()
        return told

    async def keep(self) -> None:
        """Keep what is known, for the next start."""
        await asyncio.to_thread(self._memory.save)

    async def close(self) -> None:
        """Let go of connections."""
        await self._pages.close()

    async def _look(self, watch: "_Watch") -> list[RawMessage]:
        """Look at one portfolio; return what is new there."""
        try:
            after = await self._holdings(watch)
        except SourceUnavailable as error:
            self._failed(watch, error)
            return []
        watch.well(self._clock.monotonic() + self._interval * self._rng.uniform(*JITTER))
        if after is None:
            return []
        return await self._take(watch, after)

    async def _holdings(self, watch: "_Watch") -> dict[Key, Holding] | None:
        """Return what is held now; None when the answer says nothing sure."""
        known = self._known(watch.portfolio)
        if not known.name:
            known.name = (await self._pages.card(watch.portfolio)).nickname
        found = await self._pages.positions(watch.portfolio)
        if found is not None:
            watch.state = _held_words(found)
            return found
        return await self._explained(watch, known)

    async def _explained(self, watch: "_Watch", known: Known) -> dict[Key, Holding] | None:
        """Find out what an empty answer means: hidden, a hiccup, or closed, which the history must say."""
        card = await self._pages.card(watch.portfolio)
        if card.shows_positions is False:
            if not watch.hidden:
                self._tell(f"{known.name} hides open positions now: nothing new can be copied from there.", "warning")
            watch.hidden, watch.state = True, "hides open positions"
            return None
        watch.hidden = False
        if not known.holdings:
            watch.state = "nothing open"
            return {}
        closed = await self._pages.closed_since(watch.portfolio, known.seen_ms - CLOCKS_APART_MS)
        rest = {key: held for key, held in known.holdings.items() if (key[0], key[1].value) not in closed}
        return rest if len(rest) < len(known.holdings) else None

    async def _take(self, watch: "_Watch", after: dict[Key, Holding]) -> list[RawMessage]:
        known, watch.hidden = self._known(watch.portfolio), False
        first_ever, first = not known.seen_ms, watch.first
        steps = [] if first_ever else changes(known.holdings, after)
        if first:  # what was opened while nobody looked is of an unknown hour; only what lowers the risk is followed
            steps = [step for step in steps if step.step in (Step.CLOSE, Step.REDUCE)]
        now = self._clock.now()
        told = [self._message(watch.portfolio, known, step, now) for step in steps]
        known.holdings = after
        known.messages = {key: number for key, number in known.messages.items() if key in after}
        known.seen_ms, watch.first = int(now.timestamp() * 1000), False
        if first:
            await self.keep()
        return told

    def _show_health(self) -> None:
        rows = self.rows()
        troubled = [row for row in rows if not row.is_well]
        words = f"{troubled[0].nickname}: {troubled[0].state}" if troubled else f"{len(rows)} followed"
        if rows and (shown := (not troubled, words)) != self._shown:
            self._shown = shown
            self._show(*shown)

    def _message(self, portfolio: str, known: Known, change: Change, now: datetime) -> RawMessage:
        known.last_message = max(known.last_message + 1, int(now.timestamp() * 1000))
        answers = known.messages.get(change.holding.key) if change.step in (Step.CLOSE, Step.REDUCE) else None
        if change.step in (Step.OPEN, Step.ADD):
            known.messages[change.holding.key] = known.last_message
        return RawMessage(
            chat_id=-int(portfolio),
            message_id=known.last_message,
            edit_version=0,
            sent_at=now,
            received_at=now,
            sender_id=int(portfolio),
            sender_name=known.name,
            text=words_of(change),
            chat_name=NAME,
            reply_to=answers,
            origin=Origin.BINANCE,
        )

    def _known(self, portfolio: str) -> Known:
        return self._memory.known.setdefault(portfolio, Known())

    def _failed(self, watch: "_Watch", error: SourceUnavailable) -> None:
        watch.failures += 1
        longest = self._interval * 2.0 ** min(watch.failures, 6)
        if isinstance(error, Busy) and error.seconds is not None:
            longest = max(longest, error.seconds)
        wait = min(LONGEST_WAIT_S, longest) * self._rng.uniform(*JITTER)
        watch.due, watch.state = self._clock.monotonic() + wait, str(error)
        log.info("lead trader %s: %s", watch.portfolio, error)


class _Watch:
    """How the following of one portfolio goes."""

    def __init__(self, portfolio: str) -> None:
        self.portfolio = portfolio
        self.due = 0.0
        self.failures = 0
        self.first = True
        self.hidden = False
        self.state = "not looked at yet"

    @property
    def is_well(self) -> bool:
        return not self.failures and not self.hidden

    def well(self, due: float) -> None:
        self.failures, self.due = 0, due


class _Followed:
    """The portfolios that are followed, and which is to be looked at next."""

    def __init__(self, portfolios: Iterable[str]) -> None:
        self.watches: dict[str, _Watch] = {}
        self.choose(portfolios)

    def choose(self, portfolios: Iterable[str]) -> None:
        """Keep those that stay, begin with the others."""
        self.watches = {each: self.watches.get(each) or _Watch(each) for each in portfolios}

    def next_due(self, now: float) -> _Watch | None:
        """Return the one that has waited longest, None when none is due."""
        due = [watch for watch in self.watches.values() if watch.due <= now]
        return min(due, key=lambda watch: watch.due, default=None)

    def trouble(self) -> str | None:
        """Return why none has answered for several looks, None while one does or nobody is followed."""
        watches = list(self.watches.values())
        if not watches or any(watch.failures < LOOKS_BEFORE_DOWN for watch in watches):
            return None
        return watches[0].state


def words_of(change: Change) -> str:
    """Return a change in the words that the parser reads."""
    held = change.holding
    symbol = _spelled(held.symbol)
    match change.step:
        case Step.CLOSE:
            return f"Close {symbol}"
        case Step.REDUCE:
            return f"Close {change.percent}% of {symbol}"
        case Step.OPEN:
            return f"{symbol} {held.side.value.upper()}\nEntry {held.entry:f}\nLeverage {held.leverage}x"
        case Step.ADD:  # the new part was bought at about the price of now, not at the average of all
            return f"{symbol} {held.side.value.upper()}\nEntry {held.mark:f}\nLeverage {held.leverage}x"


def _spelled(symbol: str) -> str:
    """Return `BTC/USDT` for `BTCUSDT`; what is no such pair stays as it is."""
    for quote in _QUOTES:
        if symbol.endswith(quote) and len(symbol) > len(quote):
            return f"{symbol.removesuffix(quote)}/{quote}"
    return symbol


def _held_words(holdings: dict[Key, Holding]) -> str:
    count = len(holdings)
    return "nothing open" if not count else f"{count} open position{'' if count == 1 else 's'}"
