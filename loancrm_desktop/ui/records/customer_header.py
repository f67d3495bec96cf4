"""The top of a customer's page: who it is, whose, and the acts that matter most."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from loancrm_desktop import display
from loancrm_desktop.services.customer_sheet import CustomerSheet
from loancrm_desktop.services.deals import DealCard
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.services.ownership.returning import Countdown
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.ownership import page_words
from loancrm_desktop.ui.records.call_popover import CallPopover
from loancrm_desktop.ui.records.happenings import next_stage
from loancrm_desktop.ui.records.tags_popover import TagsPopover
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.marks import Avatar
from loancrm_desktop.ui.widgets.parts import (
    button,
    column,
    icon_button,
    label,
    line,
    row,
    set_caption,
)
from loancrm_desktop.ui.widgets.tag_chips import TagChips

_AVATAR = 44
_NAME_KEPT, _TAGS_KEPT = 170, 48


class CustomerHeader(QFrame):
    """Name, level, tags, owner; back, previous and next, call, move on, more.

    Signals:
        back_requested: back to where the person came from.
        stepped: the previous (-1) or next (+1) customer of the list.
        advance_requested: the deal is to move on.
        log_requested: a call is to be written down.
        tags_changed: the tags are to be these (list of str).
        hand_over_requested: somebody else is to look after the customer.
        side_clicked: in a narrow window the other column is wanted.
    """

    back_requested = Signal()
    stepped = Signal(int)
    advance_requested = Signal()
    log_requested = Signal()
    tags_changed = Signal(list)
    hand_over_requested = Signal()
    side_clicked = Signal()

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "pageTop")
        self._bridge = bridge
        self._words = words
        self._sheet: CustomerSheet | None = None
        self.setLayout(self._build())

    def _build(self) -> QHBoxLayout:
        back = icon_button("arrow-left", tr("Back (Alt+←)"))
        back.clicked.connect(self.back_requested)
        self._avatar = Avatar("", _AVATAR)
        layout = row(back, self._avatar, spacing=12)
        layout.addLayout(self._build_words(), 1)
        self._before = icon_button("up", tr("Previous customer of the list ([)"))
        self._before.clicked.connect(self._on_before_clicked)
        self._after = icon_button("down", tr("Next customer of the list (])"))
        self._after.clicked.connect(self._on_after_clicked)
        self._divider = line(vertical=True)
        self.call = button(tr("Call"), icon="phone")
        self.call.clicked.connect(self.ask_call)
        self.advance = button("", kind="primary", icon="arrow-right", tip="Ctrl+→")
        self.advance.clicked.connect(self.advance_requested)
        self._side = icon_button("panel-right", tr("Tasks and deals, or facts"))
        self._side.clicked.connect(self.side_clicked)
        self._side.hide()
        self.more = icon_button("more", tr("More"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setProperty("kind", "boxed")
        steps = (self._before, self._after, self._divider)
        for part in (*steps, self.call, self.advance, self._side, self.more):
            layout.addWidget(part)
        return layout

    def _build_words(self) -> Any:
        self._name = ElidedLabel(font="headline")
        self._name.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._level = label(role="badge")
        self._level.setProperty("state", "warning")
        self._status = label(role="badge")
        self._status.setProperty("state", "accent")
        self.pool = label(role="badge")
        self.pool.setProperty("state", "warning")
        self.pool.hide()
        self._tags = TagChips()
        self.add_tag = icon_button("plus", tr("Add or remove tags"))
        self.add_tag.clicked.connect(self._on_add_tag_clicked)
        first = row(
            *(self._name, self._level, self._status, self.pool, self._tags, self.add_tag, None),
            spacing=8,
        )
        first.setStretch(0, 0)
        self._about = ElidedLabel(role="secondary")
        self.hand_over = button(tr("Hand over"), kind="link")
        self.hand_over.clicked.connect(self.hand_over_requested)
        second = row(self._about, self.hand_over, None, spacing=4)
        words = column(spacing=0)
        words.addLayout(first)
        words.addLayout(second)
        return words

    @property
    def name(self) -> str:
        """The name shown."""
        return self._name.text()

    @property
    def about(self) -> str:
        """The line below the name."""
        return self._about.text()

    def set_menu(self, menu: QMenu) -> None:
        """Put a menu behind the three dots."""
        self.more.setMenu(menu)

    def show_sheet(self, sheet: CustomerSheet, deal: DealCard | None) -> None:
        """Show a customer and the deal that counts."""
        self._sheet = sheet
        values = sheet.values
        name = str(values.get("name") or "")
        self._name.setText(name)
        self._name.setMinimumWidth(min(self._name.sizeHint().width(), _NAME_KEPT))
        self._avatar.show_name(name)
        level, status = values.get("level"), values.get("status")
        self._level.setText(name_of("level", str(level or "")))
        self._level.setVisible(bool(level))
        self._status.setText(name_of("status", str(status or "")))
        self._status.setVisible(bool(status))
        tags = [str(tag) for tag in values.get("tags") or ()]
        self._tags.show_tags(tags)
        room = round(_TAGS_KEPT * theme.current().text_scale)
        self._tags.setMinimumWidth(room if tags else 0)
        locked = self._words.read_only("customer")
        self.add_tag.setVisible("tags" not in locked)
        self._about.setText(self._say_about(values, deal))
        may_give = self._bridge.actor.rights.allows("customers.assign")
        self.hand_over.setVisible(
            may_give and "owner" not in locked and len(self._words.links("person")) > 1
        )
        self.call.setEnabled(bool(values.get("phone")))
        ahead = None if deal is None else next_stage(deal, self._words)
        self.advance.setVisible(ahead is not None)
        if deal is not None and ahead is not None:
            stage = self._words.stage_name(ahead, deal.process_id)
            set_caption(self.advance, tr("Move on to {stage}", stage=stage))

    def show_place(self, before: int | None, after: int | None) -> None:
        """Say whether there is a customer before and after in the list one came from."""
        for step, neighbour in ((self._before, before), (self._after, after)):
            step.setEnabled(neighbour is not None)
            step.setVisible(before is not None or after is not None)
        self._divider.setVisible(before is not None or after is not None)

    def show_side_button(self, *, needed: bool) -> None:
        """Offer the column that is folded away."""
        self._side.setVisible(needed)

    def show_countdown(self, countdown: Countdown | None) -> None:
        """Say when the customer returns to the pool, once it is time to warn of it."""
        warned = countdown is not None and countdown.warned
        self.pool.setVisible(warned)
        if countdown is not None and warned:
            self.pool.setText(page_words.countdown_of(countdown.days_left))
            self.pool.setToolTip(page_words.why_countdown(countdown))

    def _say_about(self, values: Mapping[str, Any], deal: DealCard | None) -> str:
        facts = [
            "" if deal is None else deal.ref,
            self._words.channel_name(values.get("channel")),
            _entered(values.get("created_at")),
            tr("owner {name}", name=self._words.person_name(values.get("owner")) or "—"),
        ]
        return " · ".join(fact for fact in facts if fact)

    def _on_before_clicked(self) -> None:
        self.stepped.emit(-1)

    def _on_after_clicked(self) -> None:
        self.stepped.emit(1)

    def ask_call(self) -> None:
        """Offer to call the customer."""
        sheet = self._sheet
        if sheet is None:
            return
        shown = CallPopover(self._bridge, self)
        masked = str(sheet.values.get("phone") or "")
        shown.show_number(sheet.id, masked, revealable="phone" in sheet.revealable)
        shown.log_requested.connect(self.log_requested)
        shown.closed.connect(shown.deleteLater)
        shown.open_at(self.call)

    def _on_add_tag_clicked(self) -> None:
        tags = () if self._sheet is None else self._sheet.values.get("tags") or ()
        shown = TagsPopover([str(tag) for tag in tags], self)
        shown.changed.connect(self.tags_changed)
        shown.closed.connect(shown.deleteLater)
        shown.open_at(self.add_tag)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt names it so
        """Give way: names and tags are shortened before buttons are."""
        return QSize(0, super().minimumSizeHint().height())


def _entered(created_at: Any) -> str:
    if not created_at:
        return ""
    moment = datetime.fromisoformat(str(created_at))
    today = display.office_time(system_clock()).date()
    day = display.date_short(display.office_time(moment).date(), today)
    return tr("entered {day}", day=day)
