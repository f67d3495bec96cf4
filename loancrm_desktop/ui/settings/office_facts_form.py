"""What contracts print of the office: address, phone, credit code."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from loancrm_desktop.errors import Invalid, Problem
from loancrm_desktop.services import office_facts
from loancrm_desktop.services.office_facts import OfficeFacts
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.widgets.entry_parts import LabelledInput
from loancrm_desktop.ui.widgets.parts import button, column, frame, label, row


class OfficeFactsForm(QWidget):
    """The facts, to be changed by who may.

    Signals:
        said: something is to be said of the form: the sentence and its state.
    """

    said = Signal(str, str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._kept = OfficeFacts()
        self.inputs = {
            "address": LabelledInput(tr("Address of the office"), QLineEdit()),
            "phone": LabelledInput(tr("Phone of the office"), QLineEdit()),
            "credit_code": LabelledInput(
                tr("Unified social credit code"), QLineEdit(), tr("18 characters of the licence")
            ),
        }
        self.save = button(tr("Save the facts"), kind="primary", icon="check")
        self.save.clicked.connect(self.save_facts)
        self._may = bridge.actor.rights.allows("office.edit")
        for each in self.inputs.values():
            each.edit.setReadOnly(not self._may)
            each.edit.textChanged.connect(self._on_typed)
            each.edit.returnPressed.connect(self.save_facts)
        card = frame("card")
        inner = column(
            label(tr("Printed on contracts"), font="bodyStrong"),
            self.inputs["address"],
            spacing=10,
            margins=(16, 12, 16, 14),
        )
        both = row(spacing=16)
        for key in ("phone", "credit_code"):
            both.addLayout(column(self.inputs[key], None), 1)
        inner.addLayout(both)
        told = label(
            "" if self._may else tr("The owner of the office changes these."), role="caption"
        )
        inner.addLayout(row(told, None, self.save))
        card.setLayout(inner)
        self.setLayout(column(card))
        self.save.setVisible(self._may)
        self._on_typed()

    def reload(self) -> None:
        """Read the facts, unless something is being typed."""
        if self.typed == self._kept:
            self._bridge.ask(
                office_facts.facts, then=self._on_facts, failed=self._on_refused, key="told"
            )

    @property
    def typed(self) -> OfficeFacts:
        """The facts as they stand in the inputs."""
        return OfficeFacts(**{key: each.text.strip() for key, each in self.inputs.items()})

    def save_facts(self) -> None:
        """Write the facts down."""
        if not self.save.isEnabled() or not self._may:
            return
        self.save.setEnabled(False)
        for each in self.inputs.values():
            each.show_problem("")
        self._bridge.do(
            office_facts.edit_facts,
            told=self.typed,
            then=self._on_saved,
            refused=self._on_refused,
        )

    def _on_facts(self, kept: OfficeFacts) -> None:
        self._kept = kept
        for key, each in self.inputs.items():
            each.edit.setText(getattr(kept, key))
        self._on_typed()

    def _on_saved(self, kept: OfficeFacts) -> None:
        self._on_facts(kept)
        self.said.emit(tr("Saved. New contracts print it."), "success")

    def _on_refused(self, problem: Problem) -> None:
        self._on_typed()
        if isinstance(problem, Invalid):
            for each in problem.problems:
                if each.field in self.inputs:
                    self.inputs[each.field].show_problem(str(each.text))
            return
        self.said.emit(str(problem), "danger")

    def _on_typed(self) -> None:
        self.save.setEnabled(self.typed != self._kept)
