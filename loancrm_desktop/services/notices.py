"""What a person is told: shown, put off, read; once for each thing it is told for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.models.ids import row_of
from loancrm_desktop.models.rule_runs import Notice
from loancrm_desktop.services import access, notice_wishes
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import say

MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """Something the actor is told.

    Attributes:
        record_kind: what a click leads to, with `record_id`.
    """

    id: int
    kind: str
    title: str
    text: str | None
    record_kind: str | None
    record_id: int | None
    at: datetime
    is_read: bool


@dataclass(frozen=True, slots=True)
class NoticePage:
    """Notices, the newest first, and how many are unread."""

    rows: tuple[NoticeRow, ...]
    unread: int


@reader("notices.mine")
def mine(work: Work, limit: int = 50, unread_only: bool = False) -> NoticePage:  # noqa: FBT001, FBT002 - a switch of the list
    """Answer what the actor is told, the newest first; what is put off is left out till then."""
    access.require(work, "tasks.see")
    shown = (Notice.person_id == work.me, Notice.shown_at <= work.now)
    chosen = select(Notice).where(*shown)
    if unread_only:
        chosen = chosen.where(Notice.read_at.is_(None))
    most = max(0, min(limit, MOST_ROWS))
    rows = work.session.execute(
        chosen.order_by(Notice.shown_at.desc(), Notice.id.desc()).limit(most)
    ).scalars()
    unread = select(func.count()).select_from(Notice).where(*shown, Notice.read_at.is_(None))
    return NoticePage(
        tuple(
            NoticeRow(
                id=each.id,
                kind=each.kind,
                title=each.title,
                text=each.text,
                record_kind=each.record_kind,
                record_id=each.record_id,
                at=each.shown_at,
                is_read=each.read_at is not None,
            )
            for each in rows
        ),
        work.session.execute(unread).scalar_one(),
    )


@dataclass(frozen=True, slots=True)
class Pulse:
    """Whether something is new, for little.

    Attributes:
        unread: how many notices are unread; newest: the number of the newest that is shown.
        aloud: unread ones that may be said aloud now, as their person wishes.
    """

    unread: int
    newest: int
    aloud: tuple[int, ...]


@reader("notices.pulse")
def pulse(work: Work) -> Pulse:
    """Answer whether something is new; asked each second, so it costs one look into an index."""
    access.require(work, "tasks.see")
    shown = (Notice.person_id == work.me, Notice.shown_at <= work.now, Notice.read_at.is_(None))
    rows = work.session.execute(select(Notice.id, Notice.kind).where(*shown)).all()
    if not rows:
        return Pulse(0, 0, ())
    wished = notice_wishes.wishes(work)
    is_quiet = notice_wishes.is_quiet(work, wished)
    aloud = () if is_quiet else (number for number, kind in rows if kind not in wished.silent)
    return Pulse(len(rows), max(number for number, _ in rows), tuple(sorted(aloud)))


@operation("notices.read")
def read(work: Work, ids: list[int] | None = None) -> int:
    """Mark notices of the actor as read, all of them when none is named; answers how many."""
    access.require(work, "tasks.see")
    chosen = select(Notice).where(
        Notice.person_id == work.me, Notice.read_at.is_(None), Notice.shown_at <= work.now
    )
    if ids is not None:
        chosen = chosen.where(Notice.id.in_(ids))
    found = work.session.execute(chosen).scalars().all()
    for each in found:
        each.read_at = work.now
    work.session.flush()
    return len(found)


@operation("notices.put_off")
def put_off(work: Work, notice_id: int, until: datetime) -> int:
    """Put a notice off; answers its id.

    Raises:
        Invalid: there is none, or the time has passed already.
    """
    access.require(work, "tasks.see")
    notice = row_of(work.session, Notice, notice_id)
    if notice is None or notice.person_id != work.me:
        raise Invalid(say("This notice is not there any more."))
    if until.tzinfo is None or until <= work.now:
        text = say("Choose a time that lies ahead.")
        raise Invalid(text, [FieldProblem("until", "past", text)])
    notice.shown_at, notice.read_at = until, None
    work.session.flush()
    return notice.id
