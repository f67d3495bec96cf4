"""Who looks like the customer being typed in: same phone, ID number or name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from loancrm_desktop.services.look_alikes import LookAlike
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.widgets.marks import Avatar
from loancrm_desktop.ui.widgets.parts import (
    button,
    clear_layout,
    column,
    frame,
    label,
    row,
    set_role,
    set_state,
)


class LookAlikePanel(QFrame):
    """The look-alikes beside a form.

    Signals:
        opened: one of them is to be opened (id).
    """

    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setFixedWidth(296)
        self.shown = 0
        self._badge = label(role="badge")
        self._cards = QVBoxLayout()
        self._cards.setSpacing(8)
        hint = label(
            tr("Phone, ID number and name are looked up among all customers while you type."),
            role="caption",
            wrap=True,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addLayout(row(label(tr("Duplicates"), font="bodyStrong"), None, self._badge))
        layout.addLayout(self._cards)
        layout.addWidget(hint)
        layout.addStretch(1)
        self.show_alikes(())

    def show_alikes(self, alikes: Sequence[LookAlike]) -> None:
        """Show the customers that look alike."""
        self.shown = len(alikes)
        clear_layout(self._cards)
        for alike in alikes:
            self._cards.addWidget(self._card(alike))
        found = tr("{count} may be the same", count=len(alikes)) if alikes else tr("None found")
        self._badge.setText(found)
        set_state(self._badge, "warning" if alikes else "")

    def _card(self, alike: LookAlike) -> QWidget:
        card = frame("card")
        why = label(_why(alike.why), font="caption")
        set_role(why, "warning")
        owner = label(alike.owner_name or tr("no owner"), role="caption")
        words = column(label(alike.title, font="bodyStrong"), owner, why, spacing=1)
        layout = row(Avatar(alike.title, 28), margins=(12, 10, 12, 10))
        layout.addLayout(words, 1)
        if alike.customer_id is not None:
            look = button(tr("Open"), size="small")
            look.setObjectName(str(alike.customer_id))
            look.clicked.connect(self._on_open_clicked)
            layout.addWidget(look)
        card.setLayout(layout)
        return card

    def _on_open_clicked(self) -> None:
        self.opened.emit(int(self.sender().objectName()))


def _why(why: str) -> str:
    words = {
        "phone": tr("Same phone"),
        "id_number": tr("Same ID number"),
        "name": tr("Same name"),
    }
    return words.get(why, why)
