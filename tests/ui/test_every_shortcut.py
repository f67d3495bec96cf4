"""Every key of the design that has its screen does what the design says, and only there."""

from __future__ import annotations

import shutil
import threading

import pytest
from hands import compose, focus_window
from office_fixtures import RAW_KEY, FrozenClock, place_in
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from seats import PEOPLE, TEXT_FIELDS, Seat, office_named, running_timers, sit_down, stand_up

from loancrm_desktop.errors import FieldProblem
from loancrm_desktop.models.database import Database
from loancrm_desktop.services import access, deals
from loancrm_desktop.services.opening import assemble
from loancrm_desktop.texts import say, set_language
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.widgets.popover import Popover


@pytest.fixture
def own_seat(qtbot, dressed, office, owner, tmp_path, monkeypatch):
    """Answer a window of the test's own, for what leaves something behind."""
    monkeypatch.setattr("loancrm_desktop.ui.vault_calls.office_name", office_named)
    seat = sit_down(Bridge(), office, owner, tmp_path / "profile")
    yield seat
    stand_up(seat)


@pytest.fixture(scope="module")
def everybodys_seat(qapp, dressed, founded_file, tmp_path_factory):
    """Answer one window for all keys that change nothing, its pages built."""
    folder = tmp_path_factory.mktemp("office")
    shutil.copy(founded_file, folder / "office.db")
    database = Database(folder / "office.db", RAW_KEY, "local")
    office = assemble(database, place_in(folder), FrozenClock())
    with office.database.reading() as session:
        owner = access.actor_for(session, "boss", desk="desk-1")
    set_language("zh")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("loancrm_desktop.ui.vault_calls.office_name", office_named)
        patched.setenv("LOANCRM_PROFILE", str(folder))
        seat = sit_down(Bridge(), office, owner, folder / "profile")
        for place in (*EVERYWHERE, "form"):
            seat.go(place)
        tidy(seat)
        QTest.qWait(1_000)  # what waits a moment has run
        seat.quiet = running_timers()
        seat.window.setProperty("shared by a module", True)
        yield seat
        stand_up(seat)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def seat(everybodys_seat, qtbot):
    """Answer the window all share, tidy again afterwards."""
    window = everybodys_seat.window
    if not window.isActiveWindow():
        window.hide()
        window.show()
        window.activateWindow()
    everybodys_seat.wait(window.isActiveWindow)
    yield everybodys_seat
    tidy(everybodys_seat)


def tidy(seat: Seat) -> None:
    """Close what a key opened, empty what was searched for, and go back to the first page."""
    for _layer in range(4):
        popup = QApplication.activePopupWidget()
        if popup is None:
            break
        popup.close()
    for each in QApplication.topLevelWidgets():
        if each.isVisible() and each is not seat.window:
            each.close()
    seat.window.activateWindow()
    if palette(seat):
        seat.space._palette.palette.close_quietly()
    seat.go("customers")
    if seat.page.editing.editor is not None:
        QTest.keyClick(seat.page.editing.editor, Qt.Key.Key_Escape)
    if seat.page.toolbar.search.text():
        seat.page.toolbar.search.clear()
        seat.wait(lambda: seat.page.model.total == len(PEOPLE))
    seat.page.ticks.clear()
    seat.page.view.setCurrentIndex(seat.page.model.index(0, 0))
    if previewing(seat):
        seat.page.view.setFocus()
        seat.press("P")
    if folded(seat):
        seat.space.toggle_fold()
    seat.go("today")
    seat.space.toasts.clear()
    seat.wait(lambda: seat.quiet is None or running_timers() <= seat.quiet)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QCoreApplication.processEvents()


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


def printing(seat) -> bool:
    return "PrintDialog" in seat.dialogs()


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


def nobody_in(stage: str):
    moved = stage_is(stage)

    def none_is(seat) -> bool:
        return not moved(seat)

    return none_is


def asked_why(seat) -> bool:
    return a_popup(seat) or bool(seat.dialogs())


