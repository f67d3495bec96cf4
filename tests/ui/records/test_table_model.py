"""A long list is shown whole and read only where somebody looks."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from loancrm_desktop.ui.records.table_model import (
    BLOCK_ROWS,
    KEPT_BLOCKS,
    Column,
    RowsTableModel,
)


@dataclass(frozen=True, slots=True)
class Line:
    id: int
    name: str


COLUMNS = (Column("name", "客户", 100, "name"), Column("id", "编号", 60, right=True))


def cell_text(line: Line, key: str) -> str:
    return line.name if key == "name" else str(line.id)


def lines(first: int, count: int) -> list[Line]:
    return [Line(number, f"客户{number}") for number in range(first, first + count)]


@pytest.fixture
def model(qapp):
    return RowsTableModel(COLUMNS, cell_text)


def test_qt_finds_nothing_to_complain_of(model):
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.start(450, lines(0, BLOCK_ROWS))
    model.put_block(1, lines(200, BLOCK_ROWS))
    model.start(3, lines(0, 3))
    model.start(0, ())
    assert tester.model() is model


def test_the_whole_list_counts_though_only_a_block_is_held(model):
    model.start(100_000, lines(0, BLOCK_ROWS))
    assert model.rowCount() == 100_000
    assert model.index(3, 0).data() == "客户3"
    assert model.blocks_held() == (0,)


def test_looking_at_a_row_not_held_asks_for_its_block_once(model, qtbot):
    model.start(1_000, lines(0, BLOCK_ROWS))
    asked = []
    model.block_wanted.connect(asked.append)
    assert model.index(450, 0).data() == ""
    assert model.index(451, 0).data() == ""
    assert asked == [2]


def test_a_block_fills_its_rows_in(model, qtbot):
    model.start(450, lines(0, BLOCK_ROWS))
    assert model.row_at(449) is None
    with qtbot.waitSignal(model.dataChanged) as changed:
        model.put_block(2, lines(400, 50))
    assert [index.row() for index in changed.args[:2]] == [400, 449]
    assert model.index(449, 0).data() == "客户449"


def test_rows_beyond_the_known_length_are_left_out(model):
    model.start(201, lines(0, BLOCK_ROWS))
    model.put_block(1, lines(200, 5))
    assert model.index(200, 0).data() == "客户200"
    assert model.row_at(201) is None


def test_a_block_that_could_not_be_read_is_asked_for_again(model):
    model.start(500, lines(0, BLOCK_ROWS))
    asked = []
    model.block_wanted.connect(asked.append)
    model.row_at(300)
    model.give_up_block(1)
    model.row_at(300)
    assert asked == [1, 1]


def test_old_blocks_make_room(model):
    model.start(BLOCK_ROWS * (KEPT_BLOCKS + 5), lines(0, BLOCK_ROWS))
    for block in range(1, KEPT_BLOCKS + 3):
        model.put_block(block, lines(block * BLOCK_ROWS, BLOCK_ROWS))
    assert len(model.blocks_held()) == KEPT_BLOCKS
    assert 0 not in model.blocks_held()


def test_a_shorter_list_replaces_a_longer_one(model):
    model.start(1_000, lines(0, BLOCK_ROWS))
    model.start(3, lines(50, 3))
    assert model.rowCount() == 3
    assert model.row_of(51) == 1
    assert model.row_of(1) is None


def test_numbers_stand_right_and_cells_speak_with_their_title(model):
    model.start(1, lines(7, 1))
    alignment = model.index(0, 1).data(Qt.ItemDataRole.TextAlignmentRole)
    assert alignment & Qt.AlignmentFlag.AlignRight
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "客户 客户7"


def test_a_list_read_again_keeps_its_place_and_asks_for_what_is_looked_at(model, qtbot):
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.start(450, lines(0, BLOCK_ROWS))
    model.put_block(1, lines(200, BLOCK_ROWS))
    resets, asked = [], []
    model.modelReset.connect(lambda: resets.append(1))
    model.block_wanted.connect(asked.append)
    model.renew(451, lines(1_000, BLOCK_ROWS))
    assert (model.rowCount(), resets) == (451, [])
    assert model.index(0, 0).data() == "客户1000"
    assert model.index(250, 0).data() == "客户250"
    assert 1 in asked
    assert 0 not in asked
    model.put_block(1, lines(2_000, BLOCK_ROWS))
    assert model.index(250, 0).data() == "客户2050"
    model.renew(3, lines(0, 3))
    assert (model.rowCount(), model.blocks_held()) == (3, (0,))
    assert tester.model() is model


def test_other_columns_of_the_same_rows(model):
    model.start(1, lines(7, 1))
    model.set_columns(COLUMNS[1:])
    assert (model.columnCount(), model.index(0, 0).data()) == (1, "7")
    assert (model.position_of("id"), model.position_of("name")) == (0, -1)
