"""The middle of the wizard: columns at the left; what is to be settled at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from loancrm_desktop.services.exchange.import_preview import Preview
from loancrm_desktop.services.exchange.sheets import FileTables, SheetTable
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.importing.counts_bar import CountsBar
from loancrm_desktop.ui.importing.file_panel import FilePanel
from loancrm_desktop.ui.importing.mapping_panel import MappingPanel
from loancrm_desktop.ui.importing.problems_panel import ProblemsPanel
from loancrm_desktop.ui.importing.twins_panel import TwinsPanel
from loancrm_desktop.ui.importing.words_panel import WordsPanel
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.parts import button, frame, label, line, row, set_caption

_LEFT, _RIGHT = 510, 690
_MAP, _CHECK = 1, 2


class CheckPanel(QWidget):
    """Columns, unknown words, known customers, rows with problems, and the counts.

    Signals:
        changed: something was settled that changes the counts.
        another_requested: another list is to be chosen.
        sheet_chosen: another sheet of the file (its name).
        header_chosen: the headings stand in another row (its number, 0 for none).
        cell_mended: a cell was written anew (row of the file, place, text).
        rejects_requested: the rows left out are to be saved.
        remembered_requested: the mapping of last time, or the guess again.
        step_requested: the step to show (1 columns, 2 rows).
    """

    changed = Signal()
    another_requested = Signal()
    sheet_chosen = Signal(str)
    header_chosen = Signal(int)
    cell_mended = Signal(int, int, str)
    rejects_requested = Signal()
    remembered_requested = Signal()
    step_requested = Signal(int)

    def __init__(self, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._checking = False
        self._checked = False
        self._count = 0
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.counts = CountsBar()
        layout.addWidget(self.counts)
        layout.addWidget(line())
        # From the outside in: what is moved with its insides is dressed once more.
        middle = QSplitter(Qt.Orientation.Horizontal, self)
        middle.setChildrenCollapsible(False)
        middle.setHandleWidth(1)
        layout.addWidget(middle, 1)
        self.mapping = MappingPanel(words)
        middle.addWidget(self.mapping)
        self.mapping.changed.connect(self.changed)
        self.mapping.remembered_requested.connect(self.remembered_requested)
        self._right = QStackedWidget(middle)
        middle.addWidget(self._right)
        first, second = self._halves(), self._halves()
        self.file = FilePanel()
        self.file.sheet_chosen.connect(self.sheet_chosen)
        self.file.header_chosen.connect(self.header_chosen)
        first.addWidget(self.file)
        self.words = WordsPanel(words)
        self.words.changed.connect(self.changed)
        first.addWidget(self.words)
        self.twins = TwinsPanel(words)
        self.twins.changed.connect(self.changed)
        second.addWidget(self.twins)
        self.problems = ProblemsPanel()
        self.problems.save_requested.connect(self.rejects_requested)
        self.problems.cell_mended.connect(self.cell_mended)
        second.addWidget(self.problems)
        middle.setSizes([_LEFT, _RIGHT])
        layout.addWidget(self._build_foot())

    def _halves(self) -> QSplitter:
        both = QSplitter(Qt.Orientation.Vertical, self._right)
        both.setChildrenCollapsible(False)
        both.setHandleWidth(1)
        self._right.addWidget(both)
        return both

    def _build_foot(self) -> QWidget:
        bar = frame("footer")
        self.told = label(
            tr("The whole import is one act and can be taken back."), role="caption", wrap=True
        )
        self.back = button(tr("Back"), kind="ghost")
        self.back.clicked.connect(self._on_back_clicked)
        self.next = button(tr("Next"), kind="primary", icon="arrow-right")
        self.next.clicked.connect(self._on_next_clicked)
        self.go = button(tr("Import"), kind="primary", icon="check")
        layout = row(self.told, self.back, self.next, self.go, margins=(16, 10, 16, 10))
        layout.setStretchFactor(self.told, 1)
        bar.setLayout(layout)
        return bar

    def show_step(self, *, checking: bool) -> None:
        """Show the columns' step or the rows' step."""
        self._checking = checking
        self._right.setCurrentIndex(1 if checking else 0)
        self.next.setVisible(not checking)
        self.go.setVisible(checking)
        (self.go if checking else self.next).setFocus()

    def show_file(self, tables: FileTables) -> None:
        """Offer a file's sheets and heading rows."""
        self.file.show_file(tables)

    def show_table(self, table: SheetTable) -> None:
        """Show the first rows of a list."""
        self.file.show_table(table)

    def show_checking(self, rows: int) -> None:
        """Say that the rows are being counted."""
        self._set_checked(checked=False)
        self.counts.show_checking(rows)

    def show_unchecked(self) -> None:
        """Say that the rows could not be counted."""
        self._set_checked(checked=False)
        self.counts.show_unchecked()

    def show_preview(self, preview: Preview, table: SheetTable) -> None:
        """Show the counts and what is behind them."""
        report = preview.report
        self.counts.show_report(report, preview.mended)
        self.mapping.show_outcomes(preview.columns)
        self.words.show_unknown(self.mapping.columns, preview.columns)
        self.twins.show_twins(preview.twins, report.duplicates)
        self.twins.setVisible(report.duplicates > 0)
        self.problems.show_report(report, table)
        self._count = report.created + report.updated
        self._set_checked(checked=True)
        set_caption(self.go, tr("Import {count} customers", count=f"{self._count:,}"))

    def _set_checked(self, *, checked: bool) -> None:
        self._checked = checked
        self.next.setEnabled(checked)
        self.go.setEnabled(checked and self._count > 0)

    def _on_back_clicked(self) -> None:
        if self._checking:
            self.step_requested.emit(_MAP)
        else:
            self.another_requested.emit()

    def _on_next_clicked(self) -> None:
        self.step_requested.emit(_CHECK)
