"""Fictional people: well-formed numbers that nobody in the world has."""

from datetime import date
from random import Random

from loancrm_desktop.services.demo_office.people import PeopleMaker
from loancrm_desktop.services.forms.values.id_numbers import (
    birth_date_of,
    gender_of,
    parse_id_number,
)
from loancrm_desktop.services.forms.values.phones import parse_phone

TODAY = date(2026, 6, 30)
GIVEN_OUT = {
    *(f"13{last}" for last in range(10)),
    *(f"15{last}" for last in (0, 1, 2, 3, 5, 6, 7, 8, 9)),
    *(f"16{last}" for last in (2, 5, 6, 7)),
    *(f"17{last}" for last in range(9)),
    *(f"18{last}" for last in range(10)),
    *(f"19{last}" for last in (0, 1, 2, 3, 5, 6, 7, 8, 9)),
}


def people(count: int, product_type: str = "business"):
    maker = PeopleMaker(Random(1), TODAY)
    return [maker.person(product_type) for _ in range(count)]


def test_id_numbers_hold_their_check_and_say_birth_date_and_gender():
    for person in people(200):
        assert parse_id_number(person.id_number) == person.id_number
        assert birth_date_of(person.id_number) == person.born
        assert gender_of(person.id_number) == person.gender


def test_no_card_bears_such_an_id_number():
    assert {person.id_number[2:6] for person in people(50)} == {"0000"}


def test_phones_read_as_mobiles_but_no_carrier_has_their_prefix():
    for person in people(200):
        assert parse_phone(person.phone) == person.phone
        assert person.phone[:3] not in GIVEN_OUT


def test_no_two_people_share_a_phone_or_an_id_number():
    crowd = people(2_000)
    assert len({person.phone for person in crowd}) == len(crowd)
    assert len({person.id_number for person in crowd}) == len(crowd)


def test_a_spouse_is_of_the_other_sex_and_has_numbers_of_their_own():
    maker = PeopleMaker(Random(2), TODAY)
    person = maker.person("property_secured")
    spouse = maker.relative(person, "spouse")
    assert {person.gender, spouse.gender} == {"male", "female"}
    assert spouse.phone != person.phone
    assert abs((spouse.born - person.born).days) < 1_300


def test_only_businesses_want_a_tax_based_loan():
    assert {person.work for person in people(100, "tax_based")} == {
        "business_owner",
        "self_employed",
    }
