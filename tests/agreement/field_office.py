"""A small office with a field of every type, as columns and in JSON, for both evaluators."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Engine,
    Float,
    Integer,
    MetaData,
    Table,
    Text,
    select,
)
from sqlalchemy.sql.elements import ColumnElement

from loancrm_desktop.models.base import JsonType, UtcTime
from loancrm_desktop.services.language.custom_values import pack, unpack
from loancrm_desktop.services.language.expressions import Family, family_of, is_code
from loancrm_desktop.services.language.fields import (
    FieldSpec,
    FieldType,
    Option,
    Relation,
    Vocabulary,
    kind_fields,
)
from loancrm_desktop.services.language.in_sql import (
    SqlColumn,
    SqlJsonList,
    SqlValue,
    custom_column,
    where,
)
from loancrm_desktop.services.language.resolving import Moment, Resolved
from loancrm_desktop.text_keys import text_key

NOW = datetime(2026, 3, 31, 3, 4, 5, 678_000, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
LEVELS = (Option("a", "甲", "A"), Option("b", "乙", "B"), Option("old", "旧", "Old", retired=True))
WITHOUT_KEY = {"remark", "region"}  # text columns that have no key column beside them


def moment(me: int | None = 1, teams: tuple[int, ...] = (1, 2)) -> Moment:
    return Moment(NOW, SHANGHAI, me, teams, teams and (1, 3), lambda day: day.weekday() < 5)


def field(key: str, kind: FieldType, **more: Any) -> FieldSpec:
    return FieldSpec(key=key, type=kind, label_zh=key, label_en=key, **more)


_T = FieldType
_EVERY_TYPE = (
    field("title", _T.TEXT),
    field("remark", _T.LONG_TEXT),
    field("term", _T.INTEGER),
    field("score", _T.NUMBER),
    field("amount", _T.MONEY),
    field("rate", _T.PERCENT),
    field("signed_on", _T.DATE),
    field("call_at", _T.TIME),
    field("due_at", _T.DATETIME),
    field("level", _T.CHOICE, options=LEVELS),
    field("assets", _T.CHOICES, options=LEVELS),
    field("urgent", _T.BOOLEAN),
    field("phone", _T.PHONE),
    field("id_number", _T.ID_NUMBER),
    field("email", _T.EMAIL),
    field("region", _T.REGION),
    field("handler", _T.PERSON, links_to="user"),
    field("team", _T.TEAM),
    field("customer", _T.RECORD, links_to="customer"),
    field("tags", _T.TAGS),
    field("files", _T.ATTACHMENT),
    field("lines", _T.SUB_FORM),
    field("ref", _T.AUTONUMBER),
    field("margin", _T.FORMULA, result=_T.MONEY),
    field("closed_on", _T.FORMULA, result=_T.DATE),
)
_ADDED = tuple(
    field(
        f"x_{spec.key}", spec.type, options=spec.options, links_to=spec.links_to, result=spec.result
    )
    for spec in _EVERY_TYPE
)

VOCABULARY = Vocabulary(
    {
        "deal": kind_fields(
            "deal",
            (*_EVERY_TYPE, *_ADDED),
            (Relation("documents", "document", "文档", "documents", "deal"),),
        ),
        "customer": kind_fields(
            "customer",
            (
                field("name", _T.TEXT),
                field("region", _T.REGION),
                field("income", _T.MONEY),
                field("met_on", _T.DATE),
                field("owner", _T.PERSON, links_to="user"),
                field("tags", _T.TAGS),
            ),
            (
                Relation("deals", "deal", "业务单", "deals", "customer"),
                Relation("documents", "document", "文档", "documents", "customer"),
            ),
        ),
        "document": kind_fields(
            "document",
            (
                field("kind", _T.CHOICE, options=LEVELS),
                field("pages", _T.INTEGER),
                field("added_at", _T.DATETIME),
                field("deal", _T.RECORD, links_to="deal"),
                field("customer", _T.RECORD, links_to="customer"),
            ),
        ),
        "user": kind_fields(
            "user", (field("name", _T.TEXT), field("team", _T.TEAM), field("active", _T.BOOLEAN))
        ),
    }
)

METADATA = MetaData()
_COLUMN_TYPES = {
    Family.DATE: Date,
    Family.DATETIME: UtcTime,
    Family.LINK: BigInteger,
    Family.BOOLEAN: Boolean,
    Family.LIST: lambda: JsonType,
    Family.OPAQUE: lambda: JsonType,
}


def is_added(spec: FieldSpec) -> bool:
    return spec.key.startswith("x_")


def has_key(spec: FieldSpec) -> bool:
    text = family_of(spec) is Family.TEXT and not is_code(spec)
    return text and not is_added(spec) and spec.key not in WITHOUT_KEY


def _column(spec: FieldSpec) -> Column[Any]:
    if spec.compared_as is FieldType.NUMBER:
        return Column(spec.key, Float())
    if family_of(spec) is Family.NUMBER:
        return Column(spec.key, BigInteger())
    return Column(spec.key, _COLUMN_TYPES.get(family_of(spec), Text)())


def _table(kind: str) -> Table:
    specs = VOCABULARY.kind(kind).fields.values()
    return Table(
        f"some_{kind}",
        METADATA,
        Column("id", Integer, primary_key=True),
        Column("trashed", Boolean, nullable=False),
        Column("custom", JsonType, nullable=False),
        *(_column(spec) for spec in specs if not is_added(spec)),
        *(Column(f"{spec.key}_key", Text) for spec in specs if has_key(spec)),
    )


TABLES = {kind: _table(kind) for kind in VOCABULARY.kinds}


@dataclass(frozen=True)
class Rows:
    """One alias of a table, as the language asks for it."""

    table: Any

    @property
    def id(self) -> ColumnElement[int]:
        return self.table.c.id

    @property
    def alive(self) -> ColumnElement[bool]:
        return self.table.c.trashed.is_(False)

    def column(self, spec: FieldSpec) -> SqlColumn:
        if is_added(spec):
            return custom_column(self.table.c.custom, spec)
        column = self.table.c[spec.key]
        if family_of(spec) in {Family.LIST, Family.OPAQUE}:
            return SqlJsonList(column)
        return SqlValue(column, self.table.c[f"{spec.key}_key"] if has_key(spec) else None)


class Source:
    def rows(self, kind: str) -> Rows:
        return Rows(TABLES[kind].alias())


@dataclass(frozen=True)
class World:
    """The rows of every kind; a row maps field keys to stored values, with `id`, `trashed`."""

    rows: dict[str, list[dict[str, Any]]]

    def records(self, kind: str) -> list[WorldRecord]:
        return [WorldRecord(self, kind, row) for row in self.rows[kind]]

    def write(self, engine: Engine) -> None:
        with engine.begin() as connection:
            for table in TABLES.values():
                connection.execute(table.delete())
            for kind, rows in self.rows.items():
                for row in rows:
                    connection.execute(TABLES[kind].insert().values(_stored(kind, row)))


def _stored(kind: str, row: dict[str, Any]) -> dict[str, Any]:
    stored = {"id": row["id"], "trashed": row["trashed"], "custom": {}}
    for spec in VOCABULARY.kind(kind).fields.values():
        value = row.get(spec.key)
        if is_added(spec):
            if spec.key in row:
                stored["custom"][spec.key] = pack(spec, value)
            continue
        stored[spec.key] = list(value) if isinstance(value, tuple) else value
        if has_key(spec):
            stored[f"{spec.key}_key"] = None if value is None else text_key(value)
    return stored


@dataclass(frozen=True)
class WorldRecord:
    """A row as the evaluator in memory sees it."""

    world: World
    kind: str
    row: dict[str, Any]

    def value(self, key: str) -> object:
        value = self.row.get(key)
        spec = VOCABULARY.kind(self.kind).fields[key]
        return unpack(spec, pack(spec, value)) if is_added(spec) else value

    def linked(self, key: str) -> WorldRecord | None:
        spec = VOCABULARY.kind(self.kind).fields[key]
        named = self.value(key)
        if isinstance(named, bool) or not isinstance(named, int):
            return None
        found = [one for one in self.world.records(spec.links_to) if one.row["id"] == named]
        return found[0] if found else None

    def related(self, key: str) -> Iterable[WorldRecord]:
        relation = VOCABULARY.kind(self.kind).relations[key]
        return [
            one
            for one in self.world.records(relation.kind)
            if one.row.get(relation.via) == self.row["id"] and not one.row["trashed"]
        ]


def ids_in_sql(engine: Engine, kind: str, condition: Resolved) -> set[int]:
    source = Source()
    root = source.rows(kind)
    with engine.connect() as connection:
        found = connection.scalars(select(root.id).where(where(condition, root, source)))
        return set(found)
