"""Record types of the office's own: a car, a property, an expense; made, changed, retired."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select

from loancrm_desktop import places
from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.models.designs import Design
from loancrm_desktop.models.own_records import OwnRecord
from loancrm_desktop.models.people import Role
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.forms import own_types
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.own_types import IN_USE, LINKS, RETIRED, OwnType
from loancrm_desktop.services.forms.records import OWN_KIND
from loancrm_desktop.services.forms.values.cells import one_line
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import Text, say

MOST_TYPES = 40
MOST_TITLE = 40
RIGHT = "designs.forms"

_KEY = re.compile(r"[a-z][a-z0-9_]{0,29}")
_ICON = re.compile(r"[a-z0-9-]{1,40}")


@dataclass(frozen=True, slots=True)
class TypeWish:
    """How a record type is to be.

    Attributes:
        links: what its records belong to: `customer`, `deal`, both or neither.
        icon: a name in resources/icons.
        hidden_for: roles that do not see it at all.
        read_only_for: roles that see its records and do not change them.
    """

    title_zh: str
    title_en: str = ""
    icon: str = "rows"
    links: tuple[str, ...] = ("customer",)
    hidden_for: tuple[str, ...] = ()
    read_only_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TypeRow:
    """A record type as windows list it.

    Attributes:
        records: how many records are in sight; None where they were not counted.
        may_add, may_edit: what the actor may do with its records.
    """

    kind: str
    title_zh: str
    title_en: str
    icon: str
    links: tuple[str, ...]
    retired: bool
    hidden_for: tuple[str, ...]
    read_only_for: tuple[str, ...]
    records: int | None
    may_add: bool
    may_edit: bool
    may_delete: bool

    def title(self, language: str) -> str:
        """Name the type in `zh` or `en`."""
        return self.title_en if language == "en" else self.title_zh


@reader("record_types.page")
def page(work: Work, *, retired: bool = False, counted: bool = False) -> tuple[TypeRow, ...]:
    """Answer the record types the actor may see, in their order.

    Args:
        work: the reading.
        retired: also those no longer in use; for those who shape forms.
        counted: whether to count their records.
    """
    access.require(work, RIGHT if retired else "own_records.see")
    found: list[TypeRow] = []
    for own in catalog_of(work).types.values():
        shown = retired or (not own.retired and access.may_on(work.actor, own.kind, "see"))
        if shown:
            found.append(_row(work, own, counted=counted))
    return tuple(found)


def _row(work: Work, own: OwnType, *, counted: bool) -> TypeRow:
    actor = work.actor
    return TypeRow(
        own.kind,
        own.title_zh,
        own.title_en,
        own.icon,
        own.links,
        own.retired,
        own.hidden_for,
        own.read_only_for,
        _count(work, own.kind) if counted else None,
        not own.retired and access.may_on(actor, own.kind, "add"),
        not own.retired and access.may_on(actor, own.kind, "edit"),
        not own.retired and access.may_on(actor, own.kind, "delete"),
    )


def _count(work: Work, kind: str) -> int:
    chosen = select(func.count()).where(
        OwnRecord.kind == kind,
        OwnRecord.deleted_at.is_(None),
        access.of_living_sql(OwnRecord),
        access.visible_sql(work.actor, kind, OwnRecord),
    )
    return work.session.execute(chosen).scalar_one()


@operation("record_types.add")
def add(work: Work, key: str, wish: TypeWish) -> str:
    """Make a record type; answers its kind, `x_` and the key.

    Raises:
        Invalid: the key is taken or not usable, there is no title, a link or role is not known.
        Refused: the actor may not shape forms.
    """
    access.require(work, RIGHT)
    kind = key if key.startswith(OWN_KIND) else OWN_KIND + key
    if not _KEY.fullmatch(kind.removeprefix(OWN_KIND)):
        text = say("A key is written in small letters, digits and _, like car.")
        raise _invalid("key", "form", text)
    types = catalog_of(work).types
    if _design(work, kind) is not None:
        text = say("The key {key} is taken. Choose another one.", key=kind)
        raise _invalid("key", "taken", text)
    if len(types) >= MOST_TYPES:
        text = say("There are {count} record types already; more do not fit.", count=MOST_TYPES)
        raise _invalid("key", "too_many", text)
    position = 1 + max((own.position for own in types.values()), default=0)
    own = _checked(work, OwnType(kind, "", "", "", position=position), wish)
    work.session.add(
        Design(
            kind=own_types.DESIGN,
            key=kind,
            version=1,
            state=IN_USE,
            body=own_types.type_body(own),
            made_at=work.now,
            made_by=work.actor.user_id,
        )
    )
    work.session.flush()
    work.shelf = {}
    return kind


@operation("record_types.edit")
def edit(work: Work, kind: str, wish: TypeWish) -> str:
    """Change a record type's names, icon, links or roles; its records stay as they are.

    Raises:
        Invalid: there is no such type, or the wish does not hold.
        Refused: the actor may not shape forms.
    """
    access.require(work, RIGHT)
    row = _get(work, kind)
    before = own_types.read_type(kind, row.body, retired=row.state == RETIRED)
    if before is None:
        raise _unknown(kind)
    row.body = own_types.type_body(_checked(work, before, wish))
    work.session.flush()
    work.shelf = {}
    return kind


@operation("record_types.retire")
def retire(work: Work, kind: str) -> str:
    """Take a record type out of use; its records, form and views are kept.

    Raises:
        Invalid: there is no such type.
        Refused: the actor may not shape forms.
    """
    return _set_state(work, kind, RETIRED)


@operation("record_types.restore")
def restore(work: Work, kind: str) -> str:
    """Take a record type into use again, with everything it had.

    Raises:
        Invalid: there is no such type.
        Refused: the actor may not shape forms.
    """
    return _set_state(work, kind, IN_USE)


def _set_state(work: Work, kind: str, state: str) -> str:
    access.require(work, RIGHT)
    _get(work, kind).state = state
    work.session.flush()
    work.shelf = {}
    return kind


def in_use(work: Work, kind: str) -> OwnType:
    """Answer a record type people may work with now.

    Raises:
        Invalid: there is none, or it was taken out of use.
    """
    own = catalog_of(work).types.get(kind)
    if own is None:
        raise _unknown(kind)
    if own.retired:
        text = say(
            "{title} is no longer in use. Whoever designs the forms can restore it.",
            title=own.title_zh,
        )
        raise _invalid("kind", "retired", text)
    return own


def _checked(work: Work, own: OwnType, wish: TypeWish) -> OwnType:
    zh, en = one_line(wish.title_zh), one_line(wish.title_en)
    problems: list[FieldProblem] = []
    if not zh:
        problems.append(FieldProblem("title_zh", "empty", say("Give the record type a name.")))
    if max(len(zh), len(en)) > MOST_TITLE:
        text = say("A name has at most {count} characters.", count=MOST_TITLE)
        problems.append(FieldProblem("title_zh", "too_long", text))
    if not _ICON.fullmatch(wish.icon) or not _has_icon(wish.icon):
        text = say("There is no icon {icon}.", icon=wish.icon[:MOST_TITLE])
        problems.append(FieldProblem("icon", "unknown", text))
    if not set(wish.links) <= set(LINKS):
        text = say("Own records belong to customers and deals, to nothing else.")
        problems.append(FieldProblem("links", "unknown", text))
    roles = set(work.session.execute(select(Role.key)).scalars())
    for role in sorted({*wish.hidden_for, *wish.read_only_for} - roles):
        text = say("There is no role {role}.", role=role)
        problems.append(FieldProblem("roles", "unknown_role", text))
    if problems:
        raise Invalid(problems[0].text, problems)
    return replace(
        own,
        title_zh=zh,
        title_en=en or zh,
        icon=wish.icon,
        links=_links(wish),
        hidden_for=tuple(dict.fromkeys(wish.hidden_for)),
        read_only_for=tuple(dict.fromkeys(wish.read_only_for)),
    )


def _links(wish: TypeWish) -> tuple[str, ...]:
    """Answer the links of a type; what belongs to a deal belongs to the deal's customer too."""
    wanted = {*wish.links, *(("customer",) if "deal" in wish.links else ())}
    return tuple(link for link in LINKS if link in wanted)


def _has_icon(icon: str) -> bool:
    return (places.resources() / "icons" / f"{icon}.svg").is_file()


def _design(work: Work, kind: str) -> Design | None:
    chosen = select(Design).where(Design.kind == own_types.DESIGN, Design.key == kind)
    return work.session.execute(chosen).scalars().first()


def _get(work: Work, kind: str) -> Any:
    row = _design(work, kind)
    if row is None:
        raise _unknown(kind)
    return row


def _unknown(kind: str) -> Invalid:
    return _invalid("kind", "unknown", say("There is no record type {kind}.", kind=kind))


def _invalid(field: str, code: str, text: Text) -> Invalid:
    return Invalid(text, [FieldProblem(field, code, text)])
