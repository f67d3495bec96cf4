"""A form's JSON (format 1) to a checked form, or every fault with its place.

A place is the path into the JSON: `$.tabs[0].sections[1].rows[2][0].field`. A body lists of
built-in fields only what differs; own fields stand there whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.forms.built_in_fields import (
    BUILT_IN_FIELDS,
    LOOKUP_FIELDS,
    READ_ONLY,
    built_in_kind,
)
from loancrm_desktop.services.forms.field_design import (
    Surroundings,
    built_in_field,
    own_field,
)
from loancrm_desktop.services.forms.form_faults import Faults
from loancrm_desktop.services.forms.form_parts import (
    COMPUTED,
    FieldDesign,
    FormDesign,
    Item,
    Section,
    Tab,
)
from loancrm_desktop.services.forms.formulas import Formula
from loancrm_desktop.services.forms.state_reading import StateReader, circles, in_order
from loancrm_desktop.services.language.fields import FieldSpec, KindFields, Vocabulary
from loancrm_desktop.services.language.names import shown, unknown_field
from loancrm_desktop.texts import say

FORMAT = 1
MAX_JSON_LENGTH = 1_000_000
MAX_FIELDS = 500
MAX_TABS = 30
MAX_SECTIONS = 60
MAX_ROWS = 300
MAX_IN_ROW = 6
WIDTHS = ("", "1", "1/2", "1/3", "2/3", "1/4", "3/4")

GIVEN: Mapping[str, frozenset[str]] = {
    "deal": frozenset({"customer"}),
    "follow_up": frozenset({"customer", "at", "author"}),
    "document": frozenset({"customer", "deal", "name"}),
    "related_person": frozenset({"customer"}),
    "submission": frozenset({"deal"}),
}
"""Required fields that come from where a record is made, so that no form has to show them."""

_KEYS = frozenset({"format", "kind", "title", "tabs", "fields", "states", "reads"})


def shipped_vocabulary() -> Vocabulary:
    """Answer the names of the shipped kinds alone."""
    return Vocabulary({kind: built_in_kind(kind) for kind in (*BUILT_IN_FIELDS, *LOOKUP_FIELDS)})


def read_form(body: object, vocabulary: Vocabulary | None = None) -> FormDesign:
    """Check a form.

    Args:
        body: the JSON, already parsed.
        vocabulary: the office's record kinds; the shipped ones when it is not given.

    Raises:
        Invalid: with every fault; `field` is the place, `code` a word for programs.
    """
    faults = Faults()
    given = faults.mapping(body, "$")
    kinds = vocabulary or shipped_vocabulary()
    _check_format(given, faults)
    kind = given.get("kind")
    if not faults.problems and (not isinstance(kind, str) or kind not in kinds.kinds):
        text = say("There is no record kind named {kind}.", kind=shown(kind))
        faults.add("$.kind", "unknown_kind", text)
    design = None if faults.problems else _Reader(given, str(kind), kinds, faults).read()
    if design is None or faults.problems:
        first = faults.problems[0]
        text = say("The form does not hold at {place}: {why}", place=first.field, why=first.text)
        raise Invalid(text, faults.problems)
    return design


def read_form_text(text: str, vocabulary: Vocabulary | None = None) -> FormDesign:
    """Check a form given as JSON text.

    Raises:
        Invalid: it is no JSON, or too long, or the form has faults.
    """
    try:
        body = json.loads(text) if len(text) <= MAX_JSON_LENGTH else None
    except (ValueError, RecursionError):
        body = None
    if body is None:
        why = say("This is no form in JSON of at most {limit} characters.", limit=MAX_JSON_LENGTH)
        faults = Faults()
        faults.add("$", "not_json", why)
        raise Invalid(why, faults.problems)
    return read_form(body, vocabulary)


def _check_format(given: Mapping[str, Any], faults: Faults) -> None:
    written = given.get("format")
    if isinstance(written, bool) or not isinstance(written, int) or written < 1:
        faults.add("$.format", "format", say("This is no form: it names no format."))
    elif written > FORMAT:
        text = say(
            "This form was drawn with a newer version of the program (format {found}, this "
            "program knows {known}). Install the newer version.",
            found=written,
            known=FORMAT,
        )
        faults.add("$.format", "too_new", text)


class _Reader:
    def __init__(
        self, given: Mapping[str, Any], kind: str, vocabulary: Vocabulary, faults: Faults
    ) -> None:
        self._given = given
        self._kind = kind
        self._vocabulary = vocabulary
        self._faults = faults

    def read(self) -> FormDesign:
        faults, given = self._faults, self._given
        faults.only(given, _KEYS, "$")
        fields = self._fields()
        tabs = self._tabs(fields)
        placed = list(_placed(tabs))
        ordered = {key: fields[key] for key in (*placed, *fields)}
        self._check_layout(placed, fields)
        computed = self._formula_order(ordered)
        names = dict(self._vocabulary.kinds)
        was = names[self._kind]
        specs = {key: each.spec for key, each in ordered.items()}
        names[self._kind] = replace(was, fields=specs)
        states = StateReader(self._kind, ordered, Vocabulary(names), faults).read(
            given.get("states")
        )
        self._check_required(placed, ordered)
        return FormDesign(
            self._kind,
            faults.words(given.get("title"), "$.title"),
            tabs,
            ordered,
            states,
            computed,
            given,
        )

    def _fields(self) -> dict[str, FieldDesign]:
        faults = self._faults
        given = faults.mapping(self._given.get("fields", {}), "$.fields")
        if len(given) > MAX_FIELDS:
            text = say(
                "There are {count} entries; at most {most} fit.", count=len(given), most=MAX_FIELDS
            )
            faults.add("$.fields", "too_many", text)
            return {}
        around = Surroundings(frozenset(self._vocabulary.kinds))
        found: dict[str, FieldDesign] = {}
        for key, spec in _built_in(self._vocabulary.kinds[self._kind]).items():
            raw = given.get(key, {})
            found[key] = built_in_field(spec, raw, f"$.fields.{key}", faults)
        for key, raw in given.items():
            if key not in found:
                field = own_field(raw, key, f"$.fields.{shown(key)}", faults, around)
                if field is not None:
                    found[key] = field
        return found

    def _tabs(self, fields: Mapping[str, FieldDesign]) -> tuple[Tab, ...]:
        faults = self._faults
        tabs: list[Tab] = []
        for number, raw in enumerate(faults.items(self._given.get("tabs"), "$.tabs", MAX_TABS)):
            place = f"$.tabs[{number}]"
            given = faults.mapping(raw, place)
            faults.only(given, frozenset({"key", "title", "sections"}), place)
            sections = faults.items(given.get("sections"), f"{place}.sections", MAX_SECTIONS)
            tabs.append(
                Tab(
                    _key(given, f"tab{number + 1}"),
                    faults.words(given.get("title"), f"{place}.title"),
                    tuple(
                        self._section(each, f"{place}.sections[{at}]", fields)
                        for at, each in enumerate(sections)
                    ),
                )
            )
        if not tabs:
            faults.add("$.tabs", "empty", say("A form needs at least one tab."))
        return tuple(tabs)

    def _section(self, raw: object, place: str, fields: Mapping[str, FieldDesign]) -> Section:
        faults = self._faults
        given = faults.mapping(raw, place)
        faults.only(given, frozenset({"key", "title", "collapsed", "rows"}), place)
        rows = faults.items(given.get("rows"), f"{place}.rows", MAX_ROWS)
        return Section(
            _key(given, "section"),
            faults.words(given.get("title"), f"{place}.title"),
            tuple(self._row(row, f"{place}.rows[{at}]", fields) for at, row in enumerate(rows)),
            faults.flag(given, "collapsed", place),
        )

    def _row(self, raw: object, place: str, fields: Mapping[str, FieldDesign]) -> tuple[Item, ...]:
        items = self._faults.items(raw, place, MAX_IN_ROW)
        read = (self._item(each, f"{place}[{at}]", fields) for at, each in enumerate(items))
        return tuple(item for item in read if item is not None)

    def _item(self, raw: object, place: str, fields: Mapping[str, FieldDesign]) -> Item | None:
        faults = self._faults
        given = faults.mapping(raw, place)
        faults.only(given, frozenset({"field", "width", "heading", "hint"}), place)
        width = faults.one_of(given, "width", WIDTHS, place)
        for part in ("heading", "hint"):
            if part in given:
                words = faults.words(given[part], f"{place}.{part}", needed=True)
                return Item(None, width, **{part: words})
        key = given.get("field")
        if not isinstance(key, str) or key not in fields:
            named = self._given.get("fields")
            if not (isinstance(named, Mapping) and key in named):
                text = unknown_field(key, self._kind, self._vocabulary)
                faults.add(f"{place}.field", "unknown_field", text)
            return None
        return Item(key, width)

    def _check_layout(self, placed: list[str], fields: Mapping[str, FieldDesign]) -> None:
        twice = sorted({key for key in placed if placed.count(key) > 1})
        for key in twice:
            text = say("{label} stands in the form twice.", label=fields[key].spec.label_zh)
            self._faults.add(self._place_of(key), "twice", text)

    def _place_of(self, key: str) -> str:
        """Answer where a field stands last in the layout."""
        found = f"$.fields.{key}"
        for tab_at, tab in enumerate(_mappings(self._given.get("tabs"))):
            for section_at, section in enumerate(_mappings(tab.get("sections"))):
                rows = section.get("rows")
                for row_at, row in enumerate(cast("list[Any]", rows)):
                    for at, item in enumerate(_mappings(row)):
                        if item.get("field") == key:
                            found = (
                                f"$.tabs[{tab_at}].sections[{section_at}]"
                                f".rows[{row_at}][{at}].field"
                            )
        return found

    def _check_required(self, placed: list[str], fields: Mapping[str, FieldDesign]) -> None:
        """A required field that nobody can fill in would let no record be saved."""
        exempt = GIVEN.get(self._kind, frozenset()) | READ_ONLY.get(self._kind, frozenset())
        for key, each in fields.items():
            missing = each.spec.required and key not in placed and key not in exempt
            has_value = each.default is not None or each.spec.default is not None
            if missing and not has_value and each.spec.type not in COMPUTED:
                text = say(
                    "{label} is required, but the form does not show it and it has no default.",
                    label=each.spec.label_zh,
                )
                self._faults.add(f"$.fields.{key}.required", "required_hidden", text)

    def _formula_order(self, fields: Mapping[str, FieldDesign]) -> tuple[str, ...]:
        edges: dict[str, frozenset[str]] = {}
        for key, each in fields.items():
            place = f"$.fields.{key}"
            if each.formula is not None:
                self._check_names(each.formula, fields, f"{place}.formula")
                edges[key] = each.formula.names
            if each.default is not None and each.default.formula is not None:
                self._check_names(each.default.formula, fields, f"{place}.default.formula")
                if key in each.default.formula.names:
                    text = say("The formula of {field} depends on itself.", field=key)
                    self._faults.add(f"{place}.default.formula", "circle", text)
            self._check_columns(each, place)
        self._refuse_circles(edges, "$.fields.{key}.formula")
        return in_order(edges)

    def _check_columns(self, field: FieldDesign, place: str) -> None:
        columns = {each.key: each for each in field.columns}
        edges: dict[str, frozenset[str]] = {}
        for at, column in enumerate(field.columns):
            if column.formula is not None:
                self._check_names(column.formula, columns, f"{place}.columns[{at}].formula")
                edges[column.key] = column.formula.names
        self._refuse_circles(edges, f"{place}.columns.{{key}}")

    def _check_names(self, formula: Formula, fields: Mapping[str, FieldDesign], place: str) -> None:
        known = KindFields(self._kind, {key: each.spec for key, each in fields.items()})
        for name in sorted(formula.names - set(fields)):
            names = Vocabulary({**self._vocabulary.kinds, self._kind: known})
            text = unknown_field(name, self._kind, names)
            self._faults.add(place, "unknown_field", text)

    def _refuse_circles(self, edges: Mapping[str, frozenset[str]], place: str) -> None:
        for circle in circles(edges):
            text = say(
                "These fields depend on each other in a circle: {fields}.",
                fields=" → ".join((*circle, circle[0])),
            )
            self._faults.add(place.format(key=circle[0]), "circle", text)


def _built_in(kind: KindFields) -> dict[str, FieldSpec]:
    return {key: spec for key, spec in kind.fields.items() if spec.built_in}


def _key(given: Mapping[str, Any], otherwise: str) -> str:
    key = given.get("key")
    return key if isinstance(key, str) and 0 < len(key) <= 64 else otherwise


def _placed(tabs: Iterable[Tab]) -> Iterator[str]:
    for tab in tabs:
        for section in tab.sections:
            for row in section.rows:
                yield from (item.field for item in row if item.field is not None)


def _mappings(raw: object) -> list[Mapping[str, Any]]:
    items = cast("list[object]", raw) if isinstance(raw, list) else []
    return [cast("Mapping[str, Any]", each) for each in items if isinstance(each, Mapping)]
