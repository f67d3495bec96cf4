"""Threat T12 of security.md: no filter, order, search or field name runs as SQL."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import pytest
from office_content import content_of

import loancrm_desktop
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import conditions, customer_list, customers, search
from loancrm_desktop.services.exchange.seen_rows import SeenList, seen
from loancrm_desktop.services.forms import catalog
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.services.lists import ListQuery

INJECTIONS = (
    "' OR '1'='1",
    "' OR 1=1 --",
    "'; DROP TABLE customer; --",
    '"; DROP TABLE customer; --',
    "') OR ('1'='1",
    '") or ("1"="1',
    "' UNION SELECT login, name FROM app_user --",
    "1; ATTACH DATABASE 'x' AS y",
    "' AND (SELECT COUNT(*) FROM app_user) > 0 --",
    "' AND randomblob(1000000000) --",
    "%' OR name LIKE '%",
    "name) OR (1=1",
    "(SELECT name FROM app_user LIMIT 1)",
    "name; PRAGMA writable_schema = 1",
    "-name, (SELECT 1)",
    "CASE WHEN 1=1 THEN name ELSE phone END",
    'custom."x"',
    "$.a') or json_extract(custom, '$.b",
    "name\x00; DROP TABLE customer",
    "张'三",
    "\\' OR 1=1 #",
    "/**/OR/**/1=1",
    "0x27204f5220313d31",
    "' || (SELECT hex(hash) FROM journal_entry) || '",
)
WILDCARDS = ("%", "_", "%%", "a%", "__", "\\%", "[a-z]*", "*", "NEAR(", '"', "AND", "OR NOT")


@pytest.fixture
def two(office, owner):
    for name, company in (("周德海", "甲公司"), ("马小军", "乙公司")):
        values = {"name": name, "company": company, "remark": name, "tags": [name]}
        office.do(owner, customers.add, values=values)


def test_t12_as_a_value_of_any_field_it_finds_nobody_and_changes_nothing(office, owner, two):
    before = content_of(office)
    for text in (*INJECTIONS, *WILDCARDS):
        for spec in office.ask(owner, catalog.fields, kind="customer"):
            for op in ("eq", "contains", "starts_with", "in"):
                value = [text] if op == "in" else text
                query = ListQuery(where={"field": spec.key, "op": op, "value": value})
                with suppress(Problem):  # refused in words: the field takes no such value
                    page = office.ask(owner, customer_list.page, query=query)
                    assert page.total == 0, (text, spec.key, op)
    assert content_of(office) == before


def test_t12_as_an_order_or_a_field_it_is_refused(office, owner, two):
    for text in INJECTIONS:
        for query in (
            ListQuery(sort=(text,)),
            ListQuery(sort=(f"-{text}",)),
            ListQuery(where={"field": text, "op": "eq", "value": "x"}),
            ListQuery(where={"field": "name", "op": text, "value": "x"}),
            ListQuery(where={text: []}),
            ListQuery(after=text),
        ):
            with pytest.raises(Problem):
                office.ask(owner, customer_list.page, query=query)
        with pytest.raises(Problem):
            office.ask(owner, conditions.blocking, kind=text, where={})


def test_t12_as_words_searched_for_it_finds_nobody(office, owner, two):
    for text in (*INJECTIONS, *WILDCARDS):
        with suppress(Problem):
            assert not office.ask(owner, search.find, text=text), text
    for text in INJECTIONS:
        with suppress(Problem):
            page = office.ask(owner, customer_list.page, query=ListQuery(search=text))
            assert page.total == 0, text


def test_t12_as_a_column_to_export_it_is_no_column(office, owner, two):
    (table,) = office.ask(owner, seen, wish=SeenList(ListQuery(), INJECTIONS))
    assert [column.key for column in table.columns] == ["id", "name"]


def field_named(key):
    return FieldSpec(key=key, type=FieldType.TEXT, label_zh="字段", label_en="field")


def test_t12_no_field_of_the_office_can_be_named_so(office, owner):
    for key in (*INJECTIONS, "a.b", 'a"b', "A", "1a", "a" * 60, ""):
        with pytest.raises((Problem, ValueError)):
            office.do(owner, catalog.add_field, kind="customer", spec=field_named(key))


def test_t12_stored_as_a_value_it_stays_a_value(office, owner):
    for text in INJECTIONS:
        kept = text.replace("\x00", "")
        added = office.do(owner, customers.add, values={"name": kept, "remark": kept})
        values = office.ask(owner, customers.values, customer_id=added.id).values
        assert values["remark"] == kept
        where = {"field": "remark", "op": "eq", "value": kept}
        assert office.ask(owner, customer_list.ids, query=ListQuery(where=where)) == [added.id]


def test_t12_no_sql_text_is_put_together_from_strings():
    folder = Path(loancrm_desktop.__file__).parent
    found = [
        f"{path.relative_to(folder)}: {line.strip()}"
        for path in folder.rglob("*.py")
        if "migrations" not in path.parts
        for line in path.read_text("utf-8").splitlines()
        if re.search(r"(?<![\w.])text\(\s*f[\"']", line)
        or re.search(r"order_by\(\s*(text|literal_column)\(", line)
    ]
    assert found == []
