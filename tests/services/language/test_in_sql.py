from __future__ import annotations

from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from agreement.field_office import (
    METADATA,
    TABLES,
    VOCABULARY,
    Rows,
    Source,
    World,
    ids_in_sql,
    moment,
)
from agreement.hostile_texts import HOSTILE
from sqlalchemy import Column, ForeignKey, Integer, Table, Text, create_engine, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite as sqlite_dialect
from sqlalchemy.pool import StaticPool

from loancrm_desktop.services.language.database_text_key import FUNCTION_NAME, sql_text_key
from loancrm_desktop.services.language.expressions import ALWAYS, Compare, Emptiness, Me, Op
from loancrm_desktop.services.language.fields import FieldPath
from loancrm_desktop.services.language.in_sql import (
    SqlColumn,
    SqlJsonList,
    SqlRowList,
    comparison_column,
    where,
)
from loancrm_desktop.services.language.reading import read
from loancrm_desktop.services.language.resolving import Resolved, resolve


@pytest.fixture(scope="module")
def engine():
    def connect() -> Any:
        connection = sqlcipher.connect(":memory:", check_same_thread=False)
        connection.create_function(FUNCTION_NAME, 1, sql_text_key, deterministic=True)
        return connection

    made = create_engine("sqlite://", creator=connect, module=sqlcipher, poolclass=StaticPool)
    METADATA.create_all(made)
    yield made
    made.dispose()


def _resolved(raw: dict[str, Any], kind: str = "deal") -> Resolved:
    return resolve(read(raw, kind, VOCABULARY), moment())


def _select(raw: dict[str, Any], dialect: Any = None) -> str:
    root = Rows(TABLES["deal"])
    asked = select(root.id).where(where(_resolved(raw), root, Source()))
    dialect = dialect or sqlite_dialect.dialect()
    compiled = asked.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    return " ".join(str(compiled).split())


def _where(raw: dict[str, Any], dialect: Any = None) -> str:
    return _select(raw, dialect).partition(" WHERE ")[2]


def _world(*deals: dict[str, Any], **others: list[dict[str, Any]]) -> World:
    rows: dict[str, list[dict[str, Any]]] = {"user": [], "customer": [], "document": [], **others}
    rows["deal"] = list(deals)
    return World(
        {
            kind: [{"id": number, "trashed": False, **row} for number, row in enumerate(of_kind, 1)]
            for kind, of_kind in rows.items()
        }
    )


@pytest.mark.parametrize(
    ("raw", "sql"),
    [
        ({"field": "amount", "op": "ge", "value": "5"}, "some_deal.amount >= 500"),
        ({"field": "due_at", "op": "lt", "value": {"days": 0}}, "some_deal.due_at < 1774926245678"),
        ({"field": "title", "op": "eq", "value": "Ａ"}, "some_deal.title_key = 'a'"),
        ({"field": "phone", "op": "eq", "value": "138-0"}, "some_deal.phone = '1380'"),
        ({"field": "handler", "op": "in", "value": [1, 2]}, "some_deal.handler IN (1, 2)"),
        ({"field": "signed_on", "op": "is_filled"}, "some_deal.signed_on IS NOT NULL"),
        ({"field": "signed_on", "op": "is_empty"}, "some_deal.signed_on IS NULL"),
        (
            {"field": "level", "op": "is_empty"},
            "some_deal.level IS NULL OR some_deal.level = ''",
        ),
        ({"field": "title", "op": "contains", "value": "b"}, "instr(some_deal.title_key, 'b') > 0"),
        (
            {"field": "title", "op": "starts_with", "value": "贷款"},
            "substr(some_deal.title_key, 1, 2) = '贷款'",
        ),
        (
            {"field": "customer.income", "op": "gt", "value": 1},
            (
                "some_deal.customer IN (SELECT some_customer_1.id FROM some_customer AS some_customer_1 "
                "WHERE some_customer_1.income > 100)"
            ),
        ),
        (
            {"not": {"field": "amount", "op": "ge", "value": "5"}},
            "coalesce(some_deal.amount >= 500, 0) = 0",
        ),
        (
            {"count": "documents", "op": "ge", "value": 1},
            (
                "EXISTS (SELECT some_document_1.id FROM some_document AS some_document_1 WHERE "
                "some_document_1.deal = some_deal.id AND some_document_1.trashed IS 0)"
            ),
        ),
        ({"field": "remark", "op": "eq", "value": "b"}, "text_key(some_deal.remark) = 'b'"),
    ],
)
def test_a_comparison_stays_bare_so_that_an_index_can_serve(raw, sql):
    assert _where(raw) == sql


def test_only_not_shuts_out_the_third_truth_value():
    raw = {
        "any": [
            {"field": "amount", "op": "ge", "value": 1},
            {
                "all": [
                    {"field": "level", "op": "eq", "value": "a"},
                    {"field": "team", "op": "ne", "value": 2},
                ]
            },
        ]
    }
    assert "coalesce" not in _where(raw)
    assert _where({"not": raw}).count("coalesce") == 1


def test_an_index_on_the_column_is_used(engine):
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE INDEX ix_amount ON some_deal (amount)")
        connection.exec_driver_sql("CREATE INDEX ix_customer ON some_deal (customer)")
        plans = [
            connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {_select(raw)}").fetchall()
            for raw in (
                {"field": "amount", "op": "between", "value": [1, 5]},
                {"field": "customer.income", "op": "gt", "value": 1},
            )
        ]
        connection.exec_driver_sql("DROP INDEX ix_amount")
        connection.exec_driver_sql("DROP INDEX ix_customer")
    assert "ix_amount" in plans[0][0][-1]
    assert "ix_customer" in plans[1][0][-1]


