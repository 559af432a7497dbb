"""The practice channel as it plays: timed, repeatable, about the market of the moment, and open about leading it."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from echotrade_desktop.engine.adapters.practice_channel import PRACTICE_CHAT_ID, PracticeChannel, load_script
from echotrade_desktop.engine.adapters.simulated_market import SimulatedMarket
from echotrade_desktop.engine.domain.market import Ticker
from echotrade_desktop.engine.domain.signal import Origin, RawMessage
from echotrade_desktop.engine.runtime import ManualClock

START = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
SHIPPED = (Path(__file__).parents[3] / "resources" / "practice" / "channel.toml").read_text("utf-8")
TRADERS = """
name = "Practice channel"
[traders.a]
name = "Harbour Calls"
id = 11
[traders.b]
name = "Kestrel 7"
id = 12
digits = 4
thousands = "k"
"""
CALL = """
[[messages]]
from = "a"
label = "call"
reads = "entry"
symbol = "BTC/USDT"
side = "long"
stop = "-1"
targets = ["1", "2"]
goes_to = "t1"
within = 60
text = "{symbol} LONG {entry} SL {stop} TP {t1} {t2}"
"""
TALK = """
[[messages]]
from = "b"
reads = "noise"
text = "gm"
"""


class Prices:
    """A market whose prices the test sets, and that notes where it was asked to go."""

    def __init__(self, **prices: str) -> None:
        self.now = {f"{base}/USDT": Decimal(price) for base, price in prices.items()}
        self.led: list[tuple[str, Decimal, float]] = []

    def ticker(self, symbol: str) -> Ticker | None:
        price = self.now.get(symbol)
        return Ticker(symbol, price, price, price, START) if price else None

    def steer(self, symbol: str, price: Decimal, seconds: float) -> None:
        self.led.append((symbol, price, seconds))


class Listener:
    """Plays a channel on a clock of its own and keeps what came."""

    def __init__(self, script: str, prices: Prices, *, seed: int = 1, speed: float = 1.0, start: datetime = START):
        self.clock = ManualClock(start)
        self.heard: list[RawMessage] = []
        self.channel = PracticeChannel(
            self.clock, prices.ticker, seed, load_script(script), speed=speed, steer=prices.steer
        )

    @contextmanager
    def listening(self) -> Iterator[Callable[[float], object]]:
        task = asyncio.get_running_loop().create_task(self._listen())
        try:
            yield lambda seconds: self.clock.advance_to(self.clock.now() + timedelta(seconds=seconds))
        finally:
            task.cancel()

    async def hear(self, seconds: float) -> list[RawMessage]:
        with self.listening() as go_on:
            await go_on(seconds)
        await asyncio.sleep(0)
        return self.heard

    async def _listen(self) -> None:
        async for message in self.channel.messages():
            self.heard.append(message)


def usual() -> Prices:
    return Prices(BTC="67480.5", ETH="3204.37", BNB="590.12", ADA="0.4517")


async def test_the_first_call_comes_after_three_seconds_and_then_one_every_8_to_25_s() -> None:
    heard = await Listener(SHIPPED, usual()).hear(600)
    assert heard[0].sent_at == START + timedelta(seconds=3)
    pauses = [(later.sent_at - earlier.sent_at).total_seconds() for earlier, later in pairwise(heard)]
    drawn = [pause for message, pause in zip(heard[1:], pauses, strict=True) if not message.edit_version]
    assert len(heard) > 30
    assert min(drawn) >= 8
    assert max(drawn) <= 25
    assert len({round(pause, 3) for pause in drawn}) > 20


async def test_speed_divides_the_pauses() -> None:
    slow = await Listener(SHIPPED, usual()).hear(300)
    fast = await Listener(SHIPPED, usual(), speed=10).hear(30)
    assert [message.text for message in fast] == [message.text for message in slow]


async def test_the_same_seed_plays_the_same_messages_and_another_seed_other_pauses() -> None:
    first, second = await Listener(SHIPPED, usual()).hear(300), await Listener(SHIPPED, usual()).hear(300)
    assert first == second
    other = await Listener(SHIPPED, usual(), seed=2).hear(300)
    assert [message.sent_at for message in other] != [message.sent_at for message in first]


async def test_every_message_says_that_it_is_practice() -> None:
    for message in await Listener(SHIPPED, usual()).hear(1200):
        assert message.origin is Origin.PRACTICE
        assert message.chat_name == "Practice channel"
        assert message.chat_id == PRACTICE_CHAT_ID
        assert message.sender_id in {910001, 910002, 910003, 910004}
        assert message.received_at == message.sent_at


async def test_prices_are_those_of_the_moment_in_the_authors_hand() -> None:
    prices = usual()
    assert (await Listener(TRADERS + CALL, prices).hear(4))[0].text == "BTC/USDT LONG 67480 SL 66806 TP 68155 68830"
    in_k = CALL.replace('from = "a"', 'from = "b"')
    assert (await Listener(TRADERS + in_k, prices).hear(4))[0].text == "BTC/USDT LONG 67.48k SL 66.81k TP 68.16k 68.83k"
    in_ada = CALL.replace("BTC/USDT", "ADA/USDT")
    assert (await Listener(TRADERS + in_ada, prices).hear(4))[
        0
    ].text == "ADA/USDT LONG 0.4517 SL 0.4472 TP 0.4562 0.4607"
    prices.now["BTC/USDT"] = Decimal("103250.5")
    assert (await Listener(TRADERS + CALL, prices).hear(4))[0].text == "BTC/USDT LONG 103250 SL 102220 TP 104280 105320"


async def test_a_call_waits_for_its_first_price() -> None:
    prices = Prices()
    listener = Listener(TRADERS + CALL, prices)
    with listener.listening() as go_on:
        await go_on(30)
        assert listener.heard == []
        prices.now["BTC/USDT"] = Decimal(60000)
        await go_on(1)
    assert [message.text for message in listener.heard] == ["BTC/USDT LONG 60000 SL 59400 TP 60600 61200"]


HIT = """
[[messages]]
from = "a"
about = "call"
when = "t1"
reads = "update"
text = "TP1 hit at {price}, SL to {stop}"
stop = "0.1"
"""


async def test_a_hit_target_is_reported_only_once_the_price_has_been_there() -> None:
    prices = usual()
    listener = Listener(TRADERS + CALL + HIT + TALK * 4, prices)
    with listener.listening() as go_on:
        await go_on(45)
        assert [message.text for message in listener.heard[1:]] == ["gm"] * (len(listener.heard) - 1)
        prices.now["BTC/USDT"] = Decimal(68200)
        await go_on(2)
        prices.now["BTC/USDT"] = Decimal(68000)
        await go_on(50)
    (report,) = [message for message in listener.heard if message.text.startswith("TP1")]
    assert report.text == "TP1 hit at 68000, SL to 67548"
    assert report.reply_to == listener.heard[0].message_id


async def test_after_its_stop_a_call_is_not_spoken_of_as_a_success() -> None:
    prices = usual()
    listener = Listener(TRADERS + CALL + HIT + TALK * 4, prices)
    with listener.listening() as go_on:
        await go_on(5)
        prices.now["BTC/USDT"] = Decimal(66000)
        await go_on(2)
        prices.now["BTC/USDT"] = Decimal(69000)
        await go_on(40)
    assert [message.text for message in listener.heard[1:]] == ["gm"] * (len(listener.heard) - 1)


async def test_after_its_stop_a_call_gets_no_more_instructions() -> None:
    prices = usual()
    close = '[[messages]]\nfrom="a"\nabout="call"\nafter=30\nreads="update"\ntext="Close half"\n'
    stopped = '[[messages]]\nfrom="a"\nabout="call"\nwhen="stop"\nafter=5\nreads="update"\ntext="SL hit"\n'
    listener = Listener(TRADERS + CALL + TALK * 2 + close + stopped + TALK * 4, prices)
    with listener.listening() as go_on:
        await go_on(5)
        prices.now["BTC/USDT"] = Decimal(66000)
        await go_on(80)
    assert "Close half" not in [message.text for message in listener.heard]
    assert "SL hit" in [message.text for message in listener.heard]


async def test_on_the_led_simulated_market_calls_reach_their_targets_and_stops_within_minutes() -> None:
    clock = ManualClock(START)
    market = SimulatedMarket(clock, seed=3)
    channel = PracticeChannel(clock, market.quote, 1, load_script(SHIPPED), steer=market.steer)
    heard: list[RawMessage] = []

    async def listen() -> None:
        async for message in channel.messages():
            heard.append(message)  # noqa: PERF401 - the list is looked at before the channel ends

    listening = asyncio.create_task(listen())
    await clock.advance_to(START + timedelta(minutes=6))
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    texts = [message.text for message in heard]
    assert "TP1 hit ✅ move SL to BE" in texts
    assert "close, target done" in texts
    assert "SL hit 😔 on to the next one" in texts


async def test_an_edit_keeps_the_message_and_counts_its_versions() -> None:
    edit = (
        '[[messages]]\nfrom="a"\nedits="call"\nafter=5\nreads="entry"\nstop="-2"\ntext="{base} LONG {entry} SL {stop}"'
    )
    edit += "\n"
    call, first, second = (await Listener(TRADERS + CALL + edit + edit, usual()).hear(15))[:3]
    assert [message.key[1:] for message in (call, first, second)] == [
        (call.message_id, 0),
        (call.message_id, 1),
        (call.message_id, 2),
    ]
    assert first.text == second.text == "BTC LONG 67480 SL 66131"
    assert first.sent_at - call.sent_at == timedelta(seconds=5)


async def test_a_deletion_names_the_message_and_carries_no_text() -> None:
    delete = '[[messages]]\nfrom="a"\ndeletes="call"\nafter=5\nreads="update"\n'
    call, gone = (await Listener(TRADERS + CALL + delete + HIT, usual()).hear(9))[:2]
    assert gone.deleted
    assert gone.text == ""
    assert gone.key == (PRACTICE_CHAT_ID, call.message_id, 1)


async def test_a_copy_is_a_message_of_its_own_with_the_same_words() -> None:
    prices = usual()
    copy = '[[messages]]\nfrom="b"\ncopies="call"\nafter=60\nreads="entry"\n'
    listener = Listener(TRADERS + CALL + copy, prices)
    with listener.listening() as go_on:
        await go_on(5)
        prices.now["BTC/USDT"] = Decimal(67000)
        await go_on(60)
    call, stale = listener.heard[:2]
    assert stale.text == call.text
    assert stale.message_id != call.message_id
    assert stale.sender_name == "Kestrel 7"


async def test_the_market_is_led_to_a_call_s_end_after_a_while_and_one_way_at_a_time() -> None:
    prices = usual()
    listener = Listener(TRADERS + CALL + CALL.replace('label = "call"', ""), prices)
    with listener.listening() as go_on:
        await go_on(22)
        assert prices.led == []
        await go_on(48)
    assert len(listener.heard) >= 2
    assert prices.led == [("BTC/USDT", Decimal(68155) * Decimal("1.0006"), 60.0)]


async def test_a_market_that_may_not_be_led_is_left_alone() -> None:
    clock = ManualClock(START)
    channel = PracticeChannel(clock, usual().ticker, 1, load_script(TRADERS + CALL))
    source = channel.messages()
    message = asyncio.create_task(anext(source))
    await clock.advance_to(START + timedelta(seconds=60))
    assert (await message).text.startswith("BTC/USDT LONG")
    await source.aclose()


async def test_the_next_round_calls_other_symbols_and_repeats_no_id() -> None:
    heard = await Listener(SHIPPED, usual()).hear(4500)
    assert heard[0].text.startswith("BTC/USDT LONG 67480 SL")
    second_round = heard[40:]
    assert "ETH/USDT LONG 3204.4 SL 3175.5 TP 3226.8 3249.2" in [message.text for message in second_round]
    keys = [message.key for message in heard]
    assert len(keys) == len(set(keys))


async def test_a_later_start_on_the_same_ledger_repeats_no_id() -> None:
    first = await Listener(SHIPPED, usual()).hear(900)
    later = await Listener(SHIPPED, usual(), start=START + timedelta(seconds=2)).hear(900)
    assert not {message.key for message in first} & {message.key for message in later}


async def test_a_closed_channel_falls_silent() -> None:
    listener = Listener(SHIPPED, usual())
    with listener.listening() as go_on:
        await go_on(20)
        heard = len(listener.heard)
        await listener.channel.close()
        await go_on(200)
    assert len(listener.heard) == heard
    assert listener.channel.name == "Practice channel"
