"""A view keeps a list's filter under a name, for one person or for all."""

from dataclasses import replace

import pytest

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services import customers, views
from loancrm_desktop.services.calls import (
    read_arguments,
    read_result,
    write_arguments,
    write_result,
)

BODY = {
    "where": {"field": "region", "op": "eq", "value": "深圳"},
    "sort": ["-last_contact_at"],
    "columns": ["name", "phone"],
}


def names(office, actor, kind="customer"):
    return [row.name for row in office.ask(actor, views.page, kind=kind)]


def test_a_view_is_kept_as_it_was_saved(office, actor_of):
    li = actor_of("li")
    view_id = office.do(li, views.save, kind="customer", name=" 深圳客户 ", body=BODY)
    (row,) = office.ask(li, views.page, kind="customer")
    assert row == views.SavedViewRow(view_id, "深圳客户", shared=False, pinned=True, body=BODY)
    assert names(office, li, "deal") == []


def test_an_own_view_is_nobody_elses(office, owner, actor_of):
    view_id = office.do(actor_of("li"), views.save, kind="customer", name="我的", body={})
    assert names(office, owner) == []
    with pytest.raises(Invalid):
        office.do(owner, views.remove, view_id=view_id)
    with pytest.raises(Invalid):
        office.do(owner, views.save, kind="customer", name="x", body={}, view_id=view_id)


def test_a_shared_view_is_everybodys(office, actor_of):
    lead, li = actor_of("lead"), actor_of("li")
    view_id = office.do(lead, views.save, kind="customer", name="全体", body=BODY, shared=True)
    assert office.ask(li, views.page, kind="customer")[0].shared
    with pytest.raises(Refused):
        office.do(li, views.remove, view_id=view_id)
    with pytest.raises(Refused):
        office.do(li, views.save, kind="customer", name="x", body={}, view_id=view_id)
    with pytest.raises(Refused):
        office.do(li, views.save, kind="customer", name="x", body={}, shared=True)


def test_a_view_is_changed_renamed_and_shared(office, actor_of):
    lead = actor_of("lead")
    view_id = office.do(lead, views.save, kind="customer", name="甲", body=BODY)
    again = office.do(
        lead, views.save, kind="customer", name="乙", body={}, shared=True, view_id=view_id
    )
    assert again == view_id
    (row,) = office.ask(lead, views.page, kind="customer")
    assert (row.name, row.shared, row.body) == ("乙", True, {})


def test_views_keep_the_order_they_were_made_in(office, owner):
    for name in ("丙", "甲", "乙"):
        office.do(owner, views.save, kind="customer", name=name, body={})
    assert names(office, owner) == ["丙", "甲", "乙"]


def test_a_view_is_unpinned_and_removed(office, owner):
    view_id = office.do(owner, views.save, kind="customer", name="甲", body={})
    office.do(owner, views.pin, view_id=view_id, pinned=False)
    assert not office.ask(owner, views.page, kind="customer")[0].pinned
    assert office.do(owner, views.remove, view_id=view_id) == view_id
    assert names(office, owner) == []
    with pytest.raises(Invalid, match=str(view_id)):
        office.do(owner, views.remove, view_id=view_id)


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "unicorn"},
        {"name": "  "},
        {"name": "长" * 61},
        {"body": {"colour": "red"}},
        {"body": {"where": {"field": "nmae", "op": "eq", "value": "x"}}},
    ],
)
def test_what_does_not_hold_is_refused(office, owner, values):
    with pytest.raises(Invalid):
        office.do(owner, views.save, **({"kind": "customer", "name": "甲", "body": {}} | values))


def test_two_views_of_one_person_have_two_names(office, owner, actor_of):
    office.do(owner, views.save, kind="customer", name="甲", body={})
    office.do(actor_of("li"), views.save, kind="customer", name="甲", body={})
    office.do(owner, views.save, kind="deal", name="甲", body={})
    with pytest.raises(Invalid, match="甲"):
        office.do(owner, views.save, kind="customer", name="甲", body={})


def test_a_view_of_deals_does_not_become_one_of_customers(office, owner):
    view_id = office.do(owner, views.save, kind="deal", name="甲", body={})
    with pytest.raises(Invalid):
        office.do(owner, views.save, kind="customer", name="甲", body={}, view_id=view_id)


def test_whoever_may_only_look_saves_nothing(office, actor_of):
    with pytest.raises(Refused):
        office.do(actor_of("guest"), views.save, kind="customer", name="甲", body={})


def test_calls_round_trip_through_json(office, owner):
    asked = {"kind": "customer", "name": "深圳", "body": BODY, "shared": True, "view_id": None}
    assert read_arguments(views.save, write_arguments(views.save, asked)) == asked
    office.do(owner, views.save, **asked)
    rows = office.ask(owner, views.page, kind="customer")
    assert read_result(views.page, write_result(views.page, rows)) == rows


def test_views_are_counted_by_condition_and_words(office, owner):
    for name, level in (("张三", "A"), ("张四", "B"), ("李五", "A")):
        office.do(owner, customers.add, values={"name": name, "level": level})
    a_level = {"where": {"field": "level", "op": "eq", "value": "A"}}
    first = office.do(owner, views.save, "customer", "甲级", a_level)
    words = office.do(owner, views.save, "customer", "姓张", {"search": "张"})
    everybody = office.do(owner, views.save, "customer", "全部", {})
    mine = office.do(owner, views.save, "deal", "业务", {})
    found = office.ask(owner, views.counts, [first, words, everybody, mine, 999])
    assert found == {first: 2, words: 2, everybody: 3, mine: 3}


def test_another_persons_view_is_not_counted(office, owner, actor_of):
    view = office.do(owner, views.save, "customer", "我的", {})
    assert office.ask(actor_of("li"), views.counts, [view]) == {}


def test_a_view_that_asks_for_what_is_hidden_gets_no_number(office, owner):
    view = office.do(
        owner,
        views.save,
        "customer",
        "甲级",
        {"where": {"field": "level", "op": "eq", "value": "A"}},
    )
    blind = replace(owner, rights=replace(owner.rights, hidden=frozenset({"customer.level"})))
    assert office.ask(blind, views.counts, [view]) == {}
