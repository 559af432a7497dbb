"""Messages that come at once: talk goes to disk together, and nothing of it is believed or told before it is there."""

from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.commands import PauseEntries, SetTraderApproval
from echotrade_desktop.engine.domain.errors import StoreUnavailable
from echotrade_desktop.engine.domain.facts import MessageRead, SignalQueued
from echotrade_desktop.engine.domain.limits import ApprovalMode
from echotrade_desktop.engine.domain.messages import EntriesPaused
from echotrade_desktop.engine.store import verify
from tests.desk import ADA, BORIS, BTC, CHAT, open_desk

TALK = ("gm", "who is in?", "lunch", "results soon")


async def together(desk, *messages):
    """Receive messages while the engine has had no turn to read any of them."""
    for message in messages:
        desk.engine.receive(message)
    await desk.settle()


def talk(desk, count, first=100):
    return [desk.message(TALK[number % len(TALK)], message_id=first + number) for number in range(count)]


def kinds(desk):
    return [event.kind for event in desk.events if isinstance(event, MessageRead)]


@pytest.fixture
def writes(monkeypatch):
    """Count how many messages each write of several holds; see `watch`."""
    sizes: list[int] = []

    def watch(desk):
        write_all = desk.ledger.write_all

        async def counted(entries):
            sizes.append(len(entries))
            return await write_all(entries)

        monkeypatch.setattr(desk.ledger, "write_all", counted)
        return sizes

    return watch


async def test_talk_that_comes_together_is_written_together_and_each_message_is_told(tmp_path, writes):
    async with open_desk(tmp_path) as desk:
        sizes = writes(desk)
        await together(desk, *talk(desk, 40))
        assert kinds(desk) == ["noise"] * 40
        assert sum(sizes) == 40
        assert len(sizes) <= 4
        stored = await desk.ledger.chat_messages(CHAT, 99)
        assert [message.message_id for message in stored] == list(range(139, 99, -1))
        assert verify(desk.ledger.path).ok


async def test_a_call_or_a_report_among_talk_needs_no_write_of_its_own(tmp_path, writes):
    async with open_desk(tmp_path, prices={BTC: "67500"}) as desk:
        sizes = writes(desk)
        call = desk.message("BTC LONG 67500 SL 66000 TP 69000", message_id=150)
        report = desk.message("BTC TP1 hit ✅", message_id=151)
        await together(desk, *talk(desk, 9), call, *talk(desk, 9, first=200), report, *talk(desk, 6, first=300))
        assert sizes == [10, 16]
        assert kinds(desk) == ["noise"] * 9 + ["entry"] + ["noise"] * 9 + ["update"] + ["noise"] * 6


async def test_a_wish_waits_for_one_group_of_a_burst_and_not_for_the_others(tmp_path, monkeypatch):
    async with open_desk(tmp_path) as desk:
        write_all = desk.ledger.write_all
        wishes = [PauseEntries()]

        async def meanwhile(entries):
            if wishes:
                desk.engine.submit(wishes.pop())
            return await write_all(entries)

        monkeypatch.setattr(desk.ledger, "write_all", meanwhile)
        await together(desk, *talk(desk, 64))
        paused = next(place for place, event in enumerate(desk.events) if isinstance(event, EntriesPaused))
        assert sum(isinstance(event, MessageRead) for event in desk.events[:paused]) == 16
        assert kinds(desk) == ["noise"] * 64


async def test_what_waits_in_line_grows_no_younger_with_the_beats(tmp_path, monkeypatch):
    async with open_desk(tmp_path) as desk:
        write_all = desk.ledger.write_all
        came = desk.clock.now()

        async def slow(entries):
            desk.clock.jump(3)
            desk.engine.beat()
            return await write_all(entries)

        monkeypatch.setattr(desk.ledger, "write_all", slow)
        await together(desk, *talk(desk, 40))
        stored = await desk.ledger.chat_messages(CHAT, 99)
        assert {message.received_at for message in stored} == {came}


async def test_a_message_that_was_stored_long_ago_ends_no_burst_and_counts_once(tmp_path):
    async with open_desk(tmp_path) as desk:
        old = talk(desk, 30, first=500)
        await together(desk, *old[20:])
        await together(desk, *talk(desk, 20), *old, *talk(desk, 20, first=600))
        assert kinds(desk) == ["noise"] * 70
        assert len(await desk.ledger.chat_messages(CHAT, 99)) == 70


