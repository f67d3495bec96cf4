"""What a hand-over page says, in sentences: for reading, and for the giver to change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from loancrm_desktop import display
from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.services.ownership.hand_over import HandOver, Promise
from loancrm_desktop.services.ownership.returning import Countdown
from loancrm_desktop.services.ownership.transfer import OwnerChangeRow
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.office_words import OfficeWords

SEPARATOR = " · "


def need_of(page: HandOver, words: OfficeWords) -> str:
    """Say what the customer needs: a line for each deal, or for the wish."""
    return page.brief.need or need_by_records(page, words)


def need_by_records(page: HandOver, words: OfficeWords) -> str:
    """Say the need as the records have it."""
    lines: list[str] = []
    for values in page.needs:
        kind = "deal" if "ref" in values or "stage" in values else "customer"
        specs = words.fields(kind)
        said = [
            _value(words, specs, key, value)
            for key, value in values.items()
            if key in specs and value not in (None, "")
        ]
        lines.append(SEPARATOR.join(part for part in said if part))
    return "\n".join(line for line in lines if line)


def _value(words: OfficeWords, specs: Mapping[str, FieldSpec], key: str, value: Any) -> str:
    if key == "stage":
        return words.stage_name(value)
    if key == "requested_term_months":
        return display.months(int(value))
    return words.say(specs[key], value)


def promises_of(page: HandOver) -> str:
    """Say what was promised."""
    return page.brief.promises or promises_by_records(page)


def promises_by_records(page: HandOver) -> str:
    """Say the tasks that were open."""
    return "\n".join(_promise(each) for each in page.promises)


def _promise(promise: Promise) -> str:
    if promise.due_at is None:
        return promise.title
    return tr("{title}, due {time}", title=promise.title, time=display.time_exact(promise.due_at))


def next_of(page: HandOver) -> str:
    """Say what comes next."""
    return page.brief.next_step or next_by_records(page)


def next_by_records(page: HandOver) -> str:
    """Say the next step as the records have it."""
    if page.next_follow_up_at is not None:
        when = display.time_exact(page.next_follow_up_at)
        if page.next_step:
            return tr("{step}; get in touch on {time}", step=page.next_step, time=when)
        return tr("Get in touch on {time}", time=when)
    return page.next_step or ""


def contacts_of(page: HandOver, now: datetime) -> tuple[tuple[str, str], ...]:
    """Say the last contacts, each with when and how."""
    return tuple(
        (
            each.text,
            SEPARATOR.join((display.time_relative(each.at, now), name_of("method", each.method))),
        )
        for each in page.contacts
    )


def change_of(change: OwnerChangeRow, words: OfficeWords) -> str:
    """Say who gave a customer to whom."""
    before = words.person_name(change.from_owner_id)
    after = words.person_name(change.to_owner_id)
    if before and after:
        return tr("{before} → {after}", before=before, after=after)
    if after:
        return tr("to {name}", name=after)
    return tr("{name} → shared pool", name=before) if before else tr("into the shared pool")


def countdown_of(days_left: int) -> str:
    """Say in how many days a customer returns to the pool."""
    if days_left <= 0:
        return tr("Returns to the pool now")
    if days_left == 1:
        return tr("Returns to the pool within a day")
    return tr("Returns to the pool in {days} days", days=days_left)


def why_countdown(countdown: Countdown) -> str:
    """Say which rule it is and how it is put off."""
    return tr(
        "Rule “{rule}”, due {time}. A logged follow-up puts it off.",
        rule=countdown.rule,
        time=display.time_exact(countdown.due_at),
    )
