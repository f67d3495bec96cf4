"""How a person wants to be told: which kinds, not during which hours, a summary each day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, time
from typing import Any

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.services import access, drafts
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import say

KINDS = ("rule", "limit", "summary")
"""What a person may choose to be told aloud, or only to find in the list."""
_KEPT = "news:wishes"
_LENGTH = len("09:00")


@dataclass(frozen=True, slots=True)
class NoticeWishes:
    """What a person wants; all of it is one's own, and the same at every desk.

    Attributes:
        silent: kinds that are listed below the bell and said aloud by nobody.
        quiet_from, quiet_to: the office's hours in which nothing is said aloud; empty for none.
        rest_until: nothing is said aloud before then; None for no such wish.
        summary_at: when the summary of the day comes; empty for never.
    """

    silent: tuple[str, ...] = ()
    quiet_from: str = ""
    quiet_to: str = ""
    rest_until: datetime | None = None
    summary_at: str = "09:00"


@reader("notices.wishes")
def wishes(work: Work) -> NoticeWishes:
    """Answer how the actor wants to be told."""
    access.require(work, "tasks.see")
    kept = drafts.read(work, _KEPT)
    return NoticeWishes() if kept is None else _read(kept.body)


@operation("notices.wish")
def wish(
    work: Work,
    silent: Sequence[str] = (),
    quiet_from: str = "",
    quiet_to: str = "",
    rest_until: datetime | None = None,
    summary_at: str = "09:00",
) -> NoticeWishes:
    """Keep how the actor wants to be told, in place of what was wished before.

    Raises:
        Invalid: a kind is not known, or a time of day is none.
    """
    access.require(work, "tasks.see")
    for kind in silent:
        if kind not in KINDS:
            text = say("There is no kind of notice named {kind}.", kind=kind)
            raise Invalid(text, [FieldProblem("silent", "unknown", text)])
    for field, at in (
        ("quiet_from", quiet_from),
        ("quiet_to", quiet_to),
        ("summary_at", summary_at),
    ):
        if at and _clock(at) is None:
            text = say("{time} is no time of day. Write it as 09:00.", time=at)
            raise Invalid(text, [FieldProblem(field, "form", text)])
    if bool(quiet_from) != bool(quiet_to):
        text = say("Say from when and until when it is to be quiet.")
        raise Invalid(text, [FieldProblem("quiet_to", "required", text)])
    kept = NoticeWishes(tuple(dict.fromkeys(silent)), quiet_from, quiet_to, rest_until, summary_at)
    until = rest_until.isoformat() if rest_until is not None else None
    drafts.keep(work, _KEPT, {**asdict(kept), "silent": list(kept.silent), "rest_until": until})
    return kept


def is_quiet(work: Work, wished: NoticeWishes) -> bool:
    """Say whether nothing is to be said aloud now."""
    if wished.rest_until is not None and work.now < wished.rest_until:
        return True
    begins, ends = _clock(wished.quiet_from), _clock(wished.quiet_to)
    if begins is None or ends is None:
        return False
    at = work.now.astimezone(work.place.zone).time()
    return begins <= at < ends if begins <= ends else at >= begins or at < ends


def summary_due(work: Work, wished: NoticeWishes) -> datetime | None:
    """Answer the moment of today's summary where it has come; None where it is still to come."""
    at = _clock(wished.summary_at)
    if at is None:
        return None
    today = work.now.astimezone(work.place.zone).date()
    moment = datetime.combine(today, at, work.place.zone).astimezone(work.now.tzinfo)
    return moment if moment <= work.now else None


def _read(body: dict[str, Any]) -> NoticeWishes:
    until = body.get("rest_until")
    return NoticeWishes(
        tuple(each for each in body.get("silent", ()) if each in KINDS),
        str(body.get("quiet_from", "")),
        str(body.get("quiet_to", "")),
        datetime.fromisoformat(until) if isinstance(until, str) else None,
        str(body.get("summary_at", "")),
    )


def _clock(text: str) -> time | None:
    if len(text) != _LENGTH:
        return None
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None
