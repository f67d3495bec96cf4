"""How a task comes again: once, every so many days, weeks or months, on days of the week."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from loancrm_desktop.services.task_repeats import MOST_EVERY, Repeat
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.tasks import calendar_words as words
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.calm_spin import CalmSpin
from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.parts import button

_WEEK = 7


class RepeatEdit(QWidget):
    """The choice in one line that may wrap.

    Signals:
        edited: the person changed it.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.unit = CalmCombo()
        self.unit.setAccessibleName(tr("Repetition"))
        for key, title in (
            ("", tr("once")),
            ("day", tr("every … days")),
            ("week", tr("every … weeks")),
            ("month", tr("every … months")),
        ):
            self.unit.addItem(title, key)
        self.every = CalmSpin(tr("Every how many"), (1, MOST_EVERY))
        self.days: list[QPushButton] = []
        layout = FlowLayout(self, spacing=4)
        layout.addWidget(self.unit)
        layout.addWidget(self.every)
        for weekday in range(_WEEK):
            chip = button(words.weekday_name(weekday), kind="chip", size="small")
            chip.setCheckable(True)
            chip.toggled.connect(self.edited)
            layout.addWidget(chip)
            self.days.append(chip)
        self.unit.currentIndexChanged.connect(self._on_unit_changed)
        self.every.valueChanged.connect(self.edited)
        self._on_unit_changed()

    def repeat(self) -> Repeat | None:
        """Answer how it comes again, None for once."""
        unit = self.unit.currentData()
        if not unit:
            return None
        chosen = tuple(at for at, chip in enumerate(self.days) if chip.isChecked())
        return Repeat(unit, self.every.value(), chosen if unit == "week" else ())

    def show_repeat(self, repeat: Repeat | None) -> None:
        """Show how a task comes again."""
        self.unit.setCurrentIndex(max(0, self.unit.findData(repeat.unit if repeat else "")))
        self.every.setValue(repeat.every if repeat else 1)
        for at, chip in enumerate(self.days):
            chip.setChecked(repeat is not None and at in repeat.weekdays)

    def _on_unit_changed(self) -> None:
        unit = self.unit.currentData()
        self.every.setVisible(bool(unit))
        for chip in self.days:
            chip.setVisible(unit == "week")
        self.edited.emit()
