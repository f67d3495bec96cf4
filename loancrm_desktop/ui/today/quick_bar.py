"""The bar under the queue: writes the contact down, finishes the item and goes to the next."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from loancrm_desktop.services.drafts import Draft
from loancrm_desktop.services.today import QueueItem
from loancrm_desktop.terms import name_of, terms_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_command
from loancrm_desktop.ui.records.composing import ComposingWatch
from loancrm_desktop.ui.records.draft_keeper import DraftKeeper
from loancrm_desktop.ui.records.next_date_edit import NextDateEdit
from loancrm_desktop.ui.records.revealing import Revealing
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.keycap import KeyCap
from loancrm_desktop.ui.widgets.marks import Avatar
from loancrm_desktop.ui.widgets.masked_field import MaskedValue
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import button, label, row
from loancrm_desktop.ui.widgets.segments import SegmentedControl

_METHODS = (("phone", "phone"), ("wechat", "message"), ("office", "users"))
_CHIPS_FROM = 760
_KEYS_FROM = 640
_WIDE_FROM = 720
"""Widths at the usual size of text from which there is room for more."""


class QuickBar(QFrame):
    """What was said, how, what came of it, when next; what is typed is never lost.

    Signals:
        finish_requested: write it down and finish the item (arguments of `today.finish`).
        left: the person is done here: the queue takes the keys again.
    """

    finish_requested = Signal(dict)
    left = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "footer")
        self._item: QueueItem | None = None
        self._saving = False
        self._led = False
        self.drafts = DraftKeeper(bridge, self.body, self)
        self.drafts.found.connect(self._on_drafts_found)
        self._revealing = Revealing(bridge, self)
        self._build_head()
        self._build_fields()
        self.notice = Notice()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.setSpacing(8)
        layout.addWidget(self.notice)
        layout.addLayout(self._head)
        layout.addLayout(self._text_line)
        layout.addLayout(self._fields)
        self._composing = ComposingWatch(self.text, self.next_at, parent=self)
        save = Command(
            "today.finish", tr("Done and logged"), ("Ctrl+Return", "Ctrl+Enter"), "check"
        )
        add_command(self, save, self.save)
        leave = Command("today.leave_bar", tr("Back to the queue"), "Esc")
        add_command(self, leave, self.left.emit)
        self.show_item(None)

    def _build_head(self) -> None:
        self._avatar = Avatar(size=22)
        self._name = ElidedLabel()
        self.phone = MaskedValue(tr("Phone"))
        self._revealing.attach("phone", self.phone)
        self.when = NextDateEdit(self, alone=False)
        self.when.hide()
        self._keys = KeyCap("Ctrl+↵")
        self._keys_say = label(tr("saves and goes to the next"), role="caption")
        self._head = row(
            label(tr("Log a follow-up"), font="bodyStrong"),
            self._avatar,
            self._name,
            self.phone,
            None,
            *self.when.chips,
            self._keys,
            self._keys_say,
        )

    def _build_fields(self) -> None:
        self.methods = SegmentedControl(tr("How"))
        self._offer_methods(with_words=True)
        self.methods.chosen.connect(self._on_edited)
        self.outcome = CalmCombo()
        self.outcome.setAccessibleName(tr("Outcome"))
        self.outcome.addItem(tr("Outcome"), None)
        for word in terms_of("contact_outcome"):
            self.outcome.addItem(str(word), word.name)
        self.outcome.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.outcome.setMinimumContentsLength(6)
        self.outcome.currentIndexChanged.connect(self._on_edited)
        self.text = QLineEdit()
        self.text.setAccessibleName(tr("What was said"))
        self.text.setPlaceholderText(tr("What was said?"))
        self.text.setMinimumWidth(100)
        self.text.textEdited.connect(self._on_edited)
        self.text.editingFinished.connect(self.keep_now)
        self.text.returnPressed.connect(self._on_return_pressed)
        self.next_at = self.when.moment_edit
        self.when.edited.connect(self._on_edited)
        self.finish = button(tr("Done and logged"), kind="primary", icon="check")
        self.finish.setToolTip(tr("Done and logged (Ctrl+Enter)"))
        self.finish.clicked.connect(self.save)
        self._fields = row(self.methods, self.outcome, self.text, self.next_at, self.finish)
        self._fields.setStretch(2, 1)
        self._text_line = row()
        self._wide = True

    def _offer_methods(self, *, with_words: bool) -> None:
        """Offer the ways of contact; in a narrow place the icons alone, named by their tips."""
        current = self.methods.current
        names = [name_of("method", key) for key, _ in _METHODS]
        self.methods.set_choices(
            [
                (key, name if with_words else "", icon)
                for (key, icon), name in zip(_METHODS, names, strict=True)
            ],
            names,
        )
        if current:
            self.methods.set_current(current)

    @property
    def item(self) -> QueueItem | None:
        """The item written for."""
        return self._item

    def show_item(self, item: QueueItem | None, *, may_reveal: bool = False) -> None:
        """Write for another item; the draft of its customer is found again."""
        before = self._item
        self._item = item
        if before is not None and item is not None and before.key == item.key:
            return
        if before is not None and _draft_key(before):
            self.drafts.keep_now()
        self.set_saving(saving=False)
        self._clear()
        self.setEnabled(item is not None)
        who = item.customer_name if item is not None else ""
        self._avatar.setVisible(bool(who))
        self._avatar.show_name(who)
        self._name.setText(who or (item.title or "" if item is not None else ""))
        self._show_fields()
        customer_id = item.customer_id if item is not None else None
        self._revealing.show_customer(customer_id or 0)
        phone = item.phone if item is not None and item.phone else ""
        self.phone.setVisible(bool(phone) and not self._led)
        self.phone.show_value(phone, may_reveal)
        key = _draft_key(item)
        if key:
            self.drafts.open(key)
        else:
            self.drafts.close()

    def begin(self, method: str = "") -> None:
        """Put the cursor into the text, perhaps with a method chosen."""
        if self._item is None:
            return
        if method:
            self.methods.set_current(method)
        (self.text if self.text.isVisibleTo(self) else self.finish).setFocus()

    def body(self) -> dict[str, Any] | None:
        """Answer what a draft keeps, None when nothing was typed."""
        text, when = self.text.text(), self.next_at.text().strip()
        if not text.strip() and not when and self.outcome.currentData() is None:
            return None
        return {
            "text": text,
            "method": self.methods.current,
            "outcome": self.outcome.currentData(),
            "next_at": when,
        }

    def keep_now(self) -> None:
        """Keep the draft at once."""
        if _draft_key(self._item):
            self.drafts.keep_now()

    @property
    def is_answered(self) -> bool:
        """Whether enough stands here to be written down."""
        return bool(self.text.text().strip()) or self.outcome.currentData() is not None

    def set_led(self, *, led: bool) -> None:
        """Leave the parts out that next-customer mode shows larger above."""
        self._led = led
        item = self._item
        self.phone.setVisible(not led and item is not None and bool(item.phone))
        self._revealing.cover()
        self._show_fields()

    def choose_outcome(self, outcome: str) -> None:
        """Say what came of it, without saving."""
        self.outcome.setCurrentIndex(max(0, self.outcome.findData(outcome)))

    def save(self) -> None:
        """Ask for the item to be finished with what stands here."""
        item = self._item
        if item is None or self._saving or self._composing.active:
            return
        if item.approval_id is not None:
            self.notice.say(tr("Answer with 1 for yes or 2 for no."), "info")
            return
        next_at = self.next_at.moment()
        if next_at is None and self.next_at.text().strip():
            self.notice.say(tr("The next follow-up is no date; write it as 2026-11-24 10:00."))
            self.next_at.setFocus()
            return
        said = {"text": self.text.text().strip(), "outcome": self.outcome.currentData()}
        if item.customer_id is not None and not said["text"] and said["outcome"] is None:
            self.notice.say(tr("Write what was said, or choose what came of it."), "warning")
            self.text.setFocus()
            return
        self.set_saving(saving=True)
        asked = {"method": self.methods.current, "next_at": next_at, **said}
        if item.customer_id is not None:
            asked["draft_key"] = self.drafts.send()
        self.finish_requested.emit(asked)

    def save_as(self, outcome: str) -> None:
        """Ask for the item to be finished with what stands here and this outcome."""
        self.choose_outcome(outcome)
        self.save()

    def set_saving(self, *, saving: bool) -> None:
        """Take no second press while the first is under way."""
        self._saving = saving
        self.finish.setEnabled(not saving)

    def forget(self) -> None:
        """Let go what was typed: it is written down, and its draft went with that."""
        self.set_saving(saving=False)
        self._clear()
        self.drafts.forget()

    def refuse(self, text: str) -> None:
        """Say why it was not written down; everything stays as it was typed."""
        self.set_saving(saving=False)
        self.drafts.send_again()
        self.notice.say(text)
        self.begin()

    def cover(self) -> None:
        """Mask the number again."""
        self._revealing.cover()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the chips and the key out where they do not fit; give the text its own line."""
        super().resizeEvent(event)
        room = self.width() / theme.current().text_scale
        for chip in self.when.chips:
            chip.setVisible(room >= _CHIPS_FROM and self._takes_date)
        for part in (self._keys, self._keys_say):
            part.setVisible(room >= _KEYS_FROM)
        if (room >= _WIDE_FROM) != self._wide:
            self._set_wide(wide=not self._wide)

    def _set_wide(self, *, wide: bool) -> None:
        self._wide = wide
        self._offer_methods(with_words=wide)
        line, before = (self._fields, self._text_line) if wide else (self._text_line, self._fields)
        before.removeWidget(self.text)
        line.insertWidget(2 if wide else 0, self.text)
        if wide:
            self._fields.setStretch(2, 1)

    @property
    def _takes_date(self) -> bool:
        return not self._led and _is_call(self._item)

    def _show_fields(self) -> None:
        """A to-do about nobody is finished without a contact; a question takes words alone."""
        call = _is_call(self._item)
        for part in (self.methods, self.next_at):
            part.setVisible(call)
        self.outcome.setVisible(call and not self._led)
        asked = self._item is not None and self._item.approval_id is not None
        self.text.setVisible(call or asked)
        self.finish.setVisible(not asked)
        self.text.setPlaceholderText(tr("Why?") if asked else tr("What was said?"))
        room = self.width() / theme.current().text_scale
        for chip in self.when.chips:
            chip.setVisible(self._takes_date and room >= _CHIPS_FROM)

    def _clear(self) -> None:
        self.text.clear()
        self.outcome.setCurrentIndex(0)
        self.methods.set_current("phone")
        self.next_at.clear()
        self.notice.hide()

    def _on_edited(self) -> None:
        if _draft_key(self._item):
            self.drafts.touch()

    def _on_return_pressed(self) -> None:
        """In next-customer mode the keys answer again once the words are there."""
        if self._led and not self._composing.active:
            self.left.emit()

    def _on_drafts_found(self, draft: Draft) -> None:
        body = draft.body
        if self.body() is not None:  # typed before the draft was here: behind what it says
            before = str(body.get("text") or "").replace("\n", " ")
            if before and not self._saving:
                self.text.setText(f"{before} {self.text.text()}")
            return
        self.text.setText(str(body.get("text") or "").replace("\n", " "))
        self.methods.set_current(str(body.get("method") or "phone"))
        self.outcome.setCurrentIndex(max(0, self.outcome.findData(body.get("outcome"))))
        self.next_at.setText(str(body.get("next_at") or ""))


def _is_call(item: QueueItem | None) -> bool:
    return item is not None and item.customer_id is not None and item.approval_id is None


def _draft_key(item: QueueItem | None) -> str:
    """Answer what a draft about an item is kept under, empty for what is about nobody."""
    if item is None or item.customer_id is None:
        return ""
    if item.approval_id is not None:
        return f"approval:{item.approval_id}"
    return f"follow_up:{item.customer_id}"
