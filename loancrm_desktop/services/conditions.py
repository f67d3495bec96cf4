"""Conditions asked of the office: read by the catalogue, resolved for who asks, turned into SQL."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from loancrm_desktop.errors import Invalid
from loancrm_desktop.models.people import User
from loancrm_desktop.models.prepared import Prepared
from loancrm_desktop.services import access, sight
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.forms.catalog import KindRows, catalog_of
from loancrm_desktop.services.forms.records import MODELS, is_own, of_kind
from loancrm_desktop.services.language import in_sql, reading, resolving
from loancrm_desktop.services.language.expressions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Constant,
    Count,
    Not,
    Range,
    Several,
    Value,
)
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.office_calendar import calendar_of
from loancrm_desktop.texts import say

ConditionJson = dict[str, Any]

COUNTED = ("customer", "deal")
"""The shipped kinds whose records are counted; those of the office's own are counted too."""
_MOST_KEPT = 200
_MUCH_LATER = timedelta(days=397, hours=7, minutes=11, seconds=13, milliseconds=17)


def moment_of(work: Work) -> resolving.Moment:
    """Answer the operation's time, office and person, as conditions need them."""
    return resolving.Moment(
        now=work.now,
        zone=work.place.zone,
        me=work.actor.user_id,
        my_teams=work.actor.team_ids,
        my_team_members=_members(work),
        is_working_day=calendar_of(work).is_working_day,
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


def read_asked(work: Work, kind: str, where: ConditionJson) -> Condition:
    """Read a condition somebody asks with: it may not tell what the role does not show.

    Raises:
        Invalid: naming every problem with its place.
        Refused: it asks for a field that is hidden from the actor, or for a part of a masked one.
    """
    condition = read(work, kind, where)
    sight.refuse_unseen(work.actor, kind, condition)
    return condition


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
    return _in_sight(work, kind, bare_sql(work, kind, where, model) if where else None, model)


def _in_sight(
    work: Work, kind: str, clause: ColumnElement[bool] | None, entity: Any = None
) -> ColumnElement[bool]:
    model: Any = entity if entity is not None else MODELS[kind]
    parts: list[ColumnElement[bool]] = [model.deleted_at.is_(None), *of_kind(kind, model)]
    if is_own(kind):
        parts.append(access.of_living_sql(model))
    if work.actor.rights.scope != "all":
        parts.append(access.visible_sql(work.actor, kind, model))
    if clause is not None:
        parts.append(clause)
    return and_(*parts)


def bare_sql(
    work: Work, kind: str, where: ConditionJson, entity: Any = None
) -> ColumnElement[bool]:
    """Answer a condition alone as SQL over the kind's class or an alias of it."""
    return _sql_of(work, kind, read_asked(work, kind, where), entity)


def design_sql(work: Work, kind: str, where: ConditionJson) -> ColumnElement[bool]:
    """Answer a condition the office itself drew, such as a stage's: whoever acts, it is the same."""
    return _sql_of(work, kind, read(work, kind, where), None)


def _sql_of(work: Work, kind: str, condition: Condition, entity: Any) -> ColumnElement[bool]:
    model = entity if entity is not None else MODELS[kind]
    ready = resolving.resolve(condition, moment_of(work))
    return in_sql.where(ready, KindRows(kind, model), catalog_of(work))


@dataclass(frozen=True, slots=True)
class Saying:
    """What is asked with a condition.

    Attributes:
        kind: `customer` or `deal`.
        statements: makes the statements from the condition as a WHERE part on the kind's class,
            None when there is no condition.
        key: what the statements depend on besides the condition, the actor's person and scope;
            None when they are not worth keeping.
    """

    kind: str
    statements: Callable[[ColumnElement[bool] | None], Sequence[Select[Any] | None]]
    key: tuple[object, ...] | None


class Asked:
    """Statements with this moment's values, ready to run."""

    def __init__(
        self,
        session: Session,
        statements: Sequence[Prepared | None],
        values: Mapping[str, Any],
        moments: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        self._session = session
        self._statements = statements
        self._values = values
        self._moments = moments

    def rows(self, which: int, **values: Any) -> Sequence[Sequence[Any]]:
        """Run one of the statements with further values."""
        statement = self._statements[which]
        if statement is None:
            return ()
        given = {**self._values, **values}
        if self._moments:
            given.update(self._moments[which])
        return statement.rows(self._session, **given)


def ask(work: Work, where: ConditionJson | None, saying: Saying, **values: Any) -> Asked:
    """Put a condition into statements, or find those made for it earlier.

    Raises:
        Invalid: naming every problem of the condition with its place.
    """
    if saying.key is None:
        return Asked(work.session, _prepared(saying, _clause(work, saying, where)), values)
    text = json.dumps(where) if where else ""
    actor = work.actor
    whose = (actor.user_id, actor.rights, actor.team_ids, actor.shared)
    key = (saying.kind, saying.key, text, *whose)
    kept: dict[object, _Kept] = work.shelf.setdefault("asked", {})
    if key not in kept:
        if len(kept) >= _MOST_KEPT:
            kept.clear()
        kept[key] = _keep(work, where, saying)
    found = kept[key]
    moments = found.moments(work)
    if moments is None:
        return Asked(work.session, _prepared(saying, _clause(work, saying, where)), values)
    return Asked(work.session, found.statements, values, moments)


@dataclass(frozen=True, slots=True)
class _Kept:
    """Statements of a condition, and where in them the constants stand that the clock moves.

    Attributes:
        statements: empty when the condition must be said anew at every moment.
        condition: None where the clock moves nothing.
        places: per statement, by name: which of the condition's constants may stand there.
    """

    statements: Sequence[Prepared | None]
    condition: Condition | None = None
    places: Sequence[Mapping[str, tuple[int, ...]]] = ()

    def moments(self, work: Work) -> Sequence[Mapping[str, Any]] | None:
        """Answer this moment's constants per statement; None when all must be said anew."""
        if not self.statements:
            return None
        if self.condition is None:
            return ()
        now = _constants(resolving.resolve(self.condition, moment_of(work)).tree)
        found: list[dict[str, Any]] = []
        for places in self.places:
            if any(len({now[at] for at in ways}) != 1 for ways in places.values()):
                return None
            found.append({name: now[ways[0]] for name, ways in places.items()})
        return found


def _keep(work: Work, where: ConditionJson | None, saying: Saying) -> _Kept:
    if not where:
        return _Kept(_prepared(saying, None))
    condition = read_asked(work, saying.kind, where)
    moment = moment_of(work)
    here, later = (
        resolving.resolve(condition, at)
        for at in (moment, replace(moment, now=moment.now + _MUCH_LATER))
    )
    made = _prepared(saying, _said(work, saying.kind, here))
    if here == later:
        return _Kept(made)
    # Said for two moments: what differs must be a constant of the condition itself.
    other = _prepared(saying, _said(work, saying.kind, later))
    pairs = list(zip(_constants(here.tree), _constants(later.tree), strict=True))
    places: list[dict[str, tuple[int, ...]]] = []
    for one, two in zip(made, other, strict=True):
        found = {} if one is None or two is None else _places(work.session, (one, two), pairs)
        if found is None:
            return _Kept(())
        places.append(found)
    return _Kept(made, condition, places)


def _places(
    session: Session, said: tuple[Prepared, Prepared], pairs: Sequence[tuple[Any, Any]]
) -> dict[str, tuple[int, ...]] | None:
    here, later = said
    if here.sql(session) != later.sql(session):
        return None
    then = later.constants(session)
    found: dict[str, tuple[int, ...]] = {}
    for name, value in here.constants(session).items():
        if value == then[name]:
            continue
        found[name] = tuple(at for at, pair in enumerate(pairs) if pair == (value, then[name]))
        if not found[name]:
            return None
    return found


def _prepared(saying: Saying, clause: ColumnElement[bool] | None) -> list[Prepared | None]:
    said = saying.statements(clause)
    return [None if each is None else Prepared(each) for each in said]


def _clause(work: Work, saying: Saying, where: ConditionJson | None) -> ColumnElement[bool] | None:
    return bare_sql(work, saying.kind, where) if where else None


def _said(work: Work, kind: str, resolved_condition: resolving.Resolved) -> ColumnElement[bool]:
    return in_sql.where(resolved_condition, KindRows(kind, MODELS[kind]), catalog_of(work))


def _constants(tree: Condition) -> list[Any]:
    """Answer the constants of a resolved condition, in their order."""
    match tree:
        case AllOf(parts) | AnyOf(parts):
            return [value for part in parts for value in _constants(part)]
        case Not(part):
            return _constants(part)
        case Compare(_, _, value):
            return _constants_of(value)
        case Count(_, where, _, value):
            return [*_constants(where), *_constants_of(value)]
        case _:
            return []


def _constants_of(value: Value) -> list[Any]:
    match value:
        case Constant(plain):
            return [plain]
        case Range(low, high):
            return [*_constants_of(low), *_constants_of(high)]
        case Several(items):
            return [plain for item in items for plain in _constants_of(item)]
        case _:
            return []


@dataclass(frozen=True, slots=True)
class PartCount:
    """One part of a condition, and what would be found without it.

    Attributes:
        index: which part of the top-level `all` it is; 0 where the condition is one part.
        part: the part's JSON.
        rest: the condition without it, None when nothing is left.
        count: how many records the rest holds for.
    """

    index: int
    part: ConditionJson
    rest: ConditionJson | None
    count: int


@reader("conditions.count")
def count(work: Work, kind: str, where: ConditionJson) -> int:
    """Answer how many visible records a condition holds for now.

    Raises:
        Invalid: naming every problem with its place, or the kind is none that is counted.
        Refused: the actor may not see such records.
    """
    _require_counted(work, kind)
    model: Any = MODELS[kind]
    figure = select(func.count()).select_from(model)

    def statements(clause: ColumnElement[bool] | None) -> tuple[Select[Any]]:
        return (figure.where(_in_sight(work, kind, clause)),)

    return ask(work, where, Saying(kind, statements, ("count",))).rows(0)[0][0]


@reader("conditions.blocking")
def blocking(work: Work, kind: str, where: ConditionJson) -> tuple[PartCount, ...]:
    """Answer what each top-level part of a condition keeps out, the one that frees most first.

    Raises:
        Invalid: naming every problem with its place, or the kind is none that is counted.
        Refused: the actor may not see such records.
    """
    _require_counted(work, kind)
    parts: list[ConditionJson] = where["all"] if set(where) == {"all"} else [where]
    found: list[PartCount] = []
    for index, part in enumerate(parts):
        others = [*parts[:index], *parts[index + 1 :]]
        rest = {"all": others} if others else None
        found.append(PartCount(index, part, rest, count(work, kind, rest or {})))
    return tuple(sorted(found, key=_most_first))


def _most_first(part: PartCount) -> tuple[int, int]:
    return -part.count, part.index


def _require_counted(work: Work, kind: str) -> None:
    if not is_counted(work, kind):
        raise Invalid(say("Records of the kind {kind} are not counted by a condition.", kind=kind))
    access.require_on(work, kind, "see")


def is_counted(work: Work, kind: str) -> bool:
    """Say whether records of a kind are listed and counted."""
    return kind in COUNTED or kind in catalog_of(work).types


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
