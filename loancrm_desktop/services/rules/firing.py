"""Fires a rule for a record: once per occasion, in a savepoint, with a line in the log."""

from __future__ import annotations

import logging
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from loancrm_desktop.errors import Problem
from loancrm_desktop.models.rule_runs import RuleRun
from loancrm_desktop.services import live_record, office_hand
from loancrm_desktop.services.collecting import collector_of
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.rules.actions import Firing, act, would
from loancrm_desktop.services.rules.kept import KeptRule
from loancrm_desktop.services.rules.paper_act import MAKING, unmade

MOST_TRIES = 5
_WAITS_MINUTES = (5, 30, 120, 720)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a rule fires for.

    Attributes:
        what: names it among those of the same rule and record: `created`, `silent:1780000000000`.
        due_at: the true time, where time woke the rule.
    """

    kept: KeptRule
    kind: str
    row: Any
    what: str
    due_at: datetime | None = None

    @property
    def key(self) -> str:
        """Its name in the whole office, stored once."""
        return f"{self.kept.rule.key}:{self.kind}:{self.row.id}:{self.what}"


def fire(work: Work, occasion: Occasion, *, checked: bool = False) -> bool:
    """Fire a rule where its condition holds and it did not fire for this before.

    A rule that fails is rolled back to before its first action, noted, and fails nobody's act.

    Args:
        work: the operation.
        occasion: what for.
        checked: whether the condition was asked already.
    """
    kept, row = occasion.kept, occasion.row
    if not checked and not live_record.holds(work, occasion.kind, row, kept.condition):
        return False
    if _fired(work, occasion) or _too_soon(work, occasion):
        return False
    run = RuleRun(
        rule=kept.rule.key,
        version=kept.version,
        kind=occasion.kind,
        record_id=row.id,
        occasion=occasion.key,
        at=work.now,
        due_at=occasion.due_at,
        state="trial" if kept.rule.trial else "done",
        facts=dict(live_record.values_seen(work, occasion.kind, row, kept.asks)),
    )
    _carry_out(work, occasion, run)
    work.session.add(run)
    work.session.flush()
    return True


def fire_again(work: Work, run: RuleRun, kept: KeptRule) -> None:
    """Try again what failed."""
    row = live_record.row_named(work, run.kind, run.record_id)
    if row is None:
        run.state, run.next_try_at = "skipped", None
        return
    what = run.occasion.split(":", 3)[3]
    run.state = "done"
    _carry_out(work, Occasion(kept, run.kind, row, what, run.due_at), run)


def _carry_out(work: Work, occasion: Occasion, run: RuleRun) -> None:
    kept = occasion.kept
    firing = Firing(kept.rule, occasion.kind, occasion.row, occasion.key)
    if kept.rule.trial:
        run.did = {"actions": would(work, firing)}
        return
    try:
        with acting_for_the_office(work, kept.design_id):
            run.did = {"actions": act(work, firing)}
        run.fault, run.next_try_at = None, None
        if unmade(run.did):
            run.state, run.next_try_at = MAKING, work.now
    except Problem as problem:
        # What stands in the way is said; it is no use to try again before somebody mends it.
        run.state, run.fault = "failed", problem.text.read()
        run.next_try_at = None
    except Exception as fault:  # noqa: BLE001 - a rule's fault is not that of the person's act
        _log.error("rule %s failed: %s", kept.rule.key, type(fault).__name__)
        run.tries += 1
        run.fault = type(fault).__name__
        run.state = "failed" if run.tries < MOST_TRIES else "gave_up"
        run.next_try_at = _next_try(work, run.tries)


def _next_try(work: Work, tries: int) -> datetime | None:
    if tries > len(_WAITS_MINUTES):
        return None
    return work.now + timedelta(minutes=_WAITS_MINUTES[tries - 1])


@contextmanager
def acting_for_the_office(work: Work, design_id: int) -> Generator[None]:
    """Act with the office's rights, marked with the rule, in a savepoint of its own."""
    collector = collector_of(work.session)
    mark = collector.mark()
    try:
        with work.session.begin_nested(), office_hand.acting_for_the_office(work, design_id):
            yield
    except BaseException:  # Ctrl+C too: nothing half-done stays
        collector.back_to(mark)
        raise


def _fired(work: Work, occasion: Occasion) -> bool:
    chosen = select(RuleRun.id).where(RuleRun.occasion == occasion.key)
    return work.session.execute(chosen).first() is not None


def _too_soon(work: Work, occasion: Occasion) -> bool:
    """Say whether a rule fired for this record already, where it may only once or now and then."""
    rule = occasion.kept.rule
    if not rule.once and rule.every_days is None:
        return False
    chosen = select(RuleRun.at).where(
        RuleRun.kind == occasion.kind,
        RuleRun.record_id == occasion.row.id,
        RuleRun.rule == rule.key,
        RuleRun.state.in_(("done", "trial", MAKING)),
    )
    last = work.session.execute(chosen.order_by(RuleRun.at.desc()).limit(1)).scalar()
    if last is None:
        return False
    return rule.once or last > work.now - timedelta(days=rule.every_days or 0)


def noted(did: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Answer what a run did, action by action."""
    return list(did.get("actions", ()))
