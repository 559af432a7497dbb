"""Reading chats, against a real MTProto server: nothing missed, nothing from strangers, nothing traded by mistake."""

import asyncio
from datetime import timedelta

import pytest

from echotrade_desktop.engine.adapters.telegram.silence import unusual_silence
from echotrade_desktop.engine.domain.errors import SourceUnavailable
from echotrade_desktop.engine.domain.messages import Health, HealthChanged
from echotrade_desktop.engine.domain.telegram import ChatKind
from echotrade_desktop.engine.runtime import ScaledClock
from tests.servers.telegram import Kind, LoopbackTelegram
from tests.servers.telegram.app import PHONE, MemorySecrets, followed, joined, sign_in, until


async def signed_in(telegram, desk, *chats):
    """Sign in, follow chats, and wait until they are read."""
    telegram.world.add_account(PHONE)
    await sign_in(desk.account, telegram.logins.code)
    await desk.account.follow(chats)
    await desk.is_up()


async def lose(telegram, desk, chat, work, *texts):
    """Let updates of a chat get lost, and what Telethon asks for because of it reach back too short."""
    asked = telegram.asked["GetChannelDifferenceRequest"]
    chat.kept, telegram.quiet = 0, True
    work()
    for text in texts[:-1]:
        telegram.world.post(chat, text)
    telegram.quiet = False
    telegram.world.post(chat, texts[-1])
    box = desk.account.line.client._message_box
    await until(lambda: telegram.asked["GetChannelDifferenceRequest"] > asked and not box.getting_diff_for)


async def test_a_channel_is_read_from_the_next_post_on(tmp_path):
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram) as desk:
        alpha = telegram.world.add_chat("Alpha Calls")
        telegram.world.post(alpha, "long ago")
        await signed_in(telegram, desk, followed(alpha.chat_id, "Alpha Calls"))
        post = telegram.world.post(alpha, "BTC LONG 67500 SL 66000", author="Zed")
        await desk.reads("BTC LONG 67500 SL 66000")
        (read,) = desk.read
        assert (read.chat_id, read.message_id, read.edit_version) == (alpha.chat_id, post.id, 0)
        assert (read.sender_id, read.sender_name, read.trader_id) == (
            alpha.chat_id,
            "Alpha Calls",
            f"telegram:{alpha.chat_id}",
        )
        assert read.sent_at == post.sent_at


async def test_what_was_posted_while_the_app_was_away_comes_in_its_order_and_once(tmp_path):
    secrets = MemorySecrets()
    async with LoopbackTelegram() as telegram:
        alpha = telegram.world.add_chat("Alpha Calls")
        async with joined(tmp_path, telegram, secrets) as desk:
            await signed_in(telegram, desk, followed(alpha.chat_id, "Alpha Calls"))
            telegram.world.post(alpha, "1")
            await desk.reads("1")
        for number in range(2, 252):
            telegram.world.post(alpha, str(number))
        async with joined(tmp_path, telegram, secrets) as desk:
            await until(lambda: len(desk.read) >= 250)
            telegram.world.post(alpha, "last")
            await desk.reads("last")
            assert desk.texts == [*map(str, range(2, 252)), "last"]


async def test_edits_and_deletions_while_away_are_found(tmp_path):
    secrets = MemorySecrets()
    async with LoopbackTelegram() as telegram:
        alpha = telegram.world.add_chat("Alpha Calls")
        async with joined(tmp_path, telegram, secrets) as desk:
            await signed_in(telegram, desk, followed(alpha.chat_id, "Alpha Calls"))
            posts = [telegram.world.post(alpha, text) for text in ("one", "two", "three")]
            await desk.reads("one", "two", "three")
        telegram.world.edit(alpha, posts[0].id, "one, changed")
        telegram.world.delete(alpha, posts[1].id)
        async with joined(tmp_path, telegram, secrets) as desk:
            await until(lambda: len(desk.read) == 2)
            found = {(read.message_id, read.text, read.deleted) for read in desk.read}
            assert found == {(posts[0].id, "one, changed", False), (posts[1].id, "", True)}


