"""The stage the pictures are taken on: a window, patience, a camera."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.main_window import MainWindow
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.workspace import Workspace

SIZE = (1440, 900)
WAIT_S = 300.0
PATIENCE_S = 5.0
LAYOUT_ROUNDS = 4  # a text grown by a line moves its card first, then what the card lies in


class ScreenError(RuntimeError):
    """A window did not come."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was taken: the screen's name and the file."""

    screen: str
    path: Path


@dataclass(slots=True)
class Stage:
    """A main window in front of a camera.

    Attributes:
        folder: where the pictures go.
        taken: the pictures so far, in order.
    """

    application: QApplication
    bridge: Bridge
    window: MainWindow
    folder: Path
    taken: list[Picture] = field(default_factory=list[Picture])

    @property
    def workspace(self) -> Workspace:
        """Answer the open office's inside.

        Raises:
            ScreenError: no office is open.
        """
        if self.window.workspace is None:
            message = "the office did not open"
            raise ScreenError(message)
        return self.window.workspace

    def settle(self, wanted: Callable[[], object] | None = None) -> None:
        """Wait until everything asked for has been answered and painted.

        Raises:
            ScreenError: what was wanted did not come.
        """
        limit = time.monotonic() + WAIT_S
        while time.monotonic() < limit:
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            if not self.bridge.pending:
                for _ in range(LAYOUT_ROUNDS):
                    QCoreApplication.processEvents()
                if wanted is None or wanted():
                    return
                limit = min(limit, time.monotonic() + PATIENCE_S)  # nothing more will come
            time.sleep(0.005)
        last = self.taken[-1].screen if self.taken else "the start"
        message = f"the next window after {last} did not come: {self._said()}"
        raise ScreenError(message)

    def wait(self, seconds: float) -> None:
        """Let a debounce or a fade pass."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            QCoreApplication.processEvents()
            time.sleep(0.005)
        self.settle()

    def picture(self, screen: str) -> None:
        """Save what is seen: the main window, and what lies over it (dialogs, popovers)."""
        self.settle()
        shown = self.window.grab()
        over = self.over()
        if over:
            painter = QPainter(shown)
            painter.setPen(theme.current().colour("borderStrong"))
            for each in over:
                place = self._place_of(each)
                painter.drawPixmap(place, each.grab())
                painter.drawRect(QRect(place, each.size()))  # where the system draws its frame
            painter.end()
        self._save(screen, shown)

    def over(self) -> list[QWidget]:
        """Answer what lies over the window: dialogs and popovers."""
        return [each for each in self.application.topLevelWidgets() if _lies_over(each)]

    def alone(self, screen: str, widget: QWidget) -> None:
        """Save a window or dialog by itself."""
        self.settle()
        self._save(screen, widget.grab())

    def shut(self) -> None:
        """Close what lies over the window."""
        for each in self.over():
            each.close()
        self.settle()

    def _place_of(self, widget: QWidget) -> QPoint:
        at = self.window.mapFromGlobal(widget.mapToGlobal(QPoint(0, 0)))
        if widget.windowType() == Qt.WindowType.Popup and self.window.rect().contains(at):
            return at
        free = self.window.rect().center() - widget.rect().center()
        return QPoint(max(0, free.x()), max(0, free.y()))

    def _save(self, screen: str, shown: QPixmap) -> None:
        path = self.folder / f"{len(self.taken) + 1:02d}_{screen}.png"
        if not shown.save(str(path)):
            message = f"the picture {path.name} could not be written"
            raise ScreenError(message)
        self.taken.append(Picture(screen, path))

    def _said(self) -> str:
        """What the windows say, which is usually why nothing comes."""
        notices = [each for each in self.window.findChildren(Notice) if each.isVisible()]
        return "; ".join(each.text for each in notices)


_OVER = frozenset({Qt.WindowType.Dialog, Qt.WindowType.Popup, Qt.WindowType.Sheet})


def _lies_over(widget: QWidget) -> bool:
    return widget.isVisible() and widget.windowType() in _OVER
