"""Menus of the canvas: which kind of node comes next, and what can be done with what is chosen."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.commands import commands_of
from loancrm_desktop.ui.flows.flow_desk import FlowDesk
from loancrm_desktop.ui.flows.flow_view import FlowView
from loancrm_desktop.ui.flows.flow_words import ICONS, KINDS, kind_text
from loancrm_desktop.ui.widgets.relay import relay

_BETWEEN = tuple(kind for kind in KINDS if kind not in ("start", "end"))
_BEHIND = tuple(kind for kind in KINDS if kind != "start")
_OF_CHOSEN = ("append", "properties", "copy", "cut", "paste", "duplicate", "delete")


class FlowMenus(QWidget):
    """Opens the menus over the canvas."""

    def __init__(self, desk: FlowDesk, view: FlowView, page: QWidget) -> None:
        super().__init__(page)
        self.hide()
        self._desk, self._view, self._page = desk, view, page
        self.menu: QMenu | None = None
        view.append_requested.connect(self.ask_append)
        view.insert_requested.connect(self.ask_insert)
        view.link_dropped.connect(self.ask_link)
        view.menu_requested.connect(self.open_menu)

    def ask_append(self, at: QPoint) -> None:
        """Ask which node comes behind the one chosen."""
        menu = self._opened()
        for kind in _BEHIND:
            self._add(menu, kind).triggered.connect(relay(menu, self._on_append, kind))
        self._popup(menu, at)

    def ask_insert(self, edge: str, at: QPoint) -> None:
        """Ask which node goes into an arrow."""
        menu = self._opened()
        for kind in _BETWEEN:
            self._add(menu, kind).triggered.connect(relay(menu, self._on_insert, edge, kind))
        self._popup(menu, at)

    def ask_link(self, start: str, place: QPointF, at: QPoint) -> None:
        """Ask which node an arrow drawn into the open leads to."""
        menu = self._opened()
        spot = (place.x(), place.y())
        for kind in _BEHIND:
            action = self._add(menu, kind)
            action.triggered.connect(relay(menu, self._on_link, start, spot, kind))
        self._popup(menu, at)

    def open_menu(self, at: QPoint) -> None:
        """Open the menu of what is chosen."""
        menu = self._opened()
        actions = {each.objectName(): each for each in commands_of(self._page)}
        for key in _OF_CHOSEN:
            action = actions.get(f"flow.{key}")
            if action is not None:
                menu.addAction(action)
        menu.addSeparator()
        for key in ("arrange", "fit"):
            action = actions.get(f"flow.{key}")
            if action is not None:
                menu.addAction(action)
        self._popup(menu, at)

    def _opened(self) -> QMenu:
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = QMenu(self._page)
        return self.menu

    def _add(self, menu: QMenu, kind: str) -> QAction:
        action = menu.addAction(theme.current().icon(ICONS[kind]), kind_text(kind).read())
        action.setData(kind)
        return action

    def _popup(self, menu: QMenu, at: QPoint) -> None:
        menu.setAccessibleName(tr("Which node"))
        menu.popup(at)
        first = menu.actions()[0] if menu.actions() else None
        if first is not None:
            menu.setActiveAction(first)

    def _on_append(self, kind: str) -> None:
        self._desk.append(kind)
        self._done()

    def _on_insert(self, edge: str, kind: str) -> None:
        self._desk.insert(edge, kind)
        self._done()

    def _on_link(self, start: str, place: tuple[float, float], kind: str) -> None:
        self._desk.add(kind, place, start)
        self._done()

    def _done(self) -> None:
        self._view.setFocus()
        self._view.show_chosen()
