"""The log of the rules: when each fired, for whom, what decided, what was done, what failed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from loancrm_desktop.errors import Invalid
from loancrm_desktop.models.ids import row_of
from loancrm_desktop.models.rule_runs import RuleRun
from loancrm_desktop.services import access, live_record
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.rules.firing import fire_again, noted
from loancrm_desktop.services.rules.kept import rules_in_force
from loancrm_desktop.services.rules.paper_act import try_again, unmade
from loancrm_desktop.services.rules.people_meant import customer_of
from loancrm_desktop.texts import say

MOST_ROWS = 1000


@dataclass(frozen=True, slots=True)
class RunRow:
    """One line of the log.

    Attributes:
        name: of the customer the record is about; empty where the actor may not see it.
        state: `done`, `trial`, `making`, `failed`, `gave_up`, `stopped` or `skipped`.
        facts: the values that decided, by field.
        did: what was done, action by action.
    """

    id: int
    rule: str
    version: int
    kind: str
    record_id: int
    name: str
    at: datetime
    due_at: datetime | None
    state: str
    facts: Mapping[str, Any]
    did: tuple[Mapping[str, Any], ...]
    fault: str | None
    next_try_at: datetime | None


@dataclass(frozen=True, slots=True)
class RunPage:
    """Some lines of the log, and how many there are."""

    rows: tuple[RunRow, ...]
    total: int


@reader("rules.log")
def log(
    work: Work, rule: str | None = None, limit: int = 100, before_id: int | None = None
) -> RunPage:
    """Answer the log, the newest first.

    Args:
        work: the reading.
        rule: the key of one; None for all.
        limit: how many at most.
        before_id: only what stands below this line.
    """
    access.require(work, "rules.see")
    chosen = select(RuleRun)
    counted = select(func.count()).select_from(RuleRun)
    if rule is not None:
        chosen, counted = (each.where(RuleRun.rule == rule) for each in (chosen, counted))
    if before_id is not None:
        chosen = chosen.where(RuleRun.id < before_id)
    most = max(0, min(limit, MOST_ROWS))
    rows = work.session.execute(chosen.order_by(RuleRun.id.desc()).limit(most)).scalars()
    total = work.session.execute(counted).scalar_one()
    return RunPage(tuple(_row(work, each) for each in rows), total)


def _row(work: Work, run: RuleRun) -> RunRow:
    name = _name(work, run.kind, run.record_id)
    return RunRow(
        id=run.id,
        rule=run.rule,
        version=run.version,
        kind=run.kind,
        record_id=run.record_id,
        name=name,
        at=run.at,
        due_at=run.due_at,
        state=run.state,
        facts=run.facts if name else {},
        did=tuple(noted(run.did)),
        fault=run.fault,
        next_try_at=run.next_try_at,
    )


def _name(work: Work, kind: str, record_id: int) -> str:
    row = live_record.row_named(work, kind, record_id)
    customer = customer_of(work, kind, row) if row is not None else None
    if customer is None or not access.sees_customer(work.actor, customer):
        return ""
    return customer.name


@operation("rules.retry")
def retry(work: Work, run_id: int) -> str:
    """Try again what failed; answers the new state.

    Raises:
        Invalid: there is no such line, it did not fail, or the rule is off.
        Refused: the actor may not.
    """
    access.require(work, "rules.run")
    run = row_of(work.session, RuleRun, run_id)
    if run is None or run.state not in {"failed", "gave_up"}:
        raise Invalid(say("Nothing failed here that could be tried again."))
    if unmade(run.did):
        try_again(run, work.now)
        return run.state
    kept = next((each for each in rules_in_force(work).rules if each.rule.key == run.rule), None)
    if kept is None or kept.broken:
        raise Invalid(say("The rule is off or does not hold. Put it into force first."))
    fire_again(work, run, kept)
    work.session.flush()
    return run.state
