"""Words of the list that the office does not know: which choice, person or team each one means."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from loancrm_desktop.services.exchange.import_preview import ColumnOutcome
from loancrm_desktop.services.exchange.mapping import DEAL_PREFIX, ColumnGuess
from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.parts import clear_layout, label, scrolled

_KEEP = "in the remark"
_NICKNAME = re.compile(r"[小老阿].")


@dataclass(frozen=True, slots=True)
class _Line:
    field: str
    word: str
    box: QComboBox


class WordsPanel(QWidget):
    """One line for each unknown word with the choices it may mean.

    Signals:
        changed: a word means something else now.
    """

    changed = Signal()

    def __init__(self, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._maps: dict[str, dict[str, str]] = {}
        self._lines: list[_Line] = []
        self._title = label(font="bodyStrong")
        self._told = label(
            tr("A word without a meaning is kept in the remark; nothing gets lost. What you choose "
               "is remembered for the next list."),
            role="caption", wrap=True,
        )  # fmt: skip
        content = QWidget()
        self._grid = QGridLayout(content)
        self._grid.setContentsMargins(0, 4, 8, 4)
        self._grid.setHorizontalSpacing(10)
        self._grid.setColumnStretch(1, 2)
        self._grid.setColumnStretch(2, 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 8)
        layout.addWidget(self._title)
        layout.addWidget(self._told)
        layout.addWidget(scrolled(content), 1)

    @property
    def maps(self) -> dict[str, dict[str, str]]:
        """What words mean, by field: the option's key or the record's number, empty for nothing."""
        return {field: dict(each) for field, each in self._maps.items()}

    @property
    def unknown(self) -> int:
        """How many words are shown."""
        return len(self._lines)

    def start(self, maps: Mapping[str, Mapping[str, str]]) -> None:
        """Begin with the meanings remembered."""
        self._maps = {field: dict(each) for field, each in maps.items()}
        self._lines = []
        clear_layout(self._grid)

    def show_unknown(
        self, columns: Sequence[ColumnGuess], outcomes: Sequence[ColumnOutcome]
    ) -> None:
        """Add lines for the unknown words; those given a meaning here before stay to be changed."""
        by_place = {each.place: each for each in outcomes}
        there = {(each.field, each.word) for each in self._lines}
        guessed = False
        for column in columns:
            outcome = by_place.get(column.place)
            if column.field is None or outcome is None:
                continue
            for word in outcome.unknown:
                if (column.field, word) not in there:
                    self._add_line(column.field, word)
                    guessed |= self._guess_person(len(self._lines) - 1)
        count = len(self._lines)
        self._title.setText(
            tr("{count} words the office does not know", count=count)
            if count
            else tr("Every word is known")
        )
        self._told.setVisible(count > 0)
        if guessed:
            self.changed.emit()

    def choose(self, word: str, key: str) -> None:
        """Give a word a meaning, as the person would."""
        for number, each in enumerate(self._lines):
            if each.word == word:
                each.box.setCurrentIndex(max(0, each.box.findData(key)))
                self._take(number)

    def _add_line(self, field: str, word: str) -> None:
        spec = self._spec(field)
        box = CalmCombo()
        box.setAccessibleName(word)
        box.setObjectName(str(len(self._lines)))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.addItem(tr("Keep in the remark"), _KEEP)
        box.addItem(tr("Leave out"), "")
        for key, name in self._choices(spec):
            box.addItem(name, key)
        box.activated.connect(self._on_box_activated)
        number = len(self._lines)
        self._lines.append(_Line(field, word, box))
        name = label(spec.label(current_language()), role="caption")
        for place, widget in enumerate((name, ElidedLabel(word, font="bodyStrong"), box)):
            self._grid.addWidget(widget, number, place)
        self._grid.setRowStretch(number, 0)
        self._grid.setRowStretch(number + 1, 1)

    def _guess_person(self, number: int) -> bool:
        """Take 小林 for the one person named 林; two of the name are not told apart."""
        one = self._lines[number]
        spec = self._spec(one.field)
        if spec.links_to != "person" or not _NICKNAME.fullmatch(one.word):
            return False
        alike = [key for key, name in self._choices(spec) if name.startswith(one.word[1])]
        if len(alike) != 1:
            return False
        one.box.setCurrentIndex(one.box.findData(alike[0]))
        self._maps.setdefault(one.field, {})[one.word] = alike[0]
        return True

    def _spec(self, field: str) -> FieldSpec:
        kind = "deal" if field.startswith(DEAL_PREFIX) else "customer"
        return self._words.fields(kind)[field.removeprefix(DEAL_PREFIX)]

    def _choices(self, spec: FieldSpec) -> list[tuple[str, str]]:
        if spec.options:
            language = current_language()
            return [(each.key, each.label(language)) for each in spec.options if not each.retired]
        return [(str(number), name) for number, name in self._words.links(spec.links_to)]

    def _on_box_activated(self) -> None:
        self._take(int(self.sender().objectName()))

    def _take(self, number: int) -> None:
        one = self._lines[number]
        key = str(one.box.currentData())
        own = self._maps.setdefault(one.field, {})
        if key == _KEEP:
            own.pop(one.word, None)
        else:
            own[one.word] = key
        self.changed.emit()
