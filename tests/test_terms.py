"""The words of the trade."""

import pickle

import pytest

from loancrm_desktop.terms import Term, name_of, term, terms_of
from loancrm_desktop.texts import say


def test_a_term_reads_in_both_languages_without_a_catalogue():
    stage = term("stage.first_call")
    assert stage.read("zh") == "初步电联"
    assert stage.read("en") == "first call"
    assert stage.name == "first_call"


def test_a_term_inside_a_sentence_follows_the_sentences_language():
    sentence = say("{stage}", stage=term("stage.bank_approval"))
    assert sentence.read("zh") == "银行审批"
    assert sentence.read("en") == "bank approval"


def test_the_shipped_process_has_eight_stages_and_two_ends():
    names = [one.name for one in terms_of("stage")]
    assert names[:2] == ["lead_assignment", "first_call"]
    assert names[-3:] == ["post_loan", "archived", "lost"]
    assert len(names) == 10


def test_an_unknown_word_is_refused_by_its_key():
    with pytest.raises(KeyError):
        term("stage.nowhere")
    with pytest.raises(KeyError):
        terms_of("weather")


def test_a_name_the_office_invented_is_said_as_it_is():
    assert name_of("status", "closed", "zh") == "已成交"
    assert name_of("status", "vip", "zh") == "vip"


def test_a_term_survives_a_trip_between_processes():
    word = term("role.broker")
    copy = pickle.loads(pickle.dumps(word))  # noqa: S301 - our own bytes
    assert copy == word
    assert copy.read("zh") == "客户经理"
    assert {word: 1}[copy] == 1


def test_equal_words_under_different_keys_stay_apart():
    assert term("status.lost") != term("stage.lost")
    assert term("status.lost") == Term("status.lost", "", "")