async def test_edits_and_deletions_are_heard_at_once(tmp_path):
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram) as desk:
        alpha = telegram.world.add_chat("Alpha Calls")
        await signed_in(telegram, desk, followed(alpha.chat_id, "Alpha Calls"))
        post = telegram.world.post(alpha, "one")
        telegram.world.edit(alpha, post.id, "two")
        telegram.world.delete(alpha, post.id, *[telegram.world.post(alpha, "three").id])
        await until(lambda: sum(read.deleted for read in desk.read) == 2)
        assert [(read.text, read.deleted) for read in desk.read] == [
            ("one", False),
            ("two", False),
            ("three", False),
            ("", True),
            ("", True),
        ]
        assert desk.read[1].edit_version > desk.read[0].edit_version


async def test_updates_that_were_never_pushed_are_found_with_the_next_post(tmp_path):
    """A hole in the numbers is read at once, and edits that were lost with it too."""
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram) as desk:
        alpha = telegram.world.add_chat("Alpha Calls")
        await signed_in(telegram, desk, followed(alpha.chat_id, "Alpha Calls"))
        first = telegram.world.post(alpha, "one")
        await desk.reads("one")
        await lose(telegram, desk, alpha, lambda: telegram.world.edit(alpha, first.id, "one, changed"), "two", "three")
        telegram.world.post(alpha, "four")
        await until(lambda: {"four", "one, changed"} <= set(desk.texts), lambda: str(desk.texts))
        assert [text for text in desk.texts if text in ("two", "three", "four")] == ["two", "three", "four"]


async def test_a_post_that_nothing_tells_of_is_found_by_looking_again(tmp_path):
    """Telethon throws away what is pushed while it asks for a difference; no further post need come."""
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram, clock=ScaledClock(60)) as desk:
        alpha = telegram.world.add_chat("Alpha Calls")
        await signed_in(telegram, desk, followed(alpha.chat_id, "Alpha Calls"))
        telegram.quiet = True
        telegram.world.post(alpha, "into the void")
        await desk.reads("into the void")


async def test_an_edit_of_a_post_that_was_missed_does_not_move_the_mark_past_others(tmp_path):
    secrets = MemorySecrets()
    async with LoopbackTelegram() as telegram:
        alpha = telegram.world.add_chat("Alpha Calls")
        async with joined(tmp_path, telegram, secrets) as desk:
            await signed_in(telegram, desk, followed(alpha.chat_id, "Alpha Calls"))
            telegram.world.post(alpha, "one")
            await desk.reads("one")
            await lose(telegram, desk, alpha, lambda: None, "two", "three", "four")
            telegram.world.edit(alpha, 3, "three, changed")
            await until(lambda: "three, changed" in desk.texts)
        async with joined(tmp_path, telegram, secrets) as desk:
            await desk.is_up()
            stored = await desk.ledger.chat_messages(alpha.chat_id, 9)
            assert [message.text for message in stored] == ["four", "three, changed", "two", "one"]


async def test_a_gap_that_telegram_no_longer_tells_is_read_from_the_history(tmp_path):
    secrets = MemorySecrets()
    async with LoopbackTelegram() as telegram:
        alpha = telegram.world.add_chat("Alpha Calls")
        async with joined(tmp_path, telegram, secrets) as desk:
            await signed_in(telegram, desk, followed(alpha.chat_id, "Alpha Calls"))
            telegram.world.post(alpha, "first")
            await desk.reads("first")
        alpha.kept = 2
        for number in range(30):
            telegram.world.post(alpha, str(number))
        async with joined(tmp_path, telegram, secrets) as desk:
            await until(lambda: len(desk.read) >= 30)
            assert desk.texts == [str(number) for number in range(30)]


