import pytest

from loancrm_desktop.bench import limit, limit_schema
from loancrm_desktop.bench.limit_schema import grams

COUNT = 3_000


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    path = tmp_path_factory.mktemp("limit") / "office.db"
    limit.build(path, COUNT)
    opened = limit.connect(path, durable=True)
    yield opened
    opened.close()


def plan(connection, statement):
    values = (1,) * statement.count("?")
    found = connection.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()
    return [row[3] for row in found]


@pytest.mark.parametrize(
    "statement",
    [
        limit_schema.DEEP_PAGE,
        limit_schema.FILTER_COUNT,
        limit_schema.SEARCH_TAIL,
        *limit_schema.CUSTOMER_PAGE[:5],
        limit_schema.DEAL_BEFORE_MOVE,
        limit_schema.MOVE_DEAL,
        limit_schema.CONTACT_DEAL,
    ],
)
def test_a_screen_searches_an_index_and_sorts_nothing(connection, statement):
    steps = plan(connection, statement)
    assert steps
    assert not [step for step in steps if step.startswith("SCAN") or "TEMP B-TREE" in step]


def test_the_list_walks_its_index_in_order(connection):
    steps = plan(connection, limit_schema.LIST_PAGE)
    assert steps == ["SCAN c USING INDEX customer_by_contact"]


def test_the_filter_sorts_on_the_covering_index_before_it_joins(connection):
    steps = plan(connection, limit_schema.FILTER_PAGE)
    assert any("USING COVERING INDEX deal_to_work" in step for step in steps)


@pytest.mark.parametrize("figure", limit_schema.DASHBOARD)
def test_every_figure_is_read_from_a_covering_index(connection, figure):
    steps = plan(connection, limit_schema.DASHBOARD[figure])
    assert len(steps) == 1
    assert "COVERING INDEX" in steps[0]


def test_the_planner_is_not_asked_again_for_every_value(connection):
    assert connection.execute("SELECT count(*) FROM sqlite_stat4").fetchone() == (0,)
    assert connection.execute("SELECT count(*) FROM sqlite_stat1").fetchone()[0] > 10


def test_grams_hold_characters_pairs_initials_and_the_phone_tail():
    words = grams("王晓东", "13800138000").split()
    assert words == ["王", "晓", "东", "王晓", "晓东", "pwx", "pwxd", "pxd", "n8000"]
