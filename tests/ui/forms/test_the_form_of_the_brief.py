"""The customer form of requirements S52 to S68, built on an empty canvas, published, filled in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from loancrm_desktop.services import customers
from loancrm_desktop.ui.forms import carried
from loancrm_desktop.ui.forms.designer_page import FormDesignerPage
from loancrm_desktop.ui.records.customer_form_page import CustomerFormPage
from loancrm_desktop.ui.records.drawn_form import DrawnForm
from loancrm_desktop.ui.records.list_page import CustomerListPage
from loancrm_desktop.ui.records.sub_form import SubFormEditor

BASICS = ("name", "phone", "id_number")
NEED = ("requested_amount", "requested_term_months", "product_type", "purpose")
SLOTS = ("身份证照片", "征信报告", "银行流水")
ROWS = (
    ("2026-11-01", "电话", "问额度"),
    ("2026-11-03", "微信", "发材料清单"),
    ("2026-11-05", "面谈", "看房产证"),
    ("2026-11-08", "电话", "约面签"),
    ("2026-11-10", "电话", "确认到账"),
)


@pytest.fixture
def designer(qtbot, desk):
    page = FormDesignerPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.resize(1440, 900)
    page.show()
    desk.settle(lambda: page.drawing is not None)
    page.clear()
    assert page.canvas.sheet.empty.isVisible()
    return page


def type_in(line, text: str) -> None:
    """Put a text in as an input method does; Qt's own hands type Latin letters only."""
    line.setFocus()
    line.selectAll()
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(line, event)


class Hands:
    """Works the designer as a person does: carries, clicks, types."""

    def __init__(self, page, carry, qtbot) -> None:
        self.page, self.carry, self.qtbot = page, carry, qtbot

    def drag(self, what: str, key: str) -> str:
        """Carry something to the end of the last section; answers the field made."""
        sheet = self.page.canvas.sheet
        self.qtbot.wait(1)  # the layout settles
        last = sheet.frames[-1]
        self.carry(
            sheet, carried.Carried(what, key), last.mapTo(sheet, QPoint(60, last.height() - 2))
        )
        return self.page.desk.chosen.key

    def title(self, text: str) -> None:
        row = self.page.panel.page.rows["label"]
        type_in(row.edit, text)

    def section(self, text: str, *, first: bool = False) -> None:
        sheet = self.page.canvas.sheet
        if not first:
            sheet.menus.add_section()
        frame = sheet.frames[-1]
        self.qtbot.mouseDClick(frame, Qt.MouseButton.LeftButton, pos=QPoint(frame.width() // 2, 8))
        type_in(frame.rename_edit, text)
        self.qtbot.keyClick(frame.rename_edit, Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: sheet.frames[-1].title == text)

    def options(self, *titles: str) -> None:
        paste(self.page.panel.page.options, titles)


def paste(options, titles) -> None:
    options.open_paste()
    options.pasted.setPlainText("\n".join(titles))
    options.take_pasted()


def draw_form(hands) -> dict[str, str]:
    """Build the form; answers the keys of the office's own fields."""
    keys: dict[str, str] = {}
    hands.section("基础信息", first=True)
    for key in BASICS:
        hands.drag(carried.FIELD, key)
    hands.section("贷款需求")
    for key in NEED:
        hands.drag(carried.FIELD, key)
    hands.section("资质评估")
    for title, control, options in (
        ("征信", "radio", ("良好", "有逾期")), ("资产", "choices", ("有房", "有车", "无")),
    ):  # fmt: skip
        keys[title] = hands.drag(carried.CONTROL, control)
        hands.title(title)
        hands.options(*options)
    hands.section("附件")
    for title in SLOTS:
        keys[title] = hands.drag(carried.CONTROL, "attachment")
        hands.title(title)
    hands.section("跟进")
    keys["跟进记录"] = hands.drag(carried.CONTROL, "sub_form")
    hands.title("跟进记录")
    draw_columns(hands)
    return keys


def draw_columns(hands) -> None:
    columns = hands.page.panel.page.columns
    for at, (title, kind) in enumerate(
        (("跟进日期", "date"), ("沟通方式", "choice"), ("沟通纪要", "long_text"))
    ):
        if at:
            columns.add()
        type_in(columns.titles[at], title)
        columns.set_type(at, kind)
        if kind == "choice":
            paste(columns.options[at], ("电话", "微信", "面谈"))


def publish(page, desk) -> None:
    page.publish()
    desk.settle(lambda: page.publishing.dialog is not None)
    said = page.publishing.dialog.said
    assert {"征信", "资产", "跟进记录", *SLOTS} <= set(said)
    page.publishing.dialog.publish_button.click()
    desk.settle(lambda: page.drawing is not None and page.drawing.published_version == 1)
    desk.settle(lambda: desk.words.ready and desk.words.customer_form is not None)


def fill_rows(editor: SubFormEditor, qtbot) -> None:
    """Type five follow-ups; Tab past the end of a row begins the next."""
    table = editor.table
    qtbot.mouseClick(editor.add_button, Qt.MouseButton.LeftButton)
    by_title = {option.label_zh: option.key for option in editor.spec.columns[1].options}
    for at, cells in enumerate(ROWS):
        day, way, words = cells
        for number, value in enumerate((day, by_title[way], words)):
            cell = table.indexWidget(editor.model.index(at, number))
            assert cell is not None, (at, number)
            cell.set_value(value)
            inside = cell.focusProxy()
            while inside.focusProxy() is not None:
                inside = inside.focusProxy()
            last = (at, number) == (len(ROWS) - 1, 2)
            qtbot.keyClick(inside, Qt.Key.Key_Return if last else Qt.Key.Key_Tab)


def test_the_form_of_the_brief_is_built_filled_in_and_filtered_by(designer, desk, qtbot, carry):
    keys = draw_form(Hands(designer, carry, qtbot))
    publish(designer, desk)
    page = CustomerFormPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.resize(1240, 900)
    page.show()
    assert isinstance(page.form, DrawnForm)
    assert page.form.section_titles == ["基础信息", "贷款需求", "资质评估", "附件", "跟进"]
    page.start_new()
    desk.settle()
    form = page.form
    type_in(form.editor("name").line, "秦德昌")
    qtbot.keyClicks(form.editor("phone").line, "13500006600")
    standing, assets = form.editor(keys["征信"]), form.editor(keys["资产"])
    options = {one.label_zh: one.key for one in (*standing.spec.options, *assets.spec.options)}
    standing.set_value(options["良好"])
    assets.set_value([options["有房"], options["有车"]])
    fill_rows(form.editor(keys["跟进记录"]), qtbot)
    with qtbot.waitSignal(page.saved) as saved:
        page.save()
    stored = desk.ask(customers.values, customer_id=saved.args[0]).values
    rows = stored[keys["跟进记录"]]
    assert len(rows) == 5
    assert [list(row.values())[2] for row in rows] == [words for _, _, words in ROWS]
    listed = CustomerListPage(desk.bridge, desk.words)
    qtbot.addWidget(listed)
    where = {
        "all": [
            {"field": keys["征信"], "op": "eq", "value": options["良好"]},
            {"field": keys["资产"], "op": "has_any", "value": [options["有房"]]},
        ]
    }
    listed.show_wish(replace(listed.wish, where=where))
    desk.settle(lambda: listed.model.total == 1)
    assert listed.model.peek(0).id == saved.args[0]
