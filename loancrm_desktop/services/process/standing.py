"""Where a deal stands: the version of its process, the node, the stay that lasts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import bindparam, select

from loancrm_desktop.errors import Refused
from loancrm_desktop.models.deals import Deal, Process
from loancrm_desktop.models.designs import Design
from loancrm_desktop.models.prepared import fixed
from loancrm_desktop.models.process_runs import NodeVisit
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process.definition import Definition, Node
from loancrm_desktop.services.process.expanding import expanded
from loancrm_desktop.services.process.reading import parsed
from loancrm_desktop.texts import say


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a deal stands.

    Attributes:
        visit: the stay that lasts; None for deals that came in by an import.
    """

    design: Definition
    version: int
    node: Node
    visit: NodeVisit | None


_open = (
    select(NodeVisit)
    .where(
        NodeVisit.deal_id == bindparam("deal"),
        NodeVisit.left_at.is_(None),
        NodeVisit.track.is_(None),
    )
    .order_by(NodeVisit.id.desc())
    .limit(fixed(1))
)


def open_stay(work: Work, deal_id: int) -> NodeVisit | None:
    """Answer the stay of a deal that lasts."""
    return work.session.execute(_open, {"deal": deal_id}).scalars().first()


def came_from(work: Work, now: Standing) -> str | None:
    """Answer the node from which a deal came onward to where it stands; None for none.

    What was sent back did not come onward: else a deal sent back twice, by a hand or by its time
    limit, would go forward again, past the gates.
    """
    if now.visit is None:
        return None
    chosen = select(NodeVisit.node, NodeVisit.from_node, NodeVisit.result).where(
        NodeVisit.deal_id == now.visit.deal_id, NodeVisit.track.is_(None)
    )
    onward: str | None = None
    left_by: str | None = None
    for node, came, result in work.session.execute(chosen.order_by(NodeVisit.id)):
        if node == now.node.key and left_by != "returned":
            onward = came
        left_by = result
    return onward


def open_tracks(work: Work, deal_id: int) -> list[NodeVisit]:
    """Answer the pieces of work of a parallel node that are not done."""
    chosen = select(NodeVisit).where(
        NodeVisit.deal_id == deal_id, NodeVisit.left_at.is_(None), NodeVisit.track.is_not(None)
    )
    return list(work.session.execute(chosen.order_by(NodeVisit.id)).scalars())


def standing(work: Work, deal: Deal) -> Standing:
    """Answer where a deal stands.

    Raises:
        Refused: its process is gone, or does not know the place any more.
    """
    visit = open_stay(work, deal.id)
    version = visit.version if visit is not None else version_at(work, deal)
    design = definition(work, deal.process_id, version)
    if design is None:
        raise Refused(
            say("The process of deal {ref} cannot be read. Have it corrected.", ref=deal.ref)
        )
    node = design.by_key.get(visit.node) if visit is not None else None
    if node is None or node.stage != deal.stage:
        # An import, an undo or a hand in the file moved the deal past us: its stage tells.
        node = design.node_of_stage.get(deal.stage)
        visit = visit if node is not None and visit is not None and visit.node == node.key else None
    if node is None:
        raise Refused(
            say(
                "Deal {ref} stands in {stage}, which its process does not have. Move it to the "
                "newest version of the process.",
                ref=deal.ref,
                stage=deal.stage,
            )
        )
    return Standing(design, version, node, visit)


@dataclass(frozen=True, slots=True)
class _Versions:
    """The versions of one process.

    Attributes:
        in_force: the number of the published one.
        made: number and time of each, the oldest first.
        ids: of the designs, by number.
    """

    key: str
    in_force: int
    made: tuple[tuple[int, int], ...]
    ids: Mapping[int, int]


def _versions(work: Work) -> Mapping[int, _Versions]:
    kept = work.shelf.get("process_versions")
    if kept is None:
        made: dict[str, list[tuple[int, int]]] = {}
        ids: dict[str, dict[int, int]] = {}
        chosen = select(Design.key, Design.version, Design.made_at, Design.id).where(
            Design.kind == "process", Design.state != "draft"
        )
        for key, version, made_at, number in work.session.execute(chosen.order_by(Design.version)):
            made.setdefault(key, []).append((version, int(made_at.timestamp() * 1000)))
            ids.setdefault(key, {})[version] = number
        rows = work.session.execute(select(Process.id, Process.key, Process.design_version))
        kept = work.shelf["process_versions"] = {
            row.id: _Versions(
                row.key, row.design_version, tuple(made.get(row.key, ())), ids.get(row.key, {})
            )
            for row in rows
        }
    return cast("Mapping[int, _Versions]", kept)


def version_in_force(work: Work, process_id: int) -> int:
    """Answer the version new deals run by."""
    found = _versions(work).get(process_id)
    return found.in_force if found else 1


def design_id(work: Work, process_id: int, version: int) -> int | None:
    """Answer the number of the drawn version, which marks what it causes in the history."""
    found = _versions(work).get(process_id)
    return None if found is None else found.ids.get(version)


def every_version(work: Work) -> list[tuple[int, int]]:
    """Answer every process with each of its versions."""
    return [(key, version) for key, found in _versions(work).items() for version in found.ids]


def version_at(work: Work, deal: Deal) -> int:
    """Answer the version that was in force when a deal without stays came in."""
    found = _versions(work).get(deal.process_id)
    if found is None or not found.made:
        return 1
    came_at = int(deal.created_at.timestamp() * 1000)
    before = [version for version, made_ms in found.made if made_ms <= came_at]
    return before[-1] if before else found.made[0][0]


def definition(work: Work, process_id: int, version: int) -> Definition | None:
    """Answer a version of a process with its sub-processes drawn in; None if it cannot be read."""
    kept: dict[tuple[int, int], Definition | None]
    kept = work.shelf.setdefault("process_definitions", {})
    if (process_id, version) not in kept:
        found = _versions(work).get(process_id)
        drawn = None if found is None else stored(work, found.key, version)
        kept[process_id, version] = (
            None
            if drawn is None
            else expanded(drawn, lambda key, number: stored(work, key, number))
        )
    return kept[process_id, version]


def stored(work: Work, key: str, version: int | None) -> Definition | None:
    """Answer a version of a process as drawn, the published one for None."""
    chosen = select(Design.body).where(Design.kind == "process", Design.key == key)
    if version is None:
        chosen = chosen.where(Design.state == "published").order_by(Design.version.desc())
    else:
        chosen = chosen.where(Design.version == version)
    body: Any = work.session.execute(chosen.limit(1)).scalars().first()
    return None if body is None else parsed(body)[0]
