"""The list of customers: search, filters, sorting, the whole set in one scroll."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QMessageBox, QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import customer_list, customers
from loancrm_desktop.services.lists import BulkResult, ListQuery
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.terms import name_of, terms_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.filter_bar import ME, Choice, ChoiceChip, FilterBar
from loancrm_desktop.ui.records.row_delegate import CustomerRowDelegate, amount_text
from loancrm_desktop.ui.records.rows_view import RowsView
from loancrm_desktop.ui.records.table_model import BLOCK_ROWS, Column, RowsTableModel
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import PageHeader, button, frame, icon_button, label, row

DEFAULT_SORT = "-last_contact_at"


def _columns() -> tuple[Column, ...]:
    return (
        Column("check", "", 36),
        Column("name", tr("Customer"), 150, "name"),
        Column("phone", tr("Phone"), 130, "phone"),
        Column("product", tr("Loan type"), 110, "product_type"),
        Column("amount", tr("Amount (10k)"), 116, "requested_amount", right=True),
        Column("stage", tr("Stage"), 108, "deal_stage"),
        Column("dwell", tr("Time in stage"), 112, "deal_stage_entered_at"),
        Column("status", tr("Status"), 84, "status"),
        Column("owner", tr("Owner"), 112, "owner"),
        Column("contact", tr("Last contact"), 104, "last_contact_at"),
        Column("next", tr("Next follow-up"), 0, "next_follow_up_at"),
    )


class CustomerListPage(QWidget):
    """All customers the person may see.

    Signals:
        customer_opened: open this customer's page (id).
        new_requested: a new customer is wanted.
        edit_requested: open the form of this customer (id).
        import_requested: a file is to be imported.
        said: a sentence for the window to show, and the journal number that undoes it or 0.
    """

    customer_opened = Signal(int)
    new_requested = Signal()
    edit_requested = Signal(int)
    import_requested = Signal()
    said = Signal(str, int)

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._bridge = bridge
        self._words = words
        self._sort = DEFAULT_SORT
        self._stale = True
        self._shown = 0
        self._now = system_clock()
        self._model = RowsTableModel(_columns(), self._cell_text, self)
        self._model.block_wanted.connect(self._on_model_block_wanted)
        self._build()
        words.loaded.connect(self._on_words_loaded)
        bridge.changed.connect(self._on_bridge_changed)
        if words.ready:
            self._on_words_loaded()

    def _build(self) -> None:
        self._header = PageHeader(tr("Customers"))
        imports = button(tr("Import"), icon="upload")
        imports.clicked.connect(self.import_requested)
        new = button(tr("New customer"), kind="primary", icon="plus", tip="Ctrl+N")
        new.clicked.connect(self.new_requested)
        self._header.add_action(imports)
        self._header.add_action(new)
        self._status_chip = ChoiceChip("status", tr("Status"))
        self._stage_chip = ChoiceChip("deal_stage", tr("Stage"))
        self._owner_chip = ChoiceChip("owner", tr("Owner"))
        self.filters = FilterBar((self._status_chip, self._stage_chip, self._owner_chip))
        self.filters.changed.connect(self.reload)
        self.notice = Notice()
        self.notice.action_requested.connect(self.reload)
        self.view = RowsView(self._model, tr("Customers"))
        delegate = CustomerRowDelegate(self._words, self._clock, self.view)
        self.view.setItemDelegate(delegate)
        self.view.show_sort(self._sort)
        self.view.sort_chosen.connect(self._on_view_sort_chosen)
        self.view.opened.connect(self._on_view_opened)
        self.view.ticked.connect(self._on_view_ticked)
        self._empty = label(role="caption")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        layout.addWidget(self.filters)
        layout.addWidget(self.notice)
        layout.addWidget(self.view, 1)
        layout.addWidget(self._build_summary())
        QShortcut(QKeySequence.StandardKey.Find, self).activated.connect(self._on_find_activated)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.view)
        delete.activated.connect(self._on_remove_clicked)

    def _build_summary(self) -> QWidget:
        bar = frame("summary")
        bar.setMinimumHeight(theme.current().size("tableHeader") + 8)
        self._count = label(role="secondary")
        self._ticked = label(role="accent")
        self._edit = button(tr("Edit"), icon="edit", size="small")
        self._edit.clicked.connect(self._on_edit_clicked)
        self._remove = button(tr("Delete"), kind="danger", icon="trash", size="small")
        self._remove.clicked.connect(self._on_remove_clicked)
        self._untick = icon_button("x", tr("Clear selection"))
        self._untick.clicked.connect(self.view.clearSelection)
        keys = label(tr("↑↓ move   Space tick   Enter open"), role="caption")
        bar.setLayout(
            row(
                self._count, self._empty, None, self._ticked, self._edit, self._remove,
                self._untick, keys, margins=(16, 4, 16, 4),
            )
        )  # fmt: skip
        for part in (self._edit, self._remove, self._untick):
            part.hide()
        return bar

    @property
    def model(self) -> RowsTableModel:
        """The rows shown."""
        return self._model

    def reload(self) -> None:
        """Read the list from its beginning."""
        self._stale = False
        self._bridge.ask(
            customer_list.page,
            query=self._query(0),
            then=self._on_first_block,
            failed=self._on_failed,
            key="list",
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Read the list if it changed while it was out of sight."""
        super().showEvent(event)
        if self._stale and self._words.ready:
            self.reload()

    def _query(self, block: int) -> ListQuery:
        where = self.filters.condition()
        return ListQuery(
            where=None if where is None else dict(where),
            sort=(self._sort or DEFAULT_SORT,),
            limit=BLOCK_ROWS,
            offset=block * BLOCK_ROWS,
            with_total=block == 0,
            search=self.filters.search_text,
        )

    def _clock(self) -> Any:
        return self._now

    def _cell_text(self, shown: customer_list.CustomerRow, key: str) -> str:
        texts = {
            "name": shown.name,
            "phone": display.phone_spaced(shown.phone or "") if shown.phone else "",
            "amount": amount_text(shown),
            "stage": self._words.stage_name(shown.deal_stage),
            "owner": self._words.person_name(shown.owner_id),
        }
        return texts[key] if key in texts else self._more_text(shown, key)

    def _more_text(self, shown: customer_list.CustomerRow, key: str) -> str:
        if key == "product":
            return name_of("product_type", shown.product_type) if shown.product_type else ""
        if key == "status":
            return name_of("status", shown.status) if shown.status else ""
        moment = {"contact": shown.last_contact_at, "next": shown.next_follow_up_at}.get(key)
        return "" if moment is None else display.time_relative(moment, self._now)

    def _on_words_loaded(self) -> None:
        self._status_chip.offer([Choice(word.name, str(word)) for word in terms_of("status")])
        stages = self._words.stages
        self._stage_chip.offer([Choice(one.key, self._words.stage_name(one.key)) for one in stages])
        people = self._words.links("person")
        self._owner_chip.offer([Choice(ME, tr("Me")), *(Choice(one, name) for one, name in people)])
        if self.isVisible():
            self.reload()

    def _on_first_block(self, page: customer_list.CustomerPage) -> None:
        self._now = system_clock()
        self._shown += 1
        self.notice.hide()
        kept = self.view.remembered()
        scrolled = self.view.verticalScrollBar().value()
        total = page.total if page.total is not None else len(page.rows)
        same = total == self._model.total
        self._model.start(total, page.rows)
        if same:
            self.view.verticalScrollBar().setValue(scrolled)
        self.view.recall(kept)
        self._on_view_ticked()
        self._count.setText(tr("{count} customers", count=f"{total:,}"))
        self._empty.setText(self._empty_text(total))

    def _empty_text(self, total: int) -> str:
        if total:
            return ""
        if self.filters.filtering:
            return tr("Nobody matches; clear the filters to see everybody.")
        return tr("Add the first customer, or import a list.")

    def _on_failed(self, problem: Problem) -> None:
        self.notice.say(str(problem), action=tr("Try again"))

    def _on_model_block_wanted(self, block: int) -> None:
        self._bridge.ask(
            customer_list.page,
            query=self._query(block),
            then=partial(self._on_block, self._shown, block),
            failed=partial(self._on_block_failed, block),
            key=("block", block),
        )

    def _on_block(self, shown: int, block: int, page: customer_list.CustomerPage) -> None:
        if shown == self._shown:  # else another list is shown by now
            self._model.put_block(block, page.rows)

    def _on_block_failed(self, block: int, problem: Problem) -> None:
        self._model.give_up_block(block)
        self._on_failed(problem)

    def _on_view_sort_chosen(self, sort: str) -> None:
        self._sort = sort
        self.view.show_sort(sort or DEFAULT_SORT)
        self.reload()

    def _on_view_opened(self, shown: customer_list.CustomerRow) -> None:
        self.customer_opened.emit(shown.id)

    def _on_view_ticked(self) -> None:
        rows = self._ticked_rows()
        self._ticked.setText(tr("{count} selected", count=len(rows)) if rows else "")
        self._edit.setVisible(len(rows) == 1)
        self._remove.setVisible(bool(rows))
        self._untick.setVisible(bool(rows))

    def _ticked_rows(self) -> Sequence[customer_list.CustomerRow]:
        return self.view.ticked_rows

    def _on_edit_clicked(self) -> None:
        rows = self._ticked_rows()
        if rows:
            self.edit_requested.emit(rows[0].id)

    def _on_remove_clicked(self) -> None:
        ids = [shown.id for shown in self._ticked_rows()]
        if ids and self.confirm_removal(len(ids)):
            self._bridge.do(
                customers.remove,
                customer_ids=ids,
                then=self._on_removed,
                refused=self._on_failed,
            )

    def confirm_removal(self, count: int) -> bool:
        """Ask before customers go into the trash; tests answer for the person."""
        question = QMessageBox(self)
        question.setIcon(QMessageBox.Icon.Warning)
        question.setText(tr("Put {count} customers into the trash?", count=count))
        question.setInformativeText(
            tr("Their deals go with them. You can undo this from the history.")
        )
        go = question.addButton(tr("Put into the trash"), QMessageBox.ButtonRole.DestructiveRole)
        question.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        question.exec()
        return question.clickedButton() is go

    def _on_removed(self, result: BulkResult) -> None:
        self.view.clearSelection()
        if result.refused:
            self.notice.say(result.refused[0].text)
        if result.done:
            self.said.emit(tr("{count} customers put into the trash", count=len(result.done)), 0)

    def _on_find_activated(self) -> None:
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if not changes.touches("customer"):
            return
        if self.isVisible():
            self.reload()
        else:
            self._stale = True
