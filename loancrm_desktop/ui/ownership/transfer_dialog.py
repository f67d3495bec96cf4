"""Hands customers over: to whom, why, what goes along, and the page the receiver reads."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services.lists import BulkResult
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.services.ownership import hand_over, transfer, transfer_preview
from loancrm_desktop.services.ownership.giving import MOST_REASON, Brief
from loancrm_desktop.services.ownership.hand_over import HandOver
from loancrm_desktop.services.ownership.transfer_preview import Load, TransferPreview
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_command
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.ownership import page_words
from loancrm_desktop.ui.ownership.person_list import PersonList
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import (
    button,
    column,
    frame,
    label,
    line,
    row,
    scrolled,
    set_caption,
)

SIZE = (860, 620)
_PEOPLE_WIDTH = 300
_LINES = 3
_MOST_REFUSALS = 4
_PARTS = ("need", "promises", "next_step")


class TransferDialog(QDialog):
    """Asks to whom customers go.

    Signals:
        said: what was done, and the journal number that takes it back or 0.
        refused: sentences about those that stay (list).
        handed_over: the ids that went over (list).
    """

    said = Signal(str, int)
    refused = Signal(list)
    handed_over = Signal(list)

    def __init__(
        self,
        bridge: Bridge,
        words: OfficeWords,
        customer_ids: Sequence[int],
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            bridge: the way to the office.
            words: its names.
            customer_ids: who goes over.
            name: the customer's, where it is one.
            parent: the page asking.
        """
        super().__init__(parent)
        self._bridge, self._words = bridge, words
        self._ids = list(dict.fromkeys(customer_ids))
        self._page: HandOver | None = None
        self._drafted: dict[str, str] = {}
        self._seq = 0
        title = (
            tr("Hand over {name}", name=name)
            if name
            else tr("Hand over {count} customers", count=f"{len(self._ids):,}")
        )
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(*SIZE)
        self.notice = Notice()
        self.people = PersonList()
        self.people.chosen.connect(self._on_people_chosen)
        self.reason = QLineEdit()
        self.reason.setMaxLength(MOST_REASON)
        self.reason.setAccessibleName(tr("Why"))
        self.reason.setPlaceholderText(tr("For the history, such as: change of team"))
        self.told = label(tr("Choose who gets the customers."), role="secondary", wrap=True)
        self.stays = label(role="warning", wrap=True)
        self.stays.hide()
        self.parts = {part: _text_edit(_title_of(part)) for part in _PARTS}
        self.contacts = label(role="secondary", wrap=True)
        self.go = button(tr("Hand over"), kind="primary", tip="Ctrl+Enter")
        self.go.setEnabled(False)
        self.go.clicked.connect(self.hand_over)
        self._lay_out(title)
        add_command(
            self,
            Command("transfer.go", tr("Hand over"), ("Ctrl+Return", "Ctrl+Enter"), "check"),
            self.hand_over,
        )
        bridge.changed.connect(self._on_bridge_changed)
        self._ask()

    def _lay_out(self, title: str) -> None:
        left = QWidget()
        left.setFixedWidth(_PEOPLE_WIDTH)
        left.setLayout(column(label(tr("To whom"), font="bodyStrong"), self.people, spacing=6))
        content = QWidget()
        right = QVBoxLayout(content)
        right.setContentsMargins(16, 0, 4, 0)
        right.setSpacing(6)
        right.addWidget(label(tr("Why"), font="bodyStrong"))
        right.addWidget(self.reason)
        right.addWidget(label(tr("What happens"), font="bodyStrong"))
        right.addWidget(self.told)
        right.addWidget(self.stays)
        right.addWidget(line())
        right.addWidget(label(tr("Hand-over page"), font="bodyStrong"))
        if len(self._ids) == 1:
            for part, edit in self.parts.items():
                right.addWidget(label(_title_of(part), role="caption"))
                right.addWidget(edit)
            right.addWidget(label(tr("Last contacts"), role="caption"))
            right.addWidget(self.contacts)
        else:
            text = tr(
                "Each customer gets a page of its own: need, last contacts, promises, next step. "
                "The receiver finds it on Today and acknowledges it."
            )
            right.addWidget(label(text, role="secondary", wrap=True))
        right.addStretch(1)
        middle = row(left, spacing=0)
        middle.addWidget(scrolled(content), 1)
        cancel = button(tr("Cancel"), tip="Esc")
        cancel.clicked.connect(self.reject)
        foot = frame("footer")
        foot.setLayout(row(None, cancel, self.go, margins=(16, 10, 16, 10)))
        whole = column(spacing=0)
        inside = column(label(title, font="subtitle"), self.notice, margins=(16, 14, 16, 12))
        inside.addLayout(middle, 1)
        whole.addLayout(inside, 1)
        whole.addWidget(foot)
        self.setLayout(whole)
        self.people.search.setFocus()

    def _ask(self) -> None:
        ask, failed = self._bridge.ask, self._on_problem
        ask(transfer_preview.loads, then=self._on_loads, failed=failed, key="loads")
        if len(self._ids) == 1:
            ask(
                hand_over.draft,
                customer_id=self._ids[0],
                masks="display",
                then=self._on_draft,
                failed=failed,
                key="draft",
            )

    def hand_over(self) -> None:
        """Do it."""
        chosen = self.people.ids
        if not chosen or not self.go.isEnabled():
            return
        self.notice.hide()
        self._set_busy(busy=True)
        self._bridge.do(
            transfer.transfer,
            customer_ids=self._ids,
            to_id=chosen[0],
            reason=self.reason.text(),
            brief=self.brief(),
            then=self._on_done,
            refused=self._on_refused,
        )

    def brief(self) -> Brief:
        """Answer what the giver changed on the page; the rest stays what the records say."""
        written = {part: edit.toPlainText().strip() for part, edit in self.parts.items()}
        return Brief(
            **{
                part: text
                for part, text in written.items()
                if text and text != self._drafted.get(part, "")
            }
        )

    def _set_busy(self, *, busy: bool) -> None:
        self.go.setEnabled(not busy)
        set_caption(self.go, tr("Handing over …") if busy else tr("Hand over"))

    def _on_loads(self, loads: tuple[Load, ...]) -> None:
        self.people.show_loads(loads)

    def _on_draft(self, page: HandOver) -> None:
        self._page = page
        self._drafted = {
            "need": page_words.need_by_records(page, self._words),
            "promises": page_words.promises_by_records(page),
            "next_step": page_words.next_by_records(page),
        }
        for part, text in self._drafted.items():
            if not self.parts[part].toPlainText():
                self.parts[part].setPlainText(text)
        said = [f"{text}\n{when}" for text, when in page_words.contacts_of(page, system_clock())]
        self.contacts.setText("\n".join(said) or tr("Nobody has spoken to this customer yet."))

    def _on_people_chosen(self) -> None:
        chosen = self.people.ids
        self.go.setEnabled(False)
        if chosen:
            self._bridge.ask(
                transfer_preview.preview,
                customer_ids=self._ids,
                to_id=chosen[0],
                then=self._on_preview,
                failed=self._on_problem,
                key="preview",
            )

    def _on_preview(self, preview: TransferPreview) -> None:
        chosen = self.people.ids
        if not chosen:
            return
        self.notice.hide()
        self.told.setText(
            tr(
                "{customers} customers and {deals} open deals go to {name}. {tasks} open tasks stay "
                "with whom they were given to and stand on the page.",
                customers=len(preview.customers),
                deals=preview.deals,
                tasks=preview.tasks,
                name=self.people.name_of(chosen[0]),
            )
        )
        texts = list(dict.fromkeys(each.text for each in preview.refused))[:_MOST_REFUSALS]
        stay = tr("{count} stay where they are:", count=len(preview.refused))
        self.stays.setText("\n".join([stay, *texts]))
        self.stays.setVisible(bool(preview.refused))
        self.go.setEnabled(bool(preview.customers))

    def _on_done(self, result: BulkResult) -> None:
        name = self.people.name_of(self.people.ids[0]) if self.people.ids else ""
        done = list(result.done)
        self.said.emit(tr("Handed over to {name}: {count}", name=name, count=len(done)), self._seq)
        self.handed_over.emit(done)
        if result.refused:
            self.refused.emit(list(dict.fromkeys(each.text for each in result.refused)))
        self.accept()

    def _on_refused(self, problem: Problem) -> None:
        self._set_busy(busy=False)
        self.notice.say(str(problem))

    def _on_problem(self, problem: Problem) -> None:
        self.notice.say(str(problem))

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        mine = changes.initiator == self._bridge.actor.window
        if mine and changes.operation == "customers.transfer":
            self._seq = changes.seq


def _title_of(part: str) -> str:
    return {
        "need": tr("What is needed"),
        "promises": tr("What was promised"),
        "next_step": tr("Next step"),
    }[part]


def _text_edit(title: str) -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setAccessibleName(title)
    made.setTabChangesFocus(True)
    made.setFixedHeight(made.fontMetrics().lineSpacing() * _LINES + 16)
    return made
