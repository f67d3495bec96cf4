"""What is around the board's columns: what shows instead while it loads, fails or is empty."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from loancrm_desktop.errors import Problem, Refused
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.parts import button
from loancrm_desktop.ui.widgets.skeleton import LateSkeleton
from loancrm_desktop.ui.widgets.states import StateView

_COLUMNS = 6
_ROWS = 8
_CARD = 88


class BoardFrame(QStackedWidget):
    """Shows the board, a skeleton while it is read, or why there is nothing to see.

    Signals:
        retry_requested: read it again.
        new_requested: a new customer is wanted.
        clear_requested: all filters are to go.
        drop_requested: the condition that is in the way is to go.
    """

    retry_requested = Signal()
    new_requested = Signal()
    clear_requested = Signal()
    drop_requested = Signal()

    def __init__(self, board: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._board = QWidget()
        self._board.setProperty("role", "window")
        inside = QVBoxLayout(self._board)
        inside.setContentsMargins(0, 0, 0, 0)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self._splitter.addWidget(board)
        inside.addWidget(self._splitter)
        self._states = StateView()
        self._states.retry_requested.connect(self.retry_requested)
        self._skeleton = LateSkeleton()
        self._skeleton.show_rows(_ROWS, _COLUMNS, row_height=_CARD)
        self._side: QWidget | None = None
        for part in (self._board, self._states, self._skeleton):
            self.addWidget(part)

    @property
    def states(self) -> StateView:
        """What stands there when there is nothing to show."""
        return self._states

    @property
    def shows_board(self) -> bool:
        """Whether the columns are seen."""
        return self.currentWidget() is self._board

    @property
    def side(self) -> QWidget | None:
        """The panel at the side, while it is shown."""
        return self._side if self._side is not None and not self._side.isHidden() else None

    def show_side(self, panel: QWidget) -> None:
        """Put a panel beside the columns."""
        if self._side is not panel:
            self._side = panel
            self._splitter.addWidget(panel)
            width = theme.current().layout("sidePreview")
            self._splitter.setSizes([max(200, self.width() - width), width])
        panel.show()

    def hide_side(self) -> None:
        """Take the panel away; it keeps its width."""
        if self._side is not None:
            self._side.hide()

    def show_board(self) -> None:
        """Show the columns."""
        self._skeleton.stop()
        self.setCurrentWidget(self._board)

    def show_loading(self) -> None:
        """Show that the first reading is under way."""
        self._skeleton.start()
        self.setCurrentWidget(self._skeleton)

    def show_problem(self, problem: Problem) -> None:
        """Say why the board could not be read."""
        self._skeleton.stop()
        if isinstance(problem, Refused) and problem.forbidden:
            self._states.show_no_right(
                tr("The board is not open to your role"),
                tr("{why} The owner of the office can open it to you.", why=str(problem)),
            )
        else:
            self._states.show_error(
                tr("The board could not be read"),
                tr("{why} Nothing was changed.", why=str(problem)),
            )
        self.setCurrentWidget(self._states)

    def show_blocking(self, text: str) -> None:
        """Say which condition leaves nothing, and offer to drop it."""
        if self.currentWidget() is self._states:
            drop = button(tr("Drop this condition"), kind="primary", icon="filter")
            drop.clicked.connect(self.drop_requested)
            self._show_filtered(text, [drop, self._clear_button("")])

    def _clear_button(self, kind: str) -> QPushButton:
        clear = button(tr("Clear filters"), kind=kind, icon="" if not kind else "filter")
        clear.clicked.connect(self.clear_requested)
        return clear

    def _show_filtered(self, text: str, actions: list[QPushButton]) -> None:
        self._states.show_empty("filter", tr("No deal fits these filters"), text, actions)

    def show_empty(self, *, filtered: bool) -> None:
        """Say that there is no deal, and the fastest way to one."""
        if filtered:
            text = tr("Drop a filter, or show all deals again.")
            self._show_filtered(text, [self._clear_button("primary")])
        else:
            new = button(tr("New customer"), kind="primary", icon="plus")
            new.clicked.connect(self.new_requested)
            self._states.show_empty(
                "board",
                tr("No deals yet"),
                tr("Each customer comes with a first deal; it appears here in its stage."),
                [new],
            )
        self._skeleton.stop()
        self.setCurrentWidget(self._states)
