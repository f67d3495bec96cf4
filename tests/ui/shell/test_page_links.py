"""Pages lead to each other without knowing each other."""

from __future__ import annotations

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
    assert shell.window.status.currentMessage() == "A deal is in the hand"
    shell.settle()
    shell.window.lock()
    assert shell.window.status.currentMessage() == ""


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
