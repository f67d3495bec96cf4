"""What publishing a process would do: what changes at each node, which running deals would not fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from loancrm_desktop.errors import Problem
from loancrm_desktop.models.deals import Deal, Process
from loancrm_desktop.models.process_runs import NodeVisit
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.lists import BulkResult, RowRefusal
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process import drawing, standing, stepping
from loancrm_desktop.services.process.definition import Definition, Node
from loancrm_desktop.services.process.faults import ProcessFault, node_text
from loancrm_desktop.services.process.office_checks import all_faults
from loancrm_desktop.services.process.process_drafts import ACT
from loancrm_desktop.services.process.reading import parsed
from loancrm_desktop.services.process.stepping import Arrival
from loancrm_desktop.services.process.time_limits import term_of
from loancrm_desktop.texts import Text, say

MOST_MISFITS = 200
MOST_MOVED = 5_000


@dataclass(frozen=True, slots=True)
class NodeChange:
    """What is different at a node.

    Attributes:
        change: `added`, `removed`, `renamed`, `handler`, `limit`, `gate`, `ways` or `stage`.
        deals: how many open deals stand there now.
    """

    node: str
    change: str
    deals: int
    text: Text


@dataclass(frozen=True, slots=True)
class Misfit:
    """A running deal whose node the new picture does not have."""

    deal_id: int
    ref: str
    node: str
    text: Text


@dataclass(frozen=True, slots=True)
class ProcessEffects:
    """What publishing would do.

    Attributes:
        problems: what is wrong in it; errors stand in the way.
        running: open deals that stay on the version they began with.
        misfits: of them, those that could not be moved to the new one, at most MOST_MISFITS.
        misfit_count: how many there are in all.
    """

    problems: tuple[ProcessFault, ...]
    running: int
    changes: tuple[NodeChange, ...]
    misfits: tuple[Misfit, ...]
    misfit_count: int


@reader("process.effects")
def effects(work: Work, process: str, body: dict[str, Any] | None = None) -> ProcessEffects:
    """Answer what publishing a process would do; nothing is written.

    Args:
        work: the reading.
        process: the key.
        body: its JSON; the draft for None.

    Raises:
        Invalid: there is no draft.
        Refused: the actor may not design processes.
    """
    access.require(work, ACT)
    wanted = drawing.version_body(work, process, None) if body is None else dict(body)
    problems = all_faults(work, wanted)
    new, _ = parsed(wanted)
    old = standing.stored(work, process, None)
    here = deals_by_node(work, process)
    running = sum(here.values())
    if new is None:
        return ProcessEffects(problems, running, (), (), 0)
    changes = tuple(_changes(old, new, here)) if old is not None else ()
    gone = {key for key in here if _place_for(new, key, old) is None}
    misfits = tuple(_misfits(work, process, gone, old or new)) if gone else ()
    return ProcessEffects(problems, running, changes, misfits, sum(here[key] for key in gone))


def deals_by_node(work: Work, process: str) -> dict[str, int]:
    """Answer how many open deals stand in each node; by stage where no stay says which."""
    place = func.coalesce(NodeVisit.node, Deal.stage)
    chosen = (
        select(place, func.count())
        .select_from(Deal)
        .join(Process, Process.id == Deal.process_id)
        .outerjoin(NodeVisit, _open_stay())
        .where(Process.key == process, Deal.outcome == "open", Deal.deleted_at.is_(None))
        .group_by(place)
    )
    return {str(row[0]): int(row[1]) for row in work.session.execute(chosen)}


def _open_stay() -> Any:
    return (NodeVisit.deal_id == Deal.id) & NodeVisit.left_at.is_(None) & NodeVisit.track.is_(None)


def _place_for(design: Definition, key: str, old: Definition | None) -> Node | None:
    """Answer where a deal of an older picture stands in a new one: its node, else its stage's."""
    node = design.by_key.get(key)
    if node is not None and node.rests:
        return node
    before = old.by_key.get(key) if old is not None else None
    stage = before.stage if before is not None else key
    return design.node_of_stage.get(stage or "")


def _changes(old: Definition, new: Definition, here: dict[str, int]) -> Iterator[NodeChange]:
    for node in new.nodes:
        before = old.by_key.get(node.key)
        named = node_text(new, node.key)
        many = here.get(node.key, 0)
        if before is None:
            yield NodeChange(node.key, "added", 0, say("{node} is new", node=named))
            continue
        for change, text in _differences((old, before), (new, node)):
            yield NodeChange(node.key, change, many, text)
    for node in old.nodes:
        if node.key not in new.by_key:
            text = say("{node} is taken out", node=node_text(old, node.key))
            yield NodeChange(node.key, "removed", here.get(node.key, 0), text)


