"""One group side by side: what its records say, what is the same, and what to make of it."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from loancrm_desktop.errors import Problem
from loancrm_desktop.services import customer_sheet
from loancrm_desktop.services.customer_sheet import CustomerSheet
from loancrm_desktop.services.duplicate_finder import DuplicateGroup, DuplicateMember
from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.hygiene.reasons import reasons_words
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.keycap import KeyedButton
from loancrm_desktop.ui.widgets.marks import Avatar
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import (
    button,
    clear_layout,
    column,
    frame,
    label,
    row,
    scrolled,
)
from loancrm_desktop.ui.widgets.relay import relay

MOST_SHOWN = 6
"""So many records fit side by side; of a larger group the first are looked at."""
_KEYS = (
    *("phone", "phone2", "id_number", "company", "region", "product_type", "requested_amount"),
    *("channel", "owner", "created_at", "last_contact_at", "tags", "remark"),
)
_LONGEST = 60


class GroupPanel(QWidget):
    """Shows a group and asks: one person or several.

    Signals:
        merge_requested: these two are one person (the one that stays, the one that goes).
        apart_requested: these are different people (list of ids).
        opened: a record is to be looked at (id).
    """

    merge_requested = Signal(int, int)
    apart_requested = Signal(list)
    opened = Signal(int)

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._words = words
        self._group: DuplicateGroup | None = None
        self._members: tuple[DuplicateMember, ...] = ()
        self._sheets: dict[int, CustomerSheet] = {}
        self._line = 0
        self.ticks: dict[int, QCheckBox] = {}
        self._why = label(font="subtitle", wrap=True)
        self._told = label(role="secondary", wrap=True)
        self.notice = Notice()
        table = QWidget()
        self._grid = QGridLayout(table)
        self._grid.setContentsMargins(20, 4, 20, 16)
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(9)
        self.merge = KeyedButton(tr("Merge …"), "M", kind="primary", icon="swap")
        self.merge.clicked.connect(self.ask_merge)
        self.apart = KeyedButton(tr("Not the same person"), "N", icon="users")
        self.apart.clicked.connect(self.ask_apart)
        foot = frame("footer")
        self._hint = label(role="caption", wrap=True)
        feet = row(self._hint, self.apart, self.merge, margins=(20, 10, 20, 10))
        feet.setStretchFactor(self._hint, 1)
        foot.setLayout(feet)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(column(self._why, self._told, self.notice, margins=(20, 16, 20, 8)))
        layout.addWidget(scrolled(table), 1)
        layout.addWidget(foot)

    @property
    def chosen(self) -> list[int]:
        """The records ticked."""
        return [each for each, tick in self.ticks.items() if tick.isChecked()]

    def show_group(self, group: DuplicateGroup) -> None:
        """Show another group; what its records say is on its way."""
        self._group = group
        self._members = group.members[:MOST_SHOWN]
        self._sheets = {}
        self.notice.hide()
        self._why.setText(reasons_words(group.reasons))
        unseen = sum(member.customer_id is None for member in group.members)
        more = len(group.members) - len(self._members)
        parts = [tr("{count} records may be one person.", count=len(group.members))]
        if unseen:
            parts.append(tr("{count} belong to colleagues you do not see.", count=unseen))
        if more:
            parts.append(tr("{count} more are not shown.", count=more))
        self._told.setText(" ".join(parts))
        self._show()
        for member in self._members:
            if member.customer_id is not None:
                self._bridge.ask(
                    customer_sheet.show,
                    customer_id=member.customer_id,
                    masks="display",
                    then=partial(self._on_sheet, member.customer_id),
                    failed=self._on_problem,
                    key=("sheet", member.customer_id),
                )

    def ask_merge(self) -> None:
        """Ask to put the two ticked together, the older record staying to begin with."""
        chosen = self.chosen
        if len(chosen) == 2 and self.merge.isEnabled():
            self.merge_requested.emit(min(chosen), max(chosen))

    def ask_apart(self) -> None:
        """Ask to remember that the ticked ones are different people."""
        if self.apart.isEnabled():
            self.apart_requested.emit(self.chosen)

    def _on_sheet(self, customer_id: int, sheet: CustomerSheet) -> None:
        if customer_id in self.ticks:
            self._sheets[customer_id] = sheet
            if set(self._sheets) == set(self.ticks):
                self._show()

    def _on_open_clicked(self, number: int) -> None:
        self.opened.emit(number)

    def _on_problem(self, problem: Problem) -> None:
        self.notice.say(str(problem))

    def _show(self) -> None:
        kept = set(self.chosen) if self._sheets else None
        clear_layout(self._grid)
        # A grid keeps the rows it ever had: they are counted here, and the stretch is moved.
        self._grid.setRowStretch(self._line + 1, 0)
        self._line = 0
        self.ticks = {}
        self._grid.setColumnStretch(0, 3)
        for place, member in enumerate(self._members, 1):
            self._grid.setColumnStretch(place, 5)
            self._add_head(place, member, kept)
        for place in range(len(self._members) + 1, MOST_SHOWN + 1):
            self._grid.setColumnStretch(place, 0)
        self._add_facts()
        self._grid.setRowStretch(self._line + 1, 1)
        self._on_ticked()

    def _add_head(self, place: int, member: DuplicateMember, kept: set[int] | None) -> None:
        words = column(ElidedLabel(member.title, font="bodyStrong"), spacing=2)
        number = member.customer_id
        if number is None:
            words.addWidget(label(tr("held by {name}", name=member.owner_name), role="caption"))
        else:
            tick = QCheckBox(tr("No. {id}", id=number))
            tick.setAccessibleName(tr("Choose {name}", name=member.title))
            tick.setChecked(kept is None or number in kept)
            tick.toggled.connect(self._on_ticked)
            self.ticks[number] = tick
            look = button(tr("Open"), kind="link", size="small")
            look.setAccessibleName(tr("Open {name}", name=member.title))
            look.clicked.connect(relay(look, self._on_open_clicked, number))
            words.addLayout(row(tick, None, look))
        head = row(Avatar(member.title, 28), spacing=10)
        head.addLayout(words, 1)
        self._grid.addLayout(head, 0, place)

    def _add_facts(self) -> None:
        fields = self._words.fields("customer")
        for key in _KEYS:
            spec = fields.get(key)
            said = [self._say(spec, member) for member in self._members] if spec else []
            if spec is None or not any(said):
                continue
            line = self._line = self._line + 1
            name = label(spec.label(current_language()), role="secondary", wrap=True)
            self._grid.addWidget(name, line, 0)
            for place, text in enumerate(said, 1):
                self._grid.addWidget(_value(text, same=said.count(text) > 1), line, place)
        if self._sheets:
            self._add_counts()

    def _add_counts(self) -> None:
        line = self._line = self._line + 1
        self._grid.addWidget(label(tr("Hangs on it"), role="secondary"), line, 0)
        for place, member in enumerate(self._members, 1):
            sheet = self._sheets.get(member.customer_id or 0)
            if sheet is not None:
                text = tr(
                    "{deals} deals, {follow_ups} follow-ups, {tasks} tasks",
                    deals=len(sheet.deals),
                    follow_ups=len(sheet.follow_ups),
                    tasks=len(sheet.tasks),
                )
                self._grid.addWidget(label(text, role="secondary", wrap=True), line, place)

    def _say(self, spec: FieldSpec, member: DuplicateMember) -> str:
        sheet = self._sheets.get(member.customer_id or 0)
        if sheet is None:
            plain = {"phone": member.phone, "owner": member.owner_name}
            return plain.get(spec.key, "")
        value: Any = sheet.values.get(spec.key)
        if value in (None, "", []):
            return ""
        said = str(value) if spec.key in sheet.masked else self._words.say(spec, value)
        return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"

    def _on_ticked(self) -> None:
        count = len(self.chosen)
        may = self._bridge.actor.rights.allows("customers.merge")
        self.merge.setEnabled(may and count == 2)
        self.apart.setEnabled(may and count >= 2)
        if not may:
            self._hint.setText(tr("Your role may look, but not merge."))
        elif count == 2:
            self._hint.setText(tr("Nothing is lost: all can be undone."))
        else:
            self._hint.setText(tr("Tick two records to merge them."))


def _value(text: str, *, same: bool) -> QWidget:
    """Make a value; what several records share says so with a sign, not with colour alone."""
    if not text:
        return label(tr("(empty)"), role="caption")
    if not same:
        return label(text, wrap=True)
    made = label(tr("= {value}", value=text), font="bodyStrong", wrap=True)
    made.setToolTip(tr("The same in several records"))
    return made
