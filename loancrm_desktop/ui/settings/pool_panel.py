"""The settings of the shared pool: the rules of returning and the limits of claiming."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import FieldProblem, Invalid, Problem
from loancrm_desktop.services.ownership import pool_rules, returning
from loancrm_desktop.services.ownership.pool_rules import (
    MOST_CLAIMS,
    MOST_DAYS,
    PoolRule,
    PoolSettings,
)
from loancrm_desktop.services.ownership.returning import WouldReturn
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.ownership.rule_card import RuleCard
from loancrm_desktop.ui.panel_parts import SettingsPanel
from loancrm_desktop.ui.widgets.calm_spin import CalmSpin
from loancrm_desktop.ui.widgets.parts import button, clear_layout, label, line, row
from loancrm_desktop.ui.widgets.relay import relay

PAUSE_MS = 350
_USUAL_DAYS = 30
_WIDTH = 110


class PoolPanel(SettingsPanel):
    """What the pool goes by; nothing holds before it is saved."""

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Shared pool"),
            tr(
                "When customers nobody looks after go back to the pool, and how many one may claim."
            ),
            parent,
        )
        self._bridge, self._words = bridge, words
        self._kept: PoolSettings | None = None
        self.cards: list[RuleCard] = []
        self.claims_per_day = _figure(MOST_CLAIMS, tr("Claims a day"))
        self.held_most = _figure(MOST_CLAIMS, tr("Running customers at most"))
        self.not_back_days = _figure(MOST_DAYS, tr("Days before the last owner may claim again"))
        self.body.addWidget(label(tr("Limits of claiming"), font="bodyStrong"))
        for text, edit in (
            (tr("Claims a day, for each person"), self.claims_per_day),
            (tr("Running customers one may have"), self.held_most),
            (tr("Days before the last owner may claim the customer again"), self.not_back_days),
        ):
            edit.valueChanged.connect(self._on_changed)
            named = label(text, role="secondary")
            named.setBuddy(edit)
            self.body.addLayout(row(named, None, edit))
        self.body.addWidget(line())
        self.add = button(tr("Add a rule"), icon="plus")
        self.add.clicked.connect(self.add_rule)
        self.body.addLayout(
            row(label(tr("Who goes back to the pool"), font="bodyStrong"), None, self.add)
        )
        self.none = label(
            tr("There is no rule: nobody goes back by the clock."), role="secondary", wrap=True
        )
        self.body.addWidget(self.none)
        self._rules = QVBoxLayout()
        self._rules.setSpacing(10)
        self.body.addLayout(self._rules)
        self.save = button(tr("Save the rules"), kind="primary")
        self.save.clicked.connect(self.keep)
        self.drop = button(tr("Take back what is not saved"), kind="ghost")
        self.drop.clicked.connect(self.reload)
        self.body.addLayout(row(None, self.drop, self.save))
        self.body.addStretch(1)
        self.lay_out()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask_would)
        self._show_dirty()
        bridge.changed.connect(self._on_bridge_changed)

    def reload(self) -> None:
        """Read the rules in force."""
        self._bridge.ask(
            pool_rules.pool_settings,
            then=self._on_settings,
            failed=self._on_problem,
            key="settings",
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Read the rules when the panel is first looked at."""
        super().showEvent(event)
        if self._kept is None:
            self.reload()
        else:
            self._pause.start()

    def settings(self) -> PoolSettings:
        """Answer what stands here now."""
        return PoolSettings(
            rules=tuple(card.rule() for card in self.cards),
            claims_per_day=self.claims_per_day.value(),
            held_most=self.held_most.value(),
            not_back_days=self.not_back_days.value(),
        )

    def add_rule(self) -> None:
        """Add a rule to fill in."""
        taken = {card.key for card in self.cards}
        number = next(n for n in range(1, len(taken) + 2) if f"rule_{n}" not in taken)
        rule = PoolRule(
            f"rule_{number}", tr("{days} days without contact", days=_USUAL_DAYS), _USUAL_DAYS
        )
        card = self._add_card(rule)
        card.name.setFocus()
        card.name.selectAll()
        self._on_changed()

    def keep(self) -> None:
        """Settle what stands here."""
        self.notice.hide()
        self._bridge.do(
            pool_rules.set_pool,
            settings=self.settings(),
            then=self._on_kept,
            refused=self._on_problem,
        )

    def _on_settings(self, settings: PoolSettings) -> None:
        self._kept = settings
        self.notice.hide()
        clear_layout(self._rules)
        self.cards = []
        for edit, value in (
            (self.claims_per_day, settings.claims_per_day),
            (self.held_most, settings.held_most),
            (self.not_back_days, settings.not_back_days),
        ):
            edit.setValue(value)
        for rule in settings.rules:
            self._add_card(rule)
        self._on_changed()

    def _add_card(self, rule: PoolRule) -> RuleCard:
        card = RuleCard(self._bridge, self._words, rule)
        card.changed.connect(self._on_changed)
        card.removed.connect(relay(card, self._on_card_removed, rule.key))
        self.cards.append(card)
        self._rules.addWidget(card)
        return card

    def _on_card_removed(self, key: str) -> None:
        card = next(each for each in self.cards if each.key == key)
        self.cards.remove(card)
        self._rules.removeWidget(card)
        card.hide()
        card.deleteLater()
        self._on_changed()

    def _on_changed(self, _value: int = 0) -> None:
        self._show_dirty()
        self._pause.start()

    def _show_dirty(self) -> None:
        self.none.setVisible(not self.cards)
        dirty = self._kept is not None and self.settings() != self._kept
        self.save.setEnabled(dirty)
        self.drop.setVisible(dirty)

    def _ask_would(self) -> None:
        if self.cards and self.isVisible():
            self._bridge.ask(
                returning.would_return,
                settings=self.settings(),
                then=self._on_would,
                failed=self._on_unclear,
                key="would",
            )

    def _on_would(self, found: tuple[WouldReturn, ...]) -> None:
        by_key = {each.key: each for each in found}
        for card in self.cards:
            each = by_key.get(card.key)
            card.show_problem("")
            if each is None:
                card.show_would(None)
            else:
                card.show_would(each.count, each.names)

    def _on_unclear(self, problem: Problem) -> None:
        """Say at each rule what does not hold yet."""
        found: Sequence[FieldProblem] = problem.problems if isinstance(problem, Invalid) else ()
        for at, card in enumerate(self.cards):
            texts = [each.text.read() for each in found if each.field.startswith(f"rules[{at}]")]
            card.show_would(None)
            card.show_problem("\n".join(dict.fromkeys(texts)))

    def _on_kept(self, count: int) -> None:
        self._kept = self.settings()
        self._show_dirty()
        self.notice.say(tr("Saved. {count} rules are in force.", count=count), "success")

    def _on_problem(self, problem: Problem) -> None:
        self._on_unclear(problem)
        self.notice.say(str(problem))

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        others = changes.initiator != self._bridge.actor.window
        if others and changes.operation == "ownership.set_pool" and not self.save.isEnabled():
            self.reload()


def _figure(most: int, name: str) -> CalmSpin:
    made = CalmSpin(name, (0, most))
    made.setFixedWidth(_WIDTH)
    return made
