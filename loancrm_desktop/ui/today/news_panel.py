"""What others did on my customers and to-dos; one press says all of it was read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.services import notices
from loancrm_desktop.services.today_news import News, NewsItem
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.today.side_lines import NewsLine
from loancrm_desktop.ui.widgets.parts import (
    button,
    clear_layout,
    column,
    frame,
    label,
    row,
    scrolled,
    set_state,
)
from loancrm_desktop.ui.widgets.relay import relay

_MARKS: Mapping[str, tuple[str, str]] = {
    "assigned": ("user-plus", "info"),
    "handed": ("user-plus", "info"),
    "moved": ("arrow-right", "neutral"),
    "bank": ("check-circle", "success"),
    "task": ("checkbox", "neutral"),
    "contacted": ("message", "neutral"),
    "limit": ("alert", "danger"),
    "notice": ("bell", "accent"),
}


class NewsPanel(QWidget):
    """The news.

    Signals:
        customer_opened: open this customer (id).
        read_requested: everything shown was read.
        changed: a notice was read or put off; the news are to be read again.
    """

    customer_opened = Signal(int)
    read_requested = Signal()
    changed = Signal()

    def __init__(self, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._count = label(role="badge")
        set_state(self._count, "accent")
        self.read = button(tr("All read"), kind="ghost", size="small")
        self.read.clicked.connect(self.read_requested)
        head = frame("header")
        title = label(tr("News"), font="bodyStrong")
        head.setLayout(row(title, self._count, None, self.read, margins=(14, 8, 8, 8)))
        content = QWidget()
        self._lines = QVBoxLayout(content)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        whole = column(head, scrolled(content), spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.lines: list[NewsLine] = []
        self.show_news(News((), 0), datetime.min.replace(tzinfo=display.OFFICE_ZONE))

    def show_news(self, news: News, now: datetime) -> None:
        """Show what happened."""
        clear_layout(self._lines)
        self.lines = []
        for item in news.items:
            words = (_said(item, self._words), self._by(item, now))
            line = NewsLine(words, _MARKS[item.act], item.customer_id, unread=item.unread)
            line.opened.connect(self.customer_opened)
            if item.notice_id is not None:
                self._offer(line, item.notice_id)
            self._lines.addWidget(line)
            self.lines.append(line)
        if not news.items:
            nothing = label(tr("Nothing new in the last days."), role="caption", wrap=True)
            nothing.setContentsMargins(14, 14, 14, 14)
            self._lines.addWidget(nothing)
        self._lines.addStretch(1)
        self._count.setText(tr("{count} new", count=news.unread))
        self._count.setVisible(news.unread > 0)
        self.read.setVisible(news.unread > 0)

    def _offer(self, line: NewsLine, notice_id: int) -> None:
        """Let a notice be read or put off by its menu; opening it reads it."""
        for title, run in (
            (tr("Mark as read"), self.read_one),
            (tr("Put off for an hour"), self.put_off_an_hour),
            (tr("Put off until tomorrow 9:00"), self.put_off_till_tomorrow),
        ):
            action = QAction(title, line)
            action.triggered.connect(relay(action, run, notice_id))
            line.addAction(action)
        line.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        line.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        line.clicked.connect(relay(line, self.read_one, notice_id))

    def read_one(self, notice_id: int) -> None:
        """Mark a notice as read."""
        self._words.bridge.do(notices.read, ids=[notice_id], then=self._on_acted)

    def put_off_an_hour(self, notice_id: int) -> None:
        """Let a notice come again in an hour."""
        self._put_off(notice_id, self._now() + timedelta(hours=1))

    def put_off_till_tomorrow(self, notice_id: int) -> None:
        """Let a notice come again tomorrow morning, by the office's clock."""
        now = self._now().astimezone(display.OFFICE_ZONE)
        morning = now.replace(hour=9, minute=0, second=0, microsecond=0)
        self._put_off(notice_id, (morning + timedelta(days=1)).astimezone(UTC))

    def _now(self) -> datetime:
        return self._words.bridge.office.clock()

    def _put_off(self, notice_id: int, until: datetime) -> None:
        self._words.bridge.do(
            notices.put_off, notice_id=notice_id, until=until, then=self._on_acted
        )

    def _on_acted(self, answer: object) -> None:
        del answer
        self.changed.emit()

    def _by(self, item: NewsItem, now: datetime) -> str:
        when = display.time_relative(item.at, now)
        return f"{item.actor_name} · {when}" if item.actor_name else when


def _said(item: NewsItem, words: OfficeWords) -> str:
    name, stage, detail = item.customer_name, words.stage_name(item.stage), item.detail or ""
    answer, method = name_of("submission_status", detail), name_of("method", detail)
    return {
        "notice": detail,
        "assigned": tr("{name} was assigned to you", name=name),
        "handed": tr("{name}: {stage} is your turn", name=name, stage=stage),
        "moved": tr("{name} moved to {stage}", name=name, stage=stage),
        "bank": tr("{name}, the bank: {answer}", name=name, answer=answer),
        "task": tr("For you: {title} {name}", title=detail, name=name).strip(),
        "contacted": tr("{name} was spoken to ({method})", name=name, method=method),
        "limit": tr("{name}: the limit of {stage} has passed", name=name, stage=stage),
    }[item.act]
