"""A process is drawn, checked, put into force; running deals stay on the version they began with."""

from __future__ import annotations

import copy

import pytest
from process_pictures import rich

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services import customers, deal_board, deal_runs, deal_steps, deals
from loancrm_desktop.services.process import (
    drawing,
    effects,
    paths,
    process_drafts,
    publishing,
    trial,
)


def codes(office, owner, body):
    return {each.code: each for each in office.ask(owner, publishing.check, body=body)}


def node(body, key):
    return next(each for each in body["nodes"] if each["key"] == key)


def edge(body, start, end):
    return next(each for each in body["edges"] if (each["from"], each["to"]) == (start, end))


@pytest.fixture
def body():
    return copy.deepcopy(rich())


def test_the_picture_for_tests_and_the_shipped_process_have_no_faults(office, owner, body):
    assert office.ask(owner, publishing.check, body=body) == ()
    shipped = office.ask(owner, drawing.drawn).published
    assert office.ask(owner, publishing.check, body=shipped) == ()


def test_a_stage_process_of_the_first_format_becomes_a_picture(office, owner):
    found = office.ask(owner, drawing.drawn)
    assert (found.published["format"], found.published_version) == (2, 1)
    kinds = {each["key"]: each["kind"] for each in found.published["nodes"]}
    assert kinds["start"] == "start"
    assert kinds["first_call"] == "handle"
    assert kinds["archived"] == "end"
    limit = node(found.published, "first_call")["limit"]
    assert (limit["amount"], limit.get("unit", "working_hours")) == (2, "working_hours")


@pytest.mark.parametrize(
    ("spoil", "code", "where"),
    [
        (lambda b: b["edges"].remove(edge(b, "prepare", "pause")), "unreachable", "paid"),
        (lambda b: b["edges"].remove(edge(b, "pause", "paid")), "dead_end", "pause"),
        (lambda b: edge(b, "size", "check").pop("else"), "no_else", "size"),
        (lambda b: node(b, "check").pop("handler"), "no_handler", "check"),
        (lambda b: node(b, "pause").pop("limit"), "no_wait", "pause"),
        (lambda b: node(b, "prepare").update(tracks=[]), "no_tracks", "prepare"),
        (lambda b: node(b, "check").pop("stage"), "no_stage", "check"),
        (lambda b: edge(b, "check", "prepare").update(to="x"), "unknown_node", None),
        (lambda b: node(b, "intake").update(required=["colour"]), "unknown_field", "intake"),
        (
            lambda b: edge(b, "size", "sign_off")["when"].update(field="colour"),
            "unknown_field",
            "size",
        ),
        (
            lambda b: node(b, "check").update(handler={"kind": "person", "person": 99}),
            "unknown_person",
            "check",
        ),
        (
            lambda b: node(b, "check").update(handler={"kind": "role", "role": "pope"}),
            "unknown_role",
            "check",
        ),
        (lambda b: node(b, "check").update(documents=["love_letter"]), "unknown_kind", "check"),
        (lambda b: node(b, "check").update(kind="dance"), "literal_error", "check"),
        (lambda b: node(b, "check").update(colour="red"), "extra_forbidden", "check"),
        (lambda b: b["nodes"].append(dict(node(b, "check"))), "twice", "check"),
    ],
)
def test_a_fault_is_named_with_its_node_in_a_sentence(office, owner, body, spoil, code, where):
    spoil(body)
    found = codes(office, owner, body)
    assert code in found
    assert found[code].node == where
    assert found[code].text.read("zh")
    with pytest.raises(Invalid):
        office.do(owner, publishing.publish, process="rich", body=body)


def test_a_loop_that_never_rests_is_named(office, owner, body):
    body["nodes"].append({"key": "note", "kind": "action"})
    edge(body, "size", "check").update(to="note")
    body["edges"].append({"from": "note", "to": "size"})
    assert codes(office, owner, body)["endless"].node in ("note", "size")


def test_a_process_without_an_end_is_named(office, owner, body):
    body["nodes"] = [each for each in body["nodes"] if each["kind"] != "end"]
    body["edges"] = [e for e in body["edges"] if e["to"] not in ("paid", "refused")]
    body["rules"] = {}
    assert "no_end" in codes(office, owner, body)


