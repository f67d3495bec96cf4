from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from agreement.field_office import VOCABULARY, moment

from loancrm_desktop.services.language.expressions import Compare, Me, Op
from loancrm_desktop.services.language.in_memory import PlainRecord, holds
from loancrm_desktop.services.language.reading import read
from loancrm_desktop.services.language.resolving import Resolved, resolve


def _holds(raw, values=None, links=None, rows=None):
    resolved = resolve(read(raw, "deal", VOCABULARY), moment())
    return holds(resolved, PlainRecord(values or {}, links or {}, rows or {}))


@pytest.mark.parametrize(
    ("field", "op", "value", "stored", "expected"),
    [
        ("title", "eq", "ａbc", "ABC", True),
        ("title", "contains", "贷", "信用贷款", True),
        ("title", "starts_with", "贷", "信用贷款", False),
        ("title", "not_in", ["a", "b"], "c", True),
        ("amount", "ge", "300000", 30_000_000, True),
        ("amount", "ge", "300000", 29_999_999, False),
        ("amount", "between", [1, 2], 200, True),
        ("amount", "between", [1, 2], 201, False),
        ("score", "eq", 2.675, 2.675, True),
        ("signed_on", "lt", "2026-02-01", date(2026, 1, 31), True),
        ("due_at", "older_than", {"days": 3}, datetime(2026, 3, 20, tzinfo=UTC), True),
        ("call_at", "gt", "09:00", "09:30", True),
        ("level", "in", ["a", "old"], "old", True),
        ("urgent", "ne", True, False, True),
        ("handler", "eq", {"me": True}, 1, True),
        ("assets", "has_all", ["a", "b"], ["b", "a"], True),
        ("assets", "has_all", ["a", "b"], ["a"], False),
        ("tags", "has_any", ["vip", "x"], ["ＶIP"], True),
        ("id_number", "contains", "1x", "11010119900307001X", True),
    ],
)
def test_a_comparison_is_asked_of_the_stored_value(field, op, value, stored, expected):
    assert _holds({"field": field, "op": op, "value": value}, {field: stored}) is expected


@pytest.mark.parametrize(
    ("field", "op", "value"),
    [
        ("title", "ne", "x"),
        ("title", "not_in", ["x"]),
        ("amount", "ne", 1),
        ("amount", "lt", 1),
        ("due_at", "ne", {"today": 0}),
        ("due_at", "older_than", {"days": 3}),
        ("urgent", "eq", False),
        ("assets", "has_any", ["a"]),
        ("amount", "ge", {"field": "margin"}),
        ("customer.name", "ne", "x"),
    ],
)
@pytest.mark.parametrize("empty", [None, "", [], ()])
def test_a_comparison_with_an_empty_value_is_false_and_not_of_it_true(field, op, value, empty):
    raw = {"field": field, "op": op, "value": value}
    assert not _holds(raw, {field: empty})
    assert _holds({"not": raw}, {field: empty})


@pytest.mark.parametrize(
    ("field", "stored"),
    [
        ("term", "12"),
        ("term", 1.5),
        ("term", True),
        ("score", float("nan")),
        ("title", 5),
        ("level", 5),
        ("call_at", 9),
        ("signed_on", "2026-01-31"),
        ("signed_on", datetime(2026, 1, 31, tzinfo=UTC)),
        ("due_at", datetime(2026, 1, 31)),  # noqa: DTZ001 - a time without a zone is the point
        ("urgent", 1),
        ("handler", True),
        ("tags", "VIP"),
        ("tags", [5]),
        ("files", "x"),
        ("lines", {}),
    ],
)
def test_a_stored_value_of_another_kind_counts_as_empty(field, stored):
    assert _holds({"field": field, "op": "is_empty"}, {field: stored})
    assert not _holds({"field": field, "op": "is_filled"}, {field: stored})


@pytest.mark.parametrize(("field", "stored"), [("files", [3]), ("lines", [{}]), ("urgent", False)])
def test_a_list_with_members_and_a_no_are_filled(field, stored):
    assert _holds({"field": field, "op": "is_filled"}, {field: stored})


def test_a_path_follows_its_links():
    boss = PlainRecord({"name": "王丽"})
    customer = PlainRecord({"owner": 3}, {"owner": boss})
    raw = {"field": "customer.owner.name", "op": "eq", "value": "王丽"}
    assert _holds(raw, {"customer": 1}, {"customer": customer})
    assert not _holds(raw, {"customer": 1}, {"customer": PlainRecord({})})
    assert _holds({"field": "customer.owner.name", "op": "is_empty"})


@pytest.mark.parametrize(
    ("op", "value", "expected"),
    [
        ("eq", 2, True),
        ("ge", 3, False),
        ("lt", 3, True),
        ("between", [1, 2], True),
        ("ne", 2, False),
    ],
)
def test_related_rows_are_counted(op, value, expected):
    kinds = [PlainRecord({"kind": kind}) for kind in ("a", "b", "a")]
    raw = {
        "count": "documents",
        "where": {"field": "kind", "op": "eq", "value": "a"},
        "op": op,
        "value": value,
    }
    assert _holds(raw, rows={"documents": kinds}) is expected


def test_what_belongs_to_nobody_is_counted_as_none():
    assert _holds({"count": "customer.deals", "op": "eq", "value": 0})


def test_a_condition_that_was_not_resolved_is_a_bug():
    raw = Resolved(Compare(VOCABULARY.field("deal", "handler"), Op.EQ, Me()))
    with pytest.raises(TypeError, match="not resolved"):
        holds(raw, PlainRecord({"handler": 1}))
