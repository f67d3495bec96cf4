"""Anyone is found by what people remember, by those who may see them, the likeliest first."""

import pytest

from loancrm_desktop.errors import Refused
from loancrm_desktop.services import customers, deals, follow_ups, search
from loancrm_desktop.services.calls import (
    read_arguments,
    read_result,
    write_arguments,
    write_result,
)

PEOPLE = {
    "wang": {"name": "王晓东", "phone": "13812348888", "company": "深圳市星河科技有限公司",
             "id_number": "360426199101010071", "tags": ["VIP", "重点客户"]},
    "zhang": {"name": "张三", "phone": "13900001234", "phone2": "13655558888"},
    "zhangsan": {"name": "张三丰", "phone": "13711118888"},
    "shan": {"name": "单雄信", "phone": "13522220139"},
    "smith": {"name": "John Smith", "phone": "+85291234567", "company": "IBM中国"},
}  # fmt: skip


@pytest.fixture
def ids(office, owner):
    """Put the people into the office; answers their ids by key."""
    return {
        key: office.do(owner, customers.add, values=values, duplicates="allow", open_deal=False).id
        for key, values in PEOPLE.items()
    }


@pytest.fixture
def found(office, owner, ids):
    """Answer a function that asks as the owner and answers (key, match) pairs."""
    key_of = {customer_id: key for key, customer_id in ids.items()}

    def ask(text, actor=owner, **more):
        return [
            (key_of[hit.id], hit.match) for hit in office.ask(actor, search.find, text=text, **more)
        ]

    return ask


EXPECTED = {
    "王": [("wang", "name")],
    "晓东": [("wang", "name")],
    "wxd": [("wang", "pinyin")],
    "wangx": [("wang", "pinyin")],
    "shan": [("shan", "pinyin")],
    "zs 8888": [("zhang", "pinyin+phone"), ("zhangsan", "pinyin+phone")],
    "三 139": [("zhang", "name+phone")],
    "张三丰8888": [("zhangsan", "name+phone")],
    "00001234": [("zhang", "phone")],
    "+86 139 0000 1234": [("zhang", "phone")],
    "010071": [("wang", "id_number")],
    "360426199101010071": [("wang", "id_number")],
    "星河科技": [("wang", "company")],
    "vip": [("wang", "tag")],
    "重点": [("wang", "tag")],
    "smi": [("smith", "name")],
    "ibm": [("smith", "company")],
    "9123": [("smith", "phone")],
    "nobody": [],
    "": [],
    "· ·": [],
}


def test_people_are_found_and_it_is_told_how(found):
    assert {text: sorted(found(text)) for text in EXPECTED} == EXPECTED


def test_the_exact_name_comes_before_names_that_begin_with_it(found):
    assert found("张三") == [("zhang", "name"), ("zhangsan", "name")]
    assert found("zs")[0] == ("zhang", "pinyin")
    assert found("zhangsan")[0] == ("zhang", "pinyin")


def test_a_tail_comes_before_a_fragment_in_the_middle(office, owner, found, ids):
    office.do(owner, customers.edit, customer_id=ids["shan"], values={"phone": "13888881111"})
    assert found("8888")[-1] == ("shan", "phone")
    assert len(found("8888")) == 4


def test_whom_the_office_spoke_to_last_comes_first(office, owner, found, ids):
    office.do(owner, follow_ups.log, customer_id=ids["zhangsan"], text="来电")
    office.do(owner, follow_ups.log, customer_id=ids["wang"], text="来电")
    assert found("13") == []
    assert [key for key, _ in found("8888")][:2] == ["wang", "zhangsan"]


def test_only_so_many_are_answered(found):
    assert len(found("8888", limit=2)) == 2
    assert found("8888", limit=0) == []


def test_a_fragment_must_stand_together_in_the_name(office, owner, ids):
    office.do(owner, customers.add, values={"name": "晓东王晓"}, open_deal=False)
    hits = office.ask(owner, search.find, text="王晓东")
    assert [hit.id for hit in hits] == [ids["wang"]]
    assert office.ask(owner, search.find_ids, text="王晓东") == [ids["wang"]]


def test_a_phone_fragment_must_stand_together(office, owner, ids):
    office.do(owner, customers.add, values={"name": "甲", "phone": "13456123345"}, open_deal=False)
    assert office.ask(owner, search.find, text="12334567") == ()
    assert office.ask(owner, search.find_ids, text="234561") == []


def test_the_subtitle_covers_the_phone(office, owner, ids):
    (hit,) = office.ask(owner, search.find, text="王晓东")
    assert (hit.kind, hit.title) == ("customer", "王晓东")
    assert "138 **** 8888" in hit.subtitle
    assert "13812348888" not in hit.subtitle
    assert "深圳市星河科技有限公司" in hit.subtitle


