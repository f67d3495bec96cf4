"""Conditions asked of the office: read by the catalogue, resolved for who asks, turned into SQL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from loancrm_desktop.models.people import User
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.forms.catalog import KindRows, catalog_of
from loancrm_desktop.services.forms.records import MODELS
from loancrm_desktop.services.language import in_sql, reading, resolving
from loancrm_desktop.services.language.expressions import Condition
from loancrm_desktop.services.language.working_days import is_working_day
from loancrm_desktop.services.office import Work

ConditionJson = dict[str, Any]


def moment_of(work: Work) -> resolving.Moment:
    """Answer the operation's time, office and person, as conditions need them."""
    return resolving.Moment(
        now=work.now,
        zone=work.place.zone,
        me=work.actor.user_id,
        my_teams=work.actor.team_ids,
        my_team_members=_members(work),
        is_working_day=is_working_day,
    )


def _members(work: Work) -> tuple[int, ...]:
    key = f"members:{work.actor.user_id}"
    kept = work.shelf.get(key)
    if kept is None:
        rows = work.session.execute(
            select(User.id).where(User.team_id.in_(work.actor.team_ids))
        ).scalars()
        kept = work.shelf[key] = tuple(rows)
    return tuple(kept)


def read(work: Work, kind: str, where: ConditionJson) -> Condition:
    """Read a condition's JSON by the catalogue.

    Raises:
        Invalid: naming every problem with its place.
    """
    return reading.read(where, kind, catalog_of(work).vocabulary)


def resolved(work: Work, kind: str, where: ConditionJson) -> resolving.Resolved:
    """Read a condition and put this moment's constants in."""
    return resolving.resolve(read(work, kind, where), moment_of(work))


def sql(
    work: Work, kind: str, where: ConditionJson | None, entity: Any = None
) -> ColumnElement[bool]:
    """Answer a condition together with the actor's data scope and without the trash.

    Args:
        work: the reading.
        kind: `customer` or `deal`.
        where: the condition's JSON, None for every record.
        entity: the mapped class or alias the statement selects from.
    """
    model: Any = entity if entity is not None else MODELS[kind]
    parts: list[ColumnElement[bool]] = [model.deleted_at.is_(None)]
    if work.actor.rights.scope != "all":
        parts.append(access.scope_sql(work.actor, model))
    if where:
        parts.append(bare_sql(work, kind, where, model))
    return and_(*parts)


def bare_sql(
    work: Work, kind: str, where: ConditionJson, entity: Any = None
) -> ColumnElement[bool]:
    """Answer a condition alone as SQL over the kind's class or an alias of it."""
    model = entity if entity is not None else MODELS[kind]
    return in_sql.where(resolved(work, kind, where), KindRows(kind, model), catalog_of(work))


@reader("conditions.count")
def count(work: Work, kind: str, where: ConditionJson) -> int:
    """Answer how many visible records a condition holds for now."""
    model: Any = MODELS[kind]
    chosen = select(func.count()).select_from(model).where(sql(work, kind, where))
    return work.session.execute(chosen).scalar_one()


@reader("conditions.word")
def word(work: Work, kind: str, where: ConditionJson, language: str = "zh") -> str:
    """Say a condition as one sentence.

    Raises:
        Invalid: naming every problem with its place.
    """
    from loancrm_desktop.services.language import wording

    return wording.word(read(work, kind, where), names_of(work), language)


def names_of(work: Work) -> Mapping[tuple[str, int], str]:
    """Answer the names of people, teams, channels and processes by (kind, id)."""
    kept = work.shelf.get("names")
    if kept is None:
        kept = work.shelf["names"] = _load_names(work)
    return kept


def _load_names(work: Work) -> dict[tuple[str, int], str]:
    found: dict[tuple[str, int], str] = {}
    for kind, attribute in (
        ("person", "name"),
        ("team", "name"),
        ("channel", "name"),
        ("process", "name_zh"),
    ):
        model: Any = MODELS[kind]
        for row in work.session.execute(select(model.id, getattr(model, attribute))):
            found[(kind, row[0])] = row[1]
    return found
