"""The search index says what the customers say, and it is noticed when it does not."""

import pytest

from loancrm_desktop.errors import Refused
from loancrm_desktop.models import text_index
from loancrm_desktop.services import customers, journal, search, undoing
from loancrm_desktop.services.calls import read_result, write_result
from loancrm_desktop.services.search_upkeep import IndexProblem


@pytest.fixture
def people(office, owner):
    return [
        office.do(
            owner,
            customers.add,
            values={"name": name, "phone": phone, "tags": ["VIP"]},
            open_deal=False,
        ).id
        for name, phone in (("王晓东", "13812348888"), ("张三", "13900001234"), ("李四", None))
    ]


def problems(office, owner):
    return office.ask(owner, search.check_index)


def damage(office, act):
    with office.database.writing() as session:
        act(session)
        office.database.commit(session)


def test_an_office_kept_by_its_operations_has_no_problem(office, owner, people):
    office.do(owner, customers.edit, customer_id=people[0], values={"name": "汪晓东"})
    office.do(owner, customers.remove, customer_ids=[people[1]])
    assert problems(office, owner) == ()


def test_missing_stray_and_wrong_words_are_named(office, owner, people):
    def harm(session):
        text_index.drop(session, [people[0]])
        text_index.put(session, [(999, "nx"), (people[1], "n张 n三")])

    damage(office, harm)
    assert problems(office, owner) == (
        IndexProblem("missing", people[0]),
        IndexProblem("stray", 999),
        IndexProblem("words", people[1]),
    )
    assert office.ask(owner, search.check_index, limit=1) == (IndexProblem("missing", people[0]),)


def test_a_word_too_many_is_noticed(office, owner, people):
    from loancrm_desktop.services.search import words_of

    words = words_of("李四", None, None, None, None, ["VIP"])
    damage(office, lambda session: text_index.put(session, [(people[2], f"{words} n张")]))
    assert problems(office, owner) == (IndexProblem("words", people[2]),)


def test_a_rebuilt_index_finds_everybody_again(office, owner, people):
    damage(office, text_index.forget_all)
    assert office.ask(owner, search.find, text="王") == ()
    assert office.do(owner, search.rebuild) == 3
    assert [hit.id for hit in office.ask(owner, search.find, text="wxd")] == [people[0]]
    assert problems(office, owner) == ()


def test_rebuilding_works_in_batches(office, owner, people, monkeypatch):
    from loancrm_desktop.services import search_upkeep

    monkeypatch.setattr(search_upkeep, "_CHUNK", 2)
    assert office.do(owner, search.rebuild) == 3
    assert problems(office, owner) == ()


def test_only_the_owner_rebuilds(office, actor_of):
    with pytest.raises(Refused):
        office.do(actor_of("li"), search.rebuild)


def test_undoing_keeps_the_index_in_step(office, owner, people):
    office.do(owner, customers.edit, customer_id=people[0], values={"name": "汪晓东"})
    seq = office.ask(owner, journal.latest, limit=1)[0].seq
    office.do(owner, undoing.undo, seq=seq)
    assert [hit.id for hit in office.ask(owner, search.find, text="王晓东")] == [people[0]]
    seq = next(
        entry.seq
        for entry in office.ask(owner, journal.of_record, kind="customer", record_id=people[2])
        if entry.operation == "customers.add"
    )
    office.do(owner, undoing.undo, seq=seq)
    assert office.ask(owner, search.find, text="李四") == ()
    assert problems(office, owner) == ()


def test_words_are_written_only_where_a_searched_column_changed(office, owner, people, monkeypatch):
    written = []
    put = text_index.put
    monkeypatch.setattr(
        text_index, "put", lambda session, rows: (written.extend(rows), put(session, rows))
    )
    office.do(owner, customers.edit, customer_id=people[0], values={"region": "深圳"})
    assert written == []
    office.do(owner, customers.edit, customer_id=people[0], values={"company": "星河"})
    assert [row[0] for row in written] == [people[0]]


def test_problems_round_trip_through_json():
    answer = (IndexProblem("missing", 1), IndexProblem("words", 2))
    assert read_result(search.check_index, write_result(search.check_index, answer)) == answer
