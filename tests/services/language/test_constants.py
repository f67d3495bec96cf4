from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from agreement.any_condition import values
from agreement.field_office import VOCABULARY, field
from hypothesis import given
from hypothesis import strategies as st

from loancrm_desktop.services.language.constants import Misread, read_constant, write_constant
from loancrm_desktop.services.language.expressions import Family, family_of
from loancrm_desktop.services.language.fields import FieldType

DEAL = VOCABULARY.kind("deal").fields


@pytest.mark.parametrize(
    ("key", "raw", "value"),
    [
        ("title", " 深圳 ", " 深圳 "),
        ("term", 12, 12),
        ("term", 12.0, 12),
        ("score", 2.675, 2.675),
        ("amount", "300000.00", 30_000_000),
        ("amount", 300000, 30_000_000),
        ("amount", 0.1, 10),
        ("amount", "-0.01", -1),
        ("margin", "12.30", 1_230),
        ("rate", "4.35", 43_500),
        ("rate", 4.5, 45_000),
        ("rate", "4.35%", 43_500),
        ("rate", "0.0001", 1),
        ("signed_on", "2026-01-31", date(2026, 1, 31)),
        ("due_at", "2026-01-31", date(2026, 1, 31)),
        ("due_at", "2026-01-31T09:30:00+08:00", datetime(2026, 1, 31, 1, 30, tzinfo=UTC)),
        ("due_at", "2026-01-31T01:30:00.123999Z", datetime(2026, 1, 31, 1, 30, 0, 123_000, UTC)),
        ("call_at", "09:30", "09:30"),
        ("level", "old", "old"),
        ("urgent", False, False),
        ("handler", 7, 7),
        ("tags", "VIP", "VIP"),
    ],
)
def test_a_constant_is_read_by_the_type_of_its_field(key, raw, value):
    read = read_constant(DEAL[key], raw)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("key", "raw", "code"),
    [
        ("title", 5, "text_expected"),
        ("title", "  ", "empty_text"),
        ("title", "", "empty_text"),
        ("title", "x" * 1_001, "text_too_long"),
        ("title", "a\0b", "unfit_text"),
        ("title", "\ud800", "unfit_text"),
        ("phone", "-", "empty_text"),
        ("term", "12", "whole_number_expected"),
        ("term", 12.5, "whole_number_expected"),
        ("term", True, "whole_number_expected"),
        ("term", 2**53, "too_large"),
        ("score", "1", "number_expected"),
        ("score", float("nan"), "number_expected"),
        ("score", float("inf"), "number_expected"),
        ("score", 1e300, "too_large"),
        ("amount", "1.001", "money_expected"),
        ("amount", "30万", "money_expected"),
        ("amount", "NaN", "money_expected"),
        ("amount", "1e999999999", "money_expected"),
        ("amount", True, "money_expected"),
        ("amount", None, "money_expected"),
        ("amount", "99999999999999999", "too_large"),
        ("rate", "4.35001", "percent_expected"),
        ("rate", "x%", "percent_expected"),
        ("rate", 10**15, "too_large"),
        ("signed_on", "2026-02-30", "date_expected"),
        ("signed_on", "20260131", "date_expected"),
        ("signed_on", "0001-01-01", "date_expected"),
        ("signed_on", 20260131, "date_expected"),
        ("due_at", "2026-01-31T09:30:00", "time_expected"),
        ("due_at", "9999-12-31T23:59:00Z", "time_expected"),
        ("due_at", "soon", "time_expected"),
        ("due_at", 5, "time_expected"),
        ("call_at", "24:00", "time_of_day_expected"),
        ("call_at", "9:30", "time_of_day_expected"),
        ("level", "c", "unknown_option"),
        ("level", 1, "text_expected"),
        ("assets", "c", "unknown_option"),
        ("urgent", 1, "yes_no_expected"),
        ("urgent", "true", "yes_no_expected"),
        ("handler", 0, "id_expected"),
        ("handler", True, "id_expected"),
        ("handler", "王丽", "id_expected"),
        ("files", "x", "not_comparable"),
    ],
)
def test_a_constant_that_does_not_fit_is_refused_with_its_reason(key, raw, code):
    read = read_constant(DEAL[key], raw)
    assert isinstance(read, Misread)
    assert read.code == code


def test_a_label_given_for_an_option_names_the_key_to_write():
    read = read_constant(DEAL["level"], "甲")
    assert read.text.values["known"] == "a"


def test_retired_options_are_accepted_but_not_offered():
    assert read_constant(DEAL["level"], "c").text.values["known"] == "a, b"


def test_a_choice_without_fixed_options_takes_any_key():
    assert read_constant(field("stage", FieldType.CHOICE), "first_call") == "first_call"


_READABLE = [spec for spec in DEAL.values() if family_of(spec) not in (Family.LIST, Family.OPAQUE)]


@given(data=st.data(), spec=st.sampled_from(_READABLE))
def test_a_constant_written_and_read_again_is_the_same(data, spec):
    fitting = values(spec).filter(lambda value: not isinstance(value, str) or value.strip())
    value = data.draw(fitting)
    assert read_constant(spec, write_constant(spec, value)) == value
