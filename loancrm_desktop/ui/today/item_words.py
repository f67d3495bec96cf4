"""What the lines of the day's queue say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QDate, QLocale

from loancrm_desktop import display
from loancrm_desktop.services.today import QueueGroup, QueueItem, TodayQueue
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import current_language, listed, tr
from loancrm_desktop.ui.office_words import OfficeWords

KINDS: tuple[tuple[str, str], ...] = (
    ("call", "phone"),
    ("papers", "docs"),
    ("escort", "users"),
    ("visit", "message"),
)
"""Sorts of work with the icon of each."""

_PRIORITIES: Mapping[str | None, str] = {"A": "high", "B": "normal", "C": "low", "D": "low"}


def group_name(key: str) -> str:
    """Name a group of the queue."""
    return {
        "overdue": tr("Overdue"),
        "limit": tr("Over the limit"),
        "new": tr("New leads"),
        "today": tr("Due today"),
        "idle": tr("Gone silent"),
        "approval": tr("Approvals"),
        "waiting": tr("Waiting for others"),
    }[key]


def kind_name(key: str) -> str:
    """Name a sort of work."""
    return {
        "call": tr("Calls"),
        "papers": tr("Papers"),
        "escort": tr("Going along"),
        "visit": tr("Keeping in touch"),
    }[key]


def what(item: QueueItem, words: OfficeWords) -> str:
    """Say what is to be done."""
    if item.title:
        return item.title
    if item.reason == "silence":
        return tr("Get in touch again")
    if item.reason == "appointment":
        return tr("Agreed contact")
    if item.reason == "approval":
        node = item.node_names[0 if current_language() == "zh" else 1]
        return tr("Approve: {node}", node=node)
    if item.reason == "others_turn":
        name = words.person_name(item.handler_id)
        return tr("Waiting for {name}", name=name) if name else tr("Waiting")
    known = {
        "lead_assignment": tr("Assign the lead"),
        "first_call": tr("First contact"),
        "qualification_review": tr("Review qualification"),
        "product_matching": tr("Match a product"),
        "signing_support": tr("Go along to the signing"),
        "bank_approval": tr("Ask the bank for its decision"),
    }
    return known.get(item.stage or "") or words.stage_name(item.stage)


def need(item: QueueItem) -> str:
    """Say what the customer wants: `unsecured loan · 300 k / 36 months`."""
    amount = "" if item.amount_fen is None else display.money_short(item.amount_fen)
    term = "" if item.term_months is None else display.months(item.term_months)
    product = "" if item.product_type is None else name_of("product_type", item.product_type)
    how_much = " / ".join(each for each in (amount, term) if each)
    return " · ".join(each for each in (product, how_much) if each)


def due(item: QueueItem, now: datetime) -> str:
    """Say how it stands to its time."""
    if item.due_at is None:
        return silent_for(item, now) if item.reason == "silence" else ""
    left = item.due_at - now
    if left < timedelta():
        return tr("{time} over", time=display.duration(-left))
    if item.reason in ("limit", "approval", "others_turn"):
        return tr("{time} left", time=display.duration(left))
    clock = f"{display.office_time(item.due_at):%H:%M}"
    if item.state == "due_soon":
        return tr("{clock} · {time} left", clock=clock, time=display.duration(left))
    return clock


def silent_for(item: QueueItem, now: datetime) -> str:
    """Say for how long nobody spoke to a customer."""
    if item.last_contact_at is None:
        return tr("No contact yet")
    return tr("{count} days without a contact", count=(now - item.last_contact_at).days)


def last(item: QueueItem, words: OfficeWords, now: datetime) -> str:
    """Say when and how the customer was last spoken to, of a new lead where it came from."""
    if item.customer_id is None:
        return ""
    if item.last_contact_at is None:
        if item.created_at is None:
            return tr("No contact yet")
        when = display.time_relative(item.created_at, now)
        channel = words.channel_name(item.channel_id)
        return f"{channel} · {when}" if channel else when
    when = display.time_relative(item.last_contact_at, now)
    if item.last_method is None:
        return tr("last {when}", when=when)
    return tr("last {when}, {method}", when=when, method=name_of("method", item.last_method))


def priority(item: QueueItem) -> str:
    """Answer which mark stands before a line."""
    if item.priority > 0 or (item.group == "limit" and item.stage == "first_call"):
        return "urgent"
    return _PRIORITIES.get(item.level, "normal")


def spoken(item: QueueItem, words: OfficeWords, now: datetime) -> str:
    """Say a whole line for a screen reader and the tip."""
    parts = (
        what(item, words),
        item.customer_name,
        need(item),
        words.stage_name(item.stage),
        due(item, now),
        last(item, words, now),
    )
    return listed(part for part in parts if part).read()


def group_hint(group: QueueGroup, queue: TodayQueue, words: OfficeWords) -> str:
    """Say the second line of a group and its tile."""
    said = ""
    if group.key in ("overdue", "limit") and group.first_due_at is not None:
        said = tr("longest {time}", time=display.duration(queue.at - group.first_due_at))
    elif group.key == "new" and queue.first_contact_minutes is not None:
        within = display.duration(timedelta(minutes=queue.first_contact_minutes))
        said = tr("first contact within {time}", time=within)
    elif group.key == "today" and queue.next_at is not None:
        said = tr("next at {time}", time=f"{display.office_time(queue.next_at):%H:%M}")
    elif group.key == "idle":
        said = tr("no contact for more than {count} days", count=queue.idle_days)
    elif group.key == "approval":
        said = tr("waiting for a yes or no")
    elif group.key == "waiting":
        said = stages(queue.waiting_stages, words)
    return said


def tile_hint(group: QueueGroup, queue: TodayQueue, words: OfficeWords) -> str:
    """Say the second line of a tile."""
    if not group.count and group.key != "today":
        return tr("none")
    if group.key == "today":
        return tr("{count} done today", count=queue.done_today)
    if group.key == "idle" and queue.idle_amount_fen is not None:
        return tr("about {amount}", amount=display.money_short(queue.idle_amount_fen))
    return group_hint(group, queue, words) or tr("none")


def stages(keys: Sequence[str], words: OfficeWords) -> str:
    """Name some stages."""
    joint = "、" if current_language() == "zh" else ", "
    return joint.join(words.stage_name(key) for key in keys[:2])


def headline(queue: TodayQueue, name: str) -> str:
    """Say the day, a greeting, and what comes first."""
    now = display.office_time(queue.at)
    counts = {group.key: group.count for group in queue.groups}
    day, greeting, called = day_name(now), _greeting(now.hour), _called(name)
    late, over, fresh, due_today = (counts[key] for key in ("overdue", "limit", "new", "today"))
    late += over
    if late and fresh:
        return tr(
            "{day} · {greeting}, {name}. First the {late} overdue, then the {fresh} new leads",
            day=day,
            greeting=greeting,
            name=called,
            late=late,
            fresh=fresh,
        )
    if late:
        return tr(
            "{day} · {greeting}, {name}. First the {late} overdue",
            day=day,
            greeting=greeting,
            name=called,
            late=late,
        )
    if fresh:
        return tr(
            "{day} · {greeting}, {name}. {fresh} new leads wait",
            day=day,
            greeting=greeting,
            name=called,
            fresh=fresh,
        )
    if due_today:
        return tr(
            "{day} · {greeting}, {name}. {count} due today",
            day=day,
            greeting=greeting,
            name=called,
            count=due_today,
        )
    return tr("{day} · {greeting}, {name}", day=day, greeting=greeting, name=called)


def day_name(moment: datetime) -> str:
    """Say a day with its weekday: `Mon 23 Nov`."""
    day = QDate(moment.year, moment.month, moment.day)
    if current_language() == "zh":
        china = QLocale(QLocale.Language.Chinese, QLocale.Country.China)
        return china.toString(day, "M月d日 ddd")
    return QLocale(QLocale.Language.English).toString(day, "ddd d MMM")


def _greeting(hour: int) -> str:
    if hour < 12:
        return tr("Good morning")
    return tr("Good afternoon") if hour < 18 else tr("Good evening")


def _called(name: str) -> str:
    """Answer the given name of a Chinese name of three signs, else the name."""
    return name[1:] if len(name) == 3 and not name.isascii() else name
