"""A value that is shown masked, and in full for a few seconds when there is a reason for it."""

from __future__ import annotations

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMimeData,
    QObject,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QHideEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.announcing import announce
from loancrm_desktop.ui.widgets.parts import icon_button
from loancrm_desktop.ui.widgets.reveal_popover import RevealPopover

SHOWN_S = 15
CLIPBOARD_S = 60
"""The rule of the windows (a minute, said on the button), not the 15 s of the threat list: who
fills in a bank's page needs the number longer, and histories are asked to leave it out."""

_NOT_REMEMBERED = {
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"\0" * 4,
    'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"': b"\0" * 4,
    'application/x-qt-windows-mime;value="CanUploadToCloudClipboard"': b"\0" * 4,
    "x-kde-passwordManagerHint": b"secret",
    "org.nspasteboard.ConcealedType": b"",
    "org.nspasteboard.TransientType": b"",
}
"""Asks histories of the clipboard, and clipboards shared between machines, to leave it out."""
_TICK_MS = 250


class _Shown(QLabel):
    """A line that is broken only where it has no room; a label alone would like to be a block."""

    def sizeHint(self) -> QSize:
        """Answer one line."""
        return self.fontMetrics().size(Qt.TextFlag.TextSingleLine, self.text())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt names it so
        """Never be lower than one line."""
        return QSize(super().minimumSizeHint().width(), self.fontMetrics().height())


class MaskedValue(QWidget):
    """The mask, an eye where it may be looked behind, then the value with a running-out ring.

    The value itself never enters an accessible text, a tip or a log.

    Signals:
        asking: the popover with the reasons is about to open; answer with `show_looks`.
        reveal_requested: the person gave a reason; answer with `reveal` or `show_problem`.
    """

    asking = Signal()
    reveal_requested = Signal(str)

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._masked = ""
        self._revealed = ""
        self._left_ms = 0
        self._watching = False
        self._popover: RevealPopover | None = None
        self._looks: tuple[int, int] | None = None
        self._shown = _Shown()
        self._shown.setTextFormat(Qt.TextFormat.PlainText)
        self._shown.setWordWrap(True)
        self._ring = _Ring()
        self.eye = icon_button("eye", tr("Show in full"))
        self.eye.clicked.connect(self._on_eye_clicked)
        self.copy = icon_button("copy", tr("Copy; the clipboard is emptied after a minute"))
        self.copy.clicked.connect(self._on_copy_clicked)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (self._shown, self._ring, self.eye, self.copy):
            layout.addWidget(part)
        layout.addStretch(1)
        self._dress()

    @property
    def text(self) -> str:
        """What is on the screen now."""
        return self._shown.text()

    @property
    def is_revealed(self) -> bool:
        """Whether the value is shown in full."""
        return bool(self._revealed)

    def show_value(self, masked: str, may_reveal: bool) -> None:  # noqa: FBT001 - the contract
        """Show a mask; the eye is there only for who may look behind it."""
        self._masked = masked
        self.cover()
        self.eye.setVisible(may_reveal and bool(masked))

    def set_name(self, name: str) -> None:
        """Say what the value is: “ID number”."""
        self._name = name
        self._dress()

    def show_looks(self, looked_today: int, limit: int) -> None:
        """Say in the popover how many looks were taken today."""
        self._looks = (looked_today, limit)
        if self._popover is not None:
            self._popover.show_looks(looked_today, limit)

    def show_problem(self, text: str) -> None:
        """Say why the value is not shown."""
        if self._popover is not None:
            self._popover.show_problem(text)

    def reveal(self, value: str) -> None:
        """Show the value for fifteen seconds."""
        if self._popover is not None:
            self._popover.close()
        self._revealed = value
        self._left_ms = SHOWN_S * 1000
        self._timer.start()
        self._watch_focus(on=True)
        self.eye.setFocus(Qt.FocusReason.OtherFocusReason)
        self._dress()
        announce(self, tr("Shown for {count} seconds", count=SHOWN_S))

    def cover(self) -> None:
        """Mask the value again at once; locking the desk calls this too."""
        self._timer.stop()
        self._revealed = ""
        self._left_ms = 0
        self._watch_focus(on=False)
        self._dress()

    def hideEvent(self, event: QHideEvent) -> None:
        """Mask when the page goes away."""
        super().hideEvent(event)
        if self._revealed:
            self.cover()

    def changeEvent(self, event: QEvent) -> None:
        """Mask when the window is left."""
        super().changeEvent(event)
        left = event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow()
        if left and self._revealed:
            self.cover()

    def _watch_focus(self, *, on: bool) -> None:
        application = QApplication.instance()
        if not isinstance(application, QApplication) or on == self._watching:
            return
        self._watching = on
        if on:
            application.focusChanged.connect(self._on_focus_changed)
        else:
            application.focusChanged.disconnect(self._on_focus_changed)

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and now is not self and not self.isAncestorOf(now):
            self.cover()

    def _dress(self) -> None:
        full = bool(self._revealed)
        self._shown.setText(self._revealed or self._masked)
        self._ring.setVisible(full)
        self._ring.show_share(self._left_ms / (SHOWN_S * 1000))
        self.copy.setVisible(full)
        # A screen reader gets the mask only, also while the value is on the screen.
        self._shown.setAccessibleName(self._masked)
        self.setAccessibleName(f"{self._name} {self._masked}".strip())
        eye_says = tr("Mask again") if full else tr("Show in full")
        self.eye.setIcon(theme.current().icon("eye-off" if full else "eye"))
        self.eye.setToolTip(eye_says)
        self.eye.setAccessibleName(f"{eye_says} {self._name}".strip())

    def _on_eye_clicked(self) -> None:
        if self._revealed:
            self.cover()
            return
        if self._popover is None:
            self._popover = RevealPopover(self._name, self)
            self._popover.reason_given.connect(self.reveal_requested)
        self._popover.start(self._looks)
        self.asking.emit()
        self._popover.open_at(self.eye)

    def _on_copy_clicked(self) -> None:
        if self._revealed:
            copy_for_a_minute(self._revealed)

    def _on_timer_timeout(self) -> None:
        self._left_ms -= _TICK_MS
        if self._left_ms <= 0:
            self.cover()
        else:
            self._ring.show_share(self._left_ms / (SHOWN_S * 1000))


