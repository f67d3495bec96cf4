"""Two desks draw one process; files come in; a real deal is tried: nothing goes unsaid."""

import json
import threading

import pytest

from loancrm_desktop.errors import Problem
from loancrm_desktop.services.process import drawing, process_drafts, publishing
from loancrm_desktop.ui.flows import flow_body
from loancrm_desktop.ui.flows.flow_files import read_process, write_process
from loancrm_desktop.ui.flows.flow_page import FlowDesignerPage


@pytest.fixture
def page(qtbot, desk):
    made = FlowDesignerPage(desk.bridge, desk.words)
    qtbot.addWidget(made)
    made.resize(1440, 850)
    made.show()
    desk.settle(lambda: made.drawing is not None)
    return made


def elsewhere(seat, function, **arguments):
    """Act at another desk while this one goes on."""
    thread = threading.Thread(target=seat.office.do, args=(seat.actor, function), kwargs=arguments)
    thread.start()
    thread.join()


def named(body, name):
    return flow_body.set_node(body, "first_call", {"name_zh": name})


def in_force(desk):
    found = desk.ask(drawing.drawn, process="standard")
    return found.published_version, flow_body.node(found.published, "first_call")["name_zh"]


def draw(page, desk, name="我的首联"):
    page.desk.set_node("first_call", {"name_zh": name})
    page.judge()
    desk.settle()


def test_a_version_that_came_meanwhile_is_asked_about_and_gone_over(page, desk):
    draw(page, desk)
    theirs = named(page.drawing.published, "他们的首联")
    elsewhere(desk, publishing.publish, process="standard", body=theirs)
    desk.settle(lambda: page.drawing.published_version == 2)
    assert page.news.isVisible()
    page.publish()
    page.publishing.meanwhile.over.click()
    desk.settle(lambda: page.publishing.dialog is not None)
    page.publishing.dialog.publish_button.click()
    desk.settle(lambda: page.drawing.published_version == 3)
    assert in_force(desk) == (3, "我的首联")


def test_one_that_came_while_the_question_was_open_can_be_compared_and_given_up(page, desk):
    draw(page, desk)
    page.publish()
    desk.settle(lambda: page.publishing.dialog is not None)
    page._bridge.changed.disconnect(page._on_bridge_changed)
    theirs = named(page.drawing.published, "他们的首联")
    elsewhere(desk, publishing.publish, process="standard", body=theirs)
    page.publishing.dialog.publish_button.click()
    desk.settle(lambda: page.publishing.meanwhile is not None)
    page.publishing._on_meanwhile_answered("compare")
    desk.settle()
    page.publishing.ask()
    desk.settle(lambda: page.publishing.dialog is not None)
    page.publishing.dialog.publish_button.click()
    desk.settle(lambda: page.publishing.meanwhile is not None)
    page.publishing.meanwhile.give_up.click()
    desk.settle(lambda: page.drawing.published_version == 2)
    assert in_force(desk) == (2, "他们的首联")
    assert flow_body.node(page.desk.body, "first_call")["name_zh"] == "他们的首联"


def test_what_comes_from_others_is_shown_where_nothing_is_drawn(page, desk):
    theirs = named(page.drawing.published, "他们的首联")
    elsewhere(desk, publishing.publish, process="standard", body=theirs)
    desk.settle(lambda: page.drawing.published_version == 2)
    assert flow_body.node(page.desk.body, "first_call")["name_zh"] == "他们的首联"
    assert not page.news.isVisible()


def test_a_draft_of_another_desk_is_put_aside_and_said(page, desk):
    elsewhere(
        desk, process_drafts.save_draft, process="standard", body=page.desk.body, desk="other"
    )
    draw(page, desk)
    page.keeper.keep_now()
    desk.settle(page.news.isVisible)
    (other,) = page.drawing.others
    assert other.aside


WRONG = {
    "cut.json": ('{"format": 2, "nodes": [', "JSON"),
    "list.json": ("[1, 2]", "list.json"),
    "newer.json": ('{"format": 9}', "9"),
    "none.json": ('{"hello": 1}', "格式"),
    "typo.json": ('{"format": 2, "key": "a", "name_zh": "甲", "nodez": []}', "stages"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_holds_no_process_is_refused_in_one_sentence(page, desk, tmp_path, name):
    raw, told = WRONG[name]
    (tmp_path / name).write_text(raw, "utf-8")
    before = page.desk.body
    page.files.read_from(tmp_path / name)
    desk.settle(page.notice.isVisible)
    assert told in page.notice.text
    assert "\n" not in page.notice.text
    assert page.desk.body == before


@pytest.mark.parametrize("name", ["missing.json", "folder"])
def test_a_file_that_cannot_be_read_or_written_says_so(tmp_path, name):
    (tmp_path / "folder").mkdir()
    with pytest.raises(Problem, match=name):
        read_process(tmp_path / name)
    with pytest.raises(Problem, match="folder"):
        write_process(tmp_path / "folder", {})


def wild(body, kind):
    if kind == "loop":
        edges = [*body["edges"], {"from": "first_call", "to": "route"}]
        edges += [{"from": "route", "to": "route2"}, {"from": "route2", "to": "route"}]
        branches = [{"key": key, "kind": "branch", "name_zh": key} for key in ("route", "route2")]
        return {**body, "edges": edges, "nodes": [*body["nodes"], *branches]}
    if kind == "field":
        return flow_body.set_node(body, "first_call", {"required": ["no_such_field"]})
    return flow_body.set_node(body, "first_call", {"handler": {"kind": "person", "person": 4711}})


@pytest.mark.parametrize("kind", ["loop", "field", "person"])
def test_a_file_with_loops_or_unknown_names_lies_on_the_table_and_blocks(
    page, desk, tmp_path, kind
):
    path = tmp_path / "hand.json"
    write_process(path, wild(page.desk.body, kind))
    page.files.read_from(path)
    desk.settle(lambda: page.desk.undo_stack.count() == 1)
    page.judge()
    desk.settle(lambda: bool(page.checking.errors))
    page.publish()
    assert page.publishing.dialog is None
    assert page.desk.chosen.nodes or page.desk.chosen.edge
    assert all(page.faults[at].text.read() for at in page.checking.errors)


def test_what_was_written_is_read_again_whole(page, desk, tmp_path):
    path = tmp_path / "流程.json"
    page.files.write_to(path)
    desk.settle(path.exists)
    assert json.loads(path.read_text("utf-8"))["key"] == "standard"
    assert read_process(path)["nodes"]


def test_a_real_deal_runs_through_the_picture_with_its_values(page, desk):
    page.begin_trial()
    desk.settle(lambda: page.trial.trial is not None)
    assert page.trial.trial.sample == {}
    page.trial.take_deal(desk.deals["钱慧敏"])
    desk.settle(lambda: bool(page.trial.trial.sample))
    sample = page.trial.trial.sample
    assert "customer.id_number" not in sample
    assert sample["stage"] == "qualification_review"
    page.trial.begin()
    desk.settle(lambda: page.trial.trial.sample == {})
