"""The person chosen in the list: who it is, the work at hand, and how access ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import conditions, tasks
from loancrm_desktop.services.people import PersonRow
from loancrm_desktop.services.rules import absence
from loancrm_desktop.services.rules.absence import Absence
from loancrm_desktop.services.tasks import TaskRow
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.widgets.marks import Avatar
from loancrm_desktop.ui.widgets.parts import button, column, label, line, row, scrolled
from loancrm_desktop.ui.widgets.time_edits import DayEdit

WIDTH = 250
MOST_TASKS = 2000
_AVATAR = 38


class PersonSide(QFrame):
    """One person.

    Signals:
        leave_requested: the person leaves; all there is goes to others, and the access ends.
        disable_requested: the person's access is to end.
    """

    leave_requested = Signal()
    disable_requested = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self._bridge = bridge
        self._person: PersonRow | None = None
        self._avatar = Avatar("", _AVATAR)
        self._name = label(font="subtitle", wrap=True)
        self._role = label(role="caption", wrap=True)
        self._seen = label(role="secondary", wrap=True)
        self.customers = label(font="bodyStrong")
        self.tasks = label(font="bodyStrong")
        self.told = label(role="caption", wrap=True)
        self.disable = button(tr("Disable …"), kind="danger", icon="logout")
        self.disable.clicked.connect(self.disable_requested)
        self.leave = button(tr("Hand over and disable …"), kind="primary", icon="swap")
        self.leave.clicked.connect(self.leave_requested)
        head = row(self._avatar, spacing=10)
        head.addLayout(column(self._name, self._role, spacing=0), 1)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(14, 4, 4, 4)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self._seen)
        layout.addWidget(line())
        layout.addWidget(label(tr("Work at hand"), font="bodyStrong"))
        for name, count in ((tr("Customers"), self.customers), (tr("Open tasks"), self.tasks)):
            layout.addLayout(_fact(name, count))
        layout.addWidget(line())
        self._add_away(layout)
        layout.addWidget(label(tr("When somebody leaves"), font="bodyStrong"))
        layout.addWidget(self.told)
        layout.addWidget(self.leave)
        layout.addWidget(self.disable)
        layout.addStretch(1)
        self.setLayout(column(scrolled(content)))
        self.hide()

    def _add_away(self, layout: QVBoxLayout) -> None:
        self.away = DayEdit()
        self.away.setAccessibleName(tr("Away until"))
        self.away.left.connect(self._on_away_left)
        self._away: dict[int, date] = {}
        self._away_problem = label(role="error", font="caption", wrap=True)
        self._away_problem.hide()
        layout.addWidget(label(tr("Away until"), font="bodyStrong"))
        layout.addWidget(self.away)
        layout.addWidget(self._away_problem)
        hint = label(
            tr("Until the end of that day, rules give this person nothing. Empty: is here."),
            role="caption", wrap=True,
        )  # fmt: skip
        layout.addWidget(hint)
        layout.addWidget(line())

    def show_person(self, person: PersonRow | None, role: str, *, is_me: bool) -> None:
        """Show another person, or nobody."""
        self.setVisible(person is not None)
        if person is None:
            self._person = None
            return
        self._avatar.show_name(person.name)
        self._name.setText(person.name)
        self._role.setText(f"{role} · {person.login}")
        seen = person.last_seen_at
        self._seen.setText(
            tr("Not seen here yet") if seen is None
            else tr("Last seen {time}", time=display.time_exact(seen))
        )  # fmt: skip
        self.disable.setEnabled(person.active and not is_me)
        self.leave.setEnabled(not is_me)
        before, self._person = self._person, person
        if before is None or before.id != person.id:
            self._ask_counts(person)
            self.away.set_text("")
            self._ask_away()
        self._tell()

    def _ask_away(self) -> None:
        self._bridge.ask(absence.away, then=self._on_away, failed=self._on_uncounted, key="away")

    def _on_away(self, found: Sequence[Absence]) -> None:
        self._away = {each.person_id: each.until for each in found}
        self._away_problem.hide()
        until = None if self._person is None else self._away.get(self._person.id)
        if not self.away.hasFocus():
            self.away.set_text("" if until is None else until.isoformat())

    def _on_away_left(self) -> None:
        """Note the day; what is no day stays to be mended."""
        person, day = self._person, self.away.day()
        typed = bool(self.away.text().strip())
        if person is None or (typed and day is None) or self._away.get(person.id) == day:
            return
        self._bridge.do(
            absence.set_away,
            person_id=person.id,
            until=day,
            then=self._on_away_set,
            refused=self._on_away_refused,
        )

    def _on_away_set(self, person_id: int) -> None:
        del person_id
        self._ask_away()

    def _on_away_refused(self, problem: Problem) -> None:
        self._away_problem.setText(str(problem))
        self._away_problem.show()

    def _ask_counts(self, person: PersonRow) -> None:
        self.customers.setText("…")
        self.tasks.setText("…")
        mine = {"field": "owner", "op": "eq", "value": person.id}
        self._bridge.ask(
            conditions.count, kind="customer", where=mine, then=self._on_customers,
            failed=self._on_uncounted, key="customers",
        )  # fmt: skip
        self._bridge.ask(
            tasks.page, mine=False, limit=MOST_TASKS, then=self._on_tasks,
            failed=self._on_uncounted, key="tasks",
        )  # fmt: skip

    def _on_customers(self, count: int) -> None:
        self.customers.setText(f"{count:,}")
        self._tell()

    def _on_tasks(self, rows: Sequence[TaskRow]) -> None:
        person = self._person
        count = sum(1 for each in rows if person is not None and each.assignee_id == person.id)
        self.tasks.setText(f"{count:,}")
        self._tell()

    def _on_uncounted(self, problem: Problem) -> None:
        """Leave the figures open; they are a help, not the panel's matter."""
        del problem

    def _tell(self) -> None:
        self.told.setText(
            tr(
                "Hand over the {customers} customers and {tasks} tasks in one step; then the "
                "login opens nothing any more. The history keeps the name.",
                customers=self.customers.text(),
                tasks=self.tasks.text(),
            )
        )


def _fact(name: str, value: QLabel) -> QVBoxLayout:
    line_of = QVBoxLayout()
    line_of.addLayout(row(label(name, role="secondary"), None, value))
    return line_of
