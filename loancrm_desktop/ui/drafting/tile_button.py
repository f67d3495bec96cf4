"""A button of a designer's palette: icon and title at the left, ended in … where room is short."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from loancrm_desktop.ui import theme


class TileButton(QPushButton):
    """One thing a palette offers."""

    def __init__(self, icon: str, title: str) -> None:
        super().__init__(f" {title}")
        self.title = title
        self.setProperty("look", "tile")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setIcon(theme.current().icon(icon, "textSecondary"))
        self.setAccessibleName(title)
        self.setAutoDefault(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """End the title in … where room is short; the tip says it whole."""
        super().resizeEvent(event)
        room = max(0, self.width() - 20 - self.iconSize().width() - 8)
        said = self.fontMetrics().elidedText(self.title, Qt.TextElideMode.ElideRight, room)
        if self.text() != f" {said}":
            self.setText(f" {said}")
