"""Edits that are numbered by their second: the later words count, and what changes no word is no edit."""

from echotrade_desktop.engine.domain.signal import SignalStatus, edit_number
from tests.desk import ADA, CHAT, open_desk
from tests.fakes.clock import START

CALL = "ADA LONG 0.5000 SL 0.4800"


def at(seconds):
    from datetime import timedelta

    return edit_number(START, START + timedelta(seconds=seconds))


async def stored(desk):
    """Every version in the ledger, in the order of its number."""
    read = await desk.ledger.read_messages(50)
    return sorted((one.message.edit_version, one.message.text, one.message.deleted) for one in read)


async def test_two_edits_in_one_second_both_count(tmp_path):
    async with open_desk(tmp_path) as desk:
        await desk.price(ADA, "0.5000")
        await desk.call(CALL, message_id=7)
        await desk.call(f"{CALL} TP 0.6", message_id=7, edit=at(3))
        await desk.call(f"{CALL} TP 0.7", message_id=7, edit=at(3))
        await desk.call(f"{CALL} TP 0.8", message_id=7, edit=at(3))
        statuses = [queued.status for queued in desk.desk.book.signals_of(CHAT, 7)]
        assert statuses == [*[SignalStatus.SUPERSEDED] * 3, SignalStatus.PENDING]
        assert [text for _, text, _ in await stored(desk)][-1] == f"{CALL} TP 0.8"


async def test_an_older_edit_that_is_told_late_changes_nothing(tmp_path):
    async with open_desk(tmp_path) as desk:
        await desk.price(ADA, "0.5000")
        await desk.call(CALL, message_id=7)
        await desk.call(f"{CALL} TP 0.7", message_id=7, edit=at(9))
        await desk.call(f"{CALL} TP 0.6", message_id=7, edit=at(3))
        (pending,) = [q for q in desk.desk.book.signals_of(CHAT, 7) if q.status is SignalStatus.PENDING]
        assert "TP 0.7" in pending.signal.message


async def test_an_edit_that_is_told_twice_or_changes_no_word_restarts_nothing(tmp_path):
    """Once pushed and once found again; then with other views."""
    async with open_desk(tmp_path) as desk:
        await desk.price(ADA, "0.5000")
        await desk.call(CALL, message_id=7)
        for edit in (at(3), at(3), at(8)):
            await desk.call(f"{CALL} TP 0.6", message_id=7, edit=edit)
        assert len(await stored(desk)) == 2
        assert len(desk.desk.book.signals_of(CHAT, 7)) == 2


async def test_a_deletion_that_is_told_twice_is_one(tmp_path):
    async with open_desk(tmp_path) as desk:
        await desk.price(ADA, "0.5000")
        await desk.call(CALL, message_id=7)
        for _ in range(3):
            await desk.call("", message_id=7, deleted=True)
        await desk.call(f"{CALL} TP 0.6", message_id=7, edit=at(30))
        assert [(text, deleted) for _, text, deleted in await stored(desk)] == [(CALL, False), ("", True)]


async def test_a_wish_of_the_user_overtakes_a_flood_of_calls(tmp_path):
    """X33: a thousand messages wait in the inbox; the rejection does not wait behind them."""
    async with open_desk(tmp_path) as desk:
        await desk.price(ADA, "0.5000")
        (call,) = await desk.call(CALL)
        for number in range(200):
            desk.engine.receive(desk.message("good morning", message_id=5000 + number))
        await desk.reject(call)
        kinds = [type(event).__name__ for event in desk.events]
        after = kinds[kinds.index("SignalEnded") :]
        assert after.count("MessageRead") > 190
