"""Which column of the sheet is which field: samples, guesses, and what comes of each column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from loancrm_desktop.services.exchange.import_preview import ColumnOutcome
from loancrm_desktop.services.exchange.mapping import DEAL_PREFIX, ColumnGuess, importable_fields
from loancrm_desktop.services.exchange.sheets import SheetTable
from loancrm_desktop.services.forms.values.cells import cell_text
from loancrm_desktop.texts import current_language, say, tr
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.icon_mark import IconMark
from loancrm_desktop.ui.widgets.parts import (
    button,
    clear_layout,
    label,
    line,
    row,
    scrolled,
    set_role,
    set_state,
)

MOST_COLUMNS = 80
SAMPLE_ROWS = 20
SURE = 0.8
_MASKED = frozenset({"phone", "phone2", "id_number"})
_SHOWN = 4
_HEADING, _SAMPLE, _ARROW, _FIELD, _RESULT = range(5)


class MappingPanel(QWidget):
    """The columns of a sheet with their fields.

    Signals:
        changed: another field was chosen for a column.
        remembered_requested: the mapping of last time is to be used, or the guess again.
    """

    changed = Signal()
    remembered_requested = Signal()

    def __init__(self, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._guesses: list[ColumnGuess] = []
        self._boxes: list[QComboBox] = []
        self._results: list[ElidedLabel] = []
        self._heading = label(font="bodyStrong")
        self._heading.setText(tr("Columns and fields"))
        self._count = label(role="caption")
        self.remembered = button(tr("As last time"), icon="history", size="small")
        self.remembered.clicked.connect(self.remembered_requested)
        self.remembered.hide()
        self._content = QWidget()
        self._grid = QGridLayout(self._content)
        self._grid.setContentsMargins(16, 0, 16, 12)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(5)
        for column, stretch in ((_HEADING, 3), (_SAMPLE, 3), (_FIELD, 5), (_RESULT, 4)):
            self._grid.setColumnStretch(column, stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(
            row(self._heading, self._count, None, self.remembered, margins=(16, 8, 16, 8))
        )
        layout.addWidget(scrolled(self._content), 1)

    def show_guesses(self, table: SheetTable, guesses: Sequence[ColumnGuess]) -> None:
        """Show a sheet's columns with what they are taken for."""
        self._guesses = list(guesses)
        self._boxes, self._results = [], []
        clear_layout(self._grid)
        self._add_titles()
        offers = self._offers()
        for number, guess in enumerate(self._guesses[:MOST_COLUMNS]):
            self._add_line(number, guess, _sample(table, guess), offers)
        for each in range(self._grid.rowCount()):
            self._grid.setRowStretch(each, 0)
        self._grid.setRowStretch(2 * len(self._boxes) + 2, 1)
        self._tell_count()

    def show_outcomes(self, outcomes: Sequence[ColumnOutcome]) -> None:
        """Say of each column what comes of it."""
        by_place = {each.place: each for each in outcomes}
        for number, guess in enumerate(self._guesses[:MOST_COLUMNS]):
            outcome = by_place.get(guess.place)
            if outcome is not None and guess.field is not None:
                self._show_outcome(number, outcome)

    def offer_remembered(self, *, offered: bool, used: bool) -> None:
        """Offer the mapping of last time, or the guess when that is in use."""
        self.remembered.setVisible(offered)
        self.remembered.setText(f" {tr('As guessed') if used else tr('As last time')}")

    @property
    def columns(self) -> tuple[ColumnGuess, ...]:
        """The columns as they stand now."""
        return tuple(self._guesses)

    @property
    def unsure(self) -> int:
        """How many columns a person should look at."""
        return sum(1 for each in self._guesses if each.field and each.confidence < SURE)

    def result(self, column: str) -> str:
        """Answer what is said of a column."""
        number = next(at for at, each in enumerate(self._guesses) if each.column == column)
        return self._results[number].text()

    def choose(self, column: str, field: str | None) -> None:
        """Choose a field for a column, as the person would."""
        for number, guess in enumerate(self._guesses):
            if guess.column == column:
                self._boxes[number].setCurrentIndex(self._boxes[number].findData(field))
                self._take(number)

    def _tell_count(self) -> None:
        known = sum(1 for guess in self._guesses if guess.field)
        self._count.setText(
            tr("{count} columns, {known} recognised", count=len(self._guesses), known=known)
        )

    def _offers(self) -> Mapping[str, str]:
        language = current_language()
        specs = importable_fields(self._words.fields("customer"), self._words.fields("deal"))
        deal = tr("deal")
        return {
            key: (
                f"{deal} · {spec.label(language)}"
                if key.startswith(DEAL_PREFIX)
                else spec.label(language)
            )
            for key, spec in specs.items()
        }

    def _add_titles(self) -> None:
        titles = ((_HEADING, tr("Column of the list")), (_SAMPLE, tr("Example")),
                  (_FIELD, tr("Field here")), (_RESULT, tr("What comes of it")))  # fmt: skip
        for place, text in titles:
            self._grid.addWidget(ElidedLabel(text, role="caption"), 0, place)

    def _add_line(
        self, number: int, guess: ColumnGuess, sample: str, offers: Mapping[str, str]
    ) -> None:
        heading = ElidedLabel(guess.column, font="bodyStrong")
        shown = ElidedLabel(sample, role="secondary")
        arrow = IconMark("arrow-right", "textTertiary")
        box = CalmCombo()
        box.setAccessibleName(guess.column)
        box.addItem(tr("Do not import"), None)
        for key, name in offers.items():
            box.addItem(name, key)
        box.setCurrentIndex(max(0, box.findData(guess.field)))
        box.setObjectName(str(number))
        box.setMinimumWidth(110)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.activated.connect(self._on_box_activated)
        result = ElidedLabel(role="caption")
        self._boxes.append(box)
        self._results.append(result)
        below = 2 * number + 1
        self._grid.addWidget(line(), below, 0, 1, 5)
        for place, widget in enumerate((heading, shown, arrow, box, result)):
            self._grid.addWidget(widget, below + 1, place)
        self._show_result(number)

    def _show_result(self, number: int) -> None:
        guess, result = self._guesses[number], self._results[number]
        unsure = guess.field is not None and guess.confidence < SURE
        if guess.field is None:
            result.setText(tr("left out"))
            set_role(result, "caption")
        elif unsure:
            result.setText(tr("{share} % sure", share=round(guess.confidence * 100)))
            set_role(result, "warning")
        else:
            result.setText("")
        self._boxes[number].setToolTip(self._boxes[number].currentText())
        result.set_tip(str(guess.why))
        set_state(self._boxes[number], "warning" if unsure else "")

    def _show_outcome(self, number: int, outcome: ColumnOutcome) -> None:
        guess, result = self._guesses[number], self._results[number]
        text, role = _outcome_words(guess, outcome)
        result.setText(text)
        set_role(result, role)
        unsure = guess.confidence < SURE
        set_state(self._boxes[number], "warning" if role == "warning" or unsure else "")
        result.set_tip(f"{text}\n{guess.why}")

    def _on_box_activated(self) -> None:
        self._take(int(self.sender().objectName()))

    def _take(self, number: int) -> None:
        field = self._boxes[number].currentData()
        guess = self._guesses[number]
        if field == guess.field:
            return
        for other, each in enumerate(self._guesses):
            if field is not None and other != number and each.field == field:
                self._guesses[other] = replace(each, field=None, part=None)
                if other < len(self._boxes):
                    self._boxes[other].setCurrentIndex(0)
                    self._show_result(other)
        self._guesses[number] = replace(
            guess, field=field, confidence=1.0, why=say("Chosen by you."), part=None
        )
        self._show_result(number)
        self._tell_count()
        self.changed.emit()


def _outcome_words(guess: ColumnGuess, outcome: ColumnOutcome) -> tuple[str, str]:
    """Say in a few words what comes of a column, and how loudly."""
    if outcome.refused:
        return tr("✕ {count} rows do not pass", count=outcome.refused), "warning"
    if outcome.unknown:
        return tr("! {count} unknown words", count=len(outcome.unknown)), "warning"
    if guess.confidence < SURE:
        return tr("! {share} % sure", share=round(guess.confidence * 100)), "warning"
    written, stored = outcome.example
    text = tr("✓ {count} rows", count=f"{outcome.filled:,}")
    if guess.field in _MASKED:
        text = tr("✓ brought into one form") if outcome.mended else text
    elif written and stored and written != stored:
        text = f"✓ “{written}” → {stored}"
    return text, "success"


def _sample(table: SheetTable, guess: ColumnGuess) -> str:
    place = guess.place
    for each in table.rows[:SAMPLE_ROWS]:
        text = cell_text(each.cells[place]) if place < len(each.cells) else ""
        if text and guess.field in _MASKED and len(text) > 2 * _SHOWN:
            return f"{text[: _SHOWN - 1]}****{text[-_SHOWN:]}"
        if text:
            return text
    return ""
