"""Paints the list of people: round sign and name, role and access as badges."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from loancrm_desktop.services.people import PersonRow
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.marks import paint_avatar

_AVATAR, _MARGIN, _GAP, _BAR, _PADDING = 22, 12, 8, 3, 7
_BADGES = {"role": ("neutralSoft", "neutralText")}


class PersonDelegate(QStyledItemDelegate):
    """One person a row."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__()
        self._keys = keys

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint a cell."""
        look = theme.current()
        place: QRect = option.rect  # type: ignore[attr-defined] - the stubs leave it out
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined] - the stubs leave it out
        person = index.data(Qt.ItemDataRole.UserRole)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(place, look.colour("surfaceSelected" if selected else "surface"))
        painter.fillRect(
            QRect(place.left(), place.bottom(), place.width(), 1), look.colour("divider")
        )
        if selected and index.column() == 0:
            bar = QRect(place.left(), place.top(), _BAR, place.height())
            painter.fillRect(bar, look.colour("accent"))
        if isinstance(person, PersonRow):
            self._paint_cell(
                painter, place, str(index.data()), (self._keys[index.column()], person)
            )
        painter.restore()

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Ask for the height of a row."""
        return QSize(super().sizeHint(option, index).width(), theme.current().size("row"))

    def _paint_cell(
        self, painter: QPainter, place: QRect, text: str, cell: tuple[str, PersonRow]
    ) -> None:
        key, person = cell
        inner = place.adjusted(_MARGIN, 0, -_GAP, 0)
        if key == "name":
            top = place.top() + (place.height() - _AVATAR) / 2
            paint_avatar(painter, QRectF(inner.left(), top, _AVATAR, _AVATAR), person.name)
            inner.setLeft(inner.left() + _AVATAR + _GAP)
            self._paint_text(painter, inner, text, ("bodyStrong", "text"))
        elif key == "role":
            self._paint_badge(painter, inner, text, _BADGES["role"])
        elif key == "active":
            shades = ("successSoft", "successText") if person.active else (
                "dangerSoft", "dangerText")  # fmt: skip
            self._paint_badge(painter, inner, text, shades)
        else:
            shade = "textSecondary" if person.active else "textTertiary"
            self._paint_text(painter, inner, text, ("body", shade))

    def _paint_text(
        self, painter: QPainter, place: QRect, text: str, style: tuple[str, str]
    ) -> None:
        look = theme.current()
        painter.setFont(look.font(style[0]))
        painter.setPen(look.colour(style[1]))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_badge(
        self, painter: QPainter, place: QRect, text: str, shades: tuple[str, str]
    ) -> None:
        if not text:
            return
        look = theme.current()
        painter.setFont(look.font("caption"))
        metrics = painter.fontMetrics()
        room = place.width() - 2 * _PADDING
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        height = max(look.size("badge"), metrics.height() + 2)
        top = place.top() + (place.height() - height) / 2
        width = metrics.horizontalAdvance(shown) + 2 * _PADDING
        badge = QRectF(place.left(), top, width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(shades[0]))
        painter.drawRoundedRect(badge, 4, 4)
        painter.setPen(look.colour(shades[1]))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, shown)
