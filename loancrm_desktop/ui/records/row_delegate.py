"""Paints the rows of the customer list, column by column, at the speed of a scrolling hand.

What is drawn a thousand times a second is kept: fonts, colours and icons of the theme in force
(thrown away when another theme comes) and the laid-out texts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from loancrm_desktop.services.customer_table import NEXT_STEP, TableRow
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.records.cell_texts import CellTexts, amount_text, dwell_words, phone_text
from loancrm_desktop.ui.records.list_columns import CHECK, NAME
from loancrm_desktop.ui.records.row_brushes import RowBrushes, row_height
from loancrm_desktop.ui.records.table_model import Column
from loancrm_desktop.ui.widgets import marks
from loancrm_desktop.ui.widgets.tag_chips import paint_tags

PAD = 8
BOX = 16
PENCIL = 22
_CREDIT_MARKS = {
    "good": ("check-circle", "success", "textSecondary"),
    "overdue": ("alert", "warning", "warningText"),
    "unknown": ("help", "neutral", "textTertiary"),
}

Index = QModelIndex | QPersistentModelIndex


class RowNames(Protocol):
    """What a painter asks of the office's words."""

    def stage_name(self, key: str | None) -> str:
        """Name a stage."""
        ...

    def person_name(self, person_id: int | None) -> str:
        """Name a person."""
        ...


@dataclass(slots=True)
class ShownRow:
    """One row as it is to be painted; `row` is None while it is on its way."""

    top: int
    row: TableRow | None
    ticked: bool = False
    current: bool = False
    hovered: bool = False


@dataclass(slots=True)
class ShownColumn:
    """One column as it is to be painted."""

    left: int
    width: int
    column: Column


