"""Chooses a colleague: typed letters narrow the list, Enter takes one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.widgets.popover import Popover

_WIDTH = 240
_HEIGHT = 230
_ROW = 28
_SEARCH_FROM = 7


class PersonPopover(Popover):
    """Offers people.

    Signals:
        chosen: a person was taken (id).
    """

    chosen = Signal(int)

    def __init__(
        self,
        title: str,
        people: Sequence[tuple[int, str]],
        except_id: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent)
        self.setFixedWidth(_WIDTH)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Name of the person"))
        self.search.setAccessibleName(tr("Name of the person"))
        self.search.textChanged.connect(self._on_search_text_changed)
        self.search.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        self.list.setMaximumHeight(_HEIGHT)
        self.list.itemClicked.connect(self._on_item_taken)
        self.list.installEventFilter(self)
        for person_id, name in people:
            if person_id != except_id:
                item = QListWidgetItem(name)
                item.setData(Qt.ItemDataRole.UserRole, person_id)
                item.setToolTip(name)
                item.setSizeHint(QSize(0, _ROW))
                self.list.addItem(item)
        self.search.setVisible(self.list.count() >= _SEARCH_FROM)
        self.list.setCurrentRow(0)
        self.body.addWidget(self.search)
        self.body.addWidget(self.list)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take with Enter; walk the list from the search field too."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self.list.currentRow() >= 0 and not self.list.currentItem().isHidden():
                    self._on_item_taken(self.list.currentItem())
                return True
            if watched is self.search and event.key() == Qt.Key.Key_Down:
                self.list.setFocus()
                return True
        return super().eventFilter(watched, event)

    def _on_search_text_changed(self, text: str) -> None:
        wanted = text.strip().lower()
        first: QListWidgetItem | None = None
        for number in range(self.list.count()):
            item = self.list.item(number)
            item.setHidden(wanted not in item.text().lower())
            if first is None and not item.isHidden():
                first = item
        if first is not None:
            self.list.setCurrentItem(first)

    def _on_item_taken(self, item: QListWidgetItem) -> None:
        if self.isVisible():
            self.close()
            self.chosen.emit(int(item.data(Qt.ItemDataRole.UserRole)))
