"""Who works here: the list of people, adding and disabling them, the teams."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSplitter, QWidget

from loancrm_desktop import display
from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import people
from loancrm_desktop.services.people import PersonRow, RoleRow, TeamRow
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.panel_parts import SettingsPanel, table
from loancrm_desktop.ui.records.table_model import Column, RowsTableModel
from loancrm_desktop.ui.settings.leaver_wizard import LeaverWizard
from loancrm_desktop.ui.settings.opened_keys import OpenedKeys
from loancrm_desktop.ui.settings.person_delegate import PersonDelegate
from loancrm_desktop.ui.settings.person_dialogs import AddPersonDialog, DisablePersonDialog
from loancrm_desktop.ui.settings.person_side import PersonSide
from loancrm_desktop.ui.settings.roles_matrix import RolesMatrix
from loancrm_desktop.ui.widgets.parts import button, column, label, row

_UPPER, _LOWER = 340, 220
_TABLES = ("app_user", "team", "role")


class PeoplePanel(SettingsPanel):
    """The people and teams of the office."""

    def __init__(self, bridge: Bridge, keys: OpenedKeys, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("People"), tr("Who may open this office, and what the role allows."), parent
        )
        self._bridge = bridge
        self._keys = keys
        self._roles: tuple[RoleRow, ...] = ()
        self._teams: tuple[TeamRow, ...] = ()
        self._people: tuple[PersonRow, ...] = ()
        columns = (
            Column("name", tr("Name of the person"), 0),
            Column("login", tr("Login"), 90),
            Column("role", tr("Role"), 110),
            Column("team", tr("Team"), 110),
            Column("active", tr("Access"), 80),
            Column("seen", tr("Last seen"), 125),
        )
        self.model = RowsTableModel(columns, self._cell_text, self)
        self.view = table(self.model, columns, tr("People of the office"))
        self._delegate = PersonDelegate(tuple(each.key for each in columns))
        self.view.setItemDelegate(self._delegate)
        self.view.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self._count = label(role="caption")
        self.finder = QLineEdit()
        self.finder.setPlaceholderText(tr("Find"))
        self.finder.setAccessibleName(tr("Find a person"))
        self.finder.setClearButtonEnabled(True)
        self.finder.setMaximumWidth(180)
        self.finder.textChanged.connect(self._show_rows)
        self.side = PersonSide(bridge)
        self.side.disable_requested.connect(self.ask_disable)
        self.side.leave_requested.connect(self.ask_leave)
        self.disable = self.side.disable
        self.add = button(tr("Add a person …"), kind="primary", icon="user-plus")
        self.add.clicked.connect(self.ask_add)
        self.body.addLayout(row(self._count, None, self.finder, self.add))
        middle = row(self.view, self.side, spacing=0)
        middle.setStretchFactor(self.view, 1)
        self.body.addWidget(self._halves(middle), 1)
        self._build_teams()
        self.lay_out(wide=True)
        bridge.changed.connect(self._on_bridge_changed)

    def _halves(self, middle: QHBoxLayout) -> QWidget:
        upper = QWidget()
        upper.setLayout(middle)
        self.matrix = RolesMatrix()
        lower = QWidget()
        lower.setLayout(
            column(
                label(tr("Permissions of the roles"), font="bodyStrong"),
                self.matrix,
                spacing=6,
                margins=(0, 12, 0, 0),
            )
        )
        both = QSplitter(Qt.Orientation.Vertical)
        both.setHandleWidth(1)
        both.setChildrenCollapsible(False)
        both.addWidget(upper)
        both.addWidget(lower)
        both.setSizes([_UPPER, _LOWER])
        return both

    def _build_teams(self) -> None:
        self.new_team = QLineEdit()
        self.new_team.setAccessibleName(tr("Name of a new team"))
        self.new_team.setPlaceholderText(tr("A new team, Enter adds it"))
        self.new_team.setFixedWidth(260)
        self.new_team.returnPressed.connect(self._on_new_team_entered)
        self.team_names = label(role="secondary", wrap=True)
        line = row(label(tr("Teams"), font="bodyStrong"), self.team_names, spacing=12)
        line.addWidget(self.new_team)
        line.setStretchFactor(self.team_names, 1)
        self.body.addLayout(line)

    def reload(self) -> None:
        """Read people, roles and teams; the people come last, they need the others' names."""
        ask, failed = self._bridge.ask, self._on_problem
        ask(people.roles, then=self._on_roles, failed=failed, key="roles")
        ask(people.teams, then=self._on_teams, failed=failed, key="teams")
        ask(people.role_rights, then=self.matrix.show_roles, failed=failed, key="rights")
        ask(people.page, then=self._on_people, failed=failed, key="people")

    def showEvent(self, event: QShowEvent) -> None:
        """Read again each time the panel is looked at."""
        super().showEvent(event)
        self.reload()

    def ask_add(self) -> AddPersonDialog:
        """Ask who is to join."""
        dialog = AddPersonDialog(self._bridge, self._keys, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.offer(self._roles, self._teams)
        dialog.open()
        return dialog

    def ask_disable(self) -> DisablePersonDialog | None:
        """Ask before the person chosen loses the access; None when nobody is chosen."""
        person = self.chosen
        if person is None:
            return None
        dialog = DisablePersonDialog(self._bridge, self._keys, person, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.disabled.connect(self._on_person_disabled)
        dialog.open()
        return dialog

    def ask_leave(self) -> LeaverWizard | None:
        """Hand over what the person chosen has, then end the access; None when nobody is chosen."""
        person = self.chosen
        if person is None:
            return None
        wizard = LeaverWizard(self._bridge, self._keys, person, self)
        wizard.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        wizard.left.connect(self._on_person_disabled)
        wizard.open()
        return wizard

    @property
    def chosen(self) -> PersonRow | None:
        """The person chosen in the list."""
        rows = self.view.selectionModel().selectedRows()
        found = self.model.row_at(rows[0].row()) if rows else None
        return found if isinstance(found, PersonRow) else None

    def _cell_text(self, person: PersonRow, key: str) -> str:
        if key == "role":
            return self._role_name(person.role_key)
        if key == "team":
            return next((each.name for each in self._teams if each.id == person.team_id), "")
        if key == "seen":
            seen = person.last_seen_at
            return "" if seen is None else display.time_exact(seen)
        if key == "active":
            return tr("Active") if person.active else tr("Disabled")
        return person.name if key == "name" else person.login

    def _role_name(self, role_key: str) -> str:
        english = current_language() == "en"
        names = (each.name_en if english else each.name_zh for each in self._roles
                 if each.key == role_key)  # fmt: skip
        return next(names, role_key)

    def _on_roles(self, rows: Sequence[RoleRow]) -> None:
        self._roles = tuple(rows)
        self._repaint()

    def _on_teams(self, rows: Sequence[TeamRow]) -> None:
        self._teams = tuple(rows)
        names = [each.name for each in rows]
        self.team_names.setText(" · ".join(names) if names else tr("No team yet"))
        self._repaint()

    def _repaint(self) -> None:
        self.view.viewport().update()

    def _show_rows(self) -> None:
        """Show those whose name or login holds what is typed."""
        wanted = self.finder.text().strip().casefold()
        rows = [
            each for each in self._people
            if wanted in each.name.casefold() or wanted in each.login.casefold()
        ]  # fmt: skip
        before = self.chosen
        self.model.start(len(rows), rows)
        again = None if before is None else self.model.row_of(before.id)
        if again is not None:
            self.view.selectRow(again)
        self._on_selection_changed()

    def _on_people(self, rows: Sequence[PersonRow]) -> None:
        self._people = tuple(rows)
        self._show_rows()
        active = sum(each.active for each in rows)
        self._count.setText(
            tr("{active} with access, {disabled} disabled", active=active,
               disabled=len(rows) - active)
        )  # fmt: skip

    def _on_selection_changed(self) -> None:
        person = self.chosen
        me = self._keys.opened.actor.login
        role = "" if person is None else self._role_name(person.role_key)
        is_me = person is not None and person.login == me
        self.side.show_person(person, role, is_me=is_me)

    def _on_person_disabled(self, login: str) -> None:
        self.notice.say(tr("{login} opens this office no longer.", login=login), "success")

    def _on_new_team_entered(self) -> None:
        name = self.new_team.text().strip()
        if name:
            self.notice.hide()
            self._bridge.do(
                people.add_team, name=name, then=self._on_team_added, refused=self._on_problem
            )

    def _on_team_added(self, team_id: int) -> None:
        del team_id
        self.new_team.clear()

    def _on_problem(self, problem: Problem) -> None:
        self.notice.say(str(problem))

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.touches(*_TABLES) and self.isVisible():
            self.reload()
