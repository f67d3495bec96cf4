"""The table view of lists: rows of one height, a check column that gathers a selection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.records.table_model import RowsTableModel

Index = QModelIndex | QPersistentModelIndex


class RowsView(QTableView):
    """Shows a RowsTableModel.

    Signals:
        opened: a row was double-clicked or Enter pressed on it; carries the row.
        sort_chosen: a header was clicked; carries `key`, `-key` or the empty text.
        ticked: other rows are selected now.
    """

    opened = Signal(object)
    sort_chosen = Signal(str)
    ticked = Signal()

    def __init__(self, model: RowsTableModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self._sorted_by = ""
        self.setModel(model)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self._dress_headers()
        self.doubleClicked.connect(self._on_double_clicked)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)

    def _dress_headers(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.current().size("row"))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(36)
        for position, column in enumerate(self._rows.columns):
            if column.width:
                self.setColumnWidth(position, column.width)
            else:
                header.setSectionResizeMode(position, QHeaderView.ResizeMode.Stretch)
        header.sectionClicked.connect(self._on_header_section_clicked)

    def show_sort(self, sort: str) -> None:
        """Mark the column the list is sorted by."""
        self._sorted_by = sort
        header = self.horizontalHeader()
        key = sort.lstrip("-")
        for position, column in enumerate(self._rows.columns):
            if column.sort_key and column.sort_key == key:
                down = sort.startswith("-")
                order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
                header.setSortIndicator(position, order)
                header.setSortIndicatorShown(True)
                return
        header.setSortIndicatorShown(False)

    @property
    def current_row(self) -> Any | None:
        """The row the keyboard is on."""
        index = self.currentIndex()
        return self._rows.row_at(index.row()) if index.isValid() else None

    @property
    def ticked_rows(self) -> Sequence[Any]:
        """The rows selected, as far as they are loaded."""
        chosen = self.selectionModel().selectedRows()
        return [row for index in chosen if (row := self._rows.row_at(index.row())) is not None]

    def remembered(self) -> tuple[int | None, tuple[int, ...]]:
        """Answer which record the keyboard is on and which are selected, before a reload."""
        here = self.current_row
        return (None if here is None else here.id, tuple(row.id for row in self.ticked_rows))

    def recall(self, kept: tuple[int | None, tuple[int, ...]]) -> None:
        """Go back to what was remembered, as far as those records are loaded."""
        current, ticked = kept
        flags = QItemSelectionModel.SelectionFlag
        for record_id in ticked:
            row = self._rows.row_of(record_id)
            if row is not None:
                index = self._rows.index(row, 0)
                self.selectionModel().select(index, flags.Select | flags.Rows)
        row = None if current is None else self._rows.row_of(current)
        if row is not None:
            self.selectionModel().setCurrentIndex(self._rows.index(row, 0), flags.NoUpdate)

    def selectionCommand(  # noqa: N802 - Qt names it so
        self, index: Index, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Let a click in the check column add to the selection rather than replace it."""
        checks = index.isValid() and self._rows.columns[index.column()].key == "check"
        if checks and event is not None and event.type() == QEvent.Type.MouseButtonPress:
            return QItemSelectionModel.SelectionFlag.Toggle | QItemSelectionModel.SelectionFlag.Rows
        return super().selectionCommand(index, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, tick with Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            row = self.current_row
            if row is not None:
                self.opened.emit(row)
            return
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().select(self.currentIndex(), flags.Toggle | flags.Rows)
            return
        super().keyPressEvent(event)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        row = self._rows.row_at(index.row())
        if row is not None:
            self.opened.emit(row)

    def _on_selection_changed(self) -> None:
        self.ticked.emit()
        self.viewport().update()

    def _on_header_section_clicked(self, section: int) -> None:
        key = self._rows.columns[section].sort_key
        if not key:
            self.show_sort(self._sorted_by)
            return
        steps = {f"-{key}": key, key: ""}
        self.sort_chosen.emit(steps.get(self._sorted_by, f"-{key}"))
