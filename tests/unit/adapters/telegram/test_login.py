"""Ways into the account, against a real MTProto server: each failure has its own sentence and way on."""

import logging
import socket
from datetime import timedelta
from types import SimpleNamespace

import pytest

from echotrade_desktop.engine.adapters.telegram.line import Line
from echotrade_desktop.engine.domain.errors import BadInput, SourceUnavailable
from echotrade_desktop.engine.domain.telegram import AppKey, FollowedChat, LoginStep
from echotrade_desktop.engine.runtime import ScaledClock
from echotrade_desktop.logs import install
from tests.servers.telegram import LoopbackTelegram
from tests.servers.telegram.app import KEY, PASSWORD, PHONE, MemorySecrets, joined, sign_in, until

NO_CODE = "11111"


@pytest.fixture
def connections(monkeypatch):
    """Every address that anything connects to."""
    made = []
    for name in ("connect", "connect_ex"):
        real = getattr(socket.socket, name)

        def connect(self, address, real=real):
            if self.family == socket.AF_INET:
                made.append(address)
            return real(self, address)

        monkeypatch.setattr(socket.socket, name, connect)
    return made


async def test_nothing_is_connected_before_the_user_has_agreed(tmp_path, connections):
    """F115: 0 connections, whatever is asked; the user is told why."""
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram) as desk:
        account = desk.account
        assert account.state.step is LoginStep.NO_CONSENT
        for work in (
            account.send_code(KEY, PHONE),
            account.show_qr(KEY),
            account.sign_in_bot(KEY, "1:x"),
            account.dialogs(),
            account.icon(-1),
            account.members(-1),
            account.follow([FollowedChat(-1, "Alpha")]),
        ):
            with pytest.raises(BadInput):
                await work
        assert account.state.step is LoginStep.NO_CONSENT
        assert (connections, telegram.connections) == ([], 0)
        assert desk.events == []


async def test_the_consent_is_kept_with_its_time(tmp_path):
    async with LoopbackTelegram() as telegram:
        async with joined(tmp_path, telegram) as desk:
            await desk.account.consent()
            agreed = desk.account.choices.now.consent
        async with joined(tmp_path, telegram) as desk:
            assert desk.account.choices.now.consent == agreed is not None
            assert desk.account.state.step is LoginStep.SIGNED_OUT


async def test_code_and_password_lead_in_and_mistakes_are_told(tmp_path):
    """F116: a wrong code and a wrong password can be tried again, each with its own sentence."""
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram) as desk:
        telegram.world.add_account(PHONE, password=PASSWORD)
        account, states = desk.account, []
        account.subscribe(states.append)
        await account.consent()
        await account.send_code(KEY, f" {PHONE} ")
        assert account.state.code_goes_to == "the Telegram app on your other devices"
        with pytest.raises(BadInput, match="not the code Telegram sent"):
            await account.enter_code(NO_CODE)
        assert account.state.step is LoginStep.CODE_SENT
        await account.enter_code(f"{telegram.logins.code[:2]} {telegram.logins.code[2:]}")
        assert (account.state.step, account.state.password_hint) == (LoginStep.PASSWORD_NEEDED, "first pet")
        with pytest.raises(BadInput, match="not the password of your two-step verification"):
            await account.enter_password("wrong")
        assert account.state.step is LoginStep.PASSWORD_NEEDED
        await account.enter_password(PASSWORD)
        assert (account.state.step, account.state.account, account.state.problem) == (
            LoginStep.SIGNED_IN,
            "Nora Stern",
            None,
        )
        assert states[-1] == account.state
        assert PHONE not in str(states)


async def test_a_code_that_came_too_late_begins_the_login_anew(tmp_path):
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram) as desk:
        telegram.world.add_account(PHONE)
        await desk.account.consent()
        await desk.account.send_code(KEY, PHONE)
        telegram.logins.code_expired = True
        with pytest.raises(BadInput, match="The code has expired"):
            await desk.account.enter_code(telegram.logins.code)
        assert desk.account.state.step is LoginStep.SIGNED_OUT
        await desk.account.send_code(KEY, PHONE)
        await desk.account.enter_code(telegram.logins.code)
        assert desk.account.state.step is LoginStep.SIGNED_IN


