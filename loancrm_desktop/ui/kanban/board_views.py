"""The saved views of the customer list, on the board: choose one, keep the filters as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from loancrm_desktop.errors import Problem
from loancrm_desktop.services import views
from loancrm_desktop.services.views import SavedViewRow
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.conditions.other_kind import as_customers, as_deals
from loancrm_desktop.ui.conditions.view_name_popover import ViewNamePopover
from loancrm_desktop.ui.widgets.parts import button, set_caption

_KIND = "customer"
_MOST_SIGNS = 12
Where = dict[str, Any]


class BoardViews(QObject):
    """The button that names the view shown, and its menu.

    A view is a condition on customers; the board shows the deals of those customers.

    Signals:
        chosen: show the deals of a condition on deals (None for all), and the sentence that says
            what of the view a board cannot show ("" for nothing).
        said: a view was kept (text, journal number).
        refused: why it was not (Problem).
    """

    chosen = Signal(object, str)
    said = Signal(str, int)
    refused = Signal(object)

    def __init__(self, bridge: Bridge, where: Callable[[], Where | None], parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._where = bridge, where
        self._shown: SavedViewRow | None = None
        self._base: Where | None = None  # what the filters say of the view shown
        self._found: dict[int, SavedViewRow] = {}
        self.popover: ViewNamePopover | None = None
        self.button = button(tr("Views"), kind="ghost", icon="pin")
        self.button.setToolTip(tr("Saved views of the customer list"))
        self.menu = QMenu(self.button)
        self.menu.aboutToShow.connect(self._on_menu_about_to_show)
        self.menu.triggered.connect(self._on_menu_triggered)
        self.button.setMenu(self.menu)
        self._fill()

    def read(self) -> None:
        """Read what can be chosen."""
        self._bridge.ask(views.page, kind=_KIND, then=self._on_views, key="board views")

    def compare(self) -> None:
        """Name the view as long as the board shows it as it was saved."""
        if self._shown is not None and self._base != self._where():
            self._shown = None
        self._name()

    def save(self) -> None:
        """Ask for a name and keep what the board shows under it."""
        may_share = self._bridge.actor.rights.allows("views.share")
        popover = ViewNamePopover(
            tr("Save as a new view"), tr("Save"), self.button, may_share=may_share
        )
        popover.named.connect(self._on_named)
        popover.closed.connect(self._on_popover_closed)
        self.popover = popover
        popover.open_at(self.button)

    def _fill(self) -> None:
        self.menu.clear()
        everything = self.menu.addAction(tr("All deals"))
        everything.setData(0)
        rows = sorted(self._found.values(), key=lambda each: not each.pinned)
        for view in rows:
            action = self.menu.addAction(view.name)
            action.setData(view.id)
            action.setCheckable(True)
            action.setChecked(self._shown is not None and self._shown.id == view.id)
        self.menu.addSeparator()
        self._save = self.menu.addAction(tr("Save as a new view"))
        self._save.setEnabled(self._where() is not None)

    def _show(self, view: SavedViewRow | None) -> None:
        self._shown, self._base = view, self._where()
        self._name()

    def _name(self) -> None:
        name = tr("Views") if self._shown is None else self._shown.name
        short = name if len(name) <= _MOST_SIGNS else f"{name[: _MOST_SIGNS - 1]}…"
        set_caption(self.button, short)
        self.button.setAccessibleName(tr("Saved view: {name}", name=name))

    def _on_views(self, rows: Sequence[SavedViewRow]) -> None:
        self._found = {row.id: row for row in rows}
        if self._shown is not None:
            self._show(self._found.get(self._shown.id))
        if self.menu.isVisible():
            self._fill()

    def _on_menu_about_to_show(self) -> None:
        self._fill()
        self.read()

    def _on_menu_triggered(self, action: QAction) -> None:
        if action is self._save:
            self.save()
            return
        view = self._found.get(int(action.data() or 0))
        body = {} if view is None else view.body
        lost = tr("The board shows the conditions of the list without the words searched for.")
        self.chosen.emit(as_deals(body.get("where")), lost if body.get("search") else "")
        self._show(view)

    def _on_named(self, name: str, shared: bool) -> None:  # noqa: FBT001 - a signal's value
        body = {"where": as_customers(self._where())}
        self._bridge.do(
            views.save,
            kind=_KIND,
            name=name,
            body=body,
            shared=shared,
            then=self._on_saved,
            refused=self._on_refused,
        )

    def _on_saved(self, view_id: int) -> None:
        if self.popover is not None:
            self.popover.close()
        self._shown = SavedViewRow(view_id, "", shared=False, pinned=True, body={})
        self.read()
        self.said.emit(tr("Saved"), 0)

    def _on_refused(self, problem: Problem) -> None:
        if self.popover is not None:
            self.popover.show_problem(problem)
        else:
            self.refused.emit(problem)

    def _on_popover_closed(self) -> None:
        if self.popover is not None:
            self.popover.deleteLater()
            self.popover = None
