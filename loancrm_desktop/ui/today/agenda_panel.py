"""Today's appointments by the clock, the next one marked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.services.today_agenda import AgendaItem
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.today.side_lines import AgendaLine
from loancrm_desktop.ui.widgets.parts import (
    clear_layout,
    column,
    frame,
    icon_button,
    label,
    row,
    scrolled,
)

_STILL_ON = timedelta(minutes=30)


class AgendaPanel(QWidget):
    """The agenda.

    Signals:
        customer_opened: open this customer (id).
        add_requested: a new task is wanted.
    """

    customer_opened = Signal(int)
    add_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = label(role="caption")
        self.add = icon_button("plus", tr("New task (T)"))
        self.add.clicked.connect(self.add_requested)
        head = frame("header")
        title = label(tr("Today's appointments"), font="bodyStrong")
        head.setLayout(row(title, self._count, None, self.add, margins=(14, 8, 8, 8)))
        content = QWidget()
        self._lines = QVBoxLayout(content)
        self._lines.setContentsMargins(0, 6, 0, 6)
        self._lines.setSpacing(0)
        whole = column(head, scrolled(content), spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.lines: list[AgendaLine] = []
        self.show_agenda((), datetime.min.replace(tzinfo=display.OFFICE_ZONE))

    def show_agenda(self, items: Sequence[AgendaItem], now: datetime) -> None:
        """Show the appointments."""
        clear_layout(self._lines)
        self.lines = []
        coming = next((item for item in items if _is_ahead(item, now)), None)
        for item in items:
            state = "next" if item is coming else "over" if not _is_ahead(item, now) else ""
            line = AgendaLine(_clock(item), _words(item, state), item.customer_id, state=state)
            line.opened.connect(self.customer_opened)
            self._lines.addWidget(line)
            self.lines.append(line)
        if not items:
            nothing = label(tr("Nothing with a time today."), role="caption", wrap=True)
            nothing.setContentsMargins(14, 8, 14, 8)
            self._lines.addWidget(nothing)
        self._lines.addStretch(1)
        self._count.setText(tr("{count} items", count=len(items)) if items else "")


def _is_ahead(item: AgendaItem, now: datetime) -> bool:
    return not item.done and item.at + _STILL_ON >= now


def _clock(item: AgendaItem) -> str:
    return f"{display.office_time(item.at):%H:%M}"


def _words(item: AgendaItem, state: str) -> tuple[str, str]:
    title = item.title or tr("Agreed contact")
    said = f"{title} {item.customer_name}".strip()
    if item.done:
        return said, tr("done")
    if state == "over":
        return said, tr("over")
    return said, item.place or ""
