"""Chinese names are read as their bearers read them, surnames first of all."""

import pytest

from loancrm_desktop.services.name_readings import readings, surname_length


@pytest.mark.parametrize(
    ("name", "first_reading"),
    [
        ("王晓东", "wang xiao dong"),
        ("单田芳", "shan tian fang"),
        ("曾国藩", "zeng guo fan"),
        ("仇英", "qiu ying"),
        ("区海伦", "ou hai lun"),
        ("解晓东", "xie xiao dong"),
        ("任正非", "ren zheng fei"),
        ("查良镛", "zha liang yong"),
        ("朴树", "piao shu"),
        ("翟天临", "zhai tian lin"),
        ("尉迟恭", "yu chi gong"),
        ("万俟卨", "mo qi xie"),
        ("长孙无忌", "zhang sun wu ji"),
        ("欧阳修", "ou yang xiu"),
        ("吕布", "lv bu"),
    ],
)
def test_a_surname_has_its_own_reading(name, first_reading):
    assert readings(name)[0] == tuple(first_reading.split())


def test_the_usual_reading_of_a_surname_is_known_too():
    assert ("dan", "tian", "fang") in readings("单田芳")


def test_a_given_name_may_have_two_readings():
    assert {way[-1] for way in readings("王乐")} == {"le", "yue"}


def test_a_name_of_two_characters_has_a_surname_of_one():
    assert surname_length("欧阳") == 1
    assert surname_length("欧阳修") == 2


def test_a_name_of_many_doubtful_characters_has_few_readings():
    assert len(readings("单乐茜盛")) <= 4


def test_a_character_nobody_can_read_is_passed_over():
    unread = "\U0003134b"
    assert readings(f"王{unread}东") == (("wang", "dong"),)
    assert readings(unread) == ((),)
    assert readings("") == ()
