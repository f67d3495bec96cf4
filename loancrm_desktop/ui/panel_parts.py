"""What the panels of the settings have in common: title, notice, width, tables."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHeaderView, QTableView, QVBoxLayout, QWidget

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.records.table_model import Column, RowsTableModel
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import label, scrolled

PANEL_WIDTH = 720


class SettingsPanel(QWidget):
    """One section of the settings: its title, what it is for, a notice, and its body."""

    def __init__(self, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # From the outside in: what is moved with its insides is dressed once more.
        self._content = QWidget(self)
        inner = QVBoxLayout(self._content)
        inner.setContentsMargins(24, 20, 24, 24)
        inner.setSpacing(14)
        heading = QVBoxLayout()
        heading.setSpacing(2)
        inner.addLayout(heading)
        heading.addWidget(label(title, font="subtitle"))
        heading.addWidget(label(text, role="secondary", wrap=True))
        self.notice = Notice()
        inner.addWidget(self.notice)
        self.body = QVBoxLayout()
        self.body.setSpacing(14)
        inner.addLayout(self.body, 1)

    def lay_out(self, *, wide: bool = False) -> None:
        """Put everything in its place; a wide panel takes all the room, others scroll."""
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        if not wide:
            self._content.setMaximumWidth(PANEL_WIDTH)
        outer.addWidget(self._content if wide else scrolled(self._content))

    def reload(self) -> None:
        """Read again what is shown; a panel that shows nothing read has nothing to do."""


def table(model: RowsTableModel, columns: Sequence[Column], name: str) -> QTableView:
    """Make a table of whole rows in the look of the lists."""
    view = QTableView()
    view.setModel(model)
    view.setAccessibleName(name)
    view.setProperty("role", "boxed")
    view.setShowGrid(False)
    view.setTabKeyNavigation(False)
    view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QTableView.SelectionMode.SingleSelection)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(theme.current().size("row"))
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    for place, each in enumerate(columns):
        if each.width:
            view.setColumnWidth(place, max(each.width, header.sectionSizeHint(place)))
        else:
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
    return view
