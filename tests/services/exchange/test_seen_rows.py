"""What is taken out of the list is what the list shows: rows, order, columns, masks."""

from __future__ import annotations

import csv
from dataclasses import replace

import openpyxl
import pytest

from loancrm_desktop.errors import Refused
from loancrm_desktop.services import customers
from loancrm_desktop.services.exchange import exporting
from loancrm_desktop.services.exchange.export_consent import Consent
from loancrm_desktop.services.exchange.exporting import Target
from loancrm_desktop.services.exchange.seen_rows import SeenList, seen
from loancrm_desktop.services.lists import ListQuery


@pytest.fixture
def three(office, owner):
    for name, phone, amount in (
        ("周德海", "13800138000", "500000.00"),
        ("=马小军", "13900138001", "300000.00"),
        ("刘芸", "13700137002", "1200000.00"),
    ):
        values = {"name": name, "phone": phone, "requested_amount": amount, "owner": owner.user_id}
        office.do(owner, customers.add, values=values)


def test_the_file_has_the_lists_rows_in_its_order_with_its_columns(office, owner, three, tmp_path):
    where = {"field": "requested_amount", "op": "gt", "value": "400000.00"}
    query = ListQuery(where=where, sort=("-requested_amount",))
    wish = SeenList(query, ("requested_amount", "next_step", "owner", "phone"))
    out = tmp_path / "list.xlsx"
    exporting.export(office, owner, Target(out, "xlsx"), wish, Consent("对账"))
    sheet, dictionary = openpyxl.load_workbook(out).worksheets
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[1] for row in rows[1:]] == ["刘芸", "周德海"]
    assert rows[1][2:4] == (1_200_000, "王老板")
    assert {row[2] for row in dictionary.iter_rows(min_row=2, values_only=True)} == {
        "id", "name", "requested_amount", "owner", "phone"
    }  # fmt: skip


def test_numbers_are_masked_as_the_list_shows_them_unless_asked_for(office, owner, three, tmp_path):
    for whole in (False, True):
        wish = SeenList(ListQuery(search="周德海"), ("phone",), whole)
        exporting.export(office, owner, Target(tmp_path / "x.csv", "csv"), wish, Consent("对账"))
        text = (tmp_path / "x.csv").read_text("utf-8-sig")
        assert ("13800138000" in text) is whole


def test_the_role_bounds_rows_and_columns(office, owner, actor_of, three):
    li = actor_of("li")
    with pytest.raises(Refused):
        office.ask(li, seen, wish=SeenList(ListQuery(), ("phone",)))
    rights = replace(
        li.rights,
        may=li.rights.may | {"office.export"},
        hidden=frozenset({"customer.phone"}),
    )
    outsider = replace(li, rights=rights, granted=None)
    (table,) = office.ask(outsider, seen, wish=SeenList(ListQuery(), ("phone", "company")))
    assert table.rows == []
    assert [column.key for column in table.columns] == ["id", "name", "company"]


def test_a_hostile_name_is_no_formula_in_the_file(office, owner, three, tmp_path):
    wish = SeenList(ListQuery(), ("company",))
    exporting.export(office, owner, Target(tmp_path / "x.csv", "csv"), wish, Consent("对账"))
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        names = {row[1] for row in csv.reader(file)}
    assert "'=马小军" in names
