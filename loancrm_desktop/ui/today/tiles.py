"""The figures above the queue; each leads to its group."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QWidget

from loancrm_desktop.services.today import GROUPS
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.today import item_words
from loancrm_desktop.ui.widgets.parts import row

_INKS = {"overdue": "danger", "limit": "danger", "new": "accentText", "today": "warning"}
_WHERE_ANY = frozenset({"limit", "approval"})
"""Figures that are there only where there is something: most people never have one."""
_LEFT = 16
_GAP = 12


class Tiles(QFrame):
    """A row of figures.

    Signals:
        chosen: a figure was pressed (its group's key).
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "header")
        self.tiles = {key: _Figure(key) for key in GROUPS}
        for tile in self.tiles.values():
            tile.clicked.connect(self._on_tile_clicked)
        self.setLayout(row(*self.tiles.values(), spacing=0))
        for key in _WHERE_ANY:
            self.tiles[key].hide()

    def show_figures(self, counts: Mapping[str, int], hints: Mapping[str, str]) -> None:
        """Show how many items each group has, and its second line."""
        for key, tile in self.tiles.items():
            tile.show_figure(counts.get(key, 0), hints.get(key, ""))
            tile.setVisible(key not in _WHERE_ANY or counts.get(key, 0) > 0)

    def _on_tile_clicked(self) -> None:
        tile = self.sender()
        if isinstance(tile, _Figure):
            self.chosen.emit(tile.key)


class _Figure(QAbstractButton):
    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key
        self._count = 0
        self._hint = ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_figure(0, "")

    def show_figure(self, count: int, hint: str) -> None:
        self._count, self._hint = count, hint
        name = item_words.group_name(self.key)
        self.setAccessibleName(f"{name} {count:,}")
        self.setAccessibleDescription(hint)
        self.setToolTip(f"{name}: {count:,}\n{hint}" if hint else f"{name}: {count:,}")
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(120, look.line("body") + look.line("caption") + 28)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt names it so
        return QSize(88, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        look = theme.current()
        painter = QPainter(self)
        place = self.rect()
        if self.underMouse():
            painter.fillRect(place, look.colour("surfaceHover"))
        painter.setFont(look.font("headline"))
        painter.setPen(look.colour(_INKS.get(self.key, "text") if self._count else "textTertiary"))
        number = f"{self._count:,}"
        width = painter.fontMetrics().horizontalAdvance(number)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place.adjusted(_LEFT, 0, 0, 0), middle, number)
        left = _LEFT + width + _GAP
        half = place.height() // 2
        for words, font, ink, words_place in (
            (
                item_words.group_name(self.key),
                "body",
                "text",
                place.adjusted(left, half - look.line("body"), -4, -half),
            ),
            (
                self._hint,
                "caption",
                "textTertiary",
                place.adjusted(left, half, -4, -half + look.line("caption") + 2),
            ),
        ):
            painter.setFont(look.font(font))
            painter.setPen(look.colour(ink))
            fitted = painter.fontMetrics().elidedText(
                words, Qt.TextElideMode.ElideRight, words_place.width()
            )
            painter.drawText(words_place, middle, fitted)
        if self.key != GROUPS[-1]:
            painter.setPen(QPen(look.colour("border"), 1))
            painter.drawLine(place.right(), place.top(), place.right(), place.bottom())
        if self.hasFocus():
            painter.setPen(QPen(look.colour("focusRing"), 2))
            painter.drawRect(place.adjusted(1, 1, -2, -2))
        painter.end()
