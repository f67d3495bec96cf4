"""The rows of a list that cannot be imported, with the reason and the cell to be mended."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from loancrm_desktop.services.exchange.import_plan import ImportReport, RowProblem
from loancrm_desktop.services.exchange.sheets import SheetRow, SheetTable
from loancrm_desktop.services.forms.values.cells import cell_text
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.commands import Command, add_command
from loancrm_desktop.ui.importing.problems_model import (
    CELL,
    NAME,
    PROBLEM,
    ROW,
    ProblemLine,
    ProblemsModel,
)
from loancrm_desktop.ui.widgets.keycap import KeyCap
from loancrm_desktop.ui.widgets.parts import button, label, row

SHOWN = 500
_WIDTHS = {ROW: 56, NAME: 144, CELL: 170}


class ProblemsPanel(QWidget):
    """What is wrong, row by row.

    Signals:
        save_requested: the rows left out are to be saved.
        cell_mended: a cell was written anew (row of the file, place, text).
    """

    save_requested = Signal()
    cell_mended = Signal(int, int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = label(font="bodyStrong")
        self._next = label(tr("next one"), role="caption")
        self._keys = KeyCap("F8")
        self._save = button(tr("Save these rows …"), icon="download", size="small")
        self._save.clicked.connect(self.save_requested)
        self.model = ProblemsModel()
        self.model.setParent(self)
        self.model.cell_mended.connect(self.cell_mended)
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.setAccessibleName(tr("Rows with problems"))
        self.view.setShowGrid(False)
        self.view.setTabKeyNavigation(False)
        self.view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.view.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(theme.current().size("row"))
        header = self.view.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for place, width in _WIDTHS.items():
            self.view.setColumnWidth(place, width)
        header.setSectionResizeMode(PROBLEM, QHeaderView.ResizeMode.Stretch)
        head = row(self._title, self._keys, self._next, None, self._save, margins=(16, 7, 16, 6))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.view, 1)
        add_command(
            self.view, Command("import.mend", tr("Mend the cell"), ("F2", "Return")), self.mend
        )

    def show_report(self, report: ImportReport, table: SheetTable) -> None:
        """Show the rows that are left out, each with its reason."""
        problems = [each for each in report.problems if each.rejects][:SHOWN]
        rows = {each.number: each for each in table.rows}
        names = {column: field for column, field in report.mapping.items() if field == "name"}
        name_place = next((table.header.index(each) for each in names), -1)
        places = {column: place for place, column in enumerate(table.header)}
        self.model.show_lines(
            [
                _line(each, rows.get(each.row), places.get(each.column, -1), name_place)
                for each in problems
            ]
        )
        self._title.setText(tr("{count} rows cannot be imported", count=f"{report.rejected:,}"))
        self._save.setVisible(report.rejected > 0)
        for each in (self._keys, self._next):
            each.setVisible(bool(problems))

    def show_next(self) -> None:
        """Go to the next problem, from the last one to the first."""
        count = self.model.rowCount()
        if count:
            here = self.view.currentIndex().row()
            self.view.setCurrentIndex(self.model.index((here + 1) % count, CELL))
            self.view.setFocus()

    def mend(self) -> None:
        """Write the cell of the problem chosen anew."""
        here = self.view.currentIndex()
        if here.isValid():
            self.view.edit(self.model.index(here.row(), CELL))


def _line(problem: RowProblem, row: SheetRow | None, place: int, name_place: int) -> ProblemLine:
    return ProblemLine(
        problem.row,
        place,
        _cell(row, name_place),
        problem.column,
        problem.message,
        _cell(row, place),
        problem.rejects,
    )


def _cell(row: SheetRow | None, place: int) -> str:
    return cell_text(row.cells[place]) if row is not None and 0 <= place < len(row.cells) else ""
