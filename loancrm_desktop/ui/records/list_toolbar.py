"""The line above the list: search, conditions, order, columns, list or board."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.records.list_wish import DEFAULT_SORT
from loancrm_desktop.ui.records.table_model import Column
from loancrm_desktop.ui.widgets.parts import icon_button
from loancrm_desktop.ui.widgets.segments import SegmentedControl

SEARCH_PAUSE_MS = 180
LIST, BOARD = "list", "board"
_SEARCH_WIDTH = 150


class ListToolbar(QFrame):
    """Search box left, conditions in the middle, how the list is shown at the right.

    Signals:
        searched: other words are searched for.
        sort_chosen: another order was chosen (`key`, `-key` or empty).
        columns_wanted: the column chooser is wanted (the button it is at).
        board_wanted: the same customers are wanted as a board.
    """

    searched = Signal()
    sort_chosen = Signal(str)
    columns_wanted = Signal(QWidget)
    board_wanted = Signal()

    def __init__(self, conditions: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "header")
        self.setMinimumHeight(theme.current().layout("toolbar"))
        self._usual = (tr("Last contact first"), DEFAULT_SORT)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Find"))
        self.search.setToolTip(tr("Name, pinyin, end of the phone number, company (Ctrl+F)"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(110)
        self.search.setMaximumWidth(_SEARCH_WIDTH + 60)
        self.search.setAccessibleName(tr("Search"))
        icon = theme.current().icon("search", "textTertiary")
        self.search.setProperty("look", "search")
        self.search.addAction(icon, QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_PAUSE_MS)
        self._pause.timeout.connect(self.searched)
        self.search.textChanged.connect(self._on_search_text_changed)
        self.search.returnPressed.connect(self._on_search_return_pressed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 6)
        layout.setSpacing(8)
        layout.addWidget(self.search, 1)
        layout.addWidget(conditions, 5, Qt.AlignmentFlag.AlignVCenter)
        for part in self._build_right():
            layout.addWidget(part)

    def _build_right(self) -> Sequence[QWidget]:
        self.sort = icon_button("sort", tr("Order"))
        self.sort.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._sorts = QMenu(self.sort)
        self._sorts.triggered.connect(self._on_sorts_triggered)
        self.sort.setMenu(self._sorts)
        self.columns = icon_button("columns", tr("Choose columns"))
        self.columns.clicked.connect(self._on_columns_clicked)
        self.kind = SegmentedControl(tr("List or board"))
        self.kind.set_choices(
            [(LIST, "", "rows"), (BOARD, "", "board")], [tr("As a list"), tr("As a board")]
        )
        self.kind.chosen.connect(self._on_kind_chosen)
        return self.sort, self.columns, self.kind

    def serve_records(self, usual_order: str, sort: str) -> None:
        """Serve a list of other records than customers: no board, another usual order."""
        self._usual = (usual_order, sort)
        self.kind.hide()
        self.search.setToolTip(tr("Name, searchable fields, customer (Ctrl+F)"))

    @property
    def search_text(self) -> str:
        """What is searched for, empty for nothing."""
        return self.search.text().strip()

    def set_search(self, text: str) -> None:
        """Show other words without searching."""
        self.search.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.search.setText(text)
        self.search.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self._pause.stop()

    def show_sorts(self, columns: Sequence[Column], sort: str) -> None:
        """Offer the columns to sort by, the one in force ticked."""
        self._sorts.clear()
        group = QActionGroup(self._sorts)
        words, key = self._usual
        usual = self._sorts.addAction(words)
        self._tick(usual, group, "", chosen=sort in ("", key))
        self._sorts.addSeparator()
        for column in columns:
            if column.sort_key:
                action = self._sorts.addAction(column.title)
                here = sort.lstrip("-") == column.sort_key
                self._tick(action, group, column.sort_key, chosen=here)
        self._sorts.addSeparator()
        turned = self._sorts.addAction(tr("The other way round"))
        turned.setEnabled(bool(sort))
        turned.setData(sort[1:] if sort.startswith("-") else f"-{sort}")

    def _tick(self, action: QAction, group: QActionGroup, key: str, *, chosen: bool) -> None:
        action.setCheckable(True)
        action.setChecked(chosen)
        action.setData(f"-{key}" if key else "")
        group.addAction(action)

    def _on_sorts_triggered(self, action: QAction) -> None:
        self.sort_chosen.emit(str(action.data()))

    def _on_search_text_changed(self) -> None:
        self._pause.start()

    def _on_search_return_pressed(self) -> None:
        self._pause.stop()
        self.searched.emit()

    def _on_columns_clicked(self) -> None:
        self.columns_wanted.emit(self.columns)

    def _on_kind_chosen(self, kind: str) -> None:
        if kind == BOARD:
            self.kind.set_current(LIST)
            self.board_wanted.emit()
