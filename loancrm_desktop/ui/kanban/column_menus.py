"""Which columns are shown, folded, with sums or averages: by menu, and remembered on this desk."""

from __future__ import annotations

import json
from typing import Any, Protocol, cast

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.commands import add_command
from loancrm_desktop.ui.kanban import board_acts
from loancrm_desktop.ui.kanban.board_filters import BoardFilters
from loancrm_desktop.ui.kanban.columns_area import ColumnsArea

_KEY = "board.columns"


class Remembers(Protocol):
    """What remembers a window's layout; `DeskMemory` is one."""

    def remember(self, key: str, value: str) -> None:
        """Keep something."""
        ...

    def recall(self, key: str) -> str:
        """Answer what was kept, or empty."""
        ...


class ColumnMenus(QObject):
    """The menus of columns."""

    def __init__(self, page: QWidget, area: ColumnsArea, filters: BoardFilters) -> None:
        super().__init__(page)
        self._page = page
        self._area = area
        self._filters = filters
        self._memory: Remembers | None = None
        self.average = False
        self.more: list[QAction] = []
        commands = {command.key: command for command in board_acts.board_commands()}
        self._average_action = add_command(page, commands[board_acts.AVERAGE], self.toggle_average)
        add_command(page, commands[board_acts.COLUMNS], self.choose)
        area.figure_clicked.connect(self.toggle_average)
        area.column_menu_requested.connect(self.open_menu)
        area.layout_changed.connect(self._on_layout_changed)
        filters.columns_requested.connect(self.choose)

    def use_memory(self, memory: Remembers) -> None:
        """Take what was remembered, and remember what changes."""
        self._memory = memory
        try:
            kept = json.loads(memory.recall(_KEY) or "{}")
        except ValueError:
            kept = {}
        if isinstance(kept, dict):
            state = cast("dict[str, Any]", kept)
            self._area.restore_layout(state)
            self.set_average(average=state.get("average") is True)

    def toggle_average(self) -> None:
        """Show averages instead of sums, or sums again."""
        self.set_average(average=not self.average)
        self._on_layout_changed()

    def set_average(self, *, average: bool) -> None:
        """Show averages or sums."""
        self.average = average
        self._area.set_average(average=average)

    def open_menu(self, key: str, place: QPoint) -> QMenu:
        """Open a column's menu."""
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in self._filters.sort_actions:
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(self._average_action)
        menu.addSeparator()
        menu.addAction(tr("Fold this column")).setData(("fold", key))
        menu.addAction(tr("Hide this column")).setData(("hide", key))
        menu.triggered.connect(self._on_menu_triggered)
        menu.popup(place)
        return menu

    def choose(self) -> QMenu:
        """Open the menu of all columns."""
        stages = [(key, column.title) for key, column in self._area.columns.items()]
        menu = board_acts.columns_menu(self._page, stages, self._area.hidden_keys)
        if self.more:
            menu.addSeparator()
            menu.addActions(self.more)
        menu.triggered.connect(self._on_columns_triggered)
        button = self._filters.columns_button
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))
        return menu

    def _on_menu_triggered(self, action: QAction) -> None:
        what = action.data()
        if isinstance(what, tuple):
            act, key = cast("tuple[str, str]", what)
            if act == "fold":
                self._area.set_folded(key, folded=True)
            else:
                self._area.set_hidden(self._area.hidden_keys | {key})

    def _on_columns_triggered(self, action: QAction) -> None:
        if action in self.more:
            return
        key = str(action.data())
        hidden = self._area.hidden_keys
        self._area.set_hidden(hidden - {key} if action.isChecked() else hidden | {key})

    def _on_layout_changed(self) -> None:
        if self._memory is not None:
            kept = {**self._area.layout_state(), "average": self.average}
            self._memory.remember(_KEY, json.dumps(kept))
