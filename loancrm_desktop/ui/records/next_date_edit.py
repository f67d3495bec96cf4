"""When to get in touch next: typed, picked in a calendar, or with one press a few days ahead."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from loancrm_desktop.services.office import system_clock
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.parts import button
from loancrm_desktop.ui.widgets.time_edits import MomentEdit

_WIDTH = 156


class NextDateEdit(QWidget):
    """The moment of the next step with chips for the usual ones, in one line that may wrap.

    Signals:
        edited: the person changed it.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None, *, alone: bool = True) -> None:
        """Make the parts.

        Args:
            parent: the composer.
            alone: lay the parts out here; else the composer puts them among its own.
        """
        super().__init__(parent)
        self.moment_edit = MomentEdit(calendar=True)
        self.moment_edit.setAccessibleName(tr("Next follow-up"))
        self.moment_edit.setPlaceholderText(tr("Next follow-up"))
        self.moment_edit.setMinimumWidth(_WIDTH)
        self.moment_edit.edited.connect(self.edited)
        self.moment_edit.textChanged.connect(self.edited)
        self.chips: list[QWidget] = []
        for days, words in ((1, tr("Tomorrow")), (3, tr("In 3 days")), (7, tr("Next week"))):
            chip = button(words, kind="chip", size="small")
            chip.setObjectName(str(days))
            chip.clicked.connect(self._on_chip_clicked)
            self.chips.append(chip)
        if alone:
            layout = FlowLayout(self, spacing=4)
            for part in (self.moment_edit, *self.chips):
                layout.addWidget(part)

    def _on_chip_clicked(self) -> None:
        self.moment_edit.set_in_days(int(self.sender().objectName()), system_clock())
