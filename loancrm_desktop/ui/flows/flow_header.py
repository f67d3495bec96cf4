"""The head of the designer: which process, which version, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QMenu, QSizePolicy

from loancrm_desktop.services.process.drawing import ProcessDrawing
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.flows.flow_desk import FlowDesk
from loancrm_desktop.ui.flows.flow_words import name_in
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.parts import button, icon_button, label, row, set_caption, set_state

NEW = "+"
"""The data of the entry that begins a new process."""


class FlowHeader(QFrame):
    """Title, draft and version, undo, trial, publish.

    Signals:
        back_clicked, trial_clicked, publish_clicked, versions_clicked: what they say.
        clear_clicked: begin with an empty canvas.
        starter_clicked: begin with a ready process.
        discard_clicked: let the draft go.
        process_chosen: another process is wanted (its key, NEW for a new one).
    """

    back_clicked = Signal()
    trial_clicked = Signal()
    publish_clicked = Signal()
    versions_clicked = Signal()
    clear_clicked = Signal()
    starter_clicked = Signal()
    discard_clicked = Signal()
    process_chosen = Signal(str)

    def __init__(self, desk: FlowDesk) -> None:
        super().__init__()
        self.setProperty("role", "header")
        self.setMinimumHeight(theme.current().layout("pageHeader"))
        self._desk = desk
        self.next_version = 1
        back = icon_button("arrow-left", tr("Back; the draft is kept"))
        back.clicked.connect(self.back_clicked)
        self._title = ElidedLabel(font="title")
        self.badge = label(role="badge")
        set_state(self.badge, "warning")
        self.status = ElidedLabel(role="caption", font="caption")
        self.process_box = CalmCombo()
        self.process_box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.process_box.setSizeAdjustPolicy(CalmCombo.SizeAdjustPolicy.AdjustToContents)
        self.process_box.setAccessibleName(tr("Which process"))
        self.process_box.activated.connect(self._on_process_activated)
        self.undo = icon_button("undo", tr("Undo (Ctrl+Z)"))
        self.redo = icon_button("redo", tr("Redo (Ctrl+Shift+Z)"))
        self.undo.clicked.connect(desk.undo_stack.undo)
        self.redo.clicked.connect(desk.undo_stack.redo)
        self.more = icon_button("more", tr("More about the process"))
        self.more.clicked.connect(self._on_more_clicked)
        self.menu: QMenu | None = None
        self.trial_button = button(tr("Trial run"), icon="play")
        self.trial_button.clicked.connect(self.trial_clicked)
        self.publish_button = button(tr("Publish"), kind="primary", icon="upload")
        self.publish_button.clicked.connect(self.publish_clicked)
        layout = row(
            back, self._title, self.badge, self.status, self.process_box, self.undo, self.redo,
            self.more, self.trial_button, self.publish_button, margins=(12, 8, 16, 8),
        )  # fmt: skip
        layout.setStretchFactor(self.status, 1)
        self.setLayout(layout)
        desk.stepped.connect(self._say_steps)
        desk.changed.connect(self._say_title)
        self._say_steps()

    def set_processes(self, found: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer the office's processes (key, name), and a new one."""
        self.process_box.clear()
        for key, name in found:
            self.process_box.addItem(name, key)
        self.process_box.insertSeparator(self.process_box.count())
        self.process_box.addItem(tr("New process…"), NEW)
        self.process_box.setCurrentIndex(max(0, self.process_box.findData(chosen)))

    def show_drawing(self, found: ProcessDrawing | None) -> None:
        """Say which version is in force and how many deals run; None is a new process."""
        versions = () if found is None else found.versions
        self.next_version = max((each.version for each in versions), default=0) + 1
        if found is None or not found.published_version:
            self.status.setText(tr("not published yet"))
        else:
            self.status.setText(
                tr(
                    "in force: v{number} · {count} running",
                    number=found.published_version,
                    count=found.running,
                )
            )
        self.badge.setText(tr("Draft v{number}", number=self.next_version))
        set_caption(self.publish_button, tr("Publish v{number}", number=self.next_version))
        self._say_title()

    def set_problems(self, count: int) -> None:
        """Say on the button's tip that something is to be mended first."""
        said = tr("{count} things to mend first", count=count) if count else "Ctrl+Shift+P"
        self.publish_button.setToolTip(said)

    def _say_title(self) -> None:
        self._title.setText(name_in(self._desk.body) or tr("Process"))

    def _say_steps(self) -> None:
        stack = self._desk.undo_stack
        self.undo.setEnabled(stack.canUndo())
        self.redo.setEnabled(stack.canRedo())
        self.undo.setToolTip(tr("Undo {step} (Ctrl+Z)", step=stack.undoText()))
        self.redo.setToolTip(tr("Redo {step} (Ctrl+Shift+Z)", step=stack.redoText()))

    def _on_process_activated(self) -> None:
        key = str(self.process_box.currentData() or "")
        if key:
            self.process_chosen.emit(key)

    def _on_more_clicked(self) -> None:
        menu = self.menu = QMenu(self)
        look = theme.current()
        for icon, title, signal in (
            ("history", tr("Versions of the process"), self.versions_clicked),
            ("copy", tr("Begin with a ready process…"), self.starter_clicked),
            ("flow", tr("Begin with an empty canvas"), self.clear_clicked),
            ("trash", tr("Discard the draft"), self.discard_clicked),
        ):
            menu.addAction(look.icon(icon), title).triggered.connect(signal)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
