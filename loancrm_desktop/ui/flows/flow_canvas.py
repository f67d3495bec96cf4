"""The middle of the designer: a bar of tools, the picture, problems and the small map over it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from loancrm_desktop.services.process.faults import ProcessFault
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.flows.flow_desk import FlowDesk
from loancrm_desktop.ui.flows.flow_outline import FlowOutline
from loancrm_desktop.ui.flows.flow_scene import FlowScene
from loancrm_desktop.ui.flows.flow_view import FlowView
from loancrm_desktop.ui.flows.flow_words import FlowWords
from loancrm_desktop.ui.flows.mini_map import MiniMap
from loancrm_desktop.ui.flows.problems_panel import WIDTH, ProblemsPanel
from loancrm_desktop.ui.widgets.parts import (
    button,
    column,
    frame,
    icon_button,
    label,
    line,
    row,
    set_state,
)

_EDGE, _LIST = 14, 240


class _Pane(QWidget):
    """The view, with what floats over it."""

    def __init__(self, view: FlowView, small: MiniMap, problems: ProblemsPanel) -> None:
        super().__init__()
        self._view, self._small, self._problems = view, small, problems
        for each in (view, problems, small):
            each.setParent(self)
        problems.resized.connect(self.lay)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay()

    def lay(self) -> None:
        self._view.setGeometry(self.rect())
        small, problems = self._small, self._problems
        roomy = self.width() > small.width() + 320 and self.height() > small.height() + 160
        small.setVisible(roomy)
        small.move(
            self.width() - small.width() - _EDGE - 8, self.height() - small.height() - _EDGE - 8
        )
        beside = small.width() + _EDGE if roomy else 0
        wide = min(WIDTH, self.width() - 2 * _EDGE - beside - 8)
        high = min(problems.wanted_height(), self.height() // 2)
        problems.setGeometry(_EDGE, self.height() - high - _EDGE - 8, wide, high)
        problems.raise_()
        small.raise_()


def beside(title: str, listed: QWidget, canvas: QWidget) -> QHBoxLayout:
    """Lay a list with its heading beside a picture."""
    side = QWidget()
    side.setFixedWidth(_LIST)
    heading = label(title, font="bodyStrong")
    side.setLayout(column(heading, listed, margins=(14, 14, 8, 8)))
    body = QHBoxLayout()
    body.setSpacing(0)
    body.addWidget(side)
    body.addWidget(line(vertical=True))
    body.addWidget(canvas, 1)
    return body


class FlowCanvas(QWidget):
    """Shows and changes the picture.

    Signals:
        check_clicked: the process is to be checked now.
        problems_clicked: the next problem is wanted.
    """

    check_clicked = Signal()
    problems_clicked = Signal()

    def __init__(self, desk: FlowDesk, words: FlowWords, *, read_only: bool = False) -> None:
        super().__init__()
        self._desk = desk
        self.scene = FlowScene(desk, words, self, read_only=read_only)
        self.view = FlowView(desk, self.scene)
        self.small = MiniMap(self.view)
        self.problems = ProblemsPanel()
        self.problems.setVisible(not read_only)
        self._pane = _Pane(self.view, self.small, self.problems)
        self.outline = FlowOutline(desk, words)
        self.outline.hide()
        self._build_bar()
        for each in (self.arrange_button, self.check_button, self.errors, self.reminders):
            each.setVisible(not read_only)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        panes = row(self.outline, self._pane, spacing=0)
        panes.setStretchFactor(self._pane, 1)
        layout.addLayout(panes, 1)
        self.view.zoomed.connect(self._say_zoom)
        self.show_faults(())

    def _build_bar(self) -> None:
        self.arrange_button = button(tr("Arrange by itself"), icon="target")
        self.arrange_button.setToolTip("Ctrl+Shift+L")
        self.arrange_button.clicked.connect(self._desk.arrange)
        self.check_button = button(tr("Check"), icon="check-circle")
        self.check_button.clicked.connect(self.check_clicked)
        self.errors = label(role="badge")
        set_state(self.errors, "danger")
        self.reminders = label(role="badge")
        set_state(self.reminders, "warning")
        less = icon_button("minus", tr("Smaller (Ctrl+−)"))
        less.clicked.connect(self.view.zoom_out)
        more = icon_button("plus", tr("Larger (Ctrl++)"))
        more.clicked.connect(self.view.zoom_in)
        self.percent = button("100%", kind="ghost", size="small", tip=tr("Full size (Ctrl+0)"))
        self.percent.clicked.connect(self.view.zoom_whole)
        whole = icon_button("fit", tr("Fit the whole picture (Ctrl+9)"))
        whole.clicked.connect(self.view.fit)
        self.outline_button = icon_button("list", tr("Outline of the process (Ctrl+Shift+O)"))
        self.outline_button.setCheckable(True)
        self.outline_button.toggled.connect(self.show_outline)
        self.bar = frame("toolbar")
        self.bar.setLayout(
            row(
                self.outline_button,
                self.arrange_button,
                self.check_button,
                self.errors,
                self.reminders,
                None,
                less,
                self.percent,
                more,
                whole,
                margins=(14, 5, 10, 5),
            )
        )

    def show_outline(self, on: bool) -> None:  # noqa: FBT001 - the button's state
        """Show the process as a list beside the picture, or not."""
        self.outline.setVisible(on)
        if on:
            self.outline.setFocus()

    def toggle_outline(self) -> None:
        """Show the outline, or put it away."""
        self.outline_button.toggle()

    def show_faults(self, faults: Sequence[ProcessFault]) -> None:
        """Say and mark what is wrong."""
        errors = sum(each.level == "error" for each in faults)
        reminders = len(faults) - errors
        self.errors.setText(tr("Errors: {count}", count=errors))
        self.errors.setVisible(bool(errors))
        self.reminders.setText(tr("Reminders: {count}", count=reminders))
        self.reminders.setVisible(bool(reminders))
        self.problems.show_faults(faults)
        self.scene.layers.take_faults(tuple(faults))
        self.scene.refresh()

    def _say_zoom(self) -> None:
        self.percent.setText(f"{round(self.view.zoom * 100)}%")
