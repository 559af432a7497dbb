"""From a post on Telegram to a protected position: real engine, Telethon and ledger, real MTProto server."""

import os
from collections import Counter
from contextlib import asynccontextmanager
from decimal import Decimal

import pytest

from echotrade_desktop.engine.compose import Recipe, running
from echotrade_desktop.engine.domain.commands import ApproveSignal, SetTraderApproval
from echotrade_desktop.engine.domain.limits import ApprovalMode
from echotrade_desktop.engine.domain.messages import HealthChanged, MessageRead, Notice, SignalQueued
from echotrade_desktop.engine.domain.order import OrderPurpose
from echotrade_desktop.engine.domain.signal import SignalStatus
from echotrade_desktop.engine.domain.telegram import LoginStep
from tests.corpus import judge
from tests.servers.telegram import LoopbackTelegram
from tests.servers.telegram.app import KEY, PASSWORD, PHONE, MemorySecrets, followed, sign_in, telegram_recipe, until

EVERYTHING = 10_000
PARTS = 16  # of the corpus
IN_FULL = pytest.mark.skipif(not os.environ.get("ECHOTRADE_CAMPAIGNS"), reason="ECHOTRADE_CAMPAIGNS=1 plays it")


@asynccontextmanager
async def engine(folder, telegram, secrets=None, **more):
    """The engine on a profile, and everything it says."""
    recipe = telegram_recipe(secrets or MemorySecrets(), telegram.port, telegram.key_file(folder))
    async with running(Recipe(folder, telegram=recipe, **more)) as parts:
        events = []
        parts.outbox.subscribe(events.append)
        yield parts, events


def of(kind, events):
    return [event for event in events if isinstance(event, kind)]


def standing(events):
    return [event.detail for event in of(HealthChanged, events) if event.name == "telegram"][-1:]


async def follow(parts, events, telegram, *chats):
    """Agree, sign in by code and password, and read chats."""
    telegram.world.add_account(PHONE, password=PASSWORD)
    await sign_in(parts.telegram, telegram.logins.code)
    await parts.telegram.follow([followed(chat.chat_id, chat.title) for chat in chats])
    await until(lambda: (standing(events) or [""])[0].startswith("reading"), lambda: str(standing(events)))


def call_at_the_market(parts, symbol="BTC/USDT"):
    """A call that passes: at the price of now, its stop 3 % below."""
    price = parts.feed.get_current_price(symbol).price
    return f"{symbol.partition('/')[0]} LONG {price} SL {(price * Decimal('0.97')).quantize(Decimal('0.1'))}"


async def test_an_approved_call_becomes_a_protected_position(tmp_path):
    """F114, F116: through the same queue as any other call."""
    async with LoopbackTelegram() as telegram, engine(tmp_path, telegram) as (parts, events):
        alpha = telegram.world.add_chat("Alpha Calls")
        await follow(parts, events, telegram, alpha)
        await until(lambda: parts.feed.get_current_price("BTC/USDT") is not None)
        telegram.world.post(alpha, call_at_the_market(parts))
        await until(lambda: bool(of(SignalQueued, events)))
        (queued,) = [event.queued for event in of(SignalQueued, events)]
        assert (queued.status, queued.signal.trader_name) == (SignalStatus.PENDING, "Alpha Calls"), queued.blocking
        assert queued.sizing is not None
        parts.engine.submit(ApproveSignal(queued.signal.signal_id, queued.signal.version, queued.sizing.quantity))
        await until(lambda: bool(parts.desk.book.open_positions()))
        (position,) = parts.desk.book.open_positions()
        await until(lambda: bool(parts.desk.book.working(position.position_id, OrderPurpose.STOP)))


@pytest.mark.parametrize("part", [0, *(pytest.param(part, marks=IN_FULL) for part in range(1, PARTS))])
async def test_every_post_of_a_large_channel_is_in_the_log_once(tmp_path, part):
    """The whole corpus in sixteen parts; the first is played always, the others, a second or two each, on request."""
    async with LoopbackTelegram() as telegram, engine(tmp_path, telegram) as (parts, events):
        alpha = telegram.world.add_chat("Alpha Calls")
        await follow(parts, events, telegram, alpha)
        texts = [row["text"] for row in judge.messages()[part::PARTS]]
        posted = [telegram.world.post(alpha, text) for text in texts]
        await until(lambda: len(of(MessageRead, events)) >= len(texts), within=40)
        stored = await parts.ledger.read_messages(EVERYTHING)
        assert Counter(read.message.message_id for read in stored) == Counter(post.id for post in posted)
        kept = {read.message.message_id: read.message.text for read in stored}
        assert [kept[post.id] for post in posted] == texts
        assert parts.desk.book.message_kinds["entry"] > 10
        assert parts.desk.book.paused is None


