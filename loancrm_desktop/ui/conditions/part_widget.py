"""What rows and groups of the condition editor have in common: a handle, a menu, a removal."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QDrag, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.conditions.condition_tree import Foreign
from loancrm_desktop.ui.conditions.row_problems import PartProblem
from loancrm_desktop.ui.widgets.parts import icon_button, label

MIME = "application/x-loancrm-condition"
"""What a part is carried as while it is dragged: its number."""

DRAG_FROM_PX = 6


class PartWidget(QWidget):
    """What rows and groups have in common: a number, a handle, a place in the sentence.

    Signals:
        menu_requested: the ways to move or remove it are wanted (its number).
        removal_requested: it is to go (its number).
    """

    menu_requested = Signal(int)
    removal_requested = Signal(int)

    def __init__(self, part_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part_id = part_id
        self.grip = Grip(part_id)
        self.joint = label(role="secondary")
        self.joint.hide()
        self.more = icon_button("more", tr("Move or remove"))
        self.more.clicked.connect(self._on_more_clicked)
        self.remove = icon_button("x", tr("Remove (Del)"))
        self.remove.clicked.connect(self._on_remove_clicked)

    def show_joint(self, words: str) -> None:
        """Say how it follows on what stands before it: and, or, nothing."""
        self.joint.setText(words)
        self.joint.setVisible(bool(words))

    def show_problem(self, problem: PartProblem | None) -> None:
        """Say what is wrong with it, or take that away."""
        raise NotImplementedError

    def start(self) -> None:
        """Take the focus at the first thing to fill in."""
        raise NotImplementedError

    def _on_more_clicked(self) -> None:
        self.menu_requested.emit(self.part_id)

    def _on_remove_clicked(self) -> None:
        self.removal_requested.emit(self.part_id)


class ForeignWidget(PartWidget):
    """A part that is only shown as a sentence: it can be moved and removed."""

    def __init__(self, part: Foreign, parent: QWidget | None = None) -> None:
        super().__init__(part.id, parent)
        self.part = part
        self._sentence = label(tr("A part that cannot be edited here"), wrap=True)
        self._problem = label(role="error", font="caption", wrap=True)
        self._problem.hide()
        line = QHBoxLayout()
        line.setContentsMargins(0, 3, 0, 3)
        line.setSpacing(8)
        for widget in (self.grip, self.joint):
            line.addWidget(widget)
        line.addWidget(self._sentence, 1)
        line.addWidget(self.more)
        line.addWidget(self.remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(line)
        layout.addWidget(self._problem)

    def show_sentence(self, sentence: str) -> None:
        """Say the part."""
        self._sentence.setText(sentence)

    def show_problem(self, problem: PartProblem | None) -> None:
        """Say what is wrong with it."""
        self._problem.setText(problem.words if problem is not None else "")
        self._problem.setVisible(problem is not None)

    def start(self) -> None:
        """Take the focus."""
        self.more.setFocus()


class Grip(QWidget):
    """The handle a part is dragged by."""

    def __init__(self, part_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._part_id = part_id
        self._pressed_at: QPoint | None = None
        self.setFixedSize(16, 26)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setToolTip(tr("Drag to move (Alt+↑ Alt+↓)"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a drag may begin."""
        self._pressed_at = event.position().toPoint()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Forget it."""
        del event
        self._pressed_at = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the part once the mouse has gone far enough."""
        if self._pressed_at is None:
            return
        gone = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if gone >= DRAG_FROM_PX:
            self._pressed_at = None
            self._drag()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dots of a handle."""
        del event
        painter = QPainter(self)
        theme.current().icon("grip", "textTertiary").paint(painter, QRect(0, 5, 16, 16))
        painter.end()

    def _drag(self) -> None:
        part = self.parentWidget()
        if part is None:
            return
        drag = QDrag(self)
        carried = QMimeData()
        carried.setData(MIME, str(self._part_id).encode())
        drag.setMimeData(carried)
        drag.setPixmap(part.grab())
        drag.exec(Qt.DropAction.MoveAction)
