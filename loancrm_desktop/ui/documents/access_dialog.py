"""Who added, looked at, copied or was refused a document."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import documents
from loancrm_desktop.services.documents import AccessRow, Paper
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import button, column, frame, label, row, scrolled, set_role

WIDTH, HEIGHT = 620, 420


class AccessDialog(QDialog):
    """The log of one document; it can only be read."""

    def __init__(self, words: OfficeWords, paper: Paper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Access log"))
        self.resize(WIDTH, HEIGHT)
        self._words = words
        self.notice = Notice()
        content = QWidget()
        self.lines = QGridLayout(content)
        self.lines.setContentsMargins(20, 8, 20, 12)
        self.lines.setHorizontalSpacing(16)
        self.lines.setVerticalSpacing(8)
        self.lines.setColumnStretch(3, 1)
        shut = button(tr("Close"))
        shut.clicked.connect(self.accept)
        foot = frame("footer")
        foot.setLayout(row(None, shut, margins=(20, 10, 20, 10)))
        head = column(ElidedLabel(paper.name, font="subtitle"), self.notice, spacing=6)
        head.setContentsMargins(20, 14, 20, 6)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(scrolled(content), 1)
        whole.addWidget(foot)
        words.bridge.ask(
            documents.log,
            document_id=paper.id,
            then=self._on_log,
            failed=self._on_failed,
            key="log",
        )

    def _on_log(self, rows: tuple[AccessRow, ...]) -> None:
        heads = (tr("Time"), tr("Person"), tr("Act"), tr("Reason"))
        for place, text in enumerate(heads):
            self.lines.addWidget(label(text, role="caption"), 0, place)
        for number, each in enumerate(rows, 1):
            act = label(name_of("document_act", each.act))
            if each.act == "refused":
                set_role(act, "error")
            for place, part in enumerate(
                (
                    label(display.time_exact(each.at), role="secondary"),
                    label(self._words.person_name(each.user_id)),
                    act,
                    ElidedLabel(each.purpose or "—"),
                )
            ):
                self.lines.addWidget(part, number, place)
        self.lines.setRowStretch(len(rows) + 1, 1)

    def _on_failed(self, problem: Problem) -> None:
        self.notice.say(str(problem))
