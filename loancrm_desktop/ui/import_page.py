"""Takes an old list over: choose it, look the columns over, settle what is known, import."""

from __future__ import annotations

from functools import cached_property, partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import customers, undoing
from loancrm_desktop.services.exchange import import_memory, import_preview, importing, reject_file
from loancrm_desktop.services.exchange.import_plan import ImportPlan, ImportReport, Progress
from loancrm_desktop.services.exchange.import_preview import Preview
from loancrm_desktop.services.exchange.sheets import FileTables, SheetTable
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.importing.check_panel import CheckPanel
from loancrm_desktop.ui.importing.file_choices import ask_for_list, ask_for_rejects, dropped_file
from loancrm_desktop.ui.importing.import_commands import add_commands
from loancrm_desktop.ui.importing.list_source import ListSource
from loancrm_desktop.ui.importing.other_ways import OtherWays
from loancrm_desktop.ui.importing.remembering import columns_of, first_made
from loancrm_desktop.ui.importing.result_panel import ImportResultPanel
from loancrm_desktop.ui.importing.start_panel import ImportStartPanel
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import PageHeader
from loancrm_desktop.ui.widgets.progress_panel import ProgressPanel
from loancrm_desktop.ui.widgets.wizard_frame import StepHeader

POLL_MS = 150
CHOOSE, MAP, CHECK, DONE = range(4)


