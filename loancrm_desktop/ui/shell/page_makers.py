"""Makes the pages; each is imported when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from loancrm_desktop.services.opening import Opened
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.frame.places import (
    APPROVALS,
    BOARD,
    CUSTOMER,
    CUSTOMERS,
    DUPLICATES,
    FORGOTTEN,
    FORMS,
    IMPORT,
    OUTBOX,
    POOL,
    PROCESSES,
    RULES,
    SETTINGS,
    TASKS,
    TODAY,
    TRASH,
    is_own_place,
)
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.shell.seams import RemembersIn, UsesMemory

Ways = Mapping[str, Callable[..., object]]
"""What the window does when a page emits the signal of that name."""


@dataclass(slots=True)
class Surroundings:
    """What pages are made of.

    Attributes:
        opened: the open office; another one after its keys were replaced.
    """

    bridge: Bridge
    words: OfficeWords
    opened: Opened
    memory: DeskMemory


def make_page(key: str, around: Surroundings, ways: Ways, shelf: QWidget | None = None) -> QWidget:
    """Make a page, and connect those of its signals the window knows a way for.

    Made where it is to stay, its widgets are dressed once; moved there, all of them once more.
    """
    page = _own(key, around, shelf) if is_own_place(key) else _MAKERS[key](around, shelf)
    connect_page(page, ways)
    if isinstance(page, UsesMemory):
        page.use_memory(around.memory)
    elif isinstance(page, RemembersIn):
        page.remember_in(around.memory)
    return page


def connect_page(page: QWidget, ways: Ways) -> None:
    """Connect a page's signals by their names; a page has those it needs."""
    for name, way in ways.items():
        signal = getattr(page, name, None)
        if isinstance(signal, SignalInstance):
            signal.connect(way)


def _today(around: Surroundings, shelf: QWidget | None) -> QWidget:
    from loancrm_desktop.ui.today.page import TodayPage

    return TodayPage(around.bridge, around.words, shelf)


def _customers(around: Surroundings, shelf: QWidget | None) -> QWidget:
    from loancrm_desktop.ui.records.list_page import CustomerListPage

    return CustomerListPage(around.bridge, around.words, shelf)


def _board(around: Surroundings, shelf: QWidget | None) -> QWidget:
    from loancrm_desktop.ui.kanban.board_page import BoardPage

    return BoardPage(around.bridge, around.words, shelf)


def _import(around: Surroundings, shelf: QWidget | None) -> QWidget:
    from loancrm_desktop.ui.import_page import ImportPage

    return ImportPage(around.bridge, around.words, shelf)


def _settings(around: Surroundings, shelf: QWidget | None) -> QWidget:
    from loancrm_desktop.ui.settings.settings_page import SettingsPage

    return SettingsPage(around.bridge, around.words, around.opened, around.memory, shelf)


def _customer(around: Surroundings, shelf: QWidget | None) -> QWidget:
    from loancrm_desktop.ui.records.customer_page import CustomerPage

    return CustomerPage(around.bridge, around.words, shelf)


def _forms(around: Surroundings, shelf: QWidget | None) -> QWidget:
    from loancrm_desktop.ui.forms.designer_page import FormDesignerPage

    return FormDesignerPage(around.bridge, around.words, shelf)


def _rules(around: Surroundings, shelf: QWidget | None) -> QWidget:
    from loancrm_desktop.ui.rules.rules_page import RulesPage

    return RulesPage(around.bridge, around.words, shelf)


def _processes(around: Surroundings, shelf: QWidget | None) -> QWidget:
    from loancrm_desktop.ui.flows.flow_page import FlowDesignerPage

    return FlowDesignerPage(around.bridge, around.words, shelf)


def _outbox(around: Surroundings, shelf: QWidget | None) -> QWidget:
    from loancrm_desktop.ui.messages.outbox_page import MessagesPage

    return MessagesPage(around.bridge, around.words, shelf)


def _duplicates(around: Surroundings, shelf: QWidget | None) -> QWidget:
    from loancrm_desktop.ui.hygiene.duplicates_page import DuplicatesPage

    return DuplicatesPage(around.bridge, around.words, shelf)


def _trash(around: Surroundings, shelf: QWidget | None) -> QWidget:
    from loancrm_desktop.ui.hygiene.trash_page import TrashBinPage

    return TrashBinPage(around.bridge, around.words, shelf)


def _pool(around: Surroundings, shelf: QWidget | None) -> QWidget:
    from loancrm_desktop.ui.pool.pool_page import SharedPoolPage

    return SharedPoolPage(around.bridge, around.words, shelf)


def _approvals(around: Surroundings, shelf: QWidget | None) -> QWidget:
    from loancrm_desktop.ui.approvals.inbox_page import ApprovalInboxPage

    return ApprovalInboxPage(around.bridge, around.words, shelf)


def _forgotten(around: Surroundings, shelf: QWidget | None) -> QWidget:
    from loancrm_desktop.ui.approvals.forgotten_page import ForgottenDealsPage

    return ForgottenDealsPage(around.bridge, around.words, shelf)


def _tasks(around: Surroundings, shelf: QWidget | None) -> QWidget:
    from loancrm_desktop.ui.tasks.tasks_page import TasksPage

    return TasksPage(around.bridge, around.words, shelf)


def _own(kind: str, around: Surroundings, shelf: QWidget | None) -> QWidget:
    from loancrm_desktop.ui.own_records.record_list_page import RecordListPage

    own = around.words.record_type(kind)
    if own is None:
        raise LookupError(kind)
    return RecordListPage(around.bridge, around.words, own, shelf)


_MAKERS: dict[str, Callable[[Surroundings, QWidget | None], QWidget]] = {
    TODAY: _today,
    CUSTOMERS: _customers,
    BOARD: _board,
    IMPORT: _import,
    OUTBOX: _outbox,
    SETTINGS: _settings,
    CUSTOMER: _customer,
    FORMS: _forms,
    PROCESSES: _processes,
    RULES: _rules,
    POOL: _pool,
    TASKS: _tasks,
    DUPLICATES: _duplicates,
    TRASH: _trash,
    APPROVALS: _approvals,
    FORGOTTEN: _forgotten,
}
