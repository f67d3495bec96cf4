"""From an empty canvas to a form that is filled in and filtered by, all with the mouse (S44-S70).

The whole program is open: the designer is reached by the navigation, and so are form and list.
"""

from __future__ import annotations

import csv
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from pointer_hands import Hand, bring, click, double_click, type_in
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from loancrm_desktop.services import customers
from loancrm_desktop.services.forms import drawing
from loancrm_desktop.services.opening import Opened
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.forms import carried
from loancrm_desktop.ui.frame.places import CUSTOMERS, FORMS
from loancrm_desktop.ui.main_window import MainWindow
from loancrm_desktop.ui.records.drawn_form import DrawnForm

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support ", extend=True)
TABLE = Path(__file__).resolve().parents[3] / "shared/data/02_loan_tables/germancredit.csv"
BASICS = ("name", "phone", "id_number")
NEED = ("requested_amount", "requested_term_months", "product_type", "purpose")
QUALITY = ("credit_standing", "assets")
SLOTS = ("身份证照片", "征信报告", "银行流水")
METHODS = ("电话", "微信", "面谈")
ROWS = (
    ("2026-11-01", "电话", "问额度"),
    ("2026-11-03", "微信", "发材料清单"),
    ("2026-11-05", "面谈", "看房产证"),
    ("2026-11-08", "电话", "约面签"),
    ("2026-11-10", "电话", "确认到账"),
)


@pytest.fixture
def program(qtbot, qapp, office, owner, tmp_path, monkeypatch):
    theme.apply(qapp, "light")
    monkeypatch.setattr("loancrm_desktop.ui.vault_calls.office_name", lambda _folder: "测试机构")
    for name, phone in (("钱慧敏", "13900000872"), ("冯国栋", "13700002215")):
        office.do(owner, customers.add, values={"name": name, "phone": phone})
    bridge = Bridge()
    window = MainWindow(bridge, DeskMemory(folder=tmp_path / "profile"))
    qtbot.addWidget(window)

    def settle(wanted=lambda: True) -> None:
        QCoreApplication.processEvents()
        qtbot.waitUntil(lambda: bridge.pending == 0 and bool(wanted()), timeout=10_000)

    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    window.enter(Opened(office, owner, None))
    settle(lambda: window.workspace.words.ready)

    def ask(function, **arguments):
        """Read past the bridge, on a thread of its own."""
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(office.ask, owner, function, **arguments).result()

    space = window.workspace
    yield SimpleNamespace(window=window, settle=settle, qtbot=qtbot, space=space, ask=ask)
    window.close()
    bridge.shut_down()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def real_row():
    """Answer a borrower of the German credit table who owns real estate and paid back."""
    if not TABLE.is_file():
        pytest.skip("the loan tables are not beside this checkout")
    with TABLE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return next(
        row
        for row in rows
        if row["property"] == "real estate"
        and row["creditability"] == "good"
        and row["purpose"] == "car (new)"
    )


