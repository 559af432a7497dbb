"""What helps: the welcome, rehearsals, the user guide, the log, and what this is made of."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from echotrade_desktop.views.door import Bridge

if TYPE_CHECKING:
    from echotrade_desktop.views.first_run import FirstRun
    from echotrade_desktop.views.log_view import LogWindow
    from echotrade_desktop.views.main_window import MainWindow
    from echotrade_desktop.views.reading import ReadingWindow
    from echotrade_desktop.views.rehearsal import RehearsalWindow


class HelpDesk(QObject):
    """Opens the window's helpers and keeps them."""

    def __init__(self, window: "MainWindow", bridge: Bridge) -> None:
        super().__init__(window)
        self._window, self._bridge = window, bridge
        self.welcomed = False
        self.first_run: FirstRun | None = None
        self.rehearsal: RehearsalWindow | None = None
        self.guide: ReadingWindow | None = None
        self.about: ReadingWindow | None = None
        self.log: LogWindow | None = None

    def welcome(self) -> None:
        """Show the three steps, at the very first start only."""
        if not self.welcomed:
            self.open_first_run()

    def open_first_run(self) -> None:
        """Show the three steps."""
        if not self._window.is_started():
            return
        from echotrade_desktop.views.first_run import FirstRun

        if self.first_run is not None:
            self.first_run.deleteLater()
        self.first_run = FirstRun(self._window, bool(self._bridge.query("simulated")))
        self.first_run.prices_asked.connect(self._window.open_connection)
        self.first_run.telegram_asked.connect(self._window.telegram.open)
        self.first_run.rehearsal_asked.connect(self.open_rehearsal)
        self.first_run.finished.connect(self._note_welcomed)
        self.first_run.open()

    def open_rehearsal(self) -> None:
        """Show the drills."""
        if not self._window.is_started():
            return
        from echotrade_desktop.views.rehearsal import RehearsalWindow

        if self.rehearsal is not None:
            self.rehearsal.close()
            self.rehearsal.deleteLater()
        self.rehearsal = RehearsalWindow(self._bridge, self._window)
        self.rehearsal.prices_asked.connect(self._window.open_connection)
        self.rehearsal.show()

    def open_guide(self) -> None:
        """Show the user guide."""
        from echotrade_desktop.views.reading import guide_window

        self.guide = self.guide or guide_window(self._window)
        self.guide.open_now()

    def open_about(self) -> None:
        """Show version and licences."""
        from echotrade_desktop.views.reading import about_window

        self.about = self.about or about_window(self._window)
        self.about.open_now()

    def open_log(self) -> None:
        """Show the log."""
        if not self._window.is_started():
            return
        from echotrade_desktop.views.log_view import LogWindow

        self.log = self.log or LogWindow(self._bridge, self._window)
        self.log.open_now()

    def _note_welcomed(self) -> None:
        self.welcomed = True
        self._window.save_layout()
