"""What a customer's page shows and does of ownership: page, countdown, history, collaborators."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services.customer_sheet import CustomerSheet
from loancrm_desktop.services.lists import BulkResult
from loancrm_desktop.services.ownership import collaborators, hand_over, overview, pool
from loancrm_desktop.services.ownership.overview import Overview
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.ownership.hand_over_card import HandOverCard
from loancrm_desktop.ui.ownership.ownership_panel import OwnershipPanel
from loancrm_desktop.ui.ownership.transfer_dialog import TransferDialog
from loancrm_desktop.ui.widgets.confirm_dialog import ConfirmDialog, Question


class CustomerOwnership(QObject):
    """Reads and acts for one customer's page.

    Signals:
        said: a sentence, and the journal number that undoes it or 0.
        refused: a Problem to be said on the page.
        shown: another overview is here (Overview).
        left: the customer is not to be seen here any more.
    """

    said = Signal(str, int)
    refused = Signal(object)
    shown = Signal(object)
    left = Signal()

    def __init__(self, bridge: Bridge, words: OfficeWords, page: QWidget) -> None:
        super().__init__(page)
        self._bridge, self._words, self._page = bridge, words, page
        self._sheet: CustomerSheet | None = None
        self._seqs: dict[str, int] = {}
        self.card = HandOverCard(words)
        self.card.acknowledged.connect(self._on_card_acknowledged)
        self.panel = OwnershipPanel(words)
        self.panel.share_asked.connect(self._on_panel_share_asked)
        self.panel.unshare_asked.connect(self._on_panel_unshare_asked)
        self.dialog: TransferDialog | None = None
        bridge.changed.connect(self._on_bridge_changed)

    @property
    def may_hand_over(self) -> bool:
        """Whether this person gives customers to others."""
        return self._bridge.actor.rights.allows("customers.assign")

    @property
    def may_release(self) -> bool:
        """Whether this person may put the customer into the pool."""
        sheet = self._sheet
        pooled = sheet is not None and sheet.values.get("status") == "pool"
        return self._bridge.actor.rights.allows("customers.edit") and not pooled

    def show_sheet(self, sheet: CustomerSheet) -> None:
        """Read what there is about the customer shown."""
        before, self._sheet = self._sheet, sheet
        if before is None or before.id != sheet.id:
            self.card.hide()
        self._bridge.ask(
            overview.overview,
            customer_id=sheet.id,
            then=self._on_overview,
            failed=self._on_unread,
            key="overview",
        )

    def ask_transfer(self) -> TransferDialog | None:
        """Ask who gets the customer."""
        sheet = self._sheet
        if sheet is None or not self.may_hand_over:
            return None
        name = str(sheet.values.get("name") or "")
        self.dialog = TransferDialog(self._bridge, self._words, [sheet.id], name, self._page)
        self.dialog.said.connect(self.said)
        self.dialog.finished.connect(self._on_dialog_finished)
        self.dialog.open()
        return self.dialog

    def ask_release(self) -> ConfirmDialog | None:
        """Ask before the customer goes into the pool."""
        sheet = self._sheet
        if sheet is None:
            return None
        question = Question(
            tr("Put {name} into the shared pool?", name=str(sheet.values.get("name") or "")),
            tr(
                "The customer belongs to nobody then, and anybody may claim it. This can be undone."
            ),
            tr("Put into the pool"),
            loses_something=False,
        )
        asked = ConfirmDialog(question, self._page)
        asked.accepted.connect(self._on_release_confirmed)
        asked.finished.connect(asked.deleteLater)
        asked.open()
        return asked

    def ask_share(self) -> None:
        """Ask who is to look along."""
        if self._sheet is not None:
            self.panel.ask_share()

    def _on_overview(self, seen: Overview) -> None:
        sheet = self._sheet
        if sheet is None or seen.customer_id != sheet.id:
            return
        me = self._bridge.actor.user_id
        owner = sheet.values.get("owner")
        rights = self._bridge.actor.rights
        may_share = rights.allows("customers.edit") and owner is not None
        mine = seen.page is not None and seen.page.to_owner_id == me == owner
        self.card.release()
        self.card.show_page(seen.page, mine=mine)
        self.panel.show_overview(seen, owner, may_share=may_share)
        self.shown.emit(seen)

    def _on_unread(self, problem: Problem) -> None:
        """The page itself says what is wrong with the customer; here nothing is shown then."""
        del problem
        self.card.hide()

    def _on_card_acknowledged(self, change_id: int) -> None:
        self._bridge.do(
            hand_over.acknowledge,
            change_id=change_id,
            then=self._on_acknowledged,
            refused=self._on_refused,
        )

    def _on_acknowledged(self, customer_id: int) -> None:
        del customer_id
        self.card.hide()
        said = tr("Hand-over page acknowledged")
        self.said.emit(said, self._seqs.get("ownership.acknowledge", 0))

    def _on_panel_share_asked(self, person_id: int, until: datetime) -> None:
        sheet = self._sheet
        if sheet is not None:
            self._bridge.do(
                collaborators.share,
                customer_id=sheet.id,
                user_id=person_id,
                until=until,
                then=self._on_shared,
                refused=self._on_refused,
            )

    def _on_shared(self, row_id: int) -> None:
        del row_id
        self.said.emit(tr("Collaborator added"), self._seqs.get("ownership.share", 0))

    def _on_panel_unshare_asked(self, row_id: int) -> None:
        self._bridge.do(
            collaborators.unshare,
            collaborator_id=row_id,
            then=self._on_unshared,
            refused=self._on_refused,
        )

    def _on_unshared(self, customer_id: int) -> None:
        del customer_id
        self.said.emit(tr("Collaborator removed"), self._seqs.get("ownership.unshare", 0))

    def _on_release_confirmed(self) -> None:
        sheet = self._sheet
        if sheet is not None:
            self._bridge.do(
                pool.release,
                customer_ids=[sheet.id],
                then=self._on_released,
                refused=self._on_refused,
            )

    def _on_released(self, result: BulkResult) -> None:
        if result.refused:
            self.said.emit(result.refused[0].text, 0)
            return
        self.said.emit(
            tr("The customer is in the pool now"), self._seqs.get("ownership.release", 0)
        )
        if self._bridge.actor.rights.scope != "all":
            self.left.emit()

    def _on_refused(self, problem: Problem) -> None:
        self.card.release()
        self.refused.emit(problem)

    def _on_dialog_finished(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.seq and changes.initiator == self._bridge.actor.window:
            self._seqs[changes.operation] = changes.seq
        sheet = self._sheet
        if sheet is not None and changes.touches("owner_change", "collaborator"):
            self.show_sheet(sheet)
