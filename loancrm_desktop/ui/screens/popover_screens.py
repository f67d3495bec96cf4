"""Pictures of what opens for a moment over list and customer; nothing is saved."""

from __future__ import annotations

from loancrm_desktop.errors import Problem, Refused, Unavailable
from loancrm_desktop.services.customer_table import TableRow
from loancrm_desktop.services.look_alikes import LookAlike
from loancrm_desktop.texts import say, tr
from loancrm_desktop.ui.frame.places import CUSTOMER
from loancrm_desktop.ui.records.customer_page import CustomerPage
from loancrm_desktop.ui.records.list_page import CustomerListPage
from loancrm_desktop.ui.screens.stage import ScreenError, Stage
from loancrm_desktop.ui.workspace import CUSTOMERS

_PAUSE_S = 0.3


def take(stage: Stage) -> None:
    """Open one after the other."""
    workspace = stage.workspace
    workspace.go_to(CUSTOMERS)
    page = workspace.page(CUSTOMERS)
    stage.settle()
    if not isinstance(page, CustomerListPage):
        message = "the customer list did not come"
        raise ScreenError(message)
    _of_list(stage, page)
    row = page.model.row_at(0)
    if row is None:
        return
    workspace.open_customer(row.id)
    stage.settle()
    sheet = workspace.page(CUSTOMER)
    if isinstance(sheet, CustomerPage):
        _of_customer(stage, sheet)
    _of_form(stage, row)


def _of_list(stage: Stage, page: CustomerListPage) -> None:
    page.views.choose_columns(page.wish.columns, page.toolbar.columns)
    stage.picture("columns")
    stage.shut()
    acts = {
        "assign": page.acts.assign_at,
        "tags_of_many": page.acts.tag_at,
        "task_of_many": page.acts.task_at,
        "stage_of_many": page.acts.move_at,
    }
    for name, act in acts.items():
        act(page.toolbar)
        stage.wait(_PAUSE_S)
        stage.picture(name)
        stage.shut()
    silent = say(
        "The database of this office does not answer. Close the program and open the office again."
    )
    forbidden = say(
        "Your role may not do this ({act}). Ask the owner of the office.", act=tr("Customers")
    )
    problems: tuple[tuple[str, Problem], ...] = (
        ("list_unread", Unavailable(silent, reason="busy")),
        ("list_no_right", Refused(forbidden, forbidden=True)),
    )
    for name, problem in problems:
        page.states.show_problem(problem)
        stage.picture(name)
    page.states.show_rows()


def _of_customer(stage: Stage, sheet: CustomerPage) -> None:
    head = sheet.header
    steps = {
        "call": head.ask_call,
        "tags": head.add_tag.click,
        "phrases": sheet.composer.phrases.click,
        "task": sheet.acts.new_task,
    }
    for name, step in steps.items():
        step()
        stage.wait(_PAUSE_S)
        stage.picture(f"customer_{name}")
        stage.shut()
    sheet.acts.menu.popup(head.more.mapToGlobal(head.more.rect().bottomLeft()))
    stage.picture("customer_menu")
    stage.shut()
    sheet.acts.ask_trash()
    stage.picture("confirm")
    stage.shut()


def _of_form(stage: Stage, shown: TableRow) -> None:
    form = stage.workspace.new_customer()
    stage.settle()
    alikes = (
        LookAlike(shown.id, shown.name, shown.name, "phone"),
        LookAlike(None, f"{shown.name[:1]}**", shown.name, "id_number"),
    )
    form.alikes.show_alikes(alikes, can_merge=True)
    stage.picture("look_alikes")
    stage.workspace.go_to(CUSTOMERS)
    stage.settle()
