"""Words of a rule that open a small window of their own: a number, a time, a text, a due date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.conditions.pick_list_model import PickEntry
from loancrm_desktop.ui.conditions.pick_token import PickToken
from loancrm_desktop.ui.conditions.tokens import TokenButton, grown
from loancrm_desktop.ui.rules.chip_edit import ChipEdit, measured, paint_chip
from loancrm_desktop.ui.rules.rule_choices import say_due, say_number_of_minutes
from loancrm_desktop.ui.widgets.calm_spin import CalmSpin
from loancrm_desktop.ui.widgets.clock_edit import ClockEdit
from loancrm_desktop.ui.widgets.parts import button, label, row
from loancrm_desktop.ui.widgets.popover import Popover
from loancrm_desktop.ui.widgets.segments import SegmentedControl

_TEXT_WIDTH, _TEXT_HEIGHT = 380, 120
_WIDEST_TEXT, _NARROWEST_TEXT = 420, 120
_PADDING = 9


class ValueToken(TokenButton):
    """A word that opens a window with an input and takes over what is there when it closes.

    Signals:
        edited: it says something else now.
    """

    edited = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__("accent", parent)
        self.name = name
        self.popover: Popover | None = None
        self.clicked.connect(self.open_popover)

    def open_popover(self) -> None:
        """Open the window."""
        if self.popover is None:
            self.popover = Popover(self.name, self)
            self.fill(self.popover)
            done = button(tr("Done"), kind="primary")
            done.clicked.connect(self.popover.close)
            self.popover.body.addLayout(row(None, done))
            self.popover.closed.connect(self.take_over)
        self.show_in_popover()
        self.popover.open_at(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Down or F4, as lists do."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_F4) and not event.modifiers():
            self.open_popover()
            return
        super().keyPressEvent(event)

    def say(self, words: str, hint: str = "") -> None:
        """Show words, and name them to screen readers."""
        self.show_words(words, hint)
        self.setAccessibleName(f"{self.name} {words or hint}".strip())

    def fill(self, popover: Popover) -> None:
        """Put the inputs into the window."""
        raise NotImplementedError

    def show_in_popover(self) -> None:
        """Show in the inputs what is said."""
        raise NotImplementedError

    def take_over(self) -> None:
        """Say what is in the inputs."""
        raise NotImplementedError


class NumberToken(ValueToken):
    """A number with its unit."""

    def __init__(
        self, name: str, said: Callable[[int], str], span: tuple[int, int], value: int
    ) -> None:
        super().__init__(name)
        self._said = said
        self.value = value
        self.spin = CalmSpin(name, span)
        self.say(said(value))

    def say_by(self, said: Callable[[int], str]) -> None:
        """Say the number in other words."""
        self._said = said
        self.say(said(self.value))

    def fill(self, popover: Popover) -> None:
        """Offer the number."""
        popover.body.addWidget(self.spin)

    def show_in_popover(self) -> None:
        """Show the number."""
        self.spin.setValue(self.value)
        self.spin.selectAll()

    def take_over(self) -> None:
        """Take the number."""
        if self.spin.value() != self.value:
            self.value = self.spin.value()
            self.say(self._said(self.value))
            self.edited.emit()


class TimeToken(ValueToken):
    """A time of day."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(name)
        self.value = value
        self.edit = ClockEdit(name)
        self.say(value)

    def fill(self, popover: Popover) -> None:
        """Offer the time."""
        popover.body.addWidget(self.edit)

    def show_in_popover(self) -> None:
        """Show the time."""
        self.edit.show_clock(self.value)

    def take_over(self) -> None:
        """Take the time."""
        chosen = self.edit.clock()
        if chosen != self.value:
            self.value = chosen
            self.say(chosen)
            self.edited.emit()


class LineToken(ValueToken):
    """A few words."""

    def __init__(self, name: str, value: str, hint: str) -> None:
        super().__init__(name)
        self.value, self._hint = value, hint
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.setMaxLength(200)
        self.line.setMinimumWidth(grown(240))
        self.say(value, hint)

    def fill(self, popover: Popover) -> None:
        """Offer the words."""
        popover.body.addWidget(self.line)
        self.line.returnPressed.connect(popover.close)

    def show_in_popover(self) -> None:
        """Show the words."""
        self.line.setText(self.value)

    def take_over(self) -> None:
        """Take the words."""
        if self.line.text().strip() != self.value:
            self.value = self.line.text().strip()
            self.say(self.value, self._hint)
            self.edited.emit()


