"""A page that does not build, or may not be seen, takes no other along."""

from __future__ import annotations

from dataclasses import replace

from loancrm_desktop.services.actor import Rights
from loancrm_desktop.ui.shell import page_makers
from loancrm_desktop.ui.shell.page_frames import StandIn


def test_a_page_that_does_not_build_says_so_and_the_others_go_on(shell, monkeypatch):
    crashed, workspace = [], shell.window.workspace
    shell.bridge.crashed.connect(crashed.append)
    usual = page_makers._MAKERS["board"]

    def stumble(around, shelf):
        raise ZeroDivisionError

    monkeypatch.setitem(page_makers._MAKERS, "board", stumble)
    workspace.go_to("board")
    page = workspace.pages.currentWidget()
    assert isinstance(page, StandIn)
    assert isinstance(crashed[0], ZeroDivisionError)
    workspace.go_to("today")
    assert not isinstance(workspace.pages.currentWidget(), StandIn)
    workspace.go_to("board")
    monkeypatch.setitem(page_makers._MAKERS, "board", usual)
    page.state_view.buttons[0].click()
    assert type(workspace.pages.currentWidget()).__name__ == "BoardPage"
    shell.settle()


def test_a_place_without_the_right_is_not_offered_and_says_why(shell):
    few = replace(shell.owner, rights=Rights("own", frozenset({"customers.see"})))
    shell.enter(few)
    workspace = shell.window.workspace
    assert list(workspace.navigation._buttons) == ["customers", "pool"]
    names = {action.objectName() for action in workspace.commands()}
    assert "go.customers" in names
    assert not {"go.board", "go.import", "customer.new"} & names
    workspace.go_to("import")
    page = workspace.pages.currentWidget()
    assert isinstance(page, StandIn)
    assert "导入客户" in page.state_view.text
    shell.settle()


def test_the_keys_of_the_places_follow_what_one_may_see(shell):
    few = replace(shell.owner, rights=Rights("all", frozenset({"customers.see", "deals.see"})))
    shell.enter(few)
    buttons = shell.window.workspace.navigation._buttons
    assert [button.toolTip() for button in buttons.values()] == [
        "客户 (Ctrl 1)",
        "业务看板 (Ctrl 2)",
        "审批 (Ctrl 3)",
        "公海 (Ctrl 4)",
    ]
