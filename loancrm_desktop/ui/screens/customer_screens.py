"""Pictures of the customer list, page, form and their dialogs; nothing is saved."""

from __future__ import annotations

from pathlib import Path

from loancrm_desktop.errors import Clash, Conflict, FieldProblem
from loancrm_desktop.services.documents import SENSITIVE
from loancrm_desktop.texts import say
from loancrm_desktop.ui.conflict_dialog import ConflictDialog
from loancrm_desktop.ui.records.customer_page import CustomerPage
from loancrm_desktop.ui.records.list_page import CustomerListPage
from loancrm_desktop.ui.records.merge_dialog import MergeDialog
from loancrm_desktop.ui.screens.stage import ScreenError, Stage
from loancrm_desktop.ui.workspace import CUSTOMERS

EXAMPLE_NAME = "钱慧敏"
NARROW = (1100, 700)
_NO_SUCH_NAME = "zzzzzz"
_SHOWN_ROW = 2
_PREVIEW_S = 0.3
_LATE_S = 0.5
_AMOUNT = {"field": "requested_amount", "op": "ge", "value": "500000.00"}
_STATUS = {"field": "status", "op": "in", "value": ["following", "signed"]}
_NOWHERE = {"field": "requested_amount", "op": "ge", "value": "99000000.00"}
_EITHER = {"any": [{"field": "region", "op": "contains", "value": "广州"}, _AMOUNT]}


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
    stage.wait(_PREVIEW_S)
    stage.picture("customer_list")
    shown = [row for row in (page.model.row_at(at) for at in range(3)) if row is not None]
    _filtered(stage, page)
    if shown:
        _ticked(stage, page, [row.id for row in shown])
        _customer(stage, shown[0].id, shown[0].deal_id)
        _two(stage, shown[0].id, shown[-1].id)


def _filtered(stage: Stage, page: CustomerListPage) -> None:
    page.conditions.set_where({"all": [_STATUS, _AMOUNT]})
    stage.wait(_PREVIEW_S)
    stage.picture("customer_list_conditions")
    page.conditions.open_fields()
    stage.picture("condition_fields")
    stage.shut()
    page.conditions.set_where({"all": [_STATUS, _EITHER]})
    page.conditions.open_editor()
    stage.wait(_PREVIEW_S)
    stage.picture("condition_editor")
    stage.shut()
    page.conditions.set_where({"all": [_STATUS, _NOWHERE]})
    page.reload()
    stage.wait(_PREVIEW_S)
    stage.picture("customer_list_nothing_found")
    page.conditions.set_where(None)
    page.reload()
    stage.wait(_PREVIEW_S)


def _ticked(stage: Stage, page: CustomerListPage, ids: list[int]) -> None:
    page.ticks.replace(ids)
    stage.wait(_PREVIEW_S)
    stage.picture("customer_list_bulk")
    page.ticks.clear()
    before = stage.window.size()
    stage.window.resize(*NARROW)
    stage.wait(_PREVIEW_S)
    stage.picture("customer_list_narrow")
    stage.window.resize(before)
    stage.settle()


def _customer(stage: Stage, customer_id: int, deal_id: int | None) -> None:
    workspace = stage.workspace
    workspace.open_customer(customer_id)
    stage.picture("customer_page")
    workspace.edit_customer(customer_id)
    stage.picture("customer_form")
    workspace.new_customer().save()
    stage.picture("customer_form_problems")
    form = workspace.new_customer()
    form.form.show_problems(
        [FieldProblem(key, "wrong", say("Please fill this in")) for key in ("name", "company")]
    )
    form.next_problem()
    stage.picture("customer_form_two_problems")
    workspace.open_customer(customer_id)
    sheet = workspace.page("customer")
    if isinstance(sheet, CustomerPage):
        _moments(stage, sheet)
        _documents(stage, sheet)
        sheet.show_tab(sheet.middle.tabs.count() - 1)
        stage.picture("customer_history")
        sheet.show_tab(0)
    stage.window.resize(*NARROW)
    stage.picture("customer_page_narrow")
    stage.window.resize(1440, 900)
    workspace.open_customer_window(customer_id)
    for window in workspace.windows.windows:
        stage.alone("customer_window", window)
        window.close()
    if deal_id is not None:
        workspace.make_contract(deal_id)
        stage.wait(_PREVIEW_S)
        stage.picture("contract")
        stage.shut()


def _moments(stage: Stage, sheet: CustomerPage) -> None:
    """Show what is there only for a moment: a page on its way, a number about to be looked at."""
    stage.settle()
    sheet.show_waiting()
    stage.wait(_LATE_S)
    stage.picture("customer_page_waiting")
    sheet.trouble.stop()
    sheet.reload()
    stage.settle()
    if "phone" in sheet.facts.shown:
        masked = sheet.facts.row_of("phone").masked_value
        masked.eye.click()
        stage.wait(_PREVIEW_S)
        stage.picture("reveal")
        stage.shut()


def _documents(stage: Stage, sheet: CustomerPage) -> None:
    """Show how a file is filed, why it is looked at, and who did."""
    card = sheet.deals.documents
    card.take([Path("征信报告_2026.pdf"), Path("银行流水_01.jpg")])
    stage.wait(_PREVIEW_S)
    stage.picture("document_add")
    stage.shut()
    paper = next((each for each in card.papers if each.kind in SENSITIVE), None)
    if paper is None:
        return
    card.acts.open(paper, card.upload)
    stage.wait(_PREVIEW_S)
    stage.picture("document_purpose")
    stage.shut()
    card.acts.show_log(paper)
    stage.wait(_PREVIEW_S)
    stage.picture("document_log")
    stage.shut()


def _two(stage: Stage, one: int, other: int) -> None:
    merge = MergeDialog(stage.bridge, stage.workspace.words, (one, other), stage.window)
    merge.open()
    stage.wait(_PREVIEW_S)
    stage.picture("merge")
    stage.shut()
    clashes = (
        Clash("requested_amount", "1800000.00", "1650000.00", "1500000.00"),
        Clash("region", "广东省深圳市南山区", "广东省深圳市福田区", ""),
        Clash("phone", "13900000872", "13900000873", "13900000870"),
    )
    text = say("Somebody has just changed the same")
    conflict = ConflictDialog(
        Conflict(text, clashes, 1), stage.workspace.words, parent=stage.window, name=EXAMPLE_NAME
    )
    conflict.open()
    stage.picture("conflict")
    stage.shut()
