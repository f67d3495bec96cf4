"""The places of the navigation, in their groups and order, and who may go there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loancrm_desktop.services.actor import Rights
from loancrm_desktop.texts import current_language, tr

if TYPE_CHECKING:
    # For the checker only: the first window knows no database.
    from loancrm_desktop.services.record_types import TypeRow

TODAY, CUSTOMERS, BOARD, IMPORT = "today", "customers", "board", "import"
SETTINGS, CUSTOMER, FORMS = "settings", "customer", "forms"
PROCESSES = "processes"
POOL, RULES = "pool", "rules"
OUTBOX = "outbox"
TASKS = "tasks"
DUPLICATES, TRASH = "duplicates", "trash"
APPROVALS, FORGOTTEN = "approvals", "forgotten"
DESIGNERS = frozenset({FORMS, PROCESSES, RULES})
"""The places that need the whole width: the navigation is folded there."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page one can go to.

    Attributes:
        key: its name in code.
        title: its name for people.
        icon: a name in resources/icons.
        act: the right one needs, such as `customers.import`; empty for none.
        group: the heading it stands under; empty for the first group.
        listed: whether the navigation lists it.
    """

    key: str
    title: str
    icon: str
    act: str = ""
    group: str = ""
    listed: bool = True


def all_places() -> tuple[Place, ...]:
    """Answer every place, in order."""
    business = tr("Business")
    return (
        Place(TODAY, tr("Today"), "today", "tasks.see"),
        Place(CUSTOMERS, tr("Customers"), "users", "customers.see"),
        Place(BOARD, tr("Board"), "board", "deals.see"),
        Place(APPROVALS, tr("Approvals"), "stamp", "deals.see"),
        Place(TASKS, tr("Task schedule"), "calendar", "tasks.see"),
        Place(IMPORT, tr("Import and export"), "swap", "customers.import", business),
        Place(DUPLICATES, tr("Duplicate customers"), "copy", "customers.merge", business),
        Place(TRASH, tr("Trash"), "trash", "customers.delete", business),
        Place(POOL, tr("Shared pool"), "inbox", "customers.see", business),
        Place(OUTBOX, tr("Messages"), "send", "messages.see", business),
        Place(FORMS, tr("Form design"), "form", "designs.forms", tr("Build")),
        Place(PROCESSES, tr("Process design"), "flow", "designs.processes", tr("Build")),
        Place(RULES, tr("Automation rules"), "rule", "rules.see", tr("Build")),
        Place(FORGOTTEN, tr("Deals without a next step"), "alert", "deals.see", listed=False),
        Place(SETTINGS, tr("Settings"), "sliders", listed=False),
    )


def places_for(rights: Rights) -> Sequence[Place]:
    """Answer the places a person may go to, in order."""
    return tuple(
        place for place in all_places() if not place.act or rights.allows(place.act)
    )  # fmt: skip


def own_places(types: Iterable[TypeRow]) -> Sequence[Place]:
    """Answer a place for each record type of the office's own; its key is the kind."""
    language = current_language()
    return tuple(Place(own.kind, own.title(language), own.icon, "own_records.see") for own in types)


def is_own_place(key: str) -> bool:
    """Say whether a place lists records of the office's own."""
    return key.startswith("x_")


def place_named(key: str) -> Place | None:
    """Answer a place by its key, whether one may go there or not."""
    return next((place for place in all_places() if place.key == key), None)
