"""Measures the windows on a bench office.

Run as `python -m loancrm_desktop.ui.speed`. Shape: `{"folder": …}` on standard input; on standard
output `{"times_ms": {name: [ms, …]}, "windows_ms": …, "all_ms": …,
"stalls": [{"ms": …, "windows_ms": …, "where": [line, …]}, …]}`; see `hand.Took` for the three.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QTableView, QWidget

from loancrm_desktop.bench import office_seed
from loancrm_desktop.services import opening
from loancrm_desktop.services.forms import catalog
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.services.vault.keys import UnlockedVault
from loancrm_desktop.services.vault.office_folder import read_office
from loancrm_desktop.texts import set_language
from loancrm_desktop.ui import theme, vault_calls
from loancrm_desktop.ui.application import make_application
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.kanban.cards_view import CardsView
from loancrm_desktop.ui.kanban.column_view import StageColumn
from loancrm_desktop.ui.main_window import MainWindow
from loancrm_desktop.ui.records.customer_form_page import CustomerFormPage
from loancrm_desktop.ui.records.list_columns import choices
from loancrm_desktop.ui.records.list_page import CustomerListPage
from loancrm_desktop.ui.screens.stage import SIZE
from loancrm_desktop.ui.speed.hand import Hand, press
from loancrm_desktop.ui.stalls import StallWatch
from loancrm_desktop.ui.workspace import BOARD, CUSTOMERS, SETTINGS, TODAY, Workspace

ROUNDS = 5
SCROLL_STEPS = 300
ROWS_A_STEP = 3
PIXELS_A_STEP = 30
DRAG_STEPS = 20
CUSTOMERS_OPENED = 20
FIELDS, COLUMNS = 120, 30
TYPED = "wang"
ENTER = "\r"
PASSWORD_S, READING_S = 4.0, 0.5
"""How long a person types the password, and looks at a page that is new."""


class _Desk:
    """The window on the office, one work after the other."""

    def __init__(self, application: QApplication, folder: Path, profile: Path) -> None:
        self._application = application
        self._folder = folder
        self.bridge = Bridge()
        self.window = MainWindow(self.bridge, DeskMemory(folder=profile))
        self.window.resize(*SIZE)
        self.window.show_unlock()
        self.window.show()
        self.window.activateWindow()
        self.hand = Hand(self.bridge)
        self.hand.settle()
        self.bridge.outside(vault_calls.warm_up)
        self.hand.rest(PASSWORD_S)
        self._keys = self._derived()

    @property
    def _inside(self) -> Workspace:
        if self.window.workspace is None:
            raise LookupError(self._folder)
        return self.window.workspace

    def _derived(self) -> UnlockedVault:
        vault = office_seed.open_office(self._folder)
        vault.office.close()
        return vault.vault

    def open(self) -> None:
        """Go in with keys that are there already, up to the first page."""
        keys = self._keys

        def go_in() -> None:
            clock = office_seed.BenchClock()
            identity = read_office(self._folder)
            self.window.enter(opening.open_with(self._folder, identity, keys, clock=clock))

        self.hand.answered("win_first_page", go_in, self._has_page)
        self.hand.settle(self._is_quiet)

    def _is_quiet(self) -> bool:
        return self._inside.watches.clock.is_quiet

    def _has_page(self) -> bool:
        return self._inside.words.ready and self._inside.pages.count() > 0

    def click(self) -> None:
        """Click through the places, each the first time, then again, and through customers."""
        inside = self._inside
        for place in (TODAY, CUSTOMERS, BOARD, SETTINGS):
            self.hand.painted(f"win_{place}_first", _Going(inside, place), _SHOWS[place](inside))
            self.hand.rest(READING_S)
        for _ in range(ROUNDS):
            for place in (TODAY, CUSTOMERS, BOARD, SETTINGS):
                self.hand.painted("win_click", _Going(inside, place), _SHOWS[place](inside))
        self.hand.answered("win_customer_first", _Opening(inside, CUSTOMERS_OPENED + 1))
        for number in range(1, CUSTOMERS_OPENED + 1):
            self.hand.answered("win_customer", _Opening(inside, number))

    def fill_in(self) -> None:
        """Open the form, empty and of a customer, and type into it."""
        inside = self._inside
        for number in range(1, ROUNDS + 1):
            for act in (inside.new_customer, _Editing(inside, number)):
                self.hand.painted("win_form", act, self._has_form)
                self.hand.settle(self._has_whole_form)
        form = inside.new_customer()
        self.hand.settle(self._has_whole_form)
        box = next(each for each in form.findChildren(QLineEdit) if each.isVisible())
        self.hand.type("win_key", box, TYPED)
        inside.go_back()
        self.hand.settle()

    def _shown_form(self) -> CustomerFormPage | None:
        shown = self._inside.pages.currentWidget()
        return shown if isinstance(shown, CustomerFormPage) else None

    def _has_form(self) -> bool:
        form = self._shown_form()
        return form is not None and form.drafts.loaded

    def _has_whole_form(self) -> bool:
        form = self._shown_form()
        return form is not None and form.drafts.loaded and form.form.is_whole

    def find(self) -> None:
        """Find with the palette, and in the list."""
        inside = self._inside
        inside.go_to(CUSTOMERS)
        self.hand.settle()
        for _ in range(ROUNDS):
            self.hand.answered("win_palette", inside.open_palette)
            box = self._in_focus()
            for sign in TYPED:
                self.hand.answered("win_palette_key", _Press(box, sign))
            press(box, Qt.Key.Key_Escape)
            self.hand.settle()
        page = inside.page(CUSTOMERS)
        box = next(each for each in page.findChildren(QLineEdit) if each.isVisible())
        for _ in range(ROUNDS):
            self.hand.type("win_key", box, TYPED)
            self.hand.answered("win_search", _Press(box, ENTER))
            box.clear()
            self.hand.answered("win_search", _Press(box, ENTER))

    def _in_focus(self) -> QWidget:
        return self.window.focusWidget()

    def dress(self) -> None:
        """Change between light and dark, with every page built."""
        for name in (*reversed(theme.THEMES), *reversed(theme.THEMES)):
            self.hand.answered("win_theme", _Dressing(self._application, name))

    def scroll(self) -> None:
        """Scroll the list, then jump far."""
        self._inside.go_to(CUSTOMERS)
        self.hand.settle()
        table = _largest(self._inside.page(CUSTOMERS), QTableView)
        bar = table.verticalScrollBar()
        self.hand.scroll("win_list_frame", table, SCROLL_STEPS, ROWS_A_STEP * bar.singleStep())
        for part in range(ROUNDS):
            self.hand.answered("win_list_jump", _Jump(bar.setValue, bar.maximum() * part // ROUNDS))

    def drag(self) -> None:
        """Scroll a column, carry a card over all of them."""
        self._inside.go_to(BOARD)
        self.hand.settle()
        columns = self._inside.page(BOARD).findChildren(StageColumn)
        shown = [column for column in columns if column.isVisible() and not column.folded]
        full = max(shown, key=_cards_of)
        self.hand.scroll("win_board_frame", full.view, SCROLL_STEPS, PIXELS_A_STEP)
        carried = full.model.mimeData([full.model.index(0, 0)])
        full.view.drag_began.emit(full.model.card_at(0))
        self.hand.drag_over("win_drag_frame", list(shown), carried, DRAG_STEPS)
        full.view.drag_ended.emit()
        self.hand.settle()

    def widen(self) -> None:
        """Scroll a list with many columns, and open a form with many fields."""
        inside = self._inside
        for number in range(FIELDS - len(inside.words.fields("customer"))):
            self.bridge.do(catalog.add_field, kind="customer", spec=_field(number))
            self.hand.settle()
        self.hand.settle(self._knows_all_fields)
        inside.go_to(CUSTOMERS)
        page = inside.page(CUSTOMERS)
        if isinstance(page, CustomerListPage):
            page.show_columns([key for key, _title in choices(inside.words)][:COLUMNS])
        self.hand.settle()
        table = _largest(page, QTableView)
        step = ROWS_A_STEP * table.verticalScrollBar().singleStep()
        self.hand.scroll("win_wide_frame", table, SCROLL_STEPS, step)
        for _ in range(ROUNDS):
            self.hand.painted("win_wide_form", inside.new_customer, self._has_form)
            self.hand.settle(self._has_whole_form)
            inside.go_back()
            self.hand.settle()

    def _knows_all_fields(self) -> bool:
        return len(self._inside.words.fields("customer")) >= FIELDS

    def leave(self) -> None:
        """Close everything."""
        self.window.close()
        self.bridge.shut_down()


class _Shows:
    """Whether a page has something to look at: rows or cards, or anything where it has none."""

    def __init__(self, place: str, kind: type[QAbstractItemView] | None) -> None:
        self._place, self._kind = place, kind

    def __call__(self, inside: Workspace) -> Callable[[], bool]:
        def shown() -> bool:
            if self._kind is None:
                return True
            views = inside.page(self._place).findChildren(self._kind)
            return any(view.isVisible() and view.model().rowCount() for view in views)

        return shown


_SHOWS = {
    TODAY: _Shows(TODAY, QAbstractItemView),
    CUSTOMERS: _Shows(CUSTOMERS, QTableView),
    BOARD: _Shows(BOARD, CardsView),
    SETTINGS: _Shows(SETTINGS, None),
}


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


class _Editing:
    """A click on "edit"."""

    def __init__(self, inside: Workspace, number: int) -> None:
        self._inside, self._number = inside, number

    def __call__(self) -> None:
        self._inside.edit_customer(self._number)


class _Press:
    """A press of a letter's key, or of Enter."""

    def __init__(self, box: QWidget, sign: str) -> None:
        self._box, self._sign = box, sign

    def __call__(self) -> None:
        enter = self._sign == ENTER
        key = Qt.Key.Key_Return if enter else Qt.Key(ord(self._sign.upper()))
        press(self._box, key, self._sign)


