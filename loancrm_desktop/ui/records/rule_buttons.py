"""The rules a person sets off: their buttons in the menus of records."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.services.rules import pressing
from loancrm_desktop.services.rules.pressing import RuleButton
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.widgets.relay import relay


class RuleButtons(QObject):
    """Knows the buttons of a kind of record and puts them into menus.

    Signals:
        said: what was done, and 0.
    """

    said = Signal(str, int)

    def __init__(self, bridge: Bridge, kind: str, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._kind = bridge, kind
        self._buttons: tuple[RuleButton, ...] = ()
        self._menu: QMenu | None = None
        self._record_id = 0
        self._actions: list[QAction] = []
        self._may = bridge.actor.rights.allows(f"{kind}s.edit")
        bridge.changed.connect(self._on_bridge_changed)
        self.ask()

    def ask(self) -> None:
        """Ask which buttons there are."""
        if self._may:
            self._bridge.ask(
                pressing.buttons,
                kind=self._kind,
                language=current_language(),
                then=self._on_buttons,
                key="buttons",
            )

    def stand_in(self, menu: QMenu) -> None:
        """Keep the buttons at the end of a menu that stays."""
        self._menu = menu
        self._fill()

    def show_record(self, record_id: int) -> None:
        """Say which record the menu that stays is about."""
        self._record_id = record_id

    def add_to(self, menu: QMenu, record_id: int) -> None:
        """Put the buttons at the end of a menu that is shown once."""
        if self._buttons:
            menu.addSeparator()
        for each in self._buttons:
            action = menu.addAction(each.label)
            action.triggered.connect(relay(action, self.press, each, record_id))

    def _on_buttons(self, found: Sequence[RuleButton]) -> None:
        self._buttons = tuple(found)
        self._fill()

    def _fill(self) -> None:
        if self._menu is None:
            return
        for action in self._actions:
            self._menu.removeAction(action)
            action.deleteLater()
        self._actions = []
        if self._buttons:
            self._actions.append(self._menu.addSeparator())
        for each in self._buttons:
            action = QAction(each.label, self._menu)
            action.triggered.connect(relay(action, self._on_action_triggered, each))
            self._menu.addAction(action)
            self._actions.append(action)

    def _on_action_triggered(self, pressed: RuleButton) -> None:
        self.press(pressed, self._record_id)

    def press(self, pressed: RuleButton, record_id: int) -> None:
        """Set a rule off for a record."""
        self._bridge.do(
            pressing.press,
            key=pressed.rule,
            record_id=record_id,
            then=partial(self._on_pressed, pressed),
        )

    def _on_pressed(self, pressed: RuleButton, fired: object) -> None:
        if fired:
            self.said.emit(tr("Done: {act}", act=pressed.label), 0)
        else:
            self.said.emit(tr("{act}: nothing was to be done", act=pressed.label), 0)

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.touches("design"):
            self.ask()
