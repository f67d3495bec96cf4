"""Ready pieces of a process: several nodes and arrows in one step."""

from __future__ import annotations

from loancrm_desktop.texts import Text, say, tr
from loancrm_desktop.ui.flows import flow_body, layered
from loancrm_desktop.ui.flows.flow_body import Body, Entry
from loancrm_desktop.ui.flows.flow_desk import Chosen, FlowDesk, snapped

REMINDERS: tuple[Entry, ...] = (
    {"when": "before", "do": "remind_handler", "share": 25},
    {"when": "at", "do": "remind_handler"},
    {"when": "at", "do": "remind_leader"},
)


def put(desk: FlowDesk, piece: str) -> None:
    """Put a ready piece behind the node chosen; without one it goes into the open."""
    if piece == "review":
        _review(desk)
    elif piece == "overdue":
        _overdue(desk)
    else:
        _resubmit(desk)


def _names(words: Text) -> Entry:
    return {"name_zh": words.read("zh"), "name_en": words.read("en")}


def _review(desk: FlowDesk) -> None:
    """Add an approval, and an archived end for those who do not pass."""
    body, after = desk.body, desk.chosen.node
    x, y = desk.place_of(after) if after else (0.0, 0.0)
    key = flow_body.free_key(body, "approval")
    names = _names(say("Review"))
    made: Entry = {"key": key, "kind": "approval", **names, "stage": key}
    made |= {"x": snapped(x + layered.PITCH_X), "y": snapped(y), "handler": {"kind": "leader"}}
    behind = [str(each["to"]) for each in flow_body.out_of(body, after)]
    if behind:
        body = flow_body.without(body, (), [f"{after}>{each}" for each in behind])
    body = flow_body.with_node(body, made, {"key": key, **names}, after)
    if after:
        body = flow_body.with_edge(body, {"from": after, "to": key})
    for each in behind[:1]:
        passed: Entry = {"from": key, "to": each, "on": "approved"}
        body = flow_body.with_edge(body, passed | _names(say("Review passed")))
    end = flow_body.free_key(body, "end")
    ended = _names(say("Archived and ended"))
    drawn: Entry = {"key": end, "kind": "end", **ended, "stage": end}
    drawn |= {"x": snapped(x + layered.PITCH_X), "y": snapped(y + layered.PITCH_Y)}
    body = flow_body.with_node(body, drawn, {"key": end, **ended, "outcome": "archived"})
    failed: Entry = {"from": key, "to": end, "on": "rejected", "needs_reason": True}
    body = flow_body.with_edge(body, failed | _names(say("Review not passed")))
    desk.change(body, tr("Add a review"))
    desk.choose_nodes(key)


def _overdue(desk: FlowDesk) -> None:
    """Give the node chosen a limit of two hours whose end the team lead hears of."""
    key = desk.chosen.node
    found = flow_body.node(desk.body, key)
    if found is None or found.get("kind") not in ("handle", "approval", "parallel"):
        return
    limit: Entry = {"amount": 2, "unit": "working_hours", **(found.get("limit") or {})}
    limit["actions"] = [dict(each) for each in REMINDERS]
    body = flow_body.set_node(desk.body, key, {"limit": limit})
    desk.change(body, tr("Late: tell the team lead"))


def _resubmit(desk: FlowDesk) -> None:
    """Let the node chosen lead back to the one before it, when the bank declines."""
    key = desk.chosen.node
    found = flow_body.node(desk.body, key)
    before = [str(each["from"]) for each in flow_body.edges(desk.body) if each.get("to") == key]
    if found is None or not before or found.get("kind") not in ("handle", "approval"):
        return
    back: Entry = {"from": key, "to": _working(desk.body, before[0]), "needs_reason": True}
    if found["kind"] == "approval":
        back["on"] = "rejected"
    body = flow_body.with_edge(desk.body, back | _names(say("Declined, submit again")))
    desk.change(body, tr("Bank declines: submit again"))
    desk.choose(Chosen(edge=flow_body.edge_key(back)))


def _working(body: Body, key: str) -> str:
    """Answer the node where somebody works before one, past branches."""
    seen = {key}
    while (flow_body.node(body, key) or {}).get("kind") in ("branch", "action"):
        into = [str(each["from"]) for each in flow_body.edges(body) if each.get("to") == key]
        if not into or into[0] in seen:
            break
        key = into[0]
        seen.add(key)
    return key
