"""From nothing to a working office: a new one in four steps, or the demo with one click."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, QTimer, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from loancrm_desktop.errors import Invalid, Problem
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import vault_calls
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.recovery_key_panel import RecoveryKeyPanel
from loancrm_desktop.ui.widgets.entry_parts import (
    BrandSide,
    LabelledInput,
    PasswordEdit,
    StepList,
    StrengthMeter,
    WizardStep,
)
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import (
    button,
    column,
    frame,
    label,
    row,
    set_caption,
)

if TYPE_CHECKING:
    from loancrm_desktop.services.opening import Created, Opened

WIDTH = 620
OFFICE, OWNER, PASSWORD, KEY = range(4)
POLL_MS = 200


class FirstRunPage(QWidget):
    """Makes an office.

    Signals:
        opened: the new office is open (Opened).
        unlock_requested: the person wants to open an office that exists already.
    """

    opened = Signal(object)
    unlock_requested = Signal()

    def __init__(self, bridge: Bridge, memory: DeskMemory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._bridge = bridge
        self._memory = memory
        self._opened: Opened | None = None
        self.demo_size = vault_calls.DemoSize()
        self._progress = vault_calls.DemoProgress()
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._on_poll_timeout)
        self._build()
        self.show_step(OFFICE)

    def _build(self) -> None:
        side = BrandSide()
        self._steps = StepList(
            (
                WizardStep(tr("Office"), tr("Its name and its place")),
                WizardStep(tr("Office owner"), tr("Your name and login")),
                WizardStep(tr("Password"), tr("Encrypts all data")),
                WizardStep(tr("Recovery key"), tr("In case the password is lost")),
            )
        )
        side.add_widget(self._steps)
        self._title = label(font="headline")
        self._subtitle = label(role="secondary", wrap=True)
        self.notice = Notice()
        self.key = RecoveryKeyPanel()
        self.key.ready.connect(self._on_key_ready)
        self._stack = QStackedWidget()
        for part in (
            self._build_office(),
            self._build_owner(),
            self._build_password(),
            self.key,
        ):
            self._stack.addWidget(part)
        middle = QWidget()
        middle.setFixedWidth(WIDTH)
        inner = QVBoxLayout(middle)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(14)
        inner.addStretch(1)
        for part in (self._title, self._subtitle, self.notice, self._stack):
            inner.addWidget(part)
        inner.addLayout(self._build_foot())
        inner.addStretch(2)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(side)
        layout.addStretch(1)
        layout.addWidget(middle)
        layout.addStretch(1)

    def _build_office(self) -> QWidget:
        page = QWidget()
        self.name = LabelledInput(tr("Office name"), QLineEdit(), tr("Printed on contracts"))
        self.folder = LabelledInput(tr("Folder"), QLineEdit(), tr("An empty or new folder"))
        self.folder.edit.setText(str(_usual_folder()))
        choose = button(tr("Choose …"), icon="archive")
        choose.clicked.connect(self._on_choose_clicked)
        demo = frame("sunken")
        try_out = button(tr("Open the demo office"), icon="play")
        try_out.clicked.connect(self.open_demo)
        words = column(
            label(tr("Just looking?"), font="bodyStrong"),
            label(tr("The demo office has a year of invented customers."), role="caption"),
            spacing=0,
        )
        line = row(margins=(14, 10, 14, 10))
        line.addLayout(words, 1)
        line.addWidget(try_out)
        demo.setLayout(line)
        layout = column(self.name, self.folder, spacing=12)
        layout.addLayout(row(choose, None))
        layout.addSpacing(6)
        layout.addWidget(demo)
        page.setLayout(layout)
        return page

    def _build_owner(self) -> QWidget:
        page = QWidget()
        self.owner_name = LabelledInput(tr("Your name"), QLineEdit())
        self.login = LabelledInput(
            tr("Login"), QLineEdit(), tr("What you type to sign in, such as boss")
        )
        page.setLayout(column(self.owner_name, self.login, None, spacing=12))
        return page

    def _build_password(self) -> QWidget:
        page = QWidget()
        self.password = LabelledInput(tr("Password"), PasswordEdit(tr("Password")))
        self.again = LabelledInput(tr("Once more"), PasswordEdit(tr("Once more")))
        self._meter = StrengthMeter()
        self.password.edit.textEdited.connect(self._on_password_edited)
        layout = column(spacing=12)
        both = row(self.password, self.again, spacing=16)
        layout.addLayout(both)
        layout.addWidget(self._meter)
        told = Notice()
        told.say(
            tr("If password and recovery key are both lost, nobody can open the data."), "info"
        )
        layout.addWidget(told)
        layout.addStretch(1)
        page.setLayout(layout)
        return page

    def _build_foot(self) -> QHBoxLayout:
        self._back = button(tr("Back"), kind="ghost", icon="arrow-left")
        self._back.clicked.connect(self._on_back_clicked)
        self.next = button(tr("Next"), kind="primary", icon="arrow-right")
        self.next.clicked.connect(self.go_on)
        return row(self._back, None, self.next)

    def open_demo(self) -> None:
        """Make the demo office in this person's own folder, unless it is there, and go in."""
        self.setEnabled(False)
        self._progress = vault_calls.DemoProgress()
        self._on_poll_timeout()
        self._poll.start()
        self._bridge.outside(
            vault_calls.open_demo,
            folder=self._memory.folder / "demo",
            size=self.demo_size,
            progress=self._progress,
            then=self._on_demo_opened,
            failed=self._on_demo_failed,
            key="demo",
        )

    def _on_poll_timeout(self) -> None:
        total = max(1, self._progress.total)
        share = 100 * self._progress.done // total
        self.notice.say(tr("Making the demo office … {share} %", share=share), "info")

    def _on_demo_opened(self, opened: Opened) -> None:
        self._poll.stop()
        place = opened.office.place
        self._memory.remember_office(place.folder, place.name, opened.actor.login)
        self.opened.emit(opened)

    def _on_demo_failed(self, problem: Problem) -> None:
        self._poll.stop()
        self.setEnabled(True)
        self.notice.say(str(problem))

    @property
    def step(self) -> int:
        """The step the person is at, from 0."""
        return self._stack.currentIndex()

    def show_step(self, step: int) -> None:
        """Go to a step."""
        titles = (
            (tr("A new office"), tr("Everything of the office lies encrypted in one folder.")),
            (tr("Who is the owner?"), tr("The owner may do everything and adds the others.")),
            (tr("Choose a password"), tr("It encrypts all data on this computer.")),
            (tr("Keep the recovery key"), tr("Print it or put it on a stick, away from here.")),
        )
        self._stack.setCurrentIndex(step)
        self._steps.show_step(step)
        self._title.setText(titles[step][0])
        self._subtitle.setText(titles[step][1])
        known = bool(self._memory.offices)
        self._back.setVisible(step in (OWNER, PASSWORD) or (step == OFFICE and known))
        set_caption(self._back, tr("Open an existing office") if step == OFFICE else tr("Back"))
        set_caption(self.next, (tr("Next"), tr("Next"), tr("Make the office"), tr("Begin"))[step])
        self.next.setEnabled(step != KEY)
        self.notice.hide()
        first = (self.name.edit, self.owner_name.edit, self.password.edit, self.key.first_edit)[
            step
        ]
        first.setFocus()

    def go_on(self) -> None:
        """Take the next step if what was typed will do."""
        if self.step == KEY:
            self._begin()
        elif self.step == PASSWORD:
            self._found()
        elif self._filled(self.step):
            self.show_step(self.step + 1)

    def _filled(self, step: int) -> bool:
        needed = ((self.name, self.folder), (self.owner_name, self.login))[step]
        first_empty = None
        for each in needed:
            empty = not each.text.strip()
            each.show_problem(tr("Please fill this in") if empty else "")
            first_empty = each if empty and first_empty is None else first_empty
        if first_empty is not None:
            first_empty.edit.setFocus()
        return first_empty is None

    def _found(self) -> None:
        same = self.password.text == self.again.text
        self.again.show_problem("" if same else tr("The two passwords differ"))
        if not same:
            return
        self._set_busy(busy=True)
        wish = vault_calls.FoundingWish(
            Path(self.folder.text.strip()),
            self.name.text.strip(),
            self.owner_name.text.strip(),
            self.login.text.strip(),
            self.password.text,
        )
        self._bridge.outside(
            vault_calls.found_office,
            wish=wish,
            then=self._on_created,
            failed=self._on_failed,
            key="found",
        )

    def _set_busy(self, *, busy: bool) -> None:
        self._stack.setEnabled(not busy)
        self._back.setEnabled(not busy)
        self.next.setEnabled(not busy)
        set_caption(self.next, tr("Making the office …") if busy else tr("Make the office"))

    def _on_created(self, created: Created) -> None:
        self._set_busy(busy=False)
        self._opened = created.opened
        place = created.opened.office.place
        self._memory.remember_office(place.folder, place.name, created.opened.actor.login)
        self.key.show_key(created.recovery_key, (self.name.text, self.login.text))
        for edit in (self.password.edit, self.again.edit):
            edit.clear()
        self.show_step(KEY)

    def _on_failed(self, problem: Problem) -> None:
        self._set_busy(busy=False)
        fields = {
            "name": (OFFICE, self.name),
            "login": (OWNER, self.login),
            "password": (PASSWORD, self.password),
        }
        if isinstance(problem, Invalid) and problem.problems:
            first = problem.problems[0]
            if first.field in fields:
                step, place = fields[first.field]
                self.show_step(step)
                place.show_problem(str(first.text))
                place.edit.setFocus()
                return
        self.show_step(OFFICE if self._is_about_place(problem) else PASSWORD)
        self.notice.say(str(problem))

    def _is_about_place(self, problem: Problem) -> bool:
        return not isinstance(problem, Invalid)

    def _on_key_ready(self, is_ready: bool) -> None:  # noqa: FBT001 - the signal's value
        self.next.setEnabled(is_ready)

    def _begin(self) -> None:
        if self._opened is not None and self.next.isEnabled():
            self.key.forget()
            opened, self._opened = self._opened, None
            self.opened.emit(opened)

    def _on_back_clicked(self) -> None:
        if self.step == OFFICE:
            self.unlock_requested.emit()
        else:
            self.show_step(self.step - 1)

    def _on_choose_clicked(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Folder of the new office"))
        if chosen:
            self.folder.edit.setText(chosen)

    def close_unopened(self) -> None:
        """Close an office that was made but not entered; its key is not shown again."""
        if self._opened is not None:
            self._opened.office.close()
            self._opened = None

    def _on_password_edited(self, typed: str) -> None:
        own = (self.login.text, self.owner_name.text, self.name.text)
        self._bridge.outside(
            vault_calls.password_score,
            password=typed,
            own_words=own,
            then=self._on_score,
            key="score",
        )

    def _on_score(self, score: int) -> None:
        self._meter.show_score(score)


def _usual_folder() -> Path:
    place = QStandardPaths.StandardLocation.DocumentsLocation
    documents = QStandardPaths.writableLocation(place) or str(Path.home())
    return Path(documents) / "LoanCRM"
