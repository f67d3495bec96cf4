"""Two records of one person side by side: whose value is kept, field by field, and what moves."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QGridLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from loancrm_desktop.errors import Problem
from loancrm_desktop.services import customer_sheet, merging
from loancrm_desktop.services.customer_sheet import CustomerSheet
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.services.lists import Saved
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_command
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.keycap import KeyedButton
from loancrm_desktop.ui.widgets.marks import Avatar
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import (
    button,
    clear_layout,
    column,
    frame,
    grow,
    label,
    line,
    row,
    scrolled,
)

_WIDTH, _HEIGHT = 760, 560
_LONGEST = 48
_JOINED = (FieldType.TAGS,)
_JOINED_KEYS = ("remark",)


class MergeDialog(QDialog):
    """Asks what the one record that stays is to say.

    Signals:
        merged: the records are one (id of the one that stays, a sentence).
    """

    merged = Signal(int, str)

    def __init__(
        self,
        bridge: Bridge,
        words: OfficeWords,
        pair: tuple[int, int],
        parent: QWidget | None = None,
    ) -> None:
        """Show two customers.

        Args:
            bridge: the way to the services.
            words: the office's names.
            pair: the customer that stays to begin with, and the one that goes.
            parent: the window.
        """
        super().__init__(parent)
        self.setWindowTitle(tr("Merge two records of one person"))
        self.resize(_WIDTH, _HEIGHT)
        self._bridge = bridge
        self._words = words
        self._into_id, self._source_id = pair
        self._sheets: dict[int, CustomerSheet] = {}
        self._choices: dict[str, tuple[QRadioButton, QRadioButton]] = {}
        self._groups: list[QButtonGroup] = []
        self.notice = Notice()
        table = QWidget()
        self._grid = QGridLayout(table)
        self._grid.setContentsMargins(20, 8, 20, 8)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(10)
        self._moves = label(role="secondary", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 16, 0, 0)
        layout.setSpacing(10)
        told = label(
            tr("Choose for each field whose value is kept. Nothing is lost: all can be undone."),
            role="secondary",
            wrap=True,
        )
        layout.addLayout(column(told, self.notice, margins=(20, 0, 20, 0)))
        layout.addWidget(scrolled(table), 1)
        layout.addWidget(line())
        layout.addLayout(row(self._moves, margins=(20, 0, 20, 0)))
        layout.addWidget(self._build_footer())
        save = Command("merge.save", tr("Merge"), "Ctrl+S", "swap")
        add_command(self, save, self.save)
        for customer_id in pair:
            bridge.ask(
                customer_sheet.show,
                customer_id=customer_id,
                masks="display",
                then=partial(self._on_sheet, customer_id),
                failed=self._on_problem,
                key=("sheet", customer_id),
            )

    def _build_footer(self) -> QWidget:
        bar = frame("footer")
        turn = button(tr("Keep the other record"), icon="swap")
        turn.clicked.connect(self.turn)
        cancel = button(tr("Cancel"), kind="ghost")
        cancel.clicked.connect(self.reject)
        self._save = KeyedButton(tr("Merge"), "Ctrl+S", kind="primary", icon="check")
        self._save.clicked.connect(self.save)
        self._save.setEnabled(False)
        bar.setLayout(row(turn, None, cancel, self._save, margins=(20, 12, 20, 12)))
        return bar

    @property
    def into_id(self) -> int:
        """The record that stays."""
        return self._into_id

    @property
    def moves(self) -> str:
        """What moves along, in words."""
        return self._moves.text()

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields there is something to choose in."""
        return tuple(self._choices)

    def choose(self, field: str, *, source: bool) -> None:
        """Keep the value of the record that goes, or of the one that stays."""
        self._choices[field][1 if source else 0].setChecked(True)

    def turn(self) -> None:
        """Let the other record stay."""
        self._into_id, self._source_id = self._source_id, self._into_id
        self._show()

    def save(self) -> None:
        """Merge as chosen."""
        if len(self._sheets) < 2 or not self._save.isEnabled():
            return
        self._save.setEnabled(False)
        take = {
            key: "source" if radios[1].isChecked() else "into"
            for key, radios in self._choices.items()
        }
        self._bridge.do(
            merging.merge,
            source_id=self._source_id,
            into_id=self._into_id,
            take=take,
            then=self._on_merged,
            refused=self._on_problem,
        )

    def _on_sheet(self, customer_id: int, sheet: CustomerSheet) -> None:
        self._sheets[customer_id] = sheet
        if len(self._sheets) == 2:
            self._show()

    def _show(self) -> None:
        clear_layout(self._grid)
        self._choices, self._groups = {}, []
        into, source = self._sheets[self._into_id], self._sheets[self._source_id]
        self._add_heads(into, source)
        same = 0
        locked = self._words.read_only("customer")
        for key, spec in self._words.fields("customer").items():
            ours, theirs = into.values.get(key), source.values.get(key)
            if key in locked or (_empty(ours) and _empty(theirs)):
                continue
            if ours == theirs:
                same += 1
            elif spec.type in _JOINED or key in _JOINED_KEYS:
                self._add_joined(spec, ours, theirs)
            else:
                self._add_choice(spec, (ours, theirs), (into, source))
        if same:
            number = self._grid.rowCount()
            said = label(tr("{count} more fields are the same", count=same), role="caption")
            self._grid.addWidget(said, number, 0, 1, 3)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        self._moves.setText(self._say_moves(source))
        self._save.setEnabled(True)

    def _add_heads(self, into: CustomerSheet, source: CustomerSheet) -> None:
        self._grid.setColumnMinimumWidth(0, self.fontMetrics().averageCharWidth() * 7)
        for place, stretch in enumerate((3, 6, 6)):
            self._grid.setColumnStretch(place, stretch)
        for place, (sheet, said) in enumerate(
            ((into, tr("This record stays")), (source, tr("This record goes into the trash"))), 1
        ):
            name = str(sheet.values.get("name") or "")
            head = row(Avatar(name, 28))
            words = column(label(_short(name), font="bodyStrong"), spacing=0)
            words.addWidget(label(said, role="caption", wrap=True))
            head.addLayout(words, 1)
            self._grid.addLayout(head, 0, place)

    def _add_choice(
        self,
        spec: FieldSpec,
        values: tuple[Any, Any],
        sheets: tuple[CustomerSheet, CustomerSheet],
    ) -> None:
        number = self._grid.rowCount()
        name = spec.label(current_language())
        self._grid.addWidget(label(name, role="secondary", wrap=True), number, 0)
        group = QButtonGroup(self)
        radios: list[QRadioButton] = []
        for place, (value, sheet) in enumerate(zip(values, sheets, strict=True), 1):
            said = self._say(spec, value, sheet)
            radio = QRadioButton(_short(said))
            radio.setToolTip(said)
            radio.setAccessibleName(f"{name}: {said}")
            group.addButton(radio)
            self._grid.addWidget(radio, number, place)
            radios.append(radio)
        radios[1 if _empty(values[0]) else 0].setChecked(True)
        self._groups.append(group)
        self._choices[spec.key] = (radios[0], radios[1])

    def _add_joined(self, spec: FieldSpec, ours: Any, theirs: Any) -> None:
        number = self._grid.rowCount()
        name = label(spec.label(current_language()), role="secondary", wrap=True)
        self._grid.addWidget(name, number, 0)
        said = " + ".join(
            _short(self._words.say(spec, value)) for value in (ours, theirs) if not _empty(value)
        )
        joined = label(tr("{values} (both are kept)", values=said), wrap=True)
        self._grid.addWidget(joined, number, 1, 1, 2)

    def _say(self, spec: FieldSpec, value: Any, sheet: CustomerSheet) -> str:
        if _empty(value):
            return tr("(empty)")
        return str(value) if spec.key in sheet.masked else self._words.say(spec, value)

    def _say_moves(self, source: CustomerSheet) -> str:
        return tr(
            "Moves along: {deals} deals, {follow_ups} follow-ups, {tasks} tasks, "
            "{documents} documents, {people} related people",
            deals=len(source.deals),
            follow_ups=len(source.follow_ups),
            tasks=len(source.tasks),
            documents=len(source.documents),
            people=len(source.related),
        )

    def _on_merged(self, saved: Saved) -> None:
        name = str(self._sheets[self._source_id].values.get("name") or "")
        self.merged.emit(saved.id, tr("{name} was merged", name=_short(name)))
        self.accept()

    def _on_problem(self, problem: Problem) -> None:
        self._save.setEnabled(len(self._sheets) == 2)
        self.notice.say(str(problem))
        grow(self)
        self.notice.setFont(theme.current().font())


def _empty(value: Any) -> bool:
    return value in (None, "", [], ())


def _short(said: str) -> str:
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"
