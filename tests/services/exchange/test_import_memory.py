"""Columns and words settled once are known at the next import of the same office."""

from dataclasses import replace

import pytest

from loancrm_desktop.errors import Refused
from loancrm_desktop.services.exchange import import_memory

COLUMNS = {"姓名": "name", "贷多少": "requested_amount", "序号": None}
WORDS = {"purpose": {"周转": "business_turnover"}}


def test_nothing_is_remembered_at_first(office, owner):
    found = office.ask(owner, import_memory.recall, ["姓名"])
    assert (found.columns, found.words) == (None, {})


def test_a_set_of_headings_is_known_again_in_any_order(office, owner):
    office.do(owner, import_memory.remember, COLUMNS, WORDS)
    found = office.ask(owner, import_memory.recall, ["序号", " 贷多少", "姓名*"])
    assert (found.columns, found.words) == (COLUMNS, WORDS)
    assert office.ask(owner, import_memory.recall, ["姓名", "贷多少"]).columns is None


def test_words_add_up_and_the_newest_meaning_counts(office, owner):
    office.do(owner, import_memory.remember, COLUMNS, WORDS)
    more = {"purpose": {"周转": "", "盖房": "renovation"}, "owner": {}}
    office.do(owner, import_memory.remember, {"姓名": "name"}, more)
    found = office.ask(owner, import_memory.recall, list(COLUMNS))
    assert found.words == {"purpose": {"周转": "", "盖房": "renovation"}}
    assert found.columns == COLUMNS


def test_what_is_known_already_is_not_written_again(office, owner):
    assert office.do(owner, import_memory.remember, COLUMNS, WORDS)
    assert not office.do(owner, import_memory.remember, COLUMNS, WORDS)


def test_only_who_imports_sees_and_keeps_it(office, owner):
    actor = replace(owner, rights=replace(owner.rights, may=frozenset()), granted=None)
    with pytest.raises(Refused):
        office.ask(actor, import_memory.recall, ["姓名"])
    with pytest.raises(Refused):
        office.do(actor, import_memory.remember, COLUMNS, WORDS)


def test_only_the_newest_sets_are_kept(office, owner):
    for number in range(62):
        office.do(owner, import_memory.remember, {f"列 甲{number}": "name"}, WORDS)
    assert office.ask(owner, import_memory.recall, ["列 甲0"]).columns is None
    assert office.ask(owner, import_memory.recall, ["列 甲61"]).columns == {"列 甲61": "name"}
    assert office.ask(owner, import_memory.recall, ["列 甲61"]).words == WORDS
