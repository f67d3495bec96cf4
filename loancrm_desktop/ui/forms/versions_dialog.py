"""The versions of a form: who published them when, what differs, the way back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.errors import Problem
from loancrm_desktop.services.forms import drawing, publishing
from loancrm_desktop.services.forms.differences import FormDifference
from loancrm_desktop.services.forms.drawing import FormDrawing
from loancrm_desktop.services.forms.publishing import Published
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.parts import button, frame, label, row, scrolled

_WIDTH, _HEIGHT, _LIST = 760, 520, 280


class VersionsDialog(QDialog):
    """Lists the versions beside what differs from the one in force.

    Signals:
        rolled_back: a version was put in force again (Published).
    """

    rolled_back = Signal(object)

    def __init__(
        self, bridge: Bridge, found: FormDrawing, words: OfficeWords, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge, self._drawing, self._words = bridge, found, words
        self.setModal(True)
        self.setWindowTitle(tr("Versions of the form"))
        self.resize(_WIDTH, _HEIGHT)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Versions"))
        self.list.setFixedWidth(_LIST)
        self._numbers: list[int] = []
        for each in found.versions:
            who = words.person_name(each.made_by)
            when = display.time_exact(each.made_at)
            title = tr("v{number}  {when}  {who}", number=each.version, when=when, who=who)
            state = tr("in force") if each.state == "published" else ""
            self.list.addItem("\n".join(part for part in (title, state) if part))
            self._numbers.append(each.version)
        self.list.addItem(tr("v0  as shipped"))
        self._numbers.append(0)
        self.difference = label(tr("Choose a version."), wrap=True)
        self.difference.setContentsMargins(16, 12, 16, 12)
        self.back_button = button(tr("Put this version in force"), kind="primary", icon="undo")
        self.back_button.setEnabled(False)
        self.back_button.clicked.connect(self._on_back_clicked)
        close = button(tr("Close"))
        close.clicked.connect(self.reject)
        foot = frame("footer")
        foot.setLayout(row(None, close, self.back_button, margins=(16, 10, 16, 10)))
        body = QHBoxLayout()
        body.addWidget(self.list)
        body.addWidget(scrolled(self.difference), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(body, 1)
        layout.addWidget(foot)
        self.list.currentRowChanged.connect(self._on_row_changed)

    def _on_row_changed(self, at: int) -> None:
        number = self._numbers[at]
        self.back_button.setEnabled(number != self._drawing.published_version and number > 0)
        self._bridge.ask(
            drawing.difference,
            kind=self._drawing.kind,
            a=self._drawing.published_version,
            b=number,
            then=partial(self._on_difference, number),
            failed=self._on_failed,
            key="difference",
        )

    def _on_difference(self, number: int, found: FormDifference) -> None:
        name = self._name
        lines = [tr("Against the version in force, v{number} has:", number=number)]
        lines += [tr("+ {field}", field=name(key)) for key in found.added]
        lines += [tr("− {field}", field=name(key)) for key in found.removed]
        lines += [
            tr(
                "{field}, {part}: {before} → {after}",
                field=name(each.key),
                part=each.part,
                before=each.before or "—",
                after=each.after or "—",
            )
            for each in found.changed
        ]
        lines += [tr("{field} stands elsewhere", field=name(key)) for key in found.moved]
        if len(lines) == 1:
            lines = [tr("Nothing differs from the version in force.")]
        self.difference.setText("\n".join(lines))

    def _name(self, key: str) -> str:
        return self._words.field_label(self._drawing.kind, key)

    def _on_back_clicked(self) -> None:
        self.back_button.setEnabled(False)
        self._bridge.do(
            publishing.roll_back,
            kind=self._drawing.kind,
            version=self._numbers[self.list.currentRow()],
            then=self._on_rolled_back,
            refused=self._on_failed,
        )

    def _on_rolled_back(self, published: Published) -> None:
        self.rolled_back.emit(published)
        self.accept()

    def _on_failed(self, problem: Problem) -> None:
        self.difference.setText(str(problem))
