"""Turns what services tell of a customer into lines of the timeline and steps of the stepper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from loancrm_desktop import display
from loancrm_desktop.services.customer_timeline import Moment
from loancrm_desktop.services.deals import DealCard
from loancrm_desktop.services.field_shifts import FieldShift
from loancrm_desktop.services.language.fields import FieldType
from loancrm_desktop.services.process.visits import StageVisitRow
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import listed, tr
from loancrm_desktop.ui.office_words import OfficeWords, fen_of
from loancrm_desktop.ui.records.timeline_lines import Happening, Shift
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
_METHOD_ROLES = {"phone": "accent", "wechat": "success", "visit": "info", "office": "accent"}
_CHANGE_ICONS = {
    "sight_log.reveal": ("eye", "neutral"),
    "customers.add": ("user-plus", "success"),
    "contracts.note": ("contract", "info"),
    "journal.undo": ("undo", "neutral"),
    "customers.merge": ("swap", "info"),
}

_PLAIN_EDITS = ("customers.edit", "customers.change_many", "deals.edit")
_OPENED = ("follow_up", "task")
MOST_SHIFTS = 4
"""How many changed fields are named in the timeline; the change record has all."""


def happenings_of(moments: Sequence[Moment], words: OfficeWords) -> list[Happening]:
    """Answer the lines of the timeline, in the order given."""
    tellers = {
        "follow_up": _contact,
        "task": _task,
        "stage": _stay,
        "document": _document,
        "change": _change,
    }
    return [
        replace(
            tellers[moment.kind](moment, words),
            record=(moment.kind, moment.id) if moment.kind in _OPENED else None,
        )
        for moment in moments
    ]


def _contact(moment: Moment, words: OfficeWords) -> Happening:
    title = name_of("method", moment.word)
    if moment.outcome:
        title = f"{title} · {name_of('contact_outcome', moment.outcome)}"
    note = ""
    if moment.next_at is not None:
        note = tr("next {time}", time=f"{display.office_time(moment.next_at):%m-%d %H:%M}")
    return Happening(
        moment.at,
        _METHOD_ICONS.get(moment.word, "edit"),
        _METHOD_ROLES.get(moment.word, "neutral"),
        title,
        words.person_name(moment.person_id),
        moment.text,
        note,
    )


def _task(moment: Moment, words: OfficeWords) -> Happening:
    who = words.person_name(moment.person_id)
    if moment.word == "done":
        return Happening(
            moment.at, "check", "success", tr("Done: {task}", task=moment.text), who=who
        )
    note = ""
    if moment.next_at is not None:
        note = tr("due {time}", time=f"{display.office_time(moment.next_at):%m-%d %H:%M}")
    return Happening(
        moment.at, "bell", "warning", tr("Task: {task}", task=moment.text), who=who, note=note
    )


def _stay(moment: Moment, words: OfficeWords) -> Happening:
    here = (moment.word, words.stage_name(moment.word, moment.process_id))
    who = words.person_name(moment.person_id)
    if moment.before is None:
        title, stages = tr("Deal opened in"), (here,)
    else:
        title = tr("Stage")
        stages = ((moment.before, words.stage_name(moment.before, moment.process_id)), here)
    return Happening(
        moment.at, "arrow-right", "accent", title, text=moment.text, note=who, stages=stages
    )


def _document(moment: Moment, words: OfficeWords) -> Happening:
    return Happening(
        moment.at,
        "docs",
        "info",
        tr("Document added: {name}", name=moment.text),
        who=words.person_name(moment.person_id),
        note=name_of("document_kind", moment.word),
    )


def _change(moment: Moment, words: OfficeWords) -> Happening:
    icon, role = _CHANGE_ICONS.get(moment.word, ("edit", "neutral"))
    who = words.person_name(moment.person_id)
    shifts = tuple(shift_said(shift, words) for shift in moment.shifts)
    causes = list(dict.fromkeys(each.by.read() for each in moment.shifts if each.by is not None))
    if causes:
        who = listed((who, *causes)).read() if who else listed(causes).read()
    if len(shifts) == 1 and moment.word in _PLAIN_EDITS:
        return Happening(moment.at, icon, role, "", note=who, shifts=shifts, text=moment.text)
    title = name_of("operation", moment.word)
    if len(shifts) > MOST_SHIFTS:
        title = tr("{act} · {count} fields", act=title, count=len(shifts))
    shown = shifts[:MOST_SHIFTS]
    return Happening(moment.at, icon, role, title, who=who, text=moment.text, shifts=shown)


def shift_said(shift: FieldShift, words: OfficeWords) -> Shift:
    """Say a field's change in words."""
    return Shift(
        words.field_label(shift.kind, shift.field),
        _said(shift, shift.old, words),
        _said(shift, shift.new, words),
    )


def _said(shift: FieldShift, value: Any, words: OfficeWords) -> str:
    if value in (None, "", []):
        return ""
    spec = words.fields(shift.kind).get(shift.field)
    if spec is None or (isinstance(value, str) and "****" in value):
        return str(value)
    if spec.compared_as is FieldType.MONEY:
        return display.money_short(fen_of(str(value)))
    return words.say(spec, value)


def steps_of(
    card: DealCard, history: Sequence[StageVisitRow], words: OfficeWords, now: datetime
) -> list[Step]:
    """Answer the steps of a deal's way, endings left out unless it stands there."""
    spent: dict[str, int] = {}
    for visit in history:
        if visit.deal_id == card.id:
            spent[visit.stage] = spent.get(visit.stage, 0) + (visit.dwell_s or 0)
    dwell = marks.dwell_of(card.stage_entered_at, card.due_at, now)
    way = words.stages_of(card.process_id)
    here_position = next((one.position for one in way if one.key == card.stage), 0)
    steps: list[Step] = []
    for stage in way:
        if stage.outcome in ("archived", "lost") and stage.key != card.stage:
            continue
        name = words.stage_name(stage.key, card.process_id)
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
    way = words.stages_of(card.process_id)
    here = next((one.position for one in way if one.key == card.stage), None)
    if here is None:
        return None
    ahead = [
        one.key
        for one in way
        if one.position > here
        and one.key in card.may_move_to
        and one.outcome not in ("archived", "lost")
    ]
    return ahead[0] if ahead else None


def stage_before(card: DealCard, words: OfficeWords) -> str | None:
    """Answer the stage a deal would be sent back to, None when there is none."""
    keys = [one.key for one in words.stages_of(card.process_id)]
    behind = keys[: keys.index(card.stage)] if card.stage in keys else []
    return next((key for key in reversed(behind) if key in card.may_move_to), None)
