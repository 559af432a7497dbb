"""Whoever started the app is told once that it is ready."""

import socket

from echotrade_desktop.readiness import tell_ready


def test_the_service_manager_is_told_once(tmp_path, monkeypatch):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(tmp_path / "n"))
        heard.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "n"))
        tell_ready()
        tell_ready()
        assert heard.recv(100) == b"READY=1\n"
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nobody"))
        tell_ready()
