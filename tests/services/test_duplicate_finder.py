"""The whole office is searched for people who are there twice; others' only masked."""

from __future__ import annotations

import pytest

from loancrm_desktop.bench.workload import cases
from loancrm_desktop.errors import Refused
from loancrm_desktop.services import customers, duplicate_finder
from loancrm_desktop.services.duplicate_finder import (
    Candidate,
    Likeness,
    duplicates,
    grouped,
    likenesses,
)
from loancrm_desktop.services.exchange.import_plan import Progress
from loancrm_desktop.text_keys import text_key

ID_ONE, ID_TWO = "440301199003070019", "110101199003074514"


@pytest.fixture
def add(office, owner):
    def put(name, **values):
        values = {"owner": owner.user_id, "name": name, **values}
        return office.do(owner, customers.add, values, "allow", open_deal=False).id

    return put


def ids(group):
    return [member.customer_id for member in group.members]


def test_a_phone_counts_in_whichever_column_it_stands(office, owner, add):
    one = add("张三", phone="13900001111")
    two = add("李四", phone="13900002222", phone2="139 0000 1111")
    add("王五", phone="13900003333")
    (group,) = office.ask(owner, duplicates).groups
    assert (ids(group), group.reasons, group.score) == ([one, two], ("phone",), 95)


def test_the_same_id_number_is_surest_and_comes_first(office, owner, add):
    add("张三", phone="13900001111")
    add("李四", phone="13900001111")
    one, two = add("王五", id_number=ID_ONE), add("赵六", id_number=ID_ONE)
    found = office.ask(owner, duplicates)
    assert [group.score for group in found.groups] == [100, 95]
    assert ids(found.groups[0]) == [one, two]
    assert (found.total, found.searched, found.cancelled) == (2, 4, False)


def test_one_name_needs_a_company_or_region_that_is_alike(office, owner, add):
    one = add("王伟", company="深圳市甲科技有限公司")
    two = add("王伟", company="深圳甲科技有限公司")
    add("王伟", company="北京乙商贸中心")
    add("王伟")
    (group,) = office.ask(owner, duplicates).groups
    assert (ids(group), group.reasons) == ([one, two], ("name_company",))


def test_a_slip_in_the_name_is_seen_within_one_company(office, owner, add):
    one = add("Chan Tai Man", company="Acme Trading")
    two = add("Tai Man Chan", company="Acme Trading")
    add("Tai Man Chan", company="Other Works Limited")
    (group,) = office.ask(owner, duplicates).groups
    assert (ids(group), group.score) == ([one, two], 70)


def test_two_id_numbers_show_two_people_however_alike_the_rest(office, owner, add):
    add("王伟", company="甲公司", region="深圳", id_number=ID_ONE)
    add("王伟", company="甲公司", region="深圳", id_number=ID_TWO)
    assert office.ask(owner, duplicates).groups == ()


def test_less_sure_ones_can_be_left_out_and_those_in_the_trash_are(office, owner, add):
    one = add("王伟", region="广东省深圳市")
    add("王伟", region="广东省深圳市")
    assert office.ask(owner, duplicates).groups[0].score == 65
    assert office.ask(owner, duplicates, 70).groups == ()
    office.do(owner, customers.remove, [one])
    assert office.ask(owner, duplicates).groups == ()


def test_others_customers_are_masked_with_their_owner(office, owner, actor_of, add):
    li, chen = actor_of("li"), actor_of("chen")
    mine = add("禾苗", phone="13912345678", owner=li.user_id)
    add("禾苗", phone="13912345678", owner=chen.user_id)
    add("谷仓", phone="13900001111", owner=chen.user_id)
    add("谷仓", phone="13900001111", owner=chen.user_id)
    (group,) = office.ask(li, duplicates).groups
    own, others = group.members
    assert (own.customer_id, own.title) == (mine, "禾苗")
    assert (others.customer_id, others.owner_name) == (None, "陈经理")
    assert "禾苗" not in others.title
    assert "13912345678" not in str(group)
    assert len(office.ask(owner, duplicates).groups) == 2


def test_who_may_not_see_customers_finds_nothing(office, owner):
    from dataclasses import replace

    from loancrm_desktop.services.actor import Rights

    with pytest.raises(Refused):
        office.ask(replace(owner, rights=Rights()), duplicates)


def test_broken_off_it_tells_nothing(office, owner, add):
    add("张三", phone="13900001111")
    add("李四", phone="13900001111")
    found = office.ask(owner, duplicates, progress=Progress(cancelled=True))
    assert (found.cancelled, found.groups) == (True, ())


def test_who_is_like_the_second_is_with_the_first():
    found = [
        Likeness(1, 2, "phone", 95),
        Likeness(3, 2, "name_region", 65),
        Likeness(7, 8, "phone", 95),
    ]
    assert list(grouped(found)) == [
        ([1, 2, 3], [("phone", 95), ("name_region", 65)]),
        ([7, 8], [("phone", 95)]),
    ]


def seeds(count):
    for case in cases(count):
        seed = case.customer
        key = text_key(seed.name)
        yield Candidate(
            seed.number, seed.name, key, seed.phone, None, seed.id_number, None, seed.city, 1, None
        )


def test_ten_thousand_are_compared_with_few_looks_and_with_progress(monkeypatch):
    rows = list(seeds(10_000))
    twice = [
        Candidate(
            20_000 + row.id, row.name, row.name_key, None, row.phone, None, None, None, 1, None
        )
        for row in rows[:100]
    ]
    progress = Progress()
    compared = 0

    def differ(one, two) -> bool:
        nonlocal compared
        compared += 1
        return differ_for_sure(one, two)

    differ_for_sure = duplicate_finder._differ_for_sure
    monkeypatch.setattr(duplicate_finder, "_differ_for_sure", differ)
    found = list(likenesses([*rows, *twice], progress))
    assert 0 < compared < 20 * len(rows)  # everybody with everybody would be fifty million
    assert {each.second_id for each in found if each.why == "phone"} >= {row.id for row in twice}
    assert progress.done == progress.total == 3 * len([*rows, *twice])
