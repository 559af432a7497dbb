"""Lead traders over the loopback service: a first look is no call, a hiccup is no close, a copy is judged like any."""

import asyncio
from contextlib import asynccontextmanager
from decimal import Decimal

import pytest

from echotrade_desktop.engine.adapters.lead_traders.pages import LeadPages
from echotrade_desktop.engine.adapters.lead_traders.source import LeadTraders
from echotrade_desktop.engine.domain.errors import SourceUnavailable
from echotrade_desktop.engine.domain.messages import SetGlobalMultiplier, SetTraderMultiplier
from echotrade_desktop.engine.domain.signal import Origin, RawMessage, SignalStatus, SourceKind
from tests.desk import open_desk
from tests.fakes.clock import FakeClock
from tests.servers.binance.lead_traders import FIRST_PORTFOLIO
from tests.servers.binance.venue import binance_exchange

D = Decimal
INTERVAL = 10.0


class Follower:
    """A source on a loopback service, looked with by hand."""

    def __init__(self, venue, clock, folder) -> None:
        self.venue, self.clock, self.folder = venue, clock, folder
        self.notices: list[str] = []
        self.health: list[tuple[bool, str]] = []

    async def start(self) -> "Follower":
        """Begin, or begin again as after a restart."""
        pages = LeadPages(self.venue.rest_url)
        self.source = LeadTraders(self.clock, pages, self.folder / "leads.json", [FIRST_PORTFOLIO], INTERVAL)
        self.source.announce(lambda sentence, _level: self.notices.append(sentence), lambda *it: self.health.append(it))
        await self.source.begin()
        return self

    async def look(self) -> list[RawMessage]:
        """Let time pass, look, and take what came of it."""
        self.clock.jump(400)
        told = await self.source.look()
        await self.source.keep()
        return told

    async def words(self) -> list[str]:
        return [message.text for message in await self.look()]


@asynccontextmanager
async def following(tmp_path):
    clock = FakeClock()
    async with binance_exchange(tmp_path, clock=clock) as venue:
        follower = await Follower(venue, clock, tmp_path).start()
        try:
            yield follower
        finally:
            await follower.source.close()


async def test_what_is_open_at_the_first_look_is_no_call(tmp_path):
    async with following(tmp_path) as it:
        it.venue.lead("BTC/USDT", "0.5")
        assert await it.words() == []
        it.venue.lead("ETH/USDT", "-3", entry="3200.5", leverage=20)
        assert await it.words() == ["ETH/USDT SHORT\nEntry 3200.50\nLeverage 20x"]


async def test_a_call_carries_who_and_where_it_came_from(tmp_path):
    async with following(tmp_path) as it:
        await it.look()
        it.venue.lead("BTC/USDT", "0.5")
        (message,) = await it.look()
        assert message.origin is Origin.BINANCE
        assert message.source is SourceKind.BINANCE
        assert message.trader_id == f"binance:{FIRST_PORTFOLIO}"
        assert (message.sender_name, message.chat_name) == ("Steady Hand", "Binance lead traders")


async def test_reductions_and_closes_answer_the_message_that_opened(tmp_path):
    async with following(tmp_path) as it:
        await it.look()
        it.venue.lead("BTC/USDT", "1")
        (opened,) = await it.look()
        it.venue.lead("BTC/USDT", "0.25")
        (reduced,) = await it.look()
        it.venue.lead("BTC/USDT", "0")
        (closed,) = await it.look()
        assert (reduced.text, reduced.reply_to) == ("Close 75% of BTC/USDT", opened.message_id)
        assert (closed.text, closed.reply_to) == ("Close BTC/USDT", opened.message_id)
        assert opened.message_id < reduced.message_id < closed.message_id


async def test_a_flip_closes_before_it_opens(tmp_path):
    async with following(tmp_path) as it:
        await it.look()
        it.venue.lead("BTC/USDT", "1")
        await it.look()
        it.venue.lead("BTC/USDT", "-1")
        told = await it.words()
        assert told[0] == "Close BTC/USDT"
        assert told[1].startswith("BTC/USDT SHORT")


@pytest.mark.parametrize("mood", ["hiccup", "refuses", "html", "forbidden", "busy", "blocked"])
async def test_a_service_in_a_bad_mood_closes_nothing(tmp_path, mood):
    async with following(tmp_path) as it:
        await it.look()
        it.venue.lead("BTC/USDT", "1")
        await it.look()
        it.venue.lead_mood(mood)
        for _ in range(3):
            assert await it.words() == []
        it.venue.lead_mood("well")
        assert await it.words() == [], "nothing had happened"
        it.venue.lead("BTC/USDT", "0")
        assert await it.words() == ["Close BTC/USDT"]


async def test_hidden_positions_are_told_once_and_close_nothing(tmp_path):
    async with following(tmp_path) as it:
        await it.look()
        it.venue.lead("BTC/USDT", "1")
        await it.look()
        it.venue.hide_leader()
        assert await it.words() + await it.words() == []
        assert it.notices == ["Steady Hand hides open positions now: nothing new can be copied from there."]
        assert it.health[-1] == (False, "Steady Hand: hides open positions")
        it.venue.hide_leader(hidden=False)
        assert await it.words() == []


