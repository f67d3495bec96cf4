"""People, teams and channels may be named in the JSON of a line; services take their numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from loancrm_desktop.cli.session import Session
from loancrm_desktop.services import people
from loancrm_desktop.services.forms import catalog
from loancrm_desktop.services.language.fields import FieldSpec, FieldType


def numbered(session: Session, kind: str, values: dict[str, Any]) -> dict[str, Any]:
    """Answer the values with numbers for names; what is unknown or meant twice stays as it is.

    A person is named by login or name, a team by name, a channel by key or name.
    """
    named = {key: value.strip() for key, value in values.items() if _is_name(value)}
    specs = [spec for spec in session.ask(catalog.fields, kind) if spec.key in named]
    answer = dict(values)
    for spec in specs:
        found = {number for number, name in _known(session, spec) if name == named[spec.key]}
        if len(found) == 1:
            answer[spec.key] = found.pop()
    return answer


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and not value.strip().isdecimal()


def _known(session: Session, spec: FieldSpec) -> Iterable[tuple[int, str]]:
    if spec.type is FieldType.PERSON:
        for person in session.ask(people.page):
            yield from ((person.id, person.login), (person.id, person.name))
    elif spec.type is FieldType.TEAM:
        for team in session.ask(people.teams):
            yield team.id, team.name
    elif spec.links_to == "channel":
        for channel in session.ask(people.channels):
            yield from ((channel.id, channel.key), (channel.id, channel.name))
