"""Notices of new calls: one each, one for a flood, and a press that opens the call."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon

from echotrade_desktop.engine.domain.messages import SignalQueued
from echotrade_desktop.engine.domain.schedule import weekly_of
from echotrade_desktop.engine.domain.signal import SignalStatus
from echotrade_desktop.views import sound
from echotrade_desktop.views.tray import CallNotices, NoticeOptions, Tray, badge_icon
from tests.views.fakes import NOON, FakeBridge, RecordingNotifier, approvals


def queued(number=0):
    return SignalQueued(NOON, approvals()[number].queued)


def test_a_new_call_is_told_once_with_symbol_side_and_trader(open_window, bridge):
    notifier = RecordingNotifier()
    window = open_window(bridge, notifier=notifier)
    bridge.happen(queued())
    window.notices.flush()
    assert notifier.told == [("BTC/USDT long from Harbour Calls", "Entry 67,240.0, stop 66,600.0. It waits for you.")]
    assert notifier.count == 3


def test_a_blocked_call_rings_nobody(open_window, bridge):
    notifier = RecordingNotifier()
    window = open_window(bridge, notifier=notifier)
    assert queued(2).queued.status is SignalStatus.BLOCKED
    bridge.happen(queued(2))
    window.notices.flush()
    assert notifier.told == []


def test_a_flood_makes_one_notice(qtbot):
    notifier = RecordingNotifier()
    notices = CallNotices(notifier)
    for number in range(20):
        notices.call_arrived(f"s{number}", f"BTC/USDT long {number}", "")
    qtbot.waitUntil(lambda: bool(notifier.told))
    assert [title for title, _ in notifier.told] == ["20 calls wait for you"]


def test_a_press_on_the_notice_opens_its_call(open_window, bridge):
    window = open_window(bridge)
    window.queue_dock.close()
    bridge.happen(queued(1))
    window.notices.flush()
    window.notices.open_last()
    assert window.queue_dock.isVisible()
    assert window.approvals.selected == "s2"


@pytest.mark.qt_log_ignore("systemTrayWindowChanged")  # the offscreen platform has no tray to hear of
def test_the_tray_icon_counts_opens_and_pauses(qtbot):
    tray = Tray()
    with qtbot.waitSignal(tray.opened):
        tray.icon.messageClicked.emit()
    with qtbot.waitSignal(tray.opened):
        tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    with qtbot.waitSignal(tray.pause_asked):
        tray._pause.trigger()
    tray.set_count(4)
    assert tray.icon.toolTip() == "EchoTrade: 4 waiting"
    tray.close()


def test_a_count_changes_the_icon(qapp):
    def pixels(icon: QIcon):
        return icon.pixmap(64, 64).toImage()

    assert pixels(badge_icon(0)) != pixels(badge_icon(3))
    assert pixels(badge_icon(12)) == pixels(badge_icon(40))


def test_without_a_player_the_systems_bell_rings(monkeypatch, qapp):
    rung = []
    monkeypatch.setattr(sound, "_player", lambda: None)
    monkeypatch.setattr(sound.QApplication, "beep", lambda: rung.append(True))
    sound.play("call")
    assert rung == [True]


def test_every_sound_that_is_played_is_there():
    from echotrade_desktop.resources import resource

    assert all(resource("sounds", f"{name}.wav").is_file() for name in ("call", "warning"))


def test_the_window_reaches_out_by_sound_where_there_is_no_tray(qtbot):
    from echotrade_desktop.views.main_window import MainWindow

    window = MainWindow(FakeBridge())
    assert window.tray is None
    window.may_close = True
    window.close()
    window.deleteLater()


def test_at_night_nothing_rings_and_nothing_is_told(bridge, monkeypatch):
    rung = []
    monkeypatch.setattr(sound, "play", rung.append)
    notifier = RecordingNotifier()
    notices = CallNotices(notifier, now=bridge.now)
    notices.options = NoticeOptions(quiet=(weekly_of("12:00-13:00"),), zone="UTC")
    notices.call_arrived("s1", "BTC/USDT long", "")
    notices.flush()
    assert (notifier.told, rung) == ([], [])
    bridge.time = NOON + timedelta(hours=1)
    notices.call_arrived("s2", "BTC/USDT long", "")
    notices.flush()
    assert (len(notifier.told), rung) == (1, ["call"])


def test_a_notice_without_a_sound_and_a_sound_without_a_notice(monkeypatch, qapp):
    rung = []
    monkeypatch.setattr(sound, "play", rung.append)
    for options, told, played in ((NoticeOptions(sounds=False), 1, 0), (NoticeOptions(notices=False), 0, 1)):
        notifier, rung[:] = RecordingNotifier(), []
        notices = CallNotices(notifier)
        notices.options = options
        notices.call_arrived("s1", "BTC/USDT long", "")
        notices.flush()
        assert (len(notifier.told), len(rung)) == (told, played)


class StandInTray(QObject):
    """A tray as the window knows it; off-screen there is none."""

    opened, pause_asked, quit_asked, telegram_asked = Signal(), Signal(), Signal(), Signal()
    told: list[str] = []  # noqa: RUF012 - of all windows of a test

    def notify(self, title, sentence):
        self.told.append(title)

    def set_count(self, count): ...
    def set_paused(self, paused): ...
    def set_telegram(self, *told): ...
    def close(self): ...


def test_a_closed_window_stays_in_the_tray_and_says_so_once(qtbot, monkeypatch, tmp_path):
    from echotrade_desktop.views import main_window

    monkeypatch.setattr(main_window.QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(main_window, "Tray", StandInTray)
    for again in (False, True):
        window = main_window.MainWindow(FakeBridge(), layout_file=tmp_path / "layout.json")
        left = []
        window.close_asked.connect(lambda left=left: left.append(True))
        window.show()
        window.close()
        assert not window.isVisible()
        assert left == []
        assert StandInTray.told == ["EchoTrade goes on in the tray"], again
        window.tray.opened.emit()
        assert window.isVisible()
        window.set_notice_options(NoticeOptions(stays=False))
        window.close()
        assert left == [True]
        window.quit()
        assert left == [True, True]
        window.may_close = True
        window.close()
        window.deleteLater()
