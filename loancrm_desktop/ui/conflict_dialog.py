"""Two people changed the same fields: mine, theirs and what it was, to choose field by field."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QDialog, QGridLayout, QRadioButton, QVBoxLayout, QWidget

from loancrm_desktop.errors import Clash, Conflict
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.parts import button, frame, label, line, row

WIDTH = 760


class ConflictDialog(QDialog):
    """Asks which values to keep; theirs, being newer, are chosen to begin with.

    Signals:
        decided: the values to save (dict by field) and the revision they are based on.
    """

    decided = Signal(dict, int)

    def __init__(
        self,
        conflict: Conflict,
        words: OfficeWords,
        kind: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Somebody changed the same fields"))
        self.setModal(True)
        self.setMinimumWidth(WIDTH)
        self._conflict = conflict
        self._words = words
        self._kind = kind
        self._mine: dict[str, QRadioButton] = {}
        self._groups: list[QButtonGroup] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 16, 0, 0)
        layout.setSpacing(12)
        told = row(label(str(conflict), wrap=True), margins=(20, 0, 20, 0))
        layout.addLayout(told)
        layout.addWidget(line())
        layout.addLayout(self._build_table())
        layout.addWidget(self._build_footer())
        QShortcut(QKeySequence.StandardKey.Save, self).activated.connect(self._on_save_clicked)

    def _build_table(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(20, 0, 20, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        titles = (tr("Field"), tr("Your change"), tr("Stored meanwhile"), tr("Before"))
        for place, title in enumerate(titles):
            grid.addWidget(label(title, role="caption"), 0, place)
            grid.setColumnStretch(place, 1)
        for number, clash in enumerate(self._conflict.clashes, 1):
            self._add_line(grid, number, clash)
        return grid

    def _add_line(self, grid: QGridLayout, number: int, clash: Clash) -> None:
        grid.addWidget(label(self._words.field_label(self._kind, clash.field)), number, 0)
        mine = QRadioButton(self._say(clash, clash.mine))
        theirs = QRadioButton(self._say(clash, clash.theirs))
        theirs.setChecked(True)
        group = QButtonGroup(self)
        group.addButton(mine)
        group.addButton(theirs)
        self._groups.append(group)
        self._mine[clash.field] = mine
        grid.addWidget(mine, number, 1)
        grid.addWidget(theirs, number, 2)
        grid.addWidget(label(self._say(clash, clash.original), role="caption"), number, 3)

    def _say(self, clash: Clash, value: Any) -> str:
        spec = self._words.fields(self._kind).get(clash.field)
        said = str(value or "") if spec is None else self._words.say(spec, value)
        return said or tr("(empty)")

    def _build_footer(self) -> QWidget:
        bar = frame("footer")
        hint = label(tr("Both changes stay in the history."), role="caption")
        drop = button(tr("Drop my changes"), kind="ghost")
        drop.clicked.connect(self.reject)
        mine = button(tr("Use all of mine"))
        mine.clicked.connect(self.choose_all_mine)
        save = button(tr("Save as chosen"), kind="primary", icon="check", tip="Ctrl+S")
        save.clicked.connect(self._on_save_clicked)
        bar.setLayout(row(hint, None, drop, mine, save, margins=(20, 12, 20, 12)))
        return bar

    def choose_mine(self, field: str) -> None:
        """Choose my value for a field."""
        self._mine[field].setChecked(True)

    def choose_all_mine(self) -> None:
        """Choose my value everywhere."""
        for radio in self._mine.values():
            radio.setChecked(True)

    def _on_save_clicked(self) -> None:
        values = {
            clash.field: clash.mine if self._mine[clash.field].isChecked() else clash.theirs
            for clash in self._conflict.clashes
        }
        self.decided.emit(values, self._conflict.stored_revision)
        self.accept()
