"""What is chosen in the palette is done by the window."""

from __future__ import annotations

from loancrm_desktop.ui.palette import offers
from loancrm_desktop.ui.shell.page_history import Visit


def place(shell) -> Visit:
    return shell.window.workspace.history.current


def test_the_palette_leads_to_customers_places_and_sections(shell):
    workspace = shell.window.workspace
    workspace.open_palette()
    palette = workspace._palette.palette
    palette.place_chosen.emit("board")
    assert place(shell) == Visit("board")
    palette.customer_opened.emit(2)
    assert place(shell) == Visit("customer", 2)
    palette.section_chosen.emit("appearance")
    assert workspace.page("settings").entries["appearance"].isChecked()
    palette.customer_window_requested.emit(1)
    assert workspace.windows.ids == [1]
    palette.close_quietly()
    shell.settle()


def test_an_act_on_a_customer_begins_on_the_customers_page(shell, monkeypatch):
    workspace = shell.window.workspace
    workspace.open_palette()
    palette, logged = workspace._palette.palette, []
    monkeypatch.setattr(workspace.page("customer"), "log_call", lambda: logged.append(1))
    palette.customer_act_requested.emit(2, offers.LOG)
    palette.close_quietly()
    shell.settle(lambda: logged)
    assert place(shell) == Visit("customer", 2)
    palette.customer_act_requested.emit(1, offers.EDIT)
    assert type(workspace.pages.currentWidget()).__name__ == "CustomerFormPage"
    shell.settle()


def test_a_colleague_leads_to_the_customers_of_that_person(shell):
    workspace = shell.window.workspace
    workspace.open_palette()
    palette = workspace._palette.palette
    palette.colleague_chosen.emit(shell.owner.user_id)
    palette.close_quietly()
    shell.settle()
    wish = workspace.page("customers").wish
    assert wish.where == {"field": "owner", "op": "eq", "value": shell.owner.user_id}


def test_the_palette_lies_over_the_whole_window_and_goes_with_the_office(shell):
    workspace = shell.window.workspace
    workspace.open_palette()
    palette = workspace._palette.palette
    assert palette.parent() is shell.window
    shell.window.lock()
    assert not palette.isVisible()
