"""The rows of a file that cannot be imported, or are known already, with the reason."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHeaderView, QTableView, QVBoxLayout, QWidget

from loancrm_desktop.services.exchange.import_plan import ImportReport, RowProblem
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.records.table_model import Column, RowsTableModel
from loancrm_desktop.ui.widgets.parts import button, label, row

SHOWN = 200


class ProblemsPanel(QWidget):
    """What is wrong, row by row.

    Signals:
        save_requested: the rows left out are to be saved.
    """

    save_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = label(font="bodyStrong")
        self._save = button(tr("Save these rows …"), icon="download", size="small")
        self._save.clicked.connect(self.save_requested)
        columns = (
            Column("row", tr("Row"), 64),
            Column("column", tr("Column"), 120),
            Column("message", tr("What is wrong"), 0),
        )
        self.model = RowsTableModel(columns, _cell_text, self)
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.setAccessibleName(tr("Rows with problems"))
        self.view.setShowGrid(False)
        self.view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(theme.current().size("row"))
        header = self.view.horizontalHeader()
        header.setHighlightSections(False)
        for place, each in enumerate(columns):
            if each.width:
                self.view.setColumnWidth(place, each.width)
            else:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row(self._title, None, self._save, margins=(16, 7, 16, 6)))
        layout.addWidget(self.view, 1)

    def show_report(self, report: ImportReport) -> None:
        """Show what a report says of single rows, those that are left out first."""
        problems = sorted(report.problems, key=_order)[:SHOWN]
        self.model.start(len(problems), problems)
        self._title.setText(
            tr(
                "{rejected} rows left out, {known} known already",
                rejected=report.rejected,
                known=report.duplicates,
            )
        )
        self._save.setVisible(report.rejected > 0)


def _order(problem: RowProblem) -> tuple[bool, int]:
    return not problem.rejects, problem.row


def _cell_text(problem: RowProblem, key: str) -> str:
    texts = {"row": str(problem.row), "column": problem.column, "message": problem.message}
    return texts[key]
