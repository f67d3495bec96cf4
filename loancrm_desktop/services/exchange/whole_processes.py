"""The processes of an office in a whole export: taken out as they are in force, put in force again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process import drawing, paths, publishing
from loancrm_desktop.texts import say

TABLE = "process_design"
COLUMNS = ("key", "body")


def rows_of(work: Work) -> list[list[Any]]:
    """Answer a row for each process in force: a number, its key, its picture."""
    if not work.actor.rights.allows("deals.see"):
        return []
    found = [(path.key, drawing.drawn(work, path.key).published) for path in paths.all_paths(work)]
    return [
        [number, key, json.dumps(body, ensure_ascii=False, sort_keys=True)]
        for number, (key, body) in enumerate(((key, body) for key, body in found if body), 1)
    ]


def make(
    work: Work, keys: Sequence[str], rows: Sequence[Sequence[Any]], people: Mapping[int, int]
) -> None:
    """Put the processes in force that this office does not have; its own stay as they are.

    Args:
        work: the operation.
        keys: the columns of the table.
        rows: its rows.
        people: which number here stands for which there.

    Raises:
        Invalid: a process cannot be read, or names what is not here or nobody active.
        Refused: the actor may not design processes.
    """
    known = {path.key for path in paths.all_paths(work)}
    for row in rows:
        told = dict(zip(keys, row, strict=True))
        key = str(told.get("key") or "")
        if key not in known:
            body = _body(told.get("body"), key)
            publishing.publish(work, key, cast("dict[str, Any]", _here(body, people)))
            work.session.flush()
            work.shelf = {}


def _body(written: object, key: str) -> dict[str, Any]:
    try:
        found: object = json.loads(str(written))
    except (ValueError, RecursionError) as fault:
        raise _unread(key) from fault
    if not isinstance(found, dict):
        raise _unread(key)
    return cast("dict[str, Any]", found)


def _here(part: Any, people: Mapping[int, int]) -> Any:
    """Answer a part of a picture with the numbers that people have here."""
    if isinstance(part, list):
        return [_here(each, people) for each in cast("list[Any]", part)]
    if not isinstance(part, dict):
        return part
    made: dict[str, Any] = {}
    for key, value in cast("dict[str, Any]", part).items():
        if key == "person" and isinstance(value, int):
            made[key] = people.get(value, value)
        elif key == "people" and isinstance(value, list):
            made[key] = [people.get(each, each) for each in cast("list[Any]", value)]
        else:
            made[key] = _here(value, people)
    return made


def _unread(key: str) -> Invalid:
    return Invalid(say("The process {key} of the file cannot be read.", key=key))
