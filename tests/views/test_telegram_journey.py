"""The whole way, nothing faked: the window, the engine, Telethon, a Telegram server on loopback, a sealed vault."""

import asyncio
import json
import traceback
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from echotrade_desktop.engine.adapters.telegram.secrets_kept import SESSION
from echotrade_desktop.engine.domain.position import ProtectionStatus
from echotrade_desktop.engine.domain.telegram import LoginStep
from echotrade_desktop.late_vault import vault_of
from echotrade_desktop.logs import install
from echotrade_desktop.views.telegram.login import QR
from echotrade_desktop.views.widgets.controls import KeyButton
from tests.servers.telegram import LoopbackTelegram
from tests.servers.telegram.world import Kind
from tests.views.stage import until
from tests.views.telegram_stage import API_HASH, CALL, PASSPHRASE, PASSWORD, PHONE, play

CORPUS = Path(__file__).parents[1] / "corpus" / "first.jsonl"

pytestmark = pytest.mark.usefixtures("quick_vault")


async def test_from_consent_through_code_and_password_to_a_protected_position(profile):
    telegram = LoopbackTelegram()
    telegram.world.add_account(PHONE, password=PASSWORD)
    calls = telegram.world.add_chat("Alpha Calls", username="alpha")
    telegram.world.add_chat("Another room", Kind.GROUP)

    async def act(stage):
        assert telegram.connections == 0, "nothing may be connected before the user has agreed"
        await stage.sign_in_by_code()
        assert stage.page.account.text() == "Nora Stern"
        await stage.follow(calls)
        telegram.world.post(calls, "good morning everyone")
        stage.market.tick("BTC/USDT")  # a price that is old by now would block the call
        telegram.world.post(calls, CALL)
        panel = stage.window.approvals
        await until(lambda: panel.selected in panel.cards and panel.cards[panel.selected].armed)
        stage.page.close()
        stage.window.activateWindow()
        await until(stage.window.isActiveWindow)
        stage.market.tick("BTC/USDT")
        await stage.parts.engine.settle()
        QTest.keyClick(panel, Qt.Key.Key_A)
        await until(stage.parts.desk.book.open_positions)
        await stage.parts.engine.settle()
        position = stage.parts.desk.book.open_positions()[0]
        await until(lambda: stage.parts.dashboard.get_open_positions()[0].protection is ProtectionStatus.PROTECTED)
        assert position.symbol == "BTC/USDT"
        assert position.trader_name == "Alpha Calls"
        assert [m.message_id for m in await stage.parts.ledger.chat_messages(calls.chat_id, 10)] == [2, 1]

    await play(profile, act, telegram)


async def test_a_phone_that_scans_the_drawn_code_signs_in(profile):
    telegram = LoopbackTelegram()
    account = telegram.world.add_account(PHONE)
    calls = telegram.world.add_chat("Alpha Calls")

    async def act(stage):
        await stage.agree()
        stage.page.login.ways.choose(QR)
        stage.fill_key()
        stage.page.login.do.click()
        await stage.shows(stage.page.qr)
        await until(lambda: stage.page.qr.code.rows)
        assert telegram.scan(stage.parts.telegram.state.qr_url, account)
        await stage.shows(stage.page.channels)
        await stage.follow(calls)
        telegram.world.post(calls, CALL)
        await until(lambda: stage.window.approvals.cards)

    await play(profile, act, telegram)


async def test_a_channel_posts_in_every_style_and_each_message_is_in_the_log_once(profile):
    telegram = LoopbackTelegram()
    telegram.world.add_account(PHONE, password=PASSWORD)
    calls = telegram.world.add_chat("Alpha Calls")
    texts = [json.loads(line)["text"] for line in CORPUS.read_text("utf-8").splitlines()]

    async def act(stage):
        await stage.sign_in_by_code()
        await stage.follow(calls)
        posted = [telegram.world.post(calls, text).id for text in texts]
        ledger, chat = stage.parts.ledger, calls.chat_id
        while await ledger.high_water(chat) != posted[-1]:
            await asyncio.sleep(0.01)
        await stage.parts.engine.settle()
        stored = await ledger.chat_messages(chat, 2 * len(texts))
        assert [message.message_id for message in stored] == posted[::-1]
        assert [message.text for message in stored] == texts[::-1]
        counts = stage.parts.dashboard.message_counts()
        assert counts.messages == len(texts)
        assert counts.entries > 20

    await play(profile, act, telegram)


async def test_a_wrong_code_a_flood_and_a_number_nobody_has_are_each_said(profile):
    telegram = LoopbackTelegram()
    telegram.world.add_account(PHONE, password=PASSWORD)

    async def act(stage):
        await stage.agree()
        page = stage.page
        QTest.keyClicks(page.login.phone.line, PHONE)
        stage.fill_key()
        telegram.flood("SendCode", 1)
        page.login.do.click()
        await until(lambda: page.login.phone.problem)
        assert "wait" in page.login.phone.problem
        assert page.login.do.text().startswith("Again in 0:0")
        await until(page.login.do.isEnabled)
        page.login.do.click()
        await stage.shows(page.code)
        QTest.keyClicks(page.code.field.line, "11111")
        page.code.do.click()
        await until(lambda: page.code.field.problem)
        assert "not the code" in page.code.field.problem
        page.code.restart.click()
        await stage.shows(page.login)
        page.login.phone.line.setText("+4915100000000")
        page.login.do.click()
        await stage.shows(page.code)
        QTest.keyClicks(page.code.field.line, telegram.logins.code)
        page.code.do.click()
        await stage.shows(page.login)
        assert "no Telegram account" in page.login.phone.problem

    await play(profile, act, telegram)


