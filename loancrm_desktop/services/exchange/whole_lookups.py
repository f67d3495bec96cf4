"""People, teams, channels and processes of another office: found here by name, or made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from loancrm_desktop.errors import Refused
from loancrm_desktop.models.people import Channel, Role, Team, User
from loancrm_desktop.services.exchange import whole_processes
from loancrm_desktop.services.exchange.whole_file import WholeFile, WholeTable
from loancrm_desktop.services.exchange.whole_rows import Maps
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process import paths
from loancrm_desktop.texts import say


def match(work: Work, whole: WholeFile) -> Maps:
    """Answer which number here stands for which there.

    A colleague who is not here is added without access, so that what they wrote keeps its author.

    Raises:
        Invalid: a process of the file cannot be put in force here.
        Refused: a process of the file is not here and not in the file.
    """
    maps = Maps()
    maps.ids["team"] = _teams(work, whole.tables.get("team"))
    maps.ids["channel"] = _channels(work, whole.tables.get("channel"))
    maps.ids["person"] = _people(work, whole.tables.get("person"), maps)
    designs = whole.tables.get(whole_processes.TABLE, WholeTable((), ()))
    whole_processes.make(work, designs.keys, designs.rows, maps.ids["person"])
    maps.ids["process"] = _processes(work, whole.tables.get("process"))
    return maps


def _records(table: WholeTable | None) -> list[dict[str, Any]]:
    return [] if table is None else [dict(zip(table.keys, row, strict=True)) for row in table.rows]


def _teams(work: Work, table: WholeTable | None) -> Mapping[int, int]:
    known = {row.name: row.id for row in work.session.execute(select(Team)).scalars()}
    found: dict[int, int] = {}
    for each in _records(table):
        name = str(each["name"])
        if name not in known:
            row = Team(name=name, created_at=work.now, updated_at=work.now)
            work.session.add(row)
            work.session.flush()
            known[name] = row.id
        found[each["id"]] = known[name]
    return found


def _channels(work: Work, table: WholeTable | None) -> Mapping[int, int]:
    rows = list(work.session.execute(select(Channel)).scalars())
    known = {row.key: row.id for row in rows}
    found: dict[int, int] = {}
    for each in _records(table):
        key = str(each["key"])
        if key not in known:
            row = Channel(
                key=key,
                name=str(each["name"]),
                position=1000,
                created_at=work.now,
                updated_at=work.now,
            )
            work.session.add(row)
            work.session.flush()
            known[key] = row.id
        found[each["id"]] = known[key]
    return found


def _people(work: Work, table: WholeTable | None, maps: Maps) -> Mapping[int, int]:
    known = {row.login: row.id for row in work.session.execute(select(User)).scalars()}
    roles = set(work.session.execute(select(Role.key)).scalars())
    found: dict[int, int] = {}
    for each in _records(table):
        login = str(each["login"])
        if login not in known:
            role = str(each.get("role") or "")
            row = User(
                login=login,
                name=str(each["name"]),
                role_key=role if role in roles else "read_only",
                active=False,
                created_at=work.now,
                updated_at=work.now,
            )
            work.session.add(row)
            work.session.flush()
            known[login] = row.id
        found[each["id"]] = maps.logins[login] = known[login]
    return found


def _processes(work: Work, table: WholeTable | None) -> Mapping[int, int]:
    known = {path.key: path.id for path in paths.all_paths(work)}
    found: dict[int, int] = {}
    for each in _records(table):
        key = str(each["key"])
        if key not in known:
            raise Refused(
                say(
                    "This office has no process {name}. Take the process over first.",
                    name=str(each.get("name") or key),
                )
            )
        found[each["id"]] = known[key]
    return found
