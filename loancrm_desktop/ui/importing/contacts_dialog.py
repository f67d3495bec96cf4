"""Takes the follow-ups of another system over: columns named, looked at, written, taken back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import undoing
from loancrm_desktop.services.exchange import contact_lists, history, import_memory, sheets
from loancrm_desktop.services.exchange.contact_columns import HEADINGS, REQUIRED
from loancrm_desktop.services.exchange.contact_lists import ContactPlan, ContactReport
from loancrm_desktop.services.exchange.import_memory import Remembered
from loancrm_desktop.services.exchange.import_plan import Progress
from loancrm_desktop.services.exchange.sheets import FileTables, SheetTable
from loancrm_desktop.texts import listed, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.importing.contact_parts import part_title
from loancrm_desktop.ui.importing.file_choices import ask_for_list
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import (
    button,
    clear_layout,
    column,
    frame,
    label,
    line,
    row,
    scrolled,
)
from loancrm_desktop.ui.widgets.progress_panel import ProgressPanel
from loancrm_desktop.ui.widgets.relay import relay

SIZE = (860, 620)
POLL_MS = 150
_PREFIX = "contact."
_PROBLEMS_SAID = 6


class ContactsDialog(QDialog):
    """A list of follow-ups on its way into the office.

    Signals:
        said: a sentence for the window, and the journal number that undoes it or 0.
    """

    said = Signal(str, int)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Take follow-ups over"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(*SIZE)
        self._bridge = bridge
        self.table: SheetTable | None = None
        self.found: ContactReport | None = None
        self.columns: dict[str, CalmCombo] = {}
        self._progress: Progress | None = None
        self._seq = 0
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._on_poll_timeout)
        self._build()
        bridge.changed.connect(self._on_bridge_changed)

    def _build(self) -> None:
        self.notice = Notice()
        told = label(
            tr("An Excel or CSV file with a line for each follow-up: whose, when, by whom, what "
               "was said. Each keeps its author and its time. The customers have to be here "
               "already."),
            role="secondary",
            wrap=True,
        )  # fmt: skip
        self.choose = button(tr("Choose a file …"), icon="upload")
        self.choose.clicked.connect(self._on_choose_clicked)
        self._file = label(role="secondary")
        self._columns = QGridLayout()
        self._columns.setHorizontalSpacing(16)
        self._columns.setVerticalSpacing(8)
        self.counts = label(wrap=True)
        self.problems = label(role="warning", wrap=True)
        self._body = QWidget()
        inner = QVBoxLayout(self._body)
        inner.setContentsMargins(20, 10, 20, 14)
        inner.setSpacing(12)
        inner.addLayout(self._columns)
        inner.addWidget(line())
        inner.addWidget(self.counts)
        inner.addWidget(self.problems)
        inner.addStretch(1)
        self._body.hide()
        self.progress = ProgressPanel()
        self.progress.cancel_requested.connect(self.cancel)
        self.progress.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(column(told, self.notice, margins=(20, 16, 20, 8), spacing=8))
        layout.addLayout(row(self.choose, self._file, None, margins=(20, 0, 20, 8)))
        layout.addWidget(scrolled(self._body), 1)
        layout.addWidget(self.progress)
        layout.addWidget(self._build_footer())

    def _build_footer(self) -> QWidget:
        self.close_button = button(tr("Close"), kind="ghost")
        self.close_button.clicked.connect(self.reject)
        self.undo = button(tr("Undo the import"), icon="undo")
        self.undo.clicked.connect(self._on_undo_clicked)
        self.undo.hide()
        self.go = button(tr("Take over"), kind="primary", icon="check")
        self.go.clicked.connect(self.run)
        self.go.setEnabled(False)
        foot = frame("footer")
        foot.setLayout(row(None, self.close_button, self.undo, self.go, margins=(20, 10, 20, 10)))
        return foot

    @property
    def running(self) -> bool:
        """Whether something is being written."""
        return self._progress is not None

    def read_file(self, path: Path) -> None:
        """Read a list in a process of its own."""
        self.notice.hide()
        self._file.setText(tr("Reading {file} …", file=path.name))
        self._bridge.outside(
            sheets.read_table, path=path, limits=history.LIMITS, then=self._on_tables,
            failed=self._on_problem, key="read",
        )  # fmt: skip

    def run(self) -> None:
        """Write it, as one act that can be taken back; what was mapped is remembered first."""
        if self.table is None or not self.go.isEnabled() or self.running:
            return
        self._progress = Progress()
        self._set_busy(busy=True)
        settled = {key: _PREFIX + part for key, part in self._given().items()}
        self._bridge.do(
            import_memory.remember,
            columns={heading: settled.get(heading) for heading in self.table.header},
            words={},
            then=self._on_remembered,
            refused=self._on_problem,
        )

    def cancel(self) -> None:
        """Stop; nothing is written then."""
        if self._progress is not None:
            self._progress.cancelled = True

    def reject(self) -> None:
        """Close, unless something is being written."""
        if not self.running:
            super().reject()

    def _given(self) -> dict[str, str]:
        parts = {part: box.currentData() for part, box in self.columns.items()}
        return {str(heading): part for part, heading in parts.items() if heading}

    def _plan(self) -> ContactPlan:
        return ContactPlan(dict[str, str | None](self._given()) if self.columns else None)

    def _on_choose_clicked(self) -> None:
        chosen = ask_for_list(self)
        if chosen is not None:
            self.read_file(chosen)

    def _on_tables(self, tables: FileTables) -> None:
        self.table = tables.chosen
        self.found = None
        self._file.setText(
            tr("{file} · {count} rows", file=tables.path.name, count=f"{len(self.table.rows):,}")
        )
        self._bridge.ask(
            import_memory.recall, header=list(self.table.header), then=self._on_recalled,
            failed=self._on_problem, key="recall",
        )  # fmt: skip

    def _on_recalled(self, remembered: Remembered) -> None:
        known = {
            field.removeprefix(_PREFIX): heading
            for heading, field in (remembered.columns or {}).items()
            if field and field.startswith(_PREFIX)
        }
        self._show_columns(known)
        self._ask(self._plan() if known else ContactPlan())

    def _ask(self, plan: ContactPlan) -> None:
        if self.table is not None:
            self._bridge.ask(
                contact_lists.preview,
                table=self.table,
                plan=plan,
                then=self._on_preview,
                failed=self._on_unread,
                key="preview",
            )

    def _on_unread(self, problem: Problem) -> None:
        """Say what is missing; the columns can be named by hand."""
        self.go.setEnabled(False)
        self._body.show()
        self.notice.say(str(problem))

    def _show_columns(self, mapping: dict[str, str]) -> None:
        """Offer the headings for each part; `mapping` is part → heading."""
        clear_layout(self._columns)
        self.columns = {}
        header = () if self.table is None else self.table.header
        for at, part in enumerate(HEADINGS):
            box = CalmCombo()
            box.addItem(tr("(not in the file)"), "")
            for heading in header:
                box.addItem(heading, heading)
            box.setCurrentIndex(max(0, box.findData(mapping.get(part, ""))))
            title = part_title(part)
            box.setAccessibleName(title)
            box.activated.connect(relay(box, self._on_column_activated, part))
            title = tr("{title} *", title=title) if part in REQUIRED else title
            self._columns.addWidget(label(title, role="secondary"), at // 2, at % 2 * 2)
            self._columns.addWidget(box, at // 2, at % 2 * 2 + 1)
            self.columns[part] = box
        for place, stretch in enumerate((1, 3, 1, 3)):
            self._columns.setColumnStretch(place, stretch)

    def _on_column_activated(self, part: str) -> None:
        del part
        self._ask(self._plan())

    def _on_preview(self, found: ContactReport) -> None:
        self.found = found
        self.notice.hide()
        self._body.show()
        self._show_columns({part: heading for heading, part in found.mapping.items()})
        first, last = (
            "" if at is None else display.office_time(at).strftime("%Y-%m-%d")
            for at in (found.first_at, found.last_at)
        )
        self.counts.setText(
            tr("{created} follow-ups of {customers} customers, {first} to {last}",
               created=f"{found.created:,}", customers=f"{found.customers:,}", first=first,
               last=last)
        )  # fmt: skip
        self._tell_problems(found)
        self.go.setText(tr("Take {count} follow-ups over", count=f"{found.created:,}"))
        self.go.setEnabled(found.created > 0)

    def _tell_problems(self, found: ContactReport) -> None:
        texts: list[str] = []
        if found.strangers:
            texts.append(
                tr("{count} people are not of the office and are kept as former colleagues: "
                   "{names}", count=len(found.strangers),
                   names=listed(found.strangers[:_PROBLEMS_SAID]))
            )  # fmt: skip
        if found.rejected:
            texts.append(tr("{count} lines are left out:", count=f"{found.rejected:,}"))
        texts += [
            tr("Line {row}: {what}", row=problem.row, what=problem.message)
            for problem in found.problems[:_PROBLEMS_SAID]
        ]
        self.problems.setText("\n".join(texts))
        self.problems.setVisible(bool(texts))

    def _on_remembered(self, anything_new: bool) -> None:  # noqa: FBT001 - the answer
        del anything_new
        self._bridge.do(
            contact_lists.run,
            table=self.table,
            plan=self._plan(),
            progress=self._progress,
            then=self._on_done,
            refused=self._on_problem,
        )

    def _on_done(self, report: ContactReport) -> None:
        self._set_busy(busy=False)
        text = tr(
            "{created} follow-ups taken over, {rejected} left out",
            created=f"{report.created:,}",
            rejected=f"{report.rejected:,}",
        )
        self.notice.say(text, "success")
        self.go.setEnabled(False)
        self.undo.setVisible(self._seq > 0)
        self.said.emit(text, self._seq)

    def _on_undo_clicked(self) -> None:
        self.undo.hide()
        self._bridge.do(undoing.undo, seq=self._seq, then=self._on_undone, refused=self._on_problem)

    def _on_undone(self, undone: object) -> None:
        del undone
        self.notice.say(tr("The import was taken back; everything is as it was before."), "info")
        self.go.setEnabled(True)

    def _on_problem(self, problem: Problem) -> None:
        self._set_busy(busy=False)
        self.notice.say(str(problem))

    def _set_busy(self, *, busy: bool) -> None:
        if not busy:
            self._progress = None
        self._body.setEnabled(not busy)
        self.choose.setEnabled(not busy)
        self.go.setEnabled(not busy and self.found is not None)
        self.progress.setVisible(busy)
        if busy:
            self.progress.start(
                tr("Taking the follow-ups over"),
                after_cancel=tr("Cancelling leaves the office as it is; nothing is written yet."),
                can_hide=False,
            )
            self._poll.start()
        else:
            self._poll.stop()

    def _on_poll_timeout(self) -> None:
        if self._progress is not None:
            self.progress.show_progress(self._progress.done, self._progress.total)

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.operation == "importing.follow_ups":
            self._seq = changes.seq
