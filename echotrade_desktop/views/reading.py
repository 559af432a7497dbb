"""Windows to read in: the user guide, and what the app is made of."""

from html import escape
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QTextCursor
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from echotrade_desktop import __version__
from echotrade_desktop.resources import resource
from echotrade_desktop.views.fonts import BASE, font
from echotrade_desktop.views.reading_page import Page, chapters, set_type
from echotrade_desktop.views.translation import tr

SIZE, LEAST_SIZE = (1004, 680), (640, 400)
SHORT_SIZE, SHORT_LEAST = (620, 420), (480, 320)
CONTENTS_WIDTH = 256
PLACE = Qt.ItemDataRole.UserRole


class ReadingWindow(QDialog):
    """A text with its pictures; links inside it are followed, others open in the user's browser."""

    def __init__(self, parent: QWidget, title: str, home: Path | None = None) -> None:
        super().__init__(parent)
        self.setModal(False)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setMinimumSize(*SHORT_LEAST)
        self.resize(*SHORT_SIZE)
        self.page = Page()
        self.page.setAccessibleName(title)
        self.page.setProperty("kind", "reading")
        self.page.setFont(font(BASE))
        self.page.document().setDocumentMargin(28)
        self.page.setOpenLinks(False)
        self.page.anchorClicked.connect(self._follow)
        if home is not None:
            self.page.setSearchPaths([str(home)])
        self.contents = QListWidget()
        self.contents.setProperty("kind", "contents")
        self.contents.setAccessibleName(tr("Contents"))
        self.contents.setFixedWidth(CONTENTS_WIDTH)
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.contents.currentItemChanged.connect(lambda item, _before: self._go_to(item))
        self.contents.hide()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.contents)
        line.addWidget(self.page, 1)

    def list_chapters(self) -> None:
        """List the chapters at the left."""
        for chapter in chapters(self.page.document()):
            item = QListWidgetItem(chapter.title)
            item.setData(PLACE, chapter.position)
            self.contents.addItem(item)
        self.setMinimumSize(*LEAST_SIZE)
        self.resize(*SIZE)
        self.contents.show()

    def open_now(self) -> None:
        """Come to the front."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.page.setFocus()

    def _go_to(self, item: QListWidgetItem | None) -> None:
        """Bring a chapter to the top of the page."""
        if item is not None:
            cursor = QTextCursor(self.page.document())
            cursor.setPosition(item.data(PLACE))
            bar = self.page.verticalScrollBar()
            bar.setValue(bar.value() + self.page.cursorRect(cursor).top() - 20)

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
    set_type(window.page.document())
    window.list_chapters()
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
    window.page.setHtml(
        f"<h1>EchoTrade Desktop</h1><p>{escape(tr('Version {version}', version=__version__))}</p>"
        f"<p>{escape(licence)}</p><h2>{escape(tr('What others wrote'))}</h2>"
        f"<p style='white-space: pre-wrap'>{escape(others)}</p>"
    )
    set_type(window.page.document())
    return window
