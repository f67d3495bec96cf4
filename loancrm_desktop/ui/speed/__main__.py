"""Measures the windows on a bench office.

Run as `python -m loancrm_desktop.ui.speed`. Shape: `{"folder": …}` on standard input; on standard
output `{"times_ms": {name: [ms, …]}, "stalls": [{"ms": …, "where": [line, …]}, …]}`.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from PySide6.QtWidgets import QListView, QTableView, QWidget

from loancrm_desktop.bench import office_seed
from loancrm_desktop.services import opening
from loancrm_desktop.services.vault.office_folder import read_office
from loancrm_desktop.texts import set_language
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.application import make_application
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.main_window import MainWindow
from loancrm_desktop.ui.screens.stage import SIZE
from loancrm_desktop.ui.speed.hand import Hand
from loancrm_desktop.ui.stalls import StallWatch
from loancrm_desktop.ui.workspace import BOARD, CUSTOMERS, SETTINGS, TODAY, Workspace

ROUNDS = 5
SCROLL_STEPS = 300
ROWS_A_STEP = 3
PIXELS_A_STEP = 30
DRAG_STEPS = 20
CUSTOMERS_OPENED = 20


class _Desk:
    """The window on the office, one work after the other."""

    def __init__(self, folder: Path, profile: Path) -> None:
        self._folder = folder
        self.bridge = Bridge()
        self.window = MainWindow(self.bridge, DeskMemory(folder=profile))
        self.window.resize(*SIZE)
        self.window.show_unlock()
        self.window.show()
        self.hand = Hand(self.bridge)
        self.hand.settle()

    @property
    def _inside(self) -> Workspace:
        if self.window.workspace is None:
            raise LookupError(self._folder)
        return self.window.workspace

    def open(self) -> None:
        """Go in with keys that are there already, up to the first page."""
        vault = office_seed.open_office(self._folder)
        keys = vault.vault
        vault.office.close()

        def go_in() -> None:
            clock = office_seed.BenchClock()
            identity = read_office(self._folder)
            self.window.enter(opening.open_with(self._folder, identity, keys, clock=clock))

        self.hand.answered("win_first_page", go_in, self._has_page)

    def _has_page(self) -> bool:
        return self._inside.words.ready and self._inside.pages.count() > 0

    def click(self) -> None:
        """Click through the places, each built already, and through customers."""
        inside = self._inside
        for place in (TODAY, CUSTOMERS, BOARD, SETTINGS):
            self.hand.answered(f"win_{place}_first", _Going(inside, place))
        for _ in range(ROUNDS):
            for place in (TODAY, CUSTOMERS, BOARD, SETTINGS):
                self.hand.answered("win_click", _Going(inside, place))
        for number in range(1, CUSTOMERS_OPENED + 1):
            self.hand.answered("win_customer", _Opening(inside, number))

    def scroll(self) -> None:
        """Scroll the list, then jump far."""
        self._inside.go_to(CUSTOMERS)
        self.hand.settle()
        table = _largest(self._inside.page(CUSTOMERS), QTableView)
        self.hand.scroll("win_list_frame", table, SCROLL_STEPS, ROWS_A_STEP)
        bar = table.verticalScrollBar()
        for part in range(ROUNDS):
            self.hand.answered("win_list_jump", _Jump(bar.setValue, bar.maximum() * part // ROUNDS))

    def drag(self) -> None:
        """Scroll a column, carry a card over all of them."""
        self._inside.go_to(BOARD)
        self.hand.settle()
        columns = self._inside.page(BOARD).findChildren(QListView)
        shown = [column for column in columns if column.isVisible()]
        full = max(shown, key=_rows_of)
        self.hand.scroll("win_board_frame", full, SCROLL_STEPS, PIXELS_A_STEP)
        carried = full.model().mimeData([full.model().index(0, 0)])
        over = [column.viewport() for column in shown]
        self.hand.drag_over("win_drag_frame", over, carried, DRAG_STEPS)

    def leave(self) -> None:
        """Close everything."""
        self.window.close()
        self.bridge.shut_down()


class _Going:
    """A click on a place."""

    def __init__(self, inside: Workspace, place: str) -> None:
        self._inside, self._place = inside, place

    def __call__(self) -> None:
        self._inside.go_to(self._place)


class _Opening:
    """A click on a customer."""

    def __init__(self, inside: Workspace, number: int) -> None:
        self._inside, self._number = inside, number

    def __call__(self) -> None:
        self._inside.open_customer(self._number)


class _Jump:
    """A pull at the scroll bar."""

    def __init__(self, pull: object, to: int) -> None:
        self._pull, self._to = pull, to

    def __call__(self) -> None:
        if callable(self._pull):
            self._pull(self._to)


def _rows_of(view: QListView) -> int:
    return view.model().rowCount()


def _largest(page: QWidget, kind: type[QTableView]) -> QTableView:
    return max(page.findChildren(kind), key=_area_of)


def _area_of(view: QWidget) -> int:
    return view.width() * view.height()


def main() -> None:
    """Answer one request."""
    folder = Path(json.loads(sys.stdin.read())["folder"])
    application = make_application(["loancrm-desktop"])
    set_language("zh")
    theme.apply(application, "light")
    watch = StallWatch()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        desk = _Desk(folder, Path(profile))
        watch.begin()
        desk.open()
        desk.click()
        desk.scroll()
        desk.drag()
        watch.end()
        desk.leave()
    answer = {
        "times_ms": desk.hand.noted,
        "stalls": [{"ms": stall.ms, "where": stall.where} for stall in watch.stalls if stall.where],
    }
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
