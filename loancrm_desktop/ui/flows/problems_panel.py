"""What is wrong with the picture, over its corner: each line leads to its place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from loancrm_desktop.services.process.faults import ProcessFault
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.icon_mark import IconMark
from loancrm_desktop.ui.widgets.parts import (
    button,
    clear_layout,
    icon_button,
    label,
    line,
    row,
    scrolled,
)
from loancrm_desktop.ui.widgets.relay import relay

WIDTH, MOST_HIGH, _LINE = 440, 190, 34


class ProblemsPanel(QFrame):
    """Lists faults; errors stand in the way of publishing.

    Signals:
        chosen: a fault's place is wanted (its number).
        resized: it takes more or less room.
    """

    chosen = Signal(int)
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._count = 0
        self._title = label(tr("What the check found"), font="bodyStrong")
        self._fold = icon_button("down", tr("Fold or unfold the list"))
        self._fold.clicked.connect(self._on_fold_clicked)
        content = QWidget()
        self._lines = QVBoxLayout(content)
        self._lines.setContentsMargins(14, 4, 8, 6)
        self._lines.setSpacing(0)
        self._area = scrolled(content)
        self._line = line()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        whole.addLayout(row(self._title, None, self._fold, margins=(13, 5, 8, 5)))
        whole.addWidget(self._line)
        whole.addWidget(self._area, 1)
        self.show_faults(())

    def show_faults(self, faults: Sequence[ProcessFault]) -> None:
        """List what is wrong."""
        clear_layout(self._lines)
        self._count = len(faults)
        for number, fault in enumerate(faults):
            bad = fault.level == "error"
            icon = IconMark("x-circle" if bad else "alert", "danger" if bad else "warning")
            icon.setToolTip(tr("Error") if bad else tr("Reminder"))
            words = ElidedLabel(fault.text.read())
            go = button(tr("Go there"), kind="link")
            go.setAccessibleName(tr("Go there: {problem}", problem=fault.text))
            go.clicked.connect(relay(go, self._on_go_clicked, number))
            inside = row(icon, words, go, margins=(0, 3, 0, 3))
            inside.setStretchFactor(words, 1)
            self._lines.addLayout(inside)
        if not faults:
            said = row(IconMark("check-circle", "success"), label(tr("Nothing is wrong.")), None)
            self._lines.addLayout(said)
        self._lines.addStretch(1)
        self.resized.emit()

    @property
    def is_folded(self) -> bool:
        """Whether only its head is seen."""
        return self._area.isHidden()

    def wanted_height(self) -> int:
        """Answer how high it wants to be."""
        head = self.fontMetrics().height() + 26
        if self.is_folded:
            return head
        line_high = max(_LINE, self.fontMetrics().height() + 16)
        return min(MOST_HIGH, head + 14 + max(1, self._count) * line_high)

    def _on_fold_clicked(self) -> None:
        self._area.setVisible(self.is_folded)
        self._line.setVisible(not self.is_folded)
        self.resized.emit()

    def _on_go_clicked(self, number: int) -> None:
        self.chosen.emit(number)
