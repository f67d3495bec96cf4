"""One form at a time stands on the shelf, and it goes when another page comes."""

from __future__ import annotations

import pytest

from loancrm_desktop.services.opening import Opened
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.shell.form_visit import FormVisit
from loancrm_desktop.ui.shell.page_makers import Surroundings
from loancrm_desktop.ui.shell.page_shelf import PageShelf


@pytest.fixture
def visit(qtbot, desk, tmp_path):
    opened = Opened(desk.office, desk.actor, None)
    memory = DeskMemory(folder=tmp_path)
    shelf = PageShelf(Surroundings(desk.bridge, desk.words, opened, memory), {})
    qtbot.addWidget(shelf)
    return FormVisit(desk.bridge, desk.words, shelf)


def test_a_second_form_takes_the_place_of_the_first(visit, desk):
    shelf = visit.parent()
    assert (visit.is_open, visit.customer_id) == (False, None)
    visit.open(0)
    assert (visit.is_open, visit.customer_id, shelf.count()) == (True, 0, 1)
    second = visit.open(desk.customers["何秀兰"])
    assert (visit.customer_id, shelf.count()) == (desk.customers["何秀兰"], 1)
    assert shelf.currentWidget() is second
    visit.close()
    assert (visit.is_open, shelf.count()) == (False, 0)
    desk.settle()


def test_what_the_form_says_is_handed_on(visit, desk, qtbot):
    form = visit.open(0)
    with qtbot.waitSignal(visit.left):
        form.left.emit()
    with qtbot.waitSignal(visit.saved) as saved:
        form.saved.emit(7)
    assert saved.args == [7]
    desk.settle()
