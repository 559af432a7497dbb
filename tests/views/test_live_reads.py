"""Which event makes which view read again, and how seldom that may be."""

import pytest
from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QObject, Qt

from echotrade_desktop.engine.domain import messages as m
from echotrade_desktop.views.models import live
from tests.views.fakes import NOON, D, FakeBridge, positions, ticker


@pytest.fixture
def reads(qapp):
    bridge = FakeBridge()
    reads = live.LiveReads(bridge)
    heard = []
    reads.changed.connect(lambda name, answer: heard.append(name))
    yield bridge, reads, heard
    reads.stop()


def test_a_pause_reads_account_and_queue_again_and_nothing_else(reads):
    bridge, live_reads, heard = reads
    bridge.happen(m.EntriesPaused(NOON, "paused by you"))
    live_reads.flush()
    assert sorted(heard) == ["pending_approvals", "portfolio"]


def test_many_events_in_one_frame_are_one_read(reads, qtbot):
    bridge, _, heard = reads
    for _ in range(20):
        bridge.happen(m.EntriesResumed(NOON))
    qtbot.waitUntil(lambda: bool(heard))
    assert sorted(heard) == ["pending_approvals", "portfolio"]


def test_an_event_hurries_a_read_that_prices_had_put_off(reads):
    bridge, live_reads, _ = reads
    bridge.events.tickers.emit({"BTC/USDT": ticker("BTC/USDT", "1")})
    assert live_reads._soon.interval() == live.PRICE_MS
    bridge.happen(m.EntriesResumed(NOON))
    assert live_reads._soon.interval() == 0


def test_a_call_after_a_quiet_moment_is_read_in_the_next_turn_of_the_loop(reads, qtbot):
    bridge, live_reads, heard = reads
    bridge.happen(m.EntriesResumed(NOON))
    qtbot.waitUntil(lambda: bool(heard) and not live_reads._busy.isValid())
    qtbot.waitUntil(lambda: live_reads._left.elapsed() > live.EVENT_MS)
    bridge.happen(m.EntriesResumed(NOON))
    assert live_reads._soon.interval() == 0


def test_what_happens_right_after_a_reading_waits_for_the_next_frame(reads):
    bridge, live_reads, _ = reads
    live_reads._left.start()
    bridge.happen(m.EntriesResumed(NOON))
    assert 0 < live_reads._soon.interval() <= live.EVENT_MS


def test_what_happens_while_a_reading_is_not_yet_painted_waits_for_the_next_frame(reads):
    bridge, live_reads, _ = reads
    live_reads._busy.start()
    bridge.happen(m.EntriesResumed(NOON))
    assert live_reads._soon.interval() == live.EVENT_MS


def test_a_call_is_painted_before_anything_else_is_read(reads):
    bridge, live_reads, heard = reads
    bridge.happen(m.AccountOpened(NOON, D(10_000)))
    live_reads._read_a_turn()
    assert heard == ["pending_approvals"]


def test_prices_make_nobody_read_while_nothing_is_open(reads):
    bridge, live_reads, _ = reads
    bridge.reads["open_positions"] = ()
    live_reads.start()
    live_reads._soon.stop()
    bridge.events.tickers.emit({"BTC/USDT": ticker("BTC/USDT", "1")})
    assert not live_reads._soon.isActive()
    bridge.reads["open_positions"] = positions()
    bridge.happen(m.FillRecorded(NOON, None))
    live_reads.flush()
    bridge.events.tickers.emit({"BTC/USDT": ticker("BTC/USDT", "1")})
    assert live_reads._soon.isActive()


def test_slow_reads_leave_the_loop_to_others(reads):
    bridge, live_reads, _ = reads
    live_reads._owed_ms = live.CREDIT_MS + 10_000
    live_reads._left.start()
    bridge.happen(m.EntriesResumed(NOON))
    assert 5_000 < live_reads._soon.interval() <= 10_000


def test_one_slow_reading_makes_the_next_call_wait_for_no_more_than_a_frame(reads):
    bridge, live_reads, _ = reads
    live_reads._owed_ms = live.CREDIT_MS
    live_reads._left.start()
    bridge.happen(m.EntriesResumed(NOON))
    assert live_reads._soon.interval() <= live.EVENT_MS


def test_the_rest_after_a_read_counts_what_laying_out_and_painting_took(reads, qtbot):
    bridge, live_reads, _ = reads

    class Slow(QObject):
        def event(self, event):
            spent = QElapsedTimer()
            spent.start()
            while spent.elapsed() < 12:
                pass
            return True

    slow = Slow()
    low = Qt.EventPriority.LowEventPriority.value  # as Qt asks for a paint
    live_reads.changed.connect(lambda *_: QCoreApplication.postEvent(slow, QEvent(QEvent.Type.User), low))
    bridge.happen(m.EntriesResumed(NOON))
    qtbot.waitUntil(lambda: live_reads._owed_ms > 0)
    assert live_reads._owed_ms >= 24 * live.REST_FACTOR, "account and queue were painted"


def test_the_start_reads_everything_once(reads):
    _, live_reads, heard = reads
    live_reads.start()
    assert sorted(heard) == sorted(live.ALL)
