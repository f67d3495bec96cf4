"""Ready processes to begin with, each as a picture."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QListWidget, QVBoxLayout, QWidget

from loancrm_desktop.errors import Problem
from loancrm_desktop.services.process import starters
from loancrm_desktop.services.process.starters import Starter
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.flows.flow_canvas import FlowCanvas, beside
from loancrm_desktop.ui.flows.flow_desk import FlowDesk
from loancrm_desktop.ui.flows.flow_words import FlowWords
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import button, frame, row

_WIDTH, _HEIGHT = 960, 560


class StarterDialog(QDialog):
    """Offers ready processes.

    Signals:
        taken: one is to be drawn on (its JSON).
    """

    taken = Signal(object)

    def __init__(self, bridge: Bridge, words: FlowWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(tr("Begin with a ready process"))
        self.resize(_WIDTH, _HEIGHT)
        self._starters: tuple[Starter, ...] = ()
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Ready processes"))
        self.list.setSpacing(2)
        self.list.currentRowChanged.connect(self._on_row_changed)
        self.desk = FlowDesk(self)
        self.canvas = FlowCanvas(self.desk, words, read_only=True)
        self.notice = Notice()
        self.notice.hide()
        self.take_button = button(tr("Put it on the table"), kind="primary", icon="edit")
        self.take_button.setEnabled(False)
        self.take_button.clicked.connect(self._on_take_clicked)
        cancel = button(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        foot = frame("footer")
        foot.setLayout(row(None, cancel, self.take_button, margins=(16, 10, 16, 10)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.notice)
        layout.addLayout(beside(tr("Ready processes"), self.list, self.canvas), 1)
        layout.addWidget(foot)
        bridge.ask(starters.starters, then=self._on_starters, failed=self._on_failed, key="all")

    def _on_starters(self, found: Sequence[Starter]) -> None:
        self._starters = tuple(found)
        english = current_language() == "en"
        for each in found:
            self.list.addItem(each.name_en if english else each.name_zh)
        if found:
            self.list.setCurrentRow(0)

    def _on_row_changed(self, at: int) -> None:
        if 0 <= at < len(self._starters):
            self.desk.open(self._starters[at].body)
            self.canvas.view.fit()
            self.take_button.setEnabled(True)

    def _on_take_clicked(self) -> None:
        self.taken.emit(self._starters[self.list.currentRow()].body)
        self.accept()

    def _on_failed(self, problem: Problem) -> None:
        self.notice.say(str(problem))
