"""The queue on screen: arrows walk the items, a click folds a group or does what it hits."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QListView, QToolTip, QWidget

from loancrm_desktop.services.today import QueueItem
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.today.queue_delegate import QueueDelegate, hit
from loancrm_desktop.ui.today.queue_model import GroupLine, Index, QueueListModel, key_of

_AHEAD = 10
_STEPS = {
    QListView.CursorAction.MoveUp: -1,
    QListView.CursorAction.MoveDown: 1,
}


class QueueView(QListView):
    """Shows the queue.

    Signals:
        item_chosen: another item is the current one (QueueItem or None).
        act_requested: an act of a line was asked for (its key, QueueItem).
        opened: an item's customer is to be opened (QueueItem).
        folded: groups were folded or unfolded.
        more_wanted: the end of what is read of a group is in sight (its key).
    """

    item_chosen = Signal(object)
    act_requested = Signal(str, object)
    opened = Signal(object)
    folded = Signal()
    more_wanted = Signal(str)

    def __init__(
        self, lines: QueueListModel, delegate: QueueDelegate, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._lines = lines
        self._delegate = delegate
        self.setModel(lines)
        self.setItemDelegate(delegate)
        self.setAccessibleName(tr("What to do now"))
        self.setMouseTracking(True)
        self.setUniformItemSizes(False)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.doubleClicked.connect(self._on_double_clicked)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        delegate.setParent(self)

    @property
    def item(self) -> QueueItem | None:
        """The current item."""
        return self._lines.item(self.currentIndex().row())

    def choose(self, row: int) -> None:
        """Make a line the current one, the first item where there is no such line."""
        index = self._lines.index(row, 0) if row >= 0 else QModelIndex()
        self.setCurrentIndex(index)
        if index.isValid():
            self.scrollTo(index)

    def show_group(self, key: str) -> None:
        """Unfold a group and go to its first item."""
        if key in self._lines.folded:
            self._toggle(key)
        row = self._lines.row_of(f"group:{key}")
        if row >= 0:
            self.scrollTo(self._lines.index(row, 0), QListView.ScrollHint.PositionAtTop)
            self.choose(self._lines.next_item(row))
            self.setFocus()

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt names it so
        """Tell of the item that is current now."""
        super().currentChanged(current, previous)
        self.item_chosen.emit(self._lines.item(current.row()))

    def moveCursor(  # noqa: N802 - Qt names it so
        self, action: QListView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Step over the groups' lines, but for those that are folded."""
        found = super().moveCursor(action, modifiers)
        step = _STEPS.get(action)
        if step is None:
            return found
        row = self.currentIndex().row() + step
        while 0 <= row < self._lines.rowCount():
            line = self._lines.line(row)
            if isinstance(line, QueueItem) or (isinstance(line, GroupLine) and line.folded):
                return self._lines.index(row, 0)
            row += step
        return self.currentIndex() if self.currentIndex().isValid() else found

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Fold with ←, unfold with →."""
        line = self._lines.line(self.currentIndex().row())
        if event.key() == Qt.Key.Key_Left and isinstance(line, QueueItem):
            self._toggle(line.group)
            self.choose(self._lines.row_of(f"group:{line.group}"))
        elif event.key() == Qt.Key.Key_Right and isinstance(line, GroupLine) and line.folded:
            self._unfold(line.group.key)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Do what was hit: fold a group, run an act of a line, or choose it."""
        index = self.indexAt(event.position().toPoint())
        line = self._lines.line(index.row()) if index.isValid() else None
        if event.button() != Qt.MouseButton.LeftButton or line is None:
            super().mousePressEvent(event)
            return
        if isinstance(line, GroupLine):
            self._toggle(line.group.key)
            return
        super().mousePressEvent(event)
        act = hit(self.visualRect(index), event.position().toPoint())
        if act:
            self.act_requested.emit("done" if act == "tick" else act, line)

    def viewportEvent(self, event: QEvent) -> bool:
        """Name the act under the mouse, else say the whole line."""
        if event.type() == QEvent.Type.ToolTip:
            at = self.viewport().mapFromGlobal(self.cursor().pos())
            index = self.indexAt(at)
            if index.isValid() and self._lines.item(index.row()) is not None:
                act = hit(self.visualRect(index), at)
                if act:
                    QToolTip.showText(self.cursor().pos(), _act_name(act), self)
                    return True
        return super().viewportEvent(event)

    def fold(self, groups: Iterable[str]) -> None:
        """Fold these groups, without telling."""
        self._lines.set_folded(groups)

    def activate_line(self) -> None:
        """Open the current item's customer, or unfold the current group."""
        line = self._lines.line(self.currentIndex().row())
        if isinstance(line, GroupLine):
            self._unfold(line.group.key)
        elif line is not None:
            self.opened.emit(line)

    def _unfold(self, key: str) -> None:
        self._toggle(key)
        self.choose(self._lines.next_item(self._lines.row_of(f"group:{key}")))

    def _toggle(self, key: str) -> None:
        line = self._lines.line(self.currentIndex().row())
        self._lines.toggle(key)
        row = self._lines.row_of(key_of(line)) if line is not None else -1
        if row >= 0:
            self.selectionModel().setCurrentIndex(
                self._lines.index(row, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
        self.folded.emit()

    def _on_scrolled(self) -> None:
        """Ask for the next items of each group whose last line is nearly in sight."""
        bottom = self.indexAt(QPoint(4, self.viewport().height() - 2)).row()
        seen = bottom if bottom >= 0 else self._lines.rowCount() - 1
        last = min(self._lines.rowCount() - 1, seen + _AHEAD)
        top = max(0, self.indexAt(QPoint(4, 2)).row())
        for row in range(top, last + 1):
            line, after = self._lines.item(row), self._lines.line(row + 1)
            ends = line is not None and not isinstance(after, QueueItem)
            if line is not None and ends and self._lines.missing(line.group):
                self.more_wanted.emit(line.group)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        item = self._lines.item(index.row())
        if item is not None:
            self.opened.emit(item)


def _act_name(key: str) -> str:
    return {
        "call": tr("Log a call"),
        "message": tr("Log a message"),
        "later": tr("Put off"),
        "done": tr("Done"),
        "tick": tr("Done"),
    }[key]
