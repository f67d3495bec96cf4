"""Which records a rule that time wakes is due for, and since when: one statement per rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    String,
    and_,
    cast,
    extract,
    func,
    literal,
    or_,
    select,
    type_coerce,
)

from loancrm_desktop.models.base import from_ms, to_ms
from loancrm_desktop.models.designs import Design
from loancrm_desktop.models.rule_runs import RuleRun
from loancrm_desktop.services import conditions
from loancrm_desktop.services.forms.catalog import KindRows, catalog_of
from loancrm_desktop.services.forms.records import MODELS, of_kind, value_of
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.rules.actions import clock
from loancrm_desktop.services.rules.kept import KeptRule
from loancrm_desktop.services.rules.paper_act import MAKING

CATCH_UP_DAYS = 31
"""So far back what fell due while every computer was off is made up for."""


@dataclass(frozen=True, slots=True)
class Found:
    """A record a rule is due for.

    Attributes:
        what: names the occasion among those of the rule and the record.
        due_at: the true time.
    """

    row: Any
    what: str
    due_at: datetime


def found_due(work: Work, kept: KeptRule, limit: int) -> list[Found]:
    """Answer what a rule is due for and has not fired for, at most so many."""
    finders = {
        "silent": _silent,
        "limit": _limit,
        "date": _date,
        "daily": _regular,
        "weekly": _regular,
    }
    return list(finders[kept.rule.when.on](work, kept, limit))


def matching(work: Work, kept: KeptRule) -> Any:
    """Answer the part of a statement that the rule's kind, condition and limits ask for."""
    rule = kept.rule
    model: Any = MODELS[rule.kind]
    parts: list[ColumnElement[bool]] = [model.deleted_at.is_(None), *of_kind(rule.kind, model)]
    if rule.condition:
        parts.append(conditions.design_sql(work, rule.kind, dict(rule.condition)))
    if rule.once or rule.every_days is not None:
        parts.append(~_ran_since(work, kept, model))
    return and_(*parts)


def _ran_since(work: Work, kept: KeptRule, model: Any) -> ColumnElement[bool]:
    rule = kept.rule
    ran = select(RuleRun.id).where(
        RuleRun.kind == rule.kind,
        RuleRun.record_id == model.id,
        RuleRun.rule == rule.key,
        RuleRun.state.in_(("done", "trial", MAKING)),
    )
    if not rule.once:
        ran = ran.where(RuleRun.at > work.now - timedelta(days=rule.every_days or 0))
    return ran.exists()


def _fired(key: ColumnElement[str]) -> ColumnElement[bool]:
    return select(RuleRun.id).where(RuleRun.occasion == key).exists()


def _key(kept: KeptRule, model: Any, what: Any) -> ColumnElement[str]:
    """Answer the occasion's key as SQL; the same as `Occasion.key` says in memory."""
    head = literal(f"{kept.rule.key}:{kept.rule.kind}:")
    return head + cast(model.id, String) + ":" + what


def _ms(column: Any) -> ColumnElement[int]:
    return type_coerce(column, BigInteger)


def _born(work: Work, kept: KeptRule) -> datetime:
    """Answer since when there is this rule: what lay before it is not made up for."""
    chosen = select(func.min(Design.made_at)).where(
        Design.kind == "rule", Design.key == kept.rule.key
    )
    found = work.session.execute(chosen).scalar()
    return found if found is not None else work.now


def _silent(work: Work, kept: KeptRule, limit: int) -> Iterator[Found]:
    """Find who heard from nobody for more than the days, since the last real follow-up."""
    rule = kept.rule
    model: Any = MODELS[rule.kind]
    span = timedelta(days=rule.when.days)
    began = func.coalesce(_ms(model.last_contact_at), _ms(model.created_at))
    what = literal(f"silent{rule.when.days}:") + cast(began, String)
    chosen = (
        select(model, began)
        .where(
            began <= to_ms(work.now - span),
            matching(work, kept),
            ~_fired(_key(kept, model, what)),
        )
        .order_by(began, model.id)
        .limit(limit)
    )
    for row, began_ms in work.session.execute(chosen):
        since = from_ms(int(began_ms))
        yield Found(row, f"silent{rule.when.days}:{began_ms}", since + span)


