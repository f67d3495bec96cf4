"""Looking at a masked number on purpose: with a reason, counted by the day, kept in the history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import bindparam, func, select

from loancrm_desktop.errors import FieldProblem, Invalid, Refused
from loancrm_desktop.models.customers import Customer, RelatedPerson
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.ids import row_of
from loancrm_desktop.models.journal import JournalEntry, JournalTouch
from loancrm_desktop.models.own_records import OwnRecord
from loancrm_desktop.models.people import Role, User
from loancrm_desktop.models.prepared import Prepared
from loancrm_desktop.models.work_items import Task
from loancrm_desktop.services import access, history_sight, sight
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.forms import field_types
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import is_own, value_of
from loancrm_desktop.services.forms.values.cells import one_line
from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.services.office import Work
from loancrm_desktop.terms import Term, name_of
from loancrm_desktop.texts import Text, say

DAILY_LIMIT = 20
NOTICE_AT = DAILY_LIMIT * 8 // 10
"""From the how-manieth look of a day on somebody else is told."""
MOST_REASON = 200

LOOKED = "look"
TRIED = "look_refused"
"""Touches of a person (not of a record): the way to the looks of one day."""

_MODELS: dict[str, Any] = {"customer": Customer, "deal": Deal, "related_person": RelatedPerson}

_looks = Prepared(
    select(func.count())
    .select_from(JournalTouch)
    .join(JournalEntry, JournalEntry.seq == JournalTouch.seq)
    .where(
        JournalTouch.kind == LOOKED,
        JournalTouch.record_id == bindparam("person"),
        JournalEntry.at >= bindparam("since", type_=JournalEntry.at.type),
    )
)


@dataclass(frozen=True, slots=True)
class Revealed:
    """A value said whole.

    Attributes:
        looked_today: how many looks this person had today, this one among them.
        limit: how many there may be in a day.
    """

    value: str
    looked_today: int
    limit: int


@dataclass(frozen=True, slots=True)
class Looks:
    """How often somebody looked today, and how often is allowed."""

    count: int
    limit: int


@reader("sight_log.looks_today")
def looks_today(work: Work) -> Looks:
    """Answer how many masked values the actor had said today, by the office's calendar."""
    return Looks(_count(work), DAILY_LIMIT)


@operation("sight_log.reveal")
def reveal(work: Work, kind: str, record_id: int, field: str, reason: str) -> Revealed:
    """Say one masked value of a record, and write into the history who looked and why.

    A refused attempt is written down, too.

    Args:
        work: the operation.
        kind: `customer`, `deal` or `related_person`.
        record_id: whose.
        field: the field's key.
        reason: a key of the terms `look_reason`, or other words.

    Raises:
        Invalid: there is no such record or field, or no reason is given.
        Refused: the role sees the field only masked, the record belongs to somebody else, or the
            day's looks are used up.
    """
    row = _row(work, kind, record_id)
    spec = catalog_of(work).kind(kind).fields.get(field)
    if spec is None or spec.mask is None:
        text = say("There is no masked field named {field}.", field=field)
        raise _invalid("field", "unknown", text)
    said = _checked_reason(reason)
    done = _count(work)
    work.touches += _touches(kind, row)
    work.note = f"{_label(spec).read()} · {said}"
    refusal = _refusal(work, row, (kind, spec), done)
    if refusal is not None:
        work.refusal = refusal
        work.note = say("not shown: {field} · {reason}", field=_label(spec), reason=said).read()
        work.touches.append((TRIED, work.me))
        return Revealed("", done, DAILY_LIMIT)
    work.touches.append((LOOKED, work.me))
    if done + 1 == NOTICE_AT:
        _give_notice(work, done + 1)
    value = field_types.to_json(value_of(row, kind, spec), spec, work.place.zone)
    return Revealed("" if value is None else str(value), done + 1, DAILY_LIMIT)


def _row(work: Work, kind: str, record_id: int) -> Any:
    model = _MODELS.get(kind)
    if is_own(kind):
        model = OwnRecord
    row = None if model is None else row_of(work.session, model, record_id)
    other = is_own(kind) and row is not None and row.kind != kind
    if row is None or row.deleted_at is not None or other:
        raise Invalid(say("There is no such record."))
    return row


