"""Earlier versions of a rule, each as a sentence; one can be put on the table again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QListWidget, QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.errors import Problem
from loancrm_desktop.services.rules import drawing, saying
from loancrm_desktop.services.rules.drawing import RuleVersion
from loancrm_desktop.services.rules.saying import SaidRule
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.parts import button, frame, label, row


class RuleVersionsDialog(QDialog):
    """Lists the versions, the newest first.

    Signals:
        taken: a version is to be put on the table (its JSON).
    """

    taken = Signal(object)

    def __init__(
        self, bridge: Bridge, words: OfficeWords, key: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge, self._words = bridge, words
        self.versions: tuple[RuleVersion, ...] = ()
        self.setWindowTitle(tr("Versions of the rule"))
        self.resize(560, 420)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Versions of the rule"))
        self.list.currentRowChanged.connect(self._on_row_changed)
        self.sentence = label(role="secondary", wrap=True)
        self.take = button(tr("Put this version on the table"), kind="primary")
        self.take.setEnabled(False)
        self.take.clicked.connect(self._on_take_clicked)
        close = button(tr("Close"))
        close.clicked.connect(self.reject)
        foot = frame("footer")
        foot.setLayout(row(None, close, self.take, margins=(16, 10, 16, 10)))
        body = QVBoxLayout()
        body.setContentsMargins(16, 16, 16, 8)
        body.setSpacing(10)
        body.addWidget(self.list, 1)
        body.addWidget(self.sentence)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(body, 1)
        layout.addWidget(foot)
        bridge.ask(
            drawing.versions, rule=key, then=self._on_versions, failed=self._on_failed,
            key="versions",
        )  # fmt: skip

    def _on_versions(self, versions: Sequence[RuleVersion]) -> None:
        self.versions = tuple(versions)
        for each in self.versions:
            who = self._words.person_name(each.made_by) or "—"
            when = display.time_exact(each.made_at)
            said = tr("v{number}  {when}  {who}", number=each.version, when=when, who=who)
            self.list.addItem(tr("{version}  in force", version=said) if each.is_in_force else said)
        self.list.setCurrentRow(0)

    def _on_row_changed(self, at: int) -> None:
        self.take.setEnabled(at >= 0)
        if at >= 0:
            self._bridge.ask(
                saying.say_rule,
                body=dict(self.versions[at].body),
                language=current_language(),
                then=self._on_said,
                failed=self._on_failed,
                key="said",
            )

    def _on_said(self, said: SaidRule) -> None:
        self.sentence.setText(said.sentence or "\n".join(str(each.text) for each in said.problems))

    def _on_failed(self, problem: Problem) -> None:
        self.sentence.setText(str(problem))

    def _on_take_clicked(self) -> None:
        self.taken.emit(dict(self.versions[self.list.currentRow()].body))
        self.accept()
