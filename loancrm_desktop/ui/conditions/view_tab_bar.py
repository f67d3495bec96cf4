"""The tabs of saved views: name, count, a mark for shared ones; those without room are hidden."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QTabBar, QWidget

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.conditions.tokens import grown

_PADDING = 12
_GAP = 6
_ICON = 12
_WIDEST_NAME = 180


@dataclass(frozen=True, slots=True)
class TabShown:
    """One tab.

    Attributes:
        key: the view's id, 0 for the one with everything in it.
        count: how many records it shows, empty while that is not known.
        icon: a small mark before the name: users for shared, alert for broken; empty for none.
        tip: what the tip and the screen reader say besides.
    """

    key: int
    name: str
    count: str = ""
    icon: str = ""
    tip: str = ""


class ViewTabBar(QTabBar):
    """Paints the tabs.

    Signals:
        menu_requested: the menu of a tab is wanted (its key, where on the screen).
        rename_requested: its name was double-clicked, or F2 pressed (its key).
        removal_requested: Del was pressed on it (its key).
        order_changed: a tab was dragged to another place.
    """

    menu_requested = Signal(int, object)
    rename_requested = Signal(int)
    removal_requested = Signal(int)
    order_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs: dict[int, TabShown] = {}
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setMovable(True)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.tabMoved.connect(self._on_tab_moved)

    def show_tabs(self, tabs: list[TabShown], current: int) -> None:
        """Show other tabs, one of them in front."""
        self.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        if [tab.key for tab in tabs] != self.keys:
            while self.count():
                self.removeTab(0)
            for tab in tabs:
                self.setTabData(self.addTab(tab.name), tab.key)
        self._tabs = {tab.key: tab for tab in tabs}
        for place, tab in enumerate(tabs):
            self.setTabText(place, f"{tab.name} {tab.count}".strip())
            whole = tab.name if self._shown_name(tab) != tab.name else ""
            self.setTabToolTip(place, "\n".join(part for part in (whole, tab.tip) if part))
            self.setAccessibleTabName(place, f"{tab.name} {tab.count} {tab.tip}".strip())
            if tab.key == current:
                self.setCurrentIndex(place)
        self.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self.updateGeometry()
        self.update()

    @property
    def keys(self) -> list[int]:
        """The tabs' keys in their order, hidden ones too."""
        return [int(self.tabData(place)) for place in range(self.count())]

    @property
    def key(self) -> int:
        """The key of the tab in front."""
        place = self.currentIndex()
        return int(self.tabData(place)) if place >= 0 else 0

    def fit(self, room: int) -> list[int]:
        """Hide tabs that have no room; answers the keys of the hidden ones."""
        current = self.currentIndex()
        left = room - (self._width_of(current) if current >= 0 else 0)
        hidden: list[int] = []
        self.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        for place in range(self.count()):
            if place == current:
                self.setTabVisible(place, True)  # noqa: FBT003 - Qt's own signature
                continue
            left -= self._width_of(place)
            self.setTabVisible(place, left >= 0)
            if left < 0:
                hidden.append(int(self.tabData(place)))
        self.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        return hidden

    def natural_width(self) -> int:
        """Answer how wide all tabs are."""
        return sum(self._width_of(place) for place in range(self.count()))

    def move_tab(self, key: int, step: int) -> None:
        """Move a tab one place left or right; the first stays the first."""
        here = self.keys.index(key) if key in self.keys else 0
        there = here + step
        if here > 0 and 0 < there < self.count():
            self.moveTab(here, there)

    def tabSizeHint(self, index: int) -> QSize:  # noqa: N802 - Qt names it so
        """Ask for name, count and mark."""
        return QSize(self._width_of(index), self._height())

    def minimumTabSizeHint(self, index: int) -> QSize:  # noqa: N802 - Qt names it so
        """Never squeeze a tab."""
        return self.tabSizeHint(index)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt names it so
        """Be content with little room; what has none goes into the menu."""
        return QSize(60, self._height())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the tab under the mouse, or of the one in front."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        place = self.currentIndex() if by_key else self.tabAt(event.pos())
        if place >= 0:
            at = self.tabRect(place).bottomLeft() if by_key else event.pos()
            self.menu_requested.emit(int(self.tabData(place)), self.mapToGlobal(at))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Rename with a double click."""
        place = self.tabAt(event.position().toPoint())
        if place >= 0:
            self.rename_requested.emit(int(self.tabData(place)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Rename with F2, delete with Del."""
        if event.key() == Qt.Key.Key_F2:
            self.rename_requested.emit(self.key)
        elif event.key() == Qt.Key.Key_Delete:
            self.removal_requested.emit(self.key)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tabs."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in range(self.count()):
            rect = self.tabRect(place)
            if self.isTabVisible(place) and rect.intersects(event.rect()):
                self._paint_tab(painter, place, rect)
        painter.end()

    def _paint_tab(self, painter: QPainter, place: int, rect: QRect) -> None:
        look, tab = theme.current(), self._tabs.get(int(self.tabData(place)))
        if tab is None:
            return
        front = place == self.currentIndex()
        hovered = rect.contains(self.mapFromGlobal(self.cursor().pos())) and self.underMouse()
        ink = "accentText" if front else "text" if hovered else "textSecondary"
        x = rect.left() + _PADDING
        if tab.icon:
            at = QRect(x, rect.center().y() - _ICON // 2, _ICON, _ICON)
            role = "warningText" if tab.icon == "alert" else ink
            look.icon(tab.icon, role, _ICON).paint(painter, at)
            x += _ICON + _GAP
        painter.setFont(look.font("bodyStrong" if front else "body"))
        painter.setPen(look.colour(ink))
        name = self._shown_name(tab)
        words = QRect(x, rect.top(), rect.right() - x, rect.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, name)
        if tab.count:
            x += painter.fontMetrics().horizontalAdvance(name) + _GAP
            painter.setFont(look.font("body"))
            painter.setPen(look.colour("accentText" if front else "textTertiary"))
            number = QRect(x, rect.top(), rect.right() - x, rect.height())
            painter.drawText(number, Qt.AlignmentFlag.AlignVCenter, tab.count)
        if front:
            line = QRectF(rect.left() + 2, rect.bottom() - 1, rect.width() - 4, 2)
            painter.fillRect(line, look.colour("accent"))
        if front and self.hasFocus():
            painter.setPen(QPen(look.colour("focusRing"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(3, 4, -3, -5), 5, 5)

    def _shown_name(self, tab: TabShown) -> str:
        metrics = QFontMetrics(theme.current().font("bodyStrong"))
        return metrics.elidedText(tab.name, Qt.TextElideMode.ElideRight, grown(_WIDEST_NAME))

    def _height(self) -> int:
        metrics = QFontMetrics(theme.current().font("bodyStrong"))
        return max(theme.current().size("tab"), metrics.height() + 14)

    def _width_of(self, place: int) -> int:
        tab = self._tabs.get(int(self.tabData(place) or 0))
        if tab is None:
            return 2 * _PADDING
        strong = QFontMetrics(theme.current().font("bodyStrong"))
        width = strong.horizontalAdvance(self._shown_name(tab)) + 2 * _PADDING
        if tab.count:
            plain = QFontMetrics(theme.current().font("body"))
            width += _GAP + plain.horizontalAdvance(tab.count)
        return width + (_ICON + _GAP if tab.icon else 0)

    def _on_tab_moved(self, start: int, end: int) -> None:
        if self.count() and int(self.tabData(0)) != 0:
            self.blockSignals(True)  # noqa: FBT003 - Qt's own signature
            self.moveTab(end, start)  # everything stays the first
            self.blockSignals(False)  # noqa: FBT003 - Qt's own signature
            return
        self.order_changed.emit()


class ChangedDot(QWidget):
    """The dot before the words that a view was changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(8, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dot."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current().colour("warning"))
        painter.drawEllipse(QRectF(1, 1, 6, 6))
        painter.end()
