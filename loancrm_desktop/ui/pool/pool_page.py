"""The shared pool: looked through, claimed within the limits, given out by who may."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services.lists import BulkResult
from loancrm_desktop.services.ownership import pool
from loancrm_desktop.services.ownership.pool import Claimed, PoolPage, PoolRow
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_command, add_letter
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.ownership.give_out_popover import GiveOutPopover
from loancrm_desktop.ui.pool.pool_face import PoolFace
from loancrm_desktop.ui.records.table_model import BLOCK_ROWS

SEARCH_PAUSE_MS = 250
_TABLES = ("customer", "owner_change", "design")


class SharedPoolPage(PoolFace):
    """The page, with what can be done on it."""

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(bridge, words, parent)
        rights = bridge.actor.rights
        self._may_claim = rights.allows("customers.add") and rights.allows("customers.edit")
        self._may_give = rights.allows("customers.assign")
        self._seqs: dict[str, int] = {}
        self._claiming: list[int] = []
        self._claimed: list[Claimed] = []
        self._texts: list[str] = []
        self.popover: GiveOutPopover | None = None
        self.claim.setVisible(self._may_claim)
        self.give.setVisible(self._may_give)
        self.rules.setVisible(rights.allows("office.edit"))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_PAUSE_MS)
        self._pause.timeout.connect(self.reload)
        self._connect()
        self._add_commands()

    def _connect(self) -> None:
        self.claim.clicked.connect(self.claim_chosen)
        self.give.clicked.connect(self.ask_give)
        self.rules.clicked.connect(self._on_rules_clicked)
        self.search.textChanged.connect(self._pause.start)
        self.conditions.changed.connect(self.reload)
        self.state.retry_requested.connect(self.reload)
        self.model.block_wanted.connect(self._on_model_block_wanted)
        self.view.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.view.doubleClicked.connect(self._on_view_double_clicked)
        self._bridge.changed.connect(self._on_bridge_changed)
        self._words.loaded.connect(self._on_words_loaded)
        self._on_selection_changed()

    def _add_commands(self) -> None:
        if self._may_claim:
            claim = Command("pool.claim", tr("Claim"), "C", "user-plus", "customer")
            add_letter(self.view, self, claim, self.claim_chosen)
        if self._bridge.actor.rights.scope == "all":
            shown = Command("pool.open", tr("Open customer"), ("Return", "Enter"), "user")
            add_letter(self.view, self, shown, self.open_chosen)
        if self._may_give:
            give = Command("pool.give", tr("Give to …"), "A", "users", "customer")
            add_letter(self.view, self, give, self.ask_give)
        find = Command("pool.find", tr("Find in the pool"), "Ctrl+F", "search", "edit")
        add_command(self, find, self.search.setFocus)

    def reload(self) -> None:
        """Read the pool again."""
        self.wait()
        self._bridge.ask(
            pool.pool,
            where=self.where(),
            limit=BLOCK_ROWS,
            then=self.show_page,
            failed=self.show_problem,
            key="pool",
        )

    def claim_chosen(self) -> None:
        """Claim what is chosen, one after the other, as far as the limits go."""
        ids = self.chosen_ids()
        if not ids or self._claiming:
            return
        self.notice.hide()
        self._claiming, self._claimed, self._texts = ids, [], []
        for customer_id in ids:
            self._bridge.do(
                pool.claim,
                customer_id=customer_id,
                then=self._on_claimed,
                refused=self._on_claim_refused,
            )

    def ask_give(self) -> None:
        """Ask who gets what is chosen."""
        ids = self.chosen_ids()
        if not ids:
            return
        self.popover = GiveOutPopover(self._bridge, len(ids), self)
        self.popover.chosen.connect(self._on_popover_chosen)
        self.popover.closed.connect(self._on_popover_closed)
        self.popover.open_at(self.give)

    def open_chosen(self) -> None:
        """Open the customer the keyboard is on, for who sees all customers."""
        self._on_view_double_clicked(self.view.currentIndex())

    def showEvent(self, event: QShowEvent) -> None:
        """Read the pool each time it is looked at."""
        super().showEvent(event)
        self.view.setFocus()
        self.reload()

    def _on_claimed(self, claimed: Claimed) -> None:
        self._claimed.append(claimed)
        self._one_less()

    def _on_claim_refused(self, problem: Problem) -> None:
        self._texts.append(str(problem))
        self._one_less()

    def _one_less(self) -> None:
        if len(self._claimed) + len(self._texts) < len(self._claiming):
            return
        self._claiming = []
        if self._texts:
            self.notice.say("\n".join(dict.fromkeys(self._texts)), "warning")
        if len(self._claimed) == 1:
            left = self._claimed[0].claims_left
            said = tr("The customer is yours now; {count} more today", count=left)
            self.said.emit(said, self._seqs.get("ownership.claim", 0))
            if not self._texts:
                self.customer_opened.emit(self._claimed[0].id)
        elif self._claimed:
            self.said.emit(tr("{count} customers are yours now", count=len(self._claimed)), 0)
        self.reload()

    def _on_popover_chosen(self, person_id: int) -> None:
        name = self._words.person_name(person_id)
        self._bridge.do(
            pool.give_out,
            customer_ids=self.chosen_ids(),
            to_id=person_id,
            then=partial(self._on_given, name),
            refused=self._on_refused,
        )

    def _on_given(self, name: str, result: BulkResult) -> None:
        if result.refused:
            self.notice.say("\n".join(each.text for each in result.refused), "warning")
        if result.done:
            said = tr("{count} customers given to {name}", count=len(result.done), name=name)
            self.said.emit(said, self._seqs.get("ownership.give_out", 0))
        self.reload()

    def _on_popover_closed(self) -> None:
        if self.popover is not None:
            self.popover.deleteLater()
            self.popover = None

    def _on_refused(self, problem: Problem) -> None:
        self.notice.say(str(problem))

    def _on_rules_clicked(self) -> None:
        self.settings_requested.emit("pool")

    def _on_view_double_clicked(self, index: QModelIndex) -> None:
        found = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(found, PoolRow) and self._bridge.actor.rights.scope == "all":
            self.customer_opened.emit(found.id)

    def _on_selection_changed(self) -> None:
        count = len(self.view.selectionModel().selectedRows())
        left = 0 if self.page is None else min(self.page.claims_left, self.page.room_left)
        self.claim.setEnabled(count > 0 and left > 0)
        self.claim.setToolTip(
            tr("You may claim no more today") if self.page is not None and not left else "C"
        )
        self.give.setEnabled(count > 0)

    def _on_model_block_wanted(self, block: int) -> None:
        self._bridge.ask(
            pool.pool,
            where=self.where(),
            limit=BLOCK_ROWS,
            offset=block * BLOCK_ROWS,
            then=partial(self._on_block, block),
            failed=partial(self._on_block_failed, block),
            key=("block", block),
        )

    def _on_block(self, block: int, page: PoolPage) -> None:
        self.model.put_block(block, page.rows)

    def _on_block_failed(self, block: int, problem: Problem) -> None:
        self.model.give_up_block(block)
        self.notice.say(str(problem))

    def _on_words_loaded(self) -> None:
        self.view.viewport().update()

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.seq and changes.initiator == self._bridge.actor.window:
            self._seqs[changes.operation] = changes.seq
        if changes.touches(*_TABLES) and self.isVisible() and not self._claiming:
            self._pause.start()