@pytest.mark.parametrize("number", [3, 99])
def test_a_newer_format_is_refused_in_words(office, owner, body, number):
    body["format"] = number
    (fault,) = office.ask(owner, publishing.check, body=body)
    assert fault.code == "too_new"
    assert str(number) in fault.text.read()


@pytest.mark.parametrize("wild", [{}, {"format": 2}, {"format": "2"}, {"format": 2, "nodes": 7}])
def test_a_file_somebody_edited_by_hand_never_crashes_the_check(office, owner, wild):
    assert office.ask(owner, publishing.check, body=wild)


def test_a_draft_is_kept_faulty_or_not_and_published(office, owner, body):
    office.do(owner, process_drafts.save_draft, process="rich", body={"format": 2, "nodes": []})
    found = office.ask(owner, drawing.drawn, process="rich")
    assert (found.published_version, found.draft) == (0, {"format": 2, "nodes": []})
    with pytest.raises(Invalid):
        office.do(owner, publishing.publish, process="rich")
    office.do(owner, process_drafts.save_draft, process="rich", body=body)
    done = office.do(owner, publishing.publish, process="rich")
    assert (done.version, done.stages[:2]) == (1, ("intake", "review"))
    assert office.ask(owner, drawing.drawn, process="rich").draft is None
    assert {path.key for path in office.ask(owner, paths.all_paths)} == {"standard", "rich"}


def test_only_who_designs_processes_may(office, actor_of, body):
    for call, given in (
        (process_drafts.save_draft, {"process": "rich", "body": body}),
        (publishing.publish, {"process": "rich", "body": body}),
        (publishing.roll_back, {"process": "standard", "version": 1}),
        (effects.move_running, {"process": "standard"}),
    ):
        with pytest.raises(Refused):
            office.do(actor_of("li"), call, **given)


@pytest.fixture
def running(office, owner, actor_of, body):
    """Answer a deal in the first version of the picture, at the check."""
    office.do(owner, publishing.publish, process="rich", body=body)
    li = actor_of("li")
    case = office.do(li, customers.add, values={"name": "王五", "phone": "13912345678"})
    card = office.do(
        li,
        deals.open_deal,
        customer_id=case.id,
        values={"bank": "建行", "requested_amount": "50000"},
        process="rich",
    )
    office.do(li, deal_steps.advance, deal_id=card.id)
    return card.id


def changed(body):
    """Answer the picture with its check taken out: the branch leads on itself."""
    newer = copy.deepcopy(body)
    newer["nodes"] = [each for each in newer["nodes"] if each["key"] not in ("check", "sign_off")]
    newer["edges"] = [
        e for e in newer["edges"] if not {e["from"], e["to"]} & {"check", "sign_off", "size"}
    ]
    newer["nodes"] = [each for each in newer["nodes"] if each["key"] != "size"]
    newer["edges"].append({"from": "intake", "to": "prepare"})
    newer["edges"].append({"from": "prepare", "to": "refused"})
    newer["edges"] = [e for e in newer["edges"] if e["to"] != "refused"]
    newer["nodes"] = [each for each in newer["nodes"] if each["key"] != "refused"]
    newer["stages"] = [s for s in newer["stages"] if s["key"] not in ("review", "refused")]
    return newer


def test_running_deals_stay_on_their_version_and_their_stage_on_the_board(
    office, owner, actor_of, body, running
):
    newer = changed(body)
    told = office.ask(owner, effects.effects, process="rich", body=newer)
    assert not [each for each in told.problems if each.level == "error"]
    assert (told.running, told.misfit_count) == (1, 1)
    assert [(each.deal_id, each.node) for each in told.misfits] == [(running, "check")]
    assert ("check", "removed", 1) in {(e.node, e.change, e.deals) for e in told.changes}
    office.do(owner, publishing.publish, process="rich", body=newer)
    columns = office.ask(owner, deal_board.board, process="rich").stages
    assert ("review", 1) in {(stage.key, stage.count) for stage in columns}
    view = office.ask(owner, deal_runs.run_view, deal_id=running)
    assert (view.version, view.newest, view.here) == (1, 2, "check")
    moved = office.do(owner, effects.move_running, process="rich")
    assert moved.done == ()
    assert [each.id for each in moved.refused] == [running]
    step = office.do(actor_of("li"), deal_steps.advance, deal_id=running, edge="check>prepare")
    assert step.to_stage == "papers"
    moved = office.do(owner, effects.move_running, process="rich")
    assert moved.done == (running,)
    assert office.ask(owner, deal_runs.run_view, deal_id=running).version == 2


