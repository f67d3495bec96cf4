"""A group of the condition editor: all or any of its parts, not, and where parts are dropped."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.conditions.condition_tree import Group
from loancrm_desktop.ui.conditions.part_widget import MIME, PartWidget
from loancrm_desktop.ui.conditions.row_problems import PartProblem
from loancrm_desktop.ui.widgets.parts import button, frame, label
from loancrm_desktop.ui.widgets.segments import SegmentedControl

DEEPEST_OFFERED = 3
"""Groups deeper than this are shown but no longer offered."""


SCROLL_EDGE = 32
"""Within this distance of an edge a drag scrolls."""


class GroupWidget(PartWidget):
    """A group; the outermost has neither handle nor removal.

    Signals:
        joint_chosen: all or any (its number, `all` or `any`).
        negation_chosen: its parts must hold, or must not (its number, whether not).
        row_requested: a row is to be added at its end (its number).
        group_requested: a group is to be added at its end (its number).
        part_dropped: a part was dropped here (the part's number, its own, the place).
    """

    joint_chosen = Signal(int, str)
    negation_chosen = Signal(int, bool)
    row_requested = Signal(int)
    group_requested = Signal(int)
    part_dropped = Signal(int, int, int)

    def __init__(self, group: Group, depth: int, parent: QWidget | None = None) -> None:
        super().__init__(group.id, parent)
        self._depth = depth
        self._parts: list[PartWidget] = []
        self._drop_at = -1
        self.setAcceptDrops(True)
        self.all_or_any = SegmentedControl(tr("How the conditions go together"))
        self.all_or_any.set_choices((("all", tr("All hold"), ""), ("any", tr("Any holds"), "")))
        self.all_or_any.chosen.connect(self._on_all_or_any_chosen)
        self.negated = QCheckBox(tr("Not"))
        self.negated.setToolTip(tr("Holds for all that do not meet this group"))
        self.negated.clicked.connect(self._on_negated_clicked)
        self._body = QVBoxLayout()
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(2)
        self.add_row = button(tr("Add condition"), kind="link", icon="plus")
        self.add_row.clicked.connect(self._on_add_row_clicked)
        self.add_group = button(tr("Add an “or” group"), kind="link", icon="plus")
        self.add_group.clicked.connect(self._on_add_group_clicked)
        self._problem = label(role="error", font="caption", wrap=True)
        self._problem.hide()
        self._build()
        self.show_group(group)

    def show_group(self, group: Group) -> None:
        """Show how its parts go together."""
        self.all_or_any.set_current(group.joint)
        self.negated.setChecked(group.negated)
        # Within "any", what can be added is a group of which all must hold.
        other = tr("Add an “and” group") if group.joint == "any" else tr("Add an “or” group")
        self.add_group.setText(f" {other}")
        self.add_group.setVisible(self._depth < DEEPEST_OFFERED)
        several = len(group.parts) > 1 or self._depth > 0 or group.joint == "any"
        self.all_or_any.setVisible(several)
        self.setAccessibleName(tr("Group of {count} conditions", count=len(group.parts)))

    def set_parts(self, parts: Sequence[PartWidget], joint: str) -> None:
        """Show these parts in this order."""
        for part in self._parts:
            if part not in parts and part.parentWidget() is self._body.parentWidget():
                self._body.removeWidget(part)
        self._parts = list(parts)
        words = tr("and") if joint == "all" else tr("or")
        for number, part in enumerate(parts):
            if self._body.indexOf(part) != number:
                self._body.removeWidget(part)
                self._body.insertWidget(number, part)
            part.show_joint(words if number else "")
            part.show()

    @property
    def parts(self) -> Sequence[PartWidget]:
        """The parts shown."""
        return tuple(self._parts)

    def show_problem(self, problem: PartProblem | None) -> None:
        """Say what is wrong with the group as such."""
        self._problem.setText(problem.words if problem is not None else "")
        self._problem.setVisible(problem is not None)

    def start(self) -> None:
        """Take the focus in its first part."""
        if self._parts:
            self._parts[0].start()
        else:
            self.add_row.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take in parts of conditions."""
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where the part would stand."""
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()
            self._mark(self._place_at(event.position().toPoint().y()))
            self._scroll_to(event.position().toPoint())

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the mark away."""
        super().dragLeaveEvent(event)
        self._mark(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        """Put the part in its place."""
        carried = bytes(event.mimeData().data(MIME).data())
        place = self._place_at(event.position().toPoint().y())
        self._mark(-1)
        if carried.isdigit():
            event.acceptProposedAction()
            self.part_dropped.emit(int(carried), self.part_id, place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line that shows where a dragged part would stand."""
        super().paintEvent(event)
        if self._drop_at < 0:
            return
        painter = QPainter(self)
        painter.setPen(QPen(theme.current().colour("accent"), 2))
        y = self._line_at(self._drop_at)
        painter.drawLine(0, y, self.width(), y)
        painter.end()

    def _build(self) -> None:
        nested = self._depth > 0
        head = QHBoxLayout()
        head.setSpacing(8)
        for part in (self.grip, self.joint, self.all_or_any, self.negated):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(self.more)
        head.addWidget(self.remove)
        for part in (self.grip, self.more, self.remove):
            part.setVisible(nested)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.add_row)
        foot.addWidget(self.add_group)
        foot.addStretch(1)
        inside: QWidget = frame("sunken") if nested else QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(*((10, 6, 10, 6) if nested else (0, 0, 0, 0)))
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self._problem)
        layout.addLayout(self._body)
        layout.addLayout(foot)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 3 if nested else 0, 0, 3 if nested else 0)
        whole.addWidget(inside)

    def _place_at(self, y: int) -> int:
        return sum(y > part.mapTo(self, part.rect().center()).y() for part in self._parts)

    def _scroll_to(self, at: QPoint) -> None:
        here = self.parentWidget()
        while here is not None and not isinstance(here, QScrollArea):
            here = here.parentWidget()
        content = None if here is None else here.widget()
        if here is not None and content is not None:
            there = self.mapTo(content, at)
            here.ensureVisible(there.x(), there.y(), 0, SCROLL_EDGE)

    def _line_at(self, place: int) -> int:
        if not self._parts:
            return self.add_row.mapTo(self, self.add_row.rect().topLeft()).y() - 2
        if place < len(self._parts):
            part = self._parts[place]
            return max(1, part.mapTo(self, part.rect().topLeft()).y() - 1)
        part = self._parts[-1]
        return part.mapTo(self, part.rect().bottomLeft()).y() + 1

    def _mark(self, place: int) -> None:
        if place != self._drop_at:
            self._drop_at = place
            self.update()

    def _on_all_or_any_chosen(self, joint: str) -> None:
        self.joint_chosen.emit(self.part_id, joint)

    def _on_negated_clicked(self) -> None:
        self.negation_chosen.emit(self.part_id, self.negated.isChecked())

    def _on_add_row_clicked(self) -> None:
        self.row_requested.emit(self.part_id)

    def _on_add_group_clicked(self) -> None:
        self.group_requested.emit(self.part_id)
