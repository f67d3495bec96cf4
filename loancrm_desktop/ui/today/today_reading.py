"""Today as it is read: the queue first, then what stands beside it; each may fail by itself."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import today, today_agenda, today_news
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.services.today import QueueItem, TodayQueue
from loancrm_desktop.services.today_agenda import AgendaItem
from loancrm_desktop.services.today_news import News
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.today import item_words
from loancrm_desktop.ui.today.today_face import TodayFace

MINUTE_MS = 60_000
SETTLE_MS = 250
_TABLES = ("task", "customer", "deal", "follow_up", "submission", "approval")
_URGENT = ("overdue", "limit", "new", "today", "approval")


class TodayReading(TodayFace):
    """Reads the day when it is looked at, when something changes, and each minute.

    Signals:
        counted: how many items are urgent: overdue, over a limit, new, due today, asked for.
        day_read: the queue shows what was read just now.
    """

    counted = Signal(int)
    day_read = Signal()

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(bridge, words, parent)
        self._queue: TodayQueue | None = None
        self._row = 0
        self._settling = False
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE_MS)
        self._minute.timeout.connect(self._on_minute)
        self._minute.start()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SETTLE_MS)
        self._soon.timeout.connect(self.reload)
        self.area.retry_requested.connect(self.reload)
        self.scope.chosen.connect(self.reload)
        self.scope.chosen.connect(self.blocks.forget)
        self.blocks.failed.connect(self._on_blocks_failed)
        self.view.more_wanted.connect(self._on_more_wanted)
        self.news.read_requested.connect(self._on_read_requested)
        self.news.changed.connect(self.reload_news)
        self._bridge.changed.connect(self._on_bridge_changed)
        self._words.loaded.connect(self._on_words_loaded)

    def reload(self) -> None:
        """Read the day again; what is shown stays until the answer is there."""
        if self._queue is None:
            self.area.wait()
        self._bridge.ask(
            today.queue,
            scope=self.wanted_scope,
            then=self._on_queue,
            failed=self._on_queue_failed,
            key="queue",
        )

    def reload_rest(self) -> None:
        """Read what stands beside the queue: it is asked for once the queue is there."""
        self.waiting.reload()
        self._bridge.ask(
            today_agenda.agenda, then=self._on_agenda, failed=self._on_side_failed, key="agenda"
        )
        self._bridge.ask(
            today_news.news, then=self._on_news, failed=self._on_side_failed, key="news"
        )
        self.processes.reload()

    def _on_queue(self, queue: TodayQueue) -> None:
        self._queue = queue
        hints = {
            group.key: item_words.group_hint(group, queue, self._words) for group in queue.groups
        }
        self.delegate.show_hints(hints)
        current = self.view.item
        self.blocks.forget()
        self.lines.show_queue(queue)
        self._keep_current(current)
        counts = {group.key: group.count for group in queue.groups}
        tile_hints = {
            group.key: item_words.tile_hint(group, queue, self._words) for group in queue.groups
        }
        self.tiles.show_figures(counts, tile_hints)
        self._offer_kinds()
        self.header.set_status(item_words.headline(queue, self._bridge.actor.name))
        self._show_area()
        self.counted.emit(sum(counts[key] for key in _URGENT))
        self.day_read.emit()
        self.reload_rest()

    def _keep_current(self, before: QueueItem | None) -> None:
        """Stay with the item the person is at, or with the place it had."""
        at = self.lines.row_of(before.key) if before is not None else -1
        if at < 0:
            at = self.lines.next_item(self._row)
        self._settling = True
        self.view.choose(at)
        self._settling = False

    def _show_area(self) -> None:
        if self.lines.rowCount():
            self.area.show_queue()
        elif self._queue is not None:
            self.area.show_empty(
                filtered=bool(self.lines.kind and self._queue.count),
                done_today=self._queue.done_today,
            )

    def _on_queue_failed(self, problem: Problem) -> None:
        if self._queue is None:
            self.area.show_problem(problem)
            self.reload_rest()
        else:
            self.bar.notice.say(str(problem))

    def _on_more_wanted(self, group: str) -> None:
        self.blocks.want(group, self.wanted_scope)

    def _on_blocks_failed(self, text: str) -> None:
        self.bar.notice.say(text)

    def _on_agenda(self, items: tuple[AgendaItem, ...]) -> None:
        self.agenda.show_agenda(items, system_clock())

    def _on_news(self, news: News) -> None:
        self.news.show_news(news, system_clock())

    def _on_side_failed(self, problem: Problem) -> None:
        """The queue says what is wrong; the panels keep what they show."""

    def _on_read_requested(self) -> None:
        self._bridge.do(today_news.read_news, then=self._on_news_read)

    def _on_news_read(self, _at: object) -> None:
        self.reload_news()

    def reload_news(self) -> None:
        """Read the news alone again."""
        self._bridge.ask(today_news.news, then=self._on_news, key="news")

    def _on_minute(self) -> None:
        if self.isVisible():
            self.reload()

    def _on_words_loaded(self) -> None:
        if self._queue is not None:
            self._on_queue(self._queue)

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.touches(*_TABLES) and self.isVisible():
            self._soon.start()

    @property
    def _may_reveal(self) -> bool:
        return self._queue is not None and "phone" in self._queue.revealable
