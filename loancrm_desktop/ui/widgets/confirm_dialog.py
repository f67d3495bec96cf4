"""The question before what cannot be undone; its button says the verb."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.widgets.icon_mark import IconMark
from loancrm_desktop.ui.widgets.parts import button, column, label, row

WIDTH = 420


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    Attributes:
        title: the question with its object: “Delete 褚建军 for good?”
        text: what happens, and what stays.
        verb: the words of the button: “Delete for good”.
        typed_name: a name that must be typed first; empty asks for none.
        loses_something: colours the button and puts the focus on Cancel.
    """

    title: str
    text: str
    verb: str
    typed_name: str = ""
    loses_something: bool = True


class ConfirmDialog(QDialog):
    """Asks once; `accepted` and `rejected` tell the answer."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._question = question
        self.setWindowTitle(question.title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setFixedWidth(WIDTH)
        danger = question.loses_something
        icon, role = ("alert", "dangerText") if danger else ("help", "accentText")
        picture = IconMark(icon, role, 20)
        self.name_edit = QLineEdit()
        self.cancel_button = button(tr("Cancel"))
        self.cancel_button.clicked.connect(self.reject)
        self.verb_button = button(question.verb, kind="destroy" if danger else "primary")
        self.verb_button.clicked.connect(self.accept)
        title = label(question.title, font="subtitle", wrap=True)
        words = column(title, label(question.text, role="secondary", wrap=True), spacing=4)
        if question.typed_name:
            self._ask_for_name(words)
        else:
            self.name_edit.setParent(self)
            self.name_edit.hide()
        words.addSpacing(4)
        words.addLayout(row(None, self.cancel_button, self.verb_button))
        whole = row(picture, spacing=12, margins=(20, 20, 20, 16))
        whole.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(words, 1)
        self.setLayout(whole)
        self._focus_first()

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the words need."""
        layout = self.layout()
        if layout is not None:
            self.resize(WIDTH, layout.totalHeightForWidth(WIDTH))
        super().showEvent(event)

    def _ask_for_name(self, words: QVBoxLayout) -> None:
        asked = label(
            tr("Type “{name}” to confirm", name=self._question.typed_name), role="secondary"
        )
        asked.setWordWrap(True)
        asked.setBuddy(self.name_edit)
        self.name_edit.setAccessibleName(asked.text())
        self.name_edit.textChanged.connect(self._on_name_edit_text_changed)
        self.verb_button.setEnabled(False)
        words.addSpacing(4)
        words.addWidget(asked)
        words.addWidget(self.name_edit)

    def _focus_first(self) -> None:
        if self._question.typed_name:
            self.name_edit.setFocus()
        elif self._question.loses_something:
            self.cancel_button.setFocus()
            self.cancel_button.setDefault(True)
        else:
            self.verb_button.setFocus()
            self.verb_button.setDefault(True)

    def _on_name_edit_text_changed(self) -> None:
        typed = self.name_edit.text().strip()
        self.verb_button.setEnabled(typed == self._question.typed_name.strip())
        self.verb_button.setDefault(self.verb_button.isEnabled())
