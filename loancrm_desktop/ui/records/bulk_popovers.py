"""The small windows of the bulk bar: to whom, to which stage, which tags, what task."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from loancrm_desktop import display
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import deal_moves
from loancrm_desktop.services.deal_moves import MovePreview
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.next_date_edit import NextDateEdit
from loancrm_desktop.ui.records.row_acts import told_once
from loancrm_desktop.ui.widgets.parts import button, label, row, set_caption
from loancrm_desktop.ui.widgets.pick_box import Pick, PickBox
from loancrm_desktop.ui.widgets.popover import Popover

_WIDTH = 300
_ENDED = ("archived", "lost")


class StagePopover(Popover):
    """To which stage; says first which deals will go and why the others stay.

    Signals:
        chosen: these deals are to go to a stage (ids, stage, reason or empty).
    """

    chosen = Signal(list, str, str)

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(tr("Advance stage"), parent)
        self._bridge = bridge
        self._deal_ids: list[int] = []
        self._preview: MovePreview | None = None
        self.setMinimumWidth(_WIDTH + 40)
        self.stages = QListWidget()
        self.stages.setProperty("role", "boxed")
        self.stages.setAccessibleName(tr("Stage"))
        keys = words.every_stage()
        for key in keys:
            item = QListWidgetItem(words.stage_name(key))
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setSizeHint(QSize(0, theme.current().size("menuItem")))
            self.stages.addItem(item)
        height = theme.current().size("menuItem") * min(len(keys), 8) + 4
        self.stages.setFixedHeight(height)
        self.stages.itemSelectionChanged.connect(self._on_stage_changed)
        self.told = label(role="secondary", wrap=True)
        self.why = label(role="warning", wrap=True)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(tr("Reason"))
        self.reason.setAccessibleName(tr("Reason"))
        self.go = button(tr("Move"), kind="primary", icon="arrow-right")
        self.go.clicked.connect(self._on_go_clicked)
        for part in (self.stages, self.told, self.why, self.reason):
            self.body.addWidget(part)
        self.body.addLayout(row(None, self.go))
        self.reason.hide()
        self.why.hide()
        self.go.setEnabled(False)

    def show_deals(self, deal_ids: Sequence[int], stage: str = "") -> None:
        """Ask for these deals; `stage` is where most of them go next."""
        self._deal_ids = list(deal_ids)
        self.told.setText(tr("Choose a stage to see what will happen."))
        if not self._deal_ids:
            self.told.setText(tr("None of them has a deal."))
            self.stages.setEnabled(False)
        for at in range(self.stages.count()):
            item = self.stages.item(at)
            if stage and item.data(Qt.ItemDataRole.UserRole) == stage:
                self.stages.setCurrentItem(item)

    @property
    def stage(self) -> str:
        """The stage chosen, or empty."""
        chosen = self.stages.selectedItems()
        return str(chosen[0].data(Qt.ItemDataRole.UserRole)) if chosen else ""

    def _on_stage_changed(self) -> None:
        self._preview = None
        self.go.setEnabled(False)
        if self._deal_ids and self.stage:
            self._bridge.ask(
                deal_moves.preview_move_many,
                deal_ids=self._deal_ids,
                to_stage=self.stage,
                then=self._on_preview,
                failed=self._on_failed,
                key="preview",
            )

    def _on_preview(self, preview: MovePreview) -> None:
        self._preview = preview
        moving, staying = len(preview.will_move), len(preview.skipped)
        text = tr("{count} will move.", count=moving)
        if staying:
            text = tr("{count} will move, {left} will stay:", count=moving, left=staying)
        self.told.setText(text)
        self.why.setText("\n".join(told_once([each.text for each in preview.skipped])))
        self.why.setVisible(bool(staying))
        self.reason.setVisible(preview.needs_reason)
        self.go.setEnabled(bool(moving))
        set_caption(self.go, tr("Move {count}", count=moving) if moving else tr("Move"))
        self.adjustSize()

    def _on_failed(self, problem: Problem) -> None:
        self.told.setText(str(problem))

    def _on_go_clicked(self) -> None:
        preview, reason = self._preview, self.reason.text().strip()
        if preview is None:
            return
        if preview.needs_reason and not reason:
            self.reason.setFocus()
            return
        stage = self.stage
        self.close()
        self.chosen.emit(list(preview.will_move), stage, reason)


class TagPopover(Popover):
    """Which tags to stick on, and which to take off.

    Signals:
        chosen: tags to add and to remove (two lists).
    """

    chosen = Signal(list, list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Tags"), parent)
        self.setMinimumWidth(_WIDTH)
        self.add = QLineEdit()
        self.remove = QLineEdit()
        for edit, words in ((self.add, tr("Add tags")), (self.remove, tr("Remove tags"))):
            named = label(words, role="secondary")
            named.setBuddy(edit)
            edit.setAccessibleName(words)
            edit.setPlaceholderText(tr("Several divided by commas"))
            edit.returnPressed.connect(self._on_go_clicked)
            self.body.addWidget(named)
            self.body.addWidget(edit)
        self.go = button(tr("Change tags"), kind="primary")
        self.go.clicked.connect(self._on_go_clicked)
        self.body.addLayout(row(None, self.go))

    def _on_go_clicked(self) -> None:
        add, remove = tags_of(self.add.text()), tags_of(self.remove.text())
        if not add and not remove:
            self.add.setFocus()
            return
        self.close()
        self.chosen.emit(add, remove)


def tags_of(text: str) -> list[str]:
    """Read tags divided by commas of either script."""
    plain = text
    for mark in "，、;；\n":
        plain = plain.replace(mark, ",")
    return list(dict.fromkeys(part.strip() for part in plain.split(",") if part.strip()))


class TaskPopover(Popover):
    """What is to be done, until when, by whom.

    Signals:
        chosen: a to-do was written (title, time or None, person or None).
    """

    chosen = Signal(str, object, object)

    def __init__(self, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(tr("New task"), parent)
        self.setMinimumWidth(_WIDTH + 60)
        self.title_edit = QLineEdit()
        self.title_edit.setPlaceholderText(tr("What is to be done"))
        self.title_edit.setAccessibleName(tr("Title"))
        self.title_edit.returnPressed.connect(self._on_go_clicked)
        self.when = NextDateEdit()
        self.people = PickBox()
        self.people.setAccessibleName(tr("Assignee"))
        picks = [Pick(person_id, name) for person_id, name in words.links("person")]
        self.people.set_picks(picks)
        line = self.people.lineEdit()
        if line is not None:
            line.setPlaceholderText(tr("Assignee: me"))
        self.problem = label(role="error", wrap=True)
        self.problem.hide()
        self.go = button(tr("Add task"), kind="primary", icon="check")
        self.go.clicked.connect(self._on_go_clicked)
        for part in (self.title_edit, self.when, self.people, self.problem):
            self.body.addWidget(part)
        self.body.addLayout(row(None, self.go))

    def _on_go_clicked(self) -> None:
        title = self.title_edit.text().strip()
        due: datetime | None = self.when.moment_edit.moment()
        typed = self.when.moment_edit.text().strip()
        if not title:
            self.title_edit.setFocus()
            return
        if due is None and typed:
            today = display.office_time(system_clock())
            example = f"{today:%Y-%m-%d} 10:00"
            self.problem.setText(tr("Write the time as {example}.", example=example))
            self.problem.show()
            return
        self.close()
        self.chosen.emit(title, due, self.people.value())
