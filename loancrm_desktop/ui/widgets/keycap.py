"""The little marks that name a key, alone or at the end of a button."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.icon_mark import drawn_side

_PADDING = 5
_SIGNS = {"Return": "Enter", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}
"""What stands on the keys, where Qt writes the key's name."""


def keys_shown(keys: str) -> str:
    """Answer a shortcut as this computer writes it: `Ctrl K`, or `⌘K` on a Mac."""
    native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) or keys
    if len(native) < 2 or native.endswith("+"):
        return native
    return " ".join(_SIGNS.get(key, key) for key in native.split("+"))


def keycap_size(text: str) -> QSize:
    """Answer the room a key mark takes."""
    metrics = QFontMetrics(theme.current().font("caption"))
    width = max(metrics.horizontalAdvance(text) + 2 * _PADDING, metrics.height())
    return QSize(width, metrics.height() + 2)


def paint_keycap(painter: QPainter, place: QRect, text: str, *, on_accent: bool = False) -> None:
    """Paint a key mark in the middle of a place."""
    look = theme.current()
    size = keycap_size(text)
    cap = QRectF(0, 0, size.width() - 1, size.height() - 1)
    cap.moveCenter(QRectF(place).center())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colour("textOnAccent" if on_accent else "neutralBorder"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush if on_accent else look.colour("surface"))
    painter.drawRoundedRect(cap, 3, 3)
    painter.setFont(look.font("caption"))
    painter.setPen(look.colour("textOnAccent" if on_accent else "textTertiary"))
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, text)


class KeyCap(QWidget):
    """One shortcut as a small mark, for status lines and empty search boxes."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._text = ""
        self.show_keys(keys)

    @property
    def text(self) -> str:
        """The keys as shown."""
        return self._text

    def show_keys(self, keys: str) -> None:
        """Name other keys, written as for QKeySequence: `Ctrl+K`."""
        self._text = keys_shown(keys)
        self.setAccessibleName(self._text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Answer the mark's own size."""
        return keycap_size(self._text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the mark."""
        super().paintEvent(event)
        painter = QPainter(self)
        paint_keycap(painter, self.rect(), self._text)
        painter.end()


class KeyedButton(QPushButton):
    """A button that names its shortcut at its right end."""

    def __init__(
        self, text: str, keys: str, *, kind: str = "", icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(f" {text}" if icon else text, parent)
        self._keys = keys_shown(keys)
        if kind:
            self.setProperty("kind", kind)
        if icon:
            role = "textOnAccent" if kind == "primary" else "text"
            self.setIcon(theme.current().icon(icon, role, drawn_side(16)))
            self.setIconSize(QSize(drawn_side(16), drawn_side(16)))
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(f"{text} ({self._keys})")

    def sizeHint(self) -> QSize:
        """Ask for room for the key mark too."""
        return super().sizeHint() + QSize(keycap_size(self._keys).width() + 8, 0)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt names it so
        """Never let text and mark lie upon each other."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button as usual, its words a little to the left, then the key mark."""
        del event
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        cap = keycap_size(self._keys).width()
        whole = self.rect()
        option.rect = whole.adjusted(0, 0, -cap - 8, 0)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)
        place = QRect(whole.right() - cap - 11, whole.top(), cap, whole.height())
        primary = self.property("kind") == "primary" and self.isEnabled()
        paint_keycap(painter, place, self._keys, on_accent=primary)
        painter.end()
