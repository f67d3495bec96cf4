"""When a field is shown, required, locked, which options it offers, what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from loancrm_desktop.texts import current_language, say, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.forms.design_desk import DesignDesk
from loancrm_desktop.ui.forms.draft_words import DraftWords, RuleSummary
from loancrm_desktop.ui.forms.property_rows import WordsRow, note
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records import form_body
from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.parts import button, clear_layout, label, row
from loancrm_desktop.ui.widgets.relay import relay

Rule = dict[str, Any]


class RuleProperties(QWidget):
    """The states of one field; each follows from the values and goes back with them."""

    def __init__(self, desk: DesignDesk, bridge: Bridge, words: OfficeWords, key: str) -> None:
        super().__init__()
        self._desk, self._bridge, self._key = desk, bridge, key
        self._words = DraftWords(bridge, words, desk)
        self.summaries: dict[str, RuleSummary] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        for name, title, of_none in (
            ("shown", tr("Shown when"), tr("Always shown")),
            ("required", tr("Required when"), tr("As the field says")),
            ("locked", tr("Locked when"), tr("Never locked")),
        ):
            self._layout.addWidget(label(title, font="bodyStrong"))
            self.summaries[name] = self._summary(of_none)
            self.summaries[name].changed.connect(
                relay(self.summaries[name], self._on_state_changed, name)
            )
            self._layout.addWidget(self.summaries[name])
        self._lists = QVBoxLayout()
        self._lists.setSpacing(6)
        self._layout.addLayout(self._lists)
        self._layout.addWidget(
            note(tr("Rules are states: when the cause is gone, so is what it brought."))
        )
        self._layout.addStretch(1)
        desk.changed.connect(self._show)
        self._drawn: tuple[int, int] = (-1, -1)
        self._show()

    def _summary(self, of_none: str) -> RuleSummary:
        return RuleSummary(self._bridge, self._words, self._desk.kind, of_none=of_none)

    def _state(self) -> Rule:
        return form_body.state_of(self._desk.body, self._key)

    def _show(self) -> None:
        state = self._state()
        for name, summary in self.summaries.items():
            if summary.where() != state.get(name):
                summary.set_where(state.get(name))
        counts = (len(state.get("options") or ()), len(state.get("invalid") or ()))
        if counts != self._drawn:
            self._drawn = counts
            self._draw_lists(state)

    def _draw_lists(self, state: Rule) -> None:
        clear_layout(self._lists)
        spec = self._desk.spec(self._key)
        if spec is not None and spec.options:
            self._lists.addWidget(label(tr("Options offered when"), font="bodyStrong"))
            for at, rule in enumerate(state.get("options") or ()):
                self._lists.addWidget(self._option_rule(at, rule))
            self._add_button(tr("Narrow the options"), self._on_add_options)
        self._lists.addWidget(label(tr("Wrong when"), font="bodyStrong"))
        for at, rule in enumerate(state.get("invalid") or ()):
            self._lists.addWidget(self._complaint(at, rule))
        self._add_button(tr("Add a check"), self._on_add_complaint)

    def _add_button(self, title: str, run: Any) -> None:
        made = button(title, kind="link", icon="plus")
        made.clicked.connect(run)
        self._lists.addLayout(row(made, None))

    def _option_rule(self, at: int, rule: Rule) -> QWidget:
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._when("options", at, rule))
        ticks = QWidget()
        flow = FlowLayout(ticks, spacing=10)
        spec = self._desk.spec(self._key)
        for option in spec.options if spec is not None else ():
            box = QCheckBox(option.label(current_language()))
            box.setChecked(option.key in (rule.get("only") or ()))
            box.toggled.connect(relay(box, self._on_only_toggled, at, option.key))
            flow.addWidget(box)
        layout.addWidget(ticks)
        return holder

    def _complaint(self, at: int, rule: Rule) -> QWidget:
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._when("invalid", at, rule))
        said = WordsRow(f"say {at}", tr("What is said then"))
        said.show_value(rule.get("say"))
        said.changed.connect(relay(said, self._on_rule_changed, "invalid", at, "say"))
        layout.addWidget(said)
        return holder

    def _when(self, part: str, at: int, rule: Rule) -> QWidget:
        summary = self._summary(tr("No condition yet: removed with the next change"))
        summary.set_where(rule.get("when"))
        summary.changed.connect(relay(summary, self._on_when_changed, summary, part, at))
        summary.setObjectName(f"{part} {at}")
        return summary

    def _rules(self, part: str) -> list[Rule]:
        return [dict(each) for each in self._state().get(part) or ()]

    def _set_rules(self, part: str, rules: Sequence[Rule]) -> None:
        self._desk.set_state(self._key, part, list(rules) or None)

    def _on_state_changed(self, name: str) -> None:
        self._desk.set_state(self._key, name, self.summaries[name].where())

    def _on_when_changed(self, summary: RuleSummary, part: str, at: int) -> None:
        rules = self._rules(part)
        where = summary.where()
        if where is None:
            del rules[at]
        else:
            rules[at]["when"] = where
        self._set_rules(part, rules)

    def _on_rule_changed(self, part: str, at: int, name: str, value: object) -> None:
        rules = self._rules(part)
        rules[at][name] = value or {}
        self._set_rules(part, rules)

    def _on_only_toggled(self, at: int, key: str, is_on: bool) -> None:  # noqa: FBT001 - Qt's own
        rules = self._rules("options")
        only = [each for each in rules[at].get("only") or () if each != key]
        rules[at]["only"] = [*only, key] if is_on else only
        self._set_rules("options", rules)

    def _on_add_options(self) -> None:
        spec = self._desk.spec(self._key)
        keys = [option.key for option in spec.options] if spec is not None else []
        rule = {"when": self._first_condition(), "only": keys}
        self._set_rules("options", [*self._rules("options"), rule])

    def _on_add_complaint(self) -> None:
        said = form_body.in_both(say("Please check this"))
        rule = {"when": {"field": self._key, "op": "is_empty"}, "say": said}
        self._set_rules("invalid", [*self._rules("invalid"), rule])

    def _first_condition(self) -> Rule:
        others = [key for key in form_body.placed_fields(self._desk.body) if key != self._key]
        return {"field": others[0] if others else self._key, "op": "is_filled"}
