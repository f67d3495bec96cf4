"""Asks how data leaves the office: which file, why, and who else agrees; then writes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from loancrm_desktop.errors import Problem
from loancrm_desktop.services.exchange import export_consent, exporting
from loancrm_desktop.services.exchange.export_consent import Agreed, Consent, Witness
from loancrm_desktop.services.exchange.export_files import Exported, Format
from loancrm_desktop.services.exchange.export_tables import ExportWish
from loancrm_desktop.services.exchange.exporting import Target
from loancrm_desktop.services.exchange.import_plan import Progress
from loancrm_desktop.services.exchange.seen_rows import SeenList
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_command
from loancrm_desktop.ui.doors.password_input import PasswordInput
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.keycap import KeyedButton
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import button, column, frame, grow, label, row
from loancrm_desktop.ui.widgets.progress_panel import ProgressPanel
from loancrm_desktop.ui.widgets.segments import SegmentedControl

WIDTH = 560
POLL_MS = 150


@dataclass(frozen=True, slots=True)
class ExportOffer:
    """What is to leave, and how that is said.

    Attributes:
        title: what the window is called.
        text: what will be in the file.
        wish: what the service is asked for.
        rows: how many records of people it is; from 50 on a second person is asked.
        forms: the kinds of file there are.
        name: the file's name to begin with.
    """

    title: str
    text: str
    wish: ExportWish | SeenList
    rows: int
    forms: tuple[Format, ...]
    name: str


class ExportDialog(QDialog):
    """One export.

    Signals:
        exported: it is done (a sentence).
    """

    exported = Signal(str)

    def __init__(self, bridge: Bridge, offer: ExportOffer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(offer.title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setFixedWidth(WIDTH)
        self._bridge = bridge
        self._offer = offer
        self._target: Target | None = None
        self._progress: Progress | None = None
        self._witnesses: tuple[Witness, ...] = ()
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._on_poll_timeout)
        self._build()
        add_command(self, Command("export.go", tr("Export …"), "Ctrl+S", "download"),
                    self._on_go_clicked)  # fmt: skip
        self._ready = False
        self._tell()
        bridge.ask(
            export_consent.witnesses, then=self._on_witnesses, failed=self._on_no_witnesses,
            key="witnesses",
        )  # fmt: skip
        self.reason.setFocus()

    def _build(self) -> None:
        self.notice = Notice()
        self.forms = SegmentedControl(tr("Kind of file"))
        names = {"xlsx": "Excel (XLSX)", "csv": "CSV", "json": "JSON"}
        self.forms.set_choices([(form, names[form], "") for form in self._offer.forms])
        self.whole = QCheckBox(tr("Phone and ID numbers in full, not masked"))
        self.whole.setVisible(isinstance(self._offer.wish, SeenList))
        self.reason = QLineEdit()
        self.reason.setMaxLength(export_consent.LONGEST_REASON)
        self.reason.setPlaceholderText(tr("Why does this leave the office?"))
        self.reason.textChanged.connect(self._tell)
        why = label(tr("Reason"), role="secondary")
        why.setBuddy(self.reason)
        self._form = QWidget()
        inner = QVBoxLayout(self._form)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(10)
        inner.addWidget(label(self._offer.text, wrap=True))
        inner.addLayout(row(label(tr("Kind of file"), role="secondary"), self.forms, None))
        inner.addWidget(self.whole)
        inner.addLayout(column(why, self.reason, spacing=4))
        inner.addWidget(self._build_second())
        self.progress = ProgressPanel()
        self.progress.cancel_requested.connect(self.cancel)
        self.progress.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        title = label(self._offer.title, font="subtitle", wrap=True)
        body = column(title, self.notice, self._form, self.progress, spacing=10)
        body.setContentsMargins(20, 18, 20, 16)
        layout.addLayout(body)
        layout.addWidget(self._build_footer())

    def _build_footer(self) -> QWidget:
        logged = label(
            tr("The history keeps who took out how much, why, and the file's fingerprint."),
            role="caption",
            wrap=True,
        )
        self.stop = button(tr("Cancel"), kind="ghost")
        self.stop.clicked.connect(self.reject)
        self.go = KeyedButton(tr("Export …"), "Ctrl+S", kind="primary", icon="download")
        self.go.clicked.connect(self._on_go_clicked)
        foot = frame("footer")
        feet = row(logged, self.stop, self.go, margins=(20, 10, 20, 10))
        feet.setStretchFactor(logged, 1)
        foot.setLayout(feet)
        return foot

    def _build_second(self) -> QWidget:
        self.second = frame("card")
        self.person = CalmCombo()
        self.person.setAccessibleName(tr("Who agrees"))
        self.person.currentIndexChanged.connect(self._tell)
        self.password = PasswordInput(tr("Their password"))
        self.password.edit.textChanged.connect(self._tell)
        said: QLabel = label(
            tr(
                "{count} records of people. From {least} on a second person agrees with a "
                "password of their own.",
                count=f"{self._offer.rows:,}",
                least=export_consent.SECOND_PERSON_FROM,
            ),
            wrap=True,
        )
        who = label(tr("Who agrees"), role="secondary")
        who.setBuddy(self.person)
        self.second.setLayout(
            column(said, who, self.person, self.password, spacing=6, margins=(14, 12, 14, 12))
        )
        self.second.hide()
        return self.second

    @property
    def running(self) -> bool:
        """Whether a file is being written."""
        return self._progress is not None

    @property
    def needs_second(self) -> bool:
        """Whether somebody else has to agree."""
        many = self._offer.rows >= export_consent.SECOND_PERSON_FROM
        return many and bool(self._witnesses)

    def export_to(self, path: Path) -> None:
        """Write the file: the second person's password is tried first where one is needed."""
        if self.running or not self.go.isEnabled():
            return
        known: dict[str, Format] = {each: each for each in self._offer.forms}
        form = known[self.forms.current]
        self._target = Target(path, form)
        self._progress = Progress()
        self.notice.hide()
        self._set_busy(busy=True)
        if not self.needs_second:
            self._write(None)
            return
        self._bridge.outside(
            export_consent.agree,
            office=self._bridge.office,
            login=str(self.person.currentData()),
            password=self.password.edit.text(),
            then=self._on_agreed,
            failed=self._on_failed,
        )

    def cancel(self) -> None:
        """Break off; no file is written then."""
        if self._progress is not None:
            self._progress.cancelled = True

    def reject(self) -> None:
        """Close, unless a file is being written: then break that off first."""
        if self.running:
            self.cancel()
        else:
            super().reject()

    def _on_agreed(self, agreed: Agreed) -> None:
        self._write(agreed)

    def _write(self, agreed: Agreed | None) -> None:
        wish = self._offer.wish
        if isinstance(wish, SeenList):
            wish = replace(wish, whole_numbers=self.whole.isChecked())
        elif self.forms.current == "json":
            wish = replace(wish, shape="values")
        self._bridge.outside(
            exporting.export,
            office=self._bridge.office,
            actor=self._bridge.actor,
            target=self._target,
            wish=wish,
            consent=Consent(self.reason.text(), agreed),
            progress=self._progress,
            then=self._on_exported,
            failed=self._on_failed,
        )

    def _on_exported(self, made: Exported) -> None:
        self._end()
        rows = sum(each.rows for each in made.files)
        names = "、".join(Path(each.path).name for each in made.files[:1])
        self.exported.emit(
            tr("{count} rows are in {file}", count=f"{rows:,}", file=names)
            if len(made.files) == 1
            else tr("{count} rows are in {files} files", count=f"{rows:,}", files=len(made.files))
        )
        self.accept()

    def _on_failed(self, problem: Problem) -> None:
        self._end()
        self.password.edit.clear()
        self.notice.say(str(problem))
        grow(self)

    def _end(self) -> None:
        self._progress = None
        self._set_busy(busy=False)

    def _set_busy(self, *, busy: bool) -> None:
        self._form.setEnabled(not busy)
        self.progress.setVisible(busy)
        if busy:
            self.progress.start(
                tr("Writing the file"),
                after_cancel=tr("Cancelling leaves no file behind."),
                can_hide=False,
            )
            self._poll.start()
        else:
            self._poll.stop()
        self._tell()
        grow(self)

    def _tell(self) -> None:
        second = not self.needs_second or bool(self.password.edit.text())
        whole = bool(self.reason.text().strip()) and second and self._ready
        self.go.setEnabled(whole and not self.running)

    def _on_witnesses(self, people: tuple[Witness, ...]) -> None:
        self._ready = True
        self._witnesses = people
        for each in people:
            self.person.addItem(f"{each.name} ({each.login})", each.login)
        self.second.setVisible(self.needs_second)
        self._tell()
        grow(self)

    def _on_no_witnesses(self, problem: Problem) -> None:
        self.notice.say(str(problem))
        grow(self)

    def _on_poll_timeout(self) -> None:
        if self._progress is not None:
            self.progress.show_progress(self._progress.done, self._progress.total)

    def _on_go_clicked(self) -> None:
        if not self.go.isEnabled():
            return
        form = self.forms.current
        folder = form == "csv" and isinstance(self._offer.wish, ExportWish)
        if folder:
            chosen = QFileDialog.getExistingDirectory(self, tr("Folder for the CSV files"))
        else:
            chosen, _ = QFileDialog.getSaveFileName(
                self, self._offer.title, f"{self._offer.name}.{form}", f"*.{form}"
            )
        if chosen:
            self.export_to(Path(chosen) / self._offer.name if folder else Path(chosen))
