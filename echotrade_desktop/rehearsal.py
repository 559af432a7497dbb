"""Rehearsals: trouble made on purpose on the practice market, watched, and explained afterwards.

The trouble is real to the engine: prices fall, fall silent, and messages arrive as from a channel. Only the simulated
market can be steered, so there is no drill where prices or money are real.
"""

from collections.abc import Callable, Coroutine, Iterator, Sequence
from decimal import Decimal
from typing import Any

from echotrade_desktop.engine.adapters.practice_channel import PRACTICE_CHAT_ID
from echotrade_desktop.engine.adapters.simulated_market import SimulatedMarket
from echotrade_desktop.engine.compose import Running
from echotrade_desktop.engine.domain import messages as m
from echotrade_desktop.engine.domain.errors import BadInput
from echotrade_desktop.engine.domain.market import Ticker
from echotrade_desktop.engine.domain.order import OrderPurpose
from echotrade_desktop.engine.domain.rehearsal import Drill, DrillOffer, DrillReport
from echotrade_desktop.engine.domain.signal import Origin, QueuedSignal, RawMessage, SignalStatus

SENDER = (910_001, "Harbour Calls")
CRASH_DEPTH, CRASH_S = Decimal(6), 20
SILENT_S, CALL_INTO_SILENCE_S = 15, 7
BETWEEN_S = 3
STOP_AWAY, TIGHTER_STOP, TARGET_AWAY = Decimal("0.012"), Decimal("0.006"), Decimal("0.015")
OFFERS = (
    DrillOffer(
        Drill.FLASH_CRASH, "Flash crash", f"Every price falls {CRASH_DEPTH} % in seconds and comes half way back.", 25
    ),
    DrillOffer(Drill.DEAD_FEED, "Dead feed", f"No price comes for {SILENT_S} s, and a call arrives meanwhile.", 20),
    DrillOffer(Drill.DUPLICATE_CALL, "Duplicate call", "A trader posts the same call twice.", 5),
    DrillOffer(Drill.EDITED_STOP, "Edited stop", "A trader posts a call, then edits its stop.", 5),
)


