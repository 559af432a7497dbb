"""The exchange on a socket, with a bad wire: answers that never come, come late, or belong to orders that came late.

Run as a process of its own (`serve`), it outlives the app. Whoever connects sends JSON lines: requests with `ask` and a
number are answered once or, by the faults in force, not at all. `control` and `post` are the tests' own doors.
"""

import asyncio
import random
import socket
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from echotrade_desktop.engine.domain.amounts import decimal_from
from tests.servers.exchange.clock import SharedClock
from tests.servers.exchange.core import BookOrder, Exchange, Execution, NewOrder, Refusal
from tests.servers.exchange.journal import Journal
from tests.servers.exchange.line import Gone, read_line, write_line
from tests.servers.exchange.market import INSTRUMENTS, Walk

TICK_S = 0.8  # of its time, between the prices of a symbol
STEP_S = 0.1
BACKLOG = 20  # posts that come again with each connection
MONEY = ("quantity", "limit_price", "trigger_price")
Answer = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Faults:
    """How bad the wire is. `loss` is the share of requests whose answer gets lost, one way or another."""

    loss: float = 0.0
    late_reports: float = 0.0  # share of executions and ends that are told late (and so out of order)
    repeats: float = 0.0  # share of reports that are told twice
    slow_orders_s: float = 20.0  # the longest an order is under way before the exchange sees it
    frozen: bool = False  # prices stand still
    lanes: tuple[str, ...] = ("drop before", "drop after", "silent before", "silent after", "late answer", "slow order")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an exchange lives: its journal, its seed, its time."""

    journal: Path
    seed: int
    speed: float
    began: float


def serve(listener: socket.socket, place: Place) -> None:
    """Run an exchange on a listening socket until the process is ended."""
    asyncio.run(_serve(listener, place))


async def _serve(listener: socket.socket, place: Place) -> None:
    exchange = Server(place)
    server = await asyncio.start_server(exchange.welcome, sock=listener, limit=1_000_000)
    async with server:
        await exchange.live()


class Server:
    """The exchange, its clients and its faults."""

    def __init__(self, place: Place) -> None:
        self._rng = random.Random(place.seed)
        self._clock = SharedClock(place.speed, place.began)
        self._journal = Journal(place.journal)
        book = {instrument.symbol: instrument for instrument in INSTRUMENTS}
        self._core = Exchange(book, self._journal, random.Random(place.seed + 1))
        self._core.report = self._report
        self._walk = Walk(random.Random(place.seed + 2))
        self._faults = Faults()
        self._posts: list[dict[str, Any]] = []
        self._listeners: dict[asyncio.StreamWriter, set[str]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def live(self) -> None:
        """Let prices move and slices fill, for ever."""
        next_tick = 0.0
        for instrument in INSTRUMENTS:
            self._core.tick(instrument.symbol, self._walk.next_quote(instrument.symbol), self._clock.now())
        while True:
            await self._clock.sleep(STEP_S)
            now = self._clock.now()
            self._core.pass_time(now)
            if self._clock.monotonic() >= next_tick and not self._faults.frozen:
                next_tick = self._clock.monotonic() + TICK_S
                for instrument in INSTRUMENTS:
                    self._tick(instrument.symbol, now)

    def _tick(self, symbol: str, now: datetime) -> None:
        quote = self._walk.next_quote(symbol)
        self._core.tick(symbol, quote, now)
        told = {"tell": "tick", "symbol": symbol, "last": quote.last, "bid": quote.bid, "ask": quote.ask}
        self._tell("ticks", told | {"at": now.isoformat()})

    # --- connections ---

    async def welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Speak with one client until it goes."""
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._listeners[writer] = set()
        try:
            while True:
                self._take(await read_line(reader), writer)
        except Gone:
            pass
        finally:
            self._listeners.pop(writer, None)
            writer.close()

    def _take(self, asked: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        match asked["ask"]:
            case "control":
                self._faults = replace(self._faults, **asked["faults"])
                write_line(writer, {"answer": asked["number"]})
            case "post":
                self._posts.append(asked["message"])
                self._tell("posts", {"tell": "post", "message": asked["message"]})
                write_line(writer, {"answer": asked["number"]})
            case "listen":
                self._listeners[writer] |= set(asked["to"])
                for message in self._posts[-BACKLOG:] if "posts" in asked["to"] else ():
                    write_line(writer, {"tell": "post", "message": message})
            case "beat":
                self._journal.write(self._clock.now(), "beat", **asked["details"])
            case _:
                self._spawn(self._answer(asked, writer))

    async def _answer(self, asked: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        lost = self._rng.random() < self._faults.loss
        lane = self._rng.choice(self._faults.lanes) if lost else "prompt"
        if lane.endswith("before"):
            self._hang_up(lane, writer)
            return
        if lane == "slow order":
            await self._clock.sleep(self._rng.uniform(0.5, self._faults.slow_orders_s))
        answer = {"answer": asked["number"], **self._carry_out(asked)}
        if lane.endswith("after"):
            self._hang_up(lane, writer)
            return
        if lane == "late answer":
            await self._clock.sleep(self._rng.uniform(1, 40))
        write_line(writer, answer)

    @staticmethod
    def _hang_up(lane: str, writer: asyncio.StreamWriter) -> None:
        if lane.startswith("drop"):
            writer.close()

    def _carry_out(self, asked: dict[str, Any]) -> dict[str, Any]:
        now, core = self._clock.now(), self._core
        try:
            match asked["ask"]:
                case "place":
                    return {"order": told_order(core.place(read_order(asked["order"]), now))}
                case "cancel":
                    return {"order": told_order(core.cancel(asked["id"], now))}
                case "find":
                    order = core.find(asked["id"])
                    return {"order": None if order is None else told_order(order)}
                case "open":
                    return {"orders": [told_order(order) for order in core.open_orders()]}
                case "fills":
                    since = datetime.fromisoformat(asked["since"])
                    return {"fills": [told_fill(execution) for execution in core.executions_since(since)]}
                case unknown:
                    return {"code": -1102, "why": f"{unknown} is no request"}
        except Refusal as refusal:
            return {"code": refusal.code, "why": str(refusal)}

    # --- what is told ---

    def _report(self, news: Execution | BookOrder) -> None:
        told = (
            {"tell": "fill", "fill": told_fill(news)}
            if isinstance(news, Execution)
            else {"tell": "order", "order": told_order(news)}
        )
        for _ in range(2 if self._rng.random() < self._faults.repeats else 1):
            if self._rng.random() < self._faults.late_reports:
                self._spawn(self._tell_late(told, timedelta(seconds=self._rng.uniform(0.1, 3))))
            else:
                self._tell("orders", told)

    async def _tell_late(self, told: dict[str, Any], wait: timedelta) -> None:
        await self._clock.sleep(wait.total_seconds())
        self._tell("orders", told)

    def _tell(self, subject: str, told: dict[str, Any]) -> None:
        for writer, subjects in self._listeners.items():
            if subject in subjects:
                write_line(writer, told)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def read_order(record: dict[str, Any]) -> NewOrder:
    """Return an order from its record; numbers that mean money are text."""
    money: dict[str, Decimal | None] = {
        name: None if record[name] is None else decimal_from(record[name]) for name in MONEY
    }
    return NewOrder(**{**record, **money})  # type: ignore[arg-type]


def told_order(order: BookOrder) -> dict[str, Any]:
    """Return an order as clients are told of it."""
    return {
        "id": order.asked.client_id,
        "symbol": order.asked.symbol,
        "side": order.asked.side,
        "kind": order.asked.kind,
        "quantity": order.asked.quantity,
        "trigger_price": order.asked.trigger_price,
        "placed_at": order.at.isoformat(),
        "exchange_id": order.exchange_id,
        "status": order.status,
        "filled": order.filled,
        "triggered": order.triggered,
    }


def told_fill(execution: Execution) -> dict[str, Any]:
    """Return a trade as clients are told of it."""
    return {
        "trade": execution.trade_id,
        "id": execution.client_id,
        "symbol": execution.symbol,
        "side": execution.side,
        "quantity": execution.quantity,
        "price": execution.price,
        "fee": execution.fee,
        "at": execution.at.isoformat(),
    }
