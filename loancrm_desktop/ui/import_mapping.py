"""Which column of the sheet is which field: the guesses, to be looked over and changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from loancrm_desktop.services.exchange.mapping import DEAL_PREFIX, ColumnGuess, importable_fields
from loancrm_desktop.services.exchange.sheets import SheetTable
from loancrm_desktop.services.forms.values.cells import cell_text
from loancrm_desktop.texts import current_language, say, tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.parts import label, scrolled, set_role, set_state

MOST_COLUMNS = 80
SAMPLE_ROWS = 20
SURE = 0.8


class MappingPanel(QWidget):
    """The columns of a sheet with their fields.

    Signals:
        changed: another field was chosen for a column.
    """

    changed = Signal()

    def __init__(self, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._guesses: list[ColumnGuess] = []
        self._boxes: list[QComboBox] = []
        self._results: list[QLabel] = []
        self._heading = label(font="bodyStrong")
        self._content = QWidget()
        self._grid = QGridLayout(self._content)
        self._grid.setContentsMargins(16, 4, 16, 12)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._heading.setContentsMargins(16, 10, 16, 6)
        layout.addWidget(self._heading)
        layout.addWidget(scrolled(self._content), 1)

    def show_guesses(self, table: SheetTable, guesses: Sequence[ColumnGuess]) -> None:
        """Show a sheet's columns with what they are taken for."""
        self._guesses = list(guesses)
        self._boxes, self._results = [], []
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = None if item is None else item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        offers = self._offers()
        for number, guess in enumerate(self._guesses[:MOST_COLUMNS]):
            self._add_line(number, guess, _sample(table, guess.place), offers)
        self._grid.setRowStretch(len(self._boxes), 1)
        known = sum(1 for guess in guesses if guess.field)
        self._heading.setText(
            tr("{count} columns, {known} recognised", count=len(guesses), known=known)
        )

    @property
    def columns(self) -> tuple[ColumnGuess, ...]:
        """The columns as they stand now."""
        return tuple(self._guesses)

    def choose(self, column: str, field: str | None) -> None:
        """Choose a field for a column, as the person would."""
        for number, guess in enumerate(self._guesses):
            if guess.column == column:
                self._boxes[number].setCurrentIndex(self._boxes[number].findData(field))
                self._take(number)

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

    def _add_line(
        self, number: int, guess: ColumnGuess, sample: str, offers: Mapping[str, str]
    ) -> None:
        heading = label(guess.column, font="bodyStrong")
        heading.setMaximumWidth(150)
        heading.setToolTip(guess.column)
        shown = label(sample, role="caption")
        shown.setMaximumWidth(150)
        arrow = QLabel()
        arrow.setPixmap(theme.current().icon("arrow-right", "textTertiary", 14).pixmap(14, 14))
        box = QComboBox()
        box.setAccessibleName(guess.column)
        box.addItem(tr("Do not import"), None)
        for key, name in offers.items():
            box.addItem(name, key)
        box.setCurrentIndex(max(0, box.findData(guess.field)))
        box.setObjectName(str(number))
        box.setMinimumWidth(150)
        box.activated.connect(self._on_box_activated)
        result = label(font="caption")
        self._boxes.append(box)
        self._results.append(result)
        for place, widget in enumerate((heading, shown, arrow, box, result)):
            self._grid.addWidget(widget, number, place)
        self._show_result(number)

    def _show_result(self, number: int) -> None:
        guess, result = self._guesses[number], self._results[number]
        unsure = guess.field is not None and guess.confidence < SURE
        if guess.field is None:
            result.setText(tr("left out"))
            set_role(result, "caption")
        else:
            result.setText(tr("{share} % sure", share=round(guess.confidence * 100)))
            set_role(result, "warning" if unsure else "success")
        result.setToolTip(str(guess.why))
        set_state(self._boxes[number], "warning" if unsure else "")

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
        self.changed.emit()


def _sample(table: SheetTable, place: int) -> str:
    for row in table.rows[:SAMPLE_ROWS]:
        text = cell_text(row.cells[place]) if place < len(row.cells) else ""
        if text:
            return text if len(text) <= 14 else f"{text[:13]}…"
    return ""