def test_postgresql_gets_its_own_words_for_the_same():
    dialect = postgresql.dialect()
    assert _where({"field": "title", "op": "contains", "value": "b"}, dialect) == (
        "strpos(some_deal.title_key, 'b') > 0"
    )
    assert "jsonb_typeof(some_deal.custom::jsonb -> 'x_term')" in _where(
        {"field": "x_term", "op": "ge", "value": 1}, dialect
    )
    assert _where({"not": {"field": "term", "op": "ge", "value": 1}}, dialect) == (
        "coalesce(some_deal.term >= 1, false) = false"
    )


def test_no_condition_chooses_every_record(engine):
    _world({}, {}).write(engine)
    assert ids_in_sql(engine, "deal", Resolved(ALWAYS)) == {1, 2}
    assert ids_in_sql(engine, "deal", _resolved({"any": []})) == set()
    assert ids_in_sql(engine, "deal", _resolved({"not": {"any": []}})) == {1, 2}


def test_rows_in_the_trash_are_not_counted(engine):
    documents = [{"deal": 1, "trashed": True}, {"deal": 2}, {"deal": 2}]
    _world({}, {}, document=documents).write(engine)
    found = {
        number: ids_in_sql(
            engine, "deal", _resolved({"count": "documents", "op": "eq", "value": number})
        )
        for number in (0, 1, 2)
    }
    assert found == {0: {1}, 1: set(), 2: {2}}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_value_is_only_ever_a_value(engine, hostile):
    world = _world(
        {"title": hostile, "remark": hostile, "x_title": hostile, "tags": [hostile]}, {"title": "x"}
    )
    world.write(engine)
    for name in ("title", "remark", "x_title"):
        for op in ("eq", "contains", "starts_with", "in"):
            value = [hostile] if op == "in" else hostile
            raw = {"field": name, "op": op, "value": value}
            assert ids_in_sql(engine, "deal", _resolved(raw)) == {1}
    assert ids_in_sql(
        engine, "deal", _resolved({"field": "tags", "op": "has_any", "value": hostile})
    ) == {1}
    with engine.connect() as connection:
        assert len(connection.execute(select(TABLES["deal"].c.id)).all()) == 2


def test_a_list_kept_in_rows_of_its_own_is_asked_alike(engine):
    tag = Table(
        "row_tag",
        METADATA,
        Column("deal", Integer, ForeignKey("some_deal.id")),
        Column("tag_key", Text),
        extend_existing=True,
    )
    tag.create(engine, checkfirst=True)

    class RowsWithTags(Rows):
        def column(self, spec) -> SqlColumn:
            if spec.key != "tags":
                return super().column(spec)
            other = tag.alias()
            return SqlRowList(other.c.tag_key, other.c.deal == self.id)

    _world({}, {}, {}).write(engine)
    with engine.begin() as connection:
        connection.execute(tag.delete())
        rows = [(1, "vip"), (1, "急"), (2, "急")]
        connection.execute(tag.insert(), [{"deal": deal, "tag_key": key} for deal, key in rows])
    found = []
    for raw in (
        {"field": "tags", "op": "has_any", "value": ["VIP", "急"]},
        {"field": "tags", "op": "has_all", "value": ["VIP", "急"]},
        {"field": "tags", "op": "is_empty"},
    ):
        root = RowsWithTags(TABLES["deal"].alias())
        with engine.connect() as connection:
            asked = select(root.id).where(where(_resolved(raw), root, Source()))
            found.append(set(connection.scalars(asked)))
    assert found == [{1, 2}, {1}, {3}]


def test_an_index_repeats_the_expression_a_field_is_compared_by():
    rows = Rows(TABLES["deal"])
    fields = VOCABULARY.kind("deal").fields
    compared = {
        key: str(comparison_column(fields[key], rows.column(fields[key])))
        for key in ("amount", "title", "phone")
    }
    assert compared == {
        "amount": "some_deal.amount",
        "title": "some_deal.title_key",
        "phone": "some_deal.phone",
    }


def test_a_condition_that_was_not_resolved_is_a_bug():
    unresolved = Resolved(Compare(VOCABULARY.field("deal", "handler"), Op.EQ, Me()))
    with pytest.raises(TypeError, match="not resolved"):
        where(unresolved, Rows(TABLES["deal"]), Source())


def test_every_row_is_counted_where_there_is_no_trash(engine):
    class Everything(Rows):
        alive = None

    class SourceOfEverything(Source):
        def rows(self, kind):
            return Everything(TABLES[kind].alias())

    _world({}, document=[{"deal": 1, "trashed": True}]).write(engine)
    root = SourceOfEverything().rows("deal")
    asked = where(
        _resolved({"count": "documents", "op": "ge", "value": 1}), root, SourceOfEverything()
    )
    with engine.connect() as connection:
        assert connection.scalars(select(root.id).where(asked)).all() == [1]


def test_a_source_that_answers_a_list_for_a_single_value_is_a_bug():
    class ListsOnly(Rows):
        def column(self, spec):
            return SqlJsonList(self.table.c.tags)

    raw = _resolved({"field": "amount", "op": "ge", "value": {"field": "margin"}})
    with pytest.raises(TypeError, match="has no single value"):
        where(raw, ListsOnly(TABLES["deal"]), Source())


def test_a_path_over_a_field_that_links_to_nothing_is_a_bug():
    fields = VOCABULARY.kind("deal").fields
    path = FieldPath((fields["team"],), fields["title"])
    with pytest.raises(ValueError, match="links to nothing"):
        where(Resolved(Emptiness(path, filled=True)), Rows(TABLES["deal"]), Source())