class ImportPage(QWidget):
    """Imports customers from a file or from pasted cells.

    Signals:
        list_requested: customers are to be seen: the condition (a dict) the imported ones hold.
        said: a sentence for the window, and the journal number that undoes it or 0.
    """

    list_requested = Signal(object)
    said = Signal(str, int)

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAcceptDrops(True)
        self._bridge = bridge
        self._words = words
        self.source = ListSource(bridge, self)
        self._last_time = False
        self._progress: Progress | None = None
        self._report: ImportReport | None = None
        self._step = CHOOSE
        self._first_look = False
        self._seq = 0
        self._first_id = 0
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._on_poll_timeout)
        self._build()
        add_commands(self, self)
        self._join()
        self._show_step(CHOOSE)
        bridge.changed.connect(self._on_bridge_changed)

    def _build(self) -> None:
        self._header = PageHeader(tr("Import customers"))
        self.steps = StepHeader(
            (tr("Choose the list"), tr("Columns and fields"), tr("Check the rows"),
             tr("Import"))
        )  # fmt: skip
        self._header.add_action(self.steps)
        self.notice = Notice()
        self.start = ImportStartPanel()
        self.start.choose_requested.connect(self.choose)
        self.start.paste_requested.connect(self.paste)
        self.others = OtherWays(self._bridge, self._words)
        self.others.said.connect(self.said)
        self.start.add_below(self.others)
        self.progress = ProgressPanel()
        self.progress.cancel_requested.connect(self.cancel)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.start)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self._header, self.notice, self._stack, self.progress):
            layout.addWidget(part)
        layout.setStretchFactor(self._stack, 1)
        self.progress.hide()

    @cached_property
    def check(self) -> CheckPanel:
        """Columns and rows, looked over; built with the first list."""
        made = CheckPanel(self._words, self._stack)
        made.changed.connect(self._dry_run)
        made.another_requested.connect(self.start_again)
        made.cell_mended.connect(self._on_cell_mended)
        made.rejects_requested.connect(self._on_save_rejects_clicked)
        made.remembered_requested.connect(self._on_remembered_requested)
        made.step_requested.connect(self._show_step)
        made.go.clicked.connect(self.run)
        made.sheet_chosen.connect(self.source.read_sheet)
        made.header_chosen.connect(self.source.take_header)
        self._stack.addWidget(made)
        return made

    @cached_property
    def result(self) -> ImportResultPanel:
        """What came of it; built at the end of the first import."""
        made = ImportResultPanel(self._stack)
        made.list_requested.connect(self._on_list_requested)
        made.rejects_requested.connect(self._on_save_rejects_clicked)
        made.undo_requested.connect(self._on_undo_requested)
        made.again_requested.connect(self.start_again)
        self._stack.addWidget(made)
        return made

    def _join(self) -> None:
        self.source.reading.connect(self.start.say)
        self.source.file_read.connect(self._on_file_read)
        self.source.table_changed.connect(self._on_table_changed)
        self.source.mapped.connect(self._on_mapped)
        self.source.failed.connect(self._on_read_failed)

    def next_problem(self) -> None:
        """Go to the next row with a problem."""
        if self._step == CHECK:
            self.check.problems.show_next()

    @property
    def step(self) -> int:
        """Where the person is: choosing, mapping, checking or done."""
        return self._step

    @property
    def running(self) -> bool:
        """Whether something is being written."""
        return self._progress is not None

    def start_again(self) -> None:
        """Go back to the choice of a list; nothing was written."""
        self.source.forget()
        self.notice.hide()
        self.start.say("")
        self._header.set_status("")
        self._show_step(CHOOSE)

    def read_file(self, path: Path, sheet: str | None = None) -> None:
        """Read a file in a process of its own."""
        self.notice.hide()
        self.source.read_file(path, sheet)

    def paste(self) -> None:
        """Take the cells on the clipboard as a list, while no other list is looked at."""
        if self._step == CHOOSE:
            self.notice.hide()
            self.source.paste()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let files in."""
        if event.mimeData().hasUrls() and not self.running:
            event.acceptProposedAction()
            self.start.area.light(on=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Light no longer."""
        super().dragLeaveEvent(event)
        self.start.area.light(on=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the first file dropped."""
        self.start.area.light(on=False)
        path = dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.read_file(path)

    def run(self) -> None:
        """Import as the counts say; what was settled is remembered first."""
        if self.source.table is None or self._step != CHECK or not self.check.go.isEnabled():
            return
        self._progress = Progress()
        self._seq = self._first_id = 0
        self._set_busy(busy=True)
        self._bridge.do(
            import_memory.remember,
            columns=columns_of(self.check.mapping.columns),
            words=self.check.words.maps,
            then=self._on_remembered,
            refused=self._on_remember_refused,
        )

    def cancel(self) -> None:
        """Stop what is running; nothing is written then."""
        if self._progress is not None:
            self._progress.cancelled = True

    def _on_remembered(self, anything_new: bool) -> None:  # noqa: FBT001 - the answer
        del anything_new
        self._write()

    def _on_remember_refused(self, problem: Problem) -> None:
        """Import all the same: only the convenience of next time is lost."""
        del problem
        self._write()

    def _write(self) -> None:
        self._bridge.do(
            importing.run,
            table=self.source.table,
            plan=self._plan(),
            progress=self._progress,
            then=self._on_imported,
            refused=self._on_refused,
        )

    def _plan(self) -> ImportPlan:
        return ImportPlan(
            self.check.mapping.columns,
            self.check.twins.choice,
            self.check.words.maps,
            decisions=self.check.twins.decisions,
        )

    def choose(self) -> None:
        """Ask for a list to import."""
        chosen = ask_for_list(self)
        if chosen is not None:
            self.read_file(chosen)

    def _on_file_read(self, tables: FileTables) -> None:
        self.start.say("")
        self.check.show_file(tables)
        for note in tables.chosen.notes[:1]:
            self.notice.say(str(note), "info")

    def _on_table_changed(self, table: SheetTable) -> None:
        self._first_look = True
        self._header.set_status(
            tr("{file} · {sheet} · {count} rows", file=self.source.name, sheet=table.name,
               count=f"{len(table.rows):,}")
        )  # fmt: skip
        self.check.show_table(table)

    def _on_mapped(self) -> None:
        self.check.words.start(self.source.words)
        self.check.twins.start()
        self._use_columns(last_time=self.source.is_known)
        self._show_step(MAP)

    def _use_columns(self, *, last_time: bool) -> None:
        if self.source.table is None:
            return
        self._last_time = last_time
        mapping = self.check.mapping
        mapping.show_guesses(self.source.table, self.source.columns(last_time=last_time))
        mapping.offer_remembered(offered=self.source.is_known, used=last_time)
        self._dry_run()

    def _on_remembered_requested(self) -> None:
        self._use_columns(last_time=not self._last_time)

    def _dry_run(self) -> None:
        if self.source.table is None:
            return
        self.check.show_checking(len(self.source.table.rows))
        self._bridge.ask(
            import_preview.preview,
            table=self.source.table,
            plan=self._plan(),
            then=self._on_preview,
            failed=self._on_check_failed,
            key="dry run",
        )

    def _on_preview(self, preview: Preview) -> None:
        if self.source.table is None:
            return
        self._report = preview.report
        self.notice.hide()
        self.check.show_preview(preview, self.source.table)
        if self._first_look:
            self._first_look = False
            if not self.check.mapping.unsure and not self.check.words.unknown:
                self._show_step(CHECK)

    def _on_check_failed(self, problem: Problem) -> None:
        self.check.show_unchecked()
        self.notice.say(str(problem))

    def _show_step(self, step: int) -> None:
        self._step = step
        self.steps.show_step(step)
        if step in (MAP, CHECK):
            self._stack.setCurrentWidget(self.check)
            self.check.show_step(checking=step == CHECK)
        elif step == DONE:
            self._stack.setCurrentWidget(self.result)
        else:
            self._stack.setCurrentWidget(self.start)
            self.start.choose.setFocus()

    def _on_imported(self, report: ImportReport) -> None:
        self._finish()
        self._report = report
        self.result.show_report(report, can_undo=self._seq > 0)
        self._show_step(DONE)

    def _on_refused(self, problem: Problem) -> None:
        self._finish()
        self.notice.say(str(problem))

    def _on_read_failed(self, problem: Problem) -> None:
        self.start.say("")
        self.notice.say(str(problem))

    def _finish(self) -> None:
        self._progress = None
        self._set_busy(busy=False)

    def _set_busy(self, *, busy: bool) -> None:
        self._stack.setEnabled(not busy)
        self.progress.setVisible(busy)
        if busy:
            self.progress.start(
                tr("Importing customers"),
                after_cancel=tr("Cancelling leaves the office as it is; nothing is written yet."),
                can_hide=False,
            )
            self._poll.start()
        else:
            self._poll.stop()

    def _on_poll_timeout(self) -> None:
        if self._progress is not None:
            self.progress.show_progress(self._progress.done, self._progress.total)

    def _on_cell_mended(self, number: int, place: int, text: str) -> None:
        self.source.mend_cell(number, place, text)
        self._dry_run()

    def _on_save_rejects_clicked(self) -> None:
        chosen = ask_for_rejects(self)
        if chosen is not None:
            self.save_rejects(chosen)

    def save_rejects(self, path: Path) -> None:
        """Write the rows left out, with their reasons, to be mended."""
        if self.source.table is not None and self._report is not None:
            self._bridge.outside(
                reject_file.save_rejects,
                path=path,
                table=self.source.table,
                report=self._report,
                office=self._bridge.office,
                then=partial(self._on_rejects_saved, path.name),
                failed=self._on_refused,
            )

    def _on_rejects_saved(self, name: str, count: int) -> None:
        self.notice.say(tr("{count} rows saved in {file}", count=count, file=name), "success")

    def _on_list_requested(self) -> None:
        """Find out when they were imported: all of them were made at that very moment."""
        self._bridge.ask(
            customers.values,
            customer_id=self._first_id,
            then=self._on_first_customer,
            failed=self._on_refused,
            key="first",
        )

    def _on_first_customer(self, first: customers.RecordValues) -> None:
        made = first.values["created_at"]
        self.list_requested.emit({"field": "created_at", "op": "eq", "value": made})

    def _on_undo_requested(self) -> None:
        self._bridge.do(undoing.undo, seq=self._seq, then=self._on_undone, refused=self._on_refused)

    def _on_undone(self, undone: undoing.Undone) -> None:
        del undone
        self.result.show_undone()

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.operation == "importing.run" and self._progress is not None:
            self._seq = changes.seq
            self._first_id = first_made(changes)