class Rehearsal:
    """Runs one drill at a time on a running engine."""

    def __init__(self, parts: Running) -> None:
        self._parts = parts
        self._busy = False
        self._runs: dict[Drill, Callable[[SimulatedMarket], Coroutine[Any, Any, DrillReport]]] = {
            Drill.FLASH_CRASH: self._flash_crash,
            Drill.DEAD_FEED: self._dead_feed,
            Drill.DUPLICATE_CALL: self._duplicate,
            Drill.EDITED_STOP: self._edited,
        }

    def reads(self) -> dict[str, Callable[..., Any]]:
        """Return what the screen may ask and is answered at once."""
        return {"drills": self.offered}

    def asks(self) -> dict[str, Callable[..., Coroutine[Any, Any, Any]]]:
        """Return what takes a moment."""
        return {"drill": self.run}

    def offered(self) -> tuple[DrillOffer, ...]:
        """Return what can be rehearsed; nothing where the market is a real one."""
        return OFFERS if isinstance(self._parts.market, SimulatedMarket) else ()

    async def run(self, drill: Drill) -> DrillReport:
        """Make the trouble, wait until it is over, and explain. Raises `BadInput` when it cannot be made."""
        market = self._parts.market
        if not isinstance(market, SimulatedMarket):
            raise BadInput("Drills need the practice market; these prices are real. Choose it in the settings.")
        if self._busy:
            raise BadInput("Another drill is still running; wait for its end.")
        self._busy = True
        try:
            return await self._runs[drill](market)
        finally:
            self._busy = False

    # --- the drills ---

    async def _flash_crash(self, market: SimulatedMarket) -> DrillReport:
        before = {position.position_id: position for position in self._parts.desk.book.open_positions()}
        stops = {key: position.stop_loss for key, position in before.items()}
        low = dict(self._parts.dashboard.get_live_prices())

        def lowest(event: object) -> None:
            if isinstance(event, m.TickerChanged) and event.ticker.price < low[event.symbol].price:
                low[event.symbol] = event.ticker

        heard = await self._during(CRASH_S + 3, lambda: market.flash_crash(None, CRASH_DEPTH, CRASH_S), lowest)
        fills = [event.fill for event in heard if isinstance(event, m.FillRecorded)]
        did = [
            f"Stop of {fill.symbol}: closed {fill.quantity:f} at {fill.price:,}"
            f"{_beyond(fill.price, stops.get(fill.position_id))}"
            for fill in fills
            if fill.purpose is OrderPurpose.STOP
        ]
        kept = [p for p in self._parts.desk.book.open_positions() if p.position_id in before]
        did += [f"{position.symbol} {position.side.value} stayed open: its stop was not reached." for position in kept]
        if not before:
            did.append("There was no open position to protect. Approve a practice call first, then run this again.")
        did += _halts(heard)
        happened = [f"{symbol} went as low as {ticker.price:,}." for symbol, ticker in list(low.items())[:4]]
        lesson = "A stop closes at the next price there is. In a fast fall that is beyond the stop; smaller size helps."
        return DrillReport(Drill.FLASH_CRASH, tuple(happened), tuple(did), lesson)

    async def _dead_feed(self, market: SimulatedMarket) -> DrillReport:
        heard: list[object] = []
        with _listening(self._parts, heard.append):
            market.silence(SILENT_S)
            await self._sleep(CALL_INTO_SILENCE_S)
            calls = await self._post(self._call_text(STOP_AWAY))
            await self._sleep(SILENT_S - CALL_INTO_SILENCE_S + 3)
        changes = [event for event in heard if isinstance(event, m.HealthChanged) and event.detail]
        did = list(dict.fromkeys(_noticed(change) for change in changes))
        for call in calls:
            why = next((v.sentence for v in call.verdicts if not v.passed and "price" in v.rule), "")
            did.append(f"The call that came meanwhile was {_standing(call)}{f': {why}' if why else '.'}")
        did.append("Stops stayed in force, and are looked at again with the first new price.")
        happened = (f"No price came for {SILENT_S} s. The connection looked open all the while.",)
        lesson = "Nothing new is opened on an old price. Closing stays possible, with a warning that the price is old."
        return DrillReport(Drill.DEAD_FEED, happened, tuple(did), lesson)

    async def _duplicate(self, _market: SimulatedMarket) -> DrillReport:
        text = self._call_text(STOP_AWAY)
        first = await self._post(text)
        await self._sleep(BETWEEN_S)
        second = await self._post(text)
        did = [f"The first was {_standing(call)}." for call in first]
        did += [f"The second was {_standing(call)}{f': {_why(call)}' if _why(call) else '.'}" for call in second]
        if not second:
            did.append("The second led to no call of its own.")
        happened = (f"{SENDER[1]} posted this twice within {BETWEEN_S} s:", f"“{text}”")
        lesson = "How long a repeat counts as one is the limit “Duplicates”. Approving the first never doubles it."
        return DrillReport(Drill.DUPLICATE_CALL, happened, tuple(did), lesson)

    async def _edited(self, _market: SimulatedMarket) -> DrillReport:
        key, ticker = self._next_id(), self._ticker()
        first_text, second_text = self._call_text(STOP_AWAY, ticker), self._call_text(TIGHTER_STOP, ticker)
        first = await self._post(first_text, key)
        await self._sleep(BETWEEN_S)
        second = await self._post(second_text, key, edit=1)
        book = self._parts.desk.book.signals
        did = []
        for call in first:
            now = book.get(call.signal.signal_id, call)
            did.append(f"The call as it was first posted {_end_of(now)}.")
        did += [
            f"The edited call was read anew, with its stop at {call.signal.stop_loss:,}: {_standing(call)}."
            for call in second
        ]
        if not second:
            did.append("The edit led to no second call: what was traded already is never traded again.")
        happened = (f"{SENDER[1]} posted “{first_text}”", f"and edited it {BETWEEN_S} s later to “{second_text}”")
        lesson = "An edit before you decide replaces the call; after you approved it only tells you, and nothing moves."
        return DrillReport(Drill.EDITED_STOP, happened, tuple(did), lesson)

    # --- what they are made of ---

    async def _during(
        self, seconds: float, start: Callable[[], None], also: Callable[[object], None]
    ) -> Sequence[object]:
        heard: list[object] = []

        def hear(event: object) -> None:
            also(event)
            if not isinstance(event, m.TickerChanged | m.CandleChanged):
                heard.append(event)

        with _listening(self._parts, hear):
            start()
            await self._sleep(seconds)
        await self._parts.engine.settle()
        return heard

    async def _sleep(self, seconds: float) -> None:
        await self._parts.desk.clock.sleep(seconds)

    def _ticker(self) -> Ticker:
        watched = self._parts.dashboard.watched()
        prices = self._parts.dashboard.get_live_prices()
        for symbol in (*watched, *prices):
            if symbol in prices:
                return prices[symbol]
        raise BadInput("There is no price yet to make a call of. Try again in a moment.")

    def _call_text(self, stop: Decimal, ticker: Ticker | None = None) -> str:
        """Return a long call at the market with its stop that share below."""
        now = ticker or self._ticker()
        down = self._parts.desk.instrument(now.symbol).price_down
        stop_loss, target = down(now.price * (1 - stop)), down(now.price * (1 + TARGET_AWAY))
        return f"{now.symbol} LONG {down(now.price)} SL {stop_loss} TP {target}"

    def _next_id(self) -> int:
        return int(self._parts.desk.clock.now().timestamp() * 1000) * 10 + 7  # between those of the practice channel

    async def _post(self, text: str, key: int | None = None, edit: int = 0) -> list[QueuedSignal]:
        """Let a message arrive as from the practice channel; return the calls it led to."""
        book, now = self._parts.desk.book.signals, self._parts.desk.clock.now()
        before = set(book)
        number = self._next_id() if key is None else key
        message = RawMessage(
            PRACTICE_CHAT_ID, number, edit, now, now, *SENDER, text, "Practice channel", origin=Origin.PRACTICE
        )
        self._parts.engine.receive(message)
        await self._parts.engine.settle()
        return [call for signal_id, call in book.items() if signal_id not in before]


