"""Where the main window shows the Telegram account and leads to it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from echotrade_desktop.engine.domain.live import VaultView
from echotrade_desktop.engine.domain.messages import Health, HealthChanged, TelegramStateChanged
from echotrade_desktop.engine.domain.read import HealthRow
from echotrade_desktop.engine.domain.telegram import FollowedChat, LoginState, LoginStep
from echotrade_desktop.views.telegram.desk import shown_row
from tests.views.fakes import NOON, FakeBridge, health, nothing

IN = LoginState(LoginStep.SIGNED_IN, account="Ada Reader")


def row(state=Health.UP, detail="reading 2 chats", retry_at=None):
    return HealthRow("telegram", state, detail, NOON, retry_at)


def bridge_in(state, **reads):
    return FakeBridge(telegram_state=state, **reads)


def test_a_user_who_has_not_begun_with_telegram_is_not_told_that_it_is_down():
    assert shown_row(row(Health.DOWN, "no consent"), LoginState(LoginStep.NO_CONSENT)) is None


@pytest.mark.parametrize(
    ("state", "given", "shown"),
    [
        (LoginState(LoginStep.SIGNED_OUT), row(Health.DOWN, "?"), (Health.DOWN, "signed out, press to sign in")),
        (LoginState(LoginStep.CODE_SENT), row(Health.DOWN, "code sent"), (Health.STARTING, "signing in")),
        (IN, row(Health.DOWN, "no chat is followed"), (Health.STARTING, "no channel is followed yet")),
        (IN, row(Health.STARTING, "catching up"), (Health.STARTING, "catching up")),
        (IN, row(), (Health.UP, "reading 2 chats")),
        (IN, row(Health.STALE, "Harbour has been silent for 9 h, which is unusual"),
         (Health.STALE, "Harbour has been silent for 9 h, which is unusual")),
        (IN, row(Health.STALE, "Telegram asked EchoTrade to wait 5 m.", NOON + timedelta(minutes=5)),
         (Health.STALE, "told to wait")),
    ],
)  # fmt: skip
def test_the_foot_says_in_a_few_words_how_the_account_is(state, given, shown):
    found = shown_row(given, state)
    assert (found.health, found.detail) == shown


def test_a_flood_wait_counts_down_in_the_foot(open_window):
    waiting = row(Health.STALE, "Telegram asked EchoTrade to wait.", NOON + timedelta(seconds=90))
    window = open_window(bridge_in(IN, health=(*health(), waiting)))
    window.status.show_time(NOON + timedelta(seconds=30))
    assert window.status.items["telegram"].detail.text() == "stale · told to wait · 1:00"
    window.status.show_time(NOON + timedelta(seconds=91))
    assert window.status.items["telegram"].detail.text() == "stale · told to wait"


def test_a_press_on_the_foot_opens_the_account(open_window):
    bridge = bridge_in(LoginState(LoginStep.SIGNED_OUT), health=(*health(), row(Health.DOWN, "signed out")))
    window = open_window(bridge)
    item = window.status.items["telegram"]
    assert "press to sign in" in item.toolTip()
    QTest.mouseClick(item, Qt.MouseButton.LeftButton)
    assert window.telegram.window.isVisible()
    bridge.reply("vault", VaultView("Keyring of the system", locked=False, is_new=False))
    assert window.telegram.window.stack.currentWidget() is window.telegram.window.login


def test_a_part_that_has_nothing_to_say_any_more_leaves_the_foot(open_window):
    bridge = bridge_in(IN, health=(*health(), row()))
    window = open_window(bridge)
    assert "telegram" in window.status.items
    bridge.reads["telegram_state"] = LoginState(LoginStep.NO_CONSENT)
    bridge.happen(TelegramStateChanged(LoginState(LoginStep.NO_CONSENT)))
    window.reads.flush()
    window._show_health(bridge.query("health"))
    assert "telegram" not in window.status.items


@pytest.mark.parametrize(
    ("state", "followed", "way"),
    [
        (LoginState(LoginStep.NO_CONSENT), (), "Connect Telegram…"),
        (LoginState(LoginStep.SIGNED_OUT), (), "Sign in to Telegram…"),
        (IN, (), "Choose Telegram channels…"),
        (IN, (FollowedChat(-1, "Harbour"),), ""),
    ],
)
def test_an_empty_queue_leads_to_what_is_still_to_be_done(open_window, state, followed, way):
    window = open_window(bridge_in(state, **{**nothing(), "telegram_followed": followed}))
    empty = window.approvals.empty
    assert empty.way.text() == way
    assert empty.way.isVisible() is bool(way)
    if way:
        empty.way.click()
        assert window.telegram.window.isVisible()


def test_the_queue_stops_asking_once_a_channel_is_read(open_window):
    bridge = bridge_in(IN, **nothing())
    window = open_window(bridge)
    assert window.approvals.empty.way.text()
    reading = HealthChanged("telegram", Health.UP, "reading 1 chat", NOON)
    bridge.happen(reading, telegram_followed=(FollowedChat(-1, "Harbour"),))
    assert not window.approvals.empty.way.isVisible()


def test_menu_and_palette_open_the_account(open_window):
    window = open_window(bridge_in(LoginState(LoginStep.NO_CONSENT)))
    palette = window.open_palette()
    QTest.keyClicks(palette.field, "telegram")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.telegram.window.isVisible()
    assert window.telegram.window.stack.currentWidget() is window.telegram.window.consent


def test_a_channels_readings_open_in_the_workshop(open_window):
    window = open_window(bridge_in(IN))
    window.telegram.reading_asked.emit(-1001)
    assert window.workshop.isVisible()
    window.workshop.close()


def test_before_the_engine_is_there_the_account_says_so(qtbot):
    from echotrade_desktop.views.main_window import MainWindow
    from tests.views.fakes import UTC, RecordingNotifier

    window = MainWindow(FakeBridge(), zone=UTC, notifier=RecordingNotifier())
    window.telegram.open()
    assert window.telegram.window is None
    assert "still starting" in window.toasts.kept[0].sentence
    window.may_close = True
    window.close()
    window.deleteLater()


@pytest.mark.qt_log_ignore("systemTrayWindowChanged")  # the offscreen platform has no tray to hear of
def test_the_tray_tells_how_the_account_is_and_opens_it(qtbot):
    from echotrade_desktop.views.tray import Tray

    tray = Tray()
    tray.set_count(2)
    tray.set_telegram("signed out, press to sign in")
    assert tray.icon.toolTip() == "EchoTrade: 2 waiting\nTelegram: signed out, press to sign in"
    with qtbot.waitSignal(tray.telegram_asked):
        tray._telegram.trigger()
    tray.set_telegram("")
    assert tray.icon.toolTip() == "EchoTrade: 2 waiting"
    tray.close()


def test_text_from_telegram_is_plain_and_capped_in_the_foot(open_window):
    nasty = "<b>x</b>\u202e" + "long " * 200
    window = open_window(bridge_in(IN, health=(replace(row(Health.STALE, nasty)),)))
    shown = window.status.items["telegram"].detail.text()
    assert "<b>x</b>" in shown
    assert "\u202e" not in shown
    assert len(shown) < 90
