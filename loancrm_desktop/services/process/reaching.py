"""Where deals of a process may go from each stage, said in words before anybody tries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from loancrm_desktop.services import access, conditions
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process.design import Edge, ProcessDesign
from loancrm_desktop.services.process.paths import ProcessPath, StageInfo, path_named, processes
from loancrm_desktop.terms import Term
from loancrm_desktop.texts import Text, say

Way = Literal["advance", "back", "end", "reopen", "blocked"]


@dataclass(frozen=True, slots=True)
class Reach:
    """What comes of moving a deal from one stage to another.

    Attributes:
        way: how the move is called; `blocked` when there is none.
        needs_reason: whether the mover has to say why.
        asks: the fields that must be filled, by name.
        condition: what must hold of the deal, as a sentence; None for nothing.
        why_not: why there is no way, None where there is one.
        limit_minutes: how long a deal may stay there, None for no limit.
        handler: who works there: `supervisor`, `owner` or `role:<key>`.
        handler_stays: whether that is who works on it now, too.
    """

    start: str
    end: str
    way: Way
    needs_reason: bool = False
    asks: tuple[Text, ...] = ()
    condition: str | None = None
    why_not: Text | None = None
    limit_minutes: int | None = None
    handler: str = "owner"
    handler_stays: bool = True


@reader("process.reaches")
def reaches(work: Work, process: str | None = None, language: str = "zh") -> tuple[Reach, ...]:
    """Answer every pair of stages of a process.

    Args:
        work: the reading.
        process: the process's key, None for the default one.
        language: what the sentences of conditions are written in.

    Raises:
        Invalid: there is no such process.
    """
    access.require(work, "deals.see")
    path = path_named(work, process)
    design = processes(work)[path.id].design
    may = work.actor.rights.allows("deals.move")
    return tuple(
        _reach(work, (path, design), (here, there), language, may=may)
        for here in path.stages
        for there in path.stages
        if here.key != there.key
    )


def _reach(
    work: Work,
    process: tuple[ProcessPath, ProcessDesign],
    stages: tuple[StageInfo, StageInfo],
    language: str,
    *,
    may: bool,
) -> Reach:
    path, design = process
    here, there = stages
    edge = design.edge(here.key, there.key)
    if not may:
        return Reach(here.key, there.key, "blocked", why_not=say("Your role may not move deals."))
    if edge is None:
        return Reach(here.key, there.key, "blocked", why_not=_why_not(path, design, here, there))
    return Reach(
        here.key,
        there.key,
        _way(here, there),
        needs_reason=edge.needs_reason,
        asks=_asks(work, edge),
        condition=conditions.word(work, "deal", dict(edge.when), language) if edge.when else None,
        limit_minutes=there.limit_minutes,
        handler=there.handler,
        handler_stays=here.handler == there.handler,
    )


def _way(here: StageInfo, there: StageInfo) -> Way:
    if there.outcome in ("archived", "lost"):
        return "end"
    if here.outcome in ("archived", "lost"):
        return "reopen"
    return "advance" if there.position > here.position else "back"


def _asks(work: Work, edge: Edge) -> tuple[Text, ...]:
    fields = catalog_of(work).kind("deal").fields
    return tuple(
        Term(f"field.{key}", fields[key].label_zh, fields[key].label_en)
        for key in edge.requires
        if key in fields
    )


def _why_not(path: ProcessPath, design: ProcessDesign, here: StageInfo, there: StageInfo) -> Text:
    """Name the stage that comes first on the way there; else say there is none."""
    ways = set(design.ways_from(here.key))
    between = [
        stage
        for stage in path.stages
        if here.position < stage.position < there.position and stage.key in ways
    ]
    onward = [stage for stage in between if stage.outcome not in ("archived", "lost")]
    if onward and there.outcome not in ("archived", "lost"):
        return say("First complete {stage}", stage=_name(onward[-1]))
    return say("No way there from {stage}", stage=_name(here))


def _name(stage: StageInfo) -> Text:
    return Term(f"stage.{stage.key}", stage.name_zh, stage.name_en)
