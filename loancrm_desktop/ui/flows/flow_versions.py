"""The versions of a process, each as a picture, and the way back to one."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QListWidget, QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.errors import Problem
from loancrm_desktop.services.process import drawing, publishing
from loancrm_desktop.services.process.drawing import ProcessDrawing, ProcessVersion
from loancrm_desktop.services.process.publishing import ProcessPublished
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.flows.flow_canvas import FlowCanvas, beside
from loancrm_desktop.ui.flows.flow_desk import FlowDesk
from loancrm_desktop.ui.flows.flow_words import FlowWords
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import button, frame, row

_WIDTH, _HEIGHT = 1000, 600


class FlowVersions(QDialog):
    """Lists versions beside their picture.

    Signals:
        rolled_back: a version was put in force again (ProcessPublished).
        draft_taken: a version is to be drawn on (its JSON).
    """

    rolled_back = Signal(object)
    draft_taken = Signal(object)

    def __init__(
        self, bridge: Bridge, found: ProcessDrawing, words: FlowWords, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self._bridge, self._drawing, self._words = bridge, found, words
        self._body: dict[str, Any] = {}
        self.setModal(True)
        self.setWindowTitle(tr("Versions of the process"))
        self.resize(_WIDTH, _HEIGHT)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Versions"))
        self.list.setSpacing(2)
        for each in found.versions:
            self.list.addItem(self._title(each))
        self.notice = Notice()
        self.notice.hide()
        self.desk = FlowDesk(self)
        self.canvas = FlowCanvas(self.desk, words, read_only=True)
        self.draft_button = button(tr("Draw on from this version"), icon="edit")
        self.draft_button.clicked.connect(self._on_draft_clicked)
        self.back_button = button(tr("Put this version in force"), kind="primary", icon="undo")
        self.back_button.clicked.connect(self._on_back_clicked)
        for each in (self.draft_button, self.back_button):
            each.setEnabled(False)
        close = button(tr("Close"))
        close.clicked.connect(self.reject)
        foot = frame("footer")
        foot.setLayout(
            row(None, close, self.draft_button, self.back_button, margins=(16, 10, 16, 10))
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.notice)
        layout.addLayout(beside(tr("Versions of the process"), self.list, self.canvas), 1)
        layout.addWidget(foot)
        self.list.currentRowChanged.connect(self._on_row_changed)
        if found.versions:
            self.list.setCurrentRow(0)

    def _title(self, each: ProcessVersion) -> str:
        who = self._words.words.person_name(each.made_by)
        when = display.time_exact(each.made_at)
        first = (
            tr("v{number}  in force", number=each.version)
            if each.state == "published"
            else tr("v{number}", number=each.version)
        )
        ran = tr("{nodes} nodes · {count} running", nodes=each.nodes, count=each.running)
        return f"{first}\n{when}  {who}\n{ran}"

    def _on_row_changed(self, at: int) -> None:
        each = self._drawing.versions[at]
        self.back_button.setEnabled(False)
        self._bridge.ask(
            drawing.version,
            process=self._drawing.key,
            number=each.version,
            then=partial(self._on_version, at),
            failed=self._on_failed,
            key="version",
        )

    def _on_version(self, at: int, body: dict[str, Any]) -> None:
        self._body = body
        self.desk.open(body)
        self.canvas.view.fit()
        self.draft_button.setEnabled(True)
        is_other = self._drawing.versions[at].version != self._drawing.published_version
        self.back_button.setEnabled(is_other)

    def _on_draft_clicked(self) -> None:
        self.draft_taken.emit(self._body)
        self.accept()

    def _on_back_clicked(self) -> None:
        self.back_button.setEnabled(False)
        self._bridge.do(
            publishing.roll_back,
            process=self._drawing.key,
            version=self._drawing.versions[self.list.currentRow()].version,
            then=self._on_rolled_back,
            refused=self._on_failed,
        )

    def _on_rolled_back(self, published: ProcessPublished) -> None:
        self.rolled_back.emit(published)
        self.accept()

    def _on_failed(self, problem: Problem) -> None:
        self.notice.say(str(problem))
