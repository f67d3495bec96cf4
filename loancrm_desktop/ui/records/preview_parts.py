"""The pieces of the side preview: the deal's progress, facts, the next step, newest contacts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.services.follow_ups import FollowUpRow
from loancrm_desktop.services.tasks import TaskRow
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.records.cell_texts import when_text
from loancrm_desktop.ui.widgets import marks
from loancrm_desktop.ui.widgets.parts import (
    button,
    clear_layout,
    column,
    frame,
    label,
    restyle,
    row,
    set_role,
)

NEWEST = 3
_FACT_WIDTH = 72
_ICONS = {
    "phone": "phone", "wechat": "message", "visit": "home", "office": "users", "sms": "message",
    "email": "mail",
}  # fmt: skip


class IconSpot(QWidget):
    """A small icon beside words, painted in the theme in force."""

    def __init__(self, icon: str = "", role: str = "textTertiary", size: int = 16) -> None:
        super().__init__()
        self._icon, self._role = icon, role
        self.setFixedSize(size, size)

    def show_icon(self, icon: str, role: str) -> None:
        """Show another icon."""
        self._icon, self._role = icon, role
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon."""
        super().paintEvent(event)
        if self._icon:
            painter = QPainter(self)
            theme.current().icon(self._icon, self._role).paint(painter, self.rect())
            painter.end()


class LimitSpot(QWidget):
    """The ring of a limit state beside words."""

    def __init__(self) -> None:
        super().__init__()
        self._state: marks.LimitState = "none"
        self.setFixedSize(13, 13)

    def show_state(self, state: marks.LimitState) -> None:
        """Show another state."""
        self._state = state
        self.setVisible(state != "none")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ring."""
        super().paintEvent(event)
        painter = QPainter(self)
        marks.paint_limit(painter, QRectF(1, 1, 11, 11), self._state)
        painter.end()


class ProgressPieces(QWidget):
    """One piece per stage of the way: those behind filled, the present one by its limit."""

    def __init__(self) -> None:
        super().__init__()
        self._count, self._here = 0, -1
        self._state: marks.LimitState = "none"
        self.setFixedHeight(5)

    def show_way(self, count: int, here: int, state: marks.LimitState) -> None:
        """Show where on a way of so many stages the deal stands."""
        self._count, self._here, self._state = count, here, state
        words = tr("stage {number} of {count}", number=here + 1, count=count)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        """Take the width there is."""
        return QSize(120, 5)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pieces."""
        super().paintEvent(event)
        if not self._count:
            return
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        width = (self.width() - 3 * (self._count - 1)) / self._count
        here = {"breached": "danger", "due_soon": "warning"}.get(self._state, "accent")
        for at in range(self._count):
            role = "accent" if at < self._here else here if at == self._here else "skeleton"
            painter.setBrush(look.colour(role))
            painter.drawRoundedRect(QRectF(at * (width + 3), 0, width, 5), 2, 2)
        painter.end()


@dataclass(frozen=True, slots=True)
class StageShown:
    """What the stage part says."""

    stage: str
    name: str
    number: int
    count: int
    dwell: marks.Dwell | None
    over: str
    next_name: str


class StagePart(QFrame):
    """Where the customer's deal stands and for how long."""

    def __init__(self) -> None:
        super().__init__()
        self._badge = marks.StageBadge()
        self._ring = LimitSpot()
        self.dwell = label()
        self.pieces = ProgressPieces()
        self.ahead = label(role="secondary", wrap=True)
        top = row(self._badge, None, self._ring, self.dwell, spacing=6)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(6)
        whole.addLayout(top)
        whole.addWidget(self.pieces)
        whole.addWidget(self.ahead)

    def show_stage(self, shown: StageShown | None) -> None:
        """Show a deal's stage, or nothing."""
        self.setVisible(shown is not None)
        if shown is None:
            return
        self._badge.show_stage(shown.stage, f"{shown.number + 1} {shown.name}")
        state = "none" if shown.dwell is None else shown.dwell.state
        self._ring.show_state(state)
        self.dwell.setText(self._said(shown))
        role = {"breached": "error", "due_soon": "warning", "on_time": "success"}.get(state, "")
        set_role(self.dwell, role or "secondary")
        self.pieces.show_way(shown.count, shown.number, state)
        text = tr("Next: {stage}", stage=shown.next_name) if shown.next_name else ""
        self.ahead.setText(text)
        self.ahead.setVisible(bool(text))

    def _said(self, shown: StageShown) -> str:
        if shown.dwell is None:
            return ""
        if shown.over:
            return tr("for {time}, {over} over", time=shown.dwell.text, over=shown.over)
        return tr("for {time}", time=shown.dwell.text)


