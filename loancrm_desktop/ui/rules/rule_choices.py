"""What a rule may be made of, as lists offer it and as sentences say it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from loancrm_desktop.services.contract_files import shipped
from loancrm_desktop.services.language.fields import FieldType
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import current_language, listed, tr
from loancrm_desktop.ui.conditions.condition_fields import ConditionFields
from loancrm_desktop.ui.conditions.pick_list_model import PickEntry
from loancrm_desktop.ui.office_words import OfficeWords

_HOUR, _DAY = 60, 1440
ROLES = ("owner", "supervisor", "broker", "back_office", "compliance")


def triggers() -> list[PickEntry]:
    """Answer what may wake a rule."""
    change, clock, hand = tr("With a change"), tr("By the clock"), tr("By hand")
    return [
        PickEntry("created", tr("When new"), change),
        PickEntry("changed", tr("When changed"), change),
        PickEntry("entered", tr("Deal enters"), change),
        PickEntry("left", tr("Deal leaves"), change),
        PickEntry("silent", tr("No follow-up"), clock),
        PickEntry("limit", tr("Time limit"), clock),
        PickEntry("date", tr("Around a date"), clock),
        PickEntry("daily", tr("Every day"), clock),
        PickEntry("weekly", tr("Every week"), clock),
        PickEntry("button", tr("Button pressed"), hand),
    ]


def doings(kind: str) -> list[PickEntry]:
    """Answer what a rule about records of a kind may do."""
    found = [
        PickEntry("task", tr("give a to-do")),
        PickEntry("notify", tr("notify")),
        PickEntry("set", tr("set a field")),
    ]
    if kind == "deal":
        found.append(PickEntry("move", tr("move the deal to")))
        found.append(PickEntry("approval", tr("start the approval of the deal")))
        found.append(PickEntry("document", tr("make a document")))
    if kind in ("customer", "deal"):
        found += [
            PickEntry("assign", tr("assign the customer")),
            PickEntry("pool", tr("return the customer to the shared pool")),
            PickEntry("tag", tr("tag the customer")),
        ]
    return [*found, PickEntry("message", tr("send a message"))]


def papers() -> list[PickEntry]:
    """Answer the documents a rule can make."""
    in_chinese = current_language().startswith("zh")
    return [
        PickEntry(each.key, each.name_zh if in_chinese else each.name_en)
        for each in shipped.templates()
    ]


def groups() -> list[PickEntry]:
    """Answer the groups the list of rules has."""
    return [PickEntry(key, group_name(key)) for key in GROUPS]


GROUPS = ("remind", "assign", "status", "message", "other")


def group_name(key: str) -> str:
    """Name a group of rules."""
    return {
        "remind": tr("Reminders"),
        "assign": tr("Distribution"),
        "status": tr("Status"),
        "message": tr("Messages"),
    }.get(key, tr("Others"))


def kinds(words: OfficeWords) -> list[PickEntry]:
    """Answer which records a rule may be about."""
    language = current_language()
    return [
        PickEntry("customer", tr("Customers")),
        PickEntry("deal", tr("Deals")),
        PickEntry("follow_up", tr("Follow-ups")),
        PickEntry("task", tr("Tasks")),
        PickEntry("document", tr("Documents")),
        *(PickEntry(own.kind, own.title(language)) for own in words.record_types),
    ]


def weekdays() -> list[PickEntry]:
    """Answer the days of the week."""
    names = (
        tr("Monday"), tr("Tuesday"), tr("Wednesday"), tr("Thursday"), tr("Friday"),
        tr("Saturday"), tr("Sunday"),
    )  # fmt: skip
    return [PickEntry(number, name) for number, name in enumerate(names, start=1)]


def stages(words: OfficeWords) -> list[PickEntry]:
    """Answer the stages of every process, under the names of those that have them."""
    keys = words.every_stage()
    if len(words.processes) < 2:
        return [PickEntry(key, words.stage_name(key)) for key in keys]
    titles = {key: str(listed(words.processes_with(key))) for key in keys}
    sections = list(dict.fromkeys(titles.values()))
    return [
        PickEntry(key, words.stage_name(key), titles[key])
        for key in sorted(keys, key=lambda each: sections.index(titles[each]))
    ]


def date_fields(fields: ConditionFields) -> list[PickEntry]:
    """Answer the fields that hold a date."""
    return [
        PickEntry(offer.name, offer.label, offer.section)
        for offer in fields.offers()
        if "." not in offer.name and offer.spec.compared_as in (FieldType.DATE, FieldType.DATETIME)
    ]


def own_fields(fields: ConditionFields) -> list[PickEntry]:
    """Answer the fields of the records themselves."""
    return [
        PickEntry(offer.name, offer.label, offer.section)
        for offer in fields.offers()
        if "." not in offer.name
    ]


def fields_to_set(fields: ConditionFields, words: OfficeWords) -> list[PickEntry]:
    """Answer the fields a rule may write: those of the records, and of a deal's customer."""
    found = own_fields(fields)
    if fields.kind != "customer":
        theirs = ConditionFields(words, "customer")
        title = tr("Customer")
        found += [
            PickEntry(f"customer.{offer.name}", offer.label, title)
            for offer in theirs.offers()
            if "." not in offer.name
        ]
    return found


