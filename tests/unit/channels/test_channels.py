"""Channels on a real desk: what is taught counts for the next message, cases are kept, and restarts change nothing."""

import itertools
from dataclasses import replace
from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.channel import (
    BreakoutMeaning,
    ChannelMessage,
    ChannelProfile,
    DashMeaning,
    ExpectedLevel,
)
from echotrade_desktop.engine.domain.commands import (
    ConfirmReading,
    CorrectReading,
    ForgetReading,
    SetChannelProfile,
    SetTraderApproval,
)
from echotrade_desktop.engine.domain.errors import BadInput
from echotrade_desktop.engine.domain.limits import ApprovalMode
from echotrade_desktop.engine.domain.messages import ChannelProfileChanged, CommandRefused, ReadingConfirmed
from echotrade_desktop.engine.domain.signal import EntryKind, SignalStatus
from echotrade_desktop.engine.store.verify import verify
from tests.desk import BTC, CHAT, DeskUnderTest, open_desk

ODD = "BTC LONG 67500\nplug 66000\nmoon 69000"
NEXT = "BTC LONG 67600\nplug 66100\nmoon 69100"
PLAIN = "BTC LONG 67500 SL 66000 TP 69000"
TAUGHT = ChannelProfile(words=(("plug", "stop"), ("moon", "target")))


def key(message_id: int) -> tuple[int, int, int]:
    return (CHAT, message_id, 0)


async def message(desk: DeskUnderTest, message_id: int, draft: ChannelProfile | None = None) -> ChannelMessage:
    view = await desk.engine.channels.view(CHAT, draft)
    return next(shown for shown in view.messages if shown.key == key(message_id))


async def teach(desk: DeskUnderTest, message_id: int, number: str, meaning: str, draft: ChannelProfile):
    shown = await message(desk, message_id)
    start = shown.text.index(number)
    return await desk.engine.channels.teach(key(message_id), start, start + len(number), meaning, draft)


async def confirm(desk: DeskUnderTest, message_id: int):
    shown = await message(desk, message_id)
    return await desk.do(ConfirmReading(key(message_id), shown.reading.expected))


async def test_a_corrected_channel_reads_the_next_message_right(tmp_path):
    async with open_desk(tmp_path, prices={BTC: "67500"}) as desk:
        assert await desk.call(ODD, message_id=1) == []
        first = await teach(desk, 1, "66000", "stop", ChannelProfile())
        second = await teach(desk, 1, "69000", "target", first.profile)
        assert (first.phrase, second.phrase) == ("plug", "moon")
        read = (await message(desk, 1, second.profile)).reading
        assert read.kind == "entry"
        answer = await desk.do(CorrectReading(key(1), read.expected, second.profile))
        assert isinstance(answer, ReadingConfirmed)

        (called,) = await desk.call(NEXT, message_id=2)
        assert (called.signal.price, called.signal.stop_loss) == (Decimal(67600), Decimal(66100))
        assert called.signal.take_profits == (Decimal(69100),)
        assert (await message(desk, 1)).passes is True


async def test_what_is_taught_survives_a_restart_and_the_ledger_agrees(tmp_path):
    async with open_desk(tmp_path) as desk:
        await desk.call(ODD, message_id=1)
        read = (await message(desk, 1, TAUGHT)).reading
        await desk.do(CorrectReading(key(1), read.expected, TAUGHT))
        clock = desk.clock
    assert verify(tmp_path / "paper.db").ok
    async with open_desk(tmp_path, clock=clock) as desk:
        assert desk.desk.book.profile_of(CHAT) == TAUGHT
        (case,) = (await desk.engine.channels.view(CHAT)).cases
        assert case.passes is True
        (called,) = await desk.call(NEXT, message_id=2)
        assert called.signal.stop_loss == Decimal(66100)


async def test_one_channel_is_taught_and_the_others_read_as_before(tmp_path):
    async with open_desk(tmp_path) as desk:
        await desk.do(SetChannelProfile(CHAT - 1, TAUGHT))
        assert await desk.call(ODD) == []
        assert desk.desk.book.profile_of(CHAT) == ChannelProfile()


