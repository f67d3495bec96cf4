"""The condition editor: rows, groups, keys, drags, undo, sentence and count."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent

from loancrm_desktop.services import customers
from loancrm_desktop.services.forms import catalog
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.ui.conditions.editor import ConditionEditor
from loancrm_desktop.ui.conditions.group_widget import GroupWidget
from loancrm_desktop.ui.conditions.part_widget import MIME, ForeignWidget
from loancrm_desktop.ui.conditions.row_widget import RowWidget

NAME: dict[str, Any] = {"field": "name", "op": "contains", "value": "钱"}
AMOUNT: dict[str, Any] = {"field": "requested_amount", "op": "ge", "value": "2000000.00"}
PHONE: dict[str, Any] = {"field": "phone", "op": "is_filled"}
GONE: dict[str, Any] = {"field": "gone", "op": "eq", "value": "x"}


@pytest.fixture
def editor(qtbot, desk):
    shown = ConditionEditor(desk.bridge, desk.words, "customer")
    qtbot.addWidget(shown)
    shown.resize(760, 600)
    shown.show()
    return shown


def rows(editor) -> list[RowWidget]:
    """Answer the rows on screen from the top."""
    found = editor.findChildren(RowWidget)
    shown = [row for row in found if editor.widget_of(row.part_id) is row]
    return sorted(shown, key=lambda row: row.mapTo(editor, row.rect().center()).y())


def pick(token, *keys: object) -> None:
    """Pick in a token as its list would."""
    token.pick(list(keys))
    token.picked.emit()


def settled(desk, editor, qtbot) -> None:
    """Wait for sentence and count."""
    qtbot.waitUntil(lambda: editor.footer.count.text() != "…", timeout=15_000)
    desk.settle()


def test_a_condition_is_shown_said_and_counted(qtbot, desk, editor):
    editor.set_where({"all": [NAME, AMOUNT]})
    settled(desk, editor, qtbot)
    assert editor.where() == {"all": [NAME, AMOUNT]}
    assert "钱" in editor.footer.sentence.text()
    assert "0" in editor.footer.count.text()
    editor.set_where(AMOUNT)
    settled(desk, editor, qtbot)
    assert "2" in editor.footer.count.text()


def test_a_row_is_built_from_field_comparison_and_value(qtbot, desk, editor):
    with qtbot.waitSignal(editor.changed):
        editor.add_row()
    assert editor.where() is None
    (row,) = rows(editor)
    pick(row.field, "requested_amount")
    assert row.op.picks == ["ge"]
    assert editor.problem_count == 1
    assert row.problem
    row.value._constant.line.setText("200")
    row.value._constant.line.textEdited.emit("200")
    assert editor.where() == {"field": "requested_amount", "op": "ge", "value": "2000000"}
    assert editor.problem_count == 0
    assert row.problem == ""
    pick(row.op, "between")
    assert editor.where()["value"] == ["2000000", None]
    assert editor.problem_count == 1


def test_an_input_being_typed_into_is_never_replaced(qtbot, desk, editor):
    editor.set_where(NAME)
    (row,) = rows(editor)
    line = row.value._constant.line
    line.setFocus()
    line.clear()
    qtbot.keyClicks(line, "abc")
    assert row.value._constant.line is line
    assert editor.where()["value"] == "abc"
    assert line.text() == "abc"


def test_a_field_that_is_gone_stays_as_a_row_that_says_so_and_can_be_removed(editor):
    editor.set_where({"all": [GONE, NAME]})
    broken, fine = rows(editor)
    assert editor.where() == {"all": [GONE, NAME]}
    assert broken.problem
    assert broken.field.broken
    assert not fine.problem
    broken.remove.click()
    assert editor.where() == NAME


def test_groups_nest_and_turn_to_any_and_to_not(qtbot, editor):
    editor.set_where(NAME)
    editor.add_group()
    group = editor.tree.parts[1]
    shown = editor.widget_of(group.id)
    assert isinstance(shown, GroupWidget)
    pick(rows(editor)[1].field, "level")
    pick(rows(editor)[1].op, "is_empty")
    shown.negated.click()
    level = {"field": "level", "op": "is_empty"}
    assert editor.where() == {"all": [NAME, {"not": {"any": [level]}}]}
    shown.all_or_any.chosen.emit("all")
    shown.add_group.click()
    inner = editor.tree.parts[1].parts[1]
    assert inner.joint == "any"
    assert editor.widget_of(inner.id).add_group.isVisibleTo(editor)
    editor.add_group(inner.id)
    deepest = editor.tree.parts[1].parts[1].parts[1]
    assert not editor.widget_of(deepest.id).add_group.isVisibleTo(editor)


def test_what_was_done_is_undone_and_done_again(editor):
    editor.set_where({"all": [NAME, AMOUNT]})
    first = rows(editor)[0].part_id
    editor.remove(first)
    editor.step(editor.tree.parts[0].id, 1)
    assert editor.where() == AMOUNT
    editor.undo_stack.undo()
    assert editor.where() == {"all": [NAME, AMOUNT]}
    assert [row.row.field for row in rows(editor)] == ["name", "requested_amount"]
    editor.undo_stack.redo()
    assert editor.where() == AMOUNT
    editor.set_where(NAME)
    assert not editor.undo_stack.canUndo()


def test_typing_is_one_step_back(qtbot, editor):
    editor.set_where(NAME)
    line = rows(editor)[0].value._constant.line
    line.clear()
    qtbot.keyClicks(line, "abc")
    assert editor.undo_stack.count() == 1
    editor.undo_stack.undo()
    assert editor.where() == NAME
    assert line.text() == "钱"


def test_keys_add_move_and_remove_rows(qtbot, editor):
    editor.set_where({"all": [NAME, AMOUNT, PHONE]})
    name = rows(editor)[0]
    name.field.setFocus()
    qtbot.keyClick(name.field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [part["field"] for part in editor.where()["all"]] == [
        "requested_amount",
        "name",
        "phone",
    ]
    qtbot.keyClick(name.field, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    name.field.setFocus()
    qtbot.keyClick(name.field, Qt.Key.Key_Delete)
    assert [part["field"] for part in editor.where()["all"]] == ["requested_amount", "phone"]
    amount = rows(editor)[0]
    amount.op.setFocus()
    qtbot.keyClick(amount.op, Qt.Key.Key_Return)
    assert [part.field for part in editor.tree.parts] == ["requested_amount", "", "phone"]


def test_del_in_an_input_deletes_a_letter_and_not_the_row(qtbot, editor):
    editor.set_where(NAME)
    line = rows(editor)[0].value._constant.line
    line.setFocus()
    line.setCursorPosition(1)
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    assert len(editor.tree.parts) == 1


def test_f8_goes_from_one_problem_to_the_next(qtbot, editor):
    editor.set_where({"all": [GONE, NAME, {"field": "level", "op": "eq"}]})
    broken, name, level = rows(editor)
    name.field.setFocus()
    editor.go_to_problem(1)
    assert level.isAncestorOf(editor.focusWidget())
    editor.go_to_problem(1)
    assert broken.isAncestorOf(editor.focusWidget())
    qtbot.keyClick(editor, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert level.isAncestorOf(editor.focusWidget())


def drop(group: GroupWidget, part_id: int, y: int) -> None:
    """Drop a part into a group at a height."""
    carried = QMimeData()
    carried.setData(MIME, str(part_id).encode())
    group.dropEvent(
        QDropEvent(
            QPointF(30, y),
            Qt.DropAction.MoveAction,
            carried,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def test_a_row_is_dragged_into_a_group_and_out_again(qtbot, editor):
    editor.set_where({"all": [NAME, {"any": [AMOUNT, PHONE]}]})
    qtbot.wait(1)
    name = editor.tree.parts[0].id
    group = editor.widget_of(editor.tree.parts[1].id)
    assert isinstance(group, GroupWidget)
    drop(group, name, group.height() - 4)
    assert editor.where() == {"any": [AMOUNT, PHONE, NAME]} or editor.where() == {
        "all": [{"any": [AMOUNT, PHONE, NAME]}]
    }
    top = editor.widget_of(editor.tree.id)
    drop(top, name, 0)
    assert editor.where() == {"all": [NAME, {"any": [AMOUNT, PHONE]}]}
    drop(top, 10**9, 0)
    assert editor.where() == {"all": [NAME, {"any": [AMOUNT, PHONE]}]}


def test_the_menu_is_another_way_for_every_drag(editor):
    editor.set_where({"all": [NAME, AMOUNT]})
    name = editor.tree.parts[0].id
    editor.run_menu(name, "down")
    assert editor.where() == {"all": [AMOUNT, NAME]}
    editor.run_menu(name, "up")
    editor.run_menu(name, "copy")
    assert editor.where() == {"all": [NAME, NAME, AMOUNT]}
    editor.run_menu(name, "group")
    assert editor.where() == {"all": [{"any": [NAME]}, NAME, AMOUNT]}
    editor.run_menu(name, "remove")
    assert editor.where() == {"all": [NAME, AMOUNT]}


def test_what_cannot_be_drawn_is_said_and_kept(qtbot, desk, editor):
    count = {"count": "deals", "op": "ge", "value": 2}
    editor.set_where({"all": [count, NAME]})
    desk.settle()
    shown = editor.widget_of(editor.tree.parts[0].id)
    assert isinstance(shown, ForeignWidget)
    assert "2" in shown._sentence.text()
    assert editor.where() == {"all": [count, NAME]}
    assert editor.problem_count == 0


def test_the_count_follows_what_other_desks_do(qtbot, desk, editor):
    editor.set_where(AMOUNT)
    settled(desk, editor, qtbot)
    values = {"name": "孙立", "phone": "13311112222", "requested_amount": "9000000.00"}
    desk.do(customers.add, values=values)
    qtbot.waitUntil(lambda: "3" in editor.footer.count.text(), timeout=15_000)


def test_a_row_about_a_field_that_appears_meanwhile_is_mended(qtbot, desk, editor):
    editor.set_where({"field": "file_no", "op": "is_filled"})
    assert editor.problem_count == 1
    desk.do(
        catalog.add_field,
        kind="customer",
        spec=FieldSpec(
            key="file_no", type=FieldType.TEXT, label_zh="档案号", label_en="File number"
        ),
    )
    desk.settle(lambda: desk.words.ready)
    qtbot.waitUntil(lambda: editor.problem_count == 0, timeout=15_000)
    assert editor.where() == {"field": "file_no", "op": "is_filled"}


def test_tab_goes_through_the_rows_as_they_are_seen(qtbot, editor):
    editor.set_where({"all": [NAME, AMOUNT]})
    editor.step(editor.tree.parts[0].id, 1)
    qtbot.wait(10)
    first, second = rows(editor)
    assert (first.row.field, second.row.field) == ("requested_amount", "name")
    seen = []
    here = first.field
    for _ in range(12):
        here = here.nextInFocusChain()
        if here in (first.op, first.remove, second.field, second.op):
            seen.append(here)
    assert seen == [first.op, first.remove, second.field, second.op][: len(seen)]
    assert len(seen) >= 3
