"""Tags in one line: as many as fit, then how many more there are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from loancrm_desktop.texts import listed, tr
from loancrm_desktop.ui import theme

_PADDING = 6
_GAP = 4
_WIDEST = 140


def fitting_tags(tags: Sequence[str], width: int) -> tuple[list[str], int]:
    """Answer the tags that fit into a width, elided where one is long, and how many do not."""
    metrics = QFontMetrics(theme.current().font("caption"))
    shown: list[str] = []
    left = width
    for place, tag in enumerate(tags):
        words = metrics.elidedText(tag, Qt.TextElideMode.ElideRight, _WIDEST)
        more = len(tags) - place - 1
        kept = _chip_width(metrics, f"+{more}") + _GAP if more else 0
        needed = _chip_width(metrics, words)
        if needed + kept > left:
            break
        shown.append(words)
        left -= needed + _GAP
    if not shown and tags and len(tags) == 1:
        room = max(0, width - 2 * _PADDING)
        shown.append(metrics.elidedText(tags[0], Qt.TextElideMode.ElideRight, room))
    return shown, len(tags) - len(shown)


def paint_tags(painter: QPainter, place: QRect, tags: Sequence[str]) -> int:
    """Paint tags from the left of a place; answers the width they took."""
    look = theme.current()
    metrics = QFontMetrics(look.font("caption"))
    shown, more = fitting_tags(tags, place.width())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(look.font("caption"))
    height = look.size("badge")
    left = place.left()
    for words in (*shown, f"+{more}") if more else shown:
        width = _chip_width(metrics, words)
        chip = QRectF(left + 0.5, place.center().y() - height / 2 + 0.5, width - 1, height - 1)
        painter.setPen(QPen(look.colour("neutralBorder"), 1))
        painter.setBrush(look.colour("surface"))
        painter.drawRoundedRect(chip, 4, 4)
        painter.setPen(look.colour("textSecondary"))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, words)
        left += width + _GAP
    return left - place.left()


class TagChips(QWidget):
    """Tags as a widget; the tip names all of them when some are not seen."""

    def __init__(self, tags: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tags: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_tags(tags)

    def show_tags(self, tags: Sequence[str]) -> None:
        """Show other tags."""
        self._tags = tuple(tags)
        self.setAccessibleName(
            tr("Tags: {tags}", tags=listed(self._tags)) if self._tags else tr("No tags")
        )
        self.updateGeometry()
        self._tell()
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for room for all tags."""
        metrics = QFontMetrics(theme.current().font("caption"))
        wide = sum(
            _chip_width(metrics, metrics.elidedText(tag, Qt.TextElideMode.ElideRight, _WIDEST))
            + _GAP
            for tag in self._tags
        )
        return QSize(min(wide, 4 * _WIDEST), theme.current().size("badge") + 2)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt names it so
        """Give way down to the count."""
        return QSize(48 if self._tags else 0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name in the tip what no longer fits."""
        super().resizeEvent(event)
        self._tell()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tags."""
        super().paintEvent(event)
        painter = QPainter(self)
        paint_tags(painter, self.rect(), self._tags)
        painter.end()

    def _tell(self) -> None:
        shown, more = fitting_tags(self._tags, self.width())
        cut = more or list(self._tags) != shown
        self.setToolTip("\n".join(self._tags[:40]) if cut else "")


def _chip_width(metrics: QFontMetrics, words: str) -> int:
    return metrics.horizontalAdvance(words) + 2 * _PADDING
