"""Takes everything that one engine told off the window, so that nothing of one ledger is read as another's."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

if TYPE_CHECKING:
    from echotrade_desktop.views.main_window import MainWindow


def wipe(window: "MainWindow") -> None:
    """Close what was opened over the window, and empty every view in it."""
    window.reads.stop()
    for dialog in window.findChildren(QDialog):
        dialog.close()
    for kept in (window.rules, window.workshop, window.settings, window.connection, window.telegram.window):
        if kept is not None:
            kept.deleteLater()
    window.rules = window.workshop = window.settings = window.connection = None
    window.telegram.window = None
    window.notices.forget()
    window.toasts.clear()
    window.toasts.kept.clear()  # their ways back lead to the other ledger
    window.header.bell.set_unseen(False)
    window.ticker_bar.forget()
    window.approvals.forget()
    window.traders.set_rows(())
    window.positions.set_rows(())
    window.history.set_rows(())
    window.signals.forget()
    window.portfolio.forget()
    window.header.show_curve(())
    for tab in window.tabs.tabs[:3]:
        tab.set_count(0)
