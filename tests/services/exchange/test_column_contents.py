"""What the cells of a column look like."""

from datetime import date

import pytest

from loancrm_desktop.services.exchange.column_contents import (
    amount_unit,
    column_of,
    content_scores,
    looks_by_type,
    term_unit,
)
from loancrm_desktop.services.forms.built_in_fields import built_in_kind

CUSTOMER = built_in_kind("customer").fields


def column(*cells):
    return column_of([[cell] for cell in cells], 0)


def test_only_filled_cells_count():
    found = column_of([["a", ""], ["b"], ["c", None], ["d", " x "]], 1)
    assert found.texts == ("x",)
    assert column().share(str.isdecimal) == 0


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        (["13800138000", "13900139000"], "phone"),
        (["+86 138 0013 8000", "139-0013-9000"], "phone"),
        (["110101199003074477", "321083197812162119"], "id_number"),
        (["a@b.cn", "c@d.cn"], "email"),
        (["张三", "欧阳修"], "name"),
        (["男", "女"], "gender"),
    ],
)
def test_contents_alone_tell_the_field(cells, field):
    scores = content_scores(column(*cells))
    assert max(scores, key=scores.get) == field


@pytest.mark.parametrize(
    "cells",
    [
        ["110101199003074470", "321083197812162110"],  # wrong check places
        ["已婚", "未婚"] * 10,
        ["1.5", "2.5"],
        ["2026-01-05", "2026-01-06"],
        ["深圳", "广州"],
        [],
    ],
)
def test_what_could_be_anything_tells_nothing(cells):
    assert not content_scores(column(*cells))


def test_cells_are_held_against_the_type_of_the_field():
    assert looks_by_type(column("13800138000", "无"), CUSTOMER["phone"]) == 0.5
    assert looks_by_type(column("信用贷", "抵押贷"), CUSTOMER["product_type"]) == 1
    assert looks_by_type(column("1", "0"), CUSTOMER["purpose"]) == 0
    assert looks_by_type(column(46027, date(2026, 1, 5)), CUSTOMER["birth_date"]) == 1
    assert looks_by_type(column("30万", "20-30万"), CUSTOMER["requested_amount"]) == 1
    assert looks_by_type(column("甲", "乙"), CUSTOMER["remark"]) is None
    assert looks_by_type(column(), CUSTOMER["phone"]) is None


def test_numbers_too_small_for_yuan_or_months_give_their_unit_away():
    assert amount_unit(column("30", "50", "120")) == "wan"
    assert amount_unit(column("30", "50")) is None
    assert amount_unit(column("30", "50", "20万")) is None
    assert amount_unit(column("30000", "50000", "20")) is None
    assert term_unit(column("1", "3", "5")) == "year"
    assert term_unit(column("12", "3", "36")) is None
