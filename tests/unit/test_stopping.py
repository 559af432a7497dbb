"""A signal, a window or the engine may ask to end; the first reason counts."""

import os
import signal

import pytest

from echotrade_desktop.stopping import Stop, stop_signals


async def test_the_first_reason_to_end_is_kept():
    stop = Stop()
    assert not stop.requested
    stop.request("window")
    stop.request("engine ended")
    assert stop.requested
    assert await stop.wait() == "window"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_asks_to_end_and_no_longer_afterwards(number):
    before = signal.getsignal(number)
    stop = Stop()
    with stop_signals(stop):
        os.kill(os.getpid(), number)
        assert await stop.wait() == number.name
    assert signal.getsignal(number) in (before, signal.default_int_handler, signal.SIG_DFL)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_asks_to_end_where_the_loop_knows_no_signals(number, loop, monkeypatch):
    def not_here(*_):
        raise NotImplementedError

    monkeypatch.setattr(loop, "add_signal_handler", not_here, raising=False)
    before = signal.getsignal(number)
    stop = Stop()
    with stop_signals(stop):
        os.kill(os.getpid(), number)
        assert await stop.wait() == number.name
    assert signal.getsignal(number) is before
