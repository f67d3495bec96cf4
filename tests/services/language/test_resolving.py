from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from agreement.field_office import NOW, VOCABULARY, moment

from loancrm_desktop.services.language.expressions import NEVER, AllOf, Emptiness
from loancrm_desktop.services.language.in_memory import PlainRecord, holds
from loancrm_desktop.services.language.reading import read
from loancrm_desktop.services.language.resolving import both, resolve
from loancrm_desktop.services.language.writing import write

# NOW is 2026-03-31 11:04:05.678 in Shanghai, a Tuesday.


def _resolved(key, op, value, at=None):
    raw = {"field": key, "op": op, "value": value}
    return resolve(read(raw, "deal", VOCABULARY), at or moment())


def _plain(resolved):
    written = write(resolved.tree)
    parts = written.get("all") or written.get("any") or [written]
    return [(part["op"], part["value"]) for part in parts]


@pytest.mark.parametrize(
    ("op", "value", "resolved"),
    [
        ("eq", {"days": -3}, [("eq", "2026-03-28")]),
        ("ge", {"today": 1}, [("ge", "2026-04-01")]),
        ("lt", {"months": -1}, [("lt", "2026-02-28")]),
        ("lt", {"months": 11}, [("lt", "2027-02-28")]),
        ("lt", {"working_days": 4}, [("lt", "2026-04-06")]),
        ("gt", {"working_days": -2}, [("gt", "2026-03-27")]),
        ("gt", {"working_days": 0}, [("gt", "2026-03-31")]),
        ("within_last", {"days": 7}, [("gt", "2026-03-24"), ("le", "2026-03-31")]),
        ("within_next", {"days": 7}, [("ge", "2026-03-31"), ("lt", "2026-04-07")]),
        ("older_than", {"days": 7}, [("le", "2026-03-24")]),
        ("between", [{"today": -1}, "2026-05-01"], [("between", ["2026-03-30", "2026-05-01"])]),
        ("in", [{"today": 0}, {"days": 1}], [("in", ["2026-03-31", "2026-04-01"])]),
    ],
)
def test_a_date_moves_from_today_at_the_office(op, value, resolved):
    assert _plain(_resolved("signed_on", op, value)) == resolved


@pytest.mark.parametrize(
    ("op", "value", "resolved"),
    [
        ("ge", {"days": -3}, [("ge", "2026-03-28T03:04:05.678Z")]),
        ("ge", {"hours": -12}, [("ge", "2026-03-30T15:04:05.678Z")]),
        ("ge", {"minutes": 1}, [("ge", "2026-03-31T03:05:05.678Z")]),
        ("ge", {"months": -1}, [("ge", "2026-02-28T03:04:05.678Z")]),
        ("lt", {"working_days": 4}, [("lt", "2026-04-06T03:04:05.678Z")]),
        ("ge", {"today": 0}, [("ge", "2026-03-30T16:00:00.000Z")]),
        ("lt", {"today": 0}, [("lt", "2026-03-30T16:00:00.000Z")]),
        ("le", {"today": 0}, [("lt", "2026-03-31T16:00:00.000Z")]),
        ("gt", {"today": 0}, [("ge", "2026-03-31T16:00:00.000Z")]),
        (
            "eq",
            "2026-03-31",
            [("ge", "2026-03-30T16:00:00.000Z"), ("lt", "2026-03-31T16:00:00.000Z")],
        ),
        (
            "ne",
            {"today": 0},
            [("lt", "2026-03-30T16:00:00.000Z"), ("ge", "2026-03-31T16:00:00.000Z")],
        ),
        (
            "between",
            [{"today": -1}, {"today": 0}],
            [("ge", "2026-03-29T16:00:00.000Z"), ("lt", "2026-03-31T16:00:00.000Z")],
        ),
        (
            "within_last",
            {"hours": 1},
            [("gt", "2026-03-31T02:04:05.678Z"), ("le", "2026-03-31T03:04:05.678Z")],
        ),
        (
            "within_next",
            {"hours": 1},
            [("ge", "2026-03-31T03:04:05.678Z"), ("lt", "2026-03-31T04:04:05.678Z")],
        ),
        ("older_than", {"days": 3}, [("le", "2026-03-28T03:04:05.678Z")]),
    ],
)
def test_a_datetime_moves_from_now_or_is_set_against_a_whole_day(op, value, resolved):
    assert _plain(_resolved("due_at", op, value)) == resolved