async def test_a_dropped_connection_costs_nothing(tmp_path):
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram) as desk:
        alpha = telegram.world.add_chat("Alpha Calls")
        await signed_in(telegram, desk, followed(alpha.chat_id, "Alpha Calls"))
        for number in range(20):
            telegram.world.post(alpha, str(number))
            if number % 6 == 5:
                telegram.drop()
        await until(lambda: len(desk.read) == 20)
        assert desk.texts == [str(number) for number in range(20)]


async def test_what_is_changed_between_being_read_and_being_stored_is_not_lost(tmp_path, monkeypatch):
    """The disk is slow, the connection drops: the ledger does not know the posts yet whose changes nobody told."""
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram) as desk:
        alpha = telegram.world.add_chat("Alpha Calls")
        await signed_in(telegram, desk, followed(alpha.chat_id, "Alpha Calls"))
        late = asyncio.Event()
        kept, receive = [], desk.ledger.receive

        async def slow(message):
            kept.append(message)
            if late.is_set():
                while kept:
                    if await receive(kept[0]):
                        desk.read.append(kept[0])
                    kept.pop(0)
            return False

        monkeypatch.setattr(desk.ledger, "receive", slow)
        first, second = telegram.world.post(alpha, "one"), telegram.world.post(alpha, "two")
        await until(lambda: len(kept) == 2)
        telegram.quiet = True
        telegram.world.edit(alpha, first.id, "one, changed")
        telegram.world.delete(alpha, second.id)
        telegram.quiet = False
        late.set()
        telegram.drop()
        await until(lambda: {"one, changed", ""} <= set(desk.texts), lambda: str(desk.texts))
        assert [(read.text, read.deleted) for read in desk.read][-2:] == [("one, changed", False), ("", True)]


async def test_posts_that_were_deleted_before_they_could_be_read_are_said(tmp_path):
    """A gap that cannot be filled is told."""
    secrets = MemorySecrets()
    async with LoopbackTelegram() as telegram:
        alpha = telegram.world.add_chat("Alpha Calls")
        async with joined(tmp_path, telegram, secrets) as desk:
            await signed_in(telegram, desk, followed(alpha.chat_id, "Alpha Calls"))
            telegram.world.post(alpha, "first")
            await desk.reads("first")
        gone = [telegram.world.post(alpha, text).id for text in ("a loser", "another")]
        telegram.world.delete(alpha, *gone)
        telegram.world.post(alpha, "second")
        async with joined(tmp_path, telegram, secrets) as desk:
            await desk.reads("second")
            await until(lambda: bool(desk.sentences()))
            assert desk.sentences() == [
                "2 posts of Alpha Calls were deleted before EchoTrade could read them. They are not in the log."
            ]


async def test_strangers_are_counted_and_not_stored(tmp_path):
    """F110; X32: who takes the name of somebody who counts is somebody else."""
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram) as desk:
        room = telegram.world.add_chat("Room", Kind.GROUP)
        anna = telegram.world.add_person("Anna", "anna")
        telegram.world.post(room, "hello", sender=anna)
        await signed_in(telegram, desk, followed(room.chat_id, "Room", anna.id))
        anna.username, anna.name = "anna_new", "Anna B."
        impostor = telegram.world.add_person("Anna", "anna")
        telegram.world.post(room, "BTC LONG 67500 SL 1", sender=impostor)
        telegram.world.post(room, "BTC LONG 67500 SL 66000", sender=anna)
        await desk.reads("BTC LONG 67500 SL 66000")
        assert desk.listener.unheard == {room.chat_id: 1}
        assert len(await desk.ledger.chat_messages(room.chat_id, 10)) == 1
        assert desk.read[0].sender_id == anna.id
        telegram.drop()
        telegram.world.post(room, "again", sender=anna)
        await desk.reads("again")
        assert desk.listener.unheard == {room.chat_id: 1}


