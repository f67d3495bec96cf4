"""The two evaluators set against each other: encrypted SQLite always, PostgreSQL if there is one."""

from __future__ import annotations

from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from agreement.any_condition import conditions, worlds
from agreement.field_office import METADATA, VOCABULARY, World, ids_in_sql, moment
from agreement.postgresql_server import postgresql_url
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import StaticPool

from loancrm_desktop.services.language.database_text_key import (
    FUNCTION_NAME,
    postgresql_function,
    sql_text_key,
)
from loancrm_desktop.services.language.in_memory import holds
from loancrm_desktop.services.language.reading import read
from loancrm_desktop.services.language.resolving import resolve
from loancrm_desktop.services.language.writing import write

_once_each = settings(
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ]
)


def _connect() -> Any:
    connection = sqlcipher.connect(":memory:", check_same_thread=False)
    connection.execute("PRAGMA key = \"x'" + "2a" * 32 + "'\"")
    connection.create_function(FUNCTION_NAME, 1, sql_text_key, deterministic=True)
    return connection


@pytest.fixture(scope="module")
def sqlite():
    engine = create_engine("sqlite://", creator=_connect, module=sqlcipher, poolclass=StaticPool)
    METADATA.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def postgresql(tmp_path_factory: pytest.TempPathFactory):
    with postgresql_url() as url:
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.exec_driver_sql(postgresql_function())
        METADATA.drop_all(engine)
        METADATA.create_all(engine)
        yield engine
        METADATA.drop_all(engine)
        engine.dispose()


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
