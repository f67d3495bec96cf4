"""What can be done to a condition, and undone."""

from __future__ import annotations

import itertools

from PySide6.QtGui import QUndoStack

from loancrm_desktop.ui.conditions import tree_edits
from loancrm_desktop.ui.conditions.condition_tree import Group, Row, read_tree, write_tree

A = {"field": "name", "op": "eq", "value": "a"}
B = {"field": "level", "op": "is_empty"}


def test_a_group_within_any_is_one_of_which_all_hold():
    assert tree_edits.new_group(Group("any")).joint == "all"
    assert tree_edits.new_group(Group("all")).joint == "any"
    assert tree_edits.new_group(None).joint == "any"


def test_a_part_put_into_a_group_of_its_own_keeps_its_place():
    root = read_tree({"all": [A, B]})
    wrapped = tree_edits.wrapped(root, root.parts[0].id)
    assert write_tree(wrapped).where == {"all": [{"any": [A]}, B]}


def test_a_copy_stands_behind_and_is_a_part_of_its_own():
    root = read_tree({"all": [{"any": [A, B]}]})
    doubled = tree_edits.doubled(root, root.parts[0].id)
    assert write_tree(doubled).where == {"all": [{"any": [A, B]}, {"any": [A, B]}]}
    ids = [part.id for group in doubled.parts for part in group.parts]
    assert len(set(ids)) == 4


def test_a_group_turns_to_any_and_to_not():
    root = read_tree({"all": [A, B]})
    turned = tree_edits.negated(tree_edits.joined(root, root.id, "any"), root.id, negated=True)
    assert write_tree(turned).where == {"not": {"any": [A, B]}}


def test_the_focus_goes_to_the_neighbour_of_what_is_taken_out():
    root = read_tree({"all": [A, B]})
    first, second = root.parts
    assert tree_edits.beside(root, first.id) == second.id
    assert tree_edits.beside(root, second.id) == first.id
    assert tree_edits.beside(tree_edits.without(root, second.id), first.id) == root.id


def test_a_new_part_goes_to_the_end_or_behind_another():
    root, row = read_tree({"all": [A, B]}), Row("phone", "is_filled")
    written = {"field": "phone", "op": "is_filled"}
    assert write_tree(tree_edits.with_part(root, root.id, row)).where == {"all": [A, B, written]}
    behind = tree_edits.with_part_after(root, root.parts[0].id, row)
    assert write_tree(behind).where == {"all": [A, written, B]}


def test_typing_into_one_row_is_one_step_back(qapp):
    shown: list[Group] = []
    stack = QUndoStack()
    row = Row("name", "eq", "a")
    states = [
        Group(parts=(Row("name", "eq", text, row.id),), id=900) for text in ("a", "ab", "abc")
    ]
    for before, after in itertools.pairwise(states):
        stack.push(tree_edits.TreeCommand(before, after, shown.append, name="Change", row=row.id))
    assert stack.count() == 1
    stack.undo()
    assert shown[-1] == states[0]
    stack.redo()
    assert shown[-1] == states[2]


def test_steps_in_different_rows_stay_two(qapp):
    shown: list[Group] = []
    stack = QUndoStack()
    states = [Group(id=number) for number in (1, 2, 3)]
    for place in (0, 1):
        stack.push(
            tree_edits.TreeCommand(
                states[place], states[place + 1], shown.append, name="Change", row=place + 7
            )
        )
    assert stack.count() == 2
