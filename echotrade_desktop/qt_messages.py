"""Qt's own complaints go to the log instead of a terminal nobody sees."""

import logging

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

_log = logging.getLogger("qt")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_HARMLESS = ("This plugin does not support propagateSizeHints()",)  # said by the off-screen platform once a window


def log_qt_messages() -> None:
    """Send what Qt says to the log from now on."""
    qInstallMessageHandler(_log_message)


def _log_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    if message not in _HARMLESS:
        category = getattr(context, "category", None) or "default"
        _log.log(_LEVELS.get(kind, logging.WARNING), "%s: %s", category, message)