def _differences(
    then: tuple[Definition, Node], now: tuple[Definition, Node]
) -> Iterator[tuple[str, Text]]:
    (old, before), (new, node) = then, now
    named = node_text(new, node.key)
    if old.name_of(node.key) != new.name_of(node.key):
        yield "renamed", say("{node} has another name", node=named)
    if _who(before) != _who(node):
        yield "handler", say("{node} has other handlers", node=named)
    if before.limit != node.limit:
        yield "limit", say("{node} has another time limit", node=named)
    if _gate(before) != _gate(node):
        yield "gate", say("{node} asks for other things before leaving", node=named)
    if before.stage != node.stage:
        yield "stage", say("{node} stands in another stage", node=named)
    if old.out_of.get(node.key) != new.out_of.get(node.key):
        yield "ways", say("Other ways lead out of {node}", node=named)


def _who(node: Node) -> tuple[Any, ...]:
    return node.kind, node.handler, node.approvers, node.mode, node.tracks, node.join


def _gate(node: Node) -> tuple[Any, ...]:
    return node.required, node.documents, node.until


def _misfits(work: Work, process: str, gone: set[str], old: Definition) -> Iterator[Misfit]:
    place = func.coalesce(NodeVisit.node, Deal.stage)
    chosen = (
        select(Deal.id, Deal.ref, place)
        .join(Process, Process.id == Deal.process_id)
        .outerjoin(NodeVisit, _open_stay())
        .where(
            Process.key == process,
            Deal.outcome == "open",
            Deal.deleted_at.is_(None),
            place.in_(gone),
        )
        .order_by(Deal.id)
        .limit(MOST_MISFITS)
    )
    for row in work.session.execute(chosen):
        text = say(
            "{ref} stands in {node}, which the new version does not have.",
            ref=row[1],
            node=node_text(old, row[2]),
        )
        yield Misfit(row[0], row[1], row[2], text)


@operation("process.move_running")
def move_running(work: Work, process: str, deal_ids: list[int] | None = None) -> BulkResult:
    """Move running deals to the version in force; those that do not fit stay, each with why.

    Their stays go on: time limits do not begin anew.

    Args:
        work: the operation.
        process: the key.
        deal_ids: which; all that run by an older version for None, at most MOST_MOVED.

    Raises:
        Refused: the actor may not design processes.
    """
    access.require(work, ACT)
    chosen = (
        select(Deal)
        .join(Process, Process.id == Deal.process_id)
        .outerjoin(NodeVisit, _open_stay())
        .where(
            Process.key == process,
            Deal.outcome == "open",
            Deal.deleted_at.is_(None),
            func.coalesce(NodeVisit.version, 0) != Process.design_version,
        )
        .order_by(Deal.id)
        .limit(MOST_MOVED)
    )
    if deal_ids is not None:
        chosen = chosen.where(Deal.id.in_(deal_ids))
    moved: list[int] = []
    refused: list[RowRefusal] = []
    for deal in list(work.session.execute(chosen).scalars()):
        try:
            _move(work, deal)
        except Problem as problem:
            refused.append(RowRefusal(deal.id, problem.text.read()))
        else:
            moved.append(deal.id)
    return BulkResult(tuple(moved), tuple(refused))


def _move(work: Work, deal: Deal) -> None:
    from loancrm_desktop.errors import Refused

    number = standing.version_in_force(work, deal.process_id)
    design = standing.definition(work, deal.process_id, number)
    visit = standing.open_stay(work, deal.id)
    key = visit.node if visit is not None else deal.stage
    old = standing.definition(work, deal.process_id, visit.version) if visit is not None else None
    node = _place_for(design, key, old) if design is not None else None
    if design is None or node is None:
        raise Refused(
            say(
                "{ref} stands in {node}, which the new version does not have.",
                ref=deal.ref,
                node=key,
            )
        )
    if node.kind in ("approval", "parallel") or node.stage != deal.stage or visit is None:
        # What is asked there is asked anew, and another stage is another stay.
        now = standing.Standing(design, number, node, visit)
        how = Arrival("moved", work.now, work.actor.user_id, result="moved")
        stepping.enter(work, deal, now, node, how)
        return
    visit.version, visit.node = number, node.key
    term = term_of(work, deal, node.limit, visit.entered_at)
    visit.due_at = deal.due_at = term.due_at if term is not None else None
    moments = [each.at for each in term.moments() if each.at > work.now] if term else []
    if node.kind == "wait" and term is not None:
        moments.append(term.due_at)
    visit.timer_at = min(moments, default=None)