class _listening:  # noqa: N801  reads as a word of its with statement
    """Hears the engine's events for a while."""

    def __init__(self, parts: Running, hear: Callable[[Any], None]) -> None:
        self._stop = parts.outbox.subscribe(hear)

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        self._stop()


def _beyond(price: Decimal, stop: Decimal | None) -> str:
    if stop is None:
        return "."
    return f", its stop was {stop:,}." if price != stop else ", at its stop."


def _end_of(queued: QueuedSignal) -> str:
    """Return how a call stands as the end of a sentence: "ended because an edit of the message replaced it"."""
    reason = (queued.reason or "").rstrip(".")
    if reason.startswith("Ended "):
        return f"{reason[:1].lower()}{reason[1:]}"
    return f"is {_standing(queued)}{f': {reason}' if reason else ''}"


def _standing(call: QueuedSignal) -> str:
    """Return what became of a call, as the end of "the call is …"."""
    words = {SignalStatus.PENDING: "waiting for you", SignalStatus.BLOCKED: "blocked by your rules"}
    return words.get(call.status, call.status.value.replace("_", " "))


def _noticed(change: m.HealthChanged) -> str:
    what = "back" if change.health is m.Health.UP else change.detail
    return f"{change.name.capitalize()}: {what}."


def _why(call: QueuedSignal) -> str:
    return " ".join(verdict.sentence.rstrip(".") + "." for verdict in call.blocking)


def _halts(heard: Sequence[object]) -> Iterator[str]:
    for event in heard:
        if isinstance(event, m.EntriesPaused):
            yield f"New entries stopped: {event.reason}."
