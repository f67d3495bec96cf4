"""The full-text index holds words by row id and answers questions of three floors."""

import pytest

from loancrm_desktop.models import text_index


@pytest.fixture
def session(office):
    with office.database.writing() as opened:
        text_index.put(opened, [(1, "nwang f138"), (2, "nwang f139"), (7, "nli f138 nwangli")])
        yield opened


def ids(session, question):
    return sorted(session.execute(text_index.matching(question)).scalars())


def test_all_parts_must_hold_and_any_alternative_will_do(session):
    assert ids(session, [[["nwang"]]]) == [1, 2]
    assert ids(session, [[["nwang*"]]]) == [1, 2, 7]
    assert ids(session, [[["nwang"]], [["f138"]]]) == [1]
    assert ids(session, [[["nwang"], ["nli"]], [["f138"]]]) == [1, 7]
    assert ids(session, [[["nwang", "f139"], ["nli", "f139"]]]) == [2]


def test_new_words_replace_the_old_ones(session):
    text_index.put(session, [(1, "nzhang")])
    assert ids(session, [[["nwang"]]]) == [2]
    assert ids(session, [[["nzhang"]]]) == [1]
    assert text_index.count_words(session) == 3


def test_a_dropped_row_is_not_found(session):
    text_index.drop(session, [2, 99])
    assert ids(session, [[["nwang*"]]]) == [1, 7]
    assert text_index.known_ids(session) == {1, 7}


def test_an_emptied_index_can_be_filled_again(session):
    text_index.forget_all(session)
    assert text_index.count_words(session) == 0
    text_index.put(session, [(3, "nwang")])
    text_index.tidy(session)
    assert ids(session, [[["nwang"]]]) == [3]


def test_counting_stops_at_what_is_asked(session):
    assert text_index.how_many(session, [[["nwang*"]]], 10) == 3
    assert text_index.how_many(session, [[["nwang*"]]], 2) == 2


def test_a_tally_tells_one_set_of_holders_from_another(session):
    holders = text_index.holders(session, "f138")
    assert holders == {1, 7}
    marks = sum(map(text_index.mark, holders))
    assert list(text_index.tallies(session, ["f138", "f999"])) == [
        text_index.Tally(2, 8, marks),
        text_index.Tally(0, 0, 0),
    ]


def test_signs_in_a_question_are_no_commands(session):
    for sign in ('"', 'nwang"', "AND", "NOT", "^nwang", "-nwang", "(nwang"):
        assert 7 not in ids(session, [[[sign]]])