@pytest.mark.parametrize(
    ("phone", "key", "sentence"),
    [
        ("12", KEY, "no phone number Telegram knows"),
        ("+4900000001", KEY, "no Telegram account with this number"),
        ("+4900000002", KEY, "has banned this number"),
        (PHONE, AppKey(1, "x"), "does not know this api_id"),
        (PHONE, AppKey(0, ""), "needs an api_id"),
    ],
)
async def test_a_login_that_cannot_be_is_refused_with_its_own_sentence(tmp_path, phone, key, sentence):
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram) as desk:
        telegram.world.add_account(PHONE)
        telegram.world.add_account("+4900000002").phone_banned = True
        await desk.account.consent()

        async def try_it():
            await desk.account.send_code(key, phone)
            await desk.account.enter_code(telegram.logins.code)

        with pytest.raises(BadInput, match=sentence):
            await try_it()
        assert desk.account.state.step is LoginStep.SIGNED_OUT


async def test_a_flood_wait_is_told_with_its_end(tmp_path):
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram) as desk:
        telegram.world.add_account(PHONE)
        await desk.account.consent()
        telegram.flood("SendCode", 90)
        with pytest.raises(BadInput, match="wait 90 s"):
            await desk.account.send_code(KEY, PHONE)
        state = desk.account.state
        assert state.until is not None
        assert timedelta(seconds=80) < state.until - telegram.world.now() < timedelta(seconds=95)


async def test_an_unreachable_telegram_is_told(tmp_path):
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram) as desk:
        await desk.account.consent()
        await telegram.stop()
        with pytest.raises(BadInput, match="could not be reached"):
            await desk.account.send_code(KEY, PHONE)


async def test_a_qr_code_is_renewed_before_it_ends_and_leads_in(tmp_path):
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram, clock=ScaledClock(100)) as desk:
        nora = telegram.world.add_account(PHONE)
        telegram.world.now = desk.account._clock.now
        await desk.account.consent()
        await desk.account.show_qr(KEY)
        first = desk.account.state
        assert first.step is LoginStep.QR_SHOWN
        await until(lambda: desk.account.state.qr_url != first.qr_url)
        assert desk.account._clock.now() < first.until
        await until(lambda: telegram.scan(desk.account.state.qr_url, nora))
        await until(lambda: desk.account.state.step is LoginStep.SIGNED_IN)
        assert not telegram.scan(first.qr_url, nora)


async def test_a_scanned_qr_code_may_ask_for_the_password_too(tmp_path):
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram) as desk:
        nora = telegram.world.add_account(PHONE, password=PASSWORD)
        await desk.account.consent()
        await desk.account.show_qr(KEY)
        assert telegram.scan(desk.account.state.qr_url, nora)
        await until(lambda: desk.account.state.step is LoginStep.PASSWORD_NEEDED)
        await desk.account.enter_password(PASSWORD)
        assert desk.account.state.step is LoginStep.SIGNED_IN


async def test_a_login_that_is_given_up_leaves_nothing(tmp_path):
    secrets = MemorySecrets()
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram, secrets) as desk:
        await desk.account.consent()
        await desk.account.show_qr(KEY)
        await desk.account.cancel_login()
        assert desk.account.state.step is LoginStep.SIGNED_OUT
        assert not desk.account.line.is_up
        with pytest.raises(BadInput, match="No login has begun"):
            await desk.account.enter_code("1")
    assert secrets.kept == {}


