"""There is an editor for every field type, and each gives back the value records carry."""

from __future__ import annotations

import pytest

from loancrm_desktop.services.language.fields import FieldSpec, FieldType, Option
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords, fen_of
from loancrm_desktop.ui.records.field_editors import editor_for

OPTIONS = (Option("good", "良好", "good"), Option("bad", "有逾期", "overdue"))


@pytest.fixture
def words(qapp, dressed):
    bridge = Bridge()
    words = OfficeWords(bridge)
    yield words
    bridge.shut_down()


def spec(kind: FieldType, **more) -> FieldSpec:
    if kind is FieldType.FORMULA:
        more["result"] = FieldType.MONEY
    if kind in (FieldType.CHOICE, FieldType.CHOICES):
        more["options"] = OPTIONS
    return FieldSpec(key="field", type=kind, label_zh="字段", label_en="Field", **more)


VALUES = [
    (FieldType.TEXT, "云岭"),
    (FieldType.LONG_TEXT, "第一行\n第二行"),
    (FieldType.INTEGER, 36),
    (FieldType.NUMBER, 1.5),
    (FieldType.MONEY, "300000.50"),
    (FieldType.PERCENT, "4.35"),
    (FieldType.DATE, "2026-11-23"),
    (FieldType.TIME, "09:30"),
    (FieldType.DATETIME, "2026-11-23T10:30:00+08:00"),
    (FieldType.CHOICE, "good"),
    (FieldType.CHOICES, ["good", "bad"]),
    (FieldType.BOOLEAN, False),
    (FieldType.PHONE, "13800138000"),
    (FieldType.ID_NUMBER, "110101199003074514"),
    (FieldType.EMAIL, "a@b.cn"),
    (FieldType.REGION, "广东省深圳市"),
    (FieldType.PERSON, 3),
    (FieldType.TEAM, 2),
    (FieldType.TAGS, ["重点", "转介绍"]),
    (FieldType.FORMULA, "5.00"),
    (FieldType.AUTONUMBER, "D202611-00001"),
]


@pytest.mark.parametrize(("kind", "value"), VALUES)
def test_a_value_comes_back_as_it_went_in(qtbot, words, kind, value):
    more = {"links_to": "person"} if kind is FieldType.PERSON else {}
    editor = editor_for(spec(kind, **more), words)
    qtbot.addWidget(editor)
    editor.set_value(value)
    assert editor.value() == value


@pytest.mark.parametrize("kind", list(FieldType))
def test_every_type_has_an_editor_that_can_be_empty(qtbot, words, kind):
    editor = editor_for(spec(kind), words)
    qtbot.addWidget(editor)
    editor.set_value(None)
    assert editor.value() is None


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("30万", "300000"),
        ("1.5万", "15000"),
        ("300,000", "300000"),
        ("¥ 8,500.50", "8500.50"),
        ("３０万", "300000"),
        ("很多", "很多"),
    ],
)
def test_amounts_as_people_type_them(qtbot, words, typed, value):
    editor = editor_for(spec(FieldType.MONEY), words)
    qtbot.addWidget(editor)
    editor.line.setText(typed)
    assert editor.value() == value


def test_an_option_no_longer_offered_stays_readable(qtbot, words):
    editor = editor_for(spec(FieldType.CHOICE), words)
    qtbot.addWidget(editor)
    editor.set_value("from_long_ago")
    assert editor.value() == "from_long_ago"


def test_tags_are_divided_at_any_sign(qtbot, words):
    editor = editor_for(spec(FieldType.TAGS), words)
    qtbot.addWidget(editor)
    editor.line.setText("重点，转介绍、 二次 ;x")
    assert editor.value() == ["重点", "转介绍", "二次", "x"]


def test_whole_yuan_are_shown_without_decimals(qtbot, words):
    editor = editor_for(spec(FieldType.MONEY), words)
    qtbot.addWidget(editor)
    editor.set_value("300000.00")
    assert editor.line.text() == "300000"


@pytest.mark.parametrize(
    ("yuan", "fen"), [("300000.00", 30000000), ("0.5", 50), ("-1.05", -105), ("8", 800)]
)
def test_yuan_of_records_in_fen(yuan, fen):
    assert fen_of(yuan) == fen