class RowPainter:
    """Paints rows for a view and for the pinned column beside it."""

    def __init__(self, texts: CellTexts, special: Collection[str] | None = None) -> None:
        """Paint rows.

        Args:
            texts: what the cells say.
            special: the columns painted in ways of their own; None for all that customers have.
        """
        self._texts = texts
        self._brushes: RowBrushes | None = None
        self._painters: dict[str, Callable[[QPainter, QRect, ShownRow, TableRow], None]] = {
            CHECK: self._paint_check,
            NAME: self._paint_name,
            "phone": self._paint_phone,
            "product_type": self._paint_product,
            "requested_amount": self._paint_amount,
            "deal_stage": self._paint_stage,
            "credit_standing": self._paint_credit,
            "deal_stage_entered_at": self._paint_dwell,
            "owner": self._paint_owner,
            NEXT_STEP: self._paint_step,
            "tags": self._paint_tags,
        }
        if special is not None:
            ways = self._painters
            self._painters = {key: ways[key] for key in ways if key in special}

    def paint(
        self,
        painter: QPainter,
        rows: Sequence[ShownRow],
        columns: Sequence[ShownColumn],
        height: int,
    ) -> None:
        """Paint rows: first the ground of all, then one column after the other."""
        self._look_up(painter)
        if not columns:
            return
        left, right = columns[0].left, columns[-1].left + columns[-1].width
        for shown in rows:
            self._paint_ground(painter, QRect(left, shown.top, right - left, height), shown)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at in columns:
            paint = self._painters.get(at.column.key)
            for shown in rows:
                place = QRect(at.left + PAD, shown.top, at.width - 2 * PAD, height)
                if shown.row is None:
                    self._paint_skeleton(painter, place, at.column)
                elif paint is not None:
                    paint(painter, place, shown, shown.row)
                else:
                    self._paint_plain(painter, place, shown.row, at.column)

    def paint_pencil(self, painter: QPainter, place: QRect, *, at_left: bool) -> None:
        """Paint the mark that says a cell can be changed where it stands."""
        look = theme.current()
        box = pencil_place(place, at_left=at_left)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("border"), 1))
        painter.setBrush(look.colour("surface"))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        self._paint_icon(painter, QPointF(box.left() + 4, box.top() + 4), "edit", "textSecondary")

    def paint_ring(self, painter: QPainter, place: QRect) -> None:
        """Paint the ring around the cell the keyboard is on."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.current().colour("focusRing"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(place).adjusted(1, 1, -1, -2), 3, 3)

    def is_cut(self, row: TableRow, column: Column, width: int) -> bool:
        """Say whether a cell shows less than its text."""
        if self._brushes is None:
            return False
        avatar = self._brushes.avatar_side + 8 if column.key == NAME else 0
        room = width - 2 * PAD - avatar
        wanted = self._brushes.metrics["body"].horizontalAdvance(self._texts(row, column.key))
        return wanted > room

    def _look_up(self, painter: QPainter) -> None:
        look, device = theme.current(), painter.device()
        ratio = device.devicePixelRatioF() if isinstance(device, QWidget | QPixmap) else 1.0
        kept = self._brushes
        if kept is None or (kept.look, kept.ratio) != (look, ratio) or kept.size_differs():
            self._brushes = RowBrushes(look, ratio)

    @property
    def _kept(self) -> RowBrushes:
        if self._brushes is None:
            self._brushes = RowBrushes(theme.current(), 1.0)
        return self._brushes

    def _paint_ground(self, painter: QPainter, place: QRect, shown: ShownRow) -> None:
        look = self._kept.look
        chosen = shown.ticked or shown.current
        if chosen:
            role = "surfaceSelectedHover" if shown.hovered else "surfaceSelected"
        else:
            role = "surfaceHover" if shown.hovered else "surface"
        painter.fillRect(place, look.colour(role))
        under = QRect(place.left(), place.bottom(), place.width(), 1)
        painter.fillRect(under, look.colour("borderSubtle"))
        if shown.current and place.left() <= 0:
            painter.fillRect(QRect(0, place.top(), 3, place.height()), look.colour("accent"))

    def _paint_skeleton(self, painter: QPainter, place: QRect, column: Column) -> None:
        if column.key == CHECK:
            return
        middle, colour = place.center().y(), self._kept.look.colour("skeleton")
        if column.key == NAME:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            side = self._kept.avatar_side
            painter.drawEllipse(QRectF(place.left() - 4, middle - side / 2, side, side))
            place = place.adjusted(side + 4, 0, 0, 0)
        bar = QRect(place.left(), middle - 5, max(12, place.width() * 2 // 3), 10)
        painter.fillRect(bar, colour)

    def _draw(
        self,
        painter: QPainter,
        place: QRect,
        text: str,
        style: tuple[str, QColor],
        *,
        right: bool = False,
    ) -> float:
        """Draw a text in a font and colour, in the middle of a place; answers its width."""
        if not text or place.width() <= 0:
            return 0.0
        font, colour = style
        laid, width, height = self._kept.text(text, place.width(), font)
        painter.setFont(self._kept.fonts[font])
        painter.setPen(colour)
        left = place.right() + 1 - width if right else place.left()
        painter.drawStaticText(
            QPointF(left, place.top() + round((place.height() - height) / 2)), laid
        )
        return width

    def _paint_plain(self, painter: QPainter, place: QRect, row: TableRow, column: Column) -> None:
        style = ("body", self._kept.look.colour("textSecondary"))
        self._draw(painter, place, self._texts.plain(row, column.key), style, right=column.right)

    def _paint_icon(self, painter: QPainter, at: QPointF, icon: str, role: str) -> None:
        painter.drawPixmap(at, self._kept.pixmap(icon, role, self._kept.icon_side))

    def _paint_mark(self, painter: QPainter, place: QRect, icon: str, role: str) -> QRect:
        """Paint an icon left in a place; answers the room behind it."""
        side = self._kept.icon_side
        top = place.center().y() - side // 2 + 1
        self._paint_icon(painter, QPointF(place.left(), top), icon, role)
        return place.adjusted(side + 4, 0, 0, 0)

    def _paint_check(self, painter: QPainter, place: QRect, shown: ShownRow, row: TableRow) -> None:
        del row
        box = QRect(place.left() + 6, place.center().y() - BOX // 2 + 1, BOX, BOX)
        paint_box(painter, box, Qt.CheckState.Checked if shown.ticked else Qt.CheckState.Unchecked)

    def _paint_name(self, painter: QPainter, place: QRect, shown: ShownRow, row: TableRow) -> None:
        del shown
        side = self._kept.avatar_side
        top = place.center().y() - side // 2 + 1
        painter.drawPixmap(place.left() - 4, top, self._kept.avatar(row.name))
        style = ("bodyStrong", self._kept.look.colour("text"))
        self._draw(painter, place.adjusted(side + 4, 0, 4, 0), row.name, style)

    def _paint_phone(self, painter: QPainter, place: QRect, shown: ShownRow, row: TableRow) -> None:
        del shown
        style = ("body", self._kept.look.colour("textSecondary"))
        self._draw(painter, place, phone_text(row), style)

    def _paint_product(
        self, painter: QPainter, place: QRect, shown: ShownRow, row: TableRow
    ) -> None:
        del shown
        self._draw_two(painter, place, self._texts.product(row), 0.45)

    def _draw_two(
        self, painter: QPainter, place: QRect, parts: tuple[str, str], share: float
    ) -> None:
        """Draw a text and a quieter one behind it, whole or not at all.

        Args:
            painter: what paints.
            place: where.
            parts: the text and the quieter one.
            share: how much of the place the quieter one may claim.
        """
        look, (first, second) = self._kept.look, parts
        behind = self._kept.metrics["body"].horizontalAdvance(second) + 6 if second else 0
        room = place.adjusted(0, 0, -behind if behind < place.width() * share else 0, 0)
        used = self._draw(painter, room, first, ("body", look.colour("text")))
        if second and used + behind <= place.width() + 1:
            rest = place.adjusted(int(used) + 6, 0, 1, 0)
            self._draw(painter, rest, second, ("body", look.colour("textTertiary")))

    def _paint_amount(
        self, painter: QPainter, place: QRect, shown: ShownRow, row: TableRow
    ) -> None:
        del shown
        style = ("bodyStrong", self._kept.look.colour("text"))
        self._draw(painter, place, amount_text(row), style, right=True)

    def _paint_stage(self, painter: QPainter, place: QRect, shown: ShownRow, row: TableRow) -> None:
        if not row.deal_stage:
            return
        look = self._kept.look
        colours = look.stage(row.deal_stage)
        name, caption = self._texts.stage(row), self._kept.metrics["caption"]
        width = min(caption.horizontalAdvance(name) + 26, place.width())
        high = max(20, caption.height() + 4)
        badge = QRectF(place.left(), place.center().y() - high / 2 + 1, width, high)
        chosen = shown.ticked or shown.current
        painter.setPen(QPen(colours.border, 1) if chosen else Qt.PenStyle.NoPen)
        painter.setBrush(colours.soft)
        painter.drawRoundedRect(badge, 4, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.solid)
        painter.drawEllipse(QRectF(badge.left() + 7, badge.center().y() - 3.5, 7, 7))
        inner = badge.toRect().adjusted(19, 0, -4, 0)
        self._draw(painter, inner, name, ("caption", colours.text))

    def _paint_credit(
        self, painter: QPainter, place: QRect, shown: ShownRow, row: TableRow
    ) -> None:
        del shown
        text = self._texts.credit(row)
        if text:
            icon, mark, role = _CREDIT_MARKS.get(row.credit_standing or "", _CREDIT_MARKS["good"])
            rest = self._paint_mark(painter, place, icon, mark)
            self._draw(painter, rest, text, ("body", self._kept.look.colour(role)))

    def _paint_dwell(self, painter: QPainter, place: QRect, shown: ShownRow, row: TableRow) -> None:
        del shown
        dwell = self._texts.dwell(row)
        if dwell is not None:
            side = self._kept.ring_side
            ring = QRectF(place.left(), place.center().y() - side // 2, side, side)
            marks.paint_limit(painter, ring, dwell.state)
            style = ("body", marks.limit_colour(dwell.state))
            self._draw(painter, place.adjusted(side + 5, 0, 4, 0), dwell_words(dwell), style)

    def _paint_owner(self, painter: QPainter, place: QRect, shown: ShownRow, row: TableRow) -> None:
        del shown
        name = self._texts.owner(row)
        if not name:
            return
        side = self._kept.avatar_side
        top = place.center().y() - side // 2 + 1
        painter.drawPixmap(place.left(), top, self._kept.avatar(name))
        rest = place.adjusted(side + 6, 0, 0, 0)
        if rest.width() > 30:
            self._draw(painter, rest, name, ("body", self._kept.look.colour("textSecondary")))

    def _paint_tags(self, painter: QPainter, place: QRect, shown: ShownRow, row: TableRow) -> None:
        del shown
        if row.tags:
            paint_tags(painter, place, row.tags)

    def _paint_step(self, painter: QPainter, place: QRect, shown: ShownRow, row: TableRow) -> None:
        del shown
        step = self._texts.step(row)
        if step is not None:
            self._draw_two(painter, place, step, 0.65)
            return
        rest = self._paint_mark(painter, place, "alert", "warning")
        style = ("body", self._kept.look.colour("warningText"))
        self._draw(painter, rest, self._texts(row, NEXT_STEP), style)


class RowDelegate(QStyledItemDelegate):
    """Answers what Qt asks of a delegate; the painting is the view's, a whole screen at once."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Answer the one row height."""
        return QSize(super().sizeHint(option, index).width(), row_height())