def people(words: OfficeWords, kind: str) -> list[PickEntry]:
    """Answer whom a to-do or a notice may be for."""
    meant = tr("Whoever looks after it")
    found = [
        PickEntry("owner", tr("Owner"), meant),
        PickEntry("leader", tr("Owner's leader"), meant),
    ]
    if kind == "deal":
        found.append(PickEntry("handler", tr("Handler"), meant))
    found += [PickEntry(f"role:{key}", name_of("role", key), tr("Role")) for key in ROLES]
    return [*found, *group_members(words)]


def group_members(words: OfficeWords) -> list[PickEntry]:
    """Answer teams and people by name."""
    return [
        *(PickEntry(f"team:{one}", name, tr("Team")) for one, name in words.links("team")),
        *people_by_name(words),
    ]


def people_by_name(words: OfficeWords) -> list[PickEntry]:
    """Answer everybody by name."""
    return [PickEntry(f"person:{one}", name, tr("Person")) for one, name in words.links("person")]


def key_of(person: Mapping[str, Any]) -> str:
    """Answer the key of a person meant."""
    who = str(person.get("who") or "owner")
    return f"{who}:{person.get(who)}" if who in ("role", "person", "team") else who


def person_of(key: str) -> dict[str, Any]:
    """Answer the person meant by a key."""
    who, _, which = key.partition(":")
    if who == "role":
        return {"who": who, who: which}
    return {"who": who, who: int(which)} if which else {"who": who}


def ways_to_assign() -> list[PickEntry]:
    """Answer how an owner may be chosen."""
    return [
        PickEntry("fixed", tr("always to")),
        PickEntry("even", tr("in turn to")),
        PickEntry("least_busy", tr("to the least busy of")),
        PickEntry("by_channel", tr("by the channel")),
    ]


def repeats() -> list[PickEntry]:
    """Answer how often a rule may fire for one record."""
    return [
        PickEntry("always", tr("each time")),
        *(PickEntry(f"{days}", say_every(days)) for days in (1, 3, 7, 30, 90)),
        PickEntry("once", tr("once and never again")),
    ]


def say_every(days: int) -> str:
    """Say a limit."""
    if days == 1:
        return tr("at most once in 24 hours")
    return tr("at most once in {days} days", days=days)


def say_days(count: int) -> str:
    """Say a number of days."""
    return tr("{count} days", count=count)


def say_offset(days: int) -> str:
    """Say how a day lies to a date."""
    if days == 0:
        return tr("on the day")
    if days < 0:
        return tr("{count} days before", count=-days)
    return tr("{count} days after", count=days)


def say_number_of_minutes(minutes: int) -> str:
    """Say a length of time."""
    if minutes and minutes % _DAY == 0:
        return tr("{count} days", count=minutes // _DAY)
    if minutes and minutes % _HOUR == 0:
        return tr("{count} hours", count=minutes // _HOUR)
    return tr("{count} minutes", count=minutes)


def say_before(minutes: int) -> str:
    """Say how long before a time limit."""
    if minutes == 0:
        return tr("has passed")
    return tr("{span} before it passes", span=say_number_of_minutes(minutes))


def say_due(due: Mapping[str, Any] | None) -> str:
    """Say until when."""
    if due is None:
        return tr("no date")
    if due.get("minutes"):
        return tr("within {span}", span=say_number_of_minutes(int(due["minutes"])))
    at, days = str(due.get("at") or "18:00"), int(due.get("days") or 0)
    return tr("in {days} days {at}", days=days, at=at) if days else tr("today {at}", at=at)
