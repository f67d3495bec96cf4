"""Pages lead to each other without knowing each other."""

from __future__ import annotations

from loancrm_desktop.ui.contract_dialog import ContractDialog
from loancrm_desktop.ui.records.call_popover import CallPopover
from loancrm_desktop.ui.records.task_popover import TaskPopover
from loancrm_desktop.ui.shell.page_history import Visit
from loancrm_desktop.ui.shell.page_links import neighbours_of


def place(shell) -> Visit:
    return shell.window.workspace.history.current


def test_what_was_imported_is_shown_in_the_list(shell):
    workspace = shell.window.workspace
    workspace.go_to("import")
    where = {"field": "name", "op": "eq", "value": "冯国栋"}
    workspace.page("import").list_requested.emit(where)
    assert place(shell) == Visit("customers")
    shell.settle(lambda: workspace.page("customers").model.total == 1)


def test_a_customer_opened_from_the_list_knows_its_neighbours(shell):
    workspace = shell.window.workspace
    page = workspace.page("customers")
    shell.settle(lambda: page.model.total == 2)
    ids = [page.model.peek(at).id for at in range(2)]
    assert neighbours_of(page, ids[0]) == tuple(ids)
    assert neighbours_of(page, 999) == ()
    assert neighbours_of(None, ids[0]) == ()
    page.customer_opened.emit(ids[0])
    shell.settle(lambda: workspace.page("customer").customer_name)
    workspace.page("customer").step_on()
    assert place(shell) == Visit("customer", ids[1])
    shell.settle()


def test_what_today_counts_stands_in_the_navigation(shell):
    workspace = shell.window.workspace
    workspace.page("today").counted.emit(7)
    assert workspace.navigation._buttons["today"].count == 7
    shell.settle()


def test_a_follow_up_asked_for_on_the_board_begins_on_the_customers_page(shell, monkeypatch):
    workspace, logged = shell.window.workspace, []
    monkeypatch.setattr(workspace.page("customer"), "log_call", lambda: logged.append(1))
    workspace.go_to("board")
    workspace.page("board").follow_up_requested.emit(1)
    shell.settle(lambda: logged)
    assert place(shell) == Visit("customer", 1)


def test_what_a_page_says_while_a_card_is_in_the_hand_stands_in_the_status_bar(shell):
    board = shell.window.workspace.page("board")
    board.status_said.emit("A deal is in the hand")
    assert shell.window.status.said.text() == "A deal is in the hand"
    shell.settle()
    shell.window.lock()
    assert shell.window.status.said.text() == ""


def test_what_the_form_says_is_a_toast(shell):
    form = shell.window.workspace.new_customer()
    form.said.emit("What you typed is kept", 0)
    assert shell.window.workspace.toasts.texts == ["What you typed is kept"]
    shell.settle()


def test_what_a_contract_lacks_leads_to_where_it_is_filled_in(shell):
    workspace = shell.window.workspace
    workspace.links.fill_in("customer")
    assert place(shell) == Visit("customers")
    workspace.open_customer(1)
    shell.settle()
    workspace.links.fill_in("customer")
    assert type(workspace.pages.currentWidget()).__name__ == "CustomerFormPage"
    shell.settle()
    workspace.links.fill_in("office")
    assert place(shell) == Visit("settings")
    shell.settle()


GUANGZHOU = {"field": "region", "op": "contains", "value": "广州"}


def test_the_conditions_of_the_list_go_along_to_the_board_and_back(shell):
    workspace = shell.window.workspace
    page, board = workspace.page("customers"), workspace.page("board")
    page.board_requested.emit(GUANGZHOU)
    shell.settle()
    assert place(shell) == Visit("board")
    assert board.filters.where() == {**GUANGZHOU, "field": "customer.region"}
    board.list_requested.emit(board.filters.where())
    shell.settle()
    assert place(shell) == Visit("customers")
    assert page.wish.where == GUANGZHOU


def test_the_list_shows_who_has_a_deal_such_as_the_board_shows(shell):
    workspace = shell.window.workspace
    stage = {"field": "stage", "op": "eq", "value": "first_call"}
    workspace.page("board").list_requested.emit(stage)
    shell.settle()
    page = workspace.page("customers")
    assert page.wish.where == {"count": "deals", "where": stage, "op": "ge", "value": 1}
    assert page.model.total == 0


def test_the_board_says_that_the_words_searched_for_are_left_out(shell):
    workspace = shell.window.workspace
    page = workspace.page("customers")
    page.toolbar.set_search("冯国栋")
    page.reload()
    shell.settle()
    page.board_requested.emit(None)
    shell.settle()
    board = workspace.page("board")
    assert not board.notice.isHidden()
    assert "search" in board.notice.text or "查找" in board.notice.text


def test_a_task_asked_for_on_the_board_is_asked_about_on_the_customers_page(shell):
    workspace = shell.window.workspace
    workspace.go_to("board")
    workspace.page("board").task_requested.emit(1, 1)
    shell.settle(lambda: shell.window.findChildren(TaskPopover))
    assert place(shell) == Visit("customer", 1)


def test_the_palette_calls_a_customer(shell):
    workspace = shell.window.workspace
    workspace.links.begin_act(1, "call")
    shell.settle(lambda: shell.window.findChildren(CallPopover))
    assert place(shell) == Visit("customer", 1)


def test_the_palette_makes_a_contract(shell):
    workspace = shell.window.workspace
    workspace.links.begin_act(1, "contract")
    shell.settle(lambda: shell.window.findChildren(ContractDialog))
    shell.window.findChildren(ContractDialog)[0].reject()
    shell.settle()
