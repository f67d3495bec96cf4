"""Writes down a contact: how, what came of it, what was said, when next; Ctrl+Enter saves."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout, QWidget

from loancrm_desktop.errors import Problem
from loancrm_desktop.services import follow_ups
from loancrm_desktop.services.drafts import Draft
from loancrm_desktop.terms import name_of, terms_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_command
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.composing import ComposingWatch
from loancrm_desktop.ui.records.draft_keeper import DraftKeeper, kept_text
from loancrm_desktop.ui.records.growing_text import GrowingText
from loancrm_desktop.ui.records.next_date_edit import NextDateEdit
from loancrm_desktop.ui.records.own_fields import OwnFields
from loancrm_desktop.ui.records.phrases_popover import PhrasesPopover
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.keycap import KeyedButton
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import button, icon_button, label, row
from loancrm_desktop.ui.widgets.segments import SegmentedControl

_METHODS = (("phone", "phone"), ("wechat", "message"), ("office", "users"), ("visit", "home"))
NARROWEST, CHIPS_FROM = 280, 470
_OTHER = ("other", "edit")


class FollowUpComposer(QFrame):
    """The composer on a customer's page; what is typed in it is never lost.

    Signals:
        logged: a contact was saved.
        attach_requested: files are to be added to the customer's documents.
    """

    logged = Signal()
    attach_requested = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "toolbar")
        self.setMinimumWidth(NARROWEST)  # else the words of the methods would set it
        self._bridge = bridge
        self._customer_id = 0
        self._deal_id: int | None = None
        self._saving = False
        self._with_words = True
        self._words_width = 0
        self.own: OwnFields | None = None
        self.drafts = DraftKeeper(bridge, self.body, self)
        self.drafts.kept.connect(self._on_drafts_kept)
        self.drafts.found.connect(self._on_drafts_found)
        self.drafts.failed.connect(self._on_drafts_failed)
        self._build()
        self._composing = ComposingWatch(self.text, self.next_at, parent=self)

    def _build(self) -> None:
        self.methods = SegmentedControl(tr("How"))
        self._offer_methods(with_words=True)
        self.methods.chosen.connect(self._on_edited)
        self._kept = label(role="caption")
        self.text = GrowingText()
        self.text.setPlaceholderText(tr("What was said? Ctrl+Enter saves."))
        self.text.setAccessibleName(tr("Follow-up"))
        self.text.textChanged.connect(self._on_edited)
        self.text.left.connect(self._on_text_left)
        self.outcome = CalmCombo()
        self.outcome.setAccessibleName(tr("Outcome"))
        self.outcome.addItem(tr("Outcome"), None)
        for word in terms_of("contact_outcome"):
            self.outcome.addItem(str(word), word.name)
        self.outcome.currentIndexChanged.connect(self._on_edited)
        self.outcome.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.outcome.setMinimumContentsLength(6)
        self.when = NextDateEdit(self, alone=False)
        self.when.hide()
        self.next_at = self.when.moment_edit
        self.when.edited.connect(self._on_edited)
        self.phrases = button(tr("Phrases"), kind="ghost", icon="message", size="small")
        self.phrases.clicked.connect(self._on_phrases_clicked)
        self.attach = icon_button("attach", tr("Add documents"))
        self.attach.clicked.connect(self.attach_requested)
        self._save = KeyedButton(tr("Save follow-up"), "Ctrl+↵", kind="primary")
        self._save.clicked.connect(self.save)
        self.notice = Notice()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addLayout(row(self.methods, None, self._kept, self.phrases))
        layout.addWidget(self.notice)
        layout.addWidget(self.text)
        self._own_place = QVBoxLayout()
        layout.addLayout(self._own_place)
        layout.addLayout(self._build_foot())
        for field in (self.methods, self.outcome, self.next_at):
            field.setMinimumHeight(28)
        save = Command(
            "follow_up.save", tr("Save follow-up"), ("Ctrl+Return", "Ctrl+Enter"), "check"
        )
        add_command(self, save, self.save)

    def ask_own_fields(self, words: OfficeWords) -> None:
        """Ask for the fields that the office added to its follow-ups, too."""
        self.own = OwnFields(self._bridge, words, "follow_up", self)
        self.own.edited.connect(self._on_edited)
        self._own_place.addWidget(self.own)

    def _build_foot(self) -> Any:
        parts = QWidget()
        flow = FlowLayout(parts, spacing=5)
        for part in (self.outcome, self.next_at, self.attach, *self.when.chips):
            flow.addWidget(part)
        foot = row(parts, self._save, spacing=8)
        foot.setStretch(0, 1)
        foot.setAlignment(self._save, Qt.AlignmentFlag.AlignTop)
        return foot

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep the draft when another page comes."""
        super().hideEvent(event)
        self.keep_now()

    def _offer_methods(self, *, with_words: bool) -> None:
        """Offer the ways of contact; in a narrow place the icons alone, with their names as tips."""
        names = [name_of("method", key) for key, _ in (*_METHODS, _OTHER)]
        current = self.methods.current
        self.methods.set_choices(
            [
                (key, name if with_words else "", icon)
                for (key, icon), name in zip((*_METHODS, _OTHER), names, strict=True)
            ],
            names,
        )
        if current:
            self.methods.set_current(current)
        self._with_words = with_words
        if with_words:
            self._words_width = self.methods.sizeHint().width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the words of the methods out where they do not fit."""
        super().resizeEvent(event)
        free = self.width() - 24 - self.phrases.sizeHint().width() - 8
        if (free >= self._words_width) != self._with_words:
            self._offer_methods(with_words=not self._with_words)
        for chip in self.when.chips:
            chip.setVisible(self.width() >= CHIPS_FROM)

    @property
    def kept_text(self) -> str:
        """What is said of the draft."""
        return self._kept.text()

    def show_customer(self, customer_id: int, deal_id: int | None) -> None:
        """Write for this customer and deal; another customer's draft takes the place."""
        self._deal_id = deal_id
        if customer_id == self._customer_id:
            return
        self.keep_now()
        self._customer_id = 0
        self._clear()
        self._customer_id = customer_id
        self.drafts.open(f"follow_up:{customer_id}")

    def begin(self, method: str = "") -> None:
        """Put the cursor into the text, perhaps with a method chosen."""
        if method:
            self.methods.set_current(method)
        self.text.setFocus()

    def keep_now(self) -> None:
        """Keep the draft at once: the office is about to be locked, or another page to come."""
        if self._customer_id:
            self.drafts.keep_now()

    def body(self) -> dict[str, Any] | None:
        """Answer what a draft keeps, None when nothing was typed."""
        text, when = self.text.toPlainText(), self.next_at.text().strip()
        if not text.strip() and not when and self.outcome.currentData() is None:
            return None
        body: dict[str, Any] = {
            "text": text,
            "method": self.methods.current,
            "outcome": self.outcome.currentData(),
            "next_at": when,
        }
        own = self._own_values()
        return {**body, "values": own} if own else body

    def _own_values(self) -> dict[str, Any]:
        return {} if self.own is None else self.own.values()

    def save(self) -> None:
        """Save the contact; refused, everything stays as it was typed."""
        if self._composing.active or self._saving:
            return
        next_at = self.next_at.moment()
        if next_at is None and self.next_at.text().strip():
            self.notice.say(tr("The next follow-up is no date; write it as 2026-11-24 10:00."))
            self.next_at.setFocus()
            return
        self._set_saving(saving=True)
        self._bridge.do(
            follow_ups.log,
            customer_id=self._customer_id,
            deal_id=self._deal_id,
            text=self.text.toPlainText(),
            method=self.methods.current,
            outcome=self.outcome.currentData(),
            next_at=next_at,
            values=self._own_values() or None,
            draft_key=self.drafts.send(),
            then=partial(self._on_logged, self._customer_id),
            refused=partial(self._on_refused, self._customer_id),
        )

    def _set_saving(self, *, saving: bool) -> None:
        self._saving = saving
        self._save.setEnabled(not saving)
        self.text.setReadOnly(saving)

    def _clear(self) -> None:
        self.text.clear()
        self.outcome.setCurrentIndex(0)
        self.next_at.clear()
        self._kept.setText("")
        self.notice.hide()
        if self.own is not None:
            self.own.clear()

    def _on_logged(self, customer_id: int, logged: follow_ups.Logged) -> None:
        del logged
        self._set_saving(saving=False)
        if customer_id == self._customer_id:
            self._clear()
            self.drafts.forget()
        self.logged.emit()

    def _on_refused(self, customer_id: int, problem: Problem) -> None:
        self._set_saving(saving=False)
        if customer_id == self._customer_id:
            self.drafts.send_again()
        if self.own is not None and self.own.show_problem(problem):
            self.notice.say(str(problem))
            return
        self.notice.say(str(problem))
        self.text.setFocus()

    def _on_edited(self) -> None:
        if self._customer_id:
            self.drafts.touch()

    def _on_text_left(self) -> None:
        if self._customer_id and not self._saving:
            self.drafts.keep_now()

    def _on_drafts_kept(self, kept_at: datetime) -> None:
        self._kept.setText(kept_text(kept_at) if self.body() is not None else "")

    def _on_drafts_failed(self, problem: Problem) -> None:
        self._kept.setText(tr("Draft not kept"))
        self._kept.setToolTip(str(problem))

    def _on_drafts_found(self, draft: Draft) -> None:
        body = draft.body
        if self.body() is not None:  # typed before the draft was here: behind what it says
            before = str(body.get("text") or "")
            if before and not self.text.isReadOnly():
                self.text.setPlainText(f"{before}\n{self.text.toPlainText()}")
                self.text.moveCursor(QTextCursor.MoveOperation.End)
            return
        self.text.setPlainText(str(body.get("text") or ""))
        self.methods.set_current(str(body.get("method") or "phone"))
        self.outcome.setCurrentIndex(max(0, self.outcome.findData(body.get("outcome"))))
        self.next_at.setText(str(body.get("next_at") or ""))
        if self.own is not None and isinstance(body.get("values"), dict):
            self.own.put(body["values"])
        self._kept.setText(kept_text(draft.kept_at))

    def _on_phrases_clicked(self) -> None:
        shown = PhrasesPopover(self)
        shown.chosen.connect(self._on_phrase_chosen)
        shown.closed.connect(shown.deleteLater)
        shown.open_at(self.phrases)

    def _on_phrase_chosen(self, phrase: str) -> None:
        self.text.insertPlainText(phrase)
        self.text.setFocus()
