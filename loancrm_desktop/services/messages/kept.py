"""Where templates and channels are kept: as designs, each save a version, one of them in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from loancrm_desktop.errors import Conflict
from loancrm_desktop.models.designs import Design
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import say


def published(work: Work, kind: str) -> Sequence[Design]:
    """Answer the designs in force, by key."""
    chosen = select(Design).where(Design.kind == kind, Design.state == "published")
    return work.session.execute(chosen.order_by(Design.key)).scalars().all()


def in_force(work: Work, kind: str, key: str) -> Design | None:
    """Answer the design of a key that is in force."""
    newest = _newest(work, kind, key)
    return newest if newest is not None and newest.state == "published" else None


def put(
    work: Work, kind: str, key: str, body: Mapping[str, Any], expected_version: int | None
) -> int:
    """Save a design as its next version; answers the version.

    Raises:
        Conflict: somebody saved it meanwhile, or the key is taken.
    """
    newest = _newest(work, kind, key)
    is_there = newest is not None and newest.state == "published"
    known = newest.version if newest is not None and is_there else 0
    if expected_version is not None and expected_version != known:
        raise Conflict(
            say("Somebody saved this meanwhile. Look at it, then save again."), (), known
        )
    if newest is not None and is_there:
        newest.state = "retired"
        work.session.flush()
    version = 1 if newest is None else newest.version + 1
    work.session.add(
        Design(
            kind=kind,
            key=key,
            version=version,
            state="published",
            body=dict(body),
            made_at=work.now,
            made_by=work.actor.user_id,
        )
    )
    work.session.flush()
    return version


def retire(work: Work, design: Design) -> int:
    """Take a design out of force; its versions stay."""
    design.state = "retired"
    work.session.flush()
    return design.version


def _newest(work: Work, kind: str, key: str) -> Design | None:
    chosen = select(Design).where(Design.kind == kind, Design.key == key)
    return work.session.execute(chosen.order_by(Design.version.desc()).limit(1)).scalar()
