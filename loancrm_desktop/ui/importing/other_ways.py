"""What else can be taken over, and the way out: below the list of customers one begins with."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from loancrm_desktop.errors import Problem
from loancrm_desktop.services.exchange import whole_file, whole_import
from loancrm_desktop.services.exchange.whole_file import WholeFile
from loancrm_desktop.services.exchange.whole_import import WholeReport
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.exporting.starting import ExportStart
from loancrm_desktop.ui.importing.history_dialog import HistoryDialog
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import button, column, label, row


class OtherWays(QWidget):
    """Buttons for a pipeline's history, a whole export, and everything out.

    Signals:
        said: a sentence for the window, and the journal number that undoes it or 0.
    """

    said = Signal(str, int)

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._words = words
        self.dialog: HistoryDialog | None = None
        may = bridge.actor.rights.allows
        self.exporting = ExportStart(bridge, self)
        self.exporting.exported.connect(self._on_exported)
        self.exporting.failed.connect(self._on_problem)
        self.notice = Notice()
        self.history = button(tr("Pipeline history or deals …"), icon="flow")
        self.history.clicked.connect(self.open_history)
        self.whole = button(tr("A whole export (JSON) …"), icon="db")
        self.whole.clicked.connect(self._on_whole_clicked)
        self.whole.setVisible(may("users.manage"))
        self.out = button(tr("Export everything …"), icon="download")
        self.out.clicked.connect(self.exporting.start_everything)
        self.out.setVisible(may("office.export"))
        head = label(tr("Also from another system"), font="bodyStrong")
        whole = column(self.notice, head, spacing=8)
        whole.addLayout(row(self.history, self.whole, None, self.out))
        self.setLayout(whole)

    def open_history(self) -> None:
        """Open the import of an event log."""
        self.dialog = HistoryDialog(self._bridge, self._words, self)
        self.dialog.said.connect(self.said)
        self.dialog.finished.connect(self._on_dialog_finished)
        self.dialog.open()

    def take_whole(self, path: Path) -> None:
        """Take a whole export in."""
        self.whole.setEnabled(False)
        self.notice.say(tr("Reading {file} …", file=path.name), "info")
        self._bridge.outside(
            whole_file.read_whole, path=path, then=self._on_whole_read, failed=self._on_problem
        )

    def _on_whole_clicked(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, tr("A whole export"), "", "JSON (*.json)")
        if chosen:
            self.take_whole(Path(chosen))

    def _on_whole_read(self, whole: WholeFile) -> None:
        self._bridge.do(
            whole_import.run, whole=whole, then=self._on_whole_done, refused=self._on_problem
        )

    def _on_whole_done(self, report: WholeReport) -> None:
        self.whole.setEnabled(True)
        self.notice.say(
            tr("{customers} customers, {deals} deals and {follow_ups} follow-ups were taken in; "
               "{documents} documents have no file in an export.",
               customers=report.created.get("customer", 0), deals=report.created.get("deal", 0),
               follow_ups=report.created.get("follow_up", 0), documents=report.documents),
            "success",
        )  # fmt: skip

    def _on_exported(self, text: str) -> None:
        self.notice.say(text, "success")

    def _on_problem(self, problem: Problem) -> None:
        self.whole.setEnabled(True)
        self.notice.say(str(problem))

    def _on_dialog_finished(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
