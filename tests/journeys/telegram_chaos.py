"""`python -m tests.journeys.telegram_chaos --messages 10000 --seeds 20`: nothing missed, nothing doubled, nothing late.

The real headless engine reads a loopback Telegram in another process, which posts, edits, deletes, drops connections,
keeps updates to itself, floods and restarts, while the engine is killed and started again. What a channel deleted
before the engine could have read it is not asked for: only posts that the engine has acknowledged are deleted.
"""

import argparse
import asyncio
import json
import logging
import os
import random
import select
import shutil
import signal
import socket
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import echotrade_desktop.engine.adapters.telegram.chats
import echotrade_desktop.engine.adapters.telegram.session  # noqa: F401 - before the forks, so that these are quick
from echotrade_desktop.commands.headless import run
from echotrade_desktop.engine.adapters.telegram import Account
from echotrade_desktop.engine.compose import PAPER_DB, Recipe
from echotrade_desktop.engine.domain.facts import EntriesPaused, SignalApproved, SignalQueued
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.runtime import SystemClock
from echotrade_desktop.engine.store.verify import verify
from tests.crash.ledgers import facts_of
from tests.crash.process import Child, fork
from tests.servers.telegram.app import PASSWORD, PHONE, FileSecrets, followed, sign_in, telegram_recipe
from tests.servers.telegram.login import CODE
from tests.servers.telegram.process import RemoteTelegram, serve

EAGER = {  # so that most calls may be traded: what is under test is which ones are
    "min_consensus": Decimal(0),
    "consensus_window": timedelta(seconds=1),
    "duplicate_window": timedelta(seconds=1),
    "signal_expiry": timedelta(seconds=5),
    "max_positions": 40,
    "max_exposure": Decimal(20),
    "max_daily_loss": Decimal(1),
    "max_drawdown": Decimal(1),
}
CALL_SHARE, LATE_SHARE, STRANGER_SHARE = 0.08, 0.3, 0.15
WITHIN = 60  # only the newest posts of a chat are edited or deleted: the app looks that far back
SYMBOLS = {"BTC/USDT": "BTC", "ETH/USDT": "ETH", "ADA/USDT": "ADA", "BNB/USDT": "BNB"}
CHATTER = ("good morning everyone", "what a day", "see you tomorrow", "thanks for the kind words", "coffee first")
GIVEN_UP_AFTER_S = 0.2  # without news: what is missing was kept from the engine, or it is being kept waiting
SETTLED_AFTER_S = 0.5
SETTLE_WITHIN_S = 60.0


@dataclass
class Posted:
    """What there should be of one post."""

    chat: int
    number: int
    text: str
    call: bool
    late: bool
    heard: bool = True
    deleted: bool = False

    @property
    def stands(self) -> tuple[str, bool]:
        """Its words now, and whether it is gone."""
        return ("", True) if self.deleted else (self.text, False)


@dataclass
class Tally:
    """What one seed came to."""

    posted: int = 0
    stored: int = 0
    calls: int = 0
    signals: int = 0
    doubled: int = 0
    orders: int = 0
    late_orders: int = 0
    wrong: int = 0  # the newest version in the ledger is not what the channel says
    strangers: int = 0  # stored posts of people who do not count
    kills: int = 0
    broken_books: int = 0
    faults: int = 0  # entries paused because something in the engine broke
    actions: Counter[str] = field(default_factory=Counter)


