"""Who looks like the customer being typed in: same phone, ID number or name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from loancrm_desktop.services.look_alikes import LookAlike
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.icon_mark import IconMark
from loancrm_desktop.ui.widgets.marks import Avatar
from loancrm_desktop.ui.widgets.parts import (
    button,
    clear_layout,
    column,
    frame,
    label,
    row,
    scrolled,
    set_state,
)

WIDTH = 272
_LOOKED_AT = ("phone", "id_number", "name")


class LookAlikePanel(QFrame):
    """The look-alikes beside a form.

    Signals:
        opened: one of them is to be opened (id).
        merge_requested: one of them is the same person (id).
        other_person_requested: the number is that of another person all the same.
    """

    opened = Signal(int)
    merge_requested = Signal(int)
    other_person_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setFixedWidth(round(WIDTH * (1 + (theme.current().text_scale - 1) * 0.4)))
        self.alikes: tuple[LookAlike, ...] = ()
        self._can_merge = False
        self._badge = label(role="badge")
        holder = QWidget()
        self._cards = QVBoxLayout(holder)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(8)
        self._hint = label(
            tr("Phone, ID number and name are looked up among all customers while you type."),
            role="caption",
            wrap=True,
        )
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(16, 14, 16, 14)
        inner.setSpacing(10)
        inner.addLayout(row(label(tr("Duplicates"), font="bodyStrong"), None, self._badge))
        inner.addWidget(holder)
        inner.addWidget(self._hint)
        inner.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(content))
        self.show_alikes(())

    @property
    def shown(self) -> int:
        """How many are shown."""
        return len(self.alikes)

    @property
    def by_number(self) -> LookAlike | None:
        """The first with the same phone or ID number."""
        return next((each for each in self.alikes if each.why != "name"), None)

    def show_alikes(self, alikes: Sequence[LookAlike], *, can_merge: bool = False) -> None:
        """Show the customers that look alike; a saved record can be merged with one of them."""
        self.alikes = tuple(alikes)
        self._can_merge = can_merge
        clear_layout(self._cards)
        for alike in alikes:
            self._cards.addWidget(self._card(alike))
        found = tr("{count} may be the same", count=len(alikes)) if alikes else tr("None found")
        self._badge.setText(found)
        set_state(self._badge, "warning" if alikes else "")

    def _card(self, alike: LookAlike) -> QWidget:
        card = frame("card")
        words = column(ElidedLabel(alike.title, font="bodyStrong"), spacing=0)
        words.addWidget(ElidedLabel(alike.owner_name or tr("no owner"), role="secondary"))
        head = row(Avatar(alike.title, 28))
        head.addLayout(words, 1)
        layout = column(margins=(12, 10, 12, 10), spacing=4)
        layout.addLayout(head)
        names = {"phone": tr("Phone"), "id_number": tr("ID number"), "name": tr("Name")}
        for key in _LOOKED_AT:
            if key == alike.why:
                same = row(
                    label(names[key], role="secondary"), IconMark("alert", "warningText", 14)
                )
                same.addWidget(label(tr("exactly the same"), role="warning"))
                same.addStretch(1)
                layout.addLayout(same)
        layout.addWidget(self._actions(alike))
        card.setLayout(layout)
        return card

    def _actions(self, alike: LookAlike) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, spacing=6)
        if alike.customer_id is not None:
            look = button(tr("Open"), size="small")
            look.setObjectName(str(alike.customer_id))
            look.clicked.connect(self._on_open_clicked)
            flow.addWidget(look)
            if self._can_merge:
                merge = button(tr("Compare and merge"), icon="swap", size="small")
                merge.setObjectName(str(alike.customer_id))
                merge.clicked.connect(self._on_merge_clicked)
                flow.addWidget(merge)
        if alike.why != "name":
            other = button(tr("Same number, another person"), size="small")
            other.clicked.connect(self.other_person_requested)
            flow.addWidget(other)
        holder.setVisible(flow.count() > 0)
        return holder

    def _on_open_clicked(self) -> None:
        self.opened.emit(int(self.sender().objectName()))

    def _on_merge_clicked(self) -> None:
        self.merge_requested.emit(int(self.sender().objectName()))
