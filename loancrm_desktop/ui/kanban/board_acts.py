"""What can be done on the board from the keyboard, and the menus of cards and columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from loancrm_desktop.services.actor import Actor
from loancrm_desktop.services.deals import DealCard
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.commands import Command, add_letter

OPEN, OWN_WINDOW, LOG, TASK = "card.open", "card.window", "card.log", "card.task"
PREVIEW, ADVANCE, BACK, CHOOSE = "card.preview", "card.advance", "card.back", "card.choose"
ARCHIVE, LOSE, RUN = "card.archive", "card.lose", "card.run"
OVERDUE, AVERAGE, COLUMNS, LIST = "board.overdue", "board.average", "board.columns", "board.list"

_RIGHTS = {
    LOG: "follow_ups.log",
    TASK: "tasks.add",
    ADVANCE: "deals.move",
    BACK: "deals.move",
    CHOOSE: "deals.move",
    ARCHIVE: "deals.move",
    LOSE: "deals.move",
}
_IN_MENU = (OPEN, OWN_WINDOW, PREVIEW, RUN, "", LOG, TASK, "", ADVANCE, BACK)


def card_commands() -> tuple[Command, ...]:
    """Answer the commands on the current card; their keys work while a list has the focus."""
    return (
        Command(OPEN, tr("Open the customer"), ("Return", "Enter"), "arrow-right", "customer"),
        Command(OWN_WINDOW, tr("Open in its own window"), "Ctrl+Return", "external", "customer"),
        Command(LOG, tr("Log a follow-up"), "L", "edit", "customer"),
        Command(TASK, tr("New task"), "T", "clock", "customer"),
        Command(PREVIEW, tr("Preview at the side"), "P", "panel-right", "view"),
        Command(ADVANCE, tr("Advance one stage"), "Ctrl+Right", "arrow-right", "customer"),
        Command(BACK, tr("Send back one stage"), "Ctrl+Left", "arrow-left", "customer"),
        Command(CHOOSE, tr("Choose a stage"), "Ctrl+Shift+Right", "flow", "customer"),
        Command(ARCHIVE, tr("Archive the deal"), "Del", "archive", "customer"),
        Command(LOSE, tr("Mark the deal as lost"), "", "x-circle", "customer"),
        Command(RUN, tr("Show in process"), "", "flow", "view"),
    )


def board_commands() -> tuple[Command, ...]:
    """Answer the commands on the whole board."""
    return (
        Command(OVERDUE, tr("Show only overdue deals"), "", "hourglass", "view"),
        Command(AVERAGE, tr("Sums or averages in the columns"), "", "formula", "view"),
        Command(COLUMNS, tr("Choose the columns shown"), "", "columns", "view"),
        Command(LIST, tr("Show these deals as a list"), "", "rows", "view"),
    )


@dataclass(slots=True)
class BoardActs:
    """The board's actions by key."""

    actions: dict[str, QAction]

    @classmethod
    def on_cards_of(
        cls, page: QWidget, cards: QWidget, run: Mapping[str, Callable[[], object]]
    ) -> BoardActs:
        """Give a page its commands on cards.

        Args:
            page: carries them, for palette, menus and F1 sheet.
            cards: the widget with the focus of whose lists the keys work.
            run: a bound method for each key.
        """
        made = {
            command.key: add_letter(cards, page, command, run[command.key])
            for command in card_commands()
        }
        return cls(made)

    @property
    def on_cards(self) -> list[QAction]:
        """Those on the current card."""
        return [self.actions[command.key] for command in card_commands()]

    def allow(self, card: DealCard | None, actor: Actor, targets: Sequence[str]) -> None:
        """Offer only what can be done with a card now.

        Args:
            card: the current card, None for none.
            actor: who sits here.
            targets: the stages the card may go to.
        """
        for command in card_commands():
            right = _RIGHTS.get(command.key)
            allowed = card is not None and (right is None or actor.rights.allows(right))
            self.actions[command.key].setEnabled(allowed)
        for key, stage in ((ARCHIVE, "archived"), (LOSE, "lost")):
            action = self.actions[key]
            action.setEnabled(action.isEnabled() and stage in targets)
        choose = self.actions[CHOOSE]
        choose.setEnabled(choose.isEnabled() and bool(targets))

    def card_menu(self, parent: QWidget, targets: Sequence[tuple[str, str]]) -> QMenu:
        """Answer the menu of the current card.

        Args:
            parent: what the menu belongs to.
            targets: the stages it may go to, by key and name; without endings.
        """
        menu = QMenu(parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key in _IN_MENU:
            if key:
                menu.addAction(self.actions[key])
            else:
                menu.addSeparator()
        if targets and self.actions[CHOOSE].isEnabled():
            inner = menu.addMenu(tr("Move to"))
            for key, name in targets:
                inner.addAction(name).setData(key)
        menu.addSeparator()
        menu.addAction(self.actions[ARCHIVE])
        menu.addAction(self.actions[LOSE])
        return menu


def stages_menu(parent: QWidget, targets: Sequence[tuple[str, str]]) -> QMenu:
    """Answer a menu of stages to choose from; its actions carry the keys."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for key, name in targets:
        menu.addAction(tr("Move to {stage}", stage=name)).setData(key)
    actions = menu.actions()
    if actions:
        menu.setActiveAction(actions[0])
    return menu


def columns_menu(parent: QWidget, stages: Sequence[tuple[str, str]], hidden: set[str]) -> QMenu:
    """Answer the menu that shows and hides columns; its actions carry the keys."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for key, name in stages:
        action = menu.addAction(name)
        action.setCheckable(True)
        action.setChecked(key not in hidden)
        action.setData(key)
    return menu
