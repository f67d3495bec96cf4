"""Reads the JSON file of a whole export: its tables with their columns and rows, nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.exchange.export_files import FORMAT
from loancrm_desktop.services.exchange.export_tables import TABLES
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
    """Read an export that `exporting` wrote as JSON.

    Raises:
        Invalid: it is no such file, one of a later version, or too large.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise _no_export(path)
        body = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as fault:
        raise _no_export(path) from fault
    if not isinstance(body, dict):
        raise _no_export(path)
    stored = cast("dict[str, Any]", body)
    if stored.get("format") != FORMAT:
        raise Invalid(
            say(
                "{name} is no whole export, or one of a later version of the program.",
                name=path.name,
            )
        )
    found = stored.get("tables")
    if not isinstance(found, dict):
        raise _no_export(path)
    known = cast("dict[str, Any]", found)
    names = [*TABLES, *sorted(name for name in known if is_own(name))]
    tables = {name: _table(known[name], path) for name in names if name in known}
    return WholeFile(path.name, str(stored.get("office") or ""), tables)


def _table(stored: Any, path: Path) -> WholeTable:
    try:
        keys = tuple(str(column["key"]) for column in stored["columns"])
        rows = tuple(tuple(row) for row in stored["rows"])
    except (KeyError, TypeError) as fault:
        raise _no_export(path) from fault
    whole = all(len(row) == len(keys) and isinstance(row[0], int) for row in rows)
    if not whole or keys[:1] != ("id",) or len(set(keys)) != len(keys):
        raise _no_export(path)
    return WholeTable(keys, rows)


def _no_export(path: Path) -> Invalid:
    return Invalid(say("{name} is no whole export of this program.", name=path.name))