def pencil_place(cell: QRect, *, at_left: bool = False) -> QRect:
    """Answer where in a cell the pencil stands: off the text, which may be at the right."""
    middle = cell.center().y()
    if at_left:
        return QRect(cell.left() + 2, middle - PENCIL // 2, PENCIL, PENCIL)
    return QRect(cell.right() - PENCIL - 2, middle - PENCIL // 2, PENCIL, PENCIL)


def paint_box(painter: QPainter, box: QRect, state: Qt.CheckState) -> None:
    """Paint a check box: empty, ticked, or with the bar of `some of them`."""
    look = theme.current()
    on = state != Qt.CheckState.Unchecked
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colour("accent" if on else "borderStrong"), 1))
    painter.setBrush(look.colour("accent" if on else "surface"))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    if not on:
        return
    painter.setPen(QPen(look.colour("textOnAccent"), 1.8, c=Qt.PenCapStyle.RoundCap))
    middle = QRectF(box).center()
    if state == Qt.CheckState.PartiallyChecked:
        painter.drawLine(QPointF(middle.x() - 4, middle.y()), QPointF(middle.x() + 4, middle.y()))
        return
    painter.drawPolyline(
        [
            QPointF(middle.x() - 3.8, middle.y() + 0.2),
            QPointF(middle.x() - 1.2, middle.y() + 2.8),
            QPointF(middle.x() + 3.8, middle.y() - 2.6),
        ]
    )
