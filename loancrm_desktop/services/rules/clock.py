"""Rules that time wakes: run on whichever computer is on, each occasion exactly once.

What fell due while every computer was off is caught up at the next run, with its true time. Two
desks that run at once come one after the other, and the second finds what the first one noted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from loancrm_desktop.models.rule_runs import RuleRun
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.office_calendar import calendar_of
from loancrm_desktop.services.rules.design import BY_THE_CLOCK
from loancrm_desktop.services.rules.due import Found, found_due
from loancrm_desktop.services.rules.firing import Occasion, fire, fire_again
from loancrm_desktop.services.rules.kept import KeptRule, rules_in_force
from loancrm_desktop.services.rules.paper_act import MAKING

MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that fired for a record."""

    rule: str
    kind: str
    id: int
    due_at: datetime | None
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunResult:
    """What one pass over the rules came to.

    Attributes:
        retried: what had failed before and was tried again.
        more: True when there are others that are due; run it again.
    """

    fired: tuple[Fired, ...]
    retried: int
    more: bool


@operation("rules.run")
def run(work: Work, most: int = MOST_AT_ONCE) -> RunResult:
    """Fire every rule that time has made due, each occasion once.

    It may run at any desk and as often as one likes.

    Args:
        work: the operation.
        most: for how many records at once, at most MOST_AT_ONCE.

    Raises:
        Refused: the actor may not.
    """
    access.require(work, "rules.run")
    fired: list[Fired] = []
    more = False
    done: set[tuple[str, int]] = set()
    many = max(1, min(most, MOST_AT_ONCE))
    for kept in rules_in_force(work).rules:
        if kept.broken or kept.rule.when.on not in BY_THE_CLOCK or _rests(work, kept):
            continue
        left = many - len(fired)
        if left <= 0:
            more = True
            break
        due = found_due(work, kept, left + 1)
        more = more or len(due) > left
        fired.extend(_fire(work, kept, due[:left], done))
    return RunResult(tuple(fired), _retry(work), more)


def _fire(
    work: Work, kept: KeptRule, due: list[Found], stopped: set[tuple[str, int]]
) -> Iterator[Fired]:
    rule = kept.rule
    for each in due:
        record = (rule.kind, each.row.id)
        if record in stopped:
            continue
        if not fire(
            work, Occasion(kept, rule.kind, each.row, each.what, each.due_at), checked=True
        ):
            continue
        if rule.stop:
            stopped.add(record)
        actions = tuple(str(action.do) for action in rule.then)
        yield Fired(rule.key, rule.kind, each.row.id, each.due_at, actions)


def _rests(work: Work, kept: KeptRule) -> bool:
    """Say whether a rule waits for the next working day."""
    today = work.now.astimezone(work.place.zone).date()
    return kept.rule.working_days and not calendar_of(work).is_working_day(today)


def _retry(work: Work) -> int:
    due = (RuleRun.next_try_at <= work.now, RuleRun.state != MAKING)
    chosen = select(RuleRun).where(*due).limit(MOST_AT_ONCE)
    by_key = {each.rule.key: each for each in rules_in_force(work).rules if not each.broken}
    tried = 0
    for each in work.session.execute(chosen).scalars().all():
        kept = by_key.get(each.rule)
        if kept is None:
            each.state, each.next_try_at = "gave_up", None
            continue
        fire_again(work, each, kept)
        tried += 1
    work.session.flush()
    return tried
