"""The process as a list: in order, in step with the picture, reached by the keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from loancrm_desktop.ui.flows.flow_outline import in_order
from loancrm_desktop.ui.flows.flow_page import FlowDesignerPage

REVIEW = "qualification_review"


@pytest.fixture
def page(qtbot, desk):
    made = FlowDesignerPage(desk.bridge, desk.words)
    qtbot.addWidget(made)
    made.resize(1440, 850)
    made.show()
    desk.settle(lambda: made.drawing is not None)
    made.canvas.toggle_outline()
    return made


def test_it_lists_every_node_from_the_start_with_its_ways(page):
    outline = page.canvas.outline
    lines = [outline.topLevelItem(at) for at in range(outline.topLevelItemCount())]
    assert len(lines) == len(page.desk.body["nodes"])
    first, second = lines[0], lines[1]
    assert first.childCount() == 1
    spoken = second.data(0, int(Qt.ItemDataRole.AccessibleTextRole))
    assert second.text(0).split()[-1] in spoken
    assert in_order(page.desk.body)[:3] == ["start", "lead_assignment", "first_call"]


def test_walking_the_list_chooses_on_the_picture_and_back(page):
    outline = page.canvas.outline
    page.desk.choose_nodes("first_call")
    outline.setFocus()
    QTest.keyClick(outline, Qt.Key.Key_Down)
    assert page.desk.chosen.edge == f"first_call>{REVIEW}"
    QTest.keyClick(outline, Qt.Key.Key_Down)
    assert page.desk.chosen.node == REVIEW
    page.desk.choose_nodes("post_loan")
    assert (
        outline.currentItem()
        .text(0)
        .startswith(str(in_order(page.desk.body).index("post_loan") + 1))
    )


def test_it_follows_what_is_drawn_and_is_an_area_of_f6(page):
    outline = page.canvas.outline
    before = outline.topLevelItemCount()
    page.desk.choose_nodes("first_call")
    page.desk.append("approval")
    assert outline.topLevelItemCount() == before + 1
    assert outline in page.areas()
    page.canvas.toggle_outline()
    assert outline not in page.areas()


def test_a_process_that_goes_round_is_listed_once():
    body = {
        "nodes": [{"key": "b", "kind": "handle"}, {"key": "a", "kind": "start"}, {"key": "lost"}],
        "edges": [{"from": "a", "to": "b"}, {"from": "b", "to": "a"}, {"from": "b", "to": "gone"}],
    }
    assert in_order(body) == ["a", "b", "lost"]
