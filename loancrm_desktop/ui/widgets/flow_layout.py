"""A layout that goes on in the next line when a line is full."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Lays its widgets out like words of a text, those of a line on one middle.

    Args:
        parent: the widget laid out.
        spacing: the room between two widgets.
        top: start what stands side by side at the same height, as fields with messages do.
        centred: put the lines into the middle of the place, as buttons below a sentence.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        spacing: int = 8,
        centred: bool = False,
        top: bool = False,
    ) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = spacing
        self._centred = centred
        self._top = top
        self._heights: dict[int, int] = {}
        self._least: QSize | None = None
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt names it so
        """Take an item in."""
        self._items.append(item)
        self._forget()

    def count(self) -> int:
        """Answer how many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt names it so
        """Answer one of them."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt names it so
        """Let one of them go."""
        self._forget()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt names it so
        """Take no more room than needed."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt names it so
        """The height follows from the width."""
        return True

    def invalidate(self) -> None:
        """Forget what was reckoned: something in here has another size now."""
        self._forget()
        super().invalidate()

    def _forget(self) -> None:
        self._heights.clear()
        self._least = None

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt names it so
        """Answer the height all lines take; asked for dozens of times while a page is shown."""
        known = self._heights.get(width)
        if known is None:
            known = self._heights[width] = self._lay_out(QRect(0, 0, width, 0), move=False)
        return known

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 - Qt names it so
        """Put the widgets in their places."""
        super().setGeometry(rect)
        self._lay_out(rect, move=True)

    def sizeHint(self) -> QSize:
        """Ask for one line."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt names it so
        """Ask at least for the largest widget."""
        if self._least is None:
            size = QSize()
            for item in self._items:
                size = size.expandedTo(item.minimumSize())
            self._least = size
        return QSize(self._least)

    def _lay_out(self, place: QRect, *, move: bool) -> int:
        y = place.y()
        for line in self._lines(place.width()):
            height = max(size.height() for _, size in line)
            used = sum(size.width() for _, size in line) + self._gap * (len(line) - 1)
            x = place.x() + (max(0, place.width() - used) // 2 if self._centred else 0)
            for item, size in line:
                if move:
                    down = 0 if self._top else (height - size.height()) // 2
                    item.setGeometry(QRect(QPoint(x, y + down), size))
                x += size.width() + self._gap
            y += height + self._gap // 2
        return max(0, y - self._gap // 2 - place.y())

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        left = 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            size.setWidth(min(size.width(), max(width, item.minimumSize().width())))
            if item.hasHeightForWidth():
                size.setHeight(item.heightForWidth(size.width()))
            if not lines or size.width() > left:
                lines.append([])
                left = width
            lines[-1].append((item, size))
            left -= size.width() + self._gap
        return lines
