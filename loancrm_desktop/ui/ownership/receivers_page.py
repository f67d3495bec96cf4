"""Who gets what a leaver leaves: one person, several in turn, each status its own, or the pool."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from loancrm_desktop.services.ownership.leavers import POOLED, Way
from loancrm_desktop.services.ownership.transfer_preview import Load
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.ownership.person_list import PersonList
from loancrm_desktop.ui.widgets.parts import clear_layout, column, label, row, scrolled
from loancrm_desktop.ui.widgets.pick_box import Pick, PickBox
from loancrm_desktop.ui.widgets.segments import SegmentedControl

_WAYS: tuple[Way, ...] = ("one", "evenly", "table", "pool")
_PICK_WIDTH = 280


class ReceiversPage(QWidget):
    """One way at a time; what was chosen in another way is kept.

    Signals:
        changed: the choice is another now.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: dict[str, int] = {}
        self._loads: tuple[Load, ...] = ()
        self.ways = SegmentedControl(tr("How it is shared out"))
        words = [tr("To one"), tr("Evenly"), tr("By status"), tr("To the pool")]
        icons = ("user", "users", "table", "inbox")
        self.ways.set_choices(
            [(way, word, icon) for way, word, icon in zip(_WAYS, words, icons, strict=True)], words
        )
        self.ways.set_current("one")
        self.ways.chosen.connect(self._on_way_chosen)
        self.one = PersonList()
        self.several = PersonList(several=True)
        for people in (self.one, self.several):
            people.chosen.connect(self.changed)
        content = QWidget()
        self._table = QVBoxLayout(content)
        self._table.setContentsMargins(0, 0, 0, 0)
        self._table.setSpacing(8)
        self.picks: dict[str, PickBox] = {}
        told = tr("All customers go into the shared pool; the open tasks come to you.")
        pooled = QWidget()
        pooled.setLayout(column(label(told, role="secondary", wrap=True), None))
        self._stack = QStackedWidget()
        for page in (self.one, self.several, scrolled(content), pooled):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(14)
        layout.addLayout(row(self.ways, None))
        layout.addWidget(self._stack, 1)
        self.setFocusProxy(self.ways)

    def offer(self, loads: Sequence[Load], counts: Mapping[str, int]) -> None:
        """Offer people and the statuses there are."""
        self._loads, self._counts = tuple(loads), dict(counts)
        self.one.show_loads(loads)
        self.several.show_loads(loads)
        before = {status: box.value() for status, box in self.picks.items()}
        clear_layout(self._table)
        self.picks = {}
        lines = [Pick(each.user_id, each.name) for each in loads]
        for status, count in counts.items():
            box = PickBox()
            box.set_picks([Pick(POOLED, tr("Shared pool")), *lines])
            box.set_value(before.get(status))
            box.setFixedWidth(_PICK_WIDTH)
            name = name_of("status", status)
            box.setAccessibleName(tr("Who gets those in the status {status}", status=name))
            box.picked.connect(self.changed)
            self.picks[status] = box
            self._table.addLayout(
                row(label(name), label(f"{count:,}", role="secondary"), None, box)
            )
        self._table.addStretch(1)

    def choice(self) -> tuple[Way, tuple[int, ...], tuple[tuple[str, int], ...]]:
        """Answer the way, the receivers, and the table."""
        way = _WAYS[self._stack.currentIndex()]
        if way == "table":
            chosen = ((status, box.value()) for status, box in self.picks.items())
            table = tuple((status, int(to_id)) for status, to_id in chosen if to_id is not None)
            return way, (), table
        people = {"one": self.one.ids, "evenly": self.several.ids}
        return way, people.get(way, ()), ()

    @property
    def is_complete(self) -> bool:
        """Whether everything finds a receiver."""
        way, receivers, table = self.choice()
        if way == "table":
            return bool(table) and len(table) == len(self.picks)
        return way == "pool" or bool(receivers)

    def shares(self) -> list[str]:
        """Say who gets how much, one sentence each."""
        way, receivers, table = self.choice()
        names = {each.user_id: each.name for each in self._loads} | {POOLED: tr("Shared pool")}
        total = sum(self._counts.values())
        if way == "pool":
            shares = {POOLED: total}
        elif way == "table":
            shares = dict.fromkeys((to_id for _, to_id in table), 0)
            for status, to_id in table:
                shares[to_id] += self._counts.get(status, 0)
        else:
            each, over = divmod(total, max(1, len(receivers)))
            shares = {to_id: each + (at < over) for at, to_id in enumerate(receivers)}
        return [
            tr("{name}: {count} customers", name=names.get(to_id, ""), count=f"{count:,}")
            for to_id, count in shares.items()
        ]

    def _on_way_chosen(self, way: str) -> None:
        self._stack.setCurrentIndex([*_WAYS].index(next(each for each in _WAYS if each == way)))
        self.changed.emit()
