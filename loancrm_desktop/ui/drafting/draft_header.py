"""The head of a designer: what is on the table, which version, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal, SignalInstance
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.drafting.draft_desk import DraftDesk
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.parts import button, icon_button, label, row, set_caption, set_state
from loancrm_desktop.ui.widgets.relay import relay

MORE = "+"
"""Begins the key of a choice that is not a design, such as `+new`."""


class DraftHeader(QFrame):
    """Title, draft and version, undo, trial, publish; what has no room gives way.

    Signals:
        back_clicked, trial_clicked, publish_clicked, versions_clicked: what they say.
        clear_clicked: begin with an empty canvas.
        discard_clicked: let the draft go.
        design_chosen: another design is wanted (its key).
        more_chosen: an entry below the designs was chosen (its key).
    """

    back_clicked = Signal()
    trial_clicked = Signal()
    publish_clicked = Signal()
    versions_clicked = Signal()
    clear_clicked = Signal()
    discard_clicked = Signal()
    design_chosen = Signal(str)
    more_chosen = Signal(str)

    def __init__(
        self, desk: DraftDesk, names: tuple[str, str], trial: QPushButton, *extra: QWidget
    ) -> None:
        """Lay the head out.

        Args:
            desk: the table.
            names: what the buttons for other designs and for more are called.
            trial: the button that tries the design out.
            extra: what stands before undo; it gives way first.
        """
        super().__init__()
        self.setProperty("role", "header")
        self.setMinimumHeight(theme.current().layout("pageHeader"))
        self._stack = desk.undo_stack
        self.next_version = 1
        self.chosen = ""
        self.choices: list[tuple[str, str]] = []
        self._extra = extra
        back = icon_button("arrow-left", tr("Back; the draft is kept"))
        back.clicked.connect(self.back_clicked)
        self.title = ElidedLabel(font="title")
        self.other = icon_button("down", names[0])
        self.other.clicked.connect(self._on_other_clicked)
        self.badge = label(role="badge")
        set_state(self.badge, "warning")
        self.status = ElidedLabel(role="caption", font="caption")
        self.undo = icon_button("undo", tr("Undo (Ctrl+Z)"))
        self.redo = icon_button("redo", tr("Redo (Ctrl+Shift+Z)"))
        self.undo.clicked.connect(self._stack.undo)
        self.redo.clicked.connect(self._stack.redo)
        self.more = icon_button("more", names[1])
        self.more.clicked.connect(self._on_more_clicked)
        self.menu: QMenu | None = None
        self.trial_button = trial
        self._trial_words = trial.text()
        trial.clicked.connect(self.trial_clicked)
        self.publish_button = button(tr("Publish"), kind="primary", icon="upload")
        self.publish_button.clicked.connect(self.publish_clicked)
        self._lay(back)
        desk.stepped.connect(self._on_desk_stepped)
        desk.changed.connect(self.say_title)
        self._on_desk_stepped()

    def _lay(self, back: QWidget) -> None:
        layout: QHBoxLayout = row(
            back, self.title, self.other, self.badge, self.status, *self._extra, self.undo,
            self.redo, self.more, self.trial_button, self.publish_button, margins=(12, 8, 16, 8),
        )  # fmt: skip
        layout.setStretchFactor(self.status, 1)
        self.setLayout(layout)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt names it so
        """Never hold the window wide: what has no room gives way."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let give way what has no room."""
        super().resizeEvent(event)
        self.give_way()

    def give_way(self) -> None:
        """Show all there is room for: first the extra goes, then words of the trial, the badge."""
        layout = self.layout()
        if layout is None:
            return
        gives: tuple[QWidget, ...] = (*self._extra, self.badge)
        for each in gives:
            each.setVisible(True)
        set_caption(self.trial_button, self._trial_words)
        for step in range(len(gives) + 1):
            layout.activate()
            if layout.minimumSize().width() <= self.width():
                return
            if step < len(self._extra):
                self._extra[step].setVisible(False)
            elif step == len(self._extra):
                self.trial_button.setText("")
                self.trial_button.setToolTip(self._trial_words)
            else:
                self.badge.setVisible(False)

    def set_choices(
        self, choices: Sequence[tuple[str, str]], more: Sequence[tuple[str, str]] = ()
    ) -> None:
        """Offer designs (key, title), and below them what else begins here."""
        self.choices = [*choices, *((f"{MORE}{key}", title) for key, title in more)]

    def show_version(self, last: int, status: str) -> None:
        """Say which version the draft becomes, and how things stand."""
        self.next_version = last + 1
        self.status.setText(status)
        self.badge.setText(tr("Draft v{number}", number=self.next_version))
        set_caption(self.publish_button, tr("Publish v{number}", number=self.next_version))
        self.say_title()
        self.give_way()

    def set_problems(self, count: int) -> None:
        """Say on the button's tip that something is to be mended first."""
        said = tr("{count} things to mend first", count=count) if count else "Ctrl+Shift+P"
        self.publish_button.setToolTip(said)

    def design_title(self) -> str:
        """Answer the title of what is on the table."""
        raise NotImplementedError

    def menu_entries(self) -> Sequence[tuple[str, str, SignalInstance]]:
        """Answer what the menu offers: icon, title, signal."""
        raise NotImplementedError

    def say_title(self) -> None:
        """Show the title as it is drawn now."""
        self.title.setText(self.design_title())

    def choose(self, key: str) -> None:
        """Take an entry of the designs."""
        if key.startswith(MORE):
            self.more_chosen.emit(key.removeprefix(MORE))
        elif key != self.chosen:
            self.design_chosen.emit(key)

    def _on_desk_stepped(self) -> None:
        self.undo.setEnabled(self._stack.canUndo())
        self.redo.setEnabled(self._stack.canRedo())
        self.undo.setToolTip(tr("Undo {step} (Ctrl+Z)", step=self._stack.undoText()))
        self.redo.setToolTip(tr("Redo {step} (Ctrl+Shift+Z)", step=self._stack.redoText()))

    def _on_other_clicked(self) -> None:
        menu = self.menu = QMenu(self)
        parted = False
        for key, title in self.choices:
            if key.startswith(MORE) and not parted:
                menu.addSeparator()
                parted = True
            action = menu.addAction(title)
            action.setCheckable(not key.startswith(MORE))
            action.setChecked(key == self.chosen)
            action.triggered.connect(relay(action, self.choose, key))
        menu.popup(self.other.mapToGlobal(self.other.rect().bottomLeft()))

    def _on_more_clicked(self) -> None:
        menu = self.menu = QMenu(self)
        look = theme.current()
        for icon, title, signal in self.menu_entries():
            menu.addAction(look.icon(icon), title).triggered.connect(signal)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
