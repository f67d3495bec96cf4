from __future__ import annotations

import pytest
from agreement.any_condition import conditions
from agreement.field_office import VOCABULARY as EVERY_TYPE
from hypothesis import given

from loancrm_desktop.services.language.fields import (
    FieldSpec,
    FieldType,
    Option,
    Relation,
    Vocabulary,
    kind_fields,
)
from loancrm_desktop.services.language.reading import read
from loancrm_desktop.services.language.wording import word


def _field(key, kind, zh, en, **more):
    return FieldSpec(key=key, type=kind, label_zh=zh, label_en=en, **more)


_T = FieldType
_LEVELS = (Option("a", "甲级", "Grade A"), Option("b", "乙级", "Grade B"))
VOCABULARY = Vocabulary(
    {
        "deal": kind_fields(
            "deal",
            [
                _field("title", _T.TEXT, "标题", "title"),
                _field("requested", _T.MONEY, "申请金额", "requested amount"),
                _field("approved", _T.MONEY, "批款金额", "approved amount"),
                _field("rate", _T.PERCENT, "年利率", "annual rate"),
                _field("term", _T.INTEGER, "期数", "term"),
                _field("level", _T.CHOICE, "等级", "level", options=_LEVELS),
                _field("tags", _T.TAGS, "标签", "tags"),
                _field("urgent", _T.BOOLEAN, "加急", "urgent"),
                _field("signed_on", _T.DATE, "签约日期", "signing date"),
                _field("due_at", _T.DATETIME, "到期时间", "due time"),
                _field("contact", _T.DATETIME, "最近联系时间", "last contact"),
                _field("owner", _T.PERSON, "负责人", "owner", links_to="user"),
                _field("team", _T.TEAM, "团队", "team"),
                _field("customer", _T.RECORD, "客户", "customer", links_to="customer"),
            ],
            [Relation("documents", "document", "资料", "documents", "deal")],
        ),
        "customer": kind_fields(
            "customer",
            [
                _field("region", _T.REGION, "所在地", "region"),
                _field("owner", _T.PERSON, "负责人", "owner", links_to="user"),
            ],
        ),
        "document": kind_fields(
            "document",
            [
                _field("kind", _T.CHOICE, "种类", "kind", options=_LEVELS),
                _field("deal", _T.RECORD, "业务单", "deal", links_to="deal"),
            ],
        ),
        "user": kind_fields("user", [_field("name", _T.TEXT, "姓名", "name")]),
    }
)


_NAMES = {("user", 7): "王丽", ("team", 2): "二组"}


def _said(raw):
    condition = read(raw, "deal", VOCABULARY)
    return tuple(word(condition, _NAMES, language) for language in ("zh", "en"))


def _compare(field, op, value):
    return {"field": field, "op": op, "value": value}


