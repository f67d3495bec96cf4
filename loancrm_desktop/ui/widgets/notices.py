"""Messages at their place: the inline notice, and the toasts of a window."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QLabel, QPushButton, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.announcing import announce
from loancrm_desktop.ui.widgets.icon_mark import IconMark
from loancrm_desktop.ui.widgets.keycap import keys_shown
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
TOAST_ABOVE = 40
_TICK_MS = 1_000
_BETWEEN = 8
_WIDEST_WORDS = 520

ToastKind = Literal["success", "info", "error"]
_TOAST_ICONS: dict[ToastKind, str] = {
    "success": "check-circle",
    "info": "info",
    "error": "x-circle",
}


class Notice(QFrame):
    """One sentence at the top of the area it is about, perhaps with the mend as a button.

    Signals:
        action_requested: the button was pressed.
    """

    action_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._picture = IconMark()
        self._text = label(wrap=True)
        self._action = button("", kind="link")
        self._action.clicked.connect(self.action_requested)
        self._close = icon_button("x", tr("Close"))
        self._close.clicked.connect(self.hide)
        layout = row(self._picture, self._text, self._action, self._close, margins=(12, 6, 6, 6))
        layout.setStretchFactor(self._text, 1)
        self.setLayout(layout)
        self.hide()

    def say(self, text: str, state: str = "danger", action: str = "") -> None:
        """Show a sentence; `state` is info, danger, warning or success."""
        icon, role = _ICONS[state]
        self._picture.show_icon(icon, role)
        self._text.setText(text)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.setProperty("state", state)
        restyle(self)
        self.setAccessibleName(text)
        self.show()
        announce(self, text, urgent=state == "danger")

    @property
    def text(self) -> str:
        """The sentence shown."""
        return self._text.text()


@dataclass(frozen=True, slots=True)
class Said:
    """What a toast says.

    Attributes:
        text: the sentence.
        action: the words of its one button, such as “Undo”; empty for none.
        keys: the shortcut of that action, written as for QKeySequence.
        kind: success, info or error.
        icon: an icon of one's own in place of the kind's.
        entry: the journal number of the act its button takes back, else 0.
    """

    text: str
    action: str = ""
    keys: str = ""
    kind: ToastKind = "success"
    icon: str = ""
    entry: int = 0


class Toast(QFrame):
    """A short notice at the bottom of the window that goes away by itself.

    Its time stands still while the pointer or the focus is on it.

    Signals:
        finished: it is no longer shown.
    """

    finished = Signal()

    def __init__(self, said: Said, act: Callable[[], object] | None, *, lasts_ms: int) -> None:
        super().__init__()
        self.setProperty("role", "toast")
        self.setProperty("state", said.kind)
        self._act = act
        self.entry = said.entry
        self._left_ms = lasts_ms
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._countdown = label()
        layout = row(_picture(said), _words(said.text), margins=(14, 6, 8, 6))
        self.action_button: QPushButton | None = None
        if said.action:
            keys = f"  {keys_shown(said.keys)}" if said.keys else ""
            self.action_button = QPushButton(said.action + keys)
            self.action_button.clicked.connect(self._on_action_clicked)
            layout.addWidget(self.action_button)
        layout.addWidget(self._countdown)
        if said.kind == "error":
            close = icon_button("x", tr("Close"), role="dangerText")
            close.clicked.connect(self.close_now)
            layout.addWidget(close)
        self.setLayout(layout)
        self.setAccessibleName(said.text)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._countdown.setVisible(bool(lasts_ms and said.action))
        self._say_time()
        self.let_run()

    @property
    def stays(self) -> bool:
        """Whether it waits to be closed by hand."""
        return self._left_ms == 0

    @property
    def is_running(self) -> bool:
        """Whether its time runs now."""
        return self._timer.isActive()

    def let_run(self) -> None:
        """Let the time run again, unless pointer or focus is still here."""
        if self._left_ms and not self.underMouse() and not self.holds_focus():
            self._timer.start(min(_TICK_MS, self._left_ms))

    def hold(self) -> None:
        """Let the time stand still."""
        self._timer.stop()

    def take_focus(self) -> None:
        """Put the focus on its button, or on itself."""
        inside = [one for one in self.findChildren(QAbstractButton) if one.isVisible()]
        if inside:
            inside[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.hold()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Keep the toast while the pointer rests on it."""
        super().enterEvent(event)
        self.hold()

    def leaveEvent(self, event: QEvent) -> None:
        """Let the time run again."""
        super().leaveEvent(event)
        self.let_run()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_now()
        else:
            super().keyPressEvent(event)

    def close_now(self) -> None:
        """Take the toast away."""
        self._timer.stop()
        self.finished.emit()

    def holds_focus(self) -> bool:
        """Whether the focus is on it or its buttons."""
        focused = QApplication.focusWidget()
        return focused is not None and (focused is self or self.isAncestorOf(focused))

    def _say_time(self) -> None:
        seconds = -(-self._left_ms // 1000)
        self._countdown.setText(tr("{count} s", count=seconds))

    def _on_timer_timeout(self) -> None:
        self._left_ms = max(0, self._left_ms - self._timer.interval())
        self._say_time()
        if not self._left_ms:
            self.close_now()

    def _on_action_clicked(self) -> None:
        if self._act is not None:
            self._act()
        self.close_now()


class ToastHost(QObject):
    """Shows a window's toasts at the bottom, at most three; errors stay until they are closed."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._toasts: list[Toast] = []
        self._focus_before: weakref.ref[QWidget] | None = None
        window.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def show(
        self,
        text: str,
        action: str = "",
        act: Callable[[], object] | None = None,
        *,
        lasts_ms: int = TOAST_MS,
        keys: str = "",
    ) -> None:
        """Say that something worked, perhaps with one action such as undo and its keys."""
        self.tell(Said(text, action, keys), act, lasts_ms=lasts_ms)

    def tell(
        self, said: Said, act: Callable[[], object] | None = None, *, lasts_ms: int | None = None
    ) -> None:
        """Show a toast of any kind; an error stays, the others go after six seconds."""
        lasts = lasts_ms if lasts_ms is not None else 0 if said.kind == "error" else TOAST_MS
        while len(self._toasts) >= TOASTS_AT_ONCE:
            self._drop(self._least_needed())
        toast = Toast(said, act, lasts_ms=lasts)
        toast.setParent(self._window)
        toast.finished.connect(self._on_toast_finished)
        self._toasts.append(toast)
        self._arrange()  # before it is seen, or it would first stand under the pointer
        toast.show()
        announce(toast, said.text, urgent=said.kind == "error")

    @property
    def texts(self) -> list[str]:
        """What is being said now."""
        return [toast.accessibleName() for toast in self._toasts]

    def take_focus(self) -> bool:
        """Put the focus on the newest toast, then on the next (F6); False when there is no other.

        The next F6 goes on to the window's areas.
        """
        at = next((n for n, toast in enumerate(self._toasts) if toast.holds_focus()), None)
        if at is None:
            here = QApplication.focusWidget()
            self._focus_before = weakref.ref(here) if here is not None else None
        before = len(self._toasts) if at is None else at
        if not before:
            return False
        self._toasts[before - 1].take_focus()
        return True

    def take_away(self, entry: int) -> None:
        """Take the toast away whose act was taken back by other means."""
        for toast in tuple(self._toasts):
            if toast.entry == entry:
                toast.close_now()

    def clear(self) -> None:
        """Take all toasts away."""
        for toast in tuple(self._toasts):
            self._drop(toast)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the toasts in their place when the window changes its size."""
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self._arrange()
        return False

    def _on_focus_changed(self) -> None:
        for toast in self._toasts:
            if toast.holds_focus():
                toast.hold()
            elif not toast.is_running:
                toast.let_run()

    def _on_toast_finished(self) -> None:
        toast = self.sender()
        if isinstance(toast, Toast):
            had_focus = toast.holds_focus()
            self._drop(toast)
            self._arrange()
            before = self._focus_before() if self._focus_before is not None else None
            if had_focus and before is not None:
                before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _least_needed(self) -> Toast:
        return next((toast for toast in self._toasts if not toast.stays), self._toasts[0])

    def _drop(self, toast: Toast) -> None:
        if toast in self._toasts:
            self._toasts.remove(toast)
        toast.hold()
        toast.hide()
        toast.deleteLater()

    def _arrange(self) -> None:
        bottom = self._window.height() - theme.current().layout("statusBar") - TOAST_ABOVE
        kept_free = self._primary_places()
        for toast in reversed(self._toasts):
            toast.setMaximumWidth(max(200, self._window.width() - 32))
            toast.ensurePolished()
            toast.adjustSize()
            place = QRect((self._window.width() - toast.width()) // 2, 0, toast.width(), 0)
            place.setHeight(toast.height())
            place.moveBottom(bottom - 1)
            hit = next((one for one in kept_free if one.intersects(place)), None)
            if hit is not None:
                place.moveBottom(hit.top() - _BETWEEN)
            toast.setGeometry(place)
            toast.raise_()
            bottom = place.top() - _BETWEEN

    def _primary_places(self) -> list[QRect]:
        """Answer where primary buttons lie, the lowest first: no toast may cover one."""
        found: list[QRect] = []
        for pressed in self._window.findChildren(QPushButton):
            if pressed.property("kind") == "primary" and pressed.isVisible():
                corner = pressed.mapTo(self._window, QPoint(0, 0))
                found.append(QRect(corner, pressed.size()))
        return sorted(found, key=QRect.bottom, reverse=True)


def _picture(said: Said) -> IconMark:
    role = "dangerText" if said.kind == "error" else "toastText"
    return IconMark(said.icon or _TOAST_ICONS[said.kind], role)


def _words(text: str) -> QLabel:
    words = label(text)
    if words.sizeHint().width() > _WIDEST_WORDS:
        words.setWordWrap(True)
        words.setMinimumWidth(_WIDEST_WORDS)
    return words
