"""The recovery key as people type it from a sheet of paper."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.vault.recovery import (
    SECRET_BYTES,
    new_recovery_key,
    recovery_secret,
)

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM = st.binary(min_size=SECRET_BYTES, max_size=SECRET_BYTES)


def key_from(content: bytes) -> str:
    return new_recovery_key(lambda _length: content)


def wrong_group(typed: str) -> str:
    with pytest.raises(Invalid) as caught:
        recovery_secret(typed)
    problem = caught.value.problems[0]
    assert problem.field == "recovery_key"
    return problem.code


def test_a_key_has_seven_groups_of_five_and_no_letter_that_looks_like_a_digit():
    key = key_from(bytes(range(SECRET_BYTES)))
    groups = key.split("-")
    assert [len(group) for group in groups] == [5] * 7
    assert set("".join(groups)) <= set(ALPHABET)


@given(RANDOM)
def test_the_key_carries_140_random_bits(content):
    number = int.from_bytes(content, "big") >> 4
    assert int.from_bytes(recovery_secret(key_from(content)), "big") == number


def test_the_written_form_of_a_known_secret_never_changes():
    assert key_from(bytes(range(18))) == "000G0-40R47-0M30J-E209D-185GT-R38E6-1W81Q"


@pytest.mark.parametrize(
    "typed",
    [
        "000g0-40r47-0m30j-e209d-185gt-r38e6-1w81q",
        " 000G0 40R47 0M30J E209D 185GT R38E6 1W81Q\n",
        "000G040R470M30JE209D185GTR38E61W81Q",
        "OOOG0-40R47-0M30J-E209D-I85GT-R38E6-lW8lQ",
        "０００Ｇ０－４０Ｒ４７－０Ｍ３０Ｊ－Ｅ２０９Ｄ－１８５ＧＴ－Ｒ３８Ｅ６－１Ｗ８１Ｑ",
    ],
)
def test_case_spaces_width_and_lookalikes_do_not_matter(typed):
    assert recovery_secret(typed) == recovery_secret("000G0-40R47-0M30J-E209D-185GT-R38E6-1W81Q")


@given(RANDOM, st.integers(0, 34), st.sampled_from(ALPHABET))
def test_any_single_wrong_letter_is_found_and_its_group_named(content, at, letter):
    key = list(key_from(content).replace("-", ""))
    if key[at] == letter:
        return
    key[at] = letter
    assert wrong_group("".join(key)) == f"group_{at // 5 + 1}"


@given(RANDOM, st.integers(0, 6), st.integers(0, 4), st.integers(0, 4))
def test_any_two_letters_of_a_group_exchanged_are_found(content, group, first, second):
    key = list(key_from(content).replace("-", ""))
    one, other = group * 5 + first, group * 5 + second
    if key[one] == key[other]:
        return
    key[one], key[other] = key[other], key[one]
    assert wrong_group("".join(key)) == f"group_{group + 1}"


@given(RANDOM, st.integers(0, 6), st.integers(0, 6))
def test_two_groups_exchanged_are_found(content, first, second):
    groups = key_from(content).split("-")
    if first == second:
        return
    groups[first], groups[second] = groups[second], groups[first]
    assert wrong_group("-".join(groups)).startswith("group_")


@pytest.mark.parametrize("typed", ["", "000G0", "000G0-40R47-0M30J-E209D-185GT-R38E6-1W81"])
def test_a_key_too_short_says_how_many_letters_are_wanted(typed):
    assert wrong_group(typed) == "length"
    with pytest.raises(Invalid) as caught:
        recovery_secret(typed)
    assert caught.value.text.values["wanted"] == 35


@given(st.text(max_size=80))
def test_anything_typed_that_is_no_key_is_refused_in_a_sentence(typed):
    with pytest.raises(Invalid) as caught:
        recovery_secret(typed)
    assert str(caught.value)