async def test_a_bot_signs_in_with_its_token(tmp_path):
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram) as desk:
        telegram.world.add_bot("123456:right")
        await desk.account.consent()
        with pytest.raises(BadInput, match="no bot with this token"):
            await desk.account.sign_in_bot(KEY, "123456:wrong")
        await desk.account.sign_in_bot(KEY, " 123456:right ")
        assert (desk.account.state.step, desk.account.state.account) == (LoginStep.SIGNED_IN, "Reader")


async def test_without_a_vault_there_is_no_session(tmp_path):
    """What cannot be kept is not begun: the session is ended at Telegram too."""
    secrets = MemorySecrets()
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram, secrets) as desk:
        nora = telegram.world.add_account(PHONE)
        await desk.account.consent()
        await until(lambda: desk.account._opened)
        secrets.locked = True
        await desk.account.send_code(KEY, PHONE)
        with pytest.raises(BadInput, match="nothing was kept"):
            await desk.account.enter_code(telegram.logins.code)
        assert telegram.signed_in(nora) == 0
        assert desk.account.state.step is LoginStep.SIGNED_OUT


async def test_the_session_outlives_a_restart_and_a_locked_vault(tmp_path):
    secrets = MemorySecrets()
    async with LoopbackTelegram() as telegram:
        telegram.world.add_account(PHONE, password=PASSWORD)
        async with joined(tmp_path, telegram, secrets) as desk:
            await sign_in(desk.account, telegram.logins.code)
        asked = telegram.asked["SendCodeRequest"]
        secrets.locked = True
        async with joined(tmp_path, telegram, secrets, clock=ScaledClock(100)) as desk:
            await until(lambda: desk.account.state.problem is not None)
            assert "The vault is locked" in desk.account.state.problem
            secrets.locked = False
            await until(lambda: desk.account.state.step is LoginStep.SIGNED_IN)
            assert await desk.account.dialogs() == ()
        assert telegram.asked["SendCodeRequest"] == asked


async def test_a_damaged_session_asks_for_a_new_login(tmp_path):
    secrets = MemorySecrets()
    async with LoopbackTelegram() as telegram:
        telegram.world.add_account(PHONE)
        async with joined(tmp_path, telegram, secrets) as desk:
            await sign_in(desk.account, telegram.logins.code)
        secrets.kept["telegram-session"] = secrets.kept["telegram-session"][:-20]
        async with joined(tmp_path, telegram, secrets) as desk:
            await until(lambda: desk.account.state.problem is not None)
            assert "damaged. Sign in again" in desk.account.state.problem


@pytest.mark.parametrize(
    ("message", "code", "sentence"),
    [
        ("AUTH_KEY_UNREGISTERED", 401, "was signed out of Telegram"),
        ("SESSION_REVOKED", 401, "You ended EchoTrade's session"),
        ("USER_DEACTIVATED_BAN", 401, "has banned this account"),
        ("AUTH_KEY_DUPLICATED", 406, "used at two places at once"),
    ],
)
async def test_a_session_that_was_ended_is_told_and_not_fought_for(tmp_path, message, code, sentence):
    secrets = MemorySecrets()
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram, secrets) as desk:
        nora = telegram.world.add_account(PHONE)
        chat = telegram.world.add_chat("Alpha Calls")
        await sign_in(desk.account, telegram.logins.code)
        await desk.account.follow([FollowedChat(chat.chat_id, "Alpha Calls")])
        await desk.is_up()
        telegram.end_sessions(nora, message, code)
        telegram.deaf_to.update(("GetDifference", "GetChannelDifference"))  # ours is to hear of it first
        telegram.drop()
        await until(lambda: desk.account.state.step is LoginStep.SIGNED_OUT)
        assert sentence in desk.account.state.problem
        assert sentence in desk.standing
        assert secrets.kept == {}
        before = telegram.connections
        telegram.world.post(chat, "nobody reads this")
        await until(lambda: not desk.account.line.is_up)
        assert telegram.connections == before


