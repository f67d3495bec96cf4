"""The filters above a list: one chip for each condition, and a button that adds one."""

from __future__ import annotations

from functools import partial
from typing import Any, Literal

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from loancrm_desktop.errors import Problem
from loancrm_desktop.services import conditions
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.conditions import pinyin_filter
from loancrm_desktop.ui.conditions.chip_popover import (
    FieldPopover,
    OpPopover,
    ValuePopover,
    row_problem,
)
from loancrm_desktop.ui.conditions.condition_fields import ConditionFields
from loancrm_desktop.ui.conditions.condition_tree import (
    Group,
    Node,
    Row,
    find,
    read_tree,
    write_tree,
)
from loancrm_desktop.ui.conditions.dashed_button import DashedButton
from loancrm_desktop.ui.conditions.dialog import ConditionDialog
from loancrm_desktop.ui.conditions.operators import known_op, op_words
from loancrm_desktop.ui.conditions.row_values import moved_to_field, new_row
from loancrm_desktop.ui.conditions.tree_edits import new_group, with_part, with_row, without
from loancrm_desktop.ui.conditions.value_words import value_words
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.filter_chip import FilterChip
from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.parts import button
from loancrm_desktop.ui.widgets.popover import Popover

PAUSE_MS = 250


class FilterChips(QWidget):
    """A flat condition as chips; what is not flat is one chip that says its sentence.

    Signals:
        changed: `where()` answers something else now.
    """

    changed = Signal()

    def __init__(
        self, bridge: Bridge, words: OfficeWords, kind: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge, self._words, self._kind = bridge, words, kind
        self._fields = ConditionFields(words, kind)
        self._root = Group()
        self._chips: dict[int, ConditionChip] = {}
        self._changing = Row()
        self._popover: Popover | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.changed)
        self.add = DashedButton(tr("Add condition"))
        self.add.clicked.connect(self.open_fields)
        self.clear = button(tr("Clear filters"), kind="link")
        self.clear.clicked.connect(self._on_clear_clicked)
        self._flow = FlowLayout(self, spacing=8)
        self._flow.addWidget(self.add)
        self._flow.addWidget(self.clear)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        words.loaded.connect(self._on_words_loaded)
        self._show()

    def set_where(self, where: dict[str, Any] | None) -> None:
        """Show a condition without telling."""
        self._pause.stop()
        self._root = read_tree(where)
        self._show()

    def where(self) -> dict[str, Any] | None:
        """Answer the condition as JSON, None where it lets everything in."""
        return write_tree(self._root).where

    @property
    def chips(self) -> tuple[FilterChip, ...]:
        """The chips in their order."""
        return tuple(self._chips.values())

    @property
    def popover(self) -> Popover | None:
        """The small window that is open."""
        shown = self._popover
        return shown if shown is not None and shown.isVisible() else None

    def open_fields(self) -> None:
        """Let a field be chosen for a new condition."""
        self._bridge.outside(pinyin_filter.prepare, names=self._fields.names())
        shown = FieldPopover(self._fields, self, advanced=True)
        shown.picked.connect(self._on_new_field_picked)
        shown.advanced_requested.connect(self._on_advanced_requested)
        self._open(shown, self.add)
        shown.list.start()

    def open_editor(self, root: Group | None = None) -> None:
        """Open the whole condition in the editor's window."""
        dialog = ConditionDialog(self._bridge, self._words, self._kind, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.set_tree(root or self._root)
        dialog.applied.connect(self._on_dialog_applied)
        dialog.open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go on to the neighbouring chip with the arrow keys."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps: dict[int, Literal[-1, 1]] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
            step = steps.get(event.key())
            if step and isinstance(watched, FilterChip) and self._go_on(watched, step):
                return True
        return super().eventFilter(watched, event)

    def _go_on(self, chip: FilterChip, step: Literal[-1, 1]) -> bool:
        last = chip.part("remove" if step > 0 else "field")
        if not last.hasFocus():
            return False
        row: list[QWidget] = [*self._chips.values(), self.add]
        beside = row.index(chip) + step
        if 0 <= beside < len(row):
            row[beside].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _shown_parts(self) -> tuple[Node, ...]:
        # One row or many that all must hold are flat; the rest is one chip that says its sentence.
        flat = self._root.joint == "all" and not self._root.negated
        return self._root.parts if flat else (self._root,)

    def _show(self) -> None:
        for chip in self._chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = {}
        for part in self._shown_parts():
            self._add_chip(part)
        for last in (self.add, self.clear):
            self._flow.removeWidget(last)
            self._flow.addWidget(last)
        self.clear.setVisible(bool(self._chips))
        self.updateGeometry()

    def _add_chip(self, part: Node) -> None:
        chip = ConditionChip(part.id, self)
        chip.part_chosen.connect(self._on_chip_part_chosen)
        chip.removal_wanted.connect(self._on_chip_removal_wanted)
        chip.installEventFilter(self)
        self._chips[part.id] = chip
        self._say(part)
        self._flow.addWidget(chip)
        chip.show()

    def _say(self, part: Node) -> None:
        chip = self._chips[part.id]
        if not isinstance(part, Row):
            chip.set_parts("", "", "…")
            self._ask_sentence(part)
            return
        spec, op = self._fields.spec(part.field), known_op(part.op)
        if spec is None or op is None or row_problem(part, self._fields):
            chip.set_parts(self._fields.label(part.field), "", tr("no longer valid"))
            return
        value = value_words(spec, part.op, part.value, self._words, self._fields)
        chip.set_parts(self._fields.label(part.field), op_words(op, spec), value)

    def _ask_sentence(self, part: Node) -> None:
        where = write_tree(Group(parts=(part,))).where
        if where is not None:
            self._bridge.ask(
                conditions.word,
                kind=self._kind,
                where=where,
                language=current_language(),
                then=partial(self._on_worded, part.id),
                failed=partial(self._on_not_worded, part.id),
                key=part.id,
            )

    def _on_worded(self, part_id: int, sentence: str) -> None:
        chip = self._chips.get(part_id)
        if chip is not None:
            chip.set_parts("", "", sentence)

    def _on_not_worded(self, part_id: int, problem: Problem) -> None:
        del problem  # the editor says what is wrong, at its place
        chip = self._chips.get(part_id)
        if chip is not None:
            chip.set_parts("", "", tr("A condition that is no longer valid"))

    def _on_chip_part_chosen(self, part_id: int, name: str) -> None:
        part, chip = find(self._root, part_id), self._chips[part_id]
        if not isinstance(part, Row) or self._fields.spec(part.field) is None:
            self.open_editor()
        elif name == "field":
            self._open_field(part, chip)
        elif name == "op":
            shown = OpPopover(part, self._fields, self)
            shown.picked.connect(self._on_op_picked)
            self._open(shown, chip.part("op"))
            shown.list.start()
        else:
            self._open_value(part, chip)

    def _open_field(self, part: Row, chip: FilterChip) -> None:
        shown = FieldPopover(self._fields, self)
        self._changing = part
        shown.picked.connect(self._on_other_field_picked)
        self._open(shown, chip.part("field"))
        shown.list.start()
        shown.list.go_to(part.field)

    def _open_value(self, part: Row, anchor: QWidget) -> None:
        shown = ValuePopover(part, self._fields, self._words, self)
        shown.row_changed.connect(self._on_row_changed)
        self._open(shown, anchor)
        shown.start()
        shown.tell_start()

    def _open(self, shown: Popover, anchor: QWidget) -> None:
        if self._popover is not None:
            self._popover.close()
        shown.closed.connect(self._on_popover_closed)
        self._popover = shown
        shown.open_at(anchor)

    def _on_popover_closed(self) -> None:
        closed = self.sender()
        if isinstance(closed, Popover):
            closed.deleteLater()
            if closed is self._popover:
                self._popover = None
        if self._pause.isActive():
            self._pause.stop()
            self.changed.emit()

    def _on_new_field_picked(self, field: str) -> None:
        self._open_value(new_row(field, self._fields), self.add)

    def _on_other_field_picked(self, field: str) -> None:
        part = moved_to_field(self._changing, field, self._fields)
        chip = self._chips.get(part.id)
        if row_problem(part, self._fields):
            self._open_value(part, self.add if chip is None else chip)
        else:
            self._on_row_changed(part)

    def _on_op_picked(self, part: Row) -> None:
        chip = self._chips.get(part.id)
        if row_problem(part, self._fields):
            self._open_value(part, self.add if chip is None else chip)
        else:
            self._on_row_changed(part)

    def _on_row_changed(self, part: Row) -> None:
        if find(self._root, part.id) is None:
            if self._shown_parts() == (self._root,):  # what is not flat becomes a part of it all
                self._root = Group(parts=(self._root,))
                self._show()
            self._root = with_part(self._root, self._root.id, part)
            self._add_chip(part)
            for last in (self.add, self.clear):
                self._flow.removeWidget(last)
                self._flow.addWidget(last)
            self.clear.show()
        else:
            self._root = with_row(self._root, part)
            self._say(part)
        self.updateGeometry()
        self._pause.start()

    def _on_chip_removal_wanted(self, part_id: int) -> None:
        row = list(self._chips)
        place = row.index(part_id)
        self._root = Group() if part_id == self._root.id else without(self._root, part_id)
        self._show()
        left = list(self._chips.values())
        (left[min(place, len(left) - 1)] if left else self.add).setFocus()
        self._tell_now()

    def _on_clear_clicked(self) -> None:
        self._root = Group()
        self._show()
        self.add.setFocus()
        self._tell_now()

    def _on_advanced_requested(self) -> None:
        self.open_editor(with_part(self._flat_root(), self._flat_root().id, new_group(None)))

    def _flat_root(self) -> Group:
        return self._root if self._shown_parts() != (self._root,) else Group(parts=(self._root,))

    def _on_dialog_applied(self, root: Group) -> None:
        self._root = read_tree(write_tree(root).where)
        self._show()
        self._tell_now()

    def _tell_now(self) -> None:
        self._pause.stop()
        self.changed.emit()

    def _on_words_loaded(self) -> None:
        self._fields = ConditionFields(self._words, self._kind)
        self._show()


class ConditionChip(FilterChip):
    """A chip that knows which part it shows.

    Signals:
        part_chosen: a part of it was clicked (its number, field or op or value).
        removal_wanted: it is to go (its number).
    """

    part_chosen = Signal(int, str)
    removal_wanted = Signal(int)

    def __init__(self, part_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.part_id = part_id
        self.part_clicked.connect(self._on_part_chosen)
        self.removed.connect(self._on_removed)

    def _on_part_chosen(self, name: str) -> None:
        self.part_chosen.emit(self.part_id, name)

    def _on_removed(self) -> None:
        self.removal_wanted.emit(self.part_id)