class TextToken(ValueToken):
    """A text with fields in it, painted as it will read."""

    def __init__(
        self, value: str, fields: Sequence[PickEntry], name_of: Callable[[str], str]
    ) -> None:
        super().__init__(tr("Text"))
        self.value, self._fields, self._name_of = value, fields, name_of
        self.edit = ChipEdit(name_of)
        self.edit.setAccessibleName(tr("Text"))
        self.edit.setMinimumSize(grown(_TEXT_WIDTH), grown(_TEXT_HEIGHT))
        self.insert = PickToken(tr("Insert a field"), "plain")
        self.insert.offer(fields, tr("Insert a field"))
        self.insert.picked.connect(self._on_insert_picked)
        self._say()

    def _say(self) -> None:
        words = "".join(text for text, _ in measured(self.value, self._name_of))
        self.say(words.replace("\n", " "), tr("Write what it is to say"))

    def fill(self, popover: Popover) -> None:
        """Offer the text and the fields."""
        popover.body.addWidget(self.edit)
        popover.body.addLayout(row(self.insert, None))

    def show_in_popover(self) -> None:
        """Show the text."""
        self.edit.show_text(self.value)

    def take_over(self) -> None:
        """Take the text."""
        text = self.edit.text().strip()
        if text != self.value:
            self.value = text
            self._say()
            self.edited.emit()

    def _on_insert_picked(self) -> None:
        self.edit.insert_field(str(self.insert.picks[0]))
        self.insert.pick([])
        self.edit.setFocus()

    def sizeHint(self) -> QSize:
        """Ask for the width of text and chips."""
        metrics = QFontMetrics(theme.current().font("body"))
        width = sum(
            metrics.horizontalAdvance(text.replace("\n", " ")) + (14 if is_chip else 0)
            for text, is_chip in measured(self.value, self._name_of)
        )
        width = max(width, metrics.horizontalAdvance(self.shown) if not self.value else 0)
        height = max(theme.current().size("controlSmall"), metrics.height() + 6)
        room = max(grown(_NARROWEST_TEXT), width + 2 * _PADDING)
        return QSize(min(grown(_WIDEST_TEXT), room), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint text and chips as in an input."""
        del event
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = "danger" if self.broken else "focusRing" if self.hasFocus() else "borderStrong"
        painter.setPen(QPen(look.colour(line), 2 if self.hasFocus() else 1))
        painter.setBrush(look.colour("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setClipRect(self.rect().adjusted(_PADDING, 0, -_PADDING, 0))
        painter.setFont(look.font("body"))
        metrics, left = painter.fontMetrics(), float(_PADDING)
        middle = Qt.AlignmentFlag.AlignVCenter
        pieces = measured(self.value, self._name_of) or [(self.shown, False)]
        for text, is_chip in pieces:
            shown = text.replace("\n", " ")
            width = metrics.horizontalAdvance(shown)
            if is_chip:
                place = QRectF(left + 2, 4, width + 10, self.height() - 8)
                paint_chip(painter, place, shown)
                left += width + 14
                continue
            painter.setPen(look.colour("text" if self.value else "textPlaceholder"))
            painter.drawText(QRectF(left, 0, width + 2, self.height()), middle, shown)
            left += width
        painter.end()


class DueToken(ValueToken):
    """Until when: not said, within so many minutes, or on a day at a time."""

    def __init__(self, value: dict[str, Any] | None) -> None:
        super().__init__(tr("Due"))
        self.value = dict(value) if value is not None else None
        self.way = SegmentedControl(tr("Due"))
        self.way.set_choices(
            (("none", tr("None"), ""), ("span", tr("Within"), ""), ("day", tr("On a day"), ""))
        )
        self.way.chosen.connect(self._on_way_chosen)
        self.minutes = CalmSpin(tr("Minutes"), (1, 60 * 24 * 30))
        self.days = CalmSpin(tr("Days from then"), (0, 3650))
        self.at = ClockEdit(tr("Time of day"))
        self.working = QCheckBox(tr("Count working time only"))
        self._of_span = (label(tr("Minutes")), self.minutes)
        self._of_day = (label(tr("Days from then")), self.days, label(tr("At")), self.at)
        self.say(say_due(self.value))

    def fill(self, popover: Popover) -> None:
        """Offer the three ways."""
        popover.body.addWidget(self.way)
        popover.body.addLayout(row(*self._of_span, None))
        popover.body.addLayout(row(*self._of_day, None))
        popover.body.addWidget(self.working)

    def show_in_popover(self) -> None:
        """Show what is said."""
        value = self.value or {}
        way = "none" if self.value is None else "span" if value.get("minutes") else "day"
        self.way.set_current(way)
        self.minutes.setValue(int(value.get("minutes") or 120))
        self.days.setValue(int(value.get("days") or 0))
        self.at.show_clock(str(value.get("at") or "18:00"))
        self.working.setChecked(bool(value.get("working")))
        self._on_way_chosen(way)

    def take_over(self) -> None:
        """Take what is chosen."""
        chosen: dict[str, Any] | None = None
        if self.way.current == "span":
            chosen = {"minutes": self.minutes.value()}
        elif self.way.current == "day":
            chosen = {"at": self.at.clock()}
            if self.days.value():
                chosen["days"] = self.days.value()
        if chosen is not None and self.working.isChecked():
            chosen["working"] = True
        if chosen != self.value:
            self.value = chosen
            self.say(say_due(chosen))
            self.edited.emit()

    def _on_way_chosen(self, way: str) -> None:
        for each in self._of_span:
            each.setVisible(way == "span")
        for each in self._of_day:
            each.setVisible(way == "day")
        self.working.setVisible(way != "none")
        if self.popover is not None and self.popover.isVisible():
            self.popover.adjustSize()


def minutes_token(name: str, value: int) -> NumberToken:
    """Make the token of a length of time in minutes."""
    return NumberToken(name, say_number_of_minutes, (0, 60 * 24 * 365), value)
