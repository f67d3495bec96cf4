"""Drafts: one's own, durable, and nobody's history."""

import subprocess
import sys

import pytest
from office_content import last_seq
from office_fixtures import RAW_KEY, FrozenClock, place_in

from loancrm_desktop.errors import Invalid
from loancrm_desktop.models.database import Database
from loancrm_desktop.services import customers, drafts, follow_ups, journal, today
from loancrm_desktop.services.opening import assemble


def test_a_draft_is_read_back_as_it_was_kept(office, owner):
    kept_at = office.do(owner, drafts.keep, key="customer:new", body={"name": "张三", "tags": [1]})
    found = office.ask(owner, drafts.read, key="customer:new")
    assert found == drafts.Draft("customer:new", {"name": "张三", "tags": [1]}, kept_at)


def test_the_newest_keeping_takes_the_place_of_the_one_before(office, owner):
    office.do(owner, drafts.keep, key="customer:7", body={"name": "张"})
    office.do(owner, drafts.keep, key="customer:7", body={"name": "张三"})
    assert [each.body for each in office.ask(owner, drafts.mine)] == [{"name": "张三"}]


def test_another_person_never_reads_my_draft(office, owner, actor_of):
    office.do(actor_of("li"), drafts.keep, key="follow_up:3", body={"text": "约周三"})
    assert office.ask(owner, drafts.read, key="follow_up:3") is None
    assert office.ask(owner, drafts.mine) == ()
    assert office.do(owner, drafts.drop, key="follow_up:3") is False
    assert office.ask(actor_of("li"), drafts.read, key="follow_up:3") is not None


def test_a_dropped_draft_is_gone(office, owner):
    office.do(owner, drafts.keep, key="design:form", body={})
    assert office.do(owner, drafts.drop, key="design:form") is True
    assert office.ask(owner, drafts.read, key="design:form") is None


def test_the_history_and_the_feed_hear_nothing_of_a_draft(office, owner):
    before, heard = last_seq(office, owner), []
    office.feed.subscribe(heard.append)
    office.do(owner, drafts.keep, key="customer:new", body={"name": "张三"})
    office.do(owner, drafts.keep, key="customer:new", body={"name": "张三丰"})
    office.do(owner, drafts.drop, key="customer:new")
    assert last_seq(office, owner) == before
    assert heard == []
    assert office.ask(owner, journal.verify).intact


def test_the_newest_draft_comes_first(office, owner):
    for key in ("customer:1", "customer:2", "customer:1"):
        office.do(owner, drafts.keep, key=key, body={})
    assert [each.key for each in office.ask(owner, drafts.mine)] == ["customer:1", "customer:2"]


def test_of_too_many_drafts_the_oldest_is_let_go(office, owner, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 3)
    for number in range(5):
        office.do(owner, drafts.keep, key=f"customer:{number}", body={})
    kept = {each.key for each in office.ask(owner, drafts.mine)}
    assert kept == {"customer:2", "customer:3", "customer:4"}


@pytest.mark.parametrize(
    "key", ["", "customer", "customer:", "../x:1", "kunde:张", "a" * 40 + ":1"]
)
def test_a_key_that_names_no_draft_is_refused(office, owner, key):
    with pytest.raises(Invalid) as caught:
        office.do(owner, drafts.keep, key=key, body={})
    assert [each.field for each in caught.value.problems] == ["key"]


def test_a_draft_as_long_as_a_book_is_refused(office, owner):
    body = {"text": "长" * (drafts.MOST_CHARACTERS + 1)}
    with pytest.raises(Invalid) as caught:
        office.do(owner, drafts.keep, key="follow_up:1", body=body)
    assert [each.code for each in caught.value.problems] == ["too_long"]


KEEPER = """
import os, sys
from pathlib import Path
sys.path[:0] = sys.argv[2:]
from office_fixtures import RAW_KEY, FrozenClock, place_in
from loancrm_desktop.models.database import Database
from loancrm_desktop.services import access, drafts
from loancrm_desktop.services.opening import assemble
folder = Path(sys.argv[1])
office = assemble(Database(folder / "office.db", RAW_KEY, "local"), place_in(folder), FrozenClock())
with office.database.reading() as session:
    me = access.actor_for(session, "boss", desk="desk-1")
office.do(me, drafts.keep, key="customer:new", body={"name": "半句话"})
os._exit(9)
"""


def test_a_draft_outlives_the_death_of_the_program(office, owner):
    folder = office.place.folder
    office.close()
    ended = subprocess.run([sys.executable, "-c", KEEPER, str(folder), *sys.path], check=False)
    assert ended.returncode == 9
    database = Database(folder / "office.db", RAW_KEY, "local")
    again = assemble(database, place_in(folder), FrozenClock())
    try:
        assert again.ask(owner, drafts.read, key="customer:new").body == {"name": "半句话"}
    finally:
        again.close()


def test_a_follow_up_takes_its_draft_with_it_only_when_it_is_stored(office, owner):
    values = {"name": "王五", "phone": "13912345678"}
    office.do(owner, drafts.keep, key="customer:new", body=values)
    added = office.do(owner, customers.add, values=values, draft_key="customer:new")
    assert office.ask(owner, drafts.mine) == ()
    key = f"follow_up:{added.id}"
    office.do(owner, drafts.keep, key=key, body={"text": "电话已通"})
    with pytest.raises(Invalid):
        office.do(owner, follow_ups.log, customer_id=added.id, text="", draft_key=key)
    assert office.ask(owner, drafts.read, key=key) is not None
    office.do(owner, follow_ups.log, customer_id=added.id, text="电话已通", draft_key=key)
    assert office.ask(owner, drafts.read, key=key) is None
    office.do(owner, drafts.keep, key=key, body={"text": "再打"})
    office.do(owner, today.finish, customer_id=added.id, text="再打", draft_key=key)
    assert office.ask(owner, drafts.read, key=key) is None


def test_an_edit_takes_its_draft_with_it(office, owner):
    added = office.do(owner, customers.add, values={"name": "王五", "phone": "13912345678"})
    key = f"customer:{added.id}"
    office.do(owner, drafts.keep, key=key, body={"name": "王武"})
    office.do(owner, customers.edit, customer_id=added.id, values={"name": "王武"}, draft_key=key)
    assert office.ask(owner, drafts.read, key=key) is None


def test_what_was_read_of_the_news_is_not_forgotten_for_many_drafts(office, owner, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 2)
    office.do(owner, drafts.keep, key="news:seen", body={"at": "x"})
    for number in range(4):
        office.do(owner, drafts.keep, key=f"customer:{number}", body={})
    assert office.ask(owner, drafts.read, key="news:seen") is not None
    assert len(office.ask(owner, drafts.mine)) == 2