def gone_from_the_list(seat) -> bool:
    return seat.page.model.total == len(PEOPLE) - 1


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
    *((place, ("F1",), sheet_of_keys) for place in EVERYWHERE),
    ("customers", ("?",), sheet_of_keys),
    ("settings", ("Ctrl+1",), page("TodayPage")),
    ("settings", ("Ctrl+2",), page("CustomerListPage")),
    ("settings", ("Ctrl+3",), page("BoardPage")),
    ("settings", ("Ctrl+4",), page("ApprovalInboxPage")),
    ("settings", ("Ctrl+5",), page("TasksPage")),
    ("settings", ("Ctrl+6",), page("ImportPage")),
    ("customers", ("Ctrl+3", "Alt+Left"), page("CustomerListPage")),
    ("customers", ("Ctrl+3", "Alt+Left", "Alt+Right"), page("BoardPage")),
    ("customers", ("Ctrl+F",), searching),
    ("customer", ("Ctrl+F",), searching),
    ("customers", ("F3",), searching),
    ("customer", ("F3",), searching),
    ("customers", ("Ctrl+P",), printing),
    ("customer", ("Ctrl+P",), printing),
    ("customers", ("L",), writing),
    ("board", ("L",), writing),
    ("customer", ("L",), writing),
    ("customers", ("T",), a_popover),
    ("board", ("T",), a_popover),
    ("customer", ("T",), a_popover),
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
    ("customers", ("Ctrl+Shift+Right",), a_popover),
    ("board", ("Ctrl+Shift+Right",), a_popup),
    ("customer", ("Ctrl+Shift+Right",), a_popup),
    ("customer", ("]",), another_customer),
    ("customer", ("[",), another_customer),
    ("customer", ("Esc",), page("CustomerListPage")),
    ("customers", ("Ctrl+B",), folded),
]


LEAVING = [
    ("today", ("T",), a_popup),
    ("customers", ("Ctrl+Right", "Ctrl+Z"), nobody_in("first_call")),
    ("board", ("Ctrl+Right", "Ctrl+Z"), nobody_in("first_call")),
    ("customers", ("Ctrl+Right", "Ctrl+Z", "Ctrl+Shift+Z"), stage_is("first_call")),
    ("customers", ("Ctrl+Right", "Ctrl+Z", "Ctrl+Y"), stage_is("first_call")),
    ("customers", ("Del",), gone_from_the_list),
    *((place, ("Ctrl+L",), locked) for place in EVERYWHERE),
    ("customers", ("Ctrl+Right",), stage_is("first_call")),
    ("board", ("Ctrl+Right",), stage_is("first_call")),
    ("customer", ("Ctrl+Right",), stage_is("first_call")),
    ("form", ("Ctrl+S",), page("CustomerPage")),
    ("customers", ("F11",), full_screen),
]


def named(table) -> dict[str, object]:
    """Answer how a table of keys is spread over tests with readable names."""
    ids = [f"{row[0]}: {', '.join(row[1])}" for row in table]
    return {"argvalues": table, "ids": ids}


def check(seat, place, keys, wanted) -> None:
    seat.go(place)
    seat.previewed = previewing(seat)
    seat.press(*keys[:-1])
    assert not wanted(seat), "it is so already, without the last key"
    seat.press(keys[-1])
    seat.wait(lambda: wanted(seat))


@pytest.mark.parametrize(("place", "keys", "wanted"), **named(TABLE))
def test_a_key_does_what_the_design_says(seat, place, keys, wanted):
    check(seat, place, keys, wanted)


@pytest.mark.parametrize(("place", "keys", "wanted"), **named(LEAVING))
def test_a_key_that_changes_something_does_what_the_design_says(own_seat, place, keys, wanted):
    check(own_seat, place, keys, wanted)


@pytest.mark.parametrize("place", ["customers", "board", "customer"])
def test_ctrl_left_sends_back_what_ctrl_right_advanced(own_seat, place):
    nobody_there = nobody_in("first_call")
    own_seat.go(place)
    own_seat.press("Ctrl+Right")
    own_seat.wait(lambda: not nobody_there(own_seat))
    own_seat.press("Ctrl+Left")
    own_seat.wait(lambda: asked_why(own_seat) or nobody_there(own_seat))


