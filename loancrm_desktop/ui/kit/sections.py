"""One part of the kit: a heading, and specimens side by side with what they show."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.parts import frame, label


class KitSection(QWidget):
    """A heading and a card with specimens."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(16, 14, 16, 16)
        self._lines.setSpacing(12)
        card = frame("card")
        card.setLayout(self._lines)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addWidget(label(title, font="subtitle"))
        whole.addWidget(card)

    def add_line(self, *specimens: QWidget, top: bool = False) -> None:
        """Show specimens side by side, in the next line where there is no room."""
        holder = QWidget()
        line = FlowLayout(holder, spacing=12, top=top)
        for specimen in specimens:
            line.addWidget(specimen)
        self._lines.addWidget(holder)

    def add_wide(self, specimen: QWidget, height: int = 0) -> None:
        """Show a specimen over the whole width."""
        if height:
            specimen.setMinimumHeight(height)
        self._lines.addWidget(specimen)


def named(words: str, specimen: QWidget, width: int = 0) -> QWidget:
    """Put the name of a state above its specimen."""
    holder = QWidget()
    lines = QVBoxLayout(holder)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(4)
    lines.addWidget(label(words, role="caption"))
    lines.addWidget(specimen, 0, Qt.AlignmentFlag.AlignTop)
    if width:
        specimen.setFixedWidth(width)
    return holder
