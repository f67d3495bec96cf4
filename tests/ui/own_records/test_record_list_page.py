"""The list of a record type: added, filtered, ticked and put away with mouse and keys."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from form_bodies import choice, form, own
from PySide6.QtCore import QPoint, Qt

from loancrm_desktop.services import own_records, record_types
from loancrm_desktop.services.forms import publishing
from loancrm_desktop.services.record_types import TypeWish
from loancrm_desktop.ui.own_records.record_list_page import RecordListPage
from loancrm_desktop.ui.palette.finder import Finder
from loancrm_desktop.ui.workspace import Workspace

HOUSE = TypeWish("房产", "Property", "home", ("customer",))


@pytest.fixture
def house(desk):
    """Answer the kind of an office that keeps properties, two of them written down."""
    kind = desk.do(record_types.add, key="house", wish=HOUSE)
    fields = {
        "address": own("text", "地址", searchable=True, in_list=True),
        "worth": own("money", "评估价", in_list=True),
        "use": choice("home", "shop", in_list=True),
    }
    desk.do(publishing.publish, kind=kind, body=form(fields, kind=kind))
    zhao = desk.customers["赵明轩"]
    for name, worth, use, customer in (
        ("锦绣花园 3 栋", "3200000.00", "home", zhao),
        ("海岸城商铺", "900000.00", "shop", None),
    ):
        values = {"name": name, "worth": worth, "use": use, "customer": customer}
        desk.do(own_records.add, kind=kind, values=values)
    desk.settle(lambda: desk.words.record_type(kind) is not None and desk.words.ready)
    return kind


@pytest.fixture
def page(qtbot, desk, house):
    made = RecordListPage(desk.bridge, desk.words, desk.words.record_type(house))
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    desk.settle(lambda: made.model.total == 2)
    return made


def cells(page):
    model = page.model
    return [
        [model.index(row, at).data() for at in range(1, model.columnCount())]
        for row in range(model.total)
    ]


def test_the_list_shows_the_fields_of_the_form(qtmodeltester, page):
    titles = [page.model.headerData(at, Qt.Orientation.Horizontal) for at in range(1, 8)]
    assert titles[0] == "名称"
    assert {"客户", "负责人", "地址", "评估价"} <= set(titles)
    first = cells(page)[1]
    assert first[0] == "锦绣花园 3 栋"
    assert "赵明轩" in first
    assert "3,200,000.00" in " ".join(first)
    qtmodeltester.check(page.model)


def test_a_condition_leaves_out_what_does_not_fit(desk, page):
    page.conditions.set_where({"field": "use", "op": "eq", "value": "shop"})
    page.conditions.changed.emit()
    desk.settle(lambda: page.model.total == 1)
    assert cells(page)[0][0] == "海岸城商铺"
    page.clear_filters()
    desk.settle(lambda: page.model.total == 2)


def test_words_are_searched_for_and_none_found_is_said(qtbot, desk, page):
    qtbot.keyClicks(page.toolbar.search, "nowhere")
    desk.settle(lambda: page.model.total == 0)
    assert not page.states.shows_rows


def test_a_double_click_opens_the_record_and_n_a_new_one(qtbot, page, house):
    asked = []
    page.record_requested.connect(lambda *told: asked.append(told))
    row = page.model.row_of(1)
    place = page.view.visualRect(page.model.index(row, 1)).center()
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseClick(page.new_button, Qt.MouseButton.LeftButton)
    assert asked == [(house, 1, {}), (house, 0, {})]


def test_ticked_records_go_into_the_trash_and_come_back(qtbot, desk, page):
    first = page.view.visualRect(page.model.index(0, 0)).center()
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(first))
    assert page.bulk.isVisible()
    qtbot.mouseClick(page.bulk.buttons["trash"], Qt.MouseButton.LeftButton)
    desk.settle(lambda: page.model.total == 1)
    page.show_wish(page.wish.__class__(**{**_fields(page.wish), "trash": True}))
    desk.settle(lambda: page.model.total == 1 and cells(page)[0][0] == "海岸城商铺")
    page.ticks.clear()
    page.view.go_to_row(0)
    page.put_back()
    desk.settle(lambda: page.model.total == 0)


def test_records_are_given_to_a_colleague(qtbot, desk, page):
    page.tick_all()
    desk.settle(lambda: len(page.ticks) == 2)
    li = next(one for one, name in desk.words.links("person") if name == "李经理")
    page.assign()
    page.acts.popover.chosen.emit(li)
    desk.settle(lambda: all("李经理" in cell for cell in map(" ".join, cells(page))))


def test_a_type_without_records_says_how_the_first_comes_in(qtbot, desk):
    kind = desk.do(record_types.add, key="car", wish=TypeWish("车辆", "Car", "car"))
    desk.settle(lambda: desk.words.record_type(kind) is not None and desk.words.ready)
    page = RecordListPage(desk.bridge, desk.words, desk.words.record_type(kind))
    qtbot.addWidget(page)
    page.show()
    desk.settle(lambda: not page.states.shows_rows)
    with qtbot.waitSignal(page.record_requested):
        page.states.new_requested.emit()


def _fields(wish):
    return {name: getattr(wish, name) for name in wish.__dataclass_fields__}


def test_the_palette_finds_a_record_with_its_type_and_customer(desk, house):
    finder = Finder(desk.bridge, desk.words, desk.words)
    finder.look_for("锦绣")
    desk.settle(lambda: any(entry.kind == "record" for entry in finder.entries()))
    [found] = [entry for entry in finder.entries() if entry.kind == "record"]
    assert (found.title, found.detail) == ("锦绣花园 3 栋", "房产 · 赵明轩")
    assert found.key == f"{house} 1"


def test_the_navigation_lists_the_type_and_leaves_it_when_it_is_retired(qtbot, desk, house):
    space = Workspace(desk.bridge, SimpleNamespace(office=desk.office, actor=desk.actor))
    qtbot.addWidget(space)
    space.resize(1300, 800)
    space.show()
    desk.settle(lambda: space.pages.count() and house in space.navigation._buttons)
    button = space.navigation._buttons[house]
    desk.settle(lambda: button.count == 2)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert isinstance(space.pages.currentWidget(), RecordListPage)
    assert f"go.{house}" in {action.objectName() for action in space.commands()}
    page = space.pages.currentWidget()
    desk.settle(lambda: page.model.total == 2)
    page.new_record()
    dialog = space.own_places.dialog
    desk.settle(lambda: dialog.form is not None)
    dialog.reject()
    desk.do(record_types.retire, kind=house)
    desk.settle(lambda: house not in space.navigation._buttons)
    assert not isinstance(space.pages.currentWidget(), RecordListPage)
    space.rest()


@pytest.mark.parametrize("width", [1100, 800, 520])
def test_no_word_of_the_bar_for_ticked_records_is_squeezed(desk, page, width):
    page.resize(width, 700)
    page.ticks.add([1])
    desk.settle(page.bulk.isVisible)
    shown = [each for each in page.bulk.buttons.values() if each.isVisible()]
    for part in (page.bulk.count, page.bulk.all, *shown):
        assert part.width() >= part.sizeHint().width() or width < 600, part.text()
    assert page.bulk.width() <= page.table.width()


def test_the_list_is_sorted_by_a_field_of_the_form(desk, page):
    columns = [column.key for column in page.model.columns if column.sort_key]
    assert "worth" in columns
    page.view.head.sort_chosen.emit("worth")
    desk.settle(lambda: cells(page)[0][0] == "海岸城商铺")
    page.view.head.sort_chosen.emit("-worth")
    desk.settle(lambda: cells(page)[0][0] == "锦绣花园 3 栋")


def open_cell(desk, page, row, key):
    """Open the editor of a cell by its key on the keyboard."""
    at = [column.key for column in page.model.columns].index(key)
    page.view.setFocus()
    page.view.go_to_row(row, at)
    page.commands["record.edit_cell"].trigger()
    desk.settle(lambda: page.editing.editor is not None)
    return page.editing.editor


def test_a_cell_is_changed_where_it_stands_and_a_wrong_value_is_said_below(desk, page, house):
    row = page.model.row_of(1)
    editor = open_cell(desk, page, row, "worth")
    editor.set_value("oops")
    page.editing.finish()
    desk.settle(lambda: page.editing.message != "")
    assert page.editing.editor is not None
    editor.set_value("3300000.00")
    page.editing.finish()
    desk.settle(lambda: "3,300,000.00" in " ".join(cells(page)[row]))
    assert desk.ask(own_records.show, kind=house, record_id=1).values["worth"] == "3300000.00"
    assert page.editing.editor is None


def test_what_the_program_fills_in_and_links_are_not_changed_in_the_cell(page):
    assert {"name", "worth", "use"} <= page.model.editable
    assert not {"customer", "created_at"} & page.model.editable
