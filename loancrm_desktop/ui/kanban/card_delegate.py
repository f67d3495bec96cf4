"""Paints a card of the board: who, how much, time used, what comes next, who works on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QHelpEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from loancrm_desktop.services.board_cards import CardMarks
from loancrm_desktop.services.deals import DealCard
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.kanban import card_facts, card_marks
from loancrm_desktop.ui.kanban.column_model import NO_MARKS, step_state
from loancrm_desktop.ui.records.row_delegate import RowNames
from loancrm_desktop.ui.widgets import marks

GAP = 6
_AVATAR = 22
_PAD = 8
_FADED = 0.45
_RADIUS = 6
MOST_PICTURES = 240
_UNITS = (timedelta(days=1), timedelta(hours=1))

Index = QModelIndex | QPersistentModelIndex
MARKS_ROLE = Qt.ItemDataRole.UserRole + 1


def card_height(lines: int = len(card_facts.USUAL_LINES)) -> int:
    """Answer how high a card with so many lines of facts is; it grows with the text."""
    look = theme.current()
    each = look.line("body") + card_facts.SPACE
    return 2 * _PAD + look.line("body") + card_facts.SPACE + lines * each + avatar_size()


def avatar_size() -> int:
    """Answer how large a person's sign is on a card."""
    return max(_AVATAR, theme.current().line("caption") + 6)


