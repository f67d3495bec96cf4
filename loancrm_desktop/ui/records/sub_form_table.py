"""The table of a sub-form: typed in place; Tab past the end adds a row."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.field_editors import FieldEditor, LineEditor, editor_for
from loancrm_desktop.ui.records.sub_form_model import RowsModel

Index = QModelIndex | QPersistentModelIndex
_EndHint = QAbstractItemDelegate.EndEditHint
_HINTS = {
    Qt.Key.Key_Tab: _EndHint.EditNextItem,
    Qt.Key.Key_Backtab: _EndHint.EditPreviousItem,
    Qt.Key.Key_Return: _EndHint.NoHint,
    Qt.Key.Key_Enter: _EndHint.NoHint,
}
_LEAST_ROWS, _MOST_ROWS = 1, 8


class CellDelegate(QStyledItemDelegate):
    """Edits a cell with the editor of its column's type."""

    def __init__(self, words: OfficeWords, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._inside: dict[int, FieldEditor] = {}
        self._places: dict[int, QPersistentModelIndex] = {}

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Make the editor of a cell."""
        del option
        model = index.model()
        spec = model.columns[index.column()] if isinstance(model, RowsModel) else None
        if spec is None:
            return QWidget(parent)
        plain = editor_for(spec, self._words)
        made = LineEditor(spec) if isinstance(plain.focusProxy(), QPlainTextEdit) else plain
        if made is not plain:
            plain.deleteLater()
        made.setParent(parent)
        made.setAutoFillBackground(True)
        inside: QWidget = made
        while (deeper := inside.focusProxy()) is not None:
            inside = deeper
        inside.installEventFilter(self)
        self._inside[id(inside)] = made
        self._places[id(made)] = QPersistentModelIndex(index)
        return made

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the cell's value."""
        if isinstance(editor, FieldEditor):
            editor.set_value(index.data(Qt.ItemDataRole.EditRole))

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        """Take what was typed."""
        if isinstance(editor, FieldEditor) and isinstance(model, RowsModel):
            model.setData(index, editor.value())

    def destroyEditor(self, editor: QWidget, index: Index) -> None:  # noqa: N802 - Qt names it so
        """Let an editor go."""
        self._forget(editor)
        super().destroyEditor(editor, index)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Go on with Tab, end with Enter, leave with Esc; what is left is kept."""
        held = self._inside.get(id(editor))
        if held is None:
            return False  # what is closing already; Qt would close it a second time
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(held, event)
        if event.type() == QEvent.Type.FocusOut:
            self._on_left(held)
        return False

    def _on_key(self, held: FieldEditor, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self._forget(held)
            self.closeEditor.emit(held, _EndHint.RevertModelCache)
            return True
        hint = _HINTS.get(Qt.Key(event.key()))
        if hint is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        self._end(held, hint)
        return True

    def _end(self, held: FieldEditor, hint: QAbstractItemDelegate.EndEditHint) -> None:
        self._forget(held)  # closing takes the focus away, which is no second end
        self.commitData.emit(held)
        self.closeEditor.emit(held, hint)

    def _is_open(self, held: FieldEditor) -> bool:
        """Say whether the view still has this editor; closing, it lets go of it first."""
        table, place = self.parent(), self._places.get(id(held))
        if not isinstance(table, QTableView) or place is None or not place.isValid():
            return False
        return table.indexWidget(table.model().index(place.row(), place.column())) is held

    def _forget(self, held: QWidget) -> None:
        self._inside = {key: each for key, each in self._inside.items() if each is not held}

    def _on_left(self, held: FieldEditor) -> None:
        there = QApplication.focusWidget()
        inside = there is not None and (there is held or held.isAncestorOf(there))
        if not inside and self._is_open(held) and QApplication.activePopupWidget() is None:
            self._end(held, _EndHint.NoHint)


class RowsTable(QTableView):
    """Shows the rows, as high as they need up to eight.

    Signals:
        row_wanted: a new row is wanted at the end.
    """

    row_wanted = Signal()

    def __init__(self, model: RowsModel, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setProperty("role", "boxed")
        self.setItemDelegate(CellDelegate(words, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.setTabKeyNavigation(True)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.current().size("row"))
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self.take_height)
        self.take_height()

    def take_height(self) -> None:
        """Be as high as the rows."""
        shown = min(max(self.model().rowCount(), _LEAST_ROWS), _MOST_ROWS)
        look = theme.current()
        self.setFixedHeight(look.size("tableHeader") + shown * look.size("row") + 4)

    def edit_cell(self, row: int, column: int) -> None:
        """Begin to type in a cell."""
        index = self.model().index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.edit(index)

    def closeEditor(  # noqa: N802 - Qt names it so
        self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint
    ) -> None:
        """Close an editor; going on past the last cell adds a row."""
        last = self._at_last_cell()
        if hint == _EndHint.EditNextItem and last:
            super().closeEditor(editor, _EndHint.NoHint)
            self._go_on()
            return
        super().closeEditor(editor, hint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Add a row with Tab past the end, take rows from the clipboard, empty a cell with Del."""
        if event.key() == Qt.Key.Key_Tab and self._at_last_cell():
            self._go_on()
        elif event.matches(QKeySequence.StandardKey.Copy):
            said = self.currentIndex().data(Qt.ItemDataRole.DisplayRole)
            QGuiApplication.clipboard().setText(str(said or ""))
        elif event.key() == Qt.Key.Key_Delete and self.currentIndex().isValid():
            self.model().setData(self.currentIndex(), None)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _at_last_cell(self) -> bool:
        here, model = self.currentIndex(), self.model()
        ends = (model.rowCount() - 1, model.columnCount() - 1)
        return here.isValid() and (here.row(), here.column()) == ends

    def _go_on(self) -> None:
        self.row_wanted.emit()
        if self.model().rowCount():
            self.edit_cell(self.model().rowCount() - 1, 0)