async def test_a_profile_that_breaks_a_kept_case_is_refused_by_name_unless_it_is_meant(tmp_path):
    async with open_desk(tmp_path) as desk:
        await desk.call(PLAIN, message_id=1)
        await confirm(desk, 1)
        spoilt = ChannelProfile(words=(("TP", "stop"), ("SL", "target")))
        refused = await desk.do(SetChannelProfile(CHAT, spoilt))
        assert isinstance(refused, CommandRefused)
        assert "“BTC LONG 67500 SL 66000 TP 69000”" in refused.reason
        assert "target 69,000" in refused.reason
        assert desk.desk.book.profile_of(CHAT) == ChannelProfile()

        assert isinstance(await desk.do(SetChannelProfile(CHAT, spoilt, despite=True)), ChannelProfileChanged)
        (case,) = (await desk.engine.channels.view(CHAT)).cases
        assert case.passes is False


async def test_a_case_that_fails_already_holds_no_change_up(tmp_path):
    async with open_desk(tmp_path) as desk:
        await desk.call(PLAIN, message_id=1)
        await confirm(desk, 1)
        await desk.do(SetChannelProfile(CHAT, ChannelProfile(words=(("TP", "stop"),)), despite=True))
        answer = await desk.do(SetChannelProfile(CHAT, ChannelProfile(words=(("TP", "stop"), ("foo", "target")))))
        assert isinstance(answer, ChannelProfileChanged)


async def test_a_correction_may_change_its_own_case_and_no_other(tmp_path):
    async with open_desk(tmp_path) as desk:
        await desk.call("BTC LONG 67500 SL 66000 TP 69000 aim 70000", message_id=1)
        await confirm(desk, 1)
        lesson = await teach(desk, 1, "70000", "ignore", ChannelProfile())
        read = (await message(desk, 1, lesson.profile)).reading
        assert isinstance(await desk.do(CorrectReading(key(1), read.expected, lesson.profile)), ReadingConfirmed)
        (case,) = desk.desk.book.cases_of(CHAT)
        assert case.expected.calls[0].take_profits == (ExpectedLevel(Decimal(69000)),)


async def test_erasing_the_words_leaves_the_profile_and_the_cases(tmp_path):
    async with open_desk(tmp_path) as desk:
        await desk.call(ODD, message_id=1)
        read = (await message(desk, 1, TAUGHT)).reading
        await desk.do(CorrectReading(key(1), read.expected, TAUGHT))
        await desk.ledger.erase_texts(CHAT)
        view = await desk.engine.channels.view(CHAT)
        assert view.profile == TAUGHT
        assert [(case.text, case.reading, case.passes) for case in view.cases] == [("", None, None)]
        (called,) = await desk.call(NEXT, message_id=2)
        assert called.signal.stop_loss == Decimal(66100)
        # a case without words cannot be broken, so it holds nothing up
        assert isinstance(await desk.do(SetChannelProfile(CHAT, ChannelProfile())), ChannelProfileChanged)


async def test_no_words_of_a_message_enter_the_event_log(tmp_path):
    async with open_desk(tmp_path) as desk:
        await desk.call(PLAIN + " zebra stripes", message_id=1)
        await confirm(desk, 1)
        rows = desk.ledger._database.execute_sql("SELECT body FROM event_log WHERE kind = 'ReadingConfirmed'")
        (body,) = [row[0] for row in rows]
    assert "67500" in body
    assert "zebra" not in body


async def test_a_reading_that_changed_since_it_was_seen_is_not_confirmed(tmp_path):
    async with open_desk(tmp_path) as desk:
        await desk.call(PLAIN, message_id=1)
        seen = (await message(desk, 1)).reading.expected
        await desk.do(SetChannelProfile(CHAT, ChannelProfile(ignore_words=("TP",))))
        refused = await desk.do(ConfirmReading(key(1), seen))
        assert isinstance(refused, CommandRefused)
        assert desk.desk.book.cases_of(CHAT) == []


async def test_an_unknown_message_is_neither_confirmed_nor_forgotten(tmp_path):
    async with open_desk(tmp_path) as desk:
        await desk.call(PLAIN, message_id=1)
        seen = (await message(desk, 1)).reading.expected
        for command in (ConfirmReading(key(99), seen), ForgetReading(key(99)), CorrectReading(key(99), seen, TAUGHT)):
            assert isinstance(await desk.do(command), CommandRefused)
        assert desk.desk.book.profile_of(CHAT) == ChannelProfile()
        with pytest.raises(BadInput):
            await desk.engine.channels.teach(key(99), 0, 3, "stop", ChannelProfile())


