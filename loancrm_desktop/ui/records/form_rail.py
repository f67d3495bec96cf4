"""The sections of a form at its left: which are complete, which hold errors, how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QProgressBar, QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.parts import label, row

WIDTH = 176


@dataclass(frozen=True, slots=True)
class SectionState:
    """How a section of the form stands."""

    title: str
    filled: int
    fields: int
    errors: int


class FormRail(QFrame):
    """Lists the sections; pressing one goes there.

    Signals:
        section_clicked: a section was chosen (its title).
    """

    section_clicked = Signal(str)

    def __init__(self, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "rail")
        self.setFixedWidth(rail_width())
        self._buttons: dict[str, _RailButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 12, 8, 12)
        layout.setSpacing(2)
        for title in titles:
            go = _RailButton(title)
            go.clicked.connect(self._on_button_clicked)
            layout.addWidget(go)
            self._buttons[title] = go
        layout.addStretch(1)
        self._counted = label(role="caption")
        layout.addLayout(row(label(tr("Completeness"), role="caption"), None, self._counted))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Completeness"))
        layout.addWidget(self.bar)

    def show_states(self, states: Sequence[SectionState]) -> None:
        """Show how the sections stand."""
        for state in states:
            if state.title in self._buttons:
                self._buttons[state.title].show_state(state)
        filled = sum(state.filled for state in states)
        fields = sum(state.fields for state in states)
        self._counted.setText(tr("{count} / {all} fields", count=filled, all=fields))
        # Otherwise the bar paints itself, and all that waits to be painted, on the spot.
        self.bar.setUpdatesEnabled(False)
        self.bar.setRange(0, max(1, fields))
        self.bar.setValue(filled)
        self.bar.setUpdatesEnabled(True)

    def show_here(self, title: str) -> None:
        """Mark the section in sight."""
        for name, go in self._buttons.items():
            go.setChecked(name == title)

    def note(self, title: str) -> str:
        """Answer what stands beside a section."""
        return self._buttons[title].note

    def _on_button_clicked(self) -> None:
        go = self.sender()
        if isinstance(go, _RailButton):
            self.show_here(go.text())
            self.section_clicked.emit(go.text())


def rail_width() -> int:
    """Answer the rail's width, wider with larger text."""
    return round(WIDTH * (1 + (theme.current().text_scale - 1) * 0.6))


class _RailButton(QAbstractButton):
    def __init__(self, title: str) -> None:
        super().__init__()
        self.setText(title)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.note = ""
        self._mark = ("circle", "textTertiary")
        self._wrong = False

    def show_state(self, state: SectionState) -> None:
        self._wrong = state.errors > 0
        if self._wrong:
            self._mark = ("x-circle", "dangerText")
            self.note = tr("{count} errors", count=state.errors)
        elif state.filled and state.filled == state.fields:
            self._mark = ("check-circle", "successText")
            self.note = ""
        else:
            self._mark = ("circle", "textTertiary")
            self.note = f"{state.filled} / {state.fields}" if state.filled else ""
        self.setAccessibleDescription(self.note or tr("complete"))
        self.setToolTip(f"{self.text()} {self.note}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.current().font("body"))
        return QSize(rail_width() - 16, max(theme.current().size("control"), metrics.height() + 12))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        ground = "navItemActive" if self.isChecked() else "surfaceHover"
        painter.setPen(look.colour("focusRing") if self.hasFocus() else Qt.PenStyle.NoPen)
        if self.isChecked() or self.underMouse():
            painter.setBrush(look.colour(ground))
        painter.drawRoundedRect(place, 6, 6)
        middle = self.height() // 2
        icon, role = self._mark
        look.icon(icon, role, 14).paint(painter, QRect(8, middle - 7, 14, 14))
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("dangerText" if self._wrong else "textTertiary"))
        right = self.rect().adjusted(0, 0, -8, 0)
        painter.drawText(
            right, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.note
        )
        used = painter.fontMetrics().horizontalAdvance(self.note) + 14
        painter.setFont(look.font("bodyStrong" if self.isChecked() else "body"))
        painter.setPen(look.colour("navTextActive" if self.isChecked() else "text"))
        words = self.rect().adjusted(30, 0, -used, 0)
        fitted = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, fitted)
        painter.end()
