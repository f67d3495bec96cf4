"""Edits of a form's body: nothing is lost, rows never overflow, the given body stays."""

from __future__ import annotations

import copy

import pytest

from loancrm_desktop.services.forms.design import read_form
from loancrm_desktop.ui.forms import section_edits
from loancrm_desktop.ui.records import form_body
from loancrm_desktop.ui.records.form_body import SectionSpot, Spot


def body_of(*rows):
    body = form_body.empty_body("customer", {"zh": "客户表", "en": "Customer"})
    body["tabs"][0]["sections"][0]["rows"] = [
        [{"field": key, "width": form_body.EVEN[len(row)]} for key in row] for row in rows
    ]
    return body


def rows(body, section=0, tab=0):
    found = form_body.section_at(body, tab, section)["rows"]
    return [[item["field"] for item in row] for row in found]


def test_a_field_moves_within_its_row():
    body = body_of(["name", "phone", "email"])
    assert rows(form_body.move(body, Spot(0, 0, 0, 0), Spot(0, 0, 0, 2))) == [
        ["phone", "name", "email"]
    ]
    assert rows(form_body.move(body, Spot(0, 0, 0, 2), Spot(0, 0, 0, 0))) == [
        ["email", "name", "phone"]
    ]
    assert form_body.move(body, Spot(0, 0, 0, 1), Spot(0, 0, 0, 2)) == body


@pytest.mark.parametrize("end", [Spot(0, 0, 0), Spot(0, 0, 1), Spot(0, 0, 2), Spot(0, 0, 3)])
def test_a_row_of_its_own_moves_up_and_down_and_nothing_is_lost(end):
    body = body_of(["name"], ["phone"], ["email"])
    before = copy.deepcopy(body)
    moved = form_body.move(body, Spot(0, 0, 1, 0), end)
    assert sorted(form_body.placed_fields(moved)) == ["email", "name", "phone"]
    assert body == before
    wanted = {0: "phone name email", 3: "name email phone"}.get(end.row, "name phone email")
    assert " ".join(form_body.placed_fields(moved)) == wanted


def test_a_field_put_into_a_full_row_makes_even_widths():
    body = form_body.put(
        body_of(["name", "phone"]), {"field": "email", "width": "1/2"}, Spot(0, 0, 0, 1)
    )
    row = form_body.section_at(body, 0, 0)["rows"][0]
    assert [(item["field"], item["width"]) for item in row] == [
        ("name", "1/3"), ("email", "1/3"), ("phone", "1/3"),
    ]  # fmt: skip


def test_a_width_that_does_not_fit_sends_the_neighbours_to_the_next_row():
    body = form_body.set_width(body_of(["name", "phone"]), Spot(0, 0, 0, 0), "2/3")
    assert rows(body) == [["name"], ["phone"]]


def test_a_new_field_goes_into_the_row_while_there_is_room():
    body = body_of(["name", "phone"], ["email"])
    body["tabs"][0]["sections"][0]["rows"][1][0]["width"] = "1/2"
    assert form_body.spot_after(body, Spot(0, 0, 0, 0), "1/2") == Spot(0, 0, 1)
    assert form_body.spot_after(body, Spot(0, 0, 1, 0), "1/2") == Spot(0, 0, 1, 1)
    assert form_body.spot_after(body, Spot(0, 0, 1, 0), "1") == Spot(0, 0, 2)


def test_the_rows_of_a_removed_section_go_to_the_one_before():
    body = section_edits.add_section(body_of(["name"]), SectionSpot(0, 1), {"zh": "二"})
    body = form_body.put(body, {"field": "phone"}, Spot(0, 1, 0))
    assert rows(section_edits.remove_section(body, SectionSpot(0, 1), keep_rows=True)) == [
        ["name"], ["phone"],
    ]  # fmt: skip
    first = section_edits.remove_section(body, SectionSpot(0, 0), keep_rows=True)
    assert rows(first) == [["name"], ["phone"]]


def test_a_removed_tab_leaves_its_fields_to_the_one_before():
    body = section_edits.add_tab(body_of(["name"]), 1, {"zh": "更多"})
    body = form_body.put(body, {"field": "phone"}, Spot(1, 0, 0))
    merged = section_edits.remove_tab(body, 1)
    assert form_body.placed_fields(merged) == ["name", "phone"]
    assert section_edits.remove_tab(merged, 0) == merged


def test_sections_and_tabs_change_places():
    body = section_edits.add_section(body_of(["name"]), SectionSpot(0, 1), {"zh": "二"})
    moved = section_edits.move_section(body, SectionSpot(0, 0), SectionSpot(0, 2))
    assert [each["key"] for _, each in form_body.sections_of(moved)] == ["section_2", "section_1"]
    two = section_edits.add_tab(body, 1, {"zh": "更多"})
    assert section_edits.move_tab(two, 1, 0)["tabs"][0]["key"] == "tab_2"


def test_a_key_is_renamed_wherever_the_body_names_it():
    body = body_of(["name"])
    body = form_body.put_field(body, "rate", {"type": "number", "label": {"zh": "率"}})
    total = {"type": "formula", "result": "number", "formula": "rate * rate_2 + rate"}
    body = form_body.put_field(body, "total", {**total, "label": {"zh": "合计"}})
    where = {"field": "rate", "op": "eq", "value": 1}
    body = form_body.set_state(body, "total", "shown", {"all": [where]})
    body = form_body.put(body, {"field": "rate"}, Spot(0, 0, 1))
    renamed = form_body.rename_key(body, "rate", "year_rate")
    assert renamed["fields"]["total"]["formula"] == "year_rate * rate_2 + year_rate"
    assert renamed["states"]["total"]["shown"]["all"][0]["field"] == "year_rate"
    assert "year_rate" in renamed["fields"]
    assert form_body.placed_fields(renamed) == ["name", "year_rate"]


def test_an_edited_body_is_still_a_form():
    body = body_of(["name", "phone"])
    body = form_body.put_field(body, "text_1", {"type": "text", "label": {"zh": "车牌"}})
    body = form_body.put(body, {"field": "text_1"}, Spot(0, 0, 1))
    assert [each.key for each in read_form(body).own] == ["text_1"]
    assert read_form(form_body.drop_field(body, "text_1")).own == ()
