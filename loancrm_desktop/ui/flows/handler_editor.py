"""Who works in a node: the way to find somebody, its details, and who else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.flows.flow_body import Entry
from loancrm_desktop.ui.flows.flow_words import Choice, FlowWords, handler_kinds
from loancrm_desktop.ui.flows.table_rows import TableRows
from loancrm_desktop.ui.flows.token_rows import TokensRow
from loancrm_desktop.ui.forms.property_rows import ChoiceRow, NumberRow, PropertyRow
from loancrm_desktop.ui.widgets.parts import clear_layout, label

_OPTIONAL = ("person", "role", "people", "level", "field", "table")


class HandlerEditor(QWidget):
    """Edits a handler policy.

    Signals:
        changed: another policy (its JSON, None for nobody).
    """

    changed = Signal(object)

    def __init__(self, words: FlowWords, *, title: str = "", may_fall_back: bool = True) -> None:
        super().__init__()
        self._words, self._may_fall_back = words, may_fall_back
        self._policy: Entry | None = None
        self._shown: object = ()
        self.rows: dict[str, PropertyRow] = {}
        self.fallback: HandlerEditor | None = None
        choices = [("", tr("Nobody yet"))]
        choices += [(each.value, each.words) for each in handler_kinds()]
        self.kind = ChoiceRow("kind", title or tr("How the handler is found"), choices)
        self.kind.changed.connect(self._on_kind_changed)
        self._inside = QVBoxLayout()
        self._inside.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.kind)
        layout.addLayout(self._inside)
        self.setFocusProxy(self.kind)

    def show_value(self, policy: Entry | None) -> None:
        """Show a policy."""
        self._policy = policy
        kind = "" if policy is None else str(policy.get("kind", "owner"))
        self.kind.show_value(kind)
        shape = (kind, tuple(self._words.roles), bool((policy or {}).get("role")))
        if shape != self._shown:
            self._shown = shape
            self._build(kind)
        for name, each in self.rows.items():
            each.show_value((policy or {}).get(name))
        if self.fallback is not None:
            self.fallback.show_value((policy or {}).get("fallback"))

    def _build(self, kind: str) -> None:
        clear_layout(self._inside)
        self.rows, self.fallback = {}, None
        for made in self._made(kind):
            self.rows[made.name] = made
            made.changed.connect(self._on_row_changed)
            self._inside.addWidget(made)
        if kind == "field":
            self._inside.addWidget(label(tr("Other values go to “who else”."), role="caption"))
        if kind not in ("", "owner", "initiator") and self._may_fall_back:
            title = tr("Who else, when nobody is found")
            self.fallback = HandlerEditor(self._words, title=title, may_fall_back=False)
            self.fallback.changed.connect(self._on_fallback_changed)
            self._inside.addWidget(self.fallback)

    def _made(self, kind: str) -> Sequence[PropertyRow]:
        words = self._words
        people = [(one, name) for one, name in words.words.links("person")]
        roles: list[tuple[Any, str]] = list(words.roles.items())
        if kind == "person":
            return (ChoiceRow("person", tr("Person"), [(None, tr("nobody yet")), *people]),)
        if kind == "role":
            return (ChoiceRow("role", tr("Role"), [(None, tr("no role yet")), *roles]),)
        if kind == "leader":
            return (NumberRow("level", tr("How many levels up"), "1"),)
        if kind in ("round_robin", "least_busy"):
            picks = [Choice(str(one), name) for one, name in people]
            chosen = TokensRow("people", tr("Among these people"), picks, as_number=True)
            whole = tr("Or everybody of a role")
            return chosen, ChoiceRow("role", whole, [(None, tr("no role")), *roles])
        if kind == "field":
            fields = [(each.value, each.words) for each in words.fields()]
            named = ChoiceRow("field", tr("Field"), [(None, tr("no field yet")), *fields])
            return named, TableRows("table", words, self._field)
        return ()

    def _field(self) -> str:
        return str((self._policy or {}).get("field") or "")

    def _on_kind_changed(self, kind: str) -> None:
        if not kind:
            self.changed.emit(None)
            return
        kept: Entry = {"kind": kind}
        fallback = (self._policy or {}).get("fallback")
        if kind not in ("owner", "initiator") and self._may_fall_back:
            kept["fallback"] = fallback or {"kind": "owner"}
        self.changed.emit(kept)

    def _on_row_changed(self, value: object) -> None:
        made = self.sender()
        if not isinstance(made, PropertyRow):
            return
        policy = {**(self._policy or {}), made.name: value}
        if made.name == "level" and not isinstance(value, int):
            policy["level"] = None
        if made.name == "field":
            policy["table"] = None
        kept = {name: each for name, each in policy.items() if each not in (None, [], "")}
        self.changed.emit(kept)

    def _on_fallback_changed(self, policy: Entry | None) -> None:
        kept = {name: each for name, each in (self._policy or {}).items() if name != "fallback"}
        self.changed.emit(kept if policy is None else {**kept, "fallback": policy})
