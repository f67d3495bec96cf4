"""What the menus of saved views offer, and to whom."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QWidget

from loancrm_desktop.services.views import SavedViewRow
from loancrm_desktop.ui.conditions.view_menu import Allowed, menu_of_hidden, menu_of_view
from loancrm_desktop.ui.conditions.view_tabs import ViewTabs

MINE = SavedViewRow(3, "我的", shared=False, pinned=True, body={})
SHARED = SavedViewRow(4, "大家的", shared=True, pinned=True, body={})


def enabled(menu: QMenu) -> set[str]:
    """Answer what can be chosen."""
    return {str(one.data()) for one in menu.actions() if one.data() and one.isEnabled()}


def test_who_may_not_change_a_shared_view_may_still_move_its_tab(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    menu = menu_of_view(SHARED, Allowed(change=False, share=False), parent)
    assert enabled(menu) == {"left", "right"}
    greyed = [one for one in menu.actions() if one.data() == "remove"]
    assert greyed[0].toolTip() != greyed[0].text()


def test_ones_own_view_can_be_renamed_pinned_and_deleted_but_not_shared_without_the_right(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    menu = menu_of_view(MINE, Allowed(change=True, share=False), parent)
    assert enabled(menu) == {"rename", "pin", "left", "right", "remove"}


def test_the_menu_of_views_without_a_tab_ticks_the_one_in_front(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    menu = menu_of_hidden([(3, "我的", "12"), (4, "大家的", "")], 4, parent)
    assert [(one.text(), one.isChecked()) for one in menu.actions()] == [
        ("我的\t12", False),
        ("大家的", True),
    ]


def test_a_broker_changes_own_views_only(qtbot, desk, actor_of):
    tabs = ViewTabs(desk.bridge, desk.words, "customer")
    qtbot.addWidget(tabs)
    assert tabs._may_change(SHARED)
    desk.bridge._actor = actor_of("li")
    assert tabs._may_change(MINE)
    assert not tabs._may_change(SHARED)
    asked = tabs.findChildren(QMenu)
    tabs._views = {4: SHARED}
    tabs.rename(4)
    tabs.remove(4)
    assert tabs.findChildren(QMenu) == asked
    assert desk.bridge.pending == 0
    desk.bridge._actor = desk.actor
