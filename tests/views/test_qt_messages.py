"""What Qt complains about is in the log of whoever asks for help."""

import logging

import pytest
from PySide6.QtCore import qCritical, qInstallMessageHandler, qWarning

from echotrade_desktop.qt_messages import log_qt_messages


@pytest.fixture
def _handler_given_back():
    before = qInstallMessageHandler(None)
    yield
    qInstallMessageHandler(before)


@pytest.mark.usefixtures("_handler_given_back")
def test_qt_speaks_to_the_log_at_its_own_level(caplog):
    log_qt_messages()
    qWarning("painter not active")
    qCritical("no GL")
    qWarning("This plugin does not support propagateSizeHints()")
    assert [(r.name, r.levelno, r.getMessage()) for r in caplog.records] == [
        ("qt", logging.WARNING, "default: painter not active"),
        ("qt", logging.ERROR, "default: no GL"),
    ]
