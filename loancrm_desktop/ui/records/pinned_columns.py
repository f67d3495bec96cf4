"""Ticks and names beside a list that is scrolled sideways: a second, frozen view of its rows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.records.list_columns import PINNED
from loancrm_desktop.ui.records.row_delegate import ShownColumn
from loancrm_desktop.ui.records.rows_view import RowsView


class PinnedColumns(QWidget):
    """Lies over the left of a view while that is scrolled sideways, and shows the same rows.

    It holds no focus and no rows of its own: a click here is a click on the same row there.
    """

    def __init__(self, view: RowsView) -> None:
        super().__init__(view)
        self._view = view
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        view.horizontalScrollBar().valueChanged.connect(self.follow)
        view.verticalScrollBar().valueChanged.connect(self._on_view_moved)
        view.moved.connect(self.follow)
        view.viewport().installEventFilter(self)
        self.hide()

    def follow(self) -> None:
        """Lie where the pinned columns are, or not at all while those are in sight themselves."""
        view, head = self._view, self._view.head
        wanted = view.horizontalScrollBar().value() > 0
        if wanted:
            width = sum(head.sectionSize(at) for at in range(len(PINNED)))
            place = view.viewport().geometry()
            self.setGeometry(place.left(), head.y(), width + 1, head.height() + place.height())
        self.setVisible(wanted)
        self.update()

    def _on_view_moved(self) -> None:
        if self.isVisible():
            self.update()

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override] - only the viewport is watched
        """Follow the view's size, and paint again what it paints again."""
        if event.type() == QEvent.Type.Resize and watched is self._view.viewport():
            self.follow()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint head and rows of the pinned columns."""
        view, look = self._view, theme.current()
        painter = QPainter(self)
        head_height, widths = view.head.height(), self._widths()
        left = 0
        for at, width in enumerate(widths):
            view.head.paintSection(painter, QRect(left, 0, width, head_height), at)
            left += width
        painter.translate(0, head_height)
        rows_place = QRect(0, 0, self.width(), self.height() - head_height)
        painter.setClipRect(rows_place)
        painter.fillRect(rows_place, look.colour("surface"))
        rows = view.shown_rows(rows_place)
        view.row_painter.paint(painter, rows, self._columns(widths), view.row_height)
        edge = QRect(self.width() - 1, -head_height, 1, self.height())
        painter.setClipping(False)
        painter.fillRect(edge, look.colour("border"))
        painter.end()
        del event

    def _widths(self) -> list[int]:
        return [self._view.head.sectionSize(at) for at in range(len(PINNED))]

    def _columns(self, widths: list[int]) -> list[ShownColumn]:
        columns = self._view.customer_model.columns[: len(PINNED)]
        left, shown = 0, list[ShownColumn]()
        for column, width in zip(columns, widths, strict=True):
            shown.append(ShownColumn(left, width, column))
            left += width
        return shown

    def _row_and_column(self, place: QPoint) -> tuple[int, int]:
        height = self._view.head.height()
        row = self._view.rowAt(place.y() - height) if place.y() >= height else -1
        return row, 0 if place.x() < self._widths()[0] else 1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Do what a click on the same cell of the view does."""
        row, column = self._row_and_column(event.position().toPoint())
        if row >= 0:
            self._view.press(row, column, event)
        elif event.position().y() < self._view.head.height():
            if column == 0:
                self._view.head.all_toggled.emit()
            else:
                self._view.head.sectionClicked.emit(column)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing is dragged from here."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the row."""
        row, column = self._row_and_column(event.position().toPoint())
        found = self._view.customer_model.peek(row) if row >= 0 else None
        if found is not None and column:
            self._view.opened.emit(found)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the row under the pointer."""
        row, column = self._row_and_column(event.position().toPoint())
        self._view.show_hovered(row, column)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Keep the arrow."""
        super().enterEvent(event)
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def leaveEvent(self, event: QEvent) -> None:
        """Let go of the row under the pointer."""
        super().leaveEvent(event)
        self._view.show_hovered(-1, -1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the view below."""
        QApplication.sendEvent(self._view.viewport(), event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the row's menu."""
        row, _ = self._row_and_column(event.pos())
        if row >= 0:
            self._view.go_to_row(row)
            self._view.menu_wanted.emit(event.globalPos())