class _Dressing:
    """A change of the theme."""

    def __init__(self, application: QApplication, name: theme.ThemeName) -> None:
        self._application = application
        self._name: theme.ThemeName = name

    def __call__(self) -> None:
        theme.apply(self._application, self._name)


class _Jump:
    """A pull at the scroll bar."""

    def __init__(self, pull: object, to: int) -> None:
        self._pull, self._to = pull, to

    def __call__(self) -> None:
        if callable(self._pull):
            self._pull(self._to)


def _field(number: int) -> FieldSpec:
    label = f"wide {number}"
    return FieldSpec(
        key=f"bench_wide_{number}", type=FieldType.TEXT, label_zh=label, label_en=label
    )


def _cards_of(column: StageColumn) -> int:
    return column.model.rowCount()


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
        desk = _Desk(application, folder, Path(profile))
        watch.begin()
        for work in (desk.open, desk.click, desk.fill_in, desk.find, desk.scroll, desk.drag):
            work()
        desk.widen()
        desk.dress()
        watch.end()
        desk.leave()
    noted = desk.hand.noted
    answer = {
        "times_ms": {name: [took.ms for took in each] for name, each in noted.items()},
        "windows_ms": {name: [took.windows_ms for took in each] for name, each in noted.items()},
        "all_ms": {name: [took.all_ms for took in each] for name, each in noted.items()},
        "stalls": [
            {"ms": stall.ms, "windows_ms": stall.reckoned_ms, "where": stall.where}
            for stall in watch.stalls
            if stall.where
        ],
    }
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