async def test_anonymous_admins_and_channels_that_post_as_themselves_are_who_they_are(tmp_path):
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram) as desk:
        room = telegram.world.add_chat("Room", Kind.GROUP)
        other, third = telegram.world.add_chat("Beta"), telegram.world.add_chat("Gamma")
        await signed_in(telegram, desk, followed(room.chat_id, "Room", room.chat_id, other.chat_id))
        telegram.world.post(room, "from the admins")
        telegram.world.post(room, "from Gamma", sender=third)
        telegram.world.post(room, "from Beta", sender=other)
        await desk.reads("from the admins", "from Beta")
        assert [(read.sender_id, read.sender_name) for read in desk.read] == [
            (room.chat_id, "Room"),
            (other.chat_id, "Beta"),
        ]


async def test_one_topic_of_a_group_can_be_followed_alone(tmp_path):
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram) as desk:
        forum = telegram.world.add_chat("Forum", Kind.FORUM)
        anna = telegram.world.add_person("Anna")
        for text in ("topic calls", "topic talk"):
            telegram.world.post(forum, text, action="created")
        await signed_in(telegram, desk, followed(forum.chat_id, "Forum", anna.id, topic=1 + 0 + 1 - 1))
        await desk.account.follow([followed(forum.chat_id, "Forum", anna.id, topic=2)])
        await until(lambda: desk.standing.startswith("reading"))
        telegram.world.post(forum, "in the talk", sender=anna, topic=1)
        call = telegram.world.post(forum, "in the calls", sender=anna, topic=2)
        telegram.world.post(forum, "an answer there", sender=anna, topic=2, reply_to=call.id)
        await desk.reads("in the calls", "an answer there")
        assert [read.reply_to for read in desk.read] == [None, call.id]


async def test_captions_forwards_replies_and_service_messages(tmp_path):
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram) as desk:
        alpha, beta = telegram.world.add_chat("Alpha Calls"), telegram.world.add_chat("Beta")
        await signed_in(telegram, desk, followed(alpha.chat_id, "Alpha Calls"))
        caption = telegram.world.post(alpha, "BTC LONG 67500 SL 66000", album=7, picture=True)
        telegram.world.post(alpha, "", album=7, picture=True)
        telegram.world.post(alpha, "forwarded", forwarded_from=beta)
        telegram.world.post(alpha, "close half", reply_to=caption.id)
        telegram.world.post(alpha, "", action="pinned")
        await until(lambda: len(desk.read) == 5)
        assert desk.texts == ["BTC LONG 67500 SL 66000", "", "forwarded", "close half", ""]
        assert [read.reply_to for read in desk.read] == [None, None, None, caption.id, None]
        assert [read.is_service for read in desk.read] == [False, False, False, False, True]
        assert {read.sender_id for read in desk.read} == {alpha.chat_id}


async def test_a_talk_with_a_person_is_read_and_its_deletions_too(tmp_path):
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram) as desk:
        anna = telegram.world.add_chat("Anna", Kind.PERSON)
        await signed_in(telegram, desk, followed(anna.chat_id, "Anna"))
        post = telegram.world.post(anna, "BTC LONG 67500 SL 66000")
        await desk.reads("BTC LONG 67500 SL 66000")
        telegram.world.delete(anna, post.id)
        await until(lambda: len(desk.read) == 2)
        assert desk.read[1].deleted
        assert {read.sender_id for read in desk.read} == {anna.chat_id}


async def test_a_channel_that_closes_is_said_and_the_others_go_on(tmp_path):
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram) as desk:
        alpha, beta = telegram.world.add_chat("Alpha Calls"), telegram.world.add_chat("Beta")
        await signed_in(telegram, desk, followed(alpha.chat_id, "Alpha Calls"), followed(beta.chat_id, "Beta"))
        alpha.private = True
        telegram.drop()
        telegram.world.post(beta, "still here")
        await desk.reads("still here")
        assert desk.sentences() == [
            "Alpha Calls can no longer be read: it was left, closed, or made private. "
            "Its calls are missing from now on."
        ]
        await until(lambda: desk.standing == "reading 1 chat")


