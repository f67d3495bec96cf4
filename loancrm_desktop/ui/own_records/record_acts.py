"""What is done with own records from their list: the commands, and the acts on several at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import own_records
from loancrm_desktop.services.actor import Rights
from loancrm_desktop.services.lists import BulkResult
from loancrm_desktop.services.record_types import TypeRow
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_command, add_letter
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.bulk_bar import ASSIGN, RESTORE, TRASH
from loancrm_desktop.ui.records.person_popover import PersonPopover

__all__ = ["ASSIGN", "RESTORE", "TRASH", "RecordActs", "allow", "make_commands", "offered"]

_ROW_MENU = (
    "record.open", "record.edit_cell", "record.customer", "", "record.assign", "list.tick", "", "record.trash",
    "record.restore",
)  # fmt: skip


class ListsRecords(Protocol):
    """What the commands need of the page with the list."""

    @property
    def view(self) -> QWidget:
        """The table."""
        ...


def offered(own: TypeRow, rights: Rights, *, trash: bool) -> set[str]:
    """Answer which acts of the bulk bar a person may do in this list."""
    may = {
        ASSIGN: own.may_edit and rights.allows("own_records.assign"),
        TRASH: own.may_delete,
        RESTORE: own.may_delete,
    }
    return {act for act, allowed in may.items() if allowed and (act == RESTORE) == trash}


def make_commands(page: Any) -> dict[str, QAction]:
    """Give the page of a list its commands, each once for keys, menus and palette."""
    letters: tuple[tuple[Command, Callable[[], object]], ...] = (
        (Command("record.open", tr("Open the record"), ("Return", "Enter"), "form", "edit"),
         page.open_current),
        (Command("record.new", tr("New record"), "N", "plus", "edit"), page.new_record),
        (Command("record.customer", tr("Open the customer"), "G", "user", "go"),
         page.open_customer),
        (Command("record.assign", tr("Assign owner"), "", "user-plus", "edit"), page.assign),
        (Command("record.edit_cell", tr("Edit the cell"), "F2", "pencil", "edit"),
         page.edit_cell),
        (Command("list.tick", tr("Tick"), "Space", "checkbox", "edit"), page.tick_current),
        (Command("list.tick_all", tr("Tick all in this list"), "Ctrl+A", "", "edit"),
         page.tick_all),
        (Command("list.untick", tr("Clear the ticks"), "Esc", "x", "edit"), page.untick),
        (Command("record.trash", tr("Put into the trash"), "Del", "archive", "edit"),
         page.archive),
        (Command("record.restore", tr("Take out of the trash"), "", "undo", "edit"),
         page.put_back),
    )  # fmt: skip
    made = {each.key: add_letter(page.view, page, each, run) for each, run in letters}
    find = Command("list.find", tr("Find in this list"), QKeySequence.StandardKey.Find, "search")
    made[find.key] = add_command(page, find, page.go_to_search)
    return made


def allow(actions: Mapping[str, QAction], own: TypeRow, acts: set[str]) -> None:
    """Offer what the person may do in this list, and no more."""
    for key, act in (
        ("record.assign", ASSIGN),
        ("record.trash", TRASH),
        ("record.restore", RESTORE),
    ):
        actions[key].setEnabled(act in acts)
    actions["record.edit_cell"].setEnabled(own.may_edit)
    actions["record.new"].setEnabled(own.may_add)
    actions["record.customer"].setEnabled("customer" in own.links)


def open_menu(actions: Mapping[str, QAction], parent: QWidget, place: QPoint) -> QMenu:
    """Open the menu of a row; what cannot be done now is not in it."""
    menu = QMenu(parent)
    for key in _ROW_MENU:
        action = actions.get(key)
        if not key:
            menu.addSeparator()
        elif action is not None and action.isEnabled():
            menu.addAction(action)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(place)
    return menu


class RecordActs(QObject):
    """Does what is wanted with several records, and says what became of it.

    Signals:
        said: a sentence for the window, and the journal number that undoes what it says or 0.
        told: a sentence about what could not be done.
    """

    said = Signal(str, int)
    told = Signal(str)

    def __init__(self, bridge: Bridge, words: OfficeWords, own: TypeRow, page: QWidget) -> None:
        super().__init__(page)
        self._bridge, self._words, self._kind = bridge, words, own.kind
        self._waiting: list[int] = []
        self._seq = 0
        bridge.changed.connect(self._on_bridge_changed)
        self.popover: PersonPopover | None = None

    def remove(self, record_ids: list[int]) -> None:
        """Put records into the trash."""
        self._do(own_records.remove, record_ids)

    def restore(self, record_ids: list[int]) -> None:
        """Take records out of the trash."""
        self._do(own_records.restore, record_ids)

    def assign(self, record_ids: list[int], at: QWidget) -> None:
        """Ask to whom records are to go."""
        if not record_ids:
            return
        self._waiting = list(record_ids)
        popover = PersonPopover(tr("Assign owner"), self._words.links("person"), None, at)
        popover.chosen.connect(self._on_popover_chosen)
        popover.closed.connect(self._on_popover_closed)
        self.popover = popover
        popover.open_at(at)

    def _on_popover_chosen(self, person_id: int) -> None:
        self._do(own_records.change_many, self._waiting, values={"owner": person_id})

    def _on_popover_closed(self) -> None:
        popover, self.popover = self.popover, None
        if popover is not None:
            popover.deleteLater()

    def _do(self, act: Callable[..., Any], record_ids: list[int], **more: Any) -> None:
        if record_ids:
            self._bridge.do(
                act,
                kind=self._kind,
                record_ids=record_ids,
                **more,
                then=partial(self._on_done, act),
                refused=self._on_refused,
            )

    def _on_done(self, act: Callable[..., Any], result: BulkResult) -> None:
        count = len(result.done)
        if count:
            said = {
                own_records.remove: tr("Put {count} records into the trash", count=count),
                own_records.restore: tr("Put back {count} records", count=count),
                own_records.change_many: tr("Assigned {count} records", count=count),
            }
            self.said.emit(said[act], self._seq)
        if result.refused:
            left = len(result.refused)
            first = result.refused[0].text
            self.told.emit(tr("{count} not done: {why}", count=left, why=first))

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.seq and changes.initiator == self._bridge.actor.window:
            self._seq = changes.seq

    def _on_refused(self, problem: Problem) -> None:
        self.told.emit(str(problem))
