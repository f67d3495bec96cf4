"""Offices as older programs left them: a file of today with everything newer taken out."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from office_fixtures import RAW_KEY

from loancrm_desktop.models import schema
from loancrm_desktop.models.database import connect


def rewind(path: Path, number: int) -> None:
    """Take out of an office file every table and index younger than a schema number."""
    with TemporaryDirectory() as folder:
        known = _names(_made_at(Path(folder), number))
    raw = connect(path, RAW_KEY, "local")
    raw.execute("PRAGMA foreign_keys = OFF")
    for kind in ("index", "table"):
        rows = raw.execute(
            "SELECT name FROM sqlite_master WHERE type = ? AND sql IS NOT NULL", (kind,)
        ).fetchall()
        for (name,) in rows:
            if name not in known:
                raw.execute(f"DROP {kind} IF EXISTS {name}")
    raw.execute("UPDATE alembic_version SET version_num = ?", (f"{number:04d}",))
    raw.execute(f"PRAGMA user_version = {number}")
    raw.close()


def _made_at(folder: Path, number: int) -> Path:
    steps = folder / "steps"
    shutil.copytree(Path(schema.__file__).parent / "migrations", steps)
    for later in (steps / "versions").glob("0*.py"):
        if later.name > f"{number + 1:04d}":
            later.unlink()
    path = folder / "then.db"
    with patch.object(schema, "_FOLDER", steps), patch.object(schema, "SCHEMA", number):
        schema.create(path, RAW_KEY, "local")
    return path


def _names(path: Path) -> set[str]:
    raw = connect(path, RAW_KEY, "local")
    try:
        return {name for (name,) in raw.execute("SELECT name FROM sqlite_master").fetchall()}
    finally:
        raw.close()
