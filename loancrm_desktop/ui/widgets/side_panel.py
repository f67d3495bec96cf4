"""The panel at the right: a preview of what is selected, with its own scroll."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.parts import frame, icon_button


class SidePanel(QFrame):
    """A header with title and two buttons, then a body that scrolls.

    Signals:
        open_requested: what is shown shall open as a whole.
        closed: the panel was shut by its button or Esc.
    """

    open_requested = Signal()
    closed = Signal()

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "side")
        self.setMinimumWidth(theme.current().layout("propertyPanel"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._title = ElidedLabel(title, font="subtitle")
        self.open_button = icon_button("external", tr("Open in full"))
        self.open_button.clicked.connect(self.open_requested)
        self.close_button = icon_button("x", tr("Close the panel (Esc)"))
        self.close_button.clicked.connect(self.close_panel)
        self.header = QHBoxLayout()
        self.header.setContentsMargins(0, 0, 0, 0)
        self.header.setSpacing(8)
        self.header.addWidget(self._title, 1)
        head = frame("header")
        line = QHBoxLayout(head)
        line.setContentsMargins(16, 8, 8, 8)
        line.setSpacing(4)
        line.addLayout(self.header, 1)
        line.addWidget(self.open_button)
        line.addWidget(self.close_button)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(head)
        whole.addWidget(self._scroll, 1)
        self.set_title(title)

    @property
    def title(self) -> str:
        """The words at its top."""
        return self._title.text()

    def set_title(self, title: str) -> None:
        """Change the words at its top."""
        self._title.setText(title)
        self.setAccessibleName(title)

    def set_head(self, widget: QWidget) -> None:
        """Put a widget of one's own where the title is, such as avatar, name and tags."""
        self._title.hide()
        self.header.insertWidget(0, widget, 1)

    def set_body(self, widget: QWidget) -> None:
        """Show a widget below the header; the one before it is let go."""
        widget.setProperty("role", "scrolled")
        self._scroll.setWidget(widget)

    def body(self) -> QWidget | None:
        """Answer the widget below the header."""
        return self._scroll.widget()

    def close_panel(self) -> None:
        """Shut the panel and tell."""
        self.hide()
        self.closed.emit()
