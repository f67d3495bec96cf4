"""What the navigation is made of: an entry, the search box, the person."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QToolButton,
)

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.frame.places import Place
from loancrm_desktop.ui.widgets.icon_mark import drawn_side
from loancrm_desktop.ui.widgets.keycap import keycap_size, keys_shown, paint_keycap
from loancrm_desktop.ui.widgets.marks import paint_avatar

_PAD = 8
_GAP = 10
_MOST_COUNT = 9_999
_MANY = 100


def with_keys(name: str, keys: str) -> str:
    """Name a button in its tip, with the keys that do the same."""
    return f"{name} ({keys_shown(keys)})" if keys else name


class NavigationButton(QPushButton):
    """One place, with a count at its right and a bar at its left while one is there."""

    def __init__(self, place: Place, keys: str) -> None:
        super().__init__()
        self._place = place
        self._keys = keys
        self._count = 0
        self._folded = False
        self.setProperty("kind", "nav")
        self.setCheckable(True)
        self.setObjectName(place.key)
        self.setMinimumWidth(40)
        self._name()

    def _name(self) -> None:
        self.setAccessibleName(self._place.title)
        self.setAccessibleDescription(str(self._count) if self._count else "")
        self.setToolTip(with_keys(self._place.title, self._keys))

    def rename(self, title: str, icon: str) -> None:
        """Give the entry another name and icon."""
        self._place = Place(self._place.key, title, icon)
        self._name()
        self.update()

    @property
    def count(self) -> int:
        """How many things wait there, as shown."""
        return self._count

    def show_count(self, count: int) -> None:
        """Show how many things wait there."""
        self._count = count
        self._name()
        self.update()

    def set_folded(self, folded: bool) -> None:  # noqa: FBT001 - a state, like setChecked
        """Show only the icon, or the whole."""
        self._folded = folded
        self.update()

    def sizeHint(self) -> QSize:
        """Answer the height of an entry; the width is the navigation's."""
        return QSize(40, theme.current().size("navItem"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint bar, icon, name and count over the button."""
        del event
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        look = theme.current()
        if self.isChecked():
            painter.fillRect(0, 7, 3, self.height() - 14, look.colour("accent"))
        role = "navTextActive" if self.isChecked() else "navText"
        side = look.icon_side
        left = (self.width() - side) // 2 if self._folded else _PAD
        place = QRect(left, (self.height() - side) // 2, side, side)
        look.icon(self._place.icon, role, side).paint(painter, place)
        if self._folded:
            self._paint_dot(painter, place)
        else:
            self._paint_words(painter, role)
        painter.end()

    def _paint_dot(self, painter: QPainter, icon: QRect) -> None:
        if self._count:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.current().colour("accent"))
            painter.drawEllipse(icon.topRight() + QPoint(1, 0), 3, 3)

    def _paint_words(self, painter: QPainter, role: str) -> None:
        look = theme.current()
        before = _PAD + look.icon_side + _GAP
        room = self.width() - before - _PAD
        if self._count:
            active = self.isChecked()
            painter.setFont(look.font("captionStrong" if active else "caption"))
            painter.setPen(look.colour(role if active else "textTertiary"))
            text = str(self._count) if self._count <= _MOST_COUNT else f"{_MOST_COUNT}+"
            width = painter.fontMetrics().horizontalAdvance(text)
            right = QRect(self.width() - _PAD - width, 0, width, self.height())
            painter.drawText(right, Qt.AlignmentFlag.AlignVCenter, text)
            room -= width + _PAD
        painter.setFont(look.font("bodyStrong" if self.isChecked() else "body"))
        painter.setPen(look.colour(role))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(self._place.title, Qt.TextElideMode.ElideRight, room)
        left = QRect(before, 0, room, self.height())
        painter.drawText(left, Qt.AlignmentFlag.AlignVCenter, shown)


class BellButton(QToolButton):
    """The bell with the number of what is new."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self.setIcon(theme.current().icon("bell", "textSecondary", drawn_side(16)))
        self.setIconSize(QSize(drawn_side(16), drawn_side(16)))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_count(0)

    @property
    def count(self) -> int:
        """How many are new, as shown."""
        return self._count

    def show_count(self, count: int) -> None:
        """Show how many are new."""
        self._count = count
        name = tr("Notices: {count} new", count=count) if count else tr("Notices")
        self.setAccessibleName(name)
        self.setToolTip(with_keys(name, "Ctrl+Alt+N"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the number on the bell."""
        super().paintEvent(event)
        if not self._count:
            return
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font("caption"))
        words = str(self._count) if self._count < _MANY else f"{_MANY - 1}+"
        metrics = painter.fontMetrics()
        width = max(metrics.horizontalAdvance(words) + 6, metrics.height())
        place = QRectF(self.width() - width, 0, width, metrics.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("danger"))
        painter.drawRoundedRect(place, place.height() / 2, place.height() / 2)
        painter.setPen(look.colour("textOnAccent"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
        painter.end()


class SearchButton(QAbstractButton):
    """What looks like a search box and opens the command palette."""

    def __init__(self, keys: str) -> None:
        super().__init__()
        self._keys = keys_shown(keys)
        self._folded = False
        self.setText(tr("Search or run a command"))
        self.setAccessibleName(self.text())
        self.setToolTip(with_keys(self.text(), keys))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_folded(self, folded: bool) -> None:  # noqa: FBT001 - a state, like setChecked
        """Show only the icon, or the whole."""
        self._folded = folded
        self.update()

    def sizeHint(self) -> QSize:
        """Answer the height of a control."""
        return QSize(40, theme.current().size("control"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint frame, glass, words and keys."""
        del event
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = painter.pen()
        pen.setWidthF(2.0 if self.hasFocus() else 1.0)
        pen.setColor(look.colour("focusRing" if self.hasFocus() else "neutralBorder"))
        painter.setPen(pen)
        painter.setBrush(look.colour("surfaceHover" if self.underMouse() else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        side = look.icon_side
        left = (self.width() - side) // 2 if self._folded else _PAD
        place = QRect(left, (self.height() - side) // 2, side, side)
        look.icon("search", size=side).paint(painter, place)
        if not self._folded:
            cap = keycap_size(self._keys)
            right = QRect(self.width() - cap.width() - _PAD, 0, cap.width(), self.height())
            paint_keycap(painter, right, self._keys)
            painter.setFont(look.font("body"))
            painter.setPen(look.colour("textSecondary"))
            words = QRect(place.right() + 7, 0, right.left() - place.right() - 12, self.height())
            fits = painter.fontMetrics().horizontalAdvance(self.text()) <= words.width()
            shown = self.text() if fits else tr("Search")
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


class PersonButton(QAbstractButton):
    """Who is here; pressed, it offers what concerns this person."""

    def __init__(self) -> None:
        super().__init__()
        self._role = ""
        self._folded = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_person(self, name: str, role: str) -> None:
        """Show who is here."""
        self.setText(name)
        self._role = role
        self.setAccessibleName(tr("{name}, {role}", name=name, role=role))
        self.setToolTip(self.accessibleName())
        self.update()

    def set_folded(self, folded: bool) -> None:  # noqa: FBT001 - a state, like setChecked
        """Show only the sign, or the whole."""
        self._folded = folded
        self.update()

    def sizeHint(self) -> QSize:
        """Answer the height of two lines."""
        look = theme.current()
        return QSize(40, look.line("body") + look.line("caption") + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint sign, name and role."""
        del event
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus() or self.underMouse():
            pen = painter.pen()
            pen.setWidthF(2.0)
            pen.setColor(look.colour("focusRing"))
            painter.setPen(pen if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("navItemHover"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        side = min(28.0 if not self._folded else 26.0, float(self.height() - 2))
        left = (self.width() - side) / 2 if self._folded else 3.0
        sign = QRectF(left, (self.height() - side) / 2, side, side)
        paint_avatar(painter, sign, self.text())
        if not self._folded:
            self._paint_words(painter, round(sign.right()) + _PAD)
        painter.end()

    def _paint_words(self, painter: QPainter, left: int) -> None:
        look = theme.current()
        top = 2
        for text, style, role in (
            (self.text(), "body", "text"),
            (self._role, "caption", "textTertiary"),
        ):
            painter.setFont(look.font(style))
            painter.setPen(look.colour(role))
            place = QRect(left, top, self.width() - left - 2, look.line(style))
            mode = Qt.TextElideMode.ElideRight
            shown = painter.fontMetrics().elidedText(text, mode, place.width())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
            top += look.line(style)