async def test_a_case_is_let_go_of(tmp_path):
    async with open_desk(tmp_path) as desk:
        await desk.call(PLAIN, message_id=1)
        await confirm(desk, 1)
        await desk.do(ForgetReading(key(1)))
        assert (await desk.engine.channels.view(CHAT)).cases == ()


async def test_a_draft_says_which_other_messages_would_read_differently(tmp_path):
    async with open_desk(tmp_path) as desk:
        await desk.call(ODD, message_id=1)
        await desk.call(PLAIN, message_id=2)
        await desk.call(NEXT, message_id=3)
        view = await desk.engine.channels.view(CHAT, TAUGHT)
        assert [change.key for change in view.trial.changes] == [key(3), key(1)]
        assert view.trial.changes[0].before == "refused"
        assert view.trial.changes[0].after == "BTC/USDT long 67,600 · stop 66,100 · target 69,100"
        assert view.profile == ChannelProfile()
        assert desk.desk.book.profile_of(CHAT) == ChannelProfile()


async def test_the_list_counts_what_each_channel_wrote(tmp_path):
    async with open_desk(tmp_path) as desk:
        for number, text in enumerate((PLAIN, ODD, "good morning", "close BTC"), 1):
            await desk.call(text, message_id=number)
        await confirm(desk, 1)
        (row,) = await desk.engine.channels.rows()
        assert (row.entries, row.rejected, row.noise, row.updates) == (1, 1, 1, 1)
        assert (row.name, row.confirmed, row.still_to_confirm, row.taught) == ("Anna", 1, 4, False)


async def test_a_dash_is_read_as_the_channel_means_it(tmp_path):
    text = "BTC LONG 67000 - 67500 SL 66000 TP 69000"
    async with open_desk(tmp_path) as desk:
        await desk.do(SetChannelProfile(CHAT, ChannelProfile(dash=DashMeaning.LADDER)))
        (called,) = await desk.call(text)
        assert called.signal.entry_kind is EntryKind.LADDER


@pytest.mark.parametrize(
    ("text", "traded"),
    [
        ("BTC LONG above 67500 SL 66000 TP 69000", False),
        ("BTC LONG below 67500 SL 66000 TP 69000", True),
        ("BTC LONG entry below 67500 SL 66000 TP 69000", True),
        ("BTC LONG entry above 67500 SL 66000 TP 69000", False),
        ("BTC SHORT below 67500 SL 69000 TP 66000", False),
        ("BTC LONG 67500 SL 66000 TP 69000", True),
    ],
)
async def test_calls_that_wait_for_a_breakout_are_not_traded_where_the_channel_means_that(tmp_path, text, traded):
    async with open_desk(tmp_path) as desk:
        assert await desk.call(text)
        await desk.do(SetChannelProfile(CHAT - 1, ChannelProfile()))
        await desk.do(SetChannelProfile(CHAT, ChannelProfile(breakout=BreakoutMeaning.WAIT)))
        await desk.beat(3600)
        assert bool(await desk.call(text)) is traded


async def test_an_odd_channel_is_read_by_its_pattern(tmp_path):
    pattern = r"(?P<symbol>\w+)\|(?P<side>\w+)\|(?P<entry>[\d.]+)\|(?P<stop>[\d.]+)\|(?P<target>[\d.]+)"
    async with open_desk(tmp_path) as desk:
        await desk.do(SetChannelProfile(CHAT, ChannelProfile(pattern=pattern)))
        (called,) = await desk.call("BTC|long|67500|66000|69000")
        assert (called.signal.price, called.signal.stop_loss) == (Decimal(67500), Decimal(66000))


