"""Takes an old list over: choose the file, look the columns over, see the counts, import."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import undoing
from loancrm_desktop.services.exchange import importing, reject_file, sheets
from loancrm_desktop.services.exchange.import_plan import ImportPlan, ImportReport, Progress
from loancrm_desktop.services.exchange.mapping import ColumnGuess
from loancrm_desktop.services.exchange.sheets import FileTables
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.import_mapping import MappingPanel
from loancrm_desktop.ui.import_problems import ProblemsPanel
from loancrm_desktop.ui.import_result import ImportResultPanel
from loancrm_desktop.ui.import_start import ImportStartPanel
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import (
    PageHeader,
    Tile,
    button,
    frame,
    label,
    line,
    row,
    set_caption,
)

POLL_MS = 150
KINDS = "*.xlsx *.xlsm *.xls *.et *.ods *.csv *.tsv *.txt *.vcf *.ldif"
CHOOSE, CHECK, DONE = range(3)


class ImportPage(QWidget):
    """Imports customers from a file.

    Signals:
        list_requested: the imported customers are to be seen.
    """

    list_requested = Signal()

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAcceptDrops(True)
        self._bridge = bridge
        self._words = words
        self._path: Path | None = None
        self._tables: FileTables | None = None
        self._progress: Progress | None = None
        self._report: ImportReport | None = None
        self._seq = 0
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._on_poll_timeout)
        self._build()
        bridge.changed.connect(self._on_bridge_changed)

    def _build(self) -> None:
        self._header = PageHeader(tr("Import customers"))
        self._other = button(tr("Another file …"), icon="upload")
        self._other.clicked.connect(self._on_choose_clicked)
        self._header.add_action(self._other)
        self.notice = Notice()
        self._start = ImportStartPanel()
        self._start.choose_requested.connect(self._on_choose_clicked)
        self.result = ImportResultPanel()
        self.result.list_requested.connect(self.list_requested)
        self.result.rejects_requested.connect(self._on_save_rejects_clicked)
        self.result.undo_requested.connect(self._on_undo_requested)
        self._stack = QStackedWidget()
        for part in (self._start, self._build_check(), self.result):
            self._stack.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        layout.addWidget(self.notice)
        layout.addWidget(self._stack, 1)
        self._other.hide()

    def _build_check(self) -> QWidget:
        page = QWidget()
        self.created = Tile(tr("can be imported"), "success")
        self.updated = Tile(tr("update known customers"), "accent")
        self.duplicates = Tile(tr("known already"), "warning")
        self.rejected = Tile(tr("cannot be imported"), "error")
        tiles = row(self.created, self.updated, self.duplicates, self.rejected, spacing=0)
        self.mapping = MappingPanel(self._words)
        self.mapping.changed.connect(self._dry_run)
        self.problems = ProblemsPanel()
        self.problems.save_requested.connect(self._on_save_rejects_clicked)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.mapping, 1)
        middle.addWidget(line(vertical=True))
        middle.addWidget(self.problems, 1)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(tiles)
        layout.addWidget(line())
        layout.addLayout(middle, 1)
        layout.addWidget(self._build_footer())
        return page

    def _build_footer(self) -> QWidget:
        bar = frame("footer")
        self._sheets = QComboBox()
        self._sheets.setAccessibleName(tr("Sheet"))
        self._sheets.activated.connect(self._on_sheet_activated)
        self._choices = QButtonGroup(self)
        choices = row(label(tr("Known customers:"), role="secondary"), spacing=0)
        choices.addSpacing(8)
        for key, name in (
            ("skip", tr("Skip")),
            ("update", tr("Update")),
            ("keep", tr("Keep both")),
        ):
            choice = button(name, kind="segment")
            choice.setCheckable(True)
            choice.setObjectName(key)
            choice.setChecked(key == "skip")
            choice.clicked.connect(self._dry_run)
            self._choices.addButton(choice)
            choices.addWidget(choice)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(160)
        self._said = label(role="caption")
        self._cancel = button(tr("Cancel"), kind="ghost")
        self._cancel.clicked.connect(self.cancel)
        self.go = button(tr("Import"), kind="primary", icon="check")
        self.go.clicked.connect(self.run)
        layout = row(self._sheets, margins=(16, 10, 16, 10))
        layout.addLayout(choices)
        layout.addStretch(1)
        for part in (self._bar, self._said, self._cancel, self.go):
            layout.addWidget(part)
        bar.setLayout(layout)
        self._bar.hide()
        self._cancel.hide()
        return bar

    @property
    def step(self) -> int:
        """Where the person is: choosing, checking or done."""
        return self._stack.currentIndex()

    @property
    def running(self) -> bool:
        """Whether something is being read or written."""
        return self._progress is not None

    def read_file(self, path: Path, sheet: str | None = None) -> None:
        """Read a file in a process of its own."""
        self._path = path
        self.notice.hide()
        self._start.say(tr("Reading {file} …", file=path.name))
        self._bridge.outside(
            sheets.read_table,
            path=path,
            sheet=sheet,
            then=self._on_tables,
            failed=self._on_read_failed,
            key="read",
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let files in."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the first file dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.read_file(paths[0])

    def run(self) -> None:
        """Import as the counts say."""
        if self._tables is None or not self.go.isEnabled():
            return
        self._progress = Progress()
        self._seq = 0
        self._set_busy(busy=True)
        self._bridge.do(
            importing.run,
            table=self._tables.chosen,
            plan=self._plan(),
            progress=self._progress,
            then=self._on_imported,
            refused=self._on_refused,
        )

    def cancel(self) -> None:
        """Stop what is running; nothing is written then."""
        if self._progress is not None:
            self._progress.cancelled = True

    def _plan(self) -> ImportPlan:
        checked: QAbstractButton | None = self._choices.checkedButton()
        key = "" if checked is None else checked.objectName()
        choice = "update" if key == "update" else "keep" if key == "keep" else "skip"
        return ImportPlan(self.mapping.columns, choice)

    def _on_choose_clicked(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("File to import"), "", f"{tr('Lists')} ({KINDS});;{tr('All files')} (*)"
        )
        if chosen:
            self.read_file(Path(chosen))

    def _on_tables(self, tables: FileTables) -> None:
        self._start.say("")
        self._tables = tables
        self._other.show()
        chosen = tables.chosen
        self._header.set_status(
            tr(
                "{file} · {sheet} · {count} rows",
                file=tables.path.name,
                sheet=chosen.name,
                count=f"{len(chosen.rows):,}",
            )
        )
        self._sheets.clear()
        for sheet in tables.sheets:
            self._sheets.addItem(sheet.name, sheet.name)
        self._sheets.setCurrentIndex(self._sheets.findData(chosen.name))
        self._sheets.setVisible(len(tables.sheets) > 1)
        self._bridge.ask(
            importing.guess,
            table=chosen,
            then=self._on_guesses,
            failed=self._on_refused,
            key="guess",
        )

    def _on_guesses(self, guesses: Sequence[ColumnGuess]) -> None:
        if self._tables is None:
            return
        self.mapping.show_guesses(self._tables.chosen, guesses)
        self._stack.setCurrentIndex(CHECK)
        self._dry_run()
        for note in self._tables.chosen.notes[:1]:
            self.notice.say(str(note), "info")

    def _dry_run(self) -> None:
        if self._tables is None:
            return
        self.go.setEnabled(False)
        self._said.setText(tr("Checking …"))
        self._bridge.ask(
            importing.dry_run,
            table=self._tables.chosen,
            plan=self._plan(),
            then=self._on_dry_run,
            failed=self._on_refused,
            key="dry run",
        )

    def _on_dry_run(self, report: ImportReport) -> None:
        self._report = report
        self._said.setText("")
        self.notice.hide()
        self.created.show_number(f"{report.created:,}")
        self.updated.show_number(f"{report.updated:,}")
        self.duplicates.show_number(f"{report.duplicates:,}")
        self.rejected.show_number(f"{report.rejected:,}")
        if self._tables is not None:
            self.problems.show_report(report)
        count = report.created + report.updated
        self.go.setEnabled(count > 0)
        set_caption(self.go, tr("Import {count} customers", count=f"{count:,}"))

    def _on_imported(self, report: ImportReport) -> None:
        self._finish()
        self._report = report
        self.result.show_report(report, can_undo=self._seq > 0)
        self._stack.setCurrentIndex(DONE)

    def _on_refused(self, problem: Problem) -> None:
        self._finish()
        self._said.setText("")
        self.notice.say(str(problem))

    def _on_read_failed(self, problem: Problem) -> None:
        self._start.say("")
        self.notice.say(str(problem))

    def _finish(self) -> None:
        self._progress = None
        self._set_busy(busy=False)

    def _set_busy(self, *, busy: bool) -> None:
        for part in (self.mapping, self._sheets, self._other):
            part.setEnabled(not busy)
        self.go.setEnabled(not busy)
        self._bar.setVisible(busy)
        self._cancel.setVisible(busy)
        if busy:
            self._bar.setRange(0, 0)
            self._poll.start()
        else:
            self._poll.stop()
            self._said.setText("")

    def _on_poll_timeout(self) -> None:
        if self._progress is not None and self._progress.total:
            self._bar.setRange(0, self._progress.total)
            self._bar.setValue(self._progress.done)
            self._said.setText(
                tr(
                    "{done} of {total}",
                    done=f"{self._progress.done:,}",
                    total=f"{self._progress.total:,}",
                )
            )

    def _on_sheet_activated(self) -> None:
        if self._path is not None:
            self.read_file(self._path, self._sheets.currentData())

    def _on_save_rejects_clicked(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Save the rows left out"), tr("rows left out") + ".xlsx", "*.xlsx"
        )
        if chosen:
            self.save_rejects(Path(chosen))

    def save_rejects(self, path: Path) -> None:
        """Write the rows left out, with their reasons, to be mended."""
        if self._tables is not None and self._report is not None:
            self._bridge.outside(
                reject_file.save_rejects,
                path=path,
                table=self._tables.chosen,
                report=self._report,
                then=partial(self._on_rejects_saved, path.name),
                failed=self._on_refused,
            )

    def _on_rejects_saved(self, name: str, count: int) -> None:
        self.notice.say(tr("{count} rows saved in {file}", count=count, file=name), "success")

    def _on_undo_requested(self) -> None:
        self._bridge.do(undoing.undo, seq=self._seq, then=self._on_undone, refused=self._on_refused)

    def _on_undone(self, undone: undoing.Undone) -> None:
        del undone
        self.result.show_undone()

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.operation == "importing.run" and self._progress is not None:
            self._seq = changes.seq
