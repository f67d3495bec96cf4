"""Record types of the office's own, as the catalogue knows them: names, icon, links, fields."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import select

from loancrm_desktop.models.designs import Design
from loancrm_desktop.services.forms.records import OWN_KIND
from loancrm_desktop.services.language.fields import FieldSpec, FieldType, Relation
from loancrm_desktop.services.office import Work

_log = logging.getLogger(__name__)

DESIGN = "record_type"
FORMAT = 1
LINKS = ("customer", "deal")
IN_USE, RETIRED = "published", "retired"

READ_ONLY = frozenset({"created_at"})
"""Fields of every own record that the program keeps."""


@dataclass(frozen=True, slots=True)
class OwnType:
    """A record type the office made up.

    Attributes:
        kind: `x_` and its key; its name in conditions, forms, views and exports.
        links: which of LINKS its records have.
        position: its place among the types.
        hidden_for: roles that do not see it at all.
        read_only_for: roles that see its records and do not change them.
        retired: no longer offered; its records are kept.
    """

    kind: str
    title_zh: str
    title_en: str
    icon: str
    links: tuple[str, ...] = ()
    position: int = 0
    hidden_for: tuple[str, ...] = ()
    read_only_for: tuple[str, ...] = ()
    retired: bool = False

    def title(self, language: str) -> str:
        """Name the type in `zh` or `en`."""
        return self.title_en if language == "en" else self.title_zh


def load(work: Work) -> dict[str, OwnType]:
    """Answer the office's own types by kind, in their order, retired ones too."""
    chosen = select(Design.key, Design.state, Design.body).where(Design.kind == DESIGN)
    found: list[OwnType] = []
    for kind, state, body in work.session.execute(chosen.order_by(Design.id)):
        own = read_type(kind, body, retired=state == RETIRED)
        if own is None:
            _log.warning("the record type %s cannot be read by this version", kind)
        else:
            found.append(own)
    found.sort(key=_place)
    return {own.kind: own for own in found}


def _place(own: OwnType) -> int:
    return own.position


def read_type(kind: str, body: Mapping[str, Any], *, retired: bool) -> OwnType | None:
    """Read a stored type; None for one that only a later version understands."""
    title = body.get("title")
    if body.get("format") != FORMAT or not kind.startswith(OWN_KIND):
        return None
    if not isinstance(title, Mapping):
        return None
    names = cast("Mapping[str, object]", title)
    zh = str(names.get("zh") or names.get("en") or kind)
    return OwnType(
        kind,
        zh,
        str(names.get("en") or zh),
        str(body.get("icon") or "rows"),
        tuple(link for link in LINKS if link in _texts(body.get("links"))),
        int(body.get("position") or 0),
        _texts(body.get("hidden_for")),
        _texts(body.get("read_only_for")),
        retired,
    )


def _texts(stored: object) -> tuple[str, ...]:
    if not isinstance(stored, list):
        return ()
    return tuple(str(each) for each in cast("list[object]", stored))


def type_body(own: OwnType) -> dict[str, Any]:
    """Write a type as it is stored."""
    return {
        "format": FORMAT,
        "title": {"zh": own.title_zh, "en": own.title_en},
        "icon": own.icon,
        "links": list(own.links),
        "position": own.position,
        "hidden_for": list(own.hidden_for),
        "read_only_for": list(own.read_only_for),
    }


def fields_of_type(own: OwnType) -> tuple[FieldSpec, ...]:
    """Answer the fields every record of a type has, before the office draws its own."""
    links = (
        _field("customer", FieldType.RECORD, "客户", "Customer", links_to="customer", in_list=True),
        _field("deal", FieldType.RECORD, "业务单", "Deal", links_to="deal"),
    )
    return (
        _field(
            "name",
            FieldType.TEXT,
            "名称",
            "Name",
            required=True,
            searchable=True,
            in_list=True,
        ),
        *(link for link in links if link.key in own.links),
        _field("owner", FieldType.PERSON, "负责人", "Owner", links_to="person", in_list=True),
        _field("team", FieldType.TEAM, "团队", "Team", links_to="team"),
        _field("created_at", FieldType.DATETIME, "创建时间", "Created", in_list=True),
    )


def _field(
    key: str,
    kind: FieldType,
    zh: str,
    en: str,
    **more: Any,
) -> FieldSpec:
    return FieldSpec(key=key, type=kind, label_zh=zh, label_en=en, built_in=True, **more)


def relations_to(kind: str, types: Mapping[str, OwnType]) -> tuple[Relation, ...]:
    """Answer the own records that hang on a customer or a deal, for counts in conditions."""
    return tuple(
        Relation(own.kind, own.kind, own.title_zh, own.title_en, kind)
        for own in types.values()
        if kind in own.links
    )
