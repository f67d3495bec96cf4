"""Where deals stay long: per node for the designer's heat, per stage for who runs the office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, select

from loancrm_desktop.errors import Invalid
from loancrm_desktop.models.deals import Deal, StageVisit
from loancrm_desktop.models.process_runs import NodeVisit
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process.paths import path_named
from loancrm_desktop.texts import say

MOST_DAYS = 3660
_PPM = 1_000_000


@dataclass(frozen=True, slots=True)
class NodeHeat:
    """How long deals stay in a node.

    Attributes:
        now: open deals there.
        passed: stays that ended in the period.
        average_s, p90_s: of those, in seconds; None where there were none.
    """

    node: str
    stage: str
    now: int
    passed: int
    average_s: int | None
    p90_s: int | None


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """One stage in a period, beside the period before.

    Attributes:
        now: open deals there.
        late: of them, past their limit.
        left: stays that ended in the period.
        over_limit_ppm: how many of the stays with a limit were over it, in millionths; None
            where none had one.
        where: the condition of its open deals.
    """

    stage: str
    name_zh: str
    name_en: str
    now: int
    late: int
    left: int
    average_s: int | None
    p90_s: int | None
    over_limit_ppm: int | None
    left_before: int
    average_before_s: int | None
    p90_before_s: int | None
    over_limit_before_ppm: int | None
    where: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bottlenecks:
    """Every running stage of a process."""

    process: str
    since: datetime
    until: datetime
    rows: tuple[Bottleneck, ...]


@reader("process.heat")
def heat(work: Work, process: str | None = None, days: int = 30) -> tuple[NodeHeat, ...]:
    """Answer how long deals stayed in each node, of those the actor may see.

    Raises:
        Invalid: there is no such process, or the days are not 1 to MOST_DAYS.
        Refused: the actor may not see deals.
    """
    access.require(work, "deals.see")
    path = path_named(work, process)
    since = work.now - timedelta(days=_checked(days))
    chosen = (
        select(NodeVisit.node, NodeVisit.stage, NodeVisit.entered_at, NodeVisit.left_at)
        .join(Deal, Deal.id == NodeVisit.deal_id)
        .where(
            Deal.process_id == path.id,
            _seen(work),
            NodeVisit.track.is_(None),
            NodeVisit.left_at >= since,
        )
    )
    stays: defaultdict[str, list[int]] = defaultdict(list)
    stage_of: dict[str, str] = {}
    for row in work.session.execute(chosen):
        stays[row.node].append(_seconds(row.entered_at, row.left_at))
        stage_of[row.node] = row.stage
    here = _standing(work, path.id)
    stage_of.update(here.keys())
    now = {node: many for (node, _), many in here.items()}
    return tuple(
        NodeHeat(
            node,
            stage_of[node],
            now.get(node, 0),
            len(stays[node]),
            average(stays[node]),
            percentile(stays[node], 90),
        )
        for node in sorted(stage_of)
    )


def _standing(work: Work, process_id: int) -> dict[tuple[str, str], int]:
    place = func.coalesce(NodeVisit.node, Deal.stage)
    chosen = (
        select(place, Deal.stage, func.count())
        .select_from(Deal)
        .outerjoin(
            NodeVisit,
            (NodeVisit.deal_id == Deal.id)
            & NodeVisit.left_at.is_(None)
            & NodeVisit.track.is_(None),
        )
        .where(Deal.process_id == process_id, Deal.outcome == "open", _seen(work))
        .group_by(place, Deal.stage)
    )
    return {(row[0], row[1]): int(row[2]) for row in work.session.execute(chosen)}


@reader("process.bottlenecks")
def bottlenecks(
    work: Work,
    process: str | None = None,
    days: int = 30,
    until: datetime | None = None,
) -> Bottlenecks:
    """Answer number, average and 90th-percentile stay and lateness of each running stage.

    The period before is as long and ends where this one begins.

    Args:
        work: the reading.
        process: the key; the default one for None.
        days: how long the period is.
        until: when it ends; now for None.

    Raises:
        Invalid: there is no such process, or the days are not 1 to MOST_DAYS.
        Refused: the actor may not see deals.
    """
    access.require(work, "deals.see")
    path = path_named(work, process)
    end = until or work.now
    length = timedelta(days=_checked(days))
    this = _stays(work, path.id, end - length, end)
    before = _stays(work, path.id, end - 2 * length, end - length)
    standing = _by_stage(work, path.id)
    rows = tuple(
        Bottleneck(
            stage.key,
            stage.name_zh,
            stage.name_en,
            *standing.get(stage.key, (0, 0)),
            *_figures(this[stage.key]),
            *_figures(before[stage.key]),
            where=_where(path.id, stage.key),
        )
        for stage in path.stages
        if stage.outcome == "open"
    )
    return Bottlenecks(path.key, end - length, end, rows)


def _where(process_id: int, stage: str) -> dict[str, Any]:
    return {
        "all": [
            {"field": "process", "op": "eq", "value": process_id},
            {"field": "stage", "op": "eq", "value": stage},
        ]
    }


_Stay = tuple[int, bool | None]
"""Seconds, and whether it was over its limit."""


def _stays(
    work: Work, process_id: int, since: datetime, until: datetime
) -> defaultdict[str, list[_Stay]]:
    chosen = (
        select(StageVisit.stage, StageVisit.dwell_s, StageVisit.left_at, StageVisit.due_at)
        .join(Deal, Deal.id == StageVisit.deal_id)
        .where(
            StageVisit.process_id == process_id,
            StageVisit.left_at >= since,
            StageVisit.left_at < until,
            _seen(work),
        )
    )
    found: defaultdict[str, list[_Stay]] = defaultdict(list)
    for row in work.session.execute(chosen):
        late = None if row.due_at is None else row.left_at > row.due_at
        found[row.stage].append((row.dwell_s or 0, late))
    return found


def _figures(stays: Sequence[_Stay]) -> tuple[int, int | None, int | None, int | None]:
    lengths = [seconds for seconds, _ in stays]
    limited = [late for _, late in stays if late is not None]
    share = sum(limited) * _PPM // len(limited) if limited else None
    return len(stays), average(lengths), percentile(lengths, 90), share


def _by_stage(work: Work, process_id: int) -> dict[str, tuple[int, int]]:
    late = func.count().filter(Deal.due_at < work.now)
    chosen = (
        select(Deal.stage, func.count(), late)
        .where(Deal.process_id == process_id, Deal.outcome == "open", _seen(work))
        .group_by(Deal.stage)
    )
    return {row[0]: (int(row[1]), int(row[2])) for row in work.session.execute(chosen)}


def _seen(work: Work) -> Any:
    alive = Deal.deleted_at.is_(None)
    if work.actor.rights.scope == "all":
        return alive
    return and_(alive, access.visible_sql(work.actor, "deal", Deal))


def _checked(days: int) -> int:
    if not 1 <= days <= MOST_DAYS:
        raise Invalid(say("Choose between 1 and {most} days.", most=MOST_DAYS))
    return days


def _seconds(entered_at: datetime, left_at: datetime) -> int:
    return max(0, int((left_at - entered_at).total_seconds()))


def average(lengths: Iterable[int]) -> int | None:
    """Answer the mean in whole seconds, None of nothing."""
    known = list(lengths)
    return round(sum(known) / len(known)) if known else None


def percentile(lengths: Iterable[int], share: int) -> int | None:
    """Answer the least length that so many of a hundred are not longer than (nearest rank)."""
    known = sorted(lengths)
    if not known:
        return None
    rank = -(-len(known) * share // 100)
    return known[max(0, rank - 1)]


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """How many deals ever stood in a stage.

    Attributes:
        reached: deals, each counted once.
        of_all_ppm: of all deals of the process, in millionths.
    """

    stage: str
    name_zh: str
    name_en: str
    reached: int
    of_all_ppm: int


@reader("process.funnel")
def funnel(work: Work, process: str | None = None) -> tuple[FunnelStep, ...]:
    """Answer how many deals came to each stage of a process, of those the actor may see.

    Raises:
        Invalid: there is no such process.
        Refused: the actor may not see deals.
    """
    access.require(work, "deals.see")
    path = path_named(work, process)
    of_process = (Deal.process_id == path.id, _seen(work))
    every = work.session.execute(select(func.count()).select_from(Deal).where(*of_process))
    many = every.scalar_one()
    chosen = (
        select(StageVisit.stage, func.count(StageVisit.deal_id.distinct()))
        .join(Deal, Deal.id == StageVisit.deal_id)
        .where(*of_process, StageVisit.process_id == path.id)
        .group_by(StageVisit.stage)
    )
    reached = {row[0]: int(row[1]) for row in work.session.execute(chosen)}
    return tuple(
        FunnelStep(
            stage.key,
            stage.name_zh,
            stage.name_en,
            reached.get(stage.key, 0),
            reached.get(stage.key, 0) * _PPM // many if many else 0,
        )
        for stage in path.stages
    )
