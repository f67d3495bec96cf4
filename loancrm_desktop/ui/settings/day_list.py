"""A list of days: typed or picked in, each taken out by its own button."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.parts import button, clear_layout, label, row
from loancrm_desktop.ui.widgets.relay import relay
from loancrm_desktop.ui.widgets.time_edits import DayEdit

_WIDTH = 170


class DayList(QWidget):
    """Days in order; a day stands in it once.

    Signals:
        changed: a day came or went.
    """

    changed = Signal()

    def __init__(self, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._days: list[str] = []
        self.edit = DayEdit()
        self.edit.setAccessibleName(title)
        self.edit.setFixedWidth(_WIDTH)
        self.edit.returnPressed.connect(self.add)
        self.add_button = button(tr("Add the day"), icon="plus", size="small")
        self.add_button.clicked.connect(self.add)
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips)
        self.none = label(tr("No day so far."), role="secondary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(label(title, font="bodyStrong"))
        layout.addWidget(label(text, role="secondary", wrap=True))
        layout.addLayout(row(self.edit, self.add_button, None))
        layout.addWidget(self.none)
        layout.addWidget(self._chips)

    def days(self) -> list[str]:
        """Answer the days, ISO dates, the earliest first."""
        return list(self._days)

    def show_days(self, days: Sequence[str]) -> None:
        """Show other days."""
        self._days = sorted(set(days))
        clear_layout(self._flow)
        for day in self._days:
            chip = button(day, kind="chip", icon="x", size="small")
            chip.setAccessibleName(tr("Take {day} out", day=day))
            chip.setToolTip(chip.accessibleName())
            chip.clicked.connect(relay(chip, self._take_out, day))
            self._flow.addWidget(chip)
        self.none.setVisible(not self._days)
        self._chips.setVisible(bool(self._days))

    def add(self) -> None:
        """Take the day that was typed; what is no day stays to be mended."""
        day = self.edit.day()
        if day is None:
            self.edit.setFocus()
            self.edit.selectAll()
            return
        self.edit.clear()
        self.show_days([*self._days, day.isoformat()])
        self.changed.emit()

    def _take_out(self, day: str) -> None:
        self.show_days([each for each in self._days if each != day])
        self.edit.setFocus()
        self.changed.emit()
