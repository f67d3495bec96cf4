"""`loancrm tasks`."""

from datetime import datetime

import pytest
from cli_fixtures import LOGIN, PASSWORD, as_json

from loancrm_desktop.services import tasks
from loancrm_desktop.services.opening import open_office

DUE = "2026-11-23T10:00:00+08:00"


@pytest.fixture
def task(loancrm, office_folder):
    loancrm("customers", "add", as_json(name="张三"))
    opened = open_office(office_folder, LOGIN, PASSWORD)
    due = datetime.fromisoformat(DUE)
    number = opened.office.do(opened.actor, tasks.add, "回电", customer_id=1, due_at=due)
    opened.office.close()
    return number


@pytest.mark.parametrize(
    ("due", "now", "found"),
    [
        ("all", "2026-11-01T00:00:00+08:00", 1),
        ("today", "2026-11-23T08:00:00+08:00", 1),
        ("today", "2026-11-21T08:00:00+08:00", 0),
        ("overdue", "2026-11-23T08:00:00+08:00", 0),
        ("overdue", "2026-11-24T08:00:00+08:00", 1),
    ],
)
def test_tasks_are_chosen_by_when_they_are_due(loancrm, task, due, now, found):
    rows = loancrm("tasks", "--due", due, "--now", now, "--json").json["rows"]
    assert len(rows) == found


def test_a_task_names_its_customer_and_whose_it_is(loancrm, task):
    (row,) = loancrm("tasks", "--mine", "--json").json["rows"]
    assert (row["title"], row["customer"], row["customer_name"]) == ("回电", 1, "张三")
    assert (row["assignee_name"], row["due_at"]) == ("王老板", "2026-11-23T10:00:00.000+08:00")


def test_a_finished_task_is_no_longer_listed(loancrm, task):
    assert loancrm("tasks", "done", task, "--outcome", "已约", "--json").json["id"] == task
    assert loancrm("tasks", "--json").json["rows"] == []


def test_a_task_that_is_not_there_is_bad_input(loancrm):
    assert loancrm("tasks", "done", 99).code == 2


def test_a_task_is_added_for_a_customer_and_listed(loancrm, task):
    made = loancrm(
        *("tasks", "add", "补流水", "--customer", 1, "--due", "2026-11-23T10:00", "--to", LOGIN),
        *("--priority", 2, "--json"),
    ).json["id"]
    rows = loancrm("tasks", "list", "--json").json["rows"]
    (row,) = [each for each in rows if each["id"] == made]
    assert (row["title"], row["customer"]) == ("补流水", 1)
    assert row["due_at"] == "2026-11-23T10:00:00.000+08:00"


@pytest.mark.parametrize(
    "wrong",
    [("--due", "morgen"), ("--to", "nobody"), ("--customer", 99), ("--priority", 77)],
)
def test_a_task_that_cannot_be_is_bad_input(loancrm, task, wrong):
    assert loancrm("tasks", "add", "x", *wrong).code == 2
    assert len(loancrm("tasks", "--json").json["rows"]) == 1
