"""Picking from a list with a filter above it: one thing, or several with ticks."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.conditions.pick_list_model import PickEntry, PickListModel
from loancrm_desktop.ui.conditions.tick_delegate import TickDelegate
from loancrm_desktop.ui.conditions.tokens import grown
from loancrm_desktop.ui.widgets.parts import label

_WIDTH = 260
_MOST_ROWS = 11
_FILTER_FROM = 8
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_PICKS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PickList(QWidget):
    """The filter and the list.

    Signals:
        picked: one was taken (its key); of several, one was ticked or unticked.
    """

    picked = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None, *, several: bool = False) -> None:
        super().__init__(parent)
        self._several = several
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Find by name or pinyin"))
        self.filter.setAccessibleName(tr("Find by name or pinyin"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._on_filter_text_changed)
        self.filter.installEventFilter(self)
        self.model = PickListModel(self, several=several)
        self.view = QListView()
        self.view.setAccessibleName(name)
        self.view.setModel(self.model)
        self.view.setProperty("role", "cards")
        self.view.setUniformItemSizes(True)
        self.view.setItemDelegate(TickDelegate(self.view))
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.view.setMouseTracking(True)
        self.view.installEventFilter(self)
        self.view.clicked.connect(self._on_view_clicked)
        self._none = label(tr("Nothing matches."), role="caption")
        self._none.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.filter)
        layout.addWidget(self._none)
        layout.addWidget(self.view, 1)
        self.setMinimumWidth(grown(_WIDTH))

    def offer(self, entries: Sequence[PickEntry]) -> None:
        """Offer other entries; a short list needs no filter."""
        self.model.offer(entries)
        self.filter.setVisible(len(entries) >= _FILTER_FROM)
        row = self.view.sizeHintForRow(0) if self.model.rowCount() else 0
        rows = min(_MOST_ROWS, max(1, self.model.rowCount()))
        self.view.setFixedHeight(rows * row + 4)
        self._to_first()

    def tick(self, keys: Sequence[Hashable]) -> None:
        """Tick exactly these; of one, go to it."""
        self.model.tick(keys)

    def go_to(self, key: Hashable) -> None:
        """Stand at one."""
        row = self.model.row_of(key)
        if row >= 0:
            self._go_to(row)

    @property
    def ticked(self) -> list[Any]:
        """The keys ticked."""
        return self.model.ticked

    def start(self) -> None:
        """Forget the filter and take the focus."""
        self.filter.clear()
        (self.filter if self.filter.isVisibleTo(self) else self.view).setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the keys of the list reach it while the filter has the focus."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in _PICKS and not event.modifiers():
                self._pick(self.view.currentIndex())
                return True
            if watched is self.view and key == Qt.Key.Key_Space:
                self._pick(self.view.currentIndex())
                return True
            if watched is self.filter and key in _MOVES:
                self.view.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)

    def _pick(self, index: QModelIndex) -> None:
        entry = self.model.entry(index.row()) if index.isValid() else None
        if entry is None:
            return
        if self._several:
            self.model.toggle(entry.key)
        self.picked.emit(entry.key)

    def _to_first(self) -> None:
        for row in range(self.model.rowCount()):
            if self.model.entry(row) is not None:
                self._go_to(row)
                return

    def _go_to(self, row: int) -> None:
        index = self.model.index(row)
        self.view.setCurrentIndex(index)
        self.view.scrollTo(index)

    def _on_filter_text_changed(self, text: str) -> None:
        self.model.set_filter(text)
        self._none.setVisible(self.model.rowCount() == 0)
        self._to_first()

    def _on_view_clicked(self, index: QModelIndex) -> None:
        self._pick(index)
