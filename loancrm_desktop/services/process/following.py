"""What a change means to deals at once: limits that hang on a date move, waits that are over end.

In the same transaction as the change; what only time makes true is found by the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import select

from loancrm_desktop.changes import Change
from loancrm_desktop.errors import Problem
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.designs import Design
from loancrm_desktop.models.ids import row_of
from loancrm_desktop.models.process_runs import NodeVisit
from loancrm_desktop.services import conditions, office_hand
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process import facts, limit_acts, standing, stepping
from loancrm_desktop.services.process.definition import Limit, Node
from loancrm_desktop.services.process.standing import Standing
from loancrm_desktop.services.process.time_limits import limit_of, term_of
from loancrm_desktop.services.process.visits import open_visit

OF_DEALS = frozenset({"submission", "document", "task", "contract", "follow_up"})
"""Tables whose rows belong to a deal, or to a customer."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Whether any version of any process asks for this at all."""

    dates: bool
    waits: bool


def answer(work: Work, changes: Iterable[Change]) -> bool:
    """Follow what changed; says whether a deal was changed by it.

    What is undone brings back limits and places of its own.
    """
    if work.undoes is not None:
        return False
    drawn = _drawn(work)
    if not drawn.dates and not drawn.waits:
        return False
    touched = dict.fromkeys(_touched(work, changes))
    changed = False
    for deal_id in touched:
        deal = row_of(work.session, Deal, deal_id)
        if deal is None or deal.deleted_at is not None or deal.outcome != "open":
            continue
        changed |= drawn.dates and follow_fields(work, deal)
        changed |= drawn.waits and end_waits(work, deal)
    return changed


def _drawn(work: Work) -> _Drawn:
    kept: _Drawn | None = work.shelf.get("process_followed")
    if kept is None:
        chosen = select(Design.body).where(Design.kind == "process", Design.state != "draft")
        nodes = [node for body in work.session.execute(chosen).scalars() for node in _nodes(body)]
        dates = any(each.get("field") for node in nodes for each in _limits(node))
        kept = _Drawn(dates, any(node.get("until") for node in nodes))
        work.shelf["process_followed"] = kept
    return kept


def _nodes(body: Any) -> Iterator[dict[str, Any]]:
    nodes: Any = body.get("nodes")
    for node in cast("list[Any]", nodes) if isinstance(nodes, list) else ():
        if isinstance(node, dict):
            yield cast("dict[str, Any]", node)


