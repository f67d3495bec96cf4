"""Finds what the palette shows for what is typed; answers of the office come when they come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction

from loancrm_desktop.errors import Problem
from loancrm_desktop.services import own_record_list, quick_find
from loancrm_desktop.services.own_record_list import FoundRecord
from loancrm_desktop.services.quick_find import Found
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.palette import offers, readings
from loancrm_desktop.ui.palette.entries import Entry
from loancrm_desktop.ui.palette.offers import PalettePlace

Only = Literal["", "commands", "numbers", "colleagues"]

MOST_CUSTOMERS, MOST_ACTS, MOST_OTHERS, MOST_RECORDS = 8, 5, 5, 5
MOST_ALONE = 50
READ_AFTER_MS = 150
"""The table of pinyin is large: it is loaded while nobody types."""
_SIGNS: tuple[tuple[str, Only], ...] = (
    (">＞》", "commands"),
    ("#＃", "numbers"),
    ("@＠", "colleagues"),
)
_ONLY: dict[str, Only] = {sign: only for signs, only in _SIGNS for sign in signs}
"""Also as Chinese input methods write them."""


class Finder(QObject):
    """Looks for customers in the office and for everything else here.

    Signals:
        arrived: there is something else to show.

    Attributes:
        places: the pages one can go to.
        sections: the sections of the settings.
        actions: the commands that may be run now.
        subject: the customer whose acts are offered.
        pause: runs until the typing rests, then titles are read.
        awaiting: whether the customers shown are those of an older question.
    """

    arrived = Signal()

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._words = words
        self.places: Sequence[PalettePlace] = ()
        self.sections: Sequence[PalettePlace] = ()
        self.actions: Sequence[QAction] = ()
        self.subject: Found | None = None
        self.awaiting = False
        self.only: Only = ""
        self.typed = ""
        self._recent: list[int] = []
        self._found: tuple[Found, ...] = ()
        self._records: tuple[FoundRecord, ...] = ()
        self._readings: dict[str, tuple[readings.Reading, ...]] = {}
        self._read: set[str] = set()
        self._note = ""
        self.pause = QTimer(self)
        self.pause.setSingleShot(True)
        self.pause.setInterval(READ_AFTER_MS)
        self.pause.timeout.connect(self._read_titles)

    def remember(self, customer_id: int) -> None:
        """Count a customer among the recent ones of this session."""
        self._recent = [customer_id, *(one for one in self._recent if one != customer_id)]
        del self._recent[MOST_CUSTOMERS:]

    def forget(self) -> None:
        """Forget everything found and the recent ones."""
        self._recent.clear()
        self.rest()

    def rest(self) -> None:
        """Let go of what was found; an answer still under way is not shown."""
        self._found = ()
        self._records = ()
        self.subject = None
        self.actions = ()
        self.awaiting = False
        self.pause.stop()

    def _read_titles(self) -> None:
        """Have the pinyin of titles read on another thread, each title once."""
        titles = {action.text().replace("&", "") for action in self.actions}
        for place in (*self.places, *self.sections):
            titles |= {place.title, place.words}
        titles |= {name for _, name in self._words.links("person")}
        fresh = titles - self._read
        if fresh:
            self._read |= fresh
            self._bridge.outside(readings.readings_of, titles=sorted(fresh), then=self._on_readings)

    def look_for(self, text: str) -> None:
        """Look for something; `arrived` follows where the office has to be asked."""
        stripped = text.strip()
        self.only = _ONLY.get(stripped[:1], "")
        self.typed = stripped[1:].strip() if self.only else stripped
        self._note = ""
        self.awaiting = False
        if self.typed.isascii() and self.typed:
            self.pause.start()  # only now: opening and Chinese need no pinyin
        sees = self._bridge.actor.rights.allows("customers.see")
        if not sees or self.only in ("commands", "colleagues"):
            self._found = ()
        elif self.typed:
            self.awaiting = True
            self._bridge.ask(
                quick_find.find,
                text=self.typed,
                limit=MOST_CUSTOMERS,
                numbers=self.only == "numbers",
                then=self._on_found,
                failed=self._on_failed,
                key="find",
            )
        elif self._recent and not self.only:
            self._found = ()
            self.awaiting = True
            self._bridge.ask(
                quick_find.again,
                customer_ids=list(self._recent),
                then=self._on_found,
                failed=self._on_failed,
                key="find",
            )
        else:
            self._found = ()
        self._look_for_records()
        self._choose_subject()

    def _look_for_records(self) -> None:
        """Look among the office's own records, where it has such types."""
        self._records = ()
        if self.typed and not self.only and self._words.record_types:
            self._bridge.ask(
                own_record_list.find,
                text=self.typed,
                limit=MOST_RECORDS,
                then=self._on_records,
                failed=self._on_no_records,
                key="find records",
            )

    def _on_records(self, found: tuple[FoundRecord, ...]) -> None:
        self._records = found
        if found:
            self.arrived.emit()

    def _on_no_records(self, problem: Problem) -> None:
        """Show none; what else was found stays."""
        del problem

    def _on_found(self, found: tuple[Found, ...]) -> None:
        if self.awaiting:
            self.awaiting = False
            self._found = found
            self._choose_subject()
            self._read_names()
            self.arrived.emit()

    def _read_names(self) -> None:
        """Have those names read that were found by their sound, to mark the right signs."""
        names = {one.name for one in self._found if "pinyin" in one.match} - self._read
        if names:
            self._read |= names
            self._bridge.outside(readings.readings_of, titles=sorted(names), then=self._on_readings)

    def _on_failed(self, problem: Problem) -> None:
        self.awaiting = False
        self._found = ()
        self._note = str(problem)
        self._choose_subject()
        self.arrived.emit()

    def _on_readings(self, found: dict[str, tuple[readings.Reading, ...]]) -> None:
        self._readings.update(found)
        if self.typed:
            self.arrived.emit()

    def _choose_subject(self) -> None:
        self.subject = self._found[0] if self._found and self.typed else None

    def entries(self) -> list[Entry]:
        """Answer all lines."""
        shown = [
            offers.customer_entry(one, self.typed, self._readings, self._words)
            for one in self._found
        ]
        customers = _under(tr("Customers") if self.typed else tr("Recent"), shown)
        return customers + self.entries_behind()

    def entries_behind(self) -> list[Entry]:
        """Answer the lines behind the customers."""
        records = offers.record_entries(self._records)
        entries = _under(tr("Records"), records) + self.acts(MOST_ACTS) + self._others()
        if self._note:
            entries.append(Entry("note", self._note))
        elif not entries and not self.awaiting and not self._found and self.typed:
            entries.append(Entry("note", tr("Nothing found for “{text}”.", text=self.typed)))
        return entries

    def acts(self, most: int = MOST_ALONE) -> list[Entry]:
        """Answer what can be done for the customer that is looked at."""
        if self.subject is None:
            return []
        title = tr("For {name} you can", name=self.subject.name)
        return _under(title, offers.acts_on(self.subject, self._bridge.actor, self._words)[:most])

    def _others(self) -> list[Entry]:
        typed, read = self.typed, self._readings
        if self.only == "numbers":
            return []
        if self.only == "colleagues":
            people = offers.colleague_entries(self._words, typed, read)
            return _under(tr("Colleagues"), people[:MOST_ALONE])
        commands = offers.command_entries(self.actions, typed, read)
        if self.only == "commands":
            return _under(tr("Commands"), commands[:MOST_ALONE])
        pages = offers.place_entries("place", self.places, typed, read)
        if not typed:
            return _under(tr("Go to"), pages[:MOST_CUSTOMERS]) + _under(
                tr("Commands"), commands[:MOST_OTHERS]
            )
        sections = offers.place_entries("section", self.sections, typed, read)
        both = offers.best_first([*pages, *sections, *commands])
        return _under(tr("Pages and commands"), both[:MOST_OTHERS])


def _under(title: str, entries: list[Entry]) -> list[Entry]:
    return [Entry("heading", title), *entries] if entries else []
