"""Next-customer mode: Enter opens one, keys answer, the next one comes by itself."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from loancrm_desktop.errors import Invalid, Problem, Refused
from loancrm_desktop.services import today_card, undoing
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.services.today import QueueItem
from loancrm_desktop.services.today_card import CallCard
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.today.answer_keys import CLOSING, NO_DATE
from loancrm_desktop.ui.today.call_panel import CallPanel
from loancrm_desktop.ui.today.queue_acts import QueueActs
from loancrm_desktop.ui.today.queue_model import QueueListModel
from loancrm_desktop.ui.today.queue_run import QueueRun
from loancrm_desktop.ui.today.quick_bar import QuickBar


class NextMode(QObject):
    """Leads from one item of the queue to the next.

    Signals:
        entered: the mode has begun.
        left: the queue is wanted again, at this item (QueueItem or None).
        more_wanted: the next items of a group are needed (its key).
        reload_wanted: the queue is to be read again.
    """

    entered = Signal()
    left = Signal(object)
    more_wanted = Signal(str)
    reload_wanted = Signal()

    def __init__(
        self,
        bridge: Bridge,
        panel: CallPanel,
        bar: QuickBar,
        lines: QueueListModel,
        acts: QueueActs,
    ) -> None:
        super().__init__(panel)
        self._bridge, self._panel, self._bar = bridge, panel, bar
        self._lines, self._acts = lines, acts
        self.item: QueueItem | None = None
        self.run = QueueRun()
        self.active = False
        self._at = 0
        self._may_reveal = False
        self._ended: tuple[QueueItem, str | None] | None = None
        """What was finished last: what undo brings back."""
        self._seq = 0
        self._wanted = ""
        """The item undo has brought back, until it is in the queue again."""
        self._connect()

    def _connect(self) -> None:
        panel = self._panel
        panel.left.connect(self.leave)
        panel.skip_requested.connect(self.skip)
        panel.back_requested.connect(self.go_back)
        panel.undo_requested.connect(self.undo)
        panel.write_requested.connect(self.write)
        panel.save_requested.connect(self._bar.save)
        panel.again_requested.connect(self._on_again_requested)
        panel.answers.outcome_chosen.connect(self._on_outcome_chosen)
        panel.answers.days_chosen.connect(self._on_days_chosen)
        panel.answers.decided.connect(self._on_decided)
        self._acts.shifted.connect(self._on_shifted)
        self._acts.said.connect(self._on_said)
        self._bar.outcome.currentIndexChanged.connect(self._on_outcome_changed)

    def enter(self, item: QueueItem, *, may_reveal: bool) -> None:
        """Begin with an item."""
        if not self.active:
            self.run = QueueRun()
            self._ended = None
            self._panel.undo.setEnabled(False)
        self.active = True
        self._may_reveal = may_reveal
        self._bar.set_led(led=True)
        self.entered.emit()
        self.show(item)
        self._panel.setFocus()

    def leave(self) -> None:
        """Go back to the queue; what is typed stays, and is kept."""
        if not self.active:
            return
        self.active = False
        self._bar.keep_now()
        self._bar.set_led(led=False)
        self._panel.sheet.cover()
        item, self.item = self.item, None
        self.left.emit(item)

    def show(self, item: QueueItem) -> None:
        """Show an item, and ask what is known of its customer."""
        self.item = item
        self._panel.show_sheet()
        self._panel.sheet.show_item(item, system_clock(), may_reveal=self._may_reveal)
        self._bar.show_item(item, may_reveal=self._may_reveal)
        self._panel.later.setEnabled(item.approval_id is None)
        self._panel.open.setEnabled(item.customer_id is not None)
        if item.approval_id is not None:
            mine = item.handler_id == self._bridge.actor.user_id
            self._panel.answers.ask_yes_no(possible=mine)
        else:
            self._panel.answers.ask_call(possible=item.customer_id is not None)
        self._show_place()
        self._ask_card(item)

    def queue_changed(self) -> None:
        """The queue was read again: is the item still in it, has undo brought one back?"""
        if not self.active:
            return
        if self._wanted:
            back = self._lines.row_of(self._wanted)
            item = self._lines.item(back)
            if item is not None:
                self._wanted = ""
                self.show(item)
                return
        if self.item is None:
            return
        row = self._lines.row_of(self.item.key)
        here = self._lines.item(row)
        if here is not None:
            self._at = row
            self.item = here
            self._panel.sheet.show_item(here, system_clock(), may_reveal=self._may_reveal)
        else:
            self._panel.sheet.say(tr("This is no longer in the queue: somebody saw to it."))
            self._ask_card(self.item)
        self._show_place()

    def finished(self, item: QueueItem, outcome: str | None) -> None:
        """An item is done: the next one comes."""
        if not self.active:
            return
        self.run.finish(item, outcome)
        self._ended = (item, outcome)
        if self.item is not None and self.item.key == item.key:
            self._go_on()
        else:
            self._show_place()

    def skip(self) -> None:
        """Go on without this one."""
        if self.item is not None:
            self._bar.keep_now()
            self.run.skip(self.item)
            self._go_on()

    def go_back(self) -> None:
        """Go back to whom was skipped last."""
        key = self.item.key if self.item is not None else ""
        before = self.run.before(self._items(), key)
        if before is not None:
            self._bar.keep_now()
            self.show(before)
            self._panel.setFocus()
        else:
            self._panel.sheet.say(tr("Nobody was skipped before this one."), "info")

    def undo(self) -> None:
        """Take the last act back and show its item again."""
        if self._ended is None or not self._seq:
            return
        item, outcome = self._ended
        self._ended, seq = None, self._seq
        self._panel.undo.setEnabled(False)
        self._bridge.do(
            undoing.undo,
            seq=seq,
            then=partial(self._on_undone, item, outcome),
            refused=self._on_undo_refused,
        )

    def write(self) -> None:
        """Put the cursor into the text."""
        self._bar.begin()

    def cover(self) -> None:
        """Mask the number again."""
        self._panel.sheet.cover()

    def _go_on(self) -> None:
        items = self._items()
        at = self._at_in(items)
        coming = self.run.next_of(items, at)
        if coming is not None:
            self.show(coming)
            if not self._bar.isAncestorOf(self._bar.focusWidget() or self._bar):
                self._panel.setFocus()
            self._panel.setFocus()
            return
        self.item = None
        self._bar.show_item(None)
        skipped = [each for each in items if each.key in self.run.skipped]
        self._panel.show_end(self.run, len(skipped))

    def _items(self) -> list[QueueItem]:
        found = [self._lines.item(row) for row in range(self._lines.rowCount())]
        return [each for each in found if each is not None]

    def _at_in(self, items: list[QueueItem]) -> int:
        """Answer the place of the item among those of the queue, or the place it had."""
        key = self.item.key if self.item is not None else ""
        for at, each in enumerate(items):
            if each.key == key:
                return at
        before = [self._lines.item(row) for row in range(self._at)]
        return sum(each is not None for each in before) - 1

    def _show_place(self) -> None:
        item = self.item
        if item is None:
            return
        row = self._lines.row_of(item.key)
        if row >= 0:
            self._at = row
        items = self._items()
        beyond = self._lines.beyond()
        at, of = self.run.progress(items, beyond, item.key)
        self._panel.show_place(at, max(at, of))
        behind = [each for each in items[self._at_in(items) + 1 :] if each.group == item.group]
        if len(behind) < 5 and self._lines.missing(item.group):
            self.more_wanted.emit(item.group)

    def _ask_card(self, item: QueueItem) -> None:
        if item.customer_id is None:
            return
        self._bridge.ask(
            today_card.card,
            customer_id=item.customer_id,
            task_id=item.task_id,
            then=partial(self._on_card, item.key),
            failed=partial(self._on_card_failed, item.key),
            key="card",
        )

    def _on_card(self, key: str, card: CallCard) -> None:
        if self.active and self.item is not None and self.item.key == key:
            self._panel.sheet.show_card(card, system_clock())

    def _on_card_failed(self, key: str, problem: Problem) -> None:
        if not self.active or self.item is None or self.item.key != key:
            return
        self._panel.sheet.say(str(problem), "danger")
        if isinstance(problem, (Refused, Invalid)) and self.item.approval_id is None:
            self._panel.answers.ask_call(possible=False)

    def _on_outcome_chosen(self, name: str) -> None:
        self._bar.choose_outcome(name)
        if name in CLOSING or self._bar.next_at.text().strip():
            self._bar.save()
        else:
            self._panel.sheet.say(tr("Now the next contact: Q, W, E, or R for no date."), "info")

    def _on_outcome_changed(self) -> None:
        self._panel.answers.show_outcome(self._bar.outcome.currentData())

    def _on_days_chosen(self, days: int) -> None:
        if days == NO_DATE:
            self._bar.next_at.clear()
        else:
            self._bar.next_at.set_in_days(days, system_clock())
        if self._bar.is_answered:
            self._bar.save()
        else:
            self._panel.sheet.say(tr("Now what came of it: a number."), "info")

    def _on_decided(self, yes: bool) -> None:  # noqa: FBT001 - as the signal carries it
        if self.item is not None:
            self._acts.decide(self.item, approve=yes, comment=self._bar.text.text().strip())

    def _on_shifted(self, item: QueueItem) -> None:
        if self.active:
            self.run.put_off(item)

    def _on_said(self, _text: str, seq: int) -> None:
        if self.active and self._ended is not None:
            self._seq = seq
            self._panel.undo.setEnabled(bool(seq))

    def _on_undone(self, item: QueueItem, outcome: str | None, _answer: Any) -> None:
        self.run.take_back(item.key, outcome)
        self._wanted = item.key
        self.reload_wanted.emit()

    def _on_undo_refused(self, problem: Problem) -> None:
        self._panel.sheet.say(str(problem), "danger")

    def _on_again_requested(self) -> None:
        self.run.begin_again()
        coming = self.run.next_of(self._items(), -1)
        if coming is not None:
            self.show(coming)
            self._panel.setFocus()
