"""The field catalogue: built-in fields and the office's own, indistinguishable after loading."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from sqlalchemy import FromClause, and_, select
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.models.deals import Stage
from loancrm_desktop.models.designs import CustomField, Design
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.forms import field_types, own_indexes, own_types
from loancrm_desktop.services.forms.built_in_fields import (
    BUILT_IN_FIELDS,
    LOOKUP_FIELDS,
    READ_ONLY,
    built_in_kind,
)
from loancrm_desktop.services.forms.design import read_form
from loancrm_desktop.services.forms.form_parts import FormDesign
from loancrm_desktop.services.forms.own_columns import own_column
from loancrm_desktop.services.forms.own_types import OwnType
from loancrm_desktop.services.forms.records import (
    MODELS,
    has_text_key,
    home_of,
    of_kind,
)
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.services.language import in_sql
from loancrm_desktop.services.language.custom_values import pack, unpack
from loancrm_desktop.services.language.fields import (
    KEY_PATTERN,
    FieldSpec,
    FieldType,
    KindFields,
    Option,
    Vocabulary,
    kind_fields,
)
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import say

_log = logging.getLogger(__name__)

_SHELF = "catalog"
_LIST_COLUMNS = frozenset({FieldType.CHOICES, FieldType.TAGS})


@dataclass(frozen=True, slots=True)
class Catalog:
    """Every record kind with its fields; forms, lists, conditions, imports read only this.

    Attributes:
        vocabulary: the kinds and their fields, as conditions speak of them.
        read_only: per kind, the fields that services keep and nobody types.
        forms: the published form of each kind that has one.
        undrawn: the names as they are without the forms, which forms are read by.
        types: the record types the office made up, by kind.
    """

    vocabulary: Vocabulary
    read_only: Mapping[str, frozenset[str]] = field(default_factory=lambda: READ_ONLY)
    forms: Mapping[str, FormDesign] = field(default_factory=dict[str, FormDesign])
    undrawn: Vocabulary = field(default_factory=lambda: Vocabulary({}))
    types: Mapping[str, OwnType] = field(default_factory=dict[str, OwnType])

    def kind(self, name: str) -> KindFields:
        """Answer a kind's fields.

        Raises:
            Invalid: there is no such record kind.
        """
        if name not in self.vocabulary.kinds:
            raise Invalid(say("There is no record kind named {kind}.", kind=name))
        return self.vocabulary.kinds[name]

    def rows(self, kind: str) -> in_sql.SqlRows:
        """Answer a fresh alias of the kind's table (the language's `SqlSource`)."""
        return KindRows(kind, aliased(MODELS[kind]))


@dataclass(frozen=True, slots=True, eq=False)
class KindRows:
    """One mention of a kind in a statement: its mapped class or an alias of it."""

    kind: str
    entity: Any

    @property
    def table(self) -> FromClause:
        """What stands in FROM."""
        return cast("FromClause", self.entity)

    @property
    def id(self) -> ColumnElement[int]:
        """The column that links name."""
        return cast("ColumnElement[int]", self.entity.id)

    @property
    def alive(self) -> ColumnElement[bool] | None:
        """Rows in the trash are not counted, nor those of another kind in the same table."""
        alive = cast("ColumnElement[bool]", self.entity.deleted_at.is_(None))
        return and_(alive, *of_kind(self.kind, self.entity))

    def column(self, spec: FieldSpec) -> in_sql.SqlColumn:
        """Answer the column of a field of this kind."""
        home = home_of(self.kind, spec.key) if spec.built_in else None
        if home is None:
            return own_column(self.entity.custom, spec)
        column = getattr(self.entity, home.attribute)
        if spec.compared_as in _LIST_COLUMNS:
            return in_sql.SqlJsonList(column)
        if home.key_attribute is not None:
            return in_sql.SqlValue(column, getattr(self.entity, home.key_attribute))
        return in_sql.SqlValue(column)


def catalog_of(work: Work) -> Catalog:
    """Answer the office's catalogue; loaded once and kept until a field changes."""
    kept = work.shelf.get(_SHELF)
    if kept is None:
        kept = work.shelf[_SHELF] = _load(work)
    return cast("Catalog", kept)


