"""What was changed on a record, by whom, from what to what; each entry can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import journal, undoing
from loancrm_desktop.services.journal import EntryRow, FieldChange
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import (
    button,
    clear_layout,
    column,
    frame,
    label,
    row,
    scrolled,
)

ENTRIES = 50
_NOTES = ("sight_log.reveal", "contracts.note", "documents.add", "documents.hand_out")
"""Entries with nothing to show and nothing to take back: notes, looks, files kept."""
_SHOWN_KINDS = {"customer": "customer", "deal": "deal", "follow_up": "follow_up"}


class HistoryPanel(QWidget):
    """The history of one customer.

    Signals:
        undone: an entry was taken back (its number).
    """

    undone = Signal(int)

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._words = words
        self._customer_id = 0
        self.notice = Notice()
        content = QWidget()
        self._lines = QVBoxLayout(content)
        self._lines.setContentsMargins(12, 12, 12, 12)
        self._lines.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.notice)
        layout.addWidget(scrolled(content), 1)

    def show_customer(self, customer_id: int) -> None:
        """Read a customer's history."""
        self._customer_id = customer_id
        self._bridge.ask(
            journal.of_record,
            kind="customer",
            record_id=customer_id,
            limit=ENTRIES,
            then=self._on_entries,
            failed=self._on_problem,
            key="entries",
        )

    def _on_entries(self, entries: Sequence[EntryRow]) -> None:
        clear_layout(self._lines)
        for entry in entries:
            self._lines.addWidget(self._card(entry))
        self._lines.addStretch(1)

    def _card(self, entry: EntryRow) -> QWidget:
        card = frame("card")
        title = label(name_of("operation", entry.operation), font="bodyStrong")
        who = label(f"{entry.actor} · {display.time_exact(entry.at)}", role="caption")
        changes = button(tr("What changed"), kind="link")
        changes.setObjectName(str(entry.seq))
        changes.clicked.connect(self._on_changes_clicked)
        head = row(title, who, None, changes)
        changes.setVisible(entry.operation not in _NOTES)
        if entry.undone_by is not None:
            head.addWidget(label(tr("taken back"), role="badge"))
        elif entry.operation not in _NOTES:
            undo = button(tr("Undo"), icon="undo", size="small")
            undo.setObjectName(str(entry.seq))
            undo.clicked.connect(self._on_undo_clicked)
            head.addWidget(undo)
        layout = column(margins=(12, 8, 12, 8), spacing=4)
        layout.addLayout(head)
        if entry.note:
            layout.addWidget(label(entry.note, role="secondary", wrap=True))
        card.setLayout(layout)
        return card

    def _on_changes_clicked(self) -> None:
        asked = self.sender()
        seq = int(asked.objectName())
        card = asked.parent()
        if isinstance(asked, QWidget):
            asked.hide()
        if isinstance(card, QWidget):
            self._bridge.ask(
                journal.changes_of, seq=seq, then=partial(self._on_changes, card), key=seq
            )

    def _on_changes(self, card: QWidget, changes: Sequence[FieldChange]) -> None:
        layout = card.layout()
        lines = [said for change in changes if (said := self._say(change))]
        if isinstance(layout, QVBoxLayout):
            layout.addWidget(label("\n".join(lines) or tr("(nothing to show)"), wrap=True))

    def _say(self, change: FieldChange) -> str:
        kind = _SHOWN_KINDS.get(change.table)
        if kind is None:
            return ""
        key = change.field.removesuffix("_fen").removesuffix("_id").removesuffix("_ppm")
        spec = self._words.fields(kind).get(key)
        if spec is None:
            return ""
        name = self._words.field_label(kind, key)
        old, new = (self._value(change, value) for value in (change.old, change.new))
        if change.by is not None:
            by = change.by.read()
            return tr("{field}: {old} → {new} ({by})", field=name, old=old, new=new, by=by)
        return f"{name}: {old} → {new}"

    def _value(self, change: FieldChange, value: object) -> str:
        if value in (None, ""):
            return tr("(empty)")
        if change.field.endswith("_fen") and isinstance(value, int):
            return display.money_exact(value)
        if change.field.endswith("_at") and isinstance(value, int):
            return display.time_exact(datetime.fromtimestamp(value / 1000, UTC))
        kind = _SHOWN_KINDS[change.table]
        key = change.field.removesuffix("_fen").removesuffix("_id").removesuffix("_ppm")
        spec = self._words.fields(kind)[key]
        return self._words.say(spec, value)

    def _on_undo_clicked(self) -> None:
        seq = int(self.sender().objectName())
        self.notice.hide()
        self._bridge.do(undoing.undo, seq=seq, then=self._on_undone, refused=self._on_problem)

    def _on_undone(self, undone: undoing.Undone) -> None:
        self.undone.emit(undone.undid)
        self.show_customer(self._customer_id)

    def _on_problem(self, problem: Problem) -> None:
        self.notice.say(str(problem), "warning")
