"""The editors of a form take what people type and give back what records carry."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from loancrm_desktop.services.language.fields import FieldSpec, FieldType, Option
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.form_editors import (
    AmountEditor,
    MaskedEditor,
    PickEditor,
    RadioEditor,
    form_editor_for,
)

FEW = tuple(Option(key, key.upper(), key.upper()) for key in "abc")
MANY = tuple(Option(f"o{number}", f"选项{number}", f"Option {number}") for number in range(9))


@pytest.fixture
def words(qapp, dressed):
    bridge = Bridge()
    yield OfficeWords(bridge)
    bridge.shut_down()


@pytest.fixture
def made(qtbot, words):
    def make(kind: FieldType, **more):
        key = more.pop("key", "field")
        spec = FieldSpec(key=key, type=kind, label_zh="字段", label_en="Field", **more)
        editor = form_editor_for(spec, words)
        qtbot.addWidget(editor)
        editor.show()
        return editor

    return make


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("180", "1800000.00"),
        ("180万", "1800000.00"),
        ("0.5", "5000.00"),
        ("300000", "300000.00"),
        ("300,000", "300000.00"),
        ("很多", "很多"),
        ("", None),
    ],
)
def test_loans_are_counted_in_ten_thousands_large_bare_numbers_in_yuan(made, typed, value):
    editor = made(FieldType.MONEY, key="requested_amount")
    assert isinstance(editor, AmountEditor)
    editor.line.setText(typed)
    editor.line.textEdited.emit(typed)
    assert editor.value() == value


def test_an_income_is_counted_in_yuan(made):
    editor = made(FieldType.MONEY, key="monthly_income")
    editor.line.setText("32000")
    assert editor.value() == "32000.00"


def test_what_is_no_amount_comes_back_as_it_was_typed(made):
    editor = made(FieldType.MONEY, key="requested_amount")
    editor.set_value("很多")
    assert editor.value() == "很多"
    editor.set_value("1800000.00")
    assert editor.line.text() == "180"


def test_few_options_are_all_in_sight_and_can_be_none(made, qtbot):
    editor = made(FieldType.CHOICE, options=FEW)
    assert isinstance(editor, RadioEditor)
    first, second = (radio for _, radio in editor._radios[:2])
    first.click()
    assert editor.value() == "a"
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert editor.value() == "b"
    qtbot.keyClick(second, Qt.Key.Key_Delete)
    assert editor.value() is None
    first.click()
    first.click()
    assert editor.value() is None


def test_an_option_no_longer_offered_is_kept(made):
    for options in (FEW, MANY):
        editor = made(FieldType.CHOICE, options=options)
        editor.set_value("retired")
        assert editor.value() == "retired"


def test_many_options_are_narrowed_by_typing(made):
    editor = made(FieldType.CHOICE, options=MANY)
    assert isinstance(editor, PickEditor)
    editor.set_value("o3")
    assert editor.value() == "o3"
    editor.set_value(None)
    assert editor.value() is None


def test_yes_and_no_are_radios(made):
    editor = made(FieldType.BOOLEAN)
    for value in (True, False, None):
        editor.set_value(value)
        assert editor.value() is value


def test_a_masked_number_is_only_typed_anew(made):
    editor = made(FieldType.PHONE, mask="phone")
    assert isinstance(editor, MaskedEditor)
    editor.show_masked("138 **** 5521", may_reveal=False)
    assert editor.value() == "138 **** 5521"
    assert editor.line.text() == ""
    editor.type_anew()
    assert editor.value() is None
    editor.line.setText("13900001111")
    assert editor.value() == "13900001111"
    editor.forget()
    assert editor.value() is None
    assert not editor.is_covered


def test_every_type_takes_nothing_and_gives_nothing(made):
    for kind in FieldType:
        more = {"result": FieldType.MONEY} if kind is FieldType.FORMULA else {}
        if kind in (FieldType.CHOICE, FieldType.CHOICES):
            more["options"] = FEW
        editor = made(kind, **more)
        editor.set_value(None)
        assert editor.value() is None
