"""What the page of the shared pool shows: customers of nobody, since when and why, and the limits."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from loancrm_desktop import display
from loancrm_desktop.errors import Problem, Refused
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.services.ownership.pool import PoolPage, PoolRow
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.conditions.chips import FilterChips
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.ownership.cut_text_delegate import CutTextDelegate
from loancrm_desktop.ui.panel_parts import table
from loancrm_desktop.ui.records.table_model import Column, RowsTableModel
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import PageHeader, button, column, frame, label, row
from loancrm_desktop.ui.widgets.skeleton import LATE_MS, Skeleton
from loancrm_desktop.ui.widgets.states import StateView

_ROWS, _STATE, _WAIT = range(3)
_SEARCHED = ("name", "region", "remark")
_SEARCHED_BY_FEW = ("region",)
"""Who does not see all customers is not to try names out."""


class PoolFace(QWidget):
    """What the pool's page shows, without what it does.

    Signals:
        said: a sentence, and the journal number that undoes it or 0.
        customer_opened: open this customer's page (id).
        settings_requested: show a section of the settings (its key).
    """

    said = Signal(str, int)
    customer_opened = Signal(int)
    settings_requested = Signal(str)

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._bridge, self._words = bridge, words
        self.page: PoolPage | None = None
        self.header = PageHeader(tr("Shared pool"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Find in the pool"))
        self.search.setAccessibleName(tr("Find in the pool"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(220)
        self.search.setMaximumWidth(260)
        self.conditions = FilterChips(bridge, words, "customer")
        self.limits = label(role="secondary")
        self.claim = button(tr("Claim"), kind="primary", icon="user-plus", tip="C")
        self.give = button(tr("Give to …"), icon="users", tip="A")
        self.rules = button(tr("Rules of the pool"), kind="ghost", icon="sliders")
        self.notice = Notice()
        columns = self._columns()
        self.model = RowsTableModel(columns, self._cell_text, self)
        self.view = table(self.model, columns, tr("Customers in the shared pool"))
        self._delegate = CutTextDelegate(self.view)
        self.view.setItemDelegate(self._delegate)
        self.view.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.state = StateView()
        self._skeleton = Skeleton()
        self._skeleton.show_rows(0, (140, 120, 120, 110, 90, 100, 0))
        self._stack = QStackedWidget()
        for each in (self.view, self.state, self._skeleton):
            self._stack.addWidget(each)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(LATE_MS)
        self._late.timeout.connect(self._on_late_timeout)
        self._lay_out()

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("title", tr("Customer"), 110),
            Column("phone", tr("Phone no."), 120),
            Column("product_type", tr("Product"), 96),
            Column("amount", tr("Amount"), 90, right=True),
            Column("region", tr("Region"), 96),
            Column("since", tr("In the pool since"), 140),
            Column("why", tr("Why"), 0),
            Column("last_owner", tr("Last owner"), 90),
            Column("last_contact", tr("Last contact"), 90),
            Column("claimable", tr("For you"), 96),
        )

    def _lay_out(self) -> None:
        for part in (self.rules, self.give, self.claim):
            self.header.add_action(part)
        toolbar = frame("toolbar")
        bar = row(self.search, self.conditions, self.limits, margins=(16, 6, 16, 6), spacing=12)
        bar.setStretchFactor(self.conditions, 1)
        toolbar.setLayout(bar)
        content = QVBoxLayout()
        content.setContentsMargins(16, 12, 16, 16)
        content.setSpacing(8)
        content.addWidget(self.notice)
        content.addWidget(self._stack, 1)
        whole = column(self.header, toolbar, spacing=0)
        whole.addLayout(content, 1)
        self.setLayout(whole)

    def where(self) -> dict[str, Any] | None:
        """Answer which customers of the pool are wanted."""
        parts = [self.conditions.where()]
        typed = self.search.text().strip()
        if typed:
            keys = _SEARCHED if self._bridge.actor.rights.scope == "all" else _SEARCHED_BY_FEW
            known = self._words.fields("customer")
            ways = [
                {"field": key, "op": "contains", "value": typed} for key in keys if key in known
            ]
            parts.append({"any": ways})
        wanted = [part for part in parts if part]
        if len(wanted) > 1:
            return {"all": wanted}
        return wanted[0] if wanted else None

    def show_page(self, page: PoolPage) -> None:
        """Show the first block of the pool."""
        self._late.stop()
        self.page = page
        before = self.chosen_ids()
        self.model.start(page.total, page.rows)
        for customer_id in before:
            at = self.model.row_of(customer_id)
            if at is not None:
                self.view.selectRow(at)
        self.header.set_status(tr("{count} customers of nobody", count=f"{page.total:,}"))
        self.limits.setText(
            tr(
                "You may claim {left} of {limit} more today and have room for {room} of {held}.",
                left=page.claims_left,
                limit=page.claims_per_day,
                room=page.room_left,
                held=page.held_most,
            )
        )
        if page.total:
            self._stack.setCurrentIndex(_ROWS)
            if self.view.currentIndex().row() < 0:
                self.view.setCurrentIndex(self.model.index(0, 0))
        else:
            self._show_empty()

    def show_problem(self, problem: Problem) -> None:
        """Say why there are no rows."""
        self._late.stop()
        if isinstance(problem, Refused) and problem.forbidden:
            self.state.show_no_right(tr("The pool is not open to your role"), str(problem))
        else:
            self.state.show_error(tr("The pool could not be read"), str(problem))
        self._stack.setCurrentIndex(_STATE)

    def wait(self) -> None:
        """Show grey shapes if the answer takes longer than a blink."""
        if self.page is None:
            self._late.start()

    def chosen_ids(self) -> list[int]:
        """Answer the customers chosen in the table, in its order."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        found = [self.model.peek(at) for at in rows]
        return [each.id for each in found if each is not None]

    def _show_empty(self) -> None:
        if self.where() is not None:
            clear = button(tr("Clear filters"), kind="primary")
            clear.clicked.connect(self.clear_filters)
            self.state.show_empty(
                "filter",
                tr("Nobody in the pool is like that"),
                tr("Take conditions or words away to see more of the pool."),
                [clear],
            )
        else:
            self.state.show_empty(
                "inbox",
                tr("The pool is empty"),
                tr(
                    "Customers come here when nobody gets in touch for as long as the rules allow, "
                    "when somebody puts them here, or when somebody leaves."
                ),
            )
        self._stack.setCurrentIndex(_STATE)

    def clear_filters(self) -> None:
        """Take search and conditions away."""
        self.conditions.set_where(None)
        self.search.clear()
        self.conditions.changed.emit()

    def _on_late_timeout(self) -> None:
        self._stack.setCurrentIndex(_WAIT)

    def _cell_text(self, each: PoolRow, key: str) -> str:
        special = {
            "product_type": name_of("product_type", each.product_type or ""),
            "amount": _amount(each),
            "since": "" if each.since is None else display.time_exact(each.since),
            "why": self._why(each),
            "last_owner": self._words.person_name(each.last_owner_id),
            "last_contact": _relative(each),
            "claimable": _claimable(each),
            "region": each.region or "",
        }
        return special[key] if key in special else str(getattr(each, key) or "")

    def _why(self, each: PoolRow) -> str:
        cause = name_of("owner_cause", each.cause) if each.cause else ""
        if cause and each.why:
            return tr("{cause}: {why}", cause=cause, why=each.why)
        return cause


def _amount(each: PoolRow) -> str:
    fen = each.requested_amount_fen
    return "" if fen is None else display.money_short(fen)


def _relative(each: PoolRow) -> str:
    at = each.last_contact_at
    return tr("never") if at is None else display.time_relative(at, system_clock())


def _claimable(each: PoolRow) -> str:
    if each.claimable_at is None:
        return tr("may be claimed")
    return tr("from {time}", time=display.time_exact(each.claimable_at))
