"""Shows a paper before it is printed; nothing leaves before the history knows of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewWidget
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.errors import Problem
from loancrm_desktop.services.exchange import printing
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_command
from loancrm_desktop.ui.printing.paper import Paper, print_paper, set_sheet
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import button, frame, row

SIZE = (880, 680)


class PrintDialog(QDialog):
    """A paper as it will lie in the tray, with the ways to have it.

    Signals:
        printed: the paper was printed or written (a sentence).
    """

    printed = Signal(str)

    def __init__(
        self, bridge: Bridge, paper: Paper, who: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Print"))
        self.resize(*SIZE)
        self._bridge = bridge
        self.paper = paper
        self._printed_by = tr(
            "{person} {time}", person=who, time=display.time_exact(system_clock())
        )
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        set_sheet(self._printer, paper)
        self._target = self._printer
        self.notice = Notice()
        self.preview = QPrintPreviewWidget(self._printer)
        self.preview.setAccessibleName(tr("How the paper will look"))
        self.preview.paintRequested.connect(self._on_preview_paint_requested)
        self.to_file = button(tr("Save as PDF …"), icon="download")
        self.to_file.clicked.connect(self._on_to_file_clicked)
        self.go = button(tr("Print …"), kind="primary", icon="print")
        self.go.clicked.connect(self._on_go_clicked)
        self.cancel = button(tr("Close"), kind="ghost")
        self.cancel.clicked.connect(self.reject)
        foot = frame("footer")
        foot.setLayout(row(None, self.cancel, self.to_file, self.go, margins=(20, 10, 20, 10)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.notice)
        layout.addWidget(self.preview, 1)
        layout.addWidget(foot)
        add_command(
            self, Command("print.go", tr("Print …"), "Ctrl+P", "print"), self._on_go_clicked
        )
        self.go.setFocus()

    def print_to(self, printer: QPrinter) -> None:
        """Note in the history that the paper leaves, and print it then."""
        set_sheet(printer, self.paper)
        self._target = printer
        self.notice.hide()
        for pressed in (self.go, self.to_file):
            pressed.setEnabled(False)
        self._bridge.do(
            printing.note,
            what=self.paper.what,
            rows=self.paper.rows,
            customer_id=self.paper.customer_id,
            out=printer.outputFileName(),
            then=self._on_noted,
            refused=self._on_refused,
        )

    def save_as(self, out: Path) -> None:
        """Write the paper into a PDF file, anywhere but in the office's own folder."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(out))
        self.print_to(printer)

    def _on_preview_paint_requested(self, printer: QPrinter) -> None:
        print_paper(self.paper, self._printed_by, printer)

    def _on_go_clicked(self) -> None:
        if not self.go.isEnabled():
            return
        dialog = QPrintDialog(self._printer, self)
        dialog.setWindowTitle(tr("Print"))
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            self.print_to(self._printer)

    def _on_to_file_clicked(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Save as PDF …"), f"{self.paper.title}.pdf", "PDF (*.pdf)"
        )
        if chosen:
            self.save_as(Path(chosen))

    def _on_noted(self, rows: int) -> None:
        del rows
        sheets = print_paper(self.paper, self._printed_by, self._target)
        if not sheets or self._target.printerState() == QPrinter.PrinterState.Error:
            self._on_failed()
            return
        self.printed.emit(tr("Printed: {count} sheets", count=sheets))
        self.accept()

    def _on_failed(self) -> None:
        self.notice.say(tr("The printer or the file did not take the paper. Choose another one."))
        self._let_try()

    def _on_refused(self, problem: Problem) -> None:
        self.notice.say(str(problem))
        self._let_try()

    def _let_try(self) -> None:
        for pressed in (self.go, self.to_file):
            pressed.setEnabled(True)
