"""Consent and the ways into an account, in the real window over a scripted account, by keyboard."""

import asyncio
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from echotrade_desktop.engine.domain.live import VaultView
from echotrade_desktop.engine.domain.telegram import AppKey, LoginStep
from echotrade_desktop.views.telegram.login import BOT, QR
from echotrade_desktop.views.telegram.window import TelegramWindow, agreed_words
from tests.views.fakes import NOON
from tests.views.fakes_telegram import CODE, KEY, PASSPHRASE, PASSWORD, PHONE, TOKEN, FakeAccount, Place
from tests.views.stage import until


@pytest.fixture
def opened():
    """Open windows of an account that close at the end of the test."""
    windows = []

    def build(place, vault_open=True):
        window = TelegramWindow(place.bridge)
        window.vault.is_open = vault_open  # as after the first look
        windows.append(window)
        window.open_here()
        return window

    yield build
    for window in windows:
        window.close()
        window.deleteLater()


def type_into(field, text):
    field.line.setFocus()
    QTest.keyClicks(field.line, text)


def fill_key(window):
    type_into(window.login.api_id, str(KEY.api_id))
    type_into(window.login.api_hash, KEY.api_hash)


async def begin_by_phone(window, place):
    type_into(window.login.phone, "+44 7700 900123")
    fill_key(window)
    QTest.keyClick(window.login.api_hash.line, Qt.Key.Key_Return)
    await place.settle()


async def test_nothing_is_asked_of_telegram_before_the_user_agrees(opened):
    place = Place(FakeAccount())
    window = opened(place)
    await place.settle()
    assert window.stack.currentWidget() is window.consent
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
    assert place.account.acts == []


async def test_enter_agrees_to_nothing_unless_the_button_has_the_keyboard(opened):
    place = Place(FakeAccount())
    window = opened(place)
    QTest.keyClick(window, Qt.Key.Key_Return)
    await place.settle()
    assert place.account.acts == []
    window.consent.agree.setFocus()
    QTest.keyClick(window.consent.agree, Qt.Key.Key_Return)
    await place.settle()
    assert place.account.verbs() == ["consent"]
    assert window.stack.currentWidget() is window.login


async def test_a_consent_that_cannot_be_written_down_is_none(opened):
    place = Place(FakeAccount())
    place.account.refusals["consent"] = "The disk is full; nothing was connected. Make room and agree again."
    window = opened(place)
    window.consent.agree.click()
    await place.settle()
    assert window.stack.currentWidget() is window.consent
    assert "disk is full" in window.consent.problem.text()
    assert window.consent.agree.isEnabled()


async def test_phone_code_and_password_lead_in_by_keyboard_alone(opened):
    place = Place(FakeAccount(LoginStep.SIGNED_OUT))
    window = opened(place)
    assert window.focusWidget() is window.login.phone.line
    await begin_by_phone(window, place)
    assert place.account.acts[-1] == ("send_code", KEY, PHONE)
    assert "the Telegram app" in window.code.about.text()
    assert window.focusWidget() is window.code.field.line
    QTest.keyClicks(window.code.field.line, "4 81-51")
    QTest.keyClick(window.code.field.line, Qt.Key.Key_Return)
    await place.settle()
    assert place.account.acts[-1] == ("enter_code", CODE)
    assert "the usual one" in window.password.about.text()
    assert window.focusWidget() is window.password.field.line
    QTest.keyClicks(window.password.field.line, PASSWORD)
    QTest.keyClick(window.password.field.line, Qt.Key.Key_Return)
    await place.settle()
    assert window.stack.currentWidget() is window.channels
    assert window.account.text() == "Ada Reader"


async def test_after_signing_in_no_field_and_no_clipboard_holds_a_secret(opened):
    place = Place(FakeAccount(LoginStep.SIGNED_OUT))
    window = opened(place)
    QGuiApplication.clipboard().setText(KEY.api_hash)
    window.login.api_hash.line.paste()
    type_into(window.login.phone, PHONE)
    type_into(window.login.api_id, str(KEY.api_id))
    window.login.do.click()
    await place.settle()
    type_into(window.code.field, CODE)
    window.code.do.click()
    await place.settle()
    type_into(window.password.field, PASSWORD)
    window.password.do.click()
    await place.settle()
    lines = window.findChildren(QLineEdit)
    left = " ".join(line.text() for line in lines)
    for line in lines:
        line.undo()
    left += " ".join(line.text() for line in lines)
    assert not any(secret in left for secret in (KEY.api_hash, str(KEY.api_id), PHONE, CODE, PASSWORD))
    assert QGuiApplication.clipboard().text() == ""


