from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from agreement.field_office import TABLES, VOCABULARY
from agreement.hostile_texts import HOSTILE
from sqlalchemy import Index, String, create_engine, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex

from loancrm_desktop.services.language.json_columns import (
    DayAsText,
    JsonMember,
    Position,
    TimeAsMs,
    day_text,
    json_member,
)

DEAL = VOCABULARY.kind("deal").fields
CUSTOM = TABLES["deal"].c.custom


@pytest.mark.parametrize("hostile", HOSTILE)
def test_only_a_field_key_can_become_part_of_the_sql(hostile):
    with pytest.raises(ValueError, match="not a field key"):
        JsonMember(CUSTOM, hostile, "line", String())


def test_an_index_on_a_custom_field_repeats_the_compared_expression():
    index = Index("ix_x", json_member(CUSTOM, DEAL["x_term"]), _table=TABLES["deal"])
    TABLES["deal"].indexes.discard(index)
    made = str(CreateIndex(index).compile(dialect=sqlite.dialect()))
    assert made == (
        "CREATE INDEX ix_x ON some_deal ((CASE WHEN json_type(custom, '$.x_term') = 'integer' "
        "THEN json_extract(custom, '$.x_term') END))"
    )


def test_two_fields_of_one_column_are_not_mixed_up_in_the_cache():
    one, other = (select(json_member(CUSTOM, DEAL[key])) for key in ("x_term", "x_amount"))
    assert one._generate_cache_key() != other._generate_cache_key()
    assert (
        one._generate_cache_key()
        == select(json_member(CUSTOM, DEAL["x_term"]))._generate_cache_key()
    )


def test_days_and_times_inside_json_come_back_as_such():
    moment = datetime(2026, 1, 31, 1, 30, 0, 5_000, UTC)
    with create_engine("sqlite://").connect() as connection:
        row = connection.execute(
            select(
                literal(moment, TimeAsMs()),
                literal(date(2026, 1, 31), DayAsText()),
                literal(None, TimeAsMs()),
                literal(None, DayAsText()),
            )
        ).one()
    assert tuple(row) == (moment, date(2026, 1, 31), None, None)


def test_a_date_beside_a_date_in_json_is_compared_as_text():
    column = TABLES["deal"].c.signed_on
    assert str(day_text(column).compile(dialect=sqlite.dialect())) == "some_deal.signed_on"
    assert str(day_text(column).compile(dialect=postgresql.dialect())) == (
        "to_char(some_deal.signed_on, 'YYYY-MM-DD')"
    )
    inside = json_member(CUSTOM, DEAL["x_signed_on"])
    assert day_text(inside) is inside


def test_a_position_is_said_in_each_databases_words():
    position = Position(literal("abc"), literal("b"))
    said = [str(position.compile(dialect=d.dialect())).split("(")[0] for d in (sqlite, postgresql)]
    assert said == ["instr", "strpos"]
