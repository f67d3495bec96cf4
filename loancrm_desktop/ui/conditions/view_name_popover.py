"""Where a saved view gets its name, and whether the office shares it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from loancrm_desktop.errors import Problem
from loancrm_desktop.services.views import MOST_NAME
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.conditions.tokens import grown
from loancrm_desktop.ui.widgets.parts import button, label, row, set_state
from loancrm_desktop.ui.widgets.popover import Popover

_WIDTH = 280


class ViewNamePopover(Popover):
    """Asks for a name.

    Signals:
        named: the name, and whether the view is to be shared.
    """

    named = Signal(str, bool)

    def __init__(
        self, title: str, verb: str, parent: QWidget | None = None, *, may_share: bool
    ) -> None:
        super().__init__(title, parent)
        self.setMinimumWidth(grown(_WIDTH))
        self.name = QLineEdit()
        self.name.setMaxLength(MOST_NAME)
        self.name.setAccessibleName(tr("Name of the view"))
        self.name.setPlaceholderText(tr("Such as: waiting for review"))
        self.name.textChanged.connect(self._on_name_text_changed)
        self.name.returnPressed.connect(self._on_save)
        self.share = QCheckBox(tr("Everybody in the office sees it"))
        if not may_share:
            self.share.hide()
        self.problem = label(role="error", font="caption", wrap=True)
        self.problem.hide()
        self.save = button(verb, kind="primary", size="small", tip="Enter")
        self.save.setEnabled(False)
        self.save.clicked.connect(self._on_save)
        self.body.addWidget(self.name)
        self.body.addWidget(self.problem)
        self.body.addWidget(self.share)
        self.body.addLayout(row(None, self.save))

    def show_name(self, name: str, *, shared: bool) -> None:
        """Begin with a name."""
        self.name.setText(name)
        self.name.selectAll()
        self.share.setChecked(shared)

    def show_problem(self, problem: Problem) -> None:
        """Say why the name was not taken."""
        self.problem.setText(str(problem))
        self.problem.show()
        set_state(self.name, "error")
        self.save.setEnabled(True)
        self.adjustSize()

    def _on_name_text_changed(self, name: str) -> None:
        self.save.setEnabled(bool(name.strip()))
        self.problem.hide()
        set_state(self.name, "")

    def _on_save(self) -> None:
        name = self.name.text().strip()
        if name and self.save.isEnabled():
            self.save.setEnabled(False)
            self.named.emit(name, self.share.isChecked())