async def test_what_somebody_else_put_on_the_clipboard_stays(opened):
    place = Place(FakeAccount(LoginStep.PASSWORD_NEEDED))
    window = opened(place)
    QGuiApplication.clipboard().setText("a shopping list")
    type_into(window.password.field, PASSWORD)
    window.password.do.click()
    await place.settle()
    assert QGuiApplication.clipboard().text() == "a shopping list"


async def test_a_secret_is_masked_and_cannot_be_copied_even_when_it_is_shown(opened):
    place = Place(FakeAccount(LoginStep.PASSWORD_NEEDED))
    window = opened(place)
    field = window.password.field
    type_into(field, PASSWORD)
    assert field.line.echoMode() is QLineEdit.EchoMode.Password
    field.reveal.click()
    assert field.line.displayText() == PASSWORD
    QGuiApplication.clipboard().setText("before")
    field.line.selectAll()
    QTest.keySequence(field.line, QKeySequence.StandardKey.Copy)
    QTest.keySequence(field.line, QKeySequence.StandardKey.Cut)
    assert QGuiApplication.clipboard().text() == "before"
    assert not field.line.hasSelectedText()
    assert field.line.text() == PASSWORD
    field.forget()
    assert field.line.echoMode() is QLineEdit.EchoMode.Password


async def test_a_wrong_code_is_said_beside_its_field_and_can_be_typed_again(opened):
    place = Place(FakeAccount(LoginStep.SIGNED_OUT))
    window = opened(place)
    await begin_by_phone(window, place)
    type_into(window.code.field, "11111")
    window.code.do.click()
    await place.settle()
    assert window.code.field.problem == "That is not the code Telegram sent."
    assert window.code.field.text() == ""
    assert window.focusWidget() is window.code.field.line
    type_into(window.code.field, CODE)
    assert window.code.field.problem == ""
    window.code.do.click()
    await place.settle()
    assert window.stack.currentWidget() is window.password


async def test_a_wrong_password_is_said_beside_its_field(opened):
    place = Place(FakeAccount(LoginStep.PASSWORD_NEEDED))
    window = opened(place)
    type_into(window.password.field, "wrong")
    window.password.do.click()
    await place.settle()
    assert window.password.field.problem == "That is not the password."
    assert window.stack.currentWidget() is window.password


async def test_a_new_code_can_be_wanted_for_the_same_number(opened):
    place = Place(FakeAccount(LoginStep.SIGNED_OUT))
    window = opened(place)
    await begin_by_phone(window, place)
    window.code.resend.click()
    await place.settle()
    assert [act for act in place.account.acts if act[0] == "send_code"] == [("send_code", KEY, PHONE)] * 2


async def test_a_flood_wait_counts_down_and_the_button_comes_back(opened):
    place = Place(FakeAccount(LoginStep.SIGNED_OUT))
    account = place.account
    account.refusals["send_code"] = "Telegram asks you to wait. No code was sent."
    account.waits["send_code"] = timedelta(seconds=75)
    window = opened(place)
    await begin_by_phone(window, place)
    assert "wait" in window.login.phone.problem
    assert not window.login.do.isEnabled()
    place.clock.jump(15)
    window._show_time()
    assert window.login.do.text() == "Again in 1:00"
    window.login.go()
    assert account.verbs().count("send_code") == 1
    place.clock.jump(59.8)
    window._show_time()
    assert window.login.do.text() == "Again in 0:01"
    place.clock.jump(0.4)
    window._show_time()
    assert window.login.do.text() == "Send the code"
    assert window.login.do.isEnabled()
    assert not window._ticks.isActive()


async def test_a_failure_that_the_state_does_not_tell_of_is_said_all_the_same(opened):
    place = Place(FakeAccount(LoginStep.CODE_SENT))

    async def unreachable(code):
        raise place_error()

    place.account.enter_code = unreachable
    place = Place(place.account)
    window = opened(place)
    type_into(window.code.field, CODE)
    window.code.do.click()
    await place.settle()
    assert window.code.field.problem == "Telegram cannot be reached. Nothing was sent; try again."
    assert window.code.do.isEnabled()


def place_error():
    from echotrade_desktop.engine.domain.errors import SourceUnavailable

    return SourceUnavailable("Telegram cannot be reached. Nothing was sent; try again.")


@pytest.mark.parametrize("typed", ["", "07700 900123", "+44 77x", "+12"])
async def test_a_number_without_its_country_code_is_not_sent(opened, typed):
    place = Place(FakeAccount(LoginStep.SIGNED_OUT))
    window = opened(place)
    type_into(window.login.phone, typed)
    fill_key(window)
    window.login.do.click()
    await place.settle()
    assert "country code" in window.login.phone.problem
    assert place.account.acts == []


