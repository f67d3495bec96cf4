"""The flat lines of the queue hold together whatever is folded, filtered or taken away."""

from dataclasses import replace

import pytest
from queue_items import NOW, item

from loancrm_desktop.services.today import GROUPS, QueueGroup, TodayQueue
from loancrm_desktop.ui.today.queue_model import GroupLine, QueueListModel


def queue(**items):
    groups = tuple(
        QueueGroup(group, len(items.get(group, ())), tuple(items.get(group, ())))
        for group in GROUPS
    )
    return TodayQueue(groups, NOW, None, 120, None, 0, 3, 0, (), ())


@pytest.fixture
def lines(qapp, qtmodeltester):
    made = QueueListModel(str)
    made.show_queue(
        queue(
            overdue=[item("a"), item("b", kind="papers")],
            idle=[item("c", "idle", "visit")],
        )
    )
    qtmodeltester.check(made)
    return made


def keys(lines):
    found = [lines.line(row) for row in range(lines.rowCount())]
    return [f"[{each.group.key}]" if isinstance(each, GroupLine) else each.key for each in found]


def test_each_group_has_its_line_and_empty_ones_none(lines):
    assert keys(lines) == ["[overdue]", "a", "b", "[idle]", "c"]


def test_a_groups_line_cannot_be_chosen(lines):
    from PySide6.QtCore import Qt

    assert not lines.flags(lines.index(0, 0)) & Qt.ItemFlag.ItemIsSelectable
    assert lines.flags(lines.index(1, 0)) & Qt.ItemFlag.ItemIsSelectable


def test_folding_filtering_and_taking_away(lines):
    lines.toggle("overdue")
    assert keys(lines) == ["[overdue]", "[idle]", "c"]
    lines.toggle("overdue")
    lines.set_kind("papers")
    assert keys(lines) == ["[overdue]", "b"]
    lines.set_kind("")
    lines.take_away("a")
    assert keys(lines) == ["[overdue]", "b", "[idle]", "c"]
    lines.take_away("b")
    assert keys(lines) == ["[idle]", "c"]


def test_the_next_item_after_a_place_else_the_last(lines):
    assert lines.next_item(0) == 1
    assert lines.next_item(3) == 4
    assert lines.next_item(99) == 4
    empty = QueueListModel(str)
    assert empty.next_item(0) == -1


def test_a_new_reading_brings_back_what_was_not_done(lines):
    lines.take_away("a")
    lines.show_queue(queue(overdue=[item("a")]))
    assert keys(lines) == ["[overdue]", "a"]


def test_a_group_of_which_not_all_is_shown_says_its_whole_number(lines):
    many = replace(queue(overdue=[item("a")]).groups[0], count=2419)
    lines.show_queue(replace(queue(), groups=(many,)))
    assert lines.line(0).shown == 2419


def test_a_line_says_itself_to_screen_readers(lines):
    from PySide6.QtCore import Qt

    assert "a" in lines.data(lines.index(1, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert lines.data(lines.index(77, 0)) is None


def test_items_beyond_the_first_block_come_in_behind_their_group(qapp, qtmodeltester):
    first = [item(f"a{number}") for number in range(3)]
    day = queue(overdue=first, today=[item("t", "today")])
    groups = tuple(replace(g, count=5) if g.key == "overdue" else g for g in day.groups)
    model = QueueListModel(str)
    model.show_queue(replace(day, groups=groups))
    qtmodeltester.check(model)
    assert (model.missing("overdue"), model.missing("today")) == (3, 0)
    model.add_more("overdue", [first[2], item("a3"), item("a4")])
    keys = [model.item(row).key for row in range(model.rowCount()) if model.item(row)]
    assert keys == ["a0", "a1", "a2", "a3", "a4", "t"]
    assert model.missing("overdue") == 0
    model.take_away("a1")
    model.toggle("overdue")
    assert model.rowCount() == 3