async def test_nothing_of_a_group_is_told_before_all_of_it_is_on_disk(tmp_path, monkeypatch):
    async with open_desk(tmp_path) as desk:
        write_all = desk.ledger.write_all
        told_before = []

        async def watched(entries):
            told_before.append(len(kinds(desk)))
            assert dict(desk.desk.book.message_kinds) == ({"noise": told_before[-1]} if told_before[-1] else {})
            return await write_all(entries)

        monkeypatch.setattr(desk.ledger, "write_all", watched)
        await together(desk, *talk(desk, 5))
        assert told_before == [0]


async def test_a_call_ends_its_group_and_the_next_is_judged_on_what_it_leaves(tmp_path):
    async with open_desk(tmp_path, prices={BTC: "67500", ADA: "0.5000"}) as desk:
        call = "ADA LONG 0.5000 SL 0.4800 TP 0.6000"
        first, again = desk.message(call, message_id=201), desk.message(call, message_id=202)
        await together(desk, *talk(desk, 3), first, again, *talk(desk, 3, first=300))
        assert kinds(desk) == ["noise"] * 3 + ["entry"] * 2 + ["noise"] * 3
        queued = [event.queued for event in desk.events if isinstance(event, SignalQueued)]
        assert [verdict.rule for verdict in queued[0].blocking] == []
        assert "Duplicate" in [verdict.rule for verdict in queued[1].blocking]


async def test_an_alert_and_its_details_in_one_burst_make_one_call(tmp_path):
    async with open_desk(tmp_path, prices={BTC: "67500"}) as desk:
        alert, details = desk.message("BTC LONG soon, details follow"), desk.message("Entry 67500\nSL 66000\nTP 69000")
        await together(desk, desk.message("gm", sender=BORIS), alert, details)
        (call,) = desk.desk.book.signals.values()
        assert (call.signal.symbol, str(call.signal.stop_loss)) == (BTC, "66000.0")


async def test_a_message_that_comes_twice_in_a_burst_counts_once(tmp_path):
    async with open_desk(tmp_path) as desk:
        messages = talk(desk, 3)
        await together(desk, *messages, messages[1], *messages)
        assert kinds(desk) == ["noise"] * 3


async def test_an_edit_in_a_burst_follows_what_it_edits(tmp_path):
    async with open_desk(tmp_path, prices={ADA: "0.5000"}) as desk:
        call = desk.message("ADA LONG 0.5000 SL 0.4800", message_id=9)
        edit = desk.message("ADA LONG 0.5000 SL 0.4700", message_id=9, edit=1)
        await together(desk, *talk(desk, 2), call, edit)
        stops = {str(queued.signal.stop_loss): queued.status.value for queued in desk.desk.book.signals.values()}
        assert stops == {"0.4800": "superseded", "0.4700": "pending"}


async def test_a_burst_that_the_disk_refuses_is_taken_whole_once_there_is_room(tmp_path, monkeypatch):
    async with open_desk(tmp_path) as desk:
        write_all = desk.ledger.write_all
        full = [True]

        async def refused(entries):
            if full[0]:
                raise StoreUnavailable("The disk is full.")
            return await write_all(entries)

        monkeypatch.setattr(desk.ledger, "write_all", refused)
        await together(desk, *talk(desk, 40))
        assert kinds(desk) == []
        assert desk.desk.book.message_kinds == {}
        full[0] = False
        await desk.beat()
        assert kinds(desk) == ["noise"] * 40
        assert await desk.ledger.high_water(CHAT) == 139


async def test_a_call_in_a_burst_is_traded_by_rule_where_its_trader_may(tmp_path):
    async with open_desk(tmp_path, prices={ADA: "0.5000", BTC: "67500"}) as desk:
        (known,) = await desk.call("ADA LONG 0.5000 SL 0.4800")
        await desk.reject(known)
        await desk.do(SetTraderApproval(known.signal.trader_id, ApprovalMode.AUTOMATIC, Decimal("0.79")))
        call = desk.message("BTC LONG 67500 SL 66000 TP 69000", message_id=50)
        await together(desk, *talk(desk, 2), call, *talk(desk, 2, first=300))
        assert len(desk.entries()) == 1
