"""What can be done to the tree of a condition, each as a new tree, and how it is undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from PySide6.QtGui import QUndoCommand

from loancrm_desktop.ui.conditions.condition_tree import (
    Group,
    Joint,
    Node,
    Row,
    find,
    inserted,
    moved,
    new_id,
    parent_of,
    position_of,
    removed,
    replaced,
)


class TreeCommand(QUndoCommand):
    """One step: the tree before and after it; typing into one row is one step."""

    def __init__(
        self, before: Group, after: Group, put: Callable[[Group], None], *, name: str, row: int = 0
    ) -> None:
        super().__init__(name)
        self._before, self.after, self._put, self._row = before, after, put, row

    def id(self) -> int:
        """Tell Qt which steps may become one: those of the same row."""
        return self._row or -1

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802 - Qt names it so
        """Take in a later step of the same row."""
        if not isinstance(other, TreeCommand) or other.id() != self.id():
            return False
        self.after = other.after
        return True

    def redo(self) -> None:
        """Show the tree after the step."""
        self._put(self.after)

    def undo(self) -> None:
        """Show the tree before it."""
        self._put(self._before)


def with_part(root: Group, group_id: int, part: Node) -> Group:
    """Add a part at the end of a group."""
    group = find(root, group_id)
    return inserted(root, group_id, len(group.parts), part) if isinstance(group, Group) else root


def with_part_after(root: Group, part_id: int, part: Node) -> Group:
    """Add a part behind another one."""
    parent = parent_of(root, part_id)
    if parent is None:
        return with_part(root, root.id, part)
    return inserted(root, parent.id, position_of(parent, part_id) + 1, part)


def with_row(root: Group, row: Row) -> Group:
    """Put a changed row in the place of the one with its number."""
    return replaced(root, row)


def new_group(outer: Node | None) -> Group:
    """Make a group with one row that goes together the other way than the one around it."""
    within_any = isinstance(outer, Group) and outer.joint == "any"
    return Group("all" if within_any else "any", (Row(),))


def joined(root: Group, group_id: int, joint: str) -> Group:
    """Have all, or any, of a group's parts hold."""
    group = find(root, group_id)
    if not isinstance(group, Group):
        return root
    return replaced(root, replace(group, joint=cast("Joint", joint)))


def negated(root: Group, group_id: int, *, negated: bool) -> Group:
    """Have a group hold, or not hold."""
    group = find(root, group_id)
    return replaced(root, replace(group, negated=negated)) if isinstance(group, Group) else root


def wrapped(root: Group, part_id: int) -> Group:
    """Put a part into a group of its own."""
    part, parent = find(root, part_id), parent_of(root, part_id)
    if part is None or parent is None:
        return root
    group = replace(new_group(parent), parts=(part,))
    place = position_of(parent, part_id)
    parts = (*parent.parts[:place], group, *parent.parts[place + 1 :])
    return replaced(root, replace(parent, parts=parts))


def doubled(root: Group, part_id: int) -> Group:
    """Add a part once more behind itself."""
    part = find(root, part_id)
    return root if part is None else with_part_after(root, part_id, _renumbered(part))


def without(root: Group, part_id: int) -> Group:
    """Take a part out."""
    return removed(root, part_id)


def dropped(root: Group, part_id: int, group_id: int, place: int) -> Group:
    """Move a part to where it was dropped."""
    return moved(root, part_id, group_id, place)


def beside(root: Group, part_id: int) -> int:
    """Answer the part the focus goes to when this one is taken out."""
    parent = parent_of(root, part_id)
    if parent is None:
        return root.id
    place = position_of(parent, part_id)
    rest = [part.id for part in parent.parts if part.id != part_id]
    return rest[min(place, len(rest) - 1)] if rest else root.id


def _renumbered(part: Node) -> Node:
    if isinstance(part, Group):
        return replace(part, id=new_id(), parts=tuple(_renumbered(one) for one in part.parts))
    return replace(part, id=new_id())