def test_nobody_finds_other_peoples_customers(office, actor_of, found):
    assert found("张三", actor_of("li")) == []
    assert found("8888", actor_of("chen")) == []
    mine = office.do(actor_of("li"), customers.add, values={"name": "张三"}, open_deal=False).id
    assert [hit.id for hit in office.ask(actor_of("li"), search.find, text="zs")] == [mine]
    assert [hit.id for hit in office.ask(actor_of("lead"), search.find, text="zs")] == [mine]
    assert office.ask(actor_of("chen"), search.find, text="zs") == ()
    assert office.ask(actor_of("chen"), search.find_ids, text="zs") == []


def test_whoever_sees_a_mask_cannot_search_behind_it(found, actor_of):
    guest = actor_of("guest")
    assert {key for key, _ in found("8888", guest)} == {"wang", "zhang", "zhangsan"}
    assert found("13812348888", guest) == [("wang", "phone")]
    assert found("0071", guest) == [("wang", "id_number")]
    assert found("138", guest) == found("1234888", guest) == found("010071", guest) == []
    assert found("234", guest) == []


def test_what_is_in_the_trash_is_found_only_there(office, owner, ids, found):
    office.do(owner, customers.remove, customer_ids=[ids["wang"]])
    assert found("王晓东") == []
    assert office.ask(owner, search.find_ids, text="王晓东") == []
    assert office.ask(owner, search.find_ids, text="王晓东", trash=True) == [ids["wang"]]
    office.do(owner, customers.restore, customer_ids=[ids["wang"]])
    assert found("王晓东") == [("wang", "name")]


def test_the_index_follows_every_change(office, owner, ids, found):
    edit = {"customer_id": ids["wang"]}
    office.do(owner, customers.edit, **edit, values={"name": "汪小冬", "phone": "13900009999"})
    assert found("王") == []
    assert found("wangxiaodong") == [("wang", "pinyin")]
    assert found("汪") == [("wang", "name")]
    assert found("9999") == [("wang", "phone")]
    office.do(owner, customers.edit, **edit, values={"tags": ["老客户"], "company": None})
    assert found("vip") == found("星河") == []
    assert found("老客户") == [("wang", "tag")]


def test_a_deal_is_found_by_its_number(office, owner):
    added = office.do(owner, customers.add, values={"name": "李四"})
    ref = office.ask(owner, deals.show, deal_id=added.deal_id).card.ref
    (hit,) = office.ask(owner, search.find, text=ref.lower())
    assert (hit.id, hit.match) == (added.id, "deal")


def test_many_matches_are_answered_by_their_last_contact(office, owner, monkeypatch):
    monkeypatch.setattr(search, "_FEW", 3)
    made = [
        office.do(owner, customers.add, values={"name": f"周{mark}"}, open_deal=False).id
        for mark in "一二三四五六"
    ]
    office.do(owner, follow_ups.log, customer_id=made[2], text="来电")
    hits = [hit.id for hit in office.ask(owner, search.find, text="周", limit=3)]
    assert hits == [made[2], made[5], made[4]]
    assert office.ask(owner, search.find, text="周四")[0].id == made[3]
    assert office.ask(owner, search.find_ids, text="周")[0] == made[2]
    assert sorted(office.ask(owner, search.find_ids, text="zhou")) == made


def test_a_list_can_put_the_question_into_its_own_statement(office, owner, ids):
    from sqlalchemy import select

    from loancrm_desktop.models.customers import Customer
    from loancrm_desktop.services.office import Work

    with office.database.reading() as session:
        work = Work(session, owner, office.clock(), office.place, {})

        def listed(text):
            return sorted(
                session.execute(select(Customer.id).where(search.condition(work, text))).scalars()
            )

        assert listed("zs 8888") == sorted([ids["zhang"], ids["zhangsan"]])
        assert listed("234561") == []
        assert search.condition(work, " ") is None


def test_whoever_may_see_no_customers_may_not_search(office, owner):
    from dataclasses import replace

    from loancrm_desktop.services.actor import Rights

    stranger = replace(owner, rights=Rights("all", frozenset({"tasks.see"})))
    with pytest.raises(Refused):
        office.ask(stranger, search.find, text="王")
    with pytest.raises(Refused):
        office.ask(stranger, search.find_ids, text="王")


def test_question_and_answer_round_trip_through_json(office, owner, ids):
    asked = {"text": "zs 8888", "limit": 5}
    written = write_arguments(search.find, asked)
    assert read_arguments(search.find, written) == asked
    hits = office.ask(owner, search.find, **asked)
    assert len(hits) == 2
    assert read_result(search.find, write_result(search.find, hits)) == hits
    asked = {"text": "王", "limit": 5, "trash": False}
    assert read_arguments(search.find_ids, write_arguments(search.find_ids, asked)) == asked
