"""The two evaluators set against each other: encrypted SQLite always, PostgreSQL if there is one."""

from __future__ import annotations

import unicodedata
from typing import Any

from agreement.any_condition import conditions, worlds
from agreement.field_office import VOCABULARY, World, ids_in_sql, moment
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, Text, literal, select

from loancrm_desktop.services.language.in_memory import holds
from loancrm_desktop.services.language.json_columns import TextKey
from loancrm_desktop.services.language.reading import read
from loancrm_desktop.services.language.resolving import resolve
from loancrm_desktop.services.language.writing import write
from loancrm_desktop.text_keys import text_key

_once_each = settings(
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ]
)


def _agree(engine: Engine, world: World, raws: list[dict[str, Any]], kind: str = "deal") -> None:
    world.write(engine)
    for raw in raws:
        tree = read(raw, kind, VOCABULARY)
        assert read(write(tree), kind, VOCABULARY) == tree
        for asking in (moment(), moment(me=None, teams=())):
            resolved = resolve(tree, asking)
            in_memory = {one.row["id"] for one in world.records(kind) if holds(resolved, one)}
            assert ids_in_sql(engine, kind, resolved) == in_memory, raw
            event(f"some rows hold: {bool(in_memory)}")


_some_conditions = st.lists(conditions(), min_size=3, max_size=8)


@_once_each
@given(world=worlds(), raws=_some_conditions)
def test_both_evaluators_choose_the_same_records_in_sqlcipher(sqlite, world, raws):
    _agree(sqlite, world, raws)


@_once_each
@given(world=worlds(), raws=_some_conditions)
def test_both_evaluators_choose_the_same_records_in_postgresql(postgresql, world, raws):
    _agree(postgresql, world, raws)


def test_postgresql_makes_the_same_text_key_of_every_character(postgresql):
    points = [*range(1, 0xD800), *range(0xE000, 0x20000)]
    assigned = [
        chr(point) for point in points if unicodedata.ucd_3_2_0.category(chr(point)) != "Cn"
    ]
    with postgresql.connect() as connection:
        for first in range(0, len(assigned), 500):
            text = "|".join(assigned[first : first + 500])
            made = connection.scalar(select(TextKey(literal(text, Text()))))
            assert made == text_key(text)
