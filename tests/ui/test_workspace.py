"""The workspace folds where it is narrow and shows each page under its place."""

from __future__ import annotations

import pytest

from loancrm_desktop.services.opening import Opened
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.workspace import Workspace


@pytest.fixture
def workspace(qtbot, desk, tmp_path):
    workspace = Workspace(
        desk.bridge, Opened(desk.office, desk.actor, None), DeskMemory(folder=tmp_path)
    )
    qtbot.addWidget(workspace)
    workspace.resize(1440, 900)
    workspace.show()
    desk.settle(workspace.pages.count)
    yield workspace
    workspace.rest()


def test_below_1180_the_navigation_folds_and_above_it_unfolds(workspace):
    workspace.resize(1179, 800)
    assert workspace.navigation.folded
    workspace.resize(1180, 800)
    assert not workspace.navigation.folded


def test_what_the_person_folded_stays_folded_in_a_wide_window(workspace):
    workspace.toggle_fold()
    workspace.resize(1500, 800)
    assert workspace.navigation.folded


def test_a_customer_stands_under_customers(workspace, desk):
    workspace.go_to("board")
    workspace.open_customer(desk.customers["何秀兰"])
    assert workspace.navigation._buttons["customers"].isChecked()
    desk.settle(lambda: workspace.page("customer").customer_name == "何秀兰")


def test_the_person_is_shown_with_role(workspace, desk):
    assert desk.actor.name in workspace.navigation.person.toolTip()


def test_pages_are_built_when_they_are_first_wanted(workspace, desk):
    assert workspace.pages.built("board") is None
    workspace.go_to("board")
    desk.settle()
    assert workspace.pages.built("board") is workspace.page("board")


def test_the_commands_of_the_page_come_before_the_general_ones(workspace, desk):
    page = workspace.page("customers")
    names = [action.objectName() for action in workspace.commands()]
    own = [action.objectName() for action in page.actions() if action.isEnabled()]
    assert own
    assert names[: len(own)] == own
    assert "palette.open" in names
