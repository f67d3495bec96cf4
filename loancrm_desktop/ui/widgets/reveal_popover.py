"""Asks why a masked value shall be shown in full."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.widgets.parts import button, label, row
from loancrm_desktop.ui.widgets.popover import Popover

_WIDTH = 300


class RevealPopover(Popover):
    """Four reasons, the last in one's own words.

    Signals:
        reason_given: the reason in words, never empty.
    """

    reason_given = Signal(str)

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(tr("Show {field} in full", field=name), parent)
        self.setMinimumWidth(_WIDTH)
        self.body.addWidget(
            label(
                tr("Masked again after 15 seconds; the access log keeps this look."),
                role="secondary",
                font="caption",
                wrap=True,
            )
        )
        self._group = QButtonGroup(self)
        reasons = (
            tr("Check the identity"),
            tr("Fill in a bank submission"),
            tr("Make a contract"),
        )
        for place, words in enumerate(reasons):
            choice = QRadioButton(words)
            self._group.addButton(choice, place)
            self.body.addWidget(choice)
        self._other = QRadioButton(tr("Other"))
        self._group.addButton(self._other, len(reasons))
        self.other_edit = QLineEdit()
        self.other_edit.setPlaceholderText(tr("Say why"))
        self.other_edit.setAccessibleName(tr("Other reason"))
        self.other_edit.textEdited.connect(self._on_other_edit_text_edited)
        self.other_edit.returnPressed.connect(self._on_show_clicked)
        line = row(self._other, self.other_edit)
        line.setStretchFactor(self.other_edit, 1)
        self.body.addLayout(line)
        self._problem = label(role="error", font="caption", wrap=True)
        self._problem.hide()
        self.body.addWidget(self._problem)
        self._looks = label(role="caption")
        self.show_button = button(
            tr("Show for 15 seconds"), kind="primary", icon="eye", size="small"
        )
        self.show_button.clicked.connect(self._on_show_clicked)
        self.body.addWidget(self._looks)
        self.body.addLayout(row(None, self.show_button))
        self._group.idToggled.connect(self._on_group_id_toggled)
        self.start(None)

    def start(self, looks: tuple[int, int] | None) -> None:
        """Begin anew with the first reason."""
        self._group.button(0).setChecked(True)
        self.other_edit.clear()
        self._problem.hide()
        self._looks.setText("")
        if looks is not None:
            self.show_looks(*looks)
        self._judge()

    def show_looks(self, looked_today: int, limit: int) -> None:
        """Say how many looks were taken today; at the limit nothing more is shown."""
        self._looks.setText(tr("Looked {count} / {limit} today", count=looked_today, limit=limit))
        if looked_today >= limit:
            self.show_problem(tr("Today's looks are used up; the compliance officer can help."))
            self.show_button.setEnabled(False)

    def show_problem(self, text: str) -> None:
        """Say why nothing is shown."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        self.adjustSize()

    @property
    def reason(self) -> str:
        """The reason chosen, in words; empty while the own words are missing."""
        if self._other.isChecked():
            return self.other_edit.text().strip()
        chosen = self._group.checkedButton()
        return "" if chosen is None else chosen.text()

    def _judge(self) -> None:
        self.show_button.setEnabled(bool(self.reason))

    def _on_group_id_toggled(self) -> None:
        if self._other.isChecked() and self.isVisible():
            self.other_edit.setFocus()
        self._judge()

    def _on_other_edit_text_edited(self) -> None:
        self._other.setChecked(True)
        self._judge()

    def _on_show_clicked(self) -> None:
        if self.reason:
            self.reason_given.emit(self.reason)
