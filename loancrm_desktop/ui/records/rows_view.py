"""The table of customers: one scroll over all of them, ticks by id, a keyboard cell, quick paint."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip, QWidget

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.records.customer_model import CustomerTableModel
from loancrm_desktop.ui.records.list_columns import fitted
from loancrm_desktop.ui.records.list_header import ListHeader
from loancrm_desktop.ui.records.row_delegate import (
    RowDelegate,
    RowPainter,
    ShownColumn,
    ShownRow,
    pencil_place,
    row_height,
)

_FLAGS = QItemSelectionModel.SelectionFlag
_NAME_AT = 1


class RowsView(QTableView):
    """Shows a CustomerTableModel.

    The row the keyboard is on is Qt's current one; which rows are ticked the model's ticks say.

    Signals:
        opened: a row was double-clicked (the row).
        current_changed: the keyboard is on another row (the row, or None).
        span_wanted: ticks are to reach from one row number to another.
        edit_wanted: a cell is to be changed where it stands (its index).
        menu_wanted: the menu of the current row is wanted (where, on the screen).
        moved: the rows stand elsewhere, or the columns do.
    """

    opened = Signal(object)
    current_changed = Signal(object)
    span_wanted = Signal(int, int)
    edit_wanted = Signal(QModelIndex)
    menu_wanted = Signal(QPoint)
    moved = Signal()

    def __init__(
        self,
        model: CustomerTableModel,
        name: str,
        parent: QWidget | None = None,
        special: Collection[str] | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows = model
        self._painter = RowPainter(model.texts, special)
        self._hovered = (-1, -1)
        self._anchor = -1
        self._widths: dict[str, int] = {}
        self._spare = True
        self.head = ListHeader(model, self)
        self.setHorizontalHeader(self.head)
        self.setModel(model)
        self.setItemDelegate(RowDelegate(self))
        self._dress(name)
        model.ticks.changed.connect(self._on_ticks_changed)
        model.modelReset.connect(self.fit_columns)
        self.selectionModel().currentRowChanged.connect(self._on_current_row_changed)
        self.head.sectionResized.connect(self.moved)
        self.head.width_dragged.connect(self._on_head_width_dragged)

    def _dress(self, name: str) -> None:
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        # Everything is painted, so what scrolls may be moved instead of painted again.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.grow_rows()

    def grow_rows(self) -> None:
        """Give the rows the height the text needs now."""
        height = row_height()
        if self.verticalHeader().defaultSectionSize() != height:
            self.verticalHeader().setDefaultSectionSize(height)
        self.horizontalScrollBar().setSingleStep(24)
        self.verticalScrollBar().setSingleStep(height)

    def changeEvent(self, event: QEvent) -> None:
        """Follow another theme or size of the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.grow_rows()
            self.viewport().update()

    # Columns.

    @property
    def widths(self) -> dict[str, int]:
        """What the person has dragged, by column."""
        return dict(self._widths)

    def show_widths(self, widths: dict[str, int], *, spare: bool) -> None:
        """Give columns the widths dragged earlier; `spare` lets a narrow window leave some out."""
        self._widths = dict(widths)
        self._spare = spare
        self.fit_columns()

    def fit_columns(self) -> None:
        """Share the width out among the columns."""
        room = self.viewport().width()
        left_out, widths = fitted(self._rows.columns, self._widths, room, spare=self._spare)
        with QSignalBlocker(self.head):
            for at, column in enumerate(self._rows.columns):
                self.setColumnHidden(at, column.key in left_out)
                if column.key in widths:
                    self.setColumnWidth(at, widths[column.key])
        self.updateGeometries()
        self.viewport().update()
        self.head.viewport().update()
        self.moved.emit()

    def shown_columns(self) -> list[ShownColumn]:
        """Answer the columns in sight, with their places."""
        room, head = self.viewport().width(), self.head
        shown: list[ShownColumn] = []
        for at, column in enumerate(self._rows.columns):
            if head.isSectionHidden(at):
                continue
            left, width = head.sectionViewportPosition(at), head.sectionSize(at)
            if left < room and left + width > 0:
                shown.append(ShownColumn(left, width, column))
        return shown

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802 - Qt names it so
        """Scroll; sideways everything is painted again, for the first columns may be pinned."""
        super().scrollContentsBy(dx, dy)
        if dx:
            self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share a new width out."""
        super().resizeEvent(event)
        self.fit_columns()

    def _on_head_width_dragged(self, key: str, width: int) -> None:
        self._widths[key] = width
        self.viewport().update()

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows in what is to be painted, without asking Qt cell by cell."""
        painter = QPainter(self.viewport())
        columns = self.shown_columns()
        for dirty in _pieces(event.region()):
            painter.setClipRect(dirty)
            rows = self.shown_rows(dirty)
            right = columns[-1].left + columns[-1].width if columns else 0
            within = [at for at in columns if at.left <= dirty.right() + 1]
            self._painter.paint(painter, rows, within, self.row_height)
            bottom = rows[-1].top + self.row_height if rows else 0
            ground = theme.current().colour("surface")
            room = self.viewport().rect()
            painter.fillRect(QRect(0, bottom, room.width(), room.height() - bottom), ground)
            painter.fillRect(QRect(right, 0, room.width() - right, room.height()), ground)
            self._paint_marks(painter)
        painter.end()

    def _paint_marks(self, painter: QPainter) -> None:
        pencil = self._pencil_cell()
        if pencil is not None:
            right = self._rows.columns[pencil.column()].right
            self._painter.paint_pencil(painter, self.visualRect(pencil), at_left=right)
        here = self.currentIndex()
        if self.hasFocus() and here.isValid() and here.column() > _NAME_AT:
            self._painter.paint_ring(painter, self.visualRect(here))

    @property
    def row_height(self) -> int:
        """How high a row is."""
        return self.verticalHeader().defaultSectionSize()

    @property
    def customer_model(self) -> CustomerTableModel:
        """The rows shown."""
        return self._rows

    @property
    def row_painter(self) -> RowPainter:
        """What paints the rows; the pinned column shares it."""
        return self._painter

    def shown_rows(self, within: QRect) -> list[ShownRow]:
        """Answer the rows that lie in a part of the viewport, asking for those not there yet."""
        height, total = self.row_height, self._rows.total
        offset = self.verticalOffset()
        first = max(0, (offset + within.top()) // height)
        last = min(total - 1, (offset + within.bottom()) // height)
        ticks, here, over = self._rows.ticks, self.currentIndex().row(), self._hovered[0]
        shown: list[ShownRow] = []
        for at in range(first, last + 1):
            row = self._rows.row_at(at)
            ticked = row is not None and row.id in ticks
            shown.append(ShownRow(at * height - offset, row, ticked, at == here, at == over))
        return shown

    def _pencil_cell(self) -> QModelIndex | None:
        row, column = self._hovered
        if row < 0 or not 0 <= column < len(self._rows.columns):
            return None
        if self._rows.columns[column].key not in self._rows.editable:
            return None
        return self._rows.index(row, column) if self._rows.peek(row) is not None else None

    # The keyboard's row.

    @property
    def current_row(self) -> Any | None:
        """The row the keyboard is on."""
        index = self.currentIndex()
        return self._rows.peek(index.row()) if index.isValid() else None

    def go_to_row(self, row: int, column: int = _NAME_AT) -> None:
        """Put the keyboard on a row."""
        if 0 <= row < self._rows.total:
            index = self._rows.index(row, min(column, len(self._rows.columns) - 1))
            self.selectionModel().setCurrentIndex(index, _FLAGS.ClearAndSelect | _FLAGS.Rows)

    def in_cell(self) -> bool:
        """Say whether the keyboard has gone to a single cell with ← and →."""
        here = self.currentIndex()
        return here.isValid() and here.column() > _NAME_AT

    def _on_current_row_changed(self, here: QModelIndex, before: QModelIndex) -> None:
        self._update_row(before.row())
        self._update_row(here.row())
        self.current_changed.emit(self.current_row)

    def _update_row(self, row: int) -> None:
        if row >= 0:
            top = row * self.row_height - self.verticalOffset()
            place = QRect(0, top, self.viewport().width(), self.row_height)
            self.viewport().update(place)
            self.moved.emit()

    def _on_ticks_changed(self) -> None:
        ticks, total = len(self._rows.ticks), self._rows.total
        some = Qt.CheckState.PartiallyChecked if ticks else Qt.CheckState.Unchecked
        self.head.show_ticks(Qt.CheckState.Checked if 0 < total <= ticks else some)
        self.viewport().update()
        self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Extend the ticks with Shift; Home and End go to the first and last row."""
        here, key = self.currentIndex(), event.key()
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and key in steps:
            self._extend(here.row() + steps[Qt.Key(key)])
            return
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            last = 0 if key == Qt.Key.Key_Home else self._rows.total - 1
            self.go_to_row(last)
            return
        column = here.column()
        super().keyPressEvent(event)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and column != self.currentIndex().column():
            self._update_row(here.row())

    def _extend(self, row: int) -> None:
        row = max(0, min(row, self._rows.total - 1))
        if self._anchor < 0:
            self._anchor = max(0, self.currentIndex().row())
        self.go_to_row(row)
        self.span_wanted.emit(min(self._anchor, row), max(self._anchor, row))

    def start_span(self) -> None:
        """Let the next Shift reach from the current row."""
        self._anchor = self.currentIndex().row()

    # The mouse.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick in the first column or with Ctrl, extend with Shift, edit at the pencil."""
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or event.button() == Qt.MouseButton.MiddleButton:
            super().mousePressEvent(event)
        elif self._at_pencil(index, event.position().toPoint()):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.go_to_row(index.row(), index.column())
            self.edit_wanted.emit(index)
        else:
            self.press(index.row(), index.column(), event)

    def press(self, row: int, column: int, event: QMouseEvent) -> None:
        """Do what a click on a cell does, here or in the pinned column."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() == Qt.MouseButton.RightButton:
            self.go_to_row(row)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._extend(row)
        else:
            toggles = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._click(self._rows.index(row, column), toggles=toggles)

    def _click(self, index: QModelIndex, *, toggles: bool) -> None:
        row = self._rows.peek(index.row())
        self.go_to_row(index.row())
        self._anchor = index.row()
        if row is not None and (toggles or index.column() == 0):
            self._rows.ticks.toggle(row.id)

    def _at_pencil(self, index: QModelIndex, place: QPoint) -> bool:
        cell = self._pencil_cell()
        if cell is None or (cell.row(), cell.column()) != (index.row(), index.column()):
            return False
        right = self._rows.columns[index.column()].right
        return pencil_place(self.visualRect(index), at_left=right).contains(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what is under the pointer, and its pencil."""
        index = self.indexAt(event.position().toPoint())
        self.show_hovered(index.row(), index.column())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing is dragged from here."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the row."""
        index = self.indexAt(event.position().toPoint())
        row = self._rows.peek(index.row()) if index.isValid() and index.column() else None
        if row is not None and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(row)

    def leaveEvent(self, event: QEvent) -> None:
        """Let go of the row under the pointer."""
        super().leaveEvent(event)
        self.show_hovered(-1, -1)

    def show_hovered(self, row: int, column: int) -> None:
        """Mark a row as under the pointer."""
        if (row, column) != self._hovered:
            before = self._hovered[0]
            self._hovered = (row, column)
            self._update_row(before)
            self._update_row(row)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the row's menu, also from the keyboard's menu key."""
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            rect = self.visualRect(self.currentIndex())
            place = self.viewport().mapToGlobal(rect.bottomLeft() + QPoint(24, 0))
        if self.current_row is not None:
            self.menu_wanted.emit(place)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show a cell in full where it is cut off or says more."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            text = self._tip(index) if index.isValid() else ""
            QToolTip.showText(event.globalPos(), text, self.viewport(), self.visualRect(index))
            return True
        return super().viewportEvent(event)

    def _tip(self, index: QModelIndex) -> str:
        row = self._rows.peek(index.row())
        if row is None:
            return ""
        column = self._rows.columns[index.column()]
        long = self._rows.texts.long(row, column.key)
        cut = self._painter.is_cut(row, column, self.columnWidth(index.column()))
        return long if cut or long != self._rows.texts(row, column.key) else ""


def _pieces(region: QRegion) -> list[QRect]:
    """Answer the parts of a region; many small ones are painted as one."""
    if region.rectCount() > 4:
        return [region.boundingRect()]
    return [QRect(piece) for piece in region]  # pyright: ignore[reportGeneralTypeIssues, reportUnknownVariableType, reportUnknownArgumentType] - iterable, the stubs say not
