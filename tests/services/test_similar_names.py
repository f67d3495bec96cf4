"""Which names may be one person's, and that a city is needed for it."""

import pytest

from loancrm_desktop.services import customers, look_alikes
from loancrm_desktop.services.look_alikes import LookAlike
from loancrm_desktop.services.similar_names import are_alike, city_of
from loancrm_desktop.text_keys import text_key

SHENZHEN = "广东省深圳市南山区"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("王晓东", "王小东"),
        ("王晓东", "汪晓冬"),
        ("张伟", "章玮"),
        ("欧阳娜娜", "欧阳娜那"),
        ("Lucy Wang", "WANG Lucy"),
        ("Lucy Wang", "Lucy Wong"),
        ("Lucy Wang", "Luccy Wang"),
        ("Lucy Wang", "Lucy Wnag"),
        ("Müller", "Muller"),
        ("阿迪力·买买提", "阿迪力·买卖提"),
    ],
)
def test_names_that_may_be_one_persons(one, other):
    assert are_alike(text_key(one), text_key(other))
    assert are_alike(text_key(other), text_key(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("王伟", "王芳"),
        ("王晓东", "李晓明"),
        ("王晓东", "王东"),
        ("Lucy Wang", "Lily Wong"),
        ("Li", "Le"),
        ("王晓东", "Wang Xiaodong"),
    ],
)
def test_names_of_two_people(one, other):
    assert not are_alike(text_key(one), text_key(other))
    assert not are_alike(text_key(other), text_key(one))


@pytest.mark.parametrize(
    ("region", "city"),
    [
        (SHENZHEN, "深圳市"),
        ("深圳市福田区", "深圳市"),
        ("深圳", "深圳市"),
        ("广东", "广东省"),
        ("Berlin", ""),
        ("", ""),
    ],
)
def test_the_city_of_a_region_is_found_with_and_without_its_province(region, city):
    assert city_of(region) == city


def add(office, actor, name, region=SHENZHEN, **values):
    values = {"name": name, "region": region, **values}
    return office.do(actor, customers.add, values=values).id


def alikes(office, actor, name, region=SHENZHEN, **asked):
    return office.ask(actor, look_alikes.look_alikes, name=name, region=region, **asked)


def test_a_name_alike_in_the_same_city_is_told(office, owner):
    number = add(office, owner, "王晓东")
    other = add(office, owner, "Lucy Wang", "深圳市福田区")
    assert [(each.customer_id, each.why) for each in alikes(office, owner, "王小东")] == [
        (number, "name")
    ]
    assert [each.customer_id for each in alikes(office, owner, "Wang, Lucy")] == [other]
    assert [each.customer_id for each in alikes(office, owner, "Lucy Wong")] == [other]


def test_in_another_city_or_without_one_only_the_same_name_is_told(office, owner):
    number = add(office, owner, "王晓东")
    assert alikes(office, owner, "王小东", "广东省广州市") == ()
    assert alikes(office, owner, "王小东", None) == ()
    assert [each.customer_id for each in alikes(office, owner, "王晓东", None)] == [number]


def test_one_word_names_are_alike_by_a_letter(office, owner):
    number = add(office, owner, "Mohammed")
    assert [each.customer_id for each in alikes(office, owner, "Mohamed")] == [number]


def test_who_is_edited_is_not_told_and_lends_the_city(office, owner):
    mine = add(office, owner, "王晓冬")
    other = add(office, owner, "王晓东")
    found = alikes(office, owner, "王晓洞", None, except_id=mine)
    assert [each.customer_id for each in found] == [other]


def test_one_in_the_trash_is_not_told(office, owner):
    number = add(office, owner, "王晓东")
    office.do(owner, customers.remove, [number])
    assert alikes(office, owner, "王小东") == ()


def test_anothers_customer_is_masked_with_the_owner(office, owner, actor_of):
    add(office, owner, "王晓东", owner=owner.user_id)
    found = alikes(office, actor_of("li"), "王小东")
    assert [(each.customer_id, each.why) for each in found] == [(None, "name")]
    assert isinstance(found[0], LookAlike)
    assert found[0].title != "王晓东"
    assert found[0].owner_name
