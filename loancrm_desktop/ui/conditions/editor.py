"""The condition editor of the whole program: rows, groups in groups, a sentence, a live count."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Literal

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QUndoStack
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QMenu, QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.conditions import pinyin_filter, tree_edits
from loancrm_desktop.ui.conditions.condition_fields import ConditionFields
from loancrm_desktop.ui.conditions.condition_footer import ConditionFooter
from loancrm_desktop.ui.conditions.condition_tree import (
    Group,
    Node,
    Row,
    depth_of,
    find,
    parent_of,
    read_tree,
    stepped,
    walk,
    write_tree,
)
from loancrm_desktop.ui.conditions.foreign_words import ForeignWords
from loancrm_desktop.ui.conditions.group_widget import GroupWidget
from loancrm_desktop.ui.conditions.part_widget import ForeignWidget, PartWidget
from loancrm_desktop.ui.conditions.row_problems import PartProblem, problems_in
from loancrm_desktop.ui.conditions.row_widget import RowWidget
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.parts import scrolled

_TYPED_INTO = (QLineEdit, QAbstractSpinBox)
_LINE = 14
_STEPS: Mapping[Qt.Key, Literal[-1, 1]] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ConditionEditor(QWidget):
    """Edits a condition; undo and redo are those of `undo_stack`.

    Signals:
        changed: `where()` answers something else now.
    """

    changed = Signal()

    def __init__(
        self,
        bridge: Bridge,
        words: OfficeWords,
        kind: str,
        parent: QWidget | None = None,
        *,
        whole: bool = False,
    ) -> None:
        """Make it; `whole` shows every part at once, for places that scroll themselves."""
        super().__init__(parent)
        self._words, self._kind = words, kind
        self._fields = ConditionFields(words, kind)
        self._root = Group()
        self._widgets: dict[int, PartWidget] = {}
        self._problems: Mapping[int, PartProblem] = {}
        self._menu_for = 0
        self.undo_stack = QUndoStack(self)
        self.footer = ConditionFooter(bridge, kind)
        self._foreign_words = ForeignWords(bridge, kind, self)
        self._tidy = QTimer(self)
        self._tidy.setSingleShot(True)
        self._tidy.timeout.connect(self._on_tidy_timeout)
        self._top = GroupWidget(self._root, 0)
        self._connect_group(self._top)
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 6, 0)
        inside.addWidget(self._top)
        inside.addStretch(0 if whole else 1)
        self._area = None if whole else scrolled(holder)
        if self._area is not None:
            self._area.installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._area or holder, 1)
        layout.addWidget(self.footer)
        words.loaded.connect(self._on_words_loaded)
        bridge.outside(pinyin_filter.prepare, names=self._fields.names())
        self.set_where(None)

    def set_where(self, where: dict[str, Any] | None) -> None:
        """Show a condition; what was done before can no longer be undone."""
        self.set_tree(read_tree(where))

    def set_tree(self, root: Group) -> None:
        """Show a condition that is a tree already."""
        self.undo_stack.clear()
        self._root = root
        self._show()

    def where(self) -> dict[str, Any] | None:
        """Answer the condition as JSON, None where it lets everything in.

        Rows without a field are left out; rows that are not complete are in it as they stand.
        """
        return write_tree(self._root).where

    @property
    def problem_count(self) -> int:
        """How many parts are not acceptable yet."""
        return len(self._problems)

    @property
    def tree(self) -> Group:
        """The parts as they stand."""
        return self._root

    def widget_of(self, part_id: int) -> PartWidget | None:
        """Find what shows a part."""
        return self._widgets.get(part_id)

    def add_row(self, group_id: int | None = None) -> None:
        """Add a row at the end of a group, of the whole when none is named."""
        row = Row()
        self._act(
            tree_edits.with_part(self._root, group_id or self._root.id, row), tr("Add condition")
        )
        self._start(row.id)

    def add_group(self, group_id: int | None = None) -> None:
        """Add a group with one row at the end of a group, of the whole when none is named."""
        outer = find(self._root, group_id or self._root.id)
        group = tree_edits.new_group(outer)
        self._act(
            tree_edits.with_part(self._root, group_id or self._root.id, group), tr("Add group")
        )
        self._start(group.parts[0].id)

    def remove(self, part_id: int) -> None:
        """Take a part out; the focus goes to its neighbour."""
        beside = tree_edits.beside(self._root, part_id)
        self._act(tree_edits.without(self._root, part_id), tr("Remove condition"))
        self._start(beside)

    def step(self, part_id: int, step: Literal[-1, 1]) -> None:
        """Move a part one place up or down, into groups and out of them."""
        self._act(stepped(self._root, part_id, step), tr("Move condition"))
        self._start(part_id)

    def go_to_problem(self, step: Literal[-1, 1]) -> None:
        """Put the focus into the next or previous part that needs attention."""
        at_fault = [node.id for node in walk(self._root) if node.id in self._problems]
        if not at_fault:
            return
        order = [node.id for node in walk(self._root)]
        here = order.index(self._part_in_focus() or self._root.id)
        ahead = [one for one in at_fault if order.index(one) > here]
        behind = [one for one in at_fault if order.index(one) < here]
        if step > 0:
            self._start((ahead or at_fault)[0])
        else:
            self._start((behind or at_fault)[-1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter adds a row, Del removes, Alt+arrows move, F8 goes to the next problem."""
        if not self._take_key(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys before the scroll area scrolls with them."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_key(event)
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        part, key = self._part_in_focus(), Qt.Key(event.key())
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key == Qt.Key.Key_F8:
            self.go_to_problem(-1 if shift else 1)
        elif part is None or part == self._root.id:
            return False
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._add_after(part)
        elif key == Qt.Key.Key_Delete and not isinstance(self.focusWidget(), _TYPED_INTO):
            self.remove(part)
        elif key in _STEPS and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.step(part, _STEPS[key])
        else:
            return False
        return True

    def _add_after(self, part_id: int) -> None:
        row = Row()
        self._act(tree_edits.with_part_after(self._root, part_id, row), tr("Add condition"))
        self._start(row.id)

    def _part_in_focus(self) -> int | None:
        here = self.focusWidget()
        while here is not None and here is not self:
            if isinstance(here, PartWidget):
                return here.part_id
            here = here.parentWidget()
        return None

    def _act(self, tree: Group, name: str, row: int = 0) -> None:
        if tree != self._root:
            self.undo_stack.push(
                tree_edits.TreeCommand(self._root, tree, self.put_tree, name=name, row=row)
            )

    def put_tree(self, tree: Group) -> None:
        """Show a tree that doing, undoing or redoing leads to."""
        self._root = tree
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        written = write_tree(self._root)
        self._problems = problems_in(written, self._fields)
        self._widgets[self._root.id] = self._top
        self._top.part_id = self._root.id
        self._show_group(self._top, self._root)
        known = {node.id for node in walk(self._root)}
        for part_id in [one for one in self._widgets if one not in known]:
            gone = self._widgets.pop(part_id)
            if gone is not self._top:
                gone.hide()
                gone.deleteLater()
        for part_id, widget in self._widgets.items():
            widget.show_problem(self._problems.get(part_id))
        self.footer.show_condition(written.where, len(self._problems))
        self._tidy.start(0)

    def _show_group(self, widget: GroupWidget, group: Group) -> None:
        widget.show_group(group)
        parts: list[PartWidget] = []
        for part in group.parts:
            shown = self._widgets.get(part.id) or self._made(part)
            parts.append(shown)
            if isinstance(part, Row) and isinstance(shown, RowWidget):
                shown.show_row(part)
            elif isinstance(part, Group) and isinstance(shown, GroupWidget):
                self._show_group(shown, part)
        widget.set_parts(parts, group.joint)

    def _made(self, part: Node) -> PartWidget:
        if isinstance(part, Row):
            row = RowWidget(part, self._fields, self._words)
            row.row_changed.connect(self._on_row_changed)
            made: PartWidget = row
        elif isinstance(part, Group):
            group = GroupWidget(part, depth_of(self._root, part.id))
            self._connect_group(group)
            made = group
        else:
            foreign = ForeignWidget(part)
            self._foreign_words.say(foreign)
            made = foreign
        made.menu_requested.connect(self._on_menu_requested)
        made.removal_requested.connect(self.remove)
        self._widgets[part.id] = made
        return made

    def _connect_group(self, group: GroupWidget) -> None:
        group.row_requested.connect(self.add_row)
        group.group_requested.connect(self.add_group)
        group.joint_chosen.connect(self._on_joint_chosen)
        group.negation_chosen.connect(self._on_negation_chosen)
        group.part_dropped.connect(self._on_part_dropped)

    def _start(self, part_id: int | None) -> None:
        widget = self._widgets.get(part_id or self._root.id)
        if widget is not None:
            widget.start()
            if self._area is not None:
                self._area.ensureWidgetVisible(widget)

    def _on_row_changed(self, row: Row) -> None:
        old = find(self._root, row.id)
        typed = isinstance(old, Row) and (old.field, old.op) == (row.field, row.op)
        self._act(
            tree_edits.with_row(self._root, row), tr("Change condition"), row.id if typed else 0
        )

    def _on_joint_chosen(self, group_id: int, joint: str) -> None:
        self._act(tree_edits.joined(self._root, group_id, joint), tr("All or any"))

    def _on_negation_chosen(self, group_id: int, negated: bool) -> None:  # noqa: FBT001 - a signal's value
        self._act(tree_edits.negated(self._root, group_id, negated=negated), tr("Not"))

    def _on_part_dropped(self, part_id: int, group_id: int, place: int) -> None:
        if find(self._root, part_id) is not None:
            self._act(
                tree_edits.dropped(self._root, part_id, group_id, place), tr("Move condition")
            )
            self._start(part_id)

    def _on_menu_requested(self, part_id: int) -> None:
        self._menu_for = part_id
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, title in (
            ("up", tr("Move up")),
            ("down", tr("Move down")),
            ("group", tr("Put into a group of its own")),
            ("copy", tr("Duplicate")),
            ("remove", tr("Remove")),
        ):
            menu.addAction(title).setData(name)
        menu.triggered.connect(self._on_menu_triggered)
        part = self._widgets[part_id]
        menu.popup(part.more.mapToGlobal(QPoint(0, part.more.height())))

    def _on_menu_triggered(self, action: QAction) -> None:
        self.run_menu(self._menu_for, str(action.data()))

    def run_menu(self, part_id: int, name: str) -> None:
        """Do what a part's menu offers: up, down, group, copy, remove."""
        if name in ("up", "down"):
            self.step(part_id, -1 if name == "up" else 1)
        elif name == "group":
            self._act(tree_edits.wrapped(self._root, part_id), tr("Add group"))
            self._start(part_id)
        elif name == "copy":
            self._act(tree_edits.doubled(self._root, part_id), tr("Duplicate"))
        elif parent_of(self._root, part_id) is not None:
            self.remove(part_id)

    def _on_words_loaded(self) -> None:
        self._fields = ConditionFields(self._words, self._kind)
        for part_id in [one for one in self._widgets if one != self._root.id]:
            gone = self._widgets.pop(part_id)
            gone.hide()
            gone.deleteLater()
        self._show()

    def _on_tidy_timeout(self) -> None:
        """Let Tab go through the parts in the order they are seen."""
        stops = [
            one
            for one in self._top.findChildren(QWidget)
            if one.isVisibleTo(self) and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        places = {one: one.mapTo(self, one.rect().center()) for one in stops}
        stops.sort(key=lambda one: (places[one].y() // _LINE, places[one].x()))
        for one, after in pairwise(stops):
            QWidget.setTabOrder(one, after)
