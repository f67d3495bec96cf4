"""Messages at their place: the inline notice, and the toasts of a window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.parts import button, icon_button, label, restyle, row

_ICONS = {
    "info": ("info", "infoText"),
    "danger": ("x-circle", "dangerText"),
    "warning": ("alert", "warningText"),
    "success": ("check-circle", "successText"),
}
TOAST_MS = 6_000
TOAST_BULK_MS = 10_000
TOASTS_AT_ONCE = 3


class Notice(QFrame):
    """One sentence at the top of the area it is about, perhaps with the mend as a button.

    Signals:
        action_requested: the button was pressed.
    """

    action_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._picture = QLabel()
        self._text = label(wrap=True)
        self._action = button("", kind="link")
        self._action.clicked.connect(self.action_requested)
        self._close = icon_button("x", tr("Close"))
        self._close.clicked.connect(self.hide)
        layout = row(self._picture, self._text, self._action, self._close, margins=(12, 6, 6, 6))
        layout.setStretchFactor(self._text, 1)
        layout.setAlignment(self._picture, Qt.AlignmentFlag.AlignTop)
        self._picture.setContentsMargins(0, 5, 0, 0)
        self.setLayout(layout)
        self.hide()

    def say(self, text: str, state: str = "danger", action: str = "") -> None:
        """Show a sentence; `state` is info, danger, warning or success."""
        icon, role = _ICONS[state]
        self._picture.setPixmap(theme.current().icon(icon, role).pixmap(16, 16))
        self._text.setText(text)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.setProperty("state", state)
        restyle(self)
        self.setAccessibleName(text)
        self.show()

    @property
    def text(self) -> str:
        """The sentence shown."""
        return self._text.text()


class Toast(QFrame):
    """A short notice at the bottom of the window that goes away by itself.

    Signals:
        finished: it is no longer shown.
    """

    finished = Signal()

    def __init__(
        self, text: str, action: str, act: Callable[[], None] | None, *, lasts_ms: int
    ) -> None:
        super().__init__()
        self.setProperty("role", "toast")
        self._act = act
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(lasts_ms)
        self._timer.timeout.connect(self._on_timer_timeout)
        layout = row(label(text), margins=(14, 6, 8, 6))
        if action:
            pressed = QPushButton(action)
            pressed.clicked.connect(self._on_action_clicked)
            layout.addWidget(pressed)
        self.setLayout(layout)
        self.setAccessibleName(text)
        if lasts_ms:
            self._timer.start()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Keep the toast while the pointer rests on it."""
        super().enterEvent(event)
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Let the time run again."""
        super().leaveEvent(event)
        if self._timer.interval():
            self._timer.start()

    def close_now(self) -> None:
        """Take the toast away."""
        self._timer.stop()
        self.finished.emit()

    def _on_timer_timeout(self) -> None:
        self.close_now()

    def _on_action_clicked(self) -> None:
        if self._act is not None:
            self._act()
        self.close_now()


class ToastHost(QObject):
    """Shows a window's toasts at the bottom, at most three."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._toasts: list[Toast] = []
        window.installEventFilter(self)

    def show(
        self,
        text: str,
        action: str = "",
        act: Callable[[], None] | None = None,
        *,
        lasts_ms: int = TOAST_MS,
    ) -> None:
        """Show a sentence, perhaps with one action such as undo."""
        while len(self._toasts) >= TOASTS_AT_ONCE:
            self._drop(self._toasts[0])
        toast = Toast(text, action, act, lasts_ms=lasts_ms)
        toast.setParent(self._window)
        toast.finished.connect(self._on_toast_finished)
        self._toasts.append(toast)
        self._arrange()  # before it is seen, or it would first stand under the pointer
        toast.show()

    @property
    def texts(self) -> list[str]:
        """What is being said now."""
        return [toast.accessibleName() for toast in self._toasts]

    def clear(self) -> None:
        """Take all toasts away."""
        for toast in tuple(self._toasts):
            self._drop(toast)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the toasts in their place when the window changes its size."""
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self._arrange()
        return False

    def _on_toast_finished(self) -> None:
        toast = self.sender()
        if isinstance(toast, Toast):
            self._drop(toast)
            self._arrange()

    def _drop(self, toast: Toast) -> None:
        if toast in self._toasts:
            self._toasts.remove(toast)
        toast.hide()
        toast.deleteLater()

    def _arrange(self) -> None:
        bottom = self._window.height() - theme.current().layout("statusBar") - 40
        for toast in reversed(self._toasts):
            toast.ensurePolished()
            toast.adjustSize()
            bottom -= toast.height()
            toast.move((self._window.width() - toast.width()) // 2, bottom)
            toast.raise_()
            bottom -= 8
