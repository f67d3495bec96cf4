"""Adds and removes the tags of a customer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.records.composing import ComposingWatch
from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.parts import button, clear_layout, label, scrolled
from loancrm_desktop.ui.widgets.popover import Popover

_WIDTH = 320
_LIST_HEIGHT = 150
_LONGEST = 24


class TagsPopover(Popover):
    """All tags, each with a cross, and a field for new ones.

    Signals:
        changed: the tags are to be these (list of str).
    """

    changed = Signal(list)

    def __init__(self, tags: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(tr("Tags"), parent)
        self.setFixedWidth(_WIDTH)
        self._tags = list(tags)
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(tr("New tag, Enter adds it"))
        self.edit.setAccessibleName(tr("New tag"))
        self.edit.installEventFilter(self)
        self._composing = ComposingWatch(self.edit, parent=self)
        holder = QWidget()
        self._flow = FlowLayout(holder, spacing=6)
        area = scrolled(holder)
        area.setFixedHeight(_LIST_HEIGHT)
        self.body.addWidget(self.edit)
        self.body.addWidget(area)
        self._hint = label(role="caption", wrap=True)
        self.body.addWidget(self._hint)
        self._show()

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags as they stand here."""
        return tuple(self._tags)

    def add(self, text: str) -> None:
        """Add the tags typed, divided by commas."""
        new = [part for part in re.split(r"[,，、;；\s]+", text) if part]
        wanted = list(dict.fromkeys([*self._tags, *new]))
        self.edit.clear()
        if wanted != self._tags:
            self._take(wanted)

    def remove(self, tag: str) -> None:
        """Remove a tag."""
        self._take([each for each in self._tags if each != tag])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Add with Enter, unless an input method is still composing."""
        if watched is self.edit and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if event.type() == QEvent.Type.KeyPress and enter and not self._composing.active:
                self.add(self.edit.text())
                return True
        return super().eventFilter(watched, event)

    def _take(self, tags: list[str]) -> None:
        self._tags = tags
        self._show()
        self.changed.emit(tags)

    def _show(self) -> None:
        clear_layout(self._flow)
        for tag in self._tags:
            short = tag if len(tag) <= _LONGEST else f"{tag[:_LONGEST]}…"
            chip = button(short, kind="chip", icon="x")
            chip.setObjectName(tag)
            chip.setToolTip(tr("Remove {tag}", tag=tag))
            chip.setAccessibleName(tr("Remove {tag}", tag=tag))
            chip.clicked.connect(self._on_chip_clicked)
            self._flow.addWidget(chip)
        count = len(self._tags)
        self._hint.setText(tr("{count} tags", count=count) if count else tr("No tags yet"))

    def _on_chip_clicked(self) -> None:
        self.remove(self.sender().objectName())
