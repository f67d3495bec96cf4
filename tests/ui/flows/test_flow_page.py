"""The process designer on the desk of a test office."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from loancrm_desktop.services.process import drawing
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.flows import flow_body
from loancrm_desktop.ui.flows.flow_page import FlowDesignerPage
from loancrm_desktop.ui.flows.run_dialog import RunDialog

REVIEW = "qualification_review"


@pytest.fixture
def page(qtbot, desk):
    made = FlowDesignerPage(desk.bridge, desk.words)
    qtbot.addWidget(made)
    made.resize(1440, 850)
    made.show()
    desk.settle(lambda: made.drawing is not None)
    return made


def key(page, name, modifier=Qt.KeyboardModifier.NoModifier):
    page.view.setFocus()
    QTest.keyClick(page.view, name, modifier)


def take(page, kind):
    """Take a kind from the menu that is open."""
    menu = page.menus.menu
    wanted = next(each for each in menu.actions() if each.data() == kind)
    QTest.mouseClick(
        menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(wanted).center()
    )  # fmt: skip
    menu.close()


def test_the_process_in_force_stands_on_the_canvas_with_its_deals_counted(page, desk):
    items = page.canvas.scene.node_items
    assert {"start", "first_call", "archived"} <= set(items)
    desk.settle(lambda: bool(page.canvas.scene.layers.figures))
    assert page.canvas.scene.layers.figures[REVIEW].now == 2
    places = [(item.pos().x(), item.pos().y()) for item in items.values()]
    assert len(set(places)) == len(places)


def test_every_step_can_be_taken_back_and_done_again(page):
    before = page.desk.body
    page.desk.choose_nodes(REVIEW)
    page.desk.append("branch")
    page.desk.insert(f"first_call>{REVIEW}", "wait")
    page.desk.set_node("first_call", {"name_zh": "首次致电"})
    page.desk.choose_nodes("bank_approval")
    page.desk.delete_chosen()
    page.desk.arrange()
    after = page.desk.body
    while page.desk.undo_stack.canUndo():
        page.desk.undo_stack.undo()
    assert page.desk.body == before
    while page.desk.undo_stack.canRedo():
        page.desk.undo_stack.redo()
    assert page.desk.body == after


def test_the_draft_is_kept_comes_back_and_can_be_let_go(page, desk):
    page.desk.choose_nodes("first_call")
    made = page.desk.append("handle")
    page.keeper.keep_now()
    desk.settle()
    kept = desk.ask(drawing.drawn, process="standard").draft
    assert flow_body.node(kept, made) is not None
    page.reload()
    desk.settle()
    assert flow_body.node(page.desk.body, made) is not None
    page.discard()
    desk.settle(lambda: flow_body.node(page.desk.body, made) is None)


def test_a_fault_blocks_publishing_and_leads_to_its_node(page, desk):
    page.desk.choose_nodes("first_call")
    made = page.desk.append("handle")
    page.desk.choose_nodes()
    page.judge()
    desk.settle(lambda: bool(page.faults))
    page.publish()
    desk.settle()
    assert page.publishing.dialog is None
    assert page.desk.chosen.node == made
    assert page.canvas.scene.layers.faults[made] == "error"


def test_tab_goes_on_with_a_node_and_arrows_walk(page):
    page.desk.choose_nodes("first_call")
    key(page, Qt.Key.Key_Tab)
    take(page, "approval")
    made = page.desk.chosen.node
    assert flow_body.edge(page.desk.body, f"first_call>{made}") is not None
    page.desk.choose_nodes("lead_assignment")
    key(page, Qt.Key.Key_Right)
    assert page.desk.chosen.node == "first_call"
    key(page, Qt.Key.Key_Delete)
    assert flow_body.node(page.desk.body, "first_call") is None


def test_the_plus_of_an_arrow_puts_a_node_into_it(page, qtbot):
    edge = "lead_assignment>first_call"
    page.desk.choose_edge(edge)
    item = page.canvas.scene.edge_items[edge]
    qtbot.mouseClick(
        page.view.viewport(),
        Qt.MouseButton.LeftButton,
        pos=page.view.mapFromScene(item.plus_place()),
    )
    take(page, "handle")
    made = page.desk.chosen.node
    assert flow_body.edge(page.desk.body, f"lead_assignment>{made}") is not None
    assert flow_body.edge(page.desk.body, f"{made}>first_call") is not None
    assert flow_body.edge(page.desk.body, edge) is None


def test_a_dragged_node_keeps_to_the_grid(page):
    sheet, item = page.view.viewport(), page.canvas.scene.node_items["post_loan"]
    start = page.view.mapFromScene(item.pos())
    QTest.mousePress(sheet, Qt.MouseButton.LeftButton, pos=start)
    for far in (7, 19, 33):
        QTest.mouseMove(sheet, start + QPoint(far, far))
    QTest.mouseRelease(sheet, Qt.MouseButton.LeftButton, pos=start + QPoint(33, 33))
    x, y = page.desk.place_of("post_loan")
    assert (x % 8, y % 8) == (0, 0)
    assert page.desk.undo_stack.count() == 1


def test_copies_bring_their_arrows_and_stages(page):
    page.desk.choose_nodes("first_call", REVIEW)
    key(page, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    key(page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    first, second = page.desk.chosen.nodes
    assert flow_body.edge(page.desk.body, f"{first}>{second}") is not None
    assert flow_body.stage(page.desk.body, first) is not None


def test_ctrl_and_the_wheel_zoom_and_ctrl_0_goes_back(page):
    at = QPointF(page.view.viewport().rect().center())
    wheel = QWheelEvent(
        at, at, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    before = page.view.zoom
    QApplication.sendEvent(page.view.viewport(), wheel)
    assert page.view.zoom > before
    page.view.zoom_whole()
    assert page.view.zoom == 1.0


def test_a_trial_lights_the_way_that_was_chosen(page, desk):
    page.begin_trial()
    desk.settle(lambda: page.trial.trial is not None)
    page.trial.choose_way(REVIEW, f"{REVIEW}>archived")
    desk.settle(lambda: page.trial.trial.end == "archived")
    layers = page.canvas.scene.layers
    assert f"{REVIEW}>archived" in layers.lit
    assert "product_matching" not in layers.states
    page.trial.close_trial()
    assert not layers.is_run


def test_a_version_put_back_is_a_new_one(page, desk):
    page.desk.set_node("first_call", {"limit": {"amount": 5, "unit": "hours"}})
    page.judge()
    desk.settle()
    page.publish()
    desk.settle(lambda: page.publishing.dialog is not None)
    dialog = page.publishing.dialog
    assert any("4" in each for each in dialog.said)
    dialog.publish_button.click()
    desk.settle(lambda: page.drawing.published_version == 2)
    versions = page.show_versions()
    desk.settle()
    versions.list.setCurrentRow(1)
    desk.settle(versions.back_button.isEnabled)
    versions.back_button.click()
    desk.settle(lambda: page.drawing.published_version == 3)
    limit = flow_body.node(page.desk.body, "first_call")["limit"]
    assert (limit["amount"], limit.get("unit")) == (2, None)


def test_a_deal_is_seen_on_the_picture(desk, qtbot, dressed):
    dialog = RunDialog(desk.bridge, desk.words, desk.deals["钱慧敏"])
    qtbot.addWidget(dialog)
    desk.settle(lambda: dialog.run is not None)
    states = dialog.canvas.scene.layers.states
    assert (states["first_call"], states[REVIEW]) == ("done", "now")
    assert f"first_call>{REVIEW}" in dialog.canvas.scene.layers.lit
    assert not dialog.canvas.scene.node_items["start"].shows_ports


def test_a_hundred_nodes_are_drawn_and_moved_fluently(page):
    body = flow_body.empty_body("standard", "大流程")
    body["nodes"] = [{"key": "start", "kind": "start", "name_zh": "开始"}]
    body["nodes"] += [
        {"key": f"n{at}", "kind": "handle", "name_zh": f"第 {at} 步", "handler": {}}
        for at in range(100)
    ]
    ends = ["start", *(f"n{at}" for at in range(100))]
    body["edges"] = [{"from": a, "to": b} for a, b in pairwise(ends)]
    body["edges"] += [{"from": f"n{at}", "to": f"n{at - 7}"} for at in range(9, 100, 9)]
    began = time.thread_time()
    page.desk.open(body)
    assert time.thread_time() - began < 10
    began = time.thread_time()
    page.canvas.scene.node_items["n50"].setPos(400, 400)
    page.view.grab()
    assert time.thread_time() - began < 5


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_picture_takes_the_colours_of_the_theme_when_it_changes(page, qapp, name):
    theme.apply(qapp, name)
    shown = page.view.grab().toImage()
    ground = theme.current().colour("surfaceSunken")
    assert shown.pixelColor(3, shown.height() // 2).name() == ground.name()
    theme.apply(qapp, "light")
