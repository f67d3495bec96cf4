"""Who must be handled now: one queue out of to-dos, limits, appointments, silences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from loancrm_desktop.services import access, drafts, follow_ups, sight, tasks, today_approvals
from loancrm_desktop.services import today_sources as sources
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process.paths import processes
from loancrm_desktop.services.sight import Masks
from loancrm_desktop.services.today_items import Claim, Details, QueueItem, Reason
from loancrm_desktop.services.today_sources import Asked, DealTurn, QueueScope
from loancrm_desktop.services.today_standing import CLAIMS, GroupKey, Standing, standing
from loancrm_desktop.terms import text_of

GROUPS: tuple[GroupKey, ...] = (
    *("overdue", "limit", "new", "today", "idle", "approval", "waiting"),
)
SHOWN = 100


@dataclass(frozen=True, slots=True)
class QueueGroup:
    """One group of the queue.

    Attributes:
        count: may be more than the items shown.
        first_due_at: when the first of it is or was due; None where nothing in it has a time.
    """

    key: GroupKey
    count: int
    items: tuple[QueueItem, ...]
    first_due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TodayQueue:
    """The day's work in the order it should be done.

    Attributes:
        longest_late_s: how long the oldest overdue item, or the oldest limit, is over.
        first_contact_minutes: within which time a new lead is to be spoken to.
        next_at: when the next item of today is due.
        done_today: how many customers and to-dos were dealt with today.
        idle_days: after how many days without a contact a customer is silent.
        idle_amount_fen: the money the silent ones are about; None where the role does not show it.
        waiting_stages: where the items of others stand.
        revealable: fields that `sight_log.reveal` says.
    """

    groups: tuple[QueueGroup, ...]
    at: datetime
    longest_late_s: int | None
    first_contact_minutes: int | None
    next_at: datetime | None
    done_today: int
    idle_days: int
    idle_amount_fen: int | None
    waiting_stages: tuple[str, ...]
    revealable: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many items there are in all."""
        return sum(group.count for group in self.groups)


@dataclass(frozen=True, slots=True)
class Finished:
    """What was written down when an item was finished."""

    follow_up_id: int | None
    task_id: int | None


@reader("today.queue")
def queue(work: Work, scope: QueueScope = "mine", masks: Masks = "display") -> TodayQueue:
    """Answer the day's work, the most urgent first.

    Args:
        work: the reading.
        scope: `team` for everybody whose work the actor looks after.
        masks: `display` masks phone numbers for everybody.

    Raises:
        Refused: the actor may not see customers.
    """
    access.require(work, "customers.see")
    day = sources.asked(work, scope)
    stands = standing(work, day, SHOWN)
    shown = _once_each(_claims(work, day, stands))
    shown["approval"] = today_approvals.claims(work, day, SHOWN)
    details = Details(work, [claim for group in GROUPS for claim in shown[group]], masks)
    figures = {**stands.figures, "approval": today_approvals.figures(work, day)}
    groups = tuple(
        QueueGroup(
            group,
            figures[group].count,
            tuple(details.items(shown[group], day)),
            figures[group].first_due_at,
        )
        for group in GROUPS
    )
    return TodayQueue(
        groups=groups,
        at=work.now,
        longest_late_s=_longest_late(
            day, [figures[key].first_due_at for key in ("overdue", "limit")]
        ),
        first_contact_minutes=_first_contact_minutes(work),
        next_at=figures["today"].first_due_at,
        done_today=sources.done_today(work, day),
        idle_days=sources.IDLE_DAYS,
        idle_amount_fen=figures["idle"].amount_fen if _shows_amounts(work) else None,
        waiting_stages=_stages_of(groups[-1]),
        revealable=sight.revealable(work, "customer", masks),
    )


@reader("today.more")
def more(
    work: Work,
    group: GroupKey,
    skip: int,
    scope: QueueScope = "mine",
    masks: Masks = "display",
) -> tuple[QueueItem, ...]:
    """Answer the next items of a group of the queue, as many as the queue shows of it.

    Args:
        work: the reading.
        group: whose items.
        skip: how many of them are known.
        scope: as for the queue.
        masks: as for the queue.

    Raises:
        Refused: the actor may not see customers.
    """
    access.require(work, "customers.see")
    day, skip = sources.asked(work, scope), max(0, skip)
    if group == "approval":
        claims = today_approvals.claims(work, day, SHOWN, skip)
    else:
        claims = _once_each(_claims(work, day, standing(work, day, SHOWN, skip)))[group]
    return tuple(Details(work, claims, masks).items(claims, day))


