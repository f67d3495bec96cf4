"""Rows are painted: ticks, badges, elided names, whatever the text is made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter, QStaticText
from PySide6.QtWidgets import QStyleOptionViewItem

from loancrm_desktop.services import customer_table
from loancrm_desktop.services.customer_table import NextStep
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.records import row_brushes
from loancrm_desktop.ui.records.cell_texts import CellTexts
from loancrm_desktop.ui.records.customer_model import CustomerTableModel
from loancrm_desktop.ui.records.list_columns import DEFAULT_KEYS, choices, columns_for
from loancrm_desktop.ui.records.row_brushes import row_height
from loancrm_desktop.ui.records.row_delegate import (
    RowDelegate,
    RowPainter,
    ShownColumn,
    ShownRow,
    pencil_place,
)
from loancrm_desktop.ui.records.ticks import Ticks

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture
def painting(desk):
    texts = CellTexts(desk.words, lambda: NOW)
    page = desk.ask(customer_table.table, query=ListQuery(search="钱慧敏"))
    row = replace(page.rows[0], deal_stage_entered_at=NOW - timedelta(hours=30))
    return RowPainter(texts), row, columns_for(DEFAULT_KEYS, desk.words)


def painted(painter, rows, columns) -> QImage:
    shown, left = [], 0
    for column in columns:
        shown.append(ShownColumn(left, column.width, column))
        left += column.width
    image = QImage(left, 36 * len(rows), QImage.Format.Format_ARGB32)
    image.fill(QColor("magenta"))
    brush = QPainter(image)
    painter.paint(brush, rows, shown, 36)
    brush.end()
    return image


def test_the_ground_is_covered_and_says_ticked_and_current(painting):
    painter, row, columns = painting
    plain = painted(painter, [ShownRow(0, row)], columns)
    ticked = painted(painter, [ShownRow(0, row, ticked=True)], columns)
    current = painted(painter, [ShownRow(0, row, current=True)], columns)
    corner = plain.width() - 2, 2
    look = theme.current()
    assert plain.pixelColor(*corner) == look.colour("surface")
    assert ticked.pixelColor(*corner) == look.colour("surfaceSelected")
    assert current.pixelColor(1, 18) == look.colour("accent")
    assert ticked.pixelColor(1, 18) != look.colour("accent")


def test_a_row_on_its_way_is_grey_shapes(painting):
    painter, row, columns = painting
    waiting = painted(painter, [ShownRow(0, None)], columns)
    skeleton = theme.current().colour("skeleton")
    seen = {waiting.pixelColor(x, 18).rgb() for x in range(0, waiting.width(), 5)}
    assert skeleton.rgb() in seen
    assert painted(painter, [ShownRow(0, row)], columns) != waiting


@pytest.mark.parametrize(
    "name", ["", "很长" * 200, "محمد عبد الله", "👩‍👩‍👧‍👦🚀", "a\nb", "\u202etxet"]
)
def test_any_name_is_painted_within_its_cell(painting, name):
    painter, row, columns = painting
    image = painted(painter, [ShownRow(0, replace(row, name=name))], columns)
    assert not image.isNull()
    assert painter.is_cut(replace(row, name="很长" * 200), columns[1], columns[1].width)
    assert not painter.is_cut(replace(row, name="短"), columns[1], columns[1].width)


def test_another_theme_is_painted_at_once(painting, qapp):
    painter, row, columns = painting
    light = painted(painter, [ShownRow(0, row)], columns)
    try:
        theme.apply(qapp, "dark")
        dark = painted(painter, [ShownRow(0, row)], columns)
        assert dark.pixelColor(dark.width() - 2, 2) == theme.current().colour("surface")
        assert dark != light
    finally:
        theme.apply(qapp, "light")


def test_thirty_columns_of_a_screen_are_laid_out_once_however_often_painted(
    painting, desk, monkeypatch
):
    painter, row, _columns = painting
    keys = [key for key, _title in choices(desk.words)][:29]
    columns = columns_for(keys, desk.words)
    rows = [
        ShownRow(
            36 * at, replace(row, id=at, name=f"客户{at}", next_step=NextStep(1, f"事{at}", NOW))
        )
        for at in range(24)
    ]
    laid: list[str] = []

    class Counted(QStaticText):
        def __init__(self, text):
            super().__init__(text)
            laid.append(text)

    monkeypatch.setattr(row_brushes, "QStaticText", Counted)
    first = painted(painter, rows, columns)
    assert len(laid) >= len(rows)
    brushes, before = painter._brushes, len(laid)
    for _ in range(5):
        assert painted(painter, rows, columns) == first
    assert len(laid) == before
    assert painter._brushes is brushes  # nor are fonts, colours and icons looked up again


def test_rows_have_one_height_and_grow_with_the_text(qapp, desk):
    delegate = RowDelegate()
    model = CustomerTableModel(
        columns_for((), desk.words), CellTexts(desk.words, lambda: NOW), Ticks()
    )
    option = QStyleOptionViewItem()
    usual = delegate.sizeHint(option, model.index(0, 0)).height()
    try:
        theme.apply(qapp, "light", 2.0)
        assert row_height() > usual
    finally:
        theme.apply(qapp, "light")


def test_the_pencil_stands_off_the_text():
    cell = QRect(100, 0, 80, 36)
    assert pencil_place(cell).right() < cell.right()
    assert pencil_place(cell, at_left=True).left() < 110
