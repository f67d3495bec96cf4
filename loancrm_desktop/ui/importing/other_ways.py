"""What else can be taken over, and the way out: below the list of customers one begins with."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import undoing
from loancrm_desktop.services.exchange import whole_file, whole_import
from loancrm_desktop.services.exchange.import_plan import Progress
from loancrm_desktop.services.exchange.whole_file import WholeFile
from loancrm_desktop.services.exchange.whole_import import WholeReport
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.exporting.starting import ExportStart
from loancrm_desktop.ui.importing.contacts_dialog import ContactsDialog
from loancrm_desktop.ui.importing.history_dialog import HistoryDialog
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import button, column, label, row
from loancrm_desktop.ui.widgets.progress_panel import ProgressPanel

POLL_MS = 150


class OtherWays(QWidget):
    """Buttons for a pipeline's history, follow-ups, a whole export, and everything out.

    Signals:
        said: a sentence for the window, and the journal number that undoes it or 0.
    """

    said = Signal(str, int)

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._words = words
        self.dialog: HistoryDialog | ContactsDialog | None = None
        self._meter: Progress | None = None
        self._seq = 0
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._on_poll_timeout)
        may = bridge.actor.rights.allows
        self.exporting = ExportStart(bridge, self)
        self.exporting.exported.connect(self._on_exported)
        self.exporting.failed.connect(self._on_problem)
        self.notice = Notice()
        self.history = button(tr("Pipeline history or deals …"), icon="flow")
        self.history.clicked.connect(self.open_history)
        self.contacts = button(tr("Follow-ups …"), icon="message")
        self.contacts.clicked.connect(self.open_contacts)
        if not may("follow_ups.log"):
            self.contacts.hide()
        self.whole = button(tr("A whole export …"), icon="db")
        self.whole.clicked.connect(self._on_whole_clicked)
        if not may("users.manage"):
            self.whole.hide()
        self.out = button(tr("Export everything …"), icon="download")
        self.out.clicked.connect(self.exporting.start_everything)
        if not may("office.export"):
            self.out.hide()
        self.progress = ProgressPanel()
        self.progress.cancel_requested.connect(self.cancel_whole)
        self.progress.hide()
        self.undo = button(tr("Undo the import"), icon="undo")
        self.undo.clicked.connect(self._on_undo_clicked)
        self.undo.hide()
        bridge.changed.connect(self._on_bridge_changed)
        self._lay_out()

    def _lay_out(self) -> None:
        head = label(tr("Also from another system"), font="bodyStrong")
        whole = column(self.notice, head, spacing=8)
        ways = FlowLayout(spacing=8)
        for each in (self.history, self.contacts, self.whole, self.out):
            ways.addWidget(each)
        whole.addLayout(ways)
        whole.addWidget(self.progress)
        whole.addLayout(row(self.undo, None))
        self.setLayout(whole)

    def open_history(self) -> None:
        """Open the import of an event log."""
        self._open(HistoryDialog(self._bridge, self._words, self))

    def open_contacts(self) -> None:
        """Open the import of a list of follow-ups."""
        self._open(ContactsDialog(self._bridge, self))

    def _open(self, dialog: HistoryDialog | ContactsDialog) -> None:
        self.dialog = dialog
        self.dialog.said.connect(self.said)
        self.dialog.finished.connect(self._on_dialog_finished)
        self.dialog.open()

    def take_whole(self, path: Path) -> None:
        """Take a whole export in."""
        self.whole.setEnabled(False)
        self.undo.hide()
        self.notice.say(tr("Reading {file} …", file=path.name), "info")
        self._bridge.outside(
            whole_file.read_whole, path=path, then=self._on_whole_read, failed=self._on_problem
        )

    def cancel_whole(self) -> None:
        """Stop; nothing is written then."""
        if self._meter is not None:
            self._meter.cancelled = True

    def _on_whole_clicked(self) -> None:
        kinds = tr("Whole exports: JSON, Excel, or one file of a CSV folder ({kinds})",
                   kinds="*.json *.xlsx *.csv")  # fmt: skip
        chosen, _ = QFileDialog.getOpenFileName(self, tr("A whole export"), "", kinds)
        if chosen:
            self.take_whole(Path(chosen))

    def _on_whole_read(self, whole: WholeFile) -> None:
        self.notice.hide()
        self._meter = Progress()
        self.progress.start(
            tr("Taking {file} in", file=whole.name),
            after_cancel=tr("Cancelling leaves the office as it is; nothing is written yet."),
            can_hide=False,
        )
        self.progress.show()
        self._poll.start()
        self._bridge.do(
            whole_import.run,
            whole=whole,
            progress=self._meter,
            then=self._on_whole_done,
            refused=self._on_problem,
        )

    def _on_poll_timeout(self) -> None:
        if self._meter is not None:
            self.progress.show_progress(self._meter.done, self._meter.total)

    def _end_progress(self) -> None:
        self._poll.stop()
        self._meter = None
        self.progress.hide()
        self.whole.setEnabled(True)

    def _on_whole_done(self, report: WholeReport) -> None:
        self._end_progress()
        self.undo.setVisible(self._seq > 0)
        self.notice.say(
            tr("{customers} customers, {deals} deals and {follow_ups} follow-ups were taken in; "
               "{documents} documents have no file in an export.",
               customers=report.created.get("customer", 0), deals=report.created.get("deal", 0),
               follow_ups=report.created.get("follow_up", 0), documents=report.documents),
            "success",
        )  # fmt: skip

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.operation == "importing.everything":
            self._seq = changes.seq

    def _on_undo_clicked(self) -> None:
        self.undo.hide()
        self._bridge.do(undoing.undo, seq=self._seq, then=self._on_undone, refused=self._on_problem)

    def _on_undone(self, undone: object) -> None:
        del undone
        self.notice.say(tr("The import was taken back; everything is as it was before."), "info")

    def _on_exported(self, text: str) -> None:
        self.notice.say(text, "success")

    def _on_problem(self, problem: Problem) -> None:
        self._end_progress()
        self.notice.say(str(problem))

    def _on_dialog_finished(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
