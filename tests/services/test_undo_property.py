"""Whatever was done can be taken back: the whole content is as it was, search included."""

from hypothesis import given
from hypothesis import strategies as st
from office_acts import (
    ACTS,
    PATIENT,
    acts,
    begun_file,
    changed_something,
    fresh_office,
    tried,
)
from office_content import content_of, found_by_words, last_seq

from loancrm_desktop.errors import Refused
from loancrm_desktop.services import checking, search, undoing
from loancrm_desktop.services.putting_back import KEPT

__all__ = ["begun_file"]  # a fixture, used by name


def state(office, owner):
    return content_of(office), found_by_words(office, owner)


@PATIENT
@given(steps=acts)
def test_taking_back_the_last_act_restores_everything_and_redoing_it_too(begun_file, steps):
    with fresh_office(begun_file) as (office, owner):
        for act, seed in steps:
            before, entry = state(office, owner), last_seq(office, owner)
            tried(office, owner, act, seed)
            if not changed_something(office, last_seq(office, owner), after=entry):
                assert state(office, owner) == before, "a refused act wrote something"
                continue
            after = state(office, owner)
            office.do(owner, undoing.undo, last_seq(office, owner))
            assert state(office, owner) == before, act.__name__
            office.do(owner, undoing.undo, last_seq(office, owner))
            assert state(office, owner) == after, act.__name__
        assert office.ask(owner, search.check_index) == ()
        assert checking.check(office, owner).problems == ()


@PATIENT
@given(steps=acts)
def test_taking_back_all_acts_from_the_newest_on_leads_back_to_the_beginning(begun_file, steps):
    with fresh_office(begun_file) as (office, owner):
        beginning, first = state(office, owner), last_seq(office, owner)
        for act, seed in steps:
            tried(office, owner, act, seed)
        for seq in range(last_seq(office, owner), first, -1):
            if changed_something(office, seq):
                office.do(owner, undoing.undo, seq)
        assert state(office, owner) == beginning
        assert checking.check(office, owner).problems == ()


@PATIENT
@given(steps=acts, which=st.integers(min_value=0, max_value=11))
def test_taking_back_an_earlier_act_changes_only_what_it_did(begun_file, steps, which):
    with fresh_office(begun_file) as (office, owner):
        seen = {}
        for act, seed in steps:
            before, entry = content_of(office), last_seq(office, owner)
            if tried(office, owner, act, seed) and last_seq(office, owner) > entry:
                seen[last_seq(office, owner)] = (before, content_of(office))
        if not seen:
            return
        seq = sorted(seen)[which % len(seen)]
        now = content_of(office)
        try:
            office.do(owner, undoing.undo, seq)
        except Refused:
            assert content_of(office) == now, "a refused undo wrote something"
            return
        assert without_kept(content_of(office)) == without_kept(turned_back(now, *seen[seq]))
        assert checking.check(office, owner).problems == ()


def turned_back(now, before, after):
    """Answer the present content with one act's changes turned back, cell by cell."""
    expected = {
        table: {each: dict(row) for each, row in rows.items()} for table, rows in now.items()
    }
    for table, rows in expected.items():
        for each in before[table].keys() | after[table].keys():
            was, became = before[table].get(each), after[table].get(each)
            if was is None:
                rows.pop(each, None)
            elif became is None:
                rows[each] = dict(was)
            else:
                rows[each].update({name: was[name] for name in was if was[name] != became[name]})
    return expected


def without_kept(content):
    """Leave out the columns kept out of other rows; `check` compares those."""
    return {
        table: {
            each: {name: row[name] for name in row if name not in KEPT.get(table, ())}
            for each, row in rows.items()
        }
        for table, rows in content.items()
    }


def test_every_act_passes_at_least_once(begun_file):
    """Teeth for the properties above: an act that is always refused would prove nothing."""
    passed = set()
    with fresh_office(begun_file) as (office, owner):
        for round_ in range(6):
            for act in ACTS:
                entry = last_seq(office, owner)
                if tried(office, owner, act, round_ * 31) and last_seq(office, owner) > entry:
                    passed.add(act.__name__)
    assert passed == {act.__name__ for act in ACTS}
