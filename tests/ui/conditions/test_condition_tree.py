"""The editor's tree: nothing of a condition is lost, moves keep every part."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loancrm_desktop.ui.conditions.condition_tree import (
    Foreign,
    Group,
    Row,
    depth_of,
    find,
    inserted,
    moved,
    parent_of,
    position_of,
    read_tree,
    removed,
    replaced,
    stepped,
    walk,
    write_tree,
)

A: dict[str, Any] = {"field": "name", "op": "eq", "value": "a"}
B: dict[str, Any] = {"field": "level", "op": "is_empty"}
C: dict[str, Any] = {"field": "owner", "op": "eq", "value": {"me": True}}
COUNT: dict[str, Any] = {"count": "deals", "op": "ge", "value": 2}


def meaning(where: Any) -> Any:
    """Say a condition without groups of one."""
    if not isinstance(where, dict):
        return where
    for joint in ("all", "any"):
        if joint in where:
            parts = [meaning(part) for part in where[joint]]
            return parts[0] if len(parts) == 1 else {joint: parts}
    return {"not": meaning(where["not"])} if "not" in where else where


CONDITIONS = st.recursive(
    st.sampled_from([A, B, C, COUNT, {"later": 1}]),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts})
        | st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts})
        | inner.map(lambda part: {"not": part})
    ),
    max_leaves=8,
)


@given(CONDITIONS)
def test_any_condition_comes_back_with_its_meaning(where):
    assert meaning(write_tree(read_tree(where)).where) == meaning(where)


@pytest.mark.parametrize(
    "where",
    [
        None,
        A,
        {"all": [A, B]},
        {"any": [A]},
        {"any": []},
        {"not": A},
        {"not": {"any": [A, B]}},
        {"not": {"not": A}},
        {"all": [A, {"any": [B, {"all": [C, COUNT]}]}]},
        {"all": [{"any": [A, B]}]},
        COUNT,
        {"something": "later"},
        {"field": "name", "op": "eq", "value": "a", "more": 1},
        {"field": "name", "op": "of_later"},
    ],
)
def test_what_the_editor_does_not_touch_is_written_word_for_word(where):
    assert write_tree(read_tree(where)).where == where


def test_rows_without_a_field_are_not_written():
    root = Group(parts=(Row(), *read_tree(A).parts, Group("any", (Row(),))))
    assert write_tree(root).where == A
    assert write_tree(Group(parts=(Row(),))).where is None


def test_places_lead_from_the_json_to_the_parts():
    root = read_tree({"all": [A, {"not": {"any": [B, C]}}]})
    group = root.parts[1]
    places = write_tree(root).places
    assert isinstance(group, Group)
    assert places["$.all[0]"] == root.parts[0].id
    assert places["$.all[1].not.any[1]"] == group.parts[1].id
    assert places["$.all[1]"] == places["$.all[1].not"] == group.id


def test_what_cannot_be_drawn_is_carried_along():
    root = read_tree({"all": [COUNT, A]})
    assert isinstance(root.parts[0], Foreign)
    assert write_tree(removed(root, root.parts[1].id)).where == COUNT


@pytest.fixture
def root():
    return read_tree({"all": [A, {"any": [B, C]}, COUNT]})


def test_a_step_down_goes_into_a_group_through_it_and_out_again(root):
    first = root.parts[0].id
    written = []
    for _ in range(4):
        root = stepped(root, first, 1)
        written.append(write_tree(root).where)
    assert written == [
        {"all": [{"any": [A, B, C]}, COUNT]},
        {"all": [{"any": [B, A, C]}, COUNT]},
        {"all": [{"any": [B, C, A]}, COUNT]},
        {"all": [{"any": [B, C]}, A, COUNT]},
    ]
    for _ in range(4):
        root = stepped(root, first, -1)
    assert write_tree(root).where == {"all": [A, {"any": [B, C]}, COUNT]}
    assert stepped(root, first, -1) is root


def test_a_part_that_is_moved_keeps_its_number_and_an_emptied_group_goes(root):
    group = root.parts[1]
    b, c = group.parts
    root = moved(root, b.id, root.id, 0)
    assert find(root, b.id) == b
    assert write_tree(root).where == {"all": [B, A, {"any": [C]}, COUNT]}
    root = moved(root, c.id, root.id, 4)
    assert write_tree(root).where == {"all": [B, A, COUNT, C]}
    assert find(root, group.id) is None


def test_a_group_is_not_moved_into_itself(root):
    group = root.parts[1]
    assert moved(root, group.id, group.id, 0) is root


def test_the_last_part_of_a_group_takes_the_group_with_it(root):
    group = root.parts[1]
    for part in group.parts:
        root = removed(root, part.id)
    assert write_tree(root).where == {"all": [A, COUNT]}
    assert removed(root, root.id) is root


def test_parts_know_their_group_their_place_and_their_depth(root):
    group = root.parts[1]
    c = group.parts[1]
    assert parent_of(root, c.id) == group
    assert parent_of(root, root.id) is None
    assert position_of(group, c.id) == 1
    assert (depth_of(root, root.id), depth_of(root, group.id), depth_of(root, c.id)) == (0, 1, 2)
    assert len(list(walk(root))) == 6


def test_a_part_replaced_or_put_in_leaves_the_others_alone(root):
    new = Row("phone", "is_filled")
    grown = inserted(root, root.parts[1].id, 1, new)
    assert write_tree(grown).where["all"][1] == {
        "any": [B, {"field": "phone", "op": "is_filled"}, C]
    }
    assert grown.parts[0] is root.parts[0]
    changed = replaced(grown, Row("phone", "is_empty", id=new.id))
    assert write_tree(changed).where["all"][1]["any"][1]["op"] == "is_empty"


def test_nothing_left_of_any_or_not_lets_everybody_in():
    for where in ({"any": [A, B]}, {"not": {"any": [A, B]}}):
        root = read_tree(where)
        for part in root.parts:
            root = removed(root, part.id)
        assert write_tree(root).where is None


def test_an_empty_row_in_any_leaves_nobody_out():
    assert write_tree(Group("any", (Row(),))).where is None
    assert write_tree(Group("any", (Row(), *read_tree(A).parts))).where == {"any": [A]}