@pytest.mark.parametrize(
    ("raw", "zh", "en"),
    [
        (_compare("level", "eq", "a"), "等级是“甲级”", "level is “Grade A”"),
        (_compare("level", "ne", "a"), "等级不是“甲级”", "level is not “Grade A”"),
        (
            _compare("level", "in", ["a", "b"]),
            "等级是“甲级”、“乙级”之一",
            "level is one of “Grade A”, “Grade B”",
        ),
        (_compare("level", "not_in", ["a"]), "等级不是“甲级”", "level is not “Grade A”"),
        (
            _compare("requested", "ge", "300000"),
            "申请金额不低于¥ 300,000.00",
            "requested amount is at least ¥ 300,000.00",
        ),
        (
            _compare("requested", "between", [1, {"field": "approved"}]),
            "申请金额在¥ 1.00到批款金额的值之间",
            "requested amount is between ¥ 1.00 and the value of approved amount",
        ),
        (_compare("rate", "lt", "4.35"), "年利率小于4.35%", "annual rate is less than 4.35%"),
        (_compare("term", "gt", 36), "期数大于36", "term is more than 36"),
        (_compare("title", "contains", "贷"), "标题包含“贷”", "title contains “贷”"),
        (_compare("title", "starts_with", "{x}"), "标题以“{x}”开头", "title starts with “{x}”"),
        (_compare("tags", "has_any", ["VIP"]), "标签含有“VIP”", "tags has “VIP”"),
        (
            _compare("tags", "has_all", ["VIP", "急"]),
            "标签同时含有“VIP”、“急”",
            "tags has all of “VIP”, “急”",
        ),
        (_compare("urgent", "eq", True), "加急是“是”", "urgent is “yes”"),
        (
            _compare("signed_on", "lt", {"days": -3}),
            "签约日期早于3天前",
            "signing date is before 3 days ago",
        ),
        (
            _compare("signed_on", "ge", {"months": 1}),
            "签约日期不早于1个月后",
            "signing date is no earlier than 1 month from now",
        ),
        (
            _compare("signed_on", "le", {"days": 0}),
            "签约日期不晚于今天",
            "signing date is no later than today",
        ),
        (
            _compare("due_at", "le", {"today": 1}),
            "到期时间不晚于明天",
            "due time is no later than tomorrow",
        ),
        (
            _compare("due_at", "gt", {"today": -3}),
            "到期时间晚于3天前那天",
            "due time is after the day 3 days ago",
        ),
        (
            _compare("due_at", "gt", {"today": 3}),
            "到期时间晚于3天后那天",
            "due time is after the day 3 days from now",
        ),
        (_compare("due_at", "lt", {"hours": 0}), "到期时间早于现在", "due time is before now"),
        (
            _compare("due_at", "lt", "2026-01-31T01:30:00Z"),
            "到期时间早于2026-01-31 09:30",
            "due time is before 2026-01-31 09:30",
        ),
        (_compare("due_at", "eq", "2026-01-31"), "到期时间是2026-01-31", "due time is 2026-01-31"),
        (
            _compare("due_at", "within_next", {"working_days": 2}),
            "到期时间在未来2个工作日内",
            "due time is within the next 2 working days",
        ),
        (_compare("owner", "eq", {"me": True}), "负责人是我", "owner is me"),
        (_compare("owner", "eq", 7), "负责人是王丽", "owner is 王丽"),
        (_compare("owner", "ne", 8), "负责人不是#8", "owner is not #8"),
        (
            _compare("owner", "in", {"my_team": True}),
            "负责人是我的团队成员",
            "owner is someone in my team",
        ),
        (_compare("team", "not_in", {"my_team": True}), "团队不是我的团队", "team is not my team"),
        (_compare("team", "eq", 2), "团队是二组", "team is 二组"),
        (
            _compare("customer.region", "eq", "深圳"),
            "客户的所在地是“深圳”",
            "region of customer is “深圳”",
        ),
        (
            {"field": "customer.owner.name", "op": "is_filled"},
            "客户的负责人的姓名已填写",
            "name of owner of customer is filled",
        ),
        ({"count": "documents", "op": "ge", "value": 1}, "有资料", "there are documents"),
        (
            {"count": "documents", "where": _compare("kind", "eq", "a"), "op": "eq", "value": 0},
            "没有资料（种类是“甲级”）",
            "there are no documents where (kind is “Grade A”)",
        ),
        (
            {"count": "documents", "op": "between", "value": [2, 5]},
            "资料的数量在2到5之间",
            "the number of documents is between 2 and 5",
        ),
        ({"all": []}, "任何记录", "every record"),
        ({"any": []}, "没有任何记录", "no record"),
    ],
    ids=str,
)
def test_a_condition_is_said_in_both_languages(raw, zh, en):
    assert _said(raw) == (zh, en)


def test_no_follow_up_for_three_days_is_said_as_people_say_it():
    empty = {"field": "contact", "op": "is_empty"}
    assert _said({"any": [empty, _compare("contact", "older_than", {"days": 3})]}) == (
        "最近联系时间为空，或最近联系时间距今至少3天",
        "last contact is empty or last contact is at least 3 days ago",
    )


def test_groups_inside_groups_stand_in_parentheses():
    inner = {"any": [_compare("term", "lt", 12), {"all": [_compare("term", "gt", 36)]}]}
    raw = {
        "all": [_compare("level", "eq", "a"), inner, {"not": {"field": "title", "op": "is_empty"}}]
    }
    assert _said(raw) == (
        "等级是“甲级”，且（期数小于12，或期数大于36），且并非（标题为空）",
        (
            "level is “Grade A” and (term is less than 12 or term is more than 36) "
            "and not (title is empty)"
        ),
    )


@given(conditions())
def test_every_condition_can_be_said(raw):
    condition = read(raw, "deal", EVERY_TYPE)
    for language in ("zh", "en"):
        assert word(condition, language=language)
