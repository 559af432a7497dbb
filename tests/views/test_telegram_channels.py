"""Choosing what is read: the picker over a scripted account, by hand and by keyboard."""

import asyncio
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from echotrade_desktop.engine.domain.telegram import FollowedChat, LoginStep
from echotrade_desktop.views.telegram.chat_list import about
from echotrade_desktop.views.telegram.pictures import AT_ONCE, decoded
from echotrade_desktop.views.telegram.window import TelegramWindow
from tests.views.fakes import NOON
from tests.views.fakes_telegram import (
    DIALOGS,
    HARBOUR_ROOM,
    KESTREL_PERSON,
    NORTH_GROUP,
    FakeAccount,
    Place,
    jpeg,
)

HARBOUR, NORTH = FollowedChat(HARBOUR_ROOM, "Harbour Calls"), FollowedChat(NORTH_GROUP, "Northline Desk")


@pytest.fixture
def account():
    return FakeAccount(LoginStep.SIGNED_IN)


@pytest.fixture
def picker(account):
    """Open the picker of the account; it closes at the end."""
    windows = []

    async def build():
        place = Place(account)
        window = TelegramWindow(place.bridge)
        windows.append(window)
        window.place = place
        window.notices = []
        window.told.connect(lambda *what: window.notices.append(what))
        window.open_here()
        await settle(window)
        return window

    yield build
    for window in windows:
        window.close()
        window.deleteLater()


async def settle(window):
    await window.place.settle()
    await asyncio.sleep(0)
    await window.place.settle()


def titles(window):
    found = window.channels.chats.found
    return [found.index(n, 0).data() for n in range(found.rowCount())]


async def test_followed_chats_stand_first_each_with_its_kind_and_members(picker, account):
    account.chats = (NORTH,)
    window = await picker()
    assert titles(window)[:2] == ["Northline Desk", "Harbour Calls"]
    row = window.channels.chats.chats.rows[1]
    assert about(row, NOON) == "Channel · 12,480 subscribers · 5 m ago"
    assert window.channels.tabs.tabs[1].count == 1


async def test_search_finds_by_title_name_and_id(picker):
    window = await picker()
    for typed, expected in (
        ("har", ["Harbour Calls"]), ("@kestrel_7", ["Kestrel"]), ("1009876543210", ["Northline Desk"]),
        ("room tide", ["Tidewater Room"]), ("nothing like it", []),
    ):  # fmt: skip
        window.channels.search.setText(typed)
        assert titles(window) == expected
    assert window.channels.stack.currentIndex() == 3
    QTest.keyClick(window.channels.search, Qt.Key.Key_Escape)
    assert len(titles(window)) == len(DIALOGS)
    assert window.isVisible()


async def test_a_chat_is_followed_and_let_go_of_by_keyboard_and_the_way_back_is_offered(picker, account):
    window = await picker()
    window.channels.search.setText("harbour")
    QTest.keyClick(window.channels.search, Qt.Key.Key_Return)
    assert window.focusWidget() is window.channels.chats
    QTest.keyClick(window.channels.chats, Qt.Key.Key_Space)
    await settle(window)
    assert account.chats == (HARBOUR,)
    QTest.keyClick(window.channels.chats, Qt.Key.Key_Space)
    await settle(window)
    assert account.chats == ()
    sentence, _, undo = window.notices[-1]
    assert "Harbour Calls is not read any more" in sentence
    undo()
    await settle(window)
    assert account.chats == (HARBOUR,)


async def test_following_does_not_move_the_chat_under_the_hand(picker, account):
    window = await picker()
    before = titles(window)
    window.channels.chats.choose(-1001111111111)
    window.channels.detail.follow.click()
    await settle(window)
    assert titles(window) == before
    assert window.channels.chats.current().chat_id == -1001111111111
    assert window.channels.detail.follow.text() == "Stop following"


async def test_a_wish_that_is_refused_is_shown_as_it_was(picker, account):
    account.chats = (HARBOUR,)
    account.refusals["follow"] = "The disk is full; nothing was changed."
    window = await picker()
    window.channels.chats.choose(HARBOUR_ROOM)
    window.channels.detail.enabled.editor.switch.click()
    await settle(window)
    assert account.chats == (HARBOUR,)
    assert window.channels.detail.enabled.editor.text() == "on"
    assert window.notices[-1][:2] == ("The disk is full; nothing was changed.", "warning")


async def test_quick_wishes_are_sent_one_at_a_time_and_the_last_one_stands(picker, account):
    account.chats = (HARBOUR,)
    window = await picker()
    window.channels.chats.choose(HARBOUR_ROOM)
    account.held = asyncio.Event()
    switch = window.channels.detail.enabled.editor.switch
    for _ in range(3):
        switch.click()
        await asyncio.sleep(0)
    account.held.set()
    await settle(window)
    assert account.chats == (replace(HARBOUR, enabled=False),)
    assert [act[1] for act in account.acts if act[0] == "follow"] == [(replace(HARBOUR, enabled=False),)]


async def test_only_chosen_senders_count_by_their_numbers(picker, account):
    account.chats = (NORTH,)
    window = await picker()
    window.channels.chats.choose(NORTH_GROUP)
    await settle(window)
    senders = window.channels.detail.senders
    assert [line.box.text() for line in senders.lines] == ["The group itself", "Ada North", "Ben Line", "just a reader"]
    assert "anybody can write" in senders.note.text()
    senders.lines[1].box.click()
    await settle(window)
    assert set(account.chats[0].senders) == {NORTH_GROUP, 111}
    senders.lines[0].box.click()
    await settle(window)
    assert account.chats[0].senders == (111,)
    senders.lines[1].box.click()
    await settle(window)
    assert account.chats[0].senders == (111,), "nobody would count"
    assert "Somebody has to count" in window.notices[-1][0]
    assert senders.lines[1].box.isChecked()


