"""What every role may see and do, role beside role."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from loancrm_desktop.services.people import RoleRights
from loancrm_desktop.terms import terms_of
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui import theme

_FIRST_COLUMN = 190
_YES, _NO = "✓", "—"
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class RolesMatrix(QTableWidget):
    """Rights as rows, roles as columns; only to be read."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Permissions of the roles"))
        self.setProperty("role", "boxed")
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.current().size("row") - 4)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(_LEFT)

    def show_roles(self, roles: Sequence[RoleRights]) -> None:
        """Show other roles."""
        english = current_language() == "en"
        acts = terms_of("act")
        self.clear()
        self.setColumnCount(len(roles) + 1)
        self.setRowCount(len(acts) + 2)
        names = [each.name_en if english else each.name_zh for each in roles]
        self.setHorizontalHeaderLabels([tr("Right"), *names])
        self._fill(0, tr("Sees"), [_scope_words(each.scope) for each in roles])
        masked = [f"{len(each.masked)}" if each.masked else _NO for each in roles]
        self._fill(1, tr("Masked fields"), masked)
        for place, each in enumerate(roles, 1):
            item = self.item(1, place)
            if item is not None and each.masked:
                item.setToolTip("\n".join(each.masked))
        for row, act in enumerate(acts, 2):
            name = act.key.removeprefix("act.")
            marks = [_YES if each.allows(name) else _NO for each in roles]
            self._fill(row, str(act), marks)
        self.setColumnWidth(0, _FIRST_COLUMN)
        header = self.horizontalHeader()
        for place in range(1, len(roles) + 1):
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)

    def _fill(self, row: int, title: str, cells: Sequence[str]) -> None:
        self.setItem(row, 0, QTableWidgetItem(title))
        for place, text in enumerate(cells, 1):
            self.setItem(row, place, QTableWidgetItem(text))


def _scope_words(scope: str) -> str:
    words = {"own": tr("own"), "team": tr("own team"), "all": tr("all")}
    return words.get(scope, scope)
