"""Turns a customer's sheet into the happenings of the timeline, and steps for the stepper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from loancrm_desktop import display
from loancrm_desktop.services.customer_sheet import CustomerSheet
from loancrm_desktop.services.deals import DealCard
from loancrm_desktop.services.process.visits import StageVisitRow
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.timeline_view import Happening
from loancrm_desktop.ui.widgets import marks
from loancrm_desktop.ui.widgets.stage_stepper import Step

_METHOD_ICONS = {
    "phone": "phone",
    "wechat": "message",
    "visit": "home",
    "office": "users",
    "sms": "message",
    "email": "mail",
}


def happenings_of(sheet: CustomerSheet, words: OfficeWords) -> list[Happening]:
    """Answer everything that happened with a customer, unordered."""
    return [
        *_contacts(sheet, words),
        *(_stay(visit, words) for visit in sheet.stage_history),
        *(
            Happening(
                each.created_at,
                "docs",
                "info",
                tr("Document added: {name}", name=each.name),
                note=name_of("document_kind", each.kind),
            )
            for each in sheet.documents
        ),
        *(
            Happening(each.done_at, "check", "success", tr("Done: {task}", task=each.title))
            for each in sheet.tasks
            if each.done_at is not None
        ),
    ]


def _contacts(sheet: CustomerSheet, words: OfficeWords) -> list[Happening]:
    found: list[Happening] = []
    for contact in sheet.follow_ups:
        who = words.person_name(contact.author_id)
        how = name_of("method", contact.method)
        title = f"{who} {how}".strip()
        if contact.outcome:
            title = f"{title} · {name_of('contact_outcome', contact.outcome)}"
        icon = _METHOD_ICONS.get(contact.method, "edit")
        note = (
            tr("next {time}", time=display.time_exact(contact.next_at)) if contact.next_at else ""
        )
        found.append(Happening(contact.at, icon, "accent", title, contact.text, note))
    return found


def _stay(visit: StageVisitRow, words: OfficeWords) -> Happening:
    here = words.stage_name(visit.stage)
    if visit.from_stage is None:
        title = tr("Deal opened in {stage}", stage=here)
    else:
        title = f"{words.stage_name(visit.from_stage)} → {here}"
    return Happening(
        visit.entered_at,
        "arrow-right",
        "neutral",
        title,
        visit.reason or "",
        words.person_name(visit.entered_by),
    )


def steps_of(
    card: DealCard, history: Sequence[StageVisitRow], words: OfficeWords, now: datetime
) -> list[Step]:
    """Answer the steps of a deal's way, endings left out unless it stands there."""
    spent: dict[str, int] = {}
    for visit in history:
        if visit.deal_id == card.id:
            spent[visit.stage] = spent.get(visit.stage, 0) + (visit.dwell_s or 0)
    dwell = marks.dwell_of(card.stage_entered_at, card.due_at, now)
    here_position = next((one.position for one in words.stages if one.key == card.stage), 0)
    steps: list[Step] = []
    for stage in words.stages:
        if stage.outcome in ("archived", "lost") and stage.key != card.stage:
            continue
        name = words.stage_name(stage.key)
        legal = stage.key in card.may_move_to
        if stage.key == card.stage:
            note = "" if dwell is None else tr("for {time}", time=dwell.text)
            state = "none" if dwell is None or card.outcome != "open" else dwell.state
            steps.append(Step(stage.key, name, note, "here", legal=False, state=state))
        elif stage.position < here_position and (stage.key in spent or card.outcome == "open"):
            used = spent.get(stage.key)
            note = "—" if used is None else tr("took {time}", time=_span(used))
            steps.append(Step(stage.key, name, note, "behind", legal=legal))
        else:
            steps.append(Step(stage.key, name, _limit(stage.limit_minutes), "ahead", legal=legal))
    return steps


def _span(seconds: int) -> str:
    return display.duration(timedelta(seconds=seconds))


def _limit(minutes: int | None) -> str:
    if minutes is None:
        return "—"
    return tr("limit {time}", time=display.duration(timedelta(minutes=minutes)))


def next_stage(card: DealCard, words: OfficeWords) -> str | None:
    """Answer the stage a deal would be sent on to, None at the end of its way."""
    here = next((one.position for one in words.stages if one.key == card.stage), None)
    if here is None:
        return None
    ahead = [
        one.key
        for one in words.stages
        if one.position > here
        and one.key in card.may_move_to
        and one.outcome not in ("archived", "lost")
    ]
    return ahead[0] if ahead else None
