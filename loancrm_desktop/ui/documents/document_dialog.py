"""What files become, or what a document is: its name, its kind, until when it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from loancrm_desktop.services.documents import KIND, Paper
from loancrm_desktop.terms import terms_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.field import Field
from loancrm_desktop.ui.widgets.parts import button, column, frame, label, row
from loancrm_desktop.ui.widgets.time_edits import DayEdit

WIDTH = 440
MOST_NAMED = 6
_TELLING = {
    "id_card": ("身份证", "id card", "idcard"),
    "credit_report": ("征信", "信用报告", "credit"),
    "bank_statement": ("流水", "statement"),
    "income_proof": ("收入", "income"),
    "business_licence": ("营业执照", "licence", "license"),
    "title_certificate": ("房产证", "不动产", "title"),
    "authorisation": ("授权", "authori"),
    "contract": ("合同", "contract"),
    "agreement": ("协议", "agreement"),
}
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".heic", ".webp", ".bmp"})


@dataclass(frozen=True, slots=True)
class Filing:
    """How documents are filed.

    Attributes:
        kind: empty when each goes by its name.
    """

    name: str
    kind: str
    valid_until: date | None


def guessed_kind(name: str) -> str:
    """Guess what a file is by its name."""
    low = name.casefold()
    for kind, words in _TELLING.items():
        if any(word in low for word in words):
            return kind
    return "photo" if Path(low).suffix in _PICTURES else "other"


class DocumentDialog(QDialog):
    """Asks how files are filed, or shows how a document is.

    Signals:
        filed: the person agreed (Filing).
    """

    filed = Signal(object)

    def __init__(
        self,
        names: Sequence[str],
        paper: Paper | None = None,
        parent: QWidget | None = None,
        *,
        kind: str = "",
    ) -> None:
        super().__init__(parent)
        self._paper = paper
        self.setWindowTitle(tr("Document") if paper else tr("Add documents"))
        self.setMinimumWidth(WIDTH)
        self.name = QLineEdit("" if paper is None else paper.name)
        self.kind = CalmCombo()
        for word in terms_of(KIND):
            self.kind.addItem(str(word), word.name)
        guesses = {kind} if kind else {guessed_kind(name) for name in names}
        if len(guesses) > 1:
            self.kind.insertItem(0, tr("By the name of each file"), "")
        guess = next(iter(guesses)) if len(guesses) == 1 else ""
        self._choose(paper.kind if paper else guess)
        self.until = DayEdit()
        if paper is not None and paper.valid_until is not None:
            self.until.set_text(paper.valid_until.isoformat())
        self._build(names)

    def _build(self, names: Sequence[str]) -> None:
        inner = column(margins=(20, 16, 20, 14), spacing=10)
        if self._paper is None:
            for name in names[:MOST_NAMED]:
                inner.addWidget(ElidedLabel(name))
            if len(names) > MOST_NAMED:
                rest = tr("and {count} more files", count=len(names) - MOST_NAMED)
                inner.addWidget(label(rest, role="caption"))
            self.name.setParent(self)
            self.name.hide()
        else:
            inner.addWidget(Field(tr("Name"), self.name, required=True))
        inner.addWidget(Field(tr("Kind of document"), self.kind))
        self.until_field = Field(
            tr("Valid until"), self.until, hint=tr("Empty when it does not run out")
        )
        inner.addWidget(self.until_field)
        cancel = button(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        words = tr("Add") if self._paper is None else tr("Save")
        self.go = button(words, kind="primary", icon="check")
        self.go.setDefault(True)
        self.go.clicked.connect(self._on_go_clicked)
        foot = frame("footer")
        foot.setLayout(row(None, cancel, self.go, margins=(20, 10, 20, 10)))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(inner)
        whole.addWidget(foot)
        (self.kind if self._paper is None else self.name).setFocus()

    def _choose(self, kind: str) -> None:
        self.kind.setCurrentIndex(max(0, self.kind.findData(kind)))

    def _on_go_clicked(self) -> None:
        typed = self.until.text().strip()
        day = self.until.day()
        if typed and day is None:
            self.until_field.show_message(tr("Write the day as 2026-11-23."))
            self.until.setFocus()
            return
        self.accept()
        self.filed.emit(Filing(self.name.text().strip(), str(self.kind.currentData()), day))
