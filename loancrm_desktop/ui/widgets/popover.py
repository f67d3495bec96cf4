"""A small window at its opener: closes with Esc or a click beside it, and gives the focus back."""

from __future__ import annotations

import weakref

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.widgets.parts import icon_button, label

_GAP = 4
_MARGIN = 8


class Popover(QFrame):
    """Holds what its owner adds to `body`.

    Signals:
        closed: it is shut, however that came.
    """

    closed = Signal()

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "popover")
        self._opener: weakref.ref[QWidget] | None = None
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 16)
        whole.setSpacing(8)
        self._title = label(title, font="subtitle")
        self._close = icon_button("x", tr("Close (Esc)"))
        self._close.clicked.connect(self.close)
        if title:
            head = QHBoxLayout()
            head.addWidget(self._title, 1)
            head.addWidget(self._close)
            whole.addLayout(head)
        else:
            self._title.setParent(self)
            self._close.setParent(self)
            self._title.hide()
            self._close.hide()
        whole.addLayout(self.body)
        self.setAccessibleName(title)

    @property
    def title(self) -> str:
        """The words at its top."""
        return self._title.text()

    def set_title(self, title: str) -> None:
        """Change the words at its top (only of a popover made with a title)."""
        self._title.setText(title)
        self.setAccessibleName(title)

    def open_at(self, anchor: QWidget) -> None:
        """Show it below its opener, above where there is no room; the focus goes inside."""
        self._opener = weakref.ref(anchor)
        self.ensurePolished()
        self.adjustSize()
        self.move(self._place_at(anchor))
        self.show()
        self._focus_first()

    def adjustSize(self) -> None:  # noqa: N802 - Qt names it so
        """Take the size the content needs; its height is that at its own width."""
        super().adjustSize()
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth():
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Give the focus back to the opener."""
        super().hideEvent(event)
        opener = self._opener() if self._opener is not None else None
        self._opener = None
        if opener is not None and opener.isVisible():
            opener.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def _place_at(self, anchor: QWidget) -> QPoint:
        screen = anchor.screen().availableGeometry().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        opener = QRect(anchor.mapToGlobal(QPoint(0, 0)), anchor.size())
        x = min(opener.left(), screen.right() - self.width())
        y = opener.bottom() + _GAP
        if y + self.height() > screen.bottom():
            above = opener.top() - _GAP - self.height()
            y = above if above >= screen.top() else screen.bottom() - self.height()
        return QPoint(max(screen.left(), x), max(screen.top(), y))

    def _focus_first(self) -> None:
        here = self.nextInFocusChain()
        while here is not None and here is not self:
            takes = bool(here.focusPolicy() & Qt.FocusPolicy.TabFocus) and here is not self._close
            if self.isAncestorOf(here) and takes and here.isVisible() and here.isEnabled():
                here.setFocus(Qt.FocusReason.PopupFocusReason)
                return
            here = here.nextInFocusChain()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
