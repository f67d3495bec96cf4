"""Beside the timeline: who looks along at the customer, and whose the customer was."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.services.ownership.collaborators import CollaboratorRow
from loancrm_desktop.services.ownership.overview import Overview
from loancrm_desktop.services.ownership.transfer import OwnerChangeRow
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.ownership import page_words
from loancrm_desktop.ui.ownership.share_popover import SharePopover
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.icon_mark import IconMark
from loancrm_desktop.ui.widgets.parts import (
    button,
    clear_layout,
    column,
    icon_button,
    label,
    line,
    row,
)

SHOWN_CHANGES = 4


class OwnershipPanel(QWidget):
    """Two short lists.

    Signals:
        share_asked: somebody is to look along (person id, datetime).
        unshare_asked: somebody is to look along no more (number of the row).
    """

    share_asked = Signal(int, object)
    unshare_asked = Signal(int)

    def __init__(self, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._seen = Overview(0, (), (), None, None)
        self._may_share = False
        self._owner_id: int | None = None
        self._all = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(14, 0, 14, 12)
        self._layout.setSpacing(6)

    def show_overview(self, seen: Overview, owner_id: int | None, *, may_share: bool) -> None:
        """Show a customer's."""
        if seen.customer_id != self._seen.customer_id:
            self._all = False
        self._seen, self._owner_id, self._may_share = seen, owner_id, may_share
        self._show()

    def ask_share(self) -> None:
        """Ask who is to look along."""
        taken = {each.user_id for each in self._seen.collaborators if not each.expired}
        offered = [
            (person_id, name)
            for person_id, name in self._words.links("person")
            if person_id != self._owner_id and person_id not in taken
        ]
        shown = SharePopover(offered, self)
        shown.asked.connect(self.share_asked)
        shown.closed.connect(shown.deleteLater)
        shown.open_at(self.add)

    def _show(self) -> None:
        clear_layout(self._layout)
        self._layout.addWidget(line())
        self.add = icon_button("user-plus", tr("Add a collaborator"))
        self.add.clicked.connect(self._on_add_clicked)
        title = label(tr("Collaborators"), font="bodyStrong")
        self._layout.addLayout(row(title, None, self.add))
        self.add.setVisible(self._may_share)  # once it has a parent, else it is a window
        alive = [each for each in self._seen.collaborators if not each.expired]
        for each in alive:
            self._layout.addLayout(self._collaborator(each))
        if not alive:
            self._layout.addWidget(label(tr("Nobody looks along."), role="caption"))
        self._layout.addWidget(line())
        self._layout.addWidget(label(tr("Owner history"), font="bodyStrong"))
        self._add_changes(self._seen.history)
        self._layout.addStretch(1)

    def _collaborator(self, each: CollaboratorRow) -> QVBoxLayout:
        name = ElidedLabel(self._words.person_name(each.user_id) or "—")
        until = label(tr("until {time}", time=display.time_exact(each.until)), role="caption")
        words = column(name, until, spacing=0)
        whole = QVBoxLayout()
        inside = row(IconMark("eye"), spacing=8)
        inside.addLayout(words, 1)
        if self._may_share:
            remove = icon_button(
                "x", tr("{name} looks along no more", name=self._words.person_name(each.user_id))
            )
            remove.setObjectName(str(each.id))
            remove.clicked.connect(self._on_remove_clicked)
            inside.addWidget(remove)
        whole.addLayout(inside)
        return whole

    def _add_changes(self, changes: Sequence[OwnerChangeRow]) -> None:
        shown = changes if self._all else changes[:SHOWN_CHANGES]
        for change in shown:
            self._layout.addLayout(self._change(change))
        if not changes:
            self._layout.addWidget(
                label(tr("The owner has never changed."), role="caption", wrap=True)
            )
        if len(changes) > len(shown):
            more = button(tr("Show all {count}", count=len(changes)), kind="link", size="small")
            more.clicked.connect(self._on_more_clicked)
            self._layout.addLayout(row(more, None))

    def _change(self, change: OwnerChangeRow) -> QVBoxLayout:
        said = ElidedLabel(page_words.change_of(change, self._words))
        when = display.time_relative(change.at, system_clock())
        parts = [name_of("owner_cause", change.cause), when]
        if change.to_owner_id is not None and change.cause in ("transfer", "leaver", "assign"):
            parts.append(tr("read") if change.acknowledged_at is not None else tr("not read yet"))
        hint = ElidedLabel(page_words.SEPARATOR.join(parts), role="caption", font="caption")
        lines = column(said, hint, spacing=0)
        if change.reason:
            lines.addWidget(label(change.reason, role="secondary", wrap=True))
        return lines

    def _on_add_clicked(self) -> None:
        self.ask_share()

    def _on_remove_clicked(self) -> None:
        self.unshare_asked.emit(int(self.sender().objectName()))

    def _on_more_clicked(self) -> None:
        self._all = True
        self._show()