async def test_a_chat_that_was_left_is_said_once_and_does_not_stop_the_others(tmp_path):
    """Its hash is gone with the session; also over several connections, and back when it is."""
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram) as desk:
        alpha, beta = telegram.world.add_chat("Alpha Calls"), telegram.world.add_chat("Beta")
        await signed_in(telegram, desk, followed(alpha.chat_id, "Alpha Calls"), followed(beta.chat_id, "Beta"))
        alpha.private, alpha.access_hash = True, 1
        desk.account._session._entities.clear()
        for number in range(3):
            telegram.drop()
            telegram.world.post(beta, str(number))
            await desk.reads(str(number))
        assert len(desk.sentences()) == 1
        assert "Alpha Calls can no longer be read" in desk.sentences()[0]
        alpha.private = False
        telegram.world.post(alpha, "back again")
        telegram.drop()
        await desk.reads("back again")


async def test_a_question_that_was_never_sent_fails_when_the_connection_is_lost(tmp_path):
    """Telethon forgets what it was asked while hanging up; waiting for the answer would leave calls unread."""
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram) as desk:
        alpha = telegram.world.add_chat("Alpha Calls")
        await signed_in(telegram, desk, followed(alpha.chat_id, "Alpha Calls"))
        line = desk.account.line
        line.client._sender._send_loop_handle.cancel()
        asked = asyncio.ensure_future(line.ask(line.client.get_me()))
        await until(lambda: line.client._sender._send_queue._deque)
        telegram.drop()
        with pytest.raises(ConnectionError, match="was closed"):
            await asyncio.wait_for(asked, 10)
        telegram.world.post(alpha, "BTC LONG 67500")
        await desk.reads("BTC LONG 67500")


async def test_a_flood_wait_is_told_and_kept(tmp_path):
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram, clock=ScaledClock(200)) as desk:
        alpha = telegram.world.add_chat("Alpha Calls")
        await signed_in(telegram, desk, followed(alpha.chat_id, "Alpha Calls"))
        telegram.flood("GetHistory", 120)
        telegram.drop()
        telegram.world.post(alpha, "late")
        await desk.reads("late")
        (told,) = [e for e in desk.events if isinstance(e, HealthChanged) and e.health is Health.STALE]
        assert "asked EchoTrade to wait 2 min" in told.detail
        assert told.retry_at is not None
        assert timedelta(seconds=120) < told.retry_at - told.at < timedelta(seconds=123)


async def test_after_a_sleep_of_the_machine_everything_is_looked_at_anew(tmp_path):
    """X14: the connection may be dead without a word."""
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram) as desk:
        alpha = telegram.world.add_chat("Alpha Calls")
        await signed_in(telegram, desk, followed(alpha.chat_id, "Alpha Calls"))
        telegram.quiet = True
        telegram.world.post(alpha, "while it slept")
        telegram.quiet = False
        before = telegram.connections
        desk.listener.woke()
        await desk.reads("while it slept")
        assert telegram.connections == before + 1


async def test_the_picker_shows_chats_with_members_pictures_and_who_writes(tmp_path):
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram) as desk:
        alpha = telegram.world.add_chat("Alpha\u202e Calls", username="alpha", members=4200, picture=True)
        room = telegram.world.add_chat("Room", Kind.GROUP, members=17)
        talk = telegram.world.add_chat("Boris", Kind.PERSON)
        anna, zed = telegram.world.add_person("Anna"), telegram.world.add_person("Zed")
        telegram.world.post(alpha, "hello", age=60)
        for sender in (anna, zed, anna):
            telegram.world.post(room, "hi", sender=sender)
        await signed_in(telegram, desk, followed(alpha.chat_id, "Alpha Calls"))
        dialogs = {dialog.chat_id: dialog for dialog in await desk.account.dialogs()}
        assert (dialogs[alpha.chat_id].title, dialogs[alpha.chat_id].members) == ("Alpha Calls", 4200)
        assert (dialogs[alpha.chat_id].followed, dialogs[room.chat_id].followed) == (True, False)
        assert [dialogs[chat.chat_id].kind for chat in (alpha, room, talk)] == [
            ChatKind.CHANNEL,
            ChatKind.GROUP,
            ChatKind.PERSON,
        ]
        assert next(iter(dialogs)) == room.chat_id
        assert await desk.account.icon(alpha.chat_id) == alpha.picture
        assert await desk.account.icon(room.chat_id) is None
        found = [(member.sender_id, member.name, member.posts) for member in await desk.account.members(room.chat_id)]
        assert found == [(anna.id, "Anna", 2), (zed.id, "Zed", 1)]


