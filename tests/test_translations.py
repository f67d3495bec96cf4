"""Every sentence of the program is there in Chinese, whole, and compiled."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

import pytest

from loancrm_desktop.english_counts import THINGS

CHECKOUT = Path(__file__).resolve().parent.parent


def _tool():
    spec = importlib.util.spec_from_file_location("texts_tool", CHECKOUT / "tools" / "texts.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


tool = _tool()


@pytest.fixture(scope="module")
def found():
    return tool.gather_program()


@pytest.fixture(scope="module")
def catalogue():
    return tool.read_catalogue()


def _gathered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str):
    monkeypatch.setattr(tool, "CHECKOUT", tmp_path)
    file = tmp_path / "speech.py"
    file.write_text(code, encoding="utf-8")
    return tool.gather([file])


def test_every_sentence_can_be_gathered_and_gets_the_values_it_names(found):
    assert found.faults == []


def test_every_sentence_has_a_chinese_translation(found, catalogue):
    missing = [
        sentence
        for sentence in sorted(found.sentences)
        if not (message := catalogue.get(sentence)) or not message.string
    ]
    assert missing == []


def test_a_translation_names_the_same_values_as_its_sentence(catalogue):
    unequal = [
        message.id
        for message in catalogue
        if message.id
        and message.string
        and tool.places_in(message.id) != tool.places_in(message.string)
    ]
    assert unequal == []


def test_the_catalogue_holds_no_sentence_the_program_no_longer_says(found, catalogue):
    assert {message.id for message in catalogue if message.id} - found.sentences.keys() == set()


def test_the_compiled_catalogue_is_the_written_one(catalogue):
    assert tool.PO_FILE.with_suffix(".mo").read_bytes() == tool.written_mo(catalogue)


def test_a_sentence_over_several_lines_is_gathered_as_one(tmp_path, monkeypatch):
    code = 'tr("One "\n   "sentence.")\ntexts.say("{n} rows", n=3)\n'
    gathered = _gathered(tmp_path, monkeypatch, code)
    assert gathered.sentences == {"One sentence.": {"speech.py"}, "{n} rows": {"speech.py"}}
    assert gathered.faults == []


@pytest.mark.parametrize(
    "code",
    [
        'say(f"{n} rows")',
        "tr(title)",
        'say("a" + name)',
        'say("{n} rows", m=3)',
        'say("{n} rows", **values)',
        'say("rows", n=3)',
        'say("{n} rows")',
    ],
)
def test_a_sentence_nobody_can_translate_is_a_fault(tmp_path, monkeypatch, code):
    assert len(_gathered(tmp_path, monkeypatch, code).faults) == 1


def test_a_notice_that_says_something_already_read_is_not_gathered(tmp_path, monkeypatch):
    gathered = _gathered(tmp_path, monkeypatch, "self.notice.say(str(problem))")
    assert (gathered.sentences, gathered.faults) == ({}, [])


def test_braces_that_are_plain_text_are_no_places(tmp_path, monkeypatch):
    code = """say('Such as {"all": []}.')"""
    assert _gathered(tmp_path, monkeypatch, code).faults == []


def test_renewing_keeps_what_is_translated_and_drops_what_is_gone(tmp_path, monkeypatch):
    old = tool.Catalog(locale="zh", fuzzy=False)
    old.add("Kept {n}", "留下 {n}")
    old.add("Gone", "没了")
    found = _gathered(tmp_path, monkeypatch, 'say("Kept {n}", n=1)\ntr("New")\n')
    renewed = tool.renewed(old, found)
    assert {m.id: m.string for m in renewed if m.id} == {"Kept {n}": "留下 {n}", "New": ""}


def test_renewing_twice_writes_the_same_bytes(found, tmp_path):
    once = tool.renewed(tool.read_catalogue(), found)
    file = tmp_path / "loancrm.po"
    file.write_bytes(tool.written_po(once))
    again = tool.renewed(tool.read_catalogue(file), found)
    assert tool.written_po(again) == file.read_bytes()


def test_what_is_counted_can_be_said_of_one_in_english(found):
    counted = re.compile(
        r"\{(?:count|most|limit|total|rows|customers|deals|records)\} ([a-z-]+s)\b"
    )
    unknown = {
        word
        for sentence in found.sentences
        for word in counted.findall(sentence)
        if word not in THINGS
    }
    assert unknown == set(), "add them to english_counts.THINGS"
