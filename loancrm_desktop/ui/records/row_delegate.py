"""Paints a customer's row: avatar and name, need, stage, time used, next step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from loancrm_desktop.services.customer_list import CustomerRow
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.records.table_model import RowsTableModel
from loancrm_desktop.ui.widgets import marks

_PAD = 10
_AVATAR = 22

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class _Cell:
    painter: QPainter
    place: QRect
    row: CustomerRow
    selected: bool


class RowNames(Protocol):
    """What the delegate asks of the office's words."""

    def stage_name(self, key: str | None) -> str:
        """Name a stage."""
        ...

    def person_name(self, person_id: int | None) -> str:
        """Name a person."""
        ...


class CustomerRowDelegate(QStyledItemDelegate):
    """Paints cells flat: one look at the row object, no further questions to the model."""

    def __init__(
        self,
        names: RowNames,
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._names = names
        self._now = now
        self._painters: dict[str, Callable[[_Cell], None]] = {
            "check": self._paint_check,
            "name": self._paint_name,
            "amount": self._paint_amount,
            "stage": self._paint_stage,
            "dwell": self._paint_dwell,
            "owner": self._paint_owner,
        }

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Answer the one row height."""
        return QSize(super().sizeHint(option, index).width(), theme.current().size("row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        model = index.model()
        if not isinstance(model, RowsTableModel):
            return
        key = model.columns[index.column()].key
        place: QRect = option.rect  # type: ignore[attr-defined] - the stubs leave it out
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined] - the stubs leave it out
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        self._paint_ground(painter, place, state, first=index.column() == 0)
        row = model.row_at(index.row())
        inner = place.adjusted(_PAD, 0, -_PAD, 0)
        if row is None:
            self._paint_skeleton(painter, inner)
        elif key in self._painters:
            self._painters[key](_Cell(painter, inner, row, selected))
        else:
            self._paint_text(painter, inner, str(index.data() or ""), model, index.column())
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, place: QRect, state: QStyle.StateFlag, *, first: bool
    ) -> None:
        look = theme.current()
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        role = "surfaceSelected" if selected else "surfaceHover" if hovered else "surface"
        painter.fillRect(place, look.colour(role))
        under = QRect(place.left(), place.bottom(), place.width(), 1)
        painter.fillRect(under, look.colour("borderSubtle"))
        if selected and first:
            painter.fillRect(
                QRect(place.left(), place.top(), 3, place.height()), look.colour("accent")
            )

    def _paint_skeleton(self, painter: QPainter, place: QRect) -> None:
        bar = QRect(place.left(), place.center().y() - 5, max(12, place.width() * 2 // 3), 10)
        painter.fillRect(bar, theme.current().colour("skeleton"))

    def _paint_text(
        self, painter: QPainter, place: QRect, text: str, model: RowsTableModel, column: int
    ) -> None:
        look = theme.current()
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("textSecondary"))
        side = (
            Qt.AlignmentFlag.AlignRight
            if model.columns[column].right
            else Qt.AlignmentFlag.AlignLeft
        )
        _draw_elided(painter, place, text, side)

    def _paint_check(self, cell: _Cell) -> None:
        painter, place = cell.painter, cell.place
        look = theme.current()
        box = QRectF(place.left() + 2, place.center().y() - 7.5, 15, 15)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("accent" if cell.selected else "borderStrong"), 1))
        painter.setBrush(look.colour("accent" if cell.selected else "surface"))
        painter.drawRoundedRect(box, 3, 3)
        if cell.selected:
            look.icon("check", "textOnAccent").paint(painter, box.toRect().adjusted(1, 1, 0, 0))

    def _paint_name(self, cell: _Cell) -> None:
        painter, place = cell.painter, cell.place
        look = theme.current()
        sign = QRectF(place.left(), place.center().y() - _AVATAR / 2 + 0.5, _AVATAR, _AVATAR)
        marks.paint_avatar(painter, sign, cell.row.name)
        painter.setFont(look.font("bodyStrong"))
        painter.setPen(look.colour("text"))
        _draw_elided(painter, place.adjusted(_AVATAR + 8, 0, 0, 0), cell.row.name)

    def _paint_amount(self, cell: _Cell) -> None:
        painter, place = cell.painter, cell.place
        look = theme.current()
        painter.setFont(look.font("bodyStrong"))
        painter.setPen(look.colour("text"))
        _draw_elided(painter, place, amount_text(cell.row), Qt.AlignmentFlag.AlignRight)

    def _paint_stage(self, cell: _Cell) -> None:
        painter, place = cell.painter, cell.place
        if cell.row.deal_stage:
            name = self._names.stage_name(cell.row.deal_stage)
            marks.paint_stage(painter, place, cell.row.deal_stage, name, bordered=cell.selected)

    def _paint_dwell(self, cell: _Cell) -> None:
        painter, place = cell.painter, cell.place
        dwell = marks.dwell_of(cell.row.deal_stage_entered_at, cell.row.deal_due_at, self._now())
        if dwell is not None:
            marks.paint_dwell(painter, place, dwell)

    def _paint_owner(self, cell: _Cell) -> None:
        painter, place = cell.painter, cell.place
        name = self._names.person_name(cell.row.owner_id)
        if name:
            sign = QRectF(place.left(), place.center().y() - _AVATAR / 2 + 0.5, _AVATAR, _AVATAR)
            marks.paint_avatar(painter, sign, name)
            painter.setFont(theme.current().font("body"))
            painter.setPen(theme.current().colour("textSecondary"))
            _draw_elided(painter, place.adjusted(_AVATAR + 6, 0, 0, 0), name)


def amount_text(row: CustomerRow) -> str:
    """Say a customer's wanted amount in 万 with one place, the unit being in the column head."""
    fen = row.deal_amount_fen if row.deal_amount_fen is not None else row.requested_amount_fen
    return "" if fen is None else f"{fen / 1_000_000:,.1f}"


def _draw_elided(
    painter: QPainter,
    place: QRect,
    text: str,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    fitted = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, fitted)
