"""Moves a deal along its path: is there a way, does it hold, who handles it, until when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from loancrm_desktop.errors import Need, Refused
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal, StageVisit
from loancrm_desktop.models.people import Team, User
from loancrm_desktop.services import conditions, deadlines
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import value_of
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process.design import Edge, ProcessDesign
from loancrm_desktop.services.process.paths import ProcessPath, StageInfo, processes
from loancrm_desktop.services.process.visits import open_visit
from loancrm_desktop.terms import Term
from loancrm_desktop.texts import Text, current_language, say

_LOST = "lost"


def ways(work: Work, process_id: int, stage: str) -> tuple[str, ...]:
    """Answer the stages a deal in this stage may be moved to."""
    kept = processes(work).get(process_id)
    return kept.ways.get(stage, ()) if kept else ()


def check_move(work: Work, deal: Deal, to_stage: str, reason: str | None) -> Edge:
    """Answer the way to a stage when it may be gone.

    Raises:
        Refused: there is no way (naming the allowed stages), its condition does not hold, or
            something is missing (naming the fields).
    """
    kept = processes(work).get(deal.process_id)
    if kept is None:
        raise _no_process(deal)
    if deal.stage == to_stage:
        raise Refused(
            say(
                "Deal {ref} already stands in {stage}.",
                ref=deal.ref,
                stage=_stage_name(kept.path, to_stage),
            ),
            allowed=kept.design.ways_from(deal.stage),
        )
    edge = kept.design.edge(deal.stage, to_stage)
    if edge is None:
        raise _no_way(kept.path, kept.design, deal, to_stage)
    missing = _missing(work, deal, edge, reason)
    if missing:
        raise Refused(
            say(
                "To move on to {stage}, first fill in: {fields}.",
                stage=_stage_name(kept.path, to_stage),
                fields=_joined([need.label for need in missing]),
            ),
            needs=missing,
        )
    if edge.when is not None and not _holds(work, deal, edge):
        sentence = conditions.word(work, "deal", dict(edge.when))
        raise Refused(
            say(
                "The deal cannot move to {stage} yet; this must hold: {condition}.",
                stage=_stage_name(kept.path, to_stage),
                condition=sentence,
            )
        )
    return edge


def _no_process(deal: Deal) -> Refused:
    return Refused(
        say("The process of deal {ref} is no longer there. Restore it first.", ref=deal.ref)
    )


def _no_way(path: ProcessPath, design: ProcessDesign, deal: Deal, to_stage: str) -> Refused:
    allowed = design.ways_from(deal.stage)
    if path.stage(to_stage) is None:
        text = say(
            "This process has no stage {stage}. Allowed from here: {allowed}.",
            stage=to_stage,
            allowed=", ".join(allowed) or "-",
        )
        return Refused(text, allowed=allowed)
    names = _joined([_stage_name(path, key) for key in allowed])
    text = say(
        "From {here} a deal cannot go to {there}. Allowed from here: {allowed}.",
        here=_stage_name(path, deal.stage),
        there=_stage_name(path, to_stage),
        allowed=names,
    )
    return Refused(text, allowed=allowed)


class _Joined(Text):
    """Several texts with commas between, said in the reader's language."""

    def read(self, language: str | None = None) -> str:
        """Say them one after the other."""
        chosen = language or current_language()
        said = [each.read(chosen) for each in self.values.values() if isinstance(each, Text)]
        return ("、" if chosen == "zh" else ", ").join(said) or "-"


def _joined(texts: list[Text]) -> Text:
    return _Joined("", {str(index): text for index, text in enumerate(texts)})


def _stage_name(path: ProcessPath, key: str) -> Text:
    stage = path.stage(key)
    return Term(f"stage.{key}", stage.name_zh, stage.name_en) if stage else say("{key}", key=key)


def _missing(work: Work, deal: Deal, edge: Edge, reason: str | None) -> list[Need]:
    fields = catalog_of(work).kind("deal").fields
    missing = [
        Need(key, Term(f"field.{key}", fields[key].label_zh, fields[key].label_en))
        for key in edge.requires
        if key in fields and value_of(deal, "deal", fields[key]) in (None, "", [])
    ]
    if edge.needs_reason and not (reason or "").strip():
        missing.append(Need("reason", say("Reason")))
    return missing


def _holds(work: Work, deal: Deal, edge: Edge) -> bool:
    work.session.flush()
    chosen = select(Deal.id).where(
        Deal.id == deal.id, conditions.design_sql(work, "deal", dict(edge.when or {}))
    )
    return work.session.execute(chosen).first() is not None


