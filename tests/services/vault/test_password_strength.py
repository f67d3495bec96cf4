"""Which passwords may guard an office, and what is said about the others."""

from __future__ import annotations

import pytest

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.vault.password_strength import password_score, refuse_weak


def refused(password, own_words=()):
    with pytest.raises(Invalid) as caught:
        refuse_weak(password, own_words)
    problem = caught.value.problems[0]
    assert problem.field == "password"
    return problem.code, problem.text.msgid


@pytest.mark.parametrize(
    "password",
    ["three green lamps dance", "horse7-Tulip-Gate", "小桥流水人家有三只黑猫", "q8#Lm2!zTp0x"],
)
def test_a_strong_password_passes(password):
    refuse_weak(password, ["li.na"])


@pytest.mark.parametrize("password", ["", "x9#Lm2!zT", "小桥流水"])
def test_fewer_than_ten_characters_are_too_short(password):
    assert refused(password)[0] == "too_short"


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("password12345", "guesser's list"),
        ("iloveyou123", "guesser's list"),
        ("qwertyuiop[]", "side by side"),
        ("ababababababab", "repeats"),
        ("abcdefghijklmn", "sequence"),
        ("1990-12-31 x", "date"),
    ],
)
def test_an_easy_password_is_refused_with_the_reason(password, word):
    code, text = refused(password)
    assert code == "too_easy"
    assert word in text


def test_the_login_is_no_password():
    code, text = refused("zhangxiaoming", ["zhangxiaoming"])
    assert code == "too_easy"
    assert "the login" in text


def test_the_sentence_never_repeats_the_password():
    with pytest.raises(Invalid) as caught:
        refuse_weak("qwertyuiop123")
    assert "qwerty" not in str(caught.value)
    assert "qwerty" not in repr(caught.value.problems)


def test_the_score_rises_from_nothing_to_four():
    assert password_score("password") == 0
    assert password_score("three green lamps dance") == 4


def test_a_very_long_password_is_judged_quickly_and_passes():
    refuse_weak("three green lamps dance " * 40)


def test_an_empty_own_word_is_not_held_against_anybody():
    refuse_weak("three green lamps dance", ["", " "])