def _limit(work: Work, kept: KeptRule, limit: int) -> Iterator[Found]:
    """Find the open deals whose time limit has passed, or is near."""
    rule = kept.rule
    model: Any = MODELS["deal"]
    before = timedelta(minutes=rule.when.before_minutes)
    what = literal(f"limit{rule.when.before_minutes}:") + cast(_ms(model.due_at), String)
    chosen = (
        select(model)
        .where(
            model.outcome == "open",
            model.due_at <= work.now + before,
            matching(work, kept),
            ~_fired(_key(kept, model, what)),
        )
        .order_by(model.due_at, model.id)
        .limit(limit)
    )
    for row in work.session.execute(chosen).scalars():
        name = f"limit{rule.when.before_minutes}:{to_ms(row.due_at)}"
        yield Found(row, name, row.due_at - before)


def _date(work: Work, kept: KeptRule, limit: int) -> Iterator[Found]:
    """Find whose day has come, today or while every computer was off."""
    when = kept.rule.when
    spec = catalog_of(work).kind(kept.rule.kind).fields[when.field]
    model: Any = MODELS[kept.rule.kind]
    born = _born(work, kept)
    days: dict[date, datetime] = {}
    for moment in _moments(work, when.at, CATCH_UP_DAYS):
        if moment >= born:
            day = moment.astimezone(work.place.zone).date()
            days[day - timedelta(days=when.offset_days)] = moment
    if not days:
        return
    column: Any = KindRows(kept.rule.kind, model).column(spec).value
    chosen = select(model).where(_on_a_day(column, list(days), yearly=when.yearly))
    chosen = chosen.where(matching(work, kept)).order_by(model.id)
    count = 0
    for row in work.session.execute(chosen).scalars():
        found = _found_on(work, kept, row, days, value_of(row, kept.rule.kind, spec))
        if found is not None:
            yield found
            count += 1
            if count >= limit:
                return


def _on_a_day(column: Any, days: list[date], *, yearly: bool) -> ColumnElement[bool]:
    if not yearly:
        return and_(column >= min(days), column < max(days) + timedelta(days=1))
    return or_(
        *(
            and_(extract("month", column) == day.month, extract("day", column) == day.day)
            for day in days
        )
    )


def _found_on(
    work: Work, kept: KeptRule, row: Any, days: dict[date, datetime], value: Any
) -> Found | None:
    day: date | None = (
        value.astimezone(work.place.zone).date() if isinstance(value, datetime) else value
    )
    if day is None:
        return None
    if kept.rule.when.yearly:
        day = next((each for each in days if (each.month, each.day) == (day.month, day.day)), None)
    if day is None or day not in days:
        return None
    what = f"date:{day.isoformat()}"
    key = f"{kept.rule.key}:{kept.rule.kind}:{row.id}:{what}"
    fired = work.session.execute(select(RuleRun.id).where(RuleRun.occasion == key)).first()
    return None if fired is not None else Found(row, what, days[day])


def _regular(work: Work, kept: KeptRule, limit: int) -> Iterator[Found]:
    """Find all that match, at the latest of the regular times; days missed are not made up for."""
    when = kept.rule.when
    born = _born(work, kept)
    latest = next(
        (
            moment
            for moment in _moments(work, when.at, 7)
            if when.on == "daily"
            or moment.astimezone(work.place.zone).isoweekday() in when.weekdays
        ),
        None,
    )
    if latest is None or latest < born:
        return
    model: Any = MODELS[kept.rule.kind]
    what = f"{when.on}:{to_ms(latest)}"
    chosen = (
        select(model)
        .where(matching(work, kept), ~_fired(_key(kept, model, literal(what))))
        .order_by(model.id)
        .limit(limit)
    )
    for row in work.session.execute(chosen).scalars():
        yield Found(row, what, latest)


def _moments(work: Work, at: str, days: int) -> Iterator[datetime]:
    """Answer a time of day on today and the days before, the latest first, none ahead."""
    zone = work.place.zone
    today = work.now.astimezone(zone).date()
    for back in range(days + 1):
        local = datetime.combine(today - timedelta(days=back), clock(at), zone)
        moment = local.astimezone(work.now.tzinfo)
        if moment <= work.now:
            yield moment
