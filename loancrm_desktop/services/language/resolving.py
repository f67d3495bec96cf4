"""Now, me, my team and relative times become constants, once, before an evaluator sees them.

What the words mean, with P an amount such as 7 days:

- a date field: `{"days": -3}` is three days before today at the office, `{"today": 0}` is today;
- a datetime field: `{"days": -3}` is this very time three times 24 hours ago; months and working
  days keep the time of day at the office and move its date, to the month's last day at most;
- a datetime field beside a date or `{"today": n}` is compared with that whole office day: `eq`
  is within it, `le` until its end, `gt` after its end;
- `within_last` P is after now - P and until now; `within_next` P is from now and before now + P;
  `older_than` P is now - P or before. With a date field now is today, so that the last 7 days
  include today. What is older than P is never within the last P;
- `{"me": true}` with nobody asking compares false, `ne` too; `{"my_team": true}` is all teams of
  the person who asks, and with a person field all their members.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from loancrm_desktop.services.language.expressions import (
    NEVER,
    SPAN_OPS,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Constant,
    Day,
    Emptiness,
    Family,
    FieldValue,
    Me,
    MyTeam,
    Not,
    Op,
    Plain,
    Range,
    Scalar,
    Several,
    Shifted,
    Unit,
    Value,
    comparison_key,
    family_of,
)
from loancrm_desktop.services.language.fields import FieldPath, FieldSpec, FieldType
from loancrm_desktop.text_keys import text_key

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """When, where and by whom a condition is asked.

    Attributes:
        now: aware time, by the operation's clock.
        zone: the office's time zone.
        me: the user who asks, None for the program itself.
        my_teams: the teams of that user.
        my_team_members: the users in those teams.
        is_working_day: the office's calendar.
    """

    now: datetime
    zone: tzinfo
    me: int | None
    my_teams: tuple[int, ...]
    my_team_members: tuple[int, ...]
    is_working_day: Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class Resolved:
    """A condition of constants, fields and nothing else: what both evaluators take.

    Texts in it are comparison keys, so it is not to be worded or stored.
    """

    tree: Condition


def resolve(condition: Condition, moment: Moment) -> Resolved:
    """Replace everything that depends on the moment by constants."""
    return Resolved(_Resolver(_Clock(moment), moment).condition(condition))


def both(one: Resolved, other: Resolved) -> Resolved:
    """Put two resolved conditions together, such as a filter and a permission."""
    return Resolved(AllOf((one.tree, other.tree)))


class _Clock:
    """Moves now and today by an amount of a unit."""

    def __init__(self, moment: Moment) -> None:
        now = moment.now.astimezone(UTC)
        self.now = now.replace(microsecond=now.microsecond // 1000 * 1000)
        self._zone = moment.zone
        self._is_working_day = moment.is_working_day
        self.today = self.now.astimezone(self._zone).date()

    def day(self, shift: Shifted | Day) -> date:
        """Move today."""
        if isinstance(shift, Day):
            return self.today + timedelta(days=shift.offset_days)
        return self._moved(self.today, shift.unit, shift.amount)

    def time(self, shift: Shifted) -> datetime:
        """Move now."""
        if shift.unit is Unit.MINUTES:
            return self.now + timedelta(minutes=shift.amount)
        if shift.unit is Unit.HOURS:
            return self.now + timedelta(hours=shift.amount)
        if shift.unit is Unit.DAYS:
            return self.now + timedelta(days=shift.amount)
        local = self.now.astimezone(self._zone)
        moved = self._moved(local.date(), shift.unit, shift.amount)
        return datetime.combine(moved, local.time(), self._zone).astimezone(UTC)

    def midnight(self, day: date) -> datetime:
        """Answer when a day begins at the office."""
        return datetime.combine(day, time.min, self._zone).astimezone(UTC)

    def _moved(self, day: date, unit: Unit, amount: int) -> date:
        if unit is Unit.MONTHS:
            return _months_later(day, amount)
        if unit is Unit.WORKING_DAYS:
            return self._working_days_later(day, amount)
        return day + timedelta(days=amount)

    def _working_days_later(self, day: date, amount: int) -> date:
        step = _DAY if amount > 0 else -_DAY
        last = day + step * (abs(amount) * 4 + 60)  # a calendar without working days ends here
        left = abs(amount)
        while left and day != last:
            day += step
            left -= self._is_working_day(day)
        return day


def _months_later(day: date, months: int) -> date:
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month0 + 1)[1]
    return date(year, month0 + 1, min(day.day, last))


@dataclass(frozen=True, slots=True)
class _Resolver:
    clock: _Clock
    moment: Moment

    def condition(self, condition: Condition) -> Condition:
        match condition:
            case AllOf(parts):
                return AllOf(tuple(self.condition(part) for part in parts))
            case AnyOf(parts):
                return AnyOf(tuple(self.condition(part) for part in parts))
            case Not(part):
                return Not(self.condition(part))
            case Compare(path, op, value):
                return self.compare(path, op, value)
            case Emptiness():
                return condition
            case _:
                return replace(condition, where=self.condition(condition.where))

    def compare(self, path: FieldPath, op: Op, value: Value) -> Condition:
        if op in SPAN_OPS and isinstance(value, Shifted):
            return self._span(path, op, value)
        if isinstance(value, MyTeam):
            return self._my_team(path, op)
        if family_of(path.spec) is Family.DATETIME:
            return self._time(path, op, value)
        constant = self._constants(path.spec, value)
        return NEVER if constant is None else Compare(path, op, constant)

    def _span(self, path: FieldPath, op: Op, span: Shifted) -> Condition:
        back = Shifted(span.unit, -span.amount)
        if family_of(path.spec) is Family.DATE:
            now, before, after = self.clock.today, self.clock.day(back), self.clock.day(span)
        else:
            now, before, after = self.clock.now, self.clock.time(back), self.clock.time(span)
        if op is Op.OLDER_THAN:
            return Compare(path, Op.LE, Constant(before))
        if op is Op.WITHIN_LAST:
            return _from_to(path, (Op.GT, before), (Op.LE, now))
        return _from_to(path, (Op.GE, now), (Op.LT, after))

    def _my_team(self, path: FieldPath, op: Op) -> Condition:
        of_persons = path.spec.compared_as is FieldType.PERSON
        ids = self.moment.my_team_members if of_persons else self.moment.my_teams
        positive = op in {Op.EQ, Op.IN}
        if not ids:
            return NEVER if positive else Emptiness(path, filled=True)
        items = Several(tuple(Constant(one) for one in ids))
        return Compare(path, Op.IN if positive else Op.NOT_IN, items)

    def _time(self, path: FieldPath, op: Op, value: Value) -> Condition:
        if isinstance(value, Range):
            low = self._time(path, Op.GE, value.low)
            return AllOf((low, self._time(path, Op.LE, value.high)))
        if isinstance(value, Several):
            one_op, whole = (Op.EQ, AnyOf) if op is Op.IN else (Op.NE, AllOf)
            return whole(tuple(self._time(path, one_op, item) for item in value.items))
        if isinstance(value, Day):
            return self._in_day(path, op, self.clock.day(value))
        if isinstance(value, Constant) and not isinstance(value.value, datetime):
            assert isinstance(value.value, date)  # noqa: S101 - reading gives nothing else
            return self._in_day(path, op, value.value)
        constant = self._constants(path.spec, value)
        return NEVER if constant is None else Compare(path, op, constant)

    def _in_day(self, path: FieldPath, op: Op, day: date) -> Condition:
        start, end = self.clock.midnight(day), self.clock.midnight(day + _DAY)
        if op is Op.EQ:
            return _from_to(path, (Op.GE, start), (Op.LT, end))
        if op is Op.NE:
            before = Compare(path, Op.LT, Constant(start))
            return AnyOf((before, Compare(path, Op.GE, Constant(end))))
        edge = {Op.LE: (Op.LT, end), Op.GT: (Op.GE, end)}.get(op, (op, start))
        return Compare(path, edge[0], Constant(edge[1]))

    def _constants(
        self, spec: FieldSpec, value: Value
    ) -> Constant | FieldValue | Range | Several | None:
        if isinstance(value, Range):
            low, high = self._scalar(spec, value.low), self._scalar(spec, value.high)
            return None if low is None or high is None else Range(low, high)
        if isinstance(value, Several):
            items = [self._scalar(spec, item) for item in value.items]
            known = tuple(item for item in items if item is not None)
            return Several(known) if known else None
        return self._scalar(spec, value)

    def _scalar(self, spec: FieldSpec, value: Scalar) -> Constant | FieldValue | None:
        match value:
            case Shifted():
                is_day = family_of(spec) is Family.DATE
                return Constant(self.clock.day(value) if is_day else self.clock.time(value))
            case Day():
                return Constant(self.clock.day(value))
            case Me() | MyTeam():
                return None if self.moment.me is None else Constant(self.moment.me)
            case FieldValue():
                return value
            case _:
                return Constant(_compared_form(spec, value.value))


def _from_to(
    path: FieldPath, low: tuple[Op, date | datetime], high: tuple[Op, date | datetime]
) -> Condition:
    return AllOf(
        (Compare(path, low[0], Constant(low[1])), Compare(path, high[0], Constant(high[1])))
    )


def _compared_form(spec: FieldSpec, constant: Plain) -> Plain:
    if spec.compared_as is FieldType.NUMBER and isinstance(constant, int):
        return float(constant)  # a list of both kinds reaches PostgreSQL as whole numbers
    if not isinstance(constant, str):
        return constant
    if family_of(spec) is Family.TEXT:
        return comparison_key(spec, constant)
    return text_key(constant) if spec.compared_as is FieldType.TAGS else constant
