from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from agreement.any_condition import values
from agreement.field_office import VOCABULARY
from hypothesis import given
from hypothesis import strategies as st

from loancrm_desktop.services.language.custom_values import pack, unpack

DEAL = VOCABULARY.kind("deal").fields


@given(data=st.data(), spec=st.sampled_from(list(DEAL.values())))
def test_a_value_survives_the_json_of_its_record(data, spec):
    value = data.draw(values(spec))
    assert unpack(spec, json.loads(json.dumps(pack(spec, value)))) == value


def test_times_lie_as_milliseconds_and_dates_as_text():
    assert pack(DEAL["due_at"], datetime(1970, 1, 1, 0, 0, 1, 5_000, UTC)) == 1_005
    assert pack(DEAL["signed_on"], date(2026, 1, 31)) == "2026-01-31"
    assert pack(DEAL["tags"], ("a", "b")) == ["a", "b"]


@pytest.mark.parametrize(
    ("key", "stored"),
    [
        ("due_at", "soon"),
        ("due_at", True),
        ("due_at", 1.5),
        ("signed_on", "soon"),
        ("signed_on", 5),
    ],
)
def test_what_a_time_field_cannot_hold_is_no_value(key, stored):
    assert unpack(DEAL[key], stored) is None
