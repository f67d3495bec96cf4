"""Moments are told in the words of the office."""

from __future__ import annotations

from datetime import UTC, datetime

from loancrm_desktop.services.customer_timeline import Moment
from loancrm_desktop.services.field_shifts import FieldShift
from loancrm_desktop.ui.records.happenings import MOST_SHIFTS, happenings_of

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def told(desk, **more):
    values = {"kind": "follow_up", "id": 1, "at": AT, "person_id": None, "word": "phone"}
    return happenings_of([Moment(**{**values, **more})], desk.words)[0]


def test_a_contact_says_how_and_what_came_of_it(desk):
    line = told(desk, outcome="reached", text="来电", person_id=desk.actor.user_id)
    assert line.who == desk.actor.name
    assert line.title == "电话 · 已接通"


def test_a_move_shows_both_stages(desk):
    line = told(desk, kind="stage", word="product_matching", before="qualification_review")
    assert [name for _, name in line.stages] == ["资质审核", "方案匹配"]


def test_one_changed_field_stands_in_the_line_itself(desk):
    shift = FieldShift("customer", 1, "requested_amount", "1500000.00", "1800000.00")
    line = told(desk, kind="change", word="customers.edit", shifts=(shift,))
    assert line.title == ""
    assert "¥ 150.0 万 → ¥ 180.0 万" in line.spoken


def test_many_changed_fields_are_counted(desk):
    shifts = tuple(
        FieldShift("customer", 1, key, None, "x")
        for key in ("company", "wechat", "email", "region", "remark", "referrer")
    )
    line = told(desk, kind="change", word="customers.edit", shifts=shifts)
    assert len(line.shifts) == MOST_SHIFTS
    assert "6" in line.title


def test_a_masked_number_is_said_as_it_comes(desk):
    shift = FieldShift("customer", 1, "phone", "138 **** 0000", "139 **** 1111")
    line = told(desk, kind="change", word="customers.edit", shifts=(shift,))
    assert "139 **** 1111" in line.spoken


def test_every_kind_has_its_words(desk):
    for kind, word in (("task", "done"), ("task", "added"), ("document", "id_card"),
                       ("change", "customers.merge"), ("stage", "lead_assignment")):  # fmt: skip
        assert told(desk, kind=kind, word=word, text="某事").spoken
