"""The processes of this office as they stand: their stages from rows, their rules from designs."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from sqlalchemy import select

from loancrm_desktop.errors import Invalid
from loancrm_desktop.models.deals import Process, Stage
from loancrm_desktop.models.designs import Design
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process.design import ProcessDesign
from loancrm_desktop.services.process.expanding import expanded
from loancrm_desktop.services.process.reading import parsed
from loancrm_desktop.services.process.stage_view import stage_view
from loancrm_desktop.services.process.standing import stored
from loancrm_desktop.texts import say

_log = logging.getLogger(__name__)

_SHELF = "processes"


@dataclass(frozen=True, slots=True)
class StageInfo:
    """One stage of a process; a column of the board.

    Attributes:
        limit_minutes: how long a deal may stay, None for no limit.
        limit_working: True when the limit counts working hours only.
    """

    key: str
    name_zh: str
    name_en: str
    position: int
    outcome: str
    limit_minutes: int | None
    limit_working: bool
    funnel_step: str | None
    handler: str


@dataclass(frozen=True, slots=True)
class ProcessPath:
    """A process with its stages in order.

    Attributes:
        former: stages only earlier versions had; histories name them still.
    """

    id: int
    key: str
    name_zh: str
    name_en: str
    is_default: bool
    stages: tuple[StageInfo, ...]
    former: tuple[StageInfo, ...] = ()

    def stage(self, key: str) -> StageInfo | None:
        """Answer a stage by its key."""
        return next((stage for stage in self.stages if stage.key == key), None)


@dataclass(frozen=True, slots=True)
class _Kept:
    path: ProcessPath
    design: ProcessDesign
    ways: Mapping[str, tuple[str, ...]]


def processes(work: Work) -> Mapping[int, _Kept]:
    """Answer every process by id, kept until one changes."""
    kept = work.shelf.get(_SHELF)
    if kept is None:
        kept = work.shelf[_SHELF] = _load(work)
    return cast("Mapping[int, _Kept]", kept)


def forget(work: Work) -> None:
    """Have the processes read anew, after one was added in this operation."""
    for shelf in (_SHELF, "process_versions", "process_definitions"):
        work.shelf.pop(shelf, None)


def _load(work: Work) -> dict[int, _Kept]:
    stages: dict[int, list[StageInfo]] = {}
    former: dict[int, list[StageInfo]] = {}
    for stage in work.session.execute(
        select(Stage).order_by(Stage.process_id, Stage.position)
    ).scalars():
        kept = stages if stage.deleted_at is None else former
        kept.setdefault(stage.process_id, []).append(
            StageInfo(
                stage.key,
                stage.name_zh,
                stage.name_en,
                stage.position,
                stage.outcome,
                stage.limit_minutes,
                stage.limit_working,
                stage.funnel_step,
                stage.handler,
            )
        )
    found: dict[int, _Kept] = {}
    rows = work.session.execute(
        select(Process, Design.body)
        .join(
            Design,
            (Design.kind == "process")
            & (Design.key == Process.key)
            & (Design.version == Process.design_version),
        )
        .where(Process.deleted_at.is_(None))
    )
    for process, body in rows:
        path = ProcessPath(
            process.id,
            process.key,
            process.name_zh,
            process.name_en,
            process.is_default,
            tuple(stages.get(process.id, ())),
            tuple(former.get(process.id, ())),
        )
        drawn, _ = parsed(cast("Mapping[str, Any]", body))
        if drawn is None:
            # One drawing that cannot be read must not stop the deals of the others.
            _log.warning("the process %s cannot be read", process.key)
            continue
        design = stage_view(expanded(drawn, partial(stored, work)))
        ways = _older_ways(work, path) | {key: design.ways_from(key) for key in design.stages}
        found[process.id] = _Kept(path, design, ways)
    return found


def _older_ways(work: Work, path: ProcessPath) -> dict[str, tuple[str, ...]]:
    """Answer the ways out of stages only earlier versions have, where deals still stand."""
    found: dict[str, tuple[str, ...]] = {}
    chosen = select(Design.body).where(
        Design.kind == "process", Design.key == path.key, Design.state == "retired"
    )
    for body in work.session.execute(chosen.order_by(Design.version)).scalars():
        drawn, _ = parsed(cast("Mapping[str, Any]", body))
        if drawn is not None:
            design = stage_view(expanded(drawn, partial(stored, work)))
            known = {stage.key for stage in path.stages}
            found.update(
                {
                    key: tuple(way for way in design.ways_from(key) if way in known)
                    for key in design.stages
                }
            )
    return found


def path_named(work: Work, key: str | None) -> ProcessPath:
    """Answer a process by its key, the default one for None.

    Raises:
        Invalid: there is none.
    """
    for kept in processes(work).values():
        if (key is None and kept.path.is_default) or kept.path.key == key:
            return kept.path
    raise Invalid(say("There is no process named {key}.", key=key or "default"))


@reader("process.stages")
def stages(work: Work, process: str | None = None) -> ProcessPath:
    """Answer a process and its stages.

    Raises:
        Invalid: there is none of that name.
    """
    return path_named(work, process)


@reader("process.all")
def all_paths(work: Work) -> tuple[ProcessPath, ...]:
    """Answer every process, the default one first."""
    paths = [kept.path for kept in processes(work).values()]
    return tuple(sorted(paths, key=lambda path: (not path.is_default, path.id)))
