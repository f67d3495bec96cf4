"""Asks who gets customers of the pool."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from loancrm_desktop.errors import Problem
from loancrm_desktop.services.ownership import transfer_preview
from loancrm_desktop.services.ownership.transfer_preview import Load
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.ownership.person_list import PersonList
from loancrm_desktop.ui.widgets.parts import button, label, row
from loancrm_desktop.ui.widgets.popover import Popover

SIZE = (320, 380)


class GiveOutPopover(Popover):
    """The people with their load.

    Signals:
        chosen: this person gets them (id).
    """

    chosen = Signal(int)

    def __init__(self, bridge: Bridge, count: int, parent: QWidget | None = None) -> None:
        super().__init__(tr("Give {count} customers to", count=count), parent)
        self.setMinimumSize(*SIZE)
        self.people = PersonList()
        self.people.chosen.connect(self._on_people_chosen)
        self.told = label(tr("Limits of claims do not count here."), role="caption", wrap=True)
        self.go = button(tr("Give"), kind="primary")
        self.go.setEnabled(False)
        self.go.clicked.connect(self._on_go_clicked)
        self.body.addWidget(self.people, 1)
        self.body.addWidget(self.told)
        self.body.addLayout(row(None, self.go))
        bridge.ask(
            transfer_preview.loads, then=self._on_loads, failed=self._on_problem, key="loads"
        )

    def _on_loads(self, loads: tuple[Load, ...]) -> None:
        self.people.show_loads(loads)

    def _on_problem(self, problem: Problem) -> None:
        self.told.setText(str(problem))

    def _on_people_chosen(self) -> None:
        self.go.setEnabled(bool(self.people.ids))

    def _on_go_clicked(self) -> None:
        chosen = self.people.ids
        if chosen:
            self.close()
            self.chosen.emit(chosen[0])
