"""The approval chosen: what is asked, and the answer with a comment."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from loancrm_desktop import display
from loancrm_desktop.services.approvals import ApprovalRow
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.keycap import KeyedButton
from loancrm_desktop.ui.widgets.marks import StageBadge
from loancrm_desktop.ui.widgets.parts import button, clear_layout, column, label, line, row

WIDTH = 340
_COMMENT_LINES = 4


def node_name(asked: ApprovalRow) -> str:
    """Answer what the node is called in the language of the windows."""
    return asked.node_en if current_language() == "en" else asked.node_zh


def mode_words(asked: ApprovalRow) -> str:
    """Say whose answers decide."""
    if not asked.others:
        return tr("You alone are asked")
    words = {
        "all": tr("All have to approve; {count} more are asked", count=asked.others),
        "in_turn": tr("One after the other; {count} more are asked", count=asked.others),
    }
    return words.get(asked.mode, tr("One answer decides; {count} more are asked",
                                    count=asked.others))  # fmt: skip


def time_words(asked: ApprovalRow, now: datetime) -> str:
    """Say how much of the time limit is left; empty where there is none."""
    if asked.due_at is None:
        return ""
    length = display.duration(abs(asked.due_at - now))
    if asked.due_at < now:
        return tr("{time} over the limit", time=length)
    return tr("{time} left", time=length)


class ApprovalPanel(QFrame):
    """Facts of one approval, a comment, yes and no, and the ways to somebody else.

    Signals:
        answered: yes or no was pressed (approve).
        pass_on_requested, add_requested: somebody else is to answer, or to answer too.
        opened: the customer is wanted.
    """

    answered = Signal(bool)
    pass_on_requested = Signal()
    add_requested = Signal()
    opened = Signal()

    def __init__(self, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setProperty("role", "side")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(tr("Approval"))
        self.name = ElidedLabel(font="subtitle")
        self._facts = column(spacing=6)
        self.comment = QPlainTextEdit()
        self.comment.setAccessibleName(tr("Comment"))
        self.comment.setPlaceholderText(tr("Comment; why not, if you reject"))
        self.comment.setTabChangesFocus(True)
        height = self.comment.fontMetrics().lineSpacing() * _COMMENT_LINES
        self.comment.setFixedHeight(height + 18)
        self.approve = KeyedButton(tr("Approve"), "A", kind="primary", icon="check")
        self.approve.clicked.connect(self._on_approve_clicked)
        self.reject = KeyedButton(tr("Reject"), "R", kind="danger", icon="x")
        self.reject.clicked.connect(self._on_reject_clicked)
        self.pass_on = button(tr("Pass on …"), kind="ghost", icon="users")
        self.pass_on.clicked.connect(self.pass_on_requested)
        self.add = button(tr("Add an approver …"), kind="ghost", icon="user-plus")
        self.add.clicked.connect(self.add_requested)
        self.open = button(tr("Open customer"), kind="link", icon="external")
        self.open.clicked.connect(self.opened)
        self._lay_out()

    def _lay_out(self) -> None:
        whole = column(self.name, margins=(16, 14, 16, 14), spacing=10)
        whole.addLayout(self._facts)
        whole.addLayout(row(self.open, None))
        whole.addWidget(line())
        whole.addWidget(label(tr("Comment"), role="caption"))
        whole.addWidget(self.comment)
        answers = row(self.approve, self.reject)
        answers.setStretch(0, 1)
        whole.addLayout(answers)
        whole.addLayout(row(self.pass_on, self.add, None, spacing=4))
        whole.addStretch(1)
        self.setLayout(whole)

    def show_row(self, asked: ApprovalRow, now: datetime) -> None:
        """Show another approval, with an empty comment."""
        clear_layout(self._facts)
        self.comment.clear()
        self.name.setText(asked.customer_name)
        badge = StageBadge(asked.stage, self._words.stage_of(asked.process, asked.stage))
        self._facts.addLayout(row(badge, label(asked.ref, role="caption"), None))
        amount = "" if asked.amount_fen is None else display.money_short(asked.amount_fen)
        asker = self._words.person_name(asked.asked_by)
        since = display.time_relative(asked.asked_at, now)
        facts = (
            (tr("Approval step"), node_name(asked)),
            (tr("Requested amount"), amount),
            (tr("Asked by"), tr("{name}, {time}", name=asker, time=since) if asker else since),
            (tr("Time limit"), time_words(asked, now)),
            (tr("Decided by"), mode_words(asked)),
        )
        for title, value in facts:
            if value:
                said = ElidedLabel(value)
                said.setToolTip(value)
                held = row(label(title, role="caption"), said, spacing=10)
                held.setStretch(1, 1)
                self._facts.addLayout(held)

    def set_busy(self, *, busy: bool) -> None:
        """Let nothing be pressed while an answer is under way."""
        for each in (self.approve, self.reject, self.pass_on, self.add):
            each.setEnabled(not busy)

    @property
    def said(self) -> str:
        """The comment typed."""
        return self.comment.toPlainText().strip()

    def _on_approve_clicked(self) -> None:
        self.answered.emit(True)  # noqa: FBT003 - the signal carries yes or no

    def _on_reject_clicked(self) -> None:
        self.answered.emit(False)  # noqa: FBT003 - the signal carries yes or no
