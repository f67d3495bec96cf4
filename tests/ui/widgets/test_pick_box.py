"""A list is narrowed by words, pinyin initials and whole pinyin; nonsense is put back."""

from __future__ import annotations

import pytest

from loancrm_desktop.ui.widgets.pick_box import Pick, PickBox, is_read


@pytest.fixture
def box(qtbot, dressed):
    box = PickBox()
    qtbot.addWidget(box)
    box.set_picks([Pick("icbc", "工商银行"), Pick("ccb", "建设银行"), Pick("jh", "江海农商行")])
    box.show()
    return box


def type_in(box, words):
    box.lineEdit().setText(words)
    box.lineEdit().textEdited.emit(words)
    popup = box.completer().popup()
    popup.hide()


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("银行", ["工商银行", "建设银行"]),
        ("gs", ["工商银行"]),
        ("jianshe", ["建设银行"]),
        ("j", ["建设银行", "江海农商行"]),
        ("nsh", ["江海农商行"]),
        ("xyz", []),
        ("", ["", "工商银行", "建设银行", "江海农商行"]),
    ],
)
def test_typing_narrows_the_list(box, typed, offered):
    type_in(box, typed)
    assert box.offered == offered


def test_nothing_is_chosen_at_first(box):
    assert box.value() is None


def test_a_line_is_picked_from_the_narrowed_list(qtbot, box):
    type_in(box, "jianshe")
    with qtbot.waitSignal(box.picked):
        box.activated.emit(box.findText("建设银行"))
    assert box.value() == "ccb"
    assert len(box.offered) == 4


def test_words_that_match_no_line_are_put_back(box):
    box.set_value("icbc")
    type_in(box, "不存在的银行")
    box._put_back()
    assert box.lineEdit().text() == "工商银行"
    assert box.value() == "icbc"


def test_whole_words_typed_choose_their_line(box):
    type_in(box, "江海农商行")
    box._put_back()
    assert box.value() == "jh"


def test_a_value_that_is_not_offered_chooses_none(box):
    box.set_value("gone")
    assert box.value() is None


def test_readings_given_by_the_owner_win(qtbot, dressed):
    box = PickBox()
    qtbot.addWidget(box)
    box.set_picks([Pick(1, "单雄信", "sxx shanxiongxin")])
    type_in(box, "shan")
    assert box.offered == ["单雄信"]


@pytest.mark.parametrize(
    ("typed", "is_meant"),
    [
        ("jsyh", True),
        ("yh", True),
        ("jianshe", True),
        ("jiansyh", True),
        ("yinhang", True),
        ("jian she yin hang", True),
        ("hy", False),
        ("nshe", False),
    ],
)
def test_initials_and_syllables_may_be_mixed(typed, is_meant):
    assert is_read("建设银行", typed) is is_meant
