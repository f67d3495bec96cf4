"""Asks why a document is looked at, before it is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QWidget

from loancrm_desktop.terms import terms_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.widgets.parts import button, label, row
from loancrm_desktop.ui.widgets.popover import Popover

_WIDTH = 300
_OTHER = "other"


class PurposePopover(Popover):
    """The usual reasons, the last in one's own words.

    Signals:
        given: a key of the terms `look_reason`, or the words typed.
    """

    given = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(tr("Why do you need to see it?"), parent)
        self.setMinimumWidth(_WIDTH)
        told = tr("The access log keeps who looked into {name}, when and why.", name=name)
        self.body.addWidget(label(told, role="secondary", font="caption", wrap=True))
        self._group = QButtonGroup(self)
        self._keys: list[str] = []
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("Say why"))
        self.words.setAccessibleName(tr("Other reason"))
        self.words.textEdited.connect(self._on_words_text_edited)
        self.words.returnPressed.connect(self._on_go_clicked)
        for word in terms_of("look_reason"):
            choice = QRadioButton(str(word))
            self._group.addButton(choice, len(self._keys))
            self._keys.append(word.name)
            if word.name == _OTHER:
                line = row(choice, self.words)
                line.setStretchFactor(self.words, 1)
                self.body.addLayout(line)
            else:
                self.body.addWidget(choice)
        self._group.button(0).setChecked(True)
        self.go = button(tr("Look"), kind="primary", icon="eye", size="small")
        self.go.clicked.connect(self._on_go_clicked)
        self.body.addLayout(row(None, self.go))

    @property
    def purpose(self) -> str:
        """What was chosen; empty while the own words are missing."""
        key = self._keys[max(0, self._group.checkedId())]
        return self.words.text().strip() if key == _OTHER else key

    def choose(self, key: str) -> None:
        """Choose a reason."""
        self._group.button(self._keys.index(key)).setChecked(True)

    def _on_words_text_edited(self) -> None:
        self.choose(_OTHER)

    def _on_go_clicked(self) -> None:
        purpose = self.purpose
        if not purpose:
            self.words.setFocus()
            return
        self.close()
        self.given.emit(purpose)
