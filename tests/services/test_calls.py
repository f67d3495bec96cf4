"""Every operation and reader can be called by name and JSON, and answers the same values."""

import importlib
import pkgutil
import types
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import loancrm_desktop.services
from loancrm_desktop.errors import (
    Clash,
    Conflict,
    FieldProblem,
    Invalid,
    Need,
    Refused,
    Unavailable,
)
from loancrm_desktop.services import calls, customers, follow_ups
from loancrm_desktop.services.exchange import importing
from loancrm_desktop.services.exchange.sheets import SheetRow, SheetTable
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.terms import Term
from loancrm_desktop.texts import Text, say

STARTS_A_PROGRAM = ("_child", "child_entry")


def every_call():
    for module in pkgutil.walk_packages(
        loancrm_desktop.services.__path__, "loancrm_desktop.services."
    ):
        if not module.name.endswith(STARTS_A_PROGRAM):
            importlib.import_module(module.name)
    return calls.all_calls()


CALLS = [call for call in every_call() if not call.name.startswith("test.")]

words = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
moments = st.integers(0, 7_000_000_000_000).map(
    lambda stored_ms: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=stored_ms)
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=5,
)
texts = st.recursive(
    st.builds(say, words, name=words) | st.builds(Term, words, words, words),
    lambda inner: st.builds(say, words, inner=inner, count=st.integers()),
    max_leaves=3,
)
PLAIN = {
    str: words,
    int: st.integers(-(2**53), 2**53),
    float: st.floats(allow_nan=False),
    bool: st.booleans(),
    datetime: moments,
    date: st.dates(),
    type(None): st.none(),
    Text: texts,
    Any: json_values,
    object: json_values,
    FieldSpec: st.builds(
        FieldSpec,
        key=st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True),
        type=st.sampled_from([each for each in FieldType if each is not FieldType.FORMULA]),
        label_zh=words,
        label_en=words,
        required=st.booleans(),
        default=json_values,
    ),
}


def values_of(hint):
    """Answer a strategy for values of a type as services write it."""
    if hint in PLAIN:
        return PLAIN[hint]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    made = INSIDE.get(get_origin(hint))
    return made(get_args(hint)) if made else records_of(hint)


def several(inside):
    return st.lists(values_of(inside[0]), max_size=3)


def in_a_tuple(inside):
    if inside[-1] is Ellipsis:
        return several(inside).map(tuple)
    return st.tuples(*map(values_of, inside))


def one_of(inside):
    return st.one_of([values_of(each) for each in inside])


def mapped(inside):
    return st.dictionaries(values_of(inside[0]), values_of(inside[1]), max_size=3)


INSIDE = {
    Union: one_of,
    types.UnionType: one_of,
    Literal: st.sampled_from,
    tuple: in_a_tuple,
    list: several,
    Sequence: several,
    dict: mapped,
    Mapping: mapped,
    set: lambda inside: several(inside).map(set),
    frozenset: lambda inside: several(inside).map(frozenset),
}


def records_of(hint):
    """Answer a strategy for a frozen dataclass or a named tuple."""
    hints = get_type_hints(hint, include_extras=True)
    if is_dataclass(hint):
        names = [each.name for each in fields(hint) if each.init]
    elif hasattr(hint, "_fields"):
        names = list(hint._fields)
    else:
        raise AssertionError(f"a call must not carry a {hint!r}")
    return st.builds(hint, **{name: values_of(hints[name]) for name in names})


