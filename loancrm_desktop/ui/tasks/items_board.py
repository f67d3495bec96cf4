"""What month and week have in common: items at their places, moved by hand and by keys."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QToolTip, QWidget

from loancrm_desktop import display
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.services.task_calendar import CalendarItem, TaskCalendar
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.tasks import calendar_words as words
from loancrm_desktop.ui.widgets.announcing import announce

_FORWARD, _BACK = 1, -1
_SIDES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class ItemsBoard(QAbstractScrollArea):
    """Days with their items.

    Signals:
        opened: an item is to be shown (CalendarItem).
        moved: an item goes to another time (CalendarItem, datetime).
        slot_chosen: something new at this time (datetime).
        day_opened: this day alone (date).
        menu_wanted: an item's menu, at a place on the screen (CalendarItem, QPoint).
        turned: the days before (-1) or after (+1).
    """

    opened = Signal(object)
    moved = Signal(object, object)
    slot_chosen = Signal(object)
    day_opened = Signal(object)
    menu_wanted = Signal(object, QPoint)
    turned = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.calendar: TaskCalendar | None = None
        self.cursor_at = display.office_time(system_clock()).replace(
            minute=0, second=0, microsecond=0
        )
        self._current = ""
        self._pressed: tuple[CalendarItem, QPoint] | None = None
        self._dragged: datetime | None = None
        self._places: list[tuple[QRect, CalendarItem]] = []
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.viewport().setMouseTracking(True)

    @property
    def current(self) -> CalendarItem | None:
        """The item the keyboard is on."""
        items = self.calendar.items if self.calendar is not None else ()
        return next((each for each in items if each.key == self._current), None)

    def show_calendar(self, calendar: TaskCalendar) -> None:
        """Show some days."""
        self.calendar = calendar
        if self.current is None:
            self._current = ""
        self.lay_items()
        self.viewport().update()

    def choose(self, key: str) -> None:
        """Stand on an item."""
        self._current = key
        found = self.current
        if found is not None:
            self.cursor_at = display.office_time(found.at)
            said = words.spoken(found, system_clock())
            self.setAccessibleDescription(said)
            announce(self, said)
        self.viewport().update()

    def place_of(self, key: str) -> QRect:
        """Answer where an item stands in the viewport, an empty place for none."""
        return next((place for place, item in self._places if item.key == key), QRect())

    def lay_items(self) -> None:
        """Work out where each item stands."""
        raise NotImplementedError

    def moment_at(self, at: QPoint, item: CalendarItem | None = None) -> datetime | None:
        """Answer the time a place stands for; with the hour of an item where it has none."""
        raise NotImplementedError

    def step_up(self) -> timedelta:
        """Answer how far one step up or down goes."""
        raise NotImplementedError

    def day_place(self, day: date) -> QRect:
        """Answer where a day stands."""
        raise NotImplementedError

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the items their places anew."""
        super().resizeEvent(event)
        self.lay_items()

    def changeEvent(self, event: QEvent) -> None:
        """Lay the items out anew when text changes its size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.lay_items()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk days and items, move the current item with Alt, open with Enter."""
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turned.emit(_FORWARD if key == Qt.Key.Key_PageDown else _BACK)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            self._open_or_add()
        elif key == Qt.Key.Key_Escape and self._dragged is not None:
            self._let_go()
        elif key in _SIDES and held == Qt.KeyboardModifier.AltModifier:
            self._move_by_key(*_SIDES[key])
        elif key in _SIDES and held == Qt.KeyboardModifier.ControlModifier:
            self._step_items(sum(_SIDES[key]))
        elif key in _SIDES and not held:
            self._walk(*_SIDES[key])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose an item, or the time of a place."""
        at = event.position().toPoint()
        found = self.item_at(at)
        if found is not None:
            self.choose(found.key)
            if event.button() == Qt.MouseButton.LeftButton:
                self._pressed = (found, at)
            return
        moment = self.moment_at(at)
        if moment is not None:
            self.cursor_at = moment
            self.choose("")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Take an item along."""
        at = event.position().toPoint()
        if self._pressed is None:
            over = self.item_at(at) is not None
            shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            return
        item, began = self._pressed
        far = (at - began).manhattanLength() >= QApplication.startDragDistance()
        if (far or self._dragged is not None) and not item.done:
            self._dragged = self.moment_at(at, item)
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put the item where it was let go, open what was pressed, or begin something new."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        pressed, to = self._pressed, self._dragged
        self._let_go()
        if pressed is None:
            moment = self.moment_at(event.position().toPoint())
            if moment is not None and self.item_at(event.position().toPoint()) is None:
                self.press_place(event.position().toPoint(), moment)
            return
        if to is None:
            self.opened.emit(pressed[0])
        elif to != display.office_time(pressed[0].at):
            self.moved.emit(pressed[0], to)

    def press_place(self, at: QPoint, moment: datetime) -> None:
        """Begin something new where nothing stands."""
        del at
        self.slot_chosen.emit(moment)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer an item's acts, also by the menu key."""
        found = self.current
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            found = self.item_at(self.viewport().mapFrom(self, event.pos()))
            at = event.globalPos()
        else:
            place = self.place_of(self._current)
            at = self.viewport().mapToGlobal(place.bottomLeft())
        if found is not None:
            self.choose(found.key)
            self.menu_wanted.emit(found, at)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say the whole item under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self.item_at(event.pos())
            if found is not None:
                QToolTip.showText(event.globalPos(), words.spoken(found, system_clock()), self)
                return True
            QToolTip.hideText()
        return super().viewportEvent(event)

    def item_at(self, at: QPoint) -> CalendarItem | None:
        """Answer the item at a place."""
        return next((item for place, item in reversed(self._places) if place.contains(at)), None)

    def paint_item(self, painter: QPainter, place: QRect, item: CalendarItem) -> None:
        """Paint an item: a bar and words; what is done is struck out, a contact has a frame."""
        look = theme.current()
        late = not item.done and item.at < system_clock()
        role = "neutral" if item.done else "danger" if late else "accent"
        role = "success" if item.kind == "contact" and not late else role
        soft = {"accent": "accentSoft"}.get(role, f"{role}Soft")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(soft))
        painter.drawRoundedRect(place, 3, 3)
        painter.fillRect(
            QRect(place.topLeft(), place.bottomLeft()).adjusted(0, 0, 2, 0), look.colour(role)
        )
        inner = place.adjusted(7, 0, -3, 0)
        side = min(12, place.height() - 4)
        icon = (
            "check" if item.done else "alert" if late else "phone" if item.kind == "contact" else ""
        )
        icon = icon or ("refresh" if item.repeats else "flag" if item.priority > 1 else "")
        text_role = "textTertiary" if item.done else f"{role}Text"
        line_height = min(place.height(), look.line("caption") + 4)
        if icon:
            spot = QRect(inner.left(), inner.top() + (line_height - side) // 2, side, side)
            look.icon(icon, text_role).paint(painter, spot)
            inner.setLeft(inner.left() + side + 4)
        font = look.font("caption")
        font.setStrikeOut(item.done)
        painter.setFont(font)
        painter.setPen(look.colour("textTertiary" if item.done else "text"))
        at = words.item_time(item)
        said = f"{at} {words.item_title(item)}" if at else words.item_title(item)
        row = QRect(inner.left(), inner.top(), inner.width(), line_height)
        cut = QFontMetrics(font).elidedText(said, Qt.TextElideMode.ElideRight, row.width())
        painter.drawText(row, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), cut)
        if item.key == self._current and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("focusRing"), 2))
            painter.drawRoundedRect(place.adjusted(0, 0, -1, -1), 3, 3)

    def dragged_to(self) -> tuple[CalendarItem, datetime] | None:
        """Answer what is in the hand and where it would go."""
        if self._pressed is None or self._dragged is None:
            return None
        return self._pressed[0], self._dragged

    def _let_go(self) -> None:
        self._pressed, self._dragged = None, None
        self.viewport().unsetCursor()
        self.viewport().update()

    def _open_or_add(self) -> None:
        found = self.current
        if found is not None:
            self.opened.emit(found)
        else:
            self.slot_chosen.emit(self.cursor_at)

    def _walk(self, aside: int, down: int) -> None:
        self._current = ""
        to = self.cursor_at + timedelta(days=aside) + down * self.step_up()
        if self.calendar is not None and self._shows(to.date()):
            self.cursor_at = to
            self.setAccessibleDescription(display.time_exact(to))
            announce(self, display.time_exact(to))
            self.show_cursor()
        elif aside:
            self.cursor_at = to
            self.turned.emit(aside)
        self.viewport().update()

    def show_cursor(self) -> None:
        """Bring the place of the cursor into sight."""

    def _shows(self, day: date) -> bool:
        days = self.calendar.days if self.calendar is not None else ()
        return bool(days) and days[0].day <= day <= days[-1].day

    def _move_by_key(self, aside: int, down: int) -> None:
        found = self.current
        if found is None or found.done:
            return
        to = display.office_time(found.at) + timedelta(days=aside) + down * self.step_up()
        self.moved.emit(found, to)

    def _step_items(self, step: int) -> None:
        items = self.calendar.items if self.calendar is not None else ()
        if not items:
            return
        keys = [each.key for each in items]
        if self._current in keys:
            at = (keys.index(self._current) + step) % len(keys)
        else:
            at = next((n for n, each in enumerate(items) if each.at >= self.cursor_at), 0)
        self.choose(keys[at])
        self.show_cursor()


def at_hour_of(day: date, item: CalendarItem | None, zone_of: datetime, hour: int) -> datetime:
    """Answer a day at the time an item has, else at an hour."""
    if item is not None:
        return datetime.combine(day, display.office_time(item.at).time(), zone_of.tzinfo)
    return datetime.combine(day, time(hour), zone_of.tzinfo)
