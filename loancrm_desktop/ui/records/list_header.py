"""The head of the customer list: titles to sort by, edges to drag, a box that ticks all."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.records.list_columns import PINNED
from loancrm_desktop.ui.records.row_delegate import BOX, PAD, paint_box
from loancrm_desktop.ui.records.table_model import Column, RowsTableModel

_ARROW = 12
_SORT_UP, _SORT_DOWN, _LEFT, _RIGHT, _HIDE = "up", "down", "left", "right", "hide"


class ListHeader(QHeaderView):
    """Titles of the columns.

    Signals:
        all_toggled: the box over the ticks was pressed.
        sort_chosen: a title was clicked; carries `key`, `-key` or the empty text.
        order_dragged: the columns are to stand in another order (keys, without those pinned).
        width_dragged: a column was dragged to a width (key, pixels).
        hide_wanted: a column is to be left out (its key).
    """

    all_toggled = Signal()
    sort_chosen = Signal(str)
    order_dragged = Signal(list)
    width_dragged = Signal(str, int)
    hide_wanted = Signal(str)

    def __init__(self, model: RowsTableModel, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._model = model
        self._sort = ""
        self._state = Qt.CheckState.Unchecked
        self._dragging = False
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setStretchLastSection(False)
        self.setMinimumSectionSize(34)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.sectionClicked.connect(self._on_section_clicked)
        self.sectionMoved.connect(self._on_section_moved)
        self.sectionResized.connect(self._on_section_resized)

    def show_sort(self, sort: str) -> None:
        """Mark the column the list is sorted by."""
        self._sort = sort
        self.viewport().update()

    def show_ticks(self, state: Qt.CheckState) -> None:
        """Say whether all rows are ticked, some, or none."""
        if state != self._state:
            self._state = state
            self.viewport().update()

    @property
    def ticks(self) -> Qt.CheckState:
        """What the box over the ticks shows."""
        return self._state

    def sizeHint(self) -> QSize:
        """Answer the head's height, which grows with the text."""
        look = theme.current()
        high = max(look.size("tableHeader"), QFontMetrics(look.font("body")).height() + 12)
        return QSize(super().sizeHint().width(), high)

    def paintSection(  # noqa: N802 - Qt names it so
        self,
        painter: QPainter,
        rect: QRect,
        logicalIndex: int,  # noqa: N803 - Qt names it so
    ) -> None:
        """Paint one title."""
        if not 0 <= logicalIndex < len(self._model.columns):
            return
        look = theme.current()
        painter.save()
        painter.fillRect(rect, look.colour("surfaceAlt"))
        under = QRect(rect.left(), rect.bottom(), rect.width(), 1)
        painter.fillRect(under, look.colour("border"))
        if logicalIndex == 0:
            box = QRect(rect.left() + PAD + 6, rect.center().y() - BOX // 2 + 1, BOX, BOX)
            paint_box(painter, box, self._state)
        else:
            place = rect.adjusted(PAD, 0, -PAD, 0)
            self._paint_title(painter, place, self._model.columns[logicalIndex])
        painter.restore()

    def _paint_title(self, painter: QPainter, place: QRect, column: Column) -> None:
        look = theme.current()
        sorted_here = bool(column.sort_key) and column.sort_key == self._sort.lstrip("-")
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("accentText" if sorted_here else "textTertiary"))
        room = place.width() - (_ARROW + 2 if sorted_here else 0)
        metrics = painter.fontMetrics()
        title = metrics.elidedText(column.title, Qt.TextElideMode.ElideRight, room)
        width = metrics.horizontalAdvance(title)
        left = place.right() - width - (_ARROW + 2 if sorted_here else 0) + 1
        words = QRect(left if column.right else place.left(), place.top(), width, place.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, title)
        if sorted_here:
            icon = look.icon(
                "arrow-down" if self._sort.startswith("-") else "arrow-up", "accentText"
            )
            at = QRect(words.right() + 3, place.center().y() - _ARROW // 2 + 1, _ARROW, _ARROW)
            icon.paint(painter, at)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick all with the box; else as usual."""
        place = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and self._is_box(place):
            self.all_toggled.emit()
            return
        self._dragging = True
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag."""
        super().mouseReleaseEvent(event)
        self._dragging = False

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what a drag and a click do to the column, for the keyboard and steady hands."""
        section = self.logicalIndexAt(event.pos())
        if 0 < section < len(self._model.columns):
            self.open_menu(section, event.globalPos())

    def open_menu(self, section: int, place: QPoint) -> QMenu:
        """Open the menu of a column."""
        column = self._model.columns[section]
        keys = [one.key for one in self._model.columns if one.key not in PINNED]
        at = keys.index(column.key) if column.key in keys else -1
        menu = QMenu(self)
        offers = (
            (_SORT_UP, tr("Sort upwards"), bool(column.sort_key)),
            (_SORT_DOWN, tr("Sort downwards"), bool(column.sort_key)),
            (_LEFT, tr("Move left"), at > 0),
            (_RIGHT, tr("Move right"), 0 <= at < len(keys) - 1),
            (_HIDE, tr("Hide the column"), at >= 0),
        )
        for name, words, possible in offers:
            action = menu.addAction(words)
            action.setData((name, column.key, column.sort_key))
            action.setEnabled(possible)
        menu.triggered.connect(self._on_menu_triggered)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)
        return menu

    def _on_menu_triggered(self, action: QAction) -> None:
        name, key, sort_key = cast("tuple[str, str, str]", action.data())
        if name in (_SORT_UP, _SORT_DOWN):
            self.sort_chosen.emit(sort_key if name == _SORT_UP else f"-{sort_key}")
        elif name == _HIDE:
            self.hide_wanted.emit(key)
        else:
            keys = [one.key for one in self._model.columns if one.key not in PINNED]
            at = keys.index(key)
            other = at + (1 if name == _RIGHT else -1)
            keys[at], keys[other] = keys[other], keys[at]
            self.order_dragged.emit(keys)

    def _is_box(self, place: QPoint) -> bool:
        return self.logicalIndexAt(place) == 0 and place.x() < self.sectionSize(0) - 4

    def _on_section_clicked(self, section: int) -> None:
        key = self._model.columns[section].sort_key
        if key:
            steps = {f"-{key}": key, key: ""}
            self.sort_chosen.emit(steps.get(self._sort, f"-{key}"))

    def _on_section_resized(self, section: int, before: int, width: int) -> None:
        del before
        if self._dragging:
            self.width_dragged.emit(self._model.columns[section].key, width)

    def _on_section_moved(self, section: int, before: int, after: int) -> None:
        """Turn a drag into another order of the model's columns, the pinned ones staying."""
        del section
        if not self._dragging:
            return
        order = [self._model.columns[self.logicalIndex(at)].key for at in range(self.count())]
        self.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.moveSection(after, before)
        self.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self._dragging = False
        self.order_dragged.emit([key for key in order if key not in PINNED])