async def test_an_empty_answer_is_a_close_only_when_the_history_says_so(tmp_path):
    async with following(tmp_path) as it:
        await it.look()
        it.venue.lead("BTC/USDT", "1")
        it.venue.lead("ETH/USDT", "2")
        await it.look()
        it.venue.lead("BTC/USDT", "0")
        it.venue.lead_mood("hiccup")
        assert await it.words() == ["Close BTC/USDT"], "the history has BTC as closed, and nothing of ETH"


async def test_a_restart_makes_no_call_up_and_forgets_no_close(tmp_path):
    async with following(tmp_path) as it:
        await it.look()
        it.venue.lead("BTC/USDT", "1")
        (opened,) = await it.look()
        await it.source.close()
        it.venue.lead("BTC/USDT", "0")
        it.venue.lead("ETH/USDT", "2")
        await it.start()
        (closed,) = await it.look()
        assert (closed.text, closed.reply_to) == ("Close BTC/USDT", opened.message_id)
        it.venue.lead("ETH/USDT", "0")
        assert await it.words() == ["Close ETH/USDT"], "opened while nobody looked: known from the first look on"


async def test_a_damaged_memory_is_a_first_look(tmp_path):
    async with following(tmp_path) as it:
        (tmp_path / "leads.json").write_text('{"4046')
        it.venue.lead("BTC/USDT", "1")
        await it.start()
        assert await it.words() == []


async def test_when_nobody_answers_for_long_it_is_said_and_asked_less_often(tmp_path):
    async with following(tmp_path) as it:
        await it.look()
        it.venue.lead_mood("busy")
        await it.look()
        reading = asyncio.ensure_future(anext(it.source.messages()))
        while not reading.done():
            await it.clock.advance(60)
            await asyncio.sleep(0)
        with pytest.raises(SourceUnavailable, match="fewer questions"):
            await reading
        assert it.health[-1][0] is False


async def test_whom_the_user_lets_go_is_not_asked_about(tmp_path):
    async with following(tmp_path) as it:
        await it.look()
        it.source.follow([])
        it.venue.lead("BTC/USDT", "1")
        assert await it.words() == []
        assert it.source.rows() == ()


async def test_discovery_and_the_card_of_a_trader(tmp_path):
    async with binance_exchange(tmp_path) as venue:
        pages = LeadPages(venue.rest_url)
        (found,) = await pages.discover()
        assert (found.portfolio_id, found.nickname, found.roi) == (FIRST_PORTFOLIO, "Steady Hand", D("42.5"))
        assert (await pages.card(FIRST_PORTFOLIO)).shows_positions is True
        with pytest.raises(SourceUnavailable):
            await pages.card("1111111111111111111")
        await pages.close()


async def worked_example(desk, follower, price="67500"):
    """Let the lead trader open, and the call go the way of every other."""
    await follower.look()
    follower.venue.lead("BTC/USDT", "0.5", entry="67500")
    told = await follower.look()
    await desk.price("BTC/USDT", price)
    for message in told:
        desk.engine.receive(message)
    await desk.settle()
    (queued,) = desk.desk.book.queued()
    return queued


async def test_the_worked_example_is_traded_at_384_dollars(tmp_path):
    """10,000 × 2 % × (0.8 × 0.8) × 1.5 × 2."""
    async with following(tmp_path) as it, open_desk(tmp_path / "desk", clock=it.clock) as desk:
        first = await worked_example(desk, it)
        assert first.status is SignalStatus.PENDING, "a lone lead trader's call is offered as the app comes"
        await desk.do(SetTraderMultiplier(first.signal.trader_id, D("1.5")))
        await desk.do(SetGlobalMultiplier(D(2)))
        it.venue.lead("ETH/USDT", "-4", entry="3200")
        told = await it.look()
        await desk.price("ETH/USDT", "3200")
        desk.engine.receive(told[0])
        await desk.settle()
        queued = desk.desk.book.queued()[-1]
        assert queued.signal.source is SourceKind.BINANCE
        assert queued.sizing.uncapped == 384
        assert queued.signal.stop_is_ours, "lead traders name no stop, so ours is added"


async def test_a_late_copy_is_judged_by_the_price_of_now_against_the_traders_entry(tmp_path):
    async with following(tmp_path) as it, open_desk(tmp_path / "desk", clock=it.clock) as desk:
        queued = await worked_example(desk, it, price="68600")
        assert queued.status is SignalStatus.BLOCKED
        assert "Price drift" in {verdict.rule for verdict in queued.blocking}


async def test_a_lead_traders_close_closes_the_copy(tmp_path):
    async with following(tmp_path) as it, open_desk(tmp_path / "desk", clock=it.clock) as desk:
        queued = await worked_example(desk, it)
        await desk.approve(queued)
        assert desk.desk.book.open_positions()
        it.venue.lead("BTC/USDT", "0")
        told = await it.look()
        await desk.price("BTC/USDT", "67600")
        for message in told:
            desk.engine.receive(message)
        await desk.settle()
        assert desk.desk.book.open_positions() == []