async def test_the_choice_of_chats_outlives_a_restart_and_ends_at_once(tmp_path):
    secrets = MemorySecrets()
    async with LoopbackTelegram() as telegram:
        alpha, beta = telegram.world.add_chat("Alpha Calls"), telegram.world.add_chat("Beta")
        both = [followed(alpha.chat_id, "Alpha Calls"), followed(beta.chat_id, "Beta")]
        async with joined(tmp_path, telegram, secrets) as desk:
            await signed_in(telegram, desk, *both)
        async with joined(tmp_path, telegram, secrets) as desk:
            assert list(desk.account.followed()) == both
            await desk.is_up()
            await desk.account.follow(both[:1])
            await until(lambda: desk.standing == "reading 1 chat")
            telegram.world.post(beta, "not followed any more")
            telegram.world.post(alpha, "followed")
            await desk.reads("followed")
            assert desk.texts == ["followed"]


async def test_a_bot_reads_by_number_what_it_may_not_ask_the_history_of(tmp_path):
    secrets = MemorySecrets()
    async with LoopbackTelegram() as telegram:
        telegram.world.add_bot("123456:right")
        alpha = telegram.world.add_chat("Alpha Calls")
        async with joined(tmp_path, telegram, secrets) as desk:
            await desk.account.consent()
            from tests.servers.telegram.app import KEY

            await desk.account.sign_in_bot(KEY, "123456:right")
            telegram.world.post(alpha, "makes the chat known to the bot")
            await until(lambda: desk.account.line.is_up)
            await until(lambda: bool(telegram.asked["GetStateRequest"]))
            dialogs = await desk.account.dialogs()
            assert [(dialog.chat_id, dialog.title) for dialog in dialogs] == [(alpha.chat_id, "Alpha Calls")]
            await desk.account.follow([followed(alpha.chat_id, "Alpha Calls")])
            await desk.is_up()
            telegram.world.post(alpha, "one")
            await desk.reads("one")
        for text in ("two", "three"):
            telegram.world.post(alpha, text)
        async with joined(tmp_path, telegram, secrets) as desk:
            await desk.reads("two", "three")


async def test_an_unusual_silence_is_told_by_the_channels_own_habit(tmp_path):
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram) as desk:
        alpha = telegram.world.add_chat("Alpha Calls")
        await signed_in(telegram, desk, followed(alpha.chat_id, "Alpha Calls"))
        for minutes in range(20, 0, -1):
            telegram.world.post(alpha, "call", age=minutes * 60)
        await until(lambda: len(desk.read) == 20)
        readers = list(desk.listener._readers.values())
        now = telegram.world.now()
        assert await unusual_silence(readers, now + timedelta(minutes=50)) is None
        told = await unusual_silence(readers, now + timedelta(hours=7))
        assert told == "Alpha Calls has been silent for 7 h, which is unusual"


async def test_a_listener_without_an_account_says_so():
    from echotrade_desktop.engine.adapters.telegram import TelegramSignalListener

    with pytest.raises(SourceUnavailable, match="No Telegram account"):
        await anext(TelegramSignalListener(["anna"]).messages())