async def test_a_sender_is_added_by_number_and_never_by_name(picker, account):
    account.chats = (NORTH,)
    window = await picker()
    window.channels.chats.choose(NORTH_GROUP)
    await settle(window)
    senders = window.channels.detail.senders
    senders.number.setText("@ada")
    QTest.keyClick(senders.number, Qt.Key.Key_Return)
    assert "names change hands" in window.notices[-1][0]
    senders.number.setText("987654")
    QTest.keyClick(senders.number, Qt.Key.Key_Return)
    await settle(window)
    assert 987654 in account.chats[0].senders
    assert any(line.sender_id == 987654 and line.box.isChecked() for line in senders.lines)


async def test_the_channel_itself_alone_is_kept_as_nobody_else(picker, account):
    account.chats = (replace(NORTH, senders=(NORTH_GROUP, 111)),)
    window = await picker()
    window.channels.chats.choose(NORTH_GROUP)
    await settle(window)
    window.channels.detail.senders.lines[1].box.click()
    await settle(window)
    assert account.chats[0].senders == ()


async def test_the_trader_of_a_chat_and_its_topic_are_kept(picker, account):
    account.chats = (NORTH,)
    window = await picker()
    window.channels.chats.choose(NORTH_GROUP)
    detail = window.channels.detail
    detail.trader.editor.field.setFocus()
    detail.trader.editor.field.insert("North\u202eline")
    QTest.keyClick(detail.trader.editor.field, Qt.Key.Key_Return)
    await settle(window)
    assert account.chats[0].trader == "Northline"
    detail.topic.editor.field.setText("4x")
    detail.topic.editor.field.editingFinished.emit()
    assert detail.topic.refusal.text()
    detail.topic.editor.field.setText("42")
    detail.topic.editor.field.editingFinished.emit()
    await settle(window)
    assert account.chats[0].topic_id == 42


async def test_a_channel_says_how_far_it_is_from_leaving_paper_and_leads_to_its_readings(picker, account):
    account.chats = (HARBOUR, NORTH)
    window = await picker()
    asked = []
    window.reading_asked.connect(asked.append)
    window.channels.chats.choose(HARBOUR_ROOM)
    detail = window.channels.detail
    assert "2 confirmed · paper only, 3 to go" in detail.reading.text()
    detail.open_reading.click()
    assert asked == [HARBOUR_ROOM]
    window.channels.chats.choose(NORTH_GROUP)
    assert not detail.open_reading.isEnabled()
    assert "As soon as it writes" in detail.reading.text()


async def test_a_followed_chat_that_the_user_has_left_stays_listed_and_can_be_let_go_of(picker, account):
    account.chats = (FollowedChat(-1007, "Gone Calls"),)
    window = await picker()
    row = window.channels.chats.chats.rows[0]
    assert about(row, NOON) == "Not among your chats any more"
    window.channels.chats.choose(-1007)
    window.channels.detail.follow.click()
    await settle(window)
    assert account.chats == ()


async def test_pictures_are_asked_for_only_where_they_are_seen_and_a_few_at_a_time(picker, account):
    account.listed = tuple(replace(DIALOGS[0], chat_id=-n, title=f"Chat {n}") for n in range(1, 400))
    account.pictures = {-1: jpeg()}
    window = await picker()
    window.grab()
    for _ in range(60):
        await settle(window)
        window.grab()
    asked = {act[1] for act in account.acts if act[0] == "icon"}
    assert -1 in asked
    assert len(asked) < 40
    assert account.most_icons == AT_ONCE
    assert window.channels.pictures.of(-1) is not None
    assert window.channels.pictures.of(-2) is None


@pytest.mark.qt_log_ignore("Unsupported marker type")
@pytest.mark.parametrize("data", [b"", b"<svg/>", b"\xff\xd8\xff" + b"x" * 100, jpeg("#FFFFFF", 1100), b"\0" * 300_000])
def test_a_picture_that_is_none_or_too_large_is_a_letter(qapp, data):
    assert decoded(data) is None


async def test_chats_that_cannot_be_read_say_why_and_can_be_asked_for_again(picker, account):
    account.refusals["dialogs"] = "Telegram cannot be reached. Your chats stay as they were."
    window = await picker()
    failed = window.channels.failed
    assert window.channels.stack.currentWidget() is failed
    assert "cannot be reached" in failed.accessibleName()
    del account.refusals["dialogs"]
    failed.way.click()
    await settle(window)
    assert len(titles(window)) == len(DIALOGS)


async def test_markup_in_a_title_is_shown_as_it_is_written(picker, account):
    account.listed = (replace(DIALOGS[0], title="<b>Harbour</b>\u202e"),)
    window = await picker()
    assert titles(window) == ["<b>Harbour</b>"]
    assert window.channels.detail._title.text() == "<b>Harbour</b>"


async def test_a_person_needs_no_list_of_senders(picker, account):
    account.chats = (FollowedChat(KESTREL_PERSON, "Kestrel"),)
    window = await picker()
    window.channels.chats.choose(KESTREL_PERSON)
    await settle(window)
    senders = window.channels.detail.senders
    assert [line.box.text() for line in senders.lines] == ["This person"]
    assert not senders.note.isVisible()