@pytest.mark.parametrize(
    ("profile", "told"),
    [
        (ChannelProfile(pattern=r"(?P<symbol>\w+)(?=x)(?P<side>\w+)"), "Look-ahead"),
        (ChannelProfile(pattern="(?P<symbol>["), "not a regular expression"),
        (ChannelProfile(pattern="(?P<price>x)"), "needs the groups symbol and side"),
        (ChannelProfile(words=(("", "stop"),)), "cannot be a word"),
        (ChannelProfile(words=(("66000", "stop"),)), "cannot be a word"),
        (ChannelProfile(words=(("x" * 41, "stop"),)), "cannot be a word"),
        (ChannelProfile(words=(("a\u202eb", "stop"),)), "cannot be a word"),
        (ChannelProfile(words=(("plug", "profit"),)), "nothing that a word can mean"),
        (ChannelProfile(words=(("plug", "stop"), ("Plug", "target"))), "two meanings"),
        (ChannelProfile(ignore_words=tuple(f"w{'a' * n}" for n in range(1, 102))), "100 words"),
        (ChannelProfile(default_quote="usdt"), "capitals"),
    ],
)
async def test_a_profile_that_cannot_be_used_is_refused_with_a_sentence(tmp_path, profile, told):
    async with open_desk(tmp_path) as desk:
        refused = await desk.do(SetChannelProfile(CHAT, profile))
        assert isinstance(refused, CommandRefused)
        assert told in refused.reason
        assert desk.desk.book.profiles == {}
        view = await desk.engine.channels.view(CHAT, profile)
        assert told in view.trial.refusal


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("close half of BTC, SL to entry", "close a part of BTC/USDT · 50\u2009% · also stop to break-even"),
        ("move SL of BTC to 67000", "move the stop of BTC/USDT · at 67,000"),
        ("ETH all targets hit", "target reached on ETH/USDT · all targets"),
        ("close all trades", "close every call"),
        ("cancel it", "cancel the call it speaks of"),
        ("BTC LONG 67000 - 67500 SL 3% TP 69000 70000 5x",
         "BTC/USDT long 67,000 to 67,500 · stop 3\u2009% · targets 69,000, 70,000 · 5×"),
        ("BTC SHORT now", "BTC/USDT short at the market · no stop"),
        ("nice weather", "no call"),
        ("BTC LONG 67500 SL 68000", "refused"),
    ],
)  # fmt: skip
async def test_what_a_message_comes_to_is_said_in_one_line(tmp_path, text, summary):
    async with open_desk(tmp_path) as desk:
        await desk.call(text, message_id=1)
        shown = (await message(desk, 1)).reading
        assert shown.summary == summary
        assert isinstance(await confirm(desk, 1), ReadingConfirmed)
        assert (await message(desk, 1)).passes is True


async def test_a_pattern_that_takes_too_long_is_refused(tmp_path, monkeypatch):
    pattern = r"(?:\s?){400}(?P<symbol>\w+) (?P<side>\w+)"
    async with open_desk(tmp_path) as desk:
        seconds = itertools.count()  # each look at the clock is a second later
        monkeypatch.setattr(desk.clock, "monotonic", lambda: float(next(seconds)))
        refused = await desk.do(SetChannelProfile(CHAT, ChannelProfile(pattern=pattern)))
        assert isinstance(refused, CommandRefused)
        assert "takes too long" in refused.reason
        assert (
            "takes too long" in (await desk.engine.channels.view(CHAT, ChannelProfile(pattern=pattern))).trial.refusal
        )
        assert desk.desk.book.profiles == {}


async def test_a_reply_is_read_with_what_it_answers(tmp_path):
    async with open_desk(tmp_path) as desk:
        await desk.call("BTC LONG now", message_id=1)
        await desk.call("plug 66000 moon 69000", message_id=2, reply_to=1)
        assert (await message(desk, 2)).reading.kind != "entry"
        read = (await message(desk, 2, TAUGHT)).reading
        assert read.summary == "BTC/USDT long at the market · stop 66,000 · target 69,000"


async def test_an_unsure_reading_is_never_approved_by_rule_however_high_its_confidence(tmp_path):
    async with open_desk(tmp_path, prices={BTC: "67500"}, min_reading_confidence=Decimal("0.97")) as desk:
        (first,) = await desk.call("BTC LONG 67500 SL 66000 TP 69000", message_id=1)
        await desk.reject(first)
        await desk.do(SetTraderApproval(first.signal.trader_id, ApprovalMode.AUTOMATIC, Decimal(0)))
        await desk.beat(900)
        (unsure,) = await desk.call("BTC LONG 67500 SL 66000 TP 69000", message_id=2)
        assert unsure.signal.reading_confidence < Decimal("0.97")
        assert desk.signal(unsure).status is SignalStatus.PENDING
        (shown,) = [m for m in (await desk.engine.channels.view(CHAT)).messages if m.key == key(2)]
        assert shown.reading.asks
        desk.desk.limits = replace(desk.desk.limits, min_reading_confidence=Decimal("0.6"))
        await desk.reject(unsure)
        await desk.beat(900)
        (sure,) = await desk.call("BTC LONG 67500 SL 66000 TP 69000", message_id=3)
        assert desk.signal(sure).status is SignalStatus.EXECUTED
