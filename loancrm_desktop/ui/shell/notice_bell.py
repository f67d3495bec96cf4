"""The bell of the window: how much is new, the notices below it, and a word for each new one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import notices, today_news
from loancrm_desktop.services.notices import Pulse
from loancrm_desktop.services.today_news import News, NewsItem
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.conditions.tokens import grown
from loancrm_desktop.ui.frame.navigation_parts import BellButton
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.today.news_panel import NewsPanel
from loancrm_desktop.ui.widgets.notices import Said, ToastHost
from loancrm_desktop.ui.widgets.popover import Popover

EVERY_MS = 30_000
LOOK_MS = 1_000
PAUSE_MS = 600
_WIDTH, _HEIGHT = 380, 420
_MOST_SAID = 2
"""So many new notices are said one by one; more are counted."""


class NoticeBell(QObject):
    """Feels each second whether there is a new notice; asks for all news every 30 seconds.

    It shows the same news as Today. What a person does not want to hear is listed and not said.

    Signals:
        customer_opened: a notice's record is to be shown (the customer's id).
        noticed: there are so many new notices; for the system, so without any name.
        read: notices were read or put off here.
    """

    customer_opened = Signal(int)
    noticed = Signal(int)
    read = Signal()

    def __init__(
        self, bridge: Bridge, words: OfficeWords, bell: BellButton, toasts: ToastHost
    ) -> None:
        super().__init__(bell)
        self._bridge, self._words, self._bell, self._toasts = bridge, words, bell, toasts
        self._known: set[int] | None = None
        self.news = News((), 0)
        self._pulse = Pulse(0, 0, ())
        self._look = QTimer(self)
        self._look.timeout.connect(self.look)
        self.popover: Popover | None = None
        self.panel: NewsPanel | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.ask)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.ask)
        bell.setVisible(bridge.actor.rights.allows("customers.see"))
        bridge.changed.connect(self._on_bridge_changed)

    def begin(self) -> None:
        """Ask from now on."""
        if self._bridge.actor.rights.allows("customers.see"):
            self._timer.start(EVERY_MS)
            self._look.start(LOOK_MS)
            self._pause.start()

    def rest(self) -> None:
        """Ask no more."""
        self._timer.stop()
        self._look.stop()
        self._pause.stop()
        if self.popover is not None:
            self.popover.close()

    def look(self) -> None:
        """Feel whether a notice came, here or from another desk, or one put off is due."""
        if self._bridge.is_open and self._hears:
            self._bridge.ask(
                notices.pulse, then=self._on_pulse, failed=self._on_failed, key="pulse"
            )

    @property
    def _hears(self) -> bool:
        return self._bridge.actor.rights.allows("tasks.see")

    def _on_pulse(self, pulse: Pulse) -> None:
        if pulse != self._pulse:
            self._pulse = pulse
            self._ask_news()

    def ask(self) -> None:
        """Ask what is new."""
        if not self._bridge.is_open:
            return
        if self._hears:
            self._bridge.ask(notices.pulse, then=self._on_felt, failed=self._on_failed, key="felt")
        else:
            self._ask_news()

    def _on_felt(self, pulse: Pulse) -> None:
        self._pulse = pulse
        self._ask_news()

    def _ask_news(self) -> None:
        if self._bridge.is_open:
            self._bridge.ask(
                today_news.news, then=self._on_news, failed=self._on_failed, key="bell"
            )

    def _on_news(self, news: News) -> None:
        self.news = news
        self._bell.show_count(news.unread)
        if self.panel is not None and self.popover is not None and self.popover.isVisible():
            self.panel.show_news(news, self._bridge.office.clock())
        told = {each.notice_id: each for each in news.items if each.notice_id and each.unread}
        if self._known is None:
            self._known = set(told)  # what was there before is counted and not said
        new = set(self._pulse.aloud) - self._known
        fresh = [each for number, each in told.items() if number in new]
        self._known |= {each.notice_id for each in fresh if each.notice_id is not None}
        if fresh:
            self._say(fresh)

    def _say(self, fresh: list[NewsItem]) -> None:
        self.noticed.emit(len(fresh))
        if len(fresh) > _MOST_SAID:
            said = Said(tr("{count} new notices", count=len(fresh)), tr("Show"), kind="info")
            self._toasts.tell(said, self.open)
            return
        for each in fresh:
            said = Said(each.detail or "", tr("Show") if each.customer_id else "", kind="info")
            act = partial(self._show, each) if each.customer_id else None
            self._toasts.tell(said, act)

    def _show(self, item: NewsItem) -> None:
        if self.panel is None:
            self._make()
        if self.panel is not None and item.notice_id is not None:
            self.panel.read_one(item.notice_id)
        self.customer_opened.emit(item.customer_id)

    def _on_failed(self, problem: Problem) -> None:
        """Ask again at the next round."""
        del problem

    def open(self) -> None:
        """Show the notices at the bell."""
        if self.popover is None:
            self._make()
        if self.popover is not None and self.panel is not None:
            self.panel.show_news(self.news, self._bridge.office.clock())
            self.popover.open_at(self._bell)

    def _make(self) -> None:
        self.popover = Popover(tr("Notices"), self._bell)
        self.panel = NewsPanel(self._words)
        self.panel.setFixedSize(grown(_WIDTH), grown(_HEIGHT))
        self.panel.customer_opened.connect(self._on_customer_opened)
        self.panel.read_requested.connect(self._on_read_requested)
        self.panel.changed.connect(self._on_read)
        self.popover.body.addWidget(self.panel)

    def _on_customer_opened(self, customer_id: int) -> None:
        if self.popover is not None:
            self.popover.close()
        self.customer_opened.emit(customer_id)

    def _on_read_requested(self) -> None:
        self._bridge.do(today_news.read_news, then=self._on_read)

    def _on_read(self, answer: object = None) -> None:
        del answer
        self.ask()
        self.read.emit()

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        del changes
        if self._timer.isActive():
            self._pause.start()