class Chaos:
    """One seed: its Telegram, its engine, and what is done to both."""

    def __init__(self, seed: int, messages: int, folder: Path) -> None:
        self.rng = random.Random(seed)
        self.messages = messages
        self.folder = folder
        self.tally = Tally()
        self.posts: dict[tuple[int, int], Posted] = {}
        self.order: dict[int, list[int]] = {}
        self.seen: set[tuple[int, int]] = set()  # acknowledged by the engine
        self.prices: dict[str, Decimal] = {}
        self.automatic: set[str] = set()
        self.switched: set[str] = set()  # the engine has said so
        self.app: Child | None = None
        self.rest = b""
        self.down_for = 0
        self.reading = False
        self.patience = 50
        self.last_news = time.monotonic()
        door, listener = socket.create_server(("127.0.0.1", 0)), socket.create_server(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]
        self.server = fork(lambda: serve(door, listener, folder))
        self.telegram = RemoteTelegram(door.getsockname()[1])
        door.close()
        listener.close()

    # --- before it begins ---

    def prepare(self) -> None:
        """Make the chats, agree, sign in and follow."""
        do = self.telegram.do
        do("account", phone=PHONE, password=PASSWORD)
        self.anna, self.stranger = do("person", name="Anna"), do("person", name="Zed")
        self.channel = do("chat", title="Alpha Calls")
        self.group = do("chat", title="Room", kind="group")
        self.forum = do("chat", title="Forum", kind="forum")
        self.order = {self.channel: [], self.group: [], self.forum: []}
        assert fork(self._sign_in).reap() == 0

    def _sign_in(self) -> int:
        async def work() -> None:
            tasks: set[asyncio.Task[None]] = set()

            def spawn(_name: str, coroutine: Any) -> None:
                tasks.add(asyncio.get_running_loop().create_task(coroutine))

            async def erase() -> None: ...

            recipe = self._recipe()
            profile, secrets = recipe.profile, recipe.telegram
            assert secrets is not None
            account = Account(profile, secrets.secrets, SystemClock(), spawn, erase, secrets.server)
            await sign_in(account, CODE)
            await account.follow(
                [
                    followed(self.channel, "Alpha Calls"),
                    followed(self.group, "Room", self.anna),
                    followed(self.forum, "Forum", self.anna, topic=1),
                ]
            )
            await account.close()
            await asyncio.gather(*tasks)

        asyncio.run(work())
        return 0

    def _recipe(self) -> Recipe:
        profile = self.folder / "profile"
        profile.mkdir(exist_ok=True)
        return Recipe(
            profile=profile,
            limits=RiskLimits(**EAGER),  # type: ignore[arg-type]
            telegram=telegram_recipe(
                FileSecrets(self.folder / "secrets.json"), self.port, self.folder / "telegram-server.pem"
            ),
        )

    # --- the engine ---

    def start(self) -> None:
        """Start the engine, as `echotrade headless` does."""
        errors = os.open(self.folder / "stderr.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

        def live() -> int:
            logging.basicConfig(filename=self.folder / "app.log", level=logging.WARNING)
            return asyncio.run(run(self._recipe(), sys.stdin, sys.stdout))

        self.app = fork(live, stderr=errors)
        os.close(errors)
        os.set_blocking(self.app.stdout, False)
        self.rest = b""

    def kill(self) -> None:
        """End it with SIGKILL; what it had said counts."""
        assert self.app is not None
        self.tally.kills += 1
        self.app.kill()
        self.listen()
        self.app.close()
        self.app = None

    def stop(self) -> None:
        """End it as the user does."""
        assert self.app is not None
        self.app.signal(signal.SIGTERM)
        deadline = time.monotonic() + 20
        while self.listen() and time.monotonic() < deadline:
            select.select([self.app.stdout], [], [], 0.1)
        code = self.app.reap()
        self.app.close()
        self.app = None
        assert code in (0, -signal.SIGTERM), f"the engine ended with {code}"  # the latter before it listens to it

    def listen(self) -> bool:
        """Read what the engine says; False when it has said its last."""
        assert self.app is not None
        while True:
            try:
                chunk = os.read(self.app.stdout, 1 << 18)
            except BlockingIOError:
                return True
            if not chunk:
                return False
            *lines, self.rest = (self.rest + chunk).split(b"\n")
            for line in lines:
                self.see(json.loads(line))

    def see(self, event: dict[str, Any]) -> None:
        """Take note of an event; who calls for the first time is followed automatically from then on."""
        match event["type"]:
            case "HealthChanged" if event["name"] == "telegram":
                self.reading = event["detail"].startswith("reading")
                self.last_news = time.monotonic()
            case "MessageRead":
                self.seen.add((event["chat_id"], event["message_id"]))
                self.last_news = time.monotonic()
            case "TickerChanged":
                self.prices[event["symbol"]] = Decimal(event["ticker"]["price"])
            case "TraderChanged":
                self.switched.add(event["trader"]["trader_id"])
            case "TraderSeen" if event["trader"]["trader_id"] not in self.automatic:
                trader = event["trader"]["trader_id"]
                self.automatic.add(trader)
                automatic = {"approval": "automatic", "auto_confidence": "0.1"}
                self.say({"type": "SetTraderApproval", "trader_id": trader, **automatic})

    def say(self, wish: dict[str, Any]) -> None:
        """Give the engine a command."""
        if self.app is not None:
            os.write(self.app.stdin, json.dumps(wish).encode() + b"\n")

    # --- what happens ---

    def play(self) -> Tally:
        """Do everything, let it settle, and count."""
        self.prepare()
        self.start()
        self._wait(lambda: len(self.prices) == len(SYMBOLS), 20)
        self._make_themselves_known()
        actions = {
            self.post_some: 60,
            self.edit_some: 25,
            self.delete_some: 10,
            self.drop: 5,
            self.restart_telegram: 2,
            self.keep_quiet: 3,
            self.forget_much: 1,
            self.flood: 1,
            self.kill_the_app: 4,
            self.stop_the_app: 1,
        }
        while len(self.posts) < self.messages:
            (action,) = self.rng.choices(list(actions), list(actions.values()))
            self.tally.actions[action.__name__] += 1
            action()
            self.live_on()
        self.settle()
        self.stop()
        self.count()
        return self.tally

    def _make_themselves_known(self) -> None:
        """Let each of the two that count call once, so that they are followed automatically."""
        for chat, sender in ((self.channel, None), (self.group, self.anna)):
            text = self._call()
            number = self.telegram.do("post", chat=chat, text=text, sender=sender)["id"]
            self.posts[chat, number] = Posted(chat, number, text, call=True, late=False)
            self.order[chat].append(number)
        assert self._wait(lambda: len(self.switched) == 2, 20), "the traders were not seen"

    def live_on(self) -> None:
        """Hear the engine; one that was ended is started again after two more things have happened at most."""
        if self.app is None:
            self.down_for += 1
            if self.down_for > self.rng.randrange(3):
                self.down_for = 0
                self.start()
        else:
            self.last_news = time.monotonic()
            self._wait(lambda: self._behind() < self.patience or self._silent_for(GIVEN_UP_AFTER_S), 5)
            if self.rng.random() < 0.1:
                self.say({"type": "CloseAll"})
            if self.rng.random() < 0.1:
                self.patience = self.rng.choice((5, 50, 500))  # how far behind the engine may be

    def _behind(self) -> int:
        return sum(posted.heard for posted in self.posts.values()) - len(self.seen)

    def _wait(self, until: Any, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while not until():
            if time.monotonic() > deadline or self.app is None:
                return False
            select.select([self.app.stdout], [], [], 0.05)
            self.listen()
        return True

    def text(self) -> tuple[str, bool]:
        """Return something to say, and whether it is a call."""
        if self.rng.random() > CALL_SHARE:
            return f"{self.rng.choice(CHATTER)} {'!' * self.rng.randrange(4)}".strip(), False
        return self._call(), True

    def _call(self) -> str:
        symbol = self.rng.choice(list(SYMBOLS))
        price = self.prices[symbol]
        stop = (price * Decimal("0.96")).quantize(Decimal("0.0001"))
        return f"{SYMBOLS[symbol]} LONG {price} SL {stop}"

    def post_some(self) -> None:
        """Post up to forty messages in one chat, some of them late, in groups some by people who do not count."""
        chat = self.rng.choice(list(self.order))
        wishes, drafts = [], []
        for _ in range(min(self.rng.choice((1, 1, 2, 5, 40)), self.messages - len(self.posts))):
            text, call = self.text()
            late = self.rng.random() < LATE_SHARE
            wish: dict[str, Any] = {"chat": chat, "text": text, "age": self.rng.randrange(90, 3600) if late else 0}
            heard = chat == self.channel or self.rng.random() > STRANGER_SHARE
            if chat != self.channel:
                wish["sender"] = self.anna if heard else self.stranger
            wishes.append(wish)
            drafts.append((text, call, late, heard))
        for number, (text, call, late, heard) in zip(self.telegram.do("posts", posts=wishes), drafts, strict=True):
            self.posts[chat, number] = Posted(chat, number, text, call, late, heard)
            self.order[chat].append(number)

    def _recent(self, *, seen: bool) -> list[Posted]:
        chat = self.rng.choice(list(self.order))
        found = [self.posts[chat, number] for number in self.order[chat][-WITHIN:]]
        return [p for p in found if not p.deleted and (not seen or (p.chat, p.number) in self.seen)]

    def edit_some(self) -> None:
        """Edit up to three posts: calls stay calls with another stop, chatter stays chatter."""
        found = self._recent(seen=False)
        for posted in self.rng.sample(found, min(len(found), self.rng.randrange(1, 4))):
            if posted.call:
                head, _, stop = posted.text.rpartition(" ")
                posted.text = f"{head} {(Decimal(stop) * Decimal('0.999')).quantize(Decimal('0.0001'))}"
            else:
                posted.text = f"{posted.text} ({self.rng.randrange(1000)})"
            self.telegram.do("edit", chat=posted.chat, id=posted.number, text=posted.text)

    def delete_some(self) -> None:
        """Delete one or two posts that the engine has acknowledged."""
        found = self._recent(seen=True)
        for posted in self.rng.sample(found, min(len(found), self.rng.randrange(1, 3))):
            posted.deleted = True
            self.telegram.do("delete", chat=posted.chat, ids=[posted.number])

    def drop(self) -> None:
        """Cut the connection."""
        self.telegram.do("drop")

    def restart_telegram(self) -> None:
        """Let the server be away for a moment."""
        self.telegram.do("restart", seconds=self.rng.random() * 0.3)

    def keep_quiet(self) -> None:
        """Let updates get lost while something happens; the connection stays."""
        self.telegram.do("quiet", quiet=True)
        self.post_some()
        self.edit_some()
        self.telegram.do("quiet", quiet=False)

    def forget_much(self) -> None:
        """Let a chat's difference reach back no further than a few changes, from now on."""
        self.telegram.do("keep", chat=self.rng.choice(list(self.order)), changes=self.rng.choice((None, 5)))

    def flood(self) -> None:
        """Tell the engine to wait before it may ask for a history again."""
        self.telegram.do("flood", request="GetHistory", seconds=1)

    def kill_the_app(self) -> None:
        """End the engine at once."""
        if self.app is not None:
            self.kill()

    def stop_the_app(self) -> None:
        """Close the engine."""
        if self.app is not None:
            self.stop()

    # --- the end ---

    def settle(self) -> None:
        """Connect once more in peace and wait until nothing is new."""
        if self.app is None:
            self.start()
        self._wait(lambda: self.reading, SETTLE_WITHIN_S)
        self.reading = False
        self.telegram.do("drop")  # what was kept from it is found after a connection
        self._wait(lambda: self.reading, SETTLE_WITHIN_S)
        self._wait(lambda: self._silent_for(SETTLED_AFTER_S) and self._agrees(), SETTLE_WITHIN_S)

    def _agrees(self) -> bool:
        """Whether the ledger has every post as it stands now; a busy machine may be silent in between."""
        self.last_news = time.monotonic()
        newest = self._newest()
        return all(newest.get(key) == posted.stands for key, posted in self.posts.items() if posted.heard)

    def _newest(self) -> dict[tuple[int, int], tuple[str, bool]]:
        path = self.folder / "profile" / PAPER_DB
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as ledger:
            rows = ledger.execute("SELECT chat_id, message_id, text, deleted FROM messages ORDER BY edit_version")
            return {(chat, number): (text, bool(deleted)) for chat, number, text, deleted in rows}

    def _silent_for(self, seconds: float) -> bool:
        return time.monotonic() - self.last_news > seconds

    def count(self) -> None:
        """Compare the ledger with what was posted."""
        tally, path = self.tally, self.folder / "profile" / PAPER_DB
        newest = self._newest()
        heard = {key: posted for key, posted in self.posts.items() if posted.heard}
        tally.posted, tally.stored = len(heard), len(newest)
        tally.strangers = len(newest.keys() - heard.keys())
        wrong = [
            (key, posted.stands, newest.get(key)) for key, posted in heard.items() if newest.get(key) != posted.stands
        ]
        (self.folder / "wrong.txt").write_text("\n".join(map(str, wrong)))
        tally.wrong = len(wrong)
        facts = facts_of(path)
        queued = [fact.queued.signal for fact in facts if isinstance(fact, SignalQueued)]
        versions = Counter((signal.chat_id, signal.message_id, signal.edit_version) for signal in queued)
        tally.calls = sum(posted.call for posted in heard.values())
        tally.signals = len({(chat, number) for chat, number, _ in versions})
        tally.doubled = sum(count - 1 for count in versions.values())
        by_id = {signal.signal_id: signal for signal in queued}
        approved = [by_id[fact.signal_id] for fact in facts if isinstance(fact, SignalApproved)]
        tally.orders = len(approved)
        tally.late_orders = sum(self.posts[signal.chat_id, signal.message_id].late for signal in approved)
        tally.broken_books = 0 if verify(path).ok else 1
        tally.faults = sum(isinstance(fact, EntriesPaused) for fact in facts)

    def close(self) -> None:
        """End what is still running."""
        if self.app is not None:
            self.app.kill()
            self.app.close()
        self.telegram.close()
        self.server.kill()
        self.server.close()


def play(seed: int, messages: int, folder: Path) -> Tally:
    """Play one seed."""
    chaos = Chaos(seed, messages, folder)
    try:
        return chaos.play()
    finally:
        chaos.close()


def campaign(messages: int, seeds: int, first: int) -> bool:
    """Play each seed and print what they come to; True when everything held."""
    total, began, held = Tally(), time.monotonic(), True
    for seed in range(first, first + seeds):
        folder = Path(tempfile.mkdtemp(prefix=f"echotrade-telegram-{seed}-"))
        tally = play(seed, messages, folder)
        for name, value in vars(tally).items():
            setattr(total, name, getattr(total, name) + value)
        if failed := [line for line in verdicts(tally) if line.split()[3] == "FAIL"]:
            held = False
            print(f"  seed {seed}: {'; '.join(failed)}; the evidence is in {folder}", file=sys.stderr, flush=True)
        else:
            shutil.rmtree(folder)
        told = f"  seed {seed}: {tally.posted} posts, {tally.kills} kills, {tally.orders} orders"
        print(told, file=sys.stderr, flush=True)
    for line in verdicts(total):
        print(line, flush=True)
    print(f"kills {total.kills}, orders {total.orders}, {dict(total.actions)}, {time.monotonic() - began:.0f} s")
    return held


def verdicts(tally: Tally) -> list[str]:
    """Return `name value limit PASS|FAIL` for each promise."""
    lines = [
        ("stored", tally.stored, tally.posted),
        ("wrong_versions", tally.wrong, 0),
        ("strangers_stored", tally.strangers, 0),
        ("signals", tally.signals, tally.calls),
        ("doubled_signals", tally.doubled, 0),
        ("late_orders", tally.late_orders, 0),
        ("ledgers_that_disagree", tally.broken_books, 0),
        ("pauses_after_a_fault", tally.faults, 0),
    ]
    return [f"{name} {value} {limit} {'PASS' if value == limit else 'FAIL'}" for name, value, limit in lines]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.journeys.telegram_chaos")
    parser.add_argument("--messages", type=int, default=10_000, help="posts a seed")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1, help="the first")
    options = parser.parse_args()
    sys.exit(0 if campaign(options.messages, options.seeds, options.seed) else 1)
