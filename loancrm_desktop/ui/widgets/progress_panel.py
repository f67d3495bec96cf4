"""A long piece of work: how far it is, how long it will take, and the ways out."""

from __future__ import annotations

import math
import time
from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from loancrm_desktop import display
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.parts import button, column, frame, label, row

_TELLS_AFTER_S = 1.0


class ProgressPanel(QWidget):
    """Title, count, bar, present step, time left; Cancel says what becomes of what is done.

    Signals:
        cancel_requested: the work shall stop.
        background_requested: the work shall go on out of sight.
    """

    cancel_requested = Signal()
    background_requested = Signal()

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._started_s = time.monotonic()
        self._title = ElidedLabel(title, font="subtitle")
        self._count = label(role="secondary")
        self.bar = QProgressBar()
        self.bar.setProperty("look", "tall")
        self.bar.setTextVisible(False)
        self._step = ElidedLabel(role="secondary", font="caption")
        self._left = label(role="secondary", font="caption")
        self._after_cancel = label(role="caption", wrap=True)
        self.cancel_button = button(tr("Cancel"), size="small")
        self.cancel_button.clicked.connect(self._on_cancel_clicked)
        self.background_button = button(tr("Put in the background"), kind="primary", size="small")
        self.background_button.clicked.connect(self.background_requested)
        box = frame("dialog")
        head = row(self._title, self._count)
        head.setStretchFactor(self._title, 1)
        below = row(self._step, self._left)
        below.setStretchFactor(self._step, 1)
        foot = row(self._after_cancel, self.cancel_button, self.background_button)
        foot.setStretchFactor(self._after_cancel, 1)
        inside = column(spacing=8, margins=(16, 14, 16, 14))
        for part in (head, self.bar, below, foot):
            if isinstance(part, QWidget):
                inside.addWidget(part)
            else:
                inside.addLayout(part)
        box.setLayout(inside)
        self.setLayout(column(box))
        self.start(title)

    def start(self, title: str, *, after_cancel: str = "", can_hide: bool = True) -> None:
        """Begin anew.

        Args:
            title: what is being done.
            after_cancel: what becomes of the part already done.
            can_hide: whether it may go on in the background.
        """
        self._started_s = time.monotonic()
        self._title.setText(title)
        self.setAccessibleName(title)
        self.bar.setAccessibleName(title)
        self._after_cancel.setText(after_cancel)
        self.cancel_button.setEnabled(True)
        self.background_button.setVisible(can_hide)
        self.show_progress(0, 0)

    def show_progress(self, done: int, total: int, step: str = "") -> None:
        """Say how far it is; a total of 0 is not known yet."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self._count.setText(
            tr("{done} of {total}", done=f"{done:,}", total=f"{total:,}") if total else ""
        )
        self._step.setText(step)
        left_s = seconds_left(done, total, time.monotonic() - self._started_s)
        self._left.setText("" if left_s is None else _left_text(left_s))
        self.bar.setAccessibleDescription(f"{self._count.text()} {self._left.text()}".strip())

    @property
    def remaining(self) -> str:
        """What is said about the time left."""
        return self._left.text()

    def _on_cancel_clicked(self) -> None:
        self.cancel_button.setEnabled(False)
        self._step.setText(tr("Stopping…"))
        self.cancel_requested.emit()


def seconds_left(done: int, total: int, spent_s: float) -> int | None:
    """Answer the seconds left at the pace so far, None while it is too early to say."""
    if done <= 0 or total <= 0 or done >= total or spent_s < _TELLS_AFTER_S:
        return None
    return max(1, math.ceil(spent_s / done * (total - done)))


def _left_text(left_s: int) -> str:
    if left_s < 60:
        return tr("about {count} s left", count=left_s)
    return tr("about {time} left", time=display.duration(timedelta(seconds=left_s)))
