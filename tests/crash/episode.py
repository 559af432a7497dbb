"""One exchange, one profile, several lives of the app on it; in the end a calm one, and the oracle."""

import json
import os
import random
import select
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from echotrade_desktop.engine.domain.order import OrderStatus
from echotrade_desktop.engine.domain.position import ProtectionStatus
from echotrade_desktop.engine.trading.protection import cover
from tests.crash import loopback
from tests.crash.ledgers import book_of, facts_of
from tests.crash.oracle import Findings, examine
from tests.crash.process import Child, fork
from tests.crash.user import User
from tests.crash.victim import Victim
from tests.servers.binance.catalogue import Market
from tests.servers.exchange.clock import SharedClock, beginning
from tests.servers.exchange.market import INSTRUMENTS
from tests.servers.exchange.server import TICK_S, Place, serve

SPEED = 20.0  # quicker, and a busy machine's own delays would count as seconds without a stop
POST_EVERY_S, WISH_EVERY_S = 1.5, 0.4  # of the common time
CALM_S = 10.0  # of the common time, that everything has to stay settled
SETTLE_WITHIN_S = 120.0  # half a minute to be believed absent, pauses of the same, and as much again
MOST_ROUNDS = 10
LONGEST_START_S = 60.0  # of real time
BY_THE_CLOCK = 0.2  # of all lives
SHOWN_A_MOVE = {"strict": 1, "loopback": 3}  # prices for each move: Binance's streams of books and trades, and of both
WHEREVER = {OrderStatus.INTENDED: "intended", OrderStatus.SUBMITTED: "on the wire", OrderStatus.UNKNOWN: "unanswered"}


