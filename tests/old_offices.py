"""Offices as older programs left them: a file of today with everything newer taken out.

A test makes its office with the program of today and rewinds the file. Nothing here names a table,
so a new schema step breaks no test of an older one.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from office_fixtures import RAW_KEY

from loancrm_desktop.models import schema
from loancrm_desktop.models.database import connect


@dataclass(frozen=True)
class Shape:
    """What a file is made of: each table with its columns, each index with its definition."""

    tables: dict[str, frozenset[str]]
    indexes: dict[str, str]


def rewind(path: Path, number: int) -> None:
    """Bring the tables, columns and indexes of an office file back to an older schema number."""
    with TemporaryDirectory() as folder:
        then = _shape_at(Path(folder), number)
    raw = connect(path, RAW_KEY, "local")
    try:
        _take_back(raw, then)
        raw.execute("UPDATE alembic_version SET version_num = ?", (f"{number:04d}",))
        raw.execute(f"PRAGMA user_version = {number}")
    finally:
        raw.close()


def _take_back(raw: Any, then: Shape) -> None:
    now = _shape_of(raw)
    raw.execute("PRAGMA foreign_keys = OFF")
    changed = [name for name, made in now.indexes.items() if then.indexes.get(name) != made]
    for name in changed:
        raw.execute(f"DROP INDEX {name}")
    for table, columns in now.tables.items():
        if table not in then.tables:
            raw.execute(f"DROP TABLE IF EXISTS {table}")
            continue
        for column in columns - then.tables[table]:
            raw.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    for name, made in then.indexes.items():
        if now.indexes.get(name) != made:
            raw.execute(made)


def _shape_at(folder: Path, number: int) -> Shape:
    """Answer the shape of a file that the first so many steps make."""
    steps = folder / "steps"
    shutil.copytree(Path(schema.__file__).parent / "migrations", steps)
    for later in (steps / "versions").glob("0*.py"):
        if later.name > f"{number + 1:04d}":
            later.unlink()
    path = folder / "then.db"
    with patch.object(schema, "_FOLDER", steps), patch.object(schema, "SCHEMA", number):
        schema.create(path, RAW_KEY, "local")
    raw = connect(path, RAW_KEY, "local")
    try:
        return _shape_of(raw)
    finally:
        raw.close()


def _shape_of(raw: Any) -> Shape:
    chosen = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    made = raw.execute(chosen).fetchall()
    return Shape(
        {name: _columns(raw, name) for kind, name, _ in made if kind == "table"},
        {name: " ".join(sql.split()) for kind, name, sql in made if kind == "index"},
    )


def _columns(raw: Any, table: str) -> frozenset[str]:
    return frozenset(row[1] for row in raw.execute(f"PRAGMA table_info({table})").fetchall())
