"""The ways between pages: what a page says it wants, and which page answers it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import commands_of
from loancrm_desktop.ui.conditions.other_kind import Where, as_customers, as_deals
from loancrm_desktop.ui.frame.places import (
    APPROVALS,
    BOARD,
    CUSTOMER,
    CUSTOMERS,
    FORGOTTEN,
    IMPORT,
    TODAY,
)
from loancrm_desktop.ui.shell.customer_dialogs import CustomerDialogs
from loancrm_desktop.ui.shell.page_makers import Ways
from loancrm_desktop.ui.shell.seams import LogsCalls, MovesDeals, ShowsCustomer, ShowsDeals

if TYPE_CHECKING:
    from loancrm_desktop.ui.shell.customer_windows import CustomerWindows
    from loancrm_desktop.ui.workspace import Workspace

NEIGHBOURS_EACH_SIDE = 100
LOG = "follow_up"
ADVANCE = "advance:"
TASK = "task"
"""Other acts are named as the commands of the customer's page: `customer.task`."""


class PageLinks(QObject):
    """Connects pages through the workspace; no page knows another one."""

    def __init__(self, bridge: Bridge, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self.dialogs = CustomerDialogs(bridge, workspace)
        self._waiting: tuple[int, str] | None = None
        bridge.settled.connect(self._on_bridge_settled)

    def ways(self) -> Ways:
        """Answer what pages may ask for, by the names of their signals."""
        space = self._workspace
        return {
            "customer_opened": space.open_customer,
            "customer_window_requested": space.open_customer_window,
            "new_requested": space.new_customer,
            "edit_requested": space.edit_customer,
            "contract_requested": space.make_contract,
            "settings_requested": space.go_to_settings,
            "said": space.show_toast,
            "left": space.go_back,
            "keys_replaced": space.take_keys,
            "desk_changed": space.desk_changed.emit,
            "import_requested": self._on_import_requested,
            "list_requested": self._on_list_requested,
            "board_requested": self._on_board_requested,
            "approvals_requested": self._on_approvals_requested,
            "forgotten_requested": self._on_forgotten_requested,
            "approvals_counted": self._on_approvals_counted,
            "follow_up_requested": self._on_follow_up_requested,
            "task_requested": self._on_task_requested,
            "counted": self._on_today_counted,
            "status_said": space.status_said.emit,
            "record_requested": space.own_places.open_record,
            "message_requested": self.dialogs.write_message,
            "run_requested": self.dialogs.show_run,
        }

    def window_ways(self) -> Ways:
        """Answer what the page in a customer's own window may ask for."""
        space = self._workspace
        return {
            "customer_opened": space.open_customer_window,
            "customer_window_requested": space.open_customer_window,
            "edit_requested": self._on_window_edit_requested,
            "contract_requested": space.make_contract,
            "record_requested": space.own_places.open_record,
            "message_requested": self.dialogs.write_message,
            "run_requested": self.dialogs.show_run,
        }

    def serve_windows(self, windows: CustomerWindows) -> None:
        """Do in the main window what is begun in a customer's own window."""
        windows.palette_requested.connect(self._on_windows_palette_requested)
        windows.new_requested.connect(self._on_windows_new_requested)

    def begin_act(self, customer_id: int, act: str) -> None:
        """Open a customer and begin an act there, once the page is filled."""
        self._waiting = (customer_id, act)
        self._workspace.open_customer(customer_id)

    def fill_in(self, record: str) -> None:
        """Go where what a contract lacks is filled in: office or customer."""
        if record == "office":
            self._workspace.go_to_settings("office")
            return
        dialog = self.sender()
        page = dialog.parent() if isinstance(dialog, QDialog) else None
        if not isinstance(page, ShowsCustomer):
            page = self._workspace.page(CUSTOMER)
        if record == "customer" and isinstance(page, ShowsCustomer) and page.customer_id:
            self._on_window_edit_requested(page.customer_id)

    def _on_bridge_settled(self) -> None:
        page = self._workspace.pages.currentWidget()
        if self._waiting is None or not isinstance(page, ShowsCustomer):
            return
        (customer_id, act), self._waiting = self._waiting, None
        if page.customer_id != customer_id:
            return
        if act == LOG and isinstance(page, LogsCalls):
            page.log_call()
        elif act.startswith(ADVANCE) and isinstance(page, MovesDeals):
            page.move_to(act.removeprefix(ADVANCE))
        else:
            for action in commands_of(page):
                if action.objectName() == f"{CUSTOMER}.{act}":
                    action.trigger()

    def _on_import_requested(self) -> None:
        self._workspace.go_to(IMPORT)

    def _on_list_requested(self, where: object = None) -> None:
        asks = self.sender()
        space = self._workspace
        asked = cast("Where", where) if isinstance(where, dict) else None
        space.go_to(CUSTOMERS)
        if asks is space.pages.built(BOARD):
            show_same(space.page(CUSTOMERS), as_customers(asked))
        elif asked is not None:
            show_where(space.page(CUSTOMERS), asked)

    def _on_board_requested(self, where: object = None) -> None:
        space = self._workspace
        asked = cast("Where", where) if isinstance(where, dict) else None
        lost = tr("The board shows the conditions of the list without the words searched for.")
        searched = search_of(space.pages.built(CUSTOMERS))
        space.go_to(BOARD)
        page = space.page(BOARD)
        if isinstance(page, ShowsDeals):
            page.show_where(as_deals(asked), lost if searched else "")

    def _on_approvals_requested(self) -> None:
        self._workspace.go_to(APPROVALS)

    def _on_forgotten_requested(self) -> None:
        self._workspace.go_to(FORGOTTEN)

    def _on_approvals_counted(self, count: int) -> None:
        self._workspace.navigation.show_count(APPROVALS, count)

    def _on_follow_up_requested(self, customer_id: int) -> None:
        self.begin_act(customer_id, LOG)

    def _on_task_requested(self, customer_id: int, deal_id: int) -> None:
        del deal_id  # the page shows the deal the customer is at
        self.begin_act(customer_id, TASK)

    def _on_window_edit_requested(self, customer_id: int) -> None:
        self._come_forward()
        self._workspace.edit_customer(customer_id)

    def _on_windows_palette_requested(self) -> None:
        self._come_forward()
        self._workspace.open_palette()

    def _on_windows_new_requested(self) -> None:
        self._come_forward()
        self._workspace.new_customer()

    def _come_forward(self) -> None:
        window = self._workspace.window()
        window.raise_()
        window.activateWindow()

    def _on_today_counted(self, count: int) -> None:
        self._workspace.navigation.show_count(TODAY, count)


def neighbours_of(pages_list: QWidget | None, customer_id: int) -> tuple[int, ...]:
    """Answer the customers around one in the list, as far as they have been read, in order."""
    from loancrm_desktop.ui.records.list_page import CustomerListPage

    if not isinstance(pages_list, CustomerListPage):
        return ()
    model = pages_list.model
    row = model.row_of(customer_id)
    if row is None:
        return ()
    last = min(model.total, row + NEIGHBOURS_EACH_SIDE + 1)
    found = [model.peek(at) for at in range(max(0, row - NEIGHBOURS_EACH_SIDE), last)]
    return tuple(each.id for each in found if each is not None)


def show_where(pages_list: QWidget, where: dict[str, Any]) -> None:
    """Let the list show what a condition chooses: among everybody, not as a saved view changed."""
    from loancrm_desktop.ui.records.list_page import CustomerListPage

    if isinstance(pages_list, CustomerListPage):
        pages_list.views.put_in_front(0)
        pages_list.show_wish(replace(pages_list.wish, where=where, search=""))


def show_same(pages_list: QWidget, where: Where | None) -> None:
    """Let the list show whose deals the board shows; what it shows already stays as it is."""
    from loancrm_desktop.ui.records.list_page import CustomerListPage

    if isinstance(pages_list, CustomerListPage) and pages_list.wish.where != where:
        pages_list.views.put_in_front(0)
        pages_list.show_wish(replace(pages_list.wish, where=where, search="", trash=False))


def search_of(pages_list: QWidget | None) -> str:
    """Answer the words the list is searched for."""
    from loancrm_desktop.ui.records.list_page import CustomerListPage

    return pages_list.wish.search if isinstance(pages_list, CustomerListPage) else ""


def show_owner(pages_list: QWidget, user_id: int) -> None:
    """Let the list show one colleague's customers."""
    show_where(pages_list, {"field": "owner", "op": "eq", "value": user_id})
