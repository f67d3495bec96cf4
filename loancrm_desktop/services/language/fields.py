"""Field types and the names a record kind offers to conditions, forms, lists and imports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

KEY_PATTERN = re.compile(r"[a-z][a-z0-9_]{0,39}")
MAX_LINKS = 3

Sensitivity = Literal["none", "personal", "secret"]
Mask = Literal["phone", "id", "card", "address"]


class FieldType(StrEnum):
    """What a field holds; the comment names the Python value and its unit."""

    TEXT = "text"  # str, one line
    LONG_TEXT = "long_text"  # str, several lines
    INTEGER = "integer"  # int
    NUMBER = "number"  # float (whole numbers may come as int)
    MONEY = "money"  # int, fen
    PERCENT = "percent"  # int, parts per million (4.5 % is 45,000)
    DATE = "date"  # datetime.date
    TIME = "time"  # str, "HH:MM"
    DATETIME = "datetime"  # aware datetime in UTC, whole milliseconds
    CHOICE = "choice"  # str, the key of an option
    CHOICES = "choices"  # sequence of option keys
    BOOLEAN = "boolean"  # bool
    PHONE = "phone"  # str, normalised
    ID_NUMBER = "id_number"  # str, normalised
    EMAIL = "email"  # str
    REGION = "region"  # str, from the largest part to the smallest
    PERSON = "person"  # int, id of a user
    TEAM = "team"  # int, id of a team
    RECORD = "record"  # int, id of a record of the kind in `links_to`
    TAGS = "tags"  # sequence of str
    ATTACHMENT = "attachment"  # sequence of document ids; only empty or filled
    SUB_FORM = "sub_form"  # sequence of rows (values by column key); only empty or filled
    FORMULA = "formula"  # the type named by `result`
    AUTONUMBER = "autonumber"  # str


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a choice field; a retired one stays readable but is not offered."""

    key: str
    label_zh: str
    label_en: str
    retired: bool = False
    colour: str | None = None

    def label(self, language: str) -> str:
        """Name the option in `zh` or `en`."""
        return self.label_en if language == "en" else self.label_zh


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """One field of a record kind, built in or added by the office.

    Attributes:
        key: its name in conditions, imports and contracts.
        sensitivity: who is protected by care with it: nobody, a person, or secret.
        mask: how it is shown to people who may not see it whole.
        links_to: for person, team and record fields the kind of record it names, which opens
            paths such as `customer.region`.
        result: for a formula, the type of what it computes.
        default: the value of a new record, in the field's own Python form.
        columns: of a sub-form, what each of its rows holds.
        keyed: its comparison keys are kept beside the values, so that an index can serve.
    """

    key: str
    type: FieldType
    label_zh: str
    label_en: str
    options: tuple[Option, ...] = ()
    required: bool = False
    unique: bool = False
    searchable: bool = False
    in_list: bool = False
    sensitivity: Sensitivity = "none"
    mask: Mask | None = None
    built_in: bool = False
    links_to: str | None = None
    result: FieldType | None = None
    help_zh: str = ""
    help_en: str = ""
    default: object = None
    columns: tuple[FieldSpec, ...] = ()
    keyed: bool = False

    def __post_init__(self) -> None:
        if not KEY_PATTERN.fullmatch(self.key):
            raise ValueError(f"not a field key: {self.key!r}")
        if (self.type is FieldType.FORMULA) != (self.result is not None):
            raise ValueError(f"a formula, and only a formula, has a result: {self.key}")

    @property
    def compared_as(self) -> FieldType:
        """The type its values have; a formula's is that of its result."""
        return self.type if self.result is None else self.result

    def label(self, language: str) -> str:
        """Name the field in `zh` or `en`."""
        return self.label_en if language == "en" else self.label_zh

    def option(self, key: str) -> Option | None:
        """Find an option, retired ones too."""
        return next((option for option in self.options if option.key == key), None)


