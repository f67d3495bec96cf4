"""The middle of a customer's page: tabs, the composer, and the timeline below it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QMenu,
    QSizePolicy,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from loancrm_desktop.errors import Problem
from loancrm_desktop.services import customer_timeline
from loancrm_desktop.services.customer_timeline import KINDS, TimelinePage
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.composing import ComposingWatch
from loancrm_desktop.ui.records.follow_up_composer import FollowUpComposer
from loancrm_desktop.ui.records.happenings import happenings_of
from loancrm_desktop.ui.records.history_panel import HistoryPanel
from loancrm_desktop.ui.records.timeline_view import TimelineView
from loancrm_desktop.ui.widgets.parts import button, icon_button, row, set_caption
from loancrm_desktop.ui.widgets.skeleton import LateSkeleton
from loancrm_desktop.ui.widgets.states import StateView

PAGE_ROWS = 50
SEARCH_PAUSE_MS = 250
FILTER_WORDS_FROM = 560
COUNTS_FROM = 520
"""How wide the tabs must have it to show how many there are of each."""
TIMELINE, FOLLOW_UPS, TASKS, DEALS, CHANGES = range(5)
_KINDS_OF_TAB: dict[int, tuple[str, ...]] = {
    TIMELINE: KINDS,
    FOLLOW_UPS: ("follow_up",),
    TASKS: ("task",),
    DEALS: ("stage",),
}


class TimelinePanel(QWidget):
    """What happened, by kind, with search; older moments are read as one scrolls down.

    Signals:
        undone: an entry of the history was taken back (its number).
    """

    undone = Signal(int)

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._words = words
        self._customer_id = 0
        self._next: str | None = None
        self._reading = False
        self._hidden_kinds: set[str] = set()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_PAUSE_MS)
        self._pause.timeout.connect(self._on_pause_over)
        self._build()
        self._composing = ComposingWatch(self.search, parent=self)

    def _build(self) -> None:
        self._build_tabs()
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Find in the timeline"))
        self.search.setAccessibleName(tr("Find in the timeline"))
        self.search.setClearButtonEnabled(True)
        self.search.hide()
        self.search.installEventFilter(self)
        self.look = icon_button("search", tr("Find in the timeline (Ctrl+F)"))
        self.look.clicked.connect(self.start_search)
        icon = theme.current().icon("search", "textTertiary")
        self.search.setProperty("look", "search")
        self.search.addAction(icon, QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self._on_search_text_changed)
        self.filter = button(tr("All kinds"), kind="ghost", icon="filter", size="small")
        self.filter.setMenu(self._build_menu())
        self.composer = FollowUpComposer(self._bridge)
        self.composer.ask_own_fields(self._words)
        self.timeline = TimelineView()
        self.timeline.end_neared.connect(self._on_end_neared)
        self.history = HistoryPanel(self._bridge, self._words)
        self.history.undone.connect(self.undone)
        self._skeleton = LateSkeleton()
        self._skeleton.show_rows(0, (40, 0), row_height=46)
        self.state = StateView()
        self.state.retry_requested.connect(self.reload)
        self._stack = QStackedWidget()
        for part in (self.timeline, self.history, self._skeleton, self.state):
            self._stack.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        top = row(self.tabs, None, self.look, self.filter, margins=(8, 0, 8, 0), spacing=2)
        layout.addLayout(top)
        layout.addLayout(row(self.search, margins=(12, 0, 12, 6)))
        layout.addWidget(self.composer)
        layout.addSpacing(6)
        layout.addWidget(self._stack, 1)

    def _build_tabs(self) -> None:
        self.tabs = QTabBar()
        self.tabs.setProperty("look", "tight")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.tabs.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.tabs.setAccessibleName(tr("What to show"))
        for _ in range(5):
            self.tabs.addTab("")
        self._name_tabs({})
        self.tabs.currentChanged.connect(self._on_tabs_current_changed)

    def _build_menu(self) -> QMenu:
        menu = QMenu(self)
        for kind, words in (
            ("follow_up", tr("Follow-ups")),
            ("task", tr("Tasks")),
            ("stage", tr("Stages")),
            ("document", tr("Documents")),
            ("change", tr("Changes")),
        ):
            action = QAction(words, menu)
            action.setCheckable(True)
            action.setChecked(True)
            action.setData(kind)
            menu.addAction(action)
        menu.triggered.connect(self._on_menu_triggered)
        return menu

    def show_customer(self, customer_id: int, deal_id: int | None) -> None:
        """Show a customer's timeline anew."""
        other = self._customer_id not in (0, customer_id)
        self._customer_id = customer_id
        self.composer.show_customer(customer_id, deal_id)
        if other:
            self.tabs.setCurrentIndex(TIMELINE)
            self.search.clear()
            self._pause.stop()
            self.timeline.timeline.show_happenings(())
        self.reload()

    def show_tab(self, tab: int) -> None:
        """Show TIMELINE, FOLLOW_UPS, TASKS, DEALS or CHANGES."""
        self.tabs.setCurrentIndex(tab)

    def start_search(self) -> None:
        """Put the keyboard into the search field."""
        if self.tabs.currentIndex() == CHANGES:
            self.tabs.setCurrentIndex(TIMELINE)
        self.search.show()
        self.search.setFocus()
        self.search.selectAll()

    def reload(self) -> None:
        """Read what is shown again, from the newest."""
        if not self._customer_id:
            return
        if self.tabs.currentIndex() == CHANGES:
            self._stack.setCurrentWidget(self.history)
            self.history.show_customer(self._customer_id)
            return
        if self.timeline.timeline.rowCount() == 0:
            self._stack.setCurrentWidget(self._skeleton)
            self._skeleton.start()
        self._next = None
        self._ask(self._on_first_page)

    @property
    def kinds(self) -> tuple[str, ...]:
        """What the list tells of."""
        kinds = _KINDS_OF_TAB.get(self.tabs.currentIndex(), KINDS)
        if self.tabs.currentIndex() != TIMELINE:
            return kinds
        return tuple(kind for kind in kinds if kind not in self._hidden_kinds)

    def _ask(self, then: object) -> None:
        self._reading = True
        self._bridge.ask(
            customer_timeline.timeline,
            customer_id=self._customer_id,
            kinds=self.kinds,
            search=self.search.text(),
            limit=PAGE_ROWS,
            after=self._next,
            then=then,  # type: ignore[arg-type] - one of the two bound methods below
            failed=self._on_problem,
            key="timeline",
        )

    def _on_first_page(self, page: TimelinePage) -> None:
        self._reading = False
        self._next = page.next
        self._skeleton.stop()
        self._name_tabs(page.counts)
        scroll = self.timeline.verticalScrollBar().value()
        self.timeline.timeline.show_happenings(happenings_of(page.moments, self._words))
        if page.moments:
            self._stack.setCurrentWidget(self.timeline)
            self.timeline.verticalScrollBar().setValue(scroll)
        else:
            self._show_empty()

    def _on_next_page(self, page: TimelinePage) -> None:
        self._reading = False
        self._next = page.next
        self.timeline.timeline.add_happenings(happenings_of(page.moments, self._words))

    def _show_empty(self) -> None:
        self._stack.setCurrentWidget(self.state)
        if self.search.text().strip():
            text = tr("Nothing in the timeline holds “{text}”.", text=self.search.text().strip())
            self.state.show_empty("search", tr("Nothing found"), text)
            return
        self.state.show_empty(
            "clock",
            tr("Nothing here yet"),
            tr("Write the first follow-up above, or add a task with T."),
        )

    def _name_tabs(self, counts: dict[str, int]) -> None:
        self._counts = counts
        counts = counts if self.width() >= COUNTS_FROM else {}
        names = (
            tr("Timeline"),
            tr("Follow-ups {count}", count=counts.get("follow_up", "")).strip(),
            tr("Tasks {count}", count=counts.get("task", "")).strip(),
            tr("Deals {count}", count=counts.get("deal", "")).strip(),
            tr("Changes"),
        )
        for place, name in enumerate(names):
            self.tabs.setTabText(place, name)
            self.tabs.setTabToolTip(place, name)

    def _on_end_neared(self) -> None:
        if self._next is not None and not self._reading:
            self._ask(self._on_next_page)

    def _on_tabs_current_changed(self, tab: int) -> None:
        self.filter.setVisible(tab == TIMELINE)
        self.look.setVisible(tab != CHANGES)
        self.search.setVisible(tab != CHANGES and bool(self.search.text()))
        self.timeline.timeline.show_happenings(())
        self.reload()

    def _on_search_text_changed(self) -> None:
        self._pause.start()

    def _on_pause_over(self) -> None:
        if not self._composing.active:
            self.reload()

    def _on_menu_triggered(self, action: QAction) -> None:
        kind = str(action.data())
        if action.isChecked():
            self._hidden_kinds.discard(kind)
        else:
            self._hidden_kinds.add(kind)
        self._name_filter()
        self.reload()

    def _name_filter(self) -> None:
        shown = len(KINDS) - len(self._hidden_kinds)
        said = tr("All kinds") if shown == len(KINDS) else tr("{count} kinds", count=shown)
        self.filter.setToolTip(said)
        self.filter.setAccessibleName(said)
        if self.width() < FILTER_WORDS_FROM:
            self.filter.setText("")
        else:
            set_caption(self.filter, said)

    def _on_problem(self, problem: Problem) -> None:
        self._reading = False
        self._skeleton.stop()
        self._stack.setCurrentWidget(self.state)
        self.state.show_error(tr("The timeline could not be read"), str(problem))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close the search with Esc."""
        if watched is self.search and isinstance(event, QKeyEvent) and not self._composing.active:
            escape = event.key() == Qt.Key.Key_Escape
            if escape and event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if escape and event.type() == QEvent.Type.KeyPress:
                self.search.clear()
                self.search.hide()
                self.timeline.setFocus()
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the filter's words and the counts out where the tabs need the room."""
        super().resizeEvent(event)
        self._name_filter()
        if (event.oldSize().width() >= COUNTS_FROM) != (event.size().width() >= COUNTS_FROM):
            self._name_tabs(self._counts)

    def showEvent(self, event: QShowEvent) -> None:
        """Lay the texts out again after another theme or scale."""
        super().showEvent(event)
        self.timeline.scheduleDelayedItemsLayout()
