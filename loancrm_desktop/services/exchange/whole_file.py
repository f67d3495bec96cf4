"""Reads a whole export: its tables with their columns and rows, nothing else.

JSON has exact values as they are; a workbook or a folder of CSV files has them read back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.exchange.export_files import FORMAT
from loancrm_desktop.services.exchange.export_tables import TABLES
from loancrm_desktop.services.exchange.whole_sheets import no_export, read_told
from loancrm_desktop.services.forms.records import is_own
from loancrm_desktop.texts import say

LARGEST_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class WholeTable:
    """One table: the keys of its columns and its rows, as the file has them."""

    keys: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class WholeFile:
    """A whole export.

    Attributes:
        name: the file's name.
        office: the office it was taken out of.
        tables: by name; those the program does not know are left out.
    """

    name: str
    office: str
    tables: Mapping[str, WholeTable]


def read_whole(path: Path) -> WholeFile:
    """Read an export of everything that `exporting` wrote, in whatever form.

    Raises:
        Invalid: it is no such file, one of a later version, or too large.
    """
    if path.is_dir() or path.suffix.lower() == ".csv" or _is_packed(path):
        told = read_told(path)
        found = {
            name: _whole(path, tuple(keys), rows) for name, (keys, rows) in told.tables.items()
        }
        return WholeFile(path.name, told.office, _known(found))
    stored = _document(path)
    if stored.get("format") != FORMAT:
        raise Invalid(
            say(
                "{name} is no whole export, or one of a later version of the program.",
                name=path.name,
            )
        )
    found = stored.get("tables")
    if not isinstance(found, dict):
        raise no_export(path)
    known = cast("dict[str, Any]", found)
    return WholeFile(
        path.name,
        str(stored.get("office") or ""),
        _known({name: _table(known[name], path) for name in known if _takes(name)}),
    )


def _document(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise no_export(path)
        body = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as fault:
        raise no_export(path) from fault
    if not isinstance(body, dict):
        raise no_export(path)
    return cast("dict[str, Any]", body)


def _is_packed(path: Path) -> bool:
    """Say whether a file is a workbook, whatever it is called."""
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PK\x03\x04"
    except OSError as fault:
        raise no_export(path) from fault


def _takes(name: str) -> bool:
    return name in TABLES or is_own(name)


def _known(tables: Mapping[str, WholeTable]) -> dict[str, WholeTable]:
    """Answer the tables the program knows, in their order."""
    names = [*TABLES, *sorted(name for name in tables if is_own(name))]
    return {name: tables[name] for name in names if name in tables}


def _table(stored: Any, path: Path) -> WholeTable:
    try:
        keys = tuple(str(column["key"]) for column in stored["columns"])
        return _whole(path, keys, stored["rows"])
    except (KeyError, TypeError) as fault:
        raise no_export(path) from fault


def _whole(path: Path, keys: tuple[str, ...], given: Iterable[Iterable[Any]]) -> WholeTable:
    rows = tuple(tuple(row) for row in given)
    whole = all(len(row) == len(keys) and isinstance(row[0], int) for row in rows)
    if not whole or keys[:1] != ("id",) or len(set(keys)) != len(keys):
        raise no_export(path)
    return WholeTable(keys, rows)