class Drawer:
    """Works the designer with the pointer alone, but for what is typed."""

    def __init__(self, program, hand: Hand) -> None:
        self.hand = hand
        self.page = program.space.page(FORMS)
        self.sheet = self.page.canvas.sheet
        self.program = program

    def put(self, key: str, what: str = carried.CONTROL) -> str:
        """Carry something from the library to the end of the last section."""
        button = self.in_library(what, key)
        self.hand.carry(button, self.end_of_last, carried.pack)
        return self.page.desk.chosen.key

    def in_library(self, what: str, key: str):
        library = self.page.library
        found = (*library.buttons, *library._off_buttons)
        return next(each for each in found if (each.held.what, each.held.key) == (what, key))

    def end_of_last(self):
        QTest.qWait(1)  # the layout settles
        frame = self.sheet.frames[-1]
        return self.sheet, frame.mapTo(self.sheet, QPoint(60, frame.height() - 3))

    def name_section(self, title: str, *, first: bool = False) -> None:
        if not first:
            self.add_section()
        QTest.qWait(400)  # two presses more would be taken with the one before
        frame = self.sheet.frames[-1]
        double_click(frame, QPoint(frame.width() // 2, 10))
        type_in(frame.rename_edit, title)
        QTest.keyClick(frame.rename_edit, Qt.Key.Key_Return)
        self.program.qtbot.waitUntil(lambda: self.sheet.frames[-1].title == title)

    def add_section(self) -> None:
        """Choose 'add a section below' in the menu of the last section."""
        frame = self.sheet.frames[-1]
        click(frame, QPoint(frame.width() // 2, 10))
        menu = self.sheet.menus.section_menu()
        place = self.page.mapToGlobal(QPoint(300, 200))
        menu.popup(place)
        wanted = next(each for each in menu.actions() if each.text() == tr("Add a section below"))
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(wanted).center())
        menu.close()

    def name_field(self, title: str) -> None:
        row = self.page.panel.page.rows["label"]
        click(row.edit)
        type_in(row.edit, title)

    def document_kind(self, title: str) -> None:
        type_in(self.page.panel.page.rows["document_kind"].edit, title)

    def columns(self) -> None:
        for at, (title, kind) in enumerate(
            (("跟进日期", "date"), ("沟通方式", "choice"), ("沟通纪要", "long_text"))
        ):
            columns = self.page.panel.page.columns
            if at:
                click(columns.add_button)
            type_in(columns.titles[at], title)
            pick(columns.types[at], kind)
            if kind == "choice":
                self.paste(columns.options[at], METHODS)

    def paste(self, options, titles) -> None:
        click(options.paste_button)
        type_in(options.pasted, "\n".join(titles))
        take = next(
            each
            for each in options.popover.findChildren(QPushButton)
            if each.text() == tr("Take over")
        )
        QTest.mouseClick(take, Qt.MouseButton.LeftButton)


def pick(box, value) -> None:
    """Choose a line of a list by the keyboard, as after a click into it."""
    bring(box)
    box.setFocus()
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def draw(drawer: Drawer) -> dict[str, str]:
    own: dict[str, str] = {}
    drawer.name_section("基础信息", first=True)
    for key in BASICS:
        assert drawer.put(key, carried.FIELD) == key
    drawer.name_section("贷款需求")
    for key in NEED:
        assert drawer.put(key, carried.FIELD) == key
    drawer.name_section("资质评估")
    for key in QUALITY:
        assert drawer.put(key, carried.FIELD) == key
    drawer.name_section("附件")
    for title in SLOTS:
        own[title] = drawer.put("attachment")
        drawer.name_field(title)
        drawer.document_kind(title)
    drawer.name_section("跟进")
    own["跟进记录"] = drawer.put("sub_form")
    drawer.name_field("跟进记录")
    drawer.columns()
    return own


def publish(program, page) -> None:
    click(page.header.publish_button)
    program.settle(lambda: page.publishing.dialog is not None)
    dialog = page.publishing.dialog
    assert {"跟进记录", *SLOTS} <= set(dialog.said)
    click(dialog.publish_button)
    program.settle(lambda: page.drawing is not None and page.drawing.published_version == 1)
    words = program.space.words
    program.settle(lambda: words.ready and words.customer_form is not None)


def fill(form: DrawnForm, row, rows_key: str) -> None:
    type_in(form.editor("name").line, f"借款人 {row['age_in_years']}")
    type_in(form.editor("phone").line, "13500006600")
    type_in(form.editor("requested_amount").line, f"{row['credit_amount']}元")
    type_in(form.editor("requested_term_months").line, row["duration_in_month"])
    form.editor("purpose").set_value("car_purchase")
    press(form.editor("credit_standing"), "良好")
    press(form.editor("assets"), "有房")
    follow_ups(form.editor(rows_key))


def press(editor, title: str) -> None:
    """Press the radio button or check box of a title."""
    from PySide6.QtWidgets import QAbstractButton

    found = next(each for each in editor.findChildren(QAbstractButton) if each.text() == title)
    bring(found)
    QTest.mouseClick(found, Qt.MouseButton.LeftButton, pos=QPoint(8, found.height() // 2))


def follow_ups(editor) -> None:
    """Add five rows; Tab past the end of a row begins the next."""
    click(editor.add_button)
    table = editor.table
    by_title = {option.label_zh: option.key for option in editor.spec.columns[1].options}
    for at, (day, way, words) in enumerate(ROWS):
        for number, value in enumerate((day, by_title[way], words)):
            cell = table.indexWidget(editor.model.index(at, number))
            assert cell is not None, (at, number)
            cell.set_value(value)
            inside = cell.focusProxy()
            while inside.focusProxy() is not None:
                inside = inside.focusProxy()
            last = (at, number) == (len(ROWS) - 1, 2)
            QTest.keyClick(inside, Qt.Key.Key_Return if last else Qt.Key.Key_Tab)


def filter_by(program, chips, typed: str, option: str) -> None:
    """Add a condition to the chips: the field by its pinyin, the value by a tick."""
    chips.open_fields()
    line = chips.popover.list.filter
    QTest.keyClicks(line, typed)
    QTest.keyClick(line, Qt.Key.Key_Return)
    choices = chips.popover.edit.list
    choices.model.toggle(option)
    choices.picked.emit(option)
    chips.popover.close()
    program.settle()


def go_to(program, place: str) -> None:
    click(program.space.navigation._buttons[place])
    program.settle()


def test_a_form_is_built_from_nothing_filled_with_a_real_row_and_filtered_by(
    program, real_row, monkeypatch
):
    go_to(program, FORMS)
    hand = Hand()
    monkeypatch.setattr(carried, "begin_drag", hand.take)
    drawer = Drawer(program, hand)
    program.settle(lambda: drawer.page.drawing is not None)
    drawer.page.clear()
    assert drawer.sheet.empty.isVisible()
    own = draw(drawer)
    publish(program, drawer.page)

    form_page = program.space.new_customer()
    program.settle()
    assert isinstance(form_page.form, DrawnForm)
    assert form_page.form.section_titles == ["基础信息", "贷款需求", "资质评估", "附件", "跟进"]
    fill(form_page.form, real_row, own["跟进记录"])
    with program.qtbot.waitSignal(form_page.saved) as saved:
        form_page.save()
    program.settle()
    stored = program.ask(customers.values, customer_id=saved.args[0]).values
    assert stored["requested_amount"] == f"{real_row['credit_amount']}.00"
    assert stored["requested_term_months"] == int(real_row["duration_in_month"])
    assert (stored["credit_standing"], stored["assets"]) == ("good", ["house"])
    assert [list(row.values())[2] for row in stored[own["跟进记录"]]] == [
        words for _, _, words in ROWS
    ]

    go_to(program, CUSTOMERS)
    listed = program.space.page(CUSTOMERS)
    program.settle(lambda: listed.model.total == 3)
    filter_by(program, listed.conditions, "zxqk", "good")
    filter_by(program, listed.conditions, "zczk", "house")
    program.settle(lambda: listed.model.total == 1)
    assert listed.model.peek(0).id == saved.args[0]
    found = program.ask(drawing.drawn, kind="customer")
    assert (found.published_version, found.draft) == (1, None)
    QApplication.processEvents()
