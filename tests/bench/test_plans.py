"""Every screen is answered from an index: asked of the database itself, on a filled office."""

import pytest

from loancrm_desktop.bench import office_seed, workload
from loancrm_desktop.bench.ours import Ours

COUNT = 400
SCREENS = (
    "w2_list_page",
    "w3_deep_page",
    "w4_filter",
    "w5_name",
    "w5_last4",
    "w5_pinyin",
    "w6_customer_page",
)


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plans") / "office"
    office_seed.build(folder, COUNT)
    opened = Ours(folder, COUNT, (workload.NOW_S - 30 * workload.DAY_S, 7), {1: 1})
    yield opened
    opened.close()


def statements_of(ours, screen):
    """Answer what the database was asked, values filled in."""
    database = ours._opened.office.database
    asked = []
    getattr(ours, screen)(0)
    pooled = database.reader.raw_connection()
    pooled.driver_connection.set_trace_callback(asked.append)
    pooled.close()
    getattr(ours, screen)(0)
    pooled = database.reader.raw_connection()
    pooled.driver_connection.set_trace_callback(None)
    pooled.close()
    return [each for each in asked if each.lstrip().upper().startswith("SELECT")]


def plan_of(ours, statement):
    connection = ours._opened.office.database.raw()
    found = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
    connection.close()
    return found


@pytest.mark.parametrize("screen", SCREENS)
def test_no_screen_walks_a_whole_table(ours, screen):
    statements = statements_of(ours, screen)
    assert statements
    for statement in statements:
        for step in plan_of(ours, statement):
            words = step.split()
            whole = words[0] == "SCAN" and words[1] in ("customer", "deal", "follow_up", "task")
            assert not whole or "INDEX" in words, (statement, step)


def test_the_first_page_comes_in_the_order_of_its_index(ours):
    steps = [step for each in statements_of(ours, "w2_list_page") for step in plan_of(ours, each)]
    assert any("ix_customer_contact" in step for step in steps)
    assert not any("TEMP B-TREE" in step for step in steps)


def test_a_deep_page_is_searched_not_skipped_to(ours):
    steps = [step for each in statements_of(ours, "w3_deep_page") for step in plan_of(ours, each)]
    assert any("SEARCH customer USING INDEX ix_customer_contact" in step for step in steps)


def test_a_filter_is_answered_by_indexes_alone(ours):
    page, total = (plan_of(ours, each) for each in statements_of(ours, "w4_filter"))
    assert any("COVERING INDEX" in step for step in page)
    assert any("COVERING INDEX" in step for step in total)


def test_a_bound_limit_is_not_planned_anew(ours):
    """SQLite plans a statement with `LIMIT ?` at every call: 30 µs for a list's page."""
    ours.w2_list_page(0)
    office = ours._opened.office
    for kept in office._shelf["asked"].values():
        for statement in kept.statements:
            if statement is not None and statement._made is not None:
                assert "LIMIT ?" not in statement._made.sql