class _Ring(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._share = 1.0
        self.setFixedSize(16, 16)

    def sizeHint(self) -> QSize:
        return QSize(16, 16)

    def show_share(self, share: float) -> None:
        self._share = share
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(2, 2, 12, 12)
        painter.setPen(QPen(look.colour("border"), 2))
        painter.drawEllipse(ring)
        painter.setPen(QPen(look.colour("accent"), 2))
        painter.drawArc(ring, 90 * 16, round(360 * 16 * self._share))
        painter.end()


class _Copied(QObject):
    """The value that was copied last, until it is taken off the clipboard."""

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        self.value = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.forget)
        application.aboutToQuit.connect(self.forget)

    def keep(self, value: str) -> None:
        self.value = value
        content = QMimeData()
        content.setText(value)
        for form, mark in _NOT_REMEMBERED.items():
            content.setData(form, mark)
        QGuiApplication.clipboard().setMimeData(content)
        self._timer.start(CLIPBOARD_S * 1000)

    def forget(self) -> None:
        self._timer.stop()
        clipboard = QGuiApplication.clipboard()
        if self.value and clipboard.text() == self.value:
            clipboard.clear()
        self.value = ""


_kept: list[_Copied] = []


def copy_for_a_minute(value: str) -> None:
    """Put a sensitive value on the clipboard and take it off again after a minute."""
    application = QCoreApplication.instance()
    if application is None:
        return
    if not _kept:
        _kept.append(_Copied(application))
    _kept[0].keep(value)


def forget_copied() -> None:
    """Take a copied value off the clipboard now, as locking and quitting do."""
    for each in _kept:
        each.forget()
