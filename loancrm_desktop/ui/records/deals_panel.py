"""The right side of a customer's page: deals with their ways on, tasks, documents, people."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.services.customer_sheet import CustomerSheet, RelatedRow
from loancrm_desktop.services.deals import DealCard
from loancrm_desktop.services.tasks import TaskRow
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.documents.documents_card import DocumentsCard
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.deal_stepper import DealStepper
from loancrm_desktop.ui.records.next_step_line import NextStepLine
from loancrm_desktop.ui.records.next_task_card import NextTaskCard
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.marks import StageBadge
from loancrm_desktop.ui.widgets.parts import (
    button,
    clear_layout,
    column,
    frame,
    icon_button,
    label,
    line,
    row,
)

MOST_TASKS = 3
_INDICATOR = 14


class DealsPanel(QWidget):
    """Cards beside the timeline.

    Signals:
        move_requested: a deal is to go to a stage (deal id, stage key).
        contract_requested: a contract is to be made for a deal (deal id).
        task_done: a task is done (task id).
        task_snoozed: a task is put off (task id, datetime).
        task_handed_over: somebody else does a task (task id, person id).
        deal_requested: one more deal is wanted.
        customer_opened: a related person's own page is wanted (id).
        edit_requested: a deal's form is wanted (deal id).
        said: a step of the process was made, and the journal number that takes it back.
        refused: why a step was not made (Problem).
    """

    move_requested = Signal(int, str)
    contract_requested = Signal(int)
    task_done = Signal(int)
    task_snoozed = Signal(int, object)
    task_handed_over = Signal(int, int)
    deal_requested = Signal()
    run_requested = Signal(int)
    customer_opened = Signal(int)
    edit_requested = Signal(int)
    said = Signal(str, int)
    refused = Signal(object)

    def __init__(self, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.stepper = DealStepper(words.bridge, words, self)
        self.stepper.said.connect(self.said)
        self.stepper.refused.connect(self.refused)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._layout = QVBoxLayout()
        self._layout.setContentsMargins(14, 12, 14, 12)
        self._layout.setSpacing(8)
        whole.addLayout(self._layout)
        self.documents = DocumentsCard(words, self)
        self.documents.said.connect(self._on_documents_said)
        whole.addWidget(self.documents)
        whole.addStretch(1)

    def show_sheet(self, sheet: CustomerSheet, now: datetime) -> None:
        """Show a customer's deals, tasks and documents."""
        clear_layout(self._layout)
        open_tasks = [task for task in sheet.tasks if task.done_at is None]
        for task in open_tasks[:MOST_TASKS]:
            self._layout.addWidget(self._task(task, now))
        if len(open_tasks) > MOST_TASKS:
            rest = len(open_tasks) - MOST_TASKS
            self._layout.addWidget(label(tr("{count} more tasks", count=rest), role="caption"))
        more = icon_button("plus", tr("Open another deal"))
        more.clicked.connect(self.deal_requested)
        self._layout.addLayout(row(label(tr("Deals"), font="bodyStrong"), None, more))
        if not sheet.deals:
            self._layout.addWidget(label(tr("No deal yet."), role="caption"))
        for card in sheet.deals:
            self._layout.addWidget(self._deal(card))
        self._add_related(sheet)
        self.documents.show_customer(sheet.id)

    def _deal(self, card: DealCard) -> QWidget:
        holder = frame("card")
        holder.setObjectName(f"deal {card.id}")
        amount = "" if card.amount_fen is None else display.money_short(card.amount_fen)
        product = name_of("product_type", card.product_type) if card.product_type else ""
        bank = " · ".join(part for part in (card.bank, card.product) if part)
        badge = StageBadge(card.stage, self._words.stage_name(card.stage, card.process_id))
        title = ElidedLabel(bank or product or card.ref, font="bodyStrong")
        head = row(title, badge)
        head.setStretch(0, 1)
        sums = ElidedLabel(
            " · ".join(part for part in (amount, product) if part and bank) or amount
        )
        facts = row(sums, label(card.ref, role="caption"))
        facts.setStretch(0, 1)
        contract = button(tr("Contract"), kind="link", icon="contract")
        contract.setObjectName(str(card.id))
        contract.clicked.connect(self._on_contract_clicked)
        layout = column(margins=(12, 8, 12, 8), spacing=4)
        layout.addLayout(head)
        layout.addLayout(facts)
        if card.outcome == "open":
            bridge = self._words.bridge
            layout.addWidget(NextStepLine(bridge, self._words, self.stepper, card.id))
        edit = button(tr("Edit"), kind="link", icon="edit")
        edit.setObjectName(str(card.id))
        edit.setAccessibleName(tr("Edit deal {ref}", ref=card.ref))
        edit.clicked.connect(self._on_edit_clicked)
        run = icon_button("flow", tr("Show in process"))
        run.setObjectName(str(card.id))
        run.clicked.connect(self._on_run_clicked)
        foot = QWidget()
        acts = FlowLayout(foot, spacing=6)
        for each in (contract, edit, run):
            acts.addWidget(each)
        if card.may_move_to:
            acts.addWidget(self._ways(card))
        layout.addWidget(foot)
        holder.setLayout(layout)
        return holder

    def _ways(self, card: DealCard) -> QWidget:
        ways = button(tr("Move to"), size="small")
        ways.setMinimumWidth(ways.sizeHint().width() + _INDICATOR)
        ways.setObjectName(f"ways {card.id}")
        menu = QMenu(ways)
        for key in card.may_move_to:
            menu.addAction(self._words.stage_name(key, card.process_id)).setData((card.id, key))
        menu.triggered.connect(self._on_menu_triggered)
        ways.setMenu(menu)
        return ways

    def _task(self, task: TaskRow, now: datetime) -> QWidget:
        card = NextTaskCard(task, self._words, now)
        card.done.connect(self.task_done)
        card.snoozed.connect(self.task_snoozed)
        card.handed_over.connect(self.task_handed_over)
        return card

    def _add_related(self, sheet: CustomerSheet) -> None:
        if not sheet.related:
            return
        self._layout.addWidget(line())
        self._layout.addWidget(label(tr("Related people"), font="bodyStrong"))
        for person in sheet.related:
            relation = label(name_of("relation", person.relation), role="caption")
            self._layout.addLayout(self._person(person, relation))

    def _person(self, person: RelatedRow, relation: QLabel) -> QHBoxLayout:
        if person.linked_customer_id is None:
            name: QWidget = ElidedLabel(person.name)
        else:
            name = button(person.name, kind="link")
            name.setObjectName(str(person.linked_customer_id))
            name.clicked.connect(self._on_person_clicked)
        line_of = row(_picture("user"), name, None, relation)
        if person.phone:
            line_of.insertWidget(3, label(person.phone, role="caption"))
        return line_of

    def _on_documents_said(self, text: str) -> None:
        self.said.emit(text, 0)

    def _on_person_clicked(self) -> None:
        self.customer_opened.emit(int(self.sender().objectName()))

    def _on_menu_triggered(self, action: QAction) -> None:
        deal_id, stage = action.data()
        self.move_requested.emit(deal_id, stage)

    def _on_edit_clicked(self) -> None:
        self.edit_requested.emit(int(self.sender().objectName()))

    def _on_run_clicked(self) -> None:
        self.run_requested.emit(int(self.sender().objectName()))

    def _on_contract_clicked(self) -> None:
        self.contract_requested.emit(int(self.sender().objectName()))


def _picture(icon: str) -> QLabel:
    made = QLabel()
    made.setPixmap(theme.current().icon(icon, "textTertiary").pixmap(16, 16))
    return made
