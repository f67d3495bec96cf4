"""What can be done with the customer shown: the commands of its page and the menu behind ⋯."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QCursor, QGuiApplication
from PySide6.QtWidgets import QMenu

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.services import customers, deals, task_handover, tasks
from loancrm_desktop.services.customer_sheet import CustomerSheet
from loancrm_desktop.services.deals import DealCard
from loancrm_desktop.services.lists import BulkResult
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_command
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.found_steps import FoundSteps
from loancrm_desktop.ui.records.happenings import stage_before
from loancrm_desktop.ui.records.rule_buttons import RuleButtons
from loancrm_desktop.ui.records.task_popover import TaskPopover
from loancrm_desktop.ui.widgets.confirm_dialog import ConfirmDialog, Question

if TYPE_CHECKING:
    from loancrm_desktop.ui.records.customer_page import CustomerPage


class CustomerActs(QObject):
    """Runs the acts of a customer's page.

    Signals:
        said: a sentence, and the journal number that undoes it or 0.
        gone: the customer was put into the trash.
    """

    said = Signal(str, int)
    gone = Signal()

    def __init__(self, bridge: Bridge, words: OfficeWords, page: CustomerPage) -> None:
        super().__init__(page)
        self._bridge = bridge
        self._words = words
        self._page = page
        self._seqs: dict[str, int] = {}
        self._asked_id = 0
        self.menu = QMenu(page)
        self._targets = QMenu(tr("Move to"), page)
        self._targets.triggered.connect(self._on_targets_triggered)
        self._actions: dict[str, QAction] = {}
        self._build()
        self.rules = RuleButtons(bridge, "customer", self)
        self.rules.said.connect(self.said)
        self.rules.stand_in(self.menu)
        self.menu.aboutToShow.connect(self._on_menu_about_to_show)
        bridge.changed.connect(self._on_bridge_changed)

    def _on_menu_about_to_show(self) -> None:
        self.rules.show_record(self._page.customer_id)

    def _build(self) -> None:
        page = self._page
        self._add("log", tr("Log a follow-up"), "L", "phone", page.composer.begin)
        self._add("call", tr("Call"), "Ctrl+D", "phone", page.header.ask_call)
        self._add("task", tr("New task"), "T", "bell", self.new_task)
        self._add("previous", tr("Previous customer of the list"), "[", "up", page.step_back)
        self._add("next", tr("Next customer of the list"), "]", "down", page.step_on)
        self._add("fact", tr("Edit a fact in place"), "F2", "edit", page.facts.start_editing)
        self._add("advance", tr("Move the deal on"), "Ctrl+Right", "arrow-right", page.advance)
        self._add("find", tr("Find in the timeline"), "Ctrl+F", "search", page.middle.start_search)
        steps = FoundSteps(page.middle.search, page.timeline, page.middle.start_search)
        self._add("find_next", tr("Next one found"), "F3", "", steps.go_on)
        self._add("find_before", tr("One found before"), "Shift+F3", "", steps.go_back)
        self._add("close", tr("Go back"), "Esc", "arrow-left", page.leave)
        in_menu: tuple[tuple[str, str, str, str, Callable[..., object]] | None, ...] = (
            ("edit", tr("Edit the whole form"), "E", "edit", page.edit),
            ("contract", tr("Make a contract"), "", "contract", self.make_contract),
            ("message", tr("Send a message …"), "", "send", self.write_message),
            None,
            ("send_back", tr("Send back one stage"), "Ctrl+Left", "arrow-left", page.send_back),
            ("target", tr("Choose a stage"), "Ctrl+Shift+Right", "flow", self.choose_target),
            ("archive", tr("Archive the deal"), "", "archive", self.archive),
            None,
            ("hand_over", tr("Hand the customer over"), "", "user", page.ownership.ask_transfer),
            ("release", tr("Put into the shared pool"), "", "inbox", page.ownership.ask_release),
            ("share", tr("Add a collaborator"), "", "user-plus", page.ownership.ask_share),
            ("merge", tr("Merge with another customer"), "", "swap", page.merge),
            ("window", tr("Open in its own window"), "", "external", page.open_window),
            ("copy", tr("Copy the masked phone number"), "", "copy", self.copy_masked_phone),
            ("print", tr("Print the page …"), "Ctrl+P", "print", self.print_page),
            None,
            ("trash", tr("Put into the trash"), "", "trash", self.ask_trash),
        )
        for entry in in_menu:
            if entry is None:
                self.menu.addSeparator()
                continue
            self.menu.addAction(self._add(*entry))

    def _add(
        self, key: str, title: str, keys: str, icon: str, run: Callable[..., object]
    ) -> QAction:
        command = Command(f"customer.{key}", title, keys, icon, "customer")
        self._actions[key] = add_command(self._page, command, run)
        return self._actions[key]

    def seq_of(self, operation: str) -> int:
        """Answer the journal number of this desk's newest act of a kind, 0 when there is none."""
        return self._seqs.get(operation, 0)

    def action(self, key: str) -> QAction:
        """Answer a command."""
        return self._actions[key]

    def refresh(self, sheet: CustomerSheet, deal: DealCard | None) -> None:
        """Offer what can be done with this customer and deal."""
        may, page = self._bridge.actor.rights.allows, self._page
        ways = () if deal is None else deal.may_move_to
        self._actions["contract"].setEnabled(deal is not None)
        self._actions["target"].setEnabled(bool(ways))
        self._actions["archive"].setEnabled("archived" in self._ends(deal))
        behind = None if deal is None else stage_before(deal, self._words)
        self._actions["send_back"].setEnabled(behind is not None)
        own = page.ownership
        locked = "owner" in self._words.read_only("customer")
        self._actions["hand_over"].setVisible(own.may_hand_over and not locked)
        self._actions["release"].setVisible(own.may_release and not locked)
        self._actions["share"].setVisible(may("customers.edit"))
        self._actions["merge"].setVisible(may("customers.merge"))
        self._actions["trash"].setVisible(may("customers.delete"))
        self._actions["call"].setEnabled(bool(sheet.values.get("phone")))
        self._actions["task"].setEnabled(may("tasks.add"))
        self._actions["print"].setEnabled(may("office.export"))
        self._actions["message"].setVisible(may("messages.write"))
        self._actions["copy"].setEnabled(bool(sheet.values.get("phone")))
        self._targets.clear()
        process_id = None if deal is None else deal.process_id
        for key in ways:
            self._targets.addAction(self._words.stage_name(key, process_id)).setData(key)

    def _ends(self, deal: DealCard | None) -> dict[str, str]:
        """Answer the stages that end a deal, by what they mean."""
        if deal is None:
            return {}
        return {
            stage.outcome: stage.key
            for stage in self._words.stages_of(deal.process_id)
            if stage.key in deal.may_move_to
        }

    def write_message(self) -> None:
        """Ask for a message to the customer shown."""
        if self._page.customer_id:
            self._page.message_requested.emit(self._page.customer_id)

    def new_task(self) -> None:
        """Ask what is to be done, by whom and until when."""
        page = self._page
        shown = TaskPopover(self._words, self._bridge.actor.user_id, page)
        shown.asked.connect(self._on_task_asked)
        shown.closed.connect(shown.deleteLater)
        shown.open_at(page.header.more)

    def choose_target(self) -> None:
        """Offer the stages the deal may be sent to."""
        more = self._page.header.more
        below = more.mapToGlobal(more.rect().bottomLeft())
        self._targets.popup(below if more.isVisible() else QCursor.pos())
        if self._targets.actions():
            self._targets.setActiveAction(self._targets.actions()[0])

    def archive(self) -> None:
        """Send the deal to the archive; the reason is asked where it is needed."""
        deal = self._page.deal
        wanted = None if deal is None else self._ends(deal).get("archived")
        if wanted is not None:
            self._page.move_to(wanted)

    def make_contract(self) -> None:
        """Ask for a contract of the deal that counts."""
        if self._page.deal is not None:
            self._page.contract_requested.emit(self._page.deal.id)

    def copy_masked_phone(self) -> None:
        """Put the masked number on the clipboard."""
        sheet = self._page.sheet
        if sheet is not None:
            QGuiApplication.clipboard().setText(str(sheet.values.get("phone") or ""))
            self.said.emit(tr("Masked phone number copied"), 0)

    def print_page(self) -> None:
        """Show how the customer's page would look on paper."""
        from loancrm_desktop.ui.printing.print_dialog import PrintDialog  # slow to import
        from loancrm_desktop.ui.records.customer_paper import customer_paper

        page, sheet = self._page, self._page.sheet
        if sheet is None:
            return
        paper = customer_paper(sheet, page.facts.shown, page.customer_name, self._words)
        who = self._words.person_name(self._bridge.actor.user_id)
        dialog = PrintDialog(self._bridge, paper, who, page)
        dialog.printed.connect(self._on_printed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_printed(self, told: str) -> None:
        self.said.emit(told, 0)

    def ask_trash(self) -> None:
        """Ask before the customer is put into the trash."""
        sheet = self._page.sheet
        if sheet is None:
            return
        question = Question(
            tr("Put {name} into the trash?", name=self._page.customer_name),
            tr(
                "{deals} deals and {tasks} tasks go with it. It can be taken out again.",
                deals=len(sheet.deals),
                tasks=len(sheet.tasks),
            ),
            tr("Put into the trash"),
        )
        self._asked_id = sheet.id
        dialog = ConfirmDialog(question, self._page)
        dialog.accepted.connect(self._on_trash_confirmed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def put_tags(self, tags: list[str]) -> None:
        """Give the customer these tags."""
        self._edit({"tags": tags}, "")

    def finish_task(self, task_id: int) -> None:
        """Tick a task off."""
        self._do(tasks.done, tr("Task done"), task_id=task_id)

    def snooze_task(self, task_id: int, until: datetime) -> None:
        """Put a task off."""
        self._do(tasks.snooze, tr("Task put off"), task_id=task_id, until=until)

    def give_task(self, task_id: int, person_id: int) -> None:
        """Hand a task over."""
        said = tr("Task handed over to {name}", name=self._words.person_name(person_id))
        self._do(task_handover.hand_over, said, task_id=task_id, assignee_id=person_id)

    def open_deal(self) -> None:
        """Open one more deal."""
        self._do(deals.open_deal, tr("Deal opened"), customer_id=self._page.customer_id)

    def _edit(self, values: dict[str, Any], said: str) -> None:
        self._do(customers.edit, said, customer_id=self._page.customer_id, values=values)

    def _do(self, operation: Callable[..., Any], said: str, **arguments: Any) -> None:
        self._bridge.do(
            operation,
            then=partial(self._on_done, said),
            refused=self._page.show_problem,
            **arguments,
        )

    def _on_done(self, said: str, answer: object) -> None:
        del answer
        if said:
            self.said.emit(said, self._seqs.get("", 0))

    def _on_task_asked(self, wanted: dict[str, Any]) -> None:
        deal = self._page.deal
        self._do(
            tasks.add,
            tr("Task added"),
            customer_id=self._page.customer_id,
            deal_id=None if deal is None else deal.id,
            **wanted,
        )

    def _on_trash_confirmed(self) -> None:
        self._bridge.do(
            customers.remove,
            customer_ids=[self._asked_id],
            then=partial(self._on_removed, self._page.customer_name),
            refused=self._page.show_problem,
        )

    def _on_removed(self, name: str, result: BulkResult) -> None:
        if result.refused:
            self.said.emit(result.refused[0].text, 0)
            return
        self.said.emit(tr("{name} is in the trash", name=name), self.seq_of("customers.remove"))
        self.gone.emit()

    def _on_targets_triggered(self, action: QAction) -> None:
        self._page.move_to(str(action.data()))

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.seq and changes.initiator == self._bridge.actor.window:
            self._seqs[changes.operation] = changes.seq
            self._seqs[""] = changes.seq
