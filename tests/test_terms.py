"""The words of the trade."""

import ast
import pickle
from pathlib import Path

import pytest

import loancrm_desktop
from loancrm_desktop.terms import Term, name_of, term, terms_of, text_of
from loancrm_desktop.texts import say

SERVICES = Path(loancrm_desktop.__file__).parent / "services"


def _literals(function: str, place: int) -> set[str]:
    """Gather the literals at one place of the calls of a function in all services."""
    found: set[str] = set()
    for path in SERVICES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or len(node.args) <= place:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func
            said = name.id if isinstance(name, ast.Name) else name
            argument = node.args[place]
            if said == function and isinstance(argument, ast.Constant):
                found.add(str(argument.value))
    return found


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


def test_every_operation_of_the_history_has_a_word_in_both_languages():
    operations = _literals("operation", 0)
    assert "deals.move" in operations
    assert operations == {word.name for word in terms_of("operation")}


def test_every_act_that_needs_a_right_has_a_word():
    acts = _literals("require", 1)
    assert "customers.merge" in acts
    assert acts - {word.name for word in terms_of("act")} == set()


def test_a_name_inside_a_sentence_is_said_as_its_word_or_as_it_is():
    known = say("{act}", act=text_of("act", "customers.merge"))
    unknown = say("{act}", act=text_of("act", "kites.fly"))
    assert (known.read("zh"), known.read("en")) == ("合并客户", "merge customers")
    assert unknown.read("zh") == "kites.fly"
