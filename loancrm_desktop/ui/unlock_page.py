"""Opens an office by password, or by the recovery key when the password is lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from loancrm_desktop import display
from loancrm_desktop.errors import Invalid, Problem
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme, vault_calls
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.desk_memory import DeskMemory, KnownOffice
from loancrm_desktop.ui.doors.countdown import Countdown, clock_text, pause_of
from loancrm_desktop.ui.doors.known_people import KnownPerson, people_of, remember_person
from loancrm_desktop.ui.doors.password_input import PasswordInput
from loancrm_desktop.ui.doors.person_card import PersonList
from loancrm_desktop.ui.vault_calls import DeviceState
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.entry_parts import FORM_WIDTH, BrandSide, LabelledInput
from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import button, label, row, set_caption

if TYPE_CHECKING:
    from datetime import datetime

    from loancrm_desktop.services.opening import Opened

_OTHER = "…"
ASK_DEVICE_AFTER_MS = 200
"""The key store is slow to import; the first window must not wait for it."""


class UnlockPage(QWidget):
    """The page before an office is open.

    Signals:
        opened: an office is open (Opened).
        new_office_requested: a new office, or the demo office, is wanted.
    """

    opened = Signal(object)
    new_office_requested = Signal()

    def __init__(self, bridge: Bridge, memory: DeskMemory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._bridge = bridge
        self._memory = memory
        self._folder: Path | None = None
        self._recovering = False
        self._busy = False
        self._device_timer = QTimer(self)
        self._device_timer.setSingleShot(True)
        self._device_timer.setInterval(ASK_DEVICE_AFTER_MS)
        self._device_timer.timeout.connect(self._on_device_timer_timeout)
        self.countdown = Countdown(self)
        self.countdown.ticked.connect(self._on_countdown_ticked)
        self.countdown.ended.connect(self._on_countdown_ended)
        self._build()
        self.offer_offices()

    def _build(self) -> None:
        self._side = BrandSide()
        self._side.add_fact(
            "lock",
            tr("Encrypted on this computer"),
            tr("Read only while it is open; shut or locked, nobody can read it."),
        )
        self._side.add_fact(
            "wifi-off",
            tr("Works without a network"),
            tr("Everything runs on this computer; nothing is sent to a cloud."),
        )
        self._backup = self._side.add_fact("db", tr("Backups"), tr("No backup found yet."))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._side)
        layout.addStretch(1)
        layout.addWidget(self._build_form())
        layout.addStretch(1)

    def _build_form(self) -> QWidget:
        form = QWidget()
        scale = min(max(theme.current().text_scale, 1.0), 1.4)
        form.setFixedWidth(round(FORM_WIDTH * scale))
        self._title = label(tr("Unlock"), font="headline")
        self._subtitle = label(role="secondary", wrap=True)
        self.office = CalmCombo()
        self.office.setAccessibleName(tr("Office"))
        self.office.activated.connect(self._on_office_activated)
        self.people = PersonList()
        self.people.chosen.connect(self._on_person_chosen)
        self.other = button(tr("Use another account"), kind="link", icon="plus")
        self.other.clicked.connect(self.use_other_account)
        self.login = LabelledInput(tr("Login"), QLineEdit())
        self.key = LabelledInput(tr("Recovery key"), QLineEdit(), tr("Seven groups of five"))
        self.password = PasswordInput(tr("Password"))
        self._name_inputs()
        self.notice = Notice()
        layout = QVBoxLayout(form)
        layout.setContentsMargins(0, 16, 0, 16)
        layout.setSpacing(12)
        layout.addStretch(1)
        for part in (self._title, self._subtitle, self.office, self.notice, self.people):
            layout.addWidget(part)
        layout.addLayout(row(self.other, None))
        for part in (self.login, self.key, self.password, *self._build_buttons()):
            layout.addWidget(part)
        layout.addWidget(self._build_links())
        layout.addStretch(1)
        self.key.hide()
        self.by_device.hide()
        return form

    def _name_inputs(self) -> None:
        self.login.edit.editingFinished.connect(self._ask_device)
        for each in (self.login, self.key, self.password):
            each.edit.setProperty("look", "large")
            each.edit.returnPressed.connect(self.unlock)

    def _build_buttons(self) -> tuple[QWidget, QWidget]:
        self.go = button(tr("Unlock"), kind="primary", icon="unlock", size="large")
        self.go.clicked.connect(self.unlock)
        self.by_device = button(
            tr("Unlock with this computer's key"), icon="key", size="large",
            tip=tr("This computer remembers you for 30 days; see Settings"),
        )  # fmt: skip
        self.by_device.clicked.connect(self.unlock_by_device)
        return self.go, self.by_device

    def _build_links(self) -> QWidget:
        self._lost = button(tr("Password lost? Use the recovery key"), kind="link")
        self._lost.clicked.connect(self.toggle_recovery)
        new = button(tr("New office or demo"), kind="link")
        new.clicked.connect(self.new_office_requested)
        links = QWidget()
        flow = FlowLayout(links, spacing=8)
        flow.addWidget(self._lost)
        flow.addWidget(new)
        return links

    def offer_offices(self) -> None:
        """List the offices opened here before; the last one is chosen."""
        self.office.clear()
        for known in self._memory.offices:
            self.office.addItem(known.name, known)
        self.office.addItem(tr("Another folder…"), _OTHER)
        if self._memory.offices:
            self._choose(self._memory.offices[0])
        else:
            self._subtitle.setText(tr("Choose the folder of your office."))
            self._show_people(())
            self.go.setEnabled(False)

    def choose_folder(self, folder: Path) -> None:
        """Offer an office by its folder, whether or not it was opened here before."""
        try:
            name = vault_calls.office_name(folder)
        except Problem as problem:
            self.notice.say(str(problem))
            return
        same = [known for known in self._memory.offices if known.folder == str(folder)]
        known = same[0] if same else KnownOffice(str(folder), name, "")
        if not same:
            self.office.insertItem(0, name, known)
        self._choose(known)

    def show_locked(self, login: str) -> None:
        """Say that the office was locked and whose password opens it again."""
        self._subtitle.setText(tr("The office is locked. Type your password to go on."))
        self.login.edit.setText(login)
        self._show_people(() if self._folder is None else people_of(self._memory, self._folder))
        self._ask_device()
        self.password.edit.clear()
        self.password.edit.setFocus()

    def use_other_account(self) -> None:
        """Ask for the login of somebody who is not listed."""
        self.people.choose("")
        self.login.show()
        self.other.hide()
        self.login.edit.clear()
        self.login.edit.setFocus()
        self._ask_device()

    def _choose(self, known: KnownOffice) -> None:
        self._folder = Path(known.folder)
        self.office.setCurrentIndex(self.office.findData(known))
        self._side.show_office(known.name, known.folder)
        self._subtitle.setText(known.name)
        self.login.edit.setText(known.login)
        self._show_people(people_of(self._memory, self._folder))
        self.countdown.stop()
        self._set_busy(busy=False)
        self.notice.hide()
        (self.password if known.login else self.login).edit.setFocus()
        self._ask_device()
        self._bridge.outside(
            vault_calls.last_backup, folder=self._folder, then=self._on_last_backup, key="backup"
        )

    def _show_people(self, people: tuple[KnownPerson, ...]) -> None:
        """List who signed in here before; the login is typed only by others."""
        self.people.show_people(people)
        listed = self.people.choose(self.login.text.strip())
        self.login.setVisible(not listed)
        self.other.setVisible(listed)

    def _on_person_chosen(self, person: KnownPerson) -> None:
        self.login.edit.setText(person.login)
        self.login.hide()
        self.other.show()
        self.password.show_problem("")
        self.password.edit.clear()
        self.password.edit.setFocus()
        self._ask_device()

    def _on_last_backup(self, written: datetime | None) -> None:
        title, text = self._backup
        if written is None:
            title.setText(tr("Backups"))
            text.setText(tr("No backup found yet."))
        else:
            title.setText(tr("Last backup {time}", time=display.time_exact(written)))
            text.setText(tr("It lies in the folder of the office."))

    def _ask_device(self) -> None:
        """See whether this computer remembers who is typed in, and offer its key if so."""
        self.by_device.hide()
        self._device_timer.start()

    def _on_device_timer_timeout(self) -> None:
        login = self.login.text.strip()
        if self._folder is None or not login or self._recovering:
            return
        self._bridge.outside(
            vault_calls.device_state,
            folder=self._folder,
            login=login,
            then=self._on_device_state,
            failed=self._on_device_unknown,
            key="device",
        )

    def _on_device_state(self, state: DeviceState) -> None:
        self.by_device.setVisible(state.until is not None and not self._recovering)

    def _on_device_unknown(self, problem: Problem) -> None:
        """Offer nothing; what is wrong with the office is said when it is opened."""
        del problem
        self.by_device.hide()

    def _on_office_activated(self) -> None:
        known = self.office.currentData()
        if isinstance(known, KnownOffice):
            self._choose(known)
            return
        chosen = QFileDialog.getExistingDirectory(self, tr("Folder of the office"))
        if chosen:
            self.choose_folder(Path(chosen))

    def toggle_recovery(self) -> None:
        """Ask for the recovery key in place of the password, or the other way round."""
        self._recovering = not self._recovering
        self._ask_device()
        self.key.setVisible(self._recovering)
        words = (
            (tr("Open with the recovery key"), tr("New password"), tr("Set and open"))
            if self._recovering
            else (tr("Unlock"), tr("Password"), tr("Unlock"))
        )
        self._title.setText(words[0])
        self._subtitle.setText(
            tr("The key from the printed sheet lets you set a new password.")
            if self._recovering
            else self.office.currentText()
        )
        self.password.edit.setAccessibleName(words[1])
        self.password.edit.setPlaceholderText(words[1] if self._recovering else "")
        set_caption(self.go, words[2])
        self._set_busy(busy=self._busy)
        back = tr("Back to the password")
        self._lost.setText(back if self._recovering else tr("Password lost? Use the recovery key"))
        (self.key if self._recovering else self.password).edit.setFocus()

    def unlock(self) -> None:
        """Open the office with what was typed."""
        if self._folder is None or not self.go.isEnabled():
            return
        self.notice.hide()
        for each in (self.login, self.key, self.password):
            each.show_problem("")
        if not self.login.text.strip():
            self.login.show()
            self.login.show_problem(tr("Please fill this in"))
            self.login.edit.setFocus()
            return
        self._set_busy(busy=True)
        known = {"folder": self._folder, "login": self.login.text.strip()}
        if self._recovering:
            self._bridge.outside(
                vault_calls.recover,
                **known,
                recovery_key=self.key.text,
                new_password=self.password.text,
                then=self._on_opened,
                failed=self._on_failed,
                key="unlock",
            )
            return
        self._bridge.outside(
            vault_calls.open_office,
            **known,
            password=self.password.text,
            then=self._on_opened,
            failed=self._on_failed,
            key="unlock",
        )

    def unlock_by_device(self) -> None:
        """Open the office with what this computer remembers."""
        if self._folder is None or self._busy:
            return
        self.notice.hide()
        self._set_busy(busy=True)
        self._bridge.outside(
            vault_calls.open_by_device,
            folder=self._folder,
            login=self.login.text.strip(),
            then=self._on_opened,
            failed=self._on_device_failed,
            key="unlock",
        )

    def _on_device_failed(self, problem: Problem) -> None:
        """Say why, and leave the password as the way in."""
        self._set_busy(busy=False)
        self.by_device.hide()
        self.notice.say(str(problem))
        self.password.edit.setFocus()

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        for part in (self.login, self.key, self.password, self.office, self.people, self.other,
                     self.by_device, self._lost):  # fmt: skip
            part.setEnabled(not busy)
        paused = self.countdown.is_running and not self._recovering
        self.go.setEnabled(not busy and not paused)
        set_caption(self.go, tr("Opening …") if busy else self._go_text())

    def _go_text(self) -> str:
        return tr("Set and open") if self._recovering else tr("Unlock")

    def _on_countdown_ticked(self, seconds: int) -> None:
        if self._recovering:  # the recovery key needs no pause: nobody guesses it
            return
        self.go.setEnabled(False)
        set_caption(self.go, tr("Wait {time}", time=clock_text(seconds)))

    def _on_countdown_ended(self) -> None:
        self._set_busy(busy=self._busy)
        self.password.show_problem("")

    def _on_opened(self, opened: Opened) -> None:
        self._set_busy(busy=False)
        self.password.edit.clear()
        self.key.edit.clear()
        place, actor = opened.office.place, opened.actor
        person = KnownPerson(actor.login, actor.name, actor.role_key)
        remember_person(self._memory, place.folder, person)
        self._memory.remember_office(place.folder, place.name, actor.login)
        self.opened.emit(opened)

    def _on_failed(self, problem: Problem) -> None:
        self._set_busy(busy=False)
        fields = {"recovery_key": self.key, "password": self.password, "login": self.login}
        if isinstance(problem, Invalid):
            for each in problem.problems:
                if each.field in fields:
                    fields[each.field].show_problem(str(each.text))
                    fields[each.field].edit.setFocus()
                    return
        if getattr(problem, "reason", "") in ("wrong_password", "waiting"):
            place = self.key if self._recovering else self.password
            place.show_problem(str(problem))
            place.edit.selectAll()
            place.edit.setFocus()
            pause_s = pause_of(problem)
            if pause_s:
                self.countdown.start(pause_s)
            return
        self.notice.say(str(problem))