def _checked_reason(reason: str) -> str:
    clean = one_line(name_of("look_reason", one_line(reason)))
    if not clean:
        raise _invalid("reason", "required", say("Say why you need to see it."))
    if len(clean) > MOST_REASON:
        text = say("A reason has at most {count} characters.", count=MOST_REASON)
        raise _invalid("reason", "too_long", text)
    return clean


def _refusal(work: Work, row: Any, of: tuple[str, FieldSpec], done: int) -> Refused | None:
    """Answer why a value is not said, None when it is."""
    kind, spec = of
    try:
        access.require_on(work, kind if is_own(kind) else "customer", "see")
    except Refused as refusal:
        return refusal  # told to the person only once the attempt is kept
    if not _in_sight(work, kind, row):
        text = say("This record belongs to another person. Ask its owner or your team lead.")
        return Refused(text, forbidden=True)
    if spec.key not in sight.revealable(work, kind):
        text = say(
            "Your role does not see {field} whole. Ask the owner of the office.", field=_label(spec)
        )
        return Refused(text, forbidden=True)
    if done >= DAILY_LIMIT:
        text = say(
            "You have looked at {limit} masked values today, which is the limit of a day. Ask "
            "your team lead, or go on tomorrow.",
            limit=DAILY_LIMIT,
        )
        return Refused(text)
    return None


def _in_sight(work: Work, kind: str, row: Any) -> bool:
    if is_own(kind):
        return access.sees_own(work, row)
    if kind == "deal" and row.handler_id == work.actor.user_id:
        return True
    whose = row_of(work.session, Customer, row.customer_id) if kind == "related_person" else row
    if kind != "deal" and whose is not None:
        return access.sees_customer(work.actor, whose)
    return whose is not None and access.in_scope(work.actor, whose.owner_id, whose.team_id)


def _touches(kind: str, row: Any) -> list[tuple[str, int]]:
    customer_id = row.id if kind == "customer" else row.customer_id
    touched = [(str(row.__tablename__), row.id)]
    if customer_id is not None:
        touched.append(("customer", customer_id))
    return list(dict.fromkeys(touched))


def _count(work: Work) -> int:
    zone = work.place.zone
    since = datetime.combine(work.now.astimezone(zone).date(), time(), zone)
    return int(_looks.value(work.session, person=work.me, since=since))


def _give_notice(work: Work, count: int) -> None:
    """Tell somebody who may read the history that a person looks at much today."""
    day = work.now.astimezone(work.place.zone).date()
    occasion = f"looks:{work.me}:{day.isoformat()}"
    known = select(Task.id).where(Task.occasion == occasion)
    watcher = _watcher(work)
    if watcher is None or work.session.execute(known).first() is not None:
        return
    title = say(
        "{name} has looked at {count} masked values today (limit {limit}): check the reasons",
        name=work.actor.name,
        count=count,
        limit=DAILY_LIMIT,
    )
    work.session.add(
        Task(
            title=title.read()[:255],
            kind="looks",
            assignee_id=watcher,
            due_at=work.now,
            occasion=occasion,
            created_at=work.now,
            updated_at=work.now,
        )
    )


def _watcher(work: Work) -> int | None:
    """Answer the first other person who may read the whole history, compliance before owners."""
    people = select(User.id, Role.key, Role.rights).join(Role, Role.key == User.role_key)
    chosen = people.where(
        User.active.is_(True), User.deleted_at.is_(None), User.id != work.me
    ).order_by(User.id)
    may = [
        (role != "compliance", person)
        for person, role, rights in work.session.execute(chosen)
        if access.rights_from(rights).allows(history_sight.SEE_ALL)
    ]
    return min(may)[1] if may else None


def _label(spec: FieldSpec) -> Text:
    return Term(f"field.{spec.key}", spec.label_zh, spec.label_en)


def _invalid(field: str, code: str, text: Text) -> Invalid:
    return Invalid(text, [FieldProblem(field, code, text)])
