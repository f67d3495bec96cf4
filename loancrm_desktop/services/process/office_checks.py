"""What of a process does not fit this office: fields, people, roles, conditions nobody knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from loancrm_desktop.errors import Invalid
from loancrm_desktop.models.people import Role
from loancrm_desktop.services import conditions
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.language.fields import FieldType
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process.checks import drawing_faults
from loancrm_desktop.services.process.definition import Definition, Handler, Node
from loancrm_desktop.services.process.faults import ProcessFault, node_text
from loancrm_desktop.services.process.reading import parsed
from loancrm_desktop.services.process.staffing import people
from loancrm_desktop.services.process.standing import stored
from loancrm_desktop.terms import terms_of
from loancrm_desktop.texts import say

_MOST_DEEP = 8


def all_faults(work: Work, body: Mapping[str, Any]) -> tuple[ProcessFault, ...]:
    """Answer everything that is wrong in a process, in the picture and in this office."""
    design, faults = parsed(body)
    if design is None:
        return faults
    found = [*drawing_faults(design), *office_faults(work, design)]
    return tuple(sorted(found, key=_errors_first))


def _errors_first(fault: ProcessFault) -> bool:
    return fault.level == "warning"


def office_faults(work: Work, design: Definition) -> Iterator[ProcessFault]:
    """Answer what names something this office does not have."""
    for index, node in enumerate(design.nodes):
        place = f"nodes.{index}"
        yield from _fields(work, design, node, place)
        yield from _node_conditions(work, design, node, place)
        for part, policy in _policies(node):
            yield from _handler(work, (design, node), f"{place}.{part}", policy)
        yield from _documents(design, node, place)
        yield from _sub_process(work, design, node, place)
    for index, edge in enumerate(design.edges):
        place = f"edges.{index}"
        for field in edge.requires:
            if not _known(work, field):
                text = say("There is no field {field}.", field=field)
                yield ProcessFault(f"{place}.requires", "unknown_field", text, None, edge.key)
        if edge.when is not None:
            yield from _condition(work, edge.when, f"{place}.when", (edge.start, edge.key))


def _known(work: Work, field: str) -> bool:
    kind, _, key = field.rpartition(".")
    kinds = catalog_of(work).vocabulary.kinds
    return (kind or "deal") in kinds and key in kinds[kind or "deal"].fields


def _fields(work: Work, design: Definition, node: Node, place: str) -> Iterator[ProcessFault]:
    named = [("required", key) for key in node.required]
    named += [("visible", key) for key in node.visible or ()]
    named += [("editable", key) for key in node.editable or ()]
    if node.limit is not None and node.limit.field is not None:
        named.append(("limit.field", node.limit.field))
    acts = (*node.on_entry, *node.on_exit)
    named += [("on_entry", act.field) for act in acts if act.do == "set_field" and act.field]
    for number, track in enumerate(node.tracks):
        named += [(f"tracks.{number}", key) for step in track.steps for key in step.required]
    for part, key in named:
        if not _known(work, key):
            text = say(
                "{node} names a field that is not there: {field}.",
                node=node_text(design, node.key),
                field=key,
            )
            yield ProcessFault(f"{place}.{part}", "unknown_field", text, node.key)
    if node.limit is not None and node.limit.field is not None and _known(work, node.limit.field):
        kind, _, key = node.limit.field.rpartition(".")
        spec = catalog_of(work).kind(kind or "deal").fields[key]
        if spec.type not in (FieldType.DATE, FieldType.DATETIME):
            text = say(
                "The time limit of {node} hangs on a field that is no date.",
                node=node_text(design, node.key),
            )
            yield ProcessFault(f"{place}.limit.field", "no_date", text, node.key)


def _node_conditions(
    work: Work, design: Definition, node: Node, place: str
) -> Iterator[ProcessFault]:
    del design
    if node.until is not None:
        yield from _condition(work, node.until, f"{place}.until", (node.key, None))


def _condition(
    work: Work, where: dict[str, Any], place: str, about: tuple[str, str | None]
) -> Iterator[ProcessFault]:
    try:
        conditions.read(work, "deal", where)
    except Invalid as problem:
        for each in problem.problems or ():
            at = f"{place}.{each.field}" if each.field else place
            yield ProcessFault(at, each.code, each.text, *about)
        if not problem.problems:
            yield ProcessFault(place, "condition", problem.text, *about)


def _policies(node: Node) -> Iterator[tuple[str, Handler]]:
    if node.handler is not None:
        yield "handler", node.handler
    for index, policy in enumerate(node.approvers):
        yield f"approvers.{index}", policy
    for number, track in enumerate(node.tracks):
        for index, step in enumerate(track.steps):
            yield f"tracks.{number}.steps.{index}.handler", step.handler


def _handler(
    work: Work, about: tuple[Definition, Node], place: str, policy: Handler, depth: int = 0
) -> Iterator[ProcessFault]:
    design, node = about
    named = node_text(design, node.key)
    if depth > _MOST_DEEP:
        text = say("{node}: too many fallbacks, one behind the other.", node=named)
        yield ProcessFault(place, "too_deep", text, node.key)
        return
    known = people(work)
    wanted = [policy.person] if policy.kind == "person" else list(policy.people)
    if policy.kind == "person" and policy.person is None:
        text = say("{node} has no handler. Choose who works there.", node=named)
        yield ProcessFault(place, "no_handler", text, node.key)
    elif any(each not in known.team_of for each in wanted):
        text = say("{node} names somebody who does not work here (any more).", node=named)
        yield ProcessFault(place, "unknown_person", text, node.key)
    if policy.role is not None and policy.role not in _roles(work):
        text = say("{node} names a role that is not there: {role}.", node=named, role=policy.role)
        yield ProcessFault(place, "unknown_role", text, node.key)
    elif policy.kind == "role" and not policy.role:
        text = say("{node} has no handler. Choose who works there.", node=named)
        yield ProcessFault(place, "no_handler", text, node.key)
    if policy.kind == "field" and (policy.field is None or not _known(work, policy.field)):
        text = say("{node} chooses by a field that is not there.", node=named)
        yield ProcessFault(place, "unknown_field", text, node.key)
    for index, line in enumerate(policy.table):
        yield from _handler(work, about, f"{place}.table.{index}", line.handler, depth + 1)
    if policy.fallback is not None:
        yield from _handler(work, about, f"{place}.fallback", policy.fallback, depth + 1)


def _roles(work: Work) -> frozenset[str]:
    kept: frozenset[str] | None = work.shelf.get("role_keys")
    if kept is None:
        kept = frozenset(work.session.execute(select(Role.key)).scalars())
        work.shelf["role_keys"] = kept
    return kept


def _documents(design: Definition, node: Node, place: str) -> Iterator[ProcessFault]:
    known = {word.name for word in terms_of("document_kind")}
    for kind in node.documents:
        if kind not in known:
            text = say(
                "{node} asks for documents of a kind that is not there: {kind}.",
                node=node_text(design, node.key),
                kind=kind,
            )
            yield ProcessFault(f"{place}.documents", "unknown_kind", text, node.key)


def _sub_process(work: Work, design: Definition, node: Node, place: str) -> Iterator[ProcessFault]:
    if node.kind != "sub_process" or not node.process:
        return
    inner = stored(work, node.process, node.version)
    named = node_text(design, node.key)
    if inner is None:
        text = say("{node} names a process that is not there: {key}.", node=named, key=node.process)
        yield ProcessFault(f"{place}.process", "unknown_process", text, node.key)
    elif design.key in _inner_keys(work, inner, 0):
        text = say("{node} leads the process back into itself.", node=named)
        yield ProcessFault(f"{place}.process", "in_itself", text, node.key)


def _inner_keys(work: Work, design: Definition, depth: int) -> set[str]:
    found = {design.key}
    for node in design.nodes:
        if node.kind == "sub_process" and node.process and depth < _MOST_DEEP:
            inner = stored(work, node.process, node.version)
            found |= _inner_keys(work, inner, depth + 1) if inner is not None else set()
    return found