class Control:
    """The tests' own line to the exchange, without an event loop."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=LONGEST_START_S)
        self._answers = self._socket.makefile("rb")

    def ask(self, what: str, **details: Any) -> None:
        """Send a request and wait for its answer."""
        self._socket.sendall(json.dumps({"ask": what, "number": 0, **details}).encode() + b"\n")
        self._answers.readline()

    def close(self) -> None:
        """Hang up."""
        self._answers.close()
        self._socket.close()


@dataclass
class Episode:
    """`live` as often as you like, then `finish`. The seed makes everything but the machine's timing."""

    folder: Path
    seed: int
    broken: str | None = None
    speed: float = SPEED
    loss: float = 0.3
    faults: dict[str, Any] = field(default_factory=dict)
    broker: str = "strict"  # or loopback: Binance's protocol through ccxt
    market: Market = "usdm"  # or spot, on the loopback broker
    user: User = field(init=False)
    phases: dict[str, int] = field(default_factory=dict)
    settled_after: float | None = None  # seconds of the common time after recovery, until nothing was in doubt

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        self.user = User(random.Random(self.seed + 1))
        self.profile = self.folder / "profile"
        self.profile.mkdir(parents=True)
        self.began = beginning()
        self.clock = SharedClock(self.speed, self.began)
        self.journal = self.folder / "journal.jsonl"
        listener = socket.create_server(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]
        place = Place(self.journal, self.seed, self.speed, self.began)

        self.loopback = loopback.a_free_port() if self.broker == "loopback" else None

        def run_exchange() -> int:
            if self.loopback is None:
                serve(listener, place)
            else:
                loopback.serve(listener, place, self.loopback, self.market)
            return 0

        self._exchange = fork(run_exchange)
        listener.close()
        self.control = Control(self.port)
        self.be_bad()

    @property
    def ledger(self) -> Path:
        return self.profile / "paper.db"

    def be_bad(self) -> None:
        """Let the wire be as bad as this episode's is."""
        self.control.ask("control", faults={"loss": self.loss, "late_reports": 0.2, "repeats": 0.1, **self.faults})

    def be_good(self) -> None:
        """Let every answer arrive."""
        self.control.ask("control", faults={"loss": 0.0, "late_reports": 0.0, "repeats": 0.0, "slow_orders_s": 0.6})

    def start(self, *, fault: str = "", **limits: Any) -> Child:
        """Start the app on this episode's profile."""
        self.user.sit_down(facts_of(self.ledger))
        victim = Victim(
            self.profile,
            self.port,
            self.speed,
            self.began,
            fault,
            self.broken,
            limits,
            loopback=self.loopback,
            market=self.market,
        )
        errors = os.open(self.folder / "stderr.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        child = fork(victim.live, stderr=errors)
        os.close(errors)
        return child

    def use(self, app: Child, until: Callable[[], bool]) -> bool:
        """Let the user work with the app until something is so; False when the app ended first."""
        os.set_blocking(app.stdout, False)
        next_post = next_wish = 0.0
        while not until():
            ready, _, _ = select.select([app.stdout], [], [], 0.005)
            if ready:
                chunk = os.read(app.stdout, 1 << 16)
                if not chunk:
                    return False
                for line in app.lines(chunk):
                    self.user.see(line)
            now = self.clock.monotonic()
            if self.user.busy and now >= next_post:
                next_post = now + self.rng.expovariate(1 / POST_EVERY_S)
                message = self.user.post(self.clock.now())
                if message is not None:
                    self.control.ask("post", message=message)
            if now >= next_wish:
                next_wish = now + self.rng.expovariate(1 / WISH_EVERY_S)
                self._say(app, self.user.wish())
        return True

    @staticmethod
    def _say(app: Child, command: dict[str, Any] | None) -> None:
        if command is not None:
            try:
                os.write(app.stdin, json.dumps(command).encode() + b"\n")
            except BrokenPipeError:  # it has just died: the end of its words says so
                return

    def hear_out(self, app: Child) -> None:
        """Read what a dead app had said before it died."""
        os.set_blocking(app.stdout, True)
        with os.fdopen(os.dup(app.stdout), "rb") as words:
            for line in app.lines(words.read()):
                self.user.see(line)

    def live_and_kill(self, seconds: float) -> None:
        """One life: started, used for that long in real time, killed.

        Most lives are measured in the prices that the app shows, which come at a known pace: a busy machine makes a
        life longer and not emptier. The others end by the clock, however far the start has come.
        """
        app = self.start()
        by_the_clock = self.rng.random() < BY_THE_CLOCK
        enough = self.user.seen.ticks + seconds * self.speed * len(INSTRUMENTS) / TICK_S * SHOWN_A_MOVE[self.broker]
        deadline = time.monotonic() + (seconds if by_the_clock else LONGEST_START_S)
        self.use(app, lambda: time.monotonic() >= deadline or (not by_the_clock and self.user.seen.ticks >= enough))
        app.kill()
        self.hear_out(app)
        app.close()
        self.count_phase()

    def count_phase(self) -> None:
        """Note where the app was when it died, by its ledger."""
        phase = self._phase()
        self.phases[phase] = self.phases.get(phase, 0) + 1

    def _phase(self) -> str:
        if not self.ledger.exists():
            return "before the ledger"
        if not self.user.seen.recovered:
            return "starting"
        book = book_of(self.ledger)
        for status, name in WHEREVER.items():
            if any(order.status is status for order in book.live_orders()):
                return name
        stands = [cover(position, book.orders_of(position.position_id)).status for position in book.open_positions()]
        if not stands:
            return "flat"
        return "protected" if all(each is ProtectionStatus.PROTECTED for each in stands) else "unprotected"

    def finish(self) -> Findings:
        """Let the wire be good and the app live until nothing is in doubt, end it, and ask the oracle."""
        self.be_good()
        self.user.busy = False
        app = self.start()
        lived = self.use(app, self._settled())
        self.control.ask("control", faults={"frozen": True})  # or the market would move on after the app has ended
        lived = lived and self._hear_all(app)
        app.signal(signal.SIGTERM)
        self.hear_out(app)
        code = app.reap()
        app.close()
        self.stop()
        how = (loopback.as_booked,) if self.loopback is not None else ()
        found = examine(self.ledger, self.journal, self.user.seen, *how, sells_once=self.market == "spot")
        if not lived or code:
            found.unresolved.append(f"the last life of the app ended by itself with {code}")
        return found

    def _hear_all(self, app: Child) -> bool:
        """Wait until the app has handled all that the exchange has told; False when it ended first.

        Calm by the clock is not enough: a busy machine may not have let the app run. Two rounds of questions that it
        answers one after the other prove that it has read and handled what was told before the first.
        """
        told = -1
        for _ in range(MOST_ROUNDS):  # an app that never comes to rest is the oracle's to judge
            if told == self.user.seen.trading:
                break
            told = self.user.seen.trading
            if not self.use(app, self._settled(within=30.0)):
                return False
            for _ in range(2):
                if not self._ask(app):
                    return False
        return True

    def _ask(self, app: Child) -> bool:
        questions, answers = self.user.questions(), self.user.seen.commands
        for question in questions:
            self._say(app, question)
        deadline = time.monotonic() + LONGEST_START_S
        return self.use(
            app,
            lambda: all(each["command_id"] in answers for each in questions) or time.monotonic() > deadline,
        )

    def _settled(self, within: float = SETTLE_WITHIN_S) -> Callable[[], bool]:
        """Return what tells that the app has recovered and nothing has been in doubt for a while, or never will."""
        latest = self.clock.monotonic() + within
        calm_since: float | None = None
        recovered_at: float | None = None

        def settled() -> bool:
            nonlocal calm_since, recovered_at
            now = self.clock.monotonic()
            if self.user.seen.recovered and recovered_at is None:
                recovered_at = now
            if recovered_at is None or self.user.in_doubt():
                calm_since = None
            elif calm_since is None:
                calm_since = now
                self.settled_after = max(self.settled_after or 0.0, now - recovered_at)
            return now > latest or (calm_since is not None and now - calm_since > CALM_S)

        return settled

    def stop(self) -> None:
        """End the exchange."""
        self.control.close()
        self._exchange.kill()
        self._exchange.close()
