"""What a rule can do: one function per action, by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from loancrm_desktop.errors import Refused
from loancrm_desktop.models.rule_runs import Notice
from loancrm_desktop.models.work_items import Task
from loancrm_desktop.services import customers, deadlines, deals
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import put_values
from loancrm_desktop.services.messages import writing
from loancrm_desktop.services.messages.filling import filled, parts_of
from loancrm_desktop.services.messages.templates import no_template, template_named
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.office_calendar import calendar_of
from loancrm_desktop.services.ownership import giving
from loancrm_desktop.services.rules import approval_act, paper_act, turns
from loancrm_desktop.services.rules.design import Action, Due, Quiet, Rule
from loancrm_desktop.services.rules.people_meant import customer_of, meant, members
from loancrm_desktop.services.rules.reading import split_field
from loancrm_desktop.services.values_in import read_values
from loancrm_desktop.texts import say

_LONGEST_LINE = 250


@dataclass(frozen=True, slots=True)
class Firing:
    """A rule that fires for a record.

    Attributes:
        occasion: what for; names tasks, notices and messages, so that each is made once.
    """

    rule: Rule
    kind: str
    row: Any
    occasion: str


Did = dict[str, Any]
"""What an action did, as plain JSON: `do`, and ids of what it made or changed."""


def act(work: Work, firing: Firing) -> list[Did]:
    """Do what a rule says, in order; answers what was done.

    Raises:
        Problem: an action cannot be done; nothing of the rule stays.
    """
    found: list[Did] = []
    for at, action in enumerate(firing.rule.then):
        found.append({"do": action.do, **_ACTIONS[action.do](work, firing, action, at)})
        work.session.flush()
    return found


def would(work: Work, firing: Firing) -> list[Did]:
    """Answer what a rule would do, without doing it."""
    return [
        {"do": action.do, "people": list(_told(work, firing, action))}
        for action in firing.rule.then
    ]


def _told(work: Work, firing: Firing, action: Action) -> tuple[int, ...]:
    if action.do in {"task", "notify"}:
        return meant(work, action.to, firing.kind, firing.row)
    return ()


def _task(work: Work, firing: Firing, action: Action, at: int) -> Did:
    customer = customer_of(work, firing.kind, firing.row)
    made = [
        Task(
            title=_line(filled(work, action.text, firing.kind, firing.row)),
            kind="rule",
            customer_id=customer.id if customer is not None else None,
            deal_id=_deal_id(firing),
            assignee_id=person,
            priority=action.priority,
            due_at=_due(work, action.due),
            occasion=f"{firing.occasion}/{at}/{person}"[-_LONGEST_LINE:],
            created_at=work.now,
            updated_at=work.now,
        )
        for person in meant(work, action.to, firing.kind, firing.row)
    ]
    work.session.add_all(made)
    work.session.flush()
    return {"tasks": [each.id for each in made], "people": [each.assignee_id for each in made]}


def _deal_id(firing: Firing) -> int | None:
    if firing.kind == "deal":
        return int(firing.row.id)
    return getattr(firing.row, "deal_id", None)


def _due(work: Work, due: Due | None) -> datetime | None:
    """Answer until when; a time of day that has passed already is that of the next day."""
    if due is None:
        return None
    zone, calendar = work.place.zone, calendar_of(work)
    if due.minutes is not None:
        return deadlines.due_at(
            work.now, due.minutes, working=due.working, zone=zone, calendar=calendar
        )
    day = work.now.astimezone(zone).date() + timedelta(days=due.days)
    while due.working and not calendar.is_working_day(day):
        day += timedelta(days=1)
    found = datetime.combine(day, clock(due.at or "18:00"), zone).astimezone(work.now.tzinfo)
    return found if found > work.now else found + timedelta(days=1)


def clock(text: str) -> time:
    """Read a time of day such as `09:00`."""
    hours, _, minutes = text.partition(":")
    return time(int(hours), int(minutes))


def _notify(work: Work, firing: Firing, action: Action, at: int) -> Did:
    people = meant(work, action.to, firing.kind, firing.row)
    title = filled(work, action.text, firing.kind, firing.row)
    shown_at = after_quiet(work, firing.rule.quiet)
    work.session.add_all(
        Notice(
            person_id=person,
            kind="rule",
            title=_line(title),
            text=title if len(title) > _LONGEST_LINE else None,
            record_kind=firing.kind,
            record_id=firing.row.id,
            at=work.now,
            shown_at=shown_at,
            once_key=f"{firing.occasion}/{at}/{person}"[-_LONGEST_LINE:],
        )
        for person in people
    )
    return {"people": list(people)}


def after_quiet(work: Work, quiet: Quiet | None) -> datetime:
    """Answer when somebody may be told: now, or at the end of the quiet hours."""
    if quiet is None:
        return work.now
    here = work.now.astimezone(work.place.zone)
    begins, ends, at = clock(quiet.begins), clock(quiet.ends), here.time()
    if begins <= ends:
        is_quiet = begins <= at < ends
        day = here.date()
    else:
        is_quiet = at >= begins or at < ends
        day = here.date() + timedelta(days=1 if at >= begins else 0)
    if not is_quiet:
        return work.now
    return datetime.combine(day, ends, work.place.zone).astimezone(work.now.tzinfo)


def _set(work: Work, firing: Firing, action: Action, _at: int) -> Did:
    kind, key = split_field(firing.kind, action.field)
    row = customer_of(work, firing.kind, firing.row) if kind == "customer" else firing.row
    if row is None:
        raise Refused(say("There is no customer whose field could be set."))
    values = {key: action.value}
    match kind:
        case "customer":
            customers.edit(work, row.id, values, duplicates="allow")
        case "deal":
            deals.edit(work, row.id, values)
        case _:
            read = read_values(work, kind, values, whole=False, row=row)
            put_values(row, kind, catalog_of(work).kind(kind).fields, read)
    return {"field": action.field}


def _move(work: Work, firing: Firing, action: Action, _at: int) -> Did:
    if firing.row.stage == action.stage:
        return {"stage": action.stage}
    reason = action.reason or firing.rule.title.read("zh")
    deals.move(work, firing.row.id, action.stage, reason=reason)
    return {"stage": action.stage}


def _approval(work: Work, firing: Firing, action: Action, _at: int) -> Did:
    reason = action.reason or firing.rule.title.read("zh")
    return approval_act.start(work, firing.row, meant_active(work, action.people), reason)


def _assign(work: Work, firing: Firing, action: Action, at: int) -> Did:
    customer = _customer(work, firing)
    group = _group(work, action, customer.channel_id)
    there = turns.who_is_there(work, group, action.most_open)
    match action.how:
        case "least_busy":
            found = turns.least_busy(work, there)
        case "fixed":
            found = there[0] if there else None
        case _:
            found = turns.next_in_turn(work, f"{firing.rule.key}/{at}", there)
    if found is None:
        raise Refused(say("Nobody of this group could take another customer. Choose more people."))
    if customer.owner_id != found:
        giving.give(work, customer, found)
    return {"person": found}


def _group(work: Work, action: Action, channel_id: int | None) -> tuple[int, ...]:
    if action.how == "by_channel":
        for line in action.table:
            if channel_id in line.channels:
                return line.people or members(work, line.team)
        return ()
    people = action.people or members(work, action.team)
    here = set(meant_active(work, people))
    return tuple(each for each in people if each in here)


def meant_active(work: Work, people: tuple[int, ...]) -> tuple[int, ...]:
    """Answer who of some is still active."""
    from loancrm_desktop.services.process.staffing import people as working

    known = working(work).team_of
    return tuple(each for each in people if each in known)


def _pool(work: Work, firing: Firing, _action: Action, _at: int) -> Did:
    customer = _customer(work, firing)
    if customer.owner_id is not None:
        giving.to_pool(work, customer)
    return {"customer": customer.id}


def _tag(work: Work, firing: Firing, action: Action, _at: int) -> Did:
    customer = _customer(work, firing)
    gone = set(action.remove)
    tags = [each for each in dict.fromkeys((*customer.tags, *action.add)) if each not in gone]
    if tags != customer.tags:
        customer.tags = tags
    return {"added": list(action.add), "removed": list(action.remove)}


def _message(work: Work, firing: Firing, action: Action, at: int) -> Did:
    template = template_named(work, action.template) if action.template else None
    if action.template and template is None:
        raise no_template(action.template)
    text = template.text if template is not None else action.text
    kind, row = firing.kind, firing.row
    if template is not None and template.kind == "customer":
        kind, row = "customer", _customer(work, firing)
    to_people = action.channel in {"bot", "webhook"}
    draft = writing.Draft(
        way=action.channel,
        text=filled(work, text, kind, row, masks=to_people),
        customer=None if to_people else _customer(work, firing),
        subject=filled(work, template.subject, kind, row, masks=to_people) if template else "",
        template=action.template or None,
        parts=parts_of(work, text, kind, row, masks=to_people) if template else {},
        by_channel=action.via or None,
        not_before=after_quiet(work, firing.rule.quiet),
        once_key=f"{firing.occasion}/{at}"[-_LONGEST_LINE:],
    )
    return {"message": writing.put(work, draft).id}


def _document(_work: Work, firing: Firing, action: Action, _at: int) -> Did:
    return paper_act.order(firing.row.id, action.template)


def _customer(work: Work, firing: Firing) -> Any:
    customer = customer_of(work, firing.kind, firing.row)
    if customer is None:
        raise Refused(say("This record belongs to no customer."))
    return customer


def _line(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_LINE] or "-"


_ACTIONS: Mapping[str, Callable[[Work, Firing, Action, int], Did]] = {
    "task": _task,
    "notify": _notify,
    "set": _set,
    "move": _move,
    "approval": _approval,
    "assign": _assign,
    "pool": _pool,
    "tag": _tag,
    "document": _document,
    "message": _message,
}
