"""Shipped lists, saved views and their changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget

from loancrm_desktop.services import views
from loancrm_desktop.ui.records.list_views import POOL, ListViews
from loancrm_desktop.ui.records.list_wish import ListWish


class Page(QWidget):
    def body(self):
        return ListWish().body()


@pytest.fixture
def shown(qtbot, desk):
    page = Page()
    qtbot.addWidget(page)
    made = ListViews(desk.bridge, desk.words, page.body, page)
    made.tabs.setParent(page)
    made.kept = page
    heard = []
    made.wish_chosen.connect(heard.append)
    return made, heard


def choose(made, name: str) -> None:
    next(one for one in made.more.menu().actions() if one.data() == name).trigger()


def test_the_pool_holds_those_nobody_looks_after(shown):
    made, heard = shown
    choose(made, "pool")
    assert heard[-1].where == POOL
    assert not heard[-1].trash


def test_the_trash_is_another_list(shown):
    made, heard = shown
    choose(made, "trash")
    assert heard[-1].trash
    choose(made, "all")
    assert heard[-1] == ListWish()


def test_a_saved_view_is_chosen_with_its_list_and_compared_with_it(shown, desk):
    made, heard = shown
    desk.do(views.save, kind="customer", name="大额", body={"sort": ["-requested_amount"]})
    made.tabs.load()
    desk.settle(lambda: len(made.tabs.views) == 1)
    made.tabs.choose(made.tabs.views[0].id)
    assert heard[-1].sort == "-requested_amount"
    assert made.base == heard[-1]
    made.compare(heard[-1])
    assert made.tabs.save_link.isHidden() or made.tabs._right.isHidden()
    made.compare(replace(heard[-1], sort="name"))
    assert not made.tabs._right.isHidden()
    assert made.view_id == made.tabs.views[0].id


def test_a_views_tab_comes_to_the_front_without_its_list(shown, desk):
    made, heard = shown
    view_id = desk.do(views.save, kind="customer", name="大额", body={"sort": ["name"]})
    made.put_in_front(view_id)
    made.tabs.load()
    desk.settle(lambda: made.view_id == view_id)
    assert heard == []
    assert made.base.sort == "name"


def test_columns_are_offered_from_the_catalogue_with_the_next_step(shown, desk, qtbot):
    made, _heard = shown
    anchor = QWidget()
    qtbot.addWidget(anchor)
    anchor.show()
    made.choose_columns(("phone", "next_step"), anchor)
    assert made.chooser.chosen == ["name", "phone", "next_step"]
    with qtbot.waitSignal(made.columns_chosen) as chosen:
        made.chooser.model.toggle("level")
    assert chosen.args[0] == ["phone", "next_step", "level"]
    made.chooser.close()
    assert made.chooser is None


class Memory:
    """A desk's memory; it keeps everything in a dictionary."""

    def __init__(self, **kept: str) -> None:
        self.kept = kept

    def remember(self, key: str, value: str) -> None:
        self.kept[key] = value

    def recall(self, key: str) -> str:
        return self.kept.get(key, "")


def test_the_order_of_the_tabs_is_remembered_at_the_desk(qtbot, shown, desk):
    made, _ = shown
    ids = [desk.do(views.save, kind="customer", name=name, body={}) for name in "甲乙丙"]
    memory = Memory()
    made.remember_in(memory)
    made.tabs.load()
    desk.settle(lambda: len(made.tabs.views) == 3)
    made.tabs.choose(ids[2])
    made.tabs.move_left()
    assert [view.name for view in made.tabs.views] == list("甲丙乙")
    page = Page()
    qtbot.addWidget(page)
    again = ListViews(desk.bridge, desk.words, page.body, page)
    again.tabs.setParent(page)
    again.remember_in(memory)
    again.tabs.load()
    desk.settle(lambda: len(again.tabs.views) == 3)
    assert [view.name for view in again.tabs.views] == list("甲丙乙")
