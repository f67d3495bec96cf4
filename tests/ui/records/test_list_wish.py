"""A list and the view that keeps it say the same."""

from __future__ import annotations

from loancrm_desktop.ui.records.list_wish import ListWish, wish_of

REVIEW = {"field": "deal_stage", "op": "eq", "value": "qualification_review"}


def test_what_is_as_usual_is_left_out_of_a_view():
    assert ListWish().body() == {}
    assert wish_of({}) == ListWish()


def test_a_view_comes_back_as_it_was_saved():
    wish = ListWish(REVIEW, "钱", "-name", ("phone", "level"), {"phone": 90})
    assert wish_of(wish.body()) == wish


def test_parts_of_another_make_are_taken_as_not_there():
    body = {"where": "no", "sort": "name", "columns": 3, "widths": ["a"], "search": None}
    assert wish_of(body) == ListWish()


def test_the_pinned_columns_of_a_view_are_not_asked_for_twice():
    assert wish_of({"columns": ["name", "check", "phone", "phone"]}).columns == ("phone",)


def test_a_product_is_asked_for_with_its_term():
    assert "requested_term_months" in ListWish().asked_columns
    assert "requested_term_months" not in ListWish(columns=("phone",)).asked_columns


def test_only_the_first_block_is_counted():
    wish = ListWish(REVIEW, "", "name", trash=True)
    assert (wish.query().with_total, wish.query().offset) == (True, 0)
    later = wish.query(3)
    assert (later.with_total, later.offset, later.trash, later.sort) == (
        False,
        600,
        True,
        ("name",),
    )
    assert wish.filtering
    assert not ListWish().filtering
