"""Holds the list and its preview side by side, or the preview over the list where room is short."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.side_panel import SidePanel

OVERLAY_BELOW = 1060
"""A page narrower than this (a window of 1280 with its navigation) has no room beside the list."""
USUAL_WIDTH = 328
_GROWTH = 600
"""What larger text takes more of the room, at twice its size."""
_KEY_OPEN, _KEY_WIDTH = "customers.preview", "customers.preview_width"


class LayoutMemory(Protocol):
    """What keeps a window's layout between sessions."""

    def remember(self, key: str, value: str) -> None:
        """Keep something."""
        ...

    def recall(self, key: str) -> str:
        """Answer what was kept, or empty."""
        ...


class PreviewPane(QWidget):
    """A list with a side panel that can be shut and dragged.

    Signals:
        toggled: the panel came or went.
    """

    toggled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panel: QWidget = self  # nothing is held yet
        self._memory: LayoutMemory | None = None
        self._wanted = True
        self._over = False
        self._width = USUAL_WIDTH
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        layout.addWidget(self._splitter)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.splitterMoved.connect(self._on_splitter_moved)

    @property
    def place(self) -> QWidget:
        """The parent for what it holds: made there, its widgets are dressed once."""
        return self._splitter

    def hold(self, content: QWidget, panel: SidePanel) -> None:
        """Show a list, and a panel beside it."""
        self._panel = panel
        self._splitter.addWidget(content)
        self._splitter.addWidget(panel)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 0)
        panel.closed.connect(self._on_panel_closed)

    @property
    def is_overlay(self) -> bool:
        """Whether the panel lies over the list rather than beside it."""
        return self._over

    def toggle(self) -> None:
        """Show the panel, or shut it."""
        self._show(shown=not self._panel.isVisible())

    def close_overlay(self) -> bool:
        """Shut a panel that lies over the list; says whether there was one."""
        if self._over and self._panel.isVisible():
            self._show(shown=False)
            return True
        return False

    def remember_in(self, memory: LayoutMemory) -> None:
        """Take up what a memory holds, and keep changes in it."""
        self._memory = memory
        self._wanted = memory.recall(_KEY_OPEN) != "no"
        width = memory.recall(_KEY_WIDTH)
        self._width = int(width) if width.isdecimal() else USUAL_WIDTH
        if self.isVisible():  # else it has no width yet, and the panel would move there and back
            self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the panel beside or over the list."""
        super().resizeEvent(event)
        self._arrange()

    def _show(self, *, shown: bool) -> None:
        if self._over:
            self._panel.setVisible(shown)
            self._lay_over()
        else:
            self._wanted = shown
            self._keep(_KEY_OPEN, "yes" if shown else "no")
            self._arrange()
        self.toggled.emit()

    def _arrange(self) -> None:
        if self._panel is self:
            return
        over = self.width() < OVERLAY_BELOW + _GROWTH * (theme.current().text_scale - 1.0)
        if over != self._over:
            self._over = over
            if over:
                self._panel.setParent(self)
                self._panel.hide()
            else:
                self._splitter.addWidget(self._panel)
        if over:
            self._lay_over()
            return
        self._panel.setVisible(self._wanted)
        if self._wanted:
            width = max(self._width, self._panel.minimumWidth())
            self._splitter.setSizes([max(1, self.width() - width - 1), width])

    def _lay_over(self) -> None:
        width = min(max(self._width, self._panel.minimumWidth()), self.width())
        self._panel.setGeometry(self.width() - width, 0, width, self.height())
        self._panel.raise_()

    def _keep(self, key: str, value: str) -> None:
        if self._memory is not None:
            self._memory.remember(key, value)

    def _on_splitter_moved(self) -> None:
        self._width = self._panel.width()
        self._keep(_KEY_WIDTH, str(self._width))

    def _on_panel_closed(self) -> None:
        self._show(shown=False)
