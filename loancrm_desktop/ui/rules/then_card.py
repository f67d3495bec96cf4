"""Then: what a rule does, one sentence after another."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu, QToolButton

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.rules import rule_choices
from loancrm_desktop.ui.rules.action_row import ActionRow
from loancrm_desktop.ui.rules.limits_row import LimitsRow
from loancrm_desktop.ui.rules.message_choices import MessageChoices
from loancrm_desktop.ui.rules.rule_card import RuleCard
from loancrm_desktop.ui.rules.rule_desk import Body, RuleDesk
from loancrm_desktop.ui.widgets.parts import button, row
from loancrm_desktop.ui.widgets.relay import relay

_STARTS: dict[str, Body] = {
    "task": {"do": "task", "due": {"at": "18:00"}},
    "assign": {"do": "assign", "how": "even"},
}
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ThenCard(RuleCard):
    """Shows and changes the actions, and how often they may happen."""

    def __init__(self, desk: RuleDesk, words: OfficeWords, letters: MessageChoices) -> None:
        super().__init__(tr("Then"), tr("in order"), "success")
        self._desk, self._words, self._letters = desk, words, letters
        self._shape: tuple[Any, ...] = ()
        self.action_rows: list[ActionRow] = []
        self.add = button(tr("Add action"), kind="link", icon="plus")
        self.add.clicked.connect(self._on_add_clicked)
        self.limits = LimitsRow(desk)
        self.foot.addLayout(row(self.add, None))
        self.foot.addWidget(self.limits)
        self.menu: QMenu | None = None
        desk.loaded.connect(self._on_desk_loaded)
        desk.changed.connect(self._on_desk_changed)
        desk.complained.connect(self._on_desk_complained)
        letters.loaded.connect(self._on_letters_loaded)

    def _on_desk_loaded(self) -> None:
        self._shape = ()

    def _on_letters_loaded(self) -> None:
        """Offer what there is now, where a message is written; whoever is at work stays."""
        if self._number_in_focus() < 0 and any(
            each.get("do") == "message" for each in self._desk.actions
        ):
            self._shape = ()
            self._on_desk_changed()

    def _on_desk_changed(self) -> None:
        if not self._desk.body:
            return
        shape = (self._desk.kind, tuple(_shape_of(each) for each in self._desk.actions))
        if shape != self._shape:
            self._shape = shape
            self._show()

    def _show(self) -> None:
        at = self._number_in_focus()
        self.clear()
        self.action_rows = []
        for number, action in enumerate(self._desk.actions):
            made = ActionRow(self._desk, self._words, self._letters, (number, action))
            made.menu_requested.connect(self._on_menu_requested)
            made.removal_requested.connect(self.remove)
            self.rows.addWidget(made)
            self.action_rows.append(made)
        self._on_desk_complained()
        if 0 <= at < len(self.action_rows):
            self.action_rows[at].start()

    def _on_desk_complained(self) -> None:
        for number, each in enumerate(self.action_rows):
            each.show_problem(self._desk.complaint(f"then.{number}"))
        nothing = not self._desk.actions
        self.show_problem(self._desk.complaint("then") if nothing else "")

    def _on_add_clicked(self) -> None:
        self.menu = QMenu(self)
        self.menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for entry in rule_choices.doings(self._desk.kind):
            self.menu.addAction(entry.name).setData(entry.key)
        self.menu.triggered.connect(self._on_menu_triggered)
        self.menu.popup(self.add.mapToGlobal(QPoint(0, self.add.height())))

    def _on_menu_triggered(self, chosen: QAction) -> None:
        self.append(str(chosen.data()))

    def append(self, do: str) -> None:
        """Add an action at the end."""
        self._desk.put_actions([*self._desk.actions, dict(_STARTS.get(do, {"do": do}))])
        self.action_rows[-1].start()

    def remove(self, number: int) -> None:
        """Take an action out."""
        left = self._desk.actions
        del left[number]
        self._desk.put_actions(left)
        if self.action_rows:
            self.action_rows[min(number, len(self.action_rows) - 1)].start()
        else:
            self.add.setFocus()

    def step(self, number: int, by: int) -> None:
        """Let an action happen one place earlier or later."""
        actions = self._desk.actions
        to = number + by
        if 0 <= to < len(actions):
            actions[number], actions[to] = actions[to], actions[number]
            self._shape = ()
            self._desk.put_actions(actions)
            self.action_rows[to].start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the action with the focus by Alt+Up and Alt+Down."""
        by = _STEPS.get(Qt.Key(event.key()))
        number = self._number_in_focus()
        if by is not None and number >= 0 and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.step(number, by)
            return
        super().keyPressEvent(event)

    def _number_in_focus(self) -> int:
        here = QApplication.focusWidget()
        if here is None:
            return -1
        return next((n for n, each in enumerate(self.action_rows) if each.isAncestorOf(here)), -1)

    def _on_menu_requested(self, number: int, opener: QToolButton) -> None:
        self.menu = QMenu(self)
        self.menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for title, run, words in (
            (tr("Move up (Alt+Up)"), self.step, (number, -1)),
            (tr("Move down (Alt+Down)"), self.step, (number, 1)),
            (tr("Duplicate"), self.double, (number,)),
            (tr("Remove"), self.remove, (number,)),
        ):
            made = self.menu.addAction(title)
            made.triggered.connect(relay(made, run, *words))
        self.menu.popup(opener.mapToGlobal(QPoint(0, opener.height())))

    def double(self, number: int) -> None:
        """Write an action once more below itself."""
        actions = self._desk.actions
        self._desk.put_actions(
            [*actions[: number + 1], dict(actions[number]), *actions[number + 1 :]]
        )


def _shape_of(action: Body) -> tuple[Any, ...]:
    """Answer what decides which tokens an action has."""
    return (
        action.get("do"),
        action.get("how"),
        action.get("field"),
        len(action.get("table") or ()),
        action.get("channel"),
        action.get("template"),
    )