def _load(work: Work) -> Catalog:
    types = own_types.load(work)
    begun = {kind: own_types.fields_of_type(each) for kind, each in types.items()}
    own: dict[str, list[FieldSpec]] = {}
    rows = work.session.execute(
        select(CustomField.kind, CustomField.key, CustomField.spec)
        .where(CustomField.retired.is_(False), CustomField.deleted_at.is_(None))
        .order_by(CustomField.position, CustomField.id)
    )
    for kind, key, stored in rows:
        spec = _readable(begun, kind, key, stored)
        if spec is not None:
            own.setdefault(kind, []).append(spec)
    stages = _stage_options(work)
    kinds: dict[str, KindFields] = {}
    for kind in (*BUILT_IN_FIELDS, *LOOKUP_FIELDS):
        shipped = built_in_kind(kind, tuple(own.get(kind, ())))
        more = {each.key: each for each in own_types.relations_to(kind, types)}
        kinds[kind] = replace(
            shipped,
            fields=_with_stages(shipped.fields, stages),
            relations={**shipped.relations, **more},
        )
    for kind, each in types.items():
        specs = (*begun[kind], *own.get(kind, ()))
        kinds[kind] = kind_fields(kind, specs, label_zh=each.title_zh, label_en=each.title_en)
    read_only = {**READ_ONLY, **dict.fromkeys(types, own_types.READ_ONLY)}
    return _with_forms(work, Catalog(Vocabulary(kinds), read_only, types=types))


def _with_forms(work: Work, plain: Catalog) -> Catalog:
    """Lay the published forms over the catalogue: their words, rules and order of fields."""
    chosen = select(Design.key, Design.body).where(
        Design.kind == "form", Design.state == "published"
    )
    forms: dict[str, FormDesign] = {}
    for kind, body in work.session.execute(chosen):
        try:
            forms[kind] = read_form(body, plain.vocabulary)
        except Invalid:
            # Of a newer version, or damaged: the office works on without it.
            _log.warning("the form of %s cannot be read by this version", kind)
    if not forms:
        return replace(plain, undrawn=plain.vocabulary)
    kinds = dict(plain.vocabulary.kinds)
    read_only = dict(plain.read_only)
    for kind, design in forms.items():
        known = kinds[kind].fields
        # Whether keys are kept beside values is not drawn: it is as the records are.
        drawn = {
            key: replace(each.spec, keyed=known[key].keyed)
            for key, each in design.fields.items()
            if key in known
        }
        kinds[kind] = replace(kinds[kind], fields={**drawn, **_missing(known, drawn)})
        read_only[kind] = read_only.get(kind, frozenset()) | design.kept_by_program
    return Catalog(Vocabulary(kinds), read_only, forms, plain.vocabulary, plain.types)


def _missing(
    known: Mapping[str, FieldSpec], drawn: Mapping[str, FieldSpec]
) -> dict[str, FieldSpec]:
    return {key: spec for key, spec in known.items() if key not in drawn}


def _readable(
    begun: Mapping[str, tuple[FieldSpec, ...]], kind: str, key: str, stored: Mapping[str, Any]
) -> FieldSpec | None:
    """Read an added field; None for one that only a later version of the program understands.

    What records hold in such a field stays as it is: custom values are replaced key by key.
    """
    shipped = BUILT_IN_FIELDS.get(kind) or begun.get(kind)
    if shipped is None or any(spec.key == key for spec in shipped):
        _log.warning("the added field %s.%s has no place in this version", kind, key)
        return None
    try:
        return spec_from(key, stored)
    except (ValueError, KeyError, TypeError):
        _log.warning("the added field %s.%s cannot be read by this version", kind, key)
        return None


def _stage_options(work: Work) -> tuple[Option, ...]:
    """Answer every stage; one that several processes name differently carries all its names."""
    rows = work.session.execute(
        select(Stage.key, Stage.name_zh, Stage.name_en)
        .where(Stage.deleted_at.is_(None))
        .order_by(Stage.process_id, Stage.position)
    )
    names: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for key, name_zh, name_en in rows:
        in_zh, in_en = names.setdefault(key, ({}, {}))
        in_zh[name_zh], in_en[name_en] = None, None
    return tuple(
        Option(key, " / ".join(in_zh), " / ".join(in_en)) for key, (in_zh, in_en) in names.items()
    )


def _with_stages(
    fields: Mapping[str, FieldSpec], stages: tuple[Option, ...]
) -> dict[str, FieldSpec]:
    return {
        key: replace(spec, options=stages) if key in ("stage", "deal_stage") and stages else spec
        for key, spec in fields.items()
    }


def spec_from(key: str, stored: Mapping[str, Any]) -> FieldSpec:
    """Read a field the office added from its stored form."""
    options = tuple(
        Option(
            each["key"],
            each["label_zh"],
            each.get("label_en") or each["label_zh"],
            each.get("retired", False),
            each.get("colour"),
        )
        for each in stored.get("options", ())
    )
    result = stored.get("result")
    spec = FieldSpec(
        key=key,
        type=FieldType(stored["type"]),
        label_zh=stored["label_zh"],
        label_en=stored.get("label_en") or stored["label_zh"],
        options=options,
        required=stored.get("required", False),
        unique=stored.get("unique", False),
        searchable=stored.get("searchable", False),
        in_list=stored.get("in_list", False),
        sensitivity=stored.get("sensitivity", "none"),
        mask=stored.get("mask"),
        links_to=stored.get("links_to"),
        result=FieldType(result) if result else None,
        help_zh=stored.get("help_zh", ""),
        help_en=stored.get("help_en", ""),
        columns=tuple(spec_from(each["key"], each) for each in stored.get("columns", ())),
        keyed=stored.get("keyed", False),
    )
    return replace(spec, default=unpack(spec, stored.get("default")))


