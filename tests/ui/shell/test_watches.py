"""What goes on beside the pages begins with the first page and rests before the office closes."""

from __future__ import annotations

import pytest

from loancrm_desktop.services.opening import Opened
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.shell.watches import Watches
from loancrm_desktop.ui.workspace import Workspace


@pytest.fixture
def begun(monkeypatch):
    seen = []
    whole = Watches.begin

    def begin(self) -> None:
        seen.append(self)
        whole(self)

    monkeypatch.setattr(Watches, "begin", begin)
    return seen


def test_they_begin_once_after_the_first_page_is_there(qtbot, desk, tmp_path, begun):
    workspace = Workspace(
        desk.bridge, Opened(desk.office, desk.actor, None), DeskMemory(folder=tmp_path)
    )
    qtbot.addWidget(workspace)
    assert begun == []
    desk.settle(workspace.pages.count)
    assert begun == [workspace.watches]
    workspace.words.load()
    desk.settle()
    assert len(begun) == 1
    workspace.rest()
    desk.settle()