def test_what_telethon_was_refused_before_us_is_why_our_request_failed():
    line = Line(lambda: True, None)
    lost, refused = ConnectionError("Cannot send requests while disconnected"), RuntimeError("SESSION_REVOKED")
    assert line.why_failed(lost) is lost
    line.client = SimpleNamespace(_updates_error=refused)
    assert line.why_failed(lost) is refused
    assert line.why_failed(SourceUnavailable("The connection to Telegram was lost.")) is refused
    assert line.why_failed(own := ValueError("another")) is own


@pytest.mark.parametrize("keep", [True, False])
async def test_taking_the_consent_back_signs_out_and_leaves_no_connection(tmp_path, connections, keep):
    """F115: 0 connections from then on, no session anywhere; the words of messages as the user chose."""
    secrets = MemorySecrets()
    async with LoopbackTelegram() as telegram:
        nora = telegram.world.add_account(PHONE)
        chat = telegram.world.add_chat("Alpha Calls")
        async with joined(tmp_path, telegram, secrets) as desk:
            await sign_in(desk.account, telegram.logins.code)
            await desk.account.follow([FollowedChat(chat.chat_id, "Alpha Calls")])
            await desk.is_up()
            await desk.account.revoke(keep)
            assert (desk.account.state.step, desk.account.state.problem) == (LoginStep.NO_CONSENT, None)
            assert telegram.signed_in(nora) == 0
            assert (secrets.kept, desk.account.followed(), bool(desk.erased)) == ({}, (), not keep)
            made = len(connections)
            for work in (desk.account.send_code(KEY, PHONE), desk.account.dialogs()):
                with pytest.raises(BadInput):
                    await work
            await until(lambda: desk.standing == "no consent")
        async with joined(tmp_path, telegram, secrets) as desk:
            assert desk.account.state.step is LoginStep.NO_CONSENT
        assert len(connections) == made


async def test_a_revoked_session_that_telegram_could_not_be_told_of_says_so(tmp_path):
    async with LoopbackTelegram() as telegram, joined(tmp_path, telegram) as desk:
        telegram.world.add_account(PHONE)
        await sign_in(desk.account, telegram.logins.code)
        await telegram.stop()
        await until(lambda: not desk.account.line.is_up)
        await desk.account.revoke(keep_messages=True)
        assert "could not be reached to end the session" in desk.account.state.problem
        assert desk.account.state.step is LoginStep.NO_CONSENT


async def test_no_secret_reaches_a_file_a_log_or_a_sentence(tmp_path):
    """Canaries in number, code, password, key and session; logging at DEBUG, with everything going wrong on the way."""
    phone, code, password = "+499170828361", "90817263", "canary-of-the-password"
    key = AppKey(8172635, "0123456789abcdef0123456789abcdef")
    secrets, told = MemorySecrets(), []
    logs = install(tmp_path)
    logging.getLogger().setLevel(logging.DEBUG)
    try:
        async with LoopbackTelegram() as telegram, joined(tmp_path, telegram, secrets) as desk:
            telegram.logins.code = code
            telegram.world.add_account(phone, password=password)
            desk.account.subscribe(lambda state: told.append(str(state)))
            await desk.account.consent()
            for work in (
                lambda: desk.account.send_code(key, phone),
                lambda: desk.account.enter_code(NO_CODE),
                lambda: desk.account.enter_code(code),
                lambda: desk.account.enter_password("canary-of-the-password-mistyped"),
                lambda: desk.account.enter_password(password),
            ):
                try:
                    await work()
                except BadInput as refusal:
                    logging.getLogger("test").exception("a step of the login")
                    told.append(str(refusal))
            await desk.account.dialogs()
            session = secrets.kept["telegram-session"]
            telegram.drop()
    finally:
        logging.getLogger().setLevel(logging.WARNING)
        logs.close()
    written = b"\n".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"a step of the login" in written
    everything = written + "\n".join(told).encode()
    for canary in (phone[1:], code, password, key.api_hash, session[20:60], *session.split('"')[-2:]):
        assert len(canary) < 4 or canary.encode() not in everything
