"""Maps that a person gives: JSON, column heading to field key, perhaps with what values mean."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.exchange.column_contents import Column
from loancrm_desktop.services.exchange.header_words import NamePart, bare_heading, name_part
from loancrm_desktop.services.exchange.mapping import (
    ColumnGuess,
    importable_fields,
    with_unit,
)
from loancrm_desktop.services.forms.values.choices import option_for
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.texts import Text, say

MAX_MAP_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """A column's field, and what its cells mean.

    Attributes:
        key: the field, by key or label.
        values: the cell's text → the option's key or label; an empty one for nothing.
    """

    key: str
    values: Mapping[str, str] = field(default_factory=dict[str, str])


GivenMap = Mapping[str, str | MappedColumn | None]


def read_map(path: Path) -> dict[str, str | MappedColumn | None]:
    """Read a map file: JSON, `{column heading: field key}`, null for columns to leave out.

    Instead of a field key may stand `{"field": key, "values": {cell: option}}`.

    Raises:
        Invalid: the file cannot be read, or is not such a map.
    """
    try:
        written = path.read_bytes()[: MAX_MAP_BYTES + 1]
        if len(written) > MAX_MAP_BYTES:
            raise _no_map(path)
        found: object = json.loads(written.decode("utf-8-sig"))
    except OSError as fault:
        raise Invalid(
            say(
                "The map file {file} cannot be opened: {reason}.",
                file=path.name,
                reason=fault.strerror,
            )
        ) from fault
    except (ValueError, RecursionError) as fault:
        raise _no_map(path) from fault
    if not isinstance(found, dict):
        raise _no_map(path)
    pairs = cast("dict[str, object]", found)
    return {column: _given(written, path) for column, written in pairs.items()}


def _given(written: object, path: Path) -> str | MappedColumn | None:
    if written is None or isinstance(written, str):
        return written or None
    if not isinstance(written, dict):
        raise _no_map(path)
    parts = cast("dict[str, object]", written)
    key, values = parts.get("field"), parts.get("values")
    if len(parts) != 2 or not isinstance(key, str) or not isinstance(values, dict):
        raise _no_map(path)
    cells = cast("dict[str, object]", values)
    if not all(isinstance(option, str) for option in cells.values()):
        raise _no_map(path)
    return MappedColumn(key, cast("dict[str, str]", cells))


def value_maps(
    wanted: GivenMap,
    columns: Sequence[ColumnGuess],
    fields: Mapping[str, FieldSpec],
    deal_fields: Mapping[str, FieldSpec] | None = None,
) -> dict[str, dict[str, str]]:
    """Answer per field what cells mean, as a person's map says it; options by their keys.

    Raises:
        Invalid: the field has no options, or not this one.
    """
    specs = importable_fields(fields, deal_fields or {})
    by_heading = {bare_heading(column): given for column, given in wanted.items()}
    found: dict[str, dict[str, str]] = {}
    for column in columns:
        given = by_heading.get(bare_heading(column.column))
        if column.field is not None and isinstance(given, MappedColumn):
            spec = specs[column.field]
            found[column.field] = {
                cell: _option(option, spec) if option else ""
                for cell, option in given.values.items()
            }
    return found


def _option(written: str, spec: FieldSpec) -> str:
    if spec.type is not FieldType.CHOICE:
        raise Invalid(
            say("The map gives values to “{field}”, which is no list of options.", field=spec.key)
        )
    key = option_for(written, spec)
    if key is None:
        raise Invalid(
            say(
                "The map names “{option}”, which “{field}” does not offer. Offered are {options}.",
                option=written,
                field=spec.key,
                options=", ".join(option.key for option in spec.options if not option.retired),
            )
        )
    return key


def apply_map(
    wanted: GivenMap,
    header: Sequence[str],
    fields: Mapping[str, FieldSpec],
    deal_fields: Mapping[str, FieldSpec] | None = None,
) -> tuple[ColumnGuess, ...]:
    """Turn a person's map into guesses that are certain; columns it does not name are left out.

    Fields may be named by key (`phone`, `customer.phone`, `deal.bank`) or by label.

    Raises:
        Invalid: it names a column the sheet has not, an unknown field, or one field twice.
    """
    specs = importable_fields(fields, deal_fields or {})
    by_heading = {bare_heading(heading): place for place, heading in enumerate(header)}
    by_place: dict[int, str] = {}
    for column, written in wanted.items():
        place = by_heading.get(bare_heading(column))
        if place is None:
            raise Invalid(_unknown_column(column, header))
        key = written.key if isinstance(written, MappedColumn) else written
        if key:
            by_place[place] = _field_named(key, specs)
    guesses = tuple(
        _certain(heading, place, by_place.get(place), specs) for place, heading in enumerate(header)
    )
    _refuse_twice(guesses)
    return guesses


def _certain(
    heading: str, place: int, field: str | None, specs: Mapping[str, FieldSpec]
) -> ColumnGuess:
    if field is None:
        return ColumnGuess(heading, place, None, 1.0, say("Left out by the map."))
    part = name_part(heading) if field == "name" else None
    guess = ColumnGuess(heading, place, field, 1.0, say("Given by the map."), part=part)
    return with_unit(guess, Column((), ()), specs[field])


def _field_named(written: str, specs: Mapping[str, FieldSpec]) -> str:
    key = written.strip().removeprefix("customer.")
    if key in specs:
        return key
    bare = bare_heading(key)
    for name, spec in specs.items():
        if bare in {bare_heading(spec.label_zh), bare_heading(spec.label_en)}:
            return name
    near = difflib.get_close_matches(key, specs, 1)
    if near:
        text = say(
            "The map names an unknown field, “{field}”; perhaps “{near}” is meant.",
            field=written,
            near=near[0],
        )
    else:
        text = say("The map names an unknown field, “{field}”.", field=written)
    raise Invalid(text)


def _unknown_column(column: str, header: Sequence[str]) -> Text:
    near = difflib.get_close_matches(column, header, 1)
    if near:
        return say(
            "The map names a column “{column}” that the sheet does not have; perhaps “{near}” is "
            "meant.",
            column=column,
            near=near[0],
        )
    return say("The map names a column “{column}” that the sheet does not have.", column=column)


def _refuse_twice(guesses: Sequence[ColumnGuess]) -> None:
    seen: dict[tuple[str, NamePart | None], str] = {}
    for guess in guesses:
        if guess.field is None:
            continue
        other = seen.setdefault((guess.field, guess.part), guess.column)
        if other != guess.column:
            raise Invalid(
                say(
                    "The map gives the field “{field}” to two columns, “{one}” and “{other}”.",
                    field=guess.field,
                    one=other,
                    other=guess.column,
                )
            )


def _no_map(path: Path) -> Invalid:
    return Invalid(
        say(
            "The map file {file} is not what is needed: a JSON object of column headings and "
            'field keys, like {{"客户姓名": "name"}}.',
            file=path.name,
        )
    )
