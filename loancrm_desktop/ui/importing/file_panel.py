"""The list as it was read: which sheet, which row holds the headings, its first rows."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from loancrm_desktop.services.exchange.header_choice import offered_rows
from loancrm_desktop.services.exchange.sheets import FileTables, SheetTable
from loancrm_desktop.services.forms.values.cells import cell_text
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.parts import label, row

SHOWN_ROWS = 8
SHOWN_COLUMNS = 40
_COLUMN_WIDTH = 110


class FilePanel(QWidget):
    """What was read.

    Signals:
        sheet_chosen: another sheet (its name).
        header_chosen: the headings stand in another row (its number, 0 for none).
    """

    sheet_chosen = Signal(str)
    header_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheets = CalmCombo()
        self.sheets.setAccessibleName(tr("Sheet"))
        self.sheets.activated.connect(self._on_sheet_activated)
        self._sheet_label = label(tr("Sheet"), role="caption")
        self.header_rows = CalmCombo()
        self.header_rows.setAccessibleName(tr("Headings in"))
        self.header_rows.activated.connect(self._on_header_activated)
        self.view = QTableWidget()
        self.view.setAccessibleName(tr("First rows of the list"))
        self.view.setProperty("role", "boxed")
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.view.setTabKeyNavigation(False)
        self.view.verticalHeader().setDefaultSectionSize(theme.current().size("row") - 8)
        header = self.view.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        choices = row(
            label(tr("The list as it was read"), font="bodyStrong"),
            None,
            self._sheet_label,
            self.sheets,
            label(tr("Headings in"), role="caption"),
            self.header_rows,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(8)
        layout.addLayout(choices)
        layout.addWidget(self.view, 1)

    def show_file(self, tables: FileTables) -> None:
        """Offer a file's sheets and the rows that may hold its headings."""
        self.sheets.clear()
        for sheet in tables.sheets:
            self.sheets.addItem(sheet.name, sheet.name)
        self.sheets.setCurrentIndex(self.sheets.findData(tables.chosen.name))
        for each in (self.sheets, self._sheet_label):
            each.setVisible(len(tables.sheets) > 1)
        self.header_rows.clear()
        for number in offered_rows(tables.chosen):
            text = tr("row {number}", number=number) if number else tr("no headings")
            self.header_rows.addItem(text, number)

    def show_table(self, table: SheetTable) -> None:
        """Show a list's headings and first rows."""
        self.header_rows.setCurrentIndex(max(0, self.header_rows.findData(table.header_row)))
        rows = table.rows[:SHOWN_ROWS]
        width = min(len(table.header), SHOWN_COLUMNS)
        self.view.clear()
        self.view.setColumnCount(width)
        self.view.setRowCount(len(rows))
        self.view.setHorizontalHeaderLabels(list(table.header[:width]))
        self.view.setVerticalHeaderLabels([str(each.number) for each in rows])
        for line, each in enumerate(rows):
            for place, cell in enumerate(each.cells[:width]):
                self.view.setItem(line, place, QTableWidgetItem(cell_text(cell)))
        for place in range(width):
            self.view.setColumnWidth(place, _COLUMN_WIDTH)

    def _on_sheet_activated(self) -> None:
        self.sheet_chosen.emit(self.sheets.currentData())

    def _on_header_activated(self) -> None:
        self.header_chosen.emit(self.header_rows.currentData())