def test_tab_goes_on_to_the_next_cell_while_one_is_edited(own_seat):
    seat = own_seat
    seat.go("customers")
    seat.press("F2")
    first = seat.page.editing.key
    seat.press("Tab")
    assert editing_a_cell(seat)
    assert seat.page.editing.key != first


def test_f6_goes_round_the_areas_and_shift_f6_back(own_seat):
    seat = own_seat
    seat.go("customers")
    began = seat.focus
    seat.press("F6")
    onward = seat.focus
    assert onward is not began
    seat.press("F6")
    assert seat.focus is not onward
    seat.press("Shift+F6")
    assert seat.focus is onward


@pytest.mark.parametrize("key", ["F8", "Shift+F8"])
def test_f8_goes_to_the_field_with_the_problem(own_seat, key):
    seat = own_seat
    seat.go("form")
    name = seat.page.form.editor("name").line
    name.clear()
    seat.press("Ctrl+S")
    seat.page.form.editor("phone").line.setFocus()
    assert seat.focus is not name
    seat.press(key)
    assert seat.focus is name


def test_f8_goes_round_among_several_problems(own_seat):
    seat = own_seat
    seat.go("form")
    fields = {key: seat.page.form.editor(key).line for key in ("name", "company", "wechat")}
    seat.page.form.show_problems(
        [FieldProblem(key, "wrong", say("This is wrong.")) for key in fields]
    )
    order = [key for key in seat.page.form.keys if key in fields]
    assert seat.focus is fields[order[0]]
    for key in (order[1], order[2], order[0]):
        seat.press("F8")
        assert seat.focus is fields[key]
    for key in (order[2], order[1], order[0]):
        seat.press("Shift+F8")
        assert seat.focus is fields[key]


def test_f3_goes_on_among_what_was_found_and_shift_f3_back(seat):
    seat.go("customers")
    seat.press("Ctrl+F")
    QTest.keyClicks(seat.focus, "g")  # in the pinyin of two of the names
    seat.wait(lambda: seat.page.wish.search == "g")
    seat.wait()
    rows = seat.page.model.total
    assert rows > 0
    began = seat.page.view.currentIndex().row()
    seat.press("F3")
    assert seat.page.view.currentIndex().row() == (began + 1) % rows
    assert searching(seat)
    seat.press("Shift+F3")
    assert seat.page.view.currentIndex().row() == began
    seat.page.toolbar.search.clear()
    seat.wait(lambda: seat.page.model.total == len(PEOPLE))


def test_ctrl_enter_in_the_composer_saves_the_follow_up(own_seat):
    seat = own_seat
    seat.go("customer")
    before = seat.page.timeline.model().rowCount()
    seat.press("L")
    QTest.keyClicks(seat.focus, "called")
    field = seat.focus
    seat.press("Ctrl+Return")
    seat.wait(lambda: seat.page.timeline.model().rowCount() > before)
    assert text_of(field) == ""


SIGNS = "ltpedLTPED123?[]+-0 x"
FIELDS = [
    ("customers", ("Ctrl+F",)),
    ("customer", ("L",)),
    ("customer", ("Ctrl+F",)),
    ("customers", ("L",)),
    ("customers", ("F2",)),
    ("customers", ("T",)),
    ("customer", ("T",)),
    ("board", ("L",)),
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
def test_single_letters_are_only_letters_in_a_text_field(own_seat, place, keys):
    seat = own_seat
    field = in_a_field(seat, place, keys)
    page, open_now = seat.page, seat.dialogs()
    for sign in SIGNS:
        QTest.keyClick(focus_window(), sign)
    assert text_of(field) == SIGNS
    seat.wait()
    assert seat.page is page
    assert seat.dialogs() == open_now


@pytest.mark.parametrize(("place", "keys"), FIELDS, ids=NAMED)
def test_what_an_input_method_holds_is_neither_checked_nor_lost(own_seat, place, keys):
    seat = own_seat
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
