"""What painting rows needs again and again: fonts, icons, signs and laid-out texts of one theme."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPixmap, QStaticText

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets import marks

_MOST_KEPT = 6_000


class RowBrushes:
    """Fonts, colours and icons of one theme, and the texts laid out with them."""

    def __init__(self, look: theme.Theme, ratio: float) -> None:
        self.look = look
        self.ratio = ratio
        self.fonts = {name: look.font(name) for name in ("body", "bodyStrong", "caption")}
        self.avatar_side = look.size("avatarSmall")
        self.icon_side = round(14 * max(1.0, look.text_scale))
        self.ring_side = round(11 * max(1.0, look.text_scale))
        self.metrics = {name: QFontMetrics(font) for name, font in self.fonts.items()}
        self._texts: dict[tuple[str, int, str], tuple[QStaticText, float, float]] = {}
        self._pixmaps: dict[tuple[str, str, int], QPixmap] = {}
        self._avatars: dict[str, QPixmap] = {}

    def size_differs(self) -> bool:
        """Say whether the theme's texts have another size by now."""
        return self.fonts["body"].pixelSize() != self.look.font("body").pixelSize()

    def text(self, text: str, width: int, font: str) -> tuple[QStaticText, float, float]:
        """Answer a text laid out to a width, elided where it is too long, and its size."""
        key = (text, width, font)
        found = self._texts.get(key)
        if found is None:
            if len(self._texts) > _MOST_KEPT:
                self._texts.clear()
            fitted = self.metrics[font].elidedText(text, Qt.TextElideMode.ElideRight, width)
            laid = QStaticText(fitted)
            laid.setTextFormat(Qt.TextFormat.PlainText)
            laid.prepare(font=self.fonts[font])
            size = laid.size()
            found = self._texts[key] = (laid, size.width(), size.height())
        return found

    def avatar(self, name: str) -> QPixmap:
        """Answer a person's round sign as it is painted."""
        found = self._avatars.get(name)
        if found is None:
            if len(self._avatars) > _MOST_KEPT:
                self._avatars.clear()
            side = round(self.avatar_side * self.ratio)
            found = QPixmap(side, side)
            found.setDevicePixelRatio(self.ratio)
            found.fill(Qt.GlobalColor.transparent)
            painter = QPainter(found)
            marks.paint_avatar(painter, QRectF(0, 0, self.avatar_side, self.avatar_side), name)
            painter.end()
            self._avatars[name] = found
        return found

    def pixmap(self, icon: str, role: str, size: int) -> QPixmap:
        """Answer an icon as it is painted."""
        key = (icon, role, size)
        found = self._pixmaps.get(key)
        if found is None:
            drawn = self.look.icon(icon, role).pixmap(QSize(size, size), self.ratio)
            found = self._pixmaps[key] = drawn
        return found


def row_height() -> int:
    """Answer the height of a row: it grows with the text."""
    look = theme.current()
    return max(look.size("row"), QFontMetrics(look.font("body")).height() + 16)
