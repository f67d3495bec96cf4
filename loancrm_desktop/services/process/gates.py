"""What has to be there before a deal may leave a node: fields, documents, a reason, approval, time."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import or_, select

from loancrm_desktop.errors import Need, Refused
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.documents import Document
from loancrm_desktop.models.process_runs import Approval
from loancrm_desktop.services import conditions
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import value_of
from loancrm_desktop.services.forms.states import empty
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process.definition import Definition, Edge
from loancrm_desktop.services.process.facts import holds
from loancrm_desktop.services.process.faults import node_text, stage_text
from loancrm_desktop.services.process.routes import Route
from loancrm_desktop.services.process.staffing import field_value
from loancrm_desktop.services.process.standing import Standing, open_tracks
from loancrm_desktop.terms import Term, text_of
from loancrm_desktop.texts import Text, current_language, say


class Joined(Text):
    """Several texts with commas between, said in the reader's language."""

    def read(self, language: str | None = None) -> str:
        """Say them one after the other."""
        chosen = language or current_language()
        said = [each.read(chosen) for each in self.values.values() if isinstance(each, Text)]
        return ("、" if chosen == "zh" else ", ").join(said) or "-"


def joined(texts: Iterable[Text]) -> Text:
    """Answer several texts as one."""
    return Joined("", {str(index): text for index, text in enumerate(texts)})


def require(work: Work, deal: Deal, standing: Standing, route: Route, reason: str | None) -> None:
    """Let a deal leave its node by a route, or say what is missing.

    Raises:
        Refused: naming everything that is missing at once, or the condition that does not hold.
    """
    rejected = route.first.on == "rejected"
    _require_work_done(work, deal, standing)
    missing = _fields(work, deal, standing, route, rejected=rejected)
    if route.needs_reason and not (reason or "").strip():
        missing.append(Need("reason", say("Reason")))
    there = stage_text(standing.design, route.end.stage or "")
    if missing:
        raise Refused(
            say(
                "To move on to {stage}, first fill in: {fields}.",
                stage=there,
                fields=joined(need.label for need in missing),
            ),
            needs=missing,
        )
    if not rejected:
        _require_documents(work, deal, standing)
    _require_condition(work, deal, route.first, there)


def require_reason(route: Route, reason: str | None, there: Text) -> None:
    """Ask for a reason alone: on the way back, or out.

    Raises:
        Refused: there is none.
    """
    if route.needs_reason and not (reason or "").strip():
        need = Need("reason", say("Reason"))
        text = say(
            "To move on to {stage}, first fill in: {fields}.", stage=there, fields=need.label
        )
        raise Refused(text, needs=[need])


def _fields(
    work: Work, deal: Deal, standing: Standing, route: Route, *, rejected: bool
) -> list[Need]:
    wanted = (() if rejected else standing.node.required) + route.requires
    return missing_fields(work, deal, wanted)


def missing_fields(work: Work, deal: Deal, wanted: Iterable[str]) -> list[Need]:
    """Answer those of some fields that are empty; fields nobody knows any more ask for nothing."""
    missing: list[Need] = []
    for field in dict.fromkeys(wanted):
        kind, _, key = field.rpartition(".")
        kinds = catalog_of(work).vocabulary.kinds
        spec = kinds[kind or "deal"].fields.get(key) if (kind or "deal") in kinds else None
        if spec is None:
            continue
        if kind in ("", "deal"):
            value = value_of(deal, "deal", spec)
        else:
            value = field_value(work, deal, field)[0]
        if empty(value):
            label = Term(f"field.{key}", spec.label_zh, spec.label_en)
            missing.append(Need(key if kind in ("", "deal") else field, label))
    return missing


