"""The strips below the board where a card ends: archived or lost."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.kanban.drop_strip import DropStrip


class DropStrips(QWidget):
    """There only while a card that may end is in the hand.

    Signals:
        card_dropped: a card was let go over a strip (deal id, stage key, place on the screen).
        hovered: a card in the hand is over this ending, or over none (empty).
    """

    card_dropped = Signal(int, str, QPoint)
    hovered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "window")
        self.strips: dict[str, DropStrip] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 16, 8)
        self._row.setSpacing(8)
        self.hide()

    def show_endings(self, endings: Mapping[str, tuple[str, str]]) -> None:
        """Make a strip for each ending: by stage key its outcome and its name."""
        if list(self.strips) == list(endings):
            return
        for old in self.strips.values():
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.strips = {}
        for key, (outcome, name) in endings.items():
            icon = "archive" if outcome == "archived" else "x-circle"
            words = {
                "archived": tr("Drop here to archive (not qualified)"),
                "lost": tr("Drop here to mark as lost"),
            }.get(key, tr("Drop here: {stage}", stage=name))
            strip = DropStrip(key, words, icon)
            strip.card_dropped.connect(self.card_dropped)
            strip.entered.connect(self.hovered)
            strip.left.connect(self._on_strip_left)
            self.strips[key] = strip
            self._row.addWidget(strip, 1)

    def offer(self, keys: set[str]) -> None:
        """Show only these endings; with none the strips are gone."""
        for key, strip in self.strips.items():
            strip.setVisible(key in keys)
        self.setVisible(bool(keys & self.strips.keys()))

    def _on_strip_left(self) -> None:
        self.hovered.emit("")
