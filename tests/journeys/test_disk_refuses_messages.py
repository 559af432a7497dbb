"""A message that the disk refuses is not passed over: the next one waits behind it."""

from echotrade_desktop.engine.domain.commands import SetTraderApproval
from echotrade_desktop.engine.domain.errors import StoreUnavailable
from echotrade_desktop.engine.domain.limits import ApprovalMode
from tests.desk import ADA, CHAT, open_desk


def refuse(desk, monkeypatch, times):
    """Let the ledger refuse the next messages, one or several at a time."""
    left = [times]

    def full_at_first(write):
        async def refuse_or_write(*what):
            if left[0]:
                left[0] -= 1
                raise StoreUnavailable("The disk is full.")
            return await write(*what)

        return refuse_or_write

    for verb in ("receive", "write_all"):
        monkeypatch.setattr(desk.ledger, verb, full_at_first(getattr(desk.ledger, verb)))


async def test_messages_are_stored_in_their_order_once_there_is_room(tmp_path, monkeypatch):
    async with open_desk(tmp_path) as desk:
        refuse(desk, monkeypatch, 3)
        for number in (11, 12):
            await desk.call("good morning", message_id=number)
            assert await desk.ledger.high_water(CHAT) is None
        await desk.beat()
        assert await desk.ledger.high_water(CHAT) is None
        await desk.beat()
        stored = await desk.ledger.chat_messages(CHAT, 9)
        assert [message.message_id for message in stored] == [12, 11]


async def test_a_call_that_waited_for_the_disk_is_as_old_as_it_is(tmp_path, monkeypatch):
    """Nothing is traded by rule on a call that came two minutes before it could be written down."""
    async with open_desk(tmp_path) as desk:
        await desk.price(ADA, "0.5000")
        (first,) = await desk.call("ADA LONG 0.5000 SL 0.4800")
        await desk.reject(first)
        await desk.do(SetTraderApproval(first.signal.trader_id, ApprovalMode.AUTOMATIC))
        refuse(desk, monkeypatch, 2)
        assert await desk.call("ADA SHORT 0.5000 SL 0.5200", message_id=8) == []
        await desk.beat(120)
        await desk.beat()
        (late,) = desk.desk.book.signals_of(CHAT, 8)
        assert "Age when received" in [verdict.rule for verdict in late.blocking]
        assert desk.entries() == []
