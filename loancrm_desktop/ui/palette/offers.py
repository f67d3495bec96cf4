"""What the command palette offers besides customers: acts on one of them, pages, commands, people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtGui import QAction, QKeySequence

from loancrm_desktop import display
from loancrm_desktop.services.actor import Actor
from loancrm_desktop.services.own_record_list import FoundRecord
from loancrm_desktop.services.quick_find import Found
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.commands import icon_of, keys_text
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.palette.entries import Entry, Kind
from loancrm_desktop.ui.palette.readings import Reading, span_in

Readings = Mapping[str, Sequence[Reading]]

LOG, CALL, CONTRACT, EDIT, OWN_WINDOW = "follow_up", "call", "contract", "edit", "window"
ADVANCE = "advance:"
_LAST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class PalettePlace:
    """A page or a section of the settings one can go to.

    Attributes:
        words: other words it is found by.
    """

    key: str
    title: str
    icon: str = ""
    keys: str = ""
    words: str = ""


def customer_entry(found: Found, typed: str, readings: Readings, words: OfficeWords) -> Entry:
    """Answer a customer as a line; what was typed is marked in name or number."""
    span = span_in(found.name, typed, readings) or (0, 0)
    detail = _detail(found)
    digits = "".join(sign for sign in typed if sign.isdigit())[-_LAST_DIGITS:]
    at = found.phone.rfind(digits) if found.match == "phone" and digits else -1
    return Entry(
        "customer",
        found.name,
        key=str(found.id),
        detail=detail,
        span=span if typed.strip() else (0, 0),
        detail_span=(at, at + len(digits)) if at >= 0 else (0, 0),
        found=found,
        stage_name=words.stage_name(found.stage),
    )


def record_entries(found: Sequence[FoundRecord]) -> list[Entry]:
    """Answer records of the office's own that were found, each with its type and customer."""
    language = current_language()
    return [
        Entry(
            "record",
            one.name,
            key=f"{one.kind} {one.id}",
            detail=" · ".join(part for part in (one.title(language), one.customer_name) if part),
            icon=one.icon,
        )
        for one in found
    ]


def acts_on(found: Found, actor: Actor, words: OfficeWords) -> list[Entry]:
    """Answer what this person may do for a customer."""
    may = actor.rights.allows
    offered: list[Entry] = []
    if may("follow_ups.log"):
        offered.append(_act(LOG, tr("Log a follow-up"), "edit", "L"))
    if found.advance_to is not None and may("deals.move"):
        title = tr("Advance to {stage}", stage=words.stage_name(found.advance_to))
        offered.append(_act(ADVANCE + found.advance_to, title, "arrow-right", "Ctrl+Right"))
    if found.phone:
        offered.append(replace(_act(CALL, tr("Call"), "phone", "Ctrl+D"), detail=found.phone))
    if found.deal_id is not None and may("contracts.make"):
        offered.append(_act(CONTRACT, tr("Make a contract"), "contract"))
    if may("customers.edit"):
        offered.append(_act(EDIT, tr("Edit the customer"), "pen"))
    offered.append(_act(OWN_WINDOW, tr("Open in its own window"), "external", "Ctrl+Return"))
    return [replace(entry, found=found) for entry in offered]


def command_entries(actions: Sequence[QAction], typed: str, readings: Readings) -> list[Entry]:
    """Answer the commands that are meant; each name once, the page's own first."""
    entries: dict[str, Entry] = {}
    for action in actions:
        title = action.text().replace("&", "")
        span = span_in(title, typed, readings)
        if span is not None and action.objectName() not in entries:
            entries[action.objectName()] = Entry(
                "command",
                title,
                key=action.objectName(),
                icon=icon_of(action) or "command",
                keys=keys_text(action),
                span=span,
            )
    return best_first(list(entries.values()))


def place_entries(
    kind: Kind, places: Sequence[PalettePlace], typed: str, readings: Readings
) -> list[Entry]:
    """Answer the pages or sections that are meant."""
    entries: list[Entry] = []
    for place in places:
        span = span_in(place.title, typed, readings)
        if span is None and span_in(place.words, typed, readings) is not None:
            span = (0, 0)
        if span is not None:
            detail = tr("Settings") if kind == "section" else ""
            icon = place.icon or ("sliders" if kind == "section" else "layout")
            keys = place.keys
            entries.append(Entry(kind, place.title, place.key, detail, icon, keys, span))
    return best_first(entries)


def colleague_entries(words: OfficeWords, typed: str, readings: Readings) -> list[Entry]:
    """Answer the colleagues that are meant."""
    entries: list[Entry] = []
    for person_id, name in words.links("person"):
        span = span_in(name, typed, readings)
        if span is not None:
            said = tr("Customers of {name}", name=name)
            entries.append(Entry("colleague", name, str(person_id), said, span=span))
    return best_first(entries)


def best_first(entries: list[Entry]) -> list[Entry]:
    """Put those first whose name begins with what was typed."""
    return sorted(entries, key=_begins_late)


def keys_said(keys: str) -> str:
    """Write a shortcut as this computer does."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def _begins_late(entry: Entry) -> bool:
    return entry.span[0] > 0


def _act(key: str, title: str, icon: str, keys: str = "") -> Entry:
    return Entry("act", title, key=key, icon=icon, keys=keys_said(keys) if keys else "")


def _detail(found: Found) -> str:
    """Say the covered number and what the customer needs; of a finished deal when it ended."""
    over = found.outcome in ("archived", "lost") and found.stage_entered_at is not None
    if over and found.stage_entered_at is not None:
        parts = [found.phone, f"{found.stage_entered_at.astimezone(display.OFFICE_ZONE):%Y-%m}"]
        return " · ".join(part for part in parts if part)
    product = name_of("product_type", found.product_type) if found.product_type else ""
    amount = "" if found.amount_fen is None else display.money_short(found.amount_fen)
    need = " ".join(part for part in (product, amount) if part)
    return " · ".join(part for part in (found.phone, need or found.company) if part)