@pytest.mark.parametrize(
    ("number", "secret", "wrong"), [("12ab", KEY.api_hash, "api_id"), ("123456", "short", "api_hash")]
)
async def test_an_app_key_that_cannot_be_one_is_not_sent(opened, number, secret, wrong):
    place = Place(FakeAccount(LoginStep.SIGNED_OUT))
    window = opened(place)
    type_into(window.login.phone, PHONE)
    type_into(window.login.api_id, number)
    type_into(window.login.api_hash, secret)
    window.login.do.click()
    await place.settle()
    assert getattr(window.login, wrong).problem
    assert place.account.acts == []


async def test_help_says_where_the_app_key_comes_from_and_opens_the_page(opened, monkeypatch):
    place = Place(FakeAccount(LoginStep.SIGNED_OUT))
    window = opened(place)
    went = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: went.append(url.toString()))
    assert not window.login.open_key_page.isVisible()
    window.login.help_button.click()
    assert window.login.open_key_page.isVisible()
    window.login.open_key_page.click()
    assert went == ["https://my.telegram.org/apps"]


async def test_a_qr_code_is_drawn_renewed_and_counted_down(opened):
    place = Place(FakeAccount(LoginStep.SIGNED_OUT))
    window = opened(place)
    window.login.ways.choose(QR)
    fill_key(window)
    window.login.do.click()
    await place.settle()
    assert place.account.acts[-1] == ("show_qr", KEY)
    first = window.qr.code.rows
    place.clock.jump(12)
    window._show_time()
    assert window.qr.left.text() == "Renewed in 0:18"
    place.account.renew_qr("second")
    assert window.qr.code.rows != first
    place.clock.jump(31)
    window._show_time()
    assert window.qr.code.ended
    place.account.become(LoginStep.PASSWORD_NEEDED)
    assert window.stack.currentWidget() is window.password


