"""Windows to read in: the user guide, and what the app is made of."""

from html import escape
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from echotrade_desktop import __version__
from echotrade_desktop.resources import resource
from echotrade_desktop.views.fonts import BASE, font
from echotrade_desktop.views.translation import tr

SIZE, LEAST_SIZE = (820, 700), (480, 400)
PICTURE_WIDTH = 720


class ReadingWindow(QDialog):
    """A text with its pictures; links inside it are followed, others open in the user's browser."""

    def __init__(self, parent: QWidget, title: str, home: Path | None = None) -> None:
        super().__init__(parent)
        self.setModal(False)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setMinimumSize(*LEAST_SIZE)
        self.resize(*SIZE)
        self.page = QTextBrowser()
        self.page.setAccessibleName(title)
        self.page.setFont(font(BASE))
        self.page.document().setDocumentMargin(24)
        self.page.setOpenLinks(False)
        self.page.anchorClicked.connect(self._follow)
        if home is not None:
            self.page.setSearchPaths([str(home)])
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.page)

    def open_now(self) -> None:
        """Come to the front."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.page.setFocus()

    def _follow(self, link: QUrl) -> None:
        if link.scheme() in ("https", "http"):
            QDesktopServices.openUrl(link)
        elif link.hasFragment():
            self.page.scrollToAnchor(link.fragment())


def guide_file() -> Path:
    """Return the user guide: shipped beside the resources, or in `docs/` of a source folder."""
    shipped = Path(str(resource("guide", "guide.md")))
    return shipped if shipped.is_file() else Path(__file__).resolve().parents[2] / "docs" / "guide.md"


def guide_window(parent: QWidget) -> ReadingWindow:
    """Return the user guide."""
    file = guide_file()
    window = ReadingWindow(parent, tr("User guide"), file.parent)
    window.page.setMarkdown(file.read_text("utf-8"))
    _fit_pictures(window)
    return window


def about_window(parent: QWidget) -> ReadingWindow:
    """Return version, licence and the notices of what others wrote."""
    window = ReadingWindow(parent, tr("About EchoTrade"))
    notices = Path(str(resource("legal", "THIRD-PARTY-NOTICES.txt")))
    others = (
        notices.read_text("utf-8")
        if notices.is_file()
        else tr("Run from source, each library has its licence in its own package.")
    )
    licence = tr("MIT licence, without any warranty. Trading is at your own risk.")
    window.page.setProperty("surface", "panel")
    window.page.setHtml(
        f"<h2>EchoTrade Desktop</h2><p>{escape(tr('Version {version}', version=__version__))}</p>"
        f"<p>{escape(licence)}</p><h4>{escape(tr('What others wrote'))}</h4>"
        f"<p style='white-space: pre-wrap'>{escape(others)}</p>"
    )
    return window


def _fit_pictures(window: ReadingWindow) -> None:
    """Let no picture be wider than the page."""
    block = window.page.document().begin()
    while block.isValid():
        parts = block.begin()
        while not parts.atEnd():
            fragment = parts.fragment()
            if fragment.isValid() and fragment.charFormat().isImageFormat():
                picture = fragment.charFormat().toImageFormat()
                picture.setWidth(PICTURE_WIDTH)
                cursor = window.page.textCursor()
                cursor.setPosition(fragment.position())
                cursor.setPosition(fragment.position() + fragment.length(), cursor.MoveMode.KeepAnchor)
                cursor.setCharFormat(picture)
            parts += 1
        block = block.next()