def spec_stored(spec: FieldSpec) -> dict[str, Any]:
    """Answer a field's stored form."""
    return {
        "type": spec.type.value,
        "label_zh": spec.label_zh,
        "label_en": spec.label_en,
        "options": [
            {
                "key": option.key,
                "label_zh": option.label_zh,
                "label_en": option.label_en,
                "retired": option.retired,
                "colour": option.colour,
            }
            for option in spec.options
        ],
        "required": spec.required,
        "unique": spec.unique,
        "searchable": spec.searchable,
        "in_list": spec.in_list,
        "sensitivity": spec.sensitivity,
        "mask": spec.mask,
        "links_to": spec.links_to,
        "result": spec.result.value if spec.result else None,
        "help_zh": spec.help_zh,
        "help_en": spec.help_en,
        "default": None if spec.default is None else pack(spec, spec.default),
        "columns": [{"key": each.key, **spec_stored(each)} for each in spec.columns],
        "keyed": spec.keyed,
    }


@reader("catalog.fields")
def fields(work: Work, kind: str) -> list[FieldSpec]:
    """Answer a kind's fields in the order forms show them, without those hidden from the actor."""
    return [
        spec
        for spec in catalog_of(work).kind(kind).fields.values()
        if not access.hidden(work.actor, kind, spec.key)
    ]


@reader("catalog.read_only")
def read_only(work: Work, kind: str) -> tuple[str, ...]:
    """Answer the keys that the actor may see but not change."""
    kept = catalog_of(work).read_only.get(kind, frozenset())
    names = catalog_of(work).kind(kind).fields
    return tuple(key for key in names if key in kept or not access.writable(work.actor, kind, key))


@operation("catalog.add_field")
def add_field(work: Work, kind: str, spec: FieldSpec) -> int:
    """Add a field to a record kind; answers its id.

    Raises:
        Invalid: the key is taken or not usable, the field has no label, a choice has no options
            or two alike, a link leads to no kind of record, the default is none of its values.
        Refused: the actor may not shape forms.
    """
    access.require(work, "designs.forms")
    names = catalog_of(work).kind(kind)
    if kind not in BUILT_IN_FIELDS and kind not in catalog_of(work).types:
        raise Invalid(say("The record kind {kind} takes no fields of your own.", kind=kind))
    kinds = catalog_of(work).vocabulary.kinds
    problems = [*_key_problems(work, kind, spec), *_shape_problems(spec, kinds)]
    if problems:
        raise Invalid(problems[0].text, problems)

    spec = replace(spec, keyed=own_indexes.wants_index(spec) and has_text_key(spec))
    row = CustomField(
        kind=kind,
        key=spec.key,
        spec=spec_stored(spec),
        position=len(names.fields),
        created_at=work.now,
        updated_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    own_indexes.settle(work, kind, [spec])
    # Others keep the old catalogue until this is committed.
    work.shelf = {}
    return row.id


def _key_problems(work: Work, kind: str, spec: FieldSpec) -> Iterator[FieldProblem]:
    # Keys of retired fields are taken too: records still hold values under them.
    given = select(CustomField.id).where(CustomField.kind == kind, CustomField.key == spec.key)
    taken = spec.key in catalog_of(work).kind(kind).fields
    if not KEY_PATTERN.fullmatch(spec.key):
        text = say("A field key is written in small letters, digits and _, like file_no.")
        yield FieldProblem("key", "form", text)
    elif taken or work.session.execute(given).first() is not None:
        text = say("The field key {key} is taken. Choose another one.", key=spec.key)
        yield FieldProblem("key", "taken", text)


def _shape_problems(spec: FieldSpec, kinds: Collection[str]) -> Iterator[FieldProblem]:
    if not spec.label_zh.strip():
        yield FieldProblem("label_zh", "empty", say("Give the field a label."))
    if spec.type in (FieldType.CHOICE, FieldType.CHOICES):
        keys = [option.key for option in spec.options]
        if not keys:
            text = say("Give the choice {label} at least one option.", label=spec.label_zh)
            yield FieldProblem("options", "empty", text)
        elif len(set(keys)) < len(keys) or not all(key.strip() for key in keys):
            text = say("Two options of {label} have the same key.", label=spec.label_zh)
            yield FieldProblem("options", "twice", text)
    if spec.type is FieldType.RECORD and spec.links_to not in kinds:
        text = say("Choose what kind of record {label} links to.", label=spec.label_zh)
        yield FieldProblem("links_to", "unknown", text)
    if spec.default is not None:
        try:
            field_types.check(spec.default, spec)
        except FieldFault as fault:
            yield FieldProblem("default", fault.code, fault.text)
