"""Finds the other record of one person: look-alikes first, then whoever is searched for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from loancrm_desktop.services import search
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.records.composing import ComposingWatch
from loancrm_desktop.ui.widgets.parts import label
from loancrm_desktop.ui.widgets.popover import Popover

_WIDTH = 340
_HEIGHT = 200
_ROW = 28
_PAUSE_MS = 150
_MOST = 12


class MergePicker(Popover):
    """Offers customers by name, pinyin or phone.

    Signals:
        chosen: the other record (customer id).
    """

    chosen = Signal(int)

    def __init__(self, bridge: Bridge, customer_id: int, parent: QWidget | None = None) -> None:
        super().__init__(tr("Merge with"), parent)
        self.setFixedWidth(_WIDTH)
        self._bridge = bridge
        self._customer_id = customer_id
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Name, pinyin or phone"))
        self.search.setAccessibleName(tr("Find the other record"))
        self.search.textChanged.connect(self._on_search_text_changed)
        self.search.installEventFilter(self)
        self._composing = ComposingWatch(self.search, parent=self)
        self.list = QListWidget()
        self.list.setFixedHeight(_HEIGHT)
        self.list.setAccessibleName(tr("Customers found"))
        self.list.itemClicked.connect(self._on_item_taken)
        self.list.installEventFilter(self)
        self._hint = label(tr("Type to find the other record."), role="caption", wrap=True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        for part in (self.search, self.list, self._hint):
            self.body.addWidget(part)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk down from the field; take with Enter."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self.list.currentRow() >= 0 and not self._composing.active:
                    self._on_item_taken(self.list.currentItem())
                return True
            if watched is self.search and event.key() == Qt.Key.Key_Down:
                self.list.setFocus()
                return True
        return super().eventFilter(watched, event)

    def _on_search_text_changed(self) -> None:
        self._pause.start()

    def _ask(self) -> None:
        text = self.search.text().strip()
        if not text:
            self.list.clear()
            return
        self._bridge.ask(
            search.find, text=text, limit=_MOST, masks="display", then=self._on_hits, key="hits"
        )

    def _on_hits(self, hits: Sequence[search.Hit]) -> None:
        self.list.clear()
        for hit in hits:
            if hit.kind == "customer" and hit.id != self._customer_id:
                item = QListWidgetItem(
                    " · ".join(part for part in (hit.title, hit.subtitle) if part)
                )
                item.setData(Qt.ItemDataRole.UserRole, hit.id)
                item.setSizeHint(QSize(0, _ROW))
                self.list.addItem(item)
        self.list.setCurrentRow(0)
        found = self.list.count()
        self._hint.setText(
            tr("{count} found", count=found) if found else tr("Nobody else found by this.")
        )

    def _on_item_taken(self, item: QListWidgetItem) -> None:
        if self.isVisible():
            self.close()
            self.chosen.emit(int(item.data(Qt.ItemDataRole.UserRole)))
