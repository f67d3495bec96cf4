"""Lets somebody look along at a customer until a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from loancrm_desktop.services.office import system_clock
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.widgets.parts import button, label, row
from loancrm_desktop.ui.widgets.pick_box import Pick, PickBox
from loancrm_desktop.ui.widgets.popover import Popover
from loancrm_desktop.ui.widgets.time_edits import MomentEdit

_WIDTH = 300
_USUAL_DAYS = 7


class SharePopover(Popover):
    """Whom, and till when.

    Signals:
        asked: somebody is to look along (person id, datetime).
    """

    asked = Signal(int, object)

    def __init__(self, people: Sequence[tuple[int, str]], parent: QWidget | None = None) -> None:
        super().__init__(tr("Add a collaborator"), parent)
        self.setMinimumWidth(_WIDTH)
        self.people = PickBox()
        self.people.setAccessibleName(tr("Who looks along"))
        self.people.set_picks([Pick(person_id, name) for person_id, name in people])
        self.until = MomentEdit(calendar=True)
        self.until.setAccessibleName(tr("Until"))
        self.until.set_in_days(_USUAL_DAYS, system_clock())
        self.problem = label(role="error", wrap=True)
        self.problem.hide()
        self.go = button(tr("Add"), kind="primary")
        self.go.clicked.connect(self._on_go_clicked)
        told = tr("Sees the customer and logs follow-ups; changes nothing and takes nothing out.")
        self.body.addWidget(self.people)
        days = row(label(tr("Until"), role="secondary"), self.until)
        for number, words in ((7, tr("7 days")), (30, tr("30 days"))):
            chip = button(words, kind="chip", size="small")
            chip.setObjectName(str(number))
            chip.clicked.connect(self._on_chip_clicked)
            days.addWidget(chip)
        self.body.addLayout(days)
        self.body.addWidget(label(told, role="caption", wrap=True))
        self.body.addWidget(self.problem)
        self.body.addLayout(row(None, self.go))

    def _on_chip_clicked(self) -> None:
        self.until.set_in_days(int(self.sender().objectName()), system_clock())

    def _on_go_clicked(self) -> None:
        person, until = self.people.value(), self.until.moment()
        problem = ""
        if person is None:
            problem = tr("Choose a person.")
        elif until is None or until <= system_clock() + timedelta(minutes=1):
            problem = tr("Choose a day that lies ahead.")
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if problem or person is None:
            return
        self.close()
        self.asked.emit(int(person), until)
