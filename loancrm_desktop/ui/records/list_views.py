"""The saved views over the customer list, the shipped ones beside them, and its columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from loancrm_desktop.services.views import SavedViewRow
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.conditions.column_chooser import ColumnChooser, field_columns
from loancrm_desktop.ui.conditions.column_list_model import ColumnOffer
from loancrm_desktop.ui.conditions.view_tabs import ViewTabs
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.list_columns import (
    DEFAULT_KEYS,
    NAME,
    NEXT_STEP,
    POOL_RETURN,
    title_of,
)
from loancrm_desktop.ui.records.list_wish import Body, ListWish, wish_of
from loancrm_desktop.ui.records.preview_pane import LayoutMemory
from loancrm_desktop.ui.widgets.parts import icon_button

POOL: dict[str, Any] = {"field": "owner", "op": "is_empty"}
"""The shared pool: customers nobody looks after."""
_ORDER = "order of the customers' views"
_EVERYBODY, _POOL, _TRASH = "all", "pool", "trash"


class ListViews(QObject):
    """Tabs, the menu of shipped views, and the column chooser of a list.

    Signals:
        wish_chosen: another list is to be shown (ListWish).
        columns_chosen: other columns are to be shown (keys in order).
    """

    wish_chosen = Signal(object)
    columns_chosen = Signal(list)

    def __init__(
        self, bridge: Bridge, words: OfficeWords, body: Callable[[], Body], page: QWidget
    ) -> None:
        super().__init__(page)
        self._bridge = bridge
        self._words = words
        self.tabs = ViewTabs(bridge, words, "customer")
        self.tabs.answer_body_with(body)
        self.tabs.chosen.connect(self._on_tabs_chosen)
        self.tabs.order_changed.connect(self._on_tabs_order_changed)
        self._memory: LayoutMemory | None = None
        self.more = icon_button("more", tr("Other lists"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.more)
        self._menu.triggered.connect(self._on_menu_triggered)
        self.more.setMenu(self._menu)
        self._fill_menu()
        self.chooser: ColumnChooser | None = None

    def remember_in(self, memory: LayoutMemory) -> None:
        """Take up, and from now on keep, the order of the tabs at this desk."""
        self._memory = memory
        kept = memory.recall(_ORDER)
        self.tabs.set_order([int(each) for each in kept.split(",") if each.isdigit()])

    def _on_tabs_order_changed(self, view_ids: list[int]) -> None:
        if self._memory is not None:
            self._memory.remember(_ORDER, ",".join(str(each) for each in view_ids))

    @property
    def base(self) -> ListWish:
        """The list as the view in front was saved."""
        view = self.tabs.view
        return wish_of(None if view is None else view.body)

    @property
    def view_id(self) -> int:
        """The saved view in front, 0 for none."""
        view = self.tabs.view
        return 0 if view is None else view.id

    def put_in_front(self, view_id: int) -> None:
        """Bring a view's tab to the front without showing its list; it need not be read yet."""
        self.tabs.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.tabs.choose(view_id or None)
        self.tabs.blockSignals(False)  # noqa: FBT003 - Qt's own signature

    def compare(self, wish: ListWish) -> None:
        """Say in the tabs whether the list is as the view in front has it."""
        self.tabs.set_changed(not wish.trash and wish.body() != self.base.body())

    def choose_columns(self, shown: tuple[str, ...], at: QWidget) -> None:
        """Open the column chooser at a widget."""
        words = self._words
        offers = field_columns(words, "customer", NAME)
        offers.insert(1, ColumnOffer(NEXT_STEP, title_of(NEXT_STEP, words)))
        offers.insert(2, ColumnOffer(POOL_RETURN, title_of(POOL_RETURN, words)))
        chooser = ColumnChooser(at)
        chooser.offer(offers, list(DEFAULT_KEYS))
        chooser.set_chosen([NAME, *shown])
        chooser.changed.connect(self._on_chooser_changed)
        chooser.closed.connect(self._on_chooser_closed)
        self.chooser = chooser
        chooser.open_at(at)

    def _fill_menu(self) -> None:
        allows = self._bridge.actor.rights.allows
        everybody = self._menu.addAction(tr("All customers"))
        everybody.setData(_EVERYBODY)
        pool = self._menu.addAction(tr("Shared pool"))
        pool.setData(_POOL)
        trash = self._menu.addAction(tr("Trash"))
        trash.setData(_TRASH)
        trash.setEnabled(allows("customers.delete"))

    def _on_tabs_chosen(self, view: SavedViewRow | None) -> None:
        self.wish_chosen.emit(wish_of(None if view is None else view.body))

    def _on_menu_triggered(self, action: QAction) -> None:
        wanted = cast("str", action.data())
        usual = ListWish()
        if wanted == _TRASH:
            self.wish_chosen.emit(replace(usual, trash=True))
        elif wanted == _POOL:
            self.wish_chosen.emit(replace(usual, where=dict(POOL)))
        else:
            self.tabs.choose(None)
            self.wish_chosen.emit(usual)

    def _on_chooser_changed(self, keys: list[str]) -> None:
        self.columns_chosen.emit([key for key in keys if key != NAME])

    def _on_chooser_closed(self) -> None:
        chooser, self.chooser = self.chooser, None
        if chooser is not None:
            chooser.deleteLater()