async def test_the_drawn_qr_code_says_what_telegram_gave(opened, qtbot):
    """Read back from the painted pixels: every module where the standard's own decoder would look."""
    import segno

    place = Place(FakeAccount(LoginStep.SIGNED_OUT))
    window = opened(place)
    place.account.renew_qr("seen")
    code = window.qr.code
    picture = code.grab().toImage()
    expected = segno.make(place.account.state.qr_url, error="m", micro=False).matrix
    side = len(expected)
    module = code.width() // (side + 8)
    start = (code.width() - module * side) // 2
    middle = [start + n * module + module // 2 for n in range(side)]
    read = [[picture.pixelColor(x, y).lightness() < 128 for x in middle] for y in middle]
    assert read == [[bool(dark) for dark in row] for row in expected]
    assert start >= 4 * module


async def test_arrow_keys_choose_the_way_in(opened):
    window = opened(Place(FakeAccount(LoginStep.SIGNED_OUT)))
    window.activateWindow()
    await until(window.isActiveWindow)
    window.login.ways.tabs[0].setFocus()
    QTest.keyClick(window.login.ways.tabs[0], Qt.Key.Key_Right)
    assert window.login.way == QR
    assert not window.login.phone.isVisible()


async def test_another_way_gives_up_the_qr_code(opened):
    place = Place(FakeAccount(LoginStep.SIGNED_OUT))
    window = opened(place)
    place.account.renew_qr("x")
    window.qr.restart.click()
    await place.settle()
    assert place.account.verbs() == ["cancel_login"]
    assert window.stack.currentWidget() is window.login
    assert window.qr.code.rows == ()


async def test_a_bot_signs_in_with_its_token(opened):
    place = Place(FakeAccount(LoginStep.SIGNED_OUT))
    window = opened(place)
    window.login.ways.choose(BOT)
    type_into(window.login.token, "12345")
    fill_key(window)
    window.login.do.click()
    await place.settle()
    assert "token" in window.login.token.problem
    assert place.account.acts == []
    window.login.token.forget()
    type_into(window.login.token, TOKEN)
    window.login.do.click()
    await place.settle()
    assert place.account.acts[0] == ("sign_in_bot", KEY, TOKEN)
    assert window.stack.currentWidget() is window.channels
    assert window.login.token.text() == ""


async def test_a_login_under_way_cannot_be_sent_twice(opened):
    place = Place(FakeAccount(LoginStep.CODE_SENT))
    place.account.held = asyncio.Event()
    window = opened(place)
    type_into(window.code.field, CODE)
    QTest.keyClick(window.code.field.line, Qt.Key.Key_Return)
    await asyncio.sleep(0)
    QTest.keyClick(window.code.field.line, Qt.Key.Key_Return)
    window.code.do.click()
    place.account.held.set()
    await place.settle()
    assert place.account.verbs() == ["enter_code"]


async def test_closing_the_window_leaves_no_code_and_no_password_in_it(opened):
    place = Place(FakeAccount(LoginStep.PASSWORD_NEEDED))
    window = opened(place)
    type_into(window.password.field, PASSWORD)
    window.close()
    assert window.password.field.line.text() == ""


async def test_without_an_account_the_window_says_so(opened):
    window = opened(Place(None))
    assert window.stack.currentWidget() is window._none
    assert not window.bar.isVisible()


async def test_revoking_asks_what_becomes_of_the_posts_and_signs_out(opened):
    place = Place(FakeAccount(LoginStep.SIGNED_IN))
    window = opened(place)
    await place.settle()
    told = []
    window.told.connect(lambda *what: told.append(what[0]))
    question = window.ask_to_revoke()
    assert question.keep.isChecked()
    question.erase.click()
    question.yes.click()
    await place.settle()
    assert place.account.acts[-1] == ("revoke", False)
    assert window.stack.currentWidget() is window.consent
    assert "erased" in told[0]


async def test_escape_revokes_nothing_and_a_failure_leaves_the_question_open(opened):
    place = Place(FakeAccount(LoginStep.SIGNED_IN))
    window = opened(place)
    await place.settle()
    QTest.keyClick(window.ask_to_revoke(), Qt.Key.Key_Escape)
    assert "revoke" not in place.account.verbs()
    place.account.refusals["revoke"] = "Telegram did not answer. You are still signed in; try again."
    question = window.ask_to_revoke()
    question.yes.click()
    await place.settle()
    assert "still signed in" in question.problem.text()
    assert question.yes.isEnabled()
    question.reject()


def test_an_app_key_keeps_its_secret_out_of_its_words():
    assert KEY.api_hash not in repr(AppKey(1, KEY.api_hash))


@pytest.mark.parametrize(
    "step", [LoginStep.NO_CONSENT, LoginStep.SIGNED_OUT, LoginStep.CODE_SENT, LoginStep.PASSWORD_NEEDED]
)
async def test_every_thing_that_takes_the_keyboard_has_a_name_and_tab_reaches_it(opened, step):
    window = opened(Place(FakeAccount(step)))
    page = window.stack.currentWidget()
    reached, here = [], window.focusWidget()
    for _ in range(40):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        if window.focusWidget() is here:
            break
        reached.append(window.focusWidget())
    assert all(widget.accessibleName() or widget.text() for widget in reached)
    buttons = [w for w in page.findChildren(QLineEdit) if w.isVisible()]
    assert set(buttons) <= {here, *reached}


async def test_a_locked_vault_is_opened_before_a_login_begins(opened):
    place = Place(FakeAccount(LoginStep.SIGNED_OUT))
    place.vault = VaultView("Sealed file", locked=True, is_new=False)
    window = opened(place, vault_open=False)
    await place.settle()
    assert window.stack.currentWidget() is window.vault
    assert window.focusWidget() is window.vault.box.first.line
    QTest.keyClicks(window.vault.box.first.line, "wrong one")
    QTest.keyClick(window.vault.box.first.line, Qt.Key.Key_Return)
    await place.settle()
    assert "not the passphrase" in window.vault.box.first.problem
    QTest.keyClicks(window.vault.box.first.line, PASSPHRASE)
    QTest.keyClick(window.vault.box.first.line, Qt.Key.Key_Return)
    await place.settle()
    assert window.stack.currentWidget() is window.login
    assert window.focusWidget() is window.login.phone.line
    assert window.vault.box.first.line.text() == ""


async def test_an_open_vault_is_passed_by(opened):
    place = Place(FakeAccount(LoginStep.SIGNED_OUT))
    window = opened(place, vault_open=False)
    await place.settle()
    assert window.stack.currentWidget() is window.login


async def test_what_the_account_said_of_a_locked_vault_is_gone_once_it_is_open(opened):
    account = FakeAccount(LoginStep.SIGNED_OUT)
    account.become(LoginStep.SIGNED_OUT, problem="The vault is locked. Calls are not read until then.")
    place = Place(account)
    place.vault = VaultView("Sealed file", locked=True, is_new=False)
    window = opened(place, vault_open=False)
    await place.settle()
    QTest.keyClicks(window.vault.box.first.line, PASSPHRASE)
    window.vault.box.do.click()
    await place.settle()
    assert window.login.phone.problem == ""


async def test_when_the_user_agreed_stands_beside_the_way_to_take_it_back(opened):
    place = Place(FakeAccount(LoginStep.SIGNED_IN))
    window = opened(place)
    assert window.agreed.text() == agreed_words(NOON)
    assert "2026" in agreed_words(NOON)
    assert window.revoke.isVisible()
    place.account.agreed_at = None
    place.account.become(LoginStep.NO_CONSENT)
    assert window.agreed.text() == ""
