"""Pictures of the customer list, page, form and their dialogs."""

from __future__ import annotations

from loancrm_desktop.ui.records.customer_page import CustomerPage
from loancrm_desktop.ui.records.list_page import CustomerListPage
from loancrm_desktop.ui.screens.stage import ScreenError, Stage
from loancrm_desktop.ui.workspace import CUSTOMERS

_NO_SUCH_NAME = "zzzzzz"
_SHOWN_ROW = 2


def take(stage: Stage) -> None:
    """Show the list in its states, then one customer."""
    workspace = stage.workspace
    workspace.go_to(CUSTOMERS)
    page = workspace.page(CUSTOMERS)
    if not isinstance(page, CustomerListPage):
        message = "the customer list did not come"
        raise ScreenError(message)
    stage.settle()
    page.view.selectRow(_SHOWN_ROW)
    stage.picture("customer_list")
    page.filters.search.setText(_NO_SUCH_NAME)
    page.reload()
    stage.picture("customer_list_nothing_found")
    page.filters.search.setText("")
    page.reload()
    stage.settle()
    shown = page.model.row_at(0)
    if shown is not None:
        _customer(stage, shown.id, shown.deal_id)


def _customer(stage: Stage, customer_id: int, deal_id: int | None) -> None:
    workspace = stage.workspace
    workspace.open_customer(customer_id)
    stage.picture("customer_page")
    workspace.edit_customer(customer_id)
    stage.picture("customer_form")
    workspace.new_customer().save()
    stage.picture("customer_form_problems")
    workspace.open_customer(customer_id)
    sheet = workspace.page("customer")
    if isinstance(sheet, CustomerPage):
        sheet.show_tab(1)
        stage.picture("customer_history")
    if deal_id is not None:
        dialog = workspace.make_contract(deal_id)
        stage.alone("contract", dialog)
        dialog.close()