def _limits(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    steps = [step for track in node.get("tracks") or () for step in track.get("steps") or ()]
    for part in (node, *steps):
        if isinstance(part.get("limit"), dict):
            yield part["limit"]


def _touched(work: Work, changes: Iterable[Change]) -> Iterator[int]:
    """Answer the deals that changed, or something of theirs or of their customers."""
    customers: set[int] = set()
    for change in changes:
        if change.table == "deal":
            yield change.record_id
        elif change.table == "customer" and change.act == "update":
            customers.add(change.record_id)
        elif change.table in OF_DEALS:
            deal_id = change.new.get("deal_id") or change.old.get("deal_id")
            of = change.new.get("customer_id") or change.old.get("customer_id")
            if isinstance(deal_id, int):
                yield deal_id
            elif isinstance(of, int):
                customers.add(of)
    if customers:
        chosen = select(Deal.id).where(
            Deal.customer_id.in_(customers), Deal.outcome == "open", Deal.deleted_at.is_(None)
        )
        yield from work.session.execute(chosen.order_by(Deal.id)).scalars()


def follow_fields(work: Work, deal: Deal) -> bool:
    """Set limits anew that hang on a date field; says whether one moved.

    What was asked for at the old date stays done; the new date asks for its own.
    """
    main = standing.open_stay(work, deal.id)
    if main is None:
        return _follow_without_stay(work, deal)
    design = standing.definition(work, deal.process_id, main.version)
    node = design.by_key.get(main.node) if design is not None else None
    if node is None:
        return False
    pieces = standing.open_tracks(work, deal.id) if node.tracks else []
    moved = [_moved(work, deal, node, stay) for stay in (main, *pieces)]
    if moved[0]:
        deal.due_at = main.due_at
        visit = open_visit(work, deal.id)
        if visit is not None:
            visit.due_at = main.due_at
    return any(moved)


def _moved(work: Work, deal: Deal, node: Node, stay: NodeVisit) -> bool:
    limit = limit_of(node, stay.track)
    if limit is None or limit.field is None:
        return False
    term = term_of(work, deal, limit, stay.entered_at)
    due_at = term.due_at if term is not None else None
    if due_at == stay.due_at:
        return False
    stay.due_at = due_at
    stay.timer_at = stepping.first_moment(term, node if stay.track is None else None)
    return True


def _follow_without_stay(work: Work, deal: Deal) -> bool:
    """Move the limit of a deal that came in by an import; its stage tells where it stands."""
    design = standing.definition(work, deal.process_id, standing.version_at(work, deal))
    node = design.node_of_stage.get(deal.stage) if design is not None else None
    limit: Limit | None = node.limit if node is not None else None
    if limit is None or limit.field is None:
        return False
    term = term_of(work, deal, limit, deal.stage_entered_at)
    due_at = term.due_at if term is not None else None
    if due_at == deal.due_at:
        return False
    deal.due_at = due_at
    return True


def end_waits(work: Work, deal: Deal) -> bool:
    """Let a deal go on whose wait is over, as far as waits are over; says whether it went.

    A deal that comes to the same node twice in one go stays there.
    """
    been: set[str] = set()
    went = False
    while (now := _waiting(work, deal)) is not None and now.node.key not in been:
        been.add(now.node.key)
        if not _is_over(work, deal, now) or not end_wait(work, deal, now):
            break
        went = True
    return went


def _is_over(work: Work, deal: Deal, now: Standing) -> bool:
    try:
        return facts.holds(work, deal, now.node.until or {})
    except Problem:
        return False  # a field it names is gone; the change that brought us here stays good


def _waiting(work: Work, deal: Deal) -> Standing | None:
    """Answer where a deal stands, if it waits there for a condition."""
    stay = standing.open_stay(work, deal.id)
    if stay is None:
        return None
    design = standing.definition(work, deal.process_id, stay.version)
    node = design.by_key.get(stay.node) if design is not None else None
    if design is None or node is None or node.kind != "wait" or node.until is None:
        return None
    return Standing(design, stay.version, node, stay) if deal.stage == stay.stage else None


def over_by_now(work: Work, most: int) -> list[tuple[Deal, Standing]]:
    """Answer the deals whose wait is over, by what holds now: time makes some conditions true."""
    if not _drawn(work).waits:
        return []
    found: list[tuple[Deal, Standing]] = []
    for process_id, version, node in _waits(work):
        try:
            until = conditions.design_sql(work, "deal", node.until or {})
        except Problem:
            continue  # it names a field that is gone: nobody knows whether it is over
        chosen = (
            select(Deal)
            .join(NodeVisit, NodeVisit.deal_id == Deal.id)
            .where(
                NodeVisit.node == node.key,
                NodeVisit.version == version,
                NodeVisit.left_at.is_(None),
                NodeVisit.track.is_(None),
                Deal.process_id == process_id,
                Deal.stage == NodeVisit.stage,
                Deal.deleted_at.is_(None),
                until,
            )
            .order_by(Deal.id)
            .limit(most)
        )
        for deal in work.session.execute(chosen).scalars():
            now = _waiting(work, deal)
            if now is not None:
                found.append((deal, now))
    return found[:most]


def _waits(work: Work) -> list[tuple[int, int, Node]]:
    """Answer every drawn wait for a condition, with its process and version."""
    kept: list[tuple[int, int, Node]] | None = work.shelf.get("process_waits")
    if kept is None:
        kept = [
            (process_id, version, node)
            for process_id, version in standing.every_version(work)
            for node in _nodes_of(work, process_id, version)
            if node.kind == "wait" and node.until is not None
        ]
        work.shelf["process_waits"] = kept
    return kept


def _nodes_of(work: Work, process_id: int, version: int) -> tuple[Node, ...]:
    design = standing.definition(work, process_id, version)
    return design.nodes if design is not None else ()


def end_wait(work: Work, deal: Deal, now: Standing) -> bool:
    """Take a deal on whose wait is over, by nobody's hand; says whether it could go."""
    design_id = standing.design_id(work, deal.process_id, now.version)
    with office_hand.acting_for_the_office(work, design_id):
        return limit_acts.go_on(work, deal, "-")
