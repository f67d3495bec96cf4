"""Every key of the design that has its screen does what the design says, and only there."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import pytest
from hands import compose, focus_window
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget

from loancrm_desktop.services import customers, deals
from loancrm_desktop.services.opening import Opened
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.main_window import MainWindow
from loancrm_desktop.ui.widgets.popover import Popover

PEOPLE = (("钱慧敏", "13900000872"), ("冯国栋", "13700002215"), ("何秀兰", "13500006608"))
TEXT_FIELDS = (QLineEdit, QPlainTextEdit)


@dataclass
class Seat:
    """A person before the window."""

    window: MainWindow
    bridge: Bridge
    wait: object
    previewed: bool = False

    @property
    def space(self):
        return self.window.workspace

    @property
    def page(self):
        return self.space.pages.currentWidget()

    @property
    def focus(self):
        return QApplication.focusWidget()

    def press(self, *sequences: str) -> None:
        for sequence in sequences:
            keys = QKeySequence.fromString(sequence, QKeySequence.SequenceFormat.PortableText)[0]
            QTest.keyClick(focus_window(), keys.key(), keys.keyboardModifiers())
            self.wait()

    def go(self, place: str) -> None:
        if place == "customer":
            self.go("customers")
            self.page.view.go_to_row(1)
            self.space.open_customer(self.page.view.current_row.id)
        elif place == "form":
            self.space.edit_customer(1)
        else:
            self.space.go_to(place)
        self.wait()
        if place == "customers":
            self.wait(lambda: self.page.model.total == len(PEOPLE))
            self.page.view.setFocus()
            self.page.view.go_to_row(0)
        elif place == "board":
            self.wait(lambda: self.page.area.columns)
            self.page.focus_content()
        elif place == "customer":
            self.wait(lambda: self.page.sheet is not None)
            self.page.timeline.setFocus()
        elif place == "today":
            self.wait()
            self.page.view.setFocus()
        elif place == "form":
            self.wait(lambda: self.page.form.editor("name").value())
        self.wait()

    def popup(self):
        shown = QApplication.activePopupWidget()
        return shown if shown is not None and shown.isVisible() else None

    def dialogs(self) -> list[str]:
        return [type(each).__name__ for each in QApplication.topLevelWidgets()
                if each.isVisible() and each is not self.window]  # fmt: skip


@pytest.fixture
def seat(qtbot, dressed, office, owner, tmp_path, monkeypatch):
    monkeypatch.setattr("loancrm_desktop.ui.vault_calls.office_name", _name_of)
    for name, phone in PEOPLE:
        values = {"name": name, "phone": phone, "owner": owner.user_id}
        office.do(owner, customers.add, values=values)
    bridge = Bridge()
    window = MainWindow(bridge, DeskMemory(folder=tmp_path / "profile"))
    qtbot.addWidget(window)

    def wait(wanted=lambda: True) -> None:
        QCoreApplication.processEvents()
        qtbot.waitUntil(lambda: bridge.pending == 0 and bool(wanted()), timeout=10_000)

    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.enter(Opened(office, owner, None))
    wait(window.workspace.pages.count)
    yield Seat(window, bridge, wait)
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
    window.close()
    bridge.shut_down()


def _name_of(folder) -> str:
    return "测试机构"


# What must be seen: each answers whether it is so.


def palette(seat) -> bool:
    return seat.space._palette is not None and seat.space._palette.palette.isVisible()


def form(seat) -> bool:
    return type(seat.page).__name__ == "CustomerFormPage"


def page(name: str):
    def shown(seat) -> bool:
        return type(seat.page).__name__ == name

    return shown


def sheet_of_keys(seat) -> bool:
    return "ShortcutSheet" in seat.dialogs()


def locked(seat) -> bool:
    return seat.window.workspace is None and not seat.bridge.is_open


def writing(seat) -> bool:
    return "跟进" in seat.focus.accessibleName() and isinstance(seat.focus, TEXT_FIELDS)


def a_popover(seat) -> bool:
    return isinstance(seat.popup(), Popover)


def a_popup(seat) -> bool:
    return seat.popup() is not None


def searching(seat) -> bool:
    return isinstance(seat.focus, QLineEdit)


def previewing(seat) -> bool:
    desk = getattr(seat.page, "desk", None)
    if desk is not None:
        return desk.previewing
    preview = getattr(seat.page, "preview", None)
    return preview is not None and preview.isVisible()


def preview_turned(seat) -> bool:
    return previewing(seat) != seat.previewed


def another_customer(seat) -> bool:
    return seat.page.customer_id != 2


def ticked(count: int):
    def are(seat) -> bool:
        return len(seat.page.ticks) == count

    return are


def row(number: int):
    def here(seat) -> bool:
        return seat.page.view.currentIndex().row() == number

    return here


def own_window(seat) -> bool:
    return "CustomerWindow" in seat.dialogs()


def editing_a_cell(seat) -> bool:
    return seat.page.editing.editor is not None


def stage_is(stage: str):
    def moved(seat) -> bool:
        cards = []
        office, actor = seat.bridge.office, seat.bridge.actor
        customer = 2 if type(seat.page).__name__ == "CustomerPage" else None
        ids = [customer] if customer else range(1, len(PEOPLE) + 1)

        def ask() -> None:
            cards.extend(office.ask(actor, deals.show, deal_id=each).card.stage for each in ids)

        asking = threading.Thread(target=ask)
        asking.start()
        asking.join()
        return stage in cards

    return moved


def full_screen(seat) -> bool:
    return seat.window.isFullScreen()


def folded(seat) -> bool:
    return seat.space.navigation.folded


def a_fact_has_the_keyboard(seat) -> bool:
    return type(seat.focus).__name__ == "FactRow"


EVERYWHERE = ("today", "customers", "board", "customer", "import", "settings")
TABLE = [
    *((place, ("Ctrl+K",), palette) for place in EVERYWHERE),
    *((place, ("Ctrl+N",), form) for place in EVERYWHERE),
    *((place, ("Ctrl+L",), locked) for place in EVERYWHERE),
    *((place, ("F1",), sheet_of_keys) for place in EVERYWHERE),
    ("customers", ("?",), sheet_of_keys),
    ("settings", ("Ctrl+1",), page("TodayPage")),
    ("settings", ("Ctrl+2",), page("CustomerListPage")),
    ("settings", ("Ctrl+3",), page("BoardPage")),
    ("settings", ("Ctrl+4",), page("ImportPage")),
    ("customers", ("Ctrl+3", "Alt+Left"), page("CustomerListPage")),
    ("customers", ("Ctrl+3", "Alt+Left", "Alt+Right"), page("BoardPage")),
    ("customers", ("Ctrl+F",), searching),
    ("customer", ("Ctrl+F",), searching),
    ("customers", ("L",), writing),
    ("board", ("L",), writing),
    ("customer", ("L",), writing),
    ("customers", ("T",), a_popover),
    ("board", ("T",), a_popover),
    ("customer", ("T",), a_popover),
    ("today", ("T",), a_popup),
    ("customers", ("Down",), row(1)),
    ("customers", ("Down", "Up"), row(0)),
    ("customers", ("End",), row(2)),
    ("customers", ("End", "Home"), row(0)),
    ("customers", ("PgDown",), row(2)),
    ("customers", ("PgDown", "PgUp"), row(0)),
    ("customers", ("Space",), ticked(1)),
    ("customers", ("Space", "Shift+Down"), ticked(2)),
    ("customers", ("Shift+Down", "Shift+Up"), ticked(1)),
    ("customers", ("Ctrl+A",), ticked(3)),
    ("customers", ("Ctrl+A", "Esc"), ticked(0)),
    ("customers", ("Return",), page("CustomerPage")),
    ("customers", ("Ctrl+Return",), own_window),
    ("board", ("Return",), page("CustomerPage")),
    ("board", ("Ctrl+Return",), own_window),
    ("customers", ("P",), preview_turned),
    ("board", ("P",), preview_turned),
    ("customers", ("F2",), editing_a_cell),
    ("customers", ("Right", "Return"), editing_a_cell),
    ("customer", ("F2",), a_fact_has_the_keyboard),
    ("customers", ("Ctrl+Right",), stage_is("first_call")),
    ("board", ("Ctrl+Right",), stage_is("first_call")),
    ("customer", ("Ctrl+Right",), stage_is("first_call")),
    ("customers", ("Ctrl+Shift+Right",), a_popover),
    ("board", ("Ctrl+Shift+Right",), a_popup),
    ("customer", ("Ctrl+Shift+Right",), a_popup),
    ("customer", ("]",), another_customer),
    ("customer", ("[",), another_customer),
    ("customer", ("Esc",), page("CustomerListPage")),
    ("form", ("Ctrl+S",), page("CustomerPage")),
    ("customers", ("F11",), full_screen),
    ("customers", ("Ctrl+B",), folded),
]


@pytest.mark.parametrize(
    ("place", "keys", "wanted"), TABLE, ids=[f"{row[0]}: {', '.join(row[1])}" for row in TABLE]
)
def test_a_key_does_what_the_design_says(seat, place, keys, wanted):
    seat.go(place)
    seat.previewed = previewing(seat)
    seat.press(*keys[:-1])
    assert not wanted(seat), "it is so already, without the last key"
    seat.press(keys[-1])
    seat.wait(lambda: wanted(seat))


SIGNS = "ltpedLTPED123?[]+-0 x"
FIELDS = [
    ("customers", ("Ctrl+F",)),
    ("customer", ("L",)),
    ("customer", ("Ctrl+F",)),
    ("customers", ("L",)),
    ("form", ()),
    ("customers", ("Ctrl+K",)),
    ("board", ("Ctrl+K",)),
]
NAMED = [f"{place}: {', '.join(keys) or 'name'}" for place, keys in FIELDS]


def in_a_field(seat, place: str, keys: tuple[str, ...]) -> QWidget:
    seat.go(place)
    if place == "form":
        seat.page.form.editor("name").line.setFocus()
    seat.press(*keys)
    popup = QApplication.activePopupWidget()
    field = popup.focusWidget() if popup is not None else seat.focus
    assert isinstance(field, TEXT_FIELDS), field
    field.clear()
    seat.wait()
    return field


def text_of(field: QWidget) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


@pytest.mark.parametrize(("place", "keys"), FIELDS, ids=NAMED)
def test_single_letters_are_only_letters_in_a_text_field(seat, place, keys):
    field = in_a_field(seat, place, keys)
    page, open_now = seat.page, seat.dialogs()
    for sign in SIGNS:
        QTest.keyClick(focus_window(), sign)
    assert text_of(field) == SIGNS
    seat.wait()
    assert seat.page is page
    assert seat.dialogs() == open_now


@pytest.mark.parametrize(("place", "keys"), FIELDS, ids=NAMED)
def test_what_an_input_method_holds_is_neither_checked_nor_lost(seat, place, keys):
    field = in_a_field(seat, place, keys)
    page, open_now = seat.page, seat.dialogs()
    wrong = problems(seat)
    compose("钱慧敏", commit=False)
    seat.wait()
    assert text_of(field) == ""
    assert seat.page is page
    assert seat.dialogs() == open_now
    assert problems(seat) == wrong
    compose("钱慧敏")
    assert text_of(field) == "钱慧敏"
    assert field.hasFocus() or field.window().focusWidget() is field
    seat.wait()


def problems(seat) -> list[str]:
    """Answer what is said to be wrong in sight."""
    return [each.text() for each in seat.window.findChildren(QLabel)
            if each.isVisible() and each.property("role") == "error" and each.text()]  # fmt: skip
