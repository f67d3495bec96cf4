"""Controls, fields and sections carried with a real pointer on a real X screen."""

from __future__ import annotations

import pytest
from pointer_hands import carry
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from loancrm_desktop.ui.forms.designer_page import FormDesignerPage
from loancrm_desktop.ui.records import form_body

pytestmark = pytest.mark.xvfb


@pytest.fixture
def designer(qtbot, desk):
    page = FormDesignerPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.resize(1400, 860)
    page.move(0, 0)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    desk.settle(lambda: page.drawing is not None)
    QTest.qWait(60)
    return page


def library(page, key):
    found = (*page.library.buttons, *page.library._off_buttons)
    return next(each for each in found if each.held.key == key)


def over(page, key, across, down):
    """Answer where a part of a field on the canvas is, whenever it is asked."""

    def find() -> QPoint:
        item = page.canvas.sheet.item(key)
        inside = QPoint(int(item.width() * across), int(item.height() * down))
        return item.mapTo(page, inside)

    return find


def row_of(page, key):
    spot = form_body.find_field(page.desk.body, key)
    section = form_body.section_at(page.desk.body, spot.tab, spot.section)
    return [item.get("field") for item in section["rows"][spot.row]]


def middle(widget) -> QPoint:
    return widget.rect().center()


def test_a_control_carried_from_the_library_lands_where_the_line_says(designer, desk):
    lines = []
    mark = designer.canvas.sheet.mark
    button = library(designer, "money")
    carry(
        button, middle(button), over(designer, "phone", 0.97, 0.5),
        seen=lambda: lines.append(mark.line),
    )  # fmt: skip
    assert any(line is not None for line in lines)
    assert row_of(designer, "phone")[1] == "money_1"
    assert designer.desk.chosen.key == "money_1"
    assert mark.isHidden()


def test_a_field_is_carried_within_its_row_and_to_another_section(designer, desk):
    before = row_of(designer, "phone")
    other = next(key for key in before if key != "phone")
    item = designer.canvas.sheet.item("phone")
    carry(item, QPoint(30, 10), over(designer, other, 0.97, 0.5))
    assert row_of(designer, "phone") == [other, "phone"]
    item = designer.canvas.sheet.item("phone")
    carry(item, QPoint(30, 10), over(designer, "company", 0.03, 0.5))
    assert row_of(designer, "phone")[:2] == ["phone", "company"]


def test_a_section_is_carried_by_its_head(designer, desk):
    sheet = designer.canvas.sheet
    first, second = sheet.frames[0], sheet.frames[1]
    titles = [frame.title for frame in sheet.frames]

    def goal() -> QPoint:
        frame = next(each for each in sheet.frames if each.key == second.key)
        return frame.mapTo(designer, QPoint(60, frame.height() - 6))

    carry(first, QPoint(first.width() // 2, 14), goal)
    assert [frame.title for frame in sheet.frames][:2] == [titles[1], titles[0]]


def test_a_drag_ended_with_escape_changes_nothing(designer, desk):
    before = designer.desk.body
    button = library(designer, "text")
    carry(button, middle(button), over(designer, "phone", 0.97, 0.5), escape=True)
    assert designer.desk.body == before
    assert designer.canvas.sheet.mark.isHidden()


def test_five_pixels_are_a_click_that_adds_after_what_is_chosen(designer, desk):
    button = library(designer, "text")
    designer.desk.choose_field("name")
    handle, at = designer.windowHandle(), button.mapTo(designer, middle(button))
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(handle, left, Qt.KeyboardModifier.NoModifier, at)
    QTest.mouseMove(handle, at + QPoint(5, 0))
    QTest.mouseRelease(handle, left, Qt.KeyboardModifier.NoModifier, at + QPoint(5, 0))
    assert designer.desk.chosen.key == "text_1"
    assert form_body.find_field(designer.desk.body, "text_1") > form_body.find_field(
        designer.desk.body, "name"
    )
