"""Puts a process into force: its picture, its stages for boards and lists; what that changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from loancrm_desktop.errors import Conflict, FieldProblem, Invalid
from loancrm_desktop.models.deals import Deal, Process, Stage
from loancrm_desktop.models.designs import Design
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.office_calendar import calendar_of
from loancrm_desktop.services.process import drawing, paths
from loancrm_desktop.services.process.definition import Definition, Handler, Node
from loancrm_desktop.services.process.drawing import PUBLISHED, RETIRED
from loancrm_desktop.services.process.faults import ProcessFault
from loancrm_desktop.services.process.office_checks import all_faults
from loancrm_desktop.services.process.process_drafts import ACT, KIND, shelf
from loancrm_desktop.services.process.reading import read
from loancrm_desktop.services.process.time_limits import is_working, minutes_of
from loancrm_desktop.texts import say


@dataclass(frozen=True, slots=True)
class ProcessPublished:
    """A process that was put into force.

    Attributes:
        stages: its columns on the board, by key.
    """

    process: str
    version: int
    stages: tuple[str, ...]


@reader("process.check")
def check(work: Work, body: dict[str, Any]) -> tuple[ProcessFault, ...]:
    """Answer everything that is wrong in a process; errors stand in the way of publishing.

    Raises:
        Refused: the actor may not see deals.
    """
    access.require(work, "deals.see")
    return all_faults(work, body)


@operation("process.publish")
def publish(
    work: Work,
    process: str,
    body: dict[str, Any] | None = None,
    expected_version: int | None = None,
) -> ProcessPublished:
    """Put a process into force; running deals stay on the version they began with.

    Args:
        work: the operation.
        process: the key; one nobody has makes a new process.
        body: its JSON; the draft for None.
        expected_version: the version in force when it was drawn; None asks for nothing.

    Raises:
        Invalid: naming every fault with its place.
        Refused: the actor may not design processes.
        Conflict: somebody published another version meanwhile.
    """
    access.require(work, ACT)
    _require_version(work, process, expected_version)
    wanted = drawing.version_body(work, process, None) if body is None else dict(body)
    wanted["key"] = process
    faults = [each for each in all_faults(work, wanted) if each.level == "error"]
    if faults:
        raise Invalid(faults[0].text, _problems(faults))
    published = put_in_force(work, _pinned(work, read(wanted)))
    shelf(work, process).spend(published.version)
    return published


@operation("process.roll_back")
def roll_back(work: Work, process: str, version: int) -> ProcessPublished:
    """Put an earlier version into force again, as a new version; the draft stays.

    Raises:
        Invalid: there is no such version, or it does not fit the office any more.
        Refused: the actor may not design processes.
    """
    access.require(work, ACT)
    wanted = drawing.version_body(work, process, version)
    wanted["key"] = process
    faults = [each for each in all_faults(work, wanted) if each.level == "error"]
    if faults:
        raise Invalid(faults[0].text, _problems(faults))
    published = put_in_force(work, _pinned(work, read(wanted)))
    work.note = say("Back to version {version}", version=version).read()
    return published


def _require_version(work: Work, process: str, expected: int | None) -> None:
    rows = drawing.rows_of(work, process)
    number = next((row.version for row in rows if row.state == PUBLISHED), 0)
    if expected is not None and expected != number:
        text = say(
            "Somebody published version {number} of this process meanwhile. Nothing of yours is "
            "lost: look at what differs, then publish yours over it or give it up.",
            number=number,
        )
        raise Conflict(text, (), number)


def _problems(faults: list[ProcessFault]) -> list[FieldProblem]:
    return [FieldProblem(each.place, each.code, each.text) for each in faults]


def _pinned(work: Work, design: Definition) -> Definition:
    """Answer a process whose sub-processes name the version they are now."""
    numbers = {
        row.key: row.design_version
        for row in work.session.execute(select(Process.key, Process.design_version))
    }
    nodes = tuple(
        node.model_copy(update={"version": numbers.get(node.process or "")})
        if node.kind == "sub_process" and node.version is None
        else node
        for node in design.nodes
    )
    return design.model_copy(update={"nodes": nodes})


def put_in_force(work: Work, design: Definition) -> ProcessPublished:
    """Write a sound process as its next version, with a row for each stage."""
    for row in drawing.rows_of(work, design.key):
        if row.state == PUBLISHED:
            row.state = RETIRED
    number = drawing.next_version(work, design.key)
    work.session.add(
        Design(
            kind=KIND,
            key=design.key,
            version=number,
            state=PUBLISHED,
            body=design.written(),
            made_at=work.now,
            made_by=work.actor.user_id,
        )
    )
    process = _process(work, design, number)
    work.session.flush()
    _write_stages(work, process, design)
    work.session.flush()
    paths.forget(work)
    return ProcessPublished(design.key, number, tuple(stage.key for stage in design.stages))


def _process(work: Work, design: Definition, number: int) -> Process:
    chosen = select(Process).where(Process.key == design.key)
    process = work.session.execute(chosen).scalars().first()
    if process is None:
        is_first = work.session.execute(select(func.count()).select_from(Process)).scalar_one() == 0
        process = Process(
            key=design.key,
            name_zh=design.name_zh,
            name_en=design.name_en or design.name_zh,
            is_default=is_first,
            created_at=work.now,
            updated_at=work.now,
        )
        work.session.add(process)
    process.name_zh, process.name_en = design.name_zh, design.name_en or design.name_zh
    process.design_version = number
    process.deleted_at = None
    return process


def _write_stages(work: Work, process: Process, design: Definition) -> None:
    rows = {
        row.key: row
        for row in work.session.execute(
            select(Stage).where(Stage.process_id == process.id)
        ).scalars()
    }
    for position, drawn in enumerate(design.stages):
        row = rows.pop(drawn.key, None)
        if row is None:
            row = Stage(
                process_id=process.id,
                key=drawn.key,
                name_zh=drawn.name_zh,
                name_en=drawn.name_en or drawn.name_zh,
                position=position,
                created_at=work.now,
                updated_at=work.now,
            )
            work.session.add(row)
        row.deleted_at = None
        row.name_zh, row.name_en = drawn.name_zh, drawn.name_en or drawn.name_zh
        row.position, row.outcome = position, drawn.outcome
        row.funnel_step = drawn.funnel_step
        _write_node(work, row, design.node_of_stage.get(drawn.key))
    _retire(work, process, list(rows.values()), len(design.stages))


def _write_node(work: Work, row: Stage, node: Node | None) -> None:
    """Keep on a stage's row what lists show of its first node."""
    row.handler = handler_word(node.handler if node is not None else None)
    limit = node.limit if node is not None and node.kind != "wait" else None
    timed = limit is not None and limit.field is None
    row.limit_minutes = (
        minutes_of(limit, calendar_of(work)) if limit is not None and timed else None
    )
    row.limit_working = bool(limit is not None and timed and is_working(limit))


def handler_word(policy: Handler | None) -> str:
    """Answer a handler's word on a stage's row: `owner`, `supervisor`, `role:<key>`, `policy`."""
    if policy is None or policy.kind == "owner":
        return "owner"
    if policy.kind == "leader" and policy.level == 1:
        return "supervisor"
    if policy.kind == "role":
        return f"role:{policy.role}"
    return "policy"


def _retire(work: Work, process: Process, gone: list[Stage], position: int) -> None:
    """Take stages off the board; one with running deals stays behind the others until it is empty."""
    for row in gone:
        chosen = select(Deal.id).where(
            Deal.process_id == process.id, Deal.stage == row.key, Deal.deleted_at.is_(None)
        )
        if work.session.execute(chosen.limit(1)).first() is None:
            row.deleted_at = row.deleted_at or work.now
        else:
            row.position = position
            position += 1
