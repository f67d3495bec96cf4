"""Maps that a person gives: JSON, column heading to field key."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping, Sequence
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
from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.texts import Text, say

MAX_MAP_BYTES = 1_000_000


def read_map(path: Path) -> dict[str, str | None]:
    """Read a map file: JSON, `{column heading: field key}`, null for columns to leave out.

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
    wanted: dict[str, str | None] = {}
    for column, field in pairs.items():
        if field is not None and not isinstance(field, str):
            raise _no_map(path)
        wanted[column] = field or None
    return wanted


def apply_map(
    wanted: Mapping[str, str | None],
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
        if written:
            by_place[place] = _field_named(written, specs)
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
    for field, spec in specs.items():
        if bare in {bare_heading(spec.label_zh), bare_heading(spec.label_en)}:
            return field
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
