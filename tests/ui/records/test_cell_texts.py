"""A cell says what it shows, short in the list and whole in its tip."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from loancrm_desktop.services import customer_table
from loancrm_desktop.services.customer_table import NextStep
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.ui.records.cell_texts import CellTexts, phone_text, when_text

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture
def texts(desk):
    return CellTexts(desk.words, lambda: NOW)


@pytest.fixture
def row(desk):
    page = desk.ask(customer_table.table, query=ListQuery(search="钱慧敏"), masks="role")
    return page.rows[0]


def test_a_phone_is_covered_even_where_the_service_said_it_whole(row):
    assert phone_text(row) == "139 **** 0872"
    assert phone_text(replace(row, phone=None)) == ""


def test_an_amount_is_short_in_the_cell_and_exact_in_the_tip(texts, row):
    assert texts(row, "requested_amount") == "180.0"
    assert texts.long(row, "requested_amount") == "¥ 1,800,000.00"


def test_a_product_is_said_with_its_term(texts, row):
    row = replace(row, more={"requested_term_months": 36})
    assert texts(row, "product_type") == "抵押贷 36 期"


def test_the_next_step_is_the_task_else_the_agreed_contact_else_a_warning(texts, row):
    row = replace(row, next_step=None, next_follow_up_at=None)
    assert texts.step(row) is None
    later = replace(row, next_follow_up_at=NOW + timedelta(days=1))
    assert texts.step(later) is not None
    due = replace(row, next_step=NextStep(1, "补流水", NOW + timedelta(hours=2)))
    assert texts.step(due) == ("补流水", "14:00")
    assert texts.long(due, "next_step").endswith("2026-11-23 14:00")


def test_a_dwell_of_days_leaves_the_minutes_out(texts, row):
    row = replace(row, deal_stage_entered_at=NOW - timedelta(hours=7, minutes=42))
    assert texts(row, "deal_stage_entered_at") == "7小时"
    row = replace(row, deal_stage_entered_at=NOW - timedelta(minutes=42))
    assert texts(row, "deal_stage_entered_at") == "42分钟"


def test_two_hundred_tags_are_said_in_part(texts, row):
    said = texts(replace(row, tags=tuple(f"标签{n}" for n in range(200))), "tags")
    assert said.endswith("…")
    assert said.count("、") < 20


def test_people_and_choices_are_said_by_name(texts, row, desk):
    assert texts(row, "owner") == texts.long(row, "owner") == desk.words.person_name(row.owner_id)
    assert texts(replace(row, level="A"), "level") == "A 级"
    assert texts(row, "no_such_field") == ""
    assert "钱慧敏" in texts.summary(row)


@pytest.mark.parametrize(("hours", "said"), [(2, "14:00"), (14, None), (-14, None), (96, "11-27")])
def test_a_moment_is_as_short_as_it_can_be(hours, said):
    text = when_text(NOW + timedelta(hours=hours), NOW)
    assert text == said or (said is None and ":" not in text and "-" not in text)
