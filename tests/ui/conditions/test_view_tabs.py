"""Saved views as tabs: counts, changes, names, order, menus."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt

from loancrm_desktop.errors import Refused
from loancrm_desktop.services import customers, undoing, views
from loancrm_desktop.texts import say
from loancrm_desktop.ui.conditions.view_name_popover import ViewNamePopover
from loancrm_desktop.ui.conditions.view_tabs import ViewTabs

LARGE: dict[str, Any] = {"field": "requested_amount", "op": "ge", "value": "2000000.00"}
GONE: dict[str, Any] = {"field": "gone", "op": "is_filled"}


class Page(QObject):
    """Stands for the page the tabs belong to."""

    def __init__(self) -> None:
        super().__init__()
        self.body: dict[str, Any] = {}
        self.shown: list[Any] = []

    def current_body(self) -> dict[str, Any]:
        """Answer the list as it is now."""
        return dict(self.body)

    def on_chosen(self, view: Any) -> None:
        """Show a view as a page would."""
        self.shown.append(view)
        self.body = {} if view is None else dict(view.body)


@pytest.fixture
def ids(desk) -> dict[str, int]:
    return {
        name: desk.do(views.save, kind="customer", name=name, body={"where": where}, shared=shared)
        for name, where, shared in (
            ("大额", LARGE, False),
            ("全部的", None, True),
            ("小额", {"not": LARGE}, False),
        )
    }


@pytest.fixture
def page() -> Page:
    return Page()


@pytest.fixture
def tabs(qtbot, desk, ids, page):
    shown = ViewTabs(desk.bridge, desk.words, "customer")
    qtbot.addWidget(shown)
    shown.answer_body_with(page.current_body)
    shown.chosen.connect(page.on_chosen)
    shown.resize(900, 37)
    shown.show()
    desk.settle(lambda: shown.bar.tabText(0).endswith("4"))
    return shown


def texts(tabs: ViewTabs) -> list[str]:
    """Answer what the tabs say."""
    return [tabs.bar.tabText(place) for place in range(tabs.bar.count())]


def test_every_view_stands_there_with_its_count(tabs):
    everybody = texts(tabs)[0]
    assert texts(tabs) == [everybody, "大额 2", "全部的 4", "小额 2"]
    assert everybody.endswith(" 4")


def test_the_counts_follow_what_is_done(qtbot, desk, tabs):
    desk.do(
        customers.add,
        values={"name": "孙立", "phone": "13311112222", "requested_amount": "9000000.00"},
    )
    qtbot.waitUntil(lambda: "大额 3" in texts(tabs), timeout=15_000)


def test_a_click_on_a_tab_tells_the_view_and_everything_is_none(tabs, page, ids):
    tabs.bar.setCurrentIndex(1)
    tabs.bar.setCurrentIndex(0)
    assert [None if one is None else one.id for one in page.shown] == [ids["大额"], None]
    assert tabs.view is None


def test_a_change_is_offered_to_be_saved_and_saved(desk, tabs, page, ids):
    tabs.choose(ids["大额"])
    page.body["sort"] = ["-created_at"]
    tabs.set_changed(True)
    assert tabs.save_link.isVisibleTo(tabs)
    tabs.save_link.click()
    desk.settle()
    assert not tabs.save_link.isVisibleTo(tabs)
    stored = {row.id: row for row in desk.ask(views.page, kind="customer")}
    assert stored[ids["大额"]].body == {"where": LARGE, "sort": ["-created_at"]}
    assert page.shown[-1].body == stored[ids["大额"]].body


def test_everything_is_only_saved_under_a_name(tabs):
    tabs.set_changed(True)
    assert not tabs.save_link.isVisibleTo(tabs)
    assert tabs.save_as_link.isVisibleTo(tabs)


def test_a_change_is_kept_while_another_view_is_shown(tabs, page, ids):
    tabs.choose(ids["大额"])
    page.body = {"where": {"all": [LARGE, LARGE]}}
    tabs.set_changed(True)
    tabs.choose(ids["小额"])
    assert not tabs.save_link.isVisibleTo(tabs)
    tabs.choose(ids["大额"])
    assert page.shown[-1].id == ids["大额"]
    assert page.body == {"where": {"all": [LARGE, LARGE]}}
    assert tabs.save_link.isVisibleTo(tabs)


def test_a_change_to_everything_is_kept_too(tabs, page, ids):
    page.body = {"where": LARGE}
    tabs.set_changed(True)
    tabs.choose(ids["小额"])
    tabs.choose(None)
    assert (page.shown[-1].id, page.body) == (0, {"where": LARGE})


def named(tabs: ViewTabs) -> ViewNamePopover:
    """Answer the small window that asks for a name."""
    return tabs.findChildren(ViewNamePopover)[-1]


def test_a_new_view_gets_a_name_and_comes_to_the_front(desk, tabs, page):
    page.body = {"where": LARGE, "columns": ["name"]}
    tabs.set_changed(True)
    tabs.save_as()
    popover = named(tabs)
    assert not popover.save.isEnabled()
    popover.name.setText("  我的大额 ")
    popover.save.click()
    desk.settle(lambda: tabs.view is not None)
    assert (tabs.view.name, tabs.view.shared) == ("我的大额", False)
    assert tabs.view.body == {"where": LARGE, "columns": ["name"]}
    assert not tabs.save_as_link.isVisibleTo(tabs)
    desk.settle(lambda: "我的大额 2" in texts(tabs))


def test_a_name_that_is_taken_is_refused_at_its_place(desk, tabs):
    popover = ViewNamePopover("New view", "Save", tabs, may_share=True)
    popover.name.setText("大额")
    popover.save.click()
    assert not popover.save.isEnabled()
    popover.show_problem(Refused(say("taken")))
    assert popover.problem.text() == "taken"
    assert popover.save.isEnabled()
    popover.name.setText("大额 2")
    assert not popover.problem.isVisibleTo(popover)


def test_a_refused_name_changes_nothing(desk, tabs):
    said = []
    tabs.said.connect(lambda text, seq: said.append(text))
    tabs.save_as()
    popover = named(tabs)
    popover.name.setText("大额")
    popover.save.click()
    desk.settle()
    assert said or popover.problem.text()
    assert len(tabs.views) == 3


def test_a_view_is_renamed(desk, tabs, ids):
    tabs.rename(ids["大额"])
    popover = named(tabs)
    assert popover.name.text() == "大额"
    popover.name.setText("两百万以上")
    popover.save.click()
    desk.settle(lambda: "两百万以上 2" in texts(tabs))
    assert {view.id for view in tabs.views} == set(ids.values())


def test_a_deleted_view_can_be_had_back(qtbot, desk, tabs, page, ids):
    tabs.choose(ids["大额"])
    said: list[tuple[str, int]] = []
    tabs.said.connect(lambda text, seq: said.append((text, seq)))
    tabs.remove(ids["大额"])
    desk.settle(lambda: len(tabs.views) == 2)
    qtbot.waitUntil(lambda: bool(said))
    assert page.shown[-1] is None
    text, seq = said[0]
    assert "大额" in text
    assert seq > 0
    desk.do(undoing.undo, seq=seq)
    desk.settle(lambda: len(tabs.views) == 3)
    assert "大额 2" in texts(tabs)


def test_a_view_taken_from_the_tabs_stays_in_the_menu(desk, tabs, ids):
    tabs.run_menu(ids["小额"], "pin")
    desk.settle(lambda: len(texts(tabs)) == 3)
    assert tabs.more.isVisibleTo(tabs)
    assert tabs._without_tab == [ids["小额"]]
    tabs.choose(ids["小额"])
    assert "小额 2" in texts(tabs)
    assert tabs.bar.key == ids["小额"]


def test_a_view_is_shared_and_made_ones_own_again(desk, tabs, ids):
    tabs.run_menu(ids["大额"], "share")
    desk.settle(lambda: next(view for view in tabs.views if view.id == ids["大额"]).shared)
    tabs.run_menu(ids["大额"], "share")
    desk.settle(lambda: not next(view for view in tabs.views if view.id == ids["大额"]).shared)


def test_tabs_are_moved_by_menu_and_keys_and_everything_stays_first(qtbot, tabs, ids):
    orders: list[list[int]] = []
    tabs.order_changed.connect(orders.append)
    tabs.run_menu(ids["大额"], "right")
    assert orders[-1] == [ids["全部的"], ids["大额"], ids["小额"]]
    tabs.choose(ids["小额"])
    tabs.move_left()
    assert orders[-1] == [ids["全部的"], ids["小额"], ids["大额"]]
    tabs.run_menu(ids["全部的"], "left")
    assert len(orders) == 2
    tabs.bar.moveTab(2, 0)
    assert tabs.bar.keys[0] == 0


def test_a_remembered_order_is_taken_over(tabs, ids):
    tabs.set_order([ids["小额"], 99, ids["大额"]])
    assert [view.id for view in tabs.views] == [ids["小额"], ids["大额"], ids["全部的"]]
    assert tabs.bar.keys == [0, ids["小额"], ids["大额"], ids["全部的"]]


def test_tabs_without_room_go_into_the_menu_and_the_front_one_stays(qtbot, tabs, ids):
    tabs.choose(ids["小额"])
    tabs.setFixedWidth(300)
    qtbot.waitUntil(lambda: tabs.more.isVisibleTo(tabs))
    shown = [place for place in range(4) if tabs.bar.isTabVisible(place)]
    assert tabs.bar.currentIndex() in shown
    assert len(shown) < 4
    assert tabs._without_tab
    tabs.setFixedWidth(900)
    qtbot.waitUntil(lambda: not tabs.more.isVisibleTo(tabs))
    assert all(tabs.bar.isTabVisible(place) for place in range(4))


def test_a_view_whose_condition_broke_is_marked_and_opens_as_it_is(qtbot, desk, tabs, page):
    tabs._views = {7: views.SavedViewRow(7, "旧", False, True, {"where": GONE})}
    tabs._show()
    assert tabs.bar.tabToolTip(1)
    tabs.choose(7)
    assert page.body == {"where": GONE}


def test_keys_rename_and_delete(qtbot, tabs, ids):
    tabs.choose(ids["大额"])
    asked: list[tuple[str, int]] = []
    tabs.bar.rename_requested.connect(lambda key: asked.append(("rename", key)))
    tabs.bar.removal_requested.connect(lambda key: asked.append(("remove", key)))
    qtbot.keyClick(tabs.bar, Qt.Key.Key_F2)
    qtbot.keyClick(tabs.bar, Qt.Key.Key_Delete)
    assert asked == [("rename", ids["大额"]), ("remove", ids["大额"])]


def test_everything_is_neither_renamed_nor_deleted(desk, tabs):
    tabs.rename(0)
    tabs.remove(0)
    desk.settle()
    assert tabs.findChildren(ViewNamePopover) == []
    assert len(tabs.views) == 3
