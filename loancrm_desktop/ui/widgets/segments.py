"""A segmented control: a few choices side by side, one of them in force."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.icon_mark import drawn_side

Choice = tuple[str, str, str]

_PADDING = 10
_ICON = 16
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class SegmentedControl(QWidget):
    """Choices as (key, label, icon name); label or icon may be empty, not both.

    A segment without a label needs a name all the same: give `names` for those.

    Signals:
        chosen: the person took another choice (its key).
    """

    chosen = Signal(str)

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._segments: list[_Segment] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)

    def set_choices(self, choices: Sequence[Choice], names: Sequence[str] = ()) -> None:
        """Offer other choices; the first is in force.

        Args:
            choices: key, label and icon name of each.
            names: what a screen reader and the tip say of each, where the label is empty.
        """
        for segment in self._segments:
            self._row.removeWidget(segment)
            segment.hide()
            segment.deleteLater()
        self._segments = []
        for number, (key, words, icon) in enumerate(choices):
            segment = _Segment(key, words, icon)
            segment.setAccessibleName(names[number] if number < len(names) else words)
            if not words:
                segment.setToolTip(segment.accessibleName())
            segment.edges = (number == 0, number == len(choices) - 1)
            segment.clicked.connect(self._on_segment_clicked)
            self._row.addWidget(segment)
            self._segments.append(segment)
        if self._segments:
            self.set_current(self._segments[0].key)

    @property
    def current(self) -> str:
        """The key of the choice in force, empty while there is none."""
        return next((one.key for one in self._segments if one.isChecked()), "")

    def set_current(self, key: str) -> None:
        """Put a choice in force without telling."""
        for segment in self._segments:
            segment.setChecked(segment.key == key)
            here = segment.isChecked()
            segment.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus
            )
            if here:
                self.setFocusProxy(segment)

    def set_choice_enabled(self, key: str, *, enabled: bool, tip: str = "") -> None:
        """Let a choice be taken or not; the tip says why not."""
        for segment in self._segments:
            if segment.key == key:
                segment.setEnabled(enabled)
                segment.setToolTip(tip or ("" if segment.text() else segment.accessibleName()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrow keys, to the ends with Home and End."""
        keys = [one.key for one in self._segments if one.isEnabled()]
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and self.current in keys:
            place = keys.index(self.current) + step
            if 0 <= place < len(keys):
                self._choose(keys[place])
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and keys:
            self._choose(keys[0 if event.key() == Qt.Key.Key_Home else -1])
        else:
            super().keyPressEvent(event)

    def _choose(self, key: str) -> None:
        if key == self.current:
            return
        self.set_current(key)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.chosen.emit(key)

    def _on_segment_clicked(self) -> None:
        segment = self.sender()
        if isinstance(segment, _Segment):
            self._choose(segment.key)


class _Segment(QAbstractButton):
    def __init__(self, key: str, words: str, icon: str) -> None:
        super().__init__()
        self.key = key
        self.edges: tuple[bool, bool] = (False, False)
        self._icon_name = icon
        self.setText(words)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.current().font("bodyStrong"))
        words = metrics.horizontalAdvance(self.text()) if self.text() else 0
        icon = drawn_side(_ICON) if self._icon_name else 0
        between = 6 if words and icon else 0
        return QSize(words + icon + between + 2 * _PADDING, max(26, metrics.height() + 8))

    def nextCheckState(self) -> None:  # noqa: N802 - Qt names it so
        """Leave it to the control which choice is in force."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = _rounded(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), *self.edges)
        painter.setPen(QPen(look.colour("neutralBorder"), 1))
        painter.setBrush(look.colour(self._ground()))
        painter.drawPath(shape)
        self._paint_words(painter)
        if self.hasFocus():
            painter.setPen(QPen(look.colour("focusRing"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        painter.end()

    def _ground(self) -> str:
        if not self.isEnabled():
            return "surfaceDisabled"
        if self.isChecked():
            return "accentSoft"
        return "surfaceHover" if self.underMouse() else "surface"

    def _paint_words(self, painter: QPainter) -> None:
        look = theme.current()
        checked = self.isChecked()
        ink = "accentText" if checked else "textSecondary"
        ink = ink if self.isEnabled() else "textDisabled"
        painter.setFont(look.font("bodyStrong" if checked else "body"))
        words = painter.fontMetrics().horizontalAdvance(self.text()) if self.text() else 0
        icon = drawn_side(_ICON) if self._icon_name else 0
        between = 6 if words and icon else 0
        left = (self.width() - words - icon - between) // 2
        if icon:
            at = QRect(left, (self.height() - icon) // 2, icon, icon)
            look.icon(self._icon_name, ink, icon).paint(painter, at)
            left += icon + between
        painter.setPen(look.colour(ink))
        place = QRect(left, 0, self.width() - left, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self.text())


def _rounded(place: QRectF, first: bool, last: bool) -> QPainterPath:  # noqa: FBT001 - the two ends
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    if not first:
        place.setLeft(place.left() - 1)
    path.addRoundedRect(place, 6, 6)
    if not first:
        path.addRect(QRectF(place.left(), place.top(), 8, place.height()))
    if not last:
        path.addRect(QRectF(place.right() - 8, place.top(), 8, place.height()))
    return path.simplified()
