"""The handbook in a window of its own: pages at the left, search, the page with its pictures."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QImage, QResizeEvent, QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.commands import Command, add_command
from loancrm_desktop.ui.handbook.pages import HandbookPage, pages
from loancrm_desktop.ui.widgets.parts import column, label

START_SIZE = (1080, 760)
_LIST_WIDTH = 240
_MARGIN = 64
_LINE_PER_CENT = 130
_PARAGRAPH_PX = 8
_KEY = Qt.ItemDataRole.UserRole


class HandbookText(QTextBrowser):
    """A page; its pictures are never wider than the window."""

    def __init__(self) -> None:
        super().__init__()
        # Reading a page may resize this; reading again within that would have it there twice.
        self._fit = QTimer(self)
        self._fit.setSingleShot(True)
        self._fit.timeout.connect(self._on_fit_timeout)

    def loadResource(self, type: int, name: QUrl | str) -> object:  # noqa: A002 - Qt's name
        """Answer a picture in the width there is."""
        found = super().loadResource(type, name)
        if type != QTextDocument.ResourceType.ImageResource.value:
            return found
        path = self.source().resolved(QUrl(name)).toLocalFile()
        picture = QImage(path)
        width = self.viewport().width() - _MARGIN
        if picture.isNull() or picture.width() <= width:
            return picture
        ratio = self.devicePixelRatioF()
        wanted = round(min(picture.width(), width * ratio))
        scaled = picture.scaledToWidth(wanted, Qt.TransformationMode.SmoothTransformation)
        scaled.setDevicePixelRatio(wanted / width)
        return scaled

    def show_page(self, page: HandbookPage) -> None:
        """Show a page from its beginning, with air between lines and paragraphs."""
        where = QUrl.fromLocalFile(str(page.path))
        self.setSource(where, QTextDocument.ResourceType.MarkdownResource)
        self._give_air()

    def find_place(self, words: str, *, back: bool) -> bool:
        """Mark the next place that holds these words, or else the first of them; tell whether."""
        way = QTextDocument.FindFlag.FindBackward if back else QTextDocument.FindFlag(0)
        sought = words.strip()
        whole = not QTextCursor(self.document().find(sought)).isNull()
        return self.find(sought if whole else sought.split()[0], way)

    def _give_air(self) -> None:
        self.document().setDocumentMargin(_MARGIN / 2)
        at = QTextCursor(self.document())
        at.select(QTextCursor.SelectionType.Document)
        air = QTextBlockFormat()
        air.setLineHeight(_LINE_PER_CENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        air.setBottomMargin(_PARAGRAPH_PX)
        at.mergeBlockFormat(air)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pictures to the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() and not self.source().isEmpty():
            self._fit.start()

    def _on_fit_timeout(self) -> None:
        at = self.verticalScrollBar().value()
        self.reload()
        self._give_air()
        self.verticalScrollBar().setValue(at)


class HandbookWindow(QWidget):
    """What the program says about itself; F1 opens it at the page that is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(tr("Handbook"))
        self.resize(*START_SIZE)
        self._pages = {page.key: page for page in pages(current_language())}
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search the handbook"))
        self.search.setAccessibleName(tr("Search the handbook"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_search_changed)
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName(tr("Pages of the handbook"))
        self.list.currentRowChanged.connect(self._on_page_chosen)
        self.text = HandbookText()
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setOpenExternalLinks(False)
        self.text.setAccessibleName(tr("Page of the handbook"))
        self._nothing = label(tr("No page says this. Try a shorter word."), role="caption")
        self._nothing.setWordWrap(True)
        self._nothing.hide()
        side = QWidget()
        side.setLayout(column(self.search, self.list, self._nothing, margins=(12, 12, 6, 12)))
        split = QSplitter()
        split.addWidget(side)
        split.addWidget(self.text)
        split.setSizes([_LIST_WIDTH, START_SIZE[0] - _LIST_WIDTH])
        split.setStretchFactor(1, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(split)
        add_command(self, Command("handbook.find", tr("Search the handbook"), "Ctrl+F"), self._find)
        for command, run in (
            (Command("handbook.next", tr("Next place found"), "F3"), self.find_next),
            (Command("handbook.before", tr("Place found before"), "Shift+F3"), self.find_before),
        ):
            add_command(self, command, run)
        add_command(self, Command("handbook.close", tr("Close the handbook"), "Esc"), self.close)
        self._fill(tuple(self._pages.values()))

    def show_page(self, key: str) -> None:
        """Open the page of a subject, the first page where there is none."""
        for at in range(self.list.count()):
            if self.list.item(at).data(_KEY) == key:
                self.list.setCurrentRow(at)
                break
        self.show()
        self.raise_()
        self.activateWindow()

    @property
    def shown(self) -> str:
        """Answer the key of the page shown."""
        at = self.list.currentRow()
        return str(self.list.item(at).data(_KEY)) if at >= 0 else ""

    def _fill(self, found: tuple[HandbookPage, ...]) -> None:
        before = self.shown if self.list.count() else ""
        self.list.clear()
        for page in found:
            item = QListWidgetItem(page.title)
            item.setData(_KEY, page.key)
            item.setSizeHint(QSize(0, theme.current().size("row")))
            self.list.addItem(item)
            if page.key == before:
                self.list.setCurrentItem(item)
        self._nothing.setVisible(not found)
        if found and self.list.currentRow() < 0:
            self.list.setCurrentRow(0)

    def _find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def find_next(self) -> None:
        """Go to the next place that says what is searched for, on this page or the next."""
        self._step(1)

    def find_before(self) -> None:
        """Go to the place before that says it."""
        self._step(-1)

    def _step(self, by: int) -> None:
        if not self.search.text().strip():
            self._find()
            return
        rows = self.list.count()
        for _page in range(rows + 1):  # the last one is this page again, from its other end
            if self.text.find_place(self.search.text(), back=by < 0):
                return
            self.list.setCurrentRow((self.list.currentRow() + by) % rows)
            if by < 0:
                self.text.moveCursor(QTextCursor.MoveOperation.End)
            else:
                self.text.moveCursor(QTextCursor.MoveOperation.Start)

    def _on_search_changed(self, typed: str) -> None:
        words = typed.casefold().split()
        self._fill(
            tuple(
                page
                for page in self._pages.values()
                if all(word in page.text.casefold() for word in words)
            )
        )

    def _on_page_chosen(self, at: int) -> None:
        if at >= 0:
            self.text.show_page(self._pages[self.list.item(at).data(_KEY)])
