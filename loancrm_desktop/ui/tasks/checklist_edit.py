"""The parts of a task: ticked off, added with Enter, taken away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from loancrm_desktop.services.task_plans import MOST_PART, MOST_PARTS, Part
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.records.composing import ComposingWatch
from loancrm_desktop.ui.widgets.parts import icon_button, row


class ChecklistEdit(QWidget):
    """Lines with a box before each.

    Signals:
        edited: the person changed it.
        ticked: a line that was there already was ticked or not (its number, bool).
    """

    edited = Signal()
    ticked = Signal(int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[_PartLine] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self.add_edit = QLineEdit()
        self.add_edit.setMaxLength(MOST_PART)
        self.add_edit.setPlaceholderText(tr("Add a line, then Enter"))
        self.add_edit.setAccessibleName(tr("New line of the checklist"))
        self.add_edit.installEventFilter(self)
        self._composing = ComposingWatch(self.add_edit, parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._lines)
        layout.addWidget(self.add_edit)

    def parts(self) -> tuple[Part, ...]:
        """Answer the lines, with what is still being typed."""
        kept = [Part(line.text, line.box.isChecked()) for line in self.lines]
        typed = self.add_edit.text().strip()
        return (*kept, Part(typed)) if typed else tuple(kept)

    def show_parts(self, parts: tuple[Part, ...]) -> None:
        """Show the lines of a task."""
        while self.lines:
            self._drop(self.lines[-1])
        for part in parts:
            self._put(part)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a line with Enter; the dialog stays open."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if enter and plain and self.add_edit.text().strip() and not self._composing.active:
                self._take_typed()
                return True
        return super().eventFilter(watched, event)

    def _take_typed(self) -> None:
        if len(self.lines) < MOST_PARTS:
            self._put(Part(self.add_edit.text().strip()))
            self.add_edit.clear()
            self.edited.emit()

    def _put(self, part: Part) -> None:
        line = _PartLine(part, self)
        line.removed.connect(self._on_line_removed)
        line.box.toggled.connect(self._on_line_toggled)
        self._lines.addWidget(line)
        self.lines.append(line)

    def _drop(self, line: _PartLine) -> None:
        self.lines.remove(line)
        self._lines.removeWidget(line)
        line.deleteLater()

    def _on_line_removed(self) -> None:
        line = self.sender()
        if isinstance(line, _PartLine):
            self._drop(line)
            self.edited.emit()

    def _on_line_toggled(self) -> None:
        self.edited.emit()
        for at, line in enumerate(self.lines):
            if line.box is self.sender():
                self.ticked.emit(at, line.box.isChecked())


class _PartLine(QWidget):
    removed = Signal()

    def __init__(self, part: Part, parent: QWidget) -> None:
        super().__init__(parent)
        self.text = part.text
        self.box = QCheckBox(part.text)
        self.box.setToolTip(part.text)
        self.box.setChecked(part.done)
        self.remove = icon_button("x", tr("Take “{line}” away", line=part.text))
        self.remove.clicked.connect(self.removed)
        self.setLayout(row(self.box, None, self.remove))
