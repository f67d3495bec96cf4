"""From nothing to a working office: a new one in five steps, or the demo with one click."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from loancrm_desktop.errors import Invalid, Problem
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import vault_calls
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.doors.founding_pages import (
    DEMO,
    IMPORT,
    BeginPage,
    FoundingPage,
    OfficePage,
    OwnerPage,
    PasswordPage,
)
from loancrm_desktop.ui.recovery_key_panel import RecoveryKeyPanel
from loancrm_desktop.ui.widgets.entry_parts import BrandSide, StepList, WizardStep
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import button, label, row, set_caption

if TYPE_CHECKING:
    from loancrm_desktop.services.opening import Created, Opened

WIDTH = 640
OFFICE, OWNER, PASSWORD, KEY, BEGIN = range(5)
POLL_MS = 200


class FirstRunPage(QWidget):
    """Makes an office.

    Until the recovery key was typed back nothing is kept: going back or leaving takes the new
    office away again, for a key that nobody has would lock its data in for ever.

    Signals:
        opened: the new office is open (Opened).
        import_requested: after `opened`: a list is to be imported first.
        unlock_requested: the person wants to open an office that exists already.
    """

    opened = Signal(object)
    import_requested = Signal()
    unlock_requested = Signal()

    def __init__(self, bridge: Bridge, memory: DeskMemory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._bridge = bridge
        self._memory = memory
        self._created: Created | None = None
        self.demo_size = vault_calls.DemoSize()
        self._progress = vault_calls.DemoProgress()
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._on_poll_timeout)
        self._build()
        self._join()
        self.show_step(OFFICE)

    def _build(self) -> None:
        self._side = BrandSide()
        self._steps = StepList(
            (
                WizardStep(tr("Office"), tr("Its name and its place")),
                WizardStep(tr("Office owner"), tr("Your name and login")),
                WizardStep(tr("Password"), tr("Encrypts all data")),
                WizardStep(tr("Recovery key"), tr("In case the password is lost")),
                WizardStep(tr("Begin"), tr("With your list or empty")),
            )
        )
        self._side.add_widget(self._steps)
        self._title = label(font="headline")
        self._subtitle = label(role="secondary", wrap=True)
        self.notice = Notice()
        self.office_page = OfficePage()
        self.owner_page = OwnerPage()
        self.password_page = PasswordPage()
        self.key = RecoveryKeyPanel()
        self.begin_page = BeginPage()
        self._stack = QStackedWidget()
        for part in (self.office_page, self.owner_page, self.password_page, self.key,
                     self.begin_page):  # fmt: skip
            self._stack.addWidget(part)
        middle = QWidget()
        middle.setMaximumWidth(WIDTH)
        inner = QVBoxLayout(middle)
        inner.setContentsMargins(16, 24, 16, 24)
        inner.setSpacing(14)
        inner.addStretch(1)
        for part in (self._title, self._subtitle, self.notice, self._stack):
            inner.addWidget(part)
        inner.addLayout(self._build_foot())
        inner.addStretch(2)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._side)
        layout.addStretch(1)
        layout.addWidget(middle, 20)
        layout.addStretch(1)

    def _build_foot(self) -> QVBoxLayout:
        self.back = button(tr("Back"), kind="ghost", icon="arrow-left")
        self.back.clicked.connect(self.go_back)
        self.next = button(tr("Next"), kind="primary", icon="arrow-right")
        self.next.clicked.connect(self.go_on)
        self.busy_bar = QProgressBar()
        self.busy_bar.setRange(0, 0)
        self.busy_bar.setTextVisible(False)
        self.busy_bar.setAccessibleName(tr("Making the office …"))
        self._busy_words = label(role="caption")
        foot = QVBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.busy_bar)
        foot.addWidget(self._busy_words)
        foot.addLayout(row(self.back, None, self.next))
        return foot

    def _join(self) -> None:
        self.office_page.demo_requested.connect(self.open_demo)
        self.office_page.folder_changed.connect(self._look_at_folder)
        self.office_page.open_requested.connect(self.unlock_requested)
        self.password_page.typed.connect(self._on_password_typed)
        self.key.ready.connect(self._on_key_ready)
        self.key.entered.connect(self.go_on)
        self.begin_page.chosen.connect(self._on_begin_chosen)
        for page in self._pages():
            page.entered.connect(self.go_on)
        self.name, self.folder = self.office_page.name, self.office_page.folder
        self.owner_name, self.login = self.owner_page.name, self.owner_page.login
        self.password, self.again = self.password_page.password, self.password_page.again

    def _pages(self) -> tuple[FoundingPage, ...]:
        return self.office_page, self.owner_page, self.password_page

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
            (tr("Your office is ready"), tr("How would you like to begin?")),
        )
        self._stack.setCurrentIndex(step)
        self._steps.show_step(step)
        self._title.setText(titles[step][0])
        self._subtitle.setText(titles[step][1])
        known = bool(self._memory.offices)
        self.back.setVisible(step in (OWNER, PASSWORD, KEY) or (step == OFFICE and known))
        set_caption(self.back, tr("Open an existing office") if step == OFFICE else tr("Back"))
        set_caption(self.next, self._next_words(step))
        self.next.setVisible(step != BEGIN)
        self.next.setEnabled(step != KEY or self.key.is_ready)
        self.notice.hide()
        self._set_busy(words="")
        self._first_input(step).setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Let a person type at once; what no window shows yet cannot take the keyboard."""
        super().showEvent(event)
        if not event.spontaneous():
            self._first_input(self.step).setFocus()

    def _next_words(self, step: int) -> str:
        return (
            tr("Next: owner"), tr("Next: password"), tr("Next: recovery key"), tr("Next: begin"),
            tr("Begin"),
        )[step]  # fmt: skip

    def _first_input(self, step: int) -> QWidget:
        return (
            self.name.edit, self.owner_name.edit, self.password.edit, self.key.first_edit,
            self.begin_page.choices[IMPORT],
        )[step]  # fmt: skip

    def go_on(self) -> None:
        """Take the next step if what was typed will do."""
        if not self.next.isEnabled():
            return
        if self.step == KEY:
            self._keep()
        elif self.step != BEGIN and self._pages()[self.step].filled():
            self._leave_step()

    def _leave_step(self) -> None:
        if self.step == OFFICE:
            self._steps.tell(OFFICE, self.name.text.strip())
            self._side.show_office(self.name.text.strip(), self.folder.text.strip())
            self._look_at_folder(self.office_page.path, go_on=True)
        elif self.step == OWNER:
            self._steps.tell(OWNER, self.owner_name.text.strip())
            self.show_step(PASSWORD)
        elif self.password_page.agreed():
            self._found()

    def go_back(self) -> None:
        """Take a step back; what was typed stays. A key not yet kept is given up."""
        if self.step == OFFICE:
            self.unlock_requested.emit()
        elif self.step == KEY:
            self.close_unopened()
            self.show_step(PASSWORD)
        else:
            self.show_step(self.step - 1)

    def _look_at_folder(self, folder: Path, *, go_on: bool = False) -> None:
        then = self._on_folder_for_next if go_on else self.office_page.show_finding
        self._bridge.outside(
            vault_calls.look_at_folder,
            folder=folder,
            then=then,
            failed=self._on_failed,
            key="folder",
        )

    def _on_folder_for_next(self, found: vault_calls.FolderFinding) -> None:
        self.office_page.show_finding(found)
        if self.office_page.blocked:
            self.folder.edit.setFocus()
        elif self.step == OFFICE:
            self.show_step(OWNER)

    def _found(self) -> None:
        self._set_busy(words=tr("Making keys and encrypting; this takes a few seconds."))
        wish = vault_calls.FoundingWish(
            self.office_page.path,
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

    def _set_busy(self, *, words: str) -> None:
        busy = bool(words)
        self._stack.setEnabled(not busy)
        self.back.setEnabled(not busy)
        if busy:
            self.next.setEnabled(False)
        self.busy_bar.setVisible(busy)
        self._busy_words.setVisible(busy)
        self._busy_words.setText(words)

    def _on_created(self, created: Created) -> None:
        self._created = created
        self.key.show_key(created.recovery_key, (self.name.text.strip(), self.login.text.strip()))
        self.show_step(KEY)

    def _on_failed(self, problem: Problem) -> None:
        self._set_busy(words="")
        self.next.setEnabled(True)
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
        self.show_step(PASSWORD if isinstance(problem, Invalid) else OFFICE)
        self.notice.say(str(problem))

    def _on_key_ready(self, is_ready: bool) -> None:  # noqa: FBT001 - the signal's value
        self.next.setEnabled(is_ready)

    def _keep(self) -> None:
        """Keep the office: its recovery key is with the person now."""
        if self._created is None or not self.key.is_ready:
            return
        self.key.forget()
        self.password_page.forget()
        opened = self._created.opened
        place = opened.office.place
        self._memory.remember_office(place.folder, place.name, opened.actor.login)
        self._steps.tell(KEY, tr("Kept"))
        self.show_step(BEGIN)

    def _on_begin_chosen(self, key: str) -> None:
        if self._created is None:
            return
        created = self._created
        if key == DEMO:
            self._created = None
            created.opened.office.close()
            self.open_demo()
            return
        self._created = None
        self.opened.emit(created.opened)
        if key == IMPORT:
            self.import_requested.emit()

    def close_unopened(self) -> None:
        """Leave an office that was made but not entered: gone, unless its key was kept."""
        if self._created is None:
            return
        created, self._created = self._created, None
        if self.step == BEGIN:
            created.opened.office.close()
        else:
            self.key.forget()
            vault_calls.give_up_office(created)

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

    def _on_password_typed(self, typed: str) -> None:
        self._bridge.outside(
            vault_calls.judge_password,
            password=typed,
            own_words=(self.login.text, self.owner_name.text, self.name.text),
            then=self.password_page.show_judgement,
            key="judge",
        )
