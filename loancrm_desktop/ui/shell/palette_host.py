"""Brings the command palette and the workspace together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.frame.places import CUSTOMERS, SETTINGS, Place
from loancrm_desktop.ui.palette import offers
from loancrm_desktop.ui.palette.offers import PalettePlace
from loancrm_desktop.ui.palette.palette import CommandPalette
from loancrm_desktop.ui.shell.page_links import show_owner
from loancrm_desktop.ui.shell.page_shelf import stop_timers
from loancrm_desktop.ui.shell.seams import HasSections

if TYPE_CHECKING:
    from loancrm_desktop.ui.workspace import Workspace


class PaletteHost(QObject):
    """Opens the palette with what can be done now, and does what was chosen."""

    def __init__(self, bridge: Bridge, workspace: Workspace, places: Sequence[Place]) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self.palette = CommandPalette(bridge, workspace.words, workspace.window())
        self.palette.set_places(_offered(places))
        self.palette.customer_opened.connect(workspace.open_customer)
        self.palette.customer_window_requested.connect(workspace.open_customer_window)
        self.palette.customer_act_requested.connect(self._on_customer_act_requested)
        self.palette.place_chosen.connect(workspace.go_to)
        self.palette.record_chosen.connect(workspace.own_places.open_record)
        self.palette.section_chosen.connect(workspace.go_to_settings)
        self.palette.colleague_chosen.connect(self._on_colleague_chosen)

    def open(self, actions: Sequence[QAction]) -> None:
        """Open the palette; opened already, it closes again."""
        if self.palette.isVisible():
            self.palette.close_quietly()
            return
        settings = self._workspace.pages.built(SETTINGS)
        if isinstance(settings, HasSections):
            listed = self._workspace.allowed
            self.palette.set_places(_offered(listed), _offered(settings.sections()))
        for customer_id in self._workspace.history.customers():
            self.palette.remember_customer(customer_id)
        self.palette.open_with(actions)

    def rest(self) -> None:
        """Take the palette away; the office is about to be closed."""
        self.palette.hide()
        self.palette.forget()
        stop_timers(self.palette)
        self.palette.deleteLater()

    def _on_customer_act_requested(self, customer_id: int, act: str) -> None:
        if act == offers.EDIT:
            self._workspace.edit_customer(customer_id)
            return
        self._workspace.links.begin_act(customer_id, act)

    def _on_colleague_chosen(self, user_id: int) -> None:
        self._workspace.go_to(CUSTOMERS)
        show_owner(self._workspace.page(CUSTOMERS), user_id)


_KEYS = {SETTINGS: "Ctrl+,"}


def _offered(places: Sequence[Place]) -> list[PalettePlace]:
    offered: list[PalettePlace] = []
    number = 0
    for place in places:
        number += place.listed
        keys = f"Ctrl+{number}" if place.listed else _KEYS.get(place.key, "")
        offered.append(PalettePlace(place.key, place.title, place.icon, keys))
    return offered
