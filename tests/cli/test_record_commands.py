"""`loancrm records` and `loancrm import records`: record types of the office's own by line."""

from __future__ import annotations

import csv

import pytest
from cli_fixtures import as_json, condition
from form_bodies import choice, form, own

HOUSE = {
    "address": own("text", "地址", in_list=True),
    "worth": own("money", "评估价", in_list=True),
    "seen_on": own("date", "看房日期"),
    "use": choice("home", "shop"),
}


@pytest.fixture
def house(loancrm, tmp_path):
    """Answer the kind of an office that keeps properties, made by line as well."""
    loancrm("customers", "add", as_json(name="张三", phone="13912345678"))
    made = loancrm("--json", "records", "make", "house", "房产", "Property", "--links", "customer")
    assert made.json == {"kind": "x_house"}
    body = form(HOUSE, kind="x_house")
    (tmp_path / "form.json").write_text(as_json(**body), "utf-8")
    assert loancrm("forms", "import", tmp_path / "form.json").code == 0
    return "house"


def test_a_record_is_added_shown_edited_listed_and_thrown_away(loancrm, house):
    values = as_json(name="锦绣花园 3 栋", address="南山区", worth="5200000", customer=1)
    number = loancrm("--json", "records", "add", house, values).json["id"]
    shown = loancrm("--json", "records", "show", house, number).json
    assert (shown["worth"], shown["customer_name"]) == ("5200000.00", "张三")
    saved = loancrm("--json", "records", "edit", "x_house", number, as_json(worth="5000000")).json
    assert saved["id"] == number
    found = loancrm("--json", "records", "list", house).json
    assert (found["total"], found["rows"][0]["worth"]) == (1, "5000000.00")
    assert "锦绣花园" in loancrm("records", "list", house).out
    assert "锦绣花园" in loancrm("records", "show", house, number).out
    assert loancrm("records", "remove", house, number).code == 0
    assert loancrm("--json", "records", "list", house).json["total"] == 0
    assert loancrm("records", "restore", house, number).code == 0
    assert loancrm("--json", "records", "list", house).json["total"] == 1


def test_a_list_is_filtered_and_sorted_by_own_fields(loancrm, house):
    for name, worth in (("甲", "300"), ("乙", "100"), ("丙", "200")):
        loancrm("records", "add", house, as_json(name=name, worth=worth))
    rows = loancrm("--json", "records", "list", house, "--sort", "worth").json["rows"]
    assert [row["name"] for row in rows] == ["乙", "丙", "甲"]
    where = condition("worth", "ge", "200")
    rows = loancrm("--json", "records", "list", house, "--where", where, "--sort", "-worth").json
    assert [row["name"] for row in rows["rows"]] == ["甲", "丙"]
    rows = loancrm("--json", "records", "list", house, "--sort", "worth", "--skip", 2).json["rows"]
    assert [row["name"] for row in rows] == ["甲"]


def test_the_types_stand_with_their_counts(loancrm, house):
    loancrm("records", "add", house, as_json(name="甲"))
    rows = loancrm("--json", "records", "types").json["rows"]
    assert [(row["kind"], row["records"]) for row in rows] == [("x_house", 1)]


def test_an_unknown_type_and_a_field_that_does_not_hold_are_refused(loancrm, house):
    assert loancrm("records", "list", "spaceship").code == 2
    ran = loancrm("records", "add", house, as_json(name="甲", worth="much"))
    assert ran.code == 2
    assert "评估价" in ran.error or "worth" in ran.error


def test_a_list_comes_in_by_its_headings_and_what_does_not_hold_is_left_out(
    loancrm, house, tmp_path
):
    with (tmp_path / "houses.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(
            [
                ["名称", "地址", "评估价", "看房日期", "客户", "备用"],
                ["锦绣花园", "南山区", "520万", "2026/3/1", "张三", "x"],
                ["碧海湾", "宝安区", "310万", "2026-04-02", "13912345678", "x"],
                ["无人区", "福田区", "100万", "", "李四", "x"],
                ["错价", "福田区", "很多", "", "", "x"],
            ]
        )
    report = loancrm("--json", "import", "records", house, tmp_path / "houses.csv").json
    assert (report["rows"], report["created"], report["rejected"]) == (4, 2, 2)
    assert report["mapping"]["备用"] is None
    assert [(each["row"], each["column"]) for each in report["problems"]] == [
        (4, "customer"),
        (5, "worth"),
    ]
    rows = loancrm("--json", "records", "list", house, "--sort", "worth").json["rows"]
    assert [(row["name"], row["worth"], row["customer_name"]) for row in rows] == [
        ("碧海湾", "3100000.00", "张三"),
        ("锦绣花园", "5200000.00", "张三"),
    ]
    assert loancrm("audit", "undo", "--help").code == 0


def test_a_list_that_names_nothing_and_a_broker_are_refused(loancrm, as_broker, house, tmp_path):
    (tmp_path / "x.csv").write_text("地址,评估价\n南山,5\n福田,6\n", "utf-8")
    ran = loancrm("import", "records", house, tmp_path / "x.csv")
    assert ran.code == 2
    assert "name" in ran.error
    (tmp_path / "y.csv").write_text("名称,地址\n甲,南山\n乙,福田\n", "utf-8")
    assert as_broker("import", "records", house, tmp_path / "y.csv").code == 3