class CardDelegate(QStyledItemDelegate):
    """Paints the cards of every column.

    Attributes:
        lifted: the card whose place is an empty slot: it is in the hand, or on its way back.
        current: the card the person stands on.
        faded: the stages whose cards are not to be looked at now.
        lines: the facts shown, line by line.
    """

    def __init__(
        self, names: RowNames, now: Callable[[], datetime], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._names = names
        self._now = now
        self.lifted: int | None = None
        self.current: int | None = None
        self.faded: frozenset[str] = frozenset()
        self.lines: card_facts.Lines = card_facts.USUAL_LINES
        self._pictures: dict[object, QPixmap] = {}

    def show_facts(self, facts: Sequence[str]) -> bool:
        """Show other facts on every card; answers whether they are others."""
        lines = card_facts.lines_of(facts)
        if lines == self.lines:
            return False
        self.lines = lines
        self._pictures.clear()
        return True

    @property
    def height(self) -> int:
        """How high a card is."""
        return card_height(len(self.lines))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Answer the one card height."""
        del option, index
        return QSize(140, self.height + GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one card, or the slot it left."""
        card = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(card, DealCard):
            return
        whole: QRect = option.rect  # type: ignore[attr-defined] - the stubs leave it out
        place = card_place(whole)
        if card.id == self.lifted:
            paint_slot(painter, place)
            return
        shown = index.data(MARKS_ROLE)
        ratio = painter.device().devicePixelRatioF()
        picture = self._kept_picture((card, shown or NO_MARKS), place.width(), ratio)
        if card.stage in self.faded:
            painter.setOpacity(_FADED)
            painter.drawPixmap(place.topLeft(), picture)
            painter.setOpacity(1.0)
        else:
            painter.drawPixmap(place.topLeft(), picture)

    def _kept_picture(self, what: tuple[DealCard, CardMarks], width: int, ratio: float) -> QPixmap:
        """Answer a card's picture, painted once as long as nothing it shows is another.

        Between two frames of a drag all cards are painted anew, but none of them has changed.
        """
        card = what[0]
        lifted = card.id == self.current
        person = self._names.person_name(card.handler_id or card.owner_id)
        size = (width, ratio, lifted)
        key = (what, size, person, id(theme.current()), self._now(), current_language())
        found = self._pictures.pop(key, None)
        if found is None:
            found = self.picture(what, width, ratio, lifted=lifted)
        self._pictures[key] = found  # the last one used stands last
        if len(self._pictures) > MOST_PICTURES:
            del self._pictures[next(iter(self._pictures))]
        return found

    def paint_card(
        self,
        painter: QPainter,
        place: QRect,
        what: tuple[DealCard, CardMarks],
        *,
        lifted: bool = False,
    ) -> None:
        """Paint a card with its marks into a place; lifted while it is current or dragged."""
        card, shown = what
        look = theme.current()
        dwell = self._dwell(card)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5)
        late = dwell is not None and dwell.state == "breached"
        if lifted:
            box = box.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(look.colour("accent" if lifted else "border"), 2 if lifted else 1))
        painter.setBrush(look.colour("surface"))
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        if late and not lifted:
            painter.save()
            painter.setClipRect(QRect(place.left(), place.top(), 3, place.height()))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("danger"))
            painter.drawRoundedRect(QRectF(place), _RADIUS, _RADIUS)
            painter.restore()
        inner = place.adjusted(11, _PAD, -10, -_PAD)
        self._paint_words(painter, inner, card, shown)
        self._paint_foot(painter, inner, what, dwell)

    def _paint_words(
        self, painter: QPainter, inner: QRect, card: DealCard, shown: CardMarks
    ) -> None:
        look = theme.current()
        line = look.line("body")
        first = QRect(inner.left(), inner.top(), inner.width(), line)
        card_marks.paint_priority(painter, first, shown.level)
        first.setRight(first.right() - (card_marks.MARK + 4 if shown.level else 0))
        painter.setFont(look.font("bodyStrong"))
        painter.setPen(look.colour("text"))
        _text(painter, first, card.customer_name)
        now = self._now()
        state = card_facts.state_of((card, shown), now)
        top = inner.top()
        for facts in self.lines:
            top += line + card_facts.SPACE
            texts = [
                (fact, card_facts.fact_text(fact, (card, shown), self._names, now))
                for fact in facts
            ]
            card_facts.paint_line(painter, QRect(inner.left(), top, inner.width(), line), texts,
                                  state)  # fmt: skip

    def _paint_foot(
        self,
        painter: QPainter,
        inner: QRect,
        what: tuple[DealCard, CardMarks],
        dwell: marks.Dwell | None,
    ) -> None:
        card, shown = what
        height = size = avatar_size()
        foot = QRect(inner.left(), inner.bottom() - height + 1, inner.width(), height)
        right = foot.right() + 1
        sign = QRectF(right - size, foot.center().y() - size / 2 + 1, size, size)
        name = self._names.person_name(card.handler_id or card.owner_id)
        if name:
            marks.paint_avatar(painter, sign, name)
        else:
            _paint_nobody(painter, sign)
        right -= size + 6
        if card.outcome == "open":
            step = QRect(right - 16, foot.top(), 16, foot.height())
            card_marks.paint_step(painter, step, step_state(shown, self._now()))
            right -= 22
        if dwell is not None:
            foot.setRight(right)
            marks.paint_dwell(painter, foot, _fitting(painter, foot.width() - 16, dwell))

    def _dwell(self, card: DealCard) -> marks.Dwell | None:
        if card.outcome != "open":
            return None
        return marks.dwell_of(card.stage_entered_at, card.due_at, self._now())

    def picture(
        self,
        what: tuple[DealCard, CardMarks],
        width: int,
        ratio: float,
        *,
        lifted: bool = True,
    ) -> QPixmap:
        """Paint a card as a picture, such as the one that is dragged."""
        size = QSize(width, self.height)
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint_card(painter, QRect(0, 0, width, size.height()), what, lifted=lifted)
        painter.end()
        return pixmap

    def words(self, card: DealCard, shown: CardMarks | None) -> str:
        """Say a card in full: for the tip, and for those who do not see its marks."""
        shown = shown or NO_MARKS
        dwell = self._dwell(card)
        person = self._names.person_name(card.handler_id or card.owner_id)
        now = self._now()
        facts = [fact for line in self.lines for fact in line if fact != card_facts.STEP]
        parts = [
            card.customer_name,
            *(card_facts.fact_text(fact, (card, shown), self._names, now) for fact in facts),
            "" if dwell is None else dwell.spoken,
            card_marks.step_words(step_state(shown, self._now())) if card.outcome == "open" else "",
            card_marks.level_words(shown.level),
            person or tr("nobody works on it"),
        ]
        return " · ".join(part for part in parts if part)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Show a card in words while the pointer rests on it."""
        card = index.data(Qt.ItemDataRole.UserRole)
        if event.type() != QEvent.Type.ToolTip or not isinstance(card, DealCard):
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), self.words(card, index.data(MARKS_ROLE)), view)
        return True


def _fitting(painter: QPainter, width: int, dwell: marks.Dwell) -> marks.Dwell:
    """Answer the time in stage in fewer units where there is no room for two."""
    painter.setFont(theme.current().font("caption"))
    metrics = painter.fontMetrics()
    if metrics.horizontalAdvance(dwell.text) <= width:
        return dwell
    unit = next((unit for unit in _UNITS if dwell.spent >= unit), timedelta(minutes=1))
    return marks.Dwell(dwell.state, unit * (dwell.spent // unit))


def card_place(item: QRect) -> QRect:
    """Answer where in its item a card lies."""
    return item.adjusted(6, GAP // 2, -6, -GAP // 2)


def paint_slot(painter: QPainter, place: QRect) -> None:
    """Paint the dashed gap a card leaves."""
    look = theme.current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colour("borderStrong"), 1, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
    painter.restore()


def _paint_nobody(painter: QPainter, sign: QRectF) -> None:
    look = theme.current()
    painter.setPen(QPen(look.colour("borderStrong"), 1, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(sign.adjusted(0.5, 0.5, -0.5, -0.5))
    plus = sign.adjusted(5, 5, -5, -5).toRect()
    look.icon("plus", "textTertiary", 12).paint(painter, plus)


def _text(painter: QPainter, place: QRect, text: str) -> int:
    """Paint a text, shortened where there is no room; answers its width."""
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
    return metrics.horizontalAdvance(shown)
