"""Rows are read for the list that is wanted now; answers to an earlier one are left out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.services import customer_table, customers
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.texts import say
from loancrm_desktop.ui.records.cell_texts import CellTexts
from loancrm_desktop.ui.records.customer_model import CustomerTableModel
from loancrm_desktop.ui.records.list_columns import columns_for
from loancrm_desktop.ui.records.list_wish import ListWish
from loancrm_desktop.ui.records.rows_reader import RowsReader
from loancrm_desktop.ui.records.ticks import Ticks


@pytest.fixture
def reading(desk):
    parent, ticks = QObject(), Ticks()
    model = CustomerTableModel(
        columns_for(("phone",), desk.words), CellTexts(desk.words, lambda: None), ticks
    )
    reader = RowsReader(desk.bridge, model, parent)
    reader.kept = (parent, ticks)
    return reader, model


def test_only_the_newest_wish_is_shown(reading, desk, qtbot):
    reader, model = reading
    loaded = []
    reader.loaded.connect(lambda: loaded.append(model.total))
    reader.read(ListWish())
    reader.read(ListWish(search="钱慧敏"))
    desk.settle()
    assert loaded == [1]


def test_the_same_list_read_again_is_renewed_in_its_place(reading, desk):
    reader, model = reading
    reader.read(ListWish())
    desk.settle()
    resets, started = [], []
    model.modelReset.connect(lambda: resets.append(1))
    reader.started.connect(lambda: started.append(1))
    desk.do(customers.add, values={"name": "新来的"})
    reader.read(ListWish())
    desk.settle()
    assert (model.total, resets, started) == (5, [], [])
    reader.read(ListWish(sort="name"))
    desk.settle()
    assert (resets, started) == ([1], [1])


def test_a_block_of_a_list_no_longer_shown_is_left_out(reading, desk):
    reader, model = reading
    reader.read(ListWish())
    desk.settle()
    old = reader._round
    reader.read(ListWish(sort="name"))
    desk.settle()
    held = model.row_at(0)
    reader._on_block(old, 0, desk.ask(customer_table.table, query=ListQuery(search="赵明轩")))
    assert model.row_at(0) == held


def test_a_block_that_fails_is_told_and_asked_for_again(reading, desk, qtbot):
    reader, model = reading
    model.start(900, ())
    asked = []
    model.block_wanted.connect(asked.append)
    with qtbot.waitSignal(reader.failed):
        reader._on_block_failed(3, Unavailable(say("The disk is busy."), "busy"))
    model.row_at(3 * 200)
    assert asked == [3]
    desk.settle()


def test_the_ids_of_the_whole_list_come_in_its_order(reading, desk, qtbot):
    reader, _model = reading
    reader.read(ListWish(sort="-requested_amount"))
    desk.settle()
    with qtbot.waitSignal(reader.ids_known) as known:
        reader.ask_ids()
    names = ("冯国栋", "何秀兰", "钱慧敏", "赵明轩")
    assert known.args[0] == [desk.customers[name] for name in names]