@dataclass(frozen=True, slots=True)
class Relation:
    """Many rows of another kind that belong to one record, such as a deal's documents.

    Attributes:
        key: its name in counts: `{"count": "documents", …}`.
        kind: the kind of the rows.
        via: the key of the rows' link field that names the record they belong to.
    """

    key: str
    kind: str
    label_zh: str
    label_en: str
    via: str

    def label(self, language: str) -> str:
        """Name the rows in `zh` or `en`."""
        return self.label_en if language == "en" else self.label_zh


@dataclass(frozen=True, slots=True)
class KindFields:
    """The names one record kind offers.

    Attributes:
        name: the kind, such as `customer`; also accepted as a prefix of its own fields.
        fields: its fields by key, in the order they are shown.
        relations: the rows that can be counted, by key.
    """

    name: str
    fields: Mapping[str, FieldSpec]
    relations: Mapping[str, Relation] = field(default_factory=dict[str, Relation])
    label_zh: str = ""
    label_en: str = ""


def kind_fields(
    name: str,
    fields: Iterable[FieldSpec],
    relations: Iterable[Relation] = (),
    *,
    label_zh: str = "",
    label_en: str = "",
) -> KindFields:
    """Put the fields and relations of a kind under their keys.

    Raises:
        ValueError: a key is used twice.
    """
    by_key: dict[str, FieldSpec] = {}
    for spec in fields:
        if spec.key in by_key:
            raise ValueError(f"{name} has two fields named {spec.key}")
        by_key[spec.key] = spec
    return KindFields(name, by_key, {r.key: r for r in relations}, label_zh, label_en)


@dataclass(frozen=True, slots=True)
class FieldPath:
    """A field as seen from a record: the links to follow, then the field."""

    links: tuple[FieldSpec, ...]
    spec: FieldSpec

    @property
    def name(self) -> str:
        """The dotted name, without the own kind's prefix."""
        return ".".join([*(link.key for link in self.links), self.spec.key])


@dataclass(frozen=True, slots=True)
class RelationPath:
    """Related rows as seen from a record: the links, the relation, the rows' link back."""

    links: tuple[FieldSpec, ...]
    relation: Relation
    via: FieldSpec

    @property
    def name(self) -> str:
        """The dotted name, without the own kind's prefix."""
        return ".".join([*(link.key for link in self.links), self.relation.key])


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every record kind with its names: what a condition may speak of."""

    kinds: Mapping[str, KindFields]

    def kind(self, name: str) -> KindFields:
        """Answer the names of a kind.

        Raises:
            KeyError: no such kind.
        """
        return self.kinds[name]

    def field(self, kind: str, name: str) -> FieldPath | None:
        """Find a field by its key or dotted path, as seen from a record of `kind`."""
        walked = self._walk(kind, name)
        if walked is None:
            return None
        links, names, last = walked
        spec = names.fields.get(last)
        return None if spec is None else FieldPath(links, spec)

    def relation(self, kind: str, name: str) -> RelationPath | None:
        """Find related rows by their key or dotted path, as seen from a record of `kind`."""
        walked = self._walk(kind, name)
        if walked is None:
            return None
        links, names, last = walked
        relation = names.relations.get(last)
        if relation is None or relation.kind not in self.kinds:
            return None
        via = self.kinds[relation.kind].fields.get(relation.via)
        return None if via is None else RelationPath(links, relation, via)

    def names(self, kind: str) -> tuple[str, ...]:
        """List the field names one may use: own keys, then one link deep."""
        own = self.kind(kind)
        through = [
            f"{link.key}.{key}"
            for link in own.fields.values()
            if link.links_to is not None and link.links_to in self.kinds
            for key in self.kinds[link.links_to].fields
        ]
        return (*own.fields, *through)

    def _walk(self, kind: str, name: str) -> tuple[tuple[FieldSpec, ...], KindFields, str] | None:
        here = self.kind(kind)
        parts = name.split(".")
        if len(parts) > 1 and parts[0] == here.name and parts[0] not in here.fields:
            parts = parts[1:]
        if len(parts) - 1 > MAX_LINKS:
            return None
        links: list[FieldSpec] = []
        for part in parts[:-1]:
            link = here.fields.get(part)
            if link is None or link.links_to is None or link.links_to not in self.kinds:
                return None
            links.append(link)
            here = self.kinds[link.links_to]
        return tuple(links), here, parts[-1]
