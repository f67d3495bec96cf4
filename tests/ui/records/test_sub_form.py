"""A sub-form: rows without end, pasted from a sheet, copied, moved, summed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from loancrm_desktop.services.language.fields import FieldSpec, FieldType, Option
from loancrm_desktop.ui.records.sub_form import SubFormEditor
from loancrm_desktop.ui.records.sub_form_model import RowsModel


def column(key, kind, **more):
    return FieldSpec(key=key, type=kind, label_zh=key, label_en=key, **more)


SPEC = FieldSpec(
    key="rows",
    type=FieldType.SUB_FORM,
    label_zh="费用",
    label_en="Costs",
    columns=(
        column("what", FieldType.TEXT, required=True),
        column("way", FieldType.CHOICE, options=(Option("cash", "现金", "Cash"),)),
        column("amount", FieldType.MONEY),
    ),
)


@pytest.fixture
def editor(qtbot, desk):
    made = SubFormEditor(SPEC, ("amount",), desk.words)
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.show()
    return made


def test_the_rows_model_is_a_sound_model(editor, qtmodeltester):
    editor.set_value([{"what": "评估", "amount": "300.00"}])
    assert isinstance(editor.model, RowsModel)
    qtmodeltester.check(editor.model)


def test_rows_are_pasted_from_a_sheet(editor):
    QGuiApplication.clipboard().setText("评估\t现金\t300\n公证\tCash\t1万\n")
    editor.paste()
    assert editor.value() == [
        {"what": "评估", "way": "cash", "amount": "300.00"},
        {"what": "公证", "way": "cash", "amount": "10000.00"},
    ]
    assert "10,300" in editor.sums.text()


def test_a_pasted_cell_that_cannot_be_read_is_kept_and_named(editor):
    QGuiApplication.clipboard().setText("评估\t现金\t很多")
    editor.paste()
    assert editor.value()[0]["amount"] == "很多"
    assert editor.model.problem(0, 2)


def test_tab_past_the_end_begins_a_new_row(editor, qtbot):
    qtbot.mouseClick(editor.add_button, Qt.MouseButton.LeftButton)
    table = editor.table
    table.setCurrentIndex(editor.model.index(0, 2))
    table.edit_cell(0, 2)
    cell = table.indexWidget(editor.model.index(0, 2))
    qtbot.keyClick(cell.focusProxy(), Qt.Key.Key_Tab)
    assert editor.model.rowCount() == 2
    assert table.currentIndex().row() == 1


def test_rows_are_copied_moved_and_taken_out(editor):
    editor.set_value([{"what": "一"}, {"what": "二"}])
    editor.table.setCurrentIndex(editor.model.index(0, 0))
    editor.copy_row()
    editor.move_down()
    assert [row["what"] for row in editor.value()] == ["一", "二", "一"]
    editor.remove_row()
    assert [row["what"] for row in editor.value()] == ["一", "二"]


def test_empty_rows_count_as_none(editor):
    editor.add_row()
    assert editor.value() is None
