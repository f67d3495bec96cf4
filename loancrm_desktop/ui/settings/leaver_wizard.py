"""Somebody leaves: what there is, who gets it, what the pages say, then the access ends."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from loancrm_desktop.errors import Problem
from loancrm_desktop.services.ownership import leavers, transfer_preview
from loancrm_desktop.services.ownership.giving import MOST_REASON
from loancrm_desktop.services.ownership.leavers import Estate, LeavePlan, Left
from loancrm_desktop.services.ownership.transfer_preview import Load
from loancrm_desktop.services.people import PersonRow
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import vault_calls
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.ownership.receivers_page import ReceiversPage
from loancrm_desktop.ui.settings.opened_keys import OpenedKeys
from loancrm_desktop.ui.settings.password_panel import WRONG
from loancrm_desktop.ui.widgets.entry_parts import LabelledInput, PasswordEdit
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import Tile, clear_layout, column, label, row
from loancrm_desktop.ui.widgets.wizard_frame import WizardFrame

SIZE = (860, 600)
HOLDS, RECEIVERS, CHECK, RESULT = range(4)
_LINES = 3
_MARGINS = (24, 20, 24, 16)


class LeaverWizard(QDialog):
    """Four steps; nothing is done before the third is left.

    Signals:
        left: everything went over and the access is gone (login, Left).
    """

    left = Signal(str, object)

    def __init__(
        self, bridge: Bridge, keys: OpenedKeys, person: PersonRow, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge, self._keys, self._person = bridge, keys, person
        self._estate: Estate | None = None
        self._loads: tuple[Load, ...] = ()
        self._busy = False
        title = tr("{name} leaves", name=person.name)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(*SIZE)
        steps = (tr("What there is"), tr("Who gets it"), tr("Check"), tr("Result"))
        self.frame = WizardFrame(title, steps, finish=tr("Done"))
        self.notice = Notice()
        self.who = ReceiversPage()
        self.who.changed.connect(self._on_who_changed)
        own = tr("Your own password")
        self.own = LabelledInput(own, PasswordEdit(own), tr("Who changes people shows who it is"))
        self.own.edit.textEdited.connect(self._on_own_edited)
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setAccessibleName(tr("What the pages say"))
        self.note.setPlainText(tr("{name} leaves.", name=person.name))
        self.note.setFixedHeight(self.note.fontMetrics().lineSpacing() * _LINES + 16)
        self.check = label(wrap=True)
        self.outcome = label(font="subtitle", wrap=True)
        self.rest = label(role="secondary", wrap=True)
        self._build_pages()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.notice)
        layout.addWidget(self.frame, 1)
        self.frame.next_requested.connect(self._on_next_requested)
        self.frame.step_changed.connect(self._on_step_changed)
        self.frame.cancelled.connect(self.reject)
        self._read()

    def _build_pages(self) -> None:
        self.tiles = {
            "customers": Tile(tr("Customers")),
            "deals": Tile(tr("Running deals")),
            "tasks": Tile(tr("Open tasks")),
        }
        first = QWidget()
        self._by_status = QVBoxLayout()
        self._by_status.setSpacing(4)
        told = tr(
            "Customers in the trash are among them. Deals that ended stay in the person's name, "
            "and the history keeps it."
        )
        inside = column(margins=_MARGINS, spacing=14)
        inside.addLayout(row(*self.tiles.values(), spacing=12))
        inside.addLayout(self._by_status)
        inside.addWidget(label(told, role="secondary", wrap=True))
        inside.addStretch(1)
        first.setLayout(inside)
        third = QWidget()
        parts = column(
            label(tr("This will happen"), font="bodyStrong"),
            self.check,
            label(tr("What the pages say"), font="bodyStrong"),
            self.note,
            self.own,
            None,
            margins=_MARGINS,
            spacing=10,
        )
        third.setLayout(parts)
        last = QWidget()
        last.setLayout(column(self.outcome, self.rest, None, margins=_MARGINS, spacing=10))
        for step, page in ((HOLDS, first), (RECEIVERS, self.who), (CHECK, third)):
            self.frame.set_page(step, page)
        self.frame.set_page(RESULT, last)
        self.frame.set_next(enabled=False)

    def _read(self) -> None:
        ask, failed = self._bridge.ask, self._on_problem
        ask(
            leavers.estate,
            user_id=self._person.id,
            then=self._on_estate,
            failed=failed,
            key="estate",
        )
        ask(transfer_preview.loads, then=self._on_loads, failed=failed, key="loads")

    def plan(self) -> LeavePlan:
        """Answer who gets what, as chosen."""
        way, receivers, table = self.who.choice()
        return LeavePlan(way, receivers, table, self.note.toPlainText().strip()[:MOST_REASON])

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay while it is being done."""
        if self._busy:
            event.ignore()
            return
        super().closeEvent(event)

    def reject(self) -> None:
        """Leave, but not in the middle."""
        if not self._busy:
            super().reject()

    def _on_estate(self, estate: Estate) -> None:
        self._estate = estate
        for name, tile in self.tiles.items():
            tile.show_number(f"{getattr(estate, name):,}")
        clear_layout(self._by_status)
        for status, count in estate.by_status.items():
            named = label(name_of("status", status), role="secondary")
            self._by_status.addLayout(row(named, label(f"{count:,}"), None))
        self._offer()

    def _on_loads(self, loads: tuple[Load, ...]) -> None:
        self._loads = tuple(each for each in loads if each.user_id != self._person.id)
        self._offer()

    def _offer(self) -> None:
        if self._estate is not None and self._loads:
            self.who.offer(self._loads, self._estate.by_status)
            self._on_step_changed(self.frame.step)

    def _on_who_changed(self) -> None:
        if self.frame.step == RECEIVERS:
            self.frame.set_next(enabled=self.who.is_complete)

    def _on_own_edited(self) -> None:
        self.own.show_problem("")

    def _on_step_changed(self, step: int) -> None:
        if step == HOLDS:
            self.frame.set_next(enabled=self._estate is not None)
        elif step == RECEIVERS:
            self.frame.set_next(enabled=self.who.is_complete)
            self.who.setFocus()
        elif step == CHECK:
            self._tell()
            self.frame.set_next(tr("Hand over and disable"), tip=tr("Can be undone but for access"))
            self.own.edit.setFocus()
        else:
            self.frame.back_button.hide()
            self.frame.cancel_button.hide()

    def _tell(self) -> None:
        estate = self._estate
        if estate is None:
            return
        lines = [
            tr(
                "{customers} customers, {deals} running deals and {tasks} open tasks change hands:",
                customers=f"{estate.customers:,}",
                deals=f"{estate.deals:,}",
                tasks=f"{estate.tasks:,}",
            ),
            *self.who.shares(),
            tr(
                "The login {login} opens this office no longer.",
                login=self._person.login,
            ),
        ]
        self.check.setText("\n".join(lines))

    def _on_next_requested(self, step: int) -> None:
        self.notice.hide()
        if step in (HOLDS, RECEIVERS):
            self.frame.go_to(step + 1)
        elif step == CHECK:
            self._leave()
        else:
            self.accept()

    def _leave(self) -> None:
        if not self.own.text:
            self.own.show_problem(tr("Please fill this in"))
            self.own.edit.setFocus()
            return
        self._set_busy(busy=True)
        self._bridge.outside(
            vault_calls.leave_person,
            opened=self._keys.opened,
            own_password=self.own.text,
            login=self._person.login,
            plan=self.plan(),
            then=self._on_left,
            failed=self._on_failed,
        )

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.frame.set_next(
            tr("Handing over …") if busy else tr("Hand over and disable"), enabled=not busy
        )
        for part in (self.frame.back_button, self.frame.cancel_button, self.own, self.note):
            part.setEnabled(not busy)

    def _on_left(self, left: Left) -> None:
        self._set_busy(busy=False)
        self.own.edit.clear()
        self.outcome.setText(
            tr(
                "{customers} customers, {deals} deals and {tasks} tasks went over.",
                customers=left.customers,
                deals=left.deals,
                tasks=left.tasks,
            )
        )
        names = {str(each.user_id): each.name for each in self._loads}
        shares = [
            tr(
                "{name}: {count} customers",
                name=tr("Shared pool") if key == "pool" else names.get(key, key),
                count=count,
            )
            for key, count in left.shares.items()
        ]
        told = tr(
            "The receivers find the pages on Today. Ctrl+Z takes the hand-over back; the access "
            "stays closed."
        )
        self.rest.setText("\n".join([*shares, told]))
        self.frame.go_to(RESULT)
        self.left.emit(self._person.login, left)

    def _on_failed(self, problem: Problem) -> None:
        self._set_busy(busy=False)
        if getattr(problem, "reason", "") in WRONG:
            self.own.show_problem(str(problem))
            self.own.edit.setFocus()
        else:
            self.notice.say(str(problem))

    def _on_problem(self, problem: Problem) -> None:
        self.notice.say(str(problem))
