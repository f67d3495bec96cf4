"""What a field and a section on the canvas have in common: chosen, dragged, renamed in place."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from loancrm_desktop.ui.forms import carried
from loancrm_desktop.ui.forms.design_desk import Chosen, DesignDesk
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel


class HeldFrame(QFrame):
    """Something on the canvas that a person takes hold of.

    Signals:
        menu_requested: its menu is wanted at a place on the screen.
    """

    menu_requested = Signal(QPoint)

    def __init__(
        self,
        desk: DesignDesk,
        chosen: Chosen,
        title: ElidedLabel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self.chosen = chosen
        self.icon = "heading"
        self._pressed_at: QPoint | None = None
        self._title = title
        self.rename_edit = QLineEdit()
        self.rename_edit.hide()
        self.rename_edit.editingFinished.connect(self._on_rename_finished)

    @property
    def title(self) -> str:
        """What it is called."""
        return self._title.text()

    def held(self) -> carried.Carried:
        """Answer what a drag carries."""
        raise NotImplementedError

    def begin_rename(self) -> None:
        """Type the title in its place."""
        self.rename_edit.setText(self._title.text())
        self._title.hide()
        self.rename_edit.show()
        self.rename_edit.selectAll()
        self.rename_edit.setFocus()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose it; moving on drags it."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()
        self._desk.choose(self.chosen)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it after six pixels."""
        start = self._pressed_at
        if start is None:
            return
        if (event.position().toPoint() - start).manhattanLength() >= carried.START_AFTER:
            self._pressed_at = None
            carried.begin_drag(self, self.held(), self.icon, self.title)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """It was a click."""
        self._pressed_at = None
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Rename it."""
        event.accept()
        self.begin_rename()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with it."""
        self._desk.choose(self.chosen)
        self.menu_requested.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the title as it was with Esc."""
        if event.key() == Qt.Key.Key_Escape and self.rename_edit.isVisible():
            self.rename_edit.setText(self._title.text())
            self._on_rename_finished()
            return
        super().keyPressEvent(event)

    def _on_rename_finished(self) -> None:
        if self.rename_edit.isHidden():
            return
        text = self.rename_edit.text().strip()
        self.rename_edit.hide()
        self._title.show()
        if text and text != self._title.text():
            # Later: the frame is drawn anew, and must not go while it handles its own key.
            QTimer.singleShot(0, self, self._take_title)

    def _take_title(self) -> None:
        self._desk.choose(self.chosen)
        self._desk.set_title(self.rename_edit.text().strip())
