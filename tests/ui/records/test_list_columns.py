"""Any field is a column; the room is shared so that the usual ones need no scrolling."""

from __future__ import annotations

import pytest

from loancrm_desktop.ui.records.list_columns import (
    DEFAULT_KEYS,
    choices,
    columns_for,
    fitted,
    may_edit_in_place,
)


@pytest.fixture
def usual(desk):
    return columns_for(DEFAULT_KEYS, desk.words)


def test_check_and_name_come_first_whatever_is_asked(desk):
    columns = columns_for(("phone", "name", "no_such_field", "phone"), desk.words)
    assert [column.key for column in columns] == ["check", "name", "phone"]


def test_every_field_of_the_catalogue_is_offered(desk):
    keys = [key for key, _title in choices(desk.words)]
    assert set(desk.words.fields("customer")) - {"name"} <= set(keys)
    assert len(keys) == len(set(keys))


def test_numbers_stand_right_and_lists_cannot_be_sorted(desk):
    amount, tags = columns_for(("requested_amount", "tags"), desk.words)[2:]
    assert amount.right
    assert amount.sort_key == "requested_amount"
    assert (tags.right, tags.sort_key) == (False, "")


def test_wide_room_is_used_up_to_the_last_pixel(usual):
    left_out, widths = fitted(usual, {}, 1200, spare=True)
    assert not left_out
    assert sum(widths.values()) == 1200


def test_a_narrow_window_leaves_out_what_the_preview_says(usual):
    left_out, widths = fitted(usual, {}, 640, spare=True)
    assert left_out
    assert {"name", "requested_amount", "deal_stage", "next_step"} <= set(widths)


def test_columns_somebody_chose_are_never_left_out(usual):
    left_out, widths = fitted(usual, {}, 300, spare=False)
    assert not left_out
    assert sum(widths.values()) > 300


def test_a_dragged_width_holds(usual):
    _left_out, widths = fitted(usual, {"phone": 333}, 2000, spare=True)
    assert widths["phone"] == 333


def test_what_services_keep_is_not_edited_in_place(desk):
    fields, locked = desk.words.fields("customer"), desk.words.read_only("customer")
    assert may_edit_in_place(fields["level"], locked)
    assert not may_edit_in_place(fields["deal_stage"], locked)
    assert not may_edit_in_place(fields["remark"], locked)
    assert not may_edit_in_place(None, locked)
