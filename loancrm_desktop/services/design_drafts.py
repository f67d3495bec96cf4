"""What is drawn of a design and not in force: everybody's own, none ever over another's.

Drafts lie in the table of drafts, of which the history says nothing: one that is kept every two
seconds is nobody's word yet. Publishing is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import or_, select

from loancrm_desktop.models.designs import Design
from loancrm_desktop.models.drafts import Draft
from loancrm_desktop.services.office import Work


@dataclass(frozen=True, slots=True)
class DesignDraft:
    """A draft of a design.

    Attributes:
        based_on: the version that was in force when it was begun.
        aside: whether it was put aside because another desk kept a later one.
    """

    id: int
    person_id: int | None
    kept_at: datetime
    based_on: int
    aside: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping a draft brought to light.

    Attributes:
        others: drafts of the same design that others keep, and own ones put aside; newest first.
    """

    kept_at: datetime
    others: tuple[DesignDraft, ...]


@dataclass(frozen=True, slots=True)
class Begun:
    """Where a draft comes from.

    Attributes:
        based_on: the version in force when it was begun.
        desk: names the window that draws; its own draft it may write over.
        over: when the draft it goes on with was kept.
    """

    based_on: int = 0
    desk: str = ""
    over: datetime | None = None


@dataclass(frozen=True, slots=True)
class DraftShelf:
    """The drafts of one design.

    Attributes:
        kind: the kind of design, `form` or `process`.
        design: which one of it, by key.
    """

    work: Work
    kind: str
    design: str

    def keep(self, body: dict[str, Any], begun: Begun) -> Kept:
        """Keep what is drawn for the actor alone.

        A draft that the same person kept at another desk meanwhile is put aside, never written
        over.
        """
        row = self._own_row()
        if row is not None and not _goes_on(row, body, begun):
            row.key = self._free_key()
            self.work.session.flush()
            row = None
        if row is None:
            row = Draft(person_id=self.work.me, key=self._key, kept_at=self.work.now)
            self.work.session.add(row)
        row.body = {"body": body, "based_on": begun.based_on, "desk": begun.desk}
        row.kept_at = self.work.now
        self.work.session.flush()
        return Kept(self.work.now, self.others())

    def discard(self, draft_id: int | None) -> bool:
        """Let the actor's draft go, or one put aside; answers whether there was one."""
        rows = [row for row in self._rows() if row.person_id == self.work.me]
        gone = [row for row in rows if self._is_meant(row, draft_id)]
        for row in gone:
            self.work.session.delete(row)
        earlier = None if draft_id is not None else self.earlier_row()
        if earlier is not None:
            self.work.session.delete(earlier)
        return bool(gone) or earlier is not None

    def body(self, draft_id: int) -> dict[str, Any] | None:
        """Answer the body of a draft, also of somebody else's; None when it is gone."""
        return next((_body(row) for row in self._rows() if row.id == draft_id), None)

    def own(self) -> tuple[DesignDraft, dict[str, Any]] | None:
        """Answer the actor's draft with its body, None when there is none."""
        row = self._own_row()
        if row is not None:
            return None if self._is_spent(row) else (self._described(row), _body(row))
        earlier = self.earlier_row()
        if earlier is None:
            return None
        found = DesignDraft(
            0, earlier.made_by, earlier.made_at, earlier.version - 1, aside=False
        )  # fmt: skip
        return found, dict(earlier.body)

    def others(self) -> tuple[DesignDraft, ...]:
        """Answer the drafts of others and those put aside, the newest first."""
        rows = [row for row in self._rows() if not self._is_own(row)]
        return tuple(self._described(row) for row in rows if not self._is_spent(row))

    def spend(self, version: int) -> None:
        """Note that the actor's draft came into force; taken back, it is a draft again."""
        row = self._own_row()
        if row is not None:
            row.body = {**row.body, "published": version, "at": self.work.now.isoformat()}
        earlier = self.earlier_row()
        if earlier is not None:
            self.work.session.delete(earlier)

    def earlier_row(self) -> Design | None:
        """Answer the draft an earlier version of the program kept among the versions."""
        chosen = select(Design).where(
            Design.kind == self.kind, Design.key == self.design, Design.state == "draft"
        )
        return self.work.session.execute(chosen).scalars().first()

    @property
    def _key(self) -> str:
        return f"{self.kind}:{self.design}"

    def _rows(self) -> Sequence[Draft]:
        key = self._key
        named = or_(Draft.key == key, Draft.key.startswith(f"{key}.", autoescape=True))
        chosen = select(Draft).where(named).order_by(Draft.kept_at.desc(), Draft.id.desc())
        return self.work.session.execute(chosen).scalars().all()

    def _own_row(self) -> Draft | None:
        return next((row for row in self._rows() if self._is_own(row)), None)

    def _is_own(self, row: Draft) -> bool:
        return row.person_id == self.work.me and row.key == self._key

    def _is_meant(self, row: Draft, draft_id: int | None) -> bool:
        return row.key == self._key if draft_id is None else row.id == draft_id

    def _is_spent(self, row: Draft) -> bool:
        """Say whether a draft came into force and has not been taken back since."""
        version = row.body.get("published")
        if version is None:
            return False
        chosen = select(Design.made_at).where(
            Design.kind == self.kind, Design.key == self.design, Design.version == version
        )
        made_at = self.work.session.execute(chosen).scalar()
        return made_at is not None and made_at.isoformat() == row.body.get("at")

    def _free_key(self) -> str:
        taken = {row.key for row in self._rows() if row.person_id == self.work.me}
        number = 2
        while f"{self._key}.{number}" in taken:
            number += 1
        return f"{self._key}.{number}"

    def _described(self, row: Draft) -> DesignDraft:
        based_on = row.body.get("based_on")
        number = based_on if isinstance(based_on, int) else 0
        return DesignDraft(row.id, row.person_id, row.kept_at, number, row.key != self._key)


def _goes_on(row: Draft, body: Mapping[str, Any], begun: Begun) -> bool:
    """Say whether a draft kept now continues the one that is there."""
    if row.body.get("desk") == begun.desk or row.kept_at == begun.over:
        return True
    return "published" in row.body or _body(row) == body


def _body(row: Draft) -> dict[str, Any]:
    found = row.body.get("body")
    return dict(cast("dict[str, Any]", found)) if isinstance(found, dict) else {}