async def test_a_call_that_comes_late_is_shown_and_never_traded(tmp_path):
    """X8: 0 orders, also from a trader who is followed automatically, also after a restart."""
    secrets = MemorySecrets()
    async with LoopbackTelegram() as telegram:
        alpha = telegram.world.add_chat("Alpha Calls")
        async with engine(tmp_path, telegram, secrets) as (parts, events):
            await follow(parts, events, telegram, alpha)
            await until(lambda: parts.feed.get_current_price("BTC/USDT") is not None)
            telegram.world.post(alpha, call_at_the_market(parts), age=61)
            await until(lambda: bool(of(SignalQueued, events)))
            trader = of(SignalQueued, events)[0].queued.signal.trader_id
            parts.engine.submit(SetTraderApproval(trader, ApprovalMode.AUTOMATIC, Decimal("0.1")))
            await parts.engine.settle()
        telegram.world.post(alpha, "ETH LONG market SL 1%", age=300)
        telegram.world.post(alpha, call_at_the_market(parts, "BNB/USDT"), age=90)
        async with engine(tmp_path, telegram, secrets) as (parts, events):
            await until(lambda: len(of(MessageRead, events)) == 2)
            await parts.engine.settle()
            assert parts.desk.book.orders == {}
            ages = [verdict.rule for event in of(SignalQueued, events) for verdict in event.queued.blocking]
            assert "Age when received" in ages


async def test_an_edit_and_a_deletion_on_telegram_reach_the_queue(tmp_path):
    """X6, X7: a pending call is replaced by its edit, and withdrawn with its message."""
    async with LoopbackTelegram() as telegram, engine(tmp_path, telegram) as (parts, events):
        alpha = telegram.world.add_chat("Alpha Calls")
        await follow(parts, events, telegram, alpha)
        await until(lambda: parts.feed.get_current_price("BTC/USDT") is not None)
        call = call_at_the_market(parts)
        post = telegram.world.post(alpha, call)
        telegram.world.edit(alpha, post.id, f"{call} TP 99000")
        telegram.world.edit(alpha, post.id, f"{call} TP 99500")
        telegram.world.delete(alpha, post.id)

        def stands():
            return [queued.status for queued in parts.desk.book.signals_of(alpha.chat_id, post.id)]

        await until(lambda: stands()[-1:] == [SignalStatus.WITHDRAWN], lambda: str(stands()))
        assert stands() == [SignalStatus.SUPERSEDED, SignalStatus.SUPERSEDED, SignalStatus.WITHDRAWN]
        versions = [read.message.edit_version for read in await parts.ledger.read_messages(9)]
        assert (min(versions), len(set(versions))) == (0, 4)


async def test_taking_the_consent_back_erases_the_words_if_wanted(tmp_path):
    async with LoopbackTelegram() as telegram, engine(tmp_path, telegram) as (parts, events):
        alpha = telegram.world.add_chat("Alpha Calls")
        await follow(parts, events, telegram, alpha)
        telegram.world.post(alpha, "the words of others")
        await until(lambda: bool(of(MessageRead, events)))
        await parts.telegram.revoke(keep_messages=False)
        (read,) = await parts.ledger.read_messages(9)
        assert (read.message.text, parts.telegram.state.step) == ("", LoginStep.NO_CONSENT)
        assert b"the words of others" not in b"".join(path.read_bytes() for path in tmp_path.glob("*.db*"))


async def test_an_app_that_was_never_told_to_says_nothing_of_telegram(tmp_path):
    """No connection, no health, no notice; the account waits for the user."""
    async with LoopbackTelegram() as telegram, engine(tmp_path, telegram) as (parts, events):
        await until(lambda: parts.feed.get_current_price("BTC/USDT") is not None)
        assert (telegram.connections, standing(events), of(Notice, events)) == (0, [], [])
        assert parts.telegram.state.step is LoginStep.NO_CONSENT
        assert KEY.api_hash not in str(parts.telegram.state)
