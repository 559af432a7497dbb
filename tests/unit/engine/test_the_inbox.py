"""What goes first through the engine's one inbox, and what closing everything answers."""

from decimal import Decimal

from echotrade_desktop.engine.domain.commands import ApproveSignal, CloseAll, PauseEntries
from echotrade_desktop.engine.domain.messages import CommandDone, Notice
from tests.desk import open_desk

D = Decimal


async def test_a_pause_overtakes_the_approvals_that_wait_before_it(tmp_path):
    """F080: pressed after twenty approvals and before the first was handled, nothing is opened."""
    async with open_desk(tmp_path) as desk:
        await desk.price("BTC/USDT", "67500")
        for number in range(20):
            await desk.call(f"BTC LONG {67500 + number} SL 66000", sender=(number + 1, f"T{number}"))
        for each in desk.engine.desk.book.queued():
            desk.engine.submit(ApproveSignal(each.signal.signal_id, 1, each.sizing.quantity))
        desk.engine.submit(PauseEntries())
        await desk.engine.settle()
        assert desk.engine.desk.book.orders == {}


async def test_closing_everything_says_how_many(tmp_path):
    async with open_desk(tmp_path) as desk:
        await desk.price("BTC/USDT", "67500")
        await desk.price("ETH/USDT", "3200")
        await desk.open("BTC LONG 67500 SL 66000")
        await desk.open("ETH LONG 3200 SL 3100")
        desk.engine.submit(CloseAll())
        await desk.engine.settle()
        (done,) = [event for event in desk.events if isinstance(event, CommandDone)]
        assert done.sentence == "Closing 2 positions at the market."
        assert desk.engine.desk.book.open_positions() == []


async def test_a_position_whose_symbol_was_delisted_stays_in_sight_and_the_others_go_on(tmp_path):
    """X24: no entry, the position is flagged, the others keep ticking."""
    async with open_desk(tmp_path) as desk:
        await desk.price("BTC/USDT", "67500")
        await desk.price("ETH/USDT", "3200")
        await desk.open("BTC LONG 67500 SL 66000")
        await desk.open("ETH LONG 3200 SL 3100")
        engine = desk.engine
        engine.desk.instruments = {k: v for k, v in engine.desk.instruments.items() if k != "ETH/USDT"}
        facts = await engine.desk.ledger.load()
        engine.desk.book = type(engine.desk.book)()
        await engine.start(facts)
        told = [event.sentence for event in desk.events if isinstance(event, Notice) and event.level == "danger"]
        assert any("ETH/USDT is no longer traded here" in sentence for sentence in told)
        assert engine.desk.instrument("ETH/USDT").tick > D(0)
        assert len(engine.desk.book.open_positions()) == 2