def test_now_is_taken_in_whole_milliseconds():
    at = replace(moment(), now=NOW.replace(microsecond=678_999))
    assert _plain(_resolved("due_at", "lt", {"days": 0}, at)) == [
        ("lt", "2026-03-31T03:04:05.678Z")
    ]


def test_a_day_follows_the_clock_of_the_office():
    at = replace(
        moment(), zone=ZoneInfo("America/New_York"), now=datetime(2026, 3, 8, 12, tzinfo=UTC)
    )
    day = [("ge", "2026-03-08T05:00:00.000Z"), ("lt", "2026-03-09T04:00:00.000Z")]  # 23 hours long
    assert _plain(_resolved("due_at", "eq", {"today": 0}, at)) == day


def test_a_list_of_days_is_any_of_them_or_none_of_them():
    days = [{"today": 0}, "2026-03-31T03:04:05.678Z"]
    inside = PlainRecord({"due_at": datetime(2026, 3, 31, 10, tzinfo=UTC)})
    for op, expected in (("in", True), ("not_in", False)):
        assert holds(_resolved("due_at", op, days), inside) is expected


def test_a_calendar_without_working_days_comes_to_an_end():
    at = replace(moment(), is_working_day=lambda _: False)
    (found,) = _plain(_resolved("signed_on", "lt", {"working_days": 3}, at))
    assert date.fromisoformat(found[1]) > date(2026, 3, 31)


def test_the_person_who_asks_takes_the_place_of_me():
    assert _plain(_resolved("handler", "eq", {"me": True})) == [("eq", 1)]
    assert _plain(_resolved("handler", "in", [{"me": True}, 4])) == [("in", [1, 4])]


def test_my_team_is_all_my_teams_or_all_their_members():
    assert _plain(_resolved("team", "eq", {"my_team": True})) == [("in", [1, 2])]
    assert _plain(_resolved("handler", "not_in", {"my_team": True})) == [("not_in", [1, 3])]


def test_with_nobody_asking_me_is_nobody():
    nobody = moment(me=None, teams=())
    for op in ("eq", "ne"):
        assert _resolved("handler", op, {"me": True}, nobody).tree == NEVER
    assert _plain(_resolved("handler", "in", [{"me": True}, 4], nobody)) == [("in", [4])]
    assert _resolved("handler", "not_in", [{"me": True}], nobody).tree == NEVER
    assert _resolved("team", "eq", {"my_team": True}, nobody).tree == NEVER
    filled = Emptiness(VOCABULARY.field("deal", "team"), filled=True)
    assert _resolved("team", "ne", {"my_team": True}, nobody).tree == filled


def test_texts_become_their_comparison_keys():
    assert _plain(_resolved("title", "eq", "ＡBC")) == [("eq", "abc")]
    assert _plain(_resolved("phone", "contains", "0013-8")) == [("contains", "00138")]
    assert _plain(_resolved("tags", "has_any", ["ＶIP"])) == [("has_any", ["vip"])]
    assert _plain(_resolved("assets", "has_any", ["a"])) == [("has_any", ["a"])]


def test_what_stands_inside_counts_is_resolved_too():
    raw = {
        "count": "documents",
        "where": {"not": {"field": "added_at", "op": "older_than", "value": {"days": 1}}},
        "op": "ge",
        "value": 1,
    }
    where = resolve(read(raw, "deal", VOCABULARY), moment()).tree.where
    assert write(where)["not"]["value"] == "2026-03-30T03:04:05.678Z"


def test_two_resolved_conditions_hold_together():
    mine, late = _resolved("handler", "eq", {"me": True}), _resolved("due_at", "lt", {"days": 0})
    assert both(mine, late).tree == AllOf((mine.tree, late.tree))
