"""Maps that a person gives."""

import json

import pytest

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.exchange.map_files import (
    MAX_MAP_BYTES,
    MappedColumn,
    apply_map,
    read_map,
    value_maps,
)
from loancrm_desktop.services.forms.built_in_fields import built_in_kind

CUSTOMER = built_in_kind("customer").fields
DEAL = built_in_kind("deal").fields


def write(folder, content):
    path = folder / "map.json"
    path.write_bytes(content.encode("utf-8"))
    return path


def test_a_map_gives_each_column_its_field(tmp_path):
    path = write(tmp_path, '\ufeff{"客户": "name", "号码": "phone", "无关": null, "空": ""}')
    wanted = read_map(path)
    assert wanted == {"客户": "name", "号码": "phone", "无关": None, "空": None}
    found = apply_map(wanted, ["无关", "号码", "客户", "空", "其他"], CUSTOMER, DEAL)
    assert [each.field for each in found] == [None, "phone", "name", None, None]
    assert all(each.confidence == 1 for each in found)


@pytest.mark.parametrize(
    "content", ["[1]", "{", '"name"', '{"a": 1}', '{"a": ["name"]}', "\x00", "[" * 100_000]
)
def test_what_is_no_map_is_refused_in_a_sentence(tmp_path, content):
    with pytest.raises(Invalid) as caught:
        read_map(write(tmp_path, content))
    assert '{"客户姓名": "name"}' in caught.value.text.read("en")


def test_a_missing_or_giant_map_file_is_refused(tmp_path):
    with pytest.raises(Invalid):
        read_map(tmp_path / "none.json")
    with pytest.raises(Invalid):
        read_map(write(tmp_path, json.dumps({"a": "x" * MAX_MAP_BYTES})))


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ("phone", "phone"),
        ("customer.phone", "phone"),
        ("联系电话", "phone"),
        ("Phone", "phone"),
        ("deal.bank", "deal.bank"),
        ("放款银行", "deal.bank"),
        (" name ", "name"),
    ],
)
def test_a_field_may_be_named_by_key_or_label(written, field):
    assert apply_map({"A": written}, ["A"], CUSTOMER, DEAL)[0].field == field


@pytest.mark.parametrize(
    ("wanted", "word"),
    [
        ({"A": "phonne"}, "phone"),
        ({"A": "weather"}, "weather"),
        ({"A": "created_at"}, "created_at"),
        ({"C": "phone"}, "C"),
        ({"A": "phone", "B": "phone"}, "two columns"),
    ],
)
def test_a_map_that_does_not_fit_is_refused_and_named(wanted, word):
    with pytest.raises(Invalid) as caught:
        apply_map(wanted, ["A", "B"], CUSTOMER, DEAL)
    assert word in caught.value.text.read("en")


def test_columns_are_found_however_their_marks_are_written():
    assert apply_map({"客户姓名": "name"}, ["*客户 姓名（必填）"], CUSTOMER)[0].field == "name"


def test_two_columns_may_share_the_name_as_first_and_last():
    found = apply_map({"First": "name", "Last": "name"}, ["First", "Last"], CUSTOMER)
    assert [each.part for each in found] == ["given", "family"]


def test_the_heading_still_names_the_unit():
    found = apply_map({"额度（万）": "requested_amount"}, ["额度（万）"], CUSTOMER)
    assert found[0].unit_hint == "wan"


def test_a_map_may_say_what_the_cells_of_a_column_mean(tmp_path):
    content = {
        "Purpose": {"field": "purpose", "values": {"car": "car_purchase", "?": "", "x": "装修"}}
    }
    wanted = read_map(write(tmp_path, json.dumps(content)))
    columns = apply_map(wanted, ["Purpose"], CUSTOMER, DEAL)
    assert columns[0].field == "purpose"
    meant = {"purpose": {"car": "car_purchase", "?": "", "x": "renovation"}}
    assert value_maps(wanted, columns, CUSTOMER, DEAL) == meant


@pytest.mark.parametrize(
    ("field", "option", "said"),
    [("purpose", "yacht", "Offered are working_capital"), ("name", "A", "no list of options")],
)
def test_meanings_that_a_field_does_not_know_are_refused(field, option, said):
    wanted = {"A": MappedColumn(field, {"x": option})}
    with pytest.raises(Invalid) as caught:
        value_maps(wanted, apply_map(wanted, ["A"], CUSTOMER), CUSTOMER)
    assert said in caught.value.text.read("en")


@pytest.mark.parametrize(
    "given", [{"field": "purpose"}, {"field": "purpose", "values": {"a": 1}}, {"values": {}}]
)
def test_half_a_meaning_is_refused(tmp_path, given):
    with pytest.raises(Invalid):
        read_map(write(tmp_path, json.dumps({"A": given})))
