"""A field has a name for everybody, and says below what is wrong, doubtful or fine."""

from __future__ import annotations

import pytest
from look_audits import settle
from PySide6.QtWidgets import QLineEdit

from loancrm_desktop.ui.widgets.amount_edit import AmountEdit
from loancrm_desktop.ui.widgets.field import Field, buddy_of


@pytest.fixture
def field(qtbot, dressed, english):
    field = Field("ID number", QLineEdit(), required=True, hint="18 digits")
    qtbot.addWidget(field)
    field.show()
    return field


def test_the_label_is_the_buddy_and_the_input_has_its_name(field):
    assert buddy_of(field.input).text() == "ID number"
    assert field.input.accessibleName() == "ID number, required"
    assert field.title == "ID number"


@pytest.mark.parametrize("state", ["error", "warning", "ok"])
def test_a_message_is_shown_marked_and_described(field, state):
    field.show_message("digit 18 does not check", state)
    assert (field.message, field.state) == ("digit 18 does not check", state)
    assert field.input.property("state") == state
    assert field.input.accessibleDescription() == "digit 18 does not check"
    assert field._message._mark.isVisible()


def test_without_a_message_the_hint_is_there_again(field):
    field.show_message("wrong")
    field.clear_message()
    assert (field.message, field.state) == ("18 digits", "")
    assert not field._message._mark.isVisible()


def test_a_field_without_hint_or_message_takes_no_room_for_one(qtbot, dressed):
    bare = Field("Name", QLineEdit())
    qtbot.addWidget(bare)
    bare.show()
    assert not bare._message.isVisible()
    high = bare.heightForWidth(300) if bare.hasHeightForWidth() else bare.sizeHint().height()
    bare.show_message("wrong")
    assert bare.heightForWidth(300) > high


def test_a_long_message_is_shown_whole(qtbot, field):
    field.setFixedWidth(220)
    field.show_message("compare the digits with the card, then type them again " * 3)
    settle()
    field.resize(220, field.heightForWidth(220))
    words = field._message._words
    qtbot.waitUntil(lambda: words.height() >= words.heightForWidth(words.width()) > 40)


def test_the_focus_of_a_field_is_that_of_its_input(field):
    assert field.focusProxy() is field.input


def test_a_part_of_several_inputs_hands_its_name_on(qtbot, dressed, english):
    amount = AmountEdit()
    field = Field("Amount", amount)
    qtbot.addWidget(field)
    field.show_message("Fill this in.")
    assert amount.line.accessibleName() == "Amount"
    assert amount.line.accessibleDescription() == "Fill this in."
