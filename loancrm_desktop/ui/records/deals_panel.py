"""The right side of a customer's page: deals with their ways on, tasks, documents, people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.services.customer_sheet import CustomerSheet, DocumentRow
from loancrm_desktop.services.deals import DealCard
from loancrm_desktop.services.tasks import TaskRow
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.office_words import OfficeWords
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


class DealsPanel(QWidget):
    """Cards beside the timeline.

    Signals:
        move_requested: a deal is to go to a stage (deal id, stage key).
        contract_requested: a contract is to be made for a deal (deal id).
        task_done: a task is done (task id).
        deal_requested: one more deal is wanted.
    """

    move_requested = Signal(int, str)
    contract_requested = Signal(int)
    task_done = Signal(int)
    deal_requested = Signal()

    def __init__(self, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(14, 12, 14, 12)
        self._layout.setSpacing(8)

    def show_sheet(self, sheet: CustomerSheet, now: datetime) -> None:
        """Show a customer's deals, tasks and documents."""
        clear_layout(self._layout)
        open_tasks = [task for task in sheet.tasks if task.done_at is None]
        for task in open_tasks:
            self._layout.addWidget(self._task(task, now))
        more = icon_button("plus", tr("Open another deal"))
        more.clicked.connect(self.deal_requested)
        self._layout.addLayout(row(label(tr("Deals"), font="bodyStrong"), None, more))
        if not sheet.deals:
            self._layout.addWidget(label(tr("No deal yet."), role="caption"))
        for card in sheet.deals:
            self._layout.addWidget(self._deal(card))
        self._add_documents(sheet.documents)
        self._add_related(sheet)
        self._layout.addStretch(1)

    def _deal(self, card: DealCard) -> QWidget:
        holder = frame("card")
        holder.setObjectName(f"deal {card.id}")
        amount = "" if card.amount_fen is None else display.money_short(card.amount_fen)
        product = name_of("product_type", card.product_type) if card.product_type else ""
        bank = " · ".join(part for part in (card.bank, card.product) if part)
        badge = StageBadge(card.stage, self._words.stage_name(card.stage))
        head = row(label(f"{amount} {product}".strip() or card.ref, font="bodyStrong"), None, badge)
        facts = row(label(card.ref, role="caption"), None, label(bank, role="caption"))
        contract = button(tr("Contract"), icon="contract", size="small")
        contract.setObjectName(str(card.id))
        contract.clicked.connect(self._on_contract_clicked)
        layout = column(margins=(12, 10, 12, 10), spacing=6)
        layout.addLayout(head)
        layout.addLayout(facts)
        foot = row(contract, None, spacing=6)
        if card.may_move_to:
            foot.addWidget(self._ways(card))
        layout.addLayout(foot)
        holder.setLayout(layout)
        return holder

    def _ways(self, card: DealCard) -> QWidget:
        ways = button(tr("Move to …"), size="small")
        ways.setObjectName(f"ways {card.id}")
        menu = QMenu(ways)
        for key in card.may_move_to:
            menu.addAction(self._words.stage_name(key)).setData((card.id, key))
        menu.triggered.connect(self._on_menu_triggered)
        ways.setMenu(menu)
        return ways

    def _task(self, task: TaskRow, now: datetime) -> QWidget:
        holder = frame("notice")
        holder.setProperty("state", "danger" if task.overdue else "warning")
        title = label(task.title, font="bodyStrong", wrap=True)
        due = "" if task.due_at is None else display.time_relative(task.due_at, now)
        done = button(tr("Done"), icon="check", size="small")
        done.setObjectName(str(task.id))
        done.clicked.connect(self._on_done_clicked)
        layout = column(title, margins=(12, 8, 12, 8), spacing=6)
        layout.addLayout(row(label(due, role="caption"), None, done))
        holder.setLayout(layout)
        return holder

    def _add_documents(self, documents: Sequence[DocumentRow]) -> None:
        if not documents:
            return
        self._layout.addWidget(line())
        self._layout.addWidget(label(tr("Documents"), font="bodyStrong"))
        for document in documents:
            size = label(display.file_size(document.size_bytes), role="caption")
            self._layout.addLayout(row(label(document.name), None, size))

    def _add_related(self, sheet: CustomerSheet) -> None:
        if not sheet.related:
            return
        self._layout.addWidget(line())
        self._layout.addWidget(label(tr("Related people"), font="bodyStrong"))
        for person in sheet.related:
            relation = label(name_of("relation", person.relation), role="caption")
            relation.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._layout.addLayout(row(label(person.name), None, relation))

    def _on_menu_triggered(self, action: QAction) -> None:
        deal_id, stage = action.data()
        self.move_requested.emit(deal_id, stage)

    def _on_contract_clicked(self) -> None:
        self.contract_requested.emit(int(self.sender().objectName()))

    def _on_done_clicked(self) -> None:
        self.task_done.emit(int(self.sender().objectName()))
