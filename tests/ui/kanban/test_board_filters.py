"""The board's filters: chips, states and processes make one question of the office."""

from __future__ import annotations

import json

import pytest

from loancrm_desktop.services.process.paths import ProcessPath
from loancrm_desktop.ui.kanban.board_filters import OVERDUE, BoardFilters


@pytest.fixture
def filters(qtbot, desk):
    made = BoardFilters(desk.bridge, desk.words)
    qtbot.addWidget(made)
    made.offer_words()
    made.resize(1200, 100)
    made.show()
    return made


def test_nothing_chosen_asks_for_everything(filters):
    ask = filters.ask
    assert (ask.process, ask.where, ask.only, ask.sort) == (None, None, (), "urgent")
    assert not filters.filtering
    assert filters.clear_button.isHidden()


def test_chips_and_added_conditions_must_all_hold(filters):
    filters.product.tick(["business"])
    added = {"field": "requested_amount", "op": "ge", "value": "100000.00"}
    filters.more.set_where(added)
    filters._on_more_changed()
    assert filters.where() == {
        "all": [{"field": "product_type", "op": "in", "value": ["business"]}, added]
    }


def test_added_conditions_get_a_line_of_their_own_and_give_it_back(filters):
    usual = filters.layout().heightForWidth(1200)
    filters.more.set_where({"field": "requested_amount", "op": "is_filled"})
    filters._on_more_changed()
    assert filters._lines.indexOf(filters.more) >= 0
    assert filters.layout().heightForWidth(1200) > usual
    filters.clear()
    assert filters._lines.indexOf(filters.more) < 0
    assert not filters.filtering


def test_another_chip_leaves_the_switch_alone_and_the_limit_takes_its_place(filters):
    filters.overdue.click()
    filters.product.tick(["business"])
    assert filters.ask.only == ("overdue",)
    filters.limit.tick(["due_soon", "on_time"])
    assert filters.ask.only == ("due_soon", "on_time")
    assert not filters.overdue.isChecked()


def test_a_state_that_alone_is_shown_shows_all_again_when_chosen_twice(filters):
    filters.show_only("no_step")
    assert filters.only == ("no_step",)
    filters.show_only("no_step")
    assert filters.only == ()


def test_processes_are_offered_only_where_there_are_several(filters, desk, qtbot):
    one = ProcessPath(1, "main", "主流程", "Main", is_default=True, stages=())
    other = ProcessPath(2, "car", "车贷流程", "Car loans", is_default=False, stages=())
    filters.offer_processes([one])
    assert filters.process.isHidden()
    filters.offer_processes([one, other])
    assert not filters.process.isHidden()
    with qtbot.waitSignal(filters.changed):
        filters.process.setCurrentIndex(1)
    assert filters.ask.process == "car"
    filters.offer_processes([other, one])
    assert filters.ask.process == "car"


def test_what_was_chosen_is_chosen_again(filters, qtbot, desk):
    filters.product.tick(["business"])
    filters.limit.tick(["on_time"])
    filters.more.set_where({"field": "requested_amount", "op": "is_filled"})
    filters.set_sort("newest")
    kept = json.loads(json.dumps(filters.state()))
    other = BoardFilters(desk.bridge, desk.words)
    qtbot.addWidget(other)
    other.offer_words()
    told = []
    other.changed.connect(lambda: told.append(1))
    other.restore(kept)
    assert other.ask == filters.ask
    assert told == []


def test_a_condition_is_said_by_the_chips_as_far_as_they_can(filters):
    product = {"field": "product_type", "op": "in", "value": ["business"]}
    region = {"field": "customer.region", "op": "contains", "value": "广州"}
    filters.show_where({"all": [product, region, OVERDUE]})
    assert filters.product.ticked == ["business"]
    assert filters.more.where() == region
    assert filters.only == ("overdue",)
    assert filters.where() == {"all": [product, region]}
    filters.show_where(product)
    assert (filters.more.where(), filters.only) == (None, ())
    filters.show_where(None)
    assert not filters.filtering
