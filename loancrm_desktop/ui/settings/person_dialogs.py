"""Adding a person, whose first password is shown once, and taking a person's access away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from loancrm_desktop.errors import Invalid, Problem
from loancrm_desktop.services.membership import NewPerson
from loancrm_desktop.services.people import PersonRow, RoleRow, TeamRow
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui import vault_calls
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.settings.opened_keys import OpenedKeys
from loancrm_desktop.ui.settings.password_panel import WRONG
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.entry_parts import LabelledInput, PasswordEdit
from loancrm_desktop.ui.widgets.masked_field import copy_for_a_minute
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import button, column, frame, grow, label, row, set_caption

WIDTH = 440
USUAL_ROLE = "broker"


class PersonDialog(QDialog):
    """What both dialogs share: the own password asked for, a notice, a foot."""

    def __init__(self, bridge: Bridge, keys: OpenedKeys, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._keys = keys
        self.setMinimumWidth(WIDTH)
        self.notice = Notice()
        own = tr("Your own password")
        self.own = LabelledInput(own, PasswordEdit(own), tr("Who changes people shows who it is"))
        self.body = QVBoxLayout()
        self.body.setContentsMargins(20, 0, 20, 0)
        self.body.setSpacing(12)
        self.leave = button(tr("Cancel"), kind="ghost")
        self.leave.clicked.connect(self.reject)

    def lay_out(self, go: QWidget) -> None:
        """Put body and foot below each other."""
        footer = frame("footer")
        footer.setLayout(row(None, self.leave, go, margins=(20, 10, 20, 10)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 16, 0, 0)
        layout.setSpacing(14)
        layout.addLayout(self.body)
        layout.addWidget(footer)

    def show_problem(self, problem: Problem, fields: dict[str, LabelledInput]) -> None:
        """Say what is wrong at its field, or above all fields."""
        place = self.own if getattr(problem, "reason", "") in WRONG else None
        if isinstance(problem, Invalid) and problem.problems:
            place = fields.get(problem.problems[0].field)
        if place is None:
            self.notice.say(str(problem))
        else:
            place.show_problem(str(problem))
            place.edit.setFocus()
        QTimer.singleShot(0, self._grow)

    def _grow(self) -> None:
        grow(self)


class AddPersonDialog(PersonDialog):
    """Asks who is to join.

    Signals:
        added: the person is in the office (user id).
    """

    added = Signal(int)

    def __init__(self, bridge: Bridge, keys: OpenedKeys, parent: QWidget | None = None) -> None:
        super().__init__(bridge, keys, parent)
        self.setWindowTitle(tr("Add a person"))
        self.name = LabelledInput(tr("Name of the person"), QLineEdit(), tr("What the others read"))
        self.login = LabelledInput(tr("Login"), QLineEdit(), tr("What is typed to sign in"))
        self.role, self.team = CalmCombo(), CalmCombo()
        self.password = LabelledInput(
            tr("First password"), QLineEdit(), tr("To be changed at the first sign-in")
        )
        self.password.edit.setText(vault_calls.first_password())
        self.go = button(tr("Add the person"), kind="primary", icon="user-plus")
        self.go.clicked.connect(self.add)
        self.go.setDefault(True)
        both = row(spacing=16)
        self._place = QWidget()
        self._place.setLayout(both)
        for title, box in ((tr("Role"), self.role), (tr("Team"), self.team)):
            box.setAccessibleName(title)
            named = label(title, role="secondary", font="caption")
            named.setBuddy(box)
            both.addLayout(column(named, box, spacing=4), 1)
        for part in (self.notice, self.name, self.login):
            self.body.addWidget(part)
        self.body.addWidget(self._place)
        self.body.addWidget(self.password)
        self.body.addWidget(self.own)
        self._build_told()
        self.lay_out(self.go)

    def _build_told(self) -> None:
        self._told = frame("sunken")
        self._sentence = label(role="secondary", wrap=True)
        self.shown_password = label(font="subtitle")
        self.shown_password.setAccessibleName(tr("First password"))
        self.copy = button(tr("Copy"), icon="copy")
        self.copy.clicked.connect(self._on_copy_clicked)
        inner = column(self._sentence, spacing=8, margins=(14, 12, 14, 12))
        inner.addLayout(row(self.shown_password, None, self.copy))
        self._told.setLayout(inner)
        self._told.hide()
        self.body.addWidget(self._told)

    def offer(self, roles: Sequence[RoleRow], teams: Sequence[TeamRow]) -> None:
        """Offer the roles and teams there are."""
        english = current_language() == "en"
        for each in roles:
            self.role.addItem(each.name_en if english else each.name_zh, each.key)
        self.role.setCurrentIndex(max(0, self.role.findData(USUAL_ROLE)))
        self.team.addItem(tr("No team"), None)
        for each in teams:
            self.team.addItem(each.name, each.name)

    def add(self) -> None:
        """Add the person as typed."""
        if not self.go.isEnabled() or not self._filled():
            return
        self.notice.hide()
        self._set_busy(busy=True)
        person = NewPerson(
            login=self.login.text.strip(),
            name=self.name.text.strip(),
            role_key=str(self.role.currentData()),
            team=self.team.currentData(),
            password=self.password.text,
        )
        self._bridge.outside(
            vault_calls.add_person,
            opened=self._keys.opened,
            own_password=self.own.text,
            person=person,
            then=self._on_added,
            failed=self._on_failed,
        )

    def _inputs(self) -> tuple[LabelledInput, ...]:
        return self.name, self.login, self.password, self.own

    def _filled(self) -> bool:
        empty = [each for each in self._inputs() if not each.text.strip()]
        for each in self._inputs():
            each.show_problem(tr("Please fill this in") if each in empty else "")
        if empty:
            empty[0].edit.setFocus()
        return not empty

    def _set_busy(self, *, busy: bool) -> None:
        for part in (*self._inputs(), self.role, self.team, self.go, self.leave):
            part.setEnabled(not busy)
        set_caption(self.go, tr("Adding …") if busy else tr("Add the person"))

    def _on_added(self, user_id: int) -> None:
        self.shown_password.setText(self.password.text)
        self._sentence.setText(
            tr(
                "{name} signs in with the login {login} and this password. It is shown only now; "
                "nobody can look it up later.",
                name=self.name.text.strip(),
                login=self.login.text.strip(),
            )
        )
        self.own.edit.clear()
        self.password.edit.clear()
        for part in (*self._inputs(), self._place, self.go):
            part.hide()
        self._told.show()
        self.leave.setEnabled(True)
        self.leave.setText(tr("Done"))
        self.leave.setFocus()
        QTimer.singleShot(0, self._fit)
        self.added.emit(user_id)

    def _on_failed(self, problem: Problem) -> None:
        self._set_busy(busy=False)
        fields = {"name": self.name, "login": self.login, "password": self.password}
        self.show_problem(problem, fields)

    def _fit(self) -> None:
        """Shrink to what is left of the dialog."""
        self.adjustSize()

    def _on_copy_clicked(self) -> None:
        copy_for_a_minute(self.shown_password.text())
        set_caption(self.copy, tr("Copied"))


class DisablePersonDialog(PersonDialog):
    """Asks before somebody loses the access.

    Signals:
        disabled: the person's access is gone (login).
    """

    disabled = Signal(str)

    def __init__(
        self, bridge: Bridge, keys: OpenedKeys, person: PersonRow, parent: QWidget | None = None
    ) -> None:
        super().__init__(bridge, keys, parent)
        self.setWindowTitle(tr("Take the access away"))
        self._person = person
        self.go = button(tr("Disable {name}", name=person.name), kind="danger", icon="logout")
        self.go.clicked.connect(self.disable)
        question = tr("Disable {name} ({login})?", name=person.name, login=person.login)
        told = tr(
            "The login opens this office no longer. Customers, deals and history keep the name; "
            "hand the open customers over to somebody else."
        )
        self.body.addWidget(label(question, font="subtitle", wrap=True))
        self.body.addWidget(label(told, role="secondary", wrap=True))
        self.body.addWidget(self.notice)
        self.body.addWidget(self.own)
        self.own.edit.returnPressed.connect(self.disable)
        self.lay_out(self.go)

    def disable(self) -> None:
        """Take the access away."""
        empty = not self.own.text
        self.own.show_problem(tr("Please fill this in") if empty else "")
        if empty or not self.go.isEnabled():
            return
        self.notice.hide()
        self.go.setEnabled(False)
        self._bridge.outside(
            vault_calls.disable_person,
            opened=self._keys.opened,
            own_password=self.own.text,
            login=self._person.login,
            then=self._on_disabled,
            failed=self._on_failed,
        )

    def _on_disabled(self, user_id: int) -> None:
        del user_id
        self.own.edit.clear()
        self.disabled.emit(self._person.login)
        self.accept()

    def _on_failed(self, problem: Problem) -> None:
        self.go.setEnabled(True)
        self.show_problem(problem, {})
