"""Takes the pipeline of another system over: its event log looked at, stages named, written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import undoing
from loancrm_desktop.services.exchange import history, history_preview, import_memory, sheets
from loancrm_desktop.services.exchange.history import HistoryPlan, HistoryReport
from loancrm_desktop.services.exchange.history_columns import REQUIRED
from loancrm_desktop.services.exchange.history_preview import HistoryPreview
from loancrm_desktop.services.exchange.import_memory import Remembered
from loancrm_desktop.services.exchange.import_plan import Progress
from loancrm_desktop.services.exchange.sheets import FileTables, SheetTable
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.importing.file_choices import ask_for_list
from loancrm_desktop.ui.importing.history_parts import PARTS, likely_stage, part_title
from loancrm_desktop.ui.office_words import OfficeWords
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

SIZE = (960, 680)
POLL_MS = 150
_PREFIX = "history."
_PROBLEMS_SAID = 4


class HistoryDialog(QDialog):
    """An event log on its way into the office.

    Signals:
        said: a sentence for the window, and the journal number that undoes it or 0.
    """

    said = Signal(str, int)

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Take a pipeline history over"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(*SIZE)
        self._bridge = bridge
        self._words = words
        self.table: SheetTable | None = None
        self.found: HistoryPreview | None = None
        self.columns: dict[str, CalmCombo] = {}
        self.stages: dict[str, CalmCombo] = {}
        self._remembered: dict[str, str] = {}
        self._remembered_stages: dict[str, str] = {}
        self._progress: Progress | None = None
        self._seq = 0
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._on_poll_timeout)
        self._build()
        bridge.changed.connect(self._on_bridge_changed)

    def _build(self) -> None:
        self.notice = Notice()
        self._told = label(
            tr("An Excel or CSV file with a line for each step: which case, which stage, when, by "
               "whom. Every stay keeps its own time and person. A plain list of deals with stage "
               "and date is taken in the same way."),
            role="secondary",
            wrap=True,
        )  # fmt: skip
        self.choose = button(tr("Choose a file …"), icon="upload")
        self.choose.clicked.connect(self._on_choose_clicked)
        self._file = label(role="secondary")
        self._columns = QGridLayout()
        self._counts = label(wrap=True)
        self._problems = label(role="warning", wrap=True)
        self._stages = QGridLayout()
        self._stages_title = label(tr("Which stage is which"), font="bodyStrong")
        self.own = CalmCombo()
        self.own.setAccessibleName(tr("Process of these deals"))
        self.own.currentIndexChanged.connect(self._show_stages)
        inside = QWidget()
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(20, 10, 20, 14)
        inner.setSpacing(12)
        for layout in (self._columns, self._stages):
            layout.setHorizontalSpacing(16)
            layout.setVerticalSpacing(8)
        inner.addLayout(self._columns)
        inner.addWidget(line())
        for widget in (self._counts, self._problems, self._stages_title, self.own):
            inner.addWidget(widget)
        inner.addLayout(self._stages)
        inner.addStretch(1)
        self.progress = ProgressPanel()
        self.progress.cancel_requested.connect(self.cancel)
        self.progress.hide()
        self._body = QStackedWidget()
        self._body.addWidget(QWidget())
        self._body.addWidget(scrolled(inside))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(column(self._told, self.notice, margins=(20, 16, 20, 8), spacing=8))
        layout.addLayout(row(self.choose, self._file, None, margins=(20, 0, 20, 8)))
        layout.addWidget(self._body, 1)
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
        feet = row(None, self.close_button, self.undo, self.go, margins=(20, 10, 20, 10))
        foot.setLayout(feet)
        return foot

    @property
    def running(self) -> bool:
        """Whether something is being written."""
        return self._progress is not None

    def read_file(self, path: Path) -> None:
        """Read an event log in a process of its own."""
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
            words={_PREFIX + "stage": self._chosen_stages() or {}},
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

    def _plan(self) -> HistoryPlan:
        columns = dict[str, str | None](self._given()) if self.columns else None
        name = "" if self.table is None else self.table.name
        return HistoryPlan(name, columns, self._chosen_stages())

    def _chosen_stages(self) -> dict[str, str] | None:
        if self.own.currentData() != "usual":
            return None
        return {each: str(box.currentData()) for each, box in self.stages.items()}

    def _on_choose_clicked(self) -> None:
        chosen = ask_for_list(self)
        if chosen is not None:
            self.read_file(chosen)

    def _on_tables(self, tables: FileTables) -> None:
        self.table = tables.chosen
        self._file.setText(
            tr("{file} · {count} rows", file=tables.path.name, count=f"{len(self.table.rows):,}")
        )
        self._show_columns({})
        self._bridge.ask(
            import_memory.recall, header=list(self.table.header), then=self._on_recalled,
            failed=self._on_problem, key="recall",
        )  # fmt: skip

    def _on_recalled(self, remembered: Remembered) -> None:
        known = remembered.columns or {}
        self._remembered = {
            field.removeprefix(_PREFIX): heading
            for heading, field in known.items()
            if field and field.startswith(_PREFIX)
        }
        self._remembered_stages = remembered.words.get(_PREFIX + "stage", {})
        if self._remembered:
            self._show_columns(self._remembered)
            self._ask(self._plan())
        else:
            self.columns = {}
            self._ask(HistoryPlan("" if self.table is None else self.table.name))

    def _ask(self, plan: HistoryPlan) -> None:
        if self.table is not None:
            self._bridge.ask(
                history_preview.preview,
                table=self.table,
                plan=plan,
                then=self._on_preview,
                failed=self._on_unread,
                key="preview",
            )

    def _on_unread(self, problem: Problem) -> None:
        """Say what is missing; the columns can be named by hand."""
        self.go.setEnabled(False)
        self._body.setCurrentIndex(1)
        if not self.columns:
            self._show_columns({})
        self.notice.say(str(problem))

    def _show_columns(self, mapping: dict[str, str]) -> None:
        """Offer the headings for each part; `mapping` is part → heading."""
        clear_layout(self._columns)
        self.columns = {}
        header = () if self.table is None else self.table.header
        for at, part in enumerate(PARTS):
            box = CalmCombo()
            box.addItem(tr("(not in the file)"), "")
            for heading in header:
                box.addItem(heading, heading)
            box.setCurrentIndex(max(0, box.findData(mapping.get(part, ""))))
            box.setAccessibleName(part_title(part))
            box.activated.connect(relay(box, self._on_column_activated, part))
            title = part_title(part)
            title = tr("{title} *", title=title) if part in REQUIRED else title
            self._columns.addWidget(label(title, role="secondary"), at // 2, at % 2 * 2)
            self._columns.addWidget(box, at // 2, at % 2 * 2 + 1)
            self.columns[part] = box
        for place, stretch in enumerate((1, 3, 1, 3)):
            self._columns.setColumnStretch(place, stretch)

    def _on_column_activated(self, part: str) -> None:
        del part
        self._ask(self._plan())

    def _on_preview(self, found: HistoryPreview) -> None:
        self.found = found
        self.notice.hide()
        self._body.setCurrentIndex(1)
        self._show_columns({part: heading for heading, part in found.mapping.items()})
        first, last = (
            "" if at is None else display.office_time(at).strftime("%Y-%m-%d")
            for at in (found.first_at, found.last_at)
        )
        self._counts.setText(
            tr("{cases} cases, {events} events, {stays} stays in stages, {first} to {last}",
               cases=f"{found.cases:,}", events=f"{found.events:,}", stays=f"{found.stays:,}",
               first=first, last=last)
        )  # fmt: skip
        self._tell_problems(found)
        self._offer_processes(found)
        self.go.setText(tr("Take {count} cases over", count=f"{found.cases - found.known:,}"))
        self.go.setEnabled(found.cases > found.known)

    def _tell_problems(self, found: HistoryPreview) -> None:
        texts: list[str] = []
        if found.known:
            texts.append(tr("{count} cases are here already or belong to colleagues and are left "
                            "out.", count=f"{found.known:,}"))  # fmt: skip
        if found.strangers:
            names = "、".join(found.strangers[:_PROBLEMS_SAID])
            texts.append(
                tr("{count} people are not of the office and are kept as former colleagues: "
                   "{names}", count=len(found.strangers), names=names)
            )  # fmt: skip
        if found.problems:
            texts.append(tr("{count} lines cannot be read.", count=f"{len(found.problems):,}"))
        self._problems.setText("\n".join(texts))
        self._problems.setVisible(bool(texts))

    def _offer_processes(self, found: HistoryPreview) -> None:
        self.own.blockSignals(True)  # noqa: FBT003 - Qt's own way
        self.own.clear()
        if found.process:
            self.own.addItem(tr("The process that has all these stages"), "known")
        else:
            self.own.addItem(tr("A new process, drawn from the file"), "new")
        self.own.addItem(tr("The usual process, stage by stage"), "usual")
        remembered = set(self._remembered_stages) >= {each for each, _ in found.activities}
        self.own.setCurrentIndex(1 if remembered and not found.process else 0)
        self.own.blockSignals(False)  # noqa: FBT003 - Qt's own way
        self._show_stages()

    def _show_stages(self) -> None:
        clear_layout(self._stages)
        self.stages = {}
        usual = self.own.currentData() == "usual"
        english = current_language() == "en"
        for at, (activity, count) in enumerate(() if self.found is None else self.found.activities):
            said = tr("{activity} · {count} events", activity=activity, count=f"{count:,}")
            self._stages.addWidget(label(said, wrap=True), at, 0)
            if not usual:
                continue
            box = CalmCombo()
            box.setAccessibleName(tr("Stage for {activity}", activity=activity))
            box.addItem(tr("(choose a stage)"), "")
            for stage in self._words.stages:
                box.addItem(stage.name_en if english else stage.name_zh, stage.key)
            likely = self._remembered_stages.get(activity) or likely_stage(
                activity, self._words.stages
            )
            box.setCurrentIndex(max(0, box.findData(likely)))
            self._stages.addWidget(box, at, 1)
            self.stages[activity] = box

    def _on_remembered(self, anything_new: bool) -> None:  # noqa: FBT001 - the answer
        del anything_new
        self._bridge.do(
            history.run,
            table=self.table,
            plan=self._plan(),
            progress=self._progress,
            then=self._on_done,
            refused=self._on_problem,
        )

    def _on_done(self, report: HistoryReport) -> None:
        self._set_busy(busy=False)
        text = tr(
            "{created} deals with {stays} stays taken over, {rejected} left out",
            created=f"{report.created:,}",
            stays=f"{report.stays:,}",
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
        text = tr("The import was taken back; everything is as it was before.")
        self.notice.say(text, "info")
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
                tr("Taking the history over"),
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
        if changes.operation == "importing.history":
            self._seq = changes.seq
