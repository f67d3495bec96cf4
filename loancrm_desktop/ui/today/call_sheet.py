"""The customer of next-customer mode: who, why here, what was agreed, the last contacts."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.services.follow_ups import FollowUpRow
from loancrm_desktop.services.tasks import TaskRow
from loancrm_desktop.services.today import QueueItem
from loancrm_desktop.services.today_card import CallCard
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import listed, tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.revealing import Revealing
from loancrm_desktop.ui.today import item_words
from loancrm_desktop.ui.widgets.marks import Avatar, StageBadge
from loancrm_desktop.ui.widgets.masked_field import MaskedValue
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import clear_layout, column, label, row, scrolled, set_role

_SIDE_BY_SIDE_FROM = 620
_FACE = 44


class CallSheet(QWidget):
    """What is known of one item of the queue before the call."""

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._item: QueueItem | None = None
        self.notice = Notice()
        self._face = Avatar(size=_FACE)
        self.name = label(font="title", wrap=True)
        self.need = label(role="secondary", wrap=True)
        self.stage = StageBadge()
        self.phone = MaskedValue(tr("Phone"))
        self._revealing = Revealing(bridge, self)
        self._revealing.attach("phone", self.phone)
        self.why = label(font="bodyStrong", wrap=True)
        self.due = label(wrap=True)
        self.promise = label(wrap=True)
        self._agreed = QVBoxLayout()
        self._contacts = QVBoxLayout()
        for each in (self._agreed, self._contacts):
            each.setSpacing(6)
        self._lay_out()

    def _lay_out(self) -> None:
        first = row(self.name, self.stage, None)
        names = column(spacing=2)
        names.addLayout(first)
        names.addWidget(self.need)
        head = row(self._face, spacing=12)
        head.addLayout(names, 1)
        head.addWidget(self.phone)
        why = column(label(tr("Why now"), role="caption"), self.why, self.due, spacing=4)
        agreed = column(label(tr("Agreed and open"), role="caption"), self.promise, spacing=4)
        agreed.addLayout(self._agreed)
        contacts = column(label(tr("Last contacts"), role="caption"), spacing=4)
        contacts.addLayout(self._contacts)
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pair.setSpacing(12)
        self._pair.addLayout(column(_card(why), _card(agreed), None, spacing=12), 2)
        self._pair.addLayout(column(_card(contacts), None, spacing=12), 3)
        inner = QWidget()
        whole = column(self.notice, spacing=12, margins=(16, 12, 16, 12))
        whole.addLayout(head)
        whole.addLayout(self._pair)
        whole.addStretch(1)
        inner.setLayout(whole)
        self.setLayout(column(scrolled(inner), spacing=0))

    def show_item(self, item: QueueItem, now: datetime, *, may_reveal: bool) -> None:
        """Show an item with what the queue knows of it; the rest comes with `show_card`."""
        same = self._item is not None and self._item.key == item.key
        self._item = item
        self._show_why(item, now)
        if same:
            return
        self.notice.hide()
        who = item.customer_name or item.title or ""
        self._face.setVisible(bool(item.customer_name))
        self._face.show_name(who)
        self.name.setText(who)
        self.need.setText(item_words.need(item))
        self.need.setVisible(bool(self.need.text()))
        self.stage.setVisible(bool(item.stage))
        self.stage.show_stage(item.stage or "", self._words.stage_name(item.stage))
        self._revealing.show_customer(item.customer_id or 0)
        self.phone.setVisible(bool(item.phone))
        self.phone.show_value(item.phone or "", may_reveal)
        self.promise.setText("")
        for each in (self._agreed, self._contacts):
            clear_layout(each)
        if item.customer_id is None:
            self.promise.setText(tr("This to-do is about no customer."))

    def show_card(self, card: CallCard, now: datetime) -> None:
        """Show what was agreed, what is open, and the last contacts."""
        for each in (self._agreed, self._contacts):
            clear_layout(each)
        promised = card.promised_at
        if promised is None:
            self.promise.setText(tr("No next contact is agreed."))
        else:
            self.promise.setText(tr("Next contact {when}", when=display.time_exact(promised)))
        set_role(self.promise, "error" if promised is not None and promised < now else "")
        for task in card.tasks:
            self._agreed.addWidget(self._task_line(task))
        for contact in card.contacts:
            self._contacts.addWidget(self._contact_lines(contact, now))
        if not card.contacts:
            self._contacts.addWidget(label(tr("No contact yet"), role="secondary"))
        if card.finished_at is not None:
            self.notice.say(
                tr(
                    "{name} finished this at {when}. Write something down, or go on to the next.",
                    name=self._words.person_name(card.finished_by),
                    when=display.time_exact(card.finished_at),
                ),
                "warning",
            )

    def say(self, text: str, state: str = "warning") -> None:
        """Say something about this item."""
        self.notice.say(text, state)

    def cover(self) -> None:
        """Mask the number again."""
        self._revealing.cover()

    def fit(self, width: int) -> None:
        """Put the cards below each other where there is no room side by side."""
        wide = width / theme.current().text_scale >= _SIDE_BY_SIDE_FROM
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._pair.setDirection(way)

    def _show_why(self, item: QueueItem, now: datetime) -> None:
        self.why.setText(item_words.what(item, self._words))
        parts = [item_words.group_name(item.group), item_words.due(item, now)]
        if item.reason in ("approval", "others_turn"):
            asked = self._words.person_name(item.handler_id)
            parts.append(tr("asked: {name}", name=asked) if asked else "")
        self.due.setText(listed(each for each in parts if each).read())
        late = item.state == "breached" or item.group in ("overdue", "limit")
        set_role(self.due, "error" if late else "secondary")

    def _task_line(self, task: TaskRow) -> QWidget:
        said = task.title
        if task.due_at is not None:
            when = display.time_exact(task.due_at)
            said = tr("{title}, until {when}", title=task.title, when=when)
        return label(said, role="error" if task.overdue else "", wrap=True)

    def _contact_lines(self, contact: FollowUpRow, now: datetime) -> QWidget:
        parts = [
            display.time_relative(contact.at, now),
            name_of("method", contact.method),
            name_of("contact_outcome", contact.outcome) if contact.outcome else "",
            self._words.person_name(contact.author_id),
        ]
        head = label(listed(each for each in parts if each).read(), role="caption", wrap=True)
        made = QWidget()
        made.setLayout(column(head, label(contact.text, wrap=True), spacing=1))
        return made


def _card(content: QVBoxLayout) -> QFrame:
    made = QFrame()
    made.setProperty("role", "card")
    content.setContentsMargins(12, 10, 12, 12)
    made.setLayout(content)
    return made
