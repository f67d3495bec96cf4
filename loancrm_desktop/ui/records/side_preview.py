"""The pane beside the list: who the row is, where the deal stands, what comes next."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import customer_sheet
from loancrm_desktop.services.customer_sheet import MOST_ROWS, CustomerSheet
from loancrm_desktop.services.customer_table import TableRow
from loancrm_desktop.services.deals import DealCard
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords, fen_of
from loancrm_desktop.ui.records.cell_texts import phone_text
from loancrm_desktop.ui.records.happenings import next_stage
from loancrm_desktop.ui.records.preview_parts import (
    FactLines,
    NewestContacts,
    NextTask,
    StagePart,
    StageShown,
)
from loancrm_desktop.ui.records.revealing import Revealing
from loancrm_desktop.ui.widgets import marks
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.keycap import KeyedButton
from loancrm_desktop.ui.widgets.marks import Avatar
from loancrm_desktop.ui.widgets.masked_field import MaskedValue
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import button, column, label, line, row
from loancrm_desktop.ui.widgets.side_panel import SidePanel
from loancrm_desktop.ui.widgets.tag_chips import TagChips

DEBOUNCE_MS = 80
_ENDED = ("archived", "lost")


class SidePreview(SidePanel):
    """Shows the row the keyboard is on; the row's own facts at once, the rest when it is read.

    Signals:
        log_requested: a follow-up is to be written for the customer shown.
        menu_requested: the menu of the customer shown is wanted (the button it is at).
    """

    log_requested = Signal()
    menu_requested = Signal(QWidget)

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(tr("Preview"), parent)
        self._bridge = bridge
        self._words = words
        self._row: TableRow | None = None
        self.sheet: CustomerSheet | None = None
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(DEBOUNCE_MS)
        self._wait.timeout.connect(self._ask)
        self.revealing = Revealing(bridge, self)
        self._build()

    def _build(self) -> None:
        self._avatar = Avatar("", 38)
        self.name = ElidedLabel(font="subtitle")
        self.level = label(role="badge")
        self.level.setProperty("state", "warning")
        self.level.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.tags = TagChips()
        self._tags_line = QWidget()
        self._tags_line.setLayout(row(self.tags, margins=(16, 0, 16, 10)))
        self._about = ElidedLabel(role="caption", font="caption")
        first = QHBoxLayout()
        first.setSpacing(6)
        first.addWidget(self.name)
        first.addWidget(self.level)
        first.addStretch(1)
        words = column(spacing=0)
        words.addLayout(first)
        words.addWidget(self._about)
        head = QWidget()
        inner = row(self._avatar, spacing=10)
        inner.addLayout(words, 1)
        head.setLayout(inner)
        self.set_head(head)
        self._build_body()

    def _build_body(self) -> None:
        self.notice = Notice()
        self.notice.action_requested.connect(self._ask)
        self.stage = StagePart()
        self.facts = FactLines()
        self.phone = MaskedValue(tr("Phone"))
        self.revealing.attach("phone", self.phone)
        self.task = NextTask()
        self.contacts = NewestContacts()
        self.contacts.all_requested.connect(self.open_requested)
        body = QWidget()
        whole = QVBoxLayout(body)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._build_acts())
        for part in (self._tags_line, self.notice, line(), self.stage, line(), self.facts, line()):
            whole.addWidget(part)
        whole.addLayout(row(self.task, margins=(16, 12, 16, 8)))
        whole.addWidget(self.contacts)
        whole.addStretch(1)
        self.set_body(body)
        self._body = body
        self.show_row(None)

    def _build_acts(self) -> QHBoxLayout:
        opened = button(tr("Open file"), kind="primary", icon="arrow-right", tip="Enter")
        opened.clicked.connect(self.open_requested)
        self.log = KeyedButton(tr("Log"), "L", icon="edit")
        self.log.clicked.connect(self.log_requested)
        self.call = _boxed("phone", tr("Show the phone number"))
        self.call.clicked.connect(self._on_call_clicked)
        self.more = _boxed("more", tr("More"))
        self.more.clicked.connect(self._on_more_clicked)
        holder = QWidget()
        acts = FlowLayout(holder, spacing=4)
        for part in (opened, self.log, self.call, self.more):
            acts.addWidget(part)
        return row(holder, margins=(16, 10, 16, 12))

    @property
    def row(self) -> TableRow | None:
        """Whose preview it is."""
        return self._row

    @property
    def deal(self) -> DealCard | None:
        """The liveliest deal of the customer shown, once it is read."""
        if self.sheet is None:
            return None
        running = [card for card in self.sheet.deals if card.outcome == "open"]
        return next(iter(running or self.sheet.deals), None)

    def show_row(self, shown: TableRow | None) -> None:
        """Show another row."""
        before, self._row = self._row, shown
        self._body.setVisible(shown is not None)
        if shown is None:
            self.sheet = None
            self.name.setText(tr("Nobody chosen"))
            self._about.setText("")
            self._avatar.show_name("")
            self._show_badges((), "")
            return
        same = before is not None and before.id == shown.id
        if not same:
            self.sheet = None
            self.revealing.show_customer(shown.id)
        self._show_line(shown, keep_phone=same)
        if self.isVisible():
            self._wait.start()

    def read_again(self) -> None:
        """Ask for the customer again: something of it has changed."""
        if self._row is not None and self.isVisible():
            self._wait.start()

    def _show_line(self, shown: TableRow, *, keep_phone: bool) -> None:
        now = system_clock()
        self.name.setText(shown.name)
        self._avatar.show_name(shown.name)
        self._show_badges(shown.tags, shown.level or "")
        self._about.setText(self._words.channel_name(shown.channel_id))
        dwell = marks.dwell_of(shown.deal_stage_entered_at, shown.deal_due_at, now)
        self._show_stage((shown.deal_stage, None), (dwell, shown.deal_due_at), "")
        if not (keep_phone and self.phone.is_revealed):
            self.phone.show_value(phone_text(shown), may_reveal=False)
        self._show_facts(self._line_facts(shown))

    def _show_badges(self, tags: tuple[str, ...], level: str) -> None:
        self.level.setText(f"★ {name_of('level', level)}" if level else "")
        self.level.setVisible(bool(level))
        self.tags.show_tags(tags)
        self._tags_line.setVisible(bool(tags))

    def _show_stage(
        self,
        here: tuple[str | None, int | None],
        time: tuple[marks.Dwell | None, datetime | None],
        ahead: str,
    ) -> None:
        """Show a stage of a process, how long, and what comes next."""
        (stage, process_id), (dwell, due_at) = here, time
        way = [one.key for one in self._words.stages_of(process_id) if one.outcome not in _ENDED]
        if stage is None:
            self.stage.show_stage(None)
            return
        number = way.index(stage) if stage in way else len(way)
        late = dwell is not None and dwell.state == "breached" and due_at is not None
        over = display.duration(system_clock() - due_at) if late and due_at is not None else ""
        name = self._words.stage_name(stage, process_id)
        self.stage.show_stage(StageShown(stage, name, number, len(way), dwell, over, ahead))

    def _show_facts(self, facts: list[tuple[str, str, str]]) -> None:
        self.facts.show_facts(facts, ((tr("Phone"), self.phone),))

    def _line_facts(self, shown: TableRow) -> list[tuple[str, str, str]]:
        amount = shown.deal_amount_fen
        amount = shown.requested_amount_fen if amount is None else amount
        facts = self._facts(
            product=shown.product_type,
            amount_fen=amount,
            months=shown.more.get("requested_term_months"),
            values={},
        )
        credit = name_of("credit_standing", shown.credit_standing or "")
        return [*facts, (tr("Credit"), credit, "")]

    def _facts(
        self, *, product: str | None, amount_fen: int | None, months: Any, values: dict[str, Any]
    ) -> list[tuple[str, str, str]]:
        wish = [
            name_of("product_type", product) if product else "",
            "" if amount_fen is None else display.money_short(amount_fen),
            display.months(int(months)) if months else "",
        ]
        facts = [(tr("Wants"), " · ".join(part for part in wish if part), "")]
        specs = self._words.fields("customer")
        purpose = specs.get("purpose")
        if purpose is not None:
            facts.append((tr("Purpose"), self._words.say(purpose, values.get("purpose")), ""))
        return facts

    def _ask(self) -> None:
        shown = self._row
        if shown is None:
            return
        self.notice.hide()
        self._bridge.ask(
            customer_sheet.show,
            customer_id=shown.id,
            masks="display",
            then=partial(self._on_sheet, shown.id),
            failed=partial(self._on_failed, shown.id),
            key="preview",
        )

    def showEvent(self, event: Any) -> None:
        """Read what was left unread while the pane was shut."""
        super().showEvent(event)
        if self._row is not None:
            self._wait.start()

    def _on_sheet(self, customer_id: int, sheet: CustomerSheet) -> None:
        shown = self._row
        if shown is None or shown.id != customer_id:
            return
        self.sheet = sheet
        now, values, card = system_clock(), sheet.values, self.deal
        self._about.setText(" · ".join(part for part in (
            "" if card is None else card.ref, self._words.channel_name(values.get("channel"))
        ) if part))  # fmt: skip
        if card is not None:
            ahead = next_stage(card, self._words)
            dwell = marks.dwell_of(card.stage_entered_at, card.due_at, now)
            name = "" if ahead is None else self._words.stage_name(ahead, card.process_id)
            self._show_stage((card.stage, card.process_id), (dwell, card.due_at), name)
        if not self.phone.is_revealed:
            phone = str(values.get("phone") or "")
            self.phone.show_value(phone, may_reveal="phone" in sheet.revealable)
        self.call.setEnabled(bool(values.get("phone")) and "phone" in sheet.revealable)
        self._show_facts(self._sheet_facts(values))
        self._show_task(sheet, now)
        more = len(sheet.follow_ups) >= MOST_ROWS
        self.contacts.show_contacts(sheet.follow_ups, now, more=more)

    def _show_task(self, sheet: CustomerSheet, now: datetime) -> None:
        task = next((task for task in sheet.tasks if task.done_at is None), None)
        agreed = sheet.values.get("next_follow_up_at")
        if task is None and agreed:
            self.task.show_agreed(datetime.fromisoformat(str(agreed)), now)
        else:
            self.task.show_task(task, now)

    def _sheet_facts(self, values: dict[str, Any]) -> list[tuple[str, str, str]]:
        amount = values.get("requested_amount")
        facts = self._facts(
            product=values.get("product_type"),
            amount_fen=None if not amount or "*" in str(amount) else fen_of(str(amount)),
            months=values.get("requested_term_months"),
            values=values,
        )
        specs = self._words.fields("customer")
        for key in ("credit_standing", "assets", "company", "region"):
            spec = specs.get(key)
            if spec is not None:
                name = tr("Credit") if key == "credit_standing" else ""
                name = name or self._words.field_label("customer", key)
                facts.append((name, self._words.say(spec, values.get(key)), ""))
        owner = self._words.person_name(values.get("owner"))
        return [*facts, (tr("Owner"), owner, "")]

    def _on_failed(self, customer_id: int, problem: Problem) -> None:
        if self._row is not None and self._row.id == customer_id:
            self.notice.say(str(problem), action=tr("Try again"))

    def _on_call_clicked(self) -> None:
        self.phone.eye.click()

    def _on_more_clicked(self) -> None:
        self.menu_requested.emit(self.more)


def _boxed(icon: str, name: str) -> QPushButton:
    made = button("", icon=icon, tip=name)
    made.setAccessibleName(name)
    made.setFixedWidth(theme.current().size("control"))
    return made