@operation("today.finish")
def finish(  # noqa: PLR0913, PLR0917 - the fields of the bar under the queue, each with a default
    work: Work,
    customer_id: int | None = None,
    task_id: int | None = None,
    text: str = "",
    method: str = "phone",
    outcome: str | None = None,
    next_at: datetime | None = None,
    deal_id: int | None = None,
    draft_key: str | None = None,
) -> Finished:
    """Write the contact down and finish the to-do, as one change set.

    Args:
        work: the operation.
        customer_id: whom was spoken to; None for a to-do that is about nobody.
        task_id: the to-do this finishes.
        text: what was said; the outcome's name where nothing was written.
        method: how.
        outcome: what came of it.
        next_at: when to get in touch again.
        deal_id: which deal it was about.
        draft_key: the draft that is written down with this and goes.

    Raises:
        Invalid: naming the field that does not hold.
        Refused: the actor may not, or the to-do is finished already.
    """
    contact = None
    if customer_id is not None:
        said = text.strip() or text_of("contact_outcome", outcome or "").read()
        logged = follow_ups.log(work, customer_id, said, method, outcome, next_at, deal_id)
        contact = logged.id
    if task_id is not None:
        tasks.done(work, task_id, outcome)
    drafts.drop_with(work, draft_key)
    return Finished(contact, task_id)


def _claims(work: Work, day: Asked, stands: Standing) -> list[Claim]:
    """Answer every reason that speaks for those who are shown."""
    found: list[Claim] = []
    who = stands.customers
    if work.actor.rights.allows("tasks.see"):
        for task in sources.due_tasks(work, day, who, stands.tasks):
            group: GroupKey = "overdue" if task.due_at < day.now else "today"
            found.append(_of_task(task, group))
    if work.actor.rights.allows("deals.see"):
        turns = sources.turns(work, day, who)
        found += [_of_deal(turn, "limit") for turn in turns.late]
        found += [_of_deal(turn, "new") for turn in turns.leads]
        found += [_of_deal(turn, "today") for turn in turns.due]
        found += [_of_deal(turn, "waiting") for turn in turns.waiting]
    contacts = sources.contacts(work, day, who)
    for customer_id, at in contacts.appointed:
        group = "overdue" if at < day.now else "today"
        found.append(Claim(group, "appointment", at, customer_id))
    found += [Claim("idle", "silence", None, customer_id) for customer_id in contacts.silent]
    return found


def _of_task(task: sources.TaskDue, group: GroupKey) -> Claim:
    return Claim(
        group,
        "task",
        task.due_at,
        task.customer_id,
        task.deal_id,
        task.created_at,
        task,
        task.assignee_id,
    )


def _of_deal(turn: DealTurn, group: GroupKey) -> Claim:
    reason: Reason = "others_turn" if group == "waiting" else "limit"
    return Claim(
        group,
        reason,
        turn.due_at,
        turn.customer_id,
        turn.id,
        turn.entered_at,
        handler_id=turn.handler_id,
    )


def _once_each(claims: Iterable[Claim]) -> dict[GroupKey, list[Claim]]:
    """Give each customer to the first group that claims it, there for what was due first."""
    by_group: dict[GroupKey, list[Claim]] = {group: [] for group in GROUPS}
    for claim in claims:
        by_group[claim.group].append(claim)
    taken: set[int] = set()
    chosen: dict[GroupKey, list[Claim]] = {}
    for group in CLAIMS:
        if group != "idle":
            by_group[group].sort(key=_urgency)
        chosen[group] = []
        for claim in by_group[group]:
            if claim.customer_id is None:
                chosen[group].append(claim)
            elif claim.customer_id not in taken:
                taken.add(claim.customer_id)
                chosen[group].append(claim)
    return chosen


def _urgency(claim: Claim) -> tuple[int, float, str]:
    important = -claim.task.priority if claim.task is not None else 0
    return important, claim.due_at.timestamp() if claim.due_at else float("inf"), claim.key


def _longest_late(day: Asked, first_due: Iterable[datetime | None]) -> int | None:
    began = min((at for at in first_due if at is not None), default=None)
    return None if began is None else int((day.now - began).total_seconds())


def _first_contact_minutes(work: Work) -> int | None:
    for each in processes(work).values():
        for stage in each.path.stages:
            if each.path.is_default and stage.funnel_step == "lead" and stage.handler == "owner":
                return stage.limit_minutes
    return None


def _shows_amounts(work: Work) -> bool:
    names = {"customer.deal_amount", "customer.requested_amount", "deal.requested_amount"}
    return not names & (work.actor.rights.hidden | work.actor.rights.masked)


def _stages_of(group: QueueGroup) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.stage for item in group.items if item.stage))
