"""The record types of an office's own in a whole export: taken out with their forms, made again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import select

from loancrm_desktop.errors import Invalid
from loancrm_desktop.models.designs import Design
from loancrm_desktop.services.forms import own_types, publishing
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import say

TABLE = "record_type"
COLUMNS = ("key", "body", "form")
_IN_FORCE = "published"


def rows_of(work: Work, kinds: Sequence[str]) -> list[list[Any]]:
    """Answer a row for each type: a number, its kind, what it is, and its form in force."""
    types = _bodies(work, own_types.DESIGN, kinds)
    forms = _bodies(work, "form", kinds)
    return [
        [number, kind, _text(types[kind]), _text(forms[kind]) if kind in forms else None]
        for number, kind in enumerate((each for each in kinds if each in types), 1)
    ]


def _bodies(work: Work, kind: str, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
    chosen = (
        select(Design)
        .where(Design.kind == kind, Design.state != "draft", Design.key.in_(keys))
        .order_by(Design.version)
    )
    found: dict[str, dict[str, Any]] = {}
    for row in work.session.execute(chosen).scalars():
        if kind != "form" or row.state == _IN_FORCE:
            found[row.key] = row.body
    return found


def _text(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, sort_keys=True)


def make(work: Work, keys: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Make the types this office does not have yet, with their forms.

    Raises:
        Invalid: a type or its form is not one this version reads.
        Refused: the actor may not shape forms.
    """
    known = catalog_of(work).types
    for row in rows:
        told = dict(zip(keys, row, strict=True))
        kind = str(told.get("key") or "")
        if kind in known:
            continue
        body = _body(told.get("body"), kind)
        if not kind.startswith(own_types.OWN_KIND) or (
            own_types.read_type(kind, body, retired=False) is None
        ):
            raise _unread(kind)
        work.session.add(
            Design(
                kind=own_types.DESIGN,
                key=kind,
                version=1,
                state=_IN_FORCE,
                body=body,
                made_at=work.now,
                made_by=work.actor.user_id,
            )
        )
        work.session.flush()
        work.shelf = {}
        if told.get("form"):
            publishing.publish(work, kind, _body(told["form"], kind))


def _body(written: object, kind: str) -> dict[str, Any]:
    try:
        found: object = json.loads(str(written))
    except (ValueError, RecursionError) as fault:
        raise _unread(kind) from fault
    if not isinstance(found, dict):
        raise _unread(kind)
    return cast("dict[str, Any]", found)


def _unread(kind: str) -> Invalid:
    return Invalid(say("The record type {kind} of the file cannot be read.", kind=kind))
