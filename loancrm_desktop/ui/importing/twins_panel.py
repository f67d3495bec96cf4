"""Customers the office knows already: beside each other, decided one by one with 1, 2 or 3."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QVBoxLayout, QWidget

from loancrm_desktop.services.exchange.import_plan import OnDuplicate, RowDecision
from loancrm_desktop.services.exchange.import_preview import Twin, TwinField
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.commands import Command, add_command
from loancrm_desktop.ui.importing.deciding import decision_words
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.keycap import KeyCap
from loancrm_desktop.ui.widgets.parts import (
    button,
    clear_layout,
    column,
    frame,
    icon_button,
    label,
    row,
    scrolled,
)
from loancrm_desktop.ui.widgets.segments import SegmentedControl

_HEIGHT = 280


class TwinsPanel(QWidget):
    """The rows whose customer is known, what happens to all of them, and to single ones.

    Signals:
        changed: what happens to some row is another thing now.
    """

    changed = Signal()

    def __init__(self, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._twins: tuple[Twin, ...] = ()
        self._place = 0
        self._decisions: dict[int, RowDecision] = {}
        self._choices: dict[str, QRadioButton] = {}
        self._groups: list[QButtonGroup] = []
        self._title = label(font="bodyStrong")
        self._left = label(role="caption")
        self.rest = SegmentedControl(tr("All others"))
        self.rest.set_choices(
            [("fill", tr("Fill blanks"), ""), ("update", tr("Overwrite"), ""),
             ("skip", tr("Skip"), ""), ("keep", tr("Keep both"), "")]
        )  # fmt: skip
        self.rest.chosen.connect(self.changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(8)
        head = row(self._title, self._left, None, label(tr("All others"), role="caption"))
        head.addWidget(self.rest)
        layout.addLayout(head)
        layout.addWidget(self._build_card(), 1)
        self._build_commands()

    def _build_card(self) -> QWidget:
        self.card = frame("card")
        self.card.setMinimumHeight(_HEIGHT)
        self._who = ElidedLabel(font="bodyStrong")
        self._alike = ElidedLabel(role="caption")
        self._number = label(role="caption")
        before = icon_button("left", tr("The one before (Alt+Up)"))
        before.clicked.connect(self.show_before)
        after = icon_button("right", tr("The next one (Alt+Down)"))
        after.clicked.connect(self.show_next)
        head = row(self._who, self._alike, self._number, before, after, margins=(12, 6, 8, 6))
        head.setStretchFactor(self._alike, 1)
        content = QWidget()
        self._grid = QGridLayout(content)
        self._grid.setContentsMargins(12, 4, 12, 8)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        for place, stretch in ((0, 2), (1, 4), (2, 4)):
            self._grid.setColumnStretch(place, stretch)
        self._settled = ElidedLabel(role="caption")
        self.skip = button(tr("Skip this row"), size="small")
        self.skip.clicked.connect(self.decide_skip)
        self.keep = button(tr("Save as a new customer"), size="small")
        self.keep.clicked.connect(self.decide_keep)
        self.merge = button(tr("Merge as above"), size="small", icon="check")
        self.merge.clicked.connect(self.decide_merge)
        foot = row(spacing=6, margins=(12, 6, 12, 8))
        for key, text in (("1", tr("Merge")), ("2", tr("Skip")), ("3", tr("Save as new"))):
            foot.addWidget(KeyCap(key))
            foot.addWidget(label(text, role="caption"))
        foot.addWidget(self._settled, 1)
        for each in (self.skip, self.keep, self.merge):
            foot.addWidget(each)
        inner = column(spacing=0)
        inner.addLayout(head)
        inner.addWidget(scrolled(content), 1)
        inner.addLayout(foot)
        self.card.setLayout(inner)
        return self.card

    def _build_commands(self) -> None:
        for command, run in (
            (Command("import.merge", tr("Merge the known customer"), "1", "check"),
             self.decide_merge),
            (Command("import.skip", tr("Skip this row"), "2", "minus-circle"), self.decide_skip),
            (Command("import.keep", tr("Save the row as a new customer"), "3", "user-plus"),
             self.decide_keep),
            (Command("import.next_twin", tr("Next known customer"), "Alt+Down", "right"),
             self.show_next),
            (Command("import.twin_before", tr("Known customer before"), "Alt+Up", "left"),
             self.show_before),
        ):  # fmt: skip
            add_command(self, command, run)

    def start(self) -> None:
        """Forget what was decided for another list."""
        self._decisions = {}
        self._place = 0

    def show_twins(self, twins: Sequence[Twin], total: int) -> None:
        """Show the known rows of a list; the row looked at stays where it is."""
        self._twins = tuple(twins)
        self._place = min(self._place, max(0, len(self._twins) - 1))
        self._title.setText(tr("{count} known already", count=f"{total:,}"))
        self._tell_left()
        self.card.setVisible(bool(self._twins))
        self._show_twin()

    @property
    def choice(self) -> OnDuplicate:
        """What happens to the rows nobody decided singly."""
        choices: dict[str, OnDuplicate] = {"update": "update", "skip": "skip", "keep": "keep"}
        return choices.get(self.rest.current, "fill")

    @property
    def decisions(self) -> dict[int, RowDecision]:
        """What was decided for single rows, by their number."""
        return dict(self._decisions)

    @property
    def shown(self) -> Twin | None:
        """The row looked at."""
        return self._twins[self._place] if self._twins else None

    def take_from_list(self, key: str, *, taken: bool) -> None:
        """Say for one field which side counts, as the person would."""
        group = self._choices[key]
        if taken:
            group.setChecked(True)
        else:
            other = next(each for each in self._groups if group in each.buttons())
            next(each for each in other.buttons() if each is not group).setChecked(True)

    def decide_merge(self) -> None:
        """Merge the row shown: of each field the side that is marked."""
        taken = tuple(key for key, choice in self._choices.items() if choice.isChecked())
        shown = self.shown
        if shown is not None and shown.mine:
            asked = {each.key for each in shown.fields}
            # what both sides agree on or only the list has comes along
            self._decide(RowDecision("update", taken) if asked else RowDecision("fill"))

    def decide_skip(self) -> None:
        """Leave the row shown out."""
        self._decide(RowDecision("skip"))

    def decide_keep(self) -> None:
        """Save the row shown as another customer."""
        if self.shown is not None and self.shown.mine:
            self._decide(RowDecision("keep"))

    def show_next(self) -> None:
        """Show the next known row."""
        self._go(1)

    def show_before(self) -> None:
        """Show the known row before."""
        self._go(-1)

    def _go(self, step: int) -> None:
        if self._twins:
            self._place = (self._place + step) % len(self._twins)
            self._show_twin()

    def _decide(self, decision: RowDecision) -> None:
        shown = self.shown
        if shown is None:
            return
        self._decisions[shown.row] = decision
        self._tell_left()
        if self._place + 1 < len(self._twins):
            self._place += 1
        self._show_twin()
        self.changed.emit()

    def _tell_left(self) -> None:
        left = sum(1 for each in self._twins if each.row not in self._decisions)
        self._left.setText(tr("{count} not decided singly", count=left) if self._twins else "")

    def _show_twin(self) -> None:
        clear_layout(self._grid)
        self._choices, self._groups = {}, []
        shown = self.shown
        if shown is None:
            return
        self._number.setText(f"{self._place + 1} / {len(self._twins)}")
        self._who.setText(tr("Row {row} · {name}", row=shown.row, name=shown.name))
        self._alike.setText(_alike_words(shown))
        decided = self._decisions.get(shown.row)
        self._settled.setText("" if decided is None else decision_words(decided))
        for each in (self.merge, self.keep):
            each.setEnabled(shown.mine)
        there = tr("In the office")
        if shown.owner:
            parts = [shown.owner, self._words.stage_name(shown.stage or None)]
            there = tr("In the office ({who})", who=" · ".join(part for part in parts if part))
        for place, text in ((1, there), (2, tr("In the list"))):
            self._grid.addWidget(ElidedLabel(text, role="caption"), 0, place)
        if not shown.fields:
            told = _no_difference(shown)
            self._grid.addWidget(label(told, role="secondary", wrap=True), 1, 0, 1, 3)
        for number, each in enumerate(shown.fields, 1):
            self._add_field(number, each, decided)
        self._grid.setRowStretch(len(shown.fields) + 2, 1)

    def _add_field(self, number: int, field: TwinField, decided: RowDecision | None) -> None:
        name = field.label_en if current_language() == "en" else field.label_zh
        there = QRadioButton(field.there or tr("empty"))
        here = QRadioButton(field.here)
        taken = not field.there
        if decided is not None and decided.choice == "update":
            taken = decided.take is None or field.key in decided.take
        here.setChecked(taken)
        there.setChecked(not taken)
        group = QButtonGroup(self)
        for place, choice in ((1, there), (2, here)):
            choice.setAccessibleName(f"{name}: {choice.text()}")
            choice.setToolTip(choice.text())
            choice.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            group.addButton(choice)
            self._grid.addWidget(choice, number, place)
        self._choices[field.key] = here
        self._groups.append(group)
        self._grid.addWidget(ElidedLabel(name, role="caption"), number, 0)


def _alike_words(twin: Twin) -> str:
    names = {"phone": tr("same phone"), "id_number": tr("same ID number"),
             "name": tr("same name")}  # fmt: skip
    if not twin.mine:
        return tr("belongs to somebody else")
    if twin.customer_id is None:
        return tr("stands in an earlier row of this list")
    return " · ".join(names[each] for each in twin.alike)


def _no_difference(twin: Twin) -> str:
    if not twin.mine:
        return tr("You may not see this customer; the row is left out.")
    if twin.customer_id is None:
        return tr("Both rows become one customer; what the later row says more is added.")
    return tr("The list says nothing else than the office; numbers and remarks are added.")
