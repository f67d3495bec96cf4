"""Sentences are written once, in English, and read in the language in force."""

from __future__ import annotations

import json
import threading

import pytest

from loancrm_desktop import texts
from loancrm_desktop.texts import Text, say, set_language, tr


class _Catalogue:
    """Stands for the Chinese catalogue, so that the tests do not hang on its wording."""

    def gettext(self, msgid: str) -> str:
        return {"{name} is busy": "{name} 正忙", "Desk": "工位"}.get(msgid, msgid)


@pytest.fixture(autouse=True)
def _catalogue(monkeypatch):
    real = texts._catalogue
    monkeypatch.setattr(
        texts, "_catalogue", lambda language: _Catalogue() if language == "zh" else real(language)
    )


def test_a_sentence_is_read_in_the_language_in_force():
    busy = say("{name} is busy", name="A")
    assert str(busy) == "A 正忙"
    set_language("en")
    assert str(busy) == "A is busy"


def test_a_sentence_inside_a_sentence_is_read_in_the_same_language():
    busy = say("{name} is busy", name=say("Desk"))
    assert busy.read("zh") == "工位 正忙"
    assert busy.read("en") == "Desk is busy"


def test_a_sentence_without_values_keeps_its_braces():
    assert tr('Such as {"all": []}.') == 'Such as {"all": []}.'


def test_an_empty_sentence_is_not_the_head_of_the_catalogue():
    assert Text("").read("zh") == ""


def test_the_chosen_language_holds_in_threads_started_later():
    set_language("en")
    heard: list[str] = []
    thread = threading.Thread(target=lambda: heard.append(texts.current_language()))
    thread.start()
    thread.join()
    assert heard == ["en"]


def test_a_language_there_is_none_of_is_refused_and_changes_nothing():
    with pytest.raises(ValueError, match="fr"):
        set_language("fr")
    assert texts.current_language() == "zh"


def test_names_in_a_row_have_the_mark_of_the_language_between_them():
    names = texts.listed(["钱慧敏", Text("Customers"), 3])
    assert names.read("en") == "钱慧敏, Customers, 3"
    assert names.read("zh").count("、") == 2
    assert texts.say("Tags: {tags}", tags=texts.listed(["a", "b"])).read("en") == "Tags: a, b"


def test_a_text_taken_apart_for_json_keeps_the_texts_in_it():
    said = texts.say("Tags: {tags}", tags=texts.listed(["a", Text("Customers")]))
    again = texts.unpacked(json.loads(json.dumps(texts.packed(said))))
    assert again == said
    assert again.read("en") == "Tags: a, Customers"


@pytest.mark.parametrize(
    ("sentence", "values", "said"),
    [
        ("{count} customers are new", {"count": "1"}, "1 customer is new"),
        ("{count} customers are new", {"count": "1,001"}, "1,001 customers are new"),
        ("{deals} deals, {tasks} tasks", {"deals": 1, "tasks": 2}, "1 deal, 2 tasks"),
        ("{count} new notices", {"count": 1}, "1 new notice"),
        ("{count} rows do not pass", {"count": 1}, "1 row does not pass"),
        ("Told {people} people", {"people": 1}, "Told 1 person"),
        ("{name} has {count} entries", {"name": "1", "count": 0}, "1 has 0 entries"),
    ],
)
def test_one_of_a_thing_is_said_in_the_singular_in_english(sentence, values, said):
    assert Text(sentence, values).read("en") == said
