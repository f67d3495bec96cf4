"""Chinese ID numbers."""

import csv
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.services.forms.values.id_numbers import (
    age_on,
    birth_date_of,
    gender_of,
    parse_id_number,
)


def test_the_shared_vectors_are_judged_as_their_sources_judge_them(shared):
    path = shared / "08_test_vectors" / "id_number_vectors.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        if row["expected"] == "invalid":
            with pytest.raises(FieldFault):
                parse_id_number(row["id_number"])
        else:
            assert len(parse_id_number(row["id_number"])) == 18
    assert len(rows) == 18


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("44011320141005001x", "44011320141005001X"),
        ("４４０１１３２０１４１００５００１ｘ", "44011320141005001X"),
        ("440113 20141005 001x", "44011320141005001X"),
        ("440113-20141005-001X", "44011320141005001X"),
        ("'110102199101010078", "110102199101010078"),
        ("150102880730303", "150102198807303035"),
        (150102880730303, "150102198807303035"),
        ("", ""),
        (None, ""),
        ("无", ""),
    ],
)
def test_every_writing_becomes_eighteen_places(raw, stored):
    assert parse_id_number(raw) == stored


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("36042619910102009X", "checksum"),
        ("360426199113010079", "birth_date"),
        ("T60426199101010078", "not_an_id"),
        ("3604261991", "not_an_id"),
        ("990426199101010078", "checksum"),
        ("000426199101010078", "not_an_id"),
        ("170426199101010078", "region"),
        (6.52300195909066e17, "digits_lost"),
        ("6.523E+17", "digits_lost"),
    ],
)
def test_what_is_wrong_is_named(raw, code):
    with pytest.raises(FieldFault) as caught:
        parse_id_number(raw)
    assert caught.value.code == code


def test_the_number_tells_birth_date_gender_and_age():
    number = parse_id_number("321083197812162119")
    assert birth_date_of(number) == date(1978, 12, 16)
    assert gender_of(number) == "male"
    assert gender_of("110101199003074497") == "male"
    assert gender_of("110101199003074427") == "female"
    assert age_on(number, date(2017, 4, 10)) == 38
    assert age_on(number, date(2026, 12, 16)) == 48
    assert birth_date_of("32108319781316211X") is None
    assert age_on("32108319781316211X", date(2026, 1, 1)) is None


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(place, more):
    number = "321083197812162119"
    digit = (int(number[place]) + more) % 10
    with pytest.raises(FieldFault):
        parse_id_number(f"{number[:place]}{digit}{number[place + 1 :]}")


@given(st.text(max_size=24))
def test_no_text_at_all_breaks_the_reading(text):
    try:
        stored = parse_id_number(text)
    except FieldFault:
        return
    assert stored == "" or parse_id_number(stored) == stored