def test_a_roll_back_is_a_new_version_of_the_old_picture(office, owner, body, running):
    del running
    office.do(owner, publishing.publish, process="rich", body=changed(body))
    done = office.do(owner, publishing.roll_back, process="rich", version=1)
    assert done.version == 3
    found = office.ask(owner, drawing.drawn, process="rich")
    assert [(each.version, each.state) for each in found.versions] == [
        (3, "published"),
        (2, "retired"),
        (1, "retired"),
    ]
    assert "review" in {s.key for s in office.ask(owner, paths.stages, process="rich").stages}


def test_a_trial_says_which_way_a_sample_goes(office, owner, body):
    small = office.ask(owner, trial.trial, body=body, values={"requested_amount": "50000"})
    assert [step.node for step in small.steps][:4] == ["start", "intake", "size", "check"]
    assert small.end == "paid"
    large = office.ask(
        owner,
        trial.trial,
        body=body,
        values={"requested_amount": "200000"},
        choices={"sign_off": "sign_off>refused"},
    )
    assert [step.node for step in large.steps] == [
        *("start", "intake", "size", "sign_off", "refused")
    ]
    decided = next(step for step in large.steps if step.node == "sign_off")
    assert decided.facts == {"requested_amount": 20_000_000}


def test_the_shipped_process_is_tried_through_both_review_branches(office, owner):
    body = office.ask(owner, drawing.drawn).published
    passed = office.ask(owner, trial.trial, body=body)
    assert passed.end == "post_loan"
    refused = office.ask(
        owner,
        trial.trial,
        body=body,
        choices={"qualification_review": "qualification_review>archived"},
    )
    assert refused.end == "archived"


def test_a_sub_process_is_walked_in_its_parents_stage(office, owner, actor_of, body):
    inner = {
        "format": 2,
        "key": "inner",
        "name_zh": "核查",
        "stages": [
            {"key": "a", "name_zh": "核查"},
            {"key": "z", "name_zh": "完成", "outcome": "won"},
        ],
        "nodes": [
            {"key": "s", "kind": "start"},
            {"key": "look", "kind": "handle", "stage": "a", "handler": {"kind": "owner"}},
            {"key": "e", "kind": "end", "stage": "z"},
        ],
        "edges": [{"from": "s", "to": "look"}, {"from": "look", "to": "e"}],
    }
    office.do(owner, publishing.publish, process="inner", body=inner)
    body["nodes"].append(
        {"key": "sub", "kind": "sub_process", "process": "inner", "stage": "review"}
    )
    edge(body, "size", "check").update(to="sub")
    body["edges"].append({"from": "sub", "to": "check"})
    office.do(owner, publishing.publish, process="rich", body=body)
    li = actor_of("li")
    case = office.do(li, customers.add, values={"name": "王五", "phone": "13912345678"})
    card = office.do(
        li,
        deals.open_deal,
        customer_id=case.id,
        values={"bank": "建行", "requested_amount": "50000"},
        process="rich",
    )
    step = office.do(li, deal_steps.advance, deal_id=card.id)
    assert (step.to_node, step.to_stage) == ("sub/look", "review")
    step = office.do(li, deal_steps.advance, deal_id=card.id)
    assert (step.to_node, step.to_stage) == ("check", "review")
    looped = {**inner, "nodes": [*inner["nodes"]], "edges": [*inner["edges"]]}
    looped["nodes"][1] = {"key": "look", "kind": "sub_process", "process": "rich"}
    assert "in_itself" in codes(office, owner, looped)
