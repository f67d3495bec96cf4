"""What a line of the queue says, in both languages."""

from dataclasses import replace
from datetime import timedelta

import pytest
from queue_items import NOW, item

from loancrm_desktop.texts import set_language
from loancrm_desktop.ui.today import item_words


@pytest.fixture(autouse=True)
def english():
    set_language("en")
    yield
    set_language("zh")


def test_late_and_left_are_said_in_two_units():
    late = replace(item("a"), due_at=NOW - timedelta(hours=30), state="breached")
    assert item_words.due(late, NOW) == "1 d 6 h over"
    lead = replace(item("a"), reason="limit", due_at=NOW + timedelta(minutes=80), state="on_time")
    assert item_words.due(lead, NOW) == "1 h 20 min left"


def test_what_is_due_today_says_its_clock_and_soon_the_time_left():
    later = replace(item("a"), due_at=NOW + timedelta(hours=5), state="on_time")
    assert item_words.due(later, NOW) == "15:00"
    soon = replace(item("a"), due_at=NOW + timedelta(minutes=30), state="due_soon")
    assert item_words.due(soon, NOW) == "10:30 · 30 min left"


def test_a_need_is_said_as_far_as_it_is_known():
    whole = replace(item("a"), product_type="unsecured", amount_fen=30_000_000, term_months=36)
    assert item_words.need(whole) == "unsecured loan · ¥ 300.0 k / 36 months"
    assert item_words.need(replace(whole, amount_fen=None, term_months=None)) == "unsecured loan"
    assert item_words.need(item("a")) == ""


def test_the_first_contact_over_its_limit_is_urgent_else_the_level_counts():
    assert item_words.priority(replace(item("a", "limit"), stage="first_call")) == "urgent"
    assert item_words.priority(replace(item("a"), level="A")) == "high"
    assert item_words.priority(replace(item("a"), level=None)) == "normal"
    assert item_words.priority(replace(item("a"), priority=1)) == "urgent"


def test_a_chinese_name_of_three_signs_is_called_by_the_given_name():
    assert item_words._called("林若溪") == "若溪"
    assert item_words._called("李雷") == "李雷"
    assert item_words._called("Ann") == "Ann"


def test_a_day_is_named_as_each_language_does():
    assert item_words.day_name(NOW) == "Mon 23 Nov"
    set_language("zh")
    assert item_words.day_name(NOW) == "11月23日 周一"
