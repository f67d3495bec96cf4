"""The facts of a customer, read from the catalogue and changed where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.errors import Invalid, Problem
from loancrm_desktop.services.customer_sheet import CustomerSheet
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.services.lists import Saved
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords, fen_of
from loancrm_desktop.ui.records.customer_saver import CustomerSaver, Edit
from loancrm_desktop.ui.records.fact_row import Fact, FactRow
from loancrm_desktop.ui.records.form_sections import Section, customer_sections
from loancrm_desktop.ui.records.revealing import Revealing
from loancrm_desktop.ui.widgets.parts import button, clear_layout, icon_button, label, line, row

_LEFT_OUT = frozenset({"tags", "owner"})
_STRONG = frozenset({"requested_amount"})
_SHORT_STEP_FEN = 1_000_00


@dataclass(slots=True)
class _Part:
    """A section on the screen: its rows, and the link that shows the empty ones."""

    holder: QWidget
    rows: dict[str, FactRow]
    more: QPushButton
    open: bool = False


class FactsPanel(QWidget):
    """Shows what is known about a customer; a click or F2 changes a fact in place.

    Signals:
        edit_requested: the whole form is wanted.
        said: a sentence about what was merged.
    """

    edit_requested = Signal()
    said = Signal(str)

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._sheet: CustomerSheet | None = None
        self._begun_with: dict[str, CustomerSheet] = {}
        """What was shown when a fact's editor was opened, whatever others changed since."""
        self._parts: list[_Part] = []
        self._specs: tuple[FieldSpec, ...] = ()
        self.revealing = Revealing(bridge, self)
        self.saver = CustomerSaver(bridge, words, self)
        self.saver.saved.connect(self._on_saver_saved)
        self.saver.refused.connect(self._on_saver_refused)
        self.saver.dropped.connect(self._on_saver_dropped)
        self.saver.merged.connect(self.said)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 8, 0, 12)
        self._layout.setSpacing(0)

    @property
    def shown(self) -> Mapping[str, str]:
        """The facts shown that are filled, by field key."""
        return {
            key: fact.said for part in self._parts for key, fact in part.rows.items() if fact.said
        }

    def row_of(self, key: str) -> FactRow:
        """Answer the row of a field."""
        return next(part.rows[key] for part in self._parts if key in part.rows)

    def show_sheet(self, sheet: CustomerSheet) -> None:
        """Show a customer's values."""
        specs = tuple(self._words.fields("customer").values())
        if specs != self._specs:
            self._specs = specs
            self._build_parts()
        before, self._sheet = self._sheet, sheet
        if before is None or before.id != sheet.id:
            self._leave_all()
        self.revealing.show_customer(sheet.id)
        for part in self._parts:
            for key, fact_row in part.rows.items():
                if fact_row.editor is None:
                    self._begun_with[key] = sheet
                fact_row.show_fact(self._fact(fact_row.spec, sheet))
                if key in sheet.masked and fact_row.said and not fact_row.property("attached"):
                    fact_row.setProperty("attached", True)  # noqa: FBT003 - Qt's own call
                    self.revealing.attach(key, fact_row.masked_value)
            self._fold(part)

    def start_editing(self) -> None:
        """Edit the fact that has the keyboard, or go to the first."""
        rows = self._visible_rows()
        here = next((each for each in rows if each.hasFocus()), None)
        if here is not None:
            here.edit()
        elif rows:
            rows[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def finish_all(self) -> None:
        """Save what is being edited: the office is about to be locked."""
        for part in self._parts:
            for fact_row in part.rows.values():
                fact_row.finish()
        self.revealing.cover()

    def _leave_all(self) -> None:
        for part in self._parts:
            for fact_row in part.rows.values():
                fact_row.restore()

    def _build_parts(self) -> None:
        clear_layout(self._layout)
        self._parts = []
        sections = customer_sections(self._words.fields("customer"), _LEFT_OUT)
        for number, section in enumerate(sections):
            if number:
                self._layout.addSpacing(6)
                self._layout.addWidget(line())
                self._layout.addSpacing(6)
            self._layout.addWidget(self._build_part(section, with_pencil=not number))
        self._layout.addStretch(1)

    def _build_part(self, section: Section, *, with_pencil: bool) -> QWidget:
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        heading = row(label(section.title, font="bodyStrong"), None, margins=(14, 4, 8, 4))
        if with_pencil:
            pencil = icon_button("edit", tr("Edit customer (E)"))
            pencil.clicked.connect(self.edit_requested)
            heading.addWidget(pencil)
        layout.addLayout(heading)
        rows: dict[str, FactRow] = {}
        for spec in section.specs:
            fact_row = FactRow(spec, self._words)
            fact_row.saving.connect(self._on_row_saving)
            fact_row.stepped.connect(self._on_row_stepped)
            layout.addWidget(fact_row)
            rows[spec.key] = fact_row
        more = button("", kind="link", size="small")
        more.setObjectName(str(len(self._parts)))
        more.clicked.connect(self._on_more_clicked)
        layout.addLayout(row(more, None, margins=(10, 2, 8, 0)))
        self._parts.append(_Part(holder, rows, more))
        return holder

    def _fact(self, spec: FieldSpec, sheet: CustomerSheet) -> Fact:
        value = sheet.values.get(spec.key)
        masked = spec.key in sheet.masked and value not in (None, "")
        return Fact(
            value,
            str(value) if masked else self._said(spec, value),
            masked=masked,
            revealable=spec.key in sheet.revealable,
            locked=spec.key in self._words.read_only("customer"),
            strong=spec.key in _STRONG,
        )

    def _said(self, spec: FieldSpec, value: Any) -> str:
        if value in (None, "", []):
            return ""
        if spec.compared_as is FieldType.MONEY:
            fen = fen_of(str(value))
            exact = fen % 100 == 0
            short = fen % _SHORT_STEP_FEN == 0 and fen >= 10 * _SHORT_STEP_FEN
            if short:
                return display.money_short(fen)
            return f"¥ {fen // 100:,}" if exact else display.money_exact(fen)
        said = self._words.say(spec, value)
        if spec.key == "birth_date":
            return _with_age(said)
        return said

    def _fold(self, part: _Part) -> None:
        empty = [each for each in part.rows.values() if not each.said and each.editor is None]
        for fact_row in part.rows.values():
            shown = part.open or fact_row not in empty
            if shown:
                fact_row.build()
            fact_row.setVisible(shown)
        words = tr("Show fewer") if part.open else tr("Fill in {count} more", count=len(empty))
        part.more.setText(words)
        part.more.setVisible(bool(empty))

    def _visible_rows(self) -> list[FactRow]:
        return [each for part in self._parts for each in part.rows.values() if not each.isHidden()]

    def _on_more_clicked(self) -> None:
        part = self._parts[int(self.sender().objectName())]
        part.open = not part.open
        self._fold(part)

    def _on_row_stepped(self, step: int) -> None:
        rows = self._visible_rows()
        sender = self.sender()
        if isinstance(sender, FactRow) and sender in rows:
            place = rows.index(sender) + step
            if 0 <= place < len(rows):
                rows[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _on_row_saving(self, key: str, value: object) -> None:
        sheet = self._begun_with.get(key)
        if sheet is None:
            return
        name = str(sheet.values.get("name") or "")
        original = {} if key in sheet.masked else {key: sheet.values.get(key)}
        self.saver.save(Edit(sheet.id, name, {key: value}, sheet.revision, original))

    def _on_saver_saved(self, edit: Edit, saved: Saved) -> None:
        if not self._shows(edit):
            return
        for key, value in edit.values.items():
            fact_row = self.row_of(key)
            begun = self._begun_with[key]
            self._begun_with[key] = replace(
                begun, revision=saved.revision, values={**begun.values, key: value}
            )
            if fact_row.spec.mask is None:
                strong = key in _STRONG
                fact_row.show_fact(Fact(value, self._said(fact_row.spec, value), strong=strong))
            fact_row.show_saved()

    def _on_saver_refused(self, edit: Edit, problem: Problem) -> None:
        if not self._shows(edit):
            self.said.emit(str(problem))
            return
        for key in edit.values:
            text = str(problem)
            if isinstance(problem, Invalid):
                text = next((str(p.text) for p in problem.problems if p.field == key), text)
            self.row_of(key).show_problem(text)

    def _on_saver_dropped(self, edit: Edit) -> None:
        if self._shows(edit):
            for key in edit.values:
                self.row_of(key).restore()

    def _shows(self, edit: Edit) -> bool:
        return self._sheet is not None and self._sheet.id == edit.customer_id


def _with_age(day: str) -> str:
    """Add the years lived to a date of birth."""
    try:
        born = date.fromisoformat(day)
    except ValueError:
        return day
    today = display.office_time(system_clock()).date()
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return tr("{day} ({years} years old)", day=day, years=years)