def enter(work: Work, deal: Deal, to_stage: str, reason: str | None, at: datetime) -> None:
    """Close the open stay, open the next, set handler, time limit and outcome."""
    kept = processes(work).get(deal.process_id)
    if kept is None:
        raise _no_process(deal)
    stage = kept.path.stage(to_stage)
    if stage is None:
        raise Refused(say("This process has no stage {stage}.", stage=to_stage))
    leaving = open_visit(work, deal.id)
    if leaving is not None:
        leaving.left_at = at
        leaving.dwell_s = max(0, int((at - leaving.entered_at).total_seconds()))
    _stand(work, deal, stage, at)
    work.session.add(
        StageVisit(
            deal_id=deal.id,
            process_id=deal.process_id,
            stage=to_stage,
            from_stage=leaving.stage if leaving else None,
            entered_at=at,
            entered_by=work.actor.user_id,
            handler_id=deal.handler_id,
            due_at=deal.due_at,
            reason=reason,
        )
    )


def _stand(work: Work, deal: Deal, stage: StageInfo, at: datetime) -> None:
    deal.stage = stage.key
    deal.stage_position = stage.position
    deal.stage_entered_at = at
    deal.due_at = due_at(work, stage, at)
    deal.handler_id = handler(work, deal, stage)
    if deal.outcome != stage.outcome:
        deal.outcome = stage.outcome
    if stage.outcome == "open":
        deal.closed_at = None
        deal.lost_reason = None
    elif deal.closed_at is None:
        deal.closed_at = at
    if stage.outcome in ("open", "won"):
        deal.max_position = max(deal.max_position, stage.position)


def due_at(work: Work, stage: StageInfo, at: datetime) -> datetime | None:
    """Answer until when a deal may stay in a stage, None for no limit."""
    if stage.limit_minutes is None:
        return None
    return deadlines.due_at(
        at, stage.limit_minutes, working=stage.limit_working, zone=work.place.zone
    )


def handler(work: Work, deal: Deal, stage: StageInfo) -> int | None:
    """Answer who works on a deal in a stage: the owner, the team's supervisor, or a role."""
    if stage.handler == "supervisor":
        return _supervisor(work, deal) or deal.owner_id
    if stage.handler.startswith("role:"):
        return _first_of_role(work, stage.handler.removeprefix("role:")) or deal.owner_id
    return deal.owner_id


def _supervisor(work: Work, deal: Deal) -> int | None:
    kept = work.shelf.get("supervisors")
    if kept is None:
        # Somebody who left leads nobody any more.
        rows = work.session.execute(
            select(Team.id, User.id.label("supervisor_id")).outerjoin(
                User, (User.id == Team.supervisor_id) & User.active.is_(True)
            )
        )
        kept = work.shelf["supervisors"] = {row.id: row.supervisor_id for row in rows}
    if deal.team_id is not None:
        return kept.get(deal.team_id)
    return _first_of_role(work, "supervisor")


def _first_of_role(work: Work, role_key: str) -> int | None:
    key = f"first_of:{role_key}"
    if key not in work.shelf:
        work.shelf[key] = work.session.execute(
            select(User.id)
            .where(User.role_key == role_key, User.active.is_(True), User.deleted_at.is_(None))
            .order_by(User.id)
            .limit(1)
        ).scalar()
    found: Any = work.shelf[key]
    return found


def customer_status_after(work: Work, deal: Deal, edge: Edge | None) -> str | None:
    """Answer what the customer's status becomes when a deal has just moved, or None."""
    if edge is not None and edge.customer_status:
        return edge.customer_status
    design = processes(work)[deal.process_id].design
    return design.stages[deal.stage].customer_status


def settle_status(work: Work, customer: Customer, deal: Deal, edge: Edge, was: str) -> None:
    """Give a customer the status that follows from a deal's move.

    One lost case makes no lost customer while another runs or was won; a case that is taken up
    again makes a lost customer one who is followed up again.

    Args:
        work: the operation.
        customer: whose deal it is.
        deal: as it stands after the move.
        edge: the way it went.
        was: the deal's outcome before.
    """
    status = customer_status_after(work, deal, edge)
    if status == _LOST and deal.outcome != "open":
        status = _status_beside(work, deal)
    if status is None and was != "open" and deal.outcome == "open":
        take_up_again(customer)
    if status is not None and customer.status != status:
        customer.status = status


def take_up_again(customer: Customer) -> None:
    """A customer with a running case is not lost."""
    if customer.status == _LOST:
        customer.status = "following"


def _status_beside(work: Work, deal: Deal) -> str | None:
    """Answer what a customer is when this deal is lost, None when another decides."""
    others = select(Deal.outcome).where(
        Deal.customer_id == deal.customer_id, Deal.id != deal.id, Deal.deleted_at.is_(None)
    )
    outcomes = set(work.session.execute(others).scalars())
    if "open" in outcomes:
        return None
    return "closed" if "won" in outcomes else _LOST