def settled(value):
    """Make lists of all sequences, so that a list and a tuple with the same content are equal."""
    if isinstance(value, Text):
        return (type(value), value.msgid, settled(dict(value.values)))
    if is_dataclass(value):
        return (type(value), [settled(getattr(value, each.name)) for each in fields(value)])
    if isinstance(value, Mapping):
        return {name: settled(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [settled(each) for each in value]
    return (type(value), value)


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(choice=st.data())
def test_every_call_round_trips_through_json(call, choice):
    hints = get_type_hints(call.function, include_extras=True)
    answered = hints.pop("return")
    hints.pop("work")
    arguments = {name: choice.draw(values_of(hint)) for name, hint in hints.items()}
    written = calls.write_arguments(call.function, arguments)
    assert settled(calls.read_arguments(call.function, written)) == settled(arguments)
    result = choice.draw(values_of(answered))
    back = calls.read_result(call.function, calls.write_result(call.function, result))
    assert settled(back) == settled(result)


def test_every_call_takes_the_work_first_and_names_all_its_types():
    for call in CALLS:
        hints = get_type_hints(call.function)
        names = list(call.function.__code__.co_varnames[: call.function.__code__.co_argcount])
        assert names[0] == "work", call.name
        assert "return" in hints, call.name


def test_names_are_of_one_module_and_one_verb():
    assert [call.name for call in CALLS if call.name.count(".") != 1] == []


def test_a_sheet_keeps_numbers_dates_and_texts_apart():
    moment = datetime(2026, 1, 2)  # noqa: DTZ001 - a cell's time has no zone
    cells = ("13800138000", 13800138000, 1.5, True, date(2026, 1, 2), moment, None)
    table = SheetTable("s", ("a",), 1, (SheetRow(2, cells),), notes=(say("x {y}", y=say("z")),))
    written = calls.write_arguments(importing.guess, {"table": table})
    back = calls.read_arguments(importing.guess, written)["table"]
    assert [type(cell) for cell in back.rows[0].cells] == [type(cell) for cell in cells]
    assert back.rows[0].cells == cells
    assert back.notes[0].read("en") == "x z"


def test_a_time_may_stand_as_plain_iso_8601():
    text = '{"customer_id": 1, "text": "x", "next_at": "2026-07-01T09:00:00+08:00"}'
    read = calls.read_arguments(follow_ups.log, text)
    assert read["next_at"] - datetime(2026, 7, 1, 1, tzinfo=UTC) == timedelta(0)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("not json", "JSON"),
        ("[1]", "JSON"),
        ('{"customer_id": 1}', "text"),
        ('{"customer_id": 1, "text": "x", "colour": 2}', "colour"),
        ('{"customer_id": "many", "text": "x"}', "customer_id"),
        ('{"customer_id": 1, "text": "x", "at": {"$time": "soon"}}', "at"),
        ('{"customer_id": 1, "text": "x", "at": {"$text": []}}', "at"),
    ],
)
def test_arguments_that_do_not_fit_are_named(text, named):
    with pytest.raises(Invalid) as caught:
        calls.read_arguments(follow_ups.log, text)
    assert named in caught.value.text.read("en")


def test_a_user_map_that_looks_like_a_mark_stays_a_map():
    asked = {"values": {"$time": "2026-01-01"}}
    written = calls.write_arguments(customers.add, asked)
    assert calls.read_arguments(customers.add, written) == asked


def test_problems_are_written_whole():
    text = say("Not like this, please.")
    invalid = calls.write_problem(Invalid(text, [FieldProblem("name", "required", text)]))
    assert invalid["problems"] == [
        {"field": "name", "code": "required", "text": "Not like this, please."}
    ]
    refused = calls.write_problem(Refused(text, needs=[Need("bank", text)], allowed=["lost"]))
    assert (refused["needs"], refused["allowed"]) == (["bank"], ["lost"])
    conflict = calls.write_problem(Conflict(text, [Clash("name", "a", "b", "c")], 7))
    assert conflict["stored_revision"] == 7
    assert calls.write_problem(Unavailable(text, "busy"))["reason"] == "busy"


def test_a_name_is_given_once():
    with pytest.raises(ValueError, match=r"customers\.add"):
        calls.operation("customers.add")(lambda _work: None)
    with pytest.raises(Invalid):
        calls.call_named("customers.fly")
    assert calls.call_named("customers.add").function is customers.add
