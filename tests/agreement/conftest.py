"""The databases both evaluators are set against each other on."""

from __future__ import annotations

from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from agreement.field_office import METADATA
from agreement.postgresql_server import postgresql_url
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from loancrm_desktop.services.language.database_text_key import (
    FUNCTION_NAME,
    postgresql_function,
    sql_text_key,
)


def _connect() -> Any:
    connection = sqlcipher.connect(":memory:", check_same_thread=False)
    connection.execute("PRAGMA key = \"x'" + "2a" * 32 + "'\"")
    connection.create_function(FUNCTION_NAME, 1, sql_text_key, deterministic=True)
    return connection


@pytest.fixture(scope="session")
def sqlite():
    engine = create_engine("sqlite://", creator=_connect, module=sqlcipher, poolclass=StaticPool)
    METADATA.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
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
