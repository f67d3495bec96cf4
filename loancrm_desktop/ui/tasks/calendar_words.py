"""How days, items and repetitions of the calendar are said."""

from __future__ import annotations

from datetime import date, datetime

from loancrm_desktop import display
from loancrm_desktop.services.task_calendar import CalendarDay, CalendarItem
from loancrm_desktop.services.task_repeats import Repeat
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import tr

PRIORITIES = ((0, "normal"), (1, "high"), (2, "urgent"))


def weekday_name(weekday: int) -> str:
    """Answer the short name of a day of the week, Monday is 0."""
    return (
        tr("Mon"),
        tr("Tue"),
        tr("Wed"),
        tr("Thu"),
        tr("Fri"),
        tr("Sat"),
        tr("Sun"),
    )[weekday]


def day_mark(day: CalendarDay) -> str:
    """Answer what is special about a day: its holiday, or that the office works or rests then."""
    weekend = day.day.weekday() >= 5
    if day.working and (weekend or day.holiday is not None):
        return tr("working day")
    if day.holiday is not None:
        return name_of("holiday", day.holiday)
    return tr("day off") if not day.working and not weekend else ""


def item_title(item: CalendarItem) -> str:
    """Answer what stands on an item."""
    if item.kind == "contact":
        return tr("Follow up: {name}", name=item.customer_name)
    if item.customer_name:
        return tr("{title} · {name}", title=item.title, name=item.customer_name)
    return item.title


def item_time(item: CalendarItem) -> str:
    """Answer the time of an item, empty for a day alone."""
    return display.office_time(item.at).strftime("%H:%M") if item.timed else ""


def spoken(item: CalendarItem, now: datetime) -> str:
    """Answer an item as a screen reader says it."""
    at = display.time_exact(item.at) if item.timed else display.office_time(item.at).strftime("%F")
    title = item_title(item)
    if item.done:
        return tr("{title}, {when}, done", title=title, when=at)
    if item.at < now:
        return tr("{title}, {when}, overdue", title=title, when=at)
    return tr("{title}, {when}", title=title, when=at)


def span_title(first: date, days: int) -> str:
    """Answer the heading of some days."""
    if days == 1:
        return tr("{day}, {weekday}", day=first.isoformat(), weekday=weekday_name(first.weekday()))
    last = date.fromordinal(first.toordinal() + days - 1)
    return tr("{first} to {last}", first=first.isoformat(), last=last.strftime("%m-%d"))


def month_title(day: date) -> str:
    """Answer the heading of a month."""
    return tr("{month}/{year}", year=day.year, month=day.month)


def repeat_words(repeat: Repeat | None) -> str:
    """Answer how a task comes again."""
    if repeat is None:
        return tr("once")
    if repeat.unit == "month":
        return tr("every {count} months", count=repeat.every)
    if repeat.unit == "day":
        return tr("every {count} days", count=repeat.every)
    if not repeat.weekdays:
        return tr("every {count} weeks", count=repeat.every)
    days = tr(", ").join(weekday_name(each) for each in sorted(set(repeat.weekdays)))
    return tr("every {count} weeks on {days}", count=repeat.every, days=days)


def priority_key(priority: int) -> str:
    """Answer the mark of a priority."""
    return PRIORITIES[min(priority, len(PRIORITIES) - 1)][1]
