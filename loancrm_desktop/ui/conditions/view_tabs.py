"""The saved views of a list as tabs: counts, changes not yet saved, names, order."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import views
from loancrm_desktop.services.views import SavedViewRow
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_command
from loancrm_desktop.ui.conditions import pinyin_filter
from loancrm_desktop.ui.conditions.condition_fields import ConditionFields
from loancrm_desktop.ui.conditions.view_counts import EVERYTHING, ViewCounts
from loancrm_desktop.ui.conditions.view_menu import Allowed, menu_of_hidden, menu_of_view
from loancrm_desktop.ui.conditions.view_name_popover import ViewNamePopover
from loancrm_desktop.ui.conditions.view_of_tab import tab_of
from loancrm_desktop.ui.conditions.view_tab_bar import ChangedDot, TabShown, ViewTabBar
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.parts import button, icon_button, label

_MARGIN = 16


def _everything(kind: str) -> str:
    shipped = {"customer": tr("All customers"), "deal": tr("All deals")}
    return shipped.get(kind, tr("All records"))


class ViewTabs(QWidget):
    """Tabs over the saved views of one kind.

    Signals:
        chosen: show this view (SavedViewRow; None for everything). Where the person had changed
            it and gone elsewhere, its body is the changed one; for everything its id is then 0. Told
            again when the view in front was saved: it is what the list is compared with now.
        order_changed: the person put the tabs in another order (ids from left to right).
        said: a sentence for the window, and the journal number that undoes what it says or 0.
    """

    chosen = Signal(object)
    order_changed = Signal(list)
    said = Signal(str, int)

    def __init__(
        self, bridge: Bridge, words: OfficeWords, kind: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge, self._words, self._kind = bridge, words, kind
        self._views: dict[int, SavedViewRow] = {}
        self._counts = ViewCounts(bridge, kind, self)
        self._order: list[int] = []
        self._kept: dict[int, dict[str, Any]] = {}
        self._key = EVERYTHING
        self._without_tab: list[int] = []
        self._changed = False
        self._prepared = False
        self._removed_names: dict[int, str] = {}
        self._source: weakref.WeakMethod[Callable[[], dict[str, Any]]] | None = None
        self._name_popover: ViewNamePopover | None = None
        self._named_view: SavedViewRow | None = None
        self._menu_key = EVERYTHING
        self._stale = True
        self._build()
        self._counts.counted.connect(self._show)
        bridge.changed.connect(self._on_bridge_changed)
        words.loaded.connect(self._show)

    def _build(self) -> None:
        self.bar = ViewTabBar()
        self.bar.setAccessibleName(tr("Saved views"))
        self.bar.currentChanged.connect(self._on_bar_current_changed)
        self.bar.menu_requested.connect(self._on_bar_menu_requested)
        self.bar.rename_requested.connect(self.rename)
        self.bar.removal_requested.connect(self.remove)
        self.bar.order_changed.connect(self._on_bar_order_changed)
        self.more = icon_button("more", tr("More views"))
        self.more.clicked.connect(self._on_more_clicked)
        self.new = icon_button("plus", tr("Save as a new view"))
        self.new.clicked.connect(self.save_as)
        self._dot = ChangedDot()
        self._note = label(tr("View changed"), role="warning")
        self.save_link = button(tr("Save view"), kind="link", tip=tr("Save the view as it is now"))
        self.save_link.clicked.connect(self.save)
        self.save_as_link = button(tr("Save view as"), kind="link")
        self.save_as_link.clicked.connect(self.save_as)
        self._right = QWidget()
        right = QHBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(4)
        for part in (self._dot, self._note, self.save_link, self.save_as_link):
            right.addWidget(part)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        layout.setSpacing(4)
        self.setMinimumHeight(theme.current().size("tab") + 1)
        layout.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignBottom)
        layout.addWidget(self.more)
        layout.addWidget(self.new)
        layout.addStretch(1)
        layout.addWidget(self._right)
        self._add_commands()
        self._show()

    def _add_commands(self) -> None:
        for command, run in (
            (Command("view.save_as", tr("Save as a new view"), "", "plus"), self.save_as),
            (Command("view.left", tr("Move the view left"), "Ctrl+Shift+PgUp"), self.move_left),
            (
                Command("view.right", tr("Move the view right"), "Ctrl+Shift+PgDown"),
                self.move_right,
            ),
        ):
            add_command(self, command, run)

    def answer_body_with(self, current_body: Callable[[], dict[str, Any]]) -> None:
        """Name the page's bound method that answers what a view of it now would hold."""
        self._source = weakref.WeakMethod(current_body)

    def set_order(self, view_ids: Sequence[int]) -> None:
        """Put the tabs in an order remembered at this desk; others follow in theirs."""
        self._order = list(view_ids)
        self._show()

    def load(self) -> None:
        """Read the views and their counts."""
        self._stale = False
        self._bridge.ask(views.page, kind=self._kind, then=self._on_views, key="views")

    @property
    def view(self) -> SavedViewRow | None:
        """The view in front, None for everything."""
        return self._views.get(self._key)

    @property
    def views(self) -> tuple[SavedViewRow, ...]:
        """The views in the order of their tabs."""
        return tuple(self._ordered())

    def choose(self, view_id: int | None) -> None:
        """Bring a view to the front and tell."""
        self._go(view_id or EVERYTHING)

    def set_changed(self, changed: bool) -> None:  # noqa: FBT001 - it is the state shown
        """Say whether the list is no longer as the view in front has it."""
        self._changed = changed
        self._right.setVisible(changed)
        self.save_link.setVisible(self.view is not None and self._may_change(self.view))
        self._fit()

    def save(self) -> None:
        """Save the list as it is now under the name of the view in front."""
        view = self.view
        if view is not None and self._may_change(view):
            self._write(replace(view, body=self._body()), refused=self._on_refused)

    def save_as(self) -> None:
        """Save the list as it is now under a name to be given."""
        self._ask_name(None, tr("New view"), tr("Save view"))

    def rename(self, view_id: int) -> None:
        """Give a view another name."""
        view = self._views.get(view_id)
        if view is not None and self._may_change(view):
            self._ask_name(view, tr("Rename view"), tr("Rename"))

    def remove(self, view_id: int) -> None:
        """Delete a view; the window offers to undo it."""
        view = self._views.get(view_id)
        if view is None or not self._may_change(view):
            return
        self._removed_names[view_id] = view.name
        self._bridge.do(views.remove, view_id=view_id, refused=self._on_refused)

    def pin(self, view_id: int, *, pinned: bool) -> None:
        """Put a view among the tabs, or only into the menu."""
        self._bridge.do(views.pin, view_id=view_id, pinned=pinned, refused=self._on_refused)

    def share(self, view_id: int, *, shared: bool) -> None:
        """Let everybody in the office see a view, or make it the person's own."""
        view = self._views.get(view_id)
        if view is not None:
            self._write(replace(view, shared=shared), refused=self._on_refused)

    def move_left(self) -> None:
        """Move the view in front one place to the left."""
        self.bar.move_tab(self._key, -1)

    def move_right(self) -> None:
        """Move the view in front one place to the right."""
        self.bar.move_tab(self._key, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many tabs as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Read the views when they are first seen, or changed while out of sight."""
        super().showEvent(event)
        if self._stale:
            self.load()

    def _go(self, key: int) -> None:
        if key == self._key:
            return
        if self._changed:
            self._kept[self._key] = self._body()
        self._key = key
        self._show()
        self._tell()

    def _tell(self) -> None:
        view, kept = self.view, self._kept.pop(self._key, None)
        if kept is not None:
            plain = SavedViewRow(EVERYTHING, "", shared=False, pinned=True, body={})
            view = replace(view or plain, body=kept)
        self.chosen.emit(view)
        self.set_changed(kept is not None)

    def _body(self) -> dict[str, Any]:
        answer = None if self._source is None else self._source()
        return {} if answer is None else answer()

    def _ordered(self) -> list[SavedViewRow]:
        places = {view_id: place for place, view_id in enumerate(self._order)}
        return sorted(self._views.values(), key=lambda view: places.get(view.id, len(places)))

    def _show(self) -> None:
        everything = _everything(self._kind)
        tabs = [TabShown(EVERYTHING, everything, self._counts.text(EVERYTHING))]
        fields = ConditionFields(self._words, self._kind) if self._words.ready else None
        tabs += [
            tab_of(view, self._counts.text(view.id), fields)
            for view in self._ordered()
            if view.pinned or view.id == self._key
        ]
        self.bar.show_tabs(tabs, self._key)
        self.set_changed(self._changed)

    def _fit(self) -> None:
        right = self._right.sizeHint().width() if self._changed else 0
        fixed = 2 * _MARGIN + self.new.sizeHint().width() + right + 24
        room = self.width() - fixed
        unpinned = any(not view.pinned for view in self._views.values())
        crowded = self.bar.natural_width() > room
        self.more.setVisible(crowded or unpinned)
        if crowded or unpinned:
            room -= self.more.sizeHint().width() + 4
        hidden = self.bar.fit(room)
        shown = [key for key in self.bar.keys if key not in hidden]
        self._without_tab = [view.id for view in self._ordered() if view.id not in shown]
        if EVERYTHING in hidden:
            self._without_tab.insert(0, EVERYTHING)
        self.bar.updateGeometry()

    def _may_change(self, view: SavedViewRow) -> bool:
        return self._bridge.actor.rights.allows("views.share" if view.shared else "views.own")

    def _write(self, view: SavedViewRow, refused: Callable[[Problem], None]) -> None:
        self._bridge.do(
            views.save,
            kind=self._kind,
            name=view.name,
            body=view.body,
            shared=view.shared,
            view_id=view.id or None,
            then=partial(self._on_written, view),
            refused=refused,
        )

    def _ask_name(self, view: SavedViewRow | None, title: str, verb: str) -> None:
        may_share = view is None and self._bridge.actor.rights.allows("views.share")
        shown = ViewNamePopover(title, verb, self, may_share=may_share)
        if view is not None:
            shown.show_name(view.name, shared=view.shared)
        shown.named.connect(self._on_named)
        shown.closed.connect(self._on_name_popover_closed)
        self._named_view, self._name_popover = view, shown
        shown.open_at(self.new if view is None else self.bar)

    def _on_named(self, name: str, shared: bool) -> None:  # noqa: FBT001 - a signal's value
        view = self._named_view
        if view is None:
            body = self._body()
            view = SavedViewRow(EVERYTHING, name, shared=shared, pinned=True, body=body)
        self._write(replace(view, name=name), refused=self._on_name_refused)

    def _on_name_refused(self, problem: Problem) -> None:
        if self._name_popover is not None:
            self._name_popover.show_problem(problem)
        else:
            self._on_refused(problem)

    def _on_name_popover_closed(self) -> None:
        if self._name_popover is not None:
            self._name_popover.deleteLater()
            self._name_popover = None

    def _on_written(self, view: SavedViewRow, view_id: int) -> None:
        if self._name_popover is not None:
            self._name_popover.close()
        self._views[view_id] = replace(view, id=view_id)
        if view.id == EVERYTHING:  # a new one: what is on screen is this view now
            self._key = view_id
        if view_id == self._key and view.body == self._body():
            self._kept.pop(view_id, None)
            self._changed = False
            self._show()
            self._tell()
        else:
            self._show()
        self.load()

    def _on_refused(self, problem: Problem) -> None:
        self.said.emit(str(problem), 0)
        self.load()

    def _on_views(self, rows: tuple[SavedViewRow, ...]) -> None:
        self._views = {row.id: row for row in rows}
        gone = self._key != EVERYTHING and self._key not in self._views
        if gone:
            self._key = EVERYTHING
        self._show()
        if gone:
            self._changed = False
            self._tell()
        if not self._prepared and self._words.ready:  # for the column chooser beside the tabs
            self._prepared = True
            names = ConditionFields(self._words, self._kind).names()
            self._bridge.outside(pinyin_filter.prepare, names=names)
        self._counts.count(list(self._views))

    def _on_bar_current_changed(self) -> None:
        self._go(self.bar.key)

    def _on_bar_order_changed(self) -> None:
        rest = [view.id for view in self._ordered() if view.id not in self.bar.keys]
        self._order = [key for key in self.bar.keys if key != EVERYTHING] + rest
        self._fit()
        self.order_changed.emit(list(self._order))

    def _on_bar_menu_requested(self, key: int, at: QPoint) -> None:
        view = self._views.get(key)
        if view is None:
            return
        self._menu_key = key
        share = self._bridge.actor.rights.allows("views.share")
        menu = menu_of_view(view, Allowed(self._may_change(view), share), self)
        menu.triggered.connect(self._on_menu_triggered)
        menu.popup(at)

    def _on_menu_triggered(self, action: QAction) -> None:
        self.run_menu(self._menu_key, str(action.data()))

    def run_menu(self, view_id: int, name: str) -> None:
        """Do what a tab's menu offers: rename, pin, share, left, right, remove."""
        view = self._views[view_id]
        if name == "rename":
            self.rename(view_id)
        elif name == "pin":
            self.pin(view_id, pinned=not view.pinned)
        elif name == "share":
            self.share(view_id, shared=not view.shared)
        elif name == "remove":
            self.remove(view_id)
        else:
            self.bar.move_tab(view_id, -1 if name == "left" else 1)

    def _on_more_clicked(self) -> None:
        names = {view.id: view.name for view in self._views.values()}
        names[EVERYTHING] = self.bar.tabText(0)
        shown = [(key, names[key], self._counts.text(key)) for key in self._without_tab]
        menu = menu_of_hidden(shown, self._key, self)
        menu.triggered.connect(self._on_hidden_triggered)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def _on_hidden_triggered(self, action: QAction) -> None:
        self._go(int(action.data()))

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        removed = changes.operation == "views.remove"
        for view_id in changes.ids("saved_view") & set(self._removed_names) if removed else ():
            name = self._removed_names.pop(view_id)
            self.said.emit(tr("View “{name}” deleted", name=name), changes.seq)
        if not self.isVisible():
            self._stale = self._stale or changes.touches("saved_view", self._kind)
        elif changes.touches("saved_view"):
            self.load()
        elif changes.touches(self._kind):
            self._counts.count_soon()
