"""One rule of the pool in the settings: for whom, after how long, who is exempt."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from loancrm_desktop.services.ownership.pool_rules import MOST_DAYS, MOST_NAME, PoolRule
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.conditions.chips import FilterChips
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.calm_spin import CalmSpin
from loancrm_desktop.ui.widgets.parts import button, icon_button, label, row
from loancrm_desktop.ui.widgets.switch import Switch

_DAYS_WIDTH = 96


class RuleCard(QFrame):
    """Edits a rule; `rule()` answers it as it stands.

    Signals:
        changed: something of it is another now.
        removed: it is to go.
    """

    changed = Signal()
    removed = Signal()

    def __init__(
        self, bridge: Bridge, words: OfficeWords, rule: PoolRule, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._rule = rule
        self.active = Switch(tr("The rule is in force"))
        self.active.setChecked(rule.active)
        self.name = QLineEdit(rule.name)
        self.name.setMaxLength(MOST_NAME)
        self.name.setAccessibleName(tr("Name of the rule"))
        self.name.setPlaceholderText(tr("Name of the rule"))
        self.remove = icon_button("trash", tr("Remove the rule"))
        self.remove.clicked.connect(self.removed)
        self.idle_days = _days(rule.idle_days, 1, tr("Days without contact"))
        self.warn_days = _days(rule.warn_days, 0, tr("Days of warning"))
        self.where = FilterChips(bridge, words, "customer")
        self.where.set_where(rule.where)
        self.unless = FilterChips(bridge, words, "customer")
        self.unless.set_where(rule.unless)
        self.would = label(role="secondary", wrap=True)
        self.problem = label(role="error", font="caption", wrap=True)
        self.problem.hide()
        self._lay_out()
        for edit in (self.idle_days, self.warn_days):
            edit.valueChanged.connect(self._on_changed)
        for chips in (self.where, self.unless):
            chips.changed.connect(self._on_changed)
        self.name.textEdited.connect(self._on_changed)
        self.active.toggled.connect(self._on_changed)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 12)
        layout.setSpacing(8)
        layout.addLayout(row(self.active, self.name, self.remove))
        layout.addLayout(
            row(
                label(tr("Back to the pool after")),
                self.idle_days,
                label(tr("of silence; warn the owner")),
                self.warn_days,
                label(tr("in advance")),
                None,
            )
        )
        layout.addWidget(label(tr("For whom"), role="caption"))
        layout.addWidget(self.where)
        self.open_where = button(tr("In the condition editor …"), kind="link", size="small")
        self.open_where.clicked.connect(self._on_open_where_clicked)
        self.open_unless = button(tr("In the condition editor …"), kind="link", size="small")
        self.open_unless.clicked.connect(self._on_open_unless_clicked)
        layout.addLayout(row(self.open_where, None))
        layout.addWidget(label(tr("Exempt are"), role="caption"))
        layout.addWidget(self.unless)
        layout.addLayout(row(self.open_unless, None))
        layout.addWidget(self.would)
        layout.addWidget(self.problem)

    @property
    def key(self) -> str:
        """The rule's key."""
        return self._rule.key

    def rule(self) -> PoolRule:
        """Answer the rule as it stands."""
        return replace(
            self._rule,
            name=self.name.text().strip(),
            idle_days=self.idle_days.value(),
            warn_days=self.warn_days.value(),
            where=self.where.where(),
            unless=self.unless.where(),
            active=self.active.isChecked(),
        )

    def show_would(self, count: int | None, names: tuple[str, ...] = ()) -> None:
        """Say who would go back now; None while that is not known."""
        if count is None:
            self.would.setText("")
        elif count == 0:
            self.would.setText(tr("Nobody would go back now."))
        else:
            said = tr("{count} would go back at once:", count=f"{count:,}")
            self.would.setText(f"{said} {'、'.join(names)}{' …' if count > len(names) else ''}")

    def show_problem(self, text: str) -> None:
        """Say what does not hold; empty takes it away."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _on_open_where_clicked(self) -> None:
        self.where.open_editor()

    def _on_open_unless_clicked(self) -> None:
        self.unless.open_editor()

    def _on_changed(self, _value: Any = None) -> None:
        self.changed.emit()


def _days(value: int, least: int, name: str) -> CalmSpin:
    made = CalmSpin(name, (least, MOST_DAYS))
    made.setValue(value)
    made.setSuffix(tr(" days"))
    made.setMinimumWidth(_DAYS_WIDTH)
    return made