def missing_documents(work: Work, deal: Deal, wanted: Iterable[str]) -> tuple[str, ...]:
    """Answer the kinds of documents neither the deal nor its customer has, or none still valid."""
    kinds = tuple(dict.fromkeys(wanted))
    if not kinds:
        return ()
    today = work.now.astimezone(work.place.zone).date()
    chosen = select(Document.kind).where(
        Document.kind.in_(kinds),
        or_(Document.deal_id == deal.id, Document.customer_id == deal.customer_id),
        or_(Document.valid_until.is_(None), Document.valid_until >= today),
        Document.deleted_at.is_(None),
    )
    there = set(work.session.execute(chosen.distinct()).scalars())
    return tuple(kind for kind in kinds if kind not in there)


def _require_documents(work: Work, deal: Deal, standing: Standing) -> None:
    missing = missing_documents(work, deal, standing.node.documents)
    if missing:
        raise Refused(
            say(
                "Before the deal leaves {node}, add the documents: {documents}.",
                node=node_text(standing.design, standing.node.key),
                documents=joined(text_of("document_kind", kind) for kind in missing),
            )
        )


def _require_condition(work: Work, deal: Deal, edge: Edge, there: Text) -> None:
    if edge.when is None or edge.otherwise or holds(work, deal, edge.when):
        return
    raise Refused(
        say(
            "The deal cannot move to {stage} yet; this must hold: {condition}.",
            stage=there,
            condition=conditions.word(work, "deal", dict(edge.when)),
        )
    )


def _require_work_done(work: Work, deal: Deal, standing: Standing) -> None:
    node, design = standing.node, standing.design
    if node.kind == "parallel":
        _require_tracks(work, deal, standing)
    elif node.kind == "approval":
        visit = standing.visit
        if visit is None or visit.result not in ("approved", "rejected"):
            raise Refused(
                say(
                    "{node} is not decided yet; still to answer: {people}.",
                    node=node_text(design, node.key),
                    people=joined(_still_asked(work, standing)),
                )
            )
    elif node.kind == "wait" and not wait_is_over(work, deal, standing):
        raise Refused(
            say("{node} is not over yet.", node=node_text(design, node.key)),
        )


def _require_tracks(work: Work, deal: Deal, standing: Standing) -> None:
    rest = open_tracks(work, deal.id)
    if not rest or tracks_joined(standing, [each.track or "" for each in rest]):
        return
    names = track_names(standing.design, standing.node.key)
    raise Refused(
        say(
            "Work at {node} is not done yet: {parts}.",
            node=node_text(standing.design, standing.node.key),
            parts=joined(names[each.track or ""] for each in rest if each.track in names),
        )
    )


def tracks_joined(standing: Standing, still_open: list[str]) -> bool:
    """Say whether a parallel node may be left while some pieces of work are open."""
    branches = {track.split("/", 1)[0] for track in still_open}
    if standing.node.join == "any":
        return len(branches) < len(standing.node.tracks)
    return not branches


def track_names(design: Definition, node_key: str) -> dict[str, Text]:
    """Answer the names of a parallel node's pieces of work by `branch/step`."""
    return {
        f"{track.key}/{step.key}": Term(
            f"step.{step.key}", step.name_zh, step.name_en or step.name_zh
        )
        for track in design.by_key[node_key].tracks
        for step in track.steps
    }


def wait_is_over(work: Work, deal: Deal, standing: Standing) -> bool:
    """Say whether what a deal waits for has come."""
    visit, node = standing.visit, standing.node
    if node.until is not None and holds(work, deal, node.until):
        return True
    due_at = visit.due_at if visit is not None else deal.due_at
    return node.limit is not None and due_at is not None and due_at <= work.now


def _still_asked(work: Work, standing: Standing) -> list[Text]:
    if standing.visit is None:
        return []
    names = conditions.names_of(work)
    rows = work.session.execute(
        select(Approval.approver_id)
        .where(Approval.visit_id == standing.visit.id, Approval.state.in_(("open", "waiting")))
        .order_by(Approval.position)
    ).scalars()
    return [Text(names.get(("person", each), str(each))) for each in rows]