async def test_revoking_signs_out_erases_and_connects_no_more(profile):
    telegram = LoopbackTelegram()
    account = telegram.world.add_account(PHONE, password=PASSWORD)
    calls = telegram.world.add_chat("Alpha Calls")

    async def act(stage):
        await stage.sign_in_by_code()
        await stage.follow(calls)
        telegram.world.post(calls, CALL)
        await until(lambda: stage.window.approvals.cards)
        question = stage.page.ask_to_revoke()
        question.erase.click()
        question.yes.click()
        await stage.shows(stage.page.consent)
        assert telegram.signed_in(account) == 0
        assert await stage.vault.get(SESSION) is None
        assert (await stage.parts.ledger.chat_messages(calls.chat_id, 10))[0].text == ""
        before = telegram.connections
        telegram.world.post(calls, CALL)
        await asyncio.sleep(0)
        assert telegram.connections == before

    await play(profile, act, telegram)


async def test_a_session_is_taken_up_again_after_a_restart_with_the_passphrase_alone(profile):
    telegram = LoopbackTelegram()
    telegram.world.add_account(PHONE, password=PASSWORD)
    calls = telegram.world.add_chat("Alpha Calls")

    async def first(stage):
        await stage.sign_in_by_code()
        await stage.follow(calls)

    async def again(stage):
        stage.window.telegram.open()
        box = stage.page.vault.box
        await until(box.first.isVisible)
        assert not box.again.isVisible()
        QTest.keyClicks(box.first.line, PASSPHRASE)
        QTest.keyClick(box.first.line, Qt.Key.Key_Return)
        await stage.shows(stage.page.channels)
        await stage.reads()
        telegram.world.post(calls, CALL)
        await until(lambda: stage.window.approvals.cards)

    await play(profile, first, telegram)
    vault_of.cache_clear()  # what the app knows of the vault ends with its process
    await play(profile, again, telegram)


async def test_a_session_that_is_ended_elsewhere_shows_what_to_do(profile):
    telegram = LoopbackTelegram()
    account = telegram.world.add_account(PHONE, password=PASSWORD)
    calls = telegram.world.add_chat("Alpha Calls")

    async def act(stage):
        await stage.sign_in_by_code()
        await stage.follow(calls)
        telegram.used_elsewhere(account)
        telegram.drop()
        await stage.shows(stage.page.login)
        assert "two places" in stage.page.login.phone.problem
        await until(lambda: "sign in" in stage.window.status.items["telegram"].toolTip())

    await play(profile, act, telegram)


async def test_a_computer_without_a_keyring_asks_for_a_passphrase_that_is_typed_twice(profile):
    async def act(stage):
        stage.window.telegram.open()
        await stage.shows(stage.page.consent)
        stage.page.consent.agree.click()
        box = stage.page.vault.box
        await until(box.again.isVisible)
        QTest.keyClicks(box.first.line, PASSPHRASE)
        QTest.keyClicks(box.again.line, "something else")
        box.do.click()
        assert box.again.problem
        assert stage.telegram.connections == 0
        assert not (profile / "vault.sealed").exists()

    await play(profile, act, LoopbackTelegram())


async def test_nothing_that_was_typed_is_in_any_file_log_or_traceback(profile):
    telegram = LoopbackTelegram()
    telegram.world.add_account(PHONE, password=PASSWORD)
    calls = telegram.world.add_chat("Alpha Calls")
    logs = install(profile, "DEBUG")
    seen = []

    async def act(stage):
        await stage.sign_in_by_code()
        await stage.follow(calls)
        telegram.world.post(calls, CALL)
        await until(lambda: stage.window.approvals.cards)
        seen.append(await stage.vault.get(SESSION))
        seen.extend(fault_in(stage))

    try:
        await play(profile, act, telegram)
    finally:
        logs.close()
    session, *told = seen
    assert session
    secrets = [PHONE, PHONE.lstrip("+"), PASSWORD, PASSPHRASE, API_HASH, telegram.logins.code, session]
    files = [path for path in profile.rglob("*") if path.is_file()]
    assert {"paper.db", "vault.sealed", "echotrade.log"} <= {path.name for path in files}
    for path in files:
        content = path.read_bytes()
        for secret in secrets:
            assert secret.encode() not in content, path.name
    for secret in secrets:
        assert not any(secret in words for words in told)


def fault_in(stage):
    """What a fault would show of the account: its words, and a traceback through a question that fails."""
    yield repr(stage.parts.telegram.state)
    yield repr(stage.page.state)
    try:
        raise RuntimeError(repr((stage.parts.telegram.state, stage.parts.telegram.followed())))
    except RuntimeError:
        yield traceback.format_exc()


async def test_before_consent_no_step_is_more_than_words(profile):
    telegram = LoopbackTelegram()
    telegram.world.add_account(PHONE, password=PASSWORD)

    async def act(stage):
        stage.window.telegram.open()
        await stage.shows(stage.page.consent)
        failed = []
        stage.bridge.events.unanswered.connect(lambda _, why: failed.append(why))
        stage.bridge.ask("telegram_dialogs")
        await until(lambda: failed)
        assert telegram.connections == 0
        assert stage.parts.telegram.state.step is LoginStep.NO_CONSENT

    await play(profile, act, telegram)


async def test_the_sources_section_of_the_rules_leads_to_the_channels(profile):
    async def act(stage):
        stage.window.open_rules("Sources")
        ways = [
            button for button in stage.window.rules.findChildren(KeyButton) if button.text() == "Telegram channels…"
        ]
        ways[0].click()
        await stage.shows(stage.page.consent)

    await play(profile, act, LoopbackTelegram())
