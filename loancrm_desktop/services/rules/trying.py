"""Tries a rule without doing anything: whom it matches now, and what the last days would have been.

What happened is read off the office's own past: contacts, stays, time limits, dates of making. The
condition is asked of the records as they are today; where a past value would have decided
otherwise, the trial differs from what would have been.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from loancrm_desktop.errors import Invalid
from loancrm_desktop.models.base import from_ms, to_ms
from loancrm_desktop.models.deals import Deal, StageVisit
from loancrm_desktop.models.work_items import FollowUp
from loancrm_desktop.services import access, live_record
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import MODELS, value_of
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.rules import reading
from loancrm_desktop.services.rules.actions import Firing, clock, would
from loancrm_desktop.services.rules.due import matching
from loancrm_desktop.services.rules.kept import KeptRule, kept
from loancrm_desktop.services.rules.people_meant import customer_of
from loancrm_desktop.texts import say

MOST_DAYS = 366
MOST_ROWS = 500
MOST_LOOKED_AT = 20_000


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One time a rule would have fired."""

    at: datetime
    kind: str
    record_id: int
    customer_id: int | None
    name: str
    facts: Mapping[str, Any]
    did: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule would have done.

    Attributes:
        records: how many different records; fired: how often; people: how many it would have told.
        per_day: how often on each day, the oldest first, with a zero where it would not have.
        rows: the newest of the times.
        cut: True when there is more than was looked at.
    """

    since: datetime
    until: datetime
    records: int
    fired: int
    people: int
    per_day: tuple[tuple[date, int], ...]
    rows: tuple[TrialRow, ...]
    cut: bool


@reader("rules.matching")
def count_matching(work: Work, body: dict[str, Any]) -> int:
    """Answer how many records a rule's condition holds for now.

    Raises:
        Invalid: naming every problem with its place.
        Refused: the actor may not.
    """
    access.require(work, "rules.see")
    one = _checked(work, body)
    model: Any = MODELS[one.rule.kind]
    counted = select(func.count()).select_from(model).where(matching(work, one))
    return work.session.execute(counted).scalar_one()


@reader("rules.dry_run")
def dry_run(work: Work, body: dict[str, Any], days: int = 30) -> Trial:
    """Answer what a rule would have done in the last days.

    Raises:
        Invalid: naming every problem with its place; or the days are not 1 to 366.
        Refused: the actor may not.
    """
    access.require(work, "rules.see")
    if not 1 <= days <= MOST_DAYS:
        raise Invalid(say("Choose between 1 and {most} days.", most=MOST_DAYS))
    one = _checked(work, body)
    since = work.now - timedelta(days=days)
    times: list[tuple[datetime, Any]] = []
    for at, row in _PAST[one.rule.when.on](work, one, since):
        times.append((at, row))
        if len(times) >= MOST_LOOKED_AT:
            break
    held: dict[int, bool] = {}
    kind = one.rule.kind
    for _, row in times:
        if row.id not in held:
            held[row.id] = live_record.holds(work, kind, row, one.condition)
    limited = _limited(one, sorted(((at, row) for at, row in times if held[row.id]), key=_when))
    return _told(work, one, limited, since, cut=len(times) >= MOST_LOOKED_AT)


def _when(time: tuple[datetime, Any]) -> tuple[datetime, int]:
    return time[0], time[1].id


def _limited(one: KeptRule, times: list[tuple[datetime, Any]]) -> list[tuple[datetime, Any]]:
    """Leave out what a limit such as once a week would have left out."""
    rule = one.rule
    if not rule.once and rule.every_days is None:
        return times
    last: dict[int, datetime] = {}
    found: list[tuple[datetime, Any]] = []
    for at, row in times:
        before = last.get(row.id)
        if before is None or (
            not rule.once and at - before >= timedelta(days=rule.every_days or 0)
        ):
            last[row.id] = at
            found.append((at, row))
    return found


def _told(
    work: Work, one: KeptRule, times: list[tuple[datetime, Any]], since: datetime, *, cut: bool
) -> Trial:
    zone = work.place.zone
    first, last = since.astimezone(zone).date(), work.now.astimezone(zone).date()
    per_day = {first + timedelta(days=n): 0 for n in range((last - first).days + 1)}
    people: set[int] = set()
    rows: list[TrialRow] = []
    for at, row in reversed(times):
        day = at.astimezone(zone).date()
        per_day[day] = per_day.get(day, 0) + 1
        did = would(work, Firing(one.rule, one.rule.kind, row, ""))
        people.update(person for each in did for person in each["people"])
        if len(rows) < MOST_ROWS:
            rows.append(_row(work, one, at, row, did))
    return Trial(
        since=since,
        until=work.now,
        records=len({row.id for _, row in times}),
        fired=len(times),
        people=len(people),
        per_day=tuple(sorted(per_day.items())),
        rows=tuple(rows),
        cut=cut,
    )


def _row(work: Work, one: KeptRule, at: datetime, row: Any, did: list[dict[str, Any]]) -> TrialRow:
    customer = customer_of(work, one.rule.kind, row)
    seen = customer is not None and access.sees_customer(work.actor, customer)
    return TrialRow(
        at=at,
        kind=one.rule.kind,
        record_id=row.id,
        customer_id=customer.id if customer is not None and seen else None,
        name=customer.name if customer is not None and seen else "",
        facts=live_record.values_seen(work, one.rule.kind, row, one.asks) if seen else {},
        did=tuple(did),
    )


def _checked(work: Work, body: dict[str, Any]) -> KeptRule:
    rule = reading.read(reading.body_of(body))
    reading.check(work, rule)
    return kept(work, rule, 0, 0)


Times = Iterator[tuple[datetime, Any]]


def _created(work: Work, one: KeptRule, since: datetime) -> Times:
    model: Any = MODELS[one.rule.kind]
    chosen = select(model).where(model.created_at > since, matching(work, one))
    for row in work.session.execute(
        chosen.order_by(model.created_at).limit(MOST_LOOKED_AT)
    ).scalars():
        yield row.created_at, row


def _changed(work: Work, one: KeptRule, since: datetime) -> Times:
    """Answer the last change of each record: more is not kept in a form that could be asked."""
    model: Any = MODELS[one.rule.kind]
    chosen = select(model).where(model.updated_at > since, model.revision > 1, matching(work, one))
    for row in work.session.execute(
        chosen.order_by(model.updated_at).limit(MOST_LOOKED_AT)
    ).scalars():
        yield row.updated_at, row


def _entered(work: Work, one: KeptRule, since: datetime) -> Times:
    yield from _stays(work, one, StageVisit.entered_at, since)


def _left(work: Work, one: KeptRule, since: datetime) -> Times:
    yield from _stays(work, one, StageVisit.left_at, since)


def _stays(work: Work, one: KeptRule, moment: Any, since: datetime) -> Times:
    chosen = (
        select(Deal, moment)
        .join(StageVisit, StageVisit.deal_id == Deal.id)
        .where(moment > since, Deal.deleted_at.is_(None))
        .order_by(moment)
        .limit(MOST_LOOKED_AT)
    )
    if one.rule.when.stages:
        chosen = chosen.where(StageVisit.stage.in_(one.rule.when.stages))
    for row, at in work.session.execute(chosen):
        yield at, row


def _limit(work: Work, one: KeptRule, since: datetime) -> Times:
    before = timedelta(minutes=one.rule.when.before_minutes)
    due = StageVisit.due_at
    chosen = (
        select(Deal, due)
        .join(StageVisit, StageVisit.deal_id == Deal.id)
        .where(
            due > since + before,
            due <= work.now + before,
            Deal.deleted_at.is_(None),
            (StageVisit.left_at.is_(None)) | (StageVisit.left_at > due),
        )
        .limit(MOST_LOOKED_AT)
    )
    for row, due_at in work.session.execute(chosen):
        if due_at is not None:
            yield due_at - before, row


def _silent(work: Work, one: KeptRule, since: datetime) -> Times:
    """Answer each silence longer than the days: from one contact to the next, or to now."""
    model: Any = MODELS[one.rule.kind]
    span = timedelta(days=one.rule.when.days)
    whose = FollowUp.customer_id if one.rule.kind == "customer" else FollowUp.deal_id
    contacts: dict[int, list[int]] = {}
    chosen = select(whose, FollowUp.at).where(
        FollowUp.at > since - span, FollowUp.deleted_at.is_(None)
    )
    for record_id, at in work.session.execute(chosen):
        if record_id is not None:
            contacts.setdefault(record_id, []).append(to_ms(at))
    rows = work.session.execute(
        select(model).where(matching(work, one)).limit(MOST_LOOKED_AT)
    ).scalars()
    for row in rows:
        began = [to_ms(row.created_at), *sorted(contacts.get(row.id, ()))]
        if row.last_contact_at is not None and row.id not in contacts:
            began.append(to_ms(row.last_contact_at))
        ends = [*began[1:], to_ms(work.now)]
        for start, end in zip(began, ends, strict=True):
            at = from_ms(start) + span
            if at > since and to_ms(at) <= end:
                yield at, row


def _date(work: Work, one: KeptRule, since: datetime) -> Times:
    when = one.rule.when
    spec = catalog_of(work).kind(one.rule.kind).fields[when.field]
    model: Any = MODELS[one.rule.kind]
    moments = {
        at.astimezone(work.place.zone).date() - timedelta(days=when.offset_days): at
        for at in _moments(work, when.at, since)
    }
    days = {(day.month, day.day): at for day, at in moments.items()}
    rows = work.session.execute(
        select(model).where(matching(work, one)).limit(MOST_LOOKED_AT)
    ).scalars()
    for row in rows:
        value = value_of(row, one.rule.kind, spec)
        if value is None:
            continue
        day = value.astimezone(work.place.zone).date() if isinstance(value, datetime) else value
        at = days.get((day.month, day.day)) if when.yearly else moments.get(day)
        if at is not None:
            yield at, row


def _regular(work: Work, one: KeptRule, since: datetime) -> Times:
    when = one.rule.when
    model: Any = MODELS[one.rule.kind]
    rows = (
        work.session.execute(select(model).where(matching(work, one)).limit(MOST_LOOKED_AT))
        .scalars()
        .all()
    )
    for at in _moments(work, when.at, since):
        weekday = at.astimezone(work.place.zone).isoweekday()
        if when.on == "weekly" and weekday not in when.weekdays:
            continue
        for row in rows:
            if row.created_at <= at:
                yield at, row


def _button(_work: Work, _one: KeptRule, _since: datetime) -> Times:
    yield from ()


def _moments(work: Work, at: str, since: datetime) -> Iterator[datetime]:
    zone = work.place.zone
    day = since.astimezone(zone).date()
    while True:
        moment = datetime.combine(day, clock(at), zone).astimezone(work.now.tzinfo)
        if moment > work.now:
            return
        if moment > since:
            yield moment
        day += timedelta(days=1)


_PAST: Mapping[str, Callable[[Work, KeptRule, datetime], Times]] = {
    "created": _created,
    "changed": _changed,
    "entered": _entered,
    "left": _left,
    "limit": _limit,
    "silent": _silent,
    "date": _date,
    "daily": _regular,
    "weekly": _regular,
    "button": _button,
}
