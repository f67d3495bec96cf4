"""Who is away until when: rules give them nothing meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.models.ids import row_of
from loancrm_desktop.models.people import User
from loancrm_desktop.services import access, office_settings
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.rules.turns import AWAY
from loancrm_desktop.texts import say


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody who is away; `until` is the last day of it."""

    person_id: int
    until: date


@reader("rules.away")
def away(work: Work) -> tuple[Absence, ...]:
    """Answer who is away today or will still be, by the day of the return.

    Raises:
        Refused: the actor may not see tasks.
    """
    access.require(work, "tasks.see")
    today = work.now.astimezone(work.place.zone).date()
    found = [
        Absence(int(key), date.fromisoformat(str(until)))
        for key, until in _until(work).items()
        if str(until) >= today.isoformat()
    ]
    return tuple(sorted(found, key=_by_day))


def _by_day(absence: Absence) -> tuple[date, int]:
    return absence.until, absence.person_id


def _until(work: Work) -> dict[str, Any]:
    return dict(office_settings.read(work, AWAY).get("until", {}))


@operation("rules.set_away")
def set_away(work: Work, person_id: int, until: date | None = None) -> int:
    """Say that somebody is away until a day, or is back; answers the person.

    Raises:
        Invalid: there is no such person, or the day has passed.
        Refused: the actor may not; one's own absence one may always say.
    """
    if person_id != work.me:
        access.require(work, "users.manage")
    access.require(work, "tasks.see")
    person = row_of(work.session, User, person_id)
    if person is None or person.deleted_at is not None:
        raise Invalid(say("This person is not there any more."))
    today = work.now.astimezone(work.place.zone).date()
    if until is not None and until < today:
        text = say("Choose a day that lies ahead.")
        raise Invalid(text, [FieldProblem("until", "past", text)])
    kept = {key: day for key, day in _until(work).items() if str(day) >= today.isoformat()}
    kept.pop(str(person_id), None)
    if until is not None:
        kept[str(person_id)] = until.isoformat()
    office_settings.write(work, AWAY, {"until": kept})
    return person_id