class FactLines(QWidget):
    """Facts as label and value, one below the other; empty ones are left out."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(16, 12, 16, 12)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnMinimumWidth(0, _FACT_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self._kept: list[QWidget] = []

    def show_facts(
        self, facts: Sequence[tuple[str, str, str]], masked: Sequence[tuple[str, QWidget]] = ()
    ) -> None:
        """Show facts as (label, value, colour role), and widgets of one's own after the first."""
        for kept in self._kept:
            self._grid.removeWidget(kept)
        self._kept = []
        clear_layout(self._grid)
        told = [(name, self._value(text, role)) for name, text, role in facts if text]
        lines: list[tuple[str, QWidget]] = [*told[:2], *masked, *told[2:]]
        self._kept = [widget for _, widget in masked]
        for at, (name, widget) in enumerate(lines):
            caption = label(name, role="caption")
            caption.setFont(theme.current().font("body"))
            middle = Qt.AlignmentFlag.AlignVCenter
            side = Qt.AlignmentFlag.AlignTop if isinstance(widget, QLabel) else middle
            self._grid.addWidget(caption, at, 0, side)
            self._grid.addWidget(widget, at, 1)
            widget.show()

    def _value(self, text: str, role: str) -> QLabel:
        made = label(text, role=role, wrap=True)
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return made


class NextTask(QFrame):
    """The most urgent open task as a card; red when its time has passed."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self._icon = IconSpot()
        self.title = label(font="bodyStrong", wrap=True)
        self.when = label(role="secondary")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.title, 1)
        layout.addWidget(self.when)

    def show_task(self, task: TaskRow | None, now: datetime) -> None:
        """Show a task; None says that there is no next step."""
        if task is None:
            self._dress("alert", "warningText", "warning")
            self.title.setText(tr("No next step"))
            self.when.setText("")
            return
        self._show(task.title, task.due_at, now, late=task.overdue)

    def show_agreed(self, at: datetime, now: datetime) -> None:
        """Show the contact that was agreed on where no task says more."""
        self._show(tr("Follow up"), at, now, late=at < now)

    def _show(self, title: str, due_at: datetime | None, now: datetime, *, late: bool) -> None:
        state = "danger" if late else "info"
        self._dress("alert" if late else "clock", f"{state}Text", state)
        self.title.setText(title)
        if due_at is None:
            self.when.setText("")
        elif late:
            self.when.setText(tr("overdue by {time}", time=display.duration(now - due_at)))
        else:
            self.when.setText(when_text(due_at, now))

    def _dress(self, icon: str, role: str, state: str) -> None:
        self._icon.show_icon(icon, role)
        self.setProperty("state", state)
        restyle(self)


class NewestContacts(QWidget):
    """The newest follow-ups, and the way to all of them.

    Signals:
        all_requested: the person wants to see all.
    """

    all_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._all = button("", kind="link", size="small")
        self._all.clicked.connect(self.all_requested)
        self._all.hide()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        whole = column(spacing=8, margins=(16, 4, 16, 16))
        whole.addLayout(row(label(tr("Newest follow-ups"), font="bodyStrong"), None, self._all))
        whole.addLayout(self._lines)
        self.setLayout(whole)

    def show_contacts(self, contacts: Sequence[FollowUpRow], now: datetime, *, more: bool) -> None:
        """Show the newest of these; `more` says that there are others beside them."""
        clear_layout(self._lines)
        count = f"{len(contacts)}+" if more else str(len(contacts))
        self._all.setText(tr("Show all {count}", count=count))
        self._all.setVisible(bool(contacts))
        for contact in contacts[:NEWEST]:
            self._lines.addWidget(_contact_line(contact, now))
        if not contacts:
            self._lines.addWidget(label(tr("No follow-up yet"), role="caption"))


def _contact_line(contact: FollowUpRow, now: datetime) -> QWidget:
    parts = [display.time_relative(contact.at, now), name_of("method", contact.method)]
    if contact.outcome:
        parts.append(name_of("contact_outcome", contact.outcome))
    said = label(" · ".join(parts), role="caption")
    text = label(_shortened(contact.text), wrap=True)
    holder = frame("scrolled")
    layout = row(spacing=8)
    layout.addWidget(IconSpot(_ICONS.get(contact.method, "edit")), 0, Qt.AlignmentFlag.AlignTop)
    layout.addLayout(column(said, text, spacing=1), 1)
    holder.setLayout(layout)
    return holder


def _shortened(text: str) -> str:
    """Answer the beginning of a long text; the whole is on the customer's page."""
    plain = " ".join(text.split())
    return plain if len(plain) <= 140 else f"{plain[:139]}…"
