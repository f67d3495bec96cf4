"""Today: whom to handle now, and the bar that writes it down and goes to the next."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from loancrm_desktop.services.today import QueueItem
from loancrm_desktop.terms import terms_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_command, add_letter
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.task_popover import TaskPopover
from loancrm_desktop.ui.today.later_menu import later_menu
from loancrm_desktop.ui.today.next_mode import NextMode
from loancrm_desktop.ui.today.queue_acts import QueueActs
from loancrm_desktop.ui.today.today_reading import TodayReading

_FOLDED = "today.folded"


class TodayPage(TodayReading):
    """The queue of the day with figures, filter, quick bar, news and agenda.

    Signals:
        customer_opened: open this customer's page (id).
        customer_window_requested: open it in a window of its own (id).
        new_requested: add a customer.
        said: a sentence and the history entry it speaks of.
        approvals_requested, forgotten_requested: the list behind a line is wanted.
    """

    customer_opened = Signal(int)
    customer_window_requested = Signal(int)
    new_requested = Signal()
    said = Signal(str, int)
    approvals_requested = Signal()
    forgotten_requested = Signal()

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(bridge, words, parent)
        self._memory: DeskMemory | None = None
        self._sent: set[str] = set()
        """Items whose contact the bar has sent, until it is known what became of it."""
        self.acts = QueueActs(bridge, self)
        self.next_mode = NextMode(bridge, self.panel, self.bar, self.lines, self.acts)
        self._add_commands()
        self._connect()

    def _add_commands(self) -> None:
        view = self.view
        letters = (
            (Command("today.log", tr("Log a follow-up"), "L", "edit", "customer"), self.begin_log),
            (Command("today.task", tr("New task"), "T", "checkbox", "customer"), self.new_task),
            (
                Command("today.open", tr("Next customer"), ("Return", "Enter"), "play"),
                view.activate_line,
            ),
            (Command("today.customer", tr("Open customer"), "O", "user"), self.open_customer),
            (
                Command(
                    "today.window",
                    tr("Open in a window of its own"),
                    ("Ctrl+Return", "Ctrl+Enter"),
                    "external",
                ),
                self.open_window,
            ),
            (Command("today.done", tr("Done"), "Space", "check"), self.tick),
            (Command("today.later", tr("Put off"), "D", "clock"), self.put_off),
        )
        for command, run in letters:
            add_letter(view, self, command, run)
        for number, word in enumerate(terms_of("contact_outcome"), 1):
            title = tr("Log “{outcome}”, next", outcome=str(word))
            command = Command(f"today.outcome.{word.name}", title, str(number), "phone")
            add_letter(view, self, command, self._on_outcome_key)
        add_command(self, Command("today.reload", tr("Read again"), "", "refresh"), self.reload)

    def _connect(self) -> None:
        self.write.clicked.connect(self.begin_log)
        self.new.clicked.connect(self.new_requested)
        self.tiles.chosen.connect(self.view.show_group)
        self.kinds.chosen.connect(self._on_kind_chosen)
        self.view.item_chosen.connect(self._on_item_chosen)
        self.view.act_requested.connect(self._on_act_requested)
        self.view.opened.connect(self._on_opened)
        self.view.folded.connect(self._on_folded)
        self.area.new_requested.connect(self.new_requested)
        self.area.all_requested.connect(self._on_all_requested)
        self.bar.finish_requested.connect(self._on_finish_requested)
        self.bar.left.connect(self._on_bar_left)
        self.processes.approvals_requested.connect(self.approvals_requested)
        self.processes.forgotten_requested.connect(self.forgotten_requested)
        self._connect_next_mode()
        self.acts.finished.connect(self._on_finished)
        self.acts.refused.connect(self._on_refused)
        self.acts.said.connect(self.said)
        for panel in (self.news, self.agenda, self.waiting):
            panel.customer_opened.connect(self.customer_opened)
        self.agenda.add_requested.connect(self.new_task)

    def _connect_next_mode(self) -> None:
        mode = self.next_mode
        self.day_read.connect(mode.queue_changed)
        mode.entered.connect(self._on_mode_entered)
        mode.left.connect(self._on_mode_left)
        mode.more_wanted.connect(self._on_more_wanted)
        mode.reload_wanted.connect(self.reload)
        self.panel.later_requested.connect(self._on_mode_later)
        self.panel.open_requested.connect(self.open_customer)

    def use_memory(self, memory: DeskMemory) -> None:
        """Take what this desk remembers: the groups that are folded."""
        self._memory = memory
        self.view.fold(filter(None, (memory.recall(_FOLDED) or "").split(",")))

    def about_to_lock(self) -> None:
        """Keep what is being typed, mask what is shown in full."""
        self.bar.keep_now()
        self.bar.cover()
        self.next_mode.cover()

    @property
    def current(self) -> QueueItem | None:
        """The item one is at, in the queue or in next-customer mode."""
        return self.next_mode.item if self.next_mode.active else self.view.item

    def begin_log(self) -> None:
        """Put the cursor into the quick bar."""
        if self.current is None:
            self.view.choose(self.lines.next_item(0))
        self.bar.begin()

    def new_task(self) -> None:
        """Ask for a task, about the current customer."""
        popover = TaskPopover(self._words, self._bridge.actor.user_id, self)
        popover.asked.connect(self._on_task_asked)
        popover.closed.connect(popover.deleteLater)
        popover.open_at(self.agenda.add if self.agenda.add.isVisible() else self.write)

    def open_customer(self) -> None:
        """Open the current customer's page."""
        item = self.current
        if item is not None and item.customer_id is not None:
            self.customer_opened.emit(item.customer_id)

    def open_window(self) -> None:
        """Open the current customer in a window of its own."""
        item = self.current
        if item is not None and item.customer_id is not None:
            self.customer_window_requested.emit(item.customer_id)

    def tick(self) -> None:
        """Finish the current item: its to-do at once, else with what is written down."""
        if self.view.item is not None:
            self._on_act_requested("done", self.view.item)

    def put_off(self) -> None:
        """Offer times to put the current item off to."""
        if self.view.item is not None:
            self._on_act_requested("later", self.view.item)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the day each time the page is looked at."""
        super().showEvent(event)
        (self.panel if self.next_mode.active else self.view).setFocus()
        self.reload()

    def _on_item_chosen(self, item: QueueItem | None) -> None:
        if item is not None:
            self._row = self.view.currentIndex().row()
        if self.next_mode.active:
            return  # who is talked to now is not chosen by the list behind
        if self._settling and self.bar.body() is not None:
            return  # what is being typed stays with whom it is typed for
        self.bar.show_item(item, may_reveal=self._may_reveal)

    def _on_act_requested(self, act: str, item: QueueItem) -> None:
        if act == "later":
            self._offer_times(item)
        elif item.approval_id is not None:
            self._on_opened(item)
        elif act == "done" and self._has_typed_for(item):
            self.bar.save()
        elif act == "done" and self.acts.tick(item):
            self._leave(item)
        elif act == "done":
            self.bar.begin()
        else:
            self.bar.begin("wechat" if act == "message" else "phone")

    def _offer_times(self, item: QueueItem) -> None:
        menu = later_menu(self, self.acts, item)
        place = self.view.visualRect(self.view.currentIndex())
        menu.popup(self.view.viewport().mapToGlobal(QPoint(place.right() - 200, place.bottom())))

    def _on_finish_requested(self, said: dict[str, Any]) -> None:
        if self.bar.item is not None:
            self._sent.add(self.bar.item.key)
            self.acts.finish(self.bar.item, **said)

    def _has_typed_for(self, item: QueueItem) -> bool:
        """Say whether the bar holds something about an item that would be left behind."""
        here = self.bar.item
        return here is not None and here.key == item.key and self.bar.body() is not None

    def _on_outcome_key(self) -> None:
        item = self.view.item
        outcome = self.sender().objectName().rpartition(".")[2]
        if item is None or item.customer_id is None:
            return
        if item.approval_id is not None:
            self._on_opened(item)
            return
        if self._has_typed_for(item):
            self.bar.save_as(outcome)
        else:
            self.acts.finish(item, outcome=outcome, method="phone")

    def _on_finished(self, item: QueueItem, outcome: str) -> None:
        if item.key in self._sent:
            self._sent.discard(item.key)
            if self.bar.item is not None and self.bar.item.key == item.key:
                self.bar.forget()
        self._leave(item)
        self.next_mode.finished(item, outcome or None)
        self._on_item_chosen(self.view.item)

    def _leave(self, item: QueueItem) -> None:
        """Leave an item out at once and go to the one that takes its place."""
        was_current = self.view.item is not None and self.view.item.key == item.key
        current, at = self.view.item, self.view.currentIndex().row()
        self.lines.take_away(item.key)
        if was_current:
            self.view.choose(self.lines.next_item(at))
        else:
            self._keep_current(current)
        self._show_area()
        self._soon.start()

    def _on_refused(self, item: QueueItem, text: str) -> None:
        self._sent.discard(item.key)
        if self.bar.item is not None and self.bar.item.key == item.key:
            self.bar.refuse(text)
        else:
            self.bar.notice.say(text)
        self.reload()

    def _on_opened(self, item: QueueItem) -> None:
        self.next_mode.enter(item, may_reveal=self._may_reveal)

    def _on_mode_entered(self) -> None:
        self.places.setCurrentWidget(self.panel)

    def _on_mode_left(self, item: QueueItem | None) -> None:
        self.places.setCurrentIndex(0)
        row = self.lines.row_of(item.key) if item is not None else -1
        self.view.choose(row if row >= 0 else self.lines.next_item(self._row))
        self.bar.show_item(self.view.item, may_reveal=self._may_reveal)
        self.view.setFocus()

    def _on_mode_later(self) -> None:
        if self.next_mode.item is not None:
            menu = later_menu(self, self.acts, self.next_mode.item)
            menu.popup(self.panel.later.mapToGlobal(self.panel.later.rect().bottomLeft()))

    def _on_bar_left(self) -> None:
        (self.panel if self.next_mode.active else self.view).setFocus()

    def _on_kind_chosen(self, kind: str) -> None:
        current = self.view.item
        self.lines.set_kind(kind)
        self._keep_current(current)
        self._show_area()

    def _on_all_requested(self) -> None:
        self.kinds.set_current("")
        self._on_kind_chosen("")

    def _on_folded(self) -> None:
        if self._memory is not None:
            self._memory.remember(_FOLDED, ",".join(sorted(self.lines.folded)))

    def _on_task_asked(self, asked: dict[str, Any]) -> None:
        self.acts.add_task(asked, self.current)
